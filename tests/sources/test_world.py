"""The shipped reference: small, without published tables, and the regions a mining region should meet are in it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import smartspec
from smartspec.errors import SourceError
from smartspec.sources.world import LEVELS, load_world, read_foreign, world_groups

FOLDER = Path(smartspec.__file__).parent / "packs" / "world"


def test_mining_of_three_regions_as_published():
    """Campeche digs .83 to .50 of its value added (INEGI); Wyoming and Tabasco are the next by mining's share."""
    mined = load_world().structure.sel(trait="resource_rent")
    campeche = mined.sel(peer="MX-CAM").dropna("window")
    assert float(campeche[0]) > 0.8
    assert 0.5 < float(campeche[-1]) < 0.6
    latest = load_world().latest.sel(trait="resource_rent").to_series().sort_values(ascending=False)
    assert latest.index[:3].tolist() == ["MX-CAM", "MX-TAB", "US-WY"]


@pytest.mark.parametrize("level", LEVELS)
def test_shares_add_up_and_states_are_three(level):
    world = load_world(level)
    shares = world.structure.sel(trait=world.structure["dimension"] == "sectors")
    total = shares.sum("trait", skipna=False).values
    assert total[np.isfinite(total)] == pytest.approx(1, abs=0.002)
    found = world.state.values
    assert set(np.unique(found[np.isfinite(found)])) == {0.0, 0.5, 1.0}
    assert world.latest.notnull().all()
    assert set(world.groups.values()) == set(world.state.activity.values)


def test_it_is_small_and_its_terms_are_named():
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 1_500_000
    for level in LEVELS:
        assert all(one.publisher and one.licence and one.citation for one in load_world(level).sources)


def test_every_region_of_the_finer_level_has_a_name_in_every_language():
    assert {code for code, name in load_world().names.items() if set(name) != {"en", "ru", "kk"}} == set()


def test_histories_tell_what_the_letters_tell():
    rows = pd.read_csv(FOLDER / "groups14-presence.csv", keep_default_na=False)
    held = rows[rows["states"].str.endswith("H") & ~rows["states"].str.contains("-")]
    spell = held["states"].str.extract(r"(H+)$")[0].str.len()
    first = held["first"] + held["states"].str.len() - spell
    assert (first == held["since"].astype(int)).all()


def test_sections_of_kazakhstan_are_those_of_the_list():
    assert set("ABCDEFGHIJKLMNOPQRS") <= set(world_groups())


def table(folder: Path, change=lambda rows: rows) -> Path:
    rows = pd.DataFrame(
        [[r, "XYZ", a, y, 1.0] for r in "NS" for a in "AB" for y in (2000, 2001)],
        columns=["region", "country", "activity", "year", "value"],
    )
    change(rows).to_csv(folder / "panel.csv", index=False)
    return folder / "panel.csv"


def test_a_panel_of_ones_own(tmp_path):
    value, names, digest = read_foreign(table(tmp_path))
    assert dict(value.sizes) == {"year": 2, "region": 2, "activity": 2}
    assert value.country.values.tolist() == ["XYZ", "XYZ"]
    assert (names["N"], len(digest)) == ("N", 64)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rows: rows.drop(columns="country"), "no column country"),
        (lambda rows: rows.assign(value=-1.0), "8 values are negative"),
        (lambda rows: rows.assign(value="much"), "are no numbers: much"),
        (lambda rows: pd.concat([rows, rows[:1]]), "1 rows stand twice: N / A / 2000"),
        (lambda rows: rows.assign(year=rows["year"] * 2), "not consecutive"),
    ],
)
def test_a_panel_that_cannot_be_used_is_refused(tmp_path, change, said):
    with pytest.raises(SourceError, match=said):
        read_foreign(table(tmp_path, change))


def test_a_panel_that_is_not_there(tmp_path):
    with pytest.raises(SourceError, match="cannot be read"):
        read_foreign(tmp_path / "none.csv")
