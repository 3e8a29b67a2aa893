"""How unevenly an activity lies over the regions: curves of cumulated shares, and the areas under them.

    lorenz_curve     cumulated shares of an amount over its holders, from the smallest
    gini             twice the area between that curve and equality
    hoover_curve     cumulated shares of an amount over shares of a population, from the least specialised region
    hoover_gini      twice the area between that curve and the diagonal
    hoover_index     the share that would have to move to lie as the population does
    locational_gini  the area, with the regions' whole economies as the population

Amounts (..., region, activity) in, one number (or curve) per activity out. A missing cell makes its activity unknown.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import xarray as xr

from smartspec.errors import MeasureError
from smartspec.measures._amounts import Cells, amounts, beside, labelled, matched, over_total, relabelled
from smartspec.measures._reference import reference_total

__all__ = ["gini", "hoover_curve", "hoover_gini", "hoover_index", "locational_gini", "lorenz_curve"]


def _last(x: xr.DataArray, over: str, name: str) -> xr.DataArray:
    if over not in ("region", "activity"):
        raise MeasureError(f"{name} runs over 'region' or 'activity', found '{over}'.")
    return amounts(x, name=name).transpose(..., over)


def _curves(x: xr.DataArray, over: str, **parts: Cells) -> xr.Dataset:
    count = next(iter(parts.values())).shape[-1]
    frame = x.isel({over: 0}, drop=True).expand_dims(point=np.arange(count), axis=-1)
    return xr.Dataset({name: relabelled(part, frame) for name, part in parts.items()})


def _cumulated(share: Cells) -> Cells:
    known = np.isfinite(share[..., -1:])
    steps = np.where(known, share.cumsum(-1), np.nan)
    start = np.where(known, 0.0, np.nan)
    return np.concatenate([start, steps], axis=-1)


@labelled
def lorenz_curve(x: xr.DataArray, *, over: str = "region") -> xr.Dataset:
    """Points of the Lorenz curve: what share of an amount the smallest holders have together.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, zero or more.
    over : {"region", "activity"}
        The holders: regions of an activity, or activities of a region.

    Returns
    -------
    Dataset of (..., activity, point), 0 to 1
        `holders`, their cumulated share from the smallest amount to the largest, and `amount`, what they hold; both
        run from 0 to 1 over one point more than there are holders.

    Notes
    -----
    Lorenz [lorenz1905]_. `gini` is twice the area between it and the diagonal.

    References
    ----------
    .. [lorenz1905] Lorenz, M. O. (1905). Methods of measuring the concentration of wealth. Publications of the
       American Statistical Association 9(70), 209-219.

    Examples
    --------
    >>> import smartspec
    >>> jobs = smartspec.label([[30], [10]], region=["N", "S"], activity=["mining"])
    >>> lorenz_curve(jobs).amount.values.tolist()
    [[0.0, 0.25, 1.0]]
    """
    x = _last(x, over, "lorenz_curve")
    amount = _cumulated(np.sort(over_total(x.values), axis=-1))
    holders = np.broadcast_to(np.linspace(0, 1, x.sizes[over] + 1), amount.shape)
    return _curves(x, over, holders=holders, amount=amount)


@labelled
def gini(x: xr.DataArray, *, over: str = "region", corrected: bool = False) -> xr.DataArray:
    r"""How unevenly an activity lies over the regions, each region counted as one.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, zero or more.
    over : {"region", "activity"}
        The holders: regions of an activity, or activities of a region.
    corrected : bool
        Whether to multiply by n / (n - 1), so that one region with everything gives 1.

    Returns
    -------
    (..., activity), 0 to 1 - 1/n (0 to 1 when corrected)
        0 where all regions have as much.

    Notes
    -----
    .. math:: \frac{\sum_i (2 i - n - 1) x_{(i)}}{n \sum_i x_{(i)}}

    With :math:`x_{(i)}` the i-th smallest amount [gini1914]_. Large regions hold more of everything: `hoover_gini` and
    `locational_gini` take that out.

    References
    ----------
    .. [gini1914] Gini, C. (1914). Sulla misura della concentrazione e della variabilita dei caratteri. Atti del Reale
       Istituto Veneto di Scienze, Lettere ed Arti 73, 1203-1248.

    Examples
    --------
    >>> import smartspec
    >>> jobs = smartspec.label([[30, 20], [10, 20]], region=["N", "S"], activity=["mining", "textiles"])
    >>> gini(jobs).values.tolist()
    [0.25, 0.0]
    """
    x = _last(x, over, "gini")
    count = x.sizes[over]
    rank = 2 * np.arange(1, count + 1) - count - 1
    found = np.sort(over_total(x.values), axis=-1) @ rank / count
    if corrected:
        found = found * count / (count - 1) if count > 1 else np.full_like(found, np.nan)
    return relabelled(np.maximum(found, 0.0), x, without=[over])


def _peopled(x: xr.DataArray, population: object, over: str) -> tuple[Cells, Cells, xr.DataArray]:
    """Shares of the amount and of the population, in the order of their ratio."""
    heads, x = beside(matched(population, x, over, name="population"), x)
    return (*_ordered(x.values, np.broadcast_to(heads, x.shape)), x)


def _ordered(values: Cells, heads: Cells) -> tuple[Cells, Cells]:
    own, base = over_total(values), over_total(heads)
    ratio = np.where(base > 0, own / np.where(base > 0, base, 1.0), np.where(own > 0, np.inf, 0.0))
    order = np.argsort(ratio, axis=-1, kind="stable")
    unknown = np.isnan(own.sum(-1, keepdims=True) + base.sum(-1, keepdims=True))
    own, base = (np.where(unknown, np.nan, np.take_along_axis(part, order, -1)) for part in (own, base))
    return own, base


def _area(own: Cells, base: Cells) -> Cells:
    below = own.cumsum(-1) - own / 2
    found: Cells = np.maximum(1 - 2 * (base * below).sum(-1), 0.0)
    return found


@labelled
def hoover_curve(x: xr.DataArray, population: xr.DataArray, *, over: str = "region") -> xr.Dataset:
    """Points of Hoover's localisation curve: what share of an activity lies on what share of the population.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, zero or more.
    population : (..., region)
        Inhabitants, area, or the whole economy of each region.
    over : {"region", "activity"}
        What the curve runs over.

    Returns
    -------
    Dataset of (..., activity, point), 0 to 1
        `population` and `amount`, cumulated from the region with the least amount per head to the one with the most.

    Notes
    -----
    Hoover [hoover1936]_, who drew it from the other end, above the diagonal.

    References
    ----------
    .. [hoover1936] Hoover, E. M. (1936). The measurement of industrial localization. The Review of Economics and
       Statistics 18(4), 162-171.

    Examples
    --------
    >>> import smartspec
    >>> jobs = smartspec.label([[30], [10]], region=["N", "S"], activity=["mining"])
    >>> found = hoover_curve(jobs, smartspec.label([100, 100], region=["N", "S"]))
    >>> found.population.values.tolist(), found.amount.values.tolist()
    ([[0.0, 0.5, 1.0]], [[0.0, 0.25, 1.0]])
    """
    x = _last(x, over, "hoover_curve")
    own, base, x = _peopled(x, population, over)
    return _curves(x, over, population=_cumulated(base), amount=_cumulated(own))


@labelled
def hoover_gini(x: xr.DataArray, population: xr.DataArray, *, over: str = "region") -> xr.DataArray:
    r"""How differently an activity and the population lie over the regions: twice the area of Hoover's curve.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, zero or more.
    population : (..., region)
        Inhabitants, area, or the whole economy of each region.
    over : {"region", "activity"}
        What is compared.

    Returns
    -------
    (..., activity), 0 to 1
        0 where the activity lies as the population does, towards 1 where it lies in a small part of it.

    Raises
    ------
    MeasureError
        The regions of the population are not those of the amounts.

    Notes
    -----
    .. math:: 1 - \sum_r (N_r - N_{r-1}) (Y_r + Y_{r-1})

    With N and Y the cumulated shares of `hoover_curve` [hoover1936b]_. With equal populations it is `gini`.

    References
    ----------
    .. [hoover1936b] Hoover, E. M. (1936). The measurement of industrial localization. The Review of Economics and
       Statistics 18(4), 162-171.

    Examples
    --------
    >>> import smartspec
    >>> jobs = smartspec.label([[30], [10]], region=["N", "S"], activity=["mining"])
    >>> hoover_gini(jobs, smartspec.label([300, 100], region=["N", "S"])).values.tolist()
    [0.0]
    """
    x = _last(x, over, "hoover_gini")
    own, base, x = _peopled(x, population, over)
    return relabelled(_area(own, base), x, without=[over])


@labelled
def hoover_index(x: xr.DataArray, *, population: xr.DataArray | None = None, over: str = "region") -> xr.DataArray:
    r"""The share of an activity that would have to move for it to lie as the population does.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, zero or more.
    population : (..., region), optional
        Inhabitants, area, or the whole economy of each region; each region counts alike if left out.
    over : {"region", "activity"}
        What is compared.

    Returns
    -------
    (..., activity), 0 to 1

    Raises
    ------
    MeasureError
        The regions of the population are not those of the amounts.

    Notes
    -----
    .. math:: \tfrac12 \sum_r |x_{ra} / x_{\cdot a} - p_r / p|

    Hoover's coefficient of localisation [hoover1936c]_, also known as Schutz's or the Robin Hood index. Without a
    population EconGeo takes equal shares as here, econcomplex the regions' whole economies: for those give
    `population=x.sum("activity")`. EconGeo prints it times 100.

    References
    ----------
    .. [hoover1936c] Hoover, E. M. (1936). The measurement of industrial localization. The Review of Economics and
       Statistics 18(4), 162-171.

    Examples
    --------
    >>> import smartspec
    >>> jobs = smartspec.label([[30], [10]], region=["N", "S"], activity=["mining"])
    >>> hoover_index(jobs).item(), hoover_index(jobs, population=smartspec.label([3, 1], region=["N", "S"])).item()
    (0.25, 0.0)
    """
    x = _last(x, over, "hoover_index")
    if population is None:
        base: Cells = np.asarray(1 / x.sizes[over])
    else:
        heads, x = beside(matched(population, x, over, name="population"), x)
        base = over_total(heads)
    return relabelled(abs(over_total(x.values) - base).sum(-1) / 2, x, without=[over])


@labelled
def locational_gini(
    x: xr.DataArray, *, reference: xr.DataArray | None = None, scale: Literal["area", "gini"] = "area"
) -> xr.DataArray:
    r"""How differently an activity and the whole economy lie over the regions.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, zero or more.
    reference : (..., region), optional
        Amounts of each region's whole economy; the sum of its activities if left out.
    scale : {"area", "gini"}
        The area between curve and diagonal, 0 to 0.5, as Krugman and EconGeo give it, or twice that, as REAT does.

    Returns
    -------
    (..., activity), 0 to 0.5 (0 to 1 on the scale of the Gini coefficient)

    Warns
    -----
    UserWarning
        A cell is missing and no reference is given, so that a region's total is unknown.

    Notes
    -----
    Half of `hoover_gini` with the regions' whole economies as the population; the curve is ordered by location
    quotients [krugman1991b]_.

    References
    ----------
    .. [krugman1991b] Krugman, P. (1991). Geography and Trade. MIT Press.

    Examples
    --------
    >>> import smartspec
    >>> jobs = smartspec.label([[80, 20], [20, 80]], region=["N", "S"], activity=["mining", "textiles"])
    >>> locational_gini(jobs).round(3).values.tolist()
    [0.15, 0.15]
    """
    if scale not in ("area", "gini"):
        raise MeasureError(f"scale is 'area' (0 to 0.5) or 'gini' (0 to 1), found '{scale}'.")
    x = amounts(x, name="locational_gini")
    whole, x = reference_total(x, reference, over="activity", along="region")
    x = x.transpose(..., "region")
    own, base = _ordered(x.values, np.broadcast_to(np.swapaxes(whole, -1, -2), x.shape))
    area = _area(own, base)
    return relabelled(area / 2 if scale == "area" else area, x, without=["region"])
