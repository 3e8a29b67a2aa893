"""The best portfolio at every budget, and what an unknown cost or value could change."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from smartspec.decision import best_each, choose, enters_above, enters_below, frontier, portfolio_problem
from smartspec.errors import DecisionError

figures = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 9)), min_size=1, max_size=7)


def named(pairs: list[tuple[float, float]]) -> tuple[pd.Series, pd.Series]:
    names = [f"c{n}" for n in range(len(pairs))]
    values, costs = zip(*pairs, strict=True)
    return pd.Series(values, names, dtype=float), pd.Series(costs, names, dtype=float)


def best(values: pd.Series, costs: pd.Series, budget: float) -> float:
    """By trying every set."""
    tried = np.array(list(product([0, 1], repeat=len(values))))
    fits = tried @ costs.to_numpy() <= budget
    return float((tried @ values.to_numpy())[fits].max())


def test_kellerer_pferschy_pisinger_2004():
    """Knapsack problems, section 2.1: seven items, capacity 9: the best packs items 1 and 4 and brings 15."""
    values, costs = named(list(zip([6, 5, 8, 9, 6, 7, 3], [2, 3, 6, 7, 5, 9, 4], strict=True)))
    found = frontier(values, costs=costs, budget=9)
    assert found["value"].values[-1] == 15
    assert np.flatnonzero(found["chosen"].values[-1]).tolist() == [0, 3]


def test_martello_toth_1990():
    """Knapsack problems, example 2.1: seven items, capacity 50: the best brings 107."""
    values, costs = named(list(zip([70, 20, 39, 37, 7, 5, 10], [31, 10, 20, 19, 4, 3, 6], strict=True)))
    assert frontier(values, costs=costs, budget=50)["value"].values[-1] == 107


@given(figures, st.integers(0, 25))
def test_every_budget_has_its_best(pairs, budget):
    values, costs = named(pairs)
    found = frontier(values, costs=costs, budget=budget)
    cost, value = found["cost"].values, found["value"].values
    assert (np.diff(cost) > 0).all()
    assert (np.diff(value) > 0).all()
    for smaller in range(budget + 1):
        assert value[cost <= smaller][-1] == best(values, costs, smaller)
    assert np.allclose(found["chosen"].values @ values.to_numpy(), value)
    assert np.allclose(found["chosen"].values @ costs.to_numpy(), cost)


@given(figures, st.integers(1, 25), st.integers(1, 12))
def test_a_cost_under_the_line_gets_in_and_one_above_does_not(pairs, budget, gain):
    values, costs = named(pairs)
    line = enters_below(frontier(values, costs=costs, budget=budget), gain)
    without = best(values, costs, budget)
    assert 0 <= line <= budget
    assert gain + best(values, costs, budget - line) >= without
    if line < budget:
        assert gain + best(values, costs, budget - line - 0.5) < without


@given(figures, st.integers(1, 25), st.integers(0, 30))
def test_a_value_over_the_line_gets_in(pairs, budget, price):
    values, costs = named(pairs)
    line = enters_above(frontier(values, costs=costs, budget=budget), price)
    if price > budget:
        assert np.isnan(line)
    else:
        assert line + best(values, costs, budget - price) == best(values, costs, budget)


def test_every_scenario_is_solved_as_by_integer_programming():
    rng = np.random.default_rng(3)
    at = {"future": range(30), "candidate": list("abcdefgh")}
    values = xr.DataArray(rng.uniform(0, 9, (30, 8)), at, ("future", "candidate"))
    costs = pd.Series(rng.uniform(1, 5, 8), at["candidate"])
    found = best_each(values, costs=costs, budget=11.0)
    for place in (0, 13, 29):
        problem = portfolio_problem(
            values.isel(future=place, drop=True), costs=costs.to_frame("b"), budgets={"b": 11.0}
        )
        assert found["value"].values[place] == pytest.approx(float(choose(problem, gap=0)["value"]))


def test_figures_that_cannot_be_are_refused():
    values, costs = named([(3, 2), (4, 1)])
    with pytest.raises(DecisionError, match="zero or more; they are not for: c1"):
        frontier(values, costs=costs.where(costs > 1), budget=3)
    with pytest.raises(DecisionError, match="they are not for: the budget"):
        frontier(values, costs=costs, budget=np.nan)
    with pytest.raises(DecisionError, match="the same candidates"):
        frontier(values, costs=costs.iloc[:1], budget=3)
