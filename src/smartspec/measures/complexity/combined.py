"""Two orders in one: the first two eigenvectors of a table corrected for degrees.

genepy   regions and activities by the two leading directions of likeness together
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from smartspec.measures._amounts import labelled
from smartspec.measures._pairs import Numbers, pattern
from smartspec.measures.complexity._spectrum import GRAM, leading, symmetric

__all__ = ["genepy"]


@labelled
def genepy(presence: xr.DataArray) -> xr.Dataset:
    r"""Fitness and complexity reconciled: regions and activities by two leading eigenvectors together.

    Parameters
    ----------
    presence : (..., region, activity)
        0 and 1; a region with an unknown cell is left out and missing.

    Returns
    -------
    Dataset
        `region_complexity` (..., region) and `activity_complexity` (..., activity), zero or more, missing for the
        empty; `region_eigenvalues` and `activity_eigenvalues` (..., order), the two of each side.

    Raises
    ------
    MeasureError
        A cell is neither 0 nor 1.

    Notes
    -----
    With :math:`W_{ra} = M_{ra} / (d_r \sum_q M_{qa} / d_q)` and :math:`\lambda_i, v_i` the two largest
    eigenvalues and their unit vectors of :math:`W W'` with a zero diagonal,

    .. math:: G_r = \Big(\sum_{i=1}^2 \lambda_i v_{ri}^2\Big)^2 + 2 \sum_{i=1}^2 \lambda_i^2 v_{ri}^2

    and the same for activities with :math:`W' W` [sciarra2020]_.

    References
    ----------
    .. [sciarra2020] Sciarra, C., Chiarotti, G., Ridolfi, L., Laio, F. (2020). Reconciling contrasting views on economic
       complexity. Nature Communications 11, 3352.

    Examples
    --------
    >>> import smartspec
    >>> held = [[1, 1, 1, 1], [0, 1, 0, 0], [0, 0, 1, 1], [0, 0, 0, 1]]
    >>> found = genepy(smartspec.label(held, region=list("pqrs"), activity=list("abcd")))
    >>> found["region_complexity"].round(4).values.tolist()
    [0.135, 0.0268, 0.1277, 0.0522]
    """
    held = pattern(presence, name="genepy")
    values = np.where(np.isnan(held.values).any(-1, keepdims=True), 0, held.values).astype(float)
    diversity = values.sum(-1, keepdims=True)
    share = values / np.where(diversity > 0, diversity, 1)
    ubiquity = share.sum(-2, keepdims=True)
    weighed = share / np.where(ubiquity > 0, ubiquity, 1)
    region, of_region = _side(weighed)
    activity, of_activity = _side(weighed.swapaxes(-1, -2))
    frame = held.isel(region=0, activity=0, drop=True).expand_dims(order=[1, 2], axis=-1)
    return xr.Dataset(
        {
            "region_complexity": held.isel(activity=0, drop=True).copy(data=np.where(values.any(-1), region, np.nan)),
            "activity_complexity": held.isel(region=0, drop=True).copy(data=np.where(values.any(-2), activity, np.nan)),
            "region_eigenvalues": frame.copy(data=of_region),
            "activity_eigenvalues": frame.copy(data=of_activity),
        }
    )


def _side(table: Numbers) -> tuple[Numbers, Numbers]:
    """The index of the rows, and the two eigenvalues."""
    size = table.shape[-2]
    none = np.zeros((*table.shape[:-1], 0))
    across = table.swapaxes(-1, -2)
    own = (table**2).sum(-1)
    if size < 2:
        return np.full(own.shape, np.nan), np.full((*own.shape[:-1], 2), np.nan)
    if size <= GRAM:
        square = np.matmul(table, across)
        np.einsum("...ii->...i", square)[...] = 0
        values, vectors = symmetric(square, none)
    else:
        values, vectors = leading(
            lambda block: np.matmul(table, np.matmul(across, block)) - own[..., None] * block, none
        )
    squares = vectors**2
    index = (squares * values[..., None, :]).sum(-1) ** 2 + 2 * (squares * values[..., None, :] ** 2).sum(-1)
    return index, values
