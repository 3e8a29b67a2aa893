"""Specialisation: how far a region's mix of activities departs from the reference economy.

    location_quotient            share in the region over share in the reference
    symmetric_location_quotient  the same folded into -1 .. 1
    presence                     1 where a quotient reaches a threshold
    excess                       the amount above (below) what the reference share would give
    without                      the table without certain activities, such as extraction
    at_mean_share                quotients with certain activities held at their mean share over the years
    krugman_index                half the summed distance between two mixes, one number per region

`x` holds amounts (..., region, activity) of one kind in one unit: jobs, output, exports, patents.
Further dimensions such as year or scenario are carried through. A missing cell is unknown, never
zero: it makes unknown only what needs it. Given a reference (the published national row), a missing
cell leaves the other regions alone; without one the reference itself is unknown, and the message
names `reference=`.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable

import xarray as xr

from smartspec.errors import MeasureError, first_few
from smartspec.measures._amounts import amounts, labelled, need, shares

__all__ = [
    "at_mean_share",
    "excess",
    "krugman_index",
    "location_quotient",
    "presence",
    "symmetric_location_quotient",
    "without",
]


def _reference(x: xr.DataArray, reference: xr.DataArray | None) -> xr.DataArray:
    if reference is None:
        total: xr.DataArray = x.sum("region", skipna=False)
        unknown = total.isnull()
        if bool(unknown.any()):
            dims = [dim for dim in total.dims if dim != "activity"]
            names = [str(code) for code in total.activity.values[unknown.any(dims).values]]
            warnings.warn(
                f"the total of {len(names)} activities is unknown because a region's figure is missing "
                f"({first_few(names)}), so every quotient is. Give the published totals with reference=.",
                stacklevel=4,
            )
        return total
    there = list(reference.activity.values)
    if set(there) != set(x.activity.values):
        differ = sorted(set(map(str, there)) ^ set(map(str, x.activity.values)))
        raise MeasureError(
            f"the reference and the amounts differ in {len(differ)} activities: {first_few(differ)}. "
            "Give both the same activities, for example with `reference.sel(activity=x.activity)`."
        )
    return reference.sel(activity=x.activity)


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
    x = amounts(x, name="location_quotient")
    reference_share = shares(_reference(x, reference), over="activity")
    return (shares(x, over="activity") / reference_share.where(reference_share > 0)).transpose(*x.dims)


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
    return (lq - 1) / (lq + 1)


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

    Examples
    --------
    >>> import smartspec
    >>> presence(smartspec.label([[1.0, 0.99]], region=["N"], activity=["a", "b"])).values.tolist()
    [[1.0, 0.0]]
    """
    return (lq >= threshold).astype(float).where(lq.notnull())


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
    x = amounts(x, name="excess")
    expected = x.sum("activity", skipna=False) * shares(_reference(x, reference), over="activity")
    return (x - expected).transpose(*x.dims)


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
    held = list(activities)

    def mix(amount: xr.DataArray) -> xr.DataArray:
        mean = shares(amount, over="activity").sel(activity=held).mean(over, skipna=False)
        rest = without(amount, held)
        others = shares(rest, over="activity") * (1 - mean.sum("activity", skipna=False))
        both = xr.concat([mean.expand_dims({over: amount[over]}), others], "activity", join="outer")
        return both.sel(activity=amount.activity)

    base = mix(reference)
    return (mix(x) / base.where(base > 0)).transpose(*x.dims)


@labelled
def krugman_index(x: xr.DataArray, *, reference: xr.DataArray | None = None) -> xr.DataArray:
    r"""How far a region's mix lies from the reference mix: the share of it that would have to move.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, zero or more.
    reference : (..., activity), optional
        Amounts in the reference economy; the sum of the regions if left out.

    Returns
    -------
    (..., region), 0 to 1
        0 for the reference's own mix, towards 1 for a mix with nothing in common with it.

    Notes
    -----
    .. math:: \tfrac12 \sum_a |s_{ra} - s_a|

    Krugman's index [krugman1991]_ halved; the same number is known as Hoover's coefficient of specialisation.

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
    x = amounts(x, name="krugman_index")
    distance = abs(shares(x, over="activity") - shares(_reference(x, reference), over="activity"))
    return distance.sum("activity", skipna=False) / 2
