"""The arithmetic of scores: everything a score needs is counted once by region, so that drawing regions anew is cheap.

Counts     what each region adds to each score
counted    the counts of a prediction
area       the share of pairs in the right order, of one window
drawn      how often each region stands in each draw
interval   a score with its percentiles over draws
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import xarray as xr
from scipy import sparse, stats

__all__ = ["Counts", "area", "counted", "drawn", "interval"]

TOP = 0.2
CELLS = 4_000_000
"""Numbers held at once while entries are counted down."""


@dataclass(frozen=True)
class Counts:
    """What each region adds to each score.

    `pairs` (region, region): pairs of an entry in the first and a non-entry in the second in the right order, ties as a
    half; `came`, `stayed` (region): entries and non-entries; `hits`, `picks` (region): entries among each
    window's top fifth, and its size; `square`, `foretold` (region): summed squared errors and summed chances; `order`
    and `by`: outcomes and regions of all cells from the likeliest down.
    """

    pairs: np.ndarray
    came: np.ndarray
    stayed: np.ndarray
    hits: np.ndarray
    picks: np.ndarray
    square: np.ndarray
    foretold: np.ndarray
    order: np.ndarray
    by: np.ndarray

    @property
    def regions(self) -> int:
        """How many regions there are."""
        return len(self.came)

    @property
    def events(self) -> int:
        """How many entries there were."""
        return int(self.came.sum())

    @property
    def candidates(self) -> int:
        """How many cells could have been entered."""
        return int(self.came.sum() + self.stayed.sum())

    def auc(self, weights: np.ndarray) -> np.ndarray:
        """(draw): share of pairs in the right order."""
        right = np.einsum("dr,rq,dq->d", weights, self.pairs, weights, optimize=True)
        return _over(right, (weights @ self.came) * (weights @ self.stayed))

    def average_precision(self, weights: np.ndarray) -> np.ndarray:
        """(draw): precision at each entry on the way down, averaged."""
        hits = np.flatnonzero(self.order)
        if not len(hits):
            return np.full(len(weights), np.nan)
        here = weights[:, self.by[hits]]
        above = self._above(weights, hits)
        precision = _over(here.cumsum(axis=1), above)
        return _over((here * precision).sum(axis=1, where=here > 0), here.sum(axis=1))

    def _above(self, weights: np.ndarray, hits: np.ndarray) -> np.ndarray:
        """(draw, hit): weight of all cells down to each hit; nothing below the last hit counts."""
        by, count = self.by[: hits[-1] + 1], self.regions
        place = np.searchsorted(hits, np.arange(len(by)))
        ends = np.concatenate([hits + 1, [len(by)]])
        found = np.empty((len(weights), len(hits)))
        before = np.zeros(count)
        for first in range(0, len(hits), max(1, CELLS // count)):
            last = min(first + max(1, CELLS // count), len(hits))
            part = slice(ends[first - 1] if first else 0, ends[last - 1])
            at = (place[part] - first) * count + by[part]
            steps = np.bincount(at, minlength=(last - first) * count).reshape(last - first, count).astype(float)
            steps[0] += before
            np.cumsum(steps, axis=0, out=steps)
            before = steps[-1]
            found[:, first:last] = weights @ steps.T
        return found

    def precision_at_top(self, weights: np.ndarray) -> np.ndarray:
        """(draw): entries among each region's top fifth of candidates in a window."""
        return _over(weights @ self.hits, weights @ self.picks)

    def brier(self, weights: np.ndarray) -> np.ndarray:
        """(draw): mean squared error of the chances."""
        return _over(weights @ self.square, weights @ (self.came + self.stayed))

    def calibration(self, weights: np.ndarray) -> np.ndarray:
        """(draw): entries foretold over entries that came."""
        return _over(weights @ self.foretold, weights @ self.came)


def _over(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    found: np.ndarray = np.divide(above, below, out=np.full(np.shape(above), np.nan), where=np.asarray(below) > 0)
    return found


def counted(outcome: xr.DataArray, prediction: xr.DataArray) -> Counts:
    """The counts of a prediction, over the cells where both outcome and prediction are known."""
    y = outcome.transpose("window", "region", "activity")
    p = prediction.transpose("window", "region", "activity").values
    use = np.isfinite(y.values) & np.isfinite(p)
    window, region, _ = np.nonzero(use)
    answer, foretold = y.values[use], p[use]
    count = y.sizes["region"]
    came = np.bincount(region, weights=answer, minlength=count)
    hits, picks = _top(answer, foretold, window * count + region, y.sizes["window"] * count, count)
    order = np.argsort(-foretold, kind="stable")
    return Counts(
        _pairs(answer, foretold, region, count),
        came,
        np.bincount(region, weights=1 - answer, minlength=count),
        hits,
        picks,
        np.bincount(region, weights=(answer - foretold) ** 2, minlength=count),
        np.bincount(region, weights=foretold, minlength=count),
        answer[order],
        region[order],
    )


def _pairs(answer: np.ndarray, foretold: np.ndarray, region: np.ndarray, count: int) -> np.ndarray:
    """(region of the entry, region of the other): pairs in the right order, ties as a half.

    Every entry is right against the others below it. They are counted by region on one way up through the chances,
    before and after each chance that some entry has, so that ties count half.
    """
    found = np.zeros((count, count))
    chance, group = np.unique(foretold[answer == 1], return_inverse=True)
    if not len(chance):
        return found
    no, by = foretold[answer == 0], region[answer == 0]
    place = np.searchsorted(chance, no, "left") + np.searchsorted(chance, no, "right")
    came = sparse.csr_array((np.ones(len(group)), (region[answer == 1], group)), shape=(count, len(chance))).tocsc()
    order = np.argsort(place, kind="stable")
    place, by = place[order], by[order]
    before, step = np.zeros(count), max(1, CELLS // (2 * count))
    for first in range(0, len(chance), step):
        last = min(first + step, len(chance))
        part = slice(*np.searchsorted(place, [2 * first, 2 * last], "left"))
        at = (place[part] - 2 * first) * count + by[part]
        below = np.bincount(at, minlength=2 * (last - first) * count).reshape(2 * (last - first), count).astype(float)
        below[0] += before
        np.cumsum(below, axis=0, out=below)
        before = below[-1]
        found += came[:, first:last] @ ((below[::2] + below[1::2]) / 2)
    return found


def area(answer: np.ndarray, foretold: np.ndarray) -> float:
    """The share of pairs in the right order, ties as a half; missing where nothing, or everything, entered."""
    came = answer.sum()
    stayed = len(answer) - came
    if not came or not stayed:
        return float("nan")
    return float((stats.rankdata(foretold)[answer == 1].sum() - came * (came + 1) / 2) / (came * stayed))


def _top(
    answer: np.ndarray, foretold: np.ndarray, group: np.ndarray, groups: int, count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Entries among the top fifth of each region's candidates in each window, and the size of that fifth, by region."""
    order = np.lexsort((-foretold, group))
    sizes = np.bincount(group, minlength=groups)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    place = np.arange(len(group)) - starts[group[order]]
    picked = place < np.ceil(TOP * sizes)[group[order]]
    region = group[order] % count
    hits = np.bincount(region, weights=answer[order] * picked, minlength=count)
    return hits, np.bincount(region, weights=picked.astype(float), minlength=count)


def drawn(regions: int, *, draws: int, seed: int) -> np.ndarray:
    """(draw, region): how often each region stands in each draw with replacement."""
    return _drawn(regions, draws, seed)


@lru_cache(maxsize=4)
def _drawn(regions: int, draws: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    found: np.ndarray = rng.multinomial(regions, np.full(regions, 1 / regions), size=draws).astype(float)
    found.flags.writeable = False
    return found


def interval(counts: Counts, name: str, *, draws: int, seed: int) -> np.ndarray:
    """A score's estimate, and the 2.5th and 97.5th percentile over draws of regions."""
    if not counts.events or counts.events == counts.candidates:
        return np.full(3, np.nan)
    measure = getattr(counts, name)
    spread = measure(drawn(counts.regions, draws=draws, seed=seed))
    return np.array([measure(np.ones((1, counts.regions)))[0], *np.nanpercentile(spread, [2.5, 97.5])])
