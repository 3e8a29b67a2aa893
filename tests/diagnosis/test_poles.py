"""Poles: published weights, hand arithmetic and plain resampling first, then laws, then refusals."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import smartspec
from smartspec import measures
from smartspec.diagnosis.poles import (
    QUADRANTS,
    WEIGHTINGS,
    density_interval,
    linkage_evidence,
    missing_links,
    quadrants,
    residual_complexity,
    strategy_class,
    strategy_scores,
    turnover,
)
from smartspec.errors import MeasureError

ACTIVITIES = list("abcdefgh")


def pattern(values) -> xr.DataArray:
    table = np.asarray(values, float)
    codes = {"region": [f"r{n}" for n in range(table.shape[0])], "activity": ACTIVITIES[: table.shape[1]]}
    return xr.DataArray(table, coords=codes, dims=("region", "activity"))


def related(values) -> xr.DataArray:
    codes = ACTIVITIES[: len(values)]
    return xr.DataArray(values, coords={"activity": codes, "other": codes}, dims=("activity", "other"))


# ── density and its interval ──────────────────────────────────────────────────────────────────────────────────────


def test_the_interval_is_that_of_plain_resampling():
    """Rows of the table drawn with replacement, proximity and density by the measures, draw by draw."""
    rng = np.random.default_rng(8)
    held = pattern(rng.random((25, 8)) < 0.4)
    found = density_interval(held, draws=60, level=0.8, seed=5, held=True)
    weights = np.random.default_rng(5).multinomial(25, np.full(25, 1 / 25), size=60)
    drawn = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        for weight in weights:
            rows = pattern(np.repeat(held.values, weight, axis=0))
            near = measures.proximity(rows)
            drawn.append(measures.relatedness_density(held, near).values)
    assert found["low"].values == pytest.approx(np.quantile(drawn, 0.1, axis=0), abs=2e-6)
    assert found["high"].values == pytest.approx(np.quantile(drawn, 0.9, axis=0), abs=2e-6)


def test_more_regions_make_the_interval_narrower():
    rng = np.random.default_rng(2)
    wide, narrow = (density_interval(pattern(rng.random((count, 8)) < 0.4), draws=100, seed=1) for count in (20, 320))
    mean = [float((one["high"] - one["low"]).mean()) for one in (wide, narrow)]
    assert mean[1] < mean[0] / 2


def test_an_activity_only_one_region_holds_is_unknown_in_the_draws_without_it():
    """A region is left out of a draw of ten with the chance 0.9^10 = 0.35."""
    held = np.random.default_rng(1).random((10, 5)) < 0.5
    held[:, 0] = False
    held[3, 0] = True
    known = density_interval(pattern(held), draws=400, seed=2)["known"].sel(activity="a", region="r0").item()
    assert known == pytest.approx(1 - 0.9**10, abs=0.08)


patterns = arrays(bool, (9, 5)).map(pattern)


@given(patterns)
@settings(max_examples=30)
def test_bounds_are_in_order_and_what_is_held_is_left_out(held):
    found = density_interval(held, draws=20, seed=3)
    there = found["low"].notnull()
    assert (found["low"].where(there, 0) <= found["high"].where(there, 0)).all()
    assert (found["low"].where(there, 0) >= 0).all()
    assert (found["high"].where(there, 0) <= 1 + 1e-6).all()
    assert found["low"].where(held == 1).isnull().all()


@given(patterns, st.permutations(range(5)))
@settings(max_examples=20)
def test_the_order_of_activities_does_not_matter(held, order):
    one = density_interval(held, draws=20, seed=3)
    other = density_interval(held.isel(activity=list(order)), draws=20, seed=3)
    xr.testing.assert_allclose(one, other.sel(activity=one.activity), atol=1e-5)


def test_a_region_with_an_unknown_cell_has_no_interval_and_moves_nobody_elses_inputs():
    held = pattern(np.random.default_rng(4).random((12, 5)) < 0.5)
    before = held.copy(deep=True)
    found = density_interval(held.where((held.region != "r2") | (held.activity != "b")), draws=20)
    assert found["low"].sel(region="r2").isnull().all()
    assert found["low"].drop_sel(region="r2").notnull().any()
    xr.testing.assert_identical(held, before)


# ── the plane ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_cut_lines_are_those_of_the_candidates_or_given():
    """Candidates .1, .3, .5; the held .9 moves no line. Complexity 1, 2, 3."""
    dense = pattern([[0.1, 0.3, 0.5, 0.9]])
    hard = smartspec.label([1.0, 3.0, 2.0, 9.0], activity=list("abcd"))
    open_ = dense < 0.9
    found = quadrants(dense, hard, open_)
    assert found["quadrant"].values.tolist() == [["dead_end", "high_road", "high_road", ""]]
    assert (found["density_line"].item(), found["complexity_line"].item()) == (0.3, 2)
    given_ = quadrants(dense, hard, open_, density_cut=0.4, complexity_cut=2.5)
    assert given_["quadrant"].values.tolist() == [["dead_end", "casino", "slow_road", ""]]


def test_a_quadrant_is_sure_only_when_the_interval_lies_on_one_side():
    dense, hard = pattern([[0.1, 0.3, 0.5]]), smartspec.label([1.0, 2.0, 3.0], activity=list("abc"))
    found = quadrants(dense, hard, dense > 0, density_cut=0.35, low=dense - 0.1, high=dense + 0.1)
    assert found["sure"].values.tolist() == [[1, 0, 1]]


@given(
    arrays(float, (3, 6), elements=st.floats(0, 1)),
    arrays(float, 6, elements=st.floats(-3, 3)),
    st.sampled_from(["median", "mean"]),
)
def test_every_candidate_has_one_quadrant(dense, hard, cut):
    found = quadrants(
        pattern(dense),
        smartspec.label(hard, activity=ACTIVITIES[:6]),
        pattern(dense) >= 0,
        density_cut=cut,
        complexity_cut=cut,
    )
    assert set(found["quadrant"].values.ravel()) <= set(QUADRANTS)


def test_what_is_missing_is_unheld_related_and_in_order():
    near = related(np.array([[0, 0.2, 0.8, 0.0], [0.2, 0, 0, 0], [0.8, 0, 0, 0], [0.0, 0, 0, 0]]))
    held = smartspec.label([0, 0, 0, 0], activity=list("abcd"))
    assert missing_links(held, near, activity="a").other.values.tolist() == ["c", "b"]
    held = smartspec.label([0, np.nan, 1, 0], activity=list("abcd"))
    assert missing_links(held, near, activity="a").other.values.tolist() == []


# ── strategies ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_weightings_are_those_of_the_atlas_and_sum_to_one():
    """Growth Lab, technical note of the country pages: low-hanging fruit 60, 15, 25; long jumps 45, 20, 35."""
    assert WEIGHTINGS["low_hanging"] == (0.60, 0.15, 0.25)
    assert WEIGHTINGS["long_jumps"] == (0.45, 0.20, 0.35)
    assert [round(sum(three), 12) for three in WEIGHTINGS.values()] == [1] * 5


def test_scores_are_the_weighted_sum_of_standardised_parts():
    dense, gain = pattern([[0.1, 0.2, 0.6]]), pattern([[1.0, 0.0, -1.0]])
    hard = smartspec.label([0.0, 1.0, 2.0], activity=list("abc"))

    def standard(x):
        return (x - x.mean()) / x.std()

    parts = [standard(x.values.ravel()) for x in (dense, hard, gain)]
    found = strategy_scores(dense, hard, gain, dense > 0)
    for name, weights in WEIGHTINGS.items():
        expected = sum(w * part for w, part in zip(weights, parts, strict=True))
        assert found.sel(strategy=name).values[0] == pytest.approx(expected)


def test_few_items_change_between_strategies_when_parts_agree():
    """Closeness, complexity and gain in one order: all strategies name the same ten."""
    ladder = np.linspace(0.1, 0.9, 8)[None, :]
    found = turnover(
        strategy_scores(
            pattern(ladder), pattern(ladder).isel(region=0, drop=True), pattern(ladder), pattern(ladder) > 0
        ),
        first=3,
    )
    assert [found[name].item() for name in ("first", "always", "ever", "most_changed")] == [3, 3, 3, 0]


@given(arrays(float, (3, 2, 8), elements=st.floats(-2, 2)), st.integers(1, 10))
def test_always_is_within_first_and_first_within_ever(values, first):
    scores = xr.DataArray(
        values,
        coords={"strategy": list("stu"), "region": ["N", "S"], "activity": ACTIVITIES},
        dims=("strategy", "region", "activity"),
    )
    found = turnover(scores, first=first)
    assert (found["always"] <= found["first"]).all()
    assert (found["first"] <= found["ever"]).all()
    assert (found["first"] == min(first, 8)).all()
    assert (found["most_changed"] <= found["first"] - found["always"]).all()


def test_the_residual_takes_the_rent_out():
    """Two regions as complex as each other: the one that mines more is the better than its rents."""
    at = {"region": list("abcdef")}
    mined = smartspec.label([0.0, 0.0, 0.2, 0.2, 0.4, 0.4], **at)
    complexity = smartspec.label([1.0, 0.6, 0.5, 0.3, 0.0, 0.5], **at)
    rest = residual_complexity(complexity, mined)
    assert rest.sum().item() == pytest.approx(0, abs=1e-12)
    assert rest.sel(region="f").item() > rest.sel(region="c").item()
    found = strategy_class(smartspec.label([1.0] * 5 + [-0.1], **at), rest)
    assert found.sel(region="f").item() == "strategic_bets"
    assert set(found.drop_sel(region="f").values) == {"light", "parsimonious"}


# ── links ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_shares_of_inputs_and_sales_by_hand():
    """Activity b buys 6 of a and 4 of c; a sells 6 to b and nothing else; c sells 3 to a and 4 to b."""
    flows = related([[0.0, 6.0, 0.0], [1.0, 0.0, 1.0], [3.0, 4.0, 5.0]])
    found = linkage_evidence(flows, pattern([[1, 0, 0], [0, 0, 1]]), extraction=["a"])
    assert found["suppliers_held"].sel(activity="b").values.tolist() == [0.6, 0.4]
    assert found["buyers_held"].sel(activity="c").values.tolist() == pytest.approx([3 / 7, 0])
    assert found["downstream"].sel(activity="b").item() == 0.6
    assert found["upstream"].sel(activity="c").item() == 3 / 12
    assert found["lateral"].sel(activity="a").item() == pytest.approx(1)


# ── refusals ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_too_few_draws_are_refused():
    with pytest.raises(MeasureError, match="20 draws or more"):
        density_interval(pattern([[1, 0], [0, 1]]), draws=5)


def test_an_unknown_cut_an_unknown_activity_and_odd_weights_are_refused():
    dense = pattern([[0.1, 0.2]])
    hard = smartspec.label([1.0, 2.0], activity=list("ab"))
    with pytest.raises(MeasureError, match="'median' or 'mean', found 'middle'"):
        quadrants(dense, hard, dense > 0, density_cut="middle")
    with pytest.raises(MeasureError, match="knows no activity 'z'"):
        missing_links(hard, related(np.zeros((2, 2))), activity="z")
    with pytest.raises(MeasureError, match="not so in odd"):
        strategy_scores(dense, hard, dense, dense > 0, weightings={"odd": (0.5, 0.6, 0.1)})
    with pytest.raises(MeasureError, match="needs 4 regions, found 2"):
        residual_complexity(*(smartspec.label([1.0, 2.0], region=list("ab")) for _ in range(2)))


def test_negative_flows_and_flows_of_other_activities_are_refused():
    with pytest.raises(MeasureError, match="1 flows are negative"):
        linkage_evidence(related([[0.0, -1.0], [0.0, 0.0]]), pattern([[1, 0]]))
    with pytest.raises(MeasureError, match="different activities: c"):
        linkage_evidence(related(np.zeros((2, 2))), pattern([[1, 0, 0]]))
