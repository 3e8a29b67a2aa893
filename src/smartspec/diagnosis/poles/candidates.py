"""Candidates for new directions: activities a region is weak in or lacks, with what speaks for each.

    pole_candidates    weak or absent candidates and the signs that speak for them

Two signs are read from the tables of a country: the activity grows faster here than in the country, and regions
built alike hold it. A candidate with neither is not on the long list. Relatedness and complexity join only where
activities and regions are many enough to carry them.
"""

from __future__ import annotations

import numpy as np
import xarray as xr

__all__ = ["pole_candidates"]


def pole_candidates(
    quotient: xr.DataArray,
    *,
    growth: xr.DataArray,
    national_growth: xr.DataArray,
    holding: xr.DataArray,
    candidate: xr.DataArray,
    margin: xr.DataArray | float = 0.0,
    below: float = 1.5,
    precedent: float = 0.5,
    present: float = 1.0,
    density: xr.DataArray | None = None,
) -> xr.Dataset:
    """Weak or absent candidates, and the signs that speak for them.

    Parameters
    ----------
    quotient : (region, activity)
        Location quotients, mean of the focus years.
    growth : (region, activity)
        Real growth per year; missing where unknown.
    national_growth : (activity)
        The same in the country.
    holding : (region, activity)
        Share of similar regions that hold the activity.
    candidate : (activity) of bool
        Whether the activity may be proposed at all.
    margin : (region, activity) or float
        By how much growth must exceed the country's before it is a sign, in share per year.
    below, precedent, present : float
        Thresholds; see the study file.
    density : (region, activity), optional
        Relatedness density; a sign where it is above the region's median over activities it does not hold.

    Returns
    -------
    Dataset of (region, activity)
        `growing`, `held_by_peers`, `related`: 1 where the sign speaks for it, 0 where it does not, missing where it
        cannot be read; `signs` and `readable`, their counts; `pole`: candidate, weak or absent, with at least one sign.

    Examples
    --------
    >>> import smartspec
    >>> at = {"region": ["N"], "activity": ["a", "b"]}
    >>> found = pole_candidates(
    ...     smartspec.label([[0.4, 0.4]], **at),
    ...     growth=smartspec.label([[0.1, np.nan]], **at),
    ...     national_growth=smartspec.label([0.02, 0.02], activity=["a", "b"]),
    ...     holding=smartspec.label([[0.2, 0.2]], **at),
    ...     candidate=xr.DataArray([True, True], coords={"activity": ["a", "b"]}),
    ... )
    >>> found["pole"].values.tolist()
    [[True, False]]
    """
    growing = ((growth > national_growth + margin) & (growth > 0)).where(growth.notnull() & national_growth.notnull())
    held = (holding >= precedent).where(holding.notnull())
    if density is None:
        related = xr.full_like(quotient, np.nan)
    else:
        line = density.where(quotient < present).median("activity")
        related = (density > line).where(density.notnull())
    signs = xr.concat([growing, held, related], "sign")
    count = signs.sum("sign")
    weak = (quotient < below) & candidate
    return xr.Dataset(
        {
            "growing": growing.transpose("region", "activity"),
            "held_by_peers": held,
            "related": related,
            "signs": count,
            "readable": signs.notnull().sum("sign"),
            "pole": (weak & (count > 0)).transpose("region", "activity"),
        }
    )
