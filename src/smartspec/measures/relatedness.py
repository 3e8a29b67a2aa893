"""Relatedness: which activities tend to be found together, and how close a region is to one it lacks.

    co_occurrence        in how many regions two activities are both present
    proximity            the smaller of the two conditional probabilities
    relatedness_density  the share of an activity's relatedness a region already holds

Presence (..., region, activity) of 0 and 1 in. The diagonal is zero unless asked otherwise, so that an activity
never counts as related to itself. Estimated from few regions, relatedness is mostly noise: under
50 regions a warning says so.
"""

from __future__ import annotations

import warnings

import numpy as np
import xarray as xr

from smartspec.measures._amounts import amounts, labelled

__all__ = ["SMALL_SAMPLE", "co_occurrence", "proximity", "relatedness_density"]

SMALL_SAMPLE = 50
"""Regions under which an estimated relatedness is warned about."""


def _known(presence: xr.DataArray, name: str) -> xr.DataArray:
    return amounts(presence, name=name).fillna(0.0)


@labelled
def co_occurrence(presence: xr.DataArray, *, diagonal: float | None = 0.0) -> xr.DataArray:
    """In how many regions two activities are both present.

    Parameters
    ----------
    presence : (..., region, activity)
        0 and 1; an unknown presence counts for no pair.
    diagonal : float, optional
        What stands on the diagonal; None leaves each activity's own count there.

    Returns
    -------
    (..., activity, other), number of regions

    Examples
    --------
    >>> import smartspec
    >>> held = smartspec.label([[1, 1], [1, 0]], region=["N", "S"], activity=["a", "b"])
    >>> co_occurrence(held, diagonal=None).values.tolist()
    [[2.0, 1.0], [1.0, 1.0]]
    """
    held = _known(presence, "co_occurrence")
    pairs = xr.dot(held, held.rename(activity="other"), dim="region")
    return pairs if diagonal is None else _with_diagonal(pairs, diagonal)


def _with_diagonal(pairs: xr.DataArray, value: float) -> xr.DataArray:
    same = xr.DataArray(np.eye(pairs.sizes["activity"], dtype=bool), dims=("activity", "other"))
    return pairs.where(~same, value)


@labelled
def proximity(presence: xr.DataArray, *, diagonal: float = 0.0) -> xr.DataArray:
    r"""How often two activities are found together: the smaller of the two conditional probabilities.

    Parameters
    ----------
    presence : (..., region, activity)
        0 and 1.
    diagonal : float
        What stands on the diagonal.

    Returns
    -------
    (..., activity, other), 0 to 1
        Missing for an activity that is present nowhere.

    Warns
    -----
    UserWarning
        Fewer than 50 regions: the estimate is mostly noise.

    Notes
    -----
    .. math:: \varphi_{ab} = \frac{\sum_r M_{ra} M_{rb}}{\max(u_a, u_b)}

    Hidalgo, Klinger, Barabasi and Hausmann [hidalgo2007]_.

    References
    ----------
    .. [hidalgo2007] Hidalgo, C. A., Klinger, B., Barabasi, A.-L., Hausmann, R. (2007). The product space conditions
       the development of nations. Science 317, 482-487.

    Examples
    --------
    >>> import warnings, smartspec
    >>> held = smartspec.label([[1, 1], [1, 0]], region=["N", "S"], activity=["a", "b"])
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore")
    ...     proximity(held).values.tolist()
    [[0.0, 0.5], [0.5, 0.0]]
    """
    held = _known(presence, "proximity")
    if held.sizes["region"] < SMALL_SAMPLE:
        warnings.warn(
            f"relatedness estimated from {held.sizes['region']} regions is mostly noise; "
            f"use at least {SMALL_SAMPLE}, or a table estimated elsewhere.",
            stacklevel=3,
        )
    ubiquity = held.sum("region")
    larger: xr.DataArray = xr.ufuncs.maximum(ubiquity, ubiquity.rename(activity="other"))
    smaller: xr.DataArray = xr.ufuncs.minimum(ubiquity, ubiquity.rename(activity="other"))
    found = co_occurrence(held, diagonal=None) / larger.where(smaller > 0)
    return _with_diagonal(found, diagonal).where(smaller > 0).transpose(..., "activity", "other")


@labelled
def relatedness_density(presence: xr.DataArray, relatedness: xr.DataArray) -> xr.DataArray:
    r"""The share of an activity's relatedness that a region already holds.

    Parameters
    ----------
    presence : (..., region, activity)
        0 and 1.
    relatedness : (..., activity, other)
        Zero or more, with a zero diagonal.

    Returns
    -------
    (..., region, activity), 0 to 1
        Missing for an activity related to nothing.

    Notes
    -----
    .. math:: \omega_{ra} = \frac{\sum_b M_{rb} \varphi_{ab}}{\sum_b \varphi_{ab}}

    Some packages print it times 100.

    Examples
    --------
    >>> import smartspec
    >>> held = smartspec.label([[1, 0]], region=["N"], activity=["a", "b"])
    >>> near = smartspec.label([[0, 1], [1, 0]], activity=["a", "b"], other=["a", "b"])
    >>> relatedness_density(held, near).values.tolist()
    [[0.0, 1.0]]
    """
    held = _known(presence, "relatedness_density").rename(activity="other")
    near = relatedness.fillna(0.0)
    total = near.sum("other")
    found: xr.DataArray = xr.dot(held, near, dim="other") / total.where(total > 0)
    return found.transpose(..., "region", "activity")
