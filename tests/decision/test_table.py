"""The table at the door: what it accepts, and everything it refuses by name."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from smartspec.decision import table, with_weights, without
from smartspec.errors import DecisionError
from tests.decision.tables import UNKNOWN, of, stacked

FRAME = pd.DataFrame({"growth": [3.0, 5.0], "cost": [10.0, 20.0]}, index=["A", "B"])


def test_weights_are_shares_of_their_sum():
    assert of([[1, 2, 3], [3, 2, 1]], weights=[2, 1, 1]).weights.values.tolist() == [0.5, 0.25, 0.25]


def test_groups_weigh_equally_and_criteria_equally_within():
    t = of([[1, 2, 3], [3, 2, 1]], groups={"a": "mass", "b": "mass", "c": "dynamics"})
    assert t.weights.values.tolist() == [0.25, 0.25, 0.5]


def test_groups_may_be_weighed():
    t = of(
        [[1, 2, 3], [3, 2, 1]],
        groups={"a": "mass", "b": "mass", "c": "dynamics"},
        group_weights={"mass": 3, "dynamics": 1},
    )
    assert t.weights.values.tolist() == [0.375, 0.375, 0.25]


def test_a_frame_and_an_array_make_the_same_table():
    array = xr.DataArray(FRAME.to_numpy().T, coords={"criterion": ["growth", "cost"], "candidate": ["A", "B"]})
    xr.testing.assert_equal(table(array).values, table(FRAME).values)


def test_named_index_levels_become_leading_dimensions_in_the_order_they_appear():
    index = pd.MultiIndex.from_tuples([("S", "B"), ("S", "A"), ("N", "B")], names=["region", None])
    t = table(pd.DataFrame({"growth": [1.0, 2.0, 3.0]}, index=index))
    assert t.lead == ("region",)
    assert list(t.values.region.values) == ["S", "N"]
    assert t.candidates == ("B", "A")
    assert np.isnan(t.values.sel(region="N", candidate="A").item())


def test_what_is_put_in_is_not_changed():
    before = FRAME.copy()
    table(FRAME, wish={"growth": "more", "cost": "less"}, weights={"growth": 1, "cost": 2})
    pd.testing.assert_frame_equal(FRAME, before)


def test_all_problems_come_at_once():
    with pytest.raises(DecisionError) as told:
        table(
            FRAME.replace(20.0, np.inf),
            wish={"growth": "most"},
            weights={"growth": -1.0, "price": 1.0},
            groups={"growth": "g", "cost": "g", "jobs": "g"},
            goalposts={"growth": (5, 1)},
            missing={("A", "growth"): "withheld", ("C", "growth"): "withheld"},
        )
    for part in (
        "1 cell(s) are infinite: B / cost",
        "wish: nothing said of cost",
        "wish of 'growth': 'more' or 'less', found 'most'",
        "weights: no criterion price",
        "weights: nothing said of cost",
        "weight of 'growth': zero or more, found -1.0",
        "groups: no criterion jobs",
        "goalposts of 'growth'",
        "('A', 'growth') is known",
        "('C', 'growth') names no cell",
    ):
        assert part in str(told.value)


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pd.DataFrame({"a": ["1", "two"]}, index=["A", "B"]), "1 cell.* hold no number: B / a: 'two'"),
        (pd.DataFrame({"a": [1.0, 2.0]}, index=["A", "A"]), "candidate labels stand twice: A"),
        (pd.DataFrame([[1.0, 2.0]], index=["A"], columns=["a", "a"]), "criterion labels stand twice: a"),
        (pd.DataFrame({"a": []}), "at least one candidate"),
        (pd.DataFrame({"a": [1.0, 2.0]}, index=["A", None]), "without a label"),
        (xr.DataArray([1.0], coords={"candidate": ["A"]}), "needs the dimensions 'candidate' and 'criterion'"),
        (xr.DataArray([[1.0]], dims=("candidate", "criterion")), "'candidate' has no labels"),
        (xr.DataArray([["x"]], coords={"candidate": ["A"], "criterion": ["a"]}), "not numbers"),
    ],
)
def test_what_is_no_table(frame, message):
    with pytest.raises(DecisionError, match=message):
        table(frame)


def test_index_levels_without_a_name():
    index = pd.MultiIndex.from_tuples([("S", "B"), ("N", "B")])
    with pytest.raises(DecisionError, match="needs a name of its own"):
        table(pd.DataFrame({"growth": [1.0, 2.0]}, index=index))


def test_weights_that_are_all_zero():
    with pytest.raises(DecisionError, match="all are zero"):
        of([[1, 2]], weights=[0, 0])


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"group_weights": {"g": 1}}, "they need `groups`"),
        ({"groups": {"a": "g", "b": "h"}, "group_weights": {"g": 1}}, "nothing said of h"),
        ({"groups": {"a": "g", "b": "h"}, "group_weights": {"g": 1, "h": 1, "i": 1}}, "no group i"),
        ({"groups": {"a": "g", "b": "h"}, "group_weights": {"g": 0, "h": 0}}, "all are zero"),
        (
            {"groups": {"a": "g", "b": "h"}, "group_weights": {"g": 1, "h": 1}, "weights": [1, 1]},
            "instead of `weights`",
        ),
    ],
)
def test_weights_of_groups_that_do_not_fit(more, message):
    with pytest.raises(DecisionError, match=message):
        of([[1, 2]], **more)


def test_weights_may_differ_along_the_leading_dimensions():
    t = stacked([[1, 2], [3, 4]], [[1, 2], [3, 4]])
    weights = xr.DataArray([[3, 1], [0, 5]], coords={"region": ["S", "N"], "criterion": ["b", "a"]})
    found = with_weights(t, weights).weights
    assert found.sel(region="N").values.tolist() == [1.0, 0.0]
    assert found.sel(region="S", criterion="b").item() == 0.75


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ({"a": 1.0}, "nothing said of b"),
        ({"a": 1.0, "b": -1.0}, "zero or more, found -1.0"),
        (xr.DataArray([1.0, 1.0], coords={"criterion": ["a", "c"]}), "different labels along 'criterion'"),
        (xr.DataArray([1.0, UNKNOWN], coords={"criterion": ["a", "b"]}), "known and zero or more"),
        (xr.DataArray([0.0, 0.0], coords={"criterion": ["a", "b"]}), "above zero"),
        (xr.DataArray([1.0], coords={"year": [2024]}), "need the dimension 'criterion'"),
    ],
)
def test_weights_that_fit_no_table(weights, message):
    with pytest.raises(DecisionError, match=message):
        with_weights(of([[1, 2], [2, 1]]), weights)


def test_a_dropped_criterion_leaves_its_weight_to_its_group():
    """Mass .5 (a .25, b .25) and dynamics .5 (c): without b, a has all of mass; without c, mass has all."""
    t = of([[1, 2, 3], [3, 2, 1]], groups={"a": "mass", "b": "mass", "c": "dynamics"}, units={"b": "jobs", "c": "%"})
    assert without(t, "b").weights.values.tolist() == [0.5, 0.5]
    assert without(t, "c").weights.values.tolist() == [0.5, 0.5]
    assert without(t, ["b"]).units == {"c": "%"}


def test_what_cannot_be_dropped():
    t = of([[1, 2], [2, 1]], weights=[1, 0])
    with pytest.raises(DecisionError, match="no criterion z in the table"):
        without(t, "z")
    with pytest.raises(DecisionError, match="no criterion of weight is left"):
        without(t, "a")


def test_lower_and_upper_are_the_value_where_nothing_is_told():
    t = table(FRAME, lower=FRAME.assign(growth=[2.0, np.nan]), upper=FRAME.assign(growth=[4.0, np.nan]))
    assert t.lower.sel(criterion="growth").values.tolist() == [2, 5]
    assert t.upper.sel(criterion="growth").values.tolist() == [4, 5]
    assert without(t, "cost").lower.criterion.values.tolist() == ["growth"]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"lower": FRAME + 1}, "4 cell.* do not lie between lower and upper: A / growth"),
        ({"upper": FRAME.assign(cost=[np.inf, 20.0])}, "1 cell.* have an infinite end: A / cost"),
        ({"lower": FRAME.rename(index={"A": "C"})}, "lower: its labels are not those of the table"),
    ],
)
def test_ends_that_do_not_fit(more, message):
    with pytest.raises(DecisionError, match=message):
        table(FRAME, **more)


def test_an_unknown_cell_needs_both_ends():
    frame = FRAME.assign(growth=[np.nan, 5.0])
    with pytest.raises(DecisionError, match=r"1 cell.* have only one end: A / growth"):
        table(frame, lower=frame.assign(growth=[1.0, 5.0]))
    t = table(frame, lower=frame.assign(growth=[1.0, 5.0]), upper=frame.assign(growth=[9.0, 5.0]))
    assert np.isnan(t.values.sel(candidate="A", criterion="growth"))
