"""Localisation: official figures and hand arithmetic first, then laws, then refusals."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import smartspec
from smartspec import measures
from smartspec.diagnosis.localisation import (
    localisation_path,
    region_kinds,
    side_by_side,
    spatial_evidence,
    star_regimes,
    territories,
)
from smartspec.errors import MeasureError
from smartspec.measures.spatial import neighbour_weights
from smartspec.study.run import Run

CODES = list("abcdefgh")


def column(values: list[float], codes: list[str] = CODES) -> xr.DataArray:
    return smartspec.label([[value] for value in values], region=codes[: len(values)], activity=["x"])


# ── what official figures say ─────────────────────────────────────────────────────────────────────────────────────


def test_grain_country_is_one_territory(kazakhstan: Run):
    """Akmola, Kostanay and North Kazakhstan border each other and are confirmed in agriculture by official figures."""
    found = kazakhstan.results["localisation"]
    number = found["territory"].sel(activity="A")
    assert number.sel(region="KZ-39").item() == number.sel(region="KZ-59").item() == number.sel(region="KZ-11").item()


def test_the_quotient_of_a_territory_is_that_of_its_sums(kazakhstan: Run):
    """Share of the three in the country's agriculture over their share in all value added, from the tables."""
    made, found = kazakhstan.results["specialisation"], kazakhstan.results["localisation"]
    place = int(found["territory"].sel(activity="A", region="KZ-39"))
    there = (found["territory"].sel(activity="A") == place).values
    value, country = made["value"].values[there], made["country_value"].values
    first = made.activity.values.tolist().index("A")
    share = value[:, first].sum() / country[first]
    assert found["place_national_share"].sel(place=place).item() == pytest.approx(share)
    assert found["place_quotient"].sel(place=place).item() == pytest.approx(share / (value.sum() / country.sum()))


def test_twenty_regions_get_no_significance(kazakhstan: Run):
    found = kazakhstan.results["localisation"]
    assert not bool(found["spatial"])
    assert "moran" not in found


def test_the_competitive_effect_is_the_published_lead_on_the_start_value(kazakhstan: Run):
    """x0 (g_ra - g_a) of shift-share, against the measure on the same figures."""
    found, dynamics = kazakhstan.results["localisation"], kazakhstan.results["dynamics"]
    by_part = {"constant": "region", "part": "activity"}
    split = measures.shift_share(
        dynamics["start_value"].rename(by_part),
        dynamics["ratio"].rename(by_part),
        national_ratio=dynamics["country_ratio"].rename(part="activity"),
        total_ratio=xr.DataArray(1.2),
    )
    for region, activity in (("KZ-23", "B"), ("KZ-39", "A"), ("KZ-55", "C")):
        expected = split["competitive"].sel(region=region, activity=activity).item()
        assert found["competitive"].sel(region=region, activity=activity).item() == pytest.approx(expected)


def test_a_region_whose_borders_moved_has_no_twin_of_its_own_but_its_constant_region_has_a_path(kazakhstan: Run):
    found = kazakhstan.results["localisation"]
    assert found["constant_price_quotient"].sel(region=["KZ-63", "KZ-10"]).isnull().all()
    assert found["competitive"].sel(region="KZ-62").isnull().all()
    assert set(found["path"].sel(constant="KZ-63+KZ-10").values) <= {
        "emergence", "disappearance", "strengthening", "fading", "steady", "absent",
    }  # fmt: skip


# ── rules by hand ─────────────────────────────────────────────────────────────────────────────────────────────────


def verdicts(**options) -> xr.Dataset:
    value = column([40, 20, 10, 10, 10, 4, 3, 3])
    quotient = column([2.5, 1.2, 0.6, 0.6, 0.6, 0.3, 0.2, 0.2])
    faster = column([1.0] * 8)
    given_ = {"national": value.sum("region"), "faster": faster, **options}
    return star_regimes(value, value / 100, quotient, **given_)


def test_productivity_and_growth_make_the_fourth_regime_applicable():
    """Specialisation, size and productivity are three of four stars; the other regions have none."""
    found = verdicts(
        productivity=column([9, 8, 7, 6, 5, 4, 3, 2]), growth=column([0.0, 0.1, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0])
    )
    fourth = found["confirms"].sel(regime="with_productivity").values[:, 0]
    assert fourth.tolist() == [1, 0, 0, 0, 0, 0, 0, 0]
    assert found["applicable"].values[0, 0] == 4
    assert found["dynamism_star"].values[:, 0].tolist() == [0, 1, 0, 0, 0, 0, 0, 0]


def test_one_applicable_regime_confirms_nothing_by_itself():
    found = verdicts(regimes=("top_quarter",))
    assert found["verdict"].values[0, 0] == "weak"
    assert verdicts(regimes=("top_quarter",), least=1)["verdict"].values[0, 0] == "confirmed"


def test_trade_that_is_everywhere_gets_no_focus_star_by_a_fixed_share():
    """Trade makes 7 % to 16 % everywhere: only the top fifth of eight regions has the star, one region."""
    value = column([16, 15, 14, 13, 12, 11, 10, 7])
    found = star_regimes(
        value, value / 100, value / value.mean("region"), national=value.sum("region"), faster=xr.ones_like(value)
    )
    assert found["focus_star"].values[:, 0].tolist() == [1, 0, 0, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("before", "after", "change", "expected"),
    [
        ("none", "confirmed", 2.0, "emergence"),
        ("weak", "confirmed", 2.0, "emergence"),
        ("confirmed", "weak", 0.5, "disappearance"),
        ("confirmed", "confirmed", 1.11, "strengthening"),
        ("confirmed", "confirmed", 1.09, "steady"),
        ("confirmed", "confirmed", 0.89, "fading"),
        ("none", "weak", 3.0, "absent"),
        ("", "confirmed", 2.0, ""),
    ],
)
def test_a_path_is_read_from_two_verdicts(before, after, change, expected):
    at = {"region": ["N"], "activity": ["x"]}
    words = [xr.DataArray([[word]], coords=at, dims=("region", "activity")) for word in (before, after)]
    first = smartspec.label([[2.0]], **at)
    assert localisation_path(*words, first, first * change).item() == expected


def test_a_chain_of_neighbours_is_one_territory_and_the_other_side_another():
    """a-b-c and e-f of a row of eight: 30 of 100 and 30 of 100."""
    confirmed = column([1, 1, 1, 0, 1, 1, 0, 0]) == 1
    row = neighbour_weights(list(pairwise(CODES)), regions=CODES)
    amount = column([10, 10, 10, 5, 20, 10, 20, 15])
    found = territories(
        confirmed,
        row,
        amount=amount,
        total=smartspec.label([50.0] * 8, region=CODES),
        national=amount.sum("region"),
        national_total=400.0,
    )
    assert found["territory"].values[:, 0].tolist() in ([1, 1, 1, 0, 2, 2, 0, 0], [2, 2, 2, 0, 1, 1, 0, 0])
    assert sorted(found["members"].values.tolist()) == [2, 3]
    assert found["quotient"].values.tolist() == pytest.approx(
        [0.3 / (50 * members / 400) for members in found["members"].values]
    )


@pytest.mark.parametrize(
    ("value", "confirmed", "expected"),
    [
        ([[30, 30, 30, 10], [10, 10, 10, 10]], [[1, 1, 1, 0], [0, 0, 0, 0]], "diversification"),
        ([[30, 30, 30, 310], [10, 10, 10, 10]], [[1, 1, 1, 0], [0, 0, 0, 0]], "diversification"),
        ([[25, 25, 25, 25], [10, 10, 10, 10]], [[1, 0, 0, 0], [0, 0, 0, 0]], "specialisation"),
        ([[24, 26, 25, 25], [10, 10, 10, 10]], [[1, 0, 0, 0], [0, 0, 0, 0]], "differentiation"),
        ([[24, 26, 25, 25], [10, 10, 10, 10]], [[0, 0, 0, 0], [0, 0, 0, 0]], "differentiation"),
    ],
)
def test_the_first_rule_that_holds_gives_the_kind(value, confirmed, expected):
    at = {"region": ["N", "S"], "activity": list("abcd")}
    found = region_kinds(smartspec.label(confirmed, **at) == 1, smartspec.label(value, **at))
    assert found["kind"].values[0] == expected


def test_a_large_region_with_many_is_an_agglomeration():
    at = {"region": ["N", "S", "T"], "activity": list("abcd")}
    value = smartspec.label([[100, 100, 100, 100], [10] * 4, [10] * 4], **at)
    held = smartspec.label([[1, 1, 1, 0], [1, 1, 1, 0], [0] * 4], **at) == 1
    assert region_kinds(held, value)["kind"].values.tolist() == ["agglomeration", "diversification", "differentiation"]


# ── laws ──────────────────────────────────────────────────────────────────────────────────────────────────────────

maps = arrays(bool, (6, 3)).map(
    lambda held: xr.DataArray(held, coords={"region": CODES[:6], "activity": list("xyz")}, dims=("region", "activity"))
)
borders = st.sets(st.tuples(st.sampled_from(CODES[:6]), st.sampled_from(CODES[:6])).filter(lambda p: p[0] != p[1]))


@given(maps, borders)
def test_neighbours_that_are_both_confirmed_share_a_territory_and_nothing_else_is_counted(held, pairs):
    near = xr.DataArray(np.zeros((6, 6)), coords={"region": CODES[:6], "other": CODES[:6]}, dims=("region", "other"))
    for one, two in pairs:
        near.loc[one, two] = near.loc[two, one] = 1
    ones = xr.ones_like(held, float)
    found = territories(
        held, near, amount=ones, total=ones.sum("activity"), national=ones.sum("region"), national_total=18.0
    )
    number = found["territory"]
    assert ((number > 0) == held).all()
    assert found["members"].sum().item() == held.sum().item()
    assert found["national_share"].sum().item() == pytest.approx(held.sum().item() / 6)
    for one, two in pairs:
        both = held.sel(region=one).values & held.sel(region=two).values
        assert (number.sel(region=one).values == number.sel(region=two).values)[both].all()


@given(arrays(float, (8, 1), elements=st.floats(0.01, 100)), st.floats(0.01, 1000))
def test_the_unit_does_not_matter_to_the_stars(values, factor):
    value = column(values[:, 0].tolist())
    quotient = value / value.mean("region")
    one, other = (
        star_regimes(value * by, value / 500, quotient, national=value.sum("region") * by, faster=xr.ones_like(value))[
            "verdict"
        ].values
        for by in (1.0, factor)
    )
    assert (one == other).mean() > 0.99


def test_a_planted_cluster_is_hot_and_chance_is_not():
    """Sixty regions in a ring, each beside three on either side: ten at four times the rest, and a map of noise."""
    codes = [f"r{n}" for n in range(60)]
    ring = [(codes[n], codes[(n + step) % 60]) for n in range(60) for step in (1, 2, 3)]
    row = neighbour_weights(ring, regions=codes)
    rng = np.random.default_rng(3)
    noise = rng.lognormal(0, 0.2, (60, 2))
    noise[20:30, 0] *= 4
    quotient = xr.DataArray(noise, coords={"region": codes, "activity": ["wine", "noise"]}, dims=("region", "activity"))
    found = spatial_evidence(quotient, row, seed=1)
    assert bool(found["applicable"])
    assert found["moran_q"].sel(activity="wine").item() < 0.05 < found["moran_q"].sel(activity="noise").item()
    hot = found["hot"].sel(activity="wine")
    assert hot.values[21:29].sum() >= 6
    assert hot.values[np.r_[0:17, 33:60]].sum() == 0


@pytest.fixture(scope="module")
def firms() -> pd.DataFrame:
    """A hundred firms on random sites; those of wine in one corner."""
    rng = np.random.default_rng(11)
    wine = rng.uniform(0, 10, (30, 2))
    bread = rng.uniform(0, 100, (70, 2))
    table = pd.DataFrame(np.vstack([wine, bread]), columns=["x", "y"])
    table["activity"] = ["wine"] * 30 + ["bread"] * 70
    table["region"] = np.where(table["x"] < 50, np.where(table["y"] < 50, "SW", "NW"), "E")
    return table


def test_a_planted_corner_is_found_by_all_three(firms):
    found = side_by_side(firms, distances=[2, 5, 10, 20, 40], redraws=200, seed=5)
    assert found["says"].sel(activity="wine").values.tolist() == [1, 1, 1]
    assert found["agreeing"].sel(activity="wine").item() == found["telling"].sel(activity="wine").item() == 3
    assert found["firms"].values.tolist() == [70, 30]


def test_firms_dealt_out_by_chance_are_found_no_more_often_than_the_level_allows():
    """Twenty tables of a hundred sites, activities dealt out over them: at 5 %, six of twenty come once in 3,000."""
    found = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        table = pd.DataFrame(rng.uniform(0, 100, (100, 2)), columns=["x", "y"])
        table["activity"] = rng.permutation(["wine"] * 50 + ["bread"] * 50)
        table["region"] = np.where(table["x"] < 50, np.where(table["y"] < 50, "SW", "NW"), "E")
        said = side_by_side(table, activities=["wine"], distances=[2, 5, 10, 20], redraws=100, seed=seed)["says"]
        found.append(said.values[:, 0])
    assert (np.sum(found, axis=0) < 6).all()


def test_ellison_glaeser_of_the_firms_is_that_of_their_regions(firms):
    """By the formula: shares of the thirty, all in one region of three, and of the hundred."""
    found = side_by_side(firms, activities=["wine"], distances=[5], redraws=20, seed=5)
    own = firms[firms["activity"] == "wine"]["region"].value_counts(normalize=True)
    base = firms["region"].value_counts(normalize=True)
    raw = ((own.reindex(base.index).fillna(0) - base) ** 2).sum() / (1 - (base**2).sum())
    assert found["ellison_glaeser"].item() == pytest.approx((raw - 1 / 30) / (1 - 1 / 30))


# ── refusals ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_neighbours_of_other_regions_are_refused():
    row = neighbour_weights([("a", "b")], regions=["a", "b"])
    with pytest.raises(MeasureError, match="name different regions: c"):
        territories(
            column([1, 1, 1]) == 1,
            row,
            amount=column([1, 1, 1]),
            total=smartspec.label([1.0, 1, 1], region=CODES[:3]),
            national=smartspec.label([3.0], activity=["x"]),
            national_total=3.0,
        )


def test_spatial_statistics_are_refused_in_words_below_thirty():
    row = neighbour_weights([("a", "b")], regions=CODES)
    with pytest.raises(MeasureError, match="take districts"):
        spatial_evidence(column([1.0] * 8), row, least=8)


def test_firms_without_regions_or_of_an_unknown_activity_are_refused(firms):
    with pytest.raises(MeasureError, match="but region is missing"):
        side_by_side(firms.drop(columns="region"))
    with pytest.raises(MeasureError, match="no firm is of beer; the table has bread, wine"):
        side_by_side(firms, activities=["beer"])
    with pytest.raises(MeasureError, match="stand in one region"):
        side_by_side(firms.assign(region="E"), activities=["wine"])


def test_lines_out_of_range_are_refused():
    at = {"region": ["N"], "activity": ["x"]}
    with pytest.raises(MeasureError, match="under `territories:`"):
        region_kinds(smartspec.label([[1]], **at) == 1, smartspec.label([[1.0]], **at), core=0)
    verdict = xr.DataArray([["none"]], coords=at, dims=("region", "activity"))
    first = smartspec.label([[1.0]], **at)
    with pytest.raises(MeasureError, match="zero or more"):
        localisation_path(verdict, verdict, first, first, margin=-1)
