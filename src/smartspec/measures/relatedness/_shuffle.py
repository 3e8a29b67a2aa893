"""Tables shuffled by global curveball trades: every row sum and every column sum stays what it is.

shuffled   a stream of random tables with the margins of the one given
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from smartspec.measures._pairs import Numbers

__all__ = ["shuffled"]

WARM_UP = 10
"""Times the rounds between two tables, thrown away before the first."""


def shuffled(values: Numbers, *, tables: int, trades: int, seed: int) -> Iterator[Numbers]:
    """Random tables of 0 and 1 with the margins of `values` (..., row, column); each is overwritten by the next."""
    rng = np.random.default_rng(seed)
    state = values.reshape(-1, *values.shape[-2:]).copy()
    for number in range(tables):
        for _ in range(trades * (1 + WARM_UP * (number == 0))):
            _trade(state, rng)
        yield state.reshape(values.shape)


def _trade(state: Numbers, rng: np.random.Generator) -> None:
    """One round: rows are paired at random, and each pair deals out anew what only one of the two holds."""
    stack, rows, columns = state.shape
    order = np.argsort(rng.random((stack, rows)), axis=1)
    half = rows // 2
    table = np.repeat(np.arange(stack), half)
    first, second = order[:, :half].ravel(), order[:, half : 2 * half].ravel()
    one, two = state[table, first], state[table, second]
    apart = np.flatnonzero(one != two)
    pair = apart // columns
    of_one = np.bincount(pair, weights=one.ravel()[apart], minlength=table.size)
    start = np.concatenate([[0], np.cumsum(np.bincount(pair, minlength=table.size))[:-1]])
    dealt = apart[np.argsort(pair + rng.random(apart.size))]  # shuffled within each pair, pairs in their order
    to_one = np.arange(apart.size) - start[pair] < of_one[pair]
    one.ravel()[dealt] = to_one
    two.ravel()[dealt] = ~to_one
    state[table, first], state[table, second] = one, two
