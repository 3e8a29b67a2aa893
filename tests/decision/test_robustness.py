"""Acceptability against areas known exactly, the laws of shares, and what cannot be drawn."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given, settings

from smartspec.decision import (
    RULES,
    copras,
    draw_weights,
    marcos,
    promethee,
    rank,
    rank_acceptability,
    score_weightings,
    spotis,
    table,
    topsis,
    vikor,
    weighted_product,
    weighted_sum,
    with_weights,
    within,
)
from smartspec.errors import DecisionError
from tests.decision.tables import UNKNOWN, laws, of, seeds, stacked, tables

MIDDLE = of([[1, 0], [0.6, 0.6], [0, 1]])
ERROR = 0.0098
"""1.96 x 0.5 / √10,000; tests allow twice that."""

PROMETHEE = {"promethee": {"p": 30.0, "q": 5.0}}
ONCE = {
    "weighted_sum": weighted_sum,
    "weighted_product": weighted_product,
    "topsis": topsis,
    "vikor": lambda t: -vikor(t)["q"],
    "promethee": lambda t: promethee(t, **PROMETHEE["promethee"])["net"],
    "copras": lambda t: copras(t)["q"],
    "marcos": lambda t: marcos(t)["utility"],
    "spotis": lambda t: -spotis(t),
}


def test_shares_of_a_line():
    """A scores w, B .6 throughout, C 1 - w. With w anywhere from 0 to 1, A leads above .6, C below .4, B between."""
    found = rank_acceptability(MIDDLE, rules=["weighted_sum"], seed=1)
    assert found["first"].values == pytest.approx([0.4, 0.2, 0.4], abs=2 * ERROR)
    assert found["acceptability"].sel(candidate="B", rank=3).item() == 0
    assert found["montecarlo_error"].item() == pytest.approx(ERROR)


def test_acceptability_as_defined_by_lahdelma_salminen_2001_on_a_triangle():
    """Shares of the triangle of three weights. D scores .4 throughout and leads where no weight passes .4.

    That part is 1 - 3 x .6² + 3 x .2² = .04; by symmetry the others have .32 each, and D's central weights are thirds.
    """
    rows = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0.4, 0.4, 0.4]]
    found = rank_acceptability(of(rows), rules=["weighted_sum"], draws=40_000, seed=3)
    assert found["first"].values == pytest.approx([0.32, 0.32, 0.32, 0.04], abs=ERROR)
    assert found["central_weights"].sel(candidate="D").values == pytest.approx([1 / 3] * 3, abs=ERROR)
    assert (found["confidence"] == 1).all()


def test_central_weights_of_a_line():
    """A leads for w from .6 to 1, on average .8; B from .4 to .6, on average .5."""
    central = rank_acceptability(MIDDLE, rules=["weighted_sum"], seed=1)["central_weights"]
    assert central.sel(criterion="a").values == pytest.approx([0.8, 0.5, 0.2], abs=2 * ERROR)


def test_mean_place_of_a_line():
    """B is first in .2 and second in .8 of all; A first in .4, second in .1, last below one half."""
    found = rank_acceptability(MIDDLE, rules=["weighted_sum"], seed=1)
    assert found["mean_rank"].values == pytest.approx([2.1, 1.8, 2.1], abs=4 * ERROR)
    assert within(found, 2).values == pytest.approx([0.5, 1.0, 0.5], abs=2 * ERROR)


def test_a_group_does_not_gain_by_having_many_criteria():
    """A leads where a and b together outweigh c: half of all weightings of two groups; without groups, 1 - 1/4."""
    rows = [[1, 1, 0], [0, 0, 1]]
    grouped = of(rows, groups={"a": "mass", "b": "mass", "c": "pull"})
    for t, expected in ((grouped, 0.5), (of(rows), 0.75)):
        found = rank_acceptability(t, rules=["weighted_sum"], seed=2)
        assert found["first"].sel(candidate="A").item() == pytest.approx(expected, abs=2 * ERROR)


def test_an_unknown_cell_is_drawn_between_worst_and_best():
    """0, 1/4, 1 known and one unknown: it passes the second in three draws of four and never the first."""
    t = of([[0, 1], [0.25, 2], [1, 3], [UNKNOWN, 4]], weights=[1, 0])
    found = rank_acceptability(t, rules=["weighted_sum", "topsis", "vikor"], seed=3, unknown="draw")
    shares = found["by_rule"].sel(candidate="D")
    assert shares.sel(rank=2).values == pytest.approx([0.75] * 3, abs=2 * ERROR)
    assert shares.sel(rank=3).values == pytest.approx([0.25] * 3, abs=2 * ERROR)
    assert found["rank_of"].sel(candidate="D").values.tolist() == [2, 2, 2]


@settings(laws, max_examples=10)
@given(t=tables(), seed=seeds)
def test_five_weightings_one_by_one_give_the_same_counts(t, seed):
    t = replace(t, goalposts=dict.fromkeys(t.criteria, (0.0, 100.0)))
    found = rank_acceptability(t, rules=list(RULES), options=PROMETHEE, draws=5, seed=seed)
    for name, rule in ONCE.items():
        counts: Counter[tuple[int, int]] = Counter()
        for weights in draw_weights(t, draws=5, seed=seed):
            ranks = rank(rule(with_weights(t, weights.drop_vars("draw")))).values
            counts.update((i, int(place)) for i, place in enumerate(ranks))
        shares = found["by_rule"].sel(rule=name).values
        assert {key: count / 5 for key, count in counts.items()} == {
            (int(i), int(j) + 1): shares[i, j] for i, j in np.argwhere(shares > 0)
        }


@laws
@given(t=tables(), seed=seeds)
def test_rows_sum_to_one_and_the_same_seed_says_the_same(t, seed):
    found = rank_acceptability(t, draws=50, seed=seed)
    assert found["acceptability"].sum("rank").values == pytest.approx(1)
    xr.testing.assert_identical(found, rank_acceptability(t, draws=50, seed=seed))


@laws
@given(t=tables(least=3), seed=seeds)
def test_worse_in_everything_is_last_in_every_weighting(t, seed):
    values = t.values.copy()
    worst = (t.values * t.wish).min("candidate") * t.wish
    values[-1] = np.where(t.wish > 0, worst * 0.9, worst * 1.1)
    found = rank_acceptability(replace(t, values=values), draws=50, seed=seed)
    assert found["acceptability"].values[-1, -1] == pytest.approx(1)


def test_twins_are_first_together():
    found = rank_acceptability(of([[5, 9], [5, 9], [1, 2]]), draws=100, seed=4)
    assert found["first"].values.tolist() == [1, 1, 0]
    assert found["acceptability"].sel(rank=2).values.tolist() == [0, 0, 0]


def test_every_region_sees_the_same_weightings_and_only_its_own_candidates():
    north, south = [[1, 0], [UNKNOWN, UNKNOWN], [0, 1]], [[1, 0], [0.6, 0.6], [0, 1]]
    found = rank_acceptability(stacked(north, south), draws=500, seed=5)
    alone = rank_acceptability(of(south), draws=500, seed=5)
    for name in ("acceptability", "central_weights", "rank_overall", "mean_rank"):
        xr.testing.assert_allclose(found[name].sel(region="S", drop=True), alone[name])
    assert found["acceptability"].sel(region="N", candidate="B").isnull().all()
    assert found["acceptability"].sel(region="N", candidate="A").sum().item() == pytest.approx(1)
    assert np.isnan(found["rank_overall"].sel(region="N", candidate="B").item())


def test_the_overall_rank_settles_ties_between_rules_by_the_mean_place():
    found = rank_acceptability(MIDDLE, rules=["weighted_sum", "vikor"], draws=2000, seed=6)
    assert found["rank_of"].mean("rule").values.tolist() == [2, 1, 2]
    assert sorted(found["rank_overall"].values.tolist()) == [1, 2, 3]


def test_fewer_places_kept():
    found = rank_acceptability(MIDDLE, draws=100, seed=7, ranks=2)
    full = rank_acceptability(MIDDLE, draws=100, seed=7)
    xr.testing.assert_allclose(found["acceptability"], full["acceptability"].sel(rank=[1, 2]))
    xr.testing.assert_allclose(within(found, 2), within(full, 2))
    assert within(full, 9).values.tolist() == [1, 1, 1]
    with pytest.raises(DecisionError, match="places 1 to 2 were kept, and 3 asked"):
        within(found, 3)
    with pytest.raises(DecisionError, match="0 asked"):
        within(full, 0)


def test_around_the_tables_own_weights():
    """Mean w, standard deviation √(w(1 - w)/(c + 1)): the Dirichlet distribution of parameters c w."""
    t = of([[1, 2, 3, 4], [4, 3, 2, 1]], weights=[0.5, 0.3, 0.2, 0])
    drawn = draw_weights(t, draws=20_000, seed=8, kind="around", concentration=50)
    w = np.array([0.5, 0.3, 0.2, 0])
    assert drawn.mean("draw").values == pytest.approx(w, abs=0.003)
    assert drawn.std("draw").values == pytest.approx(np.sqrt(w * (1 - w) / 51), abs=0.003)
    assert (drawn.sel(criterion="d") == 0).all()


def test_weights_left_out_in_one_region_are_shared_out_in_every_draw():
    t = stacked([[1, 2, 3], [3, 2, 1]], [[1, 2, 3], [3, 2, 1]], groups={"a": "mass", "b": "mass", "c": "pull"})
    own = xr.DataArray([[1.0, 0.0, 1.0], [1.0, 1.0, 2.0]], coords={"region": ["N", "S"], "criterion": list("abc")})
    drawn = draw_weights(with_weights(t, own), draws=100, seed=9)
    assert drawn.dims == ("region", "draw", "criterion")
    assert drawn.sum("criterion").values == pytest.approx(1)
    mass = drawn.sel(criterion=["a", "b"]).sum("criterion")
    assert mass.sel(region="N").values == pytest.approx(mass.sel(region="S").values)
    assert (drawn.sel(region="N", criterion="b") == 0).all()


def test_rows_and_columns_sum_to_one_without_ties():
    """Every place is taken by somebody in every weighting."""
    rows = np.random.default_rng(3).random((6, 4))
    shares = rank_acceptability(of(rows), draws=500, seed=11)["acceptability"]
    assert shares.sum("rank").values == pytest.approx(1)
    assert shares.sum("candidate").values == pytest.approx(1)


def test_who_is_ahead_of_whom():
    """A is ahead of C for w above one half, of B above .6; twins are ahead of each other never."""
    ahead = rank_acceptability(MIDDLE, rules=["weighted_sum"], seed=1, pairs=True)["ahead"]
    assert ahead.sel(candidate="A").values == pytest.approx([0, 0.4, 0.5], abs=2 * ERROR)
    assert (ahead + ahead.transpose("other", "candidate").values).values[0, 1] == pytest.approx(1)
    twins = rank_acceptability(of([[1, 0], [0, 1], [1, 0]]), rules=["weighted_sum"], draws=200, seed=1, pairs=True)
    assert twins["ahead"].values[0].tolist() == [0, twins["ahead"].values[2, 1], 0]


def test_confidence_is_full_where_only_weights_are_open():
    """A, B and C lead at their central weights .8, .5, .2; a candidate that never leads has none."""
    found = rank_acceptability(of([[1, 0], [0.6, 0.6], [0, 1], [0.1, 0.1]]), rules=["weighted_sum"], seed=1)
    assert found["confidence"].values[:3].tolist() == [1, 1, 1]
    assert np.isnan(found["confidence"].values[3])


def test_values_drawn_between_their_ends():
    """A is anywhere from 0 to 1, B at 1/4, C at 0 and D at 1 fix the scale: A passes B in three draws of four."""
    frame = pd.DataFrame({"a": [0.5, 0.25, 0.0, 1.0]}, index=list("ABCD"))
    low, high = frame.copy(), frame.copy()
    low.loc["A"], high.loc["A"] = 0.0, 1.0
    t = table(frame, lower=low, upper=high)
    found = rank_acceptability(t, rules=["weighted_sum", "vikor", "topsis"], seed=2, values="draw")
    assert found["by_rule"].sel(candidate="A", rank=2).values == pytest.approx([0.75] * 3, abs=2 * ERROR)
    assert rank_acceptability(t, draws=50, seed=2)["acceptability"].sel(candidate="A", rank=2).item() == 1


def test_confidence_where_values_are_open():
    """A is first where it is drawn above B's .75: a quarter, whatever the weights."""
    frame = pd.DataFrame({"a": [0.5, 0.75, 0.0]}, index=list("ABC"))
    t = table(frame, lower=frame.assign(a=[0.0, 0.75, 0.0]), upper=frame.assign(a=[1.0, 0.75, 0.0]))
    found = rank_acceptability(t, rules=["weighted_sum"], seed=3, values="draw")
    assert found["confidence"].values[:2] == pytest.approx([0.25, 0.75], abs=2 * ERROR)


def test_values_of_one_point_are_no_uncertainty():
    t = of([[1, 5], [2, 3], [3, 1]])
    drawn = rank_acceptability(replace(t, lower=t.values, upper=t.values), draws=200, seed=4, values="draw")
    told = rank_acceptability(t, draws=200, seed=4)
    xr.testing.assert_allclose(drawn["acceptability"], told["acceptability"])
    xr.testing.assert_allclose(drawn["central_weights"], told["central_weights"])


def test_scalings_are_choices_of_equal_share():
    t = of([[1, 9], [2, 1], [10, 2]])
    found = rank_acceptability(
        t, rules=["weighted_sum", "vikor"], scalings={"weighted_sum": ["min_max", "rank"]}, draws=400, seed=5
    )
    assert found.choice.values.tolist() == ["weighted_sum / min_max", "weighted_sum / rank", "vikor"]
    for name in ("min_max", "rank"):
        alone = rank_acceptability(
            t, rules=["weighted_sum"], options={"weighted_sum": {"scaling": name}}, draws=400, seed=5
        )
        share = found["by_choice"].sel(choice=f"weighted_sum / {name}", drop=True)
        xr.testing.assert_allclose(share, alone["acceptability"])
    mean = found["by_choice"].values
    assert found["acceptability"].values == pytest.approx((mean[0] + mean[1]) / 4 + mean[2] / 2)
    assert found["acceptability"].sum("rank").values == pytest.approx(1)


def test_scores_block_by_block_are_the_scores():
    t = stacked([[1, 5], [UNKNOWN, UNKNOWN], [3, 1]], [[1, 1], [2, 3], [3, 2]])
    drawn = draw_weights(t, draws=7, seed=6)
    for block in score_weightings(t, drawn, rule="topsis"):
        for weights, scores in zip(drawn, block, strict=True):
            own = topsis(with_weights(t, weights.drop_vars("draw"))).sel(region=block.region.item()).dropna("candidate")
            assert scores.values == pytest.approx(own.values)
    with pytest.raises(DecisionError, match="need a draw and the table's criteria"):
        next(score_weightings(t, drawn.rename(draw="trial")))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"draws": 0}, "draws must be one or more"),
        ({"seed": -1}, "seed zero or more"),
        ({"kind": "normal"}, "'dirichlet' or 'around'"),
        ({"kind": "around", "concentration": 0.0}, "concentration must be above zero"),
    ],
)
def test_what_cannot_be_drawn(options, message):
    with pytest.raises(DecisionError, match=message):
        draw_weights(MIDDLE, **{"draws": 10, "seed": 1, **options})


@pytest.mark.parametrize(
    ("t", "options", "message"),
    [
        (of([[1, 1], [UNKNOWN, 2], [3, 3]]), {}, r"(?s)needs every criterion.*B / a"),
        (of([[1, UNKNOWN], [2, UNKNOWN]]), {"unknown": "draw"}, "nothing is known of b"),
        (
            of([[1, 1], [UNKNOWN, 2], [3, 3]]),
            {"unknown": "draw", "rules": ["promethee"], "options": PROMETHEE},
            "promethee needs",
        ),
        (MIDDLE, {"unknown": "zero"}, "'refuse' or 'draw'"),
        (MIDDLE, {"values": "guess"}, "'as_told' or 'draw'"),
        (MIDDLE, {"values": "draw"}, "no value is uncertain"),
        (MIDDLE, {"scalings": {"vikor": ["rank"]}}, "scalings for vikor, which is not among"),
        (MIDDLE, {"rules": ["vikor"], "scalings": {"vikor": ["rank"]}}, "vikor has no option scaling"),
        (MIDDLE, {"scalings": {"topsis": "rank"}}, "a list of different ones"),
        (MIDDLE, {"rules": []}, "a list of different rules"),
        (MIDDLE, {"rules": ["electre"]}, "no rule 'electre'"),
        (MIDDLE, {"ranks": 0}, "at least one place"),
        (of([[1, 2]]), {}, "all candidates are equal"),
    ],
)
def test_what_is_refused(t, options, message):
    with pytest.raises(DecisionError, match=message):
        rank_acceptability(t, **{"draws": 10, "seed": 1, **options})
