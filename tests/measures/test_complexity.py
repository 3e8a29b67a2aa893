"""Complexity: published and hand-computed answers, the laws of each index, and what is said when there is no answer."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import smartspec
from smartspec import measures
from smartspec.errors import MeasureError
from smartspec.measures.complexity._spectrum import leading
from tests.measures.patterns import capable, manual, table

pytestmark = pytest.mark.filterwarnings("ignore:relatedness estimated")
TOY = [[1, 1, 1, 1], [0, 1, 0, 0], [0, 0, 1, 1], [0, 0, 0, 1]]
SIDES = [
    ("economic_complexity", "region_complexity", "activity_complexity"),
    ("fitness", "region_fitness", "activity_complexity"),
    ("genepy", "region_complexity", "activity_complexity"),
    ("eci_plus", "region_complexity", "activity_complexity"),
]


def dense(held: np.ndarray) -> np.ndarray:
    """The index by the full non-symmetric decomposition, as the definition reads."""
    d, u = held.sum(1), held.sum(0)
    values, vectors = np.linalg.eig((held / d[:, None]) @ (held / u).T)
    index = vectors[:, np.argsort(-values.real)[1]].real
    index *= np.sign(np.corrcoef(index, d)[0, 1])
    return (index - index.mean()) / index.std()


@pytest.mark.parametrize("shape", [(12, 30), (30, 12), (120, 200), (200, 120), (110, 110)])
def test_the_index_is_that_of_the_definition(shape):
    held = capable(*shape)
    found = measures.economic_complexity(table(held))
    assert found["region_complexity"].values == pytest.approx(dense(held), abs=1e-8)
    assert found["components"].item() == 1


def test_a_table_too_large_to_square_takes_the_sparse_path(monkeypatch):
    held = table(capable(120, 200))
    plain = measures.economic_complexity(held)
    monkeypatch.setattr("smartspec.measures.complexity._spectrum.GRAM", 10)
    xr.testing.assert_allclose(measures.economic_complexity(held), plain, atol=1e-9)
    monkeypatch.setattr("smartspec.measures.complexity._spectrum.FILLED", 0.0)
    xr.testing.assert_allclose(measures.economic_complexity(held), plain, atol=1e-9)


def test_an_eigenvalue_that_occurs_twice_is_seen_twice():
    values = np.concatenate([[0.9, 0.9], np.linspace(0.8, 0, 148)])
    turn = np.linalg.qr(np.random.default_rng(0).normal(size=(150, 150)))[0]
    found, _ = leading(lambda block: turn @ (values[:, None] * (turn.T @ block)), np.zeros((150, 0)))
    assert found == pytest.approx([0.9, 0.9])


@given(arrays(float, (9, 7), elements=st.sampled_from([0.0, 1.0])))
@pytest.mark.filterwarnings("ignore:the complexity index")
def test_a_region_is_the_mean_of_what_it_holds(held):
    found = measures.economic_complexity(table(held))
    region = found["region_complexity"]
    mean = measures.projected_complexity(table(held), found["activity_complexity"])
    xr.testing.assert_allclose(region, mean.where(region.notnull()), atol=1e-7)
    known = region.values[~np.isnan(region.values)]
    if known.size:
        assert known.mean() == pytest.approx(0, abs=1e-9)
        assert known.std() == pytest.approx(1)


@pytest.mark.parametrize("seed", range(5))
def test_the_sign_rises_with_diversity(seed):
    held = table(capable(40, 60, seed=seed))
    found = measures.economic_complexity(held)["region_complexity"]
    assert np.corrcoef(found, measures.diversity(held))[0, 1] >= 0


def test_scales_tell_the_same_order():
    held = table(capable(40, 60))
    found = {
        scale: measures.economic_complexity(held, scale=scale)
        for scale in ("atlas", "standardised", "hundred", "vector")
    }
    for side in ("region_complexity", "activity_complexity"):
        for each in found.values():
            assert np.corrcoef(each[side], found["atlas"][side])[0, 1] == pytest.approx(1)
    assert found["standardised"]["activity_complexity"].std().item() == pytest.approx(1)
    assert found["hundred"]["activity_complexity"].max().item() == pytest.approx(100)
    assert (found["vector"]["region_complexity"] ** 2).sum().item() == pytest.approx(1)


def test_exchanging_the_sides_exchanges_the_answer():
    """Regions of the transposed table stand in the order of the activities, or in the opposite one."""
    held = capable(40, 60)
    one = measures.economic_complexity(table(held))["activity_complexity"].values
    other = measures.economic_complexity(table(held.T))["region_complexity"].values
    assert abs(np.corrcoef(one, other)[0, 1]) == pytest.approx(1)


@pytest.mark.parametrize(
    ("held", "cause"),
    [
        (np.kron(np.eye(2), np.ones((3, 3))), "separate parts"),
        (np.ones((4, 5)), "two eigenvalues are equal"),
        (1 - np.eye(5), "two eigenvalues are equal"),
        (np.ones((2, 9)), "fewer than 3"),
    ],
)
def test_an_index_that_is_not_determined_says_why(held, cause):
    with pytest.warns(UserWarning, match=f"not determined: .*{cause}"):
        found = measures.economic_complexity(table(held))
    assert found["region_complexity"].isnull().all()


def test_the_year_that_is_not_determined_is_named():
    both = smartspec.label(
        np.stack([capable(9, 9), np.ones((9, 9))]), year=[2001, 2002], region=range(9), activity=range(9)
    )
    with pytest.warns(UserWarning, match=r"in 1 of 2 tables \(2002\)"):
        found = measures.economic_complexity(both)
    assert found["region_complexity"].sel(year=2001).notnull().all()


def test_parts_are_counted():
    with pytest.warns(UserWarning, match="separate parts"):
        found = measures.economic_complexity(table(np.kron(np.eye(3), np.ones((2, 2)))))
    assert found["components"].item() == 3


@pytest.mark.parametrize(("name", "region", "activity"), SIDES)
def test_the_empty_and_the_unknown_spoil_nobody(name, region, activity):
    held = capable(14, 11)
    wide = np.insert(np.insert(held, 4, 0, axis=0), 3, 0, axis=1)
    wide = np.vstack([wide, np.full(12, np.nan)])
    before = wide.copy()
    measure = getattr(measures, name)
    found, plain = measure(table(wide)), measure(table(held))
    assert np.delete(found[region].values, [4, 15]) == pytest.approx(plain[region].values, abs=1e-8)
    assert np.delete(found[activity].values, 3) == pytest.approx(plain[activity].values, abs=1e-8)
    assert np.isnan(found[region].values[[4, 15]]).all()
    assert np.isnan(found[activity].values[3])
    assert np.array_equal(wide, before, equal_nan=True)


@pytest.mark.parametrize("regions", [14, 110])
@pytest.mark.parametrize(("name", "region", "activity"), SIDES)
def test_leading_dimensions_equal_a_loop(name, region, activity, regions):
    tables = np.stack([capable(regions, 120, seed=seed) for seed in (1, 2, 3)])
    labelled = smartspec.label(tables, year=[1, 2, 3], region=range(regions), activity=range(120))
    measure = getattr(measures, name)
    found = measure(labelled)
    for year in (1, 2, 3):
        alone = measure(labelled.sel(year=year, drop=True))
        for side in (region, activity):
            xr.testing.assert_allclose(found[side].sel(year=year, drop=True), alone[side], atol=1e-7)


def test_fitness_after_two_steps_by_hand():
    """N holds a and b, S only b. From ones, both sides from the step before, means brought to 1.

    Step 1: F = (2, 1) / 1.5 = (4/3, 2/3); Q = (1, 1/2) / .75 = (4/3, 2/3).
    Step 2: F = (2, 2/3) / (4/3) = (1.5, .5); Q = (1 / .75, 1 / (.75 + 1.5)) = (4/3, 4/9), mean 8/9: (1.5, .5).
    """
    with pytest.warns(UserWarning, match="did not come to rest in 2 steps"):
        found = measures.fitness(table([[1, 1], [0, 1]]), iterations=2)
    assert found["region_fitness"].values == pytest.approx([1.5, 0.5])
    assert found["activity_complexity"].values == pytest.approx([1.5, 0.5])


def test_fitness_at_rest_by_hand():
    """N holds a, b, c; S a, b; E a, c. The ratio x of S to N solves x = (2 x + 3) / (3 x + 5): the golden section."""
    found = measures.fitness(table([[1, 1, 1], [1, 1, 0], [1, 0, 1]]))
    north, south, east = found["region_fitness"].values
    assert south / north == pytest.approx((np.sqrt(5) - 1) / 2)
    assert east == pytest.approx(south)
    assert bool(found["converged"])


def test_fitness_at_rest_explains_itself():
    held = capable(12, 30)
    found = measures.fitness(table(held), iterations=20_000)
    f, q = found["region_fitness"].values, found["activity_complexity"].values
    again_f, again_q = held @ q, 1 / (held.T @ (1 / f))
    assert f == pytest.approx(again_f / again_f.mean(), abs=1e-6)
    assert q == pytest.approx(again_q / again_q.mean(), abs=1e-6)


def test_the_non_homogeneous_fitness_explains_itself():
    held = capable(12, 30)
    found = measures.fitness(table(held), variant="servedio", delta=0.1, iterations=20_000)
    assert bool(found["converged"])
    f = found["region_fitness"].values
    q = 1 / (held.T @ (1 / _raw(held)))
    assert found["activity_complexity"].values == pytest.approx(q / q.mean(), rel=1e-6)
    assert f == pytest.approx(_raw(held) / _raw(held).mean(), rel=1e-6)


def _raw(held: np.ndarray) -> np.ndarray:
    """Fitness of the non-homogeneous equations, found one side after the other."""
    f = np.ones(held.shape[0])
    for _ in range(50_000):
        f = 0.01 + held @ (1 / (1 + held.T @ (1 / f)))
    return f


def test_fitness_of_a_table_nested_inwards_vanishes_by_hand():
    """N holds a and b, S only b: two steps take the ratio x of their fitness to x / (1 + 2 x), from 1 to 1 / 61."""
    with pytest.warns(UserWarning, match="did not come to rest"):
        found = measures.fitness(table([[1, 1], [0, 1]]), iterations=60)
    north, south = found["region_fitness"].values
    assert south / north == pytest.approx(1 / 61)


def test_extremality_by_hand():
    """One step: F = (4/3, 2/3). With extremality 2, Q of b is (.75 ** 2 + 1.5 ** 2) ** -.5, of a 4/3."""
    with pytest.warns(UserWarning, match="did not come to rest"):
        found = measures.fitness(table([[1, 1], [0, 1]]), extremality=2, iterations=2)
    expected = np.array([4 / 3, (0.75**2 + 1.5**2) ** -0.5])
    assert found["activity_complexity"].values == pytest.approx(expected / expected.mean())


def test_single_precision_fitness_agrees():
    held = table(capable(40, 60))
    single = measures.fitness(held.astype("float32"), iterations=200, tolerance=1e-5)["region_fitness"]
    double = measures.fitness(held, iterations=20_000)["region_fitness"]
    assert single.dtype == np.float32
    assert single.values == pytest.approx(double.values, abs=1e-3)


def test_genepy_by_the_full_decomposition():
    held = capable(15, 25)
    w = held / held.sum(1)[:, None]
    w /= w.sum(0)
    found = measures.genepy(table(held))
    for side, square in (("region_complexity", w @ w.T), ("activity_complexity", w.T @ w)):
        np.fill_diagonal(square, 0)
        values, vectors = np.linalg.eigh(square)
        first, second, one, two = values[-1], values[-2], vectors[:, -1] ** 2, vectors[:, -2] ** 2
        expected = (first * one + second * two) ** 2 + 2 * (first**2 * one + second**2 * two)
        assert found[side].values == pytest.approx(expected)


def test_eci_plus_explains_itself():
    x = np.random.default_rng(0).gamma(1, size=(9, 14))
    found = measures.eci_plus(table(x))
    share = (x / x.sum(0)).sum(1)
    corrected = np.exp(found["region_complexity"].values) * share
    again = (x / (x / corrected[:, None]).sum(0)).sum(1)
    assert np.log(again / corrected) == pytest.approx(np.log(again / corrected).mean() * np.ones(9))


def test_reflections_by_hand():
    """The toy: p, q, r, s hold 4, 1, 2, 1; a to d are held by 1, 2, 2, 3. Mean ubiquity of p is 2; of a, 4."""
    found = measures.reflections(table(TOY), steps=1)
    assert found["region_reflection"].values.tolist() == [2, 2, 2.5, 3]
    assert found["activity_reflection"].values == pytest.approx([4, 2.5, 3, 7 / 3])


def test_many_reflections_stand_in_the_order_of_the_eigenvector():
    held = table(capable(30, 50))
    steps = measures.reflections(held, steps=12)["region_reflection"]
    index = measures.economic_complexity(held)["region_complexity"]
    assert abs(np.corrcoef(steps, index)[0, 1]) > 0.9


def test_prody_and_expy_by_hand():
    """Shares .8 and .2 of a; incomes 10 and 20: PRODY of a 12, of b 18; EXPY .8 x 12 + .2 x 18."""
    x, income = table([[80, 20], [20, 80]]), smartspec.label([10.0, 20.0], region=[0, 1])
    level = measures.prody(x, income)
    assert level.values == pytest.approx([12, 18])
    assert measures.expy(x, level).values == pytest.approx([13.2, 16.8])


@given(arrays(float, (5, 6), elements=st.floats(0.1, 100)))
def test_prody_of_equal_incomes_is_that_income(x):
    assert measures.prody(table(x), smartspec.label(np.full(5, 7.0), region=range(5))).values == pytest.approx(7)


def test_activity_gini_by_hand():
    """Region 1 leans on a by .8, region 2 by .6: (.8 x .5 + .6 x .3) / 1.4, presence given."""
    x, held = table([[80, 20], [60, 40]]), table([[1, 0], [1, 1]])
    found = measures.activity_gini(x, smartspec.label([0.5, 0.3], region=[0, 1]), presence=held)
    assert found.values == pytest.approx([(0.8 * 0.5 + 0.6 * 0.3) / 1.4, 0.3])


def test_the_gain_is_what_the_outlook_gains():
    """Taking an activity up changes the outlook by exactly its gain, its own part taken off."""
    held, close = table(capable(10, 12)), measures.proximity(table(capable(40, 12)))
    hard = smartspec.label(np.random.default_rng(1).normal(size=12), activity=range(12))

    def outlook(pattern):
        return measures.outlook_index(pattern, measures.relatedness_density(pattern, close), hard)

    gain = measures.outlook_gain(held, close, hard, net=True)
    lacking = int(np.flatnonzero(held.values[3] == 0)[0])
    after = held.copy()
    after.loc[{"region": 3, "activity": lacking}] = 1
    difference = outlook(after).sel(region=3) - outlook(held).sel(region=3)
    assert gain.sel(region=3, activity=lacking).item() == pytest.approx(difference.item())
    assert gain.where(held == 1).isnull().all()


def test_outlook_standardises_unless_told_not_to():
    held = table(capable(10, 12))
    dense_ = measures.relatedness_density(held, measures.proximity(held))
    hard = smartspec.label(np.arange(12.0), activity=range(12))
    standard = (hard - hard.mean()) / hard.std()
    xr.testing.assert_allclose(
        measures.outlook_index(held, dense_, hard), measures.outlook_index(held, dense_, standard, standardised=False)
    )


def test_outlook_of_years():
    both = smartspec.label(
        np.stack([capable(9, 7), capable(9, 7, seed=2)]), year=[1, 2], region=range(9), activity=range(7)
    )
    close = measures.proximity(both)
    dense_ = measures.relatedness_density(both, close)
    hard = measures.economic_complexity(both)["activity_complexity"]
    index, gain = measures.outlook_index(both, dense_, hard), measures.outlook_gain(both, close, hard)
    at = {"year": 2}
    alone = [x.sel(at, drop=True) for x in (both, dense_, close, hard)]
    xr.testing.assert_allclose(index.sel(at, drop=True), measures.outlook_index(alone[0], alone[1], alone[3]))
    xr.testing.assert_allclose(gain.sel(at, drop=True), measures.outlook_gain(alone[0], alone[2], alone[3]))
    assert measures.outlook_gain(both.sel(year=1, drop=True), alone[2], hard).sizes["year"] == 2


def test_nestedness_of_almeida_neto_2008():
    """The paper's worked table: NODF 58, of columns 63 and of rows 53, times 100."""
    held = table([[1, 0, 1, 1, 1], [1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [1, 1, 0, 0, 0], [1, 1, 0, 0, 0]])
    found = measures.nestedness(held)
    assert 100 * found["nestedness"].item() == pytest.approx(58, abs=0.5)
    assert 100 * found["activity_nestedness"].item() == pytest.approx(63, abs=0.5)
    assert 100 * found["region_nestedness"].item() == pytest.approx(53, abs=0.5)


def test_ties_count_by_their_overlap_when_asked():
    held = table(np.ones((3, 3)))
    assert measures.nestedness(held)["nestedness"].item() == 0
    assert measures.nestedness(held, ties="overlap")["nestedness"].item() == 1


def test_a_product_of_capabilities_is_log_supermodular():
    skill, need = np.linspace(0.5, 1.5, 8), np.linspace(0.5, 1.5, 10)
    orders = {
        "region_complexity": smartspec.label(skill, region=range(8)),
        "activity_complexity": smartspec.label(need, activity=range(10)),
    }
    x = table(np.exp(np.outer(skill, need)))
    assert measures.log_supermodularity(x, **orders).item() == 1
    assert measures.log_supermodularity(x, **orders, sample=50).item() == 1
    assert measures.log_supermodularity(table(np.ones((8, 10))), **orders).item() == 0.5


def test_recombination_by_hand():
    documents = smartspec.label([[1, 1, 0], [1, 1, 0], [1, 0, 1], [1, 0, 0]], item=range(4), activity=list("abc"))
    assert measures.ease_of_recombination(documents).values == pytest.approx([2 / 4, 1 / 2, 1])


def test_counts_of_what_is_not_known():
    held = table([[1, np.nan, 0], [1, 1, 0]])
    assert np.array_equal(measures.diversity(held).values, [np.nan, 2], equal_nan=True)
    assert measures.ubiquity(held).values.tolist() == [2, 1, 0]


def test_a_wide_table_gives_columns():
    frame = pd.DataFrame(capable(9, 7), index=list("abcdefghi"), columns=list("tuvwxyz"))
    found = measures.economic_complexity(frame)
    assert list(found["region_complexity"].index) == list("abcdefghi")
    assert measures.projected_complexity(frame, found["activity_complexity"])["a"] == pytest.approx(
        found["region_complexity"]["a"]
    )


def test_a_determined_index_is_silent():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        measures.economic_complexity(table(capable(30, 40)))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: measures.economic_complexity(manual(), scale="z"), "scale is one of"),
        (lambda: measures.fitness(manual(), variant="new"), "variant is one of"),
        (lambda: measures.fitness(manual(), iterations=0), "above 0"),
        (lambda: measures.reflections(manual(), steps=-1), "zero or more"),
        (lambda: measures.nestedness(manual(), ties="half"), "ties is one of"),
        (lambda: measures.projected_complexity(manual(), [1, 2, 3, 4, 5]), "values with labels"),
        (lambda: measures.prody(manual(), smartspec.label([1.0], region=["x"])), "do not meet"),
        (lambda: measures.genepy(table([[2, 1]])), "presence of 0 and 1"),
    ],
)
def test_what_is_refused(call, message):
    with pytest.raises(MeasureError, match=message):
        call()
