"""The bare operations: what the arithmetic itself costs, with no labels, no checks and nothing kept."""

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.linalg import svds

HUGE = 10_000_000


def steps(given):
    x, lq, held = given.x, given.lq, given.held

    def quotient(x=x):
        total = x.sum(-2, keepdims=True)
        found = x / x.sum(-1, keepdims=True)
        found /= total / total.sum(-1, keepdims=True)
        return found

    def presence(lq=lq):
        return (lq >= 1).astype(float)

    def proximity(held=held):
        counts = held.T @ held
        ubiquity = np.maximum(held.sum(0), 1)
        for start in range(0, len(counts), 64):
            part = slice(start, start + 64)
            counts[part] /= np.maximum(ubiquity[part, None], ubiquity)
        np.fill_diagonal(counts, 0)
        return counts

    def density(held=held, near=None):
        near = given.near if near is None else near
        found = held @ near
        found /= np.maximum(near.sum(0), 1e-300)
        return found

    def complexity(held=held):
        rows, columns = held.sum(1), held.sum(0)
        table = held / np.sqrt(np.maximum(rows, 1))[:, None] / np.sqrt(np.maximum(columns, 1))
        return svds(csr_array(table), k=2, v0=np.ones(min(held.shape)))

    def outlook(held=held, dense=None, hard=None):
        dense, hard = (given.dense if dense is None else dense), (given.hard if hard is None else hard)
        return dense @ hard - (dense * held) @ hard

    def chain(x=x):
        lq = quotient(x)
        held = presence(lq)
        near = proximity(held)
        dense = density(held, near)
        complexity(held)
        return outlook(held, dense, -held.sum(0))

    def products(count):
        table = held.astype(np.float32)
        left, right = np.ones(table.shape[0], np.float32), np.ones(table.shape[1], np.float32)

        def call():
            for _ in range(count):
                table @ right
                left @ table

        return call

    if x.ndim == 3:
        return {"panel": lambda: [chain(table) for table in x]}
    if x.size <= HUGE:
        given.near, given.dense, given.hard  # noqa: B018  made before the clock starts
    return {
        "location_quotient": quotient,
        "presence": presence,
        "proximity": proximity,
        "relatedness_density": density,
        "economic_complexity": complexity,
        "outlook_index": outlook,
        "chain": chain,
        "fitness": products(100),
        "co_occurrence": lambda: held.T @ held,
    }
