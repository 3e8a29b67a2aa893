"""Inequality: how far regions lie apart, and whether they come closer.

    spread       theil_t, theil_l (with parts within and between groups), atkinson, coefficient_of_variation,
                 williamson_index: in one year
    convergence  sigma_convergence, beta_convergence: over the years

`x` holds a level per head or per worker (..., region): product, income, wages. Weights are the regions' people; without
them each region counts as one. A missing region makes the measure unknown: leave it out by name to go without it.
"""

from __future__ import annotations

from smartspec.measures.inequality.convergence import beta_convergence, sigma_convergence
from smartspec.measures.inequality.spread import (
    atkinson,
    coefficient_of_variation,
    theil_l,
    theil_t,
    williamson_index,
)

__all__ = [
    "atkinson",
    "beta_convergence",
    "coefficient_of_variation",
    "sigma_convergence",
    "theil_l",
    "theil_t",
    "williamson_index",
]
