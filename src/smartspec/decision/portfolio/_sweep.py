"""Thousands of scenarios over the same limits: linear answers one from the other, then whole candidates.

Swept    a portfolio and a proven bound for each scenario
sweep    all of them
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from smartspec.decision._labels import Flags, Floats
from smartspec.decision.portfolio._repair import Repair
from smartspec.decision.portfolio._rows import Rows, certified, set_in_and_out, solver, worth
from smartspec.decision.portfolio.conflict import refuse_conflict
from smartspec.decision.portfolio.problem import PortfolioProblem
from smartspec.errors import DecisionError

__all__ = ["Swept", "sweep"]

BLOCK = 512
"""Scenarios whose values are set against all portfolios at a time."""


@dataclass(frozen=True)
class Swept:
    """What was found in each scenario.

    Attributes
    ----------
    chosen : (scenario, candidate)
        A portfolio that keeps all limits.
    value, bound : (scenario)
        What it brings, and what no portfolio can pass.
    reduced : (scenario, candidate)
        What each candidate brings beyond the price of what it takes.
    refined : (scenario)
        True where the linear answer was not good enough.
    linear : (scenario)
        The bound of the linear relaxation.
    """

    chosen: Flags
    value: Floats
    bound: Floats
    reduced: Floats
    refined: Flags
    linear: Floats


def sweep(
    problem: PortfolioProblem, rows: Rows, values: Floats, *, refine: float | None = None, seconds: float = 60.0
) -> Swept:
    """Solve scenarios (scenario, candidate) one from the other.

    The solver keeps its basis, so that a scenario costs a few pivots. Its fractions are made whole; where that fails a
    portfolio of an earlier scenario serves, since limits are the same in all. In the end each scenario may take the
    portfolio of any other that brings it more, and one whose gap is still above `refine` is solved again as a
    mixed-integer programme.
    """
    import highspy

    costs = rows.costs(values)
    made = solver(rows, costs[0], whole=False)
    columns = np.arange(costs.shape[1], dtype=np.int32)
    repair = Repair(rows)
    chosen = np.zeros(values.shape, dtype=bool)
    bound = np.empty(len(values))
    reduced = np.empty(values.shape)
    kept: Flags | None = None
    for place, cost in enumerate(costs):
        made.changeColsCost(len(columns), columns, cost)
        made.run()
        status = made.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            raise refuse_conflict(problem, seconds=seconds)
        if status != highspy.HighsModelStatus.kOptimal:
            raise DecisionError(f"the linear relaxation of scenario {place + 1} was not solved ({status.name}).")
        answer = made.getSolution()
        proven, beyond = certified(rows, cost, np.array(answer.row_dual))
        bound[place], reduced[place] = proven, beyond[: rows.count]
        found = repair(np.array(answer.col_value)[: rows.count], values[place], reduced[place])
        if found is None:
            found = _whole(problem, rows, cost, 0.01, seconds)[0] if kept is None else kept
            found = repair(found.astype(float), values[place], reduced[place])
        assert found is not None, "a portfolio that keeps all limits needs no repair"
        chosen[place] = kept = found
    best = _best_of_all(rows, values, chosen)
    value = worth(rows, values, best)
    linear = bound.copy()
    wide = np.zeros(len(values), dtype=bool) if refine is None else bound - value > refine * np.abs(value)
    for again in np.flatnonzero(wide):
        found, ceiling = _whole(problem, rows, costs[again], float(refine or 0), seconds)
        reached = float(worth(rows, values[again], found))
        bound[again] = min(bound[again], ceiling)
        if reached > value[again]:
            best[again], value[again] = found, reached
    return Swept(best, value, np.maximum(bound, value), reduced, wide, linear)


def _best_of_all(rows: Rows, values: Floats, chosen: Flags) -> Flags:
    """For each scenario the portfolio of all that were found that brings it most."""
    pool = np.unique(chosen, axis=0)
    columns = set_in_and_out(rows, pool)
    picks = np.empty(len(values), dtype=np.intp)
    for start in range(0, len(values), BLOCK):
        block = slice(start, start + BLOCK)
        picks[block] = np.argmax(rows.costs(values[block]) @ columns.T, axis=1)
    return pool[picks]


def _whole(problem: PortfolioProblem, rows: Rows, costs: Floats, gap: float, seconds: float) -> tuple[Flags, float]:
    """A portfolio by mixed-integer programming, and the bound that was proven."""
    import highspy

    made = solver(rows, costs, whole=True)
    made.setOptionValue("mip_rel_gap", gap)
    made.setOptionValue("time_limit", float(seconds))
    made.run()
    if made.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        raise refuse_conflict(problem, seconds=seconds)
    if made.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        raise DecisionError(f"no portfolio that keeps all limits was found in {seconds:g} s: allow more seconds.")
    answer = np.array(made.getSolution().col_value)[: rows.count] > 0.5
    return answer, float(made.getInfo().mip_dual_bound)
