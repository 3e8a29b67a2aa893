"""Technologies: readiness as a gate, boxes, evidence that trusts few documents little, worth in futures, domains."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from smartspec.errors import ForesightError
from smartspec.foresight.technologies import (
    adopted_by,
    ahead,
    box,
    concentration,
    domains,
    in_question,
    serving,
    shrunken_advantage,
    thirds,
    to_go,
    worth,
)

STAGES = {"research": 3, "development": 6, "demonstration": 9, "use": None}


def labelled(values: object, **labels: object) -> xr.DataArray:
    found = {dim: list(names) for dim, names in labels.items()}  # type: ignore[call-overload]
    return xr.DataArray(np.array(values, dtype=float), coords=found, dims=tuple(found))


def counts(values: object) -> xr.DataArray:
    rows, columns = np.shape(values)
    return labelled(values, region=[f"R{n}" for n in range(rows)], field=[f"F{n}" for n in range(columns)])


# ── documents ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_rate_is_shrunk_as_in_gelman_carlin_stern_dunson_vehtari_and_rubin_2013():
    """Bayesian data analysis, chapter 5: 4 of 14 rats with tumours, prior Beta(1.4, 8.6): posterior mean 0.223."""
    ours, rest = [4, 10], [1396, 8590]
    found = shrunken_advantage(counts([ours, rest]), least=0, m=10.0)
    share = 1400 / 10_000
    assert found["advantage"].values[0, 0] * share == pytest.approx(0.223, abs=0.003)


def test_a_revealed_advantage_by_hand():
    """Three of ten patents here, 5 of 40 in the country: 0.3 / 0.125 = 2.4; with 10 of the country's added, 1.7."""
    made = counts([[3, 7], [2, 28]])
    assert shrunken_advantage(made, least=3, m=0.0)["raw"].values[0, 0] == pytest.approx(2.4)
    assert shrunken_advantage(made, least=3, m=10.0)["advantage"].values[0, 0] == pytest.approx((3 + 1.25) / 20 / 0.125)


def test_the_concentration_planted_is_found():
    """Regions drawn from a Dirichlet distribution of known concentration; the likelihood finds it within a quarter."""
    rng = np.random.default_rng(4)
    share = rng.dirichlet(np.full(12, 2.0))
    mixes = rng.dirichlet(30 * share, 300)
    drawn = np.array([rng.multinomial(60, mix) for mix in mixes])
    assert concentration(counts(drawn)) == pytest.approx(30, rel=0.25)


def test_shrinking_comes_nearer_to_the_truth_than_the_raw_quotient():
    rng = np.random.default_rng(5)
    share = rng.dirichlet(np.full(12, 2.0))
    mixes = rng.dirichlet(30 * share, 200)
    drawn = np.array([rng.multinomial(25, mix) for mix in mixes])
    found = shrunken_advantage(counts(drawn), least=0)
    error = {key: np.sqrt(np.mean((found[key].values - mixes / share) ** 2)) for key in ("advantage", "raw")}
    assert error["advantage"] < 0.75 * error["raw"]


@given(arrays(int, (4, 5), elements=st.integers(0, 40)), st.floats(0.1, 500))
def test_an_advantage_lies_between_the_raw_one_and_one(values, m):
    found = shrunken_advantage(counts(values), m=m)
    raw, shrunk = found["raw"].values, found["advantage"].values
    known = np.isfinite(shrunk)
    assert (np.minimum(raw, 1)[known] <= shrunk[known] + 1e-9).all()
    assert (shrunk[known] <= np.maximum(raw, 1)[known] + 1e-9).all()
    assert not known[np.asarray(values) < 5].any()


def test_regions_alike_are_one_and_nothing_is_said_of_one_region_or_none():
    alike = shrunken_advantage(counts([[10, 20], [20, 40]]))
    assert alike["advantage"].values == pytest.approx(np.ones((2, 2)), abs=1e-4)
    alone = shrunken_advantage(counts([[10, 20]]))
    assert np.isnan(alone["advantage"].values).all()
    missing = shrunken_advantage(counts([[10, 20], [30, 5], [np.nan, np.nan]]))
    assert np.isnan(missing["advantage"].values[2]).all()
    assert np.isfinite(missing["advantage"].values[:2]).all()
    with pytest.raises(ForesightError, match="zero or more"):
        shrunken_advantage(counts([[-1, 2], [3, 4]]))


def test_peers_of_which_nothing_is_told_are_not_counted():
    adopted = labelled([[1, np.nan, 0]], technology=["t"], region=["A", "B", "C"])
    peer = xr.DataArray([["B", "C"], ["A", "C"], ["B", "B"]], coords={"region": ["A", "B", "C"], "place": [1, 2]})
    found = adopted_by(adopted, peer)
    assert found["share"].values.ravel().tolist()[:2] == [0.0, 0.5]
    assert np.isnan(found["share"].sel(region="C").item())
    assert found["told"].values.ravel().tolist() == [1, 2, 0]


# ── readiness ─────────────────────────────────────────────────────────────────────────────────────────────────────


def costs(values: object) -> xr.DataArray:
    return labelled(values, technology=["t"], stage=list(STAGES), bound=["low", "high"])


def level(*trl: float) -> xr.DataArray:
    return labelled(trl, technology=[f"t{n}" if len(trl) > 1 else "t" for n in range(len(trl))])


def test_what_is_left_to_pay_by_hand():
    """At level 6 research and development are paid for; demonstration 30 to 50 and use 10 to 20 are left."""
    amount = costs([[[1, 2], [5, 8], [30, 50], [10, 20]]])
    assert to_go(amount, ahead(level(6), STAGES)).values.tolist() == [[40, 70]]
    assert to_go(amount, ahead(level(9), STAGES)).values.tolist() == [[10, 20]]


def test_a_stage_that_is_done_needs_no_figure_and_one_ahead_does():
    amount = costs([[[np.nan, np.nan], [np.nan, np.nan], [30, 50], [10, 20]]])
    assert to_go(amount, ahead(level(6), STAGES)).values.tolist() == [[40, 70]]
    assert np.isnan(to_go(amount, ahead(level(3), STAGES)).values).all()
    assert np.isnan(to_go(amount, ahead(level(np.nan), STAGES)).values).all()


@given(st.lists(st.integers(1, 9), min_size=2, max_size=2), arrays(float, (1, 4, 2), elements=st.floats(0, 100)))
def test_a_readier_technology_never_costs_more(levels, values):
    amount = costs(np.sort(values, axis=2))
    less, more = (to_go(amount, ahead(level(trl), STAGES)).values for trl in sorted(levels))
    assert (more <= less + 1e-9).all()


@pytest.mark.parametrize("trl", [0, 12, 4.5, -1])
def test_a_level_that_is_none_is_refused(trl):
    with pytest.raises(ForesightError, match=f"whole numbers from 1 to 9, found t: {trl:g}"):
        ahead(level(trl), STAGES)


# ── boxes ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def scores(values: object) -> xr.DataArray:
    n = np.shape(values)[1]
    return labelled(values, technology=["t"], criterion=[f"c{k}" for k in range(n)], bound=["low", "high"])


def test_a_box_by_hand():
    assert box(scores([[[4, 6], [6, 8]]])).values.tolist() == [[5, 7]]
    assert box(scores([[[4, 6], [np.nan, np.nan]]])).values.tolist() == [[2.5, 7.5]]
    assert np.isnan(box(scores([[[np.nan, np.nan]] * 2])).values).all()


@given(arrays(float, (1, 3, 2), elements=st.floats(1, 9)), arrays(float, (1, 3), elements=st.floats(0, 1)))
def test_the_mean_of_any_scores_in_their_ranges_is_in_the_box(values, along):
    values = np.sort(values, axis=2)
    inside = (values[..., 0] + along * (values[..., 1] - values[..., 0])).mean(axis=1)
    low, high = box(scores(values)).values[0]
    assert low - 1e-9 <= inside[0] <= high + 1e-9
    opened = values.copy()
    opened[0, 0] = np.nan
    wide_low, wide_high = box(scores(opened)).values[0]
    assert wide_low <= low + 1e-9
    assert wide_high >= high - 1e-9


def test_thirds_of_a_scale_from_one_to_nine():
    ends = labelled([[1, 9], [3.6, 3.7], [6.34, 9]], technology=list("abc"), bound=["low", "high"])
    assert thirds(ends).values.tolist() == [[0, 2], [0, 1], [2, 2]]


# ── links, worth, domains ─────────────────────────────────────────────────────────────────────────────────────────

PARENTS = {"05": "B", "06": "B", "10": "C"}


def test_links_reach_up_and_down_the_list_of_activities():
    links = {"coal": ["05"], "mine": ["B"], "food": ["10", "06"]}
    by_section = serving(links, activities=["B", "C"], parents=PARENTS)
    assert by_section.values.tolist() == [[True, False], [True, False], [True, True]]
    by_division = serving(links, activities=["05", "06", "10"], parents=PARENTS)
    assert by_division.values.tolist() == [[True, False, False], [True, True, False], [False, True, True]]


def test_a_base_counts_only_where_the_region_stands_on_it():
    serves = serving({"mine": ["B"]}, activities=["B", "C"], parents={})
    at = {"region": ["N", "S"], "activity": ["B", "C"]}
    none = labelled(np.zeros((2, 2)), **at).astype(bool)
    held = labelled([[1, 1], [0, 1]], **at).astype(bool)
    base = labelled([1, 0], activity=["B", "C"]).astype(bool)
    found = in_question(serves, directions=none, base=base, held=held)
    assert found.sel(technology="mine").values.tolist() == [[True, False], [False, False]]


@given(st.floats(1, 9), st.floats(0.01, 10))
def test_worth_is_attractiveness_on_the_weight_of_what_is_served(score, times):
    a = labelled([[score, score]], technology=["t"], bound=["low", "high"])
    serves = labelled([[[1, 1, 0]]], region=["N"], technology=["t"], activity=list("abc")).astype(bool)
    weight = labelled([[[0.1, 0.2, 0.7]]], future=[0], region=["N"], activity=list("abc"))
    once = worth(a, serves=serves, weight=weight, seed=1).item()
    assert once == pytest.approx((score - 1) / 8 * 0.3)
    assert worth(a, serves=serves, weight=times * weight, seed=1).item() == pytest.approx(times * once)


def test_worth_is_unknown_where_what_is_served_has_no_future_and_zero_where_nothing_is():
    a = labelled([[3, 7], [5, 5]], technology=["t", "u"], bound=["low", "high"])
    at = {"region": ["N"], "technology": ["t", "u"], "activity": ["a", "b"]}
    serves = labelled([[[1, 1], [0, 0]]], **at).astype(bool)
    weight = labelled([[[0.1, np.nan]]] * 3, future=[0, 1, 2], region=["N"], activity=["a", "b"])
    found = worth(a, serves=serves, weight=weight, seed=1)
    assert np.isnan(found.sel(technology="t").values).all()
    assert (found.sel(technology="u").values == 0).all()
    drawn = worth(a, serves=serves, weight=weight.fillna(0.3), seed=1).sel(technology="t", region="N")
    assert len(np.unique(drawn)) == 3
    xr.testing.assert_equal(
        drawn, worth(a, serves=serves, weight=weight.fillna(0.3), seed=1).sel(drawn.drop_vars("future").coords)
    )


def test_every_direction_gets_a_priority_before_any_gets_two():
    names = ["slag", "cable", "grain"]
    value = labelled([[[2, 3, 0], [0, 0, 1]]], region=["N"], activity=["C", "A"], technology=names)
    answers = labelled([[1, 1, 0], [1, 0, 0], [0, 0, 1]], technology=names, challenge=["depth", "tailings", "food"])
    place = labelled([[1, 2]], region=["N"], activity=["C", "A"])
    found = domains(value, answers=answers.astype(bool), place=place)["N"]
    assert [one[:2] for one in found] == [("C", "depth"), ("A", "food"), ("C", "tailings")]
    assert found[0][2] == ("cable", "slag")
    assert len(domains(value, answers=answers.astype(bool), place=place, most=2)["N"]) == 2


@pytest.mark.parametrize("most", [0, 8])
def test_no_region_gets_more_than_seven_priorities(most):
    value = labelled([[[1]]], region=["N"], activity=["C"], technology=["t"])
    answers = labelled([[1]], technology=["t"], challenge=["depth"]).astype(bool)
    with pytest.raises(ForesightError, match=f"from 1 to 7 priorities, not {most}"):
        domains(value, answers=answers, place=labelled([[1]], region=["N"], activity=["C"]), most=most)
