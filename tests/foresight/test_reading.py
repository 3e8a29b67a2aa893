"""Reading the futures: robustness by hand, known indices, back-casts that must be right, the long table."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import smartspec
from smartspec.errors import ForesightError
from smartspec.foresight import scenarios
from smartspec.foresight.scenarios import Size

YEARS = list(range(2010, 2022))
OIL = [79.0, 104, 105, 104, 96, 51, 44, 54, 71, 64, 42, 70]


def test_robustness_by_hand():
    outcome = smartspec.label([[3, 1], [1, 2], [5, 5], [4, 0]], future=range(4), variant=["a", "b"])
    found = scenarios.robustness(outcome, at_least=2)
    assert found["worst"].values.tolist() == [1, 0]
    assert found["middle"].values.tolist() == [3.25, 2.0]
    assert found["regret"].values.tolist() == [1, 4]
    assert found["met"].values.tolist() == [0.75, 0.5]
    assert found["poor"].values.tolist() == [1, 0]


@given(arrays(float, (30, 3), elements=st.floats(-5, 5)))
def test_measures_of_robustness_keep_their_order(values):
    found = scenarios.robustness(smartspec.label(values, future=range(30), variant=list("abc")))
    assert (found["worst"] <= found["poor"] + 1e-12).all()
    assert (found["poor"] <= found["middle"] + 1e-12).all()
    assert (found["regret_ninetieth"] <= found["regret"] + 1e-12).all()


def test_a_line_that_nothing_meets_is_a_finding():
    assert scenarios.share_met(smartspec.label([1.0, 2, 3], future=range(3)), at_least=10).item() == 0
    with pytest.raises(ForesightError, match="needs a line"):
        scenarios.share_met(smartspec.label([1.0], future=[0]))


def test_importance_of_the_ishigami_function():
    """First-order indices with a = 7, b = 0.1: 0.314, 0.442, 0 (Ishigami and Homma 1990; Saltelli et al. 2008)."""
    names = ["x1", "x2", "x3"]
    x = scenarios.sample({name: Size(-np.pi, np.pi) for name in names}, futures=8192, seed=1, design="sobol")
    one, two, three = (x.sel(uncertainty=name, drop=True) for name in names)
    y = np.sin(one) + 7 * np.sin(two) ** 2 + 0.1 * three**4 * np.sin(one)
    found = scenarios.importance(x.rename(uncertainty="factor"), y, bins=20)
    assert found.values == pytest.approx([0.314, 0.442, 0.0], abs=0.02)


def test_a_tornado_of_a_straight_line():
    x = scenarios.sample({"a": Size(0, 1), "b": Size(0, 1)}, futures=1000, seed=2)
    y = 10 * x.sel(uncertainty="a", drop=True)
    found = scenarios.tornado(x.rename(uncertainty="factor"), y)
    assert found.sel(factor="a").values == pytest.approx([1, 9], abs=0.05)
    assert found.sel(factor="b").values == pytest.approx([5, 5], abs=0.8)


def test_a_fan_is_made_of_quantiles():
    paths = smartspec.label(np.arange(101.0)[:, None], future=range(101), step=[0])
    assert scenarios.fan(paths, levels=(0.1, 0.5, 0.9)).values.ravel().tolist() == [10, 50, 90]


@pytest.mark.parametrize("design", ["latin_hypercube", "sobol"])
def test_a_design_fills_every_range_evenly(design):
    sizes = {"a": Size(-1, 1), "b": Size(5, 5), "c": Size(0, 10)}
    drawn = scenarios.sample(sizes, futures=256, seed=3, design=design)
    for name, size in sizes.items():
        values = drawn.sel(uncertainty=name).values
        assert ((values >= size.low) & (values <= size.high)).all()
        if size.high > size.low:
            counts = np.histogram(values, bins=8, range=(size.low, size.high))[0]
            assert counts.tolist() == [32] * 8
    again = scenarios.sample(sizes, futures=256, seed=3, design=design)
    assert drawn.identical(again)
    assert scenarios.sample({}, futures=4, seed=1, design=design).shape == (4, 0)


def test_reversion_agrees_with_least_squares_of_numpy():
    prices = smartspec.label([[p] for p in OIL], year=YEARS, commodity=["OIL"])
    found = scenarios.reversion(prices).isel(commodity=0)
    logs = np.log(OIL)
    slope, level = np.polyfit(logs[:-1], np.diff(logs), 1)
    assert found["speed"].item() == pytest.approx(-slope)
    assert found["mean"].item() == pytest.approx(-level / slope)


def test_prices_far_from_their_mean_come_back():
    rng = np.random.default_rng(1)
    logs = [4.0]
    for _ in range(60):
        logs.append(logs[-1] + 0.4 * (4 - logs[-1]) + 0.1 * rng.standard_normal())
    logs[-1] = 5.0
    prices = smartspec.label(np.exp(logs)[:, None], year=range(1960, 2021), commodity=["OIL"])
    paths = np.log(scenarios.reverting_paths(prices, futures=2000, years=15, seed=1))
    assert float(paths.isel(step=0).mean()) == pytest.approx(5)
    assert float(paths.isel(step=-1).mean()) == pytest.approx(4.0, abs=0.1)
    walks = np.log(scenarios.reverting_paths(prices, futures=2000, years=15, seed=1, revert=False))
    assert float(walks.isel(step=-1).mean()) == pytest.approx(5.0, abs=0.1)


def test_a_price_series_with_a_gap_is_refused():
    prices = smartspec.label([[p] for p in OIL], year=YEARS, commodity=["OIL"]).astype(float)
    with pytest.raises(ForesightError, match="'OIL' has no positive value in 2014"):
        scenarios.reverting_paths(prices.where(prices.year != 2014), futures=3, years=2, seed=1)
    with pytest.raises(ForesightError, match="no positive value in 2013"):
        scenarios.reversion(prices.sel(year=[y for y in YEARS if y != 2013]))
    with pytest.raises(ForesightError, match="4 years are too few"):
        scenarios.reversion(prices.isel(year=slice(4)))


def test_exposure_weighs_tonnes_by_price():
    made = smartspec.label([[10.0, 0.0], [np.nan, 5.0], [0, 0]], region=["N", "S", "E"], product=["OIL", "COAL"])
    found = scenarios.price_weights(made, {"B": 80.0, "K": 100.0}, {"OIL": "B", "COAL": "K"}, {"OIL": 7.0, "COAL": 1.0})
    assert found.sel(region="N").values.tolist() == [1, 0]
    assert found.sel(region="S").values.tolist() == [0, 1]
    assert found.sel(region="E").isnull().all()
    with pytest.raises(ForesightError, match="priced by K"):
        scenarios.price_weights(made, {"B": 80.0}, {"OIL": "B", "COAL": "K"}, {"OIL": 7.0, "COAL": 1.0})


def world(response: float, noise: float = 0.0):
    """Volume indices of two regions whose mining answers to the price, with values for weights."""
    change = np.diff(np.log(OIL))
    shock = noise * np.random.default_rng(3).standard_normal((11, 2, 2))
    growth = 0.03 + np.stack([response * change, 0 * change], axis=1)[:, None, :] + shock
    at = {"year": YEARS[1:], "region": ["N", "S"], "activity": ["B", "C"]}
    index = smartspec.label(100 * np.exp(np.broadcast_to(growth, (11, 2, 2))), **at)
    changes = smartspec.label(np.repeat(change[:, None], 2, 1), year=YEARS[1:], region=["N", "S"])
    return index, changes, smartspec.label(np.full((11, 2, 2), 50.0), **at)


def test_a_backcast_of_a_world_that_obeys_the_model_is_exact():
    found = scenarios.backcast(*world(0.3), origins=[2018, 2019])
    assert found["error"].sel(way="model").values == pytest.approx(0, abs=1e-9)
    assert (found["error"].sel(way="own_trend") > 0.1).all()
    assert found["region_error"].sel(way="model").values == pytest.approx(0, abs=1e-9)
    assert found["cells"].values.tolist() == [4, 4]


def test_a_backcast_sees_nothing_after_its_origin():
    index, changes, value = world(0.3, noise=0.05)
    bent = index.where(index.year <= 2018, index * 1.5)
    first, second = (scenarios.backcast(x, changes, value, origins=[2018])["foretold"] for x in (index, bent))
    assert first.values == pytest.approx(second.values)


def test_no_change_errs_by_growth_itself():
    found = scenarios.backcast(*world(0.0), origins=[2018])
    assert found["error"].sel(way="no_change").item() == pytest.approx(3.0)


def test_a_region_with_too_short_a_past_is_not_scored():
    index, changes, value = world(0.3)
    found = scenarios.backcast(index.where((index.region != "S") | (index.year > 2016)), changes, value, origins=[2018])
    assert (found["cells"].item(), found["regions"].item()) == (2, 1)


def test_an_origin_without_years_on_both_sides_is_refused():
    with pytest.raises(ForesightError, match="cannot begin in 2021: the volume indices run from 2011 to 2021"):
        scenarios.backcast(*world(0.3), origins=[2018, 2021])


def test_the_long_table_has_the_columns_of_the_consortium():
    """IAMC: model, scenario, region, variable, unit, year, value; one row each."""
    paths = smartspec.label(np.ones((3, 2, 2, 1)), future=range(3), variant=["a", "b"], step=[0, 1], region=["N"])
    found = scenarios.iamc(paths, model="m", variable="Value Added", unit="KZT", first=2024)
    assert list(found.columns) == ["model", "scenario", "region", "variable", "unit", "year", "value"]
    assert len(found) == 2 * 3 * 2
    assert not found.duplicated(subset=list(found.columns[:-1])).any()
    each = scenarios.iamc(paths, model="m", variable="Value Added", unit="KZT", first=2024, each=True)
    assert sorted(set(each["scenario"])) == ["a|0", "a|1", "a|2", "b|0", "b|1", "b|2"]
    assert isinstance(each, pd.DataFrame)
    with pytest.raises(ForesightError, match="need"):
        scenarios.iamc(paths, model=" ", variable="V", unit="KZT", first=2024)
