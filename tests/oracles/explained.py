"""Where a peer answers with other numbers, and what it computes instead, step by step.

`ours` turns our numbers, or the tables they rest on, into what the peer says it computes; `theirs` turns the peer's
where they have no unit of their own. Brought together like this, the two must agree to the last digits, so that an
explanation that does not hold fails. The same list stands in words in docs/measures/differences.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from benchmarks.measures.tables import Given, Numbers

__all__ = ["EXPLAINED", "Explained"]


def same(values: Numbers, given: Given) -> Numbers:
    return values


@dataclass(frozen=True)
class Explained:
    """Why numbers differ, and how to bring the two together."""

    kind: Literal["scale", "sign", "diagonal", "definition", "missing", "defect"]
    ours: Callable[[Numbers, Given], Numbers] = same
    theirs: Callable[[Numbers, Given], Numbers] = same


def by_ubiquity(values: Numbers, given: Given) -> Numbers:
    """Turned so that it falls with ubiquity, whatever the regions' side does."""
    return -values * np.sign(np.corrcoef(values, given.held.sum(0))[0, 1])


def standard(values: Numbers, given: Given) -> Numbers:
    return (values - values.mean()) / values.std()


def sample(values: Numbers, given: Given) -> Numbers:
    """Standardised with the deviation of a sample."""
    return values * np.sqrt((values.size - 1) / values.size)


def hundredfold(values: Numbers, given: Given) -> Numbers:
    return 100 * values


def zero(values: Numbers, given: Given) -> Numbers:
    return np.nan_to_num(values, nan=0.0)


def no_diagonal(values: Numbers, given: Given) -> Numbers:
    return np.where(np.eye(len(values)), np.nan, values)


def gain_by_own_total(values: Numbers, given: Given) -> Numbers:
    """Each link over the total of the activity that is added, not over that of the one it helps."""
    lacking = 1 - given.held
    return lacking * ((lacking * given.hard) @ (given.near / given.near.sum(0)))


def net_gain_by_own_total(values: Numbers, given: Given) -> Numbers:
    lacking = 1 - given.held
    share = given.near / given.near.sum(0)
    return (lacking * given.hard) @ share - (1 - lacking @ share) * given.hard


def against_options(values: Numbers, given: Given) -> Numbers:
    """All cells, in deviations (of a sample) from the mean of what a region lacks."""
    options = np.where(given.held == 0, given.dense, np.nan)
    mean, spread = np.nanmean(options, 1, keepdims=True), np.nanstd(options, 1, keepdims=True, ddof=1)
    return (given.dense - mean) / spread


def counted_neighbours(values: Numbers, given: Given) -> Numbers:
    """How many of the ten nearest are held, not weighed; missing where the tenth is a tie."""
    ordered = -np.sort(-given.near, axis=1)
    order = np.argsort(-given.near, axis=1, kind="stable")[:, :10]
    count = np.stack([given.held[:, nearest].sum(1) for nearest in order], axis=1)
    return np.where(ordered[:, 9] > ordered[:, 10], count, np.nan)


def untied(values: Numbers, given: Given) -> Numbers:
    return np.where(np.isnan(counted_neighbours(values, given)), np.nan, values)


def documents_with_others(values: Numbers, given: Given) -> Numbers:
    """The share of a code's documents that hold any other code."""
    several = (given.held.sum(1) > 1).astype(float)
    return (given.held.T @ several) / given.held.sum(0)


def lifted(values: Numbers, given: Given) -> Numbers:
    return values / values.mean()


def lifted_complexity(values: Numbers, given: Given) -> Numbers:
    """From 1 / P, as the package returns it, to 1 / (P - 1) of mean 1."""
    found = 1 / (1 / values - 1)
    return found / found.mean()


def less_one(values: Numbers, given: Given) -> Numbers:
    return values * (len(given.x) - 1) / len(given.x)


EXPLAINED = {
    ("econcomplex", "relatedness_density/0"): Explained("scale", hundredfold),
    ("econcomplex", "relatedness_density:inside/0"): Explained("scale", hundredfold),
    ("econcomplex", "relatedness_density:outside/0"): Explained("scale", hundredfold),
    ("econcomplex", "economic_complexity/1"): Explained("sign", by_ubiquity),
    ("econcomplex", "reflections/1"): Explained("sign", by_ubiquity),
    ("econcomplex", "outlook_gain/0"): Explained("definition", gain_by_own_total),
    ("econcomplex", "ease_of_recombination/0"): Explained("definition", documents_with_others),
    ("econcomplex", "entries/0"): Explained("missing", zero),
    ("ecomplexity", "economic_complexity/0"): Explained("scale", theirs=standard),
    ("ecomplexity", "economic_complexity/1"): Explained("scale", theirs=standard),
    ("ecomplexity", "relatedness_density:10/0"): Explained("defect", counted_neighbours, untied),
    ("ecomplexity", "outlook_gain:whole/0"): Explained("missing", zero),
    ("economic-complexity", "relative_density:all/0"): Explained("definition", against_options),
    ("economic-complexity", "reflections:18/0"): Explained("scale", sample),
    ("economic-complexity", "reflections:18/1"): Explained("scale", sample),
    ("economic-complexity", "outlook_gain:raw/0"): Explained("definition", net_gain_by_own_total),
    ("econci", "economic_complexity/1"): Explained("sign", by_ubiquity),
    ("fermi-cref", "taxonomy_network/0"): Explained("diagonal", no_diagonal, no_diagonal),
    ("fermi-cref", "fitness:servedio/0"): Explained("scale", theirs=lifted),
    ("fermi-cref", "fitness:servedio/1"): Explained("scale", theirs=lifted_complexity),
    ("esda", "local_moran/0"): Explained("scale", less_one),
    ("esda", "local_moran:999/0"): Explained("scale", less_one),
}
