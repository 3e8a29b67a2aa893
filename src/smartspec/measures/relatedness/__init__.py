"""Relatedness: which activities tend to be found together, and how close a region is to one it lacks.

    presence   co-occurrence and proximity, of activities, regions and layers
    margins    co-occurrence against its margins
    chance     against chance: hypergeometric, shuffled tables, validated links
    layers     with a direction or a weight
    flows      from job changes, documents, trade between industries
    networks   blends and the links worth drawing
    density    how close what a region holds stands to an activity

Presence (..., region, activity) of 0 and 1 in. The diagonal is zero unless asked otherwise, so that an activity
never counts as related to itself. Estimated from few regions, relatedness is mostly noise: under
50 regions a warning says so.
"""

from __future__ import annotations

from smartspec.measures._pairs import SMALL_SAMPLE
from smartspec.measures.relatedness.chance import permutation_relatedness, validated_relatedness, z_relatedness
from smartspec.measures.relatedness.density import (
    coherence,
    complementary_density,
    interregional_complementarity,
    relatedness_density,
    relative_density,
)
from smartspec.measures.relatedness.flows import co_classification, labour_flow_relatedness, linkage_relatedness
from smartspec.measures.relatedness.layers import advantage_correlation, assist_matrix, taxonomy_network
from smartspec.measures.relatedness.margins import association_strength, cosine, jaccard, probability_index
from smartspec.measures.relatedness.networks import blend, maximum_spanning_network
from smartspec.measures.relatedness.presence import (
    co_occurrence,
    conditional_probability,
    cross_relatedness,
    geometric,
    proximity,
    region_proximity,
)

__all__ = [
    "SMALL_SAMPLE",
    "advantage_correlation",
    "assist_matrix",
    "association_strength",
    "blend",
    "co_classification",
    "co_occurrence",
    "coherence",
    "complementary_density",
    "conditional_probability",
    "cosine",
    "cross_relatedness",
    "geometric",
    "interregional_complementarity",
    "jaccard",
    "labour_flow_relatedness",
    "linkage_relatedness",
    "maximum_spanning_network",
    "permutation_relatedness",
    "probability_index",
    "proximity",
    "region_proximity",
    "relatedness_density",
    "relative_density",
    "taxonomy_network",
    "validated_relatedness",
    "z_relatedness",
]
