"""Weights that people state: best-worst, swings, budgets, trees, gaps in comparisons, and answers that contradict."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from smartspec.decision import (
    ahp_weights,
    best_worst_weights,
    budget_weights,
    hierarchical_weights,
    merec_weights,
    pooled_weights,
    swing_weights,
)
from smartspec.errors import DecisionError
from tests.decision.tables import UNKNOWN, laws, of

BEST, WORST = {"cost": 1, "access": 2, "load": 8}, {"cost": 8, "access": 5, "load": 1}
"""Rezaei (2015): cost is 8 times the load, and twice the access, which is 5 times the load."""


def test_rezaei_2016_linear():
    """In 28ths 17, 9, 2: 17 - 2 x 9 = -1, 17 - 8 x 2 = 1, 9 - 5 x 2 = -1, so nothing misses by more than 1/28."""
    found = best_worst_weights(BEST, WORST)
    assert found["weights"].values == pytest.approx([17 / 28, 9 / 28, 2 / 28])
    assert found["misfit"].item() == pytest.approx(1 / 28)
    assert found["lower"].values == pytest.approx(found["upper"].values, abs=1e-6)


def test_rezaei_2015_ratios():
    """(2 - x)(5 - x) = 8 + x has x = 4 - √14 = .26; with the load at 1 the weights are 8 + x, 5 - x, 1 of 14."""
    x = 4 - np.sqrt(14)
    found = best_worst_weights(BEST, WORST, model="ratio")
    assert found["misfit"].item() == pytest.approx(x)
    assert found["weights"].values == pytest.approx([(8 + x) / 14, (5 - x) / 14, 1 / 14], abs=1e-6)


def test_consistency_of_the_comparisons_alone():
    """|2 x 5 - 8| / (8² - 8) = 2/56."""
    assert best_worst_weights(BEST, WORST)["consistency_ratio"].item() == pytest.approx(2 / 56)


def test_ratios_may_leave_room():
    """Four that cannot all agree: the worst misfit fixes some weights, and the rest may move."""
    to_others = {"a": 1, "b": 2, "c": 3, "d": 8}
    to_worst = {"a": 8, "b": 7, "c": 3, "d": 1}
    found = best_worst_weights(to_others, to_worst, model="ratio")
    assert (found["upper"] - found["lower"]).max() > 0.005
    assert float(found["weights"].sum()) == pytest.approx(1)
    assert ((found["lower"] <= found["weights"]) & (found["weights"] <= found["upper"])).all()


@laws
@given(st.lists(st.integers(1, 9), min_size=0, max_size=5), st.sampled_from(["linear", "ratio"]))
def test_comparisons_that_agree_give_back_their_weights(middle, model):
    true = np.array([9, *[m + 0.5 for m in middle if m < 9], 1.0])
    names = [f"c{i}" for i in range(len(true))]
    found = best_worst_weights(
        dict(zip(names, true[0] / true, strict=True)), dict(zip(names, true, strict=True)), model=model
    )
    assert found["weights"].values == pytest.approx(true / true.sum(), abs=1e-6)
    assert found["misfit"].item() == pytest.approx(0, abs=1e-8)
    assert found["consistency_ratio"].item() == pytest.approx(0, abs=1e-9)


def test_two_orders_that_contradict_are_named():
    """Against the best b is nearer than c, against the worst c is."""
    found = best_worst_weights({"a": 1, "b": 2, "c": 4, "d": 8}, {"a": 8, "b": 2, "c": 4, "d": 1})
    assert found.attrs["contradictions"] == ["b / c"]
    assert best_worst_weights(BEST, WORST).attrs["contradictions"] == []


def test_one_criterion_has_all_the_weight():
    assert best_worst_weights({"a": 1}, {"a": 1})["weights"].values.tolist() == [1]


@pytest.mark.parametrize(
    ("best", "worst", "options", "message"),
    [
        ({"a": 1, "b": 3}, {"a": 4, "b": 1}, {}, "'a' against 'b' is 3 in one row and 4 in the other"),
        ({"a": 1, "b": 9, "c": 3}, {"a": 3, "b": 2, "c": 1}, {}, "'b' is told less important than the worst"),
        ({"a": 1, "b": 2, "c": 3}, {"a": 3, "b": 7, "c": 1}, {}, "'b' is told more important than the best"),
        ({"a": 1, "b": 1, "c": 3}, {"a": 3, "b": 3, "c": 1}, {}, "found a, b; name it with `best=`"),
        ({"a": 1, "b": 0.5}, {"a": 2, "b": 1}, {}, "best against b: 1 or more, found 0.5"),
        ({"a": 1, "b": UNKNOWN}, {"a": 2, "b": 1}, {}, "1 or more, found nan"),
        ({"a": 2, "b": 3}, {"a": 3, "b": 1}, {}, "found none; name it"),
        ({"a": 1, "b": 3}, {"a": 3, "c": 1}, {}, "need the same criteria"),
        ({"a": 1, "b": 3}, {"a": 3, "b": 1}, {"best": "b"}, "'b' is named the best"),
        ({"a": 1, "b": 3}, {"a": 3, "b": 1}, {"model": "cubic"}, "'linear' or 'ratio'"),
    ],
)
def test_a_best_worst_set_that_contradicts_itself(best, worst, options, message):
    with pytest.raises(DecisionError, match=message):
        best_worst_weights(best, worst, **options)


def test_harker_1987_a_gap_says_what_the_others_imply():
    """A is twice b, b three times c: a against c left open is 6, and the weights 6, 3, 1 of 10 agree fully."""
    rows = pd.DataFrame([[1, 2, UNKNOWN], [1 / 2, 1, 3], [UNKNOWN, 1 / 3, 1]], index=list("abc"), columns=list("abc"))
    found = ahp_weights(rows)
    assert found["weights"].values == pytest.approx([0.6, 0.3, 0.1])
    assert found["eigenvalue"].item() == pytest.approx(3)
    assert found["missing"].item() == 1


def test_one_of_a_pair_tells_the_other():
    rows = pd.DataFrame([[1, 3], [UNKNOWN, 1]], index=list("ab"), columns=list("ab"))
    assert ahp_weights(rows)["weights"].values == pytest.approx([0.75, 0.25])


def test_a_gap_that_cannot_be_inferred():
    rows = np.full((4, 4), UNKNOWN)
    rows[0, 1], rows[2, 3] = 2, 3
    with pytest.raises(DecisionError, match="no chain of comparisons joins a, b; c, d"):
        ahp_weights(pd.DataFrame(rows, index=list("abcd"), columns=list("abcd")))


def test_the_random_index_is_named_and_decides():
    """The same comparisons over .58 (Saaty) or .4887 (Donegan and Dodd) for three criteria."""
    rows = pd.DataFrame([[1, 3, 5], [1 / 3, 1, 2], [1 / 5, 1 / 2, 1]], index=list("abc"), columns=list("abc"))
    saaty, donegan = ahp_weights(rows), ahp_weights(rows, random_index="donegan_dodd")
    assert (saaty.attrs["random_index"], donegan.attrs["random_index"]) == ("saaty", "donegan_dodd")
    assert (donegan["consistency_ratio"] / saaty["consistency_ratio"]).item() == pytest.approx(0.58 / 0.4887)
    with pytest.raises(DecisionError, match="random_index: one of saaty"):
        ahp_weights(rows, random_index="nobody")


def test_the_hint_says_what_was_told_and_what_would_fit():
    rows = np.array([[1, 2, 4, 4], [1 / 2, 1, 2, 2], [1 / 4, 1 / 2, 1, 1], [1 / 4, 1 / 2, 1, 1]])
    rows[0, 1], rows[1, 0] = 1 / 4, 4
    found = ahp_weights(pd.DataFrame(rows, index=list("abcd"), columns=list("abcd")))
    assert (found["first"].item(), found["second"].item(), found["told"].item()) == ("a", "b", 0.25)
    assert found["suggested"].item() > 0.5


def test_merec_keshavarz_ghorabaee_2021():
    """Five candidates, four criteria; the published weights."""
    t = of(
        [[450, 8000, 54, 145], [10, 9100, 2, 160], [100, 8200, 31, 153], [220, 9300, 1, 162], [5, 8400, 23, 158]],
        wish="++--",
    )
    assert merec_weights(t).values == pytest.approx([0.5752, 0.0141, 0.4016, 0.0091], abs=5e-5)


def test_merec_of_what_is_not_above_zero():
    with pytest.raises(DecisionError, match=r"1 cell.* are not: A / a"):
        merec_weights(of([[0, 1], [2, 3]]))


def test_swings():
    assert swing_weights({"a": 100, "b": 50, "c": 0}).values.tolist() == pytest.approx([2 / 3, 1 / 3, 0])
    for bad in ({}, {"a": 0}, {"a": -1, "b": 2}, {"a": UNKNOWN}):
        with pytest.raises(DecisionError, match="swings need points"):
            swing_weights(bad)


POINTS = pd.DataFrame({"a": [60.0, 20.0, 70.0], "b": [40.0, 80.0, 30.0]}, index=["x", "y", "z"])


def test_everybodys_budget_is_kept_and_pooled_by_a_stated_rule():
    """Means .5, .5; medians .6, .4; geometric means ∛(.6 .2 .7) = .4380, ∛(.4 .8 .3) = .4579, so .4889, .5111."""
    own = budget_weights(POINTS)
    assert own.sel(expert="y").values.tolist() == [0.2, 0.8]
    assert pooled_weights(own).values == pytest.approx([0.5, 0.5])
    assert pooled_weights(own, by="median").values == pytest.approx([0.6, 0.4])
    assert pooled_weights(own, by="geometric").values == pytest.approx([0.4889, 0.5111], abs=5e-5)
    assert pooled_weights(own).attrs == {"by": "mean", "experts": 3}


@pytest.mark.parametrize(
    ("points", "message"),
    [
        (POINTS.assign(b=[40.0, UNKNOWN, 30.0]), "'y' said nothing of b"),
        (POINTS.assign(b=[40.0, 70.0, 30.0]), "'y' spent 90 of 100"),
        (POINTS.assign(a=[-10.0, 20.0, 70.0], b=[110.0, 80.0, 30.0]), "'x' spent less than nothing"),
        (POINTS.set_axis(["x", "x", "z"]), "'x' stands twice"),
        (POINTS.iloc[:0], "at least one person"),
    ],
)
def test_budgets_that_were_not_kept(points, message):
    with pytest.raises(DecisionError, match=message):
        budget_weights(points)
    with pytest.raises(DecisionError, match="budget above zero"):
        budget_weights(POINTS, budget=0)


@pytest.mark.parametrize(
    ("own", "by", "message"),
    [
        ([[1, 0], [0, 1]], "geometric", "people disagree too much"),
        ([[0, 0], [0, 1]], "mean", "one of each person's above zero"),
        ([[1, UNKNOWN]], "mean", "must be known"),
        ([[1, 1]], "loudest", "'mean', 'median' or 'geometric'"),
    ],
)
def test_what_cannot_be_pooled(own, by, message):
    coords = {"expert": list(range(len(own))), "criterion": ["a", "b"]}
    with pytest.raises(DecisionError, match=message):
        pooled_weights(xr.DataArray(np.array(own, dtype=float), coords=coords, dims=list(coords)), by=by)


def test_a_tree_of_three_floors():
    """Economy 3/4 and nature 1/4; in the economy jobs 1/3 and firms 2/3; in firms size and growth half each."""
    tree = {"economy": {"jobs": 1, "firms": {"size": 1, "growth": 1}}, "nature": {"water": 5}}
    found = hierarchical_weights(tree, branches={"economy": 3, "firms": 2})
    assert found.to_series().to_dict() == pytest.approx({"jobs": 0.25, "size": 0.25, "growth": 0.25, "water": 0.25})
    assert found["branch"].sel(criterion="size").item() == "economy / firms"


@pytest.mark.parametrize(
    ("tree", "branches", "message"),
    [
        ({"x": {"a": 0, "b": 0}}, {}, "'x': empty"),
        ({"x": {"a": -1, "b": 2}}, {}, "'x': a weighs less than zero"),
        ({"x": {"a": 1}, "y": {"a": 1}}, {}, "'a' stands twice"),
        ({"x": {"a": 1}}, {"z": 1}, "no branch z"),
        ({}, {}, "the tree: empty"),
    ],
)
def test_trees_that_do_not_stand(tree, branches, message):
    with pytest.raises(DecisionError, match=message):
        hierarchical_weights(tree, branches=branches)
