"""Charts: findings drawn, each a function from a run in one language to an exhibit with its words.

    type_map                            one equal tile per region, by type
    quotient_heat                       all quotients at once
    strengths_scatter                   specialisation against growth
    trajectory                          a region's quotients over the years
    survival_overview, survival_chart   what holds in which future

A chart shows numbers of the results and computes none; one that its study cannot feed is None, or says why.
"""

from __future__ import annotations

from smartspec.exhibits.charts.futures import survival_chart, survival_overview
from smartspec.exhibits.charts.maps import type_map
from smartspec.exhibits.charts.quotients import quotient_heat, strengths_scatter
from smartspec.exhibits.charts.years import trajectory

__all__ = [
    "quotient_heat",
    "strengths_scatter",
    "survival_chart",
    "survival_overview",
    "trajectory",
    "type_map",
]
