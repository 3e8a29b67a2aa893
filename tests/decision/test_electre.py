"""ELECTRE against hand calculation: credibilities, distillation, categories, and thresholds that do not fit."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from smartspec.decision import electre_iii, electre_tri
from smartspec.decision.aggregation._credibility import distil
from smartspec.errors import DecisionError
from tests.decision.tables import UNKNOWN, laws, of, stacked, tables


def test_credibility_by_hand():
    """A (10, 0), B (8, 5), weights .6 and .4, q = 1, p = 3, veto 6 on the second.

    A over B: the second is 5 behind, so C = .6 and d = (5 - 3)/(6 - 3) = 2/3 > .6: .6 x (1/3)/.4 = .5.
    B over A: the first is 2 behind, so C = .6 x (3 - 2)/(3 - 1) + .4 = .7 and nothing objects.
    """
    found = electre_iii(of([[10, 0], [8, 5]], weights=[0.6, 0.4]), q=1, p=3, v={"b": 6})["credibility"]
    assert found.sel(candidate="A", other="B").item() == pytest.approx(0.5)
    assert found.sel(candidate="B", other="A").item() == pytest.approx(0.7)


def test_a_full_veto_leaves_nothing():
    found = electre_iii(of([[10, 0], [8, 6]], weights=[0.9, 0.1]), q=1, p=3, v={"b": 6})["credibility"]
    assert found.sel(candidate="A", other="B").item() == 0


def test_distillation_by_hand():
    """From 1 the level falls to .8, the largest below 1 - .15. A outranks B (1 > 0 + .15) and C (.9 > .2 + .165).

    So A is drawn first and B and C last. Between them .8 is not above .75 + .18, so they stay together.
    """
    credible = np.array([[1, 1.0, 0.9], [0, 1, 0.8], [0.2, 0.75, 1]])
    assert distil(credible, best_first=True).tolist() == [1, 2, 2]
    assert distil(credible, best_first=False).tolist() == [2, 1, 1]


def test_score_is_the_mean_place():
    """A beats B beats C by more than p in everything."""
    found = electre_iii(of([[9, 9], [5, 5], [1, 1]]), q=1, p=2)
    assert found["descending"].values.tolist() == [1, 2, 3]
    assert found["ascending"].values.tolist() == [1, 2, 3]
    assert found["score"].values.tolist() == [1, 2, 3]
    assert (found.attrs["ties"], found.attrs["best"]) == ("min", "least")


@laws
@given(tables(least=2))
def test_better_in_everything_is_never_placed_behind(t):
    values = t.values.copy()
    values[-1] = ((t.values * t.wish).min("candidate") * t.wish).values - 5 * t.wish.values
    t = type(t)(values=values, wish=t.wish, weights=t.weights)
    score = electre_iii(t, q=1, p=3)["score"].values
    assert score[-1] == score.max()


def test_one_candidate_and_twins():
    assert electre_iii(of([[3, 4]]), q=0, p=1)["score"].values.tolist() == [1]
    assert electre_iii(of([[3, 4], [3, 4]]), q=0, p=1)["score"].values.tolist() == [1, 1]


def test_by_region():
    north, south = [[9, 9], [UNKNOWN, UNKNOWN], [1, 1]], [[1, 1], [5, 5], [9, 9]]
    found = electre_iii(stacked(north, south), q=1, p=2)
    assert found["score"].sel(region="S").values.tolist() == [3, 2, 1]
    assert found["score"].sel(region="N", candidate=["A", "C"]).values.tolist() == [1, 2]
    assert np.isnan(found["credibility"].sel(region="N", candidate="B")).all()


BORDERS = pd.DataFrame({"a": [5.0], "b": [5.0]}, index=["fair"])
TWO = ["low", "high"]


def test_what_cannot_be_compared_with_a_border_is_low_for_one_and_high_for_the_other():
    """(9, 1) reaches (5, 5) in half of the weights only, and is reached by it in half: below .75 both."""
    found = electre_tri(of([[9, 1], [6, 6], [1, 1]]), profiles=BORDERS, categories=TWO, q=0, p=0)
    assert found["reaches"].sel(profile="fair").values.tolist() == [0.5, 1, 0]
    assert found["pessimistic"].values.tolist() == ["low", "high", "low"]
    assert found["optimistic"].values.tolist() == ["high", "high", "low"]


def test_on_the_border_is_in_the_better_category_and_less_may_be_wanted():
    borders = pd.DataFrame({"a": [8.0, 4.0]}, index=["fair", "good"])
    found = electre_tri(of([[9], [8], [4]], wish="-"), profiles=borders, categories=["c", "b", "a"], q=0, p=0)
    assert found["pessimistic"].values.tolist() == ["c", "b", "a"]


def test_categories_by_region():
    found = electre_tri(
        stacked([[9, 9], [UNKNOWN, UNKNOWN]], [[1, 1], [9, 9]]), profiles=BORDERS, categories=TWO, q=0, p=0
    )
    assert found["pessimistic"].values.tolist() == [["high", ""], ["low", "high"]]


@laws
@given(tables(least=2))
def test_optimistic_is_never_below_pessimistic(t):
    middle = pd.DataFrame([t.values.median("candidate").values], columns=list(t.criteria), index=["m"])
    found = electre_tri(t, profiles=middle, categories=["0", "1"], q=1, p=4)
    assert (found["optimistic"].astype(int) >= found["pessimistic"].astype(int)).all()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "(?s)q: nothing said of a, b.*p: nothing said of a, b"),
        ({"q": 2, "p": 1}, "0 ≤ q ≤ p ≤ v must hold"),
        ({"q": 0, "p": 3, "v": 2}, "0 ≤ q ≤ p ≤ v must hold"),
        ({"q": {"a": 0}, "p": 1}, "q: nothing said of b"),
        ({"q": 0, "p": 1, "v": {"z": 3}}, "v: no criterion z"),
    ],
)
def test_thresholds_that_do_not_fit(options, message):
    with pytest.raises(DecisionError, match=message):
        electre_iii(of([[1, 2], [2, 1]]), **options)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"cut": 0.4}, "cut: above 0.5"),
        ({"categories": ["one"]}, "need 2 different categories"),
        ({"profiles": pd.DataFrame({"a": [5.0]})}, "profiles name a, the table a, b"),
        (
            {"profiles": pd.DataFrame({"a": [5.0, 4.0], "b": [5.0, 9.0]}), "categories": ["1", "2", "3"]},
            "at least as good",
        ),
        ({"profiles": pd.DataFrame({"a": [5.0], "b": [np.nan]})}, "unknown or infinite"),
    ],
)
def test_profiles_that_do_not_fit(options, message):
    with pytest.raises(DecisionError, match=message):
        electre_tri(of([[1, 2], [2, 1]]), **{"profiles": BORDERS, "categories": TWO, "q": 0, "p": 1, **options})
