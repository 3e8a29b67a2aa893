"""From a fraction of a candidate to whole ones: a portfolio near the linear answer that keeps every limit.

    Repair    made once for a problem, then called for each scenario

Three steps, each a few vector operations: flip candidates until no limit is overstepped, add what still fits, swap
one out for one in while that gains. Nothing here proves anything; the bound that says how good the result is comes
from elsewhere.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from smartspec.decision._labels import Flags, Floats
from smartspec.decision.portfolio._rows import NEAR, Rows

__all__ = ["Repair"]

Places = npt.NDArray[np.intp]

CORE = 48
"""How many of the closest calls, chosen and not chosen, are tried against each other."""

ROUNDS = 60
"""Most flips, additions or swaps of one step."""


class Repair:
    """Whole portfolios near linear answers."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        limits, n = rows.limits, rows.count
        self.take = np.ascontiguousarray(rows.matrix.toarray()[:limits, :n])
        self.by_candidate = np.ascontiguousarray(self.take.T)
        self.most = rows.most[:limits] + NEAR * (1 + np.abs(rows.most[:limits]))
        self.least = rows.least[:limits] - NEAR * (1 + np.abs(rows.least[:limits]))
        self.most[np.isinf(rows.most[:limits])] = np.inf
        self.least[np.isinf(rows.least[:limits])] = -np.inf
        self.free = rows.low[:n] < rows.high[:n]
        self.sizes = rows.members.sum(axis=1)
        self.floors = np.flatnonzero(np.isfinite(self.least))

    def __call__(self, share: Floats, values: Floats, reduced: Floats) -> Flags | None:
        """A portfolio (candidate) that keeps every limit, or None when none was found.

        Parameters
        ----------
        share : (candidate)
            The linear answer, from 0 to 1.
        values : (candidate)
            What each brings in this scenario.
        reduced : (candidate)
            What each brings beyond the price of what it takes.
        """
        chosen = share > 1 - 1e-6
        if len(self.floors):
            chosen |= share > 0.5
        chosen = np.where(self.free, chosen, self.rows.low[: self.rows.count] > 0.5)
        taken = self.take @ chosen
        if not self._settle(chosen, taken, reduced):
            return None
        self._fill(chosen, taken, values, reduced)
        self._swap(chosen, taken, values, reduced)
        return chosen

    def _overstepped(self, taken: Floats) -> Floats:
        """By how much each row of (..., row) is beyond its ends, in all."""
        over = np.maximum(taken - self.most, 0).sum(axis=-1)
        return np.asarray(over + np.maximum(self.least - taken, 0).sum(axis=-1))

    def _settle(self, chosen: Flags, taken: Floats, reduced: Floats) -> bool:
        """Flip candidates until no limit is overstepped: among flips that help about as much, the cheapest."""
        beyond = float(self._overstepped(taken))
        for _ in range(ROUNDS):
            if beyond <= 0:
                return True
            sign = np.where(chosen, -1.0, 1.0)
            after = self._overstepped(taken + sign[:, None] * self.by_candidate)
            helps = np.where(self.free, beyond - after, -np.inf)
            best = helps.max()
            if best <= NEAR:
                return False
            loss = np.where(chosen, reduced, -reduced)
            pick = int(np.argmin(np.where(helps >= 0.5 * best, loss, np.inf)))
            taken += sign[pick] * self.take[:, pick]
            chosen[pick] = not chosen[pick]
            beyond = float(self._overstepped(taken))
        return beyond <= 0

    def _extra(self, chosen: Flags, values: Floats) -> tuple[Floats, Floats]:
        """What adding and what removing each candidate changes, with the synergies it completes or breaks."""
        if not len(self.sizes):
            return values, values
        there = self.rows.members @ chosen
        completes = np.where(there == self.sizes - 1, self.rows.gains, 0.0) @ self.rows.members
        breaks = np.where(there == self.sizes, self.rows.gains, 0.0) @ self.rows.members
        return values + completes, values + breaks

    def _fits(self, taken: Floats) -> Flags:
        """Whether each of (..., row) keeps all limits."""
        fits = (taken <= self.most).all(axis=-1)
        if len(self.floors):
            fits &= (taken[..., self.floors] >= self.least[self.floors]).all(axis=-1)
        return np.asarray(fits)

    def _fill(self, chosen: Flags, taken: Floats, values: Floats, reduced: Floats) -> None:
        """Add what fits and gains, the best against its price first."""
        for _ in range(ROUNDS):
            gain, _ = self._extra(chosen, values)
            open_ = np.flatnonzero(~chosen & self.free & (gain > 0))
            open_ = open_[self._fits(taken + self.by_candidate[open_])]
            if not len(open_):
                return
            pick = int(open_[np.argmax(reduced[open_])])
            chosen[pick] = True
            taken += self.take[:, pick]

    def _swap(self, chosen: Flags, taken: Floats, values: Floats, reduced: Floats) -> None:
        """Put one in for another while that gains, among the closest calls; then fill again."""
        for _ in range(ROUNDS):
            inside = _closest(chosen & self.free, reduced)
            outside = _closest(~chosen & self.free, -reduced)
            enter, leave = self._extra(chosen, values)
            gain = enter[outside][:, None] - leave[inside]
            into, out = np.nonzero(gain > 1e-12 * (1 + np.abs(values).max()))
            if not len(into):
                return
            moved = taken + self.by_candidate[outside[into]] - self.by_candidate[inside[out]]
            gains = np.where(self._fits(moved), gain[into, out], -np.inf)
            best = int(np.argmax(gains))
            if not np.isfinite(gains[best]):
                return
            came, went = outside[into[best]], inside[out[best]]
            if self._together(came, went):
                return
            chosen[came], chosen[went] = True, False
            taken += self.take[:, came] - self.take[:, went]
            self._fill(chosen, taken, values, reduced)

    def _together(self, one: int, other: int) -> bool:
        """Whether two share a synergy, so that the gain of a swap is not the difference of two gains."""
        return bool((self.rows.members[:, one] & self.rows.members[:, other]).any())


def _closest(among: Flags, distance: Floats) -> Places:
    """Places of the few with the smallest distance."""
    places = np.flatnonzero(among)
    if len(places) <= CORE:
        return places
    return places[np.argpartition(distance[places], CORE)[:CORE]]
