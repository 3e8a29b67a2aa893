"""Back-cast: would the model have foretold the years we know? With its error, also where it loses.

    backcast    the model run from years past, on prices as they were, against no change and the own trend

Everything is estimated on years up to the origin; nothing is tuned on the years that are scored.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr

from smartspec.errors import ForesightError
from smartspec.foresight.scenarios.economy import fit_growth

__all__ = ["RIVALS", "backcast"]

RIVALS = ("model", "no_change", "own_trend")
"""Ways of foretelling: trend and price response, growth of nothing, and the mean growth up to the origin."""

NORMAL_TENTH = 1.2815515655446004
"""The 90th percentile of the standard normal distribution."""


def backcast(
    index: xr.DataArray,
    changes: xr.DataArray | None,
    value: xr.DataArray,
    *,
    origins: Sequence[int],
    least_years: int = 7,
) -> xr.Dataset:
    r"""The model run from years past on prices as they were, scored against no change and the own trend.

    Parameters
    ----------
    index : (year, region, activity)
        Volume indices, per cent of the previous year, estimation and scored years together.
    changes : (year, region) or None
        Log price changes each region met, as they were; None leaves prices out.
    value : (year, region, activity)
        Nominal values, for the weights of activities at each origin.
    origins : sequence of int
        Last years of estimation.
    least_years : int
        Years of growth needed up to the origin.

    Returns
    -------
    Dataset
        Of (origin, way): `error`, mean absolute error of yearly growth from the origin to the last year, in percentage
        points, over cells of region and activity; `bias`, its mean; `region_error`, the same over regions' totals.
        Of (origin): `cells` and `regions` scored; `inside`, share of regions' totals within the model's 80 % band.
        Of (origin, way, region): `foretold` and, of (origin, region), `actual` yearly growth of totals, in log.

    Raises
    ------
    ForesightError
        An origin leaves nothing to score or to estimate on.

    Notes
    -----
    .. math:: \hat g = \hat\alpha + \hat\beta \left(\overline{\Delta p}_{scored} - \overline{\Delta p}_{past}\right)

    Growth per year to the last year, so that origins can be compared. The band is that of the model's own errors:
    shocks, trend and response. Regions' totals weigh activities by their value at the origin; activities without an
    estimate are left out of both sides where they are under a tenth of one per cent.

    Examples
    --------
    >>> import smartspec
    >>> at = {"region": ["N"], "activity": ["a"]}
    >>> index = smartspec.label([[[103.0]]] * 12, year=range(2011, 2023), **at)
    >>> value = smartspec.label([[[50.0]]] * 12, year=range(2011, 2023), **at)
    >>> found = backcast(index, None, value, origins=[2019])
    >>> found["error"].sel(origin=2019).round(2).values.tolist()
    [0.0, 2.96, 0.0]
    """
    years = [int(year) for year in index.year.values]
    if wrong := [year for year in origins if year not in years or year >= years[-1] or year - years[0] < 2]:
        raise ForesightError(
            f"the back-cast cannot begin in {', '.join(map(str, wrong))}: the volume indices run from {years[0]} to "
            f"{years[-1]}. Name origins with years on both sides."
        )
    rows = [_scored(index, changes, value, origin, least_years) for origin in origins]
    return xr.concat(rows, xr.IndexVariable("origin", list(origins)))


def _scored(
    index: xr.DataArray, changes: xr.DataArray | None, value: xr.DataArray, origin: int, least_years: int
) -> xr.Dataset:
    """Errors of every way from one origin."""
    growth: xr.DataArray = xr.ufuncs.log((index / 100).where(index > 0)).transpose("year", "region", "activity")
    past, later = growth.sel(year=slice(None, origin)), growth.sel(year=slice(origin + 1, None))
    met = changes.sel(year=slice(None, origin)) if changes is not None else None
    fit = fit_growth(index.sel(year=slice(None, origin)), met, least_years=least_years)
    horizon = later.sizes["year"]
    moved = np.zeros(growth.sizes["region"])
    if changes is not None:
        after = changes.sel(year=slice(origin + 1, int(growth.year[-1]))).transpose("year", "region")
        moved = after.values.mean(0) - fit["mean_change"].values
    actual = later.mean("year", skipna=False).values
    known = np.isfinite(fit["trend"].values)
    told = np.stack(
        [
            fit["trend"].values + fit["response"].values * moved[:, None],
            np.where(known, 0.0, np.nan),
            np.where(known, past.mean("year", skipna=True).values, np.nan),
        ]
    )
    error = 100 * (told - actual)
    there = np.isfinite(error).all(0)
    at = value.sel(year=origin, region=growth.region, activity=growth.activity)
    weight = at.transpose("region", "activity").values
    foretold, happened = _totals(told, actual, weight, horizon)
    scored = np.isfinite(foretold).all(0) & np.isfinite(happened)
    band = NORMAL_TENTH * _spread(fit, moved, weight, horizon)
    missed = foretold - happened
    return xr.Dataset(
        {
            "error": ("way", np.abs(error[:, there]).mean(1) if there.any() else np.full(3, np.nan)),
            "bias": ("way", error[:, there].mean(1) if there.any() else np.full(3, np.nan)),
            "region_error": ("way", 100 * np.abs(missed[:, scored]).mean(1) if scored.any() else np.full(3, np.nan)),
            "cells": int(there.sum()),
            "regions": int(scored.sum()),
            "inside": float((np.abs(missed[0]) <= band)[scored].mean()) if scored.any() else np.nan,
            "foretold": (("way", "region"), foretold),
            "actual": ("region", happened),
        },
        coords={"way": list(RIVALS), "region": growth.region.values},
    )


def _totals(told: np.ndarray, actual: np.ndarray, weight: np.ndarray, horizon: int) -> tuple[np.ndarray, np.ndarray]:
    """(way, region) and (region): yearly log growth of totals, unknown where more than a trace is unknown."""
    known = np.isfinite(told).all(0) & np.isfinite(actual) & np.isfinite(weight)
    counted = np.where(known, weight, 0.0)
    whole = np.nansum(weight, axis=-1)
    enough = (counted.sum(-1) >= 0.999 * whole) & (whole > 0)
    share = counted / np.where(counted.sum(-1) > 0, counted.sum(-1), 1.0)[:, None]
    with np.errstate(divide="ignore"):
        foretold = np.log((np.exp(horizon * np.where(known, told, 0.0)) * share).sum(-1)) / horizon
        happened = np.log((np.exp(horizon * np.where(known, actual, 0.0)) * share).sum(-1)) / horizon
    return np.where(enough, foretold, np.nan), np.where(enough, happened, np.nan)


def _spread(fit: xr.Dataset, moved: np.ndarray, weight: np.ndarray, horizon: int) -> np.ndarray:
    """(region): standard error of the yearly growth of totals; shocks of a year strike all activities together."""
    known = np.isfinite(fit["trend"].values) & np.isfinite(weight)
    counted = np.where(known, weight, 0.0)
    share = counted / np.where(counted.sum(-1) > 0, counted.sum(-1), 1.0)[:, None]
    residual = np.nan_to_num(fit["residual"].transpose("year", "region", "activity").values)
    shock = (residual * share).sum(-1).var(0)
    estimate = (fit["trend_error"].values ** 2 + (fit["response_error"].values * moved[:, None]) ** 2) * share**2
    spread: np.ndarray = np.sqrt(shock / horizon + np.nansum(estimate, axis=-1))
    return spread
