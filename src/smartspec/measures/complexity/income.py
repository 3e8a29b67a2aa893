"""What activities stand for: the income or inequality of those who do them.

    prody          the income level an activity stands for
    expy           the income level a region's activities stand for
    activity_gini  the inequality an activity stands for

Amounts (..., region, activity) and one number per region in, one per activity out (and back).
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from smartspec.measures._amounts import amounts, labelled, relabelled, shares
from smartspec.measures._pairs import labels, meet, pattern, same_leads, spread
from smartspec.measures.complexity.eigenvector import activity_values
from smartspec.measures.relatedness.density import placed
from smartspec.measures.specialisation import location_quotient
from smartspec.measures.specialisation import presence as present

__all__ = ["activity_gini", "expy", "prody"]


@labelled
def prody(x: xr.DataArray, income: xr.DataArray) -> xr.DataArray:
    r"""The income level an activity stands for: the mean income of regions, by how much they lean on it.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, zero or more.
    income : (..., region)
        Income per head of the regions.

    Returns
    -------
    (..., activity), in the unit of income
        Missing for an activity found nowhere. A region with an unknown amount or income is left out.

    Raises
    ------
    MeasureError
        The regions of the two arrays differ.

    Notes
    -----
    .. math:: PRODY_a = \frac{\sum_r s_{ra} Y_r}{\sum_r s_{ra}}, \quad s_{ra} = \frac{x_{ra}}{x_{r\cdot}}

    Hausmann, Hwang and Rodrik [hausmann2007]_. The weights are quotients brought to sum 1, so that small regions
    count like large ones.

    References
    ----------
    .. [hausmann2007] Hausmann, R., Hwang, J., Rodrik, D. (2007). What you export matters. Journal of Economic Growth
       12(1), 1-25.

    Examples
    --------
    >>> import smartspec
    >>> sales = smartspec.label([[80, 20], [20, 80]], region=["N", "S"], activity=["ore", "cloth"])
    >>> prody(sales, smartspec.label([10.0, 20.0], region=["N", "S"])).values.tolist()
    [12.0, 18.0]
    """
    mix = shares(amounts(x, name="prody"), over="activity")
    level = activity_values(income, mix, name="prody", dim="region")
    return _mean_level(mix, level, name="prody")


def _mean_level(use: xr.DataArray, level: xr.DataArray, *, name: str) -> xr.DataArray:
    """The mean level of regions by the weights in use; an unknown weight or level is left out."""
    leads = same_leads(name, (use, 2), (level, 1))
    weight, value = spread(use, leads, core=2), spread(level, leads, core=1)
    if np.isnan(weight.sum()):
        weight = np.nan_to_num(weight, nan=0.0)
    there = ~np.isnan(value)
    total = np.matmul(there.astype(float)[..., None, :], weight)[..., 0, :]
    found = np.matmul(np.where(there, value, 0)[..., None, :], weight)[..., 0, :]
    return placed(found / np.where(total > 0, total, np.nan), use, leads, "activity")


@labelled
def expy(x: xr.DataArray, prody: xr.DataArray) -> xr.DataArray:
    r"""The income level a region's activities stand for.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, zero or more.
    prody : (..., activity)
        Values of activities, see `prody`.

    Returns
    -------
    (..., region), in the unit of the values
        Missing for a region with nothing or with an unknown amount, and where an activity it has is without a value.

    Raises
    ------
    MeasureError
        The activities of the two arrays differ.

    Notes
    -----
    .. math:: EXPY_r = \sum_a s_{ra} PRODY_a

    Hausmann, Hwang and Rodrik (2007). With `prody` of the same table a region's own income stands in its value.

    Examples
    --------
    >>> import smartspec
    >>> sales = smartspec.label([[80, 20], [20, 80]], region=["N", "S"], activity=["ore", "cloth"])
    >>> expy(sales, smartspec.label([12.0, 18.0], activity=["ore", "cloth"])).round(6).values.tolist()
    [13.2, 16.8]
    """
    mix = shares(amounts(x, name="expy"), over="activity")
    value = activity_values(prody, mix, name="expy")
    leads = same_leads("expy", (mix, 2), (value, 1))
    weight, each = spread(mix, leads, core=2), spread(value, leads, core=1)
    if not np.isnan(each.sum()):
        return placed(np.matmul(weight, each[..., None])[..., 0], mix, leads, "region")
    part = np.where(weight == 0, 0.0, weight * each[..., None, :])  # what is not sold needs no value
    return placed(part.sum(-1), mix, leads, "region")


@labelled
def activity_gini(x: xr.DataArray, inequality: xr.DataArray, *, presence: xr.DataArray | None = None) -> xr.DataArray:
    r"""The inequality an activity stands for: the mean Gini of the regions that hold it, by how much they lean on it.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, zero or more.
    inequality : (..., region)
        A Gini of incomes in each region.
    presence : (..., region, activity), optional
        0 and 1; quotients of at least 1 in `x` if left out.

    Returns
    -------
    (..., activity), in the unit of the inequality
        Missing for an activity present nowhere. A region with an unknown amount or inequality is left out.

    Raises
    ------
    MeasureError
        The labels of the arrays differ.

    Notes
    -----
    .. math:: PGI_a = \frac{\sum_r M_{ra} s_{ra} G_r}{\sum_r M_{ra} s_{ra}}

    The product Gini index of Hartmann and others [hartmann2017]_; with emissions in place of the Gini it is the
    product emission intensity (Romero and Gramkow 2021).

    References
    ----------
    .. [hartmann2017] Hartmann, D., Guevara, M. R., Jara-Figueroa, C., Aristaran, M., Hidalgo, C. A. (2017). Linking
       economic complexity, institutions, and income inequality. World Development 93, 75-93.

    Examples
    --------
    >>> import smartspec
    >>> sales = smartspec.label([[80, 20], [20, 80]], region=["N", "S"], activity=["ore", "cloth"])
    >>> activity_gini(sales, smartspec.label([0.5, 0.3], region=["N", "S"])).values.tolist()
    [0.5, 0.3]
    """
    held = amounts(x, name="activity_gini")
    mix = shares(held, over="activity")
    if presence is None:
        whole = held
        if np.isnan(held.values.sum()):
            whole = held.where(held.notnull().all("activity"), 0.0)
        there = present(location_quotient(held, reference=whole.sum("region", skipna=False)))
    else:
        there = pattern(presence, name="activity_gini")
        for dim in ("region", "activity"):
            there = meet(there, dim, labels(mix, dim, name="activity_gini"), name="activity_gini")
    level = activity_values(inequality, mix, name="activity_gini", dim="region")
    use = relabelled(mix.values * there.values, mix) if there.dims == mix.dims else mix * there
    return _mean_level(use.transpose(..., "region", "activity"), level, name="activity_gini")
