"""Dynamics: how activities grow, come and go, and what of it was the region's own doing.

    volumes  chained, combined_index, growth, contribution, volatility
    shift    shift_share: what the country, the activity and the region itself account for
    paths    entries, exits, persistence, trajectory, structural_change

Growth never crosses a break in the level of nominal figures: it is taken from volume indices. Indices are per
cent of the previous year, as offices publish them.
"""

from __future__ import annotations

from smartspec.measures.dynamics.paths import entries, exits, persistence, structural_change, trajectory
from smartspec.measures.dynamics.shift import shift_share
from smartspec.measures.dynamics.volumes import chained, combined_index, contribution, growth, volatility

__all__ = [
    "chained",
    "combined_index",
    "contribution",
    "entries",
    "exits",
    "growth",
    "persistence",
    "shift_share",
    "structural_change",
    "trajectory",
    "volatility",
]
