"""Rules against published examples and hand calculation, and the laws a sound rule obeys."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from smartspec.decision import _flows, partial_order, promethee, rank, topsis, vikor, weighted_product, weighted_sum
from smartspec.decision._rules import compromise_set
from smartspec.errors import DecisionError
from tests.decision.tables import AIRCRAFT, TZENG_HUANG, UNKNOWN, laws, of, stacked, tables

FOUR = of([[4, 4], [1, 5], [3, 2], [4, 2]], wish="+-", weights=[0.5, 0.5])


def least_q(t, **options):
    return -vikor(t, **options)["q"]


def net(t, **options):
    return promethee(t, **{"p": 30.0, "q": 5.0, **options})["net"]


RULES = [weighted_sum, weighted_product, topsis, least_q, net]


def test_topsis_tzeng_huang_2011():
    assert topsis(TZENG_HUANG).values == pytest.approx([0.5037, 0.6581, 0.7482, 0.3340], abs=5e-5)


def test_topsis_hwang_yoon_1981():
    assert topsis(AIRCRAFT).values == pytest.approx([0.643, 0.268, 0.613, 0.312], abs=7e-4)


def test_topsis_aircraft_under_min_max():
    """Another default of some packages: the order of the first and the third stays, all numbers differ."""
    assert topsis(AIRCRAFT, scaling="min_max").values == pytest.approx([0.613, 0.366, 0.531, 0.352], abs=5e-4)


def test_topsis_four_by_two():
    """Min-max: the numbers of a published package page; vector scaling: worked out apart from this code."""
    assert topsis(FOUR).values == pytest.approx([0.6290, 0.0, 0.7739, 1.0], abs=5e-5)
    assert topsis(FOUR, scaling="min_max").values == pytest.approx([0.6126, 0.0, 0.7829, 1.0], abs=5e-5)


def test_weighted_sum_by_hand():
    """Scaled a: 1, 0, 2/3, 1; cost b: 1/3, 0, 1, 1; halves of their sums."""
    assert weighted_sum(FOUR).values == pytest.approx([2 / 3, 0, 5 / 6, 1])


def test_weighted_product_by_hand():
    """A as shares of 4: 1, 1/4, 3/4, 1; cost as 2 over it: 1/2, 2/5, 1, 1; square roots of their products."""
    assert weighted_product(FOUR).values == pytest.approx(np.sqrt([1 / 2, 1 / 10, 3 / 4, 1]))


def test_weighted_product_is_the_product_of_powers():
    """Bridgman: any two candidates compare as a^.7 over b^.3, whatever the scaling divides by."""
    t = of([[4, 3], [9, 5], [2, 8]], wish="+-", weights=[0.7, 0.3])
    scores = weighted_product(t).values
    powers = np.array([4**0.7 / 3**0.3, 9**0.7 / 5**0.3, 2**0.7 / 8**0.3])
    assert scores / scores[0] == pytest.approx(powers / powers[0])


def test_vikor_opricovic_tzeng_2004():
    """Their three ways up a mountain, worked by hand. Risk 1, 2, 5 (less), height 3000, 3750, 4500 (more), halves.

    Regrets of risk 0, 1/4, 1 and of height 1, 1/2, 0: s = .5, .375, .5, r = .5, .25, .5, so q = 1, 0, 1.
    B leads by 1, more than 1/(3 - 1), and is first by s: it stands alone.
    """
    found = vikor(of([[1, 3000], [2, 3750], [5, 4500]], wish="-+"))
    assert found["s"].values == pytest.approx([0.5, 0.375, 0.5])
    assert found["r"].values == pytest.approx([0.5, 0.25, 0.5])
    assert found["q"].values == pytest.approx([1, 0, 1])
    assert found["compromise"].values.tolist() == [0, 1, 0]


def test_vikor_a_short_lead_is_shared():
    """One criterion 10, 9, 0: q = 0, .1, 1; the lead of .1 is short of 1/2, so both join."""
    assert vikor(of([[10], [9], [0]]))["compromise"].values.tolist() == [1, 1, 0]


def test_vikor_a_first_that_neither_majority_nor_worst_off_puts_first():
    """Q = .1 leads by .4, at least 1/3, but is first neither by s nor by r: those in second place join."""
    s, r = np.array([0.1, 0.0, 1.0, 1.0]), np.array([0.1, 1.0, 0.0, 1.0])
    assert compromise_set(s, r, (s + r) / 2).tolist() == [1, 1, 1, 0]


@pytest.mark.parametrize(
    ("preference", "q", "p", "expected"),
    [
        ("usual", None, None, 1.0),
        ("u_shape", 2, None, 1.0),
        ("u_shape", 3, None, 0.0),
        ("v_shape", None, 6, 3 / 6),
        ("v_shape", None, 2, 1.0),
        ("level", 2, 6, 0.5),
        ("level", 2, 2.5, 1.0),
        ("linear", 2, 6, (3 - 2) / (6 - 2)),
        ("linear", 3, 3, 0.0),
        ("gaussian", None, 6, 1 - np.exp(-9 / 72)),
    ],
)
def test_brans_vincke_the_six_preferences_for_a_difference_of_three(preference, q, p, expected):
    found = promethee(of([[3], [0]]), preference=preference, q=q, p=p)
    assert found["plus"].values == pytest.approx([expected, 0])
    assert found["minus"].values == pytest.approx([0, expected])


def test_promethee_brans_vincke_1985_six_power_plants():
    """One preference function of each kind; flows are the means of the rows and columns of the published indices.

    Row of the first: .296, .250, .268, .100, .185, mean .220; of the fifth: .444, .515, .487, .380, .448, mean .455.
    """
    plants = of(
        [
            [80, 90, 6, 5.4, 8, 5],
            [65, 58, 2, 9.7, 1, 1],
            [83, 60, 4, 7.2, 4, 7],
            [40, 80, 10, 7.5, 7, 10],
            [52, 72, 6, 2.0, 3, 8],
            [94, 96, 7, 3.6, 5, 6],
        ],
        wish="-+---+",
    )
    kinds = {"a": "u_shape", "b": "v_shape", "c": "linear", "d": "level", "e": "usual", "f": "gaussian"}
    found = promethee(plants, preference=kinds, q={"a": 10, "c": 0.5, "d": 1}, p={"b": 30, "c": 5, "d": 6, "f": 5})
    assert found["plus"].values == pytest.approx([0.220, 0.396, 0.247, 0.329, 0.455, 0.300], abs=1.5e-3)
    assert found["minus"].values == pytest.approx([0.366, 0.379, 0.336, 0.349, 0.162, 0.355], abs=1.5e-3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_flows, "FEW", 0)
        again = promethee(plants, preference=kinds, q={"a": 10, "c": 0.5, "d": 1}, p={"b": 30, "c": 5, "d": 6, "f": 5})
    xr.testing.assert_allclose(found, again)


def test_partial_order_brans_vincke_1985():
    """By the published flows the fifth is ahead of all; second and fourth contradict: .396/.379, .329/.349."""
    plus, minus = [0.220, 0.396, 0.247, 0.329, 0.455, 0.300], [0.366, 0.379, 0.336, 0.349, 0.162, 0.355]
    at = {"candidate": list("123456")}
    flows = xr.Dataset({"plus": ("candidate", plus), "minus": ("candidate", minus)}, coords=at)
    says = partial_order(flows)
    assert says.sel(candidate="5").values.tolist() == ["ahead", "ahead", "ahead", "ahead", "", "ahead"]
    assert says.sel(candidate="2").values.tolist() == ["apart", "", "apart", "apart", "behind", "apart"]
    assert says.sel(candidate="4").values.tolist() == ["ahead", "apart", "apart", "", "behind", "ahead"]


@laws
@given(t=tables(), p=st.floats(0.1, 1))
def test_what_is_certain_agrees_with_the_net_flow(t, p):
    found = promethee(t, scaling="rank", p=p * len(t.candidates), q=0, constant="neutral")
    says, net = partial_order(found).to_numpy(), found["net"].to_numpy()
    wins = net[..., :, None] - net[..., None, :]
    assert (wins[says == "ahead"] > -1e-12).all()
    assert np.array_equal(says == "ahead", np.swapaxes(says == "behind", -1, -2))


def test_what_has_no_flows():
    with pytest.raises(DecisionError, match="needs the flows 'plus' and 'minus', found"):
        partial_order(xr.Dataset({"net": ("candidate", [1.0])}))


def test_promethee_by_hand():
    """Growth 5, 3, 2 with p = 4, q = 0: A over B 2/4, over C 3/4; B over C 1/4. Cost 1, 1, 5: A, B over C 1.

    Halves: plus A (.5 + .75 + 1)/4 = .5625, B (.25 + 1)/4 = .3125, C 0; minus A 0, B .125, C (.75 + .25 + 2)/4 = .75.
    """
    found = promethee(of([[5, 1], [3, 1], [2, 5]], wish="+-"), p={"a": 4, "b": 4}, q={"a": 0, "b": 0})
    assert found["plus"].values == pytest.approx([0.5625, 0.3125, 0])
    assert found["minus"].values == pytest.approx([0, 0.125, 0.75])
    assert found["net"].values == pytest.approx([0.5625, 0.1875, -0.75])


def test_promethee_thresholds_on_a_scale():
    """On min-max, p = 1 is the whole range of each criterion: 100 apart out of 100, and 1 out of 1."""
    found = promethee(of([[0, 1], [100, 0]], weights=[3, 1]), scaling="min_max", p=1, q=0)
    assert found["net"].values == pytest.approx([-0.5, 0.5])


@laws
@given(tables(), st.floats(0, 20), st.floats(0.1, 60), st.sampled_from([0, 64]))
def test_flows_from_one_sort_are_the_sums_over_all_pairs(t, q, beyond, few):
    p = q + beyond
    x = t.values.values * t.wish.values
    apart = x[:, None, :] - x[None, :, :]
    plus = (np.clip((apart - q) / (p - q), 0, 1).sum(axis=1) / (len(x) - 1)) @ t.weights.values
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_flows, "FEW", few)
        assert promethee(t, p=p, q=q)["plus"].values == pytest.approx(plus, abs=1e-9)


@laws
@given(tables(), st.sampled_from(["usual", "u_shape", "v_shape", "level", "linear", "gaussian"]))
def test_what_one_gains_another_gives(t, preference):
    assert float(promethee(t, preference=preference, p=20.0, q=3.0)["net"].sum()) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("rule", RULES)
@laws
@given(t=tables(least=3))
def test_better_in_everything_ranks_before(rule, t):
    worst = (t.values * t.wish).min("candidate") * t.wish
    lower = xr.where(t.wish > 0, worst * 0.9, worst * 1.1, keep_attrs=False)
    values = t.values.copy()
    values[-1] = lower.values
    ranks = rank(rule(replace(t, values=values)))
    assert ranks.values[-1] == ranks.max()


@pytest.mark.parametrize("rule", RULES)
@laws
@given(t=tables(), data=st.data())
def test_the_order_of_rows_and_columns_does_not_matter(rule, t, data):
    rows = data.draw(st.permutations(range(len(t.candidates))))
    columns = data.draw(st.permutations(range(len(t.criteria))))
    turned = replace(t, values=t.values[rows, columns], wish=t.wish[columns], weights=t.weights[columns])
    xr.testing.assert_allclose(rule(turned), rule(t)[rows])


@pytest.mark.parametrize("rule", [weighted_sum, weighted_product, topsis, least_q])
@laws
@given(t=tables(), factor=st.floats(0.01, 100))
def test_the_unit_does_not_matter(rule, t, factor):
    xr.testing.assert_allclose(rule(replace(t, values=t.values * factor)), rule(t))


@pytest.mark.parametrize("rule", RULES)
def test_twins_share_a_place(rule):
    ranks = rank(rule(of([[40, 5], [10, 9], [40, 5], [1, 2]])))
    assert ranks.values[0] == ranks.values[2]
    assert ranks.values.tolist() in ([1, 3, 1, 4], [2, 1, 2, 4])


@pytest.mark.parametrize("rule", RULES)
def test_a_slice_is_a_decision_of_its_own(rule):
    north, south = [[40, 5], [10, 9], [UNKNOWN, UNKNOWN]], [[3, 50], [20, 90], [90, 60]]
    found = rule(stacked(north, south))
    assert found.sel(region="S").values == pytest.approx(rule(of(south)).values)
    assert found.sel(region="N").values[:2] == pytest.approx(rule(of(north[:2])).values)
    assert np.isnan(found.sel(region="N", candidate="C").item())


@pytest.mark.parametrize("rule", RULES)
def test_an_unknown_cell_is_refused(rule):
    with pytest.raises(DecisionError, match=r"(?s)needs every criterion of every candidate.*N / B / b"):
        rule(stacked([[1, 2], [3, UNKNOWN]], [[1, 2], [3, 4]]))


@pytest.mark.parametrize(("rule", "alone"), list(zip(RULES, [0.5, 1.0, 0.5, 0.0, 0.0], strict=True)))
def test_one_candidate_and_no_difference_have_a_defined_answer_when_asked(rule, alone):
    assert rule(of([[3, 4]]), constant="neutral").values.tolist() == [alone]
    assert len(set(rule(of([[3, 4], [3, 4]]), constant="neutral").values)) == 1


@pytest.mark.parametrize("rule", [weighted_sum, topsis, least_q, net])
def test_one_candidate_is_refused_otherwise(rule):
    with pytest.raises(DecisionError, match=r"equal|only one"):
        rule(of([[3, 4]]))


@pytest.mark.parametrize("rule", [weighted_sum, weighted_product, topsis])
def test_attributes_tell_the_rule_and_the_ties(rule):
    found = rule(FOUR)
    assert (found.attrs["rule"], found.attrs["ties"], found.attrs["best"]) == (rule.__name__, "min", "most")


def test_zero_or_less_under_a_product():
    with pytest.raises(DecisionError, match=r"weighted_product needs numbers above zero.*A / a.*scaling=\"rank\""):
        weighted_product(of([[0, 1], [2, 3]]))
    with pytest.raises(DecisionError, match="above zero after scaling 'min_max'"):
        weighted_product(of([[1, 1], [2, 3]]), scaling="min_max")


def test_a_table_is_not_changed():
    before = FOUR.values.copy(deep=True)
    for rule in RULES:
        rule(FOUR)
    xr.testing.assert_identical(FOUR.values, before)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "(?s)'linear' needs `q`.*'linear' needs `p`"),
        ({"p": 1, "q": 2}, "p of 'a': at least q = 2.0, found 1.0"),
        ({"p": 1, "q": -1}, "q of 'a': zero or more"),
        ({"preference": "v_shape", "p": 0}, "p of 'a': above zero"),
        ({"p": {"a": 1}, "q": 0}, "p: nothing said of b"),
        ({"p": {"a": 1, "b": 1, "z": 1}, "q": 0}, "p: no criterion z"),
        ({"preference": "steep"}, "no preference function 'steep'; there are usual"),
        ({"preference": {"a": "usual", "z": "usual"}}, "(?s)no criterion z.*nothing said of b"),
    ],
)
def test_thresholds_that_do_not_fit(options, message):
    with pytest.raises(DecisionError, match=message):
        promethee(of([[1, 2], [2, 1]]), **options)


def test_vikor_weighs_between_nothing_and_all():
    with pytest.raises(DecisionError, match="goes from 0 to 1, found 2"):
        vikor(FOUR, v=2)


def test_places():
    """7, 9, 7, 3 from the best: second, first, second, fourth; the least first: 2, 4, 2, 1."""
    scores = xr.DataArray([7.0, 9.0, 7.0, 3.0], coords={"candidate": list("ABCD")})
    assert rank(scores).values.tolist() == [2, 1, 2, 4]
    assert rank(scores, best="least").values.tolist() == [2, 4, 2, 1]


@pytest.mark.parametrize(
    ("scores", "best", "message"),
    [
        (xr.DataArray([1.0], coords={"region": ["N"]}), "most", "need the dimension 'candidate'"),
        (xr.DataArray([np.inf], coords={"candidate": ["A"]}), "most", "infinite score"),
        (xr.DataArray([1.0], coords={"candidate": ["A"]}), "more", "'most' or 'least'"),
    ],
)
def test_what_cannot_be_placed(scores, best, message):
    with pytest.raises(DecisionError, match=message):
        rank(scores, best=best)
