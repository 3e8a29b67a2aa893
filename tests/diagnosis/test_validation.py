"""Validation: entries by hand, scores against scikit-learn, nothing leaks, planted relatedness is found."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

import smartspec
from smartspec.diagnosis.entries import entries, predictors
from smartspec.diagnosis.models import chances, foretell, predict, trained
from smartspec.diagnosis.validation import badge, lift, scores
from smartspec.errors import MeasureError


def cells(values, names=("window", "region", "activity")) -> xr.DataArray:
    values = np.asarray(values, dtype=float)
    return xr.DataArray(values, coords={n: range(s) for n, s in zip(names, values.shape, strict=True)}, dims=names)


def world(seed: int, *, regions: int = 120, activities: int = 40, years: int = 9, planted: bool = True) -> xr.DataArray:
    """Quotients of regions with hidden capabilities.

    After two quiet years absent activities rise where their capabilities are there (planted), or by chance alone.
    """
    rng = np.random.default_rng(seed)
    has, needs = rng.random((regions, 6)) < 0.4, rng.random((activities, 6)) < 0.35
    fit = (has[:, None, :] & needs[None, :, :]).sum(2) / np.maximum(needs.sum(1), 1)
    base = np.exp(1.6 * (fit - 0.5) + 0.8 * rng.standard_normal(fit.shape))
    push = fit if planted else rng.random(fit.shape)
    rise = np.where(base < 1, 0.35 * (push - 0.45), 0.0)
    path = [base * np.exp(max(t - 2, 0) * rise + 0.02 * rng.standard_normal(fit.shape)) for t in range(years)]
    return cells(path, ("year", "region", "activity")).assign_coords(year=range(2010, 2010 + years))


# ── entries ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_entry_stays_and_began_well_below():
    """By hand: 0.7 and 0.85 average 0.775, so the first could enter; it has 1.0 and 1.1 five and six years on."""
    path = [0.7, 0.85, 0.9, 0.9, 0.9, 0.9, 1.0, 1.1]
    fell = [0.7, 0.85, 0.9, 0.9, 0.9, 0.9, 1.0, 0.99]
    near = [0.9, 0.85, 0.9, 0.9, 0.9, 0.9, 1.2, 1.2]
    made = xr.DataArray(
        np.array([path, fell, near]).T[:, None, :],
        coords={"year": range(2014, 2022), "region": ["N"], "activity": ["a", "b", "c"]},
        dims=("year", "region", "activity"),
    )
    assert entries(made).sel(window=2015, region="N").values.tolist()[:2] == [1.0, 0.0]
    assert np.isnan(entries(made).sel(window=2015, region="N", activity="c"))
    crossing = entries(made, rule="crossing")
    assert crossing.window.values.tolist() == [2014, 2015, 2016]
    assert crossing.sel(window=2015, region="N").values.tolist() == [1.0, 1.0, 1.0]


def test_what_is_unknown_at_either_end_is_no_entry_and_no_failure():
    made = world(1, regions=4, activities=3)
    made[-1, 0, 0] = np.nan
    assert np.isnan(entries(made).isel(window=-1, region=0, activity=0))


@pytest.mark.parametrize("years", [2, 4, 5, 6, 7])
def test_too_few_years_are_refused_in_words(years):
    with pytest.raises(MeasureError, match="at least 8 years; there are"):
        entries(world(1, regions=3, activities=3).isel(year=slice(0, years)))


def test_a_gap_in_years_is_refused():
    with pytest.raises(MeasureError, match="consecutive years"):
        entries(world(1, regions=3, activities=3).drop_sel(year=2013))


# ── scores ────────────────────────────────────────────────────────────────────────────────────────────────────────


@given(st.integers(0, 10_000))
def test_scores_are_those_of_scikit_learn(seed):
    rng = np.random.default_rng(seed)
    outcome = cells(rng.random((2, 5, 8)) < 0.3)
    outcome = outcome.where(cells(rng.random((2, 5, 8)) < 0.9))
    foretold = cells(rng.random((2, 5, 8)).round(1))  # rounding makes ties
    y, p = outcome.values.ravel(), foretold.values.ravel()
    use = np.isfinite(y)
    found = scores(outcome, foretold, draws=5)
    assert found["auc"].values[0] == pytest.approx(roc_auc_score(y[use], p[use]))
    assert found["brier"].values[0] == pytest.approx(brier_score_loss(y[use], p[use]))
    assert found.attrs["events"] == y[use].sum()


def test_average_precision_is_that_of_scikit_learn():
    rng = np.random.default_rng(4)
    outcome, foretold = cells(rng.random((2, 6, 9)) < 0.3), cells(rng.random((2, 6, 9)))
    found = scores(outcome, foretold, draws=5)["average_precision"].values[0]
    assert found == pytest.approx(average_precision_score(outcome.values.ravel(), foretold.values.ravel()))


def test_precision_among_the_top_fifth_of_each_region_by_hand():
    """Ten candidates: two are picked, one of them entered; the other region picks two that did not."""
    outcome = np.zeros((1, 2, 10))
    outcome[0, 0, [0, 5]] = 1
    foretold = np.tile(np.arange(10, 0, -1) / 10, (1, 2, 1))
    assert scores(cells(outcome), cells(foretold), draws=5)["precision_at_top"].values[0] == pytest.approx(1 / 4)


def test_nothing_entered_means_nothing_scored():
    found = scores(cells(np.zeros((1, 3, 4))), cells(np.random.default_rng(1).random((1, 3, 4))))
    assert np.isnan(found["auc"]).all()
    assert found.attrs == {"events": 0, "candidates": 12}


def test_a_wider_world_gives_a_narrower_interval():
    width = {}
    for regions in (30, 240):
        made = world(3, regions=regions)
        outcome = entries(made)
        known = predictors(made, outcome.window.values.tolist()).sel(predictor="density")
        low, high = scores(outcome, known, calibrated=False)["auc"].values[1:]
        width[regions] = high - low
    assert width[240] < width[30]


# ── prediction ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_model_is_the_ridge_logistic_regression_of_scikit_learn():
    made = world(5, regions=12)
    outcome = entries(made)
    known = predictors(made, outcome.window.values.tolist())
    names = ["quotient", "density"]
    found = predict(outcome, known, names, penalty=2.0)
    x, y = known.sel(predictor=names).values, outcome.values
    use = np.isfinite(y)
    test = np.zeros_like(use)
    test[:, 3, :] = use[:, 3, :]
    train = use & ~test
    mean, spread = x[:, train].mean(axis=1), x[:, train].std(axis=1)
    model = LogisticRegression(C=1 / 2.0, tol=1e-10, max_iter=1000)
    model.fit(((x[:, train].T - mean) / spread), y[train])
    expected = model.predict_proba((x[:, test].T - mean) / spread)[:, 1]
    assert found.values[test] == pytest.approx(expected, abs=1e-5)


def test_a_region_is_foretold_without_its_own_answers():
    made = world(6, regions=10)
    outcome = entries(made)
    known = predictors(made, outcome.window.values.tolist())
    turned = outcome.copy()
    turned[:, 4, :] = 1 - turned[:, 4, :]
    a, b = (predict(each, known, ["quotient", "trend"]) for each in (outcome, turned))
    np.testing.assert_allclose(a.sel(region=4), b.sel(region=4))
    assert not np.allclose(a.sel(region=5).values, b.sel(region=5).values, equal_nan=True)


def test_density_is_estimated_without_the_region_it_is_used_for():
    made = world(7, regions=10, activities=6)
    year = [2012]
    before = predictors(made, year).sel(predictor="density", region=3)
    moved = made.copy()
    moved.loc[{"region": 5}] = np.where(made.sel(region=5) >= 1, 0.5, 1.5)
    after = predictors(moved, year).sel(predictor="density", region=3)
    assert not np.allclose(before, after)
    same = made.copy()
    same.loc[{"region": 3, "activity": [0]}] = 5.0
    held = (made.sel(year=2012, region=3) >= 1).values
    expected = predictors(same, year).sel(predictor="density", region=3)
    if held[0]:
        np.testing.assert_allclose(expected, before)


def test_planted_relatedness_is_found_and_noise_is_not():
    found = {}
    for planted in (True, False):
        made = world(8, planted=planted)
        outcome = entries(made)
        known = predictors(made, outcome.window.values.tolist())
        base, model = (predict(outcome, known, names) for names in (["quotient"], ["quotient", "density"]))
        found[planted] = badge(lift(outcome, model, base), events=int(outcome.sum()))
    assert found == {True: "proven_lift", False: "no_information"}


def test_leaking_the_answer_raises_the_score():
    """The honest density does not know the end; one computed on the end year does, and scores higher."""
    made = world(9, planted=False)
    outcome = entries(made)
    starts = outcome.window.values.tolist()
    honest = predictors(made, starts).sel(predictor="density")
    leaked = predictors(made, [start + 5 for start in starts]).sel(predictor="quotient").assign_coords(window=starts)
    one, other = (scores(outcome, each, calibrated=False)["auc"].values[0] for each in (honest, leaked))
    assert other == pytest.approx(1.0, abs=0.01)
    assert one < 0.75


# ── a relatedness table from elsewhere ────────────────────────────────────────────────────────────────────────────


def table(values, codes=("a", "b")) -> xr.DataArray:
    return smartspec.label(values, activity=list(codes), other=list(codes))


@pytest.mark.parametrize(
    ("near", "said"),
    [
        (table([[0, 1], [1, 0]], ("a", "z")), "other activities"),
        (table([[0, -1], [1, 0]]), "zero or more"),
        (table([[1, 1], [1, 0]]), "itself must be zero"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused(near, said):
    made = world(1, regions=3, activities=2).assign_coords(activity=["a", "b"])
    with pytest.raises(MeasureError, match=said):
        predictors(made, [2012], relatedness=near)


def test_few_entries_are_not_testable():
    bounds = smartspec.label([0.3, 0.2, 0.4], bound=["estimate", "low", "high"])
    assert badge(bounds, events=29) == "not_testable"
    assert badge(bounds, events=30) == "proven_lift"


def test_carried_coefficients_say_what_the_model_itself_says():
    made = world(5, regions=12)
    outcome = entries(made)
    known = predictors(made, outcome.window.values.tolist())
    names = ["quotient", "density"]
    carried = chances(trained(outcome, known, names), known)
    whole = foretell(outcome, known, known, names)
    np.testing.assert_allclose(carried.transpose(*whole.dims).values, whole.values)


def test_boosted_trees_find_what_is_planted():
    made = world(8)
    outcome = entries(made)
    known = predictors(made, outcome.window.values.tolist())
    found = predict(outcome, known, ["quotient", "density"], kind="boosted")
    assert scores(outcome, found, draws=5)["auc"].values[0] > 0.7


def test_an_unknown_model_is_refused():
    made = world(5, regions=4, activities=3)
    with pytest.raises(MeasureError, match="no model 'oracle'"):
        predict(entries(made), predictors(made, [2011, 2012]), ["quotient"], kind="oracle")


def test_nothing_to_learn_is_refused():
    made = world(5, regions=4, activities=3)
    outcome = entries(made) * 0
    with pytest.raises(MeasureError, match="entered and cells that did not"):
        trained(outcome, predictors(made, outcome.window.values.tolist()), ["quotient"])


def test_an_unknown_cell_counts_neither_as_held_nor_as_absent():
    """Of two known others North holds one: its diversity is a half whether the third is unknown or not there."""
    at = {"year": [2012], "region": list("NST"), "activity": list("abcd")}
    made = smartspec.label([[[0.5, 2, 0.5, np.nan], [2, 2, 0.5, 2], [0.5, 2, 2, 2]]], **at)
    found = predictors(made, [2012]).isel(window=0).sel(region="N", activity="a")
    assert found.sel(predictor="diversity").item() == pytest.approx(1 / 2)
    whole = predictors(made.drop_sel(activity="d"), [2012]).isel(window=0).sel(region="N", activity="a")
    assert found.sel(predictor=["diversity", "ubiquity", "density"]).values == pytest.approx(
        whole.sel(predictor=["diversity", "ubiquity", "density"]).values
    )


@given(st.integers(0, 200))
def test_leaking_the_answer_never_lowers_the_score(seed):
    """Density with the diagonal, and with the same period's presence, knows what it is asked."""
    made = world(seed, regions=30, activities=12)
    outcome = entries(made)
    if not 0 < outcome.sum() < outcome.notnull().sum():
        return
    starts = outcome.window.values.tolist()
    honest = predictors(made, starts).sel(predictor="density", drop=True)
    end = (made.sel(year=[start + 5 for start in starts]) >= 1).astype(float).assign_coords(year=starts)
    leaked = honest + end.rename(year="window")  # what a diagonal of ones adds: the cell's own presence at the end
    one, other = (scores(outcome, each, draws=2, calibrated=False)["auc"].values[0] for each in (honest, leaked))
    assert other >= one
    assert other > 0.95
