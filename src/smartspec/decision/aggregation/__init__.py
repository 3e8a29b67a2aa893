"""Rules that turn a table into scores, and scores into ranks.

    weighted_sum, weighted_product, copras, marcos    add up: a high criterion makes up for a low one
    topsis, vikor, spotis                             measure distances to the best, the worst or an ideal
    promethee, electre_iii, electre_tri               compare in pairs, with thresholds
    partial_order                                     what PROMETHEE's two flows agree on
    rank                                              places from scores

All take a table first and options after `*`, leave it unchanged, round nothing, and carry leading dimensions
through. They refuse an unknown cell by name; a row without any known cell is no candidate and has no score.
One tie rule holds everywhere: scores apart by no more than rounding share the better place (1, 2, 2, 4).
"""

from __future__ import annotations

from smartspec.decision.aggregation.additive import copras, marcos, weighted_product, weighted_sum
from smartspec.decision.aggregation.electre import electre_iii, electre_tri
from smartspec.decision.aggregation.outranking import partial_order, promethee
from smartspec.decision.aggregation.ranks import rank
from smartspec.decision.aggregation.reference import spotis, topsis, vikor

__all__ = [
    "copras",
    "electre_iii",
    "electre_tri",
    "marcos",
    "partial_order",
    "promethee",
    "rank",
    "spotis",
    "topsis",
    "vikor",
    "weighted_product",
    "weighted_sum",
]
