"""Weights: how much each criterion counts, from what people state, from comparisons, or from the figures.

    stated       equal, groups, an order, swings, a budget, a tree; many people's pooled by a stated rule
    pairs        comparisons in pairs, with their consistency
    best_worst   comparisons with the best and the worst criterion alone
    figures      entropy, CRITIC, MEREC, standard deviation

Each gives weights that sum to 1; `with_weights` puts them into a table. Weights taken from the figures say where
candidates differ, never what matters: that is for people to say.
"""

from __future__ import annotations

from smartspec.decision.weights.best_worst import best_worst_weights
from smartspec.decision.weights.figures import (
    critic_weights,
    entropy_weights,
    merec_weights,
    standard_deviation_weights,
)
from smartspec.decision.weights.pairs import RANDOM_INDEX, ahp_weights
from smartspec.decision.weights.stated import (
    budget_weights,
    centroid_weights,
    equal_weights,
    group_weights,
    hierarchical_weights,
    pooled_weights,
    swing_weights,
)

__all__ = [
    "RANDOM_INDEX",
    "ahp_weights",
    "best_worst_weights",
    "budget_weights",
    "centroid_weights",
    "critic_weights",
    "entropy_weights",
    "equal_weights",
    "group_weights",
    "hierarchical_weights",
    "merec_weights",
    "pooled_weights",
    "standard_deviation_weights",
    "swing_weights",
]
