"""The states of the table a weighting may meet: as told, with its holes drawn, or with its uncertain values drawn.

    World          the terms of a rule for some draws, the same for all of them or one for each
    as_told        one table for all draws
    with_holes     unknown cells drawn between the worst and the best known
    with_values    uncertain values drawn between their least and their most, and all scaled anew
    scores_of      scores under the weightings of those draws

Blocks are small: a product of so few numbers stays on one thread of the algebra library, and in the cache.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import xarray as xr

from smartspec.decision._labels import Floats
from smartspec.decision._rule import Parts, Rule, terms_once
from smartspec.decision.table import DecisionTable

__all__ = ["World", "as_told", "scores_of", "with_holes", "with_values"]

PRODUCT = 262_144
"""Multiplications in one matrix product; beyond, OpenBLAS would call for more threads."""

CELLS = 1_000_000
"""Drawn cells held at a time."""

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True)
class World:
    """The terms (candidate, criterion) or (draw, candidate, criterion) of a rule for the draws from start to stop."""

    rule: Rule
    terms: Parts
    start: int
    stop: int


def as_told(rule: Rule, at: tuple[int, ...], rows: Rows, draws: int) -> Iterator[World]:
    """One table for all draws."""
    terms = _terms(rule, rule.scaled[at][rows], at)
    step = max(1, PRODUCT // max(terms[0].size, 1))
    for start in range(0, draws, step):
        yield World(rule, terms, start, min(start + step, draws))


def with_holes(rule: Rule, at: tuple[int, ...], rows: Rows, draws: int, seed: int) -> Iterator[World]:
    """Unknown cells of a slice drawn anew for each weighting, evenly between the worst and the best known."""
    cells, low, high = rule.scaled[at][rows], rule.low[at], rule.high[at]
    holes = np.isnan(cells) & rule.weighs[at]
    if not holes.any():
        yield from as_told(rule, at, rows, draws)
        return
    rng = np.random.default_rng([seed, 1])
    step = max(1, CELLS // cells.size)
    bottom, span = (np.broadcast_to(edge, cells.shape)[holes] for edge in (low, high - low))
    for start in range(0, draws, step):
        stop = min(start + step, draws)
        filled = np.repeat(cells[None], stop - start, axis=0)
        filled[:, holes] = bottom + span * rng.random((stop - start, len(bottom)))
        yield World(rule, _terms(rule, filled, at), start, stop)


def with_values(
    t: DecisionTable, at: tuple[int, ...], rows: Rows, draws: int, seed: int, make: Callable[[DecisionTable], Rule]
) -> Iterator[World]:
    """Uncertain values of a slice drawn anew for each weighting, evenly between their least and their most."""
    values = t.values.to_numpy()[at][rows]
    low, high = ((values if end is None else end.to_numpy()[at][rows]) for end in (t.lower, t.upper))
    unknown = np.isnan(low)
    low = np.where(unknown, np.fmin.reduce(values, axis=0), low)
    high = np.where(unknown, np.fmax.reduce(values, axis=0), high)
    weights = t.weights.to_numpy()[at] if t.weights.ndim > 1 else t.weights.to_numpy()
    rng = np.random.default_rng([seed, 2])
    step = max(1, CELLS // values.size)
    for start in range(0, draws, step):
        stop = min(start + step, draws)
        drawn = low + (high - low) * rng.random((stop - start, *values.shape))
        coords = {
            "draw": np.arange(start, stop),
            "candidate": t.values.indexes["candidate"][rows],
            "criterion": t.values.indexes["criterion"],
        }
        own = xr.DataArray(weights, coords={"criterion": t.values.indexes["criterion"]}, dims="criterion")
        array = xr.DataArray(drawn, coords=coords, dims=list(coords))
        rule = make(replace(t, values=array, weights=own, lower=None, upper=None, reasons={}))
        yield World(rule, terms_once(rule, replace(t, values=array, weights=own))[0], start, stop)


def scores_of(world: World, weightings: Floats) -> Floats:
    """Scores (draw, candidate) of a world's draws, under their weightings out of (draw, criterion)."""
    w = weightings[world.start : world.stop]
    if world.terms[0].ndim == 2:
        return world.rule.score(world.terms, w)
    return world.rule.score(world.terms, w[:, None, :])[:, 0, :]


def _terms(rule: Rule, cells: Floats, at: tuple[int, ...]) -> Parts:
    terms = rule.parts(cells, rule.low[at], rule.high[at])
    return terms if rule.weighs[at].all() else tuple(np.where(rule.weighs[at], part, 0.0) for part in terms)
