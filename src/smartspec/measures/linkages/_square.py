"""The gate square tables pass: supplying activity down, using activity across, the same labels both ways.

    tabled         lets a measure take a square pandas table and answers in kind
    square         a table (..., activity, other) of zero or more, with matching labels
    per_activity   a row of amounts for the same activities
    as_using       the same row laid along the using activities

Missing stays missing. Inputs are never changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import ParamSpec, TypeVar, cast

import numpy as np
import pandas as pd
import xarray as xr

from smartspec.errors import MeasureError, first_few
from smartspec.measures._amounts import _as_given, need

__all__ = ["as_using", "bad_cells", "per_activity", "square", "tabled"]

P = ParamSpec("P")
R = TypeVar("R")


def _labelled(x: object, name: str, what: str) -> xr.DataArray:
    if isinstance(x, xr.DataArray):
        return x
    if isinstance(x, pd.DataFrame):
        coords = {"activity": x.index.tolist(), "other": x.columns.tolist()}
        return xr.DataArray(x.to_numpy(float), coords=coords, dims=("activity", "other"))
    if isinstance(x, pd.Series):
        return xr.DataArray(x.to_numpy(float), coords={"activity": x.index.tolist()}, dims=("activity",))
    raise MeasureError(
        f"{name} needs labels on {what}, but was given a {type(x).__name__}. "
        "Label it with `smartspec.label(values, activity=[...], other=[...])`, suppliers down and users across."
    )


def tabled(measure: Callable[P, R]) -> Callable[P, R]:
    """Let a measure take a square pandas table (suppliers down, users across) and answer in kind."""

    @wraps(measure)
    def with_labels(*args: P.args, **kwargs: P.kwargs) -> R:
        x, *rest = args
        array = _labelled(x, measure.__name__, "its table")
        result = cast(Callable[..., R], measure)(array, *rest, **kwargs)
        return cast(R, _as_given(result)) if isinstance(x, pd.DataFrame) else result

    return cast(Callable[P, R], with_labels)


def bad_cells(x: xr.DataArray, wrong: xr.DataArray) -> str:
    """The first cells that are wrong, each with its labels and its value; the rest counted."""
    if not x.ndim:
        return f"{x.item():g}"
    cells = x.where(wrong).to_series().dropna()
    return first_few(
        [f"{' / '.join(map(str, np.atleast_1d(np.array(at, dtype=object))))}: {value:g}" for at, value in cells.items()]
    )


def _refuse_twice(labels: Sequence[object], what: str) -> None:
    if twice := sorted({str(label) for label in labels if list(labels).count(label) > 1}):
        raise MeasureError(f"{what} stands twice: {first_few(twice)}. Add the two up or give them different labels.")


def square(x: object, *, name: str, what: str = "the table") -> xr.DataArray:
    """A table (..., activity, other) in floating point whose rows and columns carry the same labels.

    Raises
    ------
    MeasureError
        A dimension is missing, the labels of rows and columns differ, or a cell is negative or infinite.
    """
    array = _labelled(x, name, what)
    need(array, "activity", "other", name=name)
    rows, columns = array["activity"].values.tolist(), array["other"].values.tolist()
    _refuse_twice(rows, "an activity")
    if set(rows) != set(columns) or len(rows) != len(columns):
        alone = [f"{label} (row only)" for label in rows if label not in columns]
        alone += [f"{label} (column only)" for label in columns if label not in rows]
        raise MeasureError(
            f"the rows and columns of {what} must carry the same activities, but {len(alone)} differ: "
            f"{first_few(alone)}. {name} reads supplying activities down and using activities across; "
            "keep what stands in both, as in `table.sel(activity=both, other=both)`."
        )
    values = array.sel(other=rows).transpose(..., "activity", "other").astype(float)
    wrong = (values < 0) | np.isinf(values)
    if bool(wrong.any()):
        raise MeasureError(
            f"the cells of {what} must be zero or more and finite, but {int(wrong.sum())} of {values.size} are not: "
            f"{bad_cells(values, wrong)}. Move negative entries, such as scrap and second-hand goods, "
            "to final demand, or mark them missing with `table.where(table >= 0)`."
        )
    return values


def per_activity(
    x: object,
    like: xr.DataArray,
    *,
    name: str,
    what: str,
    positive: bool = False,
    absent: xr.DataArray | None = None,
) -> xr.DataArray:
    """Amounts (..., activity) for the activities of a square table, in its order.

    Raises
    ------
    MeasureError
        The activities are not those of the table, or an amount is negative, infinite or (if asked) zero.
    """
    row = _labelled(x, name, what)
    need(row, "activity", name=name)
    ours, theirs = like["activity"].values.tolist(), row["activity"].values.tolist()
    _refuse_twice(theirs, f"an activity of {what}")
    if set(ours) != set(theirs):
        alone = [f"{label} (table only)" for label in ours if label not in theirs]
        alone += [f"{label} ({what} only)" for label in theirs if label not in ours]
        raise MeasureError(
            f"{what} must be given for exactly the activities of the table, but {len(alone)} differ: "
            f"{first_few(alone)}. Give the missing ones, or leave them out of both."
        )
    values = row.sel(activity=ours).transpose(..., "activity").astype(float)
    nothing = (values == 0) & (True if absent is None else ~absent) if positive else xr.zeros_like(values, dtype=bool)
    wrong = (values < 0) | nothing | np.isinf(values)
    if bool(wrong.any()):
        least, out = ("more than zero", "Leave out activities without output") if positive else ("zero or more", "Mend")
        way = "of both the table and the row" if positive else "these or mark them missing"
        values, wrong = xr.broadcast(values, wrong)
        raise MeasureError(
            f"{what} must be {least} and finite, but {int(wrong.sum())} of {values.size} amounts are not: "
            f"{bad_cells(values, wrong)}. {out} {way}."
        )
    return values


def as_using(row: xr.DataArray) -> xr.DataArray:
    """The same amounts laid along the using activities."""
    return row.rename(activity="other")
