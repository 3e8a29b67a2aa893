"""The gate every measure's input passes: labelled, at least (region, activity), zero or more, in floating point.

    labelled     lets a measure take a wide table (regions down, activities across) as well as a labelled array
    need         refuses an array that lacks a dimension
    amounts      the input as non-negative floating-point numbers, its working dimensions last
    matched      a second argument (reference, population, weights) in the order of the first one's labels
    beside       the same as plain numbers that broadcast against the first one's
    relabelled   plain numbers under the labels of an array, with or without some of its dimensions
    shares       parts of a total along one dimension; missing where the total is zero or unknown

Missing stays missing and local. Inputs are never changed. Inside a measure the numbers are plain arrays, so that the
labels cost their price once, at the gate. What comes out carries no attributes: a unit belongs to the amounts, not to
their quotient.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

import numpy as np
import numpy.typing as npt
import pandas as pd
import xarray as xr

from smartspec.errors import MeasureError, first_few

__all__ = ["Cells", "amounts", "beside", "labelled", "matched", "need", "over_total", "relabelled", "shares"]

P = ParamSpec("P")
R = TypeVar("R")
Cells = npt.NDArray[np.float64]


def _as_array(x: object, name: str) -> xr.DataArray:
    if isinstance(x, xr.DataArray):
        return x
    if isinstance(x, pd.DataFrame):
        index, columns = x.index.tolist(), x.columns.tolist()
        return xr.DataArray(
            x.to_numpy(float), coords={"region": index, "activity": columns}, dims=("region", "activity")
        )
    raise MeasureError(
        f"{name} needs labels, but was given a {type(x).__name__}. "
        "Label it with `smartspec.label(values, region=[...], activity=[...])`."
    )


def _as_given(result: object) -> object:
    if isinstance(result, xr.Dataset):
        return {str(key): _as_given(value) for key, value in result.items()}
    if isinstance(result, xr.DataArray) and result.ndim == 2:
        return pd.DataFrame(
            result.values, index=result[result.dims[0]].to_index(), columns=result[result.dims[1]].to_index()
        )
    if isinstance(result, xr.DataArray) and result.ndim == 1:
        return result.to_series()
    return result


def labelled(measure: Callable[P, R]) -> Callable[P, R]:
    """Let a measure take a wide pandas table and answer in kind; refuse what carries no labels."""

    @wraps(measure)
    def with_labels(*args: P.args, **kwargs: P.kwargs) -> R:
        x, *rest = args
        array = _as_array(x, measure.__name__)
        result = cast(Callable[..., R], measure)(array, *rest, **kwargs)
        return cast(R, _as_given(result)) if isinstance(x, pd.DataFrame) else result

    return cast(Callable[P, R], with_labels)


def need(x: xr.DataArray, *dims: str, name: str) -> None:
    """Refuse an array that lacks one of the dimensions a measure works along."""
    if missing := [dim for dim in dims if dim not in x.dims]:
        raise MeasureError(
            f"{name} works along {', '.join(dims)}, but the array has {', '.join(map(str, x.dims))}: "
            f"{', '.join(missing)} is missing. Rename or add the dimension."
        )


def _refuse_cells(values: xr.DataArray, wrong: npt.NDArray[np.bool_], name: object) -> None:
    cells = values.where(xr.DataArray(wrong, dims=values.dims, coords=values.coords)).to_series().dropna()
    shown = [
        f"{' / '.join(map(str, np.atleast_1d(np.array(at, dtype=object))))}: {value:g}" for at, value in cells.items()
    ]
    raise MeasureError(
        f"amounts must be zero or more and finite, but {len(cells)} of {values.size} cells of '{name or 'x'}' "
        f"are not: {first_few(shown)}. "
        "If these are changes, measure them with `dynamics`; "
        "if they are errors, mark them missing with `x.where(x >= 0)`."
    )


def amounts(
    x: xr.DataArray, *, name: str = "this measure", along: tuple[str, ...] = ("region", "activity")
) -> xr.DataArray:
    """The input as floating-point amounts, zero or more, ending in the dimensions of `along`.

    Raises
    ------
    MeasureError
        A dimension is missing, a label stands twice, or a cell is negative or infinite; the first five are named.
    """
    need(x, *along, name=name)
    if x.dims[-len(along) :] != along:
        x = x.transpose(..., *along)
    if x.dtype != np.float64:
        x = x.astype(float)
    for dim in along:
        index = x.get_index(dim)
        if not index.is_unique:
            twice = list(dict.fromkeys(index[index.duplicated()]))
            raise MeasureError(
                f"{len(twice)} labels of {dim} stand more than once: {first_few(twice)}. "
                f"Add their figures up first, for example with `x.groupby('{dim}').sum()`."
            )
    values = x.values
    # one pass each: a missing cell makes the plain minimum and maximum missing, and only then are they sought again
    low, high = (values.min(), values.max()) if values.size else (0.0, 0.0)
    if not (low >= 0 and high < np.inf):
        wrong = (values < 0) | np.isinf(values)
        if wrong.any():
            _refuse_cells(x, wrong, x.name)
    return x


def matched(other: object, x: xr.DataArray, *dims: str, name: str, what: str | None = None) -> xr.DataArray:
    """A second argument with its labels in the order of the first one's, or a refusal that says where they part.

    Parameters
    ----------
    other
        A labelled array; a pandas Series (along the one dimension of `dims`) is taken too.
    x
        The array whose labels must be met exactly, along every dimension both have.
    *dims
        Dimensions the second argument must have.
    name
        What the argument is called.
    what
        What the labels of the dimension are called in the message; their plural by rule if left out.
    """
    if isinstance(other, pd.Series) and len(dims) == 1:
        other = xr.DataArray(other.to_numpy(), coords={dims[0]: other.index.tolist()}, dims=dims)
    if not isinstance(other, xr.DataArray):
        sample = ", ".join(f"{dim}=[...]" for dim in dims)
        raise MeasureError(
            f"{name} needs labels, but was given a {type(other).__name__}. "
            f"Label it with `smartspec.label(values, {sample})`."
        )
    need(other, *dims, name=name)
    order: dict[str, pd.Index[Any]] = {}
    for dim in map(str, other.dims):
        if dim not in x.dims:
            continue
        index, there = x.get_index(dim), other.get_index(dim)
        if index.equals(there):
            continue
        if len(index) != len(there) or not there.is_unique or len(index.difference(there)):
            differ = sorted(set(map(str, index)) ^ set(map(str, there))) or [str(there[there.duplicated()][0])]
            plural = what or (f"{dim[:-1]}ies" if dim.endswith("y") else f"{dim}s")
            raise MeasureError(
                f"the {name} and the amounts differ in {len(differ)} {plural}: {first_few(differ)}. "
                f"Give both the same {plural}, for example with `{name}.sel({dim}=x.{dim})`."
            )
        order[dim] = index
    return other.sel(order) if order else other


def beside(other: xr.DataArray, x: xr.DataArray) -> tuple[Cells, xr.DataArray]:
    """A matched argument as plain numbers that broadcast against `x`, and `x` with whatever dimensions it lacked."""
    extra = [dim for dim in other.dims if dim not in x.dims]
    if extra:
        x = x.expand_dims({dim: other[dim] if dim in other.coords else other.sizes[dim] for dim in extra})
    order = [dim for dim in x.dims if dim in other.dims]
    values = (other if list(other.dims) == order else other.transpose(*order)).values
    at = tuple(slice(None) if dim in other.dims else np.newaxis for dim in x.dims)
    return np.asarray(values, dtype=float)[at], x


def relabelled(values: Cells, x: xr.DataArray, *, without: Iterable[str] = ()) -> xr.DataArray:
    """Plain numbers under the labels of `x`, less the dimensions that were summed away."""
    gone = dict.fromkeys(without, 0)
    frame = x.isel(gone, drop=True) if gone else x
    if frame.shape != values.shape:
        raise ValueError(f"{values.shape} numbers for the labels of {dict(frame.sizes)}")
    found = frame.copy(deep=False, data=values)
    found.attrs = {}
    return found


def over_total(values: Cells, axis: int = -1, total: Cells | None = None) -> Cells:
    """Parts of the total along an axis; missing where the total is zero or unknown."""
    whole = values.sum(axis, keepdims=True) if total is None else total
    parts: Cells = values / np.where(whole > 0, whole, np.nan)
    return parts


def shares(x: xr.DataArray, *, over: str) -> xr.DataArray:
    """Parts of the total along `over`; missing where the total is zero or unknown."""
    return relabelled(over_total(x.values, x.get_axis_num(over)), x)
