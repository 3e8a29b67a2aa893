"""The rules, as far as they go before the weights are told: one weighting or ten thousand then cost a product.

    RULES         every rule by its name: a function from a table and options to a `Rule`
    prepare       the rule of a name, its options checked
    check_rules   a list of rules and their options

Weighted sum, SPOTIS and PROMETHEE are linear in the weights, the weighted product is linear in its logarithm,
TOPSIS' distances are linear in the squared weights, COPRAS and MARCOS are made of two linear sums.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np

from smartspec.decision._flows import Preference, Threshold, net_flows
from smartspec.decision._labels import Flags, Floats, named
from smartspec.decision._places import places
from smartspec.decision._rule import Parts, Rule, edges, linear, make_rule
from smartspec.decision.missing import present_rows, refuse_unknown, slices
from smartspec.decision.scaling import NOISE, Constant, equal, scale, weighted
from smartspec.decision.table import DecisionTable
from smartspec.errors import DecisionError, first_few

__all__ = ["LINEAR", "RULES", "check_rules", "compromise", "compromise_set", "copras_q", "prepare", "regrets"]


def weighted_sum(
    t: DecisionTable, *, scaling: str = "min_max", constant: Constant = "refuse", known: bool = True
) -> Rule:
    """Linear in the weights: the terms are the scaled cells."""
    return make_rule(t, "weighted_sum", scaling, constant, known, _cells, linear)


def weighted_product(
    t: DecisionTable, *, scaling: str = "maximum", constant: Constant = "refuse", known: bool = True
) -> Rule:
    """Linear in the weights once the logarithm is taken; the score is the product itself."""
    rule = make_rule(t, "weighted_product", scaling, constant, known, _logarithms, lambda p, w: np.exp(linear(p, w)))
    bad = (rule.scaled <= 0) & rule.weighs
    if bad.any():
        raise DecisionError(
            f"weighted_product needs numbers above zero after scaling '{scaling}', but {int(bad.sum())} cell(s) are "
            f'not: {_cells_of(t, bad)}. Use `scaling="rank"`, or another rule.'
        )
    return rule


def topsis(t: DecisionTable, *, scaling: str = "vector", constant: Constant = "refuse", known: bool = True) -> Rule:
    """Linear in the squared weights: the terms are squared distances to the best and to the worst, by criterion."""
    rule = make_rule(t, "topsis", scaling, constant, known, _distances, _closeness)
    differs = np.atleast_1d(np.any(~equal(rule.low, rule.high) & rule.weighs, axis=(-2, -1)))
    same = present_rows(t).any(axis=-1) & ~differs.reshape(rule.scaled.shape[:-2])
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

    return make_rule(t, "vikor", "min_max", constant, known, regret, score)


def spotis(
    t: DecisionTable,
    *,
    ideal: Mapping[str, float] | None = None,
    constant: Constant = "refuse",
    known: bool = True,
) -> Rule:
    """Linear in the weights: the terms are shares of the goalposts between a cell and the ideal; score is minus."""
    if known:
        refuse_unknown(t, "spotis")
    posts = np.array([t.goalposts.get(name, (np.nan, np.nan)) for name in t.criteria], dtype=float)
    asked = weighted(t)
    lacking = [t.criteria[j] for j in np.flatnonzero(asked.reshape(-1, len(posts)).any(axis=0) & np.isnan(posts[:, 0]))]
    if lacking:
        raise DecisionError(
            f"spotis: no goalposts for {first_few(lacking)}: give `table(..., goalposts=)` their low and high end."
        )
    strangers = [name for name in ideal or {} if name not in t.criteria]
    if strangers:
        raise DecisionError(f"spotis: ideal names no criterion {first_few(strangers)}; {first_few(t.criteria)} there.")
    best = np.where(t.wish.to_numpy() > 0, posts[:, 1], posts[:, 0])
    best = np.array([(ideal or {}).get(name, end) for name, end in zip(t.criteria, best, strict=True)], dtype=float)
    x = t.values.to_numpy()
    outside = ((x < posts[:, 0]) | (x > posts[:, 1])) & asked
    off = [name for name, at, (low, high) in zip(t.criteria, best, posts, strict=True) if at < low or at > high]
    if outside.any() or off:
        cells = f"{int(outside.sum())} cell(s) lie outside: {_cells_of(t, outside)}" if outside.any() else ""
        ideals = f"the ideal of {first_few(off)} lies outside" if off else ""
        raise DecisionError(
            f"spotis measures within the goalposts, but {'; '.join(filter(None, (cells, ideals)))}. Widen them."
        )
    scaled = 1.0 - np.abs(x - best) / (posts[:, 1] - posts[:, 0])

    def distance(cells: Floats, low: Floats, high: Floats) -> Parts:
        return (1.0 - cells,)

    return Rule(scaled, *edges(scaled), distance, lambda parts, weights: -linear(parts, weights), asked)


def copras(t: DecisionTable, *, constant: Constant = "refuse", known: bool = True) -> Rule:
    """Two linear sums: shares of what is wanted more of, and shares of what is wanted less of; the score is q."""
    if known:
        refuse_unknown(t, "copras")
    x, asked, less = t.values.to_numpy(), weighted(t), t.wish.to_numpy() < 0
    negative = (x < 0) & asked
    if negative.any():
        raise DecisionError(f"copras needs amounts, but {int(negative.sum())} cell(s) are negative: "
                            f"{_cells_of(t, negative)}. Use another rule.")  # fmt: skip
    total = np.nansum(x, axis=-2, keepdims=True)
    inhabited: Flags = np.asarray(present_rows(t).any(axis=-1))
    empty = (total == 0) & asked & inhabited[..., None, None]
    if empty.any() and constant == "refuse":
        raise DecisionError(
            f"copras divides by sums, but column(s) are zero throughout: {_columns_of(t, empty)}. Drop them with "
            '`without`, or let them count for nobody with `constant="neutral"`.'
        )
    free = present_rows(t) & ((x == 0) | ~(less & asked)).all(axis=-1) & (less & asked & (total > 0)).any(axis=-1)
    if free.any():
        raise DecisionError(
            f"copras divides by what is wanted less of, but {int(free.sum())} candidate(s) have none of any: "
            f"{_cells_of(t, free)}. Use another rule."
        )
    shares = np.where(np.isnan(x), np.nan, x / np.where(total == 0, 1.0, total)) * t.wish.to_numpy()

    def sides(cells: Floats, low: Floats, high: Floats) -> Parts:
        return np.where(less, 0.0, cells), np.where(less, -cells, 0.0)

    def score(parts: Parts, weights: Floats) -> Floats:
        return copras_q(linear(parts[:1], weights), linear(parts[1:], weights))

    return Rule(shares, *edges(shares), sides, score, asked)


def marcos(t: DecisionTable, *, constant: Constant = "refuse", known: bool = True) -> Rule:
    """Two linear sums: of the candidate, and of the worst imaginable one; the score is the utility."""
    rule = make_rule(t, "marcos", "maximum", constant, known, _with_worst, marcos_utility)
    worthless: Flags = np.asarray(present_rows(t).any(axis=-1) & ~((rule.low > 0) & rule.weighs).any(axis=(-2, -1)))
    if worthless.any():
        raise DecisionError(
            f"marcos divides by the worst imaginable candidate, which is worth nothing in {slices(t, worthless)}: each "
            "criterion has a zero. Use another rule."
        )
    return rule


def promethee(
    t: DecisionTable,
    *,
    preference: Preference = "linear",
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
    empty = np.zeros_like(plus[..., :1, :])
    return Rule(plus - minus, empty, empty, _cells, linear, weighted(t))


RULES: Mapping[str, Callable[..., Rule]] = MappingProxyType(
    {rule.__name__: rule for rule in (weighted_sum, weighted_product, topsis, vikor, promethee, copras, marcos, spotis)}
)
"""Every rule that scores at any weights, by its name."""

LINEAR = ("weighted_sum", "weighted_product", "promethee", "spotis")
"""Those whose order is the order of a weighted sum of terms that do not know the weights."""


def regrets(parts: Parts, weights: Floats) -> tuple[Floats, Floats]:
    """Sum of the weighted regrets, and the largest of them, both (..., k, candidate)."""
    (regret,) = parts
    by_criterion = np.ascontiguousarray(np.moveaxis(regret, -1, 0))[..., None, :]
    worst = weights[..., :, None, 0] * by_criterion[0]
    other = np.empty_like(worst)
    for j in range(1, regret.shape[-1]):
        np.multiply(weights[..., :, None, j], by_criterion[j], out=other)
        np.maximum(worst, other, out=worst)
    return linear(parts, weights), worst


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


def copras_q(plus: Floats, minus: Floats) -> Floats:
    """COPRAS' q along the last axis; without anything wanted less of it is the first sum alone."""
    costs = minus > 0
    inverse = np.where(costs, 1.0 / np.where(costs, minus, 1.0), 0.0 * minus)
    total, inverted = (np.nansum(x, axis=-1, keepdims=True) for x in (minus, inverse))
    found: Floats = plus + total * inverse / np.where(inverted > 0, inverted, 1.0)
    return found


def marcos_utility(parts: Parts, weights: Floats) -> Floats:
    """MARCOS' utility from the candidate's sum and the worst one's; that of the best is 1."""
    own, worst = (linear((part,), weights) for part in parts)
    return own * (1.0 + worst) / (1.0 + worst + worst**2)


def marcos_degrees(parts: Parts, weights: Floats) -> tuple[Floats, Floats]:
    """The sum of a candidate over that of the best and of the worst imaginable one."""
    own, worst = (linear((part,), weights) for part in parts)
    return own, own / worst


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


def _cells(cells: Floats, low: Floats, high: Floats) -> Parts:
    return (cells,)


def _logarithms(cells: Floats, low: Floats, high: Floats) -> Parts:
    return (np.log(np.where(cells > 0, cells, np.nan)),)


def _with_worst(cells: Floats, low: Floats, high: Floats) -> Parts:
    return cells, np.broadcast_to(low, cells.shape)


def _distances(cells: Floats, low: Floats, high: Floats) -> Parts:
    flat = equal(low, high)
    return np.where(flat, 0.0, high - cells) ** 2, np.where(flat, 0.0, cells - low) ** 2


def _closeness(parts: Parts, weights: Floats) -> Floats:
    squared = weights**2
    both, to_worst = (linear((part,), squared) for part in parts)
    np.sqrt(both, out=both)
    np.sqrt(to_worst, out=to_worst)
    both += to_worst
    if (both == 0).any():
        return np.where(both == 0, 0.5, to_worst / np.where(both == 0, 1.0, both))
    return np.divide(to_worst, both, out=to_worst)


def _cells_of(t: DecisionTable, marks: Flags) -> str:
    """The first few marked cells or rows, by their labels."""
    array = t.values if marks.ndim == t.values.ndim else t.values.isel(criterion=0)
    return first_few([" / ".join(str(part) for part in cell) for cell in named(array, marks)])


def _columns_of(t: DecisionTable, marks: Flags) -> str:
    """The first few marked columns (..., 1, criterion), by their labels."""
    found = named(t.values.isel(candidate=0), np.broadcast_to(marks, t.values[..., :1, :].shape)[..., 0, :])
    return first_few([" / ".join(str(part) for part in cell) for cell in found])
