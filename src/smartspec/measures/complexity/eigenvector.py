"""Economic complexity: regions and activities in the order of the second eigenvector, and activity values projected.

    economic_complexity   regions and activities together, with the diagnostics that say whether it is determined
    projected_complexity  regions by activity values from elsewhere

Presence (..., region, activity) of 0 and 1 in.
"""

from __future__ import annotations

import warnings
from typing import Literal, get_args

import numpy as np
import pandas as pd
import xarray as xr

from smartspec.errors import MeasureError, first_few
from smartspec.measures._amounts import labelled, need
from smartspec.measures._pairs import Numbers, labels, meet, pattern, same_leads, spread
from smartspec.measures.complexity._spectrum import components, normalised

__all__ = ["Scale", "activity_values", "economic_complexity", "projected_complexity"]

Scale = Literal["atlas", "standardised", "hundred", "vector"]
LEAST = 3
"""Regions and activities without which there is no second order to speak of."""
APART = 1e-9
"""Distance of two eigenvalues under which their vectors are not told apart."""


@labelled
def economic_complexity(presence: xr.DataArray, *, scale: Scale = "atlas") -> xr.Dataset:
    r"""Regions and activities ordered by the second eigenvector of the normalised pattern of presence.

    Parameters
    ----------
    presence : (..., region, activity)
        0 and 1; a region with an unknown cell is left out and missing.
    scale : {"atlas", "standardised", "hundred", "vector"}
        atlas: mean 0 and standard deviation 1 over regions, an activity scaled so that a region's index is the mean
        of what it holds; standardised: mean 0 and standard deviation 1 on each side; hundred: each side from 0 to
        100; vector: each side of length 1.

    Returns
    -------
    Dataset
        `region_complexity` (..., region) and `activity_complexity` (..., activity), missing for the empty, and for
        all where the index is not determined; `components` (...), the parts the pattern falls into;
        `second_eigenvalue` and `eigenvalue_gap` (...), its distance to the third.

    Raises
    ------
    MeasureError
        A cell is neither 0 nor 1, or the scale has no such name.

    Warns
    -----
    UserWarning
        The index is not determined: the pattern falls into separate parts, two eigenvalues are equal, or fewer than
        three regions or activities hold anything. The cause is named, and the tables it concerns.

    Notes
    -----
    With :math:`D` the diversities and :math:`U` the ubiquities on diagonals, the index is the eigenvector of the
    second largest eigenvalue of :math:`D^{-1} M U^{-1} M'`, computed as a singular vector of the symmetric form
    :math:`D^{-1/2} M U^{-1/2}`. Its sign makes it rise with diversity (where all are equally diverse, the largest
    entry is positive). Population standard deviation [hausmann2014]_.

    References
    ----------
    .. [hausmann2014] Hausmann, R., Hidalgo, C. A. et al. (2014). The Atlas of Economic Complexity. MIT Press.

    Examples
    --------
    >>> import smartspec
    >>> held = [[1, 1, 1, 1], [0, 1, 0, 0], [0, 0, 1, 1], [0, 0, 0, 1]]
    >>> toy = smartspec.label(held, region=list("pqrs"), activity=list("abcd"))
    >>> economic_complexity(toy)["region_complexity"].round(4).values.tolist()
    [-0.0754, -1.6029, 0.7478, 0.9305]
    """
    if scale not in get_args(Scale):
        raise MeasureError(f"economic_complexity: scale is one of {', '.join(get_args(Scale))}, found '{scale}'.")
    held = pattern(presence, name="economic_complexity")
    values = _whole_rows(held)
    region, activity, pair = _second(values)
    with np.errstate(invalid="ignore"):
        second, gap = pair[..., 0], pair[..., 0] - pair[..., 1]
    count = _parts(values, second)
    few = (values.any(-1).sum(-1) < LEAST) | (values.any(-2).sum(-1) < LEAST)
    parted = (count > 1) & ~few
    equal = ~few & ~parted & ~(gap >= APART)
    _say(held, few, f"fewer than {LEAST} regions or activities hold anything")
    _say(held, parted, "the pattern falls into separate parts; measure one part at a time")
    _say(held, equal, "two eigenvalues are equal, so that any mixture of their orders is as good")
    fit = ~(few | parted | equal)[..., None]
    region, activity = _scaled(np.where(fit, region, np.nan), np.where(fit, activity, np.nan), scale)
    none = few | (values.any(-1).sum(-1) == 0)
    frame = held.isel(region=0, activity=0, drop=True)
    return xr.Dataset(
        {
            "region_complexity": held.isel(activity=0, drop=True).copy(data=region.astype(held.dtype)),
            "activity_complexity": held.isel(region=0, drop=True).copy(data=activity.astype(held.dtype)),
            "components": frame.copy(data=count),
            "second_eigenvalue": frame.copy(data=np.where(none, np.nan, second)),
            "eigenvalue_gap": frame.copy(data=np.where(none, np.nan, gap)),
        }
    )


def _whole_rows(held: xr.DataArray) -> Numbers:
    """Presence, with the regions that have an unknown cell emptied."""
    values: Numbers = held.values
    if not np.isnan(values.sum()):
        return values
    return np.where(np.isnan(values).any(-1, keepdims=True), 0, values)


def _second(held: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """The second vector of regions and of activities, and the second and third eigenvalue; empty ones missing."""
    by_region, by_activity = held.sum(-1, dtype=float), held.sum(-2, dtype=float)
    if min(held.shape[-2:]) < LEAST:
        return by_region * np.nan, by_activity * np.nan, np.full((*held.shape[:-2], 2), np.nan)
    root_region, root_activity = _root(by_region), _root(by_activity)
    total = np.maximum(by_region.sum(-1), 1)[..., None]
    if held.shape[-2] <= held.shape[-1]:
        known = np.sqrt(by_region / total)[..., None]
        pair, vectors = normalised(held, root_region, root_activity, known)
        region = vectors[..., 0] * root_region
    else:
        known = np.sqrt(by_activity / total)[..., None]
        pair, vectors = normalised(held.swapaxes(-1, -2), root_activity, root_region, known)
        region = _times(held, vectors[..., 0] * root_activity) * root_region**2
    region = np.where(by_region > 0, region, np.nan)
    region = region * _sign(region, by_region)[..., None]
    with np.errstate(invalid="ignore", divide="ignore"):
        activity = _times(held.swapaxes(-1, -2), np.nan_to_num(region, nan=0.0)) / by_activity / pair[..., :1]
    return region, np.where(by_activity > 0, activity, np.nan), pair


def _root(sums: Numbers) -> Numbers:
    return np.where(sums > 0, 1 / np.sqrt(np.where(sums > 0, sums, 1)), 0)


def _times(table: Numbers, vector: Numbers) -> Numbers:
    """A product with a vector in double precision; a single-precision table is widened in passing."""
    return np.asarray(np.matmul(table.astype(np.float64, copy=False), vector[..., None])[..., 0])


def _sign(region: Numbers, diversity: Numbers) -> Numbers:
    with np.errstate(invalid="ignore"):
        centre = np.nansum(region, -1, keepdims=True) / np.maximum((diversity > 0).sum(-1, keepdims=True), 1)
        slope = np.nansum((region - centre) * diversity, -1)
    filled = np.nan_to_num(region, nan=0.0)
    largest = np.take_along_axis(filled, np.abs(filled).argmax(-1)[..., None], -1)[..., 0]
    clear = np.abs(slope) > 1e-9 * np.abs(filled).max(-1) * np.maximum(diversity.sum(-1), 1)
    return np.where(np.where(clear, slope, largest) < 0, -1.0, 1.0)


def _parts(held: Numbers, second: Numbers) -> Numbers:
    """Parts of each pattern; only where the second eigenvalue is 1 can there be more than one."""
    found = np.where(held.any((-2, -1)), 1, 0)
    doubtful = held.any((-2, -1)) & ~(second < 1 - 1e-6)
    for at in np.argwhere(doubtful):
        found[tuple(at)] = components(held[tuple(at)])
    return found


def _say(held: xr.DataArray, where: Numbers, cause: str) -> None:
    if not where.any():
        return
    frame = held.isel(region=0, activity=0, drop=True)
    names = [
        " / ".join(str(frame.coords[dim].values[i]) if dim in frame.coords else str(i) for dim, i in spot)
        for spot in (list(zip(frame.dims, at, strict=True)) for at in np.argwhere(where))
        if spot
    ]
    there = f" in {len(names)} of {where.size} tables ({first_few(names)})" if names else ""
    warnings.warn(f"the complexity index is not determined{there}: {cause}.", stacklevel=4)


def _scaled(region: Numbers, activity: Numbers, scale: str) -> tuple[Numbers, Numbers]:
    with warnings.catch_warnings(), np.errstate(invalid="ignore", divide="ignore"):
        warnings.simplefilter("ignore", RuntimeWarning)  # a table that is missing altogether has no mean
        if scale == "atlas":
            middle, spread_ = np.nanmean(region, -1, keepdims=True), np.nanstd(region, -1, keepdims=True)
            return (region - middle) / spread_, (activity - middle) / spread_
        return _own_scale(region, scale), _own_scale(activity, scale)


def _own_scale(values: Numbers, scale: str) -> Numbers:
    if scale == "standardised":
        return np.asarray((values - np.nanmean(values, -1, keepdims=True)) / np.nanstd(values, -1, keepdims=True))
    if scale == "hundred":
        low, high = np.nanmin(values, -1, keepdims=True), np.nanmax(values, -1, keepdims=True)
        return np.asarray(100 * (values - low) / (high - low))
    return np.asarray(values / np.sqrt(np.nansum(values**2, -1, keepdims=True)))


def activity_values(values: object, like: xr.DataArray, *, name: str, dim: str = "activity") -> xr.DataArray:
    """One number per activity (..., activity), from an array or a column of a table, in the order of `like`."""
    if isinstance(values, pd.Series):
        values = xr.DataArray(values.to_numpy(float), coords={dim: values.index.tolist()}, dims=(dim,))
    if not isinstance(values, xr.DataArray):
        raise MeasureError(
            f"{name} needs values with labels, but was given a {type(values).__name__}. "
            f"Label them with `smartspec.label(values, {dim}=[...])`."
        )
    need(values, dim, name=name)
    ordered = values.transpose(..., dim).astype(float)
    return meet(ordered, dim, labels(like, dim, name=name), name=name)


@labelled
def projected_complexity(presence: xr.DataArray, complexity: xr.DataArray) -> xr.DataArray:
    r"""Regions by activity values from elsewhere: the mean value of what a region holds.

    Parameters
    ----------
    presence : (..., region, activity)
        0 and 1.
    complexity : (..., activity)
        Values of activities, say the product complexity of world trade.

    Returns
    -------
    (..., region), in the unit of the values
        Missing for a region that holds nothing of known value, or with an unknown cell. A held activity without
        a value is left out of the mean.

    Raises
    ------
    MeasureError
        The activities of the two arrays differ.

    Notes
    -----
    .. math:: \frac{1}{d_r} \sum_a M_{ra} Q_a

    With the region's own activity complexity on the Atlas scale it gives back `economic_complexity`. A subnational
    study with few regions projects the world's values instead of estimating its own.

    Examples
    --------
    >>> import smartspec
    >>> held = smartspec.label([[1, 1], [1, 0]], region=["N", "S"], activity=["a", "b"])
    >>> projected_complexity(held, smartspec.label([-1.0, 2.0], activity=["a", "b"])).values.tolist()
    [0.5, -1.0]
    """
    name = "projected_complexity"
    held = pattern(presence, name=name)
    value = activity_values(complexity, held, name=name)
    leads = same_leads(name, (held, 2), (value, 1))
    cells, each = spread(held, leads, core=2), spread(value, leads, core=1)
    there = ~np.isnan(each)
    total = np.matmul(cells, np.where(there, each, 0)[..., None])[..., 0]
    count = np.matmul(cells, there.astype(cells.dtype)[..., None])[..., 0]
    coords = {dim: variable for dim, variable in leads.items() if variable is not None}
    coords |= {"region": held.coords["region"].variable} if "region" in held.coords else {}
    return xr.DataArray(total / np.where(count > 0, count, np.nan), dims=(*leads, "region"), coords=coords)
