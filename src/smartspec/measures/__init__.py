"""What the numbers say: pure functions from labelled arrays to labelled arrays."""

from __future__ import annotations

from smartspec.measures.complexity import diversity, economic_complexity, ubiquity
from smartspec.measures.concentration import effective_number, entropy, herfindahl_index
from smartspec.measures.dynamics import chained, combined_index, contribution, growth, shift_share, volatility
from smartspec.measures.linkages import (
    backward_linkages,
    economic_base,
    forward_linkages,
    ghosh_inverse,
    hypothetical_extraction,
    key_activities,
    leontief_inverse,
    minimum_requirements,
    output_multipliers,
    regional_coefficients,
    technical_coefficients,
)
from smartspec.measures.points import duranton_overman, marcon_puech_m
from smartspec.measures.register import REGISTER, Measure
from smartspec.measures.relatedness import co_occurrence, proximity, relatedness_density
from smartspec.measures.spatial import geary, getis_ord, local_moran, moran, spatial_gini
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
    "backward_linkages",
    "chained",
    "co_occurrence",
    "combined_index",
    "contribution",
    "diversity",
    "duranton_overman",
    "economic_base",
    "economic_complexity",
    "effective_number",
    "entropy",
    "excess",
    "forward_linkages",
    "geary",
    "getis_ord",
    "ghosh_inverse",
    "growth",
    "herfindahl_index",
    "hypothetical_extraction",
    "key_activities",
    "krugman_index",
    "leontief_inverse",
    "local_moran",
    "location_quotient",
    "marcon_puech_m",
    "minimum_requirements",
    "moran",
    "output_multipliers",
    "presence",
    "proximity",
    "regional_coefficients",
    "relatedness_density",
    "shift_share",
    "spatial_gini",
    "symmetric_location_quotient",
    "technical_coefficients",
    "ubiquity",
    "volatility",
    "without",
]
