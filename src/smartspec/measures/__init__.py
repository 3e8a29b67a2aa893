"""What the numbers say: pure functions from labelled arrays to labelled arrays."""

from __future__ import annotations

from smartspec.measures.complexity import diversity, economic_complexity, ubiquity
from smartspec.measures.concentration import effective_number, entropy, herfindahl_index
from smartspec.measures.dynamics import chained, combined_index, contribution, growth, shift_share, volatility
from smartspec.measures.register import REGISTER, Measure
from smartspec.measures.relatedness import co_occurrence, proximity, relatedness_density
from smartspec.measures.specialisation import (
    at_mean_share,
    excess,
    krugman_index,
    location_quotient,
    presence,
    symmetric_location_quotient,
    without,
)

__all__ = [
    "REGISTER",
    "Measure",
    "at_mean_share",
    "chained",
    "co_occurrence",
    "combined_index",
    "contribution",
    "diversity",
    "economic_complexity",
    "effective_number",
    "entropy",
    "excess",
    "growth",
    "herfindahl_index",
    "krugman_index",
    "location_quotient",
    "presence",
    "proximity",
    "relatedness_density",
    "shift_share",
    "symmetric_location_quotient",
    "ubiquity",
    "volatility",
    "without",
]
