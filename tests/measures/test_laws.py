"""Laws that whole chapters obey: scale, order, transposition, leading dimensions, missing cells, untouched inputs."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import smartspec
from smartspec import measures
from tests.measures.test_specialisation import table

PEOPLE = smartspec.label([3, 1, 4, 1.5], region=[0, 1, 2, 3])
WHOLE = smartspec.label([5e6, 6e6, 7e6, 8e6], region=[0, 1, 2, 3])
COUNTRY = smartspec.label([2e6, 3e6, 4e6, 5e6, 6e6], activity=[0, 1, 2, 3, 4])
PLANTS = smartspec.label([0.1, 0.2, 0.3, 0.4, 0.05], activity=[0, 1, 2, 3, 4])
KIN = smartspec.label([0, 0, 1, 1, 2], activity=[0, 1, 2, 3, 4])
FIRMS = table([[1, 2, 3, 4, 5], [5, 4, 3, 2, 1], [2, 2, 2, 2, 2], [9, 1, 1, 1, 9]])

Measured = Callable[[xr.DataArray], xr.DataArray | xr.Dataset]
BY_CELL: dict[str, Measured] = {
    "location_quotient": lambda x: measures.location_quotient(x, reference=COUNTRY),
    "population_quotient": lambda x: measures.population_quotient(x, PEOPLE, reference=COUNTRY),
    "additive_location_quotient": lambda x: measures.additive_location_quotient(x, reference=COUNTRY),
}
BY_REGION: dict[str, Measured] = {
    "krugman_index": lambda x: measures.krugman_index(x, reference=COUNTRY),
    "specialisation_coefficient": lambda x: measures.specialisation_coefficient(x, reference=COUNTRY),
    "average_location_quotient": lambda x: measures.average_location_quotient(x, reference=COUNTRY),
    "hachman_index": lambda x: measures.hachman_index(x, reference=COUNTRY),
    "relative_entropy": lambda x: measures.relative_entropy(x, reference=COUNTRY),
    "herfindahl_index": measures.herfindahl_index,
    "entropy": measures.entropy,
    "effective_number": measures.effective_number,
    "evenness": measures.evenness,
    "related_variety": lambda x: measures.related_variety(x, KIN),
    "unrelated_variety": lambda x: measures.unrelated_variety(x, KIN),
}
BY_ACTIVITY: dict[str, Measured] = {
    "gini": measures.gini,
    "lorenz_curve": measures.lorenz_curve,
    "hoover_index": lambda x: measures.hoover_index(x, population=PEOPLE),
    "hoover_curve": lambda x: measures.hoover_curve(x, PEOPLE),
    "hoover_gini": lambda x: measures.hoover_gini(x, PEOPLE),
    "locational_gini": lambda x: measures.locational_gini(x, reference=WHOLE),
    "ellison_glaeser": lambda x: measures.ellison_glaeser(x, PLANTS, reference=WHOLE),
    "maurel_sedillot": lambda x: measures.maurel_sedillot(x, PLANTS, reference=WHOLE),
    "theil_t": measures.theil_t,
    "theil_l": lambda x: measures.theil_l(x, weights=PEOPLE),
    "theil_groups": lambda x: measures.theil_t(x, groups={0: "w", 1: "w", 2: "e", 3: "e"}),
    "atkinson": lambda x: measures.atkinson(x, weights=PEOPLE),
    "coefficient_of_variation": measures.coefficient_of_variation,
    "williamson_index": lambda x: measures.williamson_index(x, PEOPLE),
}
OF_ALL: dict[str, Measured] = {
    "own_quotient": measures.location_quotient,
    "inferred_advantage": measures.inferred_advantage,
    "coagglomeration": measures.coagglomeration,
    "cluster_index": lambda x: measures.cluster_index(x, FIRMS, PEOPLE, WHOLE),
    "portfolio_similarity": lambda x: measures.portfolio_similarity(measures.location_quotient(x)),
    "standardised_location_quotient": lambda x: measures.standardised_location_quotient(measures.location_quotient(x)),
}
EVERY = BY_CELL | BY_REGION | BY_ACTIVITY | OF_ALL

amounts = arrays(float, (4, 5), elements=st.floats(0.5, 1e4)).map(table)
each = pytest.mark.parametrize("name", EVERY)
few = settings(max_examples=15, deadline=None)


def close(found: xr.DataArray | xr.Dataset, wanted: xr.DataArray | xr.Dataset) -> None:
    # a spread of nearly equal numbers has few digits left
    xr.testing.assert_allclose(found, wanted, rtol=1e-6, atol=1e-6)


@each
@few
@given(x=amounts, factor=st.floats(0.001, 1000))
def test_the_unit_does_not_matter(name, x, factor):
    if name == "standardised_location_quotient" and float(measures.location_quotient(x).std("region").min()) < 1e-3:
        return
    close(EVERY[name](x * factor), EVERY[name](x)) if name not in ("population_quotient",) else None


@each
@few
@given(x=amounts)
def test_a_transposed_table_gives_the_same(name, x):
    xr.testing.assert_identical(EVERY[name](x.transpose("activity", "region")), EVERY[name](x))


@each
@few
@given(x=amounts)
def test_the_order_of_regions_and_activities_does_not_matter(name, x):
    if name == "standardised_location_quotient" and float(measures.location_quotient(x).std("region").min()) < 1e-3:
        return
    found = EVERY[name](x.isel(region=[2, 0, 3, 1], activity=[4, 2, 0, 1, 3]))
    wanted = EVERY[name](x)
    order = {dim: wanted[dim].values for dim in ("region", "activity", "other") if dim in wanted.dims}
    close(found.sel(order), wanted)


@each
@few
@given(x=arrays(float, (3, 4, 5), elements=st.floats(0.5, 1e4)))
def test_leading_dimensions_equal_a_loop(name, x):
    panel = smartspec.label(x, year=[1, 2, 3], region=[0, 1, 2, 3], activity=[0, 1, 2, 3, 4])
    if name == "standardised_location_quotient" and float(measures.location_quotient(panel).std("region").min()) < 1e-3:
        return
    whole = EVERY[name](panel)
    for year in (1, 2, 3):
        part = whole.sel(year=year, drop=True)
        close(part, EVERY[name](panel.sel(year=year, drop=True)))
        assert list(part.dims) == list(EVERY[name](panel.sel(year=year, drop=True)).dims)


@each
def test_inputs_are_not_changed_and_integers_are_welcome(name):
    x = xr.DataArray(
        np.arange(1, 21, dtype="int32").reshape(4, 5) ** 4,
        dims=("region", "activity"),
        coords={"region": [0, 1, 2, 3], "activity": [0, 1, 2, 3, 4]},
    )
    before = x.copy(deep=True)
    found = EVERY[name](x)
    xr.testing.assert_identical(x, before)
    close(found, EVERY[name](x.astype(float)))


@pytest.mark.parametrize("name", BY_CELL | BY_REGION)
@few
@given(x=amounts, row=st.integers(0, 3), column=st.integers(0, 4))
def test_a_missing_cell_makes_its_region_unknown_only(name, x, row, column):
    holed = x.where(~((x.region == row) & (x.activity == column)))
    found = EVERY[name](holed)
    close(found.drop_sel(region=row), EVERY[name](x).drop_sel(region=row))
    lost = found.sel(region=row)
    assert lost.isnull().all() if name != "population_quotient" else lost.sel(activity=column).isnull()


@pytest.mark.parametrize("name", BY_ACTIVITY)
@few
@given(x=amounts, row=st.integers(0, 3), column=st.integers(0, 4))
def test_a_missing_cell_makes_its_activity_unknown_only(name, x, row, column):
    holed = x.where(~((x.region == row) & (x.activity == column)))
    found = EVERY[name](holed)
    close(found.drop_sel(activity=column), EVERY[name](x).drop_sel(activity=column))
    lost = found.sel(activity=column)
    parts = lost.values() if isinstance(lost, xr.Dataset) and name != "lorenz_curve" else [lost]
    assert all(part.isnull().all() for part in parts if isinstance(part, xr.DataArray) and part.name != "population")


@pytest.mark.parametrize("name", ["inferred_advantage", "coagglomeration", "own_quotient"])
def test_a_missing_cell_without_a_way_to_the_total_is_said(name):
    x = table(np.arange(1.0, 21).reshape(4, 5)).where(lambda a: a != 7)
    with pytest.warns(UserWarning, match="missing"):
        found = EVERY[name](x)
    assert found.isnull().all()


@each
def test_an_empty_region_and_an_empty_activity_spoil_nobody(name):
    x = table(np.arange(1.0, 21).reshape(4, 5))
    emptied = x.where(x.activity != 4, 0.0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = EVERY[name](emptied)
        less = EVERY[name](x.where(x.region != 3, 0.0))
    rest = found.drop_sel(activity=4) if "activity" in found.dims else found
    rest = rest.drop_sel(other=4) if "other" in rest.dims and name == "coagglomeration" else rest
    parts = rest.values() if isinstance(rest, xr.Dataset) else [rest]
    known = sum(int(part.notnull().sum()) for part in parts)
    assert known >= (12 if name == "coagglomeration" else 4)
    if name in BY_CELL | BY_REGION and name != "population_quotient":
        assert less.sel(region=3).isnull().all()
        assert less.drop_sel(region=3).notnull().all()
    if name in BY_ACTIVITY and name not in ("lorenz_curve", "hoover_curve", "theil_groups"):
        assert found.sel(activity=4).isnull().all()


@few
@given(x=amounts)
def test_merging_two_activities_adds_their_shares(x):
    """A whole is as its parts: the additive quotient adds up, and merging never raises a distance or a variety."""
    merged = xr.concat(
        [x.sel(activity=[0, 1, 2]), x.sel(activity=[3, 4]).sum("activity").expand_dims(activity=[3])], "activity"
    )
    fine, coarse = measures.additive_location_quotient(x), measures.additive_location_quotient(merged)
    close(coarse.sel(activity=3, drop=True), fine.sel(activity=[3, 4]).sum("activity"))
    for measure in (measures.krugman_index, measures.entropy, measures.relative_entropy):
        assert (measure(merged) <= measure(x) + 1e-9).all()
    assert (measures.herfindahl_index(merged) >= measures.herfindahl_index(x) - 1e-12).all()
