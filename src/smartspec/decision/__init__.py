"""What to choose: candidates, criteria, weights, and rankings that say how firm they are; no region is known here."""

from __future__ import annotations

from smartspec.decision._flows import PREFERENCES
from smartspec.decision._rules import RULES
from smartspec.decision.aggregation import promethee, rank, topsis, vikor, weighted_product, weighted_sum
from smartspec.decision.gates import MET, NOT_JUDGED, NOT_YET, Gate, at_least, held_back, judge, open_questions
from smartspec.decision.missing import complete, missing_cells, present, set_aside, without_unknown
from smartspec.decision.portfolio import (
    Fixed,
    GroupLimit,
    Needs,
    OneOf,
    PortfolioProblem,
    Synergy,
    choose,
    choose_each,
    classes,
    conflict,
    marginal,
    portfolio_problem,
)
from smartspec.decision.robustness import draw_weights, rank_acceptability, within
from smartspec.decision.scaling import SCALINGS, scale
from smartspec.decision.stability import weight_stability
from smartspec.decision.table import DecisionTable, table, with_weights, without
from smartspec.decision.voting import borda, copeland
from smartspec.decision.weights import (
    ahp_weights,
    centroid_weights,
    critic_weights,
    entropy_weights,
    equal_weights,
    group_weights,
    standard_deviation_weights,
)

__all__ = [
    "MET",
    "NOT_JUDGED",
    "NOT_YET",
    "PREFERENCES",
    "RULES",
    "SCALINGS",
    "DecisionTable",
    "Fixed",
    "Gate",
    "GroupLimit",
    "Needs",
    "OneOf",
    "PortfolioProblem",
    "Synergy",
    "ahp_weights",
    "at_least",
    "borda",
    "centroid_weights",
    "choose",
    "choose_each",
    "classes",
    "complete",
    "conflict",
    "copeland",
    "critic_weights",
    "draw_weights",
    "entropy_weights",
    "equal_weights",
    "group_weights",
    "held_back",
    "judge",
    "marginal",
    "missing_cells",
    "open_questions",
    "portfolio_problem",
    "present",
    "promethee",
    "rank",
    "rank_acceptability",
    "scale",
    "set_aside",
    "standard_deviation_weights",
    "table",
    "topsis",
    "vikor",
    "weight_stability",
    "weighted_product",
    "weighted_sum",
    "with_weights",
    "within",
    "without",
    "without_unknown",
]
