"""Weights against published examples and hand calculation, and what they refuse."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from smartspec.decision import (
    ahp_weights,
    centroid_weights,
    critic_weights,
    entropy_weights,
    equal_weights,
    group_weights,
    standard_deviation_weights,
)
from smartspec.errors import DecisionError
from tests.decision.tables import AIRCRAFT, UNKNOWN, laws, of, stacked, tables

FIGURES = [entropy_weights, critic_weights, standard_deviation_weights]
NAMES = ["a", "b", "c"]


def pairs(rows) -> pd.DataFrame:
    names = NAMES[: len(rows)]
    return pd.DataFrame(rows, index=names, columns=names)


def test_saaty_three_criteria():
    """1, 3, 5 over 1, 2 over 1: eigenvalue 3.00369; CI = .00369 / 2, over Saaty's .58 = .00318."""
    found = ahp_weights(pairs([[1, 3, 5], [1 / 3, 1, 2], [1 / 5, 1 / 2, 1]]))
    assert found["weights"].values == pytest.approx([0.6483, 0.2297, 0.1220], abs=5e-5)
    assert float(found["eigenvalue"]) == pytest.approx(3.00369, abs=5e-6)
    assert float(found["consistency_ratio"]) == pytest.approx(0.00318, abs=5e-6)


@laws
@given(st.lists(st.floats(0.1, 10), min_size=1, max_size=10))
def test_comparisons_that_agree_give_back_their_weights(amounts):
    true = np.array(amounts) / sum(amounts)
    names = [f"c{i}" for i in range(len(amounts))]
    found = ahp_weights(pd.DataFrame(true[:, None] / true[None, :], index=names, columns=names))
    assert found["weights"].values == pytest.approx(true)
    assert float(found["consistency_ratio"]) == pytest.approx(0, abs=1e-9)
    assert found["first"].item() == ""


def test_the_comparison_that_departs_most_is_named():
    """With a = 2b, b = 2c, and a = 4c would agree; a against b told as 1/4 is the odd one."""
    rows = np.array([[1, 2, 4, 4], [1 / 2, 1, 2, 2], [1 / 4, 1 / 2, 1, 1], [1 / 4, 1 / 2, 1, 1]])
    rows[0, 1], rows[1, 0] = 1 / 4, 4
    names = ["a", "b", "c", "d"]
    found = ahp_weights(pd.DataFrame(rows, index=names, columns=names))
    assert (found["first"].item(), found["second"].item()) == ("a", "b")
    assert float(found["consistency_ratio"]) > 0.1


def test_two_criteria_cannot_contradict_each_other():
    found = ahp_weights(pairs([[1, 3], [1 / 3, 1]]))
    assert found["weights"].values == pytest.approx([0.75, 0.25])
    assert float(found["consistency_ratio"]) == 0


def test_columns_in_another_order_are_the_same_comparisons():
    frame = pairs([[1, 3, 5], [1 / 3, 1, 2], [1 / 5, 1 / 2, 1]])
    assert ahp_weights(frame[["c", "a", "b"]])["weights"].values == pytest.approx(ahp_weights(frame)["weights"].values)


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pairs([[1, 3], [3, 1]]), "a against b: 3.0 times 3.0 the other way is not 1"),
        (pairs([[2, 3], [1 / 3, 1]]), "a against a: 2.0 times 2.0"),
        (pairs([[1, UNKNOWN], [UNKNOWN, 1]]), "no chain of comparisons joins a; b"),
        (pairs([[1, 0], [1 / 3, 1]]), "a against b: must be above zero, found 0.0"),
        (pairs([[1, -3], [-1 / 3, 1]]), "2 problem"),
        (pd.DataFrame([[1.0]], index=["a"], columns=["b"]), "same criteria once in the rows"),
        (pd.DataFrame(), "same criteria once in the rows"),
        (pd.DataFrame(np.ones((11, 11))), "11 criteria are too many"),
    ],
)
def test_what_are_no_comparisons(frame, message):
    with pytest.raises(DecisionError, match=message):
        ahp_weights(frame)


def test_rank_order_centroid_of_three():
    """(1 + 1/2 + 1/3) / 3 = 11/18, (1/2 + 1/3) / 3 = 5/18, (1/3) / 3 = 2/18."""
    assert centroid_weights(["c", "a", "b"]).to_series().to_dict() == pytest.approx(
        {"c": 11 / 18, "a": 5 / 18, "b": 2 / 18}
    )


@pytest.mark.parametrize("order", ["abc", [], ["a", "a"]])
def test_what_is_no_order(order):
    with pytest.raises(DecisionError, match="each criterion once"):
        centroid_weights(order)


def test_critic_aircraft():
    """Hwang and Yoon's aircraft with the cost turned first: .236, .209 for the first two (two packages agree)."""
    assert critic_weights(AIRCRAFT).values[:2] == pytest.approx([0.236, 0.209], abs=5e-4)


def test_critic_by_hand():
    """Scaled, a and b are the same 0, 1/2, 1; c their mirror, so r = 1, -1, -1 and each standard deviation alike.

    Conflict: a (1 - 1) + (1 + 1) = 2, b 2, c 2 + 2 = 4, so a quarter, a quarter, a half.
    """
    assert critic_weights(of([[1, 10, 9], [2, 20, 8], [3, 30, 7]])).values == pytest.approx([0.25, 0.25, 0.5])


def test_critic_criteria_that_all_say_the_same():
    with pytest.raises(DecisionError, match="tell no candidate from another in the table"):
        critic_weights(of([[1, 10], [2, 20], [3, 30]]))


def test_standard_deviation_by_hand():
    """0, 0, 1 has variance 2/9; 0, 1/2, 1 has 1/6; so weights as √(2/9) to √(1/6), that is 2 to √3."""
    found = standard_deviation_weights(of([[5, 1], [5, 2], [9, 3]])).values
    assert found[0] / found[1] == pytest.approx(2 / np.sqrt(3))


def test_entropy_by_hand():
    """Shares 1/2, 1/2 leave nothing to tell: weight 0. Shares 1, 0 tell all; 3/4, 1/4 tell 1 - .811278 bits."""
    assert entropy_weights(of([[1, 3], [1, 1]])).values == pytest.approx([0.0, 1.0])
    found = entropy_weights(of([[1, 3], [0, 1]])).values
    assert found[1] / found[0] == pytest.approx(1 - 0.811278, abs=1e-6)


@laws
@given(tables())
def test_entropy_ignores_direction(t):
    assert entropy_weights(replace(t, wish=-t.wish)).values == pytest.approx(entropy_weights(t).values)


@pytest.mark.parametrize("weigh", FIGURES)
@laws
@given(t=tables(least=3))
def test_weights_from_figures_sum_to_one_and_follow_no_unit(weigh, t):
    assume(weigh is not critic_weights or np.linalg.matrix_rank(t.values - t.values.mean("candidate")) > 1)
    found = weigh(t)
    assert float(found.sum()) == pytest.approx(1)
    assert (found >= 0).all()
    assert weigh(replace(t, values=t.values * 7)).values == pytest.approx(found.values)


@pytest.mark.parametrize("weigh", FIGURES)
def test_each_region_by_itself(weigh):
    north, south = [[1, 30, 9], [2, 20, 8], [3, 10, 1]], [[5, 1, 9], [6, 3, 8], [9, 8, 1]]
    found = weigh(stacked(north, south))
    assert found.sel(region="S").values == pytest.approx(weigh(of(south)).values)


@pytest.mark.parametrize("weigh", FIGURES)
def test_one_candidate_or_an_unknown_cell(weigh):
    with pytest.raises(DecisionError, match="only one in the table"):
        weigh(of([[1, 2]]))
    with pytest.raises(DecisionError, match=r"(?s)needs every criterion.*A / b"):
        weigh(of([[1, UNKNOWN], [2, 3]]))


@pytest.mark.parametrize("weigh", [critic_weights, standard_deviation_weights])
def test_a_constant_criterion_gets_no_weight_when_asked(weigh):
    t = of([[1, 5, 9], [2, 5, 7], [3, 5, 8]])
    with pytest.raises(DecisionError, match="all candidates are equal"):
        weigh(t)
    assert weigh(t, constant="neutral").values[1] == 0


def test_entropy_of_what_is_no_amount():
    with pytest.raises(DecisionError, match=r"(?s)1 cell.*negative: A / a.*1 column.*all zero: b"):
        entropy_weights(of([[-1, 0], [2, 0]]))
    with pytest.raises(DecisionError, match="tell no candidate from another"):
        entropy_weights(of([[2, 3], [2, 3]]))


def test_equal_and_groups():
    t = of([[1, 2, UNKNOWN], [3, 1, UNKNOWN]], groups={"a": "mass", "b": "pull", "c": "pull"}, weights=[1, 1, 8])
    assert equal_weights(t).values == pytest.approx([1 / 3, 1 / 3, 1 / 3])
    assert group_weights(t).values.tolist() == [0.5, 0.5, 0.0]
    with pytest.raises(DecisionError, match="has no groups"):
        group_weights(of([[1], [2]]))
