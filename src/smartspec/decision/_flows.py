"""Outranking flows by criterion, the part of PROMETHEE that does not depend on the weights.

    net_flows    leaving and entering flow of each candidate on each criterion

A preference function says how strongly a difference speaks for the better candidate, from 0 to 1. All but the
Gaussian one are built from steps and ramps, whose sums over all other candidates follow from one sort.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np

from smartspec.decision._labels import Flags, Floats
from smartspec.decision.missing import present_rows, slices
from smartspec.decision.scaling import weighted
from smartspec.decision.table import DecisionTable
from smartspec.errors import DecisionError, bullets, first_few

__all__ = ["PREFERENCES", "Preference", "Threshold", "net_flows"]

Threshold: TypeAlias = float | Mapping[str, float] | None
Preference: TypeAlias = str | Mapping[str, str]

PREFERENCES = {"usual": "", "u_shape": "q", "v_shape": "p", "level": "qp", "linear": "qp", "gaussian": "p"}
"""Every preference function, and the thresholds it needs."""

FEW = 64
"""Up to so many candidates every pair is looked at; beyond, sorting is faster."""


def net_flows(
    t: DecisionTable, x: Floats, *, preference: Preference, p: Threshold, q: Threshold, constant: str
) -> tuple[Floats, Floats]:
    """Leaving and entering flow on each criterion, both (..., candidate, criterion).

    Parameters
    ----------
    t
        The table, for its labels and weights.
    x : (..., candidate, criterion)
        Values in which more is better, in the unit of the thresholds.
    preference, p, q, constant
        As `promethee` takes them.

    Raises
    ------
    DecisionError
        An unknown preference function, thresholds that are missing or out of order, a single candidate.
    """
    shapes = _shapes(t, preference)
    indifferent, strict = _thresholds(t, shapes, p, q)
    there = present_rows(t)
    lonely = there.sum(axis=-1) == 1
    if lonely.any() and constant == "refuse":
        raise DecisionError(
            f"promethee compares candidates, but there is only one in {slices(t, lonely)}. "
            'Rank it first without a rule, or give it a flow of zero with `constant="neutral"`.'
        )
    if x.shape[-2] <= FEW:
        return _in_pairs(x, weighted(t), there, shapes, np.array(indifferent), np.array(strict))
    plus, minus = np.full(x.shape, np.nan), np.full(x.shape, np.nan)
    weighs = np.broadcast_to(weighted(t), (*x.shape[:-2], 1, x.shape[-1]))
    for at in np.ndindex(x.shape[:-2]):
        rows = there[at]
        if not rows.any():
            continue
        others = max(int(rows.sum()) - 1, 1)
        for j in range(x.shape[-1]):
            if not weighs[(*at, 0, j)]:
                plus[(*at, rows, j)] = minus[(*at, rows, j)] = 0.0
                continue
            column = x[(*at, rows, j)]
            column = column - column.mean()
            plus[(*at, rows, j)] = _preferred(column, shapes[j], indifferent[j], strict[j]) / others
            minus[(*at, rows, j)] = _preferred(-column, shapes[j], indifferent[j], strict[j]) / others
    return plus, minus


def _in_pairs(x: Floats, weighs: Flags, there: Flags, shapes: list[str], q: Floats, p: Floats) -> tuple[Floats, Floats]:
    """The same for few candidates: every pair at once."""
    apart = np.maximum(x[..., :, None, :] - x[..., None, :, :], 0.0)
    ahead = np.empty_like(apart)
    for shape in set(shapes):
        own = [j for j, name in enumerate(shapes) if name == shape]
        ahead[..., own] = np.nan_to_num(_strength(apart[..., own], shape, q[own], p[own]))
    others = np.maximum(there.sum(axis=-1), 2)[..., None, None] - 1
    plus, minus = (np.where(weighs, ahead.sum(axis=axis) / others, 0.0) for axis in (-2, -3))
    return np.where(there[..., None], plus, np.nan), np.where(there[..., None], minus, np.nan)


def _strength(d: Floats, preference: str, q: Floats, p: Floats) -> Floats:
    """How strongly differences d, zero or more, speak for the better candidate."""
    if preference == "gaussian":
        return np.asarray(1.0 - np.exp(-((d / p) ** 2) / 2))
    if preference == "usual":
        return np.asarray(d > 0, dtype=float)
    if preference == "u_shape":
        return np.asarray(d > q, dtype=float)
    if preference == "level":
        return np.asarray(((d > q).astype(float) + (d > p)) / 2)
    start = q if preference == "linear" else np.zeros_like(p)
    ramp = np.clip((d - start) / np.where(p > start, p - start, 1.0), 0.0, 1.0)
    return np.where(p > start, ramp, d > start)


def _preferred(x: Floats, preference: str, q: float, p: float) -> Floats:
    """Preference of each candidate over all others, summed."""
    if preference == "gaussian":
        apart = np.maximum(x[:, None] - x[None, :], 0.0)
        summed: Floats = (1.0 - np.exp(-((apart / p) ** 2) / 2)).sum(axis=1)
        return summed
    if preference == "usual":
        return _steps(x, 0.0)
    if preference == "u_shape" or (preference == "linear" and p == q):
        return _steps(x, q)
    if preference == "level":
        return (_steps(x, q) + _steps(x, p)) / 2
    start = q if preference == "linear" else 0.0
    return (_ramps(x, start) - _ramps(x, p)) / (p - start)


def _steps(x: Floats, threshold: float) -> Floats:
    """How many others each candidate exceeds by more than the threshold."""
    return np.searchsorted(np.sort(x), x - threshold, side="left").astype(float)


def _ramps(x: Floats, threshold: float) -> Floats:
    """By how much each candidate exceeds the others beyond the threshold, summed over those it exceeds."""
    ordered = np.sort(x)
    below = np.searchsorted(ordered, x - threshold, side="left")
    total = np.concatenate([[0.0], np.cumsum(ordered)])
    summed: Floats = below * (x - threshold) - total[below]
    return summed


def _shapes(t: DecisionTable, preference: Preference) -> list[str]:
    """The preference function of each criterion."""
    told = preference if isinstance(preference, Mapping) else dict.fromkeys(t.criteria, preference)
    problems = (
        [f"preference: no criterion {first_few(odd)}"] if (odd := [k for k in told if k not in t.criteria]) else []
    )
    left = [key for key in t.criteria if key not in told]
    problems += [f"preference: nothing said of {first_few(left)}"] if left else []
    strange = sorted({str(name) for name in told.values() if name not in PREFERENCES})
    problems += [f"no preference function '{name}'; there are {', '.join(PREFERENCES)}" for name in strange]
    if problems:
        raise DecisionError(bullets(f"promethee's preference functions have {len(problems)} problem(s):", problems))
    return [told[key] for key in t.criteria]


def _thresholds(t: DecisionTable, shapes: list[str], p: Threshold, q: Threshold) -> tuple[list[float], list[float]]:
    """Threshold of indifference and of strict preference for each criterion, checked."""
    problems: list[str] = []
    by_criterion: dict[str, list[float]] = {}
    for name, given in (("q", q), ("p", p)):
        asking = [key for key, shape in zip(t.criteria, shapes, strict=True) if name in PREFERENCES[shape]]
        if asking and given is None:
            shape = next(shape for shape in shapes if name in PREFERENCES[shape])
            problems.append(f"'{shape}' needs `{name}`, in the unit of each criterion")
        if isinstance(given, Mapping):
            strangers = [key for key in given if key not in t.criteria]
            left = [key for key in asking if key not in given]
            problems += [f"{name}: no criterion {first_few(strangers)}"] if strangers else []
            problems += [f"{name}: nothing said of {first_few(left)}"] if left else []
        told = [given.get(key) if isinstance(given, Mapping) else given for key in t.criteria]
        by_criterion[name] = [0.0 if value is None else float(value) for value in told]
    for key, shape, low, high in zip(t.criteria, shapes, by_criterion["q"], by_criterion["p"], strict=True):
        needed = PREFERENCES[shape]
        if "q" in needed and not (np.isfinite(low) and low >= 0):
            problems.append(f"q of '{key}': zero or more, found {low}")
        if needed == "p" and not problems and not (np.isfinite(high) and high > 0):
            problems.append(f"p of '{key}': above zero, found {high}")
        if needed == "qp" and not problems and not (np.isfinite(high) and high >= low):
            problems.append(f"p of '{key}': at least q = {low}, found {high}")
    if problems:
        raise DecisionError(bullets(f"promethee's thresholds have {len(problems)} problem(s):", problems))
    return by_criterion["q"], by_criterion["p"]
