"""Where relatedness comes from: what each source gives, and what the command says of a wrong one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from smartspec import measures
from smartspec.study.run import Run, run
from tests.study.small import ACTIVITIES, write
from tests.study.test_bad_input import smartspec

FINE = "poles: {least_activities: 2, least_regions: 8}\n"
FEW = "poles: {least_activities: 2, least_regions: 50}\n"


def made(tmp_path: Path, text: str, **tables: str) -> Run:
    folder = write(tmp_path / "study")
    for name, body in tables.items():
        (folder / f"{name}.csv").write_text("activity,other,value\n" + body, encoding="utf-8")
    path = folder / "study.yaml"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    return run(folder, use_cache=False)


def ladder() -> str:
    """Neighbours in the alphabet are related: 1 over their distance."""
    return "".join(
        f"{one},{other},{1 / (there - here)!r}\n"
        for here, one in enumerate(ACTIVITIES)
        for there, other in enumerate(ACTIVITIES)
        if there > here
    )


IMPORTED = "relatedness: {source: imported, table: {file: pairs.csv, source: A paper, year: 2019}}\n"


def test_density_is_that_of_the_imported_table_however_few_the_regions(tmp_path):
    done = made(tmp_path, FEW + IMPORTED, pairs=ladder())
    found = done.results["relatedness"]
    assert found["source"].item() == "imported"
    assert bool(found["enough"])
    assert bool(found["few"])
    assert "complexity" not in found
    held = measures.presence(done.results["specialisation"]["quotient"])
    near = np.array([[0 if a == b else 1 / abs(a - b) for a in range(6)] for b in range(6)])
    expected = held.values @ near.T / near.sum(1)
    assert found["density"].transpose("region", "activity").values == pytest.approx(expected)
    assert not bool(done.results["poles"]["plotted"])


def test_at_sections_no_table_makes_relatedness_a_finding(tmp_path):
    done = made(tmp_path, IMPORTED, pairs=ladder())
    assert not bool(done.results["relatedness"]["enough"])
    assert bool(done.results["relatedness"]["coarse"])


def test_flows_are_evidence_whatever_the_source(tmp_path):
    """C buys 6 of B and 4 of H: three fifths of what manufacturing buys is extracted."""
    text = "relatedness: {linkages: {file: flows.csv, source: A table, year: 2020, symmetric: false}}\n"
    done = made(tmp_path, text, flows="B,C,6\nH,C,4\nA,H,1\n")
    assert done.results["poles"]["downstream"].sel(activity="C").item() == 0.6
    assert not bool(done.results["relatedness"]["enough"])


def test_a_blend_weighs_two_tables_at_one_scale(tmp_path):
    text = (
        "relatedness:\n  source: blend\n  blend: [imported, linkages]\n  weight: 0.25\n"
        "  table: {file: pairs.csv, source: A paper}\n"
        "  linkages: {file: flows.csv, source: A table, symmetric: false}\n"
    )
    flows = "A,C,5\nC,A,1\nB,C,6\nH,C,4\nJ,K,3\nK,H,2\n"
    done = made(tmp_path, FEW + text, pairs=ladder(), flows=flows)
    near = done.results["relatedness"]["proximity"].values
    pairs = ~np.eye(6, dtype=bool)
    assert near[pairs].mean() == pytest.approx(1)
    assert not (near < 0).any()


def test_own_relatedness_has_an_interval_and_the_plane_its_quadrants(tmp_path, recwarn):
    done = made(tmp_path, FINE)
    found = done.results["poles"]
    assert bool(found["plotted"])
    there = found["low"].notnull()
    assert (found["low"] <= found["high"]).where(there, True).all()
    listed = done.results["long_list"]
    weak = listed["listed"] & (listed["class"] == "weak")
    assert ((found["quadrant"] != "") == weak.transpose("region", "activity")).all()
    assert {"relatedness estimated from 8 regions" in str(one.message) for one in recwarn} <= {True}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("relatedness: {source: imported}\n", "`source: imported` needs `table:`"),
        ("relatedness: {source: linkages}\n", "`source: linkages` needs `linkages:`"),
        ("relatedness: {source: blend, blend: [own, own]}\n", "two different tables"),
        ("relatedness: {linkages: {file: f.csv, source: A table}}\n", "say `symmetric: false`"),
        ("relatedness: {source: imported, table: {file: pairs.csv}}\n", "relatedness.table.source' is missing"),
        ("relatedness: {source: imported, table: {file: pairs.csv, source: A paper}}\n", "2 pairs differ"),
        ("relatedness: {source: world}\n", "no world table of relatedness for the level 'section'"),
        ("plane: {density_cut: middle}\n", "plane.density_cut"),
        ("territories: {least_units: 10}\n", "territories.least_units"),
        ("stars: {least: 0}\n", "stars.least"),
    ],
)
def test_the_command_says_what_is_wrong_and_how_to_mend_it(tmp_path, capsys, text, told):
    folder = write(tmp_path / "study")
    (folder / "pairs.csv").write_text("activity,other,value\nA,B,1\nB,A,2\nA,C,1\nC,A,3\n", encoding="utf-8")
    path = folder / "study.yaml"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    assert smartspec("check", str(folder)) == 2
    assert told in " ".join(capsys.readouterr().err.split())
