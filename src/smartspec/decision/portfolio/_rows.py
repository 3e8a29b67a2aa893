"""A portfolio problem as rows and columns, and the solver that keeps them.

    Rows          limits as rows, candidates and synergies as columns
    rows_of       from a problem
    solver        a silent HiGHS that holds them
    certified     an upper bound that any prices prove
    fits          which portfolios keep all limits
    worth         what portfolios bring, synergies included

A column after the candidates stands for a synergy: 1 when all its members are chosen. A row is divided by its largest
coefficient, so that tolerances mean the same in tenge and in billions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from smartspec.decision._labels import Flags, Floats
from smartspec.decision.portfolio.problem import Fixed, GroupLimit, Needs, OneOf, PortfolioProblem

__all__ = ["NEAR", "Row", "Rows", "certified", "fits", "rows_of", "set_in_and_out", "solver", "worth"]

NEAR = 1e-9
"""How far a scaled row may be overstepped: rounding, nothing more."""


@dataclass(frozen=True)
class Row:
    """One limit: its coefficients by column, its two ends, and what each end says."""

    coefficients: dict[int, float]
    least: float = -np.inf
    most: float = np.inf
    says_least: str = ""
    says_most: str = ""


@dataclass(frozen=True)
class Rows:
    """Limits as rows, candidates and then synergies as columns.

    Attributes
    ----------
    matrix : (row, column)
        Coefficients, each row divided by its largest.
    least, most : (row)
        Ends, divided alike.
    scale : (row)
        What each row was divided by.
    says_least, says_most
        What each end of a row says.
    low, high : (column)
        0 and 1, or twice the same where a candidate is fixed.
    members : (synergy, candidate)
        True where a candidate belongs to a synergy.
    gains : (synergy)
        What each synergy brings.
    limits
        The first so many rows are limits; the rest tie synergies to their members.
    """

    matrix: sparse.csr_array
    least: Floats
    most: Floats
    scale: Floats
    says_least: tuple[str, ...]
    says_most: tuple[str, ...]
    low: Floats
    high: Floats
    members: Flags
    gains: Floats
    limits: int

    @property
    def count(self) -> int:
        """How many candidates there are."""
        return int(self.members.shape[1])

    def costs(self, values: Floats) -> Floats:
        """(..., column): values of candidates, followed by gains of synergies."""
        gains = np.broadcast_to(self.gains, (*values.shape[:-1], len(self.gains)))
        return np.concatenate([values, gains], axis=-1)


def rows_of(problem: PortfolioProblem, *, fixed_as_rows: bool = False) -> Rows:
    """Turn a problem into rows and columns; what is fixed narrows its column, or is a row that can be named."""
    at = {name: place for place, name in enumerate(problem.candidates)}
    n = len(at)
    found = list(_budgets(problem))
    low, high = np.zeros(n + len(problem.synergies)), np.ones(n + len(problem.synergies))
    for limit in problem.limits:
        match limit:
            case GroupLimit():
                found.append(_group(limit, problem, at))
            case Needs(candidate, needed):
                says = f"'{candidate}' needs '{needed}'"
                found.append(Row({at[candidate]: 1.0, at[needed]: -1.0}, most=0.0, says_most=says))
            case OneOf(candidates):
                says = f"at most one of {', '.join(map(str, candidates))}"
                found.append(Row(dict.fromkeys((at[name] for name in candidates), 1.0), most=1.0, says_most=says))
            case Fixed(candidate, chosen) if not fixed_as_rows:
                low[at[candidate]] = high[at[candidate]] = float(chosen)
            case Fixed(candidate, True):
                found.append(Row({at[candidate]: 1.0}, least=1.0, says_least=f"'{candidate}' is fixed in"))
            case Fixed(candidate, False):
                found.append(Row({at[candidate]: 1.0}, most=0.0, says_most=f"'{candidate}' is fixed out"))
    limits = len(found)
    members = np.zeros((len(problem.synergies), n), dtype=bool)
    for place, synergy in enumerate(problem.synergies):
        of = [at[name] for name in synergy.candidates]
        members[place, of] = True
        found += [Row({n + place: 1.0, one: -1.0}, most=0.0) for one in of]
        found.append(Row({n + place: 1.0, **dict.fromkeys(of, -1.0)}, least=1.0 - len(of)))
    return _assembled(found, low, high, members, np.array([one.gain for one in problem.synergies]), limits)


def _budgets(problem: PortfolioProblem) -> list[Row]:
    rows = []
    for name, there in zip(problem.budgets.indexes["budget"], problem.budgets.to_numpy(), strict=True):
        cost = problem.costs.sel(budget=name).to_numpy()
        says = f"budget '{name}' of {there:g}"
        rows.append(Row({int(i): float(cost[i]) for i in np.flatnonzero(cost)}, most=float(there), says_most=says))
    return rows


def _group(limit: GroupLimit, problem: PortfolioProblem, at: dict[Any, int]) -> Row:
    group = problem.groups[limit.grouping] if limit.grouping else {}
    inside = [name for name in at if not limit.grouping or group[name] == limit.group]
    cost = np.ones(len(at)) if limit.of is None else problem.costs.sel(budget=limit.of).to_numpy()
    return Row(
        {at[name]: float(cost[at[name]]) for name in inside if cost[at[name]] > 0},
        -np.inf if limit.least is None else limit.least,
        np.inf if limit.most is None else limit.most,
        f"{limit.about}: at least {limit.least:g}" if limit.least is not None else "",
        f"{limit.about}: at most {limit.most:g}" if limit.most is not None else "",
    )


def _assembled(rows: list[Row], low: Floats, high: Floats, members: Flags, gains: Floats, limits: int) -> Rows:
    scale = np.array([max((abs(one) for one in row.coefficients.values()), default=1.0) for row in rows])
    entries = [(place, column, one) for place, row in enumerate(rows) for column, one in row.coefficients.items()]
    where = np.array([(place, column) for place, column, _ in entries], dtype=np.int32).reshape(-1, 2)
    data = np.array([one for _, _, one in entries])
    matrix = sparse.csr_array((data / scale[where[:, 0]], (where[:, 0], where[:, 1])), shape=(len(rows), len(low)))
    return Rows(
        matrix,
        np.array([row.least for row in rows]) / scale,
        np.array([row.most for row in rows]) / scale,
        scale,
        tuple(row.says_least for row in rows),
        tuple(row.says_most for row in rows),
        low,
        high,
        members,
        gains,
        limits,
    )


def solver(rows: Rows, costs: Floats, *, whole: Flags | bool) -> Any:
    """A silent HiGHS that maximises `costs` (column) within the rows; all, some or no columns are whole numbers.

    Notes
    -----
    The plain solver class is used: the one with callbacks greets on the standard output before it can be told not to,
    and that would spoil the JSON of a command.
    """
    import highspy

    columns = sparse.csc_array(rows.matrix)
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = rows.matrix.shape
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = costs, rows.low, rows.high
    lp.row_lower_, lp.row_upper_ = rows.least, rows.most
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = columns.indptr, columns.indices, columns.data
    if np.any(whole):
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[one] for one in np.broadcast_to(whole, len(costs)).astype(int)]
    made = highspy.highs._Highs()  # type: ignore[attr-defined]
    made.setOptionValue("output_flag", False)
    made.setOptionValue("primal_feasibility_tolerance", NEAR)
    made.setOptionValue("mip_feasibility_tolerance", NEAR)
    made.setOptionValue("simplex_strategy", 1)  # dual simplex takes a third of the time from scenario to scenario
    made.passModel(lp)
    return made


def certified(rows: Rows, costs: Floats, prices: Floats) -> tuple[Floats, Floats]:
    """An upper bound on what any portfolio can bring, proven by prices on the rows, however they were found.

    Parameters
    ----------
    rows
        The limits.
    costs : (..., column)
        What each column brings.
    prices : (..., row)
        Any numbers; the duals of a linear relaxation give the lowest bound.

    Returns
    -------
    bound : (...)
        No portfolio within the limits brings more.
    reduced : (..., column)
        What a column brings beyond the price of what it takes.

    Notes
    -----
    For a portfolio y within the limits and any prices p, the value v'y is (v - p'A)'y + p'(Ay): the first part is at
    most the sum of the positive reduced values, the second at most the sum of each price times the end of its row it
    leans on (Lagrangian duality). No tolerance of a solver enters.
    """
    prices = np.where((prices > 0) & np.isinf(rows.most), 0.0, prices)
    prices = np.where((prices < 0) & np.isinf(rows.least), 0.0, prices)
    reduced = costs - prices @ rows.matrix
    ends = np.where(prices > 0, np.where(np.isinf(rows.most), 0.0, rows.most), 0.0)
    ends = np.where(prices < 0, np.where(np.isinf(rows.least), 0.0, rows.least), ends)
    inside = np.where(reduced > 0, rows.high, rows.low) * reduced
    return (prices * ends).sum(axis=-1) + inside.sum(axis=-1), reduced


def set_in_and_out(rows: Rows, chosen: Flags) -> Floats:
    """(..., column): portfolios as numbers, with each synergy's column set by its members."""
    whole = (chosen[..., None, :] | ~rows.members).all(axis=-1)
    return np.concatenate([chosen, whole], axis=-1).astype(float)


def fits(rows: Rows, chosen: npt.NDArray[np.bool_]) -> Flags:
    """(...): whether portfolios (..., candidate) keep every limit."""
    columns = set_in_and_out(rows, chosen)
    taken = columns @ rows.matrix.T
    inside = (taken <= rows.most + NEAR * (1 + np.abs(rows.most))) & (
        taken >= rows.least - NEAR * (1 + np.abs(rows.least))
    )
    held = (columns >= rows.low) & (columns <= rows.high)
    return np.asarray(inside.all(axis=-1) & held.all(axis=-1))


def worth(rows: Rows, values: Floats, chosen: Flags) -> Floats:
    """(...): what portfolios (..., candidate) bring at values (..., candidate), synergies included."""
    columns = set_in_and_out(rows, chosen)
    return np.asarray((columns[..., : rows.count] * values).sum(axis=-1) + columns[..., rows.count :] @ rows.gains)
