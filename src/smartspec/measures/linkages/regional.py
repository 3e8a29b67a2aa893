"""A region's own links, where only the nation's are published; and what the region earns from outside.

    regional_coefficients   national coefficients scaled by location quotients (SLQ, CILQ, FLQ, AFLQ)
    minimum_requirements    the smallest share of each activity found in any region
    economic_base           amounts that serve markets outside the region, and the base multiplier

Amounts are (..., region, activity).
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import xarray as xr

from smartspec.errors import MeasureError
from smartspec.measures._amounts import amounts, labelled, shares
from smartspec.measures.linkages._square import as_using, per_activity, square

__all__ = ["economic_base", "minimum_requirements", "regional_coefficients"]

METHODS = ("slq", "cilq", "flq", "aflq")


def _reference(x: xr.DataArray, reference: xr.DataArray | None, name: str) -> xr.DataArray:
    if reference is None:
        total: xr.DataArray = x.sum("region", skipna=False)
        if bool(total.isnull().any()):
            raise MeasureError(
                f"{name} compares with the sum of the regions, but a cell is missing, so the sum is unknown. "
                "Give the published national row as `reference=`."
            )
        return total
    return per_activity(reference, x, name=name, what="the reference")


@labelled
def regional_coefficients(
    x: xr.DataArray,
    coefficients: xr.DataArray,
    *,
    reference: xr.DataArray | None = None,
    method: Literal["slq", "cilq", "flq", "aflq"] = "flq",
    delta: float = 0.3,
) -> xr.DataArray:
    r"""National coefficients cut down to what a region of this size and mix can supply itself.

    Parameters
    ----------
    x : (..., region, activity)
        Output or jobs, zero or more.
    coefficients : (..., activity, other)
        National technical coefficients, zero or more.
    reference : (..., activity), optional
        The nation's output or jobs, in the unit of `x`; the sum of the regions if left out.
    method : {"slq", "cilq", "flq", "aflq"}
        Simple, cross-industry, Flegg's, or augmented Flegg's quotient.
    delta : float
        Flegg's exponent: 0 ignores size, higher values cut small regions more. 0.3 is usual; sweep 0.1 to 0.4.

    Returns
    -------
    (..., region, activity, other), per unit of the using activity's output
        An activity the region has none of supplies nothing, and its own column is missing.

    Raises
    ------
    MeasureError
        Labels differ; the method is not one of the four; delta is outside 0 to 1; without a reference, a cell is
        missing.

    Notes
    -----
    .. math::
        a^r_{ij} = a_{ij} \min(q_{ij}, 1), \quad
        SLQ_i = \frac{x_{ri} / x_r}{x_{ni} / x_n}, \quad
        CILQ_{ij} = \frac{SLQ_i}{SLQ_j}, \quad
        FLQ_{ij} = \lambda\, CILQ_{ij}, \quad
        \lambda = \left[ \log_2 (1 + x_r / x_n) \right]^\delta

    On the diagonal CILQ is SLQ, as Flegg and Webber [flegg1997]_ take it (others leave it at 1). AFLQ multiplies
    the capped FLQ by :math:`\log_2(1 + SLQ_j)` where the using activity is over-represented [flegg2000]_, and may
    therefore exceed the national coefficient.

    References
    ----------
    .. [flegg1997] Flegg, A. T., Webber, C. D. (1997). On the appropriate use of location quotients in generating
       regional input-output tables: reply. Regional Studies 31(8), 795-805.
    .. [flegg2000] Flegg, A. T., Webber, C. D. (2000). Regional size, regional specialization and the FLQ formula.
       Regional Studies 34(6), 563-569.

    Examples
    --------
    >>> import smartspec
    >>> names = ["mines", "metals", "trade"]
    >>> nation = smartspec.label([[0.2, 0.3, 0.1], [0.1, 0.1, 0.2], [0.05, 0.2, 0.1]], activity=names, other=names)
    >>> jobs = smartspec.label([[10, 30, 60]], region=["North"], activity=names)
    >>> country = smartspec.label([400, 900, 700], activity=names)
    >>> found = regional_coefficients(jobs, nation, reference=country)
    >>> found.sel(region="North", other="mines").round(4).values.tolist()
    [0.0451, 0.0601, 0.05]
    """
    if method not in METHODS:
        raise MeasureError(f"method must be one of {', '.join(METHODS)}, found {method!r}.")
    if not 0 <= delta <= 1:
        raise MeasureError(f"delta must be between 0 and 1, found {delta:g}; 0.3 is usual.")
    x = amounts(x, name="regional_coefficients")
    nation = square(coefficients, name="regional_coefficients", what="the national coefficients")
    x = per_activity(x, nation, name="regional_coefficients", what="regional amounts")
    total = _reference(x, reference, "regional_coefficients")
    simple = shares(x, over="activity") / shares(total, over="activity").where(total > 0)
    size = x.sum("activity", skipna=False) / total.sum("activity", skipna=False)
    found = nation * _supply(simple, size, method, delta)
    return found.where(as_using(x) > 0).transpose(..., "region", "activity", "other")


def _supply(simple: xr.DataArray, size: xr.DataArray, method: str, delta: float) -> xr.DataArray:
    """The share of each need the region supplies itself."""
    using = as_using(simple)
    if method == "slq":
        return simple.clip(max=1.0)
    names = simple["activity"].values
    own = xr.DataArray(
        np.eye(len(names), dtype=bool), coords={"activity": names, "other": names}, dims=("activity", "other")
    )
    crossed = (simple / using.where(using > 0)).where(~own, simple)
    if method == "cilq":
        return crossed.clip(max=1.0)
    held = (crossed * np.log2(1 + size) ** delta).clip(max=1.0)
    return held * xr.ufuncs.log2(1 + using).where(using > 1, 1.0) if method == "aflq" else held


@labelled
def minimum_requirements(x: xr.DataArray, *, rank: int = 1) -> xr.DataArray:
    r"""The smallest share of each activity found in any region: what every region seems to need for itself.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, usually jobs, zero or more, of regions of similar size.
    rank : int
        Which smallest share to take, 1 for the very smallest; 2 or more leaves out odd regions.

    Returns
    -------
    (..., activity), 0 to 1
        Missing where fewer than `rank` regions are known.

    Notes
    -----
    .. math:: m_a = \min_r x_{ra} / x_r

    Ullman and Dacey [ullman1960]_.

    References
    ----------
    .. [ullman1960] Ullman, E. L., Dacey, M. F. (1960). The minimum requirements approach to the urban economic base.
       Papers of the Regional Science Association 6, 175-194.

    Examples
    --------
    >>> import smartspec
    >>> jobs = smartspec.label([[20, 80], [60, 40]], region=["N", "S"], activity=["mining", "trade"])
    >>> minimum_requirements(jobs).values.tolist()
    [0.2, 0.4]
    """
    if rank < 1 or rank != int(rank):
        raise MeasureError(f"rank must be a whole number of 1 or more, found {rank}.")
    share = shares(amounts(x, name="minimum_requirements"), over="activity")
    share = share.transpose(..., "region", "activity")
    if rank > share.sizes["region"]:
        return share.isel(region=0, drop=True) * np.nan
    return share.copy(data=np.sort(share.values, axis=-2)).isel(region=rank - 1, drop=True)


@labelled
def economic_base(
    x: xr.DataArray, *, reference: xr.DataArray | None = None, requirements: xr.DataArray | None = None
) -> xr.Dataset:
    r"""Amounts that serve markets outside the region, and how much all of it rests on each unit of them.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, usually jobs, zero or more.
    reference : (..., activity), optional
        Amounts in the reference economy, in the unit of `x`; the sum of the regions if left out.
    requirements : (..., activity), optional
        Share of each activity a region needs for itself, such as `minimum_requirements`; the reference's shares if
        left out.

    Returns
    -------
    Dataset
        `basic` (..., region, activity), amounts above the region's own needs; `base` (..., region), their sum, and
        `multiplier` (..., region), the region's total per unit of base, missing where nothing is basic.

    Notes
    -----
    .. math:: b_{ra} = \max(0,\, x_{ra} - x_r m_a), \quad k_r = x_r / \sum_a b_{ra}

    With the reference's shares as needs it is the location-quotient method: basic is what exceeds a quotient of 1
    [hoyt1954]_.

    References
    ----------
    .. [hoyt1954] Hoyt, H. (1954). Homer Hoyt on development of economic base concept. Land Economics 30(2), 182-186.

    Examples
    --------
    >>> import smartspec
    >>> jobs = smartspec.label([[60, 40], [40, 160]], region=["N", "S"], activity=["mining", "trade"])
    >>> found = economic_base(jobs)
    >>> found["basic"].round(1).values.tolist()
    [[26.7, 0.0], [0.0, 26.7]]
    >>> found["multiplier"].round(2).values.tolist()
    [3.75, 7.5]
    """
    if reference is not None and requirements is not None:
        raise MeasureError("economic_base takes either `reference=` or `requirements=`, found both. Leave one out.")
    x = amounts(x, name="economic_base")
    if requirements is None:
        needs = shares(_reference(x, reference, "economic_base"), over="activity")
    else:
        needs = per_activity(requirements, x, name="economic_base", what="requirements")
    total = x.sum("activity", skipna=False)
    basic = (x - total * needs).clip(min=0.0).transpose(*x.dims).where(total > 0)
    base = basic.sum("activity", skipna=False)
    return xr.Dataset({"basic": basic, "base": base, "multiplier": total / base.where(base > 0)})
