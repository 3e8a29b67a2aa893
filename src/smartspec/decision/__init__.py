"""What to choose: candidates, criteria, weights, and rankings that say how firm they are; no region is known here."""

from __future__ import annotations

from smartspec.decision._flows import PREFERENCES
from smartspec.decision._rules import RULES
from smartspec.decision.aggregation import (
    copras,
    electre_iii,
    electre_tri,
    marcos,
    promethee,
    rank,
    spotis,
    topsis,
    vikor,
    weighted_product,
    weighted_sum,
)
from smartspec.decision.audit import (
    Audit,
    audit_index,
    correlations,
    cronbach_alpha,
    effective_weights,
    principal_components,
    rank_shifts,
    what_if,
)
from smartspec.decision.gates import MET, NOT_JUDGED, NOT_YET, Gate, at_least, held_back, judge, open_questions, vetoes
from smartspec.decision.missing import complete, known_share, missing_cells, present, set_aside, without_unknown
from smartspec.decision.reversal import rank_reversal
from smartspec.decision.robustness import rank_acceptability, within
from smartspec.decision.scaling import SCALINGS, scale
from smartspec.decision.sensitivity import sensitivity
from smartspec.decision.stability import weight_stability
from smartspec.decision.table import DecisionTable, table, with_weights, without
from smartspec.decision.treatment import Treatment, changed_how, impute, set_sparse_aside, tame, undo
from smartspec.decision.voting import borda, copeland
from smartspec.decision.weightings import draw_weights, score_weightings
from smartspec.decision.weights import (
    RANDOM_INDEX,
    ahp_weights,
    best_worst_weights,
    budget_weights,
    centroid_weights,
    critic_weights,
    entropy_weights,
    equal_weights,
    group_weights,
    hierarchical_weights,
    merec_weights,
    pooled_weights,
    standard_deviation_weights,
    swing_weights,
)

__all__ = [
    "MET",
    "NOT_JUDGED",
    "NOT_YET",
    "PREFERENCES",
    "RANDOM_INDEX",
    "RULES",
    "SCALINGS",
    "Audit",
    "DecisionTable",
    "Gate",
    "Treatment",
    "ahp_weights",
    "at_least",
    "audit_index",
    "best_worst_weights",
    "borda",
    "budget_weights",
    "centroid_weights",
    "changed_how",
    "complete",
    "copeland",
    "copras",
    "correlations",
    "critic_weights",
    "cronbach_alpha",
    "draw_weights",
    "effective_weights",
    "electre_iii",
    "electre_tri",
    "entropy_weights",
    "equal_weights",
    "group_weights",
    "held_back",
    "hierarchical_weights",
    "impute",
    "judge",
    "known_share",
    "marcos",
    "merec_weights",
    "missing_cells",
    "open_questions",
    "pooled_weights",
    "present",
    "principal_components",
    "promethee",
    "rank",
    "rank_acceptability",
    "rank_reversal",
    "rank_shifts",
    "scale",
    "score_weightings",
    "sensitivity",
    "set_aside",
    "set_sparse_aside",
    "spotis",
    "standard_deviation_weights",
    "swing_weights",
    "table",
    "tame",
    "topsis",
    "undo",
    "vetoes",
    "vikor",
    "weight_stability",
    "weighted_product",
    "weighted_sum",
    "what_if",
    "with_weights",
    "within",
    "without",
    "without_unknown",
]
