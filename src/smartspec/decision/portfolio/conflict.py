"""Limits that cannot all be kept: the smallest set of them that contradict each other, by name.

conflict           the smallest contradicting set, empty where some portfolio keeps all limits
refuse_conflict    the same as an error
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from smartspec.decision._labels import Flags, Floats
from smartspec.decision.portfolio._rows import NEAR, Rows, rows_of, solver
from smartspec.decision.portfolio.problem import PortfolioProblem
from smartspec.errors import DecisionError, bullets

__all__ = ["conflict", "refuse_conflict"]


def conflict(problem: PortfolioProblem, *, seconds: float = 60.0) -> tuple[str, ...]:
    """The smallest set of limits that contradict each other.

    Parameters
    ----------
    problem
        As `portfolio_problem` gives it. Values play no part.
    seconds
        Most time for one question to the solver.

    Returns
    -------
    tuple of str
        What each limit of the set says. All but any one of them can be kept together, and no smaller set of limits
        contradicts itself. Empty where a portfolio keeps all limits.

    Raises
    ------
    DecisionError
        The solver could not tell in time.

    Notes
    -----
    A set of limits that contradicts itself shares a limit with every set whose removal makes the rest possible. So a
    smallest set that shares one with all removals found so far is asked whether it can be kept; if it can, the fewest
    other limits to give up are a further removal (Ignatiev, Previti, Liffiton and Marques-Silva, 2015, Smallest MUS
    extraction with minimal hitting set dualization). A deletion filter would find *a* set that cannot be made smaller,
    not the smallest.

    Examples
    --------
    >>> import pandas as pd
    >>> from smartspec.decision.portfolio.problem import Fixed, GroupLimit, portfolio_problem
    >>> p = portfolio_problem(
    ...     pd.Series({"A": 1.0, "B": 2.0, "C": 3.0}),
    ...     costs=pd.DataFrame({"2026": [5.0, 6.0, 1.0]}, index=["A", "B", "C"]),
    ...     budgets={"2026": 10},
    ...     groups={"region": {"A": "Abai", "B": "Abai", "C": "Ulytau"}},
    ...     limits=[GroupLimit("region", "Abai", least=2), Fixed("C", False)],
    ... )
    >>> conflict(p)
    ("budget '2026' of 10", 'region Abai: at least 2')
    """
    elastic = _elastic(rows_of(replace(problem, synergies=()), fixed_as_rows=True))
    removals: list[Flags] = []
    while True:
        hard = _smallest_hitting(removals, len(elastic.says), seconds)
        given_up = _fewest_given_up(elastic, hard, seconds)
        if given_up is None:
            return tuple(text for text, kept in zip(elastic.says, hard, strict=True) if kept)
        if not given_up.any():
            return ()
        removals.append(given_up)


def refuse_conflict(problem: PortfolioProblem, *, seconds: float = 60.0) -> DecisionError:
    """The error that names the limits in conflict."""
    found = conflict(problem, seconds=seconds)
    if not found:
        return DecisionError("the solver found no portfolio, though the limits do not contradict each other.")
    heading = f"no portfolio keeps these {len(found)} limit(s) at once; loosen one of them:"
    return DecisionError(bullets(heading, found))


@dataclass(frozen=True)
class _Elastic:
    """The rows with a column for each end that says 1 where the end is given up."""

    rows: Rows
    says: tuple[str, ...]
    candidates: int


def _elastic(rows: Rows) -> _Elastic:
    """Give every end of a row a column that sets it free."""
    n = rows.count
    positive, negative = (
        np.asarray(part.sum(axis=1)).ravel() for part in (rows.matrix.maximum(0), rows.matrix.minimum(0))
    )
    ends = [
        (row, 1.0, rows.most[row], positive[row] - rows.most[row], rows.says_most[row]) for row in range(len(rows.most))
    ]
    ends += [
        (row, -1.0, -rows.least[row], rows.least[row] - negative[row], rows.says_least[row])
        for row in range(len(rows.least))
    ]
    kept = [end for end in ends if np.isfinite(end[2]) and end[3] > NEAR]
    kept.sort(key=lambda end: end[0])
    which = [end[0] for end in kept]
    sign = np.array([end[1] for end in kept])
    upper = sparse.csr_array(rows.matrix[which, :n].multiply(sign[:, None]))
    matrix = sparse.hstack([upper, -sparse.diags_array(np.array([end[3] for end in kept]))], format="csr")
    most = np.array([end[2] for end in kept])
    total = n + len(kept)
    made = replace(
        rows,
        matrix=matrix,
        least=np.full(len(kept), -np.inf),
        most=most,
        low=np.zeros(total),
        high=np.ones(total),
    )
    return _Elastic(made, tuple(end[4] for end in kept), n)


def _fewest_given_up(elastic: _Elastic, hard: Flags, seconds: float) -> Flags | None:
    """The fewest ends to give up beside the hard ones, or None where the hard ones cannot be kept."""
    high = elastic.rows.high.copy()
    high[elastic.candidates :] = np.where(hard, 0.0, 1.0)
    costs = np.zeros(len(high))
    costs[elastic.candidates :] = -1.0
    answer = _solved(replace(elastic.rows, high=high), costs, seconds)
    return None if answer is None else answer[elastic.candidates :] > 0.5


def _smallest_hitting(removals: list[Flags], count: int, seconds: float) -> Flags:
    """The smallest set that shares something with each of the others."""
    if not removals:
        return np.zeros(count, dtype=bool)
    rows = Rows(
        sparse.csr_array(np.array(removals, dtype=float)),
        np.ones(len(removals)),
        np.full(len(removals), np.inf),
        np.ones(len(removals)),
        (),
        (),
        np.zeros(count),
        np.ones(count),
        np.zeros((0, count), dtype=bool),
        np.zeros(0),
        len(removals),
    )
    answer = _solved(rows, np.full(count, -1.0), seconds)
    return np.zeros(count, dtype=bool) if answer is None else answer > 0.5


def _solved(rows: Rows, costs: Floats, seconds: float) -> Floats | None:
    """A best whole answer (column), or None where there is none."""
    import highspy

    made = solver(rows, costs, whole=True)
    made.setOptionValue("mip_rel_gap", 0.0)
    made.setOptionValue("mip_abs_gap", 0.99)
    made.setOptionValue("time_limit", float(seconds))
    made.run()
    status = made.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return None
    if status != highspy.HighsModelStatus.kOptimal:
        raise DecisionError(
            f"which limits contradict each other could not be told in {seconds:g} s: allow more seconds."
        )
    return np.array(made.getSolution().col_value)
