"""Counting by packed keys against counting by the tie rule, for many candidates, twins and near ties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartspec.decision import rank_acceptability
from smartspec.decision._places import places
from smartspec.decision._tally import PACKED, tally
from tests.decision.tables import laws, of, seeds


def one_by_one(scores, size):
    counts = np.zeros((size, size), dtype=int)
    for row in places(scores).astype(int):
        counts[np.arange(size), row - 1] += 1
    return counts


@laws
@given(seeds, st.sampled_from([1, 2, 9, 130, 300]), st.sampled_from([1.0, 0.0, -1.0]), st.booleans())
def test_counts_are_those_of_the_tie_rule(seed, size, centre, coarse):
    """Also with negative scores, and with scores so coarse that many tie."""
    rng = np.random.default_rng(seed)
    scores = rng.random((40, size)) + centre
    scores = np.round(scores, 2) if coarse else scores
    weightings = rng.dirichlet(np.ones(3), size=40)
    found = tally([scores[:15], scores[15:]], weightings, np.ones(size, dtype=np.int64), pairs=True)
    assert (found.counts == one_by_one(scores, size)).all()
    ranks = places(scores)
    assert found.sums == pytest.approx((ranks == 1).T.astype(float) @ weightings)
    assert (found.wins == (ranks[:, :, None] < ranks[:, None, :]).sum(axis=0)).all()


@pytest.mark.parametrize("apart", [1e-16, 1e-13, 0.9e-12, 1.1e-12, 3e-12, 1e-11])
def test_near_ties_go_by_the_stated_tolerance(apart):
    scores = np.array([[0.5, 1.0, 1.0 - apart, 0.25]])
    found = tally([scores], np.ones((1, 1)), np.ones(4, dtype=np.int64), pairs=False)
    assert (found.counts == one_by_one(scores, 4)).all()


def test_scores_that_are_all_zero_tie():
    found = tally([np.zeros((2, 3))], np.ones((2, 1)), np.ones(3, dtype=np.int64), pairs=False)
    assert found.counts[:, 0].tolist() == [2, 2, 2]


def test_more_candidates_than_bits():
    size = PACKED + 1
    scores = np.random.default_rng(1).random((2, size))
    found = tally([scores], np.ones((2, 1)), np.ones(size, dtype=np.int64), pairs=False)
    assert (found.counts.argmax(axis=1)[found.counts.max(axis=1) == 2] >= 0).all()
    assert found.counts.sum() == 2 * size


def test_twins_counted_once_are_counted_right():
    """Two at the top share the first place, and the next is third."""
    scores = np.array([[0.9, 0.5, 0.7]])
    found = tally([scores], np.ones((1, 1)), np.array([2, 1, 3]), pairs=False)
    assert found.counts.argmax(axis=1).tolist() == [0, 5, 2]


@laws
@given(seeds)
def test_a_table_with_twins_counts_as_its_places_do(seed):
    rng = np.random.default_rng(seed)
    rows = rng.random((5, 3))
    once = rank_acceptability(of(rows), draws=100, seed=seed)
    twice = rank_acceptability(of(np.vstack([rows, rows[:2]])), draws=100, seed=seed, rules=["weighted_sum"])
    assert twice["acceptability"].values[0] == pytest.approx(twice["acceptability"].values[5])
    one = once["by_rule"].sel(rule="weighted_sum")
    assert twice["first"].values[:5] == pytest.approx(one.sel(rank=1).values)
