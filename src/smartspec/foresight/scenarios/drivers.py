"""What drives the futures from outside: commodity prices as they have moved, and who is exposed to which.

    reversion         how fast each price returns to its mean, with its standard error
    reverting_paths   price paths drawn from the prices' own past, all commodities in the same drawn years
    price_weights     how much of what a region physically makes is priced by each commodity
    driver            the price changes each region's extraction meets

Prices have no trend here that they did not show: what is drawn is how far they swing and how soon they come back.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import xarray as xr

from smartspec.errors import ForesightError, bullets, first_few

__all__ = ["driver", "price_weights", "reversion", "reverting_paths"]


def _whole(prices: xr.DataArray, *, least: int) -> None:
    """Refuse series with gaps or without a positive value each year, all at once."""
    years = [int(year) for year in prices.year.values]
    expected = list(range(years[0], years[-1] + 1)) if years else []
    problems = []
    for code in prices.commodity.values:
        there = prices.sel(commodity=code)
        known = {y for y, v in zip(years, there.values, strict=True) if np.isfinite(v) and v > 0}
        if gaps := sorted(set(expected) - known):
            problems.append(f"'{code}' has no positive value in {first_few(gaps)}")
    if problems or len(expected) < least:
        problems = problems or [f"{len(expected)} years are too few; {least} are needed"]
        raise ForesightError(
            bullets("price paths cannot be drawn:", problems) + "\nGive the missing years, or leave the commodity out."
        )


def reversion(prices: xr.DataArray, *, least: int = 10) -> xr.Dataset:
    r"""How fast each price returns to its mean.

    Parameters
    ----------
    prices : (year, commodity)
        Yearly prices without gaps.
    least : int
        Years needed.

    Returns
    -------
    Dataset of (commodity)
        `speed`, share of the distance to the mean that is closed in a year; `error`, its standard error; `mean`, log
        price it returns to; `years` used; and `residual` (year, commodity).

    Raises
    ------
    ForesightError
        A series has a gap or a value that is not positive, or is too short.

    Notes
    -----
    .. math:: \Delta \ln p_t = \kappa (m - \ln p_{t-1}) + \varepsilon_t

    Ordinary least squares on each commodity alone. Prices are nominal, as published: a long rise of all prices makes
    the speed look slower. On short series the estimate is biased away from zero [kendall1954]_; the standard error is
    what the futures draw it with, and it is cut at 0 (a walk) and 1 (back within the year).

    References
    ----------
    .. [kendall1954] Kendall, M. G. (1954). Note on bias in the estimation of autocorrelation. Biometrika 41, 403-404.

    Examples
    --------
    >>> import smartspec
    >>> logs = [0.0]
    >>> for _ in range(12):
    ...     logs.append(logs[-1] + 0.5 * (1 - logs[-1]))
    >>> prices = smartspec.label(np.exp(logs)[:, None], year=range(2000, 2013), commodity=["OIL"])
    >>> found = reversion(prices)
    >>> round(float(found["speed"].item()), 6), round(float(found["mean"].item()), 6)
    (0.5, 1.0)
    """
    prices = prices.transpose("year", "commodity")
    _whole(prices, least=least)
    logs = np.log(prices.values)
    before, change = logs[:-1], np.diff(logs, axis=0)
    n = len(change)
    x = before - before.mean(0)
    xx = (x**2).sum(0)
    slope = (x * change).sum(0) / np.where(xx > 0, xx, np.nan)
    level = change.mean(0) - slope * before.mean(0)
    residual = change - level - slope * before
    error = np.sqrt((residual**2).sum(0) / (n - 2) / np.where(xx > 0, xx, np.nan))
    speed = np.where(np.isnan(slope), 0.0, -slope)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(speed > 0, level / speed, logs.mean(0))
    at = {"commodity": prices.commodity.values}
    return xr.Dataset(
        {
            "speed": ("commodity", speed),
            "error": ("commodity", np.nan_to_num(error)),
            "mean": ("commodity", mean),
            "years": ("commodity", np.full(len(speed), n)),
            "residual": (("year", "commodity"), residual),
        },
        coords={**at, "year": prices.year.values[1:]},
    )


def reverting_paths(
    prices: xr.DataArray, *, futures: int, years: int, seed: int, block: int = 2, revert: bool = True
) -> xr.DataArray:
    r"""Price paths drawn from the prices' own past, returning to their means.

    Parameters
    ----------
    prices : (year, commodity)
        Yearly prices without gaps; paths begin at the last year.
    futures, years : int
        How many paths, and how long.
    seed : int
        Seed of the draws.
    block : int
        Years drawn together.
    revert : bool
        False draws walks instead: the past changes less their mean.

    Returns
    -------
    (future, step, commodity), price in the unit of `prices`; step 0 is the last known year

    Raises
    ------
    ForesightError
        A series has a gap, or is too short.

    Notes
    -----
    .. math:: \ln p_{t} = \ln p_{t-1} + \kappa^{*} (m - \ln p_{t-1}) + \varepsilon_{y(t)}

    The speed is drawn once per future from its sampling distribution and cut to 0 to 1. Residuals are those of whole
    years in circular blocks [politis1992]_, the same years for all commodities, so that oil and gas fall together.

    Examples
    --------
    >>> import smartspec
    >>> prices = smartspec.label([[50.0]] * 6 + [[60.0]] * 6, year=range(2010, 2022), commodity=["OIL"])
    >>> paths = reverting_paths(prices, futures=3, years=4, seed=1)
    >>> paths.shape, paths.sel(step=0).round(6).values.ravel().tolist()
    ((3, 5, 1), [60.0, 60.0, 60.0])
    """
    fit = reversion(prices)
    prices = prices.transpose("year", "commodity")
    logs = np.log(prices.values)
    codes = prices.commodity.values
    rng = np.random.default_rng(seed)
    past = fit["residual"].values if revert else np.diff(logs, axis=0) - np.diff(logs, axis=0).mean(0)
    starts = rng.integers(0, len(past), size=(futures, -(-years // block)))
    picks = (starts[..., None] + np.arange(block)).reshape(futures, -1)[:, :years] % len(past)
    normal = rng.standard_normal((futures, len(codes)))
    speed = np.clip(fit["speed"].values + normal * fit["error"].values, 0.0, 1.0) if revert else 0.0
    path = np.empty((futures, years + 1, len(codes)))
    path[:, 0] = logs[-1]
    for step in range(1, years + 1):
        before = path[:, step - 1]
        path[:, step] = before + speed * (fit["mean"].values - before) + past[picks[:, step - 1]]
    return xr.DataArray(
        np.exp(path),
        coords={"future": np.arange(futures), "step": np.arange(years + 1), "commodity": codes},
        dims=("future", "step", "commodity"),
    )


def price_weights(
    output: xr.DataArray, prices: Mapping[str, float], commodity: Mapping[str, str], units: Mapping[str, float]
) -> xr.DataArray:
    """How much of what a region physically makes is priced by each commodity.

    Parameters
    ----------
    output : (region, product)
        Physical output; missing is unknown and is left out.
    prices : mapping of str to float
        Price of each commodity in the year the weights rest on.
    commodity : mapping of str to str
        Products to the commodity that prices them.
    units : mapping of str to float
        How many units the price is quoted in go into one unit of the product, as 7.33 barrels into a tonne.

    Returns
    -------
    (region, commodity), shares that add up to 1; missing where a region makes none of them

    Notes
    -----
    Weights are output times price. Products whose price is that of their content, such as ore, cannot be weighed by
    tonnes and must not be named.

    Examples
    --------
    >>> import smartspec
    >>> made = smartspec.label([[10.0, 1.0]], region=["N"], product=["OIL", "COAL"])
    >>> found = price_weights(made, {"B": 80, "K": 100}, {"OIL": "B", "COAL": "K"}, {"OIL": 7, "COAL": 1})
    >>> found.round(3).values.tolist()
    [[0.982, 0.018]]
    """
    there = [str(code) for code in output["product"].values if str(code) in commodity]
    missing = sorted({commodity[code] for code in there} - set(prices))
    if missing:
        raise ForesightError(
            f"products are priced by {first_few(missing)}, which the price table does not have. "
            "Add the series, or take the product out of `exposure:`."
        )
    codes = list(dict.fromkeys(commodity[code] for code in there))
    rows = []
    for code in codes:
        members = [name for name in there if commodity[name] == code]
        scale = xr.DataArray([units[name] * prices[code] for name in members], coords={"product": members})
        rows.append((output.sel(product=members) * scale).sum("product"))
    if not rows:
        return xr.DataArray(
            np.empty((output.sizes["region"], 0)),
            coords={"region": output.region.values, "commodity": np.array([], dtype=str)},
            dims=("region", "commodity"),
        )
    worth = xr.concat(rows, xr.IndexVariable("commodity", codes)).transpose("region", "commodity")
    total = worth.sum("commodity")
    return worth / total.where(total > 0)


def driver(changes: xr.DataArray, weights: xr.DataArray, *, main: str) -> xr.DataArray:
    """The log price changes each region meets: its own mix of commodities, or the main one where it makes none.

    Parameters
    ----------
    changes : (..., commodity)
        Log price changes.
    weights : (region, commodity)
        What `price_weights` returned.
    main : str
        The commodity for regions that make none.

    Returns
    -------
    (..., region)

    Examples
    --------
    >>> import smartspec
    >>> changes = smartspec.label([[0.2, -0.1]], year=[2020], commodity=["B", "K"])
    >>> weights = smartspec.label([[0.5, 0.5], [np.nan, np.nan]], region=["N", "S"], commodity=["B", "K"])
    >>> driver(changes, weights, main="B").round(3).values.tolist()
    [[0.05, 0.2]]
    """
    fallback = xr.DataArray(
        (weights.commodity.values == main).astype(float), coords={"commodity": weights.commodity.values}
    )
    if main not in weights.commodity.values:
        absent = xr.DataArray(
            np.full((weights.sizes["region"], 1), 0.0),
            coords={"region": weights.region.values, "commodity": [main]},
            dims=("region", "commodity"),
        )
        weights = xr.concat([weights, absent.where(weights.notnull().all("commodity"))], "commodity")
        fallback = xr.DataArray(
            (weights.commodity.values == main).astype(float), coords={"commodity": weights.commodity.values}
        )
    known = weights.notnull().all("commodity") & (weights.sum("commodity") > 0)
    mix = weights.where(known, fallback)
    return (changes.sel(commodity=mix.commodity.values) * mix).sum("commodity", skipna=False)
