"""Scenarios: estimates that recover what was planted, limits, identities and refusals."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import smartspec
from smartspec.errors import ForesightError
from smartspec.foresight import scenarios

YEARS = list(range(2010, 2025))
PRICE = smartspec.label([79.0, 104, 105, 104, 96, 51, 44, 54, 71, 64, 42, 70, 100, 82, 81], year=YEARS)


def planted(trend: float, response: float, noise: float = 0.0, seed: int = 1) -> xr.DataArray:
    change = np.diff(np.log(PRICE.values))
    growth = (
        trend + response * (change - change.mean()) + noise * np.random.default_rng(seed).standard_normal(change.size)
    )
    return smartspec.label(100 * np.exp(growth).reshape(-1, 1, 1), year=YEARS[1:], region=["N"], activity=["a"])


def test_a_planted_trend_and_response_are_found_exactly():
    found = scenarios.estimate(planted(0.03, 0.2), PRICE)
    assert found["trend"].item() == pytest.approx(0.03)
    assert found["response"].item() == pytest.approx(0.2)
    assert found["spread"].item() == pytest.approx(0, abs=1e-12)


def test_estimates_agree_with_numpy_least_squares():
    index = planted(0.03, 0.2, noise=0.05)
    found = scenarios.estimate(index, PRICE)
    change = np.diff(np.log(PRICE.values))
    design = np.column_stack([np.ones_like(change), change - change.mean()])
    growth = np.log(index.values.ravel() / 100)
    (level, slope), residue, *_ = np.linalg.lstsq(design, growth, rcond=None)
    variance = residue[0] / (len(growth) - 2)
    errors = np.sqrt(np.diag(variance * np.linalg.inv(design.T @ design)))
    assert [found[key].item() for key in ("trend", "response", "trend_error", "response_error")] == pytest.approx(
        [level, slope, *errors]
    )


def test_too_few_years_estimate_nothing():
    short = planted(0.03, 0.2).where(lambda x: x.year > 2018)
    assert np.isnan(scenarios.estimate(short, PRICE, least_years=8)["trend"].item())


def test_a_price_with_a_gap_is_refused_by_year():
    with pytest.raises(ForesightError, match=r"no positive value in 2015.*futures: price:"):
        scenarios.estimate(planted(0.03, 0.2), PRICE.where(PRICE.year != 2015))


def test_without_noise_and_response_every_future_is_the_trend():
    paths = scenarios.price_paths(PRICE, futures=50, years=10, seed=3)
    found = scenarios.project(scenarios.estimate(planted(0.03, 0.0), PRICE), paths, seed=4)
    assert found.values == pytest.approx(np.exp(0.3))


def test_the_spread_of_futures_matches_the_sampling_theory():
    """Variance over T years: T sigma^2 of shocks plus T^2 sigma^2 / n of the estimated trend."""
    fit = scenarios.estimate(planted(0.02, 0.0, noise=0.04, seed=5), PRICE)
    flat = xr.zeros_like(scenarios.price_paths(PRICE, futures=20_000, years=10, seed=1)) + fit["mean_change"]
    found = np.log(scenarios.project(fit, flat, seed=2))
    shocks = float((fit["residual"] ** 2).mean())
    theory = 10 * shocks + 100 * fit["trend_error"].item() ** 2
    assert float(found.var()) == pytest.approx(theory, rel=0.05)


def test_price_paths_have_no_trend_of_their_own():
    paths = scenarios.price_paths(PRICE, futures=5_000, years=10, seed=1)
    assert float(paths.mean()) == pytest.approx(0, abs=0.01)
    assert float(paths.std()) == pytest.approx(float(np.diff(np.log(PRICE.values)).std()), rel=0.05)


def test_the_same_seed_draws_the_same_paths():
    first, second = (scenarios.price_paths(PRICE, futures=9, years=5, seed=7) for _ in range(2))
    xr.testing.assert_identical(first, second)
    assert not first.equals(scenarios.price_paths(PRICE, futures=9, years=5, seed=8))


def test_external_states_are_thirds():
    state = scenarios.external_state(scenarios.price_paths(PRICE, futures=300, years=10, seed=1))
    assert [int((state == name).sum()) for name in scenarios.STATES] == [100, 100, 100]


@given(arrays(float, (4, 2, 3), elements=st.floats(0.2, 5)), arrays(float, (2, 3), elements=st.floats(0.01, 1)))
def test_the_regions_volume_is_the_weighted_mean_of_its_activities(ratio, weight):
    at = {"region": ["N", "S"], "activity": list("abc")}
    weight = weight / weight.sum(1, keepdims=True)
    found = scenarios.survival(smartspec.label(ratio, future=[0, 1, 2, 3], **at), smartspec.label(weight, **at))
    assert found["total"].values == pytest.approx((ratio * weight).sum(2))
    assert (
        (found["survives"].values == 1)
        == ((ratio > 1) & (ratio >= (ratio * weight).sum(2, keepdims=True) * (1 - 1e-9)))
    ).all()


def test_an_unprojected_activity_with_a_real_weight_makes_the_total_unknown():
    at = {"region": ["N"], "activity": ["a", "b"]}
    ratio = smartspec.label([[[1.5, np.nan]]], future=[0], **at)
    assert scenarios.survival(ratio, smartspec.label([[0.5, 0.5]], **at))["total"].isnull().all()


def test_a_negligible_one_is_left_out_of_the_total():
    at = {"region": ["N"], "activity": ["a", "b"]}
    ratio = smartspec.label([[[1.5, np.nan]]], future=[0], **at)
    found = scenarios.survival(ratio, smartspec.label([[0.9999, 0.0001]], **at))
    assert found["total"].item() == pytest.approx(1.5)


def test_regret_by_hand():
    outcome = smartspec.label([[3, 1], [1, 2], [5, 5]], future=[0, 1, 2], variant=["a", "b"])
    found = scenarios.regret(outcome)
    assert found["largest"].values.tolist() == [1, 2]
    assert found["best"].values == pytest.approx([2 / 3, 2 / 3])


@given(arrays(float, (20, 3), elements=st.floats(-10, 10)))
def test_somebody_is_best_in_every_future(outcome):
    found = scenarios.regret(smartspec.label(outcome, future=list(range(20)), variant=list("abc")))
    assert float(found["best"].sum()) >= 1 - 1e-12
    assert (found["ninetieth"] <= found["largest"] + 1e-12).all()
    assert float(found["largest"].min()) >= 0
