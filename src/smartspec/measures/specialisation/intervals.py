"""How far a quotient may be trusted: intervals for counts, the spread over years for money.

    location_quotient_interval  the quotient with a lower and an upper bound

A count of jobs, firms or patents could have come out a little differently; money has no such grain, and a bound that
treats tenge as coins would change with the unit. Hence the methods for counts ask what the unit is, and refuse money.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

import numpy as np
import xarray as xr

from smartspec.errors import MeasureError
from smartspec.measures._amounts import Cells, amounts, labelled, need, over_total, relabelled
from smartspec.measures._reference import reference_total
from smartspec.measures.specialisation.quotients import location_quotient

__all__ = ["location_quotient_interval"]

Method = Literal["poisson", "bootstrap", "empirical_bayes", "years"]
COUNTED = ("poisson", "bootstrap", "empirical_bayes")
MONEY = re.compile(
    r"tenge|теңге|тенге|\bkzt\b|₸|dollar|доллар|\$|\busd\b|euro?\b|евро|еуро|€|\beur\b|r(o)?ubl|рубл|\brub\b|₽|yuan|юан|"
    r"\bcny\b|¥|pound|£|\bgbp\b|\bppp\b|currency|prices|ценах|бағамен",
    re.IGNORECASE,
)
BLOCK = 8_000_000  # numbers held at once while resampling


@labelled
def location_quotient_interval(
    x: xr.DataArray,
    *,
    reference: xr.DataArray | None = None,
    method: Method = "poisson",
    level: float = 0.95,
    unit: str | None = None,
    draws: int = 1000,
    seed: int = 0,
    over: str = "year",
    least: int = 3,
) -> xr.Dataset:
    r"""A location quotient with a lower and an upper bound.

    Parameters
    ----------
    x : (..., region, activity)
        Counts (of people, firms, patents) for the first three methods; any amounts with years for the last.
    reference : (..., activity), optional
        Amounts in the reference economy; the sum of the regions if left out.
    method : {"poisson", "bootstrap", "empirical_bayes", "years"}
        `poisson`: exact bounds of a Poisson count, totals taken as known. `bootstrap`: the table drawn anew, totals
        with it. `empirical_bayes`: quotients drawn towards their activity's mean, the more the smaller the expected
        count. `years`: least and largest over the years.
    level : float
        The probability between the bounds; not used by `years`.
    unit : str, optional
        What is counted; the array's own attribute `unit` if left out.
    draws, seed : int
        Of the bootstrap.
    over : str
        The dimension of `years`.
    least : int
        Years that must be known.

    Returns
    -------
    Dataset of (..., region, activity), dimensionless
        `quotient`, `low`, `high`. Under `empirical_bayes` the quotient is the shrunk one, under `years` the mean of the
        years, and the dimension `over` is gone.

    Raises
    ------
    MeasureError
        A method for counts is asked of money, or of an amount whose unit nobody has said; the level is not between 0
        and 1.

    Notes
    -----
    With the expected count :math:`e_{ra} = x_{r\cdot} X_a / X_\cdot`, Poisson bounds [garwood1936]_ are

    .. math:: \frac{\chi^2_{\alpha/2}(2 x)}{2 e}, \quad \frac{\chi^2_{1-\alpha/2}(2 x + 2)}{2 e}

    and the shrunk quotient is :math:`(x + \alpha_a) / (e + \beta_a)`, its gamma prior fitted to the activity's
    quotients by moments [marshall1991]_; where they vary no more than counts must, all are drawn to the mean and the
    bounds meet.

    References
    ----------
    .. [garwood1936] Garwood, F. (1936). Fiducial limits for the Poisson distribution. Biometrika 28, 437-442.
    .. [marshall1991] Marshall, R. J. (1991). Mapping disease and mortality rates using empirical Bayes estimators.
       Applied Statistics 40(2), 283-294.

    Examples
    --------
    >>> import smartspec
    >>> firms = smartspec.label([[8, 12], [12, 88]], region=["N", "S"], activity=["mining", "textiles"])
    >>> found = location_quotient_interval(firms, unit="firms")
    >>> [round(found[part].sel(region="N", activity="mining").item(), 2) for part in ("low", "quotient", "high")]
    [1.04, 2.4, 4.73]
    """
    if not 0 < level < 1:
        raise MeasureError(f"level is a probability between 0 and 1, found {level}. 0.95 is usual.")
    if method == "years":
        return _over_years(x, reference, over, least)
    if method not in COUNTED:
        raise MeasureError(f"method is one of {', '.join((*COUNTED, 'years'))}, found '{method}'.")
    _counted(x, unit, method)
    x = amounts(x, name="location_quotient_interval")
    if method == "bootstrap":
        low, high = _resampled(x, reference, level, draws, seed)
        return xr.Dataset({"quotient": _quotient(x, reference), "low": low, "high": high})
    total, x = reference_total(x, reference, level=4)
    expected = x.values.sum(-1, keepdims=True) * over_total(total)
    expected = np.where(expected > 0, expected, np.nan)
    bounds = _poisson(x.values, expected, level) if method == "poisson" else _shrunk(x.values, expected, level)
    parts = dict(zip(("quotient", "low", "high"), bounds, strict=True))
    return xr.Dataset({name: relabelled(part, x) for name, part in parts.items()})


def _quotient(x: xr.DataArray, reference: xr.DataArray | None) -> xr.DataArray:
    return location_quotient(x, reference=reference)


def _counted(x: xr.DataArray, unit: str | None, method: str) -> None:
    said = unit if unit is not None else x.attrs.get("unit", "")
    words = " ".join(map(str, said.values())) if isinstance(said, Mapping) else str(said)
    kind = "" if unit is not None else str(x.attrs.get("kind", ""))
    if MONEY.search(words) or kind in {"flow", "index", "ratio"}:
        raise MeasureError(
            f"method='{method}' is for counts, but the amounts are in {words or f'a {kind}'}: its bounds would change "
            "with the unit. For money use method='years', the spread over the years."
        )
    if not words and kind != "count":
        raise MeasureError(
            f"method='{method}' is for counts, and nothing says that these are: name what is counted, "
            "for example unit='people', or use method='years' for money."
        )


def _over_years(x: xr.DataArray, reference: xr.DataArray | None, over: str, least: int) -> xr.Dataset:
    need(x, over, name="location_quotient_interval")
    yearly = _quotient(x, reference)
    enough = yearly.notnull().sum(over) >= least
    spread = {"quotient": yearly.mean(over), "low": yearly.min(over), "high": yearly.max(over)}
    return xr.Dataset({name: part.where(enough) for name, part in spread.items()})


def _poisson(count: Cells, expected: Cells, level: float) -> tuple[Cells, Cells, Cells]:
    from scipy.special import gammaincinv

    tail = (1 - level) / 2
    low = np.where(count > 0, gammaincinv(np.where(count > 0, count, 1.0), tail), 0.0)
    high = gammaincinv(count + 1, 1 - tail)
    low = np.where(np.isnan(count), np.nan, low)
    return count / expected, low / expected, high / expected


def _shrunk(count: Cells, expected: Cells, level: float) -> tuple[Cells, Cells, Cells]:
    from scipy.special import gammaincinv

    known = np.isfinite(count) & np.isfinite(expected)
    x, e = np.where(known, count, 0.0), np.where(known, expected, 0.0)
    weight = e.sum(-2, keepdims=True)
    weight = np.where(weight > 0, weight, np.nan)
    mean = x.sum(-2, keepdims=True) / weight
    spread = (e * (x / np.where(known, e, 1.0) - mean) ** 2).sum(-2, keepdims=True) / weight
    # what counts must vary by is taken off; a floor stands for "no more than that"
    typical = weight / np.maximum(known.sum(-2, keepdims=True), 1)
    prior = np.maximum(spread - mean / typical, 1e-10 * mean**2)
    shape, rate = mean**2 / prior + count, mean / prior + expected
    tail = (1 - level) / 2
    return shape / rate, gammaincinv(shape, tail) / rate, gammaincinv(shape, 1 - tail) / rate


def _resampled(
    x: xr.DataArray, reference: xr.DataArray | None, level: float, draws: int, seed: int
) -> tuple[xr.DataArray, xr.DataArray]:
    """Bounds between which the quotients of redrawn tables lie. Regions are drawn in blocks that fit in memory."""
    total, x = reference_total(x, reference, level=5)
    values = x.values
    lead, (regions, activities) = values.shape[:-2], values.shape[-2:]
    rows = np.moveaxis(values, -2, 0)  # (region, ..., activity)
    width = max(1, BLOCK // max(1, draws * rows[0].size))
    blocks = [slice(at, at + width) for at in range(0, regions, width)]

    def drawn(number: int) -> Cells:
        part = rows[blocks[number]]
        found = np.random.default_rng([seed, number]).poisson(np.nan_to_num(part), (draws, *part.shape)).astype(float)
        return np.where(np.isnan(part), np.nan, found)

    if reference is None:
        whole = np.zeros((draws, 1, *lead, activities))
        for number in range(len(blocks)):
            whole += drawn(number).sum(1, keepdims=True)
    else:
        whole = np.moveaxis(np.broadcast_to(total, (*lead, 1, activities)), -2, 0)[None]
    share = over_total(whole)
    share = np.where(share > 0, share, np.nan)
    tails = [(1 - level) / 2, (1 + level) / 2]
    low, high = np.empty(rows.shape), np.empty(rows.shape)
    for number, block in enumerate(blocks):
        with np.errstate(invalid="ignore"):
            low[block], high[block] = _quantiles(over_total(drawn(number)) / share, tails)
    empty = ~(values.sum(-1, keepdims=True) > 0) | ~(np.broadcast_to(total, values.shape) > 0)
    ends = (np.where(empty, np.nan, np.moveaxis(part, 0, -2)) for part in (low, high))
    first, last = (relabelled(end, x) for end in ends)
    return first, last


def _quantiles(drawn: Cells, tails: list[float]) -> Cells:
    """Over the draws in which the quotient exists: a tiny region is sometimes drawn empty."""
    gone = np.isnan(drawn)
    if not gone.any():
        return np.quantile(drawn, tails, axis=0)
    every = gone.all(0)
    found: Cells = np.nanquantile(np.where(every, 0.0, drawn), tails, axis=0)
    return np.where(every, np.nan, found)
