"""One year of the model, in all futures of a block at once: each step is one mechanism.

    Futures    what is drawn: price paths, sampled parameters, and the seed of all the rest
    Frame      everything a block needs, as plain arrays in one order of regions and activities
    State      a block as it stands
    year       the state moves on, and what the change of each region is made of is told

Arrays are (future, variant, region, activity), or the same without the last.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import xarray as xr

from smartspec.foresight.scenarios import mechanisms
from smartspec.foresight.scenarios.economy import Economy, Lever

__all__ = ["GAINS", "Frame", "Futures", "State", "year"]

Array = np.ndarray

GAINS = ("demand", "support", "linkages", "displacement", "entry")
"""What a year adds beyond a region's own growth."""

SCALARS = (
    "convergence",
    "agglomeration",
    "relatedness",
    "entry_size",
    "support",
    "delay",
    "rent",
    "displacement",
    "migration",
    "delta",
)


@dataclass(frozen=True)
class Futures:
    """What is drawn.

    `changes` (future, step, region) are log changes of each region's own price driver, `main` (future, step) those of
    the main commodity; steps begin at 1. `drawn` (future, uncertainty) is what `sample` returned. `first` is the year
    of step 0.
    """

    changes: xr.DataArray
    main: xr.DataArray
    drawn: xr.DataArray
    first: int
    seed: int


@dataclass(frozen=True)
class Frame:
    """Everything a block needs, as plain arrays in one order of regions and activities."""

    economy: Economy
    futures: Futures
    levers: tuple[Lever, ...]
    targets: Array
    on: Mapping[str, bool]
    known: Array
    start: Array
    covered: Array
    mined: Array
    near: Array
    hazard: Array
    limits: Mapping[str, tuple[Array, Array]] = field(default_factory=dict)
    inverses: Array | None = None
    deltas: Array = field(default_factory=lambda: np.zeros(0))

    def drawn(self, rows: slice, name: str) -> Array:
        """(future): a sampled parameter of a block, nothing where the study gives none."""
        drawn = self.futures.drawn
        if name not in drawn.uncertainty.values:
            return np.zeros(rows.stop - rows.start)
        values: Array = drawn.sel(uncertainty=name).values[rows]
        return values


class State:
    """A block as it stands: volumes, last year's growth, and the parameters of its futures."""

    def __init__(self, frame: Frame, rows: slice, rng: np.random.Generator, *, pace: Array) -> None:
        self.frame, self.rng, self.pace = frame, rng, pace
        self.size, many = rows.stop - rows.start, len(frame.levers)
        self.volume: Array = np.broadcast_to(frame.start, (self.size, many, *frame.start.shape))
        self.total: Array = self.volume.sum(-1)
        self.before: Array | None = None
        self.spent: Array = np.zeros(self.volume.shape[:-1])
        self.people: Array = np.ones(self.volume.shape[:-1])
        self.mined: Array = np.ones(self.volume.shape[:-1])
        self.begun: Array = np.zeros(self.volume.shape, dtype=bool)
        self.drawn = {name: frame.drawn(rows, name) for name in SCALARS}
        self.demand = np.stack([frame.drawn(rows, f"demand.{code}") for code in frame.economy.activities], -1)
        self.supply = {name: frame.drawn(rows, f"limit.{name}")[:, None, None] for name in frame.limits}
        self.share = np.array([one.share for one in frame.levers])[:, None]
        self.transfers = np.array([one.transfers for one in frame.levers])[:, None]
        self.begins = np.array([one.start for one in frame.levers]) + np.ceil(self.drawn["delay"])[:, None]
        self.ends = self.begins + np.array([one.years for one in frame.levers])

    def at(self, name: str, dims: int) -> Array:
        """A sampled parameter, ready to meet an array of that many dimensions."""
        return self.drawn[name].reshape(-1, *([1] * (dims - 1)))


def year(state: State, growth: Array, step: int, *, accounts: bool = False) -> dict[str, Array]:
    """One year: the state moves on, and what the change of each region is made of is told.

    Parameters
    ----------
    state : State
        The block; it is changed.
    growth : (future, 1, region, activity)
        Growth factors of the year by themselves.
    step : int
        Which year, counted from 1.
    accounts : bool
        Whether to tell what the change is made of.

    Returns
    -------
    dict of (future, variant, region)
        `own`, the gains, and `limits`; missing parts are off. Empty without `accounts`.
    """
    on, old = state.frame.on, state.total
    base = state.volume * (growth if (pull := _pull(state)) is None else growth * pull)
    gains = _gains(state, base, step)
    made: dict[str, Array] = {}
    if accounts:
        made = {"own": base.sum(-1) - old, **{part: gain.sum(-1) for part, gain in gains.items()}}
    new = base
    for gain in gains.values():
        new = np.add(new, gain, out=new) if new.shape == np.broadcast_shapes(new.shape, gain.shape) else new + gain
    if on.get("limits"):
        allowed = _allowed(state, new, step)[..., None]
        if accounts:
            made["limits"] = (new * (allowed - 1)).sum(-1)
        new = new * allowed
    state.volume, state.total = new, new.sum(-1)
    if on.get("agglomeration") or on.get("migration"):
        with np.errstate(divide="ignore", invalid="ignore"):
            state.before = np.nan_to_num(np.log(state.total / old))
    return made


def _pull(state: State) -> Array | None:
    """Growth factors of what depends on the region as a whole, or on how near an activity is."""
    on, frame, parts = state.frame.on, state.frame, []
    if on.get("convergence"):
        with np.errstate(divide="ignore", invalid="ignore"):
            speed, start = state.at("convergence", 3), frame.start.sum(-1)
            parts.append(np.nan_to_num(mechanisms.convergence(speed, state.total, start))[..., None])
    if on.get("agglomeration") and state.before is not None:
        parts.append(mechanisms.agglomeration(state.at("agglomeration", 3), state.before, state.pace)[..., None])
    if on.get("relatedness"):
        parts.append(mechanisms.relatedness(state.at("relatedness", 4), frame.near))
    if not parts:
        return None
    pull: Array = np.exp(sum(parts[1:], start=parts[0]))
    return pull


def _gains(state: State, base: Array, step: int) -> dict[str, Array]:
    """What the year adds beyond own growth, part by part, in volumes."""
    on, frame = state.frame.on, state.frame
    gains: dict[str, Array] = {}
    if on.get("demand"):
        gains["demand"] = base * np.expm1(state.demand)[:, None, None]
    if on.get("support"):
        gains["support"] = base * (np.expm1(_supported(state, base, step))[..., None] * frame.targets)
    if on.get("linkages") and frame.inverses is not None and gains:
        nearest = np.abs(state.drawn["delta"][:, None] - frame.deltas).argmin(1)
        gain = np.broadcast_to(sum(gains.values(), start=np.zeros(1)), base.shape)
        gains["linkages"] = mechanisms.linked(gain, frame.inverses[nearest]) * frame.known
    if on.get("displacement"):
        share = state.at("displacement", 4)
        gains["displacement"] = -mechanisms.displaced(share, gains["support"], base, frame.targets)
    if on.get("entry"):
        luck = state.rng.random((state.size, 1, *base.shape[2:]))
        hazard = np.where(state.begun, 0.0, frame.hazard)  # one entry, not one each year
        gains["entry"] = mechanisms.entered(luck, hazard, state.at("entry_size", 4), state.total)
        state.begun = state.begun | (luck < hazard)
    return gains


def _supported(state: State, base: Array, step: int) -> Array:
    """(future, variant, region): log growth of what is supported; what is spent is added up."""
    frame, now = state.frame, state.frame.futures.first + step
    active = ((now >= state.begins) & (now < state.ends))[..., None]
    rent = state.at("rent", 3) if frame.on.get("purse") else np.zeros((1, 1, 1))
    spent = mechanisms.spending(state.share, state.transfers, rent, state.mined, frame.start.sum(-1)) * active
    there = np.einsum("fkri,kri->fkr", base, frame.targets.astype(float))
    spent = np.where(there > 0, spent, 0.0)
    state.spent = state.spent + spent
    return mechanisms.support(state.at("support", 3), spent, there)


def _allowed(state: State, volume: Array, step: int) -> Array:
    """(future, variant, region): the share of the volume that the scarcest resource allows."""
    allowed = np.ones(volume.shape[:-1])
    if state.frame.on.get("migration") and state.before is not None:
        state.people = state.people * np.exp(mechanisms.migrated(state.at("migration", 3), state.before))
    for name, (use, available) in state.frame.limits.items():
        there = available * np.exp(state.supply[name] * step) * (state.people if name == "labour" else 1.0)
        allowed = np.minimum(allowed, mechanisms.limited(volume, use, there))
    return allowed
