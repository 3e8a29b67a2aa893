"""Every rule and every weighing against every kind of bad input: a refusal by name, or an answer that is defined.

Warnings are errors in the suite, so that a division by zero that slips through fails here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from smartspec import decision
from smartspec.decision import DecisionTable
from smartspec.errors import DecisionError
from tests.decision.tables import UNKNOWN, of

POSTS = {"a": (-10.0, 10.0), "b": (-10.0, 10.0)}
PROFILES = pd.DataFrame({"a": [2.0], "b": [2.0]}, index=["border"])

Asked = Callable[..., Any]
RULES: Mapping[str, Asked] = {
    "weighted_sum": decision.weighted_sum,
    "weighted_product": decision.weighted_product,
    "topsis": decision.topsis,
    "vikor": lambda t, **more: decision.vikor(t, **more)["q"],
    "promethee": lambda t, **more: decision.promethee(t, p=2.0, q=0.0, **more)["net"],
    "copras": lambda t, **more: decision.copras(t, **more)["q"],
    "marcos": lambda t, **more: decision.marcos(t, **more)["utility"],
    "spotis": decision.spotis,
    "borda": lambda t, **more: decision.borda(t, rules=["weighted_sum", "vikor"], **more),
    "copeland": lambda t, **more: decision.copeland(t, rules=["weighted_sum", "vikor"], **more),
    "electre_iii": lambda t: decision.electre_iii(t, p=2.0, q=0.0)["score"],
    "electre_tri": lambda t: decision.electre_tri(
        t, profiles=PROFILES, categories=["low", "high"], p=2.0, q=0.0, cut=0.7
    )["reaches"],
    "rank_acceptability": lambda t, **more: decision.rank_acceptability(t, draws=50, seed=1, **more)["first"],
}
PAIRED = ("electre_iii", "electre_tri", "spotis")
"""They compare values as they are, so that equal candidates are no difficulty."""

WEIGHTS: Mapping[str, Asked] = {
    name: getattr(decision, f"{name}_weights") for name in ("critic", "merec", "standard_deviation", "entropy")
}


def table(rows: list[list[float]], **more: Any) -> DecisionTable:
    return of(rows, goalposts=POSTS, **more)


def defined(found: xr.DataArray) -> bool:
    return bool(np.isfinite(found.to_numpy().astype(float)).all())


def answer(rule: str, t: DecisionTable) -> tuple[xr.DataArray, str]:
    """What a rule says, told to be neutral where it refuses, and the refusal."""
    try:
        return RULES[rule](t), ""
    except DecisionError as error:
        return RULES[rule](t, constant="neutral"), str(error)


@pytest.mark.parametrize("rule", RULES)
def test_an_unknown_cell_is_named(rule):
    with pytest.raises(DecisionError, match=r"(?s)unknown.*B / a|B / a.*unknown"):
        RULES[rule](table([[1, 2], [UNKNOWN, 1], [3, 3]]))


@pytest.mark.parametrize("rule", RULES)
def test_an_infinite_cell_never_gets_into_a_table(rule):
    with pytest.raises(DecisionError, match=r"1 cell.* infinite: A / b"):
        RULES[rule](table([[1, np.inf], [2, 1]]))


@pytest.mark.parametrize(
    "rows", [[[1, 5], [2, 5], [3, 5]], [[2, 3]], [[2, 3], [2, 3]]], ids=["constant", "alone", "twins"]
)
@pytest.mark.parametrize("rule", RULES)
def test_all_equal_one_alone_and_twins_are_refused_or_defined(rule, rows):
    """Twins share a place where there is an answer; told to be neutral, every rule has one."""
    t = table(rows)
    found, refusal = answer(rule, t)
    assert refusal == "" or ("neutral" in refusal and rule not in PAIRED)
    assert defined(found)
    if rows == [[2, 3], [2, 3]]:
        first, second = found.transpose("candidate", ...).to_numpy()
        assert np.array_equal(first, second)


@pytest.mark.parametrize("weights", [[1, -1], [0, 0], [UNKNOWN, 1], [np.inf, 1]])
def test_weights_that_are_none_are_refused(weights):
    with pytest.raises(DecisionError, match="weight"):
        table([[1, 2], [2, 1]], weights=weights)
    with pytest.raises(DecisionError, match="weight"):
        decision.with_weights(table([[1, 2], [2, 1]]), dict(zip("ab", weights, strict=True)))


@pytest.mark.parametrize("rule", RULES)
def test_weights_that_do_not_sum_to_one_are_shares_of_their_sum(rule):
    rows = [[1, 2], [2, 1], [4, 4]]
    xr.testing.assert_allclose(RULES[rule](table(rows, weights=[3, 1])), RULES[rule](table(rows, weights=[0.75, 0.25])))


@pytest.mark.parametrize("rule", RULES)
def test_what_is_not_above_zero_is_refused_where_ratios_count(rule):
    """Shares and products need amounts; all others take any number."""
    rows = [[-1, 2], [0, 1], [3, 3]]
    if rule in ("weighted_product", "copras", "marcos"):
        with pytest.raises(DecisionError, match=r"negative|above zero|zero or more"):
            RULES[rule](table(rows))
    else:
        assert defined(RULES[rule](table(rows)))


@pytest.mark.parametrize(
    "rows", [[[1, UNKNOWN], [2, 1]], [[2, 3]], [[5, 3], [5, 3]]], ids=["unknown", "alone", "twins"]
)
@pytest.mark.parametrize("weigh", WEIGHTS)
def test_weights_from_figures_that_say_nothing_are_refused(weigh, rows):
    with pytest.raises(DecisionError):
        WEIGHTS[weigh](table(rows))
