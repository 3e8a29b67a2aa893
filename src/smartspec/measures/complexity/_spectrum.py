"""Leading eigenvectors of symmetric tables, many tables at once, without building more than is needed.

    leading          the largest eigenvalues and their vectors of a symmetric operator
    symmetric        the same for tables in memory, dense where they are small
    normalised       second and third eigenpair of the normalised pattern
    components       how many parts a pattern falls into

A block Krylov method with full re-orthogonalisation: all leading dimensions move together as batched products, and
a block of two sees an eigenvalue that occurs twice. Small tables take the dense path.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from smartspec.measures._pairs import Numbers

__all__ = ["Operator", "components", "leading", "normalised", "sparse_rows", "symmetric"]

Operator = Callable[[Numbers], Numbers]

DENSE = 96
"""Up to this size all eigenvalues are computed at once."""
GRAM = 1500
"""Up to this size the symmetric table itself is formed."""
FILLED = 0.4
"""Share of cells present above which a sparse product does not pay."""
WIDEST = 240
"""Columns of the basis before it is pressed together."""
KEPT = 12
RESTARTS = 40


def leading(
    operator: Operator, known: Numbers, *, wanted: int = 2, tolerance: float = 1e-11
) -> tuple[Numbers, Numbers]:
    """The `wanted` largest eigenvalues (..., wanted) and vectors (..., n, wanted) beside those known.

    `operator` takes and gives (..., n, k); `known` (..., n, j) holds orthonormal eigenvectors to leave out. The first
    pair is exact to `tolerance`, the others to its square root: they serve as diagnostics.
    """
    rng = np.random.default_rng(0)
    lead, size = known.shape[:-2], known.shape[-2]
    first = known.shape[-1]
    room = min(size, first + WIDEST)
    basis, images = np.empty((*lead, size, room)), np.empty((*lead, size, room))
    basis[..., :first] = known
    block = rng.standard_normal((*lead, size, wanted))
    used, restarts, step = first, 0, 0
    while True:
        wide = min(wanted, room - used)
        block = _fresh(block[..., :wide], basis[..., :used], rng)
        basis[..., used : used + wide] = block
        images[..., used : used + wide] = block = operator(block)
        used, step = used + wide, step + 1
        full = used == room
        if not full and step % 5:
            continue
        own, image = basis[..., first:used], images[..., first:used]
        values, turn = np.linalg.eigh(np.matmul(own.swapaxes(-1, -2), image))
        turn = turn[..., ::-1][..., : max(KEPT, wanted)]
        values = values[..., ::-1][..., : max(KEPT, wanted)]
        vectors, moved = np.matmul(own, turn[..., :wanted]), np.matmul(image, turn[..., :wanted])
        left = moved - vectors * values[..., None, :wanted]
        error = np.sqrt((left**2).sum(-2))
        exact = error[..., 0].max(initial=0) <= tolerance and error.max(initial=0) <= np.sqrt(tolerance)
        if exact or room == size == used or (full and restarts >= RESTARTS):
            return values[..., :wanted], vectors
        if full:
            pressed = first + values.shape[-1]
            basis[..., first:pressed], images[..., first:pressed] = np.matmul(own, turn), np.matmul(image, turn)
            block, used, restarts = left, pressed, restarts + 1


def _fresh(block: Numbers, basis: Numbers, rng: np.random.Generator) -> Numbers:
    """The block made orthonormal to the basis and in itself; directions that are used up are drawn anew."""
    for attempt in range(6):
        block = block - np.matmul(basis, np.matmul(basis.swapaxes(-1, -2), block))
        block, triangle = np.linalg.qr(block)
        weak = np.abs(np.einsum("...ii->...i", triangle)) < 1e-9
        if attempt and not weak.any():
            break
        if weak.any():
            block = np.where(weak[..., None, :], rng.standard_normal(block.shape), block)
    return block


def symmetric(square: Numbers, known: Numbers, *, wanted: int = 2) -> tuple[Numbers, Numbers]:
    """As `leading`, for symmetric tables (..., n, n) that stand in memory."""
    if square.shape[-1] > DENSE:
        return leading(lambda block: np.matmul(square, block), known, wanted=wanted)
    lowered = square - 2 * np.matmul(known, known.swapaxes(-1, -2)) * np.abs(square).max(initial=1) * square.shape[-1]
    values, vectors = np.linalg.eigh(lowered)
    return values[..., ::-1][..., :wanted], vectors[..., ::-1][..., :wanted]


def normalised(held: Numbers, rows: Numbers, columns: Numbers, known: Numbers) -> tuple[Numbers, Numbers]:
    """Second and third eigenpair of S S' with S the table, rows and columns weighed; `known` is its first vector."""
    size = held.shape[-2]
    if size <= GRAM:
        table = held * rows[..., :, None] * columns[..., None, :]
        return symmetric(np.matmul(table, table.swapaxes(-1, -2)), known)
    if held.ndim == 2 and np.count_nonzero(held) < FILLED * held.size:
        cells = sparse_rows(held, rows, columns)
        across = cells.T
        return leading(lambda block: cells @ (across @ block), known)
    table = held * rows[..., :, None] * columns[..., None, :]
    return leading(lambda block: np.matmul(table, np.matmul(table.swapaxes(-1, -2), block)), known)


def sparse_rows(held: Numbers, rows: Numbers, columns: Numbers) -> csr_array:
    """The present cells of one table, each with the weight of its row times that of its column."""
    count = held.astype(bool).sum(1)
    where = np.nonzero(held)[1].astype(np.int32)
    pointers = np.concatenate([[0], np.cumsum(count)]).astype(np.int32)
    return csr_array((np.repeat(rows, count) * columns[where], where, pointers), shape=held.shape)


def components(held: Numbers) -> int:
    """How many parts one pattern falls into, regions and activities without any presence left out."""
    table = held[np.ix_(held.any(1), held.any(0))]
    regions, activities = np.nonzero(table)
    size = sum(table.shape)
    links = csr_array((np.ones(regions.size, bool), (regions, activities + table.shape[0])), shape=(size, size))
    return int(connected_components(links, directed=False)[0])
