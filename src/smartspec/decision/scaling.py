"""Scalings: criteria in their own units become comparable numbers in which more is always better.

    min_max       0 at the worst candidate, 1 at the best
    z_score       standard deviations from the candidates' mean
    rank          1 for the worst candidate, up to their number for the best
    percentile    share of the other candidates it is ahead of
    goalposts     0 and 1 at fixed ends
    vector        divided by the length of the column
    sum_share     divided by the column's sum ("sum")
    maximum       divided by the best

Each takes a table and gives (..., candidate, criterion), every slice of the leading dimensions scaled by
itself. A scaling that is undefined for a criterion of weight refuses it by name. Where all candidates are
equal, `constant="neutral"` treats them alike instead, at the value each page names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
import xarray as xr

from smartspec.decision._labels import Flags, Floats, named
from smartspec.decision.table import DecisionTable
from smartspec.errors import DecisionError, bullets, first_few

__all__ = [
    "SCALINGS",
    "Constant",
    "goalposts",
    "maximum",
    "min_max",
    "percentile",
    "rank",
    "scale",
    "sum_share",
    "vector",
    "z_score",
]

Constant: TypeAlias = Literal["refuse", "neutral"]

NOISE = 1e-12
"""Differences below this share of the largest number are rounding, not difference."""


def min_max(t: DecisionTable, *, constant: Constant = "refuse") -> xr.DataArray:
    r"""Place each candidate between the worst, at 0, and the best, at 1.

    Parameters
    ----------
    t
        The table.
    constant
        What to do where all candidates are equal: refuse, or ``"neutral"``, one half for all.

    Returns
    -------
    (..., candidate, criterion), dimensionless
        From 0 to 1; missing where the cell is.

    Raises
    ------
    DecisionError
        A criterion of weight in which all candidates are equal, unless `constant` says otherwise.

    Notes
    -----
    .. math:: \frac{x - \min x}{\max x - \min x} \quad\text{or, where less is better,}\quad
              \frac{\max x - x}{\max x - \min x}

    It moves with the candidates: adding a worse one lifts all others.

    Examples
    --------
    >>> from smartspec.decision.table import table
    >>> t = table(pd.DataFrame({"cost": [10.0, 15.0, 20.0]}, index=["A", "B", "C"]), wish={"cost": "less"})
    >>> min_max(t).sel(criterion="cost").to_series().to_dict()
    {'A': 1.0, 'B': 0.5, 'C': 0.0}
    """
    x = _turned(t)
    low, high = np.fmin.reduce(x, axis=-2, keepdims=True), np.fmax.reduce(x, axis=-2, keepdims=True)
    flat = equal(low, high)
    return _finish(t, _divide(x - low, np.where(flat, np.nan, high - low)), flat, constant, neutral=0.5)


def z_score(t: DecisionTable, *, constant: Constant = "refuse") -> xr.DataArray:
    r"""Count standard deviations from the candidates' mean; positive is better than the mean.

    Parameters and refusals as for `min_max`; neutral is 0.

    Notes
    -----
    .. math:: \pm\frac{x - \bar x}{\sigma}

    with the standard deviation of the candidates at hand (divided by their number, not by one less).

    Examples
    --------
    >>> from smartspec.decision.table import table
    >>> t = table(pd.DataFrame({"size": [2.0, 4.0]}, index=["A", "B"]))
    >>> z_score(t).sel(criterion="size").to_series().to_dict()
    {'A': -1.0, 'B': 1.0}
    """
    x = _turned(t)
    flat = equal(np.fmin.reduce(x, axis=-2, keepdims=True), np.fmax.reduce(x, axis=-2, keepdims=True))
    count = np.isfinite(x).sum(axis=-2, keepdims=True)
    mean = _divide(np.nansum(x, axis=-2, keepdims=True), count)
    spread = np.sqrt(_divide(np.nansum((x - mean) ** 2, axis=-2, keepdims=True), count))
    return _finish(t, _divide(x - mean, np.where(flat, np.nan, spread)), flat, constant, neutral=0.0)


def rank(t: DecisionTable, *, constant: Constant = "refuse") -> xr.DataArray:
    """Count from the worst candidate, at 1; equal candidates share the mean of their places.

    Defined for every column, so `constant` changes nothing; it is here because all scalings are called alike.

    Examples
    --------
    >>> from smartspec.decision.table import table
    >>> t = table(pd.DataFrame({"size": [5.0, 9.0, 9.0]}, index=["A", "B", "C"]))
    >>> rank(t).sel(criterion="size").to_series().to_dict()
    {'A': 1.0, 'B': 2.5, 'C': 2.5}
    """
    x = _turned(t)
    columns = np.moveaxis(x, -2, 0)
    places = pd.DataFrame(columns.reshape(x.shape[-2], -1)).rank(axis=0, method="average", na_option="keep")
    scaled = np.moveaxis(places.to_numpy().reshape(columns.shape), 0, -2)
    return _finish(t, scaled, np.zeros((*x.shape[:-2], 1, x.shape[-1]), dtype=bool), constant, neutral=np.nan)


def percentile(t: DecisionTable, *, constant: Constant = "refuse") -> xr.DataArray:
    r"""Share of the other candidates it is ahead of, equal ones counted half.

    Parameters and refusals as for `min_max`, but only a single candidate is undefined; neutral is one half.

    Notes
    -----
    .. math:: \frac{\text{rank} - 1}{n - 1}

    with `rank` as in this file and n the number of candidates whose cell is known.

    Examples
    --------
    >>> from smartspec.decision.table import table
    >>> t = table(pd.DataFrame({"size": [5.0, 9.0, 9.0]}, index=["A", "B", "C"]))
    >>> percentile(t).sel(criterion="size").to_series().to_dict()
    {'A': 0.0, 'B': 0.75, 'C': 0.75}
    """
    places = rank(t).to_numpy()
    others = np.isfinite(places).sum(axis=-2, keepdims=True) - 1
    alone = others < 1
    return _finish(t, _divide(places - 1, np.where(alone, np.nan, others)), alone, constant, neutral=0.5)


def goalposts(t: DecisionTable, *, constant: Constant = "refuse") -> xr.DataArray:
    r"""Place each candidate between two fixed ends; beyond an end counts as at the end.

    The ends are the table's `goalposts`. Other candidates do not move anybody, and all candidates being equal
    is no difficulty, so `constant` changes nothing.

    Raises
    ------
    DecisionError
        A criterion of weight without goalposts.

    Notes
    -----
    .. math:: \min\left(1, \max\left(0, \frac{x - low}{high - low}\right)\right)

    and one minus this where less is better. The human development index is scaled so.

    Examples
    --------
    >>> from smartspec.decision.table import table
    >>> frame = pd.DataFrame({"cost": [10.0, 40.0, 90.0]}, index=["A", "B", "C"])
    >>> t = table(frame, wish={"cost": "less"}, goalposts={"cost": (0, 80)})
    >>> goalposts(t).sel(criterion="cost").to_series().to_dict()
    {'A': 0.875, 'B': 0.5, 'C': 0.0}
    """
    ends = np.array([t.goalposts.get(name, (np.nan, np.nan)) for name in t.criteria], dtype=float)
    asked = weighted(t).reshape(-1, len(t.criteria)).any(axis=0)
    lacking = [t.criteria[i] for i in np.flatnonzero(asked & np.isnan(ends[:, 0]))]
    if lacking:
        raise DecisionError(
            f"no goalposts for {first_few(lacking)}: give `table(..., goalposts=)` their low and high end."
        )
    share = np.clip((t.values.to_numpy() - ends[:, 0]) / (ends[:, 1] - ends[:, 0]), 0.0, 1.0)
    return t.values.copy(data=np.where(t.wish.to_numpy() > 0, share, 1.0 - share))


def vector(t: DecisionTable, *, constant: Constant = "refuse") -> xr.DataArray:
    r"""Divide by the length of the column; negative where less is better.

    Parameters and refusals as for `min_max`, but only a column of zeros is undefined; neutral is 0.

    Notes
    -----
    .. math:: \pm\frac{x}{\sqrt{\sum x^2}}

    The scaling of TOPSIS (Hwang and Yoon 1981). The unit does not matter, the zero point does: shifting a
    column changes it.

    Examples
    --------
    >>> from smartspec.decision.table import table
    >>> t = table(pd.DataFrame({"cost": [3.0, 4.0]}, index=["A", "B"]), wish={"cost": "less"})
    >>> vector(t).sel(criterion="cost").to_series().to_dict()
    {'A': -0.6, 'B': -0.8}
    """
    x = _turned(t)
    largest = np.fmax.reduce(np.abs(x), axis=-2, keepdims=True)
    empty = largest == 0
    share = _divide(x, np.where(empty, np.nan, largest))
    length = np.sqrt(np.nansum(share**2, axis=-2, keepdims=True))
    return _finish(t, _divide(share, np.where(empty, np.nan, length)), empty, constant, neutral=0.0)


def sum_share(t: DecisionTable, *, constant: Constant = "refuse") -> xr.DataArray:
    r"""Share of the column's sum; where less is better, share of the sum of reciprocals.

    Parameters as for `min_max`; neutral is one over the number of candidates.

    Raises
    ------
    DecisionError
        A negative cell; a zero cell where less is better; a column of zeros, unless `constant` says otherwise.

    Notes
    -----
    .. math:: \frac{x}{\sum x} \quad\text{or}\quad \frac{1/x}{\sum 1/x}

    Examples
    --------
    >>> from smartspec.decision.table import table
    >>> t = table(pd.DataFrame({"cost": [1.0, 3.0]}, index=["A", "B"]), wish={"cost": "less"})
    >>> sum_share(t).sel(criterion="cost").to_series().to_dict()
    {'A': 0.75, 'B': 0.25}
    """
    _refuse_sign(t, "sum")
    amounts = _amounts(t)
    total = np.nansum(amounts, axis=-2, keepdims=True)
    known = np.isfinite(amounts).sum(axis=-2, keepdims=True)
    empty = total == 0
    scaled = _divide(amounts, np.where(empty, np.nan, total))
    return _finish(t, scaled, empty, constant, neutral=1.0 / np.maximum(known, 1))


def maximum(t: DecisionTable, *, constant: Constant = "refuse") -> xr.DataArray:
    r"""Share of the best: divided by the largest, or the smallest divided by it where less is better.

    Parameters as for `min_max`; neutral is 1.

    Raises
    ------
    DecisionError
        A negative cell; a zero cell where less is better; a column of zeros, unless `constant` says otherwise.

    Notes
    -----
    .. math:: \frac{x}{\max x} \quad\text{or}\quad \frac{\min x}{x}

    Examples
    --------
    >>> from smartspec.decision.table import table
    >>> t = table(pd.DataFrame({"cost": [1.0, 4.0]}, index=["A", "B"]), wish={"cost": "less"})
    >>> maximum(t).sel(criterion="cost").to_series().to_dict()
    {'A': 1.0, 'B': 0.25}
    """
    _refuse_sign(t, "maximum")
    amounts = _amounts(t)
    best = np.fmax.reduce(amounts, axis=-2, keepdims=True)
    empty = best == 0
    return _finish(t, _divide(amounts, np.where(empty, np.nan, best)), empty, constant, neutral=1.0)


SCALINGS: Mapping[str, Callable[..., xr.DataArray]] = MappingProxyType(
    {
        "min_max": min_max,
        "z_score": z_score,
        "rank": rank,
        "percentile": percentile,
        "goalposts": goalposts,
        "vector": vector,
        "sum": sum_share,
        "maximum": maximum,
    }
)
"""Every scaling by its name."""


def scale(t: DecisionTable, scaling: str, *, constant: Constant = "refuse") -> xr.DataArray:
    """Scale a table by the scaling of that name.

    Raises
    ------
    DecisionError
        No scaling of that name, another `constant` than these two, or what the scaling itself refuses.
    """
    if scaling not in SCALINGS:
        raise DecisionError(f"no scaling '{scaling}'; there are {', '.join(SCALINGS)}.")
    return SCALINGS[scaling](t, constant=constant)


def weighted(t: DecisionTable) -> Flags:
    """Mark (..., 1, criterion) the criteria of weight; the others are never a reason to refuse."""
    marks: Flags = np.broadcast_to(t.weights.to_numpy() > 0, (*t.values.shape[:-2], t.values.shape[-1]))
    return marks[..., None, :]


def equal(low: Floats, high: Floats) -> Flags:
    """Mark where the lowest and the highest differ by no more than rounding."""
    marks: Flags = high - low <= NOISE * np.maximum(np.abs(low), np.abs(high))
    return marks


def _turned(t: DecisionTable) -> Floats:
    turned: Floats = t.values.to_numpy() * t.wish.to_numpy()
    return turned


def _amounts(t: DecisionTable) -> Floats:
    """Amounts in which more is better: themselves, or their reciprocals where less is better."""
    x = t.values.to_numpy()
    return np.where(t.wish.to_numpy() > 0, x, _divide(np.ones_like(x), np.where(x == 0, np.nan, x)))


def _divide(above: Floats, below: Floats) -> Floats:
    """Divide; undefined where the divisor is undefined or zero."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(above / below, dtype=float)


def _refuse_sign(t: DecisionTable, scaling: str) -> None:
    """Refuse negative cells, and zeros where less is better: a share of them has no meaning."""
    x = t.values.to_numpy()
    bad = ((x < 0) | ((x == 0) & (t.wish.to_numpy() < 0))) & weighted(t)
    if bad.any():
        cells = [" / ".join(str(part) for part in cell) for cell in named(t.values, bad)]
        raise DecisionError(
            f"scaling '{scaling}' needs numbers above zero (zero itself only where more is better), but {len(cells)} "
            f"cell(s) are not: {first_few(cells)}. Use another scaling, such as 'min_max' or 'rank'."
        )


def _finish(
    t: DecisionTable, scaled: Floats, undefined: Flags, constant: str, *, neutral: float | Floats
) -> xr.DataArray:
    """Label the scaled numbers; where undefined (..., 1, criterion), refuse by name or treat all alike."""
    if constant not in ("refuse", "neutral"):
        raise DecisionError(f"constant: 'refuse' or 'neutral', found {constant!r}.")
    known = np.isfinite(t.values.to_numpy())
    if constant == "neutral":
        scaled = np.where(undefined & known, neutral, scaled)
    asked = (undefined & known.any(axis=-2, keepdims=True) & weighted(t))[..., 0, :]
    if asked.any() and constant == "refuse":
        where = named(t.values.isel(candidate=0), asked)
        found = [" / ".join(str(part) for part in cell) for cell in where]
        raise DecisionError(
            bullets(
                f"all candidates are equal in {len(found)} column(s), so they cannot be scaled:",
                [*found[:5], *([f"and {len(found) - 5} more"] if len(found) > 5 else [])],
            )
            + '\nDrop the criterion with `without`, or treat all candidates alike in it with `constant="neutral"`.'
        )
    return t.values.copy(data=scaled)
