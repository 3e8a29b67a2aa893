"""The gate every measure's input passes: labelled, at least (region, activity), zero or more, in floating point.

    labelled   lets a measure take a wide table (regions down, activities across) as well as a labelled array
    amounts    the input as non-negative floating-point numbers
    shares     parts of a total along one dimension; missing where the total is zero or unknown

Missing stays missing and local. Inputs are never changed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

import numpy as np
import pandas as pd
import xarray as xr

from smartspec.errors import MeasureError, first_few

__all__ = ["amounts", "labelled", "need", "shares"]

P = ParamSpec("P")
R = TypeVar("R")


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


def amounts(x: xr.DataArray, *, name: str = "this measure") -> xr.DataArray:
    """The input as floating-point amounts, zero or more, ending in (region, activity).

    Raises
    ------
    MeasureError
        A dimension is missing, or a cell is negative or infinite; the first five are named.
    """
    need(x, "region", "activity", name=name)
    values = x.transpose(..., "region", "activity").astype(float)
    wrong = (values < 0) | np.isinf(values)
    if bool(wrong.any()):
        cells = values.where(wrong).to_series().dropna()
        shown = [
            f"{' / '.join(map(str, np.atleast_1d(np.array(at, dtype=object))))}: {value:g}"
            for at, value in cells.items()
        ]
        raise MeasureError(
            f"amounts must be zero or more and finite, but {len(cells)} of {values.size} cells of '{x.name or 'x'}' "
            f"are not: {first_few(shown)}. "
            "If these are changes, measure them with `dynamics`; "
            "if they are errors, mark them missing with `x.where(x >= 0)`."
        )
    return values


def shares(x: xr.DataArray, *, over: str) -> xr.DataArray:
    """Parts of the total along `over`; missing where the total is zero or unknown."""
    total: Any = x.sum(over, skipna=False)
    parts: xr.DataArray = x / total.where(total > 0)
    return parts
