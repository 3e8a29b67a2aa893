"""What is done to the figures before they are scaled: every change listed, and every change reversible.

    Treatment        a table, and the list of what was changed on the way to it
    set_sparse_aside candidates of whom too little is known are set aside
    impute           unknown cells filled from others, and flagged
    tame             outliers drawn in, or the column's logarithm taken
    changed_how      what was done to each cell
    undo             the table as it was

Each step takes a table or a `Treatment` and gives a `Treatment`; rules take its `table`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import pandas as pd
import xarray as xr

from smartspec.decision._fill import by_group, by_neighbours
from smartspec.decision._labels import Floats, named
from smartspec.decision._outliers import bend
from smartspec.decision.missing import known_share, present_rows, unknown_cells
from smartspec.decision.table import DecisionTable
from smartspec.errors import DecisionError, first_few

__all__ = ["Treatment", "changed_how", "impute", "set_sparse_aside", "tame", "undo"]


@dataclass(frozen=True)
class Treatment:
    """A table, and the list of what was changed on the way to it.

    Attributes
    ----------
    table
        As it is now.
    original
        As it was.
    changes
        A row for every cell and step: its labels, `before` and `after` (missing for unknown), `step`
        (``"set_aside"``, ``"imputed"``, ``"winsorised"``, ``"logged"``) and `why`.
    """

    table: DecisionTable
    original: DecisionTable
    changes: pd.DataFrame


def set_sparse_aside(t: DecisionTable | Treatment, *, known: float = 2 / 3) -> Treatment:
    """Set candidates aside of whom too little is known; their labels stay, they get no rank.

    Parameters
    ----------
    t
        The table.
    known
        The least share of the criteria, counted by their weight, that must be known; from 0 to 1.

    Raises
    ------
    DecisionError
        A share outside 0 and 1.

    Examples
    --------
    >>> from smartspec.decision.table import table
    >>> unknown = float("nan")
    >>> t = table(pd.DataFrame({"size": [3.0, 5.0], "growth": [1.0, unknown]}, index=["A", "B"]))
    >>> set_sparse_aside(t).changes[["candidate", "criterion", "before", "step"]].to_dict("records")
    [{'candidate': 'B', 'criterion': 'size', 'before': 5.0, 'step': 'set_aside'}]
    """
    if not 0 <= known <= 1:
        raise DecisionError(f"known: a share from 0 to 1, found {known}.")
    now = _begin(t)
    share = known_share(now.table).to_numpy()
    sparse = share < known - 1e-12
    x = now.table.values.to_numpy()
    why = np.array([f"{value:.0%} known" for value in np.nan_to_num(share).ravel()], dtype=object).reshape(share.shape)
    after = np.where(sparse[..., None], np.nan, x)
    return _changed(now, after, "set_aside", np.broadcast_to(why[..., None], x.shape))


def impute(
    t: DecisionTable | Treatment,
    *,
    how: Literal["mean", "median", "neighbours"] = "mean",
    groups: Mapping[Any, Any] | None = None,
    neighbours: int = 3,
) -> Treatment:
    """Fill unknown cells of candidates from others of the slice, and flag them; known cells are never touched.

    Parameters
    ----------
    t
        The table. Criteria of no weight are left as they are.
    how
        ``"mean"`` or ``"median"`` of the candidates known, or the mean of the nearest ``"neighbours"``: those whose
        known criteria are most alike, each counted in standard deviations.
    groups
        Candidate to its group: only candidates of the same group are drawn upon. Not with neighbours.
    neighbours
        How many of them.

    Raises
    ------
    DecisionError
        Groups that do not name every candidate, fewer than one neighbour, a cell that nobody else can fill.

    Notes
    -----
    A filled cell is a guess that pulls its candidate to the middle. Show `changed_how` beside the result, or draw the
    cell with ``rank_acceptability(t, unknown="draw")`` instead.

    Examples
    --------
    >>> from smartspec.decision.table import table
    >>> unknown = float("nan")
    >>> t = table(pd.DataFrame({"size": [1.0, 2.0, 9.0], "growth": [4.0, unknown, 8.0]}, index=["A", "B", "C"]))
    >>> impute(t, how="neighbours", neighbours=1).table.values.sel(candidate="B", criterion="growth").item()
    4.0
    """
    now = _begin(t)
    holes = unknown_cells(now.table).to_numpy()
    x = now.table.values.to_numpy()
    if how == "neighbours":
        if groups is not None or neighbours < 1:
            raise DecisionError(f"neighbours: one or more, and without groups, found {neighbours}.")
        filled = by_neighbours(x, present_rows(now.table), now.table.weights.to_numpy(), neighbours)
        why = f"mean of the {neighbours} nearest"
    elif how in ("mean", "median"):
        filled = by_group(x, _grouped(now.table, groups), np.nanmedian if how == "median" else np.nanmean)
        why = how if groups is None else f"{how} of its group"
    else:
        raise DecisionError(f"how: 'mean', 'median' or 'neighbours', found {how!r}.")
    empty = holes & np.isnan(filled)
    if empty.any():
        cells = [" / ".join(str(part) for part in cell) for cell in named(now.table.values, empty)]
        raise DecisionError(
            f"{len(cells)} cell(s) cannot be filled, since nobody else is known there: {first_few(cells)}. Leave the "
            "criterion out with `without_unknown`, or draw on wider groups."
        )
    return _changed(now, np.where(holes, filled, x), "imputed", np.full(x.shape, why, dtype=object))


def tame(
    t: DecisionTable | Treatment, *, skew: float = 2.0, kurtosis: float = 3.5, most: int = 5, log: bool = True
) -> Treatment:
    r"""Draw in outliers where a column is both skewed and heavy-tailed; take its logarithm where that is not enough.

    Parameters
    ----------
    t
        The table. Criteria with goalposts are left alone: their ends cut outliers already.
    skew, kurtosis
        A column is treated while its absolute skewness and its excess kurtosis both lie above these.
    most
        How many candidates may be drawn in to the next value; if that is not enough, none are.
    log
        Whether the logarithm is taken then.

    Raises
    ------
    DecisionError
        Limits that are not above zero.

    Notes
    -----
    Rule and limits of the OECD/JRC handbook's practice; skewness and excess
    kurtosis are those of a sample, as spreadsheets give them. The logarithm is
    :math:`\ln(x - \min + 0.01\,(\max - \min))`, mirrored where the tail is on the left, so order and direction stay.
    Two outliers on the same side can hide each other: look at the columns too.

    Examples
    --------
    >>> from smartspec.decision.table import table
    >>> t = table(pd.DataFrame({"size": [1.0, 2.0, 3.0, 4.0, 5.0, 90.0]}, index=list("ABCDEF")))
    >>> tame(t).changes[["candidate", "before", "after", "step"]].to_dict("records")
    [{'candidate': 'F', 'before': 90.0, 'after': 5.0, 'step': 'winsorised'}]
    """
    if not (skew > 0 and kurtosis > 0 and most >= 0):
        raise DecisionError(f"limits must be above zero, found skew {skew}, kurtosis {kurtosis}, most {most}.")
    now = _begin(t)
    x = now.table.values.to_numpy()
    drawn, logged = x.copy(), x.copy()
    marks, why = np.zeros(x.shape, dtype=bool), np.full(x.shape, "", dtype=object)
    free = [j for j, name in enumerate(now.table.criteria) if name not in now.table.goalposts]
    for at in np.ndindex(x.shape[:-2]):
        for j in free:
            column = (*at, slice(None), j)
            values, by_log, says = bend(x[column], skew=skew, kurtosis=kurtosis, most=most, log=log)
            (logged if by_log else drawn)[column] = values
            marks[column], why[column] = by_log, says
    now = _changed(now, drawn, "winsorised", why)
    return _changed(now, np.where(marks, logged, drawn), "logged", why)


def changed_how(treated: Treatment) -> xr.DataArray:
    """Tell what was done to each cell last: (..., candidate, criterion), '' where nothing was.

    Examples
    --------
    >>> from smartspec.decision.table import table
    >>> t = table(pd.DataFrame({"size": [1.0, 2.0, float("nan")], "jobs": [1.0, 2.0, 3.0]}, index=["A", "B", "C"]))
    >>> changed_how(impute(t)).sel(candidate="C").to_series().to_dict()
    {'size': 'imputed', 'jobs': ''}
    """
    values = treated.table.values
    steps = np.full(values.shape, "", dtype="U10")
    indexes = [values.indexes[dim] for dim in values.dims]
    for *cell, step in treated.changes[[*map(str, values.dims), "step"]].itertuples(index=False, name=None):
        steps[tuple(index.get_loc(part) for index, part in zip(indexes, cell, strict=True))] = step
    return values.copy(data=steps)


def undo(treated: Treatment) -> DecisionTable:
    """Walk the list of changes back, last first, and give the table as it was.

    Raises
    ------
    DecisionError
        A cell that is no longer what the list says it became.

    Examples
    --------
    >>> from smartspec.decision.table import table
    >>> t = table(pd.DataFrame({"size": [1.0, 2.0, float("nan")], "jobs": [1.0, 2.0, 3.0]}, index=["A", "B", "C"]))
    >>> undo(impute(t)).values.equals(t.values)
    True
    """
    values = treated.table.values
    x = values.to_numpy().copy()
    indexes = [values.indexes[dim] for dim in values.dims]
    columns = [*map(str, values.dims), "before", "after"]
    for *cell, before, after in list(treated.changes[columns].itertuples(index=False, name=None))[::-1]:
        at = tuple(index.get_loc(part) for index, part in zip(indexes, cell, strict=True))
        if not np.array_equal(x[at], after, equal_nan=True):
            raise DecisionError(
                f"{' / '.join(map(str, cell))} is {x[at]} and not {after}, as the list of changes says."
            )
        x[at] = before
    return replace(treated.original, values=values.copy(data=x))


def _begin(t: DecisionTable | Treatment) -> Treatment:
    if isinstance(t, Treatment):
        return t
    columns = [*map(str, t.values.dims), "before", "after", "step", "why"]
    return Treatment(t, t, pd.DataFrame(columns=columns))


def _changed(now: Treatment, after: Floats, step: str, why: Any) -> Treatment:
    """The treatment with these values, and the cells that differ listed."""
    before = now.table.values.to_numpy()
    marks = ~((before == after) | (np.isnan(before) & np.isnan(after)))
    rows = [
        [*cell, float(old), float(new), step, str(says)]
        for cell, old, new, says in zip(
            named(now.table.values, marks), before[marks], after[marks], why[marks], strict=True
        )
    ]
    listed = pd.DataFrame(rows, columns=now.changes.columns)
    both = [frame for frame in (now.changes, listed) if len(frame)]
    changes = pd.concat(both, ignore_index=True) if both else now.changes
    made = replace(now.table, values=now.table.values.copy(data=after))
    return replace(now, table=replace(made, lower=None, upper=None) if len(listed) else made, changes=changes)


def _grouped(t: DecisionTable, groups: Mapping[Any, Any] | None) -> list[Any]:
    """The group of each candidate, in order."""
    if groups is None:
        return [0] * len(t.candidates)
    left = [name for name in t.candidates if name not in groups]
    if left:
        raise DecisionError(f"groups: nothing said of {first_few(left)}.")
    return [groups[name] for name in t.candidates]
