"""Small economies for the model's tests: two regions, three activities, ten years of growth."""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr

import smartspec
from smartspec.foresight import scenarios
from smartspec.foresight.scenarios import Economy, Futures, Lever, Size

REGIONS, ACTIVITIES = ["N", "S"], ["B", "C", "H"]
YEARS = list(range(2010, 2021))
AT = {"region": REGIONS, "activity": ACTIVITIES}
TREND = np.array([[0.01, 0.02, 0.03], [0.00, 0.04, 0.02]])
VALUE = np.array([[60.0, 30.0, 10.0], [10.0, 50.0, 40.0]])
PRICE = smartspec.label([79.0, 104, 105, 104, 96, 51, 44, 54, 71, 64, 42], year=YEARS)


def economy(*, response: float = 0.0, noise: float = 0.0, seed: int = 1, **more: Any) -> Economy:
    """Growth at known trends, with a known answer to the price and as much noise as asked for."""
    change = np.diff(np.log(PRICE.values))
    shock = noise * np.random.default_rng(seed).standard_normal((10, 2, 3))
    growth = TREND + response * (change - change.mean())[:, None, None] + shock
    index = smartspec.label(100 * np.exp(growth), year=YEARS[1:], **AT)
    changes = smartspec.label(np.repeat(change[:, None], 2, axis=1), year=YEARS[1:], region=REGIONS)
    return Economy(scenarios.fit_growth(index, changes), smartspec.label(VALUE, **AT), extraction=("B",), **more)


def futures(sizes: dict[str, Size] | None = None, *, count: int = 40, steps: int = 6, flat: bool = False) -> Futures:
    """Price paths drawn from the price's past, or paths on which it changes as it did on the mean."""
    prices = PRICE.expand_dims(commodity=["OIL"], axis=1)
    changes = np.log(scenarios.reverting_paths(prices, futures=count, years=steps, seed=3)).diff("step")
    main = changes.isel(commodity=0, drop=True)
    if flat:
        main = xr.zeros_like(main)
    centre = float(np.diff(np.log(PRICE.values)).mean()) if flat else 0.0
    return Futures(
        (main + centre).expand_dims(region=REGIONS, axis=2),
        main,
        scenarios.sample(sizes or {}, futures=count, seed=5),
        2020,
        7,
    )


def run(made: Economy, drawn: Futures, *names: str, levers: dict[str, Lever] | None = None, **options: Any):
    """The model with the mechanisms named, under two variants: manufacturing, and all but extraction."""
    levers = levers or {"narrow": Lever(), "wide": Lever()}
    targets = smartspec.label([[[False, True, False]] * 2, [[False, True, True]] * 2], variant=["narrow", "wide"], **AT)
    on = {name: name in names for name in scenarios.MECHANISMS}
    return scenarios.simulate(made, drawn, on=on, levers=levers, targets=targets, **options)
