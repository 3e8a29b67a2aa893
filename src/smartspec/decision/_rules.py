"""The rules, as far as they go before the weights are told: one weighting or ten thousand then cost a product.

    Rule        scaled values, what the rule makes of them, and how weights turn that into scores
    RULES       every rule by its name: a function from a table and options to a `Rule`
    prepare     the rule of a name, its options checked
    places      ranks from scores: the best is 1, equal scores share the better rank

Weighted sum and PROMETHEE are linear in the weights, the weighted product is linear in its logarithm, TOPSIS'
distances are linear in the squared weights. Scores are larger for better candidates in all of them.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np

from smartspec.decision._flows import Threshold, net_flows
from smartspec.decision._labels import Flags, Floats, named
from smartspec.decision.missing import present, refuse_unknown, slices
from smartspec.decision.scaling import NOISE, Constant, equal, scale, weighted
from smartspec.decision.table import DecisionTable
from smartspec.errors import DecisionError, first_few

__all__ = [
    "RULES",
    "Parts",
    "Rule",
    "check_rules",
    "compromise",
    "compromise_set",
    "in_order",
    "places",
    "prepare",
    "regrets",
    "score_once",
]

Parts: TypeAlias = tuple[Floats, ...]


@dataclass(frozen=True)
class Rule:
    """A rule that knows everything but the weights.

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


def score_once(rule: Rule, t: DecisionTable) -> Floats:
    """Scores (..., candidate) at the table's own weights; an unknown cell counts as halfway from worst to best."""
    there = present(t).to_numpy()[..., None]
    middle = np.where(there, (rule.low + rule.high) / 2, np.nan)
    cells = np.where(np.isnan(rule.scaled), middle, rule.scaled)
    terms = tuple(
        np.where(there, np.where(rule.weighs, part, 0.0), np.nan) for part in rule.parts(cells, rule.low, rule.high)
    )
    return rule.score(terms, t.weights.to_numpy()[..., None, :])[..., 0, :]


def places(scores: Floats) -> Floats:
    """Rank along the last axis, best first at 1; scores apart by no more than rounding share the better rank."""
    order, first = in_order(scores)
    ranks = np.empty_like(scores)
    np.put_along_axis(ranks, order, first + 1.0, axis=-1)
    return np.where(np.isnan(scores), np.nan, ranks)


def in_order(scores: Floats) -> tuple[np.ndarray, np.ndarray]:
    """Candidates from best to worst along the last axis, and the place (from 0) each of them shares."""
    order = np.argsort(-scores, axis=-1, kind="stable")
    sorted_scores = np.take_along_axis(scores, order, axis=-1)
    noise = NOISE * np.fmax.reduce(np.abs(scores), axis=-1, keepdims=True)
    places_from_0 = np.broadcast_to(np.arange(scores.shape[-1]), scores.shape)
    tied = sorted_scores[..., :-1] - sorted_scores[..., 1:] <= noise
    if not tied.any():
        return order, places_from_0
    starts = places_from_0.copy()
    starts[..., 1:][tied] = 0
    return order, np.maximum.accumulate(starts, axis=-1)


def weighted_sum(
    t: DecisionTable, *, scaling: str = "min_max", constant: Constant = "refuse", known: bool = True
) -> Rule:
    """Linear in the weights: the terms are the scaled cells."""
    return _rule(t, "weighted_sum", scaling, constant, known, lambda cells, low, high: (cells,), _linear)


def weighted_product(
    t: DecisionTable, *, scaling: str = "maximum", constant: Constant = "refuse", known: bool = True
) -> Rule:
    """Linear in the weights once the logarithm is taken; the score is the product itself."""
    rule = _rule(t, "weighted_product", scaling, constant, known, _logarithms, lambda p, w: np.exp(_linear(p, w)))
    bad = (rule.scaled <= 0) & rule.weighs
    if bad.any():
        cells = [" / ".join(str(part) for part in cell) for cell in named(t.values, bad)]
        raise DecisionError(
            f"weighted_product needs numbers above zero after scaling '{scaling}', but {len(cells)} cell(s) are not: "
            f'{first_few(cells)}. Use `scaling="rank"`, or another rule.'
        )
    return rule


def topsis(t: DecisionTable, *, scaling: str = "vector", constant: Constant = "refuse", known: bool = True) -> Rule:
    """Linear in the squared weights: the terms are squared distances to the best and to the worst, by criterion."""
    rule = _rule(t, "topsis", scaling, constant, known, _distances, _closeness)
    differs = np.atleast_1d(np.any(~equal(rule.low, rule.high) & rule.weighs, axis=(-2, -1)))
    same = present(t).to_numpy().any(axis=-1) & ~differs.reshape(rule.scaled.shape[:-2])
    if same.any() and constant == "refuse":
        raise DecisionError(
            f"topsis cannot tell candidates apart that are equal in every criterion, or one alone: "
            f"{slices(t, same)}. "
            'Add a criterion that differs, or give all of them one half with `constant="neutral"`.'
        )
    return rule


def vikor(t: DecisionTable, *, v: float = 0.5, constant: Constant = "refuse", known: bool = True) -> Rule:
    """Regret by criterion: 0 at the best, 1 at the worst; the score is -q. Where all are equal nobody has regret."""
    if not 0 <= v <= 1:
        raise DecisionError(f"vikor: v weighs the majority against the worst-off and goes from 0 to 1, found {v}.")

    def regret(cells: Floats, low: Floats, high: Floats) -> Parts:
        return (np.where(high > low, high - cells, 0.0),)

    def score(parts: Parts, weights: Floats) -> Floats:
        return -compromise(*regrets(parts, weights), v)

    return _rule(t, "vikor", "min_max", constant, known, regret, score)


def promethee(
    t: DecisionTable,
    *,
    preference: str = "linear",
    p: Threshold = None,
    q: Threshold = None,
    scaling: str | None = None,
    constant: Constant = "refuse",
    known: bool = True,
) -> Rule:
    """Linear in the weights: the terms are net flows by criterion. Every flow needs every cell, so none is drawn."""
    refuse_unknown(t, "promethee")
    x = t.values.to_numpy() * t.wish.to_numpy() if scaling is None else scale(t, scaling, constant=constant).to_numpy()
    plus, minus = net_flows(t, x, preference=preference, p=p, q=q, constant=constant)
    weighs = weighted(t)
    empty = np.zeros_like(plus[..., :1, :])
    return Rule(plus - minus, empty, empty, lambda cells, low, high: (cells,), _linear, weighs)


RULES: Mapping[str, Callable[..., Rule]] = MappingProxyType(
    {
        "weighted_sum": weighted_sum,
        "weighted_product": weighted_product,
        "topsis": topsis,
        "vikor": vikor,
        "promethee": promethee,
    }
)
"""Every rule by its name."""


def regrets(parts: Parts, weights: Floats) -> tuple[Floats, Floats]:
    """Sum of the weighted regrets, and the largest of them, both (..., k, candidate)."""
    (regret,) = parts
    worst = np.zeros((*np.broadcast_shapes(regret.shape[:-2], weights.shape[:-2]), weights.shape[-2], regret.shape[-2]))
    for j in range(regret.shape[-1]):
        worst = np.maximum(worst, weights[..., :, None, j] * regret[..., None, :, j])
    return _linear(parts, weights), worst


def compromise(s: Floats, r: Floats, v: float) -> Floats:
    """VIKOR's q along the last axis; a term in which all candidates are equal is zero for all."""

    def relative(x: Floats) -> Floats:
        low = np.fmin.reduce(x, axis=-1, keepdims=True)
        span = np.fmax.reduce(x, axis=-1, keepdims=True) - low
        apart = span > NOISE
        return np.where(apart, (x - low) / np.where(apart, span, 1.0), 0.0 * x)

    return v * relative(s) + (1 - v) * relative(r)


def compromise_set(s: Floats, r: Floats, q: Floats) -> Floats:
    """Mark the compromise set (1, else 0, missing where no candidate)."""
    count = np.isfinite(q).sum(axis=-1, keepdims=True)
    short = 1.0 / np.maximum(count - 1, 1)
    place = places(-q)
    lead_place = np.where(place == 1, np.nan, place)
    first = np.fmin.reduce(q, axis=-1, keepdims=True)
    second_place = np.fmin.reduce(lead_place, axis=-1, keepdims=True)
    alone = np.nansum(place == 1, axis=-1, keepdims=True) == 1
    second = np.fmin.reduce(np.where(place == second_place, q, np.nan), axis=-1, keepdims=True)
    leads = alone & ~(second - first < short - NOISE)
    stable = ((place == 1) & ((places(-s) == 1) | (places(-r) == 1))).any(axis=-1, keepdims=True)
    near = q - first < short - NOISE
    joined = np.where(stable, place == 1, (place == 1) | (place == second_place))
    return np.where(np.isnan(q), np.nan, np.where(leads, joined, near | (place == 1)))


def prepare(
    t: DecisionTable,
    name: str,
    options: Mapping[str, Mapping[str, Any]] | None,
    *,
    constant: Constant,
    known: bool = True,
) -> Rule:
    """Make the rule of that name ready to score, its options checked."""
    if name not in RULES:
        raise DecisionError(f"no rule '{name}'; there are {', '.join(RULES)}.")
    told = dict((options or {}).get(name, {}))
    takes = [key for key in inspect.signature(RULES[name]).parameters if key not in ("t", "known")]
    strangers = [key for key in told if key not in takes]
    if strangers:
        raise DecisionError(f"{name} has no option {first_few(strangers)}; it takes {', '.join(takes)}.")
    return RULES[name](t, **{"constant": constant, **told}, known=known)


def check_rules(rules: Sequence[str], options: Mapping[str, Mapping[str, Any]] | None) -> None:
    """Refuse an empty or doubled list of rules, and options of a rule that is not asked."""
    if not rules or isinstance(rules, str) or len(set(rules)) < len(rules):
        raise DecisionError(f"rules: a list of different rules out of {', '.join(RULES)}, found {rules!r}.")
    strangers = [name for name in options or {} if name not in rules]
    if strangers:
        raise DecisionError(
            f"options for {first_few(strangers)}, which is not among the rules {first_few(list(rules))}."
        )


def _rule(
    t: DecisionTable,
    name: str,
    scaling: str,
    constant: Constant,
    known: bool,
    parts: Callable[[Floats, Floats, Floats], Parts],
    score: Callable[[Parts, Floats], Floats],
) -> Rule:
    if known:
        refuse_unknown(t, name)
    scaled = scale(t, scaling, constant=constant).to_numpy()
    low, high = np.fmin.reduce(scaled, axis=-2, keepdims=True), np.fmax.reduce(scaled, axis=-2, keepdims=True)
    return Rule(scaled, low, high, parts, score, weighted(t))


def _linear(parts: Parts, weights: Floats) -> Floats:
    (terms,) = parts
    scores: Floats = weights @ np.swapaxes(terms, -1, -2)
    return scores


def _logarithms(cells: Floats, low: Floats, high: Floats) -> Parts:
    return (np.log(np.where(cells > 0, cells, np.nan)),)


def _distances(cells: Floats, low: Floats, high: Floats) -> Parts:
    flat = equal(low, high)
    return np.where(flat, 0.0, high - cells) ** 2, np.where(flat, 0.0, cells - low) ** 2


def _closeness(parts: Parts, weights: Floats) -> Floats:
    to_best, to_worst = (np.sqrt(_linear((part,), weights**2)) for part in parts)
    both = to_best + to_worst
    return np.where(both == 0, 0.5, to_worst / np.where(both == 0, 1.0, both))
