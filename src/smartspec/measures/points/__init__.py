"""Concentration of firms as points: how far apart they stand, whatever borders lie between.

    duranton_overman   how often two firms of an activity stand a given distance apart, against random sites
    marcon_puech_m     how much of what stands within a given distance is the same activity, against its usual share

What chance alone would give is drawn from the sites where firms really stand, so that mountains, towns and zoning do
not count as concentration. An envelope holds at each distance alone (`low`, `high`) or over all distances at once
(`global_low`, `global_high`); findings rest on the second.
"""

from __future__ import annotations

from smartspec.measures.points.density import duranton_overman
from smartspec.measures.points.share import marcon_puech_m

__all__ = ["duranton_overman", "marcon_puech_m"]
