"""The gate of all measures: labels, signs, types, and second arguments that must meet the first exactly."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import xarray as xr

import smartspec
from smartspec import measures
from smartspec.errors import MeasureError
from tests.measures.test_specialisation import MANUAL, table


@pytest.mark.parametrize("refused", [np.eye(2), [[1, 2]], pd.Series([1, 2])])
def test_what_has_no_labels_is_refused_with_the_line_that_labels_it(refused):
    with pytest.raises(MeasureError, match=r"smartspec\.label\(values, region=\[\.\.\.\], activity=\[\.\.\.\]\)"):
        measures.gini(refused)


def test_a_second_argument_without_labels_is_refused_likewise():
    with pytest.raises(MeasureError, match=r"population needs labels.*smartspec\.label\(values, region=\[\.\.\.\]\)"):
        measures.population_quotient(table(MANUAL), np.ones(5))


def test_labels_that_stand_twice_are_named():
    x = smartspec.label([[1, 2], [3, 4]], region=["N", "N"], activity=["a", "b"])
    with pytest.raises(MeasureError, match="1 labels of region stand more than once: N"):
        measures.location_quotient(x)


def test_years_must_meet_too():
    x = smartspec.label([[[1, 2]], [[3, 4]]], year=[2020, 2021], region=["N"], activity=["a", "b"])
    reference = smartspec.label([[1, 2], [3, 4]], year=[2021, 2022], activity=["a", "b"])
    with pytest.raises(MeasureError, match="reference and the amounts differ in 2 years: 2020, 2022"):
        measures.location_quotient(x, reference=reference)


@pytest.mark.parametrize(
    "call",
    [
        measures.population_quotient,
        measures.hoover_gini,
        lambda x, p: measures.hoover_index(x, population=p),
        measures.williamson_index,
        lambda x, p: measures.theil_t(x, weights=p),
        lambda x, p: measures.theil_l(x, groups=p),
        lambda x, p: measures.locational_gini(x, reference=p),
        lambda x, p: measures.coagglomeration(x, reference=p),
    ],
)
def test_regions_of_every_second_argument_must_meet(call):
    with pytest.raises(MeasureError, match="differ in 2 regions: 4, 9"):
        call(table(MANUAL), smartspec.label([1, 1, 1, 1, 1], region=[0, 1, 2, 3, 9]))


def test_the_order_of_labels_in_a_second_argument_does_not_matter():
    x = table(MANUAL)
    people = smartspec.label([1, 2, 3, 4, 5], region=[0, 1, 2, 3, 4])
    turned = people.isel(region=[4, 2, 0, 1, 3])
    xr.testing.assert_identical(measures.population_quotient(x, people), measures.population_quotient(x, turned))
    xr.testing.assert_identical(measures.hoover_gini(x, people), measures.hoover_gini(x, turned))


def test_a_reference_with_more_dimensions_is_carried_through():
    x = table(MANUAL)
    futures = smartspec.label([[1, 1, 1, 1, 1], [1, 2, 3, 4, 5]], scenario=["a", "b"], activity=[0, 1, 2, 3, 4])
    found = measures.location_quotient(x, reference=futures)
    for name in ("a", "b"):
        alone = measures.location_quotient(x, reference=futures.sel(scenario=name, drop=True))
        xr.testing.assert_allclose(found.sel(scenario=name, drop=True), alone)


def test_a_pandas_table_takes_a_pandas_population():
    frame = pd.DataFrame([[80, 20], [20, 80]], index=["N", "S"], columns=["mining", "textiles"])
    found = measures.population_quotient(frame, pd.Series({"S": 300, "N": 100}))
    assert found.loc["N", "mining"] == pytest.approx(3.2)
    assert isinstance(measures.hoover_gini(frame, pd.Series({"N": 1, "S": 1})), pd.Series)


def test_a_quotient_loses_the_unit_of_its_amounts():
    x = table(MANUAL).assign_attrs(unit="jobs")
    assert measures.location_quotient(x).attrs == {}
    assert x.attrs == {"unit": "jobs"}


@pytest.mark.parametrize(("regions", "activities"), [(3, 4), (20, 100), (250, 400)])
def test_where_all_regions_have_one_mix_everything_is_present(regions, activities):
    """Every quotient is 1 but for rounding; presence must not be a coin flip."""
    rng = np.random.default_rng(regions)
    x = table(np.outer(rng.uniform(0.01, 1e6, regions), rng.uniform(0.01, 1e6, activities)))
    quotient = measures.location_quotient(x)
    assert (measures.presence(quotient) == 1).all()
    assert (measures.presence(quotient * (1 - 1e-9)) == 0).all()
    assert (measures.presence(quotient / 2, threshold=0.5) == 1).all()
