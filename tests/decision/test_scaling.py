"""Scalings: hand-worked columns, the laws of each, and the columns they refuse."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartspec.decision import SCALINGS, scale, with_weights
from smartspec.errors import DecisionError
from tests.decision.tables import UNKNOWN, laws, of, stacked, tables

MORE = {
    "min_max": [0.0, 0.5, 1.0],
    "z_score": [-np.sqrt(1.5), 0.0, np.sqrt(1.5)],
    "rank": [1.0, 2.0, 3.0],
    "percentile": [0.0, 0.5, 1.0],
    "goalposts": [0.2, 0.4, 0.6],
    "vector": [2 / np.sqrt(56), 4 / np.sqrt(56), 6 / np.sqrt(56)],
    "sum": [2 / 12, 4 / 12, 6 / 12],
    "maximum": [1 / 3, 2 / 3, 1.0],
}
LESS = {
    "min_max": [1.0, 0.5, 0.0],
    "z_score": [np.sqrt(1.5), 0.0, -np.sqrt(1.5)],
    "rank": [3.0, 2.0, 1.0],
    "percentile": [1.0, 0.5, 0.0],
    "goalposts": [0.8, 0.6, 0.4],
    "vector": [-2 / np.sqrt(56), -4 / np.sqrt(56), -6 / np.sqrt(56)],
    "sum": [6 / 11, 3 / 11, 2 / 11],
    "maximum": [1.0, 1 / 2, 1 / 3],
}


@pytest.mark.parametrize("scaling", SCALINGS)
def test_two_four_six(scaling):
    """Mean 4, variance 8/3, length √56, sum 12; reciprocals 1/2, 1/4, 1/6 sum to 11/12; goalposts 0 and 10."""
    t = of([[2, 2], [4, 4], [6, 6]], wish="+-", goalposts={"a": (0, 10), "b": (0, 10)})
    found = scale(t, scaling)
    assert found.sel(criterion="a").values == pytest.approx(MORE[scaling])
    assert found.sel(criterion="b").values == pytest.approx(LESS[scaling])


def test_beyond_the_goalposts_counts_as_at_them():
    assert scale(of([[-5], [15]], goalposts={"a": (0, 10)}), "goalposts").values.ravel().tolist() == [0.0, 1.0]


@pytest.mark.parametrize("scaling", sorted(set(SCALINGS) - {"goalposts"}))
@laws
@given(t=tables())
def test_more_is_better_after_every_scaling(scaling, t):
    found = scale(t, scaling).values
    before = t.values.values * t.wish.values
    for j in range(found.shape[1]):
        assert np.argsort(found[:, j]).tolist() == np.argsort(before[:, j]).tolist()


@pytest.mark.parametrize("scaling", sorted(set(SCALINGS) - {"goalposts"}))
@laws
@given(t=tables(), factor=st.floats(0.01, 100))
def test_the_unit_does_not_matter(scaling, t, factor):
    assert scale(replace(t, values=t.values * factor), scaling).values == pytest.approx(scale(t, scaling).values)


@pytest.mark.parametrize("scaling", ["min_max", "z_score"])
@laws
@given(t=tables(), shift=st.floats(-50, 50))
def test_the_zero_point_does_not_matter(scaling, t, shift):
    moved = scale(replace(t, values=t.values + shift), scaling).values
    assert moved == pytest.approx(scale(t, scaling).values, abs=1e-9)


@pytest.mark.parametrize("scaling", sorted(set(SCALINGS) - {"goalposts"}))
def test_slices_are_scaled_by_themselves_and_unknown_cells_stay_unknown(scaling):
    t = stacked([[1, 2], [3, UNKNOWN], [2, 9]], [[10, 2], [40, 3], [20, 9]])
    found = scale(t, scaling)
    alone = scale(of([[10, 2], [40, 3], [20, 9]]), scaling)
    assert found.sel(region="S").values == pytest.approx(alone.values)
    assert np.argwhere(np.isnan(found.values)).tolist() == [[0, 1, 1]]


@pytest.mark.parametrize(("scaling", "neutral"), [("min_max", 0.5), ("z_score", 0.0)])
def test_all_equal_is_refused_by_name_or_treated_alike_when_asked(scaling, neutral):
    t = stacked([[1, 7], [2, 7]], [[1, 7], [2, 8]])
    with pytest.raises(DecisionError, match=r'(?s)1 column.*N / b.*`without`.*`constant="neutral"`'):
        scale(t, scaling)
    assert scale(t, scaling, constant="neutral").sel(region="N", criterion="b").values.tolist() == [neutral, neutral]


def test_equal_but_for_rounding_is_equal():
    with pytest.raises(DecisionError, match="all candidates are equal"):
        scale(of([[0.1 + 0.2], [0.3]]), "min_max")


@pytest.mark.parametrize(("scaling", "neutral"), [("vector", 0.0), ("sum", 0.5), ("maximum", 1.0)])
def test_a_column_of_zeros(scaling, neutral):
    t = of([[0], [0]])
    with pytest.raises(DecisionError, match="cannot be scaled"):
        scale(t, scaling)
    assert scale(t, scaling, constant="neutral").values.ravel().tolist() == [neutral, neutral]


def test_a_single_candidate_has_no_percentile():
    with pytest.raises(DecisionError, match="cannot be scaled"):
        scale(of([[3]]), "percentile")
    assert scale(of([[3]]), "percentile", constant="neutral").item() == 0.5


@pytest.mark.parametrize("scaling", ["sum", "maximum"])
@pytest.mark.parametrize(("column", "wish"), [([1, -1], "+"), ([1, -1], "-"), ([0, 1], "-")])
def test_shares_of_negatives_and_reciprocals_of_zero(scaling, column, wish):
    with pytest.raises(DecisionError, match=r"needs numbers above zero.*1 cell"):
        scale(of(np.array([column]).T, wish=wish), scaling)


def test_a_criterion_without_weight_is_no_reason_to_refuse():
    t = with_weights(of([[1, 7], [2, 7]]), {"a": 1, "b": 0})
    assert scale(t, "min_max").sel(criterion="a").values.tolist() == [0.0, 1.0]
    scale(with_weights(of([[1, -7], [2, 7]]), {"a": 1, "b": 0}), "sum")


def test_what_is_no_scaling():
    with pytest.raises(DecisionError, match="no scaling 'log'; there are min_max"):
        scale(of([[1], [2]]), "log")
    with pytest.raises(DecisionError, match="no goalposts for a"):
        scale(of([[1], [2]]), "goalposts")
    with pytest.raises(DecisionError, match="constant: 'refuse' or 'neutral', found 'half'"):
        scale(of([[1], [2]]), "min_max", constant="half")
