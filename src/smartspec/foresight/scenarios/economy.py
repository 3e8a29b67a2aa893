"""What the model starts from: a region's growth as estimated, its size and prices, and what the study adds.

    fit_growth       trend, spread and price response of each activity on its region's own driver
    relative_prices  how each activity's price answers to the main commodity, against all prices together
    Limit            one scarce resource: its use by activity and what each region has of it
    Lever            what one variant spends, from when, and on what
    Economy          everything the model starts from

All of it is data handed in: nothing is read and nothing is assumed here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import xarray as xr

from smartspec.errors import ForesightError, first_few

__all__ = ["Economy", "Lever", "Limit", "fit_growth", "relative_prices"]


def _logs(index: xr.DataArray) -> xr.DataArray:
    growth: xr.DataArray = xr.ufuncs.log((index / 100).where(index > 0))
    return growth


def fit_growth(index: xr.DataArray, changes: xr.DataArray | None, *, least_years: int = 8) -> xr.Dataset:
    r"""Trend, spread and price response of yearly growth on each region's own driver.

    Parameters
    ----------
    index : (year, region, activity)
        Volume indices, per cent of the previous year.
    changes : (year, region) or None
        Log price changes each region met, known in every year of `index`; None leaves the response out.
    least_years : int
        Years of growth needed; cells with fewer stay missing.

    Returns
    -------
    Dataset of (region, activity)
        `trend`, `trend_error`, `response`, `response_error`, `spread`, `years`; `residual` (year, region, activity);
        `mean_change` (region).

    Raises
    ------
    ForesightError
        A price change is missing in a year of the indices.

    Notes
    -----
    .. math:: \ln i_{rit} = \alpha_{ri} + \beta_{ri} (\Delta p_{rt} - \overline{\Delta p}_r) + \varepsilon_{rit}

    Least squares, cell by cell; n - 2 degrees of freedom with a response and n - 1 without.

    Examples
    --------
    >>> import smartspec
    >>> at = {"year": range(2011, 2021), "region": ["N"]}
    >>> changes = smartspec.label([[0.3], [0.1], [-0.2], [0], [-0.4], [0.2], [0.1], [-0.1], [0.2], [-0.3]], **at)
    >>> index = 100 * np.exp(0.02 + 0.1 * (changes - changes.mean())).expand_dims(activity=["a"], axis=2)
    >>> found = fit_growth(index, changes)
    >>> round(found["trend"].item(), 6), round(found["response"].item(), 6)
    (0.02, 0.1)
    """
    growth = _logs(index).transpose("year", "region", "activity")
    y = growth.values
    known = np.isfinite(y)
    count = known.sum(0)
    if changes is None:
        x = np.zeros(y.shape)
        centre = np.zeros(y.shape[1])
    else:
        met = changes.reindex(year=growth.year, region=growth.region).transpose("year", "region")
        if gaps := [int(year) for year in met.year.values[np.isnan(met.values).any(1)]]:
            raise ForesightError(
                f"the price changes are unknown in {first_few(gaps)}, years growth is to be related to them. "
                "Give the missing years of the price series."
            )
        centre = met.values.mean(0)
        x = np.broadcast_to((met.values - centre)[:, :, None], y.shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        filled = np.where(known, y, 0.0)
        x = np.where(known, x, 0.0)
        mean_x, mean_y = x.sum(0) / count, filled.sum(0) / count
        away = np.where(known, x - mean_x, 0.0)
        xx = (away**2).sum(0)
        priced = xx > 0
        slope = np.where(priced, (away * (y_minus := np.where(known, y - mean_y, 0.0))).sum(0) / xx, 0.0)
        level = mean_y - slope * mean_x
        residual = np.where(known, y - level - slope * x, np.nan)
        variance = np.nansum(residual**2, 0) / np.maximum(count - 1 - priced, 1)
        pull = np.where(priced, mean_x**2 / xx, 0.0)
        trend_error = np.sqrt(variance * (1 / count + pull))
        response_error = np.where(priced, np.sqrt(variance / xx), 0.0)
    del y_minus
    enough = count >= least_years
    cell = ("region", "activity")
    parts = {
        "trend": level,
        "trend_error": trend_error,
        "response": slope,
        "response_error": response_error,
        "spread": np.sqrt(variance),
    }
    return xr.Dataset(
        {
            **{key: (cell, np.where(enough, values, np.nan)) for key, values in parts.items()},
            "years": (cell, count),
            "residual": (("year", *cell), np.where(enough, residual, np.nan)),
            "mean_change": ("region", centre),
        },
        coords={dim: growth[dim].values for dim in ("year", *cell)},
    )


def relative_prices(deflator: xr.DataArray, total: xr.DataArray, changes: xr.DataArray) -> xr.Dataset:
    r"""How each activity's price answers to the main commodity, against all prices together.

    Parameters
    ----------
    deflator : (year, activity)
        Price indices, per cent of the previous year; missing activities get no answer.
    total : (year)
        The price index of all activities together.
    changes : (year)
        Log changes of the main commodity's price.

    Returns
    -------
    Dataset of (activity)
        `response`, `response_error`, `years`.

    Notes
    -----
    .. math:: \ln \frac{d_{it}}{d_t} = \mu_i + \gamma_i \Delta \ln p_t + \varepsilon_{it}

    Only :math:`\gamma_i` enters the futures: where the commodity's price stays, relative prices stay.

    Examples
    --------
    >>> import smartspec
    >>> changes = smartspec.label([0.3, 0.1, -0.2, 0.0, -0.4, 0.2], year=range(2011, 2017))
    >>> total = 100 * np.exp(0.05 + 0 * changes)
    >>> mining = (100 * np.exp(0.05 + 0.6 * changes)).expand_dims(activity=["B"], axis=1)
    >>> round(relative_prices(mining, total, changes)["response"].item(), 6)
    0.6
    """
    shared = [year for year in deflator.year.values if year in changes.year.values and year in total.year.values]
    relative = _logs(deflator.sel(year=shared)) - _logs(total.sel(year=shared))
    index = 100 * xr.ufuncs.exp(relative)
    found = fit_growth(
        index.expand_dims(region=[""]), changes.sel(year=shared).expand_dims(region=[""], axis=1), least_years=5
    ).isel(region=0, drop=True)
    return found[["response", "response_error", "years"]]


@dataclass(frozen=True)
class Limit:
    """One scarce resource: `use` (activity) per unit of volume, `available` (region) at the start."""

    use: xr.DataArray
    available: xr.DataArray


@dataclass(frozen=True)
class Lever:
    """What one variant spends a year, in shares of the region's total at the start.

    `share` is the region's own money, `transfers` come from outside; both run from the year `start` for `years` years.
    """

    share: float = 0.0
    transfers: float = 0.0
    start: int = 0
    years: int = 100

    @property
    def spends(self) -> bool:
        """Whether it spends anything at all."""
        return self.share > 0 or self.transfers > 0


@dataclass(frozen=True)
class Economy:
    """Everything the model starts from.

    `fit` is what `fit_growth` returned, `value` (region, activity) the volumes at the start, in that year's prices.
    `prices` is what `relative_prices` returned. `density` and `chance` (region, activity) come from relatedness and
    from the validated entry model, whose horizon in years is `horizon`. `coefficients` (delta, region, activity, other)
    are regional input coefficients. `extraction` names the activities that are extraction.
    """

    fit: xr.Dataset
    value: xr.DataArray
    prices: xr.Dataset | None = None
    density: xr.DataArray | None = None
    chance: xr.DataArray | None = None
    horizon: int = 5
    coefficients: xr.DataArray | None = None
    limits: Mapping[str, Limit] = field(default_factory=dict)
    extraction: tuple[str, ...] = ()

    @property
    def regions(self) -> list[str]:
        """Region codes."""
        return [str(code) for code in self.fit.region.values]

    @property
    def activities(self) -> list[str]:
        """Activity codes."""
        return [str(code) for code in self.fit.activity.values]

    def found(self) -> list[str]:
        """Mechanisms whose numbers are there without the study's word."""
        there = ["trend", "variance"]
        there += ["price_on_volume"] if bool((self.fit["response_error"] > 0).any()) else []
        given = {
            "price_on_value": self.prices,
            "entry": self.chance,
            "linkages": self.coefficients,
            "relatedness": self.density,
        }
        return there + [key for key, item in given.items() if item is not None]
