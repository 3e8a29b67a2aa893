"""One portfolio by mixed-integer programming, its gap always stated.

choose      the best portfolio for the mean of the scenarios, for a low percentile of them, or for the worst
marginal    what another unit of a budget buys, or a cut costs
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
import xarray as xr
from scipy import sparse

from smartspec.decision._labels import Flags, Floats
from smartspec.decision.portfolio._rows import Rows, certified, fits, rows_of, set_in_and_out, solver, worth
from smartspec.decision.portfolio._sweep import sweep
from smartspec.decision.portfolio.conflict import refuse_conflict
from smartspec.decision.portfolio.problem import PortfolioProblem
from smartspec.errors import DecisionError, first_few

__all__ = ["Aim", "choose", "marginal", "relative_gap"]

Aim: TypeAlias = Literal["mean", "percentile", "worst"]


def choose(
    problem: PortfolioProblem, *, aim: Aim = "mean", level: float = 0.1, gap: float = 1e-3, seconds: float = 60.0
) -> xr.Dataset:
    r"""The portfolio that brings most within the limits.

    Parameters
    ----------
    problem
        As `portfolio_problem` gives it.
    aim
        What is made as large as possible: the mean over scenarios; the `level` percentile, reached or passed in all
        but that share of them; or the worst scenario.
    level
        Share of scenarios that may fall short under ``aim="percentile"``.
    gap
        How far from the best possible the answer may stay, relative to its value. Never zero in silence: proving the
        last thousandth takes hours where the first took a second.
    seconds
        Most time; what is found by then is returned with the gap it has.

    Returns
    -------
    Dataset
        chosen (candidate)
            bool
        value, bound, gap ()
            what the aim reaches, what no portfolio can pass, and their relative distance
        by_scenario (...)
            what the portfolio brings in each scenario, synergies included
        spent, left (budget)
            in the unit of each budget

        The attribute `stopped` is ``"gap"`` or ``"time"``; `aim`, `asked_gap` and, for a percentile, `level` stand
        beside it.

    Raises
    ------
    DecisionError
        Limits that contradict each other, with the smallest set that does, by name; an unknown aim, a gap or a level
        that is no share, no portfolio in time.

    Notes
    -----
    .. math:: \max_y \sum_k v_k y_k + \sum_s g_s z_s, \quad z_s = \prod_{k \in s} y_k, \quad y \in \{0, 1\}

    The percentile of S scenarios is the (⌊level S⌋ + 1)-th lowest value. Its programme has one whole number per
    scenario that says whether the scenario may fall short.

    Examples
    --------
    >>> import pandas as pd
    >>> from smartspec.decision.portfolio.problem import portfolio_problem
    >>> p = portfolio_problem(
    ...     pd.Series({"bridge": 8.0, "school": 6.0, "lab": 5.0}),
    ...     costs=pd.DataFrame({"2026": [5, 3, 2]}, index=["bridge", "school", "lab"]),
    ...     budgets={"2026": 6},
    ... )
    >>> found = choose(p)
    >>> found["chosen"].to_series().to_dict(), found["value"].item(), found["gap"].item()
    ({'bridge': False, 'school': True, 'lab': True}, 11.0, 0.0)
    """
    if aim not in ("mean", "percentile", "worst"):
        raise DecisionError(f"no aim '{aim}': choose 'mean', 'percentile' or 'worst'.")
    if not 0 <= gap < 1 or not seconds > 0 or not 0 <= level < 1:
        raise DecisionError(f"gap and level are shares, seconds above zero; found {gap}, {level} and {seconds}.")
    rows = rows_of(problem)
    values = problem.values.to_numpy().reshape(-1, len(problem.candidates))
    if aim == "mean" or len(values) == 1:
        found = _best(problem, rows, values.mean(axis=0), gap, seconds)
    else:
        short = int(level * len(values)) if aim == "percentile" else 0
        found = _safest(problem, rows, values, short, gap, seconds)
    spent = problem.costs.to_numpy().T @ found.chosen
    budgets = problem.budgets.to_numpy()
    attrs = {"aim": aim, "asked_gap": gap, "stopped": found.stopped} | ({"level": level} if aim == "percentile" else {})
    by_scenario = worth(rows, values, found.chosen).reshape(problem.values.shape[:-1])
    return xr.Dataset(
        {
            "chosen": ("candidate", found.chosen),
            "value": found.value,
            "bound": found.bound,
            "gap": relative_gap(found.value, found.bound),
            "by_scenario": (problem.scenarios, by_scenario),
            "spent": ("budget", spent),
            "left": ("budget", budgets - spent),
        },
        coords={**problem.values.coords, "budget": problem.budgets.indexes["budget"]},
        attrs=attrs,
    )


def relative_gap(value: Floats | float, bound: Floats | float) -> Floats:
    """How far a value is from a bound above it, relative to the value; zero where they meet."""
    away = np.maximum(np.asarray(bound, dtype=float) - value, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(away == 0, 0.0, away / np.abs(value))


@dataclass(frozen=True)
class _Found:
    """A portfolio (candidate), what it brings, what none can pass, and why the search ended."""

    chosen: Flags
    value: float
    bound: float
    stopped: str


def _best(problem: PortfolioProblem, rows: Rows, values: Floats, gap: float, seconds: float) -> _Found:
    """The best for one set of values."""
    answer, bound, stopped = _solved(problem, rows, rows.costs(values), True, gap, seconds)
    chosen = answer[: rows.count] > 0.5
    value = float(worth(rows, values, chosen))
    return _Found(chosen, value, max(bound, value), stopped)


def _solved(
    problem: PortfolioProblem,
    rows: Rows,
    costs: Floats,
    whole: Flags | bool,
    gap: float,
    seconds: float,
    start: Floats | None = None,
) -> tuple[Floats, float, str]:
    """The columns of a best answer, its bound, and why the search ended."""
    import highspy

    made = solver(rows, costs, whole=whole)
    made.setOptionValue("mip_rel_gap", float(gap))
    made.setOptionValue("time_limit", float(seconds))
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = start
        made.setSolution(solution)
    made.run()
    status, info = made.getModelStatus(), made.getInfo()
    if status == highspy.HighsModelStatus.kInfeasible:
        raise refuse_conflict(problem, seconds=seconds)
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        raise DecisionError(f"no portfolio was found in {seconds:g} s (solver: {status.name}): allow more seconds.")
    stopped = "gap" if status == highspy.HighsModelStatus.kOptimal else "time"
    return np.array(made.getSolution().col_value), float(info.mip_dual_bound), stopped


def _safest(problem: PortfolioProblem, rows: Rows, values: Floats, short: int, gap: float, seconds: float) -> _Found:
    """The portfolio whose value, passed in all but `short` scenarios, is highest.

    The search starts from the best of the portfolios that are good for one scenario or for the mean.
    """
    tried = sweep(problem, rows, np.vstack([values, values.mean(axis=0)]))
    reached = np.sort(worth(rows, values[:, None], tried.chosen[None]), axis=0)[short]
    start = tried.chosen[int(np.argmax(reached))]
    ceiling = float(np.sort(tried.bound[:-1])[short])
    count, width = len(values), rows.matrix.shape[1]
    scale = max(float(np.abs(values).max()), 1e-300)
    earn = rows.costs(values) / scale
    top = ceiling / scale
    floor = np.minimum(earn, 0).sum(axis=1)
    rises = sparse.hstack(
        [sparse.csr_array(earn), sparse.csr_array(np.full((count, 1), -1.0)), sparse.diags_array(top - floor)]
    )
    quota = sparse.csr_array(np.concatenate([np.zeros(width + 1), np.ones(count)])[None])
    wide = sparse.hstack([rows.matrix, sparse.csr_array((rows.matrix.shape[0], count + 1))])
    larger = replace(
        rows,
        matrix=sparse.vstack([wide, rises, quota], format="csr"),
        least=np.concatenate([rows.least, np.zeros(count), [-np.inf]]),
        most=np.concatenate([rows.most, np.full(count, np.inf), [float(short)]]),
        low=np.concatenate([rows.low, [floor.min()], np.zeros(count)]),
        high=np.concatenate([rows.high, [top], np.ones(count) * (short > 0)]),
    )
    whole = np.ones(width + 1 + count, dtype=bool)
    whole[width] = False
    costs = np.zeros(len(whole))
    costs[width] = 1.0
    earned = worth(rows, values, start) / scale
    level = float(np.sort(earned)[short])
    first = np.concatenate([set_in_and_out(rows, start), [level], (earned < level).astype(float)])
    answer, bound, stopped = _solved(problem, larger, costs, whole, gap, seconds, first)
    chosen = answer[: rows.count] > 0.5
    value = float(np.sort(worth(rows, values, chosen))[short])
    return _Found(chosen, value, max(min(bound * scale, ceiling), value), stopped)


def marginal(
    problem: PortfolioProblem,
    *,
    steps: Sequence[float] = (0.05, 0.1, 0.2),
    gap: float = 1e-3,
    seconds: float = 60.0,
) -> xr.Dataset:
    """What another unit of each budget buys, and what a cut costs.

    Parameters
    ----------
    problem
        As `portfolio_problem` gives it; the mean over its scenarios is looked at.
    steps
        Changes of a budget, one budget at a time, as shares of it: 0.1 is a tenth more, -0.1 a tenth less.
    gap, seconds
        As `choose` takes them, for each step.

    Returns
    -------
    Dataset
        price (budget)
            value of another unit where candidates could be split: the dual of the linear relaxation, true near the
            present budget
        extra (budget, step)
            the change in the unit of the budget
        value (budget, step)
            what the portfolio of the changed budget brings; missing where no portfolio keeps the limits
        least_gain, most_gain (budget, step)
            between these the gain over the present budget is proven to lie
        chosen (budget, step, candidate)
            the portfolio of the changed budget
        now ()
            what the portfolio of the present budget brings

    Raises
    ------
    DecisionError
        As `choose`; a step of minus one or less.

    Notes
    -----
    A portfolio of a smaller budget is one of a larger budget too, so that value never falls as a step grows.

    Examples
    --------
    >>> import pandas as pd
    >>> from smartspec.decision.portfolio.problem import portfolio_problem
    >>> p = portfolio_problem(
    ...     pd.Series({"bridge": 8.0, "school": 6.0, "lab": 5.0}),
    ...     costs=pd.DataFrame({"2026": [5, 3, 2]}, index=["bridge", "school", "lab"]),
    ...     budgets={"2026": 5},
    ... )
    >>> found = marginal(p, steps=[0.2, 0.4, 1.0])
    >>> found["now"].item(), found["value"].sel(budget="2026").values.tolist(), found["price"].item()
    (11.0, [11.0, 13.0, 19.0], 1.6)
    """
    odd = [step for step in steps if not (np.isfinite(step) and step > -1)]
    if odd or not len(steps) or len(set(steps)) < len(steps):
        raise DecisionError(f"steps are shares above -1, each once, as 0.1 for a tenth more; found {first_few(steps)}.")
    rows = rows_of(problem)
    values = problem.values.to_numpy().reshape(-1, rows.count).mean(axis=0)
    now = _best(problem, rows, values, gap, seconds)
    price, _ = _prices(rows, values)
    budgets = problem.budgets.to_numpy()
    order = sorted(steps)
    shape = (len(budgets), len(order))
    value, bound = np.full(shape, np.nan), np.full(shape, np.nan)
    chosen = np.zeros((*shape, rows.count), dtype=bool)
    for place in range(len(budgets)):
        for at, step in enumerate(order):
            most = rows.most.copy()
            most[place] *= 1 + step
            changed = replace(rows, most=most)
            kept = [now.chosen, *chosen[place, :at]]
            found = _at_least(problem, changed, values, kept, gap, seconds)
            if found is not None:
                value[place, at], bound[place, at], chosen[place, at] = found.value, found.bound, found.chosen
    return xr.Dataset(
        {
            "price": ("budget", price[: len(budgets)] / rows.scale[: len(budgets)]),
            "extra": (("budget", "step"), budgets[:, None] * np.array(order)),
            "value": (("budget", "step"), value),
            "least_gain": (("budget", "step"), value - now.bound),
            "most_gain": (("budget", "step"), bound - now.value),
            "chosen": (("budget", "step", "candidate"), chosen),
            "now": now.value,
        },
        coords={
            "budget": problem.budgets.indexes["budget"],
            "step": order,
            "candidate": problem.values.indexes["candidate"],
        },
        attrs={"asked_gap": gap},
    )


def _at_least(
    problem: PortfolioProblem, rows: Rows, values: Floats, kept: list[Flags], gap: float, seconds: float
) -> _Found | None:
    """The best under changed budgets, or one already known that still fits and brings more; None where none fits."""
    known = [one for one in kept if one.any() and fits(rows, one)]
    try:
        found = _best(problem, rows, values, gap, seconds)
    except DecisionError:
        if not known:
            return None
        raise
    for one in known:
        reached = float(worth(rows, values, one))
        if reached > found.value:
            found = replace(found, chosen=one, value=reached, bound=max(found.bound, reached))
    return found


def _prices(rows: Rows, values: Floats) -> tuple[Floats, float]:
    """Duals of the linear relaxation (row) and the bound they prove."""
    costs = rows.costs(values)
    made = solver(rows, costs, whole=False)
    made.run()
    prices = np.array(made.getSolution().row_dual)
    return prices, float(certified(rows, costs, prices)[0])
