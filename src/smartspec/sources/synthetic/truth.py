"""What is planted in the teaching study, before a single figure is made.

    Truth    everything the tables hide: what regions can do, what is planted where, how it moves
    plant    draw a truth

Activities need capabilities, regions hold some of them. An activity is large where what it needs is held; what
is planted on top (a strength, a fading one, an emerging one, an entry) has a quotient and a trend of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr

from smartspec.sources.synthetic.recipe import GROUPS, TRADED, TYPES, Recipe, divisions

__all__ = ["CITIES", "Truth", "plant"]

Array = np.ndarray[Any, Any]

CITIES = 2
"""The first regions are metropolitan."""

_SHARES = {
    "resource": (0.42, 0.10, 0.03),
    "processing": (0.03, 0.36, 0.05),
    "agrarian": (0.02, 0.11, 0.30),
    "metropolitan": (0.002, 0.13, 0.003),
    "mixed": (0.04, 0.14, 0.05),
}
"""Shares of extraction, manufacturing and agriculture in the value added of each type, give or take a tenth."""

_FREQUENCY = {"resource": 0.15, "processing": 0.2, "agrarian": 0.15, "mixed": 0.5}

_TINY = {"97": 0.1, "98": 0.1, "99": 0.02}
"""Divisions that are small in any country."""


@dataclass(frozen=True)
class Truth:
    """Everything the tables hide.

    Attributes
    ----------
    needs : (activity, capability) of 0 and 1
        What each activity needs.
    holds : (region, capability) of 0 and 1
        What each region has.
    fit : (region, activity)
        Share of an activity's needs that a region holds.
    relatedness : (activity, other)
        Cosine of two activities' needs; 0 on the diagonal.
    type : (region) of str
        Type of each region.
    kind : (region, activity) of str
        `strength`, `fading`, `emerging`, `entry`, or empty where nothing is planted.
    entered : (region, activity)
        First year of an entry, 0 where there is none.
    trend : (region, activity)
        Log growth per year, prices unchanged, entries aside.
    response : (region, activity)
        Log growth of volume per unit of log price change.
    size : (region)
        Shares of the country's value added in the centre year.
    share : (region, activity)
        Shares of a region's value added in the centre year, before noise.
    quotient : (region, activity)
        Location quotients in the centre year, before noise.
    jump : (region, activity)
        Log growth an entry takes, over three years; 0 elsewhere.
    """

    needs: xr.DataArray
    holds: xr.DataArray
    fit: xr.DataArray
    relatedness: xr.DataArray
    type: xr.DataArray
    kind: xr.DataArray
    entered: xr.DataArray
    trend: xr.DataArray
    response: xr.DataArray
    size: xr.DataArray
    share: xr.DataArray
    quotient: xr.DataArray
    jump: xr.DataArray


@dataclass(frozen=True)
class _Activities:
    """What does not depend on regions."""

    codes: list[str]
    sections: list[str]
    group: Array
    needs: Array
    weight: Array
    trend: Array


def plant(regions: int, recipe: Recipe, for_activities: np.random.Generator, rng: np.random.Generator) -> Truth:
    """Draw a truth.

    Parameters
    ----------
    regions
        How many regions there are.
    recipe
        The numbers to draw with.
    for_activities, rng
        Streams for what activities are, and for everything else.

    Returns
    -------
    Truth
    """
    activities = _activities(recipe, for_activities)
    kinds = _types(regions, rng)
    holds = _holds(kinds, recipe, rng)
    fit = holds @ activities.needs.T / recipe.needed
    size = rng.lognormal(0, 0.4, regions)
    size = size / size.sum()
    raw = activities.weight * np.exp(recipe.pull * (fit - fit.mean()) + recipe.luck * rng.standard_normal(fit.shape))
    member = np.equal.outer(activities.group, np.arange(len(GROUPS))).astype(float)
    groups = _group_shares(kinds, rng)
    share = raw / (raw @ member)[:, activities.group] * groups[:, activities.group]
    kind, target = _kinds(fit, share, size, activities, groups, member, recipe, rng)
    share = _with_planted(share, target, size, groups, member, activities.group)
    quotient = share / (size @ share)
    trend = _trends(kind, activities, recipe, rng)
    places = _codes("XX", regions)
    cells = {"region": places, "activity": activities.codes}
    names = [f"c{number:02}" for number in range(1, recipe.capabilities + 1)]
    mined = (kinds == "resource")[:, None] & (activities.group == GROUPS.index("extraction"))
    entry = kind == "entry"
    return Truth(
        needs=xr.DataArray(activities.needs, {"activity": activities.codes, "capability": names}),
        holds=xr.DataArray(holds, {"region": places, "capability": names}),
        fit=xr.DataArray(fit, cells),
        relatedness=_relatedness(activities),
        type=xr.DataArray(kinds, {"region": places}),
        kind=xr.DataArray(kind, cells),
        entered=xr.DataArray(np.where(entry, rng.integers(2017, 2021, fit.shape), 0), cells),
        trend=xr.DataArray(trend, cells),
        response=xr.DataArray(np.where(mined, rng.uniform(*recipe.response, fit.shape), 0.0), cells),
        size=xr.DataArray(size, {"region": places}),
        share=xr.DataArray(share, cells),
        quotient=xr.DataArray(quotient, cells),
        jump=xr.DataArray(np.where(entry, np.log(quotient / recipe.before_entry), 0.0), cells),
    )


def _codes(country: str, regions: int) -> list[str]:
    return [f"{country}-{number:03}" for number in range(1, regions + 1)]


def _activities(recipe: Recipe, rng: np.random.Generator) -> _Activities:
    codes, sections, group = divisions()
    order = {section: place for place, section in enumerate(sorted(set(sections)))}
    lean = rng.dirichlet(np.full(recipe.capabilities, 0.3), len(order))[[order[section] for section in sections]]
    chance = recipe.lean * lean + (1 - recipe.lean) / recipe.capabilities
    score = np.log(chance) + rng.gumbel(size=chance.shape)
    needs = (_places(score) < recipe.needed).astype(float)
    weight = rng.lognormal(0, 0.7, len(codes)) * [_TINY.get(code, 1.0) for code in codes]
    trend = rng.normal(recipe.growth, recipe.spread, len(codes))
    return _Activities(codes, sections, np.array(group), needs, weight, trend)


def _places(score: Array) -> Array:
    """The place of each score in its row, the highest first."""
    return np.argsort(np.argsort(-score, axis=1, kind="stable"), axis=1, kind="stable")


def _relatedness(activities: _Activities) -> xr.DataArray:
    length = np.sqrt((activities.needs**2).sum(1))
    cosine = activities.needs @ activities.needs.T / np.outer(length, length)
    np.fill_diagonal(cosine, 0.0)
    return xr.DataArray(cosine, {"activity": activities.codes, "other": activities.codes})


def _types(regions: int, rng: np.random.Generator) -> Array:
    """The cities first, then one region of each other type, then by chance; the order of the others is drawn."""
    others = list(_FREQUENCY)
    drawn = rng.choice(others, size=regions - CITIES, p=list(_FREQUENCY.values()))
    drawn[: len(others)] = others
    return np.array(["metropolitan"] * CITIES + list(rng.permutation(drawn)))


def _holds(kinds: Array, recipe: Recipe, rng: np.random.Generator) -> Array:
    breadth = np.where(kinds == "metropolitan", 0.9, rng.uniform(*recipe.breadth, len(kinds)))
    return (rng.random((len(kinds), recipe.capabilities)) < breadth[:, None]).astype(float)


def _group_shares(kinds: Array, rng: np.random.Generator) -> Array:
    """(region, group): shares of the groups in each region's value added."""
    base = np.array([_SHARES[kind] for kind in TYPES])[[TYPES.index(kind) for kind in kinds]]
    three = base * rng.uniform(0.9, 1.1, base.shape)
    return np.column_stack([three, 1 - three.sum(1)])


def _kinds(
    fit: Array,
    share: Array,
    size: Array,
    activities: _Activities,
    groups: Array,
    member: Array,
    recipe: Recipe,
    rng: np.random.Generator,
) -> tuple[Array, Array]:
    """What is planted in each cell, and its quotient; nothing where it would crowd out the rest of its group."""
    country = size @ share
    shape: tuple[int, int] = fit.shape
    traded = np.array([section in TRADED for section in activities.sections])
    kind = np.full(shape, "", dtype="U8")
    target = np.zeros(shape)
    plans = (
        ("strength", recipe.strengths, recipe.strength_quotient, 3 * recipe.pull * fit, True),
        ("fading", recipe.fading, recipe.fading_quotient, -3 * recipe.pull * fit, True),
        ("emerging", recipe.emerging, recipe.emerging_quotient, recipe.pull * fit, True),
        ("entry", recipe.entries, recipe.entry_quotient, recipe.entry_pull * fit, False),
    )
    for name, count, (low, high), score, heavy in plans:
        free = (kind == "") & traded & ((country * low >= recipe.mass) | (not heavy))
        drawn = np.where(free, score + rng.gumbel(size=shape), -np.inf)
        picked = free & (_places(drawn) < count)
        kind[picked] = name
        target[picked] = rng.uniform(low, high, shape)[picked]
    turn = rng.random(shape)
    fits = _within(target * size[:, None], recipe.share_of_activity, turn)
    for place in range(len(GROUPS)):
        load = target * country * member[:, place] / groups[:, [place]]
        fits &= _within(load.T, recipe.share_of_region, turn.T).T
    full = (fits & (target > 0)) @ member == member.sum(0)
    fits &= ~full[:, activities.group]
    return np.where(fits, kind, ""), np.where(fits, target, 0.0)


def _within(load: Array, limit: float, turn: Array) -> Array:
    """Which loads of each column stay within a limit when they come one after the other."""
    order = np.argsort(turn, axis=0)
    running = np.take_along_axis(load, order, axis=0).cumsum(axis=0) <= limit
    fits = np.zeros(load.shape, dtype=bool)
    np.put_along_axis(fits, order, running, axis=0)
    either: Array = fits | (load == 0)
    return either


def _with_planted(share: Array, target: Array, size: Array, groups: Array, member: Array, group: Array) -> Array:
    """Shares in which planted cells have their quotient, and the other cells fill their groups."""
    planted = target > 0
    free = np.where(planted, 0.0, share)
    found = share
    for _ in range(40):
        wanted = target * (size @ found)
        left = groups - wanted @ member
        found = wanted + free * (left / (free @ member))[:, group]
    return found


def _trends(kind: Array, activities: _Activities, recipe: Recipe, rng: np.random.Generator) -> Array:
    own = recipe.spread * rng.standard_normal(kind.shape)
    trend = activities.trend + own
    trend = np.where(kind == "strength", recipe.strength_growth + abs(own), trend)
    trend = np.where(kind == "fading", recipe.fading_growth + own / 2, trend)
    return np.where(kind == "emerging", activities.trend + recipe.emerging_ahead + own / 2, trend)
