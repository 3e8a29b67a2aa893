"""Charts: findings drawn, each a function from a run in one language to an exhibit with its words.

    type_map, quotient_map              one tile per region, or the study's own shapes
    localisation_map                    how many localisations are confirmed where
    quotient_heat                       all quotients at once
    strengths_scatter                   specialisation against growth
    plane, network                      candidates by relatedness and complexity, and what is related to what
    trajectory, contribution_chart      a region over the years
    acceptability                       places among the weightings tried
    survival_chart, survival_overview   what holds in which future
    regret_chart                        what each way of choosing adds in it
    effective_chart, correlation_heat   what the criteria do to the order
    fan_chart, tornado_chart            where a region may go, and what decides
    products_chart                      what a region physically makes
    precedent_chart                     what regions built alike did, with the years
    technology_boxes, portfolio_chart   technologies as judged, and how often each is chosen

A chart shows numbers of the results and computes none; one that its study cannot feed is None, or says why.
"""

from __future__ import annotations

from smartspec.exhibits.charts.criteria import correlation_heat, effective_chart
from smartspec.exhibits.charts.futures import regret_chart, survival_chart, survival_overview
from smartspec.exhibits.charts.growth import strengths_scatter
from smartspec.exhibits.charts.localities import localisation_map
from smartspec.exhibits.charts.maps import quotient_map, type_map
from smartspec.exhibits.charts.matrix import quotient_heat
from smartspec.exhibits.charts.network import network
from smartspec.exhibits.charts.paths import fan_chart, tornado_chart
from smartspec.exhibits.charts.plane import plane
from smartspec.exhibits.charts.precedents import precedent_chart
from smartspec.exhibits.charts.products import products_chart
from smartspec.exhibits.charts.ranking import acceptability
from smartspec.exhibits.charts.technologies import portfolio_chart, technology_boxes
from smartspec.exhibits.charts.years import contribution_chart, trajectory

__all__ = [
    "acceptability",
    "contribution_chart",
    "correlation_heat",
    "effective_chart",
    "fan_chart",
    "localisation_map",
    "network",
    "plane",
    "portfolio_chart",
    "precedent_chart",
    "products_chart",
    "quotient_heat",
    "quotient_map",
    "regret_chart",
    "strengths_scatter",
    "survival_chart",
    "survival_overview",
    "technology_boxes",
    "tornado_chart",
    "trajectory",
    "type_map",
]
