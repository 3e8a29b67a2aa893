"""Fitness and its kin: both sides explain each other until they agree.

    fitness   a region sums what it holds; an activity is as complex as the least fit that manage it
    eci_plus  the same idea on amounts, corrected for the size of regions and activities

They iterate, and say how far they came: a result carries the number of steps and the last change.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Literal, get_args

import numpy as np
import xarray as xr

from smartspec.errors import MeasureError
from smartspec.measures._amounts import amounts, labelled
from smartspec.measures._pairs import Numbers, pattern

__all__ = ["eci_plus", "fitness"]

Variant = Literal["tacchella", "servedio"]
Step = Callable[[Numbers, Numbers], tuple[Numbers, Numbers]]
"""From fitness and complexity to the next two."""


def _times(table: Numbers, vector: Numbers) -> Numbers:
    return np.asarray(np.matmul(table, vector[..., None])[..., 0])


def _across(vector: Numbers, table: Numbers) -> Numbers:
    return np.asarray(np.matmul(vector[..., None, :], table)[..., 0, :])


def _inverse(values: Numbers) -> Numbers:
    """One over each, 0 where there is nothing."""
    with np.errstate(divide="ignore", over="ignore"):
        return np.where(values > 0, 1 / np.where(values > 0, values, 1), 0).astype(values.dtype, copy=False)


def _to_mean(values: Numbers, there: Numbers) -> Numbers:
    mean = values.sum(-1, keepdims=True) / np.maximum(there.sum(-1, keepdims=True), 1)
    return np.asarray(values / np.where(mean > 0, mean, 1)).astype(values.dtype, copy=False)


def _moved(new: Numbers, old: Numbers) -> Numbers:
    """The largest change, against the mean of the values."""
    total = np.maximum(new.sum(-1), np.finfo(new.dtype).tiny)
    return np.asarray(np.abs(new - old).max(-1, initial=0) * (new.shape[-1] / total))


def _report(held: xr.DataArray, steps: int, change: Numbers, tolerance: float, *, name: str) -> dict[str, xr.DataArray]:
    """What a result says of its own convergence; a warning where it did not come to rest."""
    frame = held.isel(region=0, activity=0, drop=True)
    rest = change <= tolerance
    if not rest.all():
        warnings.warn(
            f"{name} did not come to rest in {steps} steps ({(~rest).sum()} of {rest.size} tables): the last change "
            f"was {np.nanmax(change):.1e}. Read the order of the values only, or raise `iterations`.",
            stacklevel=4,
        )
    return {
        "iterations": xr.DataArray(steps),
        "change": frame.copy(data=change),
        "converged": frame.copy(data=rest),
    }


@labelled
def fitness(
    presence: xr.DataArray,
    *,
    variant: Variant = "tacchella",
    extremality: float = 1.0,
    delta: float = 1e-3,
    iterations: int = 1000,
    tolerance: float = 1e-9,
) -> xr.Dataset:
    r"""Fitness of regions and complexity of activities: many may hold a thing, but the least fit tell what it takes.

    Parameters
    ----------
    presence : (..., region, activity)
        0 and 1; a region with an unknown cell is left out and missing. Single-precision presence is iterated in
        single precision, three times as fast.
    variant : {"tacchella", "servedio"}
        The iteration as first published, or the non-homogeneous one, which always comes to rest.
    extremality : float
        How much the least fit region counts in an activity's complexity; 1 is the published one.
    delta : float
        Of the non-homogeneous variant: fitness of a region that holds nothing is `delta ** 2`.
    iterations : int
        Steps at most.
    tolerance : float
        Come to rest when no value, against the mean of its side, changes by more.

    Returns
    -------
    Dataset
        `region_fitness` (..., region) and `activity_complexity` (..., activity), each of mean 1 and missing for the
        empty; `iterations`, the steps made; `change` and `converged` (...), the last change and whether it is under
        the tolerance; `vanishing` (...), how many regions' fitness falls below 1e-6.

    Raises
    ------
    MeasureError
        A cell is neither 0 nor 1, an option has no such name or is not positive.

    Warns
    -----
    UserWarning
        The values did not come to rest.

    Notes
    -----
    Both sides are updated from the values of the step before and brought to mean 1 [tacchella2012]_:

    .. math:: F_r^{(n)} = \sum_a M_{ra} Q_a^{(n-1)}, \quad
       Q_a^{(n)} = \left(\sum_r M_{ra} \left(F_r^{(n-1)}\right)^{-\gamma}\right)^{-1/\gamma}

    with :math:`\gamma` the extremality (Mariani and others 2015). On tables that are nested with a belly inwards
    many values fall to 0 for ever; only their order means something. The variant of Servedio and others
    [servedio2018]_ has :math:`F_r = \delta^2 + \sum_a M_{ra} / P_a`, :math:`P_a = 1 + \sum_r M_{ra} / F_r` and
    complexity :math:`1 / (P_a - 1)`.

    References
    ----------
    .. [tacchella2012] Tacchella, A., Cristelli, M., Caldarelli, G., Gabrielli, A., Pietronero, L. (2012). A new metrics
       for countries' fitness and products' complexity. Scientific Reports 2, 723.
    .. [servedio2018] Servedio, V. D. P., Butta, P., Mazzilli, D., Tacchella, A., Pietronero, L. (2018). A new and
       stable estimation method of country economic fitness and product complexity. Entropy 20(10), 783.

    Examples
    --------
    >>> import smartspec
    >>> held = smartspec.label([[1, 1, 1], [1, 1, 0], [1, 0, 1]], region=["N", "S", "E"], activity=["a", "b", "c"])
    >>> found = fitness(held)
    >>> bool(found["converged"]), found["region_fitness"].round(4).values.tolist()
    (True, [1.3416, 0.8292, 0.8292])
    """
    if variant not in get_args(Variant):
        raise MeasureError(f"fitness: variant is one of {', '.join(get_args(Variant))}, found '{variant}'.")
    if min(extremality, delta, iterations, tolerance) <= 0:
        raise MeasureError("fitness: extremality, delta, iterations and tolerance are above 0.")
    held = pattern(presence, name="fitness")
    values = held.values
    region = values.sum(-1)
    if np.isnan(region.sum()):
        unknown = np.isnan(region)
        values = np.where(unknown[..., None], 0, values)
        region = values.sum(-1)
    region, activity = region > 0, values.sum(-2) > 0
    there = region.astype(values.dtype), activity.astype(values.dtype)
    step = _homogeneous(values, *there, extremality) if variant == "tacchella" else _lifted(values, *there, delta)
    f, q, steps, change = _iterated(step, *there, iterations, tolerance)
    if variant == "servedio":
        f, q = _to_mean(f, region), _to_mean(_inverse(q), activity)
    return xr.Dataset(
        {
            "region_fitness": held.isel(activity=0, drop=True).copy(data=np.where(region, f, np.nan)),
            "activity_complexity": held.isel(region=0, drop=True).copy(data=np.where(activity, q, np.nan)),
            **_report(held, steps, change, tolerance, name="fitness"),
            "vanishing": held.isel(region=0, activity=0, drop=True).copy(data=((f < 1e-6) & region).sum(-1)),
        }
    )


def _iterated(
    step: Step, region: Numbers, activity: Numbers, iterations: int, tolerance: float
) -> tuple[Numbers, Numbers, int, Numbers]:
    """Both sides after the last step, how many steps, and what the last one changed; they start where they are."""
    f, q, steps = region, activity, 0
    change = np.full(region.shape[:-1], np.inf)
    while steps < iterations and not (change <= tolerance).all():
        new_f, new_q = step(f, q)
        change = np.maximum(_moved(new_f, f), _moved(new_q, q))
        f, q, steps = new_f, new_q, steps + 1
    return f, q, steps, change


def _homogeneous(values: Numbers, region: Numbers, activity: Numbers, extremality: float) -> Step:
    """The step of Tacchella and others; `region` and `activity` are 1 where there is one, 0 where it is empty."""
    tiny = np.finfo(values.dtype).tiny
    floor = tiny ** (0.9 / max(extremality, 1))  # what has all but vanished: its inverse, in any power, stays finite
    regions, activities = region.sum(-1, keepdims=True), activity.sum(-1, keepdims=True)

    def step(f: Numbers, q: Numbers) -> tuple[Numbers, Numbers]:
        inverse = 1 / np.maximum(f, floor)
        inward = np.maximum(_across(inverse if extremality == 1 else inverse**extremality, values), tiny)
        new_f, new_q = _times(values, q), activity / (inward if extremality == 1 else inward ** (1 / extremality))
        new_f *= regions / np.maximum(new_f.sum(-1, keepdims=True), tiny)
        new_q *= activities / np.maximum(new_q.sum(-1, keepdims=True), tiny)
        return new_f, new_q

    return step


def _lifted(values: Numbers, region: Numbers, activity: Numbers, delta: float) -> Step:
    """The step of Servedio and others, with what is added to every fitness."""

    def step(f: Numbers, q: Numbers) -> tuple[Numbers, Numbers]:
        weight = 1 + _across(region / np.where(region > 0, f, 1), values)
        return region * (delta**2 + _times(values, 1 / weight)), (weight - 1) * activity

    return step


@labelled
def eci_plus(x: xr.DataArray, *, iterations: int = 1000, tolerance: float = 1e-12) -> xr.Dataset:
    r"""What a region sells, corrected for how easy each thing is to sell, beyond its mean share in the markets.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, zero or more: exports, output. A region with an unknown cell is left out and missing.
    iterations : int
        Steps at most.
    tolerance : float
        Come to rest when no logarithm changes by more.

    Returns
    -------
    Dataset
        `region_complexity` (..., region) and `activity_complexity` (..., activity), natural logarithms, missing for
        the empty; `iterations`, `change` and `converged` as in `fitness`.

    Warns
    -----
    UserWarning
        The values did not come to rest.

    Notes
    -----
    .. math:: X_r^{(n)} = \sum_a \frac{x_{ra}}{\sum_q x_{qa} / X_q^{(n-1)}}

    brought to geometric mean 1 at each step; then :math:`ECI^+_r = \log X_r - \log \sum_a x_{ra} / X_a`. Activities
    in the same way, with :math:`PCI^+_a = \log X_a^{tot} - \log X_a` [albeaik2017]_. The authors of the original
    index hold it to be fitness on amounts (Gabrielli and others 2017).

    References
    ----------
    .. [albeaik2017] Albeaik, S., Kaltenberg, M., Alsaleh, M., Hidalgo, C. A. (2017). Improving the Economic Complexity
       Index. arXiv:1707.05826.

    Examples
    --------
    >>> import smartspec
    >>> sales = smartspec.label([[9.0, 3.0], [3.0, 9.0]], region=["N", "S"], activity=["a", "b"])
    >>> eci_plus(sales)["region_complexity"].round(6).values.tolist()
    [0.0, 0.0]
    """
    if min(iterations, tolerance) <= 0:
        raise MeasureError("eci_plus: iterations and tolerance are above 0.")
    held = amounts(x, name="eci_plus")
    unknown = np.isnan(held.values).any(-1, keepdims=True)
    values = np.where(unknown, 0, held.values)
    across = values.swapaxes(-1, -2)
    region, steps_r, change_r = _corrected(values, iterations, tolerance)
    activity, steps_a, change_a = _corrected(across, iterations, tolerance)
    total = values.sum(-2)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = _times(values, _inverse(total))
        eci = np.where(values.any(-1), np.log(region) - np.log(share), np.nan)
        pci = np.where(values.any(-2), np.log(total) - np.log(activity), np.nan)
    return xr.Dataset(
        {
            "region_complexity": held.isel(activity=0, drop=True).copy(data=eci),
            "activity_complexity": held.isel(region=0, drop=True).copy(data=pci),
            **_report(held, max(steps_r, steps_a), np.maximum(change_r, change_a), tolerance, name="eci_plus"),
        }
    )


def _corrected(values: Numbers, iterations: int, tolerance: float) -> tuple[Numbers, int, Numbers]:
    """Row totals corrected for the columns, of geometric mean 1; the steps made and the last change."""
    there = values.any(-1)

    def levelled(rows: Numbers) -> Numbers:
        logs = np.log(np.where(there, rows, 1))
        mean = logs.sum(-1, keepdims=True) / np.maximum(there.sum(-1, keepdims=True), 1)
        return np.where(there, np.exp(logs - mean), 0)

    rows, step, change = levelled(values.sum(-1)), 0, np.full(values.shape[:-2], np.inf)
    while step < iterations and not (change <= tolerance).all():
        new = levelled(_times(values, _inverse(_across(_inverse(rows), values))))
        change = np.abs(np.log(np.where(there, new, 1)) - np.log(np.where(there, rows, 1))).max(-1, initial=0)
        rows, step = new, step + 1
    return rows, step, change
