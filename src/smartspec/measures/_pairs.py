"""Pairs: exact counts of what stands together, their labels, their diagonal, and two arrays brought side by side.

    pattern      presence of 0 and 1, checked; missing stays missing
    known        its numbers with unknown as absent, for counting over regions
    together     in how many regions two activities stand together, exact
    by_pairs     a formula on each pair and its two margins, block by block
    paired       a square of pairs with its labels; undefined activities missing, the diagonal set
    relation     a square array of pairs (..., activity, other) from an array or a table
    meet         one array's labels in the order of another's; refused when they differ
    spread       numbers whose leading dimensions broadcast against those of a partner
    same_leads   leading dimensions of several arrays, in order, with their labels checked

Counts up to 2**24 are exact in single precision, so pairs are counted there and divided in the precision of
the input: float32 in, float32 out.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

import numpy as np
import numpy.typing as npt
import pandas as pd
import xarray as xr

from smartspec.errors import MeasureError, first_few
from smartspec.measures._amounts import need

__all__ = [
    "SMALL_SAMPLE",
    "Numbers",
    "by_pairs",
    "few_regions",
    "known",
    "labelled_pairs",
    "labels",
    "meet",
    "paired",
    "pattern",
    "relation",
    "same_leads",
    "spread",
    "together",
]

Numbers = npt.NDArray[Any]
P = ParamSpec("P")
R = TypeVar("R")

SMALL_SAMPLE = 50
"""Regions under which an estimated relatedness is warned about."""

BLOCK = 1 << 18
"""Cells a temporary may hold: two megabytes, so that it stays in the cache."""


def pattern(presence: xr.DataArray, *, name: str) -> xr.DataArray:
    """Presence as floating-point (..., region, activity).

    Raises
    ------
    MeasureError
        A dimension is missing, or a cell is neither 0 nor 1 nor missing.
    """
    need(presence, "region", "activity", name=name)
    x = presence if presence.dims[-2:] == ("region", "activity") else presence.transpose(..., "region", "activity")
    if x.dtype not in (np.float32, np.float64):
        x = x.astype(float)
    values = x.values
    right = (values == 0) | (values == 1)
    if not right.all() and not (right | np.isnan(values)).all():
        wrong = values[~(right | np.isnan(values))]
        raise MeasureError(
            f"{name} takes presence of 0 and 1, but {wrong.size} of {values.size} cells are something else: "
            f"{first_few([f'{value:g}' for value in wrong[:6]])}. Turn quotients into it with `presence(lq)`."
        )
    return x


def known(x: xr.DataArray) -> Numbers:
    """The numbers of a pattern, unknown as absent; the very array where nothing is missing."""
    values: Numbers = x.values
    return np.nan_to_num(values, nan=0.0) if np.isnan(values.sum()) else values


def few_regions(count: int) -> None:
    """Warn that a relatedness estimated from few regions is mostly noise."""
    if count < SMALL_SAMPLE:
        warnings.warn(
            f"relatedness estimated from {count} regions is mostly noise; "
            f"use at least {SMALL_SAMPLE}, or a table estimated elsewhere.",
            stacklevel=4,
        )


def together(held: Numbers, other: Numbers | None = None) -> Numbers:
    """Pairs of columns that are 1 in the same row, (..., n, m), exact, in single precision."""
    first = held.astype(np.float32, copy=False)
    second = first if other is None else other.astype(np.float32, copy=False)
    return np.asarray(np.matmul(first.swapaxes(-1, -2), second))


def _rows(shape: tuple[int, ...]) -> Iterator[slice]:
    wide = max(1, BLOCK * shape[-2] // max(1, int(np.prod(shape))))
    for start in range(0, shape[-2], wide):
        yield slice(start, start + wide)


def by_pairs(
    counts: Numbers,
    rows: Numbers,
    columns: Numbers,
    formula: Callable[[Numbers, Numbers, Numbers], Numbers],
) -> Numbers:
    """`formula(count, margin of the row, margin of the column)` for all pairs, in the margins' precision.

    A margin of zero is undefined, and so is every pair it is part of.
    """
    first, second = _defined(rows), _defined(columns)
    found = counts if counts.dtype == first.dtype else np.empty(counts.shape, first.dtype)
    with np.errstate(divide="ignore", invalid="ignore"):
        for block in _rows(counts.shape):
            found[..., block, :] = formula(counts[..., block, :], first[..., block, None], second[..., None, :])
    return found


def _defined(margin: Numbers) -> Numbers:
    return np.where(margin > 0, margin, np.nan).astype(margin.dtype, copy=False)


def labels(x: xr.DataArray, dim: Hashable, *, name: str) -> pd.Index[Any]:
    """The labels along a dimension; refused where there are none."""
    if dim not in x.indexes:
        raise MeasureError(f"{name} needs labels along {dim}. Add them with `x.assign_coords({dim}=[...])`.")
    index: pd.Index[Any] = x.indexes[dim]
    return index


def _coords(x: xr.DataArray, dims: Sequence[Hashable]) -> dict[Hashable, Any]:
    return {dim: x.coords[dim].variable for dim in dims if dim in x.coords}


def paired(
    values: Numbers,
    like: xr.DataArray,
    *,
    diagonal: float | None = 0.0,
    dim: str = "activity",
    margin: Numbers | None = None,
) -> xr.DataArray:
    """Pairs of the things along `dim` of `like`, the diagonal set in place; missing where `margin` is zero."""
    if diagonal is not None:
        cells = np.einsum("...ii->...i", values)
        cells[...] = diagonal if margin is None else np.where(margin > 0, diagonal, np.nan)
    lead = like.dims[:-2]
    coords = _coords(like, [*lead, dim])
    if dim in coords:
        coords["other"] = xr.Variable("other", coords[dim].values)
    return xr.DataArray(values, dims=(*lead, dim, "other"), coords=coords)


def relation(x: object, *, name: str) -> xr.DataArray:
    """Pairs (..., activity, other) in floating point, from a labelled array or a square table.

    Raises
    ------
    MeasureError
        No labels, a dimension missing, or rows and columns that are not the same activities.
    """
    if isinstance(x, pd.DataFrame):
        coords = {"activity": x.index.tolist(), "other": x.columns.tolist()}
        x = xr.DataArray(x.to_numpy(float), coords=coords, dims=("activity", "other"))
    if not isinstance(x, xr.DataArray):
        raise MeasureError(
            f"{name} needs labelled pairs, but was given a {type(x).__name__}. "
            "Label them with `smartspec.label(values, activity=[...], other=[...])`."
        )
    need(x, "activity", "other", name=name)
    square = x if x.dims[-2:] == ("activity", "other") else x.transpose(..., "activity", "other")
    if square.dtype not in (np.float32, np.float64):
        square = square.astype(float)
    return meet(square, "other", labels(square, "activity", name=name), name=name)


def labelled_pairs(measure: Callable[P, R]) -> Callable[P, R]:
    """Let a measure of pairs take a square pandas table and answer with one."""

    @wraps(measure)
    def with_labels(*args: P.args, **kwargs: P.kwargs) -> R:
        x, *rest = args
        found: Any = cast(Callable[..., R], measure)(relation(x, name=measure.__name__), *rest, **kwargs)
        if not isinstance(x, pd.DataFrame):
            return cast(R, found)
        return cast(R, pd.DataFrame(found.values, index=found.indexes["activity"], columns=found.indexes["other"]))

    return cast(Callable[P, R], with_labels)


def meet(x: xr.DataArray, dim: str, wanted: pd.Index[Any], *, name: str) -> xr.DataArray:
    """The array with the labels of `dim` in the wanted order.

    Raises
    ------
    MeasureError
        The labels are not the same; the first five that differ are named.
    """
    own = labels(x, dim, name=name)
    if own.equals(wanted):
        return x
    if not (own.is_unique and wanted.is_unique and set(own) == set(wanted)):
        differ = sorted(map(str, set(own) ^ set(wanted))) or sorted(map(str, own[own.duplicated()]))
        raise MeasureError(
            f"{name}: the labels along {dim} do not meet, {len(differ)} differ: {first_few(differ)}. "
            f"Give both arrays the same, for example with `x.sel({dim}=...)`."
        )
    return x.isel({dim: own.get_indexer(wanted)})


def same_leads(name: str, *arrays: tuple[xr.DataArray, int]) -> dict[Hashable, xr.Variable | None]:
    """Leading dimensions of arrays, each given with the number of its last dimensions that do not lead.

    Raises
    ------
    MeasureError
        A dimension that two arrays share carries other labels.
    """
    found: dict[Hashable, xr.Variable | None] = {}
    for x, core in arrays:
        for dim in x.dims[: x.ndim - core]:
            own = x.coords[dim].variable if dim in x.coords else None
            before = found.setdefault(dim, own)
            if own is not None and before is not None and not before.equals(own):
                raise MeasureError(f"{name}: the labels along {dim} do not meet. Select the same in both arrays.")
    return found


def spread(x: xr.DataArray, leads: Mapping[Hashable, object], *, core: int) -> Numbers:
    """The numbers of `x` with one leading axis per dimension of `leads`, of length 1 where it has none."""
    own = x.dims[: x.ndim - core]
    order = (*[dim for dim in leads if dim in own], *x.dims[x.ndim - core :])
    placed = x if order == x.dims else x.transpose(*order)
    shape = [placed.sizes[dim] if dim in own else 1 for dim in leads]
    return placed.values.reshape(*shape, *placed.shape[len(own) :])
