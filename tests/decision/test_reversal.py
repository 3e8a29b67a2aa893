"""Rank reversal: a published kind of case, rules that cannot turn, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from smartspec.decision import rank, rank_reversal, weighted_sum
from smartspec.errors import DecisionError
from tests.decision.tables import UNKNOWN, laws, of, stacked, tables


def test_removal_by_hand():
    """A (9, 1), B (1, 8), C (8, 0). Scaled A 1, 1/8, B 0, 1, C 7/8, 0: A .5625, B .5, C .4375.

    Without A the scale of a is 1 to 8: B 0, 1, C 1, 0: level. Without B: A 1, 1, C 0, 0. Without C that of b is 1
    to 8: A 1, 0, B 0, 1: level. Nothing turns.
    """
    t = of([[9, 1], [1, 8], [8, 0]])
    found = rank_reversal(t, rule="weighted_sum", tests=["removal"])
    assert found.empty
    assert found.attrs["pairs"] == 3


def test_a_removal_that_turns():
    """A (8, 0), B (0, 5), C (0, 10), weights .4 and .6: A .4, B .3, C .6. Without C b runs from 0 to 5: B .6.

    Without A all are equal on a, which then counts for nobody.
    """
    found = rank_reversal(of([[8, 0], [0, 5], [0, 10]], weights=[0.4, 0.6]), rule="weighted_sum", tests=["removal"])
    assert found.to_dict("records") == [{"test": "removal", "of": "C", "ahead": "A", "behind": "B"}]


def test_a_hopeless_one_that_turns():
    """A (10, 10), B (12, 9), weights .47 and .53: scaled A 0, 1, B 1, 0, so .53 to .47.

    One at (9, 8.1) makes A 1/3, 1 and B 1, .9/1.9: A .687, B .721.
    """
    t = of([[10, 10], [12, 9]], weights=[0.47, 0.53])
    found = rank_reversal(t, rule="weighted_sum", tests=["dominated"])
    assert found.to_dict("records") == [{"test": "dominated", "of": "", "ahead": "A", "behind": "B"}]


@laws
@given(tables(least=2))
def test_fixed_ends_turn_nothing(t):
    t = replace(t, goalposts=dict.fromkeys(t.criteria, (0.0, 200.0)))
    assert rank_reversal(t, rule="spotis").empty
    assert rank_reversal(t, rule="weighted_sum", options={"scaling": "goalposts"}).empty


@laws
@given(tables(least=2))
def test_a_copy_does_not_move_minima_and_maxima(t):
    assert rank_reversal(t, rule="weighted_sum", tests=["clone"]).empty


def test_a_copy_can_turn_topsis():
    """Its lengths of columns grow with every copy: found by search, shown by hand in the ranks before and after."""
    rng = np.random.default_rng(0)
    turned = [rank_reversal(of(rng.random((4, 3))), tests=["clone"]) for _ in range(40)]
    assert any(len(found) for found in turned)
    assert {name for found in turned for name in found["test"]} == {"clone"}


def test_by_region():
    flat, turns = [[1, 1], [2, 2], [3, 3]], [[8, 0], [0, 5], [0, 10]]
    found = rank_reversal(stacked(flat, turns, weights={"a": 0.4, "b": 0.6}), rule="weighted_sum", tests=["removal"])
    assert found["region"].tolist() == ["S"]


def test_one_candidate_has_no_order():
    assert rank_reversal(of([[1, 2]])).empty
    assert rank(weighted_sum(of([[1, 2], [3, 4]]))).values.tolist() == [2, 1]


@pytest.mark.parametrize(
    ("t", "options", "message"),
    [
        (of([[1, 2], [2, 1]]), {"tests": ["magic"]}, "a list out of removal"),
        (of([[1, 2], [2, 1]]), {"tests": []}, "a list out of removal"),
        (of([[1, 2], [2, 1]]), {"beyond": -1}, "zero or more"),
        (of([[1, UNKNOWN], [2, 1]]), {}, r"(?s)needs every criterion.*A / b"),
        (of([[1, 2], [2, 1]]), {"rule": "electre"}, "no rule 'electre'"),
    ],
)
def test_what_is_refused(t, options, message):
    with pytest.raises(DecisionError, match=message):
        rank_reversal(t, **options)
