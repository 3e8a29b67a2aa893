"""Growth of volumes: chains, rates, contributions and their spread.

    chained         amounts of one base year carried to other years by yearly volume indices
    combined_index  the volume index of a group, from the parts' indices and values
    growth          compound yearly growth between two years
    contribution    percentage points of a region's growth that came from each activity
    volatility      the spread of yearly growth

Growth never crosses a break in the level of nominal figures: it is taken from volume indices. Indices are per
cent of the previous year, as offices publish them.
"""

from __future__ import annotations

import xarray as xr

from smartspec.errors import MeasureError, first_few
from smartspec.measures._amounts import labelled, matched, need
from smartspec.measures.dynamics._years import need_years

__all__ = ["chained", "combined_index", "contribution", "growth", "volatility"]


@labelled
def chained(index: xr.DataArray, *, base: int) -> xr.DataArray:
    r"""Volume relative to a base year, from yearly indices.

    Parameters
    ----------
    index : (year, ...)
        Volume indices, per cent of the previous year.
    base : int
        The year that is 1.

    Returns
    -------
    (year, ...), dimensionless
        1 in the base year; a missing index makes every year beyond it (seen from the base) missing.

    Raises
    ------
    MeasureError
        The base year is neither among the years nor the one before the first.

    Notes
    -----
    .. math:: X_t / X_b = \prod_{s=b+1}^{t} i_s / 100

    Examples
    --------
    >>> import smartspec
    >>> index = smartspec.label([110, 120], year=[2021, 2022])
    >>> chained(index, base=2020).round(2).values.tolist()
    [1.0, 1.1, 1.32]
    """
    need(index, "year", name="chained")
    index = index.sortby("year")
    years = [int(year) for year in index.year.values]
    if years != list(range(years[0], years[-1] + 1)):
        gaps = sorted(set(range(years[0], years[-1] + 1)) - set(years))
        raise MeasureError(
            f"the indices skip {first_few(gaps)}, so they cannot be chained. Give every year, blank where unknown."
        )
    if base not in range(years[0] - 1, years[-1] + 1):
        raise MeasureError(f"the base year {base} cannot be reached: the indices chain {years[0] - 1}-{years[-1]}.")
    steps: xr.DataArray = xr.ufuncs.log(index / 100)
    start = xr.zeros_like(steps.isel(year=[0])).assign_coords(year=[years[0] - 1])
    steps = xr.concat([start, steps], "year")
    after = steps.where(steps.year > base, 0.0).cumsum("year", skipna=False)
    before = steps.where(steps.year <= base, 0.0)
    back = before.isel(year=slice(None, None, -1)).cumsum("year", skipna=False).isel(year=slice(None, None, -1))
    shifted = back.shift(year=-1, fill_value=0.0)
    level: xr.DataArray = xr.ufuncs.exp(xr.where(steps.year > base, after, -shifted))
    return level.transpose(*index.dims)


@labelled
def combined_index(index: xr.DataArray, values: xr.DataArray, *, over: str = "region") -> xr.DataArray:
    r"""The volume index of a whole, from the indices of its parts and their values of the same year.

    Parameters
    ----------
    index : (..., over)
        Volume indices of the parts, per cent of the previous year.
    values : (..., over)
        Values of the parts in the year the index leads to, current prices.
    over : str
        The dimension of the parts.

    Returns
    -------
    (...), per cent of the previous year
        Missing where a part with a value has no index.

    Notes
    -----
    .. math:: I = \frac{\sum_k v_k}{\sum_k v_k / i_k}

    Values of the current year are used, so that no level of an earlier year, on other borders or another vintage,
    enters. It assumes that prices of the parts moved alike within the year.

    Examples
    --------
    >>> import smartspec
    >>> index = smartspec.label([100, 200], region=["N", "S"])
    >>> combined_index(index, smartspec.label([100, 200], region=["N", "S"])).item()
    150.0
    """
    need(index, over, name="combined_index")
    values = matched(values, index, over, name="values")
    needed = values > 0
    before = (values / (index / 100)).where(needed | values.isnull(), 0.0)
    return 100 * values.sum(over, skipna=False) / before.sum(over, skipna=False).where(lambda total: total > 0)


@labelled
def growth(level: xr.DataArray, *, start: int, end: int) -> xr.DataArray:
    r"""Compound yearly growth of a volume between two years.

    Parameters
    ----------
    level : (year, ...)
        Volumes, on one base.
    start, end : int
        First and last year.

    Returns
    -------
    (...), share per year
        0.05 is five per cent a year.

    Notes
    -----
    .. math:: (X_{t_1} / X_{t_0})^{1 / (t_1 - t_0)} - 1

    Examples
    --------
    >>> import smartspec
    >>> growth(smartspec.label([100, 110, 121], year=[1, 2, 3]), start=1, end=3).round(3).item()
    0.1
    """
    if end <= start:
        raise MeasureError(f"growth needs an end after its start, found {start} to {end}.")
    need_years(level, start, end, name="growth")
    first = level.sel(year=start, drop=True)
    ratio = level.sel(year=end, drop=True) / first.where(first > 0)
    return ratio ** (1 / (end - start)) - 1


@labelled
def contribution(
    amount: xr.DataArray, index: xr.DataArray, *, start: int, end: int, negligible: float = 0.001
) -> xr.DataArray:
    r"""Percentage points of a region's real growth that came from each activity.

    Parameters
    ----------
    amount : (year, ..., activity)
        Values at current prices; each year's own shares are used, so a break in the level does no harm.
    index : (year, ..., activity)
        Volume indices, per cent of the previous year.
    start, end : int
        Growth is counted from the first to the last.
    negligible : float
        Activities without an index are left out while their share of the region stays under this.

    Returns
    -------
    (..., activity), percentage points of growth over the whole period
        They add up to the chain-linked growth of the region; all are missing where that is unknown.

    Raises
    ------
    MeasureError
        A year is missing, or the end is not after the start.

    Notes
    -----
    .. math::

        c_a = 100 \sum_{t=t_0+1}^{t_1} G_{t-1} \, s_{a,t-1} (i_{a,t} - 1), \qquad
        G_t = \prod_{u \le t} \left( 1 + \sum_a s_{a,u-1} (i_{a,u} - 1) \right)

    The additive form of growth linked year by year at the previous year's prices, as national accounts are.

    Examples
    --------
    >>> import smartspec
    >>> value = smartspec.label([[40, 60], [50, 60]], year=[2020, 2021], activity=["oil", "rest"])
    >>> index = smartspec.label([[150, 110]], year=[2021], activity=["oil", "rest"])
    >>> contribution(value, index, start=2020, end=2021).round(6).values.tolist()
    [20.0, 6.0]
    """
    need(amount, "activity", name="contribution")
    if end <= start:
        raise MeasureError(f"contribution needs an end after its start, found {start} to {end}.")
    need_years(amount, *range(start, end), name="contribution")
    need_years(index, *range(start + 1, end + 1), name="contribution")
    before = amount.sel(year=slice(start, end - 1)).sortby("year")
    share = (before / before.sum("activity", skipna=False)).assign_coords(year=before.year + 1)
    index = matched(index.sel(year=share.year), share, "activity", name="index")
    step = share * (index / 100 - 1)
    step = step.where(share != 0, 0.0)
    lacking = share.where(step.isnull(), 0.0).sum("activity", skipna=False)
    whole = 1 + step.sum("activity").where(lacking <= negligible)
    level = whole.cumprod("year", skipna=False).shift(year=1).fillna(1.0).where(whole.notnull())
    return (100 * level * step).sum("year", skipna=False)


@labelled
def volatility(index: xr.DataArray, *, least: int = 3) -> xr.DataArray:
    """The standard deviation of yearly growth.

    Parameters
    ----------
    index : (year, ...)
        Volume indices, per cent of the previous year.
    least : int
        Years that must be known.

    Returns
    -------
    (...), percentage points
        With the divisor n - 1; missing where fewer than `least` years are known.

    Examples
    --------
    >>> import smartspec
    >>> volatility(smartspec.label([100, 102, 104], year=[1, 2, 3])).item()
    2.0
    """
    need(index, "year", name="volatility")
    return index.std("year", ddof=1).where(index.notnull().sum("year") >= least)
