"""Tables many tests of relatedness and complexity stand on."""

from __future__ import annotations

import numpy as np
import xarray as xr

import smartspec
from smartspec import measures
from tests.measures.test_specialisation import MANUAL, table

__all__ = ["capable", "manual", "near", "square", "table"]


def manual() -> xr.DataArray:
    """Presence of the EconGeo manual's five regions and activities."""
    return measures.presence(measures.location_quotient(table(MANUAL)))


def capable(regions: int, activities: int, *, seed: int = 0, share: float = 0.25) -> np.ndarray:
    """Presence made by hidden capabilities, so that it is neither random nor perfectly nested; nobody is empty."""
    rng = np.random.default_rng(seed)
    fits = rng.normal(size=(regions, 6)) @ rng.normal(size=(6, activities)) / 2
    fits += rng.normal(size=(regions, 1)) / 2 + rng.normal(size=(1, activities)) / 2
    fits += rng.normal(size=fits.shape)
    held = (fits > np.quantile(fits, 1 - share)).astype(float)
    held[np.arange(regions), rng.integers(0, activities, regions)] = 1
    held[rng.integers(0, regions, activities), np.arange(activities)] = 1
    return held


def square(values: object) -> xr.DataArray:
    array = np.asarray(values, dtype=float)
    names = list(range(array.shape[-1]))
    return smartspec.label(array, activity=names, other=names)


def near(presence: xr.DataArray) -> xr.DataArray:
    return measures.geometric(presence)
