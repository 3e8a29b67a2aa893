"""Patient rule induction: boxes of limits that hold many of the failures and little else.

    Box      limits on a few factors, with coverage, density, mass and quasi p-values
    peel     every box on the way from all futures to the smallest
    tested   a box with the quasi p-value of each of its limits
    prim     the box that serves best, its limits that may be chance taken away

Factors are numbers, one column each; a future fails or does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import xarray as xr
from scipy.stats import binom

from smartspec.errors import ForesightError, first_few

__all__ = ["Box", "peel", "prim", "tested"]

Objective = Literal["lenient", "original"]


@dataclass(frozen=True)
class Box:
    """Limits on a few factors, and what they hold.

    `limits` are (low, high) by factor, infinite where open. `coverage` is the share of all failures inside, `density`
    the share of failures among the futures inside, `mass` the share of futures inside. `quasi_p` (factor, side) is the
    chance of so many failures if that limit told nothing.
    """

    limits: Mapping[str, tuple[float, float]]
    coverage: float
    density: float
    mass: float
    quasi_p: Mapping[tuple[str, str], float] = field(default_factory=dict)

    def inside(self, x: xr.DataArray) -> xr.DataArray:
        """(future) of bool: which futures lie in the box."""
        found: xr.DataArray = xr.ones_like(x.isel(factor=0, drop=True), dtype=bool)
        for name, (low, high) in self.limits.items():
            values = x.sel(factor=name, drop=True)
            found = found & (values >= low) & (values <= high)
        return found


def _checked(x: xr.DataArray, fails: xr.DataArray) -> tuple[np.ndarray, np.ndarray, list[str]]:
    if not np.array_equal(x.future.values, fails.future.values):
        raise ForesightError("factors and failures are not of the same futures. Give both for the same ones.")
    values = x.transpose("future", "factor").values.astype(float)
    names = [str(name) for name in x.factor.values]
    if bad := [name for name, column in zip(names, values.T, strict=True) if not np.isfinite(column).all()]:
        raise ForesightError(
            f"the factors {first_few(bad)} are unknown in some futures. Leave them or those futures out."
        )
    return values, fails.values.astype(bool), names


def peel(
    x: xr.DataArray,
    fails: xr.DataArray,
    *,
    alpha: float = 0.05,
    least: float = 0.05,
    objective: Objective = "lenient",
) -> list[Box]:
    r"""Every box on the way from all futures to the smallest.

    Parameters
    ----------
    x : (future, factor)
        What may explain the failures.
    fails : (future) of bool
        Which futures fail.
    alpha : float
        Share of the futures in the box that one step peels off.
    least : float
        Share of all futures the smallest box may hold.
    objective : {"lenient", "original"}
        What a step makes as large as possible: the gain in density per future peeled off, or the density.

    Returns
    -------
    list of Box
        The first holds everything. Quasi p-values are left out.

    Raises
    ------
    ForesightError
        A factor is unknown in some futures, or futures differ; `alpha` or `least` is not between 0 and 1.

    Notes
    -----
    The patient rule induction method [friedman1999]_. Limits stand half-way between the last future peeled off and
    the first kept; futures that tie leave together. Of equal steps one on a factor already limited is taken. The
    lenient objective is that of [kwakkel2016]_.

    References
    ----------
    .. [friedman1999] Friedman, J. H., Fisher, N. I. (1999). Bump hunting in high-dimensional data. Statistics and
       Computing 9, 123-143.
    .. [kwakkel2016] Kwakkel, J. H., Jaxa-Rozen, M. (2016). Improving scenario discovery for handling heterogeneous
       uncertainties and multinomial classified outcomes. Environmental Modelling & Software 79, 311-321.

    Examples
    --------
    >>> import smartspec
    >>> x = smartspec.label([[n / 100, (7 * n % 100) / 100] for n in range(100)], future=range(100), factor=["a", "b"])
    >>> boxes = peel(x, x.sel(factor="a", drop=True) < 0.3)
    >>> boxes[0].mass, boxes[-1].density
    (1.0, 1.0)
    """
    if not (0 < alpha < 1 and 0 < least < 1):
        raise ForesightError(f"alpha and least are shares between 0 and 1, found {alpha:g} and {least:g}.")
    values, bad, names = _checked(x, fails)
    count, all_bad = len(bad), int(bad.sum())
    order = np.argsort(values, axis=0, kind="stable").T
    low, high = np.full(len(names), -np.inf), np.full(len(names), np.inf)
    boxes = [_box(names, low, high, all_bad, count, all_bad, count)]
    alive = np.ones(count, dtype=bool)
    while all_bad and order.shape[1] > 1:
        limited = np.isfinite(low) | np.isfinite(high)
        step = _best(values, bad, order, alpha, objective, limited)
        if step is None or order.shape[1] - step.off < least * count:
            break
        side = low if step.below else high
        side[step.factor] = step.limit
        gone = order[step.factor, : step.off] if step.below else order[step.factor, -step.off :]
        alive[gone] = False
        order = order[alive[order]].reshape(len(names), -1)
        boxes.append(_box(names, low, high, int(bad[order[0]].sum()), order.shape[1], all_bad, count))
    return boxes


@dataclass(frozen=True)
class _Step:
    factor: int
    below: bool
    off: int
    limit: float


def _best(
    values: np.ndarray, bad: np.ndarray, order: np.ndarray, alpha: float, objective: Objective, limited: np.ndarray
) -> _Step | None:
    """The peel that serves the objective best among both sides of every factor; of equals, one already limited."""
    factors, inside = order.shape
    take = int((inside - 1) * alpha) + 1
    rows = np.arange(factors)
    ranked = values[order, rows[:, None]]
    failing = bad[order]
    running = np.concatenate([np.zeros((factors, 1)), failing.cumsum(1)], axis=1)
    total = running[0, -1]
    off = np.full((2, factors), take)
    off[0] = _past_ties(ranked, take)
    off[1] = _past_ties(-ranked[:, ::-1], take)
    gone = np.stack([running[rows, off[0]], total - running[rows, inside - off[1]]])
    left = inside - off
    with np.errstate(divide="ignore", invalid="ignore"):
        density = (total - gone) / left
        gain = density if objective == "original" else (density - total / inside) / off
    gain = np.where(left > 0, gain, -np.inf)
    equal = gain >= gain.max() - 1e-12 * abs(gain.max())
    factor, upper = np.unravel_index(int(np.argmax((equal + (equal & limited))[::-1].T)), gain.T.shape)
    side = 1 - upper
    if not np.isfinite(gain[side, factor]) or (objective == "lenient" and gain[side, factor] <= 0):
        return None
    cut = int(off[side, factor])
    here = ranked[factor]
    limit = (here[cut - 1] + here[cut]) / 2 if side == 0 else (here[-cut] + here[-cut - 1]) / 2
    return _Step(int(factor), bool(side == 0), cut, float(limit))


def _past_ties(ranked: np.ndarray, take: int) -> np.ndarray:
    """(factor): how many leave when `take` should and those that tie leave together."""
    off = np.full(len(ranked), take)
    if take < ranked.shape[1]:
        for factor in np.flatnonzero(ranked[:, take - 1] == ranked[:, take]):
            off[factor] = np.searchsorted(ranked[factor], ranked[factor, take - 1], side="right")
    return off


def _box(names: list[str], low: np.ndarray, high: np.ndarray, hits: int, inside: int, all_bad: int, count: int) -> Box:
    limits = {
        name: (float(low[n]), float(high[n]))
        for n, name in enumerate(names)
        if np.isfinite(low[n]) or np.isfinite(high[n])
    }
    return Box(
        limits,
        coverage=hits / all_bad if all_bad else np.nan,
        density=hits / inside if inside else np.nan,
        mass=inside / count,
    )


def prim(
    x: xr.DataArray,
    fails: xr.DataArray,
    *,
    alpha: float = 0.05,
    least: float = 0.05,
    objective: Objective = "lenient",
    chance: float = 0.05,
) -> Box:
    r"""The box that serves best, its limits that may be chance taken away.

    Parameters
    ----------
    x : (future, factor)
        What may explain the failures.
    fails : (future) of bool
        Which futures fail.
    alpha, least, objective
        As in `peel`.
    chance : float
        Limits whose quasi p-value is above this are taken away, the least sure first.

    Returns
    -------
    Box
        With quasi p-values. Without limits where nothing fails, everything fails, or no limit tells anything.

    Notes
    -----
    On the way of `peel` the box with the largest weighted relative accuracy is taken [lavrac1999]_, its mass times what
    its density has over that of all futures: neither a tiny sure box nor one that holds nearly everything. Its limits
    are moved out again, a share `alpha` of it at a time, while that raises the density (pasting). The quasi p-value of
    a limit is the chance of at least so many failures in the box if its futures failed as often as those of the box
    without that limit [bryant2010]_:

    .. math:: p = P\left(B(n, \hat q) \ge k\right)

    References
    ----------
    .. [lavrac1999] Lavrac, N., Flach, P., Zupan, B. (1999). Rule evaluation measures: a unifying view. In: Inductive
       Logic Programming. Springer.
    .. [bryant2010] Bryant, B. P., Lempert, R. J. (2010). Thinking inside the box: a participatory, computer-assisted
       approach to scenario discovery. Technological Forecasting and Social Change 77(1), 34-49.

    Examples
    --------
    >>> import smartspec
    >>> x = smartspec.label([[n / 100, (7 * n % 100) / 100] for n in range(100)], future=range(100), factor=["a", "b"])
    >>> found = prim(x, x.sel(factor="a", drop=True) < 0.3)
    >>> list(found.limits), round(found.density, 2), round(found.coverage, 2)
    (['a'], 0.97, 1.0)
    """
    boxes = peel(x, fails, alpha=alpha, least=least, objective=objective)
    values, bad, names = _checked(x, fails)
    if not bad.any() or bad.all():
        return boxes[0]
    share = bad.mean()
    best = max(boxes, key=lambda box: box.mass * (box.density - share))
    low, high = _ends(best, names)
    while _paste(values, bad, low, high, alpha):
        pass
    while True:
        sure = _quasi(values, bad, low, high)
        worst = max(sure, key=lambda key: sure[key], default=None)
        if worst is None or sure[worst] <= chance:
            return _measured(values, bad, names, low, high)
        (low if worst[1] == "low" else high)[worst[0]] = -np.inf if worst[1] == "low" else np.inf


def tested(box: Box, x: xr.DataArray, fails: xr.DataArray) -> Box:
    """A box with the quasi p-value of each of its limits, measured on the futures given.

    Parameters
    ----------
    box : Box
        Limits, found on these futures or on others.
    x : (future, factor)
        What may explain the failures.
    fails : (future) of bool
        Which futures fail.

    Returns
    -------
    Box

    Examples
    --------
    >>> import smartspec
    >>> x = smartspec.label([[1.0], [2], [3], [4]], future=range(4), factor=["oil"])
    >>> fails = smartspec.label([True, True, False, False], future=range(4))
    >>> tested(Box({"oil": (-np.inf, 2.5)}, 1, 1, 1), x, fails).quasi_p
    {('oil', 'high'): 0.25}
    """
    values, bad, names = _checked(x, fails)
    low, high = _ends(box, names)
    return _measured(values, bad, names, low, high)


def _ends(box: Box, names: list[str]) -> tuple[np.ndarray, np.ndarray]:
    ends = [box.limits.get(name, (-np.inf, np.inf)) for name in names]
    return np.array([low for low, _ in ends]), np.array([high for _, high in ends])


def _measured(values: np.ndarray, bad: np.ndarray, names: list[str], low: np.ndarray, high: np.ndarray) -> Box:
    inside = ((values >= low) & (values <= high)).all(1)
    made = _box(names, low, high, int(bad[inside].sum()), int(inside.sum()), int(bad.sum()), len(bad))
    sure = {(names[n], side): p for (n, side), p in _quasi(values, bad, low, high).items()}
    return Box(made.limits, made.coverage, made.density, made.mass, sure)


def _paste(values: np.ndarray, bad: np.ndarray, low: np.ndarray, high: np.ndarray, alpha: float) -> bool:
    """Move one limit out where that raises the density most; whether one was moved."""
    over, under = values >= low, values <= high
    broken = (~over).sum(1) + (~under).sum(1)
    inside = broken == 0
    size, hits = int(inside.sum()), int(bad[inside].sum())
    take, best = max(1, int(alpha * size)), hits / size
    found: tuple[np.ndarray, np.intp, float] | None = None
    for limits, kept, sign in ((low, over, -1.0), (high, under, 1.0)):
        for n in np.flatnonzero(np.isfinite(limits)):
            beyond = np.flatnonzero((broken == 1) & ~kept[:, n])
            near = beyond[np.argsort(sign * values[beyond, n], kind="stable")]
            ranked = sign * values[near, n]
            grown = int(np.searchsorted(ranked, ranked[take - 1], side="right")) if len(near) > take else len(near)
            if grown and (density := (hits + bad[near[:grown]].sum()) / (size + grown)) > best:
                edge = (ranked[grown - 1] + ranked[grown]) / 2 if grown < len(near) else np.inf
                best, found = density, (limits, n, sign * float(edge))
    if found is not None:
        limits, n, limit = found
        limits[n] = limit
    return found is not None


def _quasi(values: np.ndarray, bad: np.ndarray, low: np.ndarray, high: np.ndarray) -> dict[tuple[int, str], float]:
    """Quasi p-value of each limit, by factor and side."""
    over, under = values >= low, values <= high
    both = np.concatenate([over, under], axis=1)
    broken = (~both).sum(1)
    inside = broken == 0
    hits, size = int(bad[inside].sum()), int(inside.sum())
    found = {}
    for side, limits, kept in (("low", low, over), ("high", high, under)):
        for n in np.flatnonzero(np.isfinite(limits)):
            without = inside | ((broken == 1) & ~kept[:, n])
            found[int(n), side] = float(binom.sf(hits - 1, size, bad[without].mean()))
    return found
