"""What a region already has: its strengths, and those that fade.

    long_list_class    strength, declining, emerging or neither, for every activity of every region

A class needs a quotient, a mass and, where it is published, growth. Unknown growth neither helps nor harms.
"""

from __future__ import annotations

import xarray as xr

__all__ = ["long_list_class"]


def long_list_class(
    quotient: xr.DataArray,
    share: xr.DataArray,
    *,
    growth: xr.DataArray,
    national_growth: xr.DataArray,
    quotient_change: xr.DataArray,
    margin: xr.DataArray | float = 0.0,
    strength_quotient: float = 1.5,
    strength_mass: float = 0.01,
    emerging_from: float = 0.8,
) -> xr.DataArray:
    """The class of each activity: what the region is already good at, and what is on the way.

    Parameters
    ----------
    quotient, share : (region, activity)
        Location quotient and share of the region's value added, mean of the focus years.
    growth : (region, activity)
        Real growth per year; missing where the region has no past of its own or no index is published.
    national_growth : (activity)
        The same in the country.
    quotient_change : (region, activity)
        Change of the constant-price quotient over the same years; missing where unknown.
    margin : (region, activity) or float
        By how much growth must depart from the country's before it counts as faster or slower, in share per year.
    strength_quotient, strength_mass, emerging_from : float
        Thresholds; see the study file.

    Returns
    -------
    (region, activity) of str
        `strength`: quotient and mass at the lines, and not shrinking faster than the country.
        `declining`: quotient and mass at the lines, but shrinking, and faster than the country.
        `emerging`: quotient between `emerging_from` and the line, mass at the line, quotient rising and growth above
        the country's. Empty otherwise, and where the quotient is unknown.

    Notes
    -----
    Ours, after the mapping practice of the EU neighbourhood: quotient from 1.5 (Serbia), a floor of mass, and a trend.

    Examples
    --------
    >>> import smartspec
    >>> at = {"region": ["N"], "activity": ["a", "b"]}
    >>> long_list_class(
    ...     smartspec.label([[2.0, 0.9]], **at),
    ...     smartspec.label([[0.1, 0.1]], **at),
    ...     growth=smartspec.label([[-0.05, 0.04]], **at),
    ...     national_growth=smartspec.label([0.01, 0.02], activity=["a", "b"]),
    ...     quotient_change=smartspec.label([[-0.2, 0.1]], **at),
    ... ).values.tolist()
    [['declining', 'emerging']]
    """
    heavy = share >= strength_mass
    high = (quotient >= strength_quotient) & heavy
    shrinking = (growth < 0) & (growth < national_growth - margin)
    middle = (quotient >= emerging_from) & (quotient < strength_quotient) & heavy
    rising = (quotient_change > 0) & (growth > national_growth + margin)
    found = xr.where(middle & rising, "emerging", "")
    found = xr.where(high & ~shrinking, "strength", found)
    classed: xr.DataArray = xr.where(high & shrinking, "declining", found)
    return classed
