"""Made-up tables, and what the steps need of them, with numpy alone, so that every environment can make the same.

A region holds some of a dozen capabilities, an activity needs a few; amounts grow with the share of what is needed that
is held. Regions differ in size and in how much they hold, activities in how much they need, a tenth of the cells is
zero. Such a table has what real ones have: nestedness, groups, and a second eigenvalue that stands apart.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]

CAPABILITIES = 12


def amounts(regions: int, activities: int, years: int = 0, seed: int = 7) -> Numbers:
    """Amounts (region, activity), or (year, region, activity)."""
    rng = np.random.default_rng(seed)
    able, hard = np.linspace(0.15, 0.95, regions), np.linspace(0.1, 0.6, activities)
    holds = (rng.random((regions, CAPABILITIES)) < able[:, None]).astype(float)
    needs = (rng.random((activities, CAPABILITIES)) < hard[:, None]).astype(float)
    needs[np.arange(activities), rng.integers(0, CAPABILITIES, activities)] = 1
    x = holds @ (needs / needs.sum(1, keepdims=True)).T
    x *= 4
    x += rng.normal(0, 1, (regions, 1)) + rng.normal(0, 1, (1, activities))
    if years:
        x = x + rng.normal(0, 0.2, (years, regions, activities)).cumsum(0)
    x += rng.normal(0, 0.8, (regions, activities))
    np.exp(x, out=x)
    x[rng.random(x.shape, dtype=np.float32) < 0.1] = 0
    return np.asarray(x)


class Given:
    """One table and what is made of it; what a file holds is read from there, so that all compare the same numbers."""

    def __init__(self, x: Numbers) -> None:
        self.x = x

    @classmethod
    def read(cls, path: str | Path) -> Given:
        with np.load(path) as held:
            made = cls(held["x"])
            for name in set(held.files) - {"x"}:
                made.__dict__[name] = held[name]
        return made

    def write(self, path: str | Path) -> None:
        names = ("x", "lq", "held", "near", "dense", "hard", "income", "later", "links")
        np.savez(path, **{name: getattr(self, name) for name in names})

    @cached_property
    def lq(self) -> Numbers:
        """Location quotients."""
        total = self.x.sum(-2, keepdims=True)
        return np.asarray(self.x / self.x.sum(-1, keepdims=True) / (total / total.sum(-1, keepdims=True)))

    @cached_property
    def held(self) -> Numbers:
        """Presence, 0 and 1."""
        return (self.lq >= 1).astype(float)

    @cached_property
    def near(self) -> Numbers:
        """Proximity with a zero diagonal."""
        counts = self.held.T @ self.held
        ubiquity = np.maximum(self.held.sum(0), 1)
        for a in range(len(counts)):
            counts[a] /= np.maximum(ubiquity[a], ubiquity)
            counts[a, a] = 0
        return np.asarray(counts)

    @cached_property
    def dense(self) -> Numbers:
        """Relatedness density."""
        return np.asarray(self.held @ self.near / self.near.sum(0))

    @cached_property
    def hard(self) -> Numbers:
        """Some complexity of activities, mean 0 and deviation 1."""
        value = -self.held.sum(-2)
        return np.asarray((value - value.mean()) / value.std())

    @cached_property
    def income(self) -> Numbers:
        """Some income of regions."""
        return np.asarray(1 + self.held.sum(-1))

    @cached_property
    def later(self) -> Numbers:
        """The table some years on."""
        return np.asarray(self.x * np.random.default_rng(8).lognormal(0.1, 0.3, self.x.shape))

    @cached_property
    def links(self) -> Numbers:
        """Neighbours of regions: a ring in which each touches two on either side."""
        count = self.x.shape[-2]
        apart = np.abs(np.subtract.outer(np.arange(count), np.arange(count)))
        return np.isin(np.minimum(apart, count - apart), (1, 2)).astype(float)
