"""The Kazakhstan study against official figures and hand calculation from them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from smartspec.study.findings import findings
from smartspec.study.inputs import MAIN
from smartspec.study.run import Run

SECTIONS = list("ABCDEFGHIJKLMNOPQRS")


@pytest.fixture(scope="module")
def published(kazakhstan: Run) -> pd.DataFrame:
    """The pack's table of value added as it stands on disk."""
    path = next((kazakhstan.folder / ".smartspec" / "received").glob("*-value_added.csv"))
    table = pd.read_csv(path, dtype={"region": str, "activity": str})
    return table[table.activity.isin(SECTIONS)].set_index(["region", "activity"])


def by_hand(published: pd.DataFrame, regions: list[str], activity: str, year: str) -> float:
    here = published.loc[regions, year].groupby("activity").sum()
    there = published.loc["KZ", year]
    return (here[activity] / here.sum()) / (there[activity] / there.sum())


def test_two_quotients_of_2024_known_beforehand(kazakhstan, published):
    yearly = kazakhstan.results["specialisation"]["yearly_quotient"].sel(year=2024)
    assert yearly.sel(region="KZ-23", activity="B").item() == pytest.approx(3.91, abs=0.005)
    assert yearly.sel(region="KZ-59", activity="A").item() == pytest.approx(5.79, abs=0.005)
    assert yearly.sel(region="KZ-23", activity="B").item() == pytest.approx(by_hand(published, ["KZ-23"], "B", "2024"))


def test_every_quotient_of_2024_by_hand(kazakhstan, published):
    yearly = kazakhstan.results["specialisation"]["yearly_quotient"].sel(year=2024)
    for region in yearly.region.values:
        assert yearly.sel(region=region, activity="C").item() == pytest.approx(
            by_hand(published, [region], "C", "2024")
        )


def test_the_country_is_the_sum_of_its_regions_within_rounding(kazakhstan):
    gap = kazakhstan.results["quality"]["total_difference"]
    assert float(gap.max()) <= 10


def test_east_kazakhstan_mining_rises_on_constant_regions_where_a_naive_comparison_falls(kazakhstan, published):
    made = kazakhstan.results["specialisation"]
    constant = made["constant_quotient"].sel(constant="KZ-63+KZ-10", activity="B")
    assert constant.sel(year=[2020, 2025]).values == pytest.approx([0.94, 1.52], abs=0.005)
    naive = [by_hand(published, ["KZ-63"], "B", year) for year in ("2020", "2025")]
    assert naive == pytest.approx([0.94, 0.73], abs=0.005)
    own = made["yearly_quotient"].sel(region="KZ-63", activity="B")
    assert own.sel(year=slice(None, 2020)).isnull().all()


def test_a_region_cut_from_another_has_no_dynamics_of_its_own(kazakhstan):
    found = kazakhstan.results["dynamics"]
    cut = ["KZ-10", "KZ-63", "KZ-33", "KZ-19", "KZ-62", "KZ-35"]
    for name in ("growth", "contribution", "quotient_change"):
        assert found[name].sel(region=cut).isnull().all()
    assert found["part_growth"].sel(constant="KZ-63+KZ-10").notnull().all()


@pytest.mark.parametrize(("region", "share"), [("KZ-23", 0.51), ("KZ-27", 0.45), ("KZ-47", 0.42), ("KZ-62", 0.39)])
def test_resource_regions(kazakhstan, region, share):
    profile = kazakhstan.results["profile"].sel(region=region)
    assert profile["type"].item() == "resource"
    assert profile["extraction"].item() == pytest.approx(share, abs=0.006)


def test_abai_is_just_under_the_line_and_said_to_be_near_it(kazakhstan):
    abai = kazakhstan.results["profile"].sel(region="KZ-10")
    assert abai["extraction"].item() == pytest.approx(0.248, abs=0.0005)
    assert (abai["type"].item() != "resource", abai["near"].item()) == (True, "resource")


def test_level_breaks_are_found_where_the_bureau_left_them(kazakhstan):
    found = kazakhstan.results["quality"]["break"]
    assert [int(year) for year in found.year.values[found.values != 0]] == [2017, 2023]


def test_abai_support_services_of_2022_stand_out(kazakhstan):
    """171,842 against 20,196 and 21,389 in the years beside it, as published."""
    quality = kazakhstan.results["quality"]
    assert bool(quality["spike"].sel(year=2022, region="KZ-10", activity="N"))
    assert bool(quality["flagged"].sel(region="KZ-10", activity="N"))


def test_growth_agrees_with_the_published_index_of_the_whole_economy(kazakhstan):
    """Contributions add up to value added, the index has net taxes too: within 2 points in 5 years."""
    found = kazakhstan.results["dynamics"]
    gap = abs(found["total_growth"] - found["published_growth"]).dropna("constant")
    assert gap.sizes["constant"] >= 15
    assert float(gap.max()) < 2.0


def test_only_candidates_are_ever_chosen(kazakhstan):
    chosen = kazakhstan.results["directions"]["chosen"]
    role = kazakhstan.results["scope"]["role"]
    assert not chosen.where(role != "candidate", False).any()
    assert int(chosen.sum("activity").max()) <= 3


def test_west_kazakhstan_has_no_strength_and_no_direction(kazakhstan):
    found = {item["region"]: item for item in findings(kazakhstan)}["KZ-27"]
    assert found["strengths"] == []
    assert found["directions"] == []


def test_nothing_of_complexity_is_reported_at_this_grain(kazakhstan):
    assert not bool(kazakhstan.results["relatedness"]["enough"])
    used = kazakhstan.results["criteria"]["used"]
    assert not used.sel(criterion=["density", "complexity"]).any()


def test_acceptability_rows_sum_to_one(kazakhstan):
    found = kazakhstan.results["ranking"]["acceptability"]
    rows = found.sum("place").where(found.notnull().any("place"))
    known = rows.values[np.isfinite(rows.values)]
    assert known.size > 20
    assert known == pytest.approx(1)


def test_a_mass_gate_names_what_is_missing_and_people_judge_the_rest(kazakhstan):
    state = kazakhstan.results["gates"]["state"]
    share = kazakhstan.results["specialisation"]["share"]
    xr.testing.assert_equal(state.sel(gate="minimum_mass", drop=True) == "met", share >= 0.01)
    assert (state.sel(gate=["anchor", "skills", "owner"]) == "not_judged").all()


def test_main_table_is_complete_for_regions_that_existed(kazakhstan):
    panel = kazakhstan.inputs.panels[MAIN]
    alive = panel.exists(kazakhstan.inputs.geography)
    assert panel.values.where(alive, 0).notnull().all()


def test_a_city_without_mining_does_not_make_growth_of_the_country_unknown(kazakhstan, published):
    """Astana and Almaty have published zeros and no index; by hand, mining of the country over the other regions."""
    assert published.loc[[("KZ-71", "B"), ("KZ-75", "B")], "2019"].tolist() == [0, 0]
    found = kazakhstan.results["dynamics"]
    assert found["national_growth"].sel(activity="B").item() == pytest.approx(-0.001, abs=0.001)
    unmoved = found["quotient_change"].sel(region=["KZ-59", "KZ-23", "KZ-75"], activity=list("ABCDEFGHJL"))
    assert unmoved.notnull().all()


def test_manufacturing_of_north_kazakhstan_grows_clearly_faster_than_in_the_country(kazakhstan):
    """Volume indices of 2020 to 2024 as published: 108.5, 108.5, 110, 115.8 and 107.8 per cent."""
    found = kazakhstan.results["dynamics"].sel(region="KZ-59", activity="C")
    assert found["growth"].item() == pytest.approx((1.085 * 1.085 * 1.10 * 1.158 * 1.078) ** 0.2 - 1)
    assert found["growth"].item() > found["competitive_effect"].item() > 3 * found["lead_error"].item()
    assert kazakhstan.results["long_list"]["class"].sel(region="KZ-59", activity="C").item() == "emerging"


def test_a_weak_candidate_with_one_sign_is_evidence_and_never_ranked(kazakhstan):
    listed, reason = kazakhstan.results["long_list"], kazakhstan.results["directions"]["reason"]
    one = (listed["class"] == "weak") & (listed["signs"] < 2) & listed["listed"]
    assert bool(one.any())
    assert kazakhstan.results["ranking"]["rank"].where(one).isnull().all()
    assert set(np.unique(reason.values[one.values])) <= {"few_signs", "held_back"}


def test_what_foretells_plain_crossings_is_known(kazakhstan):
    """Measured elsewhere on the same figures, window by window: density .65 to .78, the last quotient .82 to .92."""
    by_window = kazakhstan.results["validation"]["window_auc"].sel(rule="crossing")
    assert by_window.sizes["window"] == 7
    density, quotient = (by_window.sel(way=way).dropna("window") for way in ("density", "quotient"))
    assert (float(quotient.min()), float(quotient.max())) == pytest.approx((0.82, 0.92), abs=0.01)
    assert 0.6 < float(density.min()) < float(density.max()) < 0.8
    assert bool((quotient > density).all())
    assert "chance" not in kazakhstan.results["validation"]
