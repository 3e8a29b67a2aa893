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


# ── layers of potential, and studies with too little ──────────────────────────────────────────────────────────────


def with_patents(tmp_path: Path, concordance: str = "activity,item,weight\nC,chemistry,1\nJ,computing,1\n") -> Path:
    folder = small.write(tmp_path / "study")
    rng = np.random.default_rng(4)
    rows = [
        [region, field, *rng.integers(1, 60, len(small.YEARS))]
        for region in small.REGIONS
        for field in ("chemistry", "computing")
    ]
    pd.DataFrame(rows, columns=["region", "activity", *map(str, small.YEARS)]).to_csv(
        folder / "patents.csv", index=False
    )
    (folder / "fields.csv").write_text(concordance, encoding="utf-8")
    path = folder / "study.yaml"
    told = path.read_text(encoding="utf-8").replace("roles:\n", "  patents: {file: patents.csv}\nroles:\n", 1)
    told += "potential: {layers: {technology: {table: patents, concordance: fields.csv}}}\n"
    path.write_text(told, encoding="utf-8")
    return folder


def test_a_second_layer_joins_through_its_concordance(tmp_path):
    found = run(with_patents(tmp_path)).results["potential"]
    sure = found["confidence"].isel(region=0).to_series()
    assert sure[["C", "J"]].tolist() == [0.5, 0.5]
    assert sure[["A", "K"]].tolist() == [0.25, 0.25]


def test_a_concordance_with_a_hole_is_told(tmp_path, capsys):
    folder = with_patents(tmp_path, "activity,item,weight\nC,chemistry,much\n")
    assert smartspec("run", str(folder), "--no-report") == 2
    assert "'much' is no number" in capsys.readouterr().err
    (folder / "fields.csv").write_text("activity,item,weight\nC,chemistry,1\n", encoding="utf-8")
    assert smartspec("run", str(folder), "--no-report") == 2
    assert "lacks items computing" in capsys.readouterr().err


def spoilt(tmp_path: Path, change) -> Path:
    folder = small.write(tmp_path / "study")
    change(small.figures().astype({str(year): float for year in small.YEARS})).to_csv(
        folder / "value_added.csv", index=False
    )
    return folder


def test_few_years_are_not_testable_and_said_so(tmp_path, capsys):
    folder = spoilt(tmp_path, lambda rows: rows.drop(columns=[str(year) for year in range(2018, 2022)]))
    assert smartspec("validate", str(folder)) == 0
    assert "too few consecutive years" in capsys.readouterr().out


def test_fewer_than_three_periods_are_told(tmp_path, capsys):
    folder = spoilt(tmp_path, lambda rows: rows[["region", "activity", "2024", "2025"]])
    assert smartspec("run", str(folder), "--no-report") == 2
    told = capsys.readouterr().err
    assert "Traceback" not in told
    assert "2022" in told


def test_a_region_with_one_activity_is_run(tmp_path):
    def alone(rows: pd.DataFrame) -> pd.DataFrame:
        years = [str(year) for year in small.YEARS]
        other = (rows["region"] == "R1") & (rows["activity"] != "C")
        rows.loc[other, years] = 0
        total = rows[rows["region"] != "COUNTRY"].groupby("activity")[years].sum()
        country = rows["region"] == "COUNTRY"
        rows.loc[country, years] = total.loc[rows.loc[country, "activity"]].to_numpy()
        return rows

    made = run(spoilt(tmp_path, alone)).results
    assert made["specialisation"]["share"].sel(region="R1", activity="C").item() == pytest.approx(1)
    assert np.isfinite(made["potential"]["score"].sel(region="R1")).all()


def test_a_column_withheld_everywhere_is_unknown_or_told(tmp_path, capsys):
    def withheld(rows: pd.DataFrame) -> pd.DataFrame:
        rows.loc[rows["activity"] == "K", [str(year) for year in small.YEARS]] = np.nan
        return rows

    assert smartspec("run", str(spoilt(tmp_path, withheld)), "--no-report") == 2
    told = capsys.readouterr().err
    assert "Traceback" not in told
    assert "R1" in told or "K" in told
