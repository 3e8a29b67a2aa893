"""Scenario discovery: the peeling of the EMA workbench, planted boxes, binomial tails, trees of scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import binom
from sklearn.tree import DecisionTreeClassifier

import smartspec
from smartspec.errors import ForesightError
from smartspec.foresight import discovery

N = np.arange(1, 1001)
X = smartspec.label(
    np.stack([N * step % 1 for step in (0.6180339887, 0.7548776662, 0.5698402910, 0.8191725134)], axis=1),
    future=N,
    factor=list("abcd"),
)
A, B, C = (X.sel(factor=name, drop=True) for name in "abc")
FAILS = (A < 0.35) & (B > 0.5) | (C > 0.97)


@pytest.mark.parametrize(("objective", "boxes"), [("lenient", 35), ("original", 56)])
def test_peeling_is_that_of_the_ema_workbench(objective, boxes):
    """Its `Prim(...).find_box()`, version 2.5.3, on the same points: coverage, density, mass at steps 5, 10, 20, 30."""
    found = discovery.peel(X, FAILS, objective=objective)
    assert len(found) == boxes
    expected = {
        5: (0.970874, 0.259067, 0.772),
        10: (0.946602, 0.327731, 0.595),
        20: (0.912621, 0.532578, 0.353),
        30: (0.888350, 0.879808, 0.208),
    }
    for step, numbers in expected.items():
        box = found[step]
        assert (box.coverage, box.density, box.mass) == pytest.approx(numbers, abs=1e-6)
    assert found[20].limits["a"] == (-np.inf, pytest.approx(0.656315, abs=1e-6))
    assert found[20].limits["b"] == (pytest.approx(0.465080, abs=1e-6), np.inf)


def test_quasi_p_values_are_those_of_the_ema_workbench():
    found = discovery.tested(discovery.peel(X, FAILS)[20], X, FAILS).quasi_p
    assert found["a", "high"] == pytest.approx(3.5248130035e-11, rel=1e-6)
    assert found["b", "low"] == pytest.approx(4.1748288330e-20, rel=1e-6)


def test_a_quasi_p_value_is_a_binomial_tail():
    """Bryant and Lempert 2010: so many failures inside, if the limit told nothing."""
    x = smartspec.label([[n] for n in range(20)], future=range(20), factor=["oil"])
    fails = smartspec.label([n in (0, 1, 2, 4, 15) for n in range(20)], future=range(20))
    found = discovery.tested(discovery.Box({"oil": (-np.inf, 4.5)}, 1, 1, 1), x, fails)
    assert found.quasi_p["oil", "high"] == pytest.approx(binom.sf(3, 5, 5 / 20))
    assert (found.coverage, found.density, found.mass) == (4 / 5, 4 / 5, 5 / 20)


def test_a_planted_box_is_found_among_twenty_factors():
    rng = np.random.default_rng(4)
    names = [f"f{n}" for n in range(20)]
    x = smartspec.label(rng.random((4000, 20)), future=range(4000), factor=names)
    planted = (x.sel(factor="f3", drop=True) < 0.4) & (x.sel(factor="f7", drop=True) > 0.5)
    found = discovery.prim(x, planted & (rng.random(4000) < 0.9))
    assert set(found.limits) == {"f3", "f7"}
    assert found.limits["f3"][1] == pytest.approx(0.4, abs=0.02)
    assert found.limits["f7"][0] == pytest.approx(0.5, abs=0.02)
    assert max(found.quasi_p.values()) < 1e-6


def test_noise_gets_no_box():
    rng = np.random.default_rng(1)
    x = smartspec.label(rng.random((1000, 3)), future=range(1000), factor=list("abc"))
    found = discovery.prim(x, smartspec.label(rng.random(1000) < 0.5, future=range(1000)), chance=0.0001)
    assert found.limits == {}
    assert found.mass == 1


@pytest.mark.parametrize("value", [False, True])
def test_where_nothing_or_everything_fails_there_is_nothing_to_find(value):
    """A line that nothing ever meets is a finding, not an error."""
    fails = xr.full_like(FAILS, value)
    found = discovery.prim(X, fails)
    assert found.limits == {}
    assert found.density == float(value)
    assert [leaf.limits for leaf in discovery.tree(X, fails)] == [{}]
    assert discovery.signposts(X, fails)["level"].isnull().all()


def test_futures_that_tie_leave_together():
    x = smartspec.label([[n // 10] for n in range(100)], future=range(100), factor=["year"])
    for box in discovery.peel(x, (x.sel(factor="year", drop=True) < 3)):
        assert round(100 * box.mass) % 10 == 0


@settings(max_examples=30, deadline=None)
@given(
    arrays(float, (60, 3), elements=st.integers(0, 9).map(float)),
    arrays(bool, 60),
    st.sampled_from(["lenient", "original"]),
)
def test_every_box_holds_what_it_says(values, fails, objective):
    x = smartspec.label(values, future=range(60), factor=list("abc"))
    bad = smartspec.label(fails, future=range(60))
    for box in [*discovery.peel(x, bad, objective=objective), discovery.prim(x, bad, objective=objective)]:
        inside = box.inside(x).values
        assert box.mass == pytest.approx(inside.mean())
        if inside.any():
            assert box.density == pytest.approx(fails[inside].mean())
        if fails.any():
            assert box.coverage == pytest.approx(fails[inside].sum() / fails.sum())


def test_a_tree_parts_as_scikit_learn_does():
    found = discovery.tree(X, FAILS, depth=3, least=0.05)
    oracle = DecisionTreeClassifier(max_depth=3, min_samples_leaf=50, random_state=0).fit(X.values, FAILS.values)
    nodes = oracle.tree_
    leaves = nodes.children_left == -1
    theirs = sorted(zip(nodes.n_node_samples[leaves] / 1000, nodes.value[leaves][:, 0, 1], strict=True))
    assert sorted((leaf.mass, leaf.density) for leaf in found) == [pytest.approx(row) for row in theirs]


@settings(max_examples=30, deadline=None)
@given(arrays(float, (40, 2), elements=st.floats(0, 1)), arrays(bool, 40))
def test_leaves_share_out_all_futures(values, fails):
    x = smartspec.label(values, future=range(40), factor=list("ab"))
    leaves = discovery.tree(x, smartspec.label(fails, future=range(40)))
    assert sum(leaf.mass for leaf in leaves) == pytest.approx(1)
    assert sum(leaf.mass * leaf.density for leaf in leaves) == pytest.approx(fails.mean())


def test_a_signpost_by_hand():
    """Under 55 three of four fail, over it none: all failures are warned of, and one in five of the others."""
    oil = smartspec.label([[v] for v in (30, 40, 45, 50, 60, 70, 80, 90)], future=range(8), factor=["oil"])
    fails = smartspec.label([True, True, False, True, False, False, False, False], future=range(8))
    found = discovery.signposts(oil, fails).isel(factor=0)
    assert (found["level"].item(), found["below"].item()) == (55, True)
    assert (found["warned"].item(), found["calm"].item(), found["caught"].item()) == (0.75, 0, 1)
    assert found["skill"].item() == pytest.approx(0.8)


def test_a_signpost_may_lie_above():
    delay = smartspec.label([[v] for v in range(6)], future=range(6), factor=["delay"])
    found = discovery.signposts(delay, smartspec.label([False] * 4 + [True] * 2, future=range(6))).isel(factor=0)
    assert (found["level"].item(), found["below"].item(), found["skill"].item()) == (3.5, False, 1)


def test_refusals():
    with pytest.raises(ForesightError, match="shares between 0 and 1"):
        discovery.peel(X, FAILS, alpha=0)
    with pytest.raises(ForesightError, match="not of the same futures"):
        discovery.peel(X, FAILS.isel(future=slice(10)))
    with pytest.raises(ForesightError, match="factors b are unknown"):
        discovery.peel(X.where(X.factor != "b"), FAILS)
    with pytest.raises(ForesightError, match="depth of at least 1"):
        discovery.tree(X, FAILS, depth=0)
