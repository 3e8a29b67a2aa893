"""Quotients, cell by cell: a share in the region beside the share in the reference economy.

location_quotient               share in the region over share in the reference
population_quotient             amount per inhabitant over the reference's amount per inhabitant
additive_location_quotient      share in the region less share in the reference
symmetric_location_quotient     the quotient folded into -1 .. 1
standardised_location_quotient  the quotient in standard deviations of its activity over the regions
presence                        1 where a quotient reaches a threshold
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from smartspec.errors import MeasureError
from smartspec.measures._amounts import amounts, beside, labelled, matched, need, over_total, relabelled
from smartspec.measures._reference import reference_shares, reference_total

__all__ = [
    "additive_location_quotient",
    "location_quotient",
    "population_quotient",
    "presence",
    "standardised_location_quotient",
    "symmetric_location_quotient",
]

ROUNDING = 1e-12
"""How far below a threshold rounding may leave a quotient that equals it: sums of thousands of cells stay within."""


@labelled
def location_quotient(x: xr.DataArray, *, reference: xr.DataArray | None = None) -> xr.DataArray:
    r"""Share of each activity in a region over its share in the reference economy.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, zero or more.
    reference : (..., activity), optional
        Amounts in the reference economy, in the unit of `x` (packs carry the published national
        row); the sum of the regions if left out.

    Returns
    -------
    (..., region, activity), dimensionless
        1 at the reference's own share, 0 where the region has none of the activity, missing
        where a total is zero or unknown.

    Raises
    ------
    MeasureError
        The input has no labels, a cell is negative, or the reference has other activities.

    Warns
    -----
    UserWarning
        A cell is missing and no reference is given, so that the totals are unknown.

    Notes
    -----
    .. math:: LQ_{ra} = \frac{x_{ra} / x_{r\cdot}}{X_a / X_\cdot}

    On exports this is Balassa's revealed comparative advantage [balassa1965]_.

    References
    ----------
    .. [balassa1965] Balassa, B. (1965). Trade liberalisation and "revealed" comparative advantage.
       The Manchester School 33(2), 99-123.

    Examples
    --------
    >>> import smartspec
    >>> jobs = smartspec.label([[80, 20], [20, 80]], region=["North", "South"], activity=["mining", "textiles"])
    >>> location_quotient(jobs).sel(region="North").to_series().to_dict()
    {'mining': 1.6, 'textiles': 0.4}
    """
    share, x = reference_shares(amounts(x, name="location_quotient"), reference)
    quotient = over_total(x.values)
    quotient /= np.where(share > 0, share, np.nan)
    return relabelled(quotient, x)


@labelled
def population_quotient(
    x: xr.DataArray,
    population: xr.DataArray,
    *,
    reference: xr.DataArray | None = None,
    reference_population: xr.DataArray | float | None = None,
) -> xr.DataArray:
    r"""Amount of an activity per inhabitant of the region, over the same in the reference economy.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, zero or more.
    population : (..., region)
        Inhabitants, or whatever else sizes a region: workers, area.
    reference : (..., activity), optional
        Amounts in the reference economy; the sum of the regions if left out.
    reference_population : (...), optional
        Its inhabitants; the sum over the regions if left out.

    Returns
    -------
    (..., region, activity), dimensionless
        1 at the reference's amount per head; missing where a population is zero or unknown.

    Raises
    ------
    MeasureError
        The regions of the population are not those of the amounts, or the activities of the reference are not.

    Notes
    -----
    .. math:: \frac{x_{ra} / p_r}{X_a / P}

    Known as RPOP, used beside Balassa's index by Bustos and Yildirim [bustos2022]_: it is not pressed down by one large
    activity, but a rich region reaches 1 in everything.

    References
    ----------
    .. [bustos2022] Bustos, S., Yildirim, M. A. (2022). Production ability and economic growth. Research Policy 51(8),
       104153.

    Examples
    --------
    >>> import smartspec
    >>> jobs = smartspec.label([[80, 20], [20, 80]], region=["N", "S"], activity=["mining", "textiles"])
    >>> population_quotient(jobs, smartspec.label([100, 300], region=["N", "S"])).round(3).values.tolist()
    [[3.2, 0.8], [0.267, 1.067]]
    """
    x = amounts(x, name="population_quotient")
    heads, x = beside(matched(population, x, "region", name="population"), x)
    total, x = reference_total(x, reference, level=4)
    everyone = heads.sum(-2, keepdims=True)
    if isinstance(reference_population, xr.DataArray):
        everyone, x = beside(matched(reference_population, x, name="reference_population"), x)
    elif reference_population is not None:
        everyone = np.asarray(float(reference_population))
    usual = total / np.where(everyone > 0, everyone, np.nan)
    per_head = x.values / np.where(heads > 0, heads, np.nan)
    return relabelled(per_head / np.where(usual > 0, usual, np.nan), x)


@labelled
def additive_location_quotient(x: xr.DataArray, *, reference: xr.DataArray | None = None) -> xr.DataArray:
    r"""Share of each activity in a region less its share in the reference economy.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, zero or more.
    reference : (..., activity), optional
        Amounts in the reference economy; the sum of the regions if left out.

    Returns
    -------
    (..., region, activity), -1 to 1
        0 at the reference's own share; sums to zero over the activities of a region.

    Notes
    -----
    .. math:: \frac{x_{ra}}{x_{r\cdot}} - \frac{X_a}{X_\cdot}

    Hoen and Oosterhaven [hoen2006]_: symmetric, bounded and independent of how finely activities are cut, where the
    quotient is none of these.

    References
    ----------
    .. [hoen2006] Hoen, A. R., Oosterhaven, J. (2006). On the measurement of comparative advantage. The Annals of
       Regional Science 40, 677-691.

    Examples
    --------
    >>> import smartspec
    >>> jobs = smartspec.label([[80, 20], [20, 80]], region=["N", "S"], activity=["mining", "textiles"])
    >>> additive_location_quotient(jobs).round(3).values.tolist()
    [[0.3, -0.3], [-0.3, 0.3]]
    """
    share, x = reference_shares(amounts(x, name="additive_location_quotient"), reference)
    return relabelled(over_total(x.values) - share, x)


@labelled
def symmetric_location_quotient(lq: xr.DataArray) -> xr.DataArray:
    r"""A quotient folded into -1 .. 1, so that twice and half lie equally far from the middle.

    Parameters
    ----------
    lq : (..., region, activity)
        Location quotients.

    Returns
    -------
    (..., region, activity), dimensionless
        -1 where the activity is absent, 0 at the reference's own share, towards 1 above it.

    Notes
    -----
    .. math:: (LQ - 1) / (LQ + 1)

    Laursen's symmetric form [laursen2015]_.

    References
    ----------
    .. [laursen2015] Laursen, K. (2015). Revealed comparative advantage and the alternatives as measures of
       international specialization. Eurasian Business Review 5, 99-115.

    Examples
    --------
    >>> import smartspec
    >>> symmetric_location_quotient(smartspec.label([[3.0, 0.0]], region=["N"], activity=["a", "b"])).values.tolist()
    [[0.5, -1.0]]
    """
    values = lq.values.astype(float, copy=False)
    return relabelled((values - 1) / (values + 1), lq)


@labelled
def standardised_location_quotient(lq: xr.DataArray, *, logs: bool = False) -> xr.DataArray:
    r"""A quotient in standard deviations of its activity over the regions.

    Parameters
    ----------
    lq : (..., region, activity)
        Location quotients.
    logs : bool
        Whether to take logarithms first, which brings the usual long right tail nearer to the normal; an activity a
        region has none of has no logarithm and is missing.

    Returns
    -------
    (..., region, activity), standard deviations
        Missing where fewer than three regions are known or all are alike.

    Raises
    ------
    MeasureError
        A quotient is negative.

    Notes
    -----
    .. math:: z_{ra} = \frac{LQ_{ra} - \overline{LQ}_a}{sd(LQ_a)}

    With the divisor n - 1. O'Donoghue and Gleave [odonoghue2004]_, in logarithms Tian [tian2013]_. They call a region
    specialised from 1.65 or 1.96, which supposes that quotients are normal over the regions: look before saying so.

    References
    ----------
    .. [odonoghue2004] O'Donoghue, D., Gleave, B. (2004). A note on methods for measuring industrial agglomeration.
       Regional Studies 38(4), 419-427.
    .. [tian2013] Tian, Z. (2013). Measuring agglomeration using the standardized location quotient with a bootstrap
       method. Journal of Regional Analysis and Policy 43(2), 186-197.

    Examples
    --------
    >>> import smartspec
    >>> lq = smartspec.label([[0.5], [1.0], [1.5]], region=["N", "M", "S"], activity=["a"])
    >>> standardised_location_quotient(lq).values.ravel().tolist()
    [-1.0, 0.0, 1.0]
    """
    need(lq, "region", "activity", name="standardised_location_quotient")
    values = np.asarray(lq.values, dtype=float)
    if (values < 0).any():
        raise MeasureError(
            "standardised_location_quotient takes quotients, zero or more, but some are negative. "
            "Give `location_quotient(x)`, not its symmetric or additive form."
        )
    if logs:
        values = np.log(np.where(values > 0, values, np.nan))
    axis = lq.get_axis_num("region")
    known = np.isfinite(values)
    count = known.sum(axis, keepdims=True)
    mean = np.where(known, values, 0).sum(axis, keepdims=True) / np.where(count > 0, count, np.nan)
    away = values - mean
    spread = np.sqrt(np.where(known, away**2, 0).sum(axis, keepdims=True) / np.where(count > 2, count - 1, np.nan))
    return relabelled(away / np.where(spread > 1e-12 * abs(mean), spread, np.nan), lq)


@labelled
def presence(lq: xr.DataArray, *, threshold: float = 1.0) -> xr.DataArray:
    """1 where a quotient reaches the threshold, 0 where it does not, missing where it is unknown.

    Parameters
    ----------
    lq : (..., region, activity)
        Location quotients.
    threshold : float
        The quotient from which an activity counts as present.

    Returns
    -------
    (..., region, activity), 0 or 1

    Notes
    -----
    A quotient that is the threshold but for rounding reaches it: on a table whose regions all have the same mix every
    quotient is 1, and floating point makes some of them 0.9999999999999998. One part in a million million is allowed
    for; published figures never come so near without being equal.

    Examples
    --------
    >>> import smartspec
    >>> presence(smartspec.label([[1.0, 0.99]], region=["N"], activity=["a", "b"])).values.tolist()
    [[1.0, 0.0]]
    >>> thirds = smartspec.label([[1, 3], [0.1, 0.3]], region=["N", "S"], activity=["a", "b"])
    >>> presence(location_quotient(thirds)).values.tolist()
    [[1.0, 1.0], [1.0, 1.0]]
    """
    values = lq.values
    held = (values >= threshold - abs(threshold) * ROUNDING).astype(float)
    unknown = np.isnan(values)
    if unknown.any():
        held[unknown] = np.nan
    return relabelled(held, lq)
