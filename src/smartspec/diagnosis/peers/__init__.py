"""Which regions are built alike, what they did, and how far the better of them are ahead.

    mixes        regions of one country by their mix of activities
    structure    regions of any panel by what is hard to change: size, sectors, resource rent and more
    precedent    what such regions did afterwards: held, entered, kept
    gap          how far the better peers are ahead, apart from structure

Structure chooses the peers and never performance: else the question would choose its own answer.
"""

from __future__ import annotations

from smartspec.diagnosis.peers.gap import performance, performance_gap
from smartspec.diagnosis.peers.mixes import mix_distance, peers
from smartspec.diagnosis.peers.precedent import OUTCOMES, histories, precedent, states
from smartspec.diagnosis.peers.structure import DIMENSIONS, nearest, stability, structural_distance, structure

__all__ = [
    "DIMENSIONS",
    "OUTCOMES",
    "histories",
    "mix_distance",
    "nearest",
    "peers",
    "performance",
    "performance_gap",
    "precedent",
    "stability",
    "states",
    "structural_distance",
    "structure",
]
