"""Specialisation: how far a region's mix of activities departs from the reference economy.

    quotients   location_quotient, its population, additive, symmetric and standardised kin, presence
    adjusted    excess, without, at_mean_share
    mixes       krugman_index, specialisation_coefficient, average_location_quotient, hachman_index,
                portfolio_similarity
    inferred    inferred_advantage: what a region has over what its size and the activity's size make likely
    intervals   location_quotient_interval: how far a quotient may be trusted

`x` holds amounts (..., region, activity) of one kind in one unit: jobs, output, exports, patents.
Further dimensions such as year or scenario are carried through. A missing cell is unknown, never
zero: it makes unknown only what needs it. Given a reference (the published national row), a missing
cell leaves the other regions alone; without one the reference itself is unknown, and the message
names `reference=`.
"""

from __future__ import annotations

from smartspec.measures.specialisation.adjusted import at_mean_share, excess, without
from smartspec.measures.specialisation.inferred import inferred_advantage
from smartspec.measures.specialisation.intervals import location_quotient_interval
from smartspec.measures.specialisation.mixes import (
    average_location_quotient,
    hachman_index,
    krugman_index,
    portfolio_similarity,
    specialisation_coefficient,
)
from smartspec.measures.specialisation.quotients import (
    additive_location_quotient,
    location_quotient,
    population_quotient,
    presence,
    standardised_location_quotient,
    symmetric_location_quotient,
)

__all__ = [
    "additive_location_quotient",
    "at_mean_share",
    "average_location_quotient",
    "excess",
    "hachman_index",
    "inferred_advantage",
    "krugman_index",
    "location_quotient",
    "location_quotient_interval",
    "population_quotient",
    "portfolio_similarity",
    "presence",
    "specialisation_coefficient",
    "standardised_location_quotient",
    "symmetric_location_quotient",
    "without",
]
