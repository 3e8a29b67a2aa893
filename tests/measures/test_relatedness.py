"""Relatedness and complexity: published answers, laws, and the warnings that belong to small samples."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from smartspec import measures
from smartspec.errors import MeasureError
from tests.measures.test_specialisation import MANUAL, table

pytestmark = pytest.mark.filterwarnings("ignore:relatedness estimated", "ignore:the complexity index")
patterns = arrays(float, (8, 6), elements=st.sampled_from([0.0, 1.0])).map(table)


def held():
    return measures.presence(measures.location_quotient(table(MANUAL)))


def test_proximity_of_the_econgeo_manual():
    """Activities 2 to 5 of the manual's table, counted there from 1."""
    found = measures.proximity(held())
    expected = {(1, 2): 2 / 3, (1, 3): 1 / 3, (1, 4): 2 / 3, (2, 4): 0.5, (3, 4): 0.5, (2, 3): 0.0}
    for (a, b), value in expected.items():
        assert found.sel(activity=a, other=b).item() == pytest.approx(value)


def test_density_of_the_econgeo_manual():
    """Region 5 with a zero diagonal, times 100: undefined, 40, 57.14, 40, 70."""
    presence = held()
    found = 100 * measures.relatedness_density(presence, measures.proximity(presence)).sel(region=4)
    assert np.isnan(found.values[0])
    assert found.values[1:] == pytest.approx([40, 57.142857, 40, 70])


def test_complexity_of_the_atlas_toy():
    """Four nested regions: eigenvalue .5421, and the region with one rare activity above the one with all four."""
    toy = table([[1, 1, 1, 1], [0, 1, 0, 0], [0, 0, 1, 1], [0, 0, 0, 1]])
    found = measures.economic_complexity(toy)
    assert found["region_complexity"].values == pytest.approx([-0.0754, -1.6029, 0.7478, 0.9305], abs=5e-5)
    assert found["second_eigenvalue"].item() == pytest.approx(0.5421, abs=5e-5)
    assert found["eigenvalue_gap"].item() == pytest.approx(0.5421 - 0.1902, abs=1e-4)


@given(patterns)
def test_a_regions_complexity_is_the_mean_of_its_activities(pattern):
    found = measures.economic_complexity(pattern)
    region, activity = found["region_complexity"], found["activity_complexity"]
    if float(found["eigenvalue_gap"].fillna(0)) < 1e-6 or not float(found["second_eigenvalue"].fillna(0)) > 1e-6:
        return
    mean = (pattern * activity).sum("activity") / pattern.sum("activity")
    known = region.notnull().values
    assert region.values[known] == pytest.approx(mean.values[known], abs=1e-8)


@given(patterns)
def test_complexity_does_not_fall_with_diversity(pattern):
    found = measures.economic_complexity(pattern)
    region = found["region_complexity"].values
    known = np.isfinite(region)
    breadth = measures.diversity(pattern).values[known]
    if known.sum() > 2 and breadth.std() > 0 and float(found["eigenvalue_gap"]) > 1e-6:
        assert np.corrcoef(region[known], breadth)[0, 1] > -1e-9


@given(patterns)
def test_proximity_is_symmetric_and_its_diagonal_zero(pattern):
    found = measures.proximity(pattern).values
    assert np.array_equal(found, found.T, equal_nan=True)
    assert set(np.unique(np.diag(found)[~np.isnan(np.diag(found))])) <= {0.0}
    assert np.nanmax(found, initial=0) <= 1


@given(patterns)
def test_density_lies_between_nothing_and_everything(pattern):
    near = measures.proximity(pattern)
    found = measures.relatedness_density(pattern, near).values
    assert np.nanmin(found, initial=0) >= 0
    assert np.nanmax(found, initial=0) <= 1 + 1e-12


def test_few_regions_are_warned_about():
    with pytest.warns(UserWarning, match="20 regions is mostly noise"):
        measures.proximity(table(np.ones((20, 3))))


def test_many_regions_are_not():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        measures.proximity(table(np.ones((50, 3))))


@pytest.mark.filterwarnings("default")
def test_a_pattern_in_two_parts_is_said_to_be_undetermined():
    two = np.kron(np.eye(2), np.ones((3, 3)))
    with pytest.warns(UserWarning, match="not determined"):
        measures.economic_complexity(table(two))


def test_complexity_of_amounts_is_refused():
    with pytest.raises(MeasureError, match="presence"):
        measures.economic_complexity(table([[1.0, 2.0], [0.0, 1.0], [1, 1]]))
