"""Flows, networks and densities: hand arithmetic, laws, refusals."""

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
from tests.measures.patterns import capable, manual, square, table

pytestmark = pytest.mark.filterwarnings("ignore:relatedness estimated")
weights = arrays(float, (5, 5), elements=st.floats(0, 10)).map(
    lambda values: square(np.triu(values, 1) + np.triu(values, 1).T)
)
patterns = arrays(float, (6, 5), elements=st.sampled_from([0.0, 1.0])).map(table)


def of_manual(**options):
    return measures.relatedness_density(manual(), measures.proximity(manual()), **options)


def test_density_with_the_diagonal_kept_of_the_econgeo_manual():
    """Region 5 with ones on the diagonal: 0, .625, .7692, .1818, .4375."""
    found = measures.relatedness_density(manual(), measures.proximity(manual(), diagonal=1)).sel(region=4)
    assert found.values == pytest.approx([0, 0.625, 10 / 13, 2 / 11, 0.4375], abs=5e-5)


def test_density_inside_and_outside_of_the_econgeo_manual():
    """Region 5 holds activities 2 and 3: inside 40 and 57.14, outside 40 and 70, activity 1 undefined."""
    assert of_manual(cells="inside").sel(region=4).values == pytest.approx(
        [np.nan, 0.4, 4 / 7, np.nan, np.nan], nan_ok=True
    )
    assert of_manual(cells="outside").sel(region=4).values == pytest.approx([np.nan] * 3 + [0.4, 0.7], nan_ok=True)
    assert of_manual(cells="inside", average=True).sel(region=4).item() == pytest.approx((0.4 + 4 / 7) / 2)
    assert of_manual(cells="outside", average=True).sel(region=4).item() == pytest.approx(0.55)


def test_density_of_the_nearest_weighs_them():
    """Of the two nearest, with weights .6 and .3, the region holds the second."""
    held = table([[0, 0, 1, 1]])
    close = square([[0, 0.6, 0.3, 0.1], [0.6, 0, 0, 0], [0.3, 0, 0, 0], [0.1, 0, 0, 0]])
    found = measures.relatedness_density(held, close, neighbours=2)
    assert found.sel(activity=0).item() == pytest.approx(0.3 / 0.9)


@given(patterns, weights)
def test_density_of_all_neighbours_is_density(pattern, close):
    xr.testing.assert_allclose(
        measures.relatedness_density(pattern, close, neighbours=5), measures.relatedness_density(pattern, close)
    )


@given(patterns, weights)
def test_what_partners_add_fits_into_what_is_left(pattern, close):
    own = measures.relatedness_density(pattern, close)
    added = measures.complementary_density(pattern, close)
    assert np.nanmax((own + added).values, initial=0) <= 1 + 1e-9
    assert np.nanmin(added.values, initial=0) >= 0


@given(patterns, weights)
def test_relatedness_has_no_unit_in_a_density(pattern, close):
    xr.testing.assert_allclose(
        measures.relatedness_density(pattern, close * 7), measures.relatedness_density(pattern, close)
    )


def test_one_partner_adds_its_complementarity():
    """Over the activities a region lacks, the mean of what one partner adds is the pair's complementarity."""
    held, close = table(capable(6, 9)), measures.proximity(table(capable(30, 9)))
    found = measures.interregional_complementarity(held, close)
    links = xr.zeros_like(measures.region_proximity(held))
    links.loc[{"region": 2, "other": 4}] = 1
    added = measures.complementary_density(held, close, partners=links).sel(region=2)
    assert found.sel(region=2, other=4).item() == pytest.approx(added.where(held.sel(region=2) == 0).mean().item())
    assert np.diag(found.values) == pytest.approx(0)


def test_relative_density_has_mean_nothing_and_deviation_one():
    held = table(capable(12, 20))
    dense = measures.relatedness_density(held, measures.proximity(held))
    found = measures.relative_density(dense, held)
    assert found.mean("activity").values == pytest.approx(0, abs=1e-12)
    assert found.std("activity").values == pytest.approx(1)
    assert found.where(held == 1).isnull().all()


def test_coherence_by_hand():
    """Shares .5, .3, .2; a and b related by 1: .5 x .3/.5 + .3 x .5/.7."""
    close = square([[0, 1, 0], [1, 0, 0], [0, 0, 0]])
    assert measures.coherence(table([[5, 3, 2]]), close).item() == pytest.approx(0.5 * 0.3 / 0.5 + 0.3 * 0.5 / 0.7)


def test_a_region_of_one_activity_has_no_coherence():
    assert np.isnan(measures.coherence(table([[5, 0, 0]]), square(np.ones((3, 3)))).item())


def test_an_unknown_cell_matters_only_where_it_has_a_weight():
    held = table([[1, 0, np.nan, 0], [1, 1, 0, 0]])
    close = square([[0, 1, 0, 1], [1, 0, 0, 0], [0, 0, 0, 1], [1, 0, 1, 0]])
    found = measures.relatedness_density(held, close).values
    assert np.isnan(found[0, 3])
    assert not np.isnan(found[0, [0, 1, 2]]).any()
    assert not np.isnan(found[1]).any()


@pytest.mark.parametrize("name", ["relatedness_density", "complementary_density", "interregional_complementarity"])
def test_years_of_presence_and_of_relatedness_meet(name):
    both = smartspec.label(
        np.stack([capable(9, 7, seed=seed) for seed in (1, 2)]), year=[1, 2], region=range(9), activity=range(7)
    )
    close = measures.proximity(both)
    measure = getattr(measures, name)
    for near in (close, close.sel(year=1, drop=True)):
        found = measure(both, near)
        for year in (1, 2):
            own = near.sel(year=year, drop=True) if "year" in near.dims else near
            xr.testing.assert_allclose(found.sel(year=year, drop=True), measure(both.sel(year=year, drop=True), own))
    drawn = xr.concat([close.sel(year=1, drop=True)] * 3, xr.IndexVariable("draw", [7, 8, 9]))
    assert measure(both, drawn).sizes["draw"] == 3


def test_tables_of_pandas_go_in_and_come_out():
    held = pd.DataFrame([[1, 0], [1, 1]], index=["N", "S"], columns=["a", "b"])
    found = measures.relatedness_density(held, measures.proximity(held))
    assert found.loc["N", "b"] == 1
    assert list(found.index) == ["N", "S"]


def test_the_order_of_activities_is_taken_from_presence():
    held, close = table(capable(12, 6)), measures.proximity(table(capable(12, 6)))
    turned = close.sel(activity=[3, 1, 0, 2, 5, 4], other=[5, 1, 0, 2, 3, 4])
    xr.testing.assert_allclose(measures.relatedness_density(held, turned), measures.relatedness_density(held, close))


def test_other_activities_are_refused():
    with pytest.raises(MeasureError, match=r"labels along activity do not meet, 1 differ: 3"):
        measures.relatedness_density(table(np.ones((2, 4))), square(np.ones((3, 3))))


def test_cells_of_another_name_are_refused():
    with pytest.raises(MeasureError, match="cells is one of all, inside, outside"):
        of_manual(cells="within")


def test_bare_pairs_are_refused():
    with pytest.raises(MeasureError, match="needs labelled pairs"):
        measures.relatedness_density(table([[1, 0]]), np.ones((2, 2)))


def test_job_changes_in_proportion_to_size_are_no_relatedness():
    """Four equal industries, five people each way: 5 x 60 over 15 x 15, for nobody is counted who stays."""
    flows = square(np.full((4, 4), 5.0))
    ratio = measures.labour_flow_relatedness(flows, folded=False).values
    assert ratio[~np.eye(4, dtype=bool)] == pytest.approx(60 * 5 / (15 * 15))


def test_job_changes_by_hand():
    flows = square([[0, 8, 2], [8, 0, 2], [1, 3, 0]])
    found = measures.labour_flow_relatedness(flows, folded=False, symmetric=False)
    assert found.sel(activity=0, other=1).item() == pytest.approx(8 * 24 / (10 * 11))
    folded = measures.labour_flow_relatedness(flows, symmetric=False).sel(activity=0, other=1).item()
    assert folded == pytest.approx((192 / 110 - 1) / (192 / 110 + 1))


def test_fractional_counting_gives_each_code_of_a_document_one():
    documents = smartspec.label([[1, 1, 1, 1], [1, 1, 0, 0], [0, 0, 0, 1]], item=[1, 2, 3], activity=list("abcd"))
    found = measures.co_classification(documents)
    assert found.sum("other").values == pytest.approx([2, 2, 1, 1])
    full = measures.co_classification(documents, counting="full")
    assert full.sel(activity="a").values.tolist() == [0, 2, 1, 1]


def test_the_largest_share_of_ellison_glaeser_and_kerr():
    sales = square([[0, 30], [10, 10]])
    assert measures.linkage_relatedness(sales, how="max").values.tolist() == [[0, 1], [1, 0]]


def test_a_blend_on_one_scale_does_not_know_units():
    first, second = (
        measures.proximity(table(capable(20, 6))),
        measures.association_strength(table(capable(20, 6, seed=1))),
    )
    plain = measures.blend(first, second, weight=0.3, same_scale=True)
    xr.testing.assert_allclose(measures.blend(first * 9, second / 4, weight=0.3, same_scale=True), plain)


def test_a_spanning_tree_has_one_link_less_than_things():
    close = measures.proximity(table(capable(60, 10)))
    found = measures.maximum_spanning_network(close)
    assert (found.values > 0).sum() == 2 * 9
    assert found.sum() >= 2 * 9 * float(close.where(close > 0).min())
    with_threshold = measures.maximum_spanning_network(close, threshold=0.3)
    assert ((with_threshold > 0) == ((found > 0) | (close >= 0.3))).all()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: measures.blend(square(np.ones((2, 2))), square(np.ones((2, 2))), weight=2), "weight lies between"),
        (lambda: measures.maximum_spanning_network(square([[0, 1], [0.5, 0]])), "symmetric"),
        (lambda: measures.maximum_spanning_network(square([[0, -1], [-1, 0]])), "zero or more"),
        (lambda: measures.labour_flow_relatedness(square([[0, -1], [1, 0]])), "flows are zero or more"),
        (lambda: measures.co_classification(table([[2, 1]])), "takes 1 where"),
        (lambda: measures.relatedness_density(table([[1, 0]]), square(np.ones((2, 2))), neighbours=0), "at least 1"),
    ],
)
def test_what_is_refused(call, message):
    with pytest.raises(MeasureError, match=message):
        call()
