"""Gates: only "not yet" holds back, and nobody is dropped in silence."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from smartspec.decision import (
    MET,
    NOT_JUDGED,
    NOT_YET,
    Gate,
    at_least,
    held_back,
    judge,
    known_share,
    open_questions,
    present,
    set_aside,
    vetoes,
)
from smartspec.errors import DecisionError
from tests.decision.tables import UNKNOWN, of, stacked

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


@pytest.mark.parametrize("ask", [held_back, open_questions])
def test_bare_answers_hold_nobody_back_in_silence(ask):
    with pytest.raises(DecisionError, match="put answers through `judge` first"):
        ask(vetoes(of([[1, 9], [3, 2]]), {"a": 2}))


def test_a_limit_is_met_from_either_side_and_unknown_is_not_judged():
    t = of([[1, 9], [3, 2], [UNKNOWN, 5]], wish="+-")
    gates = [Gate("a", "more", "statistics"), Gate("b", "less", "statistics")]
    states = judge(vetoes(t, {"a": 2, "b": 5}), gates)
    assert states.sel(gate="a").values.tolist() == [NOT_YET, MET, NOT_JUDGED]
    assert states.sel(gate="b").values.tolist() == [NOT_YET, MET, MET]
    assert held_back(states).values.tolist() == [True, False, False]
    assert present(set_aside(t, held_back(states))).values.tolist() == [False, True, True]


def test_vetoes_by_region():
    t = stacked([[1, 9], [3, 2]], [[5, 1], [0, 1]])
    assert vetoes(t, {"a": 2}).sel(gate="a").values.tolist() == [[False, True], [True, False]]


@pytest.mark.parametrize("limits", [{}, {"z": 1.0}, {"a": UNKNOWN}])
def test_limits_of_nothing(limits):
    with pytest.raises(DecisionError, match="vetoes need a number"):
        vetoes(of([[1, 2]]), limits)


def test_data_adequacy_as_a_gate():
    """Known to a half, to all of the weight, and no candidate at all."""
    t = of([[1, UNKNOWN], [3, 4], [UNKNOWN, UNKNOWN]])
    answers = at_least(known_share(t), 0.7).expand_dims(gate=["data"], axis=-1)
    states = judge(answers, [Gate("data", "more figures", "statistics")])
    assert states.values[:, 0].tolist() == [NOT_YET, MET, NOT_JUDGED]
