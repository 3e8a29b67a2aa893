"""Counting who takes which place over many draws, as fast as sorting goes.

    Tally      counts by candidate and place, the weightings each leads, and who is ahead of whom
    tally      count over blocks of scores

The low bits of each score are replaced by the candidate's number, so that one sort of plain numbers gives the order.
Draws in which two scores come so close that this or rounding could matter are found first and counted by the tie rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from smartspec.decision._labels import Flags, Floats
from smartspec.decision._places import in_order
from smartspec.decision.scaling import NOISE

__all__ = ["Tally", "tally"]

PACKED = 4096
"""Up to so many candidates their number takes twelve bits, and what is left of a score tells ties from differences."""

FEW = 128
"""Up to so many candidates one table of counts stays in the cache."""

HELD = 8_000_000
"""Places held before they are counted."""

Counts = npt.NDArray[np.int64]


@dataclass
class Tally:
    """What was counted over the draws.

    Attributes
    ----------
    counts : (candidate, place)
        Draws in which a candidate takes a place; twins share the better one.
    sums : (candidate, criterion)
        Sum of the weightings in which it leads.
    wins : (candidate, other)
        Draws in which it is strictly ahead of the other; empty unless asked for.
    """

    counts: Counts
    sums: Floats
    wins: Counts
    held: list[npt.NDArray[np.uint16]] = field(default_factory=list)


def tally(blocks: Iterable[Floats], weightings: Floats, many: Counts, *, pairs: bool) -> Tally:
    """Count places over blocks of scores (draw, candidate), which follow the weightings (draw, criterion).

    `many` says how many candidates each column stands for: twins are scored once.
    """
    size, width = len(many), weightings.shape[1]
    found = Tally(
        np.zeros((size, int(many.sum())), dtype=np.int64),
        np.zeros((size, width)),
        np.zeros((size, size) if pairs else (0, 0), dtype=np.int64),
    )
    leaders = np.full(len(weightings), -1)
    start = 0
    for scores in blocks:
        stop = start + len(scores)
        order, clear = _packed_order(scores)
        if clear.all():
            _count_clear(found, order, many)
            leaders[start:stop] = order[:, 0]
        else:
            _count_clear(found, order[clear], many)
            leaders[start:stop][clear] = order[clear, 0]
            _count_tied(found, scores[~clear], weightings[start:stop][~clear], many)
        if pairs:
            _count_pairs(found, scores)
        start = stop
    _flush(found)
    led = leaders >= 0
    for j in range(width):
        found.sums[:, j] += np.bincount(leaders[led], weights=weightings[led, j], minlength=size)
    return found


def _packed_order(scores: Floats) -> tuple[npt.NDArray[np.int64], Flags]:
    """Candidates from best to worst (draw, candidate), and the draws in which no two scores are close."""
    draws, size = scores.shape
    if size > PACKED:
        return np.zeros((draws, size), dtype=np.int64), np.zeros(draws, dtype=bool)
    bits = np.int64((1 << max(size - 1, 1).bit_length()) - 1)
    keys = np.ascontiguousarray(scores).view(np.int64) & ~bits
    keys |= np.arange(size)
    plain = keys.view(np.float64)
    plain.sort(axis=1)
    gap = (plain[:, 1:] - plain[:, :-1]).min(axis=1, initial=np.inf)
    largest = np.maximum(np.abs(plain[:, 0]), np.abs(plain[:, -1]))
    keys &= bits
    return keys[:, ::-1], gap > 2.5 * NOISE * largest + 1e-300


def _count_clear(found: Tally, order: npt.NDArray[np.int64], many: Counts) -> None:
    """Count draws in which all scores differ."""
    size, places = found.counts.shape
    if size == places and size > FEW:
        found.held.append(order.astype(np.uint16))
        if sum(block.size for block in found.held) >= HELD:
            _flush(found)
        return
    taken = many[order]
    place = np.cumsum(taken, axis=1) - taken
    found.counts += np.bincount((order * places + place).ravel(), minlength=size * places).reshape(size, places)


def _flush(found: Tally) -> None:
    """Count what is held, place by place."""
    if not found.held:
        return
    by_place = np.ascontiguousarray(np.concatenate(found.held).T)
    found.held.clear()
    size = len(found.counts)
    found.counts += np.stack([np.bincount(taken, minlength=size) for taken in by_place], axis=1)


def _count_tied(found: Tally, scores: Floats, weightings: Floats, many: Counts) -> None:
    """Count draws in which some scores may be equal, by the tie rule."""
    size, places = found.counts.shape
    order, first = in_order(scores)
    taken = many[order]
    place = np.take_along_axis(np.cumsum(taken, axis=1) - taken, first, axis=1)
    found.counts += np.bincount((order * places + place).ravel(), minlength=size * places).reshape(size, places)
    leads = np.zeros(scores.shape)
    np.put_along_axis(leads, order, (first == 0).astype(float), axis=1)
    found.sums += leads.T @ weightings


def _count_pairs(found: Tally, scores: Floats) -> None:
    """Count who is ahead of whom by more than rounding."""
    noise = NOISE * np.abs(scores).max(axis=1, keepdims=True)
    for i in range(scores.shape[1]):
        found.wins[i] += (scores[:, i, None] - scores > noise).sum(axis=0)
