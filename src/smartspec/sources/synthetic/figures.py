"""The tables an office would publish of a made-up country.

    Teaching    a made-up country: its truth, and its figures
    generate    make one up

Volumes follow their trends, the price and chance; values are volumes at the prices of each year; every total is
the sum of its parts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xarray as xr

from smartspec.errors import StudyError
from smartspec.sources.synthetic.recipe import GROUPS, Recipe, divisions
from smartspec.sources.synthetic.truth import Truth, plant

__all__ = ["Teaching", "generate"]

MEAN_SIZE = 1_000_000.0
"""Value added of a region of mean size in the centre year, in millions."""

INFLATION = 0.05
LAG = 3
"""Years an entry takes to reach its size."""


@dataclass(frozen=True)
class Teaching:
    """A made-up country.

    Attributes
    ----------
    seed, recipe, truth
        What it was made from, and what is planted in it.
    value : (year, region, activity)
        Value added in millions, current prices, rounded as published.
    volume_index : (year, region, activity)
        Per cent of the previous year.
    country_index : (year, activity)
        The same for the country.
    total, total_index : (year, region)
        Gross regional product, which here is value added alone, and its volume index.
    country_total_index, deflator : (year)
        Volume index and deflator of the country's product.
    price : (year)
        The commodity's price.
    """

    seed: int
    recipe: Recipe
    truth: Truth
    value: xr.DataArray
    volume_index: xr.DataArray
    country_index: xr.DataArray
    total: xr.DataArray
    total_index: xr.DataArray
    country_total_index: xr.DataArray
    deflator: xr.DataArray
    price: xr.DataArray

    @property
    def country(self) -> xr.DataArray:
        """(year, activity): value added of the country, the sum of its regions."""
        return self.value.sum("region").round(1)


def generate(*, regions: int = 60, seed: int = 1, recipe: Recipe | None = None) -> Teaching:
    r"""Make up a country.

    Parameters
    ----------
    regions
        How many regions it has, 8 to 400.
    seed
        Seed of everything drawn. Activities, prices and trends depend on the seed alone, regions on their number too.
    recipe
        The numbers to draw with; the usual ones when left out.

    Returns
    -------
    Teaching

    Raises
    ------
    StudyError
        There are fewer than 8 or more than 400 regions.

    Notes
    -----
    The volume :math:`V` of activity :math:`a` in region :math:`r` grows by

    .. math:: \Delta\ln V_{rat} = g_{ra} + b_{ra}\,\Delta\ln p_t + e_{rat} + \varepsilon_{rat}

    with the planted trend :math:`g`, the planted price response :math:`b`, the share :math:`e` of an entry that falls
    into the year, and chance :math:`\varepsilon`. Its level in the centre year is the planted one.

    Examples
    --------
    >>> made = generate(regions=8, seed=1)
    >>> dict(made.value.sizes)
    {'year': 11, 'region': 8, 'activity': 88}
    >>> made.truth.type.values[:2].tolist()
    ['metropolitan', 'metropolitan']
    """
    if not 8 <= regions <= 400:
        raise StudyError(f"the teaching study has 8 to 400 regions, not {regions}. Choose a number between.")
    recipe = recipe or Recipe()
    for_activities, for_prices, for_regions = np.random.default_rng(seed).spawn(3)
    truth = plant(regions, recipe, for_activities, for_regions)
    price = _price(recipe, for_prices)
    volume = _volume(truth, price, recipe, for_regions) * MEAN_SIZE * regions
    prices = _prices(price, recipe, for_prices)
    value = (volume * prices).round(1)
    before = (prices * volume).shift(year=1)
    kept = prices.shift(year=1) * volume
    country_volume_index = 100 * kept.sum(("region", "activity")) / before.sum(("region", "activity"))
    total = value.sum("activity").round(1)
    growth = 100 * total.sum("region") / total.sum("region").shift(year=1)
    later = slice(recipe.first + 1, None)
    return Teaching(
        seed=seed,
        recipe=recipe,
        truth=truth,
        value=value,
        volume_index=(100 * volume / volume.shift(year=1)).sel(year=later).round(2),
        country_index=(100 * volume.sum("region") / volume.sum("region").shift(year=1)).sel(year=later).round(2),
        total=total,
        total_index=(100 * kept.sum("activity") / before.sum("activity")).sel(year=later).round(2),
        country_total_index=country_volume_index.sel(year=later).round(2),
        deflator=(100 * growth / country_volume_index).sel(year=later).round(2),
        price=price.round(2),
    )


def _years(first: int, last: int) -> list[int]:
    return list(range(first, last + 1))


def _price(recipe: Recipe, rng: np.random.Generator) -> xr.DataArray:
    """(year): the commodity's price, around 60; a shock fades by a fifth each year."""
    years = _years(recipe.price_first, recipe.last)
    age = np.subtract.outer(np.arange(len(years)), np.arange(len(years)))
    fading = np.where(age >= 0, 0.8 ** np.maximum(age, 0), 0.0)
    return xr.DataArray(60 * np.exp(fading @ rng.normal(0, recipe.price_noise, len(years))), {"year": years})


def _prices(price: xr.DataArray, recipe: Recipe, rng: np.random.Generator) -> xr.DataArray:
    """(year, activity): prices of what activities make, 1 in the centre year, the same in every region."""
    years = _years(recipe.first, recipe.last)
    codes, _, group = divisions()
    common = rng.normal(INFLATION, 0.015, (len(years), 1))
    path = (common + rng.normal(0, 0.008, (len(years), len(codes)))).cumsum(axis=0)
    own = xr.DataArray(path, {"year": years, "activity": codes})
    mined = xr.DataArray(np.array(group) == GROUPS.index("extraction"), {"activity": codes})
    made = own + mined * recipe.pass_through * xr.ufuncs.log(price.sel(year=years))
    level: xr.DataArray = xr.ufuncs.exp(made - made.sel(year=recipe.centre, drop=True))
    return level.transpose("year", "activity")


def _volume(truth: Truth, price: xr.DataArray, recipe: Recipe, rng: np.random.Generator) -> xr.DataArray:
    """(year, region, activity): volumes in prices of the centre year, the country's total being 1 in that year."""
    change: xr.DataArray = xr.ufuncs.log(price).diff("year").sel(year=slice(recipe.first + 1, None))
    begun = ((change.year - truth.entered + 1) >= 1) & ((change.year - truth.entered + 1) <= LAG)
    chance = xr.DataArray(
        rng.normal(0, recipe.noise, (change.size, *truth.trend.shape)), {"year": change.year, **truth.trend.coords}
    )
    growth = truth.trend + truth.response * change + truth.jump / LAG * begun + chance
    path = growth.cumsum("year").reindex(year=_years(recipe.first, recipe.last), fill_value=0.0)
    path = path - path.sel(year=recipe.centre, drop=True)
    volume: xr.DataArray = truth.size * truth.share * xr.ufuncs.exp(path)
    return volume.transpose("year", "region", "activity")
