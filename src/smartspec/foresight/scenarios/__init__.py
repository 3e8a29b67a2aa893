"""Scenarios with numbers: uncertainties, levers, a model of mechanisms that switch, and outcomes with thresholds.

    light        the light projection: trend, spread and price response, and choices tested in many futures
    parameters   ranges with their basis, mechanisms on and off, designs that sample
    drivers      price paths drawn from the past, and who is exposed to which commodity
    economy      what the model starts from: estimates, volumes, prices, limits, levers
    mechanisms   one function per mechanism, each beside its equation
    model        all regions and activities, year by year, in all futures
    backcast     what the model would have foretold of years we know, with its error
    reading      fans, shares over a line, regret and robustness, what decides
    export       the long table other tools read

Nothing here is assumed in silence: a number is estimated with its error, cited with its source, or entered by the
study's author; what has none of these is not modelled and is said so.
"""

from __future__ import annotations

from smartspec.foresight.scenarios.backcast import RIVALS, backcast
from smartspec.foresight.scenarios.drivers import driver, price_weights, reversion, reverting_paths
from smartspec.foresight.scenarios.economy import Economy, Lever, Limit, fit_growth, relative_prices
from smartspec.foresight.scenarios.export import COLUMNS, iamc
from smartspec.foresight.scenarios.light import (
    STATES,
    estimate,
    external_state,
    price_paths,
    project,
    regret,
    survival,
)
from smartspec.foresight.scenarios.model import ACCOUNTS, BLOCK, Futures, simulate
from smartspec.foresight.scenarios.parameters import BASES, MECHANISMS, Size, mechanism_of, sample, switched
from smartspec.foresight.scenarios.reading import fan, importance, robustness, share_met, tornado

__all__ = [
    "ACCOUNTS",
    "BASES",
    "BLOCK",
    "COLUMNS",
    "MECHANISMS",
    "RIVALS",
    "STATES",
    "Economy",
    "Futures",
    "Lever",
    "Limit",
    "Size",
    "backcast",
    "driver",
    "estimate",
    "external_state",
    "fan",
    "fit_growth",
    "iamc",
    "importance",
    "mechanism_of",
    "price_paths",
    "price_weights",
    "project",
    "regret",
    "relative_prices",
    "reversion",
    "reverting_paths",
    "robustness",
    "sample",
    "share_met",
    "simulate",
    "survival",
    "switched",
    "tornado",
]
