"""Concentration: how much rests on few, activities within a region or regions within an activity.

    variety        herfindahl_index, entropy, effective_number, evenness, relative_entropy, related_variety,
                   unrelated_variety: of a region's mix of activities
    curves         gini, lorenz_curve, hoover_index, hoover_curve, hoover_gini, locational_gini: of an activity
                   over the regions
    agglomeration  ellison_glaeser, maurel_sedillot, coagglomeration, cluster_index: beyond what the sizes of plants
                   and regions bring about

Amounts (..., region, activity) in. A missing cell makes unknown what needs it and nothing else; where a total of all
regions or activities is needed, the published one is taken as `reference=`.
"""

from __future__ import annotations

from smartspec.measures.concentration.agglomeration import (
    cluster_index,
    coagglomeration,
    ellison_glaeser,
    maurel_sedillot,
)
from smartspec.measures.concentration.curves import (
    gini,
    hoover_curve,
    hoover_gini,
    hoover_index,
    locational_gini,
    lorenz_curve,
)
from smartspec.measures.concentration.variety import (
    effective_number,
    entropy,
    evenness,
    herfindahl_index,
    related_variety,
    relative_entropy,
    unrelated_variety,
)

__all__ = [
    "cluster_index",
    "coagglomeration",
    "effective_number",
    "ellison_glaeser",
    "entropy",
    "evenness",
    "gini",
    "herfindahl_index",
    "hoover_curve",
    "hoover_gini",
    "hoover_index",
    "locational_gini",
    "lorenz_curve",
    "maurel_sedillot",
    "related_variety",
    "relative_entropy",
    "unrelated_variety",
]
