"""Gates: only "not yet" holds back, and nobody is dropped in silence."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from smartspec.decision import Gate, at_least, held_back, judge, open_questions, present, set_aside
from smartspec.errors import DecisionError
from tests.decision.tables import of

MASS = Gate("mass", "1 % of value added", "statistics")
WATER = Gate("water", "a permit", "the basin inspectorate")


def test_three_answers_three_states():
    answers = pd.DataFrame(
        {"mass": [True, False, None], "water": [np.nan, True, True]}, index=["A", "B", "C"], dtype=object
    )
    states = judge(answers, [MASS, WATER])
    assert states.values.tolist() == [["met", "not_judged"], ["not_yet", "met"], ["not_judged", "met"]]
    assert held_back(states).values.tolist() == [False, True, False]


@pytest.mark.parametrize("dtype", [bool, float, "boolean", object])
def test_true_and_false_in_every_dress(dtype):
    states = judge(pd.DataFrame({"mass": [1, 0]}, index=["A", "B"]).astype(dtype), [MASS])
    assert states.values.tolist() == [["met"], ["not_yet"]]


def test_a_gate_nobody_answered_waits_for_people():
    states = judge(pd.DataFrame({"mass": [True]}, index=["A"]), [WATER, MASS])
    assert states.gate.values.tolist() == ["water", "mass"]
    assert states.values.tolist() == [["not_judged", "met"]]
    assert open_questions(states).to_dict("records") == [
        {"candidate": "A", "gate": "water", "state": "not_judged", "says": "the basin inspectorate"}
    ]


def test_answers_by_region():
    answers = xr.DataArray(
        [[[1.0, 0.0]], [[np.nan, 1.0]]], coords={"region": ["N", "S"], "gate": ["mass"], "candidate": ["A", "B"]}
    )
    states = judge(answers, [MASS])
    assert states.dims == ("region", "candidate", "gate")
    assert held_back(states).values.tolist() == [[False, True], [False, False]]
    assert open_questions(states)["says"].tolist() == ["1 % of value added", "statistics"]


def test_a_number_answers_only_where_it_is_known():
    share = xr.DataArray([0.01, 0.009, np.nan], coords={"candidate": ["A", "B", "C"]})
    states = judge(at_least(share, 0.01).expand_dims(gate=["mass"]), [MASS])
    assert states.values[:, 0].tolist() == ["met", "not_yet", "not_judged"]


def test_the_held_back_stay_in_the_table_without_a_rank():
    held = held_back(judge(pd.DataFrame({"mass": [True, False]}, index=["A", "B"]), [MASS]))
    t = set_aside(of([[1, 2], [3, 4]]), held)
    assert t.candidates == ("A", "B")
    assert present(t).values.tolist() == [True, False]


@pytest.mark.parametrize(
    ("answers", "gates", "message"),
    [
        (pd.DataFrame({"mass": [0.5]}, index=["A"]), [MASS], "neither true, false nor missing"),
        (pd.DataFrame({"mass": ["yes"]}, index=["A"]), [MASS], "neither true, false nor missing"),
        (pd.DataFrame({"mas": [True]}, index=["A"]), [MASS], "answers to no gate: mas"),
        (pd.DataFrame({"mass": [True]}, index=["A"]), [MASS, MASS], "gate 'mass' stands twice"),
        (pd.DataFrame({"mass": [True]}, index=["A"]), [Gate("mass", "", "x")], "says not what it needs"),
        (pd.DataFrame(index=["A"]), [], "no gate was given"),
        (pd.DataFrame({"mass": [True, True]}, index=["A", "A"]), [MASS], "twice"),
        (xr.DataArray([True], coords={"candidate": ["A"]}), [MASS], "labels along 'candidate' and 'gate'"),
    ],
)
def test_what_is_no_answer(answers, gates, message):
    with pytest.raises(DecisionError, match=message):
        judge(answers, gates)
