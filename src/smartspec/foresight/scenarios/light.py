"""Scenarios with numbers: growth estimated from the panel, carried into many futures, and choices tested in them.

    estimate        trend, spread and price response of each activity's growth, with standard errors
    price_paths     yearly price changes drawn from the price's own past
    project         real growth of every activity in every future
    external_state  low, middle and high prices among the futures
    survival        in which futures an activity keeps its weight in its region
    regret          what a choice gives up against the best choice of each future

Nothing here is assumed: a trend is a mean of published growth, a price response a slope with its standard
error, and both are drawn anew in every future. What cannot be estimated is missing, and is said to be so.
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from smartspec.errors import ForesightError, first_few

__all__ = ["STATES", "estimate", "external_state", "price_paths", "project", "regret", "survival"]

STATES = ("low", "middle", "high")


def estimate(index: xr.DataArray, price: xr.DataArray, *, least_years: int = 8) -> xr.Dataset:
    r"""Trend, spread and price response of yearly growth, by ordinary least squares.

    Parameters
    ----------
    index : (year, ...)
        Volume indices, per cent of the previous year.
    price : (year)
        Yearly price of the commodity that drives the external states.
    least_years : int
        Years of growth needed; cells with fewer stay missing.

    Returns
    -------
    Dataset of (...)
        `trend` and `trend_error`, `response` and `response_error` (log growth per unit of log price change),
        `spread` (standard deviation of residuals), `years` used; `residual` (year, ...); and `mean_change`, the mean
        log price change the trend is centred on.

    Raises
    ------
    ForesightError
        The price has a gap in the years of the indices, or is not positive.

    Notes
    -----
    .. math:: \ln i_t = \alpha + \beta (\Delta \ln p_t - \overline{\Delta \ln p}) + \varepsilon_t

    Centring makes the two estimates uncorrelated where all years are known. Standard errors are the classical ones
    with n - 2 degrees of freedom.

    Examples
    --------
    >>> import smartspec
    >>> years = list(range(2010, 2021))
    >>> price = smartspec.label([50.0, 60, 55, 70, 65, 50, 45, 60, 70, 64, 42], year=years)
    >>> index = 100 * np.exp(0.02 + 0.1 * np.log(price / price.shift(year=1)).fillna(0))
    >>> found = estimate(index.sel(year=years[1:]), price)
    >>> round(found["response"].item(), 6), int(found["years"])
    (0.1, 10)
    """
    growth: xr.DataArray = xr.ufuncs.log((index / 100).where(index > 0))
    years = [int(year) for year in index.year.values]
    needed = sorted({*years, *(year - 1 for year in years)})
    there = {int(year): float(value) for year, value in zip(price.year.values, price.values, strict=True)}
    gaps = [year for year in needed if not there.get(year, np.nan) > 0]
    if gaps:
        raise ForesightError(
            f"the price series has no positive value in {first_few(gaps)}, and growth of {years[0]}-{years[-1]} is to "
            "be related to it. Give the missing years, or name another price with `futures: price:`."
        )
    change = xr.DataArray([np.log(there[year] / there[year - 1]) for year in years], coords={"year": years})
    centre = float(change.mean())
    known = growth.notnull()
    count = known.sum("year")
    x = (change - centre).where(known)
    mean_x, mean_y = x.mean("year"), growth.mean("year")
    xx = ((x - mean_x) ** 2).sum("year")
    slope = ((x - mean_x) * (growth - mean_y)).sum("year") / xx.where(xx > 0)
    level = mean_y - slope * mean_x
    residual = growth - level - slope * x
    variance = (residual**2).sum("year") / (count - 2).where(count > 2)
    enough = count >= least_years
    return xr.Dataset(
        {
            "trend": level.where(enough),
            "trend_error": _root(variance * (1 / count.where(count > 0) + mean_x**2 / xx)).where(enough),
            "response": slope.where(enough),
            "response_error": _root(variance / xx).where(enough),
            "spread": _root(variance).where(enough),
            "years": count,
            "residual": residual.where(enough),
            "mean_change": xr.DataArray(centre),
        }
    )


def _root(x: xr.DataArray) -> xr.DataArray:
    root: xr.DataArray = xr.ufuncs.sqrt(x)
    return root


def price_paths(price: xr.DataArray, *, futures: int, years: int, seed: int, block: int = 2) -> xr.DataArray:
    """Yearly log changes of a price, drawn in short runs from its own past.

    Parameters
    ----------
    price : (year)
        Yearly prices.
    futures, years : int
        How many paths, and how long.
    seed : int
        Seed of the draws.
    block : int
        Years drawn together, so that a rise followed by a fall stays a rise followed by a fall.

    Returns
    -------
    (future, step), log change per year

    Raises
    ------
    ForesightError
        The series has a gap, or is shorter than a block.

    Notes
    -----
    Circular block bootstrap of Politis and Romano [politis1992]_. The mean of the past changes is taken out: a
    commodity's price is not given a trend it may not have.

    References
    ----------
    .. [politis1992] Politis, D. N., Romano, J. P. (1992). A circular block-resampling procedure for stationary data.
       In: Exploring the Limits of Bootstrap. Wiley.

    Examples
    --------
    >>> import smartspec
    >>> price = smartspec.label([50.0, 60, 55, 70, 65], year=[2020, 2021, 2022, 2023, 2024])
    >>> price_paths(price, futures=3, years=4, seed=1).shape
    (3, 4)
    """
    years_there = [int(year) for year in price.year.values]
    gaps = sorted(
        set(range(years_there[0], years_there[-1] + 1)) - {y for y in years_there if price.sel(year=y).item() > 0}
    )
    if gaps or len(years_there) <= block + 1:
        raise ForesightError(
            f"price paths need a series without gaps and longer than {block + 1} years; "
            f"missing or not positive: {first_few(gaps) or 'none, but it is too short'}."
        )
    changes = np.diff(np.log(price.values))
    changes = changes - changes.mean()
    rng = np.random.default_rng(seed)
    starts = rng.integers(0, len(changes), size=(futures, -(-years // block)))
    picks = (starts[..., None] + np.arange(block)).reshape(futures, -1)[:, :years] % len(changes)
    return xr.DataArray(
        changes[picks], coords={"future": np.arange(futures), "step": np.arange(1, years + 1)}, dims=("future", "step")
    )


def project(fit: xr.Dataset, changes: xr.DataArray, *, seed: int) -> xr.DataArray:
    r"""Real growth of every activity in every future, over all its years.

    Parameters
    ----------
    fit : Dataset
        What `estimate` returned, of (region, activity).
    changes : (future, step)
        Yearly log changes of the price.
    seed : int
        Seed of the draws.

    Returns
    -------
    (future, region, activity), volume at the end over volume at the start
        Missing where nothing could be estimated.

    Notes
    -----
    .. math::

        \ln \frac{X_T}{X_0} = T\hat\alpha^{*}
        + \hat\beta^{*} \sum_t (\Delta \ln p_t - \overline{\Delta \ln p}) + \sum_t \varepsilon_{y(t)}

    The trend and the response are drawn once per future from their normal sampling distributions; residuals are those
    of whole years drawn with replacement, the same year for every region and activity, so that a bad harvest or a
    crisis strikes together. A cell that has no residual in a drawn year gets a normal one of its own spread.

    Examples
    --------
    >>> import smartspec
    >>> years = list(range(2010, 2021))
    >>> price = smartspec.label([50.0, 60, 55, 70, 65, 50, 45, 60, 70, 64, 42], year=years)
    >>> index = smartspec.label([[[102.0]]] * 10, year=years[1:], region=["N"], activity=["a"])
    >>> paths = price_paths(price, futures=2, years=5, seed=1)
    >>> project(estimate(index, price), paths, seed=1).round(4).values.ravel().tolist()
    [1.1041, 1.1041]
    """
    rng = np.random.default_rng(seed)
    futures, steps = changes.sizes["future"], changes.sizes["step"]
    shape = (futures, *fit["trend"].shape)
    trend = fit["trend"].values + rng.standard_normal(shape) * fit["trend_error"].values
    response = fit["response"].values + rng.standard_normal(shape) * fit["response_error"].values
    residual = fit["residual"].transpose("year", *fit["trend"].dims).values
    years = rng.integers(0, residual.shape[0], size=(futures, steps))
    shocks = np.zeros(shape)
    spread = fit["spread"].values
    for step in range(steps):
        drawn = residual[years[:, step]]
        shocks += np.where(np.isnan(drawn), rng.standard_normal(shape) * spread, drawn)
    moved = (changes - fit["mean_change"].item()).sum("step").values
    total = steps * trend + response * moved.reshape(-1, *([1] * (len(shape) - 1))) + shocks
    coords = {"future": changes.future.values, **{str(dim): fit[dim].values for dim in fit["trend"].dims}}
    return xr.DataArray(np.exp(total), coords=coords, dims=("future", *fit["trend"].dims))


def external_state(changes: xr.DataArray) -> xr.DataArray:
    """The external state of each future: the lowest, middle or highest third by the path's mean price.

    Parameters
    ----------
    changes : (future, step)
        Yearly log changes of the price.

    Returns
    -------
    (future) of str
        `low`, `middle` or `high`: thirds of the futures drawn, not a forecast.

    Examples
    --------
    >>> import smartspec
    >>> external_state(smartspec.label([[-0.5], [0.0], [0.5]], future=[0, 1, 2], step=[1])).values.tolist()
    ['low', 'middle', 'high']
    """
    path: xr.DataArray = xr.ufuncs.exp(changes.cumsum("step"))
    level = path.mean("step")
    place = level.values.argsort(kind="stable").argsort(kind="stable") * 3 // level.size
    return xr.DataArray(np.array(STATES)[place], coords={"future": changes.future.values}, dims="future")


def survival(ratio: xr.DataArray, weight: xr.DataArray, *, negligible: float = 0.001) -> xr.Dataset:
    """In which futures an activity grows and keeps its weight in its region.

    Parameters
    ----------
    ratio : (future, region, activity)
        Volume at the end over volume at the start.
    weight : (region, activity)
        Shares of value added at the start, of the activities the volumes are published for; they add up to 1.
    negligible : float
        Activities that could not be projected are left out of the region's total while their weights together stay
        under this share of it.

    Returns
    -------
    Dataset
        `total` (future, region): the region's volume at the end over the start, unknown where activities with more than
        a negligible weight could not be projected; `survives` (future, region, activity): 1 where the activity's
        volume rose and rose at least as much as the region's, 0 where not, missing where unknown.

    Examples
    --------
    >>> import smartspec
    >>> at = {"region": ["N"], "activity": ["a", "b"]}
    >>> found = survival(smartspec.label([[[1.5, 1.1]]], future=[0], **at), smartspec.label([[0.5, 0.5]], **at))
    >>> found["survives"].values.tolist(), round(found["total"].item(), 6)
    ([[[1.0, 0.0]]], 1.3)
    """
    projected = ratio.notnull()
    covered = weight.where(projected).sum("activity")
    total = (ratio * weight).sum("activity") / covered.where(covered >= (1 - negligible) * weight.sum("activity"))
    known = ratio.notnull() & total.notnull()
    survives = ((ratio > 1) & (ratio >= total * (1 - 1e-12))).astype(float).where(known)
    return xr.Dataset({"total": total, "survives": survives.transpose("future", "region", "activity")})


def regret(outcome: xr.DataArray) -> xr.Dataset:
    r"""What each choice gives up against the best choice of each future.

    Parameters
    ----------
    outcome : (future, variant, ...)
        What each choice brings, more being better.

    Returns
    -------
    Dataset of (variant, ...)
        `largest` and `ninetieth`: the maximum and the 90th percentile of the regret over the futures, in the unit of
        the outcome; `best`: share of futures in which no other choice brings more.

    Notes
    -----
    .. math:: R(v, f) = \max_{v'} U(v', f) - U(v, f)

    Savage's regret [savage1951]_. The 90th percentile is shown beside the maximum, which one odd future can decide.

    References
    ----------
    .. [savage1951] Savage, L. J. (1951). The theory of statistical decision. Journal of the American Statistical
       Association 46, 55-67.

    Examples
    --------
    >>> import smartspec
    >>> outcome = smartspec.label([[3, 1], [1, 2]], future=[0, 1], variant=["a", "b"])
    >>> found = regret(outcome)
    >>> found["largest"].values.tolist(), found["best"].values.tolist()
    ([1.0, 2.0], [0.5, 0.5])
    """
    best = outcome.max("variant", skipna=False)
    lost = best - outcome
    return xr.Dataset(
        {
            "largest": lost.max("future", skipna=False),
            "ninetieth": lost.quantile(0.9, "future", skipna=False).drop_vars("quantile"),
            "best": (lost <= 1e-12).where(lost.notnull()).mean("future", skipna=False),
        }
    )
