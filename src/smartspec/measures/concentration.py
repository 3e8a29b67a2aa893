"""Concentration and variety: how many activities a region really lives on.

    herfindahl_index     the summed squares of shares
    entropy              Shannon's entropy of shares, in nats or bits
    effective_number     how many equal activities would give the same entropy

Amounts (..., region, activity) in, one number per region out. A missing cell makes its region unknown.
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from smartspec.measures._amounts import amounts, labelled, shares

__all__ = ["effective_number", "entropy", "herfindahl_index"]


@labelled
def herfindahl_index(x: xr.DataArray, *, normalised: bool = False) -> xr.DataArray:
    r"""The summed squares of a region's shares.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, zero or more.
    normalised : bool
        Whether to stretch it so that equal shares give 0.

    Returns
    -------
    (..., region), 1/activities to 1 (0 to 1 when normalised)

    Notes
    -----
    .. math:: \sum_a s_{ra}^2

    Raw by default, as Herfindahl and Hirschman used it; some packages normalise without saying so.

    Examples
    --------
    >>> import smartspec
    >>> jobs = smartspec.label([[80, 20], [50, 50]], region=["N", "S"], activity=["mining", "textiles"])
    >>> herfindahl_index(jobs).round(2).values.tolist()
    [0.68, 0.5]
    """
    x = amounts(x, name="herfindahl_index")
    squares: xr.DataArray = (shares(x, over="activity") ** 2).sum("activity", skipna=False)
    if not normalised:
        return squares
    count = x.sizes["activity"]
    return (squares - 1 / count) / (1 - 1 / count)


@labelled
def entropy(x: xr.DataArray, *, base: float = np.e) -> xr.DataArray:
    r"""Shannon's entropy of a region's shares: 0 for one activity, the log of their number for equal ones.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, zero or more.
    base : float
        Base of the logarithm; 2 gives bits.

    Returns
    -------
    (..., region), 0 or more

    Notes
    -----
    .. math:: -\sum_a s_{ra} \log s_{ra}

    An activity a region has none of adds nothing.

    Examples
    --------
    >>> import smartspec
    >>> jobs = smartspec.label([[100, 0], [50, 50]], region=["N", "S"], activity=["mining", "textiles"])
    >>> entropy(jobs, base=2).values.tolist()
    [0.0, 1.0]
    """
    share = shares(amounts(x, name="entropy"), over="activity")
    logs: xr.DataArray = xr.ufuncs.log(share.where(share > 0, 1.0)) / np.log(base)
    found: xr.DataArray = (-(share * logs)).sum("activity", skipna=False) + 0.0
    return found


@labelled
def effective_number(x: xr.DataArray) -> xr.DataArray:
    """How many equal activities would be as varied as the region's mix: the exponential of its entropy.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, zero or more.

    Returns
    -------
    (..., region), 1 to the number of activities

    Notes
    -----
    Hill's number of order one [hill1973]_.

    References
    ----------
    .. [hill1973] Hill, M. O. (1973). Diversity and evenness: a unifying notation. Ecology 54(2), 427-432.

    Examples
    --------
    >>> import smartspec
    >>> jobs = smartspec.label([[100, 0], [50, 50]], region=["N", "S"], activity=["mining", "textiles"])
    >>> effective_number(jobs).round(6).values.tolist()
    [1.0, 2.0]
    """
    number: xr.DataArray = xr.ufuncs.exp(entropy(x))
    return number
