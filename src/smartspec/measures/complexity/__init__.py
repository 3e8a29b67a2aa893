"""Complexity: what the pattern of who does what says about how demanding activities are.

    diversity            how many activities a region holds
    ubiquity             how many regions hold an activity
    economic_complexity  regions and activities ordered by the second eigenvector of the normalised pattern

Presence (..., region, activity) of 0 and 1 in. The index measures groups of similarity; on few regions or
broad activities it may mean little, and a result says when it is not determined.
"""

from __future__ import annotations

import warnings

import numpy as np
import xarray as xr

from smartspec.errors import MeasureError
from smartspec.measures._amounts import amounts, labelled, need

__all__ = ["diversity", "economic_complexity", "ubiquity"]


@labelled
def diversity(presence: xr.DataArray) -> xr.DataArray:
    """How many activities a region holds.

    Parameters
    ----------
    presence : (..., region, activity)
        0 and 1.

    Returns
    -------
    (..., region), number of activities

    Examples
    --------
    >>> import smartspec
    >>> diversity(smartspec.label([[1, 1], [1, 0]], region=["N", "S"], activity=["a", "b"])).values.tolist()
    [2.0, 1.0]
    """
    need(presence, "region", "activity", name="diversity")
    return presence.sum("activity")


@labelled
def ubiquity(presence: xr.DataArray) -> xr.DataArray:
    """How many regions hold an activity.

    Parameters
    ----------
    presence : (..., region, activity)
        0 and 1.

    Returns
    -------
    (..., activity), number of regions

    Examples
    --------
    >>> import smartspec
    >>> ubiquity(smartspec.label([[1, 1], [1, 0]], region=["N", "S"], activity=["a", "b"])).values.tolist()
    [2.0, 1.0]
    """
    need(presence, "region", "activity", name="ubiquity")
    return presence.sum("region")


def _one(held: np.ndarray) -> tuple[np.ndarray, np.ndarray, float, float]:
    """Region index, activity index, second eigenvalue and its distance to the third, of one table."""
    region = np.full(held.shape[0], np.nan)
    activity = np.full(held.shape[1], np.nan)
    rows, columns = held.sum(1) > 0, held.sum(0) > 0
    table = held[np.ix_(rows, columns)]
    if min(table.shape) < 3:
        return region, activity, np.nan, np.nan
    by_region, by_activity = table.sum(1), table.sum(0)
    left, values, _ = np.linalg.svd(table / np.sqrt(np.outer(by_region, by_activity)), full_matrices=False)
    index = left[:, 1] / np.sqrt(by_region)
    slope = np.corrcoef(index, by_region)[0, 1] if by_region.std() > 0 else 1.0
    index = index * (-1.0 if slope < 0 else 1.0)
    if not index.std() > 0:
        return region, activity, values[1] ** 2, 0.0
    second, third = values[1] ** 2, values[2] ** 2
    middle, spread = index.mean(), index.std()
    region[rows] = (index - middle) / spread
    if second > 1e-12:
        activity[columns] = ((table.T @ index) / by_activity / second - middle) / spread
    return region, activity, float(second), float(second - third)


@labelled
def economic_complexity(presence: xr.DataArray) -> xr.Dataset:
    r"""Regions and activities ordered by the second eigenvector of the normalised pattern of presence.

    Parameters
    ----------
    presence : (..., region, activity)
        0 and 1; unknown counts as absent.

    Returns
    -------
    Dataset
        `region_complexity` (..., region) with mean 0 and standard deviation 1 over the regions that hold anything;
        `activity_complexity` (..., activity), scaled so that a region's index is the mean of the activities it holds;
        `second_eigenvalue` and `eigenvalue_gap` (...), the diagnostics. Missing for empty regions and activities.

    Raises
    ------
    MeasureError
        A cell is neither 0 nor 1.

    Warns
    -----
    UserWarning
        The index is not determined: the second and the third eigenvalue are (nearly) equal, or the pattern falls into
        separate parts.

    Notes
    -----
    With :math:`D` the diversities and :math:`U` the ubiquities on diagonals, the index is the eigenvector of the
    second largest eigenvalue of :math:`D^{-1} M U^{-1} M'`, computed as a singular vector of the symmetric form
    :math:`D^{-1/2} M U^{-1/2}`. Its sign makes it rise with diversity. Population standard deviation [hausmann2014]_.

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
    held = amounts(presence, name="economic_complexity").fillna(0.0)
    if not bool(held.isin([0.0, 1.0]).all()):
        raise MeasureError("economic_complexity takes presence of 0 and 1; turn quotients into it with `presence(lq)`.")
    region, activity, second, gap = xr.apply_ufunc(
        _one,
        held,
        input_core_dims=[["region", "activity"]],
        output_core_dims=[["region"], ["activity"], [], []],
        vectorize=True,
    )
    if bool(((gap < 1e-9) | (second > 1 - 1e-9)).any()):
        warnings.warn(
            "the complexity index is not determined: the pattern falls into separate parts, or two eigenvalues are "
            "equal. Look at second_eigenvalue and eigenvalue_gap before using it.",
            stacklevel=3,
        )
    return xr.Dataset(
        {
            "region_complexity": region,
            "activity_complexity": activity,
            "second_eigenvalue": second,
            "eigenvalue_gap": gap,
        }
    )
