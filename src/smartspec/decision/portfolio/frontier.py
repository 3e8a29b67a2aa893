"""The best portfolio at every budget at once, and which unknown figures could change it.

frontier         every portfolio that no cheaper one equals, up to a budget
enters_below     the cost under which a candidate whose cost is unknown would be taken
enters_above     the value over which a candidate whose value is unknown would be taken

For one budget and no other limits. Where there are several, `marginal` solves a budget anew at each step.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from smartspec.decision._labels import Flags, Floats
from smartspec.errors import DecisionError, first_few

__all__ = ["best_each", "enters_above", "enters_below", "frontier"]

MOST = 200_000
"""More portfolios than this are not kept."""


def frontier(values: pd.Series[float], *, costs: pd.Series[float], budget: float) -> xr.Dataset:
    """Every portfolio that no cheaper one equals, from the empty one up to a budget.

    Parameters
    ----------
    values, costs
        What each candidate brings and costs, zero or more, by candidate.
    budget
        What there is to spend.

    Returns
    -------
    Dataset of (point)
        `cost` and `value`, both rising; `chosen` (point, candidate). The best portfolio of any smaller budget is the
        last point that costs no more.

    Raises
    ------
    DecisionError
        Labels that differ, an unknown or negative figure, more portfolios than can be kept.

    Notes
    -----
    Candidates are added one by one, and of two portfolios only the one that brings more or costs less is kept
    [nemhauser1969]_: exact, and fast where costs are not all of a kind.

    References
    ----------
    .. [nemhauser1969] Nemhauser, G. L., Ullmann, Z. (1969). Discrete dynamic programming and capital allocation.
       Management Science 15, 494-505.

    Examples
    --------
    >>> found = frontier(
    ...     pd.Series({"bridge": 8.0, "school": 6.0, "lab": 5.0}),
    ...     costs=pd.Series({"bridge": 5.0, "school": 3.0, "lab": 2.0}), budget=6,
    ... )
    >>> found["cost"].values.tolist(), found["value"].values.tolist()
    ([0.0, 2.0, 3.0, 5.0], [0.0, 5.0, 6.0, 11.0])
    """
    names = list(values.index)
    if sorted(map(str, names)) != sorted(map(str, costs.index)) or not values.index.is_unique:
        raise DecisionError("values and costs must name the same candidates, each once.")
    price = np.asarray(costs.reindex(names), dtype=np.float64)
    gain = np.asarray(values, dtype=np.float64)
    odd = [name for name, p, g in zip(names, price, gain, strict=True) if not (0 <= p < np.inf and 0 <= g < np.inf)]
    if odd or not 0 <= budget < np.inf:
        raise DecisionError(
            f"values, costs and the budget are known and zero or more; they are not for: "
            f"{first_few(odd) or 'the budget'}."
        )
    cost, value, chosen = _kept(gain, price, budget)
    return xr.Dataset(
        {"cost": ("point", cost), "value": ("point", value), "chosen": (("point", "candidate"), chosen)},
        coords={"candidate": names},
        attrs={"budget": float(budget)},
    )


def _kept(gain: Floats, price: Floats, budget: float) -> tuple[Floats, Floats, Flags]:
    """Cost, value and members of every portfolio that no cheaper one equals."""
    cost, value = np.zeros(1), np.zeros(1)
    chosen = np.zeros((1, len(price)), dtype=bool)
    for place in range(len(price)):
        with_it = cost + price[place] <= budget * (1 + 1e-12)
        taken = chosen[with_it]
        taken[:, place] = True
        cost = np.concatenate([cost, cost[with_it] + price[place]])
        value = np.concatenate([value, value[with_it] + gain[place]])
        chosen = np.concatenate([chosen, taken])
        order = np.lexsort((-value, cost))
        best = np.maximum.accumulate(np.concatenate([[-1.0], value[order][:-1]]))
        kept = order[value[order] > best]
        cost, value, chosen = cost[kept], value[kept], chosen[kept]
        if len(cost) > MOST:
            raise DecisionError(
                f"more than {MOST:,} portfolios are worth keeping: give costs in rounder units, or fewer candidates."
            )
    return cost, value, chosen


def best_each(values: xr.DataArray, *, costs: pd.Series[float], budget: float) -> xr.Dataset:
    """The best portfolio of each scenario, exactly.

    Parameters
    ----------
    values : (scenario, candidate)
        What each candidate brings in each scenario, zero or more; the scenario may have any name.
    costs, budget
        As `frontier` takes them.

    Returns
    -------
    Dataset
        `chosen` (scenario, candidate) and `value` (scenario), ready for `classes`; `settled` is true everywhere, since
        no portfolio brings more. Of equal ones the cheapest is taken.

    Raises
    ------
    DecisionError
        As `frontier`.

    Notes
    -----
    With a few candidates a linear bound stays far from whole portfolios, so that `choose_each` calls for integer
    programming in most scenarios; a frontier is some ten times faster there.

    Examples
    --------
    >>> at = {"future": ["slow", "fast"], "candidate": ["bridge", "school", "lab"]}
    >>> values = xr.DataArray([[8.0, 6.0, 5.0], [12.0, 6.0, 5.0]], coords=at, dims=tuple(at))
    >>> costs = pd.Series([5.0, 3.0, 2.0], index=at["candidate"])
    >>> best_each(values, costs=costs, budget=5)["value"].values.tolist()
    [11.0, 12.0]
    """
    (scenario,) = (dim for dim in values.dims if dim != "candidate")
    table = values.transpose(scenario, "candidate")
    names = list(table.indexes["candidate"])
    frontier(pd.Series(table.to_numpy().min(axis=0), index=names), costs=costs, budget=budget)
    price = np.asarray(costs.reindex(names), dtype=np.float64)
    chosen = np.zeros(table.shape, dtype=bool)
    value = np.zeros(len(table))
    for place, row in enumerate(table.to_numpy()):
        _, gained, members = _kept(row, price, budget)
        chosen[place], value[place] = members[-1], gained[-1]
    at = (scenario, "candidate")
    made = {"chosen": (at, chosen), "value": (scenario, value), "settled": (at, np.ones_like(chosen))}
    return xr.Dataset(made, coords={dim: table.coords[dim] for dim in at})


def enters_below(others: xr.Dataset, value: float) -> float:
    """The highest cost at which a candidate of unknown cost would still be taken.

    Parameters
    ----------
    others
        The frontier of all others, up to the budget.
    value
        What the candidate brings.

    Returns
    -------
    float
        In the unit of costs, up to the whole budget. At this cost or less, a portfolio with it brings no less than the
        best without it; above it none does.

    Examples
    --------
    >>> values, costs = pd.Series({"school": 6.0, "lab": 5.0}), pd.Series({"school": 3.0, "lab": 2.0})
    >>> others = frontier(values, costs=costs, budget=6)
    >>> enters_below(others, 6.0), enters_below(others, 12.0)
    (4.0, 6.0)
    """
    best = float(others["value"].values[-1])
    enough = others["value"].values + value >= best * (1 - 1e-12)
    return float(others.attrs["budget"] - others["cost"].values[enough].min())


def enters_above(others: xr.Dataset, cost: float) -> float:
    """The lowest value at which a candidate of unknown value would be taken.

    Parameters
    ----------
    others
        The frontier of all others, up to the budget.
    cost
        What the candidate costs.

    Returns
    -------
    float
        In the unit of values; missing where it costs more than the budget.

    Examples
    --------
    >>> values, costs = pd.Series({"school": 6.0, "lab": 5.0}), pd.Series({"school": 3.0, "lab": 2.0})
    >>> others = frontier(values, costs=costs, budget=6)
    >>> enters_above(others, 4.0), enters_above(others, 1.0), enters_above(others, 7.0)
    (6.0, 0.0, nan)
    """
    budget = others.attrs["budget"]
    if cost > budget:
        return float("nan")
    left = others["cost"].values <= (budget - cost) * (1 + 1e-12)
    return float(others["value"].values[-1] - others["value"].values[left][-1])
