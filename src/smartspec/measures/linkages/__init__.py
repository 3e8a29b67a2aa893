"""Linkages: who buys from whom, what a sale sets off, and how much of it stays in the region."""

from __future__ import annotations

from smartspec.measures.linkages.effects import (
    backward_linkages,
    forward_linkages,
    hypothetical_extraction,
    key_activities,
    output_multipliers,
)
from smartspec.measures.linkages.inverses import ghosh_inverse, leontief_inverse, technical_coefficients
from smartspec.measures.linkages.regional import economic_base, minimum_requirements, regional_coefficients

__all__ = [
    "backward_linkages",
    "economic_base",
    "forward_linkages",
    "ghosh_inverse",
    "hypothetical_extraction",
    "key_activities",
    "leontief_inverse",
    "minimum_requirements",
    "output_multipliers",
    "regional_coefficients",
    "technical_coefficients",
]
