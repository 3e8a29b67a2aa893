"""Outlook: how much complexity lies within a region's reach, and how much of it one more activity would open.

    outlook_index  the complexity of what a region lacks, by how close it stands to it
    outlook_gain   how much closer to complex activities one more activity would bring a region

Activity complexity is standardised first (mean 0, standard deviation 1 over activities): its zero and its unit
decide the result, and packages differ in them.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from smartspec.errors import MeasureError
from smartspec.measures._amounts import labelled, need
from smartspec.measures._pairs import Numbers, labels, meet, pattern, same_leads, spread
from smartspec.measures.complexity.eigenvector import activity_values
from smartspec.measures.relatedness.density import Cells, beside, chosen, placed, weighed

__all__ = ["outlook_gain", "outlook_index"]


def _standard(values: Numbers) -> Numbers:
    there = ~np.isnan(values)
    count = np.maximum(there.sum(-1, keepdims=True), 1)
    apart = np.where(there, values - np.where(there, values, 0).sum(-1, keepdims=True) / count, np.nan)
    deviation = np.sqrt(np.where(there, apart, 0) ** 2 @ np.ones(values.shape[-1]))[..., None] / np.sqrt(count)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(deviation > 0, apart / deviation, np.nan)


@labelled
def outlook_index(
    presence: xr.DataArray, density: xr.DataArray, complexity: xr.DataArray, *, standardised: bool = True
) -> xr.DataArray:
    r"""How much complexity lies near a region: what it lacks, weighed by how close it stands to it.

    Parameters
    ----------
    presence : (..., region, activity)
        0 and 1.
    density : (..., region, activity)
        Relatedness density.
    complexity : (..., activity)
        Complexity of activities.
    standardised : bool
        Bring complexity to mean 0 and standard deviation 1 over activities first; False takes it as it comes.

    Returns
    -------
    (..., region)
        In standard deviations of activity complexity, summed. An activity of unknown density or complexity is left
        out; missing for a region with an unknown cell, or when nothing is left.

    Raises
    ------
    MeasureError
        The labels of the arrays differ.

    Notes
    -----
    .. math:: COI_r = \sum_a \omega_{ra} (1 - M_{ra}) Q_a

    The complexity outlook index of the Atlas (Hausmann, Hidalgo and others 2014).

    Examples
    --------
    >>> import smartspec
    >>> held = smartspec.label([[1, 0, 0]], region=["N"], activity=list("abc"))
    >>> dense = smartspec.label([[0.2, 0.5, 0.1]], region=["N"], activity=list("abc"))
    >>> hard = smartspec.label([0.0, 1.0, 2.0], activity=list("abc"))
    >>> outlook_index(held, dense, hard, standardised=False).round(4).values.tolist()
    [0.7]
    """
    name = "outlook_index"
    held = pattern(presence, name=name)
    if isinstance(density, pd.DataFrame):
        coords = {"region": density.index.tolist(), "activity": density.columns.tolist()}
        density = xr.DataArray(density.to_numpy(float), coords=coords, dims=("region", "activity"))
    if not isinstance(density, xr.DataArray):
        raise MeasureError(f"{name}: density needs labels. Label it with `smartspec.label(values, ...)`.")
    need(density, "region", "activity", name=name)
    dense = density.transpose(..., "region", "activity")
    for dim in ("region", "activity"):
        dense = meet(dense, dim, labels(held, dim, name=name), name=name)
    value = activity_values(complexity, held, name=name)
    leads = same_leads(name, (held, 2), (dense, 2), (value, 1))
    cells, near = spread(held, leads, core=2), spread(dense, leads, core=2)
    each = spread(value, leads, core=1)
    each = _standard(each) if standardised else each
    there = ~np.isnan(each)
    some = np.asarray(there.any(-1))[..., None]
    if np.isnan(near.sum()):
        some = np.asarray((~np.isnan(near) & there[..., None, :]).any(-1))
        near = np.nan_to_num(near, nan=0.0)
    weight = 1 - cells
    weight = np.multiply(weight, near, out=weight if weight.shape == np.broadcast(weight, near).shape else None)
    found = np.matmul(weight, np.where(there, each, 0)[..., None])[..., 0]
    return placed(np.where(some, found, np.nan), held, leads, "region")


@labelled
def outlook_gain(
    presence: xr.DataArray,
    relatedness: xr.DataArray,
    complexity: xr.DataArray,
    *,
    standardised: bool = True,
    net: bool = False,
    cells: Cells = "outside",
) -> xr.DataArray:
    r"""How much closer to complex activities one more activity would bring a region.

    Parameters
    ----------
    presence : (..., region, activity)
        0 and 1.
    relatedness : (..., activity, other)
        Zero or more, with a zero diagonal; a missing pair counts as unrelated.
    complexity : (..., activity)
        Complexity of activities; an unknown one counts for nothing.
    standardised : bool
        Bring complexity to mean 0 and standard deviation 1 over activities first; False takes it as it comes.
    net : bool
        Take off what the activity itself counts for in the region's outlook, as the book of 2014 does; the online
        Atlas does not.
    cells : {"outside", "all", "inside"}
        The cells to compute: activities absent, all, or those present; missing elsewhere.

    Returns
    -------
    (..., region, activity), in standard deviations of activity complexity
        Missing where an unknown presence has a weight.

    Raises
    ------
    MeasureError
        The labels of the arrays differ.

    Notes
    -----
    .. math:: COG_{ra} = \sum_b \frac{\varphi_{ab}}{\sum_k \varphi_{kb}} (1 - M_{rb}) Q_b \;
       [{} - \omega_{ra} Q_a]

    the bracket with `net=True`: the sum is the gain in density of everything the region lacks, the bracket the
    outlook it loses because the activity is no longer lacking (Hausmann, Hidalgo and others 2014).

    Examples
    --------
    >>> import smartspec
    >>> held = smartspec.label([[1, 0, 0]], region=["N"], activity=list("abc"))
    >>> near = smartspec.label([[0, 1, 0], [1, 0, 1], [0, 1, 0]], activity=list("abc"), other=list("abc"))
    >>> hard = smartspec.label([0.0, 1.0, 2.0], activity=list("abc"))
    >>> outlook_gain(held, near, hard, standardised=False).values.tolist()
    [[nan, 2.0, 0.5]]
    """
    name = "outlook_gain"
    like, held, near, leads = beside(pattern(presence, name=name), relatedness, name=name)
    value = activity_values(complexity, like, name=name)
    leads = leads | {dim: v for dim, v in same_leads(name, (value, 1)).items() if dim not in leads}
    fill = len(leads) - held.ndim + 2
    held, near = (x.reshape(*x.shape[:-2], *([1] * fill), *x.shape[-2:]) for x in (held, near))
    each = spread(value, leads, core=1).astype(near.dtype)
    each = np.nan_to_num(_standard(each) if standardised else each, nan=0.0)
    total = near.sum(-2)
    worth = each / np.where(total > 0, total, np.inf)
    found, _ = weighed((1 - held) * worth[..., None, :], near)
    if net:
        own, whole = weighed(held, near)
        found -= own / np.where(whole > 0, whole, np.nan)[..., None, :] * each[..., None, :]
    return placed(chosen(found, held, cells, name=name), like, leads, "region", "activity")
