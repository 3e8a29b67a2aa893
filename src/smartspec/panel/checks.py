"""What figures tell about themselves before anything is computed from them.

    spikes             cells far above both their neighbours in time
    gaps               cells that are needed and unknown
    totals             published totals that their parts do not add up to
    level_breaks       years whose nominal growth is not volume times price
    starts_and_ends    regions that come or go without a declared predecessor

Pure functions on labelled figures. They point at cells; what follows from that is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import numpy as np
import xarray as xr

from smartspec.panel.geography import Geography
from smartspec.panel.panel import Panel

__all__ = ["gaps", "level_breaks", "spikes", "starts_and_ends", "totals"]


def spikes(values: xr.DataArray, *, factor: float = 2.0) -> xr.DataArray:
    """Cells more than `factor` times both their neighbours in time.

    Parameters
    ----------
    values : (..., year, ...)
        Amounts, zero or more.
    factor
        How many times each neighbour a spike exceeds.

    Returns
    -------
    (..., year, ...) of bool
        True at spikes. The first and the last year have one neighbour only and are never spikes; a cell beside
        an unknown one, or beside a year that is not in the table, is not judged.

    Examples
    --------
    >>> from smartspec.panel import label
    >>> mining = label([20, 172, 21], year=[2021, 2022, 2023])
    >>> spikes(mining).values.tolist()
    [False, True, False]
    """
    values = values.sortby("year")
    year = values.year
    before = values.shift(year=1).where(year - year.shift(year=1) == 1)
    after = values.shift(year=-1).where(year.shift(year=-1) - year == 1)
    return (values > factor * before) & (values > factor * after)


def gaps(
    panel: Panel, years: Iterable[int], geography: Geography, *, activities: Iterable[str] | None = None
) -> list[tuple[int, str, str]]:
    """Needed cells that are unknown, in regions that existed: (year, region, activity) each.

    Parameters
    ----------
    panel
        The figures.
    years
        Years that are needed. One the table does not have is missing in every region.
    geography
        Tells since when a region exists; before that nothing is missing.
    activities
        Activities that are needed; all of the panel when left out.

    Examples
    --------
    >>> from smartspec.panel import Indicator, Region, label
    >>> there = Geography("X", {"N": Region("N"), "S": Region("S", since=2023)})
    >>> jobs = label([[[1.0], [None]], [[None], [2.0]]], year=[2022, 2023], region=["N", "S"], activity=["A"])
    >>> gaps(Panel.of(jobs, Indicator("jobs")), [2022, 2023], there)
    [(2023, 'N', 'A')]
    """
    wanted = panel.activities if activities is None else list(activities)
    cells = panel.values.reindex(year=list(years), activity=wanted)
    since = {code: region.since for code, region in geography.regions.items()}
    first = xr.DataArray([since.get(code) or -10_000 for code in panel.regions], coords={"region": panel.regions})
    missing = cells.isnull() & (cells.year >= first)
    return [
        (int(cells.year[y]), panel.regions[r], wanted[a])
        for y, r, a in np.argwhere(missing.transpose(*cells.dims).values)
    ]


def totals(
    panel: Panel,
    *,
    over: Literal["region", "activity"],
    to: str,
    tolerance: float,
    years: Sequence[int] = (),
    geography: Geography | None = None,
) -> list[str]:
    """Where the parts do not add up to the published total, as messages.

    Parameters
    ----------
    panel
        The figures; its `reference` holds the country's row, an activity `to` the total of activities.
    over
        What is summed.
    to
        Code of the total: the country, or an activity such as TOTAL.
    tolerance
        Largest difference that is rounding, in the unit of the panel.
    years
        Years to check; all when empty.
    geography
        When given, regions that did not exist yet are no gap in the sum.

    Returns
    -------
    list of str
        One message per total that is off. A total with an unknown part cannot be judged and gives none.

    Examples
    --------
    >>> from smartspec.panel import Indicator, label
    >>> jobs = label([[[80.0], [20.0]]], year=[2024], region=["N", "S"], activity=["A"])
    >>> nation = label([[101.0]], year=[2024], activity=["A"])
    >>> totals(Panel.of(jobs, Indicator("jobs"), reference=nation), over="region", to="X", tolerance=0.5)
    ["2024, activity A: the regions add up to 100, the row of 'X' says 101 (off by -1)"]
    """
    if over == "region":
        if panel.reference is None or panel.regions == [to]:
            return []
        parts, published = panel.values, panel.reference
        if geography is not None:
            parts = parts.where(panel.exists(geography), 0.0)
        named = "activity"
    else:
        if to not in panel.activities:
            return []
        parts = panel.values.sel(activity=[code for code in panel.activities if code != to])
        published = panel.values.sel(activity=to, drop=True)
        named = "region"
    kept = [year for year in panel.years if not years or year in years]
    summed = parts.sum(over, skipna=False).sel(year=kept).transpose("year", named)
    published = published.sel(year=kept).transpose("year", named)
    off = summed - published
    found = []
    for y, n in np.argwhere((abs(off) > tolerance).values):
        plural = "regions" if over == "region" else "activities"
        found.append(
            f"{kept[y]}, {named} {summed[named].values[n]}: the {plural} add up to {float(summed[y, n]):.10g}, "
            f"the row of '{to}' says {float(published[y, n]):.10g} (off by {float(off[y, n]):.10g})"
        )
    return found


def level_breaks(
    nominal: xr.DataArray, volume_index: xr.DataArray, deflator: xr.DataArray, *, tolerance: float = 0.5
) -> xr.DataArray:
    """Years in which nominal growth is not volume times price, so that the levels before and after do not compare.

    Parameters
    ----------
    nominal : (year,)
        Amounts in current prices.
    volume_index, deflator : (year,)
        Per cent of the previous year.
    tolerance
        Percentage points of growth that are rounding.

    Returns
    -------
    (year,), percentage points
        Nominal growth minus volume times price, for the years that differ by more than `tolerance`.

    Notes
    -----
    Growth in current prices is growth in volume times the change of prices; the deflator is defined by that
    (System of National Accounts 2008, 15.174). A difference says that the level was revised for some years only.

    Examples
    --------
    >>> from smartspec.panel import label
    >>> years = [2015, 2016, 2017]
    >>> gdp = label([100, 110.0, 132.0], year=years)
    >>> level_breaks(gdp, label([101, 100, 104], year=years), label([103, 110, 108], year=years)).year.values.tolist()
    [2017]
    """
    nominal = nominal.sortby("year")
    year = nominal.year
    growth = (nominal / nominal.shift(year=1) * 100).where(year - year.shift(year=1) == 1)
    growth, volume_index, deflator = xr.align(growth, volume_index, deflator, join="inner")
    off = growth - volume_index * deflator / 100
    return off.where(abs(off) > tolerance).dropna("year")


def starts_and_ends(panel: Panel, geography: Geography) -> list[str]:
    """Regions whose figures start or end within the panel though nothing declares it, as messages.

    A region that starts must have `since` (or a predecessor) in the geography; a region that ends has no
    future within today's borders and belongs among the former ones.

    Examples
    --------
    >>> from smartspec.panel import Indicator, Region, label
    >>> there = Geography("X", {"N": Region("N"), "S": Region("S")})
    >>> jobs = label([[[1.0], [None]], [[1.0], [2.0]]], year=[2022, 2023], region=["N", "S"], activity=["A"])
    >>> starts_and_ends(Panel.of(jobs, Indicator("jobs")), there)
    ['region S has figures only from 2023, the table from 2022. Declare its `predecessor` and `since` in the regions']
    """
    known = panel.values.notnull().any("activity").transpose("year", "region")
    years = [year for year, any_figure in zip(panel.years, known.any("region").values, strict=True) if any_figure]
    found = []
    for place, code in enumerate(panel.regions):
        own = [year for year, there in zip(panel.years, known.values[:, place], strict=True) if there]
        if not own:
            continue
        region = geography.regions.get(code)
        declared = region is not None and (region.since is not None or bool(region.predecessor))
        if own[0] > years[0] and not declared:
            found.append(
                f"region {code} has figures only from {own[0]}, the table from {years[0]}. "
                "Declare its `predecessor` and `since` in the regions"
            )
        if own[-1] < years[-1]:
            found.append(
                f"region {code} has figures only to {own[-1]}, the table to {years[-1]}. "
                "Give its last years, or list it under `former:` in the table's entry when it is gone"
            )
    return found
