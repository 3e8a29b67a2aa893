"""Specialisation: published answers first, then the laws, then the refusals."""

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

MANUAL = [[100, 0, 0, 0, 0], [0, 15, 5, 70, 10], [0, 20, 10, 20, 50], [0, 25, 30, 5, 40], [0, 40, 55, 5, 0]]
QUOTIENTS = [
    [5, 0, 0, 0, 0],
    [0, 0.75, 0.25, 3.5, 0.5],
    [0, 1, 0.5, 1, 2.5],
    [0, 1.25, 1.5, 0.25, 2],
    [0, 2, 2.75, 0.25, 0],
]


def table(values: object) -> xr.DataArray:
    array = np.asarray(values, dtype=float)
    regions, activities = (list(range(size)) for size in array.shape[-2:])
    return smartspec.label(array, region=regions, activity=activities)


amounts = arrays(float, (4, 5), elements=st.floats(0.1, 1e6)).map(table)


def test_quotients_of_the_econgeo_manual():
    """The manual's five regions and activities, with the quotients printed there."""
    assert measures.location_quotient(table(MANUAL)).values == pytest.approx(np.array(QUOTIENTS))


def test_two_mirror_regions():
    assert measures.location_quotient(table([[80, 20], [20, 80]])).values == pytest.approx(
        np.array([[1.6, 0.4], [0.4, 1.6]])
    )


def test_atyrau_2024_by_hand():
    """Published 2024 figures of Atyrau and the country, million tenge: mining and value added of sections A to S."""
    region = smartspec.label([[50.0, 50.0]], region=["KZ-23"], activity=["B", "rest"])
    country = smartspec.label([20.0, 80.0], activity=["B", "rest"])
    assert measures.location_quotient(region, reference=country).sel(activity="B").item() == pytest.approx(2.5)


@given(amounts)
def test_the_reference_mix_is_the_regions_mean_mix(x):
    weight = x.sum("activity") / x.sum()
    assert (measures.location_quotient(x) * weight).sum("region").values == pytest.approx(1)


@given(amounts, st.floats(0.01, 100))
def test_the_unit_does_not_matter(x, factor):
    xr.testing.assert_allclose(measures.location_quotient(x * factor), measures.location_quotient(x))


@given(amounts)
def test_leading_dimensions_are_carried_through(x):
    both = xr.concat([x, x * 3], xr.IndexVariable("year", [1, 2]))
    for year in (1, 2):
        xr.testing.assert_allclose(
            measures.location_quotient(both).sel(year=year, drop=True), measures.location_quotient(x)
        )


@given(amounts)
def test_the_order_of_labels_does_not_matter(x):
    turned = x.isel(region=slice(None, None, -1), activity=slice(None, None, -1))
    xr.testing.assert_allclose(
        measures.location_quotient(turned).sel(region=x.region, activity=x.activity), measures.location_quotient(x)
    )


def test_a_missing_cell_stays_local_given_the_reference():
    x = table(MANUAL)
    reference = x.sum("region")
    holed = x.where(~((x.region == 1) & (x.activity == 2)))
    found = measures.location_quotient(holed, reference=reference)
    assert found.sel(region=1).isnull().all()
    xr.testing.assert_allclose(found.drop_sel(region=1), measures.location_quotient(x).drop_sel(region=1))


def test_a_missing_cell_without_reference_names_the_way_out():
    x = table(MANUAL).where(lambda a: a != 70)
    with pytest.warns(UserWarning, match="reference="):
        found = measures.location_quotient(x)
    assert found.isnull().all()


def test_an_empty_region_or_activity_is_undefined_and_spoils_nobody():
    x = table([[0, 0, 0], [10, 20, 0], [20, 10, 0]])
    found = measures.location_quotient(x)
    assert found.sel(region=0).isnull().all()
    assert found.sel(activity=2).isnull().all()
    assert found.sel(region=[1, 2], activity=[0, 1]).values == pytest.approx(np.array([[2 / 3, 4 / 3], [4 / 3, 2 / 3]]))


def test_inputs_are_not_changed_and_integers_are_welcome():
    x = xr.DataArray(
        np.array(MANUAL, dtype="int64"),
        dims=("region", "activity"),
        coords={"region": list("abcde"), "activity": list("vwxyz")},
    )
    before = x.copy(deep=True)
    assert measures.location_quotient(x).dtype == float
    xr.testing.assert_identical(x, before)


def test_a_wide_table_gives_a_wide_table():
    frame = pd.DataFrame([[80, 20], [20, 80]], index=["N", "S"], columns=["mining", "textiles"])
    found = measures.location_quotient(frame)
    assert isinstance(found, pd.DataFrame)
    assert found.loc["N", "mining"] == pytest.approx(1.6)
    assert isinstance(measures.krugman_index(frame), pd.Series)


def test_a_bare_array_is_refused_with_the_line_that_labels_it():
    with pytest.raises(MeasureError, match=r"smartspec\.label\(values, region=\[\.\.\.\], activity=\[\.\.\.\]\)"):
        measures.location_quotient(np.eye(2))


def test_negative_amounts_are_counted_and_named():
    with pytest.raises(MeasureError, match=r"2 of 4 cells .* 0 / 1: -140, 1 / 0: -3"):
        measures.location_quotient(table([[1, -140], [-3, 1]]))


def test_a_reference_of_other_activities_is_refused():
    with pytest.raises(MeasureError, match="differ in 2 activities: 1, 7"):
        measures.location_quotient(table([[1, 2]]), reference=smartspec.label([1, 2], activity=[0, 7]))


def test_the_threshold_belongs_to_presence():
    assert measures.presence(table([[1.0, 0.999999, np.nan]])).values.tolist()[0][:2] == [1.0, 0.0]
    assert np.isnan(measures.presence(table([[1.0, 0.9, np.nan]])).values[0, 2])


@given(amounts)
def test_excess_adds_up_to_nothing(x):
    found = measures.excess(x)
    scale = float(x.sum())
    assert abs(found.sum("activity")).max() < 1e-9 * scale
    assert abs(found.sum("region")).max() < 1e-9 * scale


def test_extraction_depresses_other_quotients_by_arithmetic_alone():
    """Two regions with the same mix outside mining: without mining their quotients are equal, with it they are not."""
    value = smartspec.label([[80, 10, 10], [0, 50, 50]], region=["W", "E"], activity=["B", "A", "C"])
    assert measures.location_quotient(value).sel(region="W", activity="A").item() < 0.5
    rest = measures.location_quotient(measures.without(value, ["B"]))
    assert rest.values == pytest.approx(np.ones((2, 2)))


def test_leaving_out_what_is_not_there_is_refused():
    with pytest.raises(MeasureError, match="cannot leave out X"):
        measures.without(table([[1, 2]]), ["X"])


@given(amounts)
def test_krugman_is_zero_for_the_references_own_mix(x):
    same = x.isel(region=[0]) * xr.DataArray([1.0, 2, 3], coords={"region": [0, 1, 2]}).rename(region="twin")
    assert measures.krugman_index(same.isel(region=0, drop=True).rename(twin="region")).values == pytest.approx(
        0, abs=1e-12
    )


@given(amounts)
def test_a_symmetric_quotient_keeps_the_order(x):
    lq = measures.location_quotient(x)
    folded = measures.symmetric_location_quotient(lq)
    assert float(folded.min()) >= -1
    assert float(folded.max()) < 1
    order = np.argsort(lq.values.ravel(), kind="stable")
    assert (np.diff(folded.values.ravel()[order]) >= -1e-12).all()
