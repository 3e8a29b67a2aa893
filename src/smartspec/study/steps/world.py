"""The world to compare with: regions built alike, what they did, and how far the better are ahead (part of step 6).

world    peers by structure, their stability, precedents on the structure at the start of each window, the gap
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from smartspec.diagnosis import peers
from smartspec.errors import MeasureError, StudyError, first_few
from smartspec.sources.world import World
from smartspec.study.inputs import Given

__all__ = ["REASONS", "world"]

REASONS = ("", "off", "synthetic", "incomparable")


def world(given: Given) -> xr.Dataset:
    """Step 6, its examples: regions of other countries built alike, and what they did.

    Returns
    -------
    Dataset
        `available` (scalar bool) and `reason` (scalar str), one of `REASONS`; `lacking`, groups the study does not
        cover. Where available: of (region, place): `peer`, `distance`; of (region, dimension): `stability`; of
        (region, trait): `structure`; of (absent) `absent`, dimensions without data; of (region, past): `past_peer`,
        `past_window`, `past_distance`; of (region, past, group): `outcome`, `entry`, `kept`; of (region, group):
        `holders`, `could`, `entrants`, `keepers`, `tested`; of (region, indicator): `own`, `better`, `gap`, `ahead`; of
        (activity): `group`; `typical` (scalar), the median distance of two regions of the reference.
    """
    there, told = given.inputs.world, given.study.world
    if there is None:
        return _without("off")
    if given.study.synthetic and told.panel is None:
        return _without("synthetic")
    group = _groups(given, there)
    if group is None:
        return _without("incomparable")
    wanted = {str(code) for code in there.state.activity.values}
    if lacking := sorted(wanted - set(group.values)):
        if told.panel is not None:
            raise StudyError(
                f"regions of {told.panel} cannot be compared with: the study has no activity of {first_few(lacking)}. "
                "Shares would be of another whole. Add these activities, or take a panel without them."
            )
        return _without("incomparable", lacking)
    return _compared(given, there, group)


def _without(reason: str, lacking: list[str] | None = None) -> xr.Dataset:
    return xr.Dataset({"available": False, "reason": reason, "lacking": ", ".join(lacking or [])})


def _groups(given: Given, there: World) -> xr.DataArray | None:
    """(activity): the common group of each activity or of the section it belongs to; None where one has none."""
    known = given.inputs.classification.activities
    found = []
    for code in given.inputs.activities:
        at: str | None = code
        while at and at not in there.groups:
            at = known[at].parent if at in known else None
        if not at:
            if given.study.world.panel is not None:
                raise StudyError(
                    f"activity '{code}' has no common group with {given.study.world.panel}. "
                    "Name it under `world: concordance:`, a table with the columns activity, group."
                )
            return None
        found.append(there.groups[at])
    return xr.DataArray(found, coords={"activity": list(given.inputs.activities)}, dims="activity", name="group")


def _compared(given: Given, there: World, group: xr.DataArray) -> xr.Dataset:
    told = given.study.world
    weights = {str(name): weight for name, weight in told.weights.items()}
    value = given.results["specialisation"]["value"]
    mined = list(dict.fromkeys(str(g) for code, g in _pairs(group) if code in given.study.extraction))
    mixed = [str(g) for code, g in _pairs(group) if code not in given.study.extraction]
    mined = [code for code in mined if code not in mixed]
    mine = peers.structure(_summed(value, group), extraction=mined)
    theirs, growth = there.latest, there.performance
    home = _home(given, group, mined)
    if told.own_country:
        theirs = xr.concat([theirs, mine.rename(region="peer")], "peer", coords="minimal", compat="override")
        growth = xr.concat([growth, home.rename(region="peer")], "peer")
    now = peers.structural_distance(mine, theirs, weights=weights)
    if told.own_country:
        now = now.where(now.peer != now.region)
    found = peers.nearest(now, count=told.count)
    last = there.last_year
    starts = [year for year in there.structure.window.values if year <= int(last.max()) - told.horizon]
    return xr.merge(
        [
            found,
            peers.stability(mine, there.latest, count=told.count, weights=weights).rename("stability"),
            mine.rename("structure"),
            _past(given, there, mine, starts, last, weights),
            peers.performance_gap(home, growth, found["peer"], better=told.better),
            group,
            _typical(there, weights),
            xr.DataArray(now.attrs["absent"], dims="absent", name="absent_dimension"),
            xr.Dataset({"available": True, "reason": "", "lacking": ""}),
        ],
        combine_attrs="drop",
        compat="no_conflicts",
        join="outer",
    )


def _typical(there: World, weights: dict[str, float]) -> xr.DataArray:
    """The median distance of two regions of the reference: a peer further away is no more alike than any other."""
    latest = there.latest
    apart = peers.structural_distance(latest.rename(peer="region"), latest, weights=weights).values
    above = apart[np.triu_indices(len(apart), 1)]
    return xr.DataArray(np.nanmedian(above), name="typical")


def _pairs(group: xr.DataArray) -> list[tuple[str, str]]:
    return [(str(code), str(g)) for code, g in zip(group.activity.values, group.values, strict=True)]


def _summed(value: xr.DataArray, group: xr.DataArray) -> xr.DataArray:
    codes, place = np.unique(group.sel(activity=value.activity.values).values, return_inverse=True)
    order = np.argsort(place, kind="stable")
    first = np.searchsorted(place[order], np.arange(len(codes)))
    value = value.transpose(..., "activity")
    summed = np.add.reduceat(value.values[..., order], first, axis=-1)
    return xr.DataArray(
        summed, coords={**{dim: value[dim].values for dim in value.dims[:-1]}, "activity": codes}, dims=value.dims
    )


def _home(given: Given, group: xr.DataArray, mined: list[str]) -> xr.DataArray:
    """(region, indicator): growth against the country over the growth years; missing where a region is younger."""
    value, whole = (_summed(each, group) for each in (given.main.values, given.reference))
    try:
        return peers.performance(
            value, last=given.last, span=given.study.years.growth, extraction=mined, reference=whole
        )
    except MeasureError:
        names = ["relative_growth", *(["relative_growth_outside"] if mined else [])]
        missing = np.full((value.sizes["region"], len(names)), np.nan)
        return xr.DataArray(missing, coords={"region": value.region, "indicator": names}, dims=("region", "indicator"))


def _past(
    given: Given,
    there: World,
    mine: xr.DataArray,
    starts: list[int],
    last: xr.DataArray,
    weights: dict[str, float],
) -> xr.Dataset:
    """Precedents of regions that were built alike when a window began; each region counts once."""
    told = given.study.world
    if not starts:
        raise StudyError(
            f"no window of {told.horizon} years fits into {there.key}, so nothing can be a precedent. "
            "Shorten `world: horizon:`, or give a longer panel."
        )
    long = there.structure.sel(window=starts)
    long = long.where(long.window <= last - told.horizon)
    then = peers.nearest(peers.structural_distance(mine, long, weights=weights), count=told.count)
    made = peers.precedent(then["peer"], then["window"], there.state, horizon=told.horizon, kept=told.kept)
    names = {"peer": "past_peer", "window": "past_window", "distance": "past_distance", "place": "past"}
    return xr.merge([then.rename(names), made.rename(place="past", activity="group_code")])
