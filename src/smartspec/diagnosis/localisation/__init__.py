"""Where activities concentrate: confirmed by several rules, with a past, with neighbours, and without false certainty.

    star_regimes        which regimes apply, which confirm, and the verdict that follows
    localisation_path   emergence, strengthening, fading or disappearance between two verdicts
    territories         neighbouring regions that share a localisation, as one
    region_kinds        agglomeration, diversification, specialisation, differentiation, by our rule
    spatial_evidence    spatial statistics, refused where units are few
    side_by_side        three measures of agglomeration of firms, none of them alone

"Cluster" stays the word for the legal object: what is found here is a localisation.
"""

from __future__ import annotations

from smartspec.diagnosis.localisation.kinds import KINDS, region_kinds
from smartspec.diagnosis.localisation.points import side_by_side
from smartspec.diagnosis.localisation.shared import localisation_path, territories
from smartspec.diagnosis.localisation.spatial import spatial_evidence
from smartspec.diagnosis.localisation.stars import REGIMES, star_regimes

__all__ = [
    "KINDS",
    "REGIMES",
    "localisation_path",
    "region_kinds",
    "side_by_side",
    "spatial_evidence",
    "star_regimes",
    "territories",
]
