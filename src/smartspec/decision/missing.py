"""What is not known of candidates: named, set aside or refused, never filled.

    present           who is a candidate where
    known_share       how much of each candidate is known
    missing_cells     the unknown cells, each with its reason
    complete          candidates with an unknown cell set aside
    set_aside         candidates set aside by a mask; their labels stay, they get no rank
    without_unknown   criteria of which nothing is known in a slice weigh nothing there

A row without any known cell is not a candidate in that slice. Criteria of no weight may be unknown.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from smartspec.decision._labels import Flags, named
from smartspec.decision.table import DecisionTable, share_out
from smartspec.errors import DecisionError, bullets, first_few

__all__ = [
    "complete",
    "known_share",
    "missing_cells",
    "present",
    "present_rows",
    "refuse_unknown",
    "set_aside",
    "slices",
    "unknown_cells",
    "without_unknown",
]


def without_unknown(t: DecisionTable) -> DecisionTable:
    """Let criteria of which nothing is known in a slice weigh nothing there.

    Their weight goes to the rest of their group, and that of a group without data to all other groups. Every
    candidate of a slice is still judged by the same criteria. What was left out reads ``weights == 0``.

    Returns
    -------
    DecisionTable
        Its weights are (..., criterion): they differ from slice to slice where knowledge does.

    Raises
    ------
    DecisionError
        A slice whose candidates are known only by criteria of no weight.

    Examples
    --------
    >>> from smartspec.decision.table import table
    >>> unknown = float("nan")
    >>> t = table(pd.DataFrame({"size": [3.0, 5.0], "growth": [unknown, unknown]}, index=["A", "B"]))
    >>> without_unknown(t).weights.to_series().to_dict()
    {'size': 1.0, 'growth': 0.0}
    """
    known = np.isfinite(t.values.to_numpy()).any(axis=-2)
    weights = np.broadcast_to(t.weights.to_numpy(), known.shape)
    lost = known.any(axis=-1) & ((weights * known).sum(axis=-1) <= 0)
    if lost.any():
        raise DecisionError(f"only criteria of no weight are known in {slices(t, lost)}: weigh one of them.")
    shared = share_out(t, weights, known | ~known.any(axis=-1, keepdims=True))
    return replace(t, weights=xr.DataArray(shared, coords=_coords(t.values, (*t.lead, "criterion"))))


def present(t: DecisionTable) -> xr.DataArray:
    """Tell who is a candidate where: (..., candidate), true where any cell of the row is known."""
    return t.values.isel(criterion=0, drop=True).copy(data=present_rows(t))


def present_rows(t: DecisionTable) -> Flags:
    """The same as plain flags (..., candidate)."""
    marks: Flags = ~np.isnan(t.values.to_numpy()).all(axis=-1)
    return marks


def known_share(t: DecisionTable) -> xr.DataArray:
    """Share of each candidate's criteria that is known, counted by their weight: (..., candidate).

    Missing where a row is no candidate. With `at_least` it makes the gate of data adequacy.

    Examples
    --------
    >>> from smartspec.decision.table import table
    >>> unknown = float("nan")
    >>> t = table(pd.DataFrame({"size": [3.0, 5.0], "growth": [1.0, unknown]}, index=["A", "B"]))
    >>> known_share(t).to_series().to_dict()
    {'A': 1.0, 'B': 0.5}
    """
    known = (~np.isnan(t.values.to_numpy()) * t.weights.to_numpy()[..., None, :]).sum(axis=-1)
    return present(t).copy(data=np.where(present_rows(t), np.minimum(known, 1.0), np.nan))


def set_aside(t: DecisionTable, mask: xr.DataArray) -> DecisionTable:
    """Set candidates aside where the mask is true: the label stays, the row becomes unknown and gets no rank.

    Parameters
    ----------
    t
        The table.
    mask : (candidate) or (..., candidate)
        True where a candidate is set aside, such as `held_back` of its gates.

    Raises
    ------
    DecisionError
        Labels that do not meet exactly.
    """
    known = {*t.lead, "candidate"}
    if mask.dtype != bool or "candidate" not in mask.dims or not set(mask.dims) <= known:
        raise DecisionError(f"the mask needs true or false by 'candidate', alone or with {t.lead}, found {mask.dims}.")
    for dim in mask.dims:
        if dim not in mask.indexes or not mask.indexes[dim].is_unique:
            raise DecisionError(f"the mask needs each label along '{dim}' once.")
        if set(mask.indexes[dim]) != set(t.values.indexes[dim]):
            raise DecisionError(f"mask and table name different labels along '{dim}': use those of the table.")
    aligned = mask.reset_coords(drop=True).reindex({dim: t.values.indexes[dim] for dim in mask.dims})
    return replace(t, values=t.values.where(~aligned).transpose(*t.values.dims))


def complete(t: DecisionTable) -> DecisionTable:
    """Set aside the candidates of which a criterion of weight is unknown.

    Compare `present` before and after to name them; `missing_cells` of the table before gives the cells.

    Examples
    --------
    >>> from smartspec.decision.table import table
    >>> t = table(pd.DataFrame({"size": [3.0, 5.0], "growth": [1.0, float("nan")]}, index=["A", "B"]))
    >>> present(complete(t)).to_series().to_dict()
    {'A': True, 'B': False}
    """
    return set_aside(t, present(t) & unknown_cells(t).any("criterion"))


def missing_cells(t: DecisionTable) -> pd.DataFrame:
    """List the unknown cells of criteria with weight: one row each, its labels and its reason ('' if none was told).

    Examples
    --------
    >>> from smartspec.decision.table import table
    >>> frame = pd.DataFrame({"size": [3.0, 5.0], "growth": [1.0, float("nan")]}, index=["A", "B"])
    >>> missing_cells(table(frame, missing={("B", "growth"): "withheld"})).to_dict("records")
    [{'candidate': 'B', 'criterion': 'growth', 'reason': 'withheld'}]
    """
    cells = named(t.values, unknown_cells(t).to_numpy())
    dims = [str(dim) for dim in t.values.dims]
    return pd.DataFrame(
        [[*cell, t.reasons.get(cell, "")] for cell in cells], columns=[*dims, "reason"], dtype=object
    ).astype({"reason": "str"})


def unknown_cells(t: DecisionTable) -> xr.DataArray:
    """Mark (..., candidate, criterion) the unknown cells of present candidates under criteria with weight."""
    return t.values.copy(data=_unknown(t))


def _unknown(t: DecisionTable) -> Flags:
    marks: Flags = np.isnan(t.values.to_numpy()) & present_rows(t)[..., None] & (t.weights.to_numpy() > 0)[..., None, :]
    return marks


def refuse_unknown(t: DecisionTable, asker: str) -> None:
    """Refuse unknown cells by name, with the ways out."""
    if not _unknown(t).any():
        return
    cells = missing_cells(t)
    shown = [
        " / ".join(str(part) for part in row[:-1]) + (f" ({row[-1]})" if row[-1] else "")
        for row in cells.itertuples(index=False, name=None)
    ]
    raise DecisionError(
        bullets(
            f"{asker} needs every criterion of every candidate, but {len(cells)} cell(s) are unknown:",
            [*shown[:5], *([f"and {len(shown) - 5} more"] if len(shown) > 5 else [])],
        )
        + "\nDrop the criterion with `without`, leave it out where nothing is known of it with `without_unknown`, "
        "set the candidates aside with `complete`, or fill the cells with `impute`, which keeps a list of them."
    )


def slices(t: DecisionTable, marks: Flags) -> str:
    """Name the marked slices of the leading dimensions, the first five and the count."""
    if not t.lead:
        return "the table"
    indexes = [t.values.indexes[dim] for dim in t.lead]
    found = [" / ".join(str(index[i]) for index, i in zip(indexes, at, strict=True)) for at in np.argwhere(marks)]
    return first_few(found)


def _coords(array: xr.DataArray, dims: tuple[str, ...]) -> dict[str, pd.Index[Any]]:
    return {dim: array.indexes[dim] for dim in dims}
