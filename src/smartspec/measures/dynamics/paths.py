"""What became of a region's activities between two years.

    entries            which absent activities came
    exits              which present activities went
    persistence        in what share of the years an activity was present
    trajectory         emergence, strengthening, fading or disappearance of a specialisation
    structural_change  the share of a region's mix that changed place

Presence (year, ..., region, activity) is 0, 1 or missing. A change is known only where both of its years are.
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from smartspec.errors import MeasureError
from smartspec.measures._amounts import amounts, labelled, need, over_total, relabelled
from smartspec.measures.dynamics._years import ends

__all__ = ["entries", "exits", "persistence", "structural_change", "trajectory"]


def _binary(presence: xr.DataArray, name: str) -> xr.DataArray:
    need(presence, "year", "region", "activity", name=name)
    values = presence.values
    if not (np.isnan(values) | (values == 0) | (values == 1)).all():
        raise MeasureError(f"{name} takes presence, 0 and 1, but there are other numbers. Give `presence(lq)`.")
    return presence


@labelled
def entries(presence: xr.DataArray, *, start: int, end: int) -> xr.DataArray:
    """Which activities, absent at the start, are present at the end.

    Parameters
    ----------
    presence : (year, ..., region, activity)
        0 and 1.
    start, end : int
        First and last year.

    Returns
    -------
    (..., region, activity), 0 or 1
        1 where the activity came, 0 where it stayed absent; missing where it was there already (it could not come), or
        where either year is unknown. Its mean is the rate of entry.

    Raises
    ------
    MeasureError
        A year is missing, the end is not after the start, or there are numbers other than 0 and 1.

    Notes
    -----
    As in Neffke, Henning and Boschma [neffke2011]_. A quotient that crosses its threshold by a hair counts as much as a
    new industry: hold the threshold against `trajectory` with a margin.

    References
    ----------
    .. [neffke2011] Neffke, F., Henning, M., Boschma, R. (2011). How do regions diversify over time? Industry
       relatedness and the development of new growth paths in regions. Economic Geography 87(3), 237-265.

    Examples
    --------
    >>> import smartspec
    >>> held = smartspec.label([[[0, 0, 1]], [[1, 0, 1]]], year=[2019, 2024], region=["N"], activity=list("abc"))
    >>> entries(held, start=2019, end=2024).values.tolist()
    [[1.0, 0.0, nan]]
    """
    first, last = ends(_binary(presence, "entries"), start, end, name="entries")
    return relabelled(np.where(first.values == 0, last.values.astype(float), np.nan), last)


@labelled
def exits(presence: xr.DataArray, *, start: int, end: int) -> xr.DataArray:
    """Which activities, present at the start, are absent at the end.

    Parameters
    ----------
    presence : (year, ..., region, activity)
        0 and 1.
    start, end : int
        First and last year.

    Returns
    -------
    (..., region, activity), 0 or 1
        1 where the activity went, 0 where it stayed; missing where it was absent already (it could not go), or where
        either year is unknown. Its mean is the rate of exit.

    Raises
    ------
    MeasureError
        A year is missing, the end is not after the start, or there are numbers other than 0 and 1.

    Notes
    -----
    As in Neffke, Henning and Boschma [neffke2011b]_.

    References
    ----------
    .. [neffke2011b] Neffke, F., Henning, M., Boschma, R. (2011). How do regions diversify over time? Industry
       relatedness and the development of new growth paths in regions. Economic Geography 87(3), 237-265.

    Examples
    --------
    >>> import smartspec
    >>> held = smartspec.label([[[1, 0, 1]], [[0, 0, 1]]], year=[2019, 2024], region=["N"], activity=list("abc"))
    >>> exits(held, start=2019, end=2024).values.tolist()
    [[1.0, nan, 0.0]]
    """
    first, last = ends(_binary(presence, "exits"), start, end, name="exits")
    return relabelled(np.where(first.values == 1, 1 - last.values.astype(float), np.nan), last)


@labelled
def persistence(presence: xr.DataArray, *, least: int = 3) -> xr.DataArray:
    r"""In what share of the known years an activity was present.

    Parameters
    ----------
    presence : (year, ..., region, activity)
        0 and 1.
    least : int
        Years that must be known.

    Returns
    -------
    (..., region, activity), 0 to 1
        1 for an activity present in every known year; missing where fewer than `least` years are known.

    Raises
    ------
    MeasureError
        There are numbers other than 0 and 1.

    Notes
    -----
    .. math:: \frac1T \sum_t M_{rat}

    A specialisation that holds in most years is what Proudman and Redding [proudman2000]_ call persistent; one that
    comes and goes is more often a price or a gap in the figures.

    References
    ----------
    .. [proudman2000] Proudman, J., Redding, S. (2000). Evolving patterns of international trade. Review of
       International Economics 8(3), 373-396.

    Examples
    --------
    >>> import smartspec
    >>> held = smartspec.label([[[1]], [[0]], [[1]], [[1]]], year=[1, 2, 3, 4], region=["N"], activity=["a"])
    >>> persistence(held).item()
    0.75
    """
    values = _binary(presence, "persistence").values
    axis = presence.get_axis_num("year")
    known = ~np.isnan(values)
    count = known.sum(axis)
    share = np.where(known, values, 0.0).sum(axis) / np.where(count >= max(least, 1), count, np.nan)
    return relabelled(share, presence, without=["year"])


@labelled
def trajectory(lq: xr.DataArray, *, start: int, end: int, threshold: float = 1.0, margin: float = 0.0) -> xr.DataArray:
    """What became of a specialisation: emergence, strengthening, fading or disappearance.

    Parameters
    ----------
    lq : (year, ..., region, activity)
        Location quotients.
    start, end : int
        First and last year.
    threshold : float
        The quotient from which a region counts as specialised.
    margin : float
        The change of the quotient, as a share of its starting value, up to which a specialisation that held counts as
        steady; and how far past the threshold it must go, as a share of it, to emerge or disappear.

    Returns
    -------
    (..., region, activity), words
        `emergence` (below the threshold, then at it or above), `strengthening` and `fading` (above in both years, and
        grown or shrunk), `disappearance` (above, then below), `steady` (above and unchanged), `absent`
        (the rest). Missing where either year is unknown.

    Raises
    ------
    MeasureError
        A year is missing, the end is not after the start, or the margin is not between 0 and 1.

    Notes
    -----
    Two years only: what happened between them, and what the quotient's error is, they do not say. A margin of 0.1 keeps
    crossings by a hair out.

    Examples
    --------
    >>> import smartspec
    >>> at = {"year": [2019, 2024], "region": ["N"], "activity": list("abc")}
    >>> lq = smartspec.label([[[0.5, 1.2, 3]], [[1.5, 2.0, 0.2]]], **at)
    >>> trajectory(lq, start=2019, end=2024).values.tolist()
    [['emergence', 'strengthening', 'disappearance']]
    """
    if not 0 <= margin < 1:
        raise MeasureError(f"margin is a share from 0 to under 1, found {margin}.")
    need(lq, "region", "activity", name="trajectory")
    first, last = (side.values for side in ends(lq, start, end, name="trajectory"))
    line = threshold * (1 - 1e-12)
    held, holds = first >= line, last >= line
    emerged = ~held & (last >= line * (1 + margin))
    gone = held & (last < line * (1 - margin))
    kept = held & ~gone
    change = last - first
    clear = abs(change) > margin * first
    words = np.select(
        [
            np.isnan(first) | np.isnan(last),
            emerged,
            gone,
            kept & clear & (change > 0),
            kept & clear & (change < 0),
            kept | holds & held,
        ],
        ["", "emergence", "disappearance", "strengthening", "fading", "steady"],
        default="absent",
    ).astype(object)
    words[words == ""] = None
    return relabelled(words, lq.sel(year=end, drop=True))


@labelled
def structural_change(x: xr.DataArray, *, start: int, end: int) -> xr.DataArray:
    r"""The share of a region's mix that changed place between two years.

    Parameters
    ----------
    x : (year, ..., region, activity)
        Amounts, zero or more.
    start, end : int
        First and last year.

    Returns
    -------
    (..., region), 0 to 1
        0 where every share is what it was, 1 where nothing of the old mix is left.

    Raises
    ------
    MeasureError
        A year is missing, or the end is not after the start.

    Notes
    -----
    .. math:: \tfrac12 \sum_a |s_{ra,T} - s_{ra,0}|

    The norm of absolute values [dietrich2012]_. At current prices a swing of the oil price is a change of structure;
    take volumes at constant prices to leave it out.

    References
    ----------
    .. [dietrich2012] Dietrich, A. (2012). Does growth cause structural change, or is it the other way around? A dynamic
       panel data analysis for seven OECD countries. Empirical Economics 43, 915-944.

    Examples
    --------
    >>> import smartspec
    >>> value = smartspec.label([[[60, 40]], [[45, 55]]], year=[2019, 2024], region=["N"], activity=["a", "b"])
    >>> round(structural_change(value, start=2019, end=2024).item(), 3)
    0.15
    """
    need(x, "year", name="structural_change")
    first, last = ends(amounts(x, name="structural_change"), start, end, name="structural_change")
    moved = abs(over_total(last.values) - over_total(first.values)).sum(-1) / 2
    return relabelled(moved, last, without=["activity"])
