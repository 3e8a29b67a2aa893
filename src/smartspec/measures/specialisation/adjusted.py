"""What one dominant activity does to the others, taken out: amounts and quotients beside their plain forms.

excess         the amount above (below) what the reference share would give
without        the table without certain activities, such as extraction
at_mean_share  quotients with certain activities held at their mean share over the years
"""

from __future__ import annotations

from collections.abc import Iterable

import xarray as xr

from smartspec.errors import MeasureError, first_few
from smartspec.measures._amounts import amounts, labelled, matched, need, relabelled, shares
from smartspec.measures._reference import reference_shares

__all__ = ["at_mean_share", "excess", "without"]


@labelled
def excess(x: xr.DataArray, *, reference: xr.DataArray | None = None) -> xr.DataArray:
    r"""The amount a region has above what it would have at the reference's share.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, zero or more.
    reference : (..., activity), optional
        Amounts in the reference economy; the sum of the regions if left out.

    Returns
    -------
    (..., region, activity), in the unit of `x`
        Sums to zero over the activities of a region.

    Notes
    -----
    .. math:: x_{ra} - x_{r\cdot} X_a / X_\cdot

    It keeps small denominators from leading a ranking by quotients alone.

    Examples
    --------
    >>> import smartspec
    >>> jobs = smartspec.label([[80, 20], [20, 80]], region=["N", "S"], activity=["mining", "textiles"])
    >>> excess(jobs).sel(region="N").values.tolist()
    [30.0, -30.0]
    """
    share, x = reference_shares(amounts(x, name="excess"), reference)
    return relabelled(x.values - x.values.sum(-1, keepdims=True) * share, x)


@labelled
def without(x: xr.DataArray, activities: Iterable[str]) -> xr.DataArray:
    """The table without certain activities, so that shares are those of the rest.

    A dominant extractive branch depresses every other quotient of its region by arithmetic alone; the quotient
    computed without it is the extraction-adjusted twin.

    Parameters
    ----------
    x : (..., activity)
        Amounts, with or without regions.
    activities
        Codes to leave out; each must be there.

    Returns
    -------
    (..., activity)
        The remaining activities.

    Raises
    ------
    MeasureError
        A code is not among the activities.

    Examples
    --------
    >>> import smartspec
    >>> value = smartspec.label([[50, 30, 20]], region=["N"], activity=["oil", "farming", "trade"])
    >>> without(value, ["oil"]).activity.values.tolist()
    ['farming', 'trade']
    """
    leave = list(activities)
    if missing := [code for code in leave if code not in x.activity.values]:
        raise MeasureError(
            f"cannot leave out {first_few(missing)}: not among the activities "
            f"{first_few(list(x.activity.values), count=30)}."
        )
    return x.drop_sel(activity=leave)


@labelled
def at_mean_share(
    x: xr.DataArray, activities: Iterable[str], *, reference: xr.DataArray, over: str = "year"
) -> xr.DataArray:
    r"""Quotients as they would be with certain activities at their mean share over the years.

    A price peak of oil swells extraction's share and presses every other share down; holding extraction at its
    mean share takes that swing out, in the region and in the reference alike.

    Parameters
    ----------
    x : (year, region, activity)
        Amounts, zero or more.
    activities
        The activities held, usually extraction.
    reference : (year, activity)
        Amounts in the reference economy.
    over : str
        The dimension along which shares are averaged.

    Returns
    -------
    (year, region, activity), dimensionless
        Quotients; those of the held activities are their mean share over the reference's mean share.

    Notes
    -----
    With :math:`m_r` the mean share of the held activities, each other share is
    :math:`(1 - m_r)\, x_{ra} / (x_{r\cdot} - x_{rB})`.

    Examples
    --------
    >>> import smartspec
    >>> value = smartspec.label([[[60, 40]], [[20, 80]]], year=[1, 2], region=["N"], activity=["oil", "rest"])
    >>> country = smartspec.label([[20, 80], [20, 80]], year=[1, 2], activity=["oil", "rest"])
    >>> at_mean_share(value, ["oil"], reference=country).sel(region="N", activity="oil").values.tolist()
    [2.0, 2.0]
    """
    x = amounts(x, name="at_mean_share")
    need(x, over, name="at_mean_share")
    reference = matched(reference, x, over, "activity", name="reference")
    held = list(activities)

    def mix(amount: xr.DataArray) -> xr.DataArray:
        mean = shares(amount, over="activity").sel(activity=held).mean(over, skipna=False)
        rest = without(amount, held)
        others = shares(rest, over="activity") * (1 - mean.sum("activity", skipna=False))
        both = xr.concat([mean.expand_dims({over: amount[over]}), others], "activity", join="outer")
        return both.sel(activity=amount.activity)

    base = mix(reference)
    return (mix(x) / base.where(base > 0)).transpose(*x.dims)
