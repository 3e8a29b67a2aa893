"""Which choice moves the ranking: shares of its variation that go back to each weight, value, scaling and rule.

    sensitivity    first-order and total Sobol indices, through SALib

Needs the extra: python -m pip install "smartspec[stats]".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import xarray as xr

from smartspec.decision._labels import Floats
from smartspec.decision._places import TIES, places
from smartspec.decision._rule import score_once
from smartspec.decision._rules import check_rules, prepare
from smartspec.decision.missing import refuse_unknown
from smartspec.decision.scaling import Constant
from smartspec.decision.table import DecisionTable
from smartspec.errors import DecisionError, first_few

__all__ = ["sensitivity"]


def sensitivity(
    t: DecisionTable,
    *,
    rules: Sequence[str] = ("weighted_sum", "topsis"),
    options: Mapping[str, Mapping[str, Any]] | None = None,
    scalings: Sequence[str] = (),
    around: float = 0.5,
    base: int = 512,
    seed: int,
    constant: Constant = "refuse",
) -> xr.Dataset:
    r"""Trace the shifts of the ranking back to the choices behind it.

    Parameters
    ----------
    t
        The table, without leading dimensions. With `lower` and `upper`, the values of each criterion are a choice too.
    rules
        Keys of `RULES`; with more than one, the rule is a choice, each as likely.
    options
        Options of a rule by its name.
    scalings
        Keys of `SCALINGS`; with more than one, the scaling is a choice. All of `rules` must then take one.
    around
        How far each weight moves, as a share of itself on either side; the weights are divided by their sum again.
    base
        Base size of the sample, a power of two; the table is ranked `base` times the number of choices plus two.
    seed
        The same seed gives the same sample.
    constant
        Passed to every rule.

    Returns
    -------
    Dataset
        first, total (output, choice)
            share of the variation that goes back to a choice alone, and with all its interactions. Outputs are
            ``"shift"``, the mean distance of all places from those at the table's own weights, values and first rule
            and scaling, and the place of each candidate. Missing where an output does not vary.
        first_error, total_error (output, choice)
            half the width of their 95 % interval
        mean, deviation (output)
            of each output over the sample

    Raises
    ------
    DecisionError
        SALib is not installed; leading dimensions; an unknown cell; a base that is no power of two; what rules refuse.

    Notes
    -----
    Saltelli's scheme with Sobol sequences; Saisana, Saltelli and Tarantola (2005). A large gap between total and first
    means that the choices act together, and that varying one at a time would mislead.

    Examples
    --------
    >>> import pandas as pd
    >>> from smartspec.decision.table import table
    >>> frame = pd.DataFrame({"growth": [4.0, 2.0, 1.0], "size": [10.0, 30.0, 5.0]}, index=["A", "B", "C"])
    >>> found = sensitivity(table(frame), rules=["weighted_sum"], base=64, seed=7)
    >>> found.choice.values.tolist(), found.output.values.tolist()
    (['weight of growth', 'weight of size'], ['shift', 'A', 'B', 'C'])
    """
    try:
        from SALib.analyze import sobol as analyse
        from SALib.sample import sobol as sample
    except ImportError as error:
        raise DecisionError(
            'sensitivity stands on SALib, which is not installed: python -m pip install "smartspec[stats]"'
        ) from error
    _checked(t, rules, options, scalings, around, base)
    choices = [f"weight of {name}" for name in t.criteria]
    choices += [f"values of {name}" for name in t.criteria] if t.lower is not None else []
    choices += (["scaling"] if len(scalings) > 1 else []) + (["rule"] if len(rules) > 1 else [])
    problem = {"num_vars": len(choices), "names": choices, "bounds": [[0.0, 1.0]] * len(choices)}
    drawn = sample.sample(problem, base, calc_second_order=False, seed=seed)
    ranked = _ranked(t, drawn, rules, options, scalings, around, constant)
    own = prepare(t, rules[0], _told(rules[0], options, scalings[0] if scalings else None), constant=constant)
    shift = np.abs(ranked - places(score_once(own, t))).mean(axis=1)
    outputs = np.column_stack([shift, ranked])
    found = np.full((4, outputs.shape[1], len(choices)), np.nan)
    for i, output in enumerate(outputs.T):
        if np.ptp(output) > 0:
            told = analyse.analyze(problem, output, calc_second_order=False, seed=seed)
            found[:, i] = told["S1"], told["ST"], told["S1_conf"], told["ST_conf"]
    names = ("first", "total", "first_error", "total_error")
    return xr.Dataset(
        {
            **{name: (("output", "choice"), array) for name, array in zip(names, found, strict=True)},
            "mean": ("output", outputs.mean(axis=0)),
            "deviation": ("output", outputs.std(axis=0)),
        },
        coords={"output": ["shift", *map(str, t.candidates)], "choice": choices},
        attrs={"base": base, "rankings": len(drawn), **TIES},
    )


def _checked(
    t: DecisionTable,
    rules: Sequence[str],
    options: Mapping[str, Mapping[str, Any]] | None,
    scalings: Sequence[str],
    around: float,
    base: int,
) -> None:
    check_rules(rules, options)
    refuse_unknown(t, "sensitivity")
    if t.lead:
        raise DecisionError(f"sensitivity looks at one table: choose one of {first_few(t.lead)} first.")
    if base < 2 or base & (base - 1):
        raise DecisionError(f"base: a power of two such as 512, found {base}.")
    if not 0 < around <= 1:
        raise DecisionError(f"around: a share above 0 and up to 1, found {around}.")
    if isinstance(scalings, str) or len(set(scalings)) < len(scalings):
        raise DecisionError(f"scalings: a list of different ones, found {scalings!r}.")


def _ranked(
    t: DecisionTable,
    drawn: Floats,
    rules: Sequence[str],
    options: Mapping[str, Mapping[str, Any]] | None,
    scalings: Sequence[str],
    around: float,
    constant: Constant,
) -> Floats:
    """Places (sample, candidate), one rule and scaling at a time."""
    width, count = len(t.criteria), len(drawn)
    weights = t.weights.to_numpy() * (1.0 + around * (2.0 * drawn[:, :width] - 1.0))
    weights = weights / weights.sum(axis=1, keepdims=True)
    values = np.broadcast_to(t.values.to_numpy(), (count, *t.values.shape))
    if t.lower is not None and t.upper is not None:
        at = drawn[:, None, width : 2 * width]
        values = t.lower.to_numpy() * (1.0 - at) + t.upper.to_numpy() * at
    which_rule = np.minimum((drawn[:, -1] * len(rules)).astype(int), len(rules) - 1) if len(rules) > 1 else 0
    column = drawn[:, -2 if len(rules) > 1 else -1]
    which = np.minimum((column * len(scalings)).astype(int), len(scalings) - 1) if len(scalings) > 1 else 0
    ranked = np.empty((count, len(t.candidates)))
    for i, rule in enumerate(rules):
        for j, scaling in enumerate(scalings or (None,)):
            rows = np.flatnonzero(np.broadcast_to((which_rule == i) & (which == j), count))
            for part in np.array_split(rows, max(1, len(rows) * t.values.size // 1_000_000)):
                if not len(part):
                    continue
                own = _stacked(t, values[part], weights[part])
                ranked[part] = places(
                    score_once(prepare(own, rule, _told(rule, options, scaling), constant=constant), own)
                )
    return ranked


def _stacked(t: DecisionTable, values: Floats, weights: Floats) -> DecisionTable:
    """One table for each row of the sample, under a leading dimension."""
    axes = {"sample": np.arange(len(values)), **{d: t.values.indexes[d] for d in ("candidate", "criterion")}}
    shares = {"sample": axes["sample"], "criterion": axes["criterion"]}
    return replace(
        t,
        values=xr.DataArray(values, coords=axes, dims=list(axes)),
        weights=xr.DataArray(weights, coords=shares, dims=list(shares)),
        lower=None,
        upper=None,
    )


def _told(
    rule: str, options: Mapping[str, Mapping[str, Any]] | None, scaling: str | None
) -> Mapping[str, Mapping[str, Any]]:
    told = dict((options or {}).get(rule, {}))
    return {rule: told if scaling is None else {**told, "scaling": scaling}}
