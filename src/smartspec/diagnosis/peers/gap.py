"""The gap to the better peers, per indicator of performance, kept apart from structure.

    performance        growth against one's own country, with and without extraction
    performance_gap    how far the better of a region's peers are ahead

Growth is counted against the country a region belongs to, so that prices and exchange rates common to a country
leave it; the price of what a region digs does not, which is why the figure without extraction stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr

from smartspec.errors import MeasureError

__all__ = ["performance", "performance_gap"]


def performance(
    value: xr.DataArray,
    *,
    last: int,
    span: int = 5,
    extraction: Sequence[str] = ("B",),
    country: xr.DataArray | None = None,
    reference: xr.DataArray | None = None,
) -> xr.DataArray:
    r"""Growth of a region's value added against its own country, per year.

    Parameters
    ----------
    value : (year, region, activity)
        Value added at current prices.
    last : int
        The last year.
    span : int
        Years of growth.
    extraction : sequence of str
        Activities that are extraction.
    country : (region) of str, optional
        Whose region each one is; all of one country when left out.
    reference : (year, activity), optional
        The one country's published row; the sum of its regions when left out.

    Returns
    -------
    (region, indicator), per year
        `relative_growth` of all value added; `relative_growth_outside` of value added outside extraction, where the
        table has it. Missing where the first or the last year is.

    Raises
    ------
    MeasureError
        The table does not reach back so far.

    Notes
    -----
    .. math:: \left( \frac{x_{r,t} / x_{c,t}}{x_{r,t-n} / x_{c,t-n}} \right)^{1/n} - 1

    Examples
    --------
    >>> import smartspec
    >>> value = smartspec.label([[[1], [1]], [[4], [1]]], year=[2020, 2021], region=["N", "S"], activity=["C"])
    >>> performance(value, last=2021, span=1).sel(indicator="relative_growth").values.round(3).tolist()
    [0.6, -0.6]
    """
    missing = [year for year in (last - span, last) if year not in value.year.values]
    if missing:
        raise MeasureError(f"growth from {last - span} to {last} needs the year {missing[0]}. Choose another span.")
    mined = [code for code in extraction if code in value.activity.values]
    total = _totals(value.sel(year=[last - span, last]), mined)
    if reference is not None:
        whole = _totals(reference.sel(year=[last - span, last]), mined)
    elif country is None:
        whole = total.sum("region", skipna=False)
    else:
        of = xr.DataArray(country.values.astype(str), coords={"region": value.region}, name="of")
        whole = total.groupby(of).sum("region", skipna=False).sel(of=of).drop_vars("of")
    share = total / whole.where(whole > 0)
    grown = share.sel(year=last, drop=True) / share.sel(year=last - span, drop=True).where(lambda x: x > 0)
    return (grown ** (1 / span) - 1).transpose("region", "indicator")


def _totals(value: xr.DataArray, mined: Sequence[str]) -> xr.DataArray:
    """(indicator, ...): all value added, and that outside extraction where the table has it."""
    names, sums = ["relative_growth"], [value.sum("activity", skipna=False)]
    if mined:
        names.append("relative_growth_outside")
        sums.append(value.drop_sel(activity=list(mined)).sum("activity", skipna=False))
    made: xr.DataArray = xr.concat(sums, xr.IndexVariable("indicator", names), coords="minimal", compat="override")
    return made


def performance_gap(
    mine: xr.DataArray, theirs: xr.DataArray, peer: xr.DataArray, *, better: float = 1 / 3
) -> xr.Dataset:
    """How far the better of a region's peers are ahead, per indicator.

    Parameters
    ----------
    mine : (region, indicator)
        More is better.
    theirs : (peer, indicator)
        The same of the regions to compare with; only indicators both have are compared.
    peer : (region, place)
        Codes of each region's peers.
    better : float
        Share of the peers, by the indicator itself, that counts as the better ones; at least one.

    Returns
    -------
    Dataset of (region, indicator)
        `own`; `better`, mean of the better peers; `gap`, better minus own; `ahead`, share of known peers above the
        region. Missing where the own figure or every peer's is.

    Examples
    --------
    >>> import smartspec
    >>> mine = smartspec.label([[0.01]], region=["N"], indicator=["growth"])
    >>> theirs = smartspec.label([[0.03], [0.0], [0.05]], peer=["a", "b", "c"], indicator=["growth"])
    >>> who = xr.DataArray([["a", "b", "c"]], coords={"region": ["N"], "place": [1, 2, 3]}, dims=("region", "place"))
    >>> performance_gap(mine, theirs, who)["gap"].round(3).values.tolist()
    [[0.04]]
    """
    shared = [name for name in mine.indicator.values if name in theirs.indicator.values]
    own = mine.sel(indicator=shared).transpose("region", "indicator")
    found = theirs.sel(indicator=shared).sel(peer=peer).drop_vars("peer").transpose("region", "indicator", "place")
    known = found.notnull().sum("place")
    ranked = -np.sort(-found.values, axis=2)  # missing ones go last
    wanted = np.ceil(better * known.values)[:, :, None]
    first = np.arange(found.sizes["place"])[None, None, :] < wanted
    total = np.where(first, np.nan_to_num(ranked), 0.0).sum(axis=2)
    best = own.copy(data=np.divide(total, wanted[:, :, 0], out=np.full(own.shape, np.nan), where=known.values > 0))
    best = best.where(own.notnull())
    ahead = (found > own).sum("place") / known.where(known > 0)
    return xr.Dataset({"own": own, "better": best, "gap": best - own, "ahead": ahead.where(own.notnull())})
