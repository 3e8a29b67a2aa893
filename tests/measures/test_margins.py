"""Every way to normalise co-occurrence: the manual's table by hand, the laws all of them keep, and the refusals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import smartspec
from smartspec import measures
from smartspec.errors import MeasureError
from tests.measures.patterns import capable, manual, table

pytestmark = pytest.mark.filterwarnings("ignore:relatedness estimated")
patterns = arrays(float, (7, 5), elements=st.sampled_from([0.0, 1.0])).map(table)

SYMMETRIC = {
    "co_occurrence": {},
    "proximity": {},
    "geometric": {},
    "association_strength": {},
    "cosine": {},
    "jaccard": {},
    "probability_index": {},
    "z_relatedness": {},
    "taxonomy_network": {},
    "advantage_correlation": {},
}
SHARES = ["proximity", "geometric", "cosine", "jaccard", "taxonomy_network", "advantage_correlation"]


def pair(found: xr.DataArray, a: int, b: int) -> float:
    return found.sel(activity=a, other=b).item()


@pytest.mark.parametrize(
    ("name", "margins", "expected"),
    [
        # C = 2 of activities 2 and 3; S = 5 and 3, T = 14; u = 3 and 2, N = 5
        ("association_strength", "co-occurrence", 2 * 14 / (5 * 3)),
        ("cosine", "co-occurrence", 2 / np.sqrt(15)),
        ("jaccard", "co-occurrence", 2 / (5 + 3 - 2)),
        ("probability_index", "co-occurrence", 1.32),
        ("association_strength", "presence", 2 * 5 / (3 * 2)),
        ("cosine", "presence", 2 / np.sqrt(6)),
        ("jaccard", "presence", 2 / 3),
        ("probability_index", "presence", 2 / (3 * 2 * (1 / 2 + 1 / 3) / 2)),
    ],
)
def test_the_econgeo_manual_by_hand(name, margins, expected):
    assert pair(getattr(measures, name)(manual(), margins=margins), 1, 2) == pytest.approx(expected)


def test_z_of_the_econgeo_manual_by_hand():
    """Two met where 1.2 were expected, with a variance of 1.2 x 2/5 x 3/4 = 0.36."""
    assert pair(measures.z_relatedness(manual()), 1, 2) == pytest.approx(0.8 / 0.6)


def test_taxonomy_of_the_econgeo_manual_by_hand():
    """Activities 2 and 3 meet in regions of three and of two activities: (1/3 + 1/2) / 3."""
    assert pair(measures.taxonomy_network(manual()), 1, 2) == pytest.approx((1 / 3 + 1 / 2) / 3)


def test_conditional_probability_of_the_econgeo_manual_by_hand():
    found = measures.conditional_probability(manual())
    assert pair(found, 1, 2) == pytest.approx(2 / 3)
    assert pair(found, 2, 1) == pytest.approx(1)


def test_regions_of_the_econgeo_manual_by_hand():
    """Regions 3 and 4 share activities 2 and 5, of three each; region 1 shares with nobody."""
    found = measures.region_proximity(manual())
    assert found.sel(region=2, other=3).item() == pytest.approx(2 / 3)
    assert found.sel(region=0).values.tolist() == [0, 0, 0, 0, 0]


def test_the_smaller_of_both_conditional_probabilities_is_proximity():
    held = table(capable(30, 12))
    given_row = measures.conditional_probability(held).values
    assert measures.proximity(held).values == pytest.approx(np.minimum(given_row, given_row.T))


def test_the_geometric_mean_of_both_conditional_probabilities_is_geometric():
    held = table(capable(30, 12))
    given_row = measures.conditional_probability(held).values
    assert measures.geometric(held).values == pytest.approx(np.sqrt(given_row * given_row.T))
    xr.testing.assert_allclose(measures.geometric(held), measures.cosine(held, margins="presence"))


def test_advantage_correlation_is_that_of_numpy():
    lq = measures.location_quotient(table(np.random.default_rng(0).uniform(1, 9, (20, 6))))
    found = measures.advantage_correlation(lq, folded=False, diagonal=1)
    assert found.values == pytest.approx(np.corrcoef(lq.values.T))


@pytest.mark.parametrize("name", SYMMETRIC)
@given(pattern=patterns)
def test_relatedness_is_symmetric_with_a_zero_diagonal(name, pattern):
    found = getattr(measures, name)(pattern).values
    assert found == pytest.approx(found.T, nan_ok=True)
    diagonal = np.diag(found)
    assert set(diagonal[~np.isnan(diagonal)]) <= {0.0}
    assert not np.isinf(found).any()


@pytest.mark.parametrize("name", SHARES)
@given(pattern=patterns)
def test_a_share_lies_between_nothing_and_everything(name, pattern):
    found = getattr(measures, name)(pattern).values
    assert np.nanmin(found, initial=0) >= 0
    assert np.nanmax(found, initial=0) <= 1 + 1e-12


@pytest.mark.parametrize("name", [*SYMMETRIC, "conditional_probability", "region_proximity"])
def test_leading_dimensions_equal_a_loop(name):
    both = np.stack([capable(12, 7, seed=seed) for seed in (1, 2, 3)])
    both[1, :, 3] = 0
    labelled = smartspec.label(both, year=[1, 2, 3], region=range(12), activity=range(7))
    measure = getattr(measures, name)
    found = measure(labelled)
    for year in (1, 2, 3):
        xr.testing.assert_allclose(found.sel(year=year, drop=True), measure(labelled.sel(year=year, drop=True)))


@pytest.mark.parametrize("name", [*SYMMETRIC, "conditional_probability"])
def test_the_order_of_labels_does_not_matter(name):
    held = table(capable(12, 7))
    order, places = [3, 1, 6, 0, 2, 5, 4], list(reversed(range(12)))
    found = getattr(measures, name)(held.sel(activity=order, region=places))
    xr.testing.assert_allclose(found, getattr(measures, name)(held).sel(activity=order, other=order))


@pytest.mark.parametrize("name", [*SYMMETRIC, "conditional_probability"])
def test_an_empty_activity_is_undefined_and_spoils_nobody(name):
    held = capable(12, 7)
    with_empty = np.insert(held, 2, 0, axis=1)
    found = getattr(measures, name)(table(with_empty))
    rest = [0, 1, 3, 4, 5, 6, 7]
    without = getattr(measures, name)(table(held)).values
    assert found.sel(activity=rest, other=rest).values == pytest.approx(without)
    if name != "co_occurrence":
        assert np.isnan(found.sel(activity=2).values).all()


@pytest.mark.parametrize("name", [*SYMMETRIC, "conditional_probability"])
def test_an_unknown_region_counts_for_no_pair(name):
    held = capable(12, 7)
    unknown = np.vstack([held, np.full(7, np.nan)])
    before = unknown.copy()
    found = getattr(measures, name)(table(unknown))
    assert found.values == pytest.approx(getattr(measures, name)(table(held)).values)
    assert np.array_equal(unknown, before, equal_nan=True)


@pytest.mark.parametrize("name", ["co_occurrence", "proximity", "cosine", "z_relatedness"])
def test_single_precision_stays_single_and_agrees(name):
    held = table(capable(40, 9))
    found = getattr(measures, name)(held.astype("float32"))
    assert found.dtype == np.float32
    assert found.values == pytest.approx(getattr(measures, name)(held).values, rel=1e-5, abs=1e-5)


def test_a_wide_table_gives_a_square_one():
    frame = pd.DataFrame([[1, 1], [1, 0]], index=["N", "S"], columns=["a", "b"])
    found = measures.proximity(frame)
    assert found.loc["a", "b"] == 0.5


def test_a_whole_number_is_not_multiplied_as_one():
    """Three hundred regions of one byte each would come to 44 where bytes wrap around."""
    held = table(np.ones((300, 2))).astype("uint8")
    assert pair(measures.co_occurrence(held), 0, 1) == 300


def test_two_layers_by_hand():
    industries = smartspec.label([[1, 1], [1, 0], [0, 1]], region=list("pqr"), activity=["ore", "food"])
    sciences = smartspec.label([[0, 1], [1, 1], [0, 0]], region=list("qpr"), activity=["physics", "biology"])
    assert measures.cross_relatedness(industries, sciences).values == pytest.approx(np.array([[0.5, 1], [0.5, 0.5]]))
    assert measures.assist_matrix(industries, sciences).values == pytest.approx(np.array([[0.25, 0.75], [0.25, 0.25]]))


def test_a_row_of_the_assist_matrix_is_a_chance():
    first, second = table(capable(30, 8)), table(capable(30, 11, seed=1))
    assert measures.assist_matrix(first, second).sum("other").values == pytest.approx(np.ones(8))


def test_taxonomy_keeps_the_strongest_links_of_each():
    held = table(capable(40, 9))
    whole, kept = measures.taxonomy_network(held), measures.taxonomy_network(held, strongest=True)
    assert kept.max("other").values == pytest.approx(whole.max("other").values)
    assert ((kept > 0).sum("other") == 1).all()


def test_amounts_are_refused():
    with pytest.raises(MeasureError, match="presence of 0 and 1, but 2 of 4 cells"):
        measures.proximity(table([[2, 1], [0, 3.5]]))


def test_unknown_margins_are_refused():
    with pytest.raises(MeasureError, match="margins is one of"):
        measures.cosine(manual(), margins="rows")


def test_layers_of_other_regions_are_refused():
    with pytest.raises(MeasureError, match="labels along region do not meet"):
        measures.cross_relatedness(table(capable(5, 3)), table(capable(6, 3)))
