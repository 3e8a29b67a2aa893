"""COPRAS, MARCOS and SPOTIS against published numbers and hand calculation, and what they refuse."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from smartspec.decision import copras, marcos, rank, spotis, weighted_sum
from smartspec.errors import DecisionError
from tests.decision.tables import UNKNOWN, laws, of, stacked, tables

DEZERT = of(
    [[10.5, -3.1, 1.7], [-4.7, 0, 3.4], [8.1, 0.3, 1.3], [3.2, 7.3, -5.3]],
    wish="+-+",
    weights=[0.2, 0.3, 0.5],
    goalposts={"a": (-5, 12), "b": (-6, 10), "c": (-8, 5)},
)
"""Dezert, Tchamova, Han and Tacnet (2020): four candidates within fixed ends."""


def test_spotis_dezert_2020():
    """First: .2 (12 - 10.5)/17 + .3 (-3.1 + 6)/16 + .5 (5 - 1.7)/13 = .0176 + .0544 + .1269 = .1989."""
    assert spotis(DEZERT).values == pytest.approx([0.1989, 0.3705, 0.3063, 0.7491], abs=5e-5)
    assert rank(spotis(DEZERT), best="least").values.tolist() == [1, 3, 2, 4]


@laws
@given(tables(least=3), st.data())
def test_under_spotis_no_candidate_moves_another(t, data):
    t = replace(t, goalposts=dict.fromkeys(t.criteria, (0.0, 100.0)))
    keep = sorted(data.draw(st.sets(st.integers(0, len(t.candidates) - 1), min_size=1)))
    xr.testing.assert_allclose(spotis(replace(t, values=t.values[keep])), spotis(t)[keep])


def test_spotis_with_an_ideal_between_the_ends():
    """Growth 2, 5, 8 within 0 and 10, 4 being ideal: distances .2, .1, .4."""
    t = of([[2], [5], [8]], goalposts={"a": (0, 10)})
    assert spotis(t, ideal={"a": 4}).values == pytest.approx([0.2, 0.1, 0.4])


@pytest.mark.parametrize(
    ("t", "options", "message"),
    [
        (of([[1, 2], [3, 4]], goalposts={"a": (0, 5)}), {}, "no goalposts for b"),
        (of([[1], [9]], goalposts={"a": (0, 5)}), {}, "1 cell.* lie outside: B / a"),
        (of([[1], [2]], goalposts={"a": (0, 5)}), {"ideal": {"a": 7}}, "the ideal of a lies outside"),
        (of([[1], [2]], goalposts={"a": (0, 5)}), {"ideal": {"z": 1}}, "ideal names no criterion z"),
        (of([[1, 1], [UNKNOWN, 2]], goalposts={"a": (0, 5), "b": (0, 5)}), {}, r"(?s)needs every criterion.*B / a"),
    ],
)
def test_what_spotis_refuses(t, options, message):
    with pytest.raises(DecisionError, match=message):
        spotis(t, **options)


def test_copras_by_hand():
    """Gains 4, 2, 2 and costs 1, 2, 1, halves: plus 1/4, 1/8, 1/8; minus 1/8, 1/4, 1/8, together 1/2.

    One over minus: 8, 4, 8, together 20; so q adds .5 x 8/20 = .2, .1, .2: .45, .225, .325.
    """
    found = copras(of([[4, 1], [2, 2], [2, 1]], wish="+-"))
    assert found["q"].values == pytest.approx([0.45, 0.225, 0.325])
    assert found["utility"].values == pytest.approx([1, 0.5, 0.325 / 0.45])


@laws
@given(tables(least=2))
def test_copras_shares_out_what_there_is(t):
    """The sum of q is 1: plus and minus add up to the weights, and q hands minus out anew."""
    assert float(copras(t)["q"].sum()) == pytest.approx(1)


def test_copras_dearer_is_worse():
    found = copras(of([[3, 1], [3, 2]], wish="+-"))["q"].values
    assert found[0] > found[1]


def test_copras_without_costs_is_the_sum_of_shares():
    assert copras(of([[3, 1], [1, 1]]))["q"].values == pytest.approx([0.625, 0.375])


@pytest.mark.parametrize(
    ("t", "message"),
    [
        (of([[-1, 1], [2, 1]]), "1 cell.* negative: A / a"),
        (of([[0, 1], [0, 2]]), "zero throughout: a"),
        (of([[1, 0], [2, 3]], wish="+-"), "1 candidate.* none of any: A"),
        (of([[1, UNKNOWN], [2, 3]]), "(?s)needs every criterion.*A / b"),
    ],
)
def test_what_copras_refuses(t, message):
    with pytest.raises(DecisionError, match=message):
        copras(t)


def test_marcos_by_hand():
    """Sums .75 and worst imaginable (1/2 + 1/2)/2 = .5, so degrees .75 and 1.5.

    f(K+) = 1.5/2.25, f(K-) = .75/2.25; utility 2.25 / (1 + 1/2 + 2) = 9/14.
    """
    found = marcos(of([[4, 1], [2, 2]]))
    assert found["to_best"].values == pytest.approx([0.75, 0.75])
    assert found["to_worst"].values == pytest.approx([1.5, 1.5])
    assert found["utility"].values == pytest.approx([9 / 14, 9 / 14])


@laws
@given(tables(least=2))
def test_marcos_orders_as_the_weighted_sum_of_shares_of_the_best(t):
    assert rank(marcos(t)["utility"]).values.tolist() == rank(weighted_sum(t, scaling="maximum")).values.tolist()


def test_marcos_whose_worst_is_worth_nothing():
    with pytest.raises(DecisionError, match="worth nothing in the table"):
        marcos(of([[0, 5], [4, 0]]))


@pytest.mark.parametrize(
    "rule",
    [lambda t: copras(t)["q"], lambda t: marcos(t)["utility"], lambda t: -spotis(t)],
    ids=["copras", "marcos", "spotis"],
)
def test_by_region_and_better_in_everything(rule):
    posts = {"a": (0, 100), "b": (0, 100)}
    north, south = [[40, 5], [10, 9], [UNKNOWN, UNKNOWN]], [[3, 50], [20, 90], [90, 60]]
    found = rule(stacked(north, south, goalposts=posts))
    assert found.sel(region="S").values == pytest.approx(rule(of(south, goalposts=posts)).values)
    assert found.sel(region="N").values[:2] == pytest.approx(rule(of(north[:2], goalposts=posts)).values)
    assert np.isnan(found.sel(region="N", candidate="C").item())
    assert found.sel(region="S").values.argmin() == 0
