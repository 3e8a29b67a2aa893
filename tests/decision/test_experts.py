"""Experts: textbook concordance and correlations, when to stop asking, what one hand did, bad answers named."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from smartspec.decision import (
    Override,
    ahp_weights,
    disagreements,
    influence,
    intraclass,
    joint_comparisons,
    joint_scores,
    joint_weights,
    judgements,
    kendall_w,
    replay,
    round_stability,
    spread,
    table,
    weighted_sum,
    without_interested,
)
from smartspec.errors import DecisionError
from tests.decision.tables import laws


def array(values, *dims):
    """Labelled a, b, c, … along every dimension, rounds from 1."""
    values = np.array(values, dtype=float)
    dims = dims or ("person", "candidate")
    coords = {
        dim: list(range(1, n + 1)) if dim == "round" else [f"{dim[0]}{place}" for place in range(1, n + 1)]
        for dim, n in zip(dims, values.shape, strict=True)
    }
    return xr.DataArray(values, coords=coords, dims=dims)


def answers(scores, *, rounds=1, **rest):
    """A row per (person, candidate, criterion) of nested lists, as a form gives them."""
    rows = [
        {"person": f"p{p}", "candidate": f"c{c}", "criterion": f"k{k}", "score": score, "round": rounds}
        for p, one in enumerate(scores, start=1)
        for c, row in enumerate(one, start=1)
        for k, score in enumerate(row, start=1)
    ]
    return pd.DataFrame(rows).assign(**rest)


def judged(scores, **rest):
    shape = np.shape(scores)
    return judgements(
        answers(scores),
        candidates=[f"c{c}" for c in range(1, shape[1] + 1)],
        criteria=[f"k{k}" for k in range(1, shape[2] + 1)],
        **rest,
    )


# ── known answers ─────────────────────────────────────────────────────────────────────────────────────────────────

SHROUT_FLEISS = [[9, 6, 8, 7, 10, 6], [2, 1, 4, 1, 5, 2], [5, 3, 6, 2, 6, 4], [8, 2, 8, 6, 9, 7]]


def test_shrout_and_fleiss_1979():
    """Their table 2, six targets and four judges: ICC(1,1) .17, ICC(2,1) .29, ICC(3,1) .71."""
    found = intraclass(array(SHROUT_FLEISS))
    assert found["one_way"].item() == pytest.approx(0.17, abs=5e-3)
    assert found["agreement"].item() == pytest.approx(0.29, abs=5e-3)
    assert found["consistency"].item() == pytest.approx(0.71, abs=6e-3)


def test_the_mean_squares_of_shrout_and_fleiss_1979():
    """Their table 3: between targets 11.24, residual 1.02, so that ICC(3,1) is 10.22 / (11.24 + 3 · 1.02)."""
    assert intraclass(array(SHROUT_FLEISS))["consistency"].item() == pytest.approx(10.22 / 14.30, abs=1e-3)


def test_kendall_three_judges_six_candidates():
    """Siegel (1956), Nonparametric statistics: three executives rank six applicants; W = .16."""
    ranks = array([[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]])
    assert kendall_w(ranks).item() == pytest.approx(0.16, abs=5e-3)


def test_kendall_with_ties_by_hand():
    """Ranks 1 2.5 2.5 4 and 1 2 3 4: sums 2 4.5 5.5 8, S 18.5; one tie of two, T 6; 12 · 18.5 / (4 · 60 - 2 · 6)."""
    scores = array([[1, 2, 2, 3], [1, 2, 3, 4]])
    assert kendall_w(scores).item() == pytest.approx(222 / 228)
    assert kendall_w(scores).item() > 222 / 240


def test_kendall_1970_with_ties():
    """Kendall, Rank correlation methods: three rankings of ten with ties; S 591, W = .828."""
    ranks = array(
        [
            [1, 4.5, 2, 4.5, 3, 7.5, 6, 9, 7.5, 10],
            [2.5, 1, 2.5, 4.5, 4.5, 8, 9, 6.5, 10, 6.5],
            [2, 1, 4.5, 4.5, 4.5, 4.5, 8, 8, 8, 10],
        ]
    )
    assert kendall_w(ranks).item() == pytest.approx(0.828, abs=5e-4)


def test_quartiles_by_hand():
    """Type 7 on 1, 2, 4, 9: a quarter of the way from the first to the second and so on."""
    found = spread(array([1, 2, 4, 9], "person"))
    assert [found[key].item() for key in ("lower", "median", "upper", "iqr", "answers")] == [1.75, 3, 5.25, 3.5, 4]


def test_net_change_by_hand():
    """Of five people one went from 3 to 5 and one back, which cancel out; a third moved from 7 to 8: one in five."""
    scores = array([[3, 5, 7, 6, 6], [5, 3, 8, 6, 6]], "round", "person")
    found = round_stability(scores)
    assert found["net_change"].values == pytest.approx([0.2])
    assert found["moved"].values == pytest.approx([0.6])
    assert not found["stop"].item()
    assert round_stability(scores, still=0.25)["stop"].item()


def test_stable_disagreement_stops_the_rounds():
    """People who keep to 1 and 9 do not agree, and asking again is no use."""
    scores = array([[1, 1, 9, 9], [1, 1, 9, 9]], "round", "person")
    assert round_stability(scores)["stop"].item()
    assert spread(scores.isel(round=-1))["iqr"].item() == 8


def test_geometric_mean_of_comparisons_saaty():
    """Nine times against a ninth cancel out: equal weights."""
    made = joint_comparisons(
        xr.DataArray(
            [[[1, 9], [1 / 9, 1]], [[1, 1 / 9], [9, 1]]],
            coords={"person": ["a", "b"], "criterion": ["x", "y"], "other": ["x", "y"]},
            dims=("person", "criterion", "other"),
        )
    )
    weighed = ahp_weights(made.to_pandas())
    found = weighed["weights"] if isinstance(weighed, xr.Dataset) else weighed
    assert np.asarray(found).tolist() == pytest.approx([0.5, 0.5])


def test_group_weights_by_hand():
    own = array([[4, 1], [1, 1], [1, 4]], "person", "criterion")
    median = joint_weights(own, rule="median")
    assert median["joint"].values.tolist() == [0.5, 0.5]
    assert median["own"].values.tolist() == [[0.8, 0.2], [0.5, 0.5], [0.2, 0.8]]
    assert median["lowest"].values.tolist() == [0.2, 0.2]
    assert median.attrs["rule"] == "median"


def test_a_disagreement_names_its_ends():
    found = disagreements(judged([[[1], [5]], [[9], [5]], [[2], [6]], [[9], [5]]]))
    assert found[["candidate", "lowest", "low", "highest", "high"]].values.tolist() == [["c1", 1, "p1", 9, "p2, p4"]]


def test_interest_sets_a_judgement_aside():
    rows = answers([[[9], [2]], [[5], [5]]], interest=["owner", "", "", ""])
    found = without_interested(judgements(rows, candidates=["c1", "c2"], criteria=["k1"]))
    assert joint_scores(found).values.tolist() == [[5], [3.5]]


def test_what_the_ranking_would_be_without_an_override():
    t = table(pd.DataFrame({"x": [9.0, 5.0, 1.0], "y": [9.0, 5.0, 1.0]}, index=["A", "B", "C"]))
    done = [
        Override("C", "x", 9.5, "akimat", "2026-03-31", "a new field"),
        Override("C", "y", 9.5, "akimat", "2026-04-01", "a new road"),
        Override("B", "x", 5.5, "ministry", "2026-04-02", "revised figure"),
    ]
    found = replay(t, done, score=weighted_sum)
    assert found["rank"].sel(variant="with_all").values.tolist() == [2, 3, 1]
    assert found["rank"].sel(variant="with_none").values.tolist() == [1, 2, 3]
    assert found["moved"].sel(variant="with_none").values.tolist() == [-1, -1, 2]
    assert found["moved"].sel(variant="without B / x").values.tolist() == [0, 0, 0]
    assert found["rank"].variant.values.tolist()[2:] == ["without C / x", "without C / y", "without B / x"]
    assert t.values.sel(candidate="C", criterion="x").item() == 1


def test_one_expert_decides():
    """Two like c2 a little more, one loves c1: nobody alone decides medians of three, unless the others tie."""
    found = influence(judged([[[9], [1]], [[5], [6]], [[5], [6]]]))
    assert found["all"].values.tolist() == [2, 1]
    assert found["leads"].values.tolist() == [False, True, True]
    assert found["moved"].values.tolist() == [0, 2, 2]
    assert found["largest"].values.tolist() == [0, 1, 1]


def test_the_last_round_counts():
    rows = pd.concat([answers([[[9], [1]]], rounds=1), answers([[[2], [3]]], rounds=2)])
    found = judgements(rows, candidates=["c1", "c2"], criteria=["k1"])
    assert found.rounds == (1, 2)
    assert joint_scores(found).values.tolist() == [[2], [3]]


# ── laws ──────────────────────────────────────────────────────────────────────────────────────────────────────────

panels = st.integers(2, 5).flatmap(
    lambda m: st.integers(2, 6).flatmap(
        lambda n: st.lists(st.lists(st.integers(1, 9), min_size=n, max_size=n), min_size=m, max_size=m)
    )
)


@laws
@given(panels)
def test_concordance_is_a_share_or_undefined(scores):
    w = kendall_w(array(scores)).item()
    if all(len(set(row)) == 1 for row in scores):
        assert np.isnan(w)
    else:
        assert -1e-12 <= w <= 1 + 1e-12


@laws
@given(panels)
def test_concordance_knows_only_order(scores):
    x = array(scores)
    assert kendall_w(x**3 + 2).item() == pytest.approx(kendall_w(x).item(), nan_ok=True)


@laws
@given(panels)
def test_strictness_does_not_touch_consistency(scores):
    x = array(scores)
    shift = xr.DataArray(np.arange(x.sizes["person"]) * 3.0, coords={"person": x.person})
    found = intraclass(x + shift)["consistency"].item()
    assert found == pytest.approx(intraclass(x)["consistency"].item(), nan_ok=True, abs=1e-9)


@laws
@given(panels)
def test_questions_are_judged_one_by_one(scores):
    """A leading dimension changes nothing."""
    x = array(scores)
    both = xr.concat([x, x.max() - x], xr.IndexVariable("criterion", ["k1", "k2"]))
    for measure in (kendall_w, lambda one: intraclass(one)["agreement"]):
        together = measure(both)
        assert together.sel(criterion="k1").item() == pytest.approx(measure(x).item(), nan_ok=True, abs=1e-12)


@laws
@given(panels)
def test_the_same_answers_again_are_stable(scores):
    x = array([scores, scores], "round", "person", "candidate")
    found = round_stability(x)
    assert (found["net_change"] == 0).all()
    assert found["stop"].all()


@laws
@given(panels)
def test_net_change_is_at_most_what_moved(scores):
    x = array([scores, [row[::-1] for row in scores]], "round", "person", "candidate")
    found = round_stability(x)
    assert (found["net_change"] <= found["moved"] + 1e-12).all()
    assert (found["net_change"] <= 1).all()


@laws
@given(st.lists(st.lists(st.floats(0.01, 9), min_size=3, max_size=3), min_size=1, max_size=4))
def test_joint_weights_sum_to_one_and_do_not_depend_on_the_unit(own):
    x = array(own, "person", "criterion")
    for rule in ("geometric_mean", "median"):
        found = joint_weights(x, rule=rule)
        assert found["joint"].sum().item() == pytest.approx(1)
        assert joint_weights(x * 7, rule=rule)["joint"].values == pytest.approx(found["joint"].values)


# ── undefined and refused ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "scores", [[[1, 2, 3]], [[1], [2]], [[5, 5], [5, 5]], [[1, np.nan], [1, 2]]], ids=["alone", "one", "alike", "open"]
)
def test_undefined_stays_undefined(scores):
    x = array(scores)
    assert np.isnan(kendall_w(x).item())
    found = intraclass(x)
    assert all(np.isnan(found[key].item()) for key in found)


def test_nobody_answered_a_question():
    found = spread(array([[1, np.nan], [3, np.nan]]))
    assert found["median"].values.tolist()[0] == 2
    assert np.isnan(found["iqr"].values[1])
    assert found["answers"].values.tolist() == [2, 0]


def test_all_bad_answers_come_at_once():
    rows = answers([[[5, 5], [5, 5]], [[5, 5], [5, 5]]])
    rows = pd.concat([rows, rows.iloc[[0]]], ignore_index=True).astype(object)
    rows = rows.assign(confidence="", date="2026-03-31").astype(object)
    rows.loc[1, "score"] = 11
    rows.loc[2, "score"] = "much"
    rows.loc[3, "candidate"] = "c7"
    rows.loc[4, ["confidence", "date"]] = [9, "yesterday"]
    rows.loc[5, "round"] = 1.5
    rows.loc[6, "person"] = " "
    rows.loc[7, "score"] = None
    with pytest.raises(DecisionError) as wrong:
        judgements(rows, candidates=["c1", "c2"], criteria=["k1", "k2"])
    text = str(wrong.value)
    assert text.startswith("the judgements have 10 problem(s):")
    for part in (
        "1 row(s) name no person",
        "1 unknown candidate: c7; judged are c1, c2",
        "1 score(s) are no number: p1 / c2 / k1 (round 1): much; write a number",
        "1 score(s) are outside 1 to 9: p1 / c1 / k2 (round 1): 11",
        "1 round(s) are no whole number from 1: p2 / c1 / k2 (round 1.5): 1.5",
        "1 confidence(s) are outside 1 to 5: p2 / c1 / k1 (round 1): 9",
        "1 date(s) are none: p2 / c1 / k1 (round 1): yesterday; write them as 2026-03-31",
        "1 answer(s) are given twice: p1 / c1 / k1 (round 1); keep one of each",
        "'p1' left 1 of 4 questions of round 1 open: c2 / k2",
        "'p2' left 2 of 4 questions of round 1 open: c2 / k1, c2 / k2",
    ):
        assert part in text


def test_half_an_answer_may_be_accepted():
    rows = answers([[[5], [6]], [[5], [None]]])
    with pytest.raises(DecisionError, match=r"'p2' left 1 of 2 questions of round 1 open: c2 / k1; ask for them"):
        judgements(rows, candidates=["c1", "c2"], criteria=["k1"])
    found = judgements(rows, candidates=["c1", "c2"], criteria=["k1"], partial=True)
    assert np.isnan(found.scores.sel(person="p2", candidate="c2").item())
    assert np.isnan(influence(found)["rank"].sel(person="p1", candidate="c2").item())


def test_dates_of_a_spreadsheet_are_dates():
    rows = answers([[[5]]], date=datetime(2026, 3, 31, 9))
    assert judgements(rows, candidates=["c1"], criteria=["k1"]).rows["date"].tolist() == ["2026-03-31"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: judgements(pd.DataFrame({"who": []}), candidates=["a"], criteria=["k"]),
            "no column person.*unknown col",
        ),
        (lambda: judgements(answers([[[1]]]), candidates=[], criteria=["k1"]), "a candidate, a criterion and a scale"),
        (lambda: judgements(answers([[[None]]]), candidates=["c1"], criteria=["k1"]), "nobody answered anything"),
        (lambda: round_stability(array([[1, 2]], "round", "person")), "two or more"),
        (lambda: round_stability(array([[1, 2]], "round", "person").isel(round=[0, 0])), "first to last"),
        (lambda: round_stability(array([[1], [2]], "round", "person"), still=0), "shares above zero"),
        (lambda: kendall_w(array([1, 2], "candidate")), r"dimension\(s\) person"),
        (lambda: joint_weights(array([[0, 0]], "person", "criterion")), "all zero: ask again"),
        (lambda: joint_weights(array([[-1, 2]], "person", "criterion")), "unknown or negative"),
        (lambda: joint_weights(array([[0, 2]], "person", "criterion")), "no geometric mean"),
        (lambda: joint_weights(array([[1, 2]], "person", "criterion"), rule="vote"), "no rule 'vote'"),
        (lambda: disagreements(judged([[[1]]]), wide=2), "a share of the scale"),
    ],
)
def test_refused(call, message):
    with pytest.raises(DecisionError, match=message):
        call()


def test_bad_overrides_come_at_once():
    t = table(pd.DataFrame({"x": [9.0, 5.0]}, index=["A", "B"]), goalposts={"x": (1, 9)})
    done = [
        Override("Z", "x", 5, "akimat", "2026-03-31", "why"),
        Override("A", "y", 5, "akimat", "2026-03-31", "why"),
        Override("A", "x", 10, "", "soon", " "),
        Override("A", "x", 2, "akimat", "2026-03-31", "why"),
    ]
    with pytest.raises(DecisionError) as wrong:
        replay(t, done)
    for part in (
        "Z / x: no candidate 'Z'; there is A, B",
        "A / y: no criterion 'y'; there is x",
        "A / x: a score from 1 to 9 is needed, found 10",
        "A / x: no author and no reason",
        "A / x: the date is written as 2026-03-31, found 'soon'",
        "1 cell(s) are overridden twice: A / x",
    ):
        assert part in str(wrong.value)
