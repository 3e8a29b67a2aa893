"""Portfolios: textbook knapsacks, every answer of small problems tried out, and what is refused by name."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st

from smartspec.decision import (
    Fixed,
    GroupLimit,
    Needs,
    OneOf,
    Synergy,
    choose,
    choose_each,
    classes,
    conflict,
    marginal,
    portfolio_problem,
)
from smartspec.decision.portfolio._rows import certified, fits, rows_of, worth
from smartspec.errors import DecisionError

NAMES = list("ABCDEFGH")


def problem(values, costs, budgets, **rest):
    """Candidates A, B, … with values (candidate) or (future, candidate), costs (budget, candidate) and budgets."""
    values, costs = np.array(values, dtype=float), np.atleast_2d(np.array(costs, dtype=float))
    names = NAMES[: values.shape[-1]]
    labels = [f"b{place}" for place in range(len(costs))]
    if values.ndim == 1:
        given_values = pd.Series(values, index=names)
    else:
        coords = {"future": range(len(values)), "candidate": names}
        given_values = xr.DataArray(values, coords=coords, dims=("future", "candidate"))
    frame = pd.DataFrame(costs.T, index=names, columns=labels)
    return portfolio_problem(given_values, costs=frame, budgets=dict(zip(labels, budgets, strict=True)), **rest)


def picked(found):
    return "".join(found.candidate.values[found.values])


def everything(p):
    """Every portfolio that keeps all limits, tried one by one."""
    rows = rows_of(p)
    every = np.array(list(product([False, True], repeat=len(p.candidates))))
    return rows, every[fits(rows, every)]


# ── known answers ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_martello_and_toth_1990():
    """Example 2.3 of Knapsack Problems: profits 70 20 39 37 7 5 10, weights 31 10 20 19 4 3 6, capacity 50."""
    found = choose(problem([70, 20, 39, 37, 7, 5, 10], [31, 10, 20, 19, 4, 3, 6], [50]), gap=0)
    assert found["value"].item() == 107
    assert picked(found["chosen"]) == "AD"
    assert found["spent"].values.tolist() == [50]
    assert found["left"].values.tolist() == [0]


def test_hillier_and_lieberman_california_manufacturing():
    """Two factories (9 for 6, 5 for 3), at most one warehouse and only beside a factory (6 for 5, 4 for 2), capital 10.

    Their answer: both factories and no warehouse, 14.
    """
    limits = [OneOf(("C", "D")), Needs("C", "A"), Needs("D", "B")]
    found = choose(problem([9, 5, 6, 4], [6, 3, 5, 2], [10], limits=limits))
    assert found["value"].item() == 14
    assert picked(found["chosen"]) == "AB"
    assert found.attrs["stopped"] == "gap"


def test_the_linear_bound_of_martello_and_toth():
    """31 and 10 fit, 9 of 20 are left for the third: 90 + 39 · 9/20 = 107.55."""
    p = problem([[70, 20, 39, 37, 7, 5, 10]], [31, 10, 20, 19, 4, 3, 6], [50])
    assert choose_each(p, refine=None)["bound"].values == pytest.approx([107.55])
    assert choose_each(p)["value"].values == pytest.approx([107])


def test_a_synergy_that_decides_by_hand():
    """A and B bring 3 and 3, C brings 7; together A and B bring 2 more, so 8 beats 7."""
    costs = [1, 1, 2]
    assert picked(choose(problem([3, 3, 7], costs, [2]))["chosen"]) == "C"
    together = choose(problem([3, 3, 7], costs, [2], synergies=[Synergy(("A", "B"), 2)]))
    assert picked(together["chosen"]) == "AB"
    assert together["value"].item() == 8
    apart = choose(problem([5, 5, 7], costs, [2], synergies=[Synergy(("A", "B"), -4)]))
    assert picked(apart["chosen"]) == "C"


def test_aims_by_hand():
    """Of one candidate: A is best on average, C in the worst future, B in all but the worst of four."""
    values = [[9, 0, 3], [9, 5, 3], [9, 5, 3], [0, 5, 3]]
    p = problem(values, [1, 1, 1], [1])
    assert picked(choose(p)["chosen"]) == "A"
    worst = choose(p, aim="worst")
    assert (picked(worst["chosen"]), worst["value"].item()) == ("C", 3)
    safe = choose(problem([[9, 1, 3], [0, 5, 3], [9, 5, 3], [0, 5, 3]], [1, 1, 1], [1]), aim="percentile", level=0.25)
    assert (picked(safe["chosen"]), safe["value"].item()) == ("B", 5)
    assert safe.attrs["level"] == 0.25


def test_limits_of_groups_by_hand():
    groups = {"region": {"A": "N", "B": "N", "C": "S", "D": None}, "theme": dict.fromkeys("ABCD", "t")}
    p = [9, 8, 2, 5], [1, 1, 1, 1], [2]

    def best(*limits):
        return picked(choose(problem(*p, groups=groups, limits=limits))["chosen"])

    assert best() == "AB"
    assert best(GroupLimit("region", "N", most=1)) == "AD"
    assert best(GroupLimit("region", "S", least=1)) == "AC"
    assert best(GroupLimit("region", "N", most=0.5, of="b0")) == "CD"
    assert best(GroupLimit(most=1)) == "A"
    assert best(Fixed("A", False), Fixed("D", True)) == "BD"


def test_what_another_unit_buys_by_hand():
    """Costs 1, 2, 4 and values 10, 12, 16: at 3 the third is split, worth 4 a unit; 4 more buy it whole."""
    found = marginal(problem([10, 12, 16], [1, 2, 4], [3]), steps=[-1 / 3, 1 / 3, 4 / 3])
    assert found["price"].values == pytest.approx([4])
    assert found["now"].item() == 22
    assert found["value"].values.tolist() == [[12, 22, 38]]
    assert found["extra"].values == pytest.approx(np.array([[-1, 1, 4]]))
    assert picked(found["chosen"].isel(budget=0, step=2)) == "ABC"
    assert (found["least_gain"] <= found["value"] - 22).all()
    assert (found["most_gain"] >= found["value"] - 22).all()


def test_three_classes_by_hand():
    found = classes(choose_each(problem([[9, 5, 4, 1], [9, 4, 5, 1]], [1, 1, 1, 1], [2])))
    assert found["class"].values.tolist() == ["sure_in", "grey", "grey", "sure_out"]
    assert found["frequency"].values.tolist() == [1, 0.5, 0.5, 0]
    loose = classes(choose_each(problem([[9, 5, 4, 1], [9, 4, 5, 1]], [1, 1, 1, 1], [2])), sure_in=0.5, sure_out=0.4)
    assert loose["class"].values.tolist() == ["sure_in", "sure_in", "sure_in", "sure_out"]


def test_the_smallest_conflict_by_hand():
    """Three limits contradict each other in a chain, two by themselves: the two are named."""
    groups = {"region": {"A": "N", "B": "N", "C": "S", "D": "S"}}
    chain = [Fixed("A", True), Needs("A", "B"), Fixed("B", False)]
    pair = [GroupLimit("region", "S", least=2), OneOf(("C", "D"))]
    p = problem([1, 1, 1, 1], [1, 1, 1, 1], [4], groups=groups, limits=[*chain, *pair])
    assert set(conflict(p)) == {"region S: at least 2", "at most one of C, D"}
    alone = problem([1, 1, 1, 1], [1, 1, 1, 1], [4], groups=groups, limits=chain)
    assert set(conflict(alone)) == {"'A' is fixed in", "'A' needs 'B'", "'B' is fixed out"}
    for call in (choose, choose_each, marginal):
        with pytest.raises(DecisionError, match=r"(?s)these 2 limit\(s\) at once; loosen one.*at most one of C, D"):
            call(p)


def test_whole_candidates_can_contradict_what_fractions_allow():
    """Half of each candidate would keep both limits; no whole number of them does."""
    p = problem([1, 1], [[2, 2]], [3], limits=[GroupLimit(least=3, of="b0")])
    assert set(conflict(p)) == {"budget 'b0' of 3", "all candidates, budget b0: at least 3"}
    with pytest.raises(DecisionError, match="loosen one"):
        choose_each(p)


def test_nothing_is_said_on_the_standard_output(capfd):
    p = problem([[3, 4, 5]], [2, 3, 4], [5])
    choose(p)
    choose_each(p)
    marginal(p)
    assert capfd.readouterr() == ("", "")


def test_nothing_that_fits_is_a_portfolio_too():
    found = choose(problem([3, 4], [5, 6], [2]))
    assert picked(found["chosen"]) == ""
    assert (found["value"].item(), found["bound"].item(), found["gap"].item()) == (0, 0, 0)


# ── laws ──────────────────────────────────────────────────────────────────────────────────────────────────────────

few = st.integers(0, 12)


@st.composite
def problems(draw, scenarios=1):
    """Up to seven candidates, two budgets, two regions, and limits that may contradict each other."""
    n = draw(st.integers(2, 7))
    names = NAMES[:n]
    values = draw(
        st.lists(st.lists(st.integers(-3, 20), min_size=n, max_size=n), min_size=scenarios, max_size=scenarios)
    )
    costs = draw(st.lists(st.lists(few, min_size=n, max_size=n), min_size=2, max_size=2))
    budgets = draw(st.lists(st.integers(1, 30), min_size=2, max_size=2))
    regions = {name: "N" if place % 2 == 0 else "S" for place, name in enumerate(names)}
    pairs = st.sampled_from(list(combinations(names, 2)))
    limits = [GroupLimit("region", "N", most=draw(st.integers(1, 3))), GroupLimit("region", "S", least=1)]
    limits += [Needs(*draw(pairs))] if draw(st.booleans()) else []
    limits += [OneOf(draw(pairs))] if draw(st.booleans()) else []
    limits += [Fixed(draw(st.sampled_from(names)), draw(st.booleans()))] if draw(st.booleans()) else []
    synergies = [Synergy(draw(pairs), draw(st.integers(-4, 6)))] if draw(st.booleans()) else []
    return problem(values, costs, budgets, groups={"region": regions}, limits=limits, synergies=synergies)


@settings(max_examples=60, deadline=None)
@given(problems())
def test_no_portfolio_tried_by_hand_is_better(p):
    rows, every = everything(p)
    if not len(every):
        assert conflict(p)
        with pytest.raises(DecisionError, match="loosen one"):
            choose(p)
        return
    assert conflict(p) == ()
    best = worth(rows, p.values.values[0], every).max()
    found = choose(p, gap=0)
    assert found["value"].item() == pytest.approx(best)
    assert fits(rows, found["chosen"].values)
    assert found["bound"].item() >= best - 1e-9


@settings(max_examples=60, deadline=None)
@given(problems(scenarios=4), st.sampled_from([None, 0.01]))
def test_the_certified_gap_of_each_scenario_holds_the_truth(p, refine):
    rows, every = everything(p)
    if not len(every):
        return
    found = choose_each(p, refine=refine)
    assert fits(rows, found["chosen"].values).all()
    for place, values in enumerate(p.values.values):
        each = worth(rows, values, every)
        best = each.max()
        value, bound = float(found["value"][place]), float(found["bound"][place])
        assert value == pytest.approx(float(worth(rows, values, found["chosen"].values[place])))
        assert value <= best + 1e-9
        assert bound >= best - 1e-9
        for portfolio in every[each == best]:
            settled = found["settled"].values[place]
            assert (portfolio[settled] == found["chosen"].values[place][settled]).all()


@settings(max_examples=40, deadline=None)
@given(problems(scenarios=3), st.data())
def test_any_prices_prove_a_bound(p, data):
    rows, every = everything(p)
    prices = np.array(data.draw(st.lists(st.floats(-5, 5), min_size=len(rows.most), max_size=len(rows.most))))
    costs = rows.costs(p.values.values[0])
    bound, _ = certified(rows, costs, prices)
    if len(every):
        assert bound >= worth(rows, p.values.values[0], every).max() - 1e-9


@settings(max_examples=40, deadline=None)
@given(problems(scenarios=5), st.sampled_from([("worst", 0), ("percentile", 1)]))
def test_no_portfolio_tried_by_hand_is_safer(p, aim):
    kind, place = aim
    rows, every = everything(p)
    if not len(every):
        return
    lowest = np.sort([worth(rows, values, every) for values in p.values.values], axis=0)[place]
    found = choose(p, aim=kind, level=0.2, gap=0)
    assert found["value"].item() == pytest.approx(lowest.max())
    assert np.sort(found["by_scenario"].values)[place] == pytest.approx(found["value"].item())


@settings(max_examples=40, deadline=None)
@given(problems())
def test_the_smallest_conflict_is_one_and_none_is_smaller(p):
    _, every = everything(p)
    found = conflict(p)
    assert bool(found) == (not len(every))
    texts = {limit: text for limit in p.limits for text in found if text in _says(limit)}
    kept = tuple(limit for limit in p.limits if limit in texts)
    lone = portfolio_problem(
        p.values.isel(future=0, drop=True),
        costs=p.costs,
        budgets={k: float(v) if f"budget '{k}' of {v:g}" in found else 1e6 for k, v in p.budgets.to_series().items()},
        groups=p.groups,
        limits=kept,
    )
    if found:
        assert not len(everything(lone)[1])
        for left_out in kept:
            rest = portfolio_problem(
                lone.values,
                costs=lone.costs,
                budgets=lone.budgets.to_series().to_dict(),
                groups=p.groups,
                limits=[limit for limit in kept if limit is not left_out],
            )
            assert len(everything(rest)[1])


def _says(limit):
    match limit:
        case GroupLimit():
            return {f"{limit.about}: at least {limit.least}", f"{limit.about}: at most {limit.most}"}
        case Needs(a, b):
            return {f"'{a}' needs '{b}'"}
        case OneOf(names):
            return {f"at most one of {', '.join(names)}"}
        case Fixed(name, chosen):
            return {f"'{name}' is fixed {'in' if chosen else 'out'}"}


@settings(max_examples=30, deadline=None)
@given(problems(), st.sampled_from([1000.0, 1e-6, 1e9]))
def test_the_unit_of_money_does_not_matter(p, factor):
    _, every = everything(p)
    if not len(every):
        return
    budgets = {name: float(there) * factor for name, there in p.budgets.to_series().items()}
    other = portfolio_problem(
        p.values, costs=p.costs * factor, budgets=budgets, groups=p.groups, limits=p.limits, synergies=p.synergies
    )
    assert choose(other, gap=0)["value"].item() == pytest.approx(choose(p, gap=0)["value"].item())


def test_hundreds_of_candidates_with_regional_and_theme_limits():
    """The repair keeps minima and maxima, and stays within one per cent of what no portfolio can pass."""
    rng = np.random.default_rng(7)
    n, names = 300, [f"c{place}" for place in range(300)]
    costs = pd.DataFrame(rng.uniform(1, 10, (n, 3)), index=names, columns=["2026", "2027", "2028"])
    values = rng.uniform(1, 10, n) * rng.lognormal(0, 0.2, (20, n))
    groups = {
        "region": dict(zip(names, rng.integers(0, 10, n).tolist(), strict=True)),
        "theme": dict(zip(names, rng.integers(0, 6, n).tolist(), strict=True)),
    }
    limits = [GroupLimit("region", region, least=7, most=12) for region in range(10)]
    limits += [GroupLimit("theme", theme, most=float(costs["2027"].sum() / 15), of="2027") for theme in range(6)]
    array = xr.DataArray(values, coords={"draw": range(20), "candidate": names}, dims=("draw", "candidate"))
    p = portfolio_problem(array, costs=costs, budgets=(costs.sum() * 0.3).to_dict(), groups=groups, limits=limits)
    found = choose_each(p, refine=None)
    assert fits(rows_of(p), found["chosen"].values).all()
    assert float(found["gap"].max()) < 0.01
    assert (found["settled"].mean() > 0).item()


# ── refusals ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_all_that_is_wrong_comes_at_once():
    with pytest.raises(DecisionError) as wrong:
        problem(
            [1, np.nan, 3],
            [[1, -2, 3], [1, np.nan, 1], [1, 1, 1]],
            [-4, 5, 0],
            groups={"region": {"A": "N", "B": "N", "C": "S"}},
            limits=[
                GroupLimit("region", "N", least=2, most=1),
                GroupLimit("region", "S", least=2),
                GroupLimit("region", "W", most=1),
                GroupLimit("theme", "x", most=1),
                GroupLimit("region", "N", most=1, of="2030"),
                GroupLimit("region", "N"),
                Needs("A", "Z"),
                OneOf(("A", "A")),
                Fixed("B", True),
                Fixed("B", False),
            ],
            synergies=[Synergy(("A", "Q"), 1), Synergy(("A", "B"), np.inf)],
        )
    text = str(wrong.value)
    for part in (
        "1 value(s) are unknown or infinite: B",
        "1 cost(s) are unknown or infinite: B / b1",
        "1 cost(s) are negative: B / b0",
        "budget 'b0' must be known and zero or more, found -4.0",
        "budget 'b2' is zero but 3 candidate(s) cost there",
        "region N: at least 2 contradicts at most 1",
        "region S: at least 2 cannot be met, all its candidates together make 1",
        "region W: nobody is in that group; groups are N, S",
        "no grouping 'theme'; there is region",
        "no budget '2030'",
        "give a least or a most",
        "'A' needs 'Z': no candidate Z",
        "at most one of A, A: name at least two candidates, each once",
        "fixed both in and out: B",
        "synergy of A, Q: no candidate Q",
        "the gain must be known, found inf",
    ):
        assert part in text
    assert text.startswith("the portfolio has 16 problem(s):")


def test_labels_must_meet():
    values, frame = pd.Series({"A": 1.0, "B": 2.0}), pd.DataFrame({"x": [1, 2]}, index=["A", "C"])
    with pytest.raises(DecisionError, match=r"(?s)no cost for 1 candidate.*: B.*costs of 1 unknown candidate.*: C"):
        portfolio_problem(values, costs=frame, budgets={"x": 1})
    with pytest.raises(DecisionError, match=r"no cost for 1 budget\(s\): y"):
        portfolio_problem(values, costs=frame.set_axis(["A", "B"]), budgets={"x": 1, "y": 2})
    with pytest.raises(DecisionError, match=r"(?s)says nothing of B.*|names 1 unknown candidate\(s\): D"):
        portfolio_problem(
            values, costs=frame.set_axis(["A", "B"]), budgets={"x": 1}, groups={"r": {"A": "N", "D": "S"}}
        )
    with pytest.raises(DecisionError, match="stand twice: A"):
        portfolio_problem(values.set_axis(["A", "A"]), costs=frame, budgets={"x": 1})
    with pytest.raises(DecisionError, match="no budget was given"):
        portfolio_problem(values, costs=frame, budgets={})
    with pytest.raises(DecisionError, match="no candidate"):
        portfolio_problem(values[:0], costs=frame, budgets={"x": 1})
    with pytest.raises(DecisionError, match="not numbers"):
        portfolio_problem(values.astype(str), costs=frame, budgets={"x": 1})
    with pytest.raises(DecisionError, match="need labels along 'candidate'"):
        portfolio_problem(xr.DataArray([1.0], dims="candidate"), costs=frame, budgets={"x": 1})


def test_a_budget_of_zero_that_nobody_draws_on_is_fine():
    assert picked(choose(problem([1, 2], [[1, 1], [0, 0]], [1, 0]))["chosen"]) == "B"


def test_options_that_make_no_sense():
    p = problem([[1, 2], [2, 1]], [1, 1], [1])
    for call, message in (
        (lambda: choose(p, aim="best"), "no aim 'best'"),
        (lambda: choose(p, gap=-1), "gap and level are shares"),
        (lambda: choose(p, aim="percentile", level=1), "gap and level are shares"),
        (lambda: choose_each(p, refine=0), "refine is a share above zero"),
        (lambda: marginal(p, steps=[-1]), "steps are shares above -1"),
        (lambda: marginal(p, steps=[]), "steps are shares above -1"),
        (lambda: classes(choose_each(p), sure_in=0.2, sure_out=0.4), "the first below the second"),
    ):
        with pytest.raises(DecisionError, match=message):
            call()
