"""Guesses for unknown cells, from the cells of others in the same slice.

by_group        mean or median of the candidates of the same group
by_neighbours   mean of the candidates most alike
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from smartspec.decision._labels import Flags, Floats

__all__ = ["by_group", "by_neighbours"]


def by_group(x: Floats, groups: list[Any], middle: Callable[..., Any]) -> Floats:
    """A guess for every cell (..., candidate, criterion); missing where the group knows nothing."""
    filled = np.full(x.shape, np.nan)
    for group in dict.fromkeys(groups):
        rows = [i for i, own in enumerate(groups) if own == group]
        part = x[..., rows, :]
        known = ~np.isnan(part).all(axis=-2, keepdims=True)
        guess = middle(np.where(known, part, 0.0), axis=-2, keepdims=True)
        filled[..., rows, :] = np.where(known, guess, np.nan)
    return filled


def by_neighbours(x: Floats, there: Flags, weights: Floats, count: int) -> Floats:
    """A guess for every cell from the nearest candidates that know it; missing where nobody does."""
    filled = np.full(x.shape, np.nan)
    weights = np.broadcast_to(weights, (*x.shape[:-2], x.shape[-1]))
    for at in np.ndindex(x.shape[:-2]):
        rows = np.flatnonzero(there[at])
        if not len(rows):
            continue
        cells = x[at][rows]
        known = ~np.isnan(cells)
        seen = np.maximum(known.sum(axis=0), 1)
        mean = np.nansum(cells, axis=0) / seen
        spread = np.sqrt(np.nansum((cells - mean) ** 2, axis=0) / seen)
        unit = np.where(known, (cells - mean) / np.where(spread > 0, spread, 1.0), 0.0)
        both = known[:, None] & known[None] & (weights[at] > 0)
        apart = (np.where(both, unit[:, None] - unit[None], 0.0) ** 2).sum(axis=-1)
        shared = both.sum(axis=-1)
        distance = np.where(shared > 0, apart / np.maximum(shared, 1), np.inf)
        np.fill_diagonal(distance, np.inf)
        nearest = np.argsort(distance, axis=1, kind="stable")
        for i, j in np.argwhere(~known):
            near = [k for k in nearest[i] if known[k, j] and np.isfinite(distance[i, k])][:count]
            if near:
                filled[(*at, rows[i], j)] = cells[near, j].mean()
    return filled
