"""Classification by splits: a second opinion on the futures in which a choice fails.

Leaf    a group of futures with its limits
tree    splits that part failures from the rest
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import xarray as xr

from smartspec.errors import ForesightError

__all__ = ["Leaf", "tree"]


@dataclass(frozen=True)
class Leaf:
    """A group of futures: `limits` (over, up to) by factor, how many there are, how many fail.

    `mass` is the share of all futures, `density` the share of failures among these, `coverage` the share of all
    failures that are here.
    """

    limits: Mapping[str, tuple[float, float]]
    mass: float
    density: float
    coverage: float


def tree(x: xr.DataArray, fails: xr.DataArray, *, depth: int = 3, least: float = 0.05) -> list[Leaf]:
    r"""Splits that part failures from the rest.

    Parameters
    ----------
    x : (future, factor)
        What may explain the failures.
    fails : (future) of bool
        Which futures fail.
    depth : int
        Most splits one after another.
    least : float
        Share of all futures a leaf must hold.

    Returns
    -------
    list of Leaf
        The leaf with the most failures first. One leaf without limits where no split tells anything.

    Raises
    ------
    ForesightError
        Fewer than one split is asked for, or a factor is unknown in some futures.

    Notes
    -----
    Classification and regression trees [breiman1984]_: each split takes the factor and the place, half-way between two
    futures, that lower Gini's impurity :math:`2 q (1 - q)` most. Leaves that say the same are not joined.

    References
    ----------
    .. [breiman1984] Breiman, L., Friedman, J. H., Olshen, R. A., Stone, C. J. (1984). Classification and regression
       trees. Wadsworth.

    Examples
    --------
    >>> import smartspec
    >>> x = smartspec.label([[1.0], [2], [3], [4]], future=[0, 1, 2, 3], factor=["oil"])
    >>> leaves = tree(x, smartspec.label([True, True, False, False], future=[0, 1, 2, 3]))
    >>> leaves[0].limits, leaves[0].density
    ({'oil': (-inf, 2.5)}, 1.0)
    """
    values = x.transpose("future", "factor").values.astype(float)
    if depth < 1 or not np.isfinite(values).all():
        raise ForesightError("a tree needs a depth of at least 1 and factors known in every future.")
    bad = fails.values.astype(bool)
    names = [str(name) for name in x.factor.values]
    small = max(1, int(np.ceil(least * len(bad))))
    leaves: list[Leaf] = []
    waiting = [(np.arange(len(bad)), dict[str, tuple[float, float]](), 0)]
    while waiting:
        rows, limits, level = waiting.pop()
        split = _split(values[rows], bad[rows], small) if level < depth else None
        if split is None:
            hits, total = int(bad[rows].sum()), int(bad.sum())
            leaves.append(Leaf(limits, len(rows) / len(bad), hits / len(rows), hits / total if total else float("nan")))
            continue
        factor, place = split
        low, high = limits.get(names[factor], (-np.inf, np.inf))
        left = values[rows, factor] <= place
        waiting.append((rows[~left], {**limits, names[factor]: (place, high)}, level + 1))
        waiting.append((rows[left], {**limits, names[factor]: (low, place)}, level + 1))
    return sorted(leaves, key=lambda leaf: (-leaf.density, -leaf.mass))


def _split(values: np.ndarray, bad: np.ndarray, small: int) -> tuple[int, float] | None:
    """The factor and the place that lower the impurity most, or None where nothing lowers it."""
    count, hits = len(bad), int(bad.sum())
    if count < 2 * small or hits in (0, count):
        return None
    order = np.argsort(values, axis=0, kind="stable")
    ranked = np.take_along_axis(values, order, axis=0)
    left = np.arange(1, count)[:, None]
    failed = bad[order].cumsum(0)[:-1]
    right, rest = count - left, hits - failed
    impurity = 2 * failed * (1 - failed / left) + 2 * rest * (1 - rest / right)
    free = (left >= small) & (right >= small) & (ranked[1:] > ranked[:-1])
    impurity = np.where(free, impurity, np.inf)
    place, factor = np.unravel_index(int(np.argmin(impurity)), impurity.shape)
    if impurity[place, factor] >= 2 * hits * (1 - hits / count) * (1 - 1e-12):
        return None
    return int(factor), float((ranked[place, factor] + ranked[place + 1, factor]) / 2)
