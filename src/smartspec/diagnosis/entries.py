"""Entries of activities into regions: who could enter and who did, and what was known when the window began.

    entries       who could enter in each window, and who did
    predictors    what was known at the start of each window: quotient, trend, ubiquity, diversity, density and more
    folds         regions that are left out together

Every density is estimated without the regions it is used for.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr

from smartspec.diagnosis.peers.mixes import peers
from smartspec.errors import MeasureError

__all__ = ["AT", "entries", "folds", "predictors"]

LEAVE_ONE_OUT = 100
FOLDS = 10
ALIKE = 5
AT = ("window", "region", "activity")
"""Dimensions of everything that is foretold."""


def entries(
    quotient: xr.DataArray, *, rule: str = "held", below: float = 0.8, present: float = 1.0, horizon: int = 5
) -> xr.DataArray:
    r"""Who could enter in each window, and who did.

    Parameters
    ----------
    quotient : (year, region, activity)
        Location quotients of consecutive years, on regions whose borders never moved.
    rule : {"held", "crossing"}
        `held`: the mean of the start year and the year before is below `below`, and the quotient is at least `present`
        both `horizon` and `horizon` + 1 years later. `crossing`: below `present` at the start, at least `present` after
        `horizon` years.
    below, present : float
        Location quotients.
    horizon : int
        Years between start and end.

    Returns
    -------
    (window, region, activity)
        By start year: 1 entered, 0 could have but did not, missing where the activity was there already or a quotient
        is unknown.

    Raises
    ------
    MeasureError
        Years have a gap, there are too few of them for a window, or the rule is unknown.

    Notes
    -----
    A plain crossing of 1 is mostly noise on coarse activities: a quotient near 1 crosses it with any revision. The rule
    `held` asks for distance at the start and for staying at the end; it is ours.

    Examples
    --------
    >>> import smartspec
    >>> path = [[[0.5]], [[0.6]], [[0.8]], [[0.9]], [[1.0]], [[1.1]], [[1.2]], [[1.2]]]
    >>> made = smartspec.label(path, year=range(2010, 2018), region=["N"], activity=["a"])
    >>> entries(made)["window"].values.tolist(), entries(made).values.ravel().tolist()
    ([2011], [1.0])
    """
    if rule not in ("held", "crossing"):
        raise MeasureError(f"no rule '{rule}' for entries; there is 'held' and 'crossing'.")
    quotient = quotient.transpose("year", "region", "activity")
    years = [int(year) for year in quotient.year.values]
    if years != list(range(years[0], years[0] + len(years))):
        raise MeasureError("entries need consecutive years. Give the missing ones, or choose a shorter span.")
    before, after = (1, 1) if rule == "held" else (0, 0)
    starts = years[before : max(0, len(years) - horizon - after)]
    if not starts:
        raise MeasureError(
            f"entries by the rule '{rule}' need at least {horizon + before + after + 1} years; there are {len(years)}."
        )
    x = quotient.values
    at = np.array([years.index(start) for start in starts])
    if rule == "held":
        begun = (x[at] + x[at - 1]) / 2
        absent, there = begun < below, (x[at + horizon] >= present) & (x[at + horizon + 1] >= present)
        known = np.isfinite(begun) & np.isfinite(x[at + horizon]) & np.isfinite(x[at + horizon + 1])
    else:
        absent, there = x[at] < present, x[at + horizon] >= present
        known = np.isfinite(x[at]) & np.isfinite(x[at + horizon])
    found = np.where(absent & known, there.astype(float), np.nan)
    return xr.DataArray(
        found, coords={"window": starts, "region": quotient.region, "activity": quotient.activity}, dims=AT
    )


def folds(regions: int, *, seed: int = 0) -> list[np.ndarray]:
    """Places of the regions left out together: one at a time up to 100 regions, ten folds beyond."""
    if regions <= LEAVE_ONE_OUT:
        return [np.array([place]) for place in range(regions)]
    return np.array_split(np.random.default_rng(seed).permutation(regions), FOLDS)


def predictors(
    quotient: xr.DataArray,
    windows: Sequence[int],
    *,
    size: xr.DataArray | None = None,
    relatedness: xr.DataArray | None = None,
    share: xr.DataArray | None = None,
    national: xr.DataArray | None = None,
    linkages: xr.DataArray | None = None,
    present: float = 1.0,
    seed: int = 0,
) -> xr.DataArray:
    """What was known at the start of each window.

    Parameters
    ----------
    quotient : (year, region, activity)
        Location quotients.
    windows : sequence of int
        Start years.
    size : (year, region), optional
        Size of each region, such as its value added; its share of the country becomes a predictor.
    relatedness : (activity, other), optional
        A table from elsewhere, zero or more with a zero diagonal. If left out, proximity is estimated at each start
        year from the regions that are not being foretold.
    share : (year, region, activity), optional
        Shares of the region's whole; whether regions of the same mix hold the activity becomes a predictor.
    national : (year, activity), optional
        The country's amounts; whether the activity gains weight in it becomes a predictor.
    linkages : (activity, other), optional
        How much an activity buys from or sells to another, zero or more with a zero diagonal.
    present : float
        Quotient from which an activity counts as held.
    seed : int
        Seed of the folds where there are more than 100 regions.

    Returns
    -------
    (predictor, window, region, activity)
        `quotient` (its logarithm, with a floor), `trend` (change of the quotient over two years), `ubiquity` (share of
        the other regions that hold the activity), `diversity` (share of the other activities the region holds),
        `density` (share of the activity's relatedness the region holds), and where their tables are given `size`,
        `precedent` (share of the five regions of the most similar mix, the activity left out, that hold it), `growth`
        (change of the logarithm of its share in the country over two years) and `linkages` (share of the activity's
        linkages the region holds). A cell that is unknown
        counts neither as held nor as not held in the shares of the others.

    Raises
    ------
    MeasureError
        The relatedness table has other activities, a negative value or a diagonal that is not zero.
    """
    quotient = quotient.transpose("year", "region", "activity")
    near = None if relatedness is None else _checked(relatedness, quotient)
    linked = None if linkages is None else _checked(linkages, quotient)
    made = []
    for year in windows:
        now = quotient.sel(year=year).values
        past = quotient.sel(year=year - 2).values if year - 2 in quotient.year.values else np.full_like(now, np.nan)
        seen = np.isfinite(now).astype(float)
        held = np.where(seen == 1, now >= present, False).astype(float)
        rows = [
            np.log(np.maximum(now, 0.01)),
            np.where(np.isfinite(past), now - past, 0.0),
            _over(held.sum(axis=0) - held, seen.sum(axis=0) - seen),
            _over(held.sum(axis=1, keepdims=True) - held, seen.sum(axis=1, keepdims=True) - seen),
            _density(held, seen, near, seed=seed),
        ]
        if size is not None:
            here = size.sel(year=year).sel(region=quotient.region.values).values
            rows.append(np.broadcast_to(np.log(here / here.sum())[:, None], held.shape))
        if share is not None:
            rows.append(_precedent(share, quotient, year, present))
        if national is not None:
            rows.append(np.broadcast_to(_growth(national, quotient, year), held.shape))
        if linked is not None:
            rows.append(_density(held, seen, linked, seed=seed))
        made.append(np.stack([np.where(np.isfinite(now), row, np.nan) for row in rows]))
    names = ["quotient", "trend", "ubiquity", "diversity", "density"]
    asked = {"size": size, "precedent": share, "growth": national, "linkages": linkages}
    names += [name for name, table in asked.items() if table is not None]
    return xr.DataArray(
        np.stack(made, axis=1),
        coords={
            "predictor": names,
            "window": list(windows),
            "region": quotient.region,
            "activity": quotient.activity,
        },
        dims=("predictor", *AT),
    )


def _checked(relatedness: xr.DataArray, quotient: xr.DataArray) -> np.ndarray:
    """The table's values in the order of the quotients; refuse one that cannot be used as it is."""
    wanted, there = set(map(str, quotient.activity.values)), set(map(str, relatedness.activity.values))
    if wanted != there or there != set(map(str, relatedness.other.values)):
        apart = sorted(wanted ^ there)[:5]
        raise MeasureError(
            f"the relatedness table and the quotients have other activities: {', '.join(apart) or 'rows and columns'}. "
            "Name a concordance between the two lists first."
        )
    near = relatedness.sel(activity=quotient.activity, other=quotient.activity.values).values.astype(float)
    if (near < 0).any() or np.isnan(near).any():
        raise MeasureError("relatedness must be zero or more and known for every pair. Correct the table.")
    if np.diagonal(near).any():
        raise MeasureError(
            "relatedness of an activity with itself must be zero, or the answer leaks into its own prediction. "
            "Set the diagonal to zero."
        )
    return near


def _precedent(share: xr.DataArray, quotient: xr.DataArray, year: int, present: float) -> np.ndarray:
    """Share of the regions of the most similar mix, the activity left out, that hold it at the start."""
    at = {"region": quotient.region.values, "activity": quotient.activity.values}
    here, now = share.sel(year=year, drop=True).sel(at), quotient.sel(year=year, drop=True)
    found: np.ndarray = peers(here, now, count=ALIKE, present=present)["holding"].transpose("region", "activity").values
    return found


def _growth(national: xr.DataArray, quotient: xr.DataArray, year: int) -> np.ndarray:
    """Change of the logarithm of each activity's share in the country over two years; none where that is unknown."""
    if year - 2 not in national.year.values:
        return np.zeros(quotient.sizes["activity"])
    ends = national.sel(year=[year - 2, year], activity=quotient.activity.values).transpose("year", "activity").values
    weight = ends / ends.sum(axis=1, keepdims=True)
    known = (weight > 0).all(axis=0)
    return np.where(known, np.log(np.where(known, weight[1], 1.0)) - np.log(np.where(known, weight[0], 1.0)), 0.0)


def _over(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    found: np.ndarray = np.divide(above, below, out=np.zeros(above.shape), where=below > 0)
    return found


def _density(held: np.ndarray, seen: np.ndarray, near: np.ndarray | None, *, seed: int) -> np.ndarray:
    """Density of every cell over the activities whose presence is known there.

    Where relatedness is estimated, it is without the regions it is used for.
    """
    found = np.full(held.shape, np.nan)
    together = held.T @ held
    for out in folds(len(held), seed=seed):
        if near is None:
            rest = together - held[out].T @ held[out]
            count = np.diagonal(rest)
            use = _over(rest, np.maximum(count[:, None], count[None, :]))
            np.fill_diagonal(use, 0.0)
        else:
            use = near
        found[out] = _over(held[out] @ use, seen[out] @ use)
    return found
