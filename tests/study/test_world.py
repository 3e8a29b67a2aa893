"""Regions abroad in a study: whom the oil regions meet, a panel of one's own, and the mistakes people make with it."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from smartspec import cli
from smartspec.study.run import run
from tests.study import small


def smartspec(*arguments: str) -> int:
    """The command as a person runs it; its exit code."""
    before, sys.argv = sys.argv, ["smartspec", *arguments]
    try:
        cli.app()
    except SystemExit as done:
        return int(done.code or 0)
    finally:
        sys.argv = before
    return 0


def test_oil_regions_meet_oil_regions(kazakhstan):
    """By mining's share abroad: Campeche and Tabasco (INEGI), Wyoming (BEA). Then and now they are the nearest."""
    found = kazakhstan.results["world"]
    for region in ("KZ-23", "KZ-47", "KZ-27"):
        assert set(found["peer"].sel(region=region).values[:2].tolist()) == {"MX-TAB", "MX-CAM"}
        assert "US-WY" in found["past_peer"].sel(region=region).values[:3].tolist()
    assert not {"MX-CAM", "MX-TAB", "US-WY"} & set(found["peer"].sel(region=["KZ-71", "KZ-75"]).values.ravel().tolist())


def test_counts_of_precedents_are_those_of_their_cells(kazakhstan):
    found = kazakhstan.results["world"]
    came = found["outcome"] == "entered"
    assert (came.sum("past") == found["entrants"]).all()
    assert (found["entrants"] <= found["could"]).all()
    assert (found["keepers"] <= found["tested"]).all()
    within = (found["entry"] - found["past_window"]).where(came)
    assert 1 <= float(within.min()) <= float(within.max()) <= 10


def test_dimensions_without_data_are_named(kazakhstan):
    absent = kazakhstan.results["world"]["absent_dimension"].values.tolist()
    assert absent == ["density", "remoteness", "education", "firm_size", "openness"]


def test_a_region_younger_than_the_years_of_growth_has_no_gap(kazakhstan):
    gap = kazakhstan.results["world"]["gap"]
    assert gap.sel(region=["KZ-10", "KZ-33", "KZ-62"]).isnull().all()
    assert gap.sel(region=["KZ-23", "KZ-71"]).notnull().all()


# ── a panel of one's own ──────────────────────────────────────────────────────────────────────────────────────────

WORLD = "world: {panel: abroad.csv, publisher: Office, licence: open, count: 3}\n"


def folder_with(tmp_path: Path, *, activities: str = "ABCHJK", years: int = 16, world: str = WORLD) -> Path:
    folder = small.write(tmp_path / "study")
    rng = np.random.default_rng(3)
    rows = [
        [f"X{n}", f"Place {n}", "XYZ", code, 2000 + year, float(rng.gamma(2, 50))]
        for n in range(8)
        for code in activities
        for year in range(years)
    ]
    columns = ["region", "region_name", "country", "activity", "year", "value"]
    pd.DataFrame(rows, columns=columns).to_csv(folder / "abroad.csv", index=False)
    path = folder / "study.yaml"
    path.write_text(path.read_text(encoding="utf-8") + world, encoding="utf-8")
    return folder


def own_list(folder: Path, codes: str) -> None:
    text = "activity,group\n" + "".join(f"{code},{code}\n" for code in codes)
    (folder / "groups.csv").write_text(text, encoding="utf-8")


def test_a_panel_of_ones_own_is_compared_with(tmp_path):
    folder = folder_with(tmp_path, world=WORLD.replace("count: 3", "count: 3, concordance: groups.csv"))
    own_list(folder, "ABCHJK")
    done = run(folder)
    found = done.results["world"]
    assert bool(found["available"])
    assert set(found["peer"].values.ravel().tolist()) <= {f"X{n}" for n in range(8)}
    assert done.inputs.world is not None
    assert done.inputs.world.sources[0].publisher == "Office"


def test_own_country_joins_when_asked(tmp_path):
    asked = "count: 12, own_country: true, concordance: groups.csv"
    folder = folder_with(tmp_path, world=WORLD.replace("count: 3", asked).replace("12", "8"))
    own_list(folder, "ABCHJK")
    found = run(folder).results["world"]["peer"]
    assert any(code.startswith("R") for code in found.values.ravel().tolist())
    assert not any(region in found.sel(region=region).values for region in small.REGIONS)


def test_a_study_that_covers_too_little_is_not_compared_and_says_so(tmp_path):
    """Six sections are no whole economy: shares would be of another whole."""
    found = run(small.write(tmp_path / "study")).results["world"]
    assert (bool(found["available"]), found["reason"].item()) == (False, "incomparable")
    assert "OPQ" in found["lacking"].item()


def test_it_can_be_left_out(tmp_path):
    folder = folder_with(tmp_path, world="world: {use: false}\n")
    assert run(folder).results["world"]["reason"].item() == "off"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"activities": "ABCHJ9"}, ("another classification: 9", "concordance")),
        ({"activities": "ABCHJKLMN"}, ("cannot be compared with", "no activity of")),
        ({"years": 6}, ("no window of 10 years", "world: horizon:")),
        ({"world": WORLD.replace("abroad.csv", "nowhere.csv")}, ("nowhere.csv", "cannot be read")),
        ({"world": WORLD.replace("count: 3", "weights: {wealth: 1}")}, ("world.weights.wealth",)),
        ({"world": WORLD.replace("count: 3", "weights: {size: -1}")}, ("zero or more", "size")),
        ({"world": WORLD.replace("count: 3", "count: 9")}, ("9 peers cannot be found",)),
    ],
)
def test_mistakes_are_told_in_words(tmp_path, capsys, change, said):
    folder = folder_with(tmp_path, **change)
    assert smartspec("run", str(folder), "--no-report") == 2
    told = capsys.readouterr().err
    for part in said:
        assert part in told
    assert "Traceback" not in told
