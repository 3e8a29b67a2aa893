"""Frames and arrays as received become labelled numbers, or are refused by the label of the cell.

from_pandas, from_xarray    numbers (..., candidate, criterion), every dimension labelled
bounds                      least and most of uncertain cells, checked against the values
named                       labels of the marked cells
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
import xarray as xr

from smartspec.errors import DecisionError, first_few

__all__ = ["Flags", "Floats", "bounds", "from_pandas", "from_xarray", "named", "odd_cells"]

Floats: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]


def from_pandas(frame: pd.DataFrame) -> xr.DataArray:
    """Label a data frame, in the order its labels first appear."""
    _refuse_doubled("candidate", frame.index)
    _refuse_doubled("criterion", frame.columns)
    if frame.empty:
        raise DecisionError("the table needs at least one candidate and one criterion.")
    levels = [frame.index.get_level_values(i).unique() for i in range(frame.index.nlevels)]
    dims = [*frame.index.names[:-1], "candidate", "criterion"]
    if not all(isinstance(dim, str) for dim in dims) or len(set(dims)) < len(dims):
        raise DecisionError(
            f"each index level before the candidate needs a name of its own, found {frame.index.names}."
        )
    if any(level.isna().any() for level in levels) or frame.columns.isna().any():
        raise DecisionError("a candidate or criterion without a label: name every row and column.")
    numbers = frame.apply(pd.to_numeric, errors="coerce")
    text = np.argwhere((numbers.isna() & frame.notna()).to_numpy())
    if len(text):
        cells = [f"{frame.index[i]} / {frame.columns[j]}: {frame.iat[i, j]!r}" for i, j in text]
        raise DecisionError(f"{len(cells)} cell(s) hold no number: {first_few(cells)}. Correct or empty them.")
    if len(levels) > 1:
        numbers = numbers.reindex(pd.MultiIndex.from_product(levels, names=frame.index.names))
    shape = (*(len(level) for level in levels), len(frame.columns))
    coords = dict(zip(dims, [*levels, frame.columns], strict=True))
    return xr.DataArray(numbers.to_numpy(dtype=float, na_value=np.nan).reshape(shape), coords=coords, dims=dims)


def from_xarray(array: xr.DataArray) -> xr.DataArray:
    """Order an array's dimensions; every dimension needs labels."""
    lacking = [dim for dim in ("candidate", "criterion") if dim not in array.dims]
    if lacking:
        raise DecisionError(f"the array needs the dimensions 'candidate' and 'criterion', found {array.dims}.")
    for dim in array.dims:
        if dim not in array.indexes:
            raise DecisionError(f"dimension '{dim}' has no labels: give it coordinates.")
        _refuse_doubled(str(dim), array.indexes[dim])
    if array.size == 0:
        raise DecisionError("the table needs at least one candidate and one criterion.")
    if array.dtype.kind not in "biuf":
        raise DecisionError(f"the array holds {array.dtype}, not numbers: convert it first.")
    return array.reset_coords(drop=True).transpose(..., "candidate", "criterion").astype(float)


def _refuse_doubled(what: str, index: pd.Index[Any]) -> None:
    if not index.is_unique:
        raise DecisionError(f"{what} labels stand twice: {first_few(list(index[index.duplicated()].unique()))}.")


def odd_cells(values: xr.DataArray) -> list[str]:
    cells = [" / ".join(str(part) for part in cell) for cell in named(values, np.isinf(values.to_numpy()))]
    return [f"{len(cells)} cell(s) are infinite: {first_few(cells)}"] if cells else []


def named(array: xr.DataArray, marks: Flags) -> list[tuple[Any, ...]]:
    """Labels of the marked cells of an array of the same shape, in its order."""
    indexes = [array.indexes[dim] for dim in array.dims]
    return [tuple(index[i] for index, i in zip(indexes, where, strict=True)) for where in np.argwhere(marks)]


def bounds(
    values: xr.DataArray, lower: pd.DataFrame | xr.DataArray | None, upper: pd.DataFrame | xr.DataArray | None
) -> tuple[xr.DataArray | None, xr.DataArray | None, list[str]]:
    """Least and most of each cell, the value where nothing is told; and what does not fit."""
    if lower is None and upper is None:
        return None, None, []
    problems: list[str] = []
    ends = []
    for what, told in (("lower", lower), ("upper", upper)):
        end = values if told is None else from_pandas(told) if isinstance(told, pd.DataFrame) else from_xarray(told)
        if set(end.dims) != set(values.dims) or any(set(end.indexes[d]) != set(values.indexes[d]) for d in values.dims):
            problems.append(f"{what}: its labels are not those of the table")
            end = values
        end = end.reindex_like(values).transpose(*values.dims)
        ends.append(end.where(end.notnull(), values))
    least, most = ends
    x = values.to_numpy()
    out = (least.to_numpy() > x) | (most.to_numpy() < x) | (least.to_numpy() > most.to_numpy())
    half = np.isnan(least.to_numpy()) != np.isnan(most.to_numpy())
    endless = np.isinf(least.to_numpy()) | np.isinf(most.to_numpy())
    for marks, says in ((out, "do not lie between lower and upper"), (half, "have only one end"),
                        (endless & ~out, "have an infinite end")):  # fmt: skip
        if marks.any():
            cells = [" / ".join(str(part) for part in cell) for cell in named(values, marks)]
            problems.append(f"{len(cells)} cell(s) {says}: {first_few(cells)}")
    return least, most, problems
