"""Whole mixes compared: one number per region, or per pair of regions.

krugman_index               half the summed distance between two mixes
specialisation_coefficient  the same number under its older name
average_location_quotient   a region's quotients, averaged by what it lives on
hachman_index               its inverse: how much the region's mix resembles the reference
portfolio_similarity        correlation of two regions' logarithmic quotients
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from smartspec.errors import MeasureError
from smartspec.measures._amounts import Cells, amounts, labelled, need, over_total, relabelled
from smartspec.measures._reference import reference_shares

__all__ = [
    "average_location_quotient",
    "hachman_index",
    "krugman_index",
    "portfolio_similarity",
    "specialisation_coefficient",
]


@labelled
def krugman_index(x: xr.DataArray, *, reference: xr.DataArray | None = None, halved: bool = True) -> xr.DataArray:
    r"""How far a region's mix lies from the reference mix: the share of it that would have to move.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, zero or more.
    reference : (..., activity), optional
        Amounts in the reference economy; the sum of the regions if left out.
    halved : bool
        Whether to halve the sum, so that it is a share; Krugman printed it without the half, from 0 to 2.

    Returns
    -------
    (..., region), 0 to 1 (0 to 2 when not halved)
        0 for the reference's own mix, towards 1 for a mix with nothing in common with it.

    Notes
    -----
    .. math:: \tfrac12 \sum_a |s_{ra} - s_a|

    Krugman's index [krugman1991]_ halved; the same number is known as the coefficient of specialisation,
    `specialisation_coefficient`. EconGeo and REAT print it without the half.

    References
    ----------
    .. [krugman1991] Krugman, P. (1991). Geography and Trade. MIT Press.

    Examples
    --------
    >>> import smartspec
    >>> jobs = smartspec.label([[80, 20], [20, 80]], region=["N", "S"], activity=["mining", "textiles"])
    >>> krugman_index(jobs).round(3).values.tolist()
    [0.3, 0.3]
    """
    share, x = reference_shares(amounts(x, name="krugman_index"), reference)
    distance = abs(over_total(x.values) - share).sum(-1)
    return relabelled(distance / 2 if halved else distance, x, without=["activity"])


@labelled
def specialisation_coefficient(x: xr.DataArray, *, reference: xr.DataArray | None = None) -> xr.DataArray:
    r"""The share of a region's mix that would have to move to give the reference mix.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, zero or more.
    reference : (..., activity), optional
        Amounts in the reference economy; the sum of the regions if left out.

    Returns
    -------
    (..., region), 0 to 1
        The halved `krugman_index`: one idea under two names.

    Notes
    -----
    .. math:: \tfrac12 \sum_a |s_{ra} - s_a|

    Hoover and Giarratani [hoover1985]_.

    References
    ----------
    .. [hoover1985] Hoover, E. M., Giarratani, F. (1985). An Introduction to Regional Economics. Knopf.

    Examples
    --------
    >>> import smartspec
    >>> jobs = smartspec.label([[80, 20], [20, 80]], region=["N", "S"], activity=["mining", "textiles"])
    >>> specialisation_coefficient(jobs).round(3).values.tolist()
    [0.3, 0.3]
    """
    share, x = reference_shares(amounts(x, name="specialisation_coefficient"), reference)
    return relabelled(abs(over_total(x.values) - share).sum(-1) / 2, x, without=["activity"])


def _average(x: xr.DataArray, share: Cells) -> Cells:
    own = over_total(x.values)
    lived_on = np.where(own == 0, 0.0, own**2 / np.where(share > 0, share, np.nan))
    found: Cells = lived_on.sum(-1)
    return found


@labelled
def average_location_quotient(x: xr.DataArray, *, reference: xr.DataArray | None = None) -> xr.DataArray:
    r"""A region's quotients averaged, each by the activity's share in the region.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, zero or more.
    reference : (..., activity), optional
        Amounts in the reference economy; the sum of the regions if left out.

    Returns
    -------
    (..., region), 1 or more
        1 for the reference's own mix; missing where the region has an activity the reference lacks.

    Notes
    -----
    .. math:: \sum_a s_{ra} LQ_{ra} = \sum_a s_{ra}^2 / s_a

    Hoover and Giarratani [hoover1985b]_. Less one it is the chi-squared distance of the two mixes.

    References
    ----------
    .. [hoover1985b] Hoover, E. M., Giarratani, F. (1985). An Introduction to Regional Economics. Knopf.

    Examples
    --------
    >>> import smartspec
    >>> jobs = smartspec.label([[80, 20], [20, 80]], region=["N", "S"], activity=["mining", "textiles"])
    >>> average_location_quotient(jobs).round(3).values.tolist()
    [1.36, 1.36]
    """
    share, x = reference_shares(amounts(x, name="average_location_quotient"), reference)
    return relabelled(_average(x, share), x, without=["activity"])


@labelled
def hachman_index(x: xr.DataArray, *, reference: xr.DataArray | None = None) -> xr.DataArray:
    r"""How much a region's mix resembles the reference: the inverse of its average location quotient.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, zero or more.
    reference : (..., activity), optional
        Amounts in the reference economy; the sum of the regions if left out.

    Returns
    -------
    (..., region), 0 to 1
        1 for the reference's own mix, towards 0 the more the region lives on what others lack. Nothing is clipped:
        a number above 1 would show that the reference does not hold the regions.

    Notes
    -----
    .. math:: 1 / \sum_a s_{ra} LQ_{ra}

    Hachman's index [hachman1995]_.

    References
    ----------
    .. [hachman1995] Hachman, F. (1995). Economic report to the Governor. Bureau of Economic and Business Research,
       University of Utah.

    Examples
    --------
    >>> import smartspec
    >>> jobs = smartspec.label([[80, 20], [20, 80]], region=["N", "S"], activity=["mining", "textiles"])
    >>> hachman_index(jobs).round(4).values.tolist()
    [0.7353, 0.7353]
    """
    share, x = reference_shares(amounts(x, name="hachman_index"), reference)
    return relabelled(1 / _average(x, share), x, without=["activity"])


@labelled
def portfolio_similarity(lq: xr.DataArray, *, offset: float = 0.1) -> xr.DataArray:
    r"""How alike two regions' specialisations are: the correlation of their logarithmic quotients.

    Parameters
    ----------
    lq : (..., region, activity)
        Location quotients.
    offset : float
        Added before the logarithm, so that an absent activity has one.

    Returns
    -------
    (..., region, other), -1 to 1
        1 with oneself; missing for a region without known quotients, and for one whose quotients are all alike.
        Each pair is compared over the activities known in both.

    Raises
    ------
    MeasureError
        The offset is not above zero.

    Notes
    -----
    .. math:: corr_a(\log(LQ_{ra} + \epsilon), \log(LQ_{qa} + \epsilon))

    The export similarity of Bahar, Hausmann and Hidalgo [bahar2014]_.

    References
    ----------
    .. [bahar2014] Bahar, D., Hausmann, R., Hidalgo, C. A. (2014). Neighbors and the evolution of the comparative
       advantage of nations. Journal of International Economics 92(1), 111-123.

    Examples
    --------
    >>> import smartspec
    >>> lq = smartspec.label([[2, 1, 0.5], [2, 1, 0.5], [0.5, 1, 2]], region=["N", "M", "S"], activity=["a", "b", "c"])
    >>> portfolio_similarity(lq).sel(region="N").round(3).values.tolist()
    [1.0, 1.0, -0.999]
    """
    if offset <= 0:
        raise MeasureError(
            f"portfolio_similarity needs an offset above zero, found {offset}: absence has no logarithm."
        )
    need(lq, "region", "activity", name="portfolio_similarity")
    lq = lq.transpose(..., "region", "activity")
    known = ~np.isnan(lq.values)
    mask = known.astype(float)
    logs = np.log(np.where(known, lq.values, 1.0) + offset)
    # centring each region first keeps the sums of squares from cancelling
    middle = (logs * mask).sum(-1, keepdims=True) / np.maximum(mask.sum(-1, keepdims=True), 1)
    logs = (logs - middle) * mask
    pairs = lq.isel(activity=0, drop=True).expand_dims(other=lq.region.values, axis=-1)
    if known.all():
        product = logs @ np.swapaxes(logs, -1, -2)
        own = np.einsum("...ii->...i", product)
        own = np.where((own > 1e-12 * logs.shape[-1]) & (logs.shape[-1] > 1), own, np.nan)
        similar = product / np.sqrt(own[..., :, None] * own[..., None, :])
        return relabelled(np.clip(similar, -1.0, 1.0), pairs)
    turned = np.swapaxes(mask, -1, -2)
    count = mask @ turned
    count = np.where(count > 1, count, np.nan)
    own, square = logs @ turned, (logs**2) @ turned
    other = np.swapaxes(own, -1, -2)
    covariance = logs @ np.swapaxes(logs, -1, -2) - own * other / count
    spread = square - own**2 / count
    spread = np.where(spread > 1e-12 * count, spread, np.nan)
    similar = covariance / np.sqrt(spread * np.swapaxes(spread, -1, -2))
    return relabelled(np.clip(similar, -1.0, 1.0), pairs)
