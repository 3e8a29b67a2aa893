"""Counts: how many activities a region holds, how many regions an activity, and what each says about the other.

    diversity    how many activities a region holds
    ubiquity     how many regions hold an activity
    reflections  the two explaining each other, step by step

Presence (..., region, activity) of 0 and 1 in.
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from smartspec.errors import MeasureError
from smartspec.measures._amounts import labelled, relabelled
from smartspec.measures._pairs import known, pattern

__all__ = ["diversity", "reflections", "ubiquity"]


@labelled
def diversity(presence: xr.DataArray) -> xr.DataArray:
    r"""How many activities a region holds.

    Parameters
    ----------
    presence : (..., region, activity)
        0 and 1.

    Returns
    -------
    (..., region), number of activities
        Missing for a region with an unknown cell.

    Notes
    -----
    .. math:: d_r = \sum_a M_{ra}

    Examples
    --------
    >>> import smartspec
    >>> diversity(smartspec.label([[1, 1], [1, 0]], region=["N", "S"], activity=["a", "b"])).values.tolist()
    [2.0, 1.0]
    """
    return pattern(presence, name="diversity").sum("activity", skipna=False)


@labelled
def ubiquity(presence: xr.DataArray) -> xr.DataArray:
    r"""How many regions hold an activity.

    Parameters
    ----------
    presence : (..., region, activity)
        0 and 1.

    Returns
    -------
    (..., activity), number of regions
        Counted over the regions where it is known; missing where it is known of none.

    Notes
    -----
    .. math:: u_a = \sum_r M_{ra}

    Examples
    --------
    >>> import smartspec
    >>> ubiquity(smartspec.label([[1, 1], [1, 0]], region=["N", "S"], activity=["a", "b"])).values.tolist()
    [2.0, 1.0]
    """
    held = pattern(presence, name="ubiquity")
    count = held.values.sum(-2)
    if np.isnan(count.sum()):
        return held.sum("region", min_count=1)
    return relabelled(count, held, without=["region"])


@labelled
def reflections(presence: xr.DataArray, *, steps: int) -> xr.Dataset:
    r"""Diversity and ubiquity explaining each other: after each step, the mean of the other side's last.

    Parameters
    ----------
    presence : (..., region, activity)
        0 and 1; an unknown presence counts as absent.
    steps : int
        How many reflections; 0 gives diversity and ubiquity themselves, 1 the mean ubiquity of what a region holds.

    Returns
    -------
    Dataset
        `region_reflection` (..., region), `activity_reflection` (..., activity), missing for the empty.

    Raises
    ------
    MeasureError
        `steps` is negative.

    Notes
    -----
    .. math:: k_{r,n} = \frac{1}{d_r} \sum_a M_{ra} k_{a,n-1}, \quad k_{a,n} = \frac{1}{u_a} \sum_r M_{ra} k_{r,n-1}

    Hidalgo and Hausmann [hidalgo2009]_. Even steps of regions are generalised diversity, odd ones generalised
    ubiquity. With more steps all values draw together, and the order is that of `economic_complexity` as long as
    digits last: after some twenty steps it is lost in rounding. Use the eigenvector for an order.

    References
    ----------
    .. [hidalgo2009] Hidalgo, C. A., Hausmann, R. (2009). The building blocks of economic complexity. Proceedings of the
       National Academy of Sciences 106(26), 10570-10575.

    Examples
    --------
    >>> import smartspec
    >>> held = smartspec.label([[1, 1], [1, 0]], region=["N", "S"], activity=["a", "b"])
    >>> reflections(held, steps=1)["region_reflection"].values.tolist()
    [1.5, 2.0]
    """
    if steps < 0:
        raise MeasureError(f"reflections: steps is zero or more, found {steps}.")
    held = pattern(presence, name="reflections")
    values = known(held).astype(np.float64, copy=False)
    across = values.swapaxes(-1, -2)
    region, activity = values.sum(-1), values.sum(-2)
    per_region = np.where(region > 0, region, np.nan)
    per_activity = np.where(activity > 0, activity, np.nan)
    for _ in range(steps):
        region, activity = (
            np.matmul(values, np.nan_to_num(activity, nan=0.0)[..., None])[..., 0] / per_region,
            np.matmul(across, np.nan_to_num(region, nan=0.0)[..., None])[..., 0] / per_activity,
        )
    return xr.Dataset(
        {
            "region_reflection": held.isel(activity=0, drop=True).copy(data=np.where(per_region > 0, region, np.nan)),
            "activity_reflection": held.isel(region=0, drop=True).copy(
                data=np.where(per_activity > 0, activity, np.nan)
            ),
        }
    )
