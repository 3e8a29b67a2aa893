"""How credible it is that one candidate is at least as good as another: the core of the ELECTRE family.

thresholds     indifference, preference and veto by criterion, checked
credibility    concordance of the criteria, weakened by those that object
distil         a preorder drawn from credibilities, best first or worst first
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from smartspec.decision._flows import Threshold
from smartspec.decision._labels import Floats
from smartspec.decision.table import DecisionTable
from smartspec.errors import DecisionError, bullets, first_few

__all__ = ["Thresholds", "credibility", "distil", "thresholds"]

NOISE = 12
"""Decimals of a credibility that count; the rest is rounding, and no reason to prefer anybody."""


@dataclass(frozen=True)
class Thresholds:
    """Differences on each criterion, in its unit: up to q they do not count, beyond p fully, from v on they forbid."""

    q: Floats
    p: Floats
    v: Floats


def thresholds(t: DecisionTable, asker: str, *, p: Threshold, q: Threshold, v: Threshold) -> Thresholds:
    """Thresholds by criterion; no veto where none is told.

    Raises
    ------
    DecisionError
        A threshold that is missing, names no criterion, or is out of order (0 <= q <= p <= v).
    """
    problems: list[str] = []
    found = {}
    for name, given, fallback in (("q", q, np.nan), ("p", p, np.nan), ("v", v, np.inf)):
        if isinstance(given, Mapping):
            strangers = [key for key in given if key not in t.criteria]
            problems += [f"{name}: no criterion {first_few(strangers)}"] if strangers else []
        told = [given.get(key) if isinstance(given, Mapping) else given for key in t.criteria]
        found[name] = np.array([fallback if value is None else float(value) for value in told])
        left = [key for key, value in zip(t.criteria, found[name], strict=True) if np.isnan(value)]
        problems += [f"{name}: nothing said of {first_few(left)}"] if left else []
    if not problems:
        for key, low, high, veto in zip(t.criteria, found["q"], found["p"], found["v"], strict=True):
            if not 0 <= low <= high <= veto or np.isinf(high):
                problems.append(f"'{key}': 0 ≤ q ≤ p ≤ v must hold, found q = {low}, p = {high}, v = {veto}")
    if problems:
        raise DecisionError(bullets(f"{asker}'s thresholds have {len(problems)} problem(s):", problems))
    return Thresholds(found["q"], found["p"], found["v"])


def credibility(better: Floats, worse: Floats, weights: Floats, limits: Thresholds) -> Floats:
    """Credibility (..., n, k) that each of n rows is at least as good as each of k others.

    `better` (..., n, criterion) and `worse` (..., k, criterion) hold values in which more is better.
    """
    agree = np.zeros((*better.shape[:-1], worse.shape[-2]))
    for j in range(better.shape[-1]):
        behind = worse[..., None, :, j] - better[..., :, None, j]
        agree += weights[..., None, None, j] * _share(behind, limits.q[j], limits.p[j], full_below=True)
    found = agree.copy()
    for j in np.flatnonzero(np.isfinite(limits.v)).tolist():
        behind = worse[..., None, :, j] - better[..., :, None, j]
        against = _share(behind, limits.p[j], limits.v[j], full_below=False)
        objects = (against > agree) & (weights[..., None, None, j] > 0)
        found *= np.where(objects, (1.0 - against) / np.where(objects, 1.0 - agree, 1.0), 1.0)
    return np.asarray(np.round(found, NOISE), dtype=float)


def distil(credible: Floats, *, best_first: bool, intercept: float = 0.3, slope: float = -0.15) -> Floats:
    """Classes of the candidates of one slice in the order they are drawn, from 1; `credible` is (n, n)."""
    rest, classes = list(range(len(credible))), np.zeros(len(credible))
    for step in range(1, len(credible) + 1):
        if not rest:
            break
        drawn = _one_class(credible, rest, best_first, intercept, slope)
        classes[drawn] = step
        rest = [i for i in rest if i not in drawn]
    return classes


def _one_class(credible: Floats, rest: list[int], best_first: bool, intercept: float, slope: float) -> list[int]:
    """The next class: those whose qualification stays extreme while the level of credibility is lowered."""
    among = np.array(rest)
    level = _highest(credible[np.ix_(among, among)])
    while len(among) > 1 and level > 0:
        between = credible[np.ix_(among, among)]
        lower = _highest(between, below=level - (intercept + slope * level))
        strong = (between > lower) & (between > between.T + intercept + slope * between)
        np.fill_diagonal(strong, False)
        qualification = strong.sum(axis=1) - strong.sum(axis=0)
        extreme = qualification.max() if best_first else qualification.min()
        among, level = among[qualification == extreme], lower
    return [int(i) for i in among]


def _highest(between: Floats, *, below: float = np.inf) -> float:
    """The highest credibility between two different candidates under a bound; 0 where there is none."""
    others = between[~np.eye(len(between), dtype=bool)]
    others = others[others < below]
    return float(others.max()) if others.size else 0.0


def _share(behind: Floats, start: float, end: float, *, full_below: bool) -> Floats:
    """From 0 up to `start` to 1 from `end` on, or one minus that."""
    if end > start:
        rising = np.clip((behind - start) / (end - start), 0.0, 1.0)
    else:
        rising = np.where(np.isnan(behind), np.nan, (behind > start).astype(float))
    return 1.0 - rising if full_below else rising
