"""Precedent: what regions built alike did afterwards, with their names and years.

    OUTCOMES     held, near, entered, not_entered, unknown
    states       absent, near or held, for every region, activity and year
    histories    since when an activity is held, when it came and when it left
    precedent    of the peers of each region: who held it, who entered within ten years, who kept it

A precedent is a base rate with names, not a promise: who entered is counted among those who could.
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from smartspec.errors import MeasureError

__all__ = ["ABSENT", "HELD", "NEAR", "OUTCOMES", "histories", "precedent", "states"]

OUTCOMES = ("held", "near", "entered", "not_entered", "unknown")
ABSENT, NEAR, HELD = 0.0, 0.5, 1.0


def states(quotient: xr.DataArray, *, below: float = 0.8, present: float = 1.0) -> xr.DataArray:
    """Absent, near or held, for every cell.

    Parameters
    ----------
    quotient : (...)
        Location quotients.
    below, present : float
        Under the first an activity is absent, from the second on it is held; between them it is near.

    Returns
    -------
    (...)
        0 absent, 0.5 near, 1 held; missing where the quotient is.

    Examples
    --------
    >>> import smartspec
    >>> states(smartspec.label([0.3, 0.9, 1.0], region=["N", "S", "T"])).values.tolist()
    [0.0, 0.5, 1.0]
    """
    made: xr.DataArray = xr.where(quotient >= present, HELD, xr.where(quotient < below, ABSENT, NEAR))
    return made.where(quotient.notnull())


def histories(state: xr.DataArray) -> xr.Dataset:
    """Since when an activity is held, when it last came and when it last left.

    Parameters
    ----------
    state : (year, region, activity)
        What `states` returned, of consecutive years.

    Returns
    -------
    Dataset of (region, activity)
        `since`, first year of the unbroken spell that lasts to the last known year; `entered`, first of two years
        held after the last year absent; `left`, first of two years absent after the last year held. Missing where
        there is none.

    Examples
    --------
    >>> import smartspec
    >>> rose = [[[0]], [[0]], [[0.5]], [[1]], [[1]]]
    >>> found = histories(smartspec.label(rose, year=range(2010, 2015), region=["N"], activity=["a"]))
    >>> found["since"].item(), found["entered"].item(), found["left"].item()
    (2013.0, 2013.0, nan)
    """
    state = state.transpose("year", "region", "activity")
    held, absent = state == HELD, state == ABSENT
    years = state.year.astype(float)
    unbroken = (~held.where(state.notnull(), True))[::-1].cumsum("year")[::-1] == 0
    since = years.where(unbroken & held).min("year")
    twice_held = held & held.shift(year=-1, fill_value=False)
    twice_absent = absent & absent.shift(year=-1, fill_value=False)
    gone, there = (years.where(each).max("year") for each in (absent, held))
    return xr.Dataset(
        {
            "since": since,
            "entered": years.where(twice_held & (years > gone)).min("year"),
            "left": years.where(twice_absent & (years > there)).min("year"),
        }
    )


def precedent(
    peer: xr.DataArray, window: xr.DataArray, state: xr.DataArray, *, horizon: int = 10, kept: int = 5
) -> xr.Dataset:
    r"""Of the peers of each region: who held an activity, who entered it within ten years, who kept it.

    Parameters
    ----------
    peer, window : (region, place)
        Codes of peers, and the last year of the window in which each was built like the region.
    state : (year, peer, activity)
        What `states` returned, of consecutive years.
    horizon : int
        Years within which an entry counts.
    kept : int
        Years after which an entrant must still hold it.

    Returns
    -------
    Dataset
        (region, place, activity): `outcome`, one of `OUTCOMES`: held at the start; near, neither absent nor held;
        entered; not entered in all these years; unknown; `entry`, the first of two years held; `kept`, 1 where it is
        held `kept` and `kept` + 1 years after, 0 where it is not, missing where that is not known yet.
        (region, activity): `holders`; `could` (absent in the start year and the year before, and the outcome known);
        `entrants`; `keepers`; `tested` (entrants whose keeping is known).

    Raises
    ------
    MeasureError
        Years have a gap.

    Notes
    -----
    .. math:: \text{enter}_{ra} = \frac{|\{p : a \text{ absent at } t_0, \text{ held at } t \le t_0 + 10\}|}
              {|\{p : a \text{ absent at } t_0\}|}

    Peers are matched on the start of the window: a match on today's structure would select on the outcome.

    Examples
    --------
    >>> import smartspec
    >>> years = range(2000, 2012)
    >>> rose = [0, 0, 0, 0.5, 1, 1, 1, 1, 1, 1, 1, 1]
    >>> state = smartspec.label([[[s], [0.0]] for s in rose], year=years, peer=["p", "q"], activity=["a"])
    >>> start = smartspec.label([[2001, 2001]], region=["N"], place=[1, 2])
    >>> who = xr.DataArray([["p", "q"]], coords=start.coords, dims=start.dims)
    >>> found = precedent(who, start, state)
    >>> found["outcome"].values.ravel().tolist(), found["entry"].values.ravel().tolist()
    (['entered', 'not_entered'], [2004.0, nan])
    >>> found["keepers"].item(), found["could"].item()
    (1, 2)
    """
    state = state.transpose("year", "peer", "activity")
    years = state.year.values.astype(int)
    if (np.diff(years) != 1).any():
        raise MeasureError("precedents need consecutive years. Give the missing ones, or a shorter span.")
    starts = np.unique(window.values).astype(int)
    outcome, entry, stays = _outcomes(state.values, years, starts, horizon=horizon, kept=kept)
    at = np.searchsorted(starts, window.transpose("region", "place").values)
    order = {str(code): place for place, code in enumerate(state.peer.values)}
    who = np.vectorize(order.__getitem__, otypes=[int])(peer.transpose("region", "place").values.astype(str))
    coords = {"region": peer.region.values, "place": peer.place.values, "activity": state.activity.values}
    dims = ("region", "place", "activity")
    found = xr.Dataset(
        {
            "outcome": (dims, outcome[at, who]),
            "entry": (dims, entry[at, who]),
            "kept": (dims, stays[at, who]),
        },
        coords=coords,
    )
    came = found["outcome"] == "entered"
    return found.assign(
        holders=(found["outcome"] == "held").sum("place"),
        could=found["outcome"].isin(["entered", "not_entered"]).sum("place"),
        entrants=came.sum("place"),
        keepers=(came & (found["kept"] == 1)).sum("place"),
        tested=(came & found["kept"].notnull()).sum("place"),
    )


def _outcomes(
    state: np.ndarray, years: np.ndarray, starts: np.ndarray, *, horizon: int, kept: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(start, peer, activity): what happened after each start, when, and whether it lasted."""
    span = len(years)
    held, known = state == HELD, np.isfinite(state)
    came, seen = np.zeros_like(held), np.zeros_like(known)
    came[:-1], seen[:-1] = held[:-1] & held[1:], known[:-1] & known[1:]
    gap = years[None, :] - starts[:, None]
    reach = (gap > 0) & (gap <= horizon)
    entering = reach[:, :, None, None] & came[None]
    entered_at = entering.argmax(axis=1)
    entered = entering.any(axis=1)
    here, before = (_at(state, years, starts - back) for back in (0, 1))
    absent = (here == ABSENT) & (before == ABSENT)
    whole = (reach[:, :, None, None] & known[None]).sum(axis=1) == horizon
    told = np.isfinite(here) & np.isfinite(before)
    outcome = np.select(
        [here == HELD, absent & entered, absent & whole, told & ~absent],
        ["held", "entered", "not_entered", "near"],
        "unknown",
    )
    then = np.minimum(entered_at + kept, span - 1)
    peer, activity = np.ogrid[: state.shape[1], : state.shape[2]]
    judged = (entered_at + kept < span) & seen[then, peer, activity]
    is_entry = outcome == "entered"
    entry = np.where(is_entry, years[entered_at], np.nan)
    return outcome, entry, np.where(is_entry & judged, came[then, peer, activity], np.nan)


def _at(state: np.ndarray, years: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """States of the years wanted; missing where a year is outside the panel."""
    places = wanted - years[0]
    inside = (places >= 0) & (places < len(years))
    return np.where(inside[:, None, None], state[np.clip(places, 0, len(years) - 1)], np.nan)
