"""What chance alone would give: values shuffled over the map, and the probabilities read from it.

per_region        lets a measure take a pandas series or table and answers in kind
slices            values as (slice, region), each slice complete or unknown
shuffled          whole maps shuffled: how often a statistic is at least, or at most, the one observed
neighbourhoods    the same for each region's neighbours, the region itself staying put
probability       pseudo p-values from those counts
false_discovery   p-values adjusted for many tests at once
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Literal, ParamSpec, TypeVar, cast

import numpy as np
import pandas as pd
import xarray as xr

from smartspec.errors import MeasureError, first_few
from smartspec.measures._amounts import labelled, need
from smartspec.measures.spatial.weights import Links

__all__ = [
    "FEWEST_REGIONS",
    "Alternative",
    "false_discovery",
    "neighbourhoods",
    "per_region",
    "probability",
    "shuffled",
    "slices",
    "testable",
]

FEWEST_REGIONS = 30
"""Regions under which a permutation test has too little power to say anything."""

BLOCK = 4_000_000
"""Numbers held at once while shuffling: about 32 MB."""

Alternative = Literal["two-sided", "greater", "less"]
P = ParamSpec("P")
R = TypeVar("R")


def per_region(measure: Callable[P, R]) -> Callable[P, R]:
    """Let a measure take a pandas series (region) or wide table (regions down) and answer in kind."""
    inner = labelled(measure)

    @wraps(measure)
    def with_labels(*args: P.args, **kwargs: P.kwargs) -> R:
        x, *rest = args
        if not isinstance(x, pd.Series):
            return inner(*args, **kwargs)
        frame = xr.DataArray(x.to_numpy(float), coords={"region": x.index.tolist()}, dims="region")
        found = cast(Callable[..., xr.Dataset], measure)(frame, *rest, **kwargs)
        return cast(R, {str(key): value.to_series() if value.ndim else value.item() for key, value in found.items()})

    return cast(Callable[P, R], with_labels)


def slices(x: xr.DataArray, *, name: str) -> tuple[xr.DataArray, np.ndarray]:
    """Values with region last, and the same as deviations from each slice's mean: (slice, region).

    Raises
    ------
    MeasureError
        There is no region, or a value is infinite.

    Warns
    -----
    UserWarning
        Slices with a missing value; what is said of the whole map is unknown there.
    """
    need(x, "region", name=name)
    values = x.transpose(..., "region").astype(float)
    if bool(np.isinf(values).any()):
        raise MeasureError(
            f"the values of {name} must be finite. Mark the others missing with `x.where(abs(x) < ...)`."
        )
    flat = values.values.reshape(-1, values.sizes["region"])
    unknown = np.isnan(flat)
    if unknown.any():
        named = values["region"].values[unknown.any(axis=0)].tolist()
        warnings.warn(
            f"{int(unknown.any(axis=1).sum())} of {len(flat)} maps lack a value in some region ({first_few(named)}): "
            f"{name} compares each region with all others and is unknown there. "
            "Leave those regions out of both values and weights.",
            stacklevel=4,
        )
    away = flat - flat.mean(axis=1, keepdims=True)
    scale = np.abs(flat).max(axis=1, keepdims=True, initial=0)
    return values, np.where(np.abs(away).max(axis=1, keepdims=True, initial=0) > 1e-12 * scale, away, np.nan)


def testable(values: xr.DataArray, permutations: int, *, name: str) -> bool:
    """Whether there are regions enough to ask what chance would give.

    Warns
    -----
    UserWarning
        There are too few.
    """
    if permutations < 0 or permutations != int(permutations):
        raise MeasureError(f"permutations must be a whole number, zero or more, found {permutations}; 999 is usual.")
    count = values.sizes["region"]
    if permutations and count < FEWEST_REGIONS:
        warnings.warn(
            f"{name} gives no significance for {count} regions: under {FEWEST_REGIONS} the test misses most of what "
            "there is, and what it finds is often chance. The statistic is given; read it as a description, or take "
            "smaller areas such as districts.",
            stacklevel=4,
        )
    return permutations > 0 and count >= FEWEST_REGIONS


def _orders(count: int, permutations: int, seed: int | None) -> np.ndarray:
    """Random orders of the first `count` numbers, one per row."""
    return np.random.default_rng(seed).permuted(np.tile(np.arange(count), (permutations, 1)), axis=1)


def _blocks(count: int, each: int) -> Iterator[slice]:
    step = max(BLOCK // max(each, 1), 1)
    return (slice(start, min(start + step, count)) for start in range(0, count, step))


def _counted(drawn: np.ndarray, observed: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """How many draws are at least, and at most, what was observed; equal up to rounding counts as both."""
    slack = 1e-10 * np.maximum(np.abs(observed), np.abs(drawn).max(axis=axis, keepdims=True))
    return (drawn >= observed - slack).sum(axis=axis), (drawn <= observed + slack).sum(axis=axis)


def shuffled(
    away: np.ndarray,
    statistic: Callable[[np.ndarray], np.ndarray],
    *,
    permutations: int,
    seed: int | None,
) -> tuple[np.ndarray, np.ndarray]:
    """Counts per slice of shuffled maps whose statistic is at least, and at most, the one observed.

    `statistic` takes maps as columns (region, map) and gives one number per map.
    """
    slices_, regions = away.shape
    observed = statistic(away.T)[:, None]
    above, below = np.zeros(slices_), np.zeros(slices_)
    orders = _orders(regions, permutations, seed)
    for part in _blocks(permutations, slices_ * regions):
        maps = away[:, orders[part]]
        drawn = statistic(maps.reshape(-1, regions).T).reshape(slices_, -1)
        more, less = _counted(drawn, observed, 1)
        above += more
        below += less
    return above, below


def neighbourhoods(
    away: np.ndarray, links: Links, *, permutations: int, seed: int | None
) -> tuple[np.ndarray, np.ndarray]:
    """Counts per slice and region of redrawn neighbourhoods whose weighted sum is at least, and at most, the real one.

    Each region keeps its own value and draws its neighbours from all others.
    """
    weights, _ = links.padded()
    slices_, regions = away.shape
    observed = (links.matrix @ away.T).T[..., None]
    drawn_from = _orders(regions - 1, permutations, seed)[:, : weights.shape[1]]
    above, below = np.zeros(away.shape), np.zeros(away.shape)
    for part in _blocks(regions, slices_ * drawn_from.size):
        here = np.arange(regions)[part, None, None]
        others = drawn_from + (drawn_from >= here)
        drawn = np.einsum("srpk,rk->srp", away[:, others], weights[part])
        above[:, part], below[:, part] = _counted(drawn, observed[:, part], 2)
    return above, below


def probability(above: np.ndarray, below: np.ndarray, permutations: int, alternative: Alternative) -> np.ndarray:
    """Pseudo p-values: the observed map counts as one of the draws, so that none is ever zero."""
    if alternative not in ("two-sided", "greater", "less"):
        raise MeasureError(f"alternative must be 'two-sided', 'greater' or 'less', found {alternative!r}.")
    if alternative == "greater":
        return (above + 1) / (permutations + 1)
    if alternative == "less":
        return (below + 1) / (permutations + 1)
    return np.asarray(np.minimum(2 * (np.minimum(above, below) + 1) / (permutations + 1), 1.0))


def false_discovery(p: np.ndarray, *, axis: int = -1) -> np.ndarray:
    """P-values adjusted by Benjamini and Hochberg; unknown ones stay unknown and are not counted as tests.

    Called significant where the adjusted value is at most 0.05, findings are false in one of twenty on average.
    """
    p = np.moveaxis(p, axis, -1)
    order = np.argsort(p, axis=-1)
    ranked = np.take_along_axis(p, order, axis=-1) / np.arange(1, p.shape[-1] + 1)
    ranked *= (~np.isnan(p)).sum(axis=-1, keepdims=True)
    least = np.fmin.accumulate(ranked[..., ::-1], axis=-1)[..., ::-1]
    found = np.empty_like(p)
    np.put_along_axis(found, order, np.minimum(least, 1.0), axis=-1)
    found[np.isnan(p)] = np.nan
    return np.moveaxis(found, -1, axis)
