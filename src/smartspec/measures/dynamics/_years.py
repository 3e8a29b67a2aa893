"""The years a measure needs, there or refused.

need_years  refuses an array that lacks a year
ends        the first and the last year of a change, as two arrays
"""

from __future__ import annotations

import xarray as xr

from smartspec.errors import MeasureError, first_few
from smartspec.measures._amounts import need

__all__ = ["ends", "need_years"]


def need_years(x: xr.DataArray, *years: int, name: str) -> None:
    """Refuse an array that lacks one of the years."""
    need(x, "year", name=name)
    there = [int(year) for year in x.year.values]
    if missing := [year for year in years if year not in there]:
        raise MeasureError(
            f"{name} needs the year {first_few(missing)}; there are {there[0]}-{there[-1]}."
            if there
            else f"{name} was given no year."
        )


def ends(x: xr.DataArray, start: int, end: int, *, name: str) -> tuple[xr.DataArray, xr.DataArray]:
    """The array in the first and in the last year of a change."""
    if end <= start:
        raise MeasureError(f"{name} needs an end after its start, found {start} to {end}.")
    need_years(x, start, end, name=name)
    return x.sel(year=start, drop=True), x.sel(year=end, drop=True)
