"""What every rule is made of: it knows everything but the weights, so that ten thousand weightings cost a product.

Rule          scaled values, what the rule makes of them, and how weights turn that into scores
make_rule     the rule of a scaling
score_once    scores at the table's own weights; `terms_once` what they are made of
linear        weighted sums of the terms
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from smartspec.decision._labels import Flags, Floats
from smartspec.decision.missing import present_rows, refuse_unknown
from smartspec.decision.scaling import Constant, scale, weighted
from smartspec.decision.table import DecisionTable

__all__ = ["Parts", "Rule", "edges", "linear", "make_rule", "score_once", "terms_once"]

Parts: TypeAlias = tuple[Floats, ...]


@dataclass(frozen=True)
class Rule:
    """A rule that knows everything but the weights; its scores are larger for better candidates.

    Attributes
    ----------
    scaled : (..., candidate, criterion)
        More is better; NaN where a cell is unknown.
    low, high : (..., 1, criterion)
        Worst and best of the known scaled cells.
    parts
        From scaled cells (..., candidate, criterion) with their worst and best to the terms the rule adds up.
    score
        From those terms and weights (..., k, criterion) to scores (..., k, candidate).
    weighs : (..., 1, criterion)
        The criteria of weight; the others contribute nothing.
    """

    scaled: Floats
    low: Floats
    high: Floats
    parts: Callable[[Floats, Floats, Floats], Parts]
    score: Callable[[Parts, Floats], Floats]
    weighs: Flags


def make_rule(
    t: DecisionTable,
    name: str,
    scaling: str,
    constant: Constant,
    known: bool,
    parts: Callable[[Floats, Floats, Floats], Parts],
    score: Callable[[Parts, Floats], Floats],
) -> Rule:
    """Scale the table and leave the rest to the weights; unknown cells are refused where `known` is asked."""
    if known:
        refuse_unknown(t, name)
    scaled = scale(t, scaling, constant=constant).to_numpy()
    return Rule(scaled, *edges(scaled), parts, score, weighted(t))


def edges(scaled: Floats) -> tuple[Floats, Floats]:
    """Worst and best of the known cells of each column, (..., 1, criterion)."""
    return np.fmin.reduce(scaled, axis=-2, keepdims=True), np.fmax.reduce(scaled, axis=-2, keepdims=True)


def score_once(rule: Rule, t: DecisionTable) -> Floats:
    """Scores (..., candidate) at the table's own weights; an unknown cell counts as halfway from worst to best."""
    return rule.score(*terms_once(rule, t))[..., 0, :]


def terms_once(rule: Rule, t: DecisionTable) -> tuple[Parts, Floats]:
    """The terms a rule adds up, and the table's own weights (..., 1, criterion)."""
    cells, there = rule.scaled, present_rows(t)
    holes = np.isnan(cells)
    if holes.any():
        cells = np.where(holes & there[..., None], (rule.low + rule.high) / 2, cells)
    terms = rule.parts(cells, rule.low, rule.high)
    if not rule.weighs.all():
        terms = tuple(np.where(there[..., None], np.where(rule.weighs, part, 0.0), np.nan) for part in terms)
    elif not there.all():
        terms = tuple(np.where(there[..., None], part, np.nan) for part in terms)
    return terms, t.weights.to_numpy()[..., None, :]


def linear(parts: Parts, weights: Floats) -> Floats:
    """Weighted sums of the terms: (..., k, candidate)."""
    (terms,) = parts
    scores: Floats = weights @ np.swapaxes(terms, -1, -2)
    return scores
