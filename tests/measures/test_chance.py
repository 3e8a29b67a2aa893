"""Relatedness against chance: exact tails by enumeration, kept margins, found structure."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
import xarray as xr

import smartspec
from smartspec import measures
from smartspec.errors import MeasureError
from smartspec.measures.relatedness._configuration import fitted, upper_tails
from smartspec.measures.relatedness._shuffle import shuffled
from tests.measures.patterns import capable, table


def chances(held: np.ndarray) -> np.ndarray:
    model = fitted(held)
    return model.chance[np.ix_(model.region, model.activity)]


@pytest.mark.parametrize("seed", range(4))
def test_the_model_keeps_every_diversity_and_ubiquity(seed):
    held = capable(40, 25, seed=seed)
    held[0] = 1
    held[:, 3] = 0
    found = chances(held)
    assert found.sum(1) == pytest.approx(held.sum(1), abs=1e-5)
    assert found.sum(0) == pytest.approx(held.sum(0), abs=1e-5)
    assert found[0] == pytest.approx(np.where(np.arange(25) == 3, 0, 1))


def test_a_regular_table_has_equal_chances():
    """Every region two of four activities, every activity half of the regions: a half everywhere."""
    held = np.array([[1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 1, 0], [0, 1, 0, 1.0]])
    assert chances(held) == pytest.approx(np.full((4, 4), 0.5))


def test_tails_by_enumeration():
    held = capable(8, 5, seed=3)
    trial, found = chances(held), upper_tails(held, fitted(held), poisson=False)
    for a, b in [(0, 1), (1, 4), (2, 3)]:
        each = trial[:, a] * trial[:, b]
        met = int((held[:, a] * held[:, b]).sum())
        tail = sum(
            np.prod(np.where(outcome, each, 1 - each))
            for outcome in product([True, False], repeat=8)
            if sum(outcome) >= met
        )
        assert found[a, b] == pytest.approx(tail)


def test_the_poisson_tail_is_the_larger_one_above_the_mean():
    held = capable(60, 20, seed=1)
    exact, poisson = (upper_tails(held, fitted(held), poisson=way) for way in (False, True))
    above = exact < 0.2
    assert (poisson[above] >= exact[above]).all()


def test_two_blocks_are_found_and_nothing_between_them():
    held = np.kron(np.eye(2), np.ones((15, 4)))
    found = measures.validated_relatedness(table(held))
    assert np.array_equal(found["validated"].values, np.kron(np.eye(2), np.ones((4, 4))) - np.eye(8))


def test_noise_passes_seldom():
    held = (np.random.default_rng(0).random((80, 40)) < 0.3).astype(float)
    assert measures.validated_relatedness(table(held))["validated"].values.mean() < 0.01


def test_an_activity_found_nowhere_has_no_link():
    held = np.insert(capable(30, 6), 2, 0, axis=1)
    found = measures.validated_relatedness(table(held))
    assert np.isnan(found["validated"].sel(activity=2)).all()
    assert found["p_value"].sel(activity=0, other=1).notnull()


def test_shuffling_keeps_every_margin():
    held = capable(21, 13)
    for shuffle in shuffled(held, tables=3, trades=2, seed=0):
        assert np.array_equal(shuffle.sum(0), held.sum(0))
        assert np.array_equal(shuffle.sum(1), held.sum(1))
        assert set(np.unique(shuffle)) == {0, 1}
        assert (shuffle != held).any()


def test_shuffled_tables_of_two_by_two_come_up_equally_often():
    """Of one presence per row and column there are two tables."""
    drawn = [shuffle[0, 0] for shuffle in shuffled(np.eye(2), tables=2000, trades=1, seed=1)]
    assert np.mean(drawn) == pytest.approx(0.5, abs=0.05)


def test_permutation_finds_what_belongs_together():
    held = np.kron(np.eye(2), np.ones((12, 4)))
    held[np.random.default_rng(0).random(held.shape) < 0.1] = 1
    found = measures.permutation_relatedness(table(held), permutations=100)
    inside, between = found["z"].values[0, 1:4], found["z"].values[0, 4:]
    assert inside.min() > 2
    assert between.max() < 0
    assert found["p_value"].values[0, 1:4].max() < 0.05


def test_the_same_seed_gives_the_same():
    held = table(capable(20, 8))
    first, second = (measures.permutation_relatedness(held, permutations=20, seed=4) for _ in range(2))
    xr.testing.assert_identical(first, second)


def test_years_have_models_of_their_own():
    both = np.stack([capable(20, 8, seed=1), capable(20, 8, seed=2)])
    found = measures.validated_relatedness(smartspec.label(both, year=[1, 2], region=range(20), activity=range(8)))
    alone = measures.validated_relatedness(table(both[1]))
    xr.testing.assert_allclose(found.sel(year=2, drop=True), alone)


def test_a_rate_of_nothing_is_refused():
    with pytest.raises(MeasureError, match="alpha lies between 0 and 1"):
        measures.validated_relatedness(table(capable(5, 4)), alpha=0)


def test_an_unknown_tail_is_refused():
    with pytest.raises(MeasureError, match="tail is one of"):
        measures.validated_relatedness(table(capable(5, 4)), tail="normal")
