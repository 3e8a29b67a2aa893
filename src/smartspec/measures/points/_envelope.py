"""What random sites alone would give, as a band that few draws leave."""

from __future__ import annotations

import numpy as np

__all__ = ["envelope"]


def envelope(drawn: np.ndarray, level: float) -> dict[str, np.ndarray]:
    """Local and global bands of draws (redraw, distance): a share `level` of the draws leaves each side.

    The global band takes, at every distance, the draw of one and the same rank: the rank at which no more than
    `level` of the draws ever pass beyond. Where a draw is undefined, so is the band.
    """
    count = len(drawn)
    known = ~np.isnan(drawn).any(axis=0) & (count > 0)
    bands = {name: np.full(drawn.shape[1], np.nan) for name in ("low", "high", "global_low", "global_high")}
    if not known.any():
        return bands
    drawn = drawn[:, known]
    ordered = np.sort(drawn, axis=0)
    high = _rank_passed(drawn, ordered, level)
    low = _rank_passed(-drawn, -ordered[::-1], level)
    inner = max(int(np.floor(level * (count + 1))), 1) - 1
    bands["low"][known], bands["high"][known] = ordered[inner], ordered[count - 1 - inner]
    bands["global_low"][known], bands["global_high"][known] = ordered[count - 1 - low], ordered[high]
    return bands


def _rank_passed(drawn: np.ndarray, ordered: np.ndarray, level: float) -> int:
    """The lowest rank which no more than `level` of the draws pass at any distance."""
    top = np.zeros(len(drawn), dtype=int)
    for column in range(drawn.shape[1]):
        column_ranks = np.searchsorted(ordered[:, column], drawn[:, column], side="left")
        np.maximum(top, column_ranks, out=top)
    allowed = int(np.floor(level * len(drawn)))
    return int(np.sort(top)[len(drawn) - 1 - allowed])
