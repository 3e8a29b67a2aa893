"""Candidates for growth poles: what is near, what is worth having, who did it, and how sure all that is.

    pole_candidates     weak or absent candidates and the signs that speak for them
    density_interval    how far relatedness density moves when regions are drawn anew
    quadrants           high road, slow road, casino, dead end, and whether the interval lies on one side
    missing_links       the strongest related activities a region does not hold
    strategy_class      light touch, parsimonious, strategic bets, after the Atlas
    strategy_scores     scores of candidates under the Atlas's weightings
    turnover            how few items change between the weightings
    linkage_evidence    what a candidate would buy from and sell to what the region has, extraction first
    residual_complexity complexity of regions beyond what controls such as extraction explain

Relatedness comes in from outside, with its provenance: where it was estimated is the study's business.
"""

from __future__ import annotations

from smartspec.diagnosis.poles.candidates import pole_candidates
from smartspec.diagnosis.poles.interval import density_interval
from smartspec.diagnosis.poles.linkage import linkage_evidence
from smartspec.diagnosis.poles.plane import QUADRANTS, Cut, missing_links, quadrants
from smartspec.diagnosis.poles.strategies import (
    WEIGHTINGS,
    residual_complexity,
    strategy_class,
    strategy_scores,
    turnover,
)

__all__ = [
    "QUADRANTS",
    "WEIGHTINGS",
    "Cut",
    "density_interval",
    "linkage_evidence",
    "missing_links",
    "pole_candidates",
    "quadrants",
    "residual_complexity",
    "strategy_class",
    "strategy_scores",
    "turnover",
]
