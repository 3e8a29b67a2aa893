"""Spatial pattern: published answers and esda's first, then the laws, then what is said and refused."""

from __future__ import annotations

import warnings

import esda
import libpysal
import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import false_discovery_control

import smartspec
from smartspec import measures
from smartspec.errors import MeasureError
from smartspec.measures.spatial import neighbour_weights
from smartspec.measures.spatial._chance import false_discovery

GLOBAL = (measures.moran, measures.geary, measures.spatial_gini)
LOCAL = (measures.local_moran, measures.getis_ord)


def example(name: str) -> str:
    return str(libpysal.examples.get_path(name))


def counties() -> tuple[xr.DataArray, xr.DataArray, libpysal.weights.W]:
    """Homicide rates of 78 counties round St Louis, 1988-93, and who borders whom."""
    file = libpysal.io.open(example("stl.gal"))
    near = file.read()
    file.close()
    names = [str(name) for name in near.id_order]
    rates = pd.read_csv(example("stl_hom.txt"), skiprows=1)["HR8893"].to_numpy(float)
    weights = smartspec.label(near.full()[0], region=names, other=names)
    return smartspec.label(rates, region=names), weights, near


def grid(size: int) -> xr.DataArray:
    """A chessboard of regions, each beside the four it touches."""
    names = [f"{i}-{j}" for i in range(size) for j in range(size)]
    down = [(f"{i}-{j}", f"{i + 1}-{j}") for i in range(size - 1) for j in range(size)]
    across = [(f"{i}-{j}", f"{i}-{j + 1}") for i in range(size) for j in range(size - 1)]
    return neighbour_weights(down + across, regions=names)


NEAR = grid(6)
unhurried = settings(deadline=None, max_examples=20)
maps = arrays(float, (36,), elements=st.integers(0, 50), unique=False).map(
    lambda values: smartspec.label(values, region=NEAR.region.values.tolist())
)


def test_moran_of_st_louis():
    """The example in esda's manual: I .244, expected -.013."""
    rates, weights, _ = counties()
    found = measures.moran(rates, weights, seed=1)
    assert found["statistic"].item() == pytest.approx(0.244, abs=5e-4)
    assert found["expected"].item() == pytest.approx(-0.012987012987)
    assert found["p_value"].item() < 0.02


def test_spatial_gini_of_mexico_1940():
    """Rey and Smith's states grouped by Hanson's regions, as printed in the manual of pysal's inequality."""
    states = pd.read_csv(example("mexico.csv"), index_col="State")
    names = states.index.tolist()
    same = (states["hanson98"].to_numpy()[:, None] == states["hanson98"].to_numpy()).astype(float)
    weights = smartspec.label(same - np.eye(len(names)), region=names, other=names)
    found = measures.spatial_gini(states["pcgdp1940"], weights, seed=12345, alternative="greater")
    assert found["statistic"] == pytest.approx(0.35372371173452849)
    assert found["far"] == pytest.approx(0.2940179879590452)
    assert found["near"] + found["far"] == pytest.approx(found["statistic"])
    assert found["p_value"] == pytest.approx(0.04, abs=0.03)


def test_hot_spots_of_six_points():
    """The example in esda's manual: G* with 0/1 weights for points within 15 of each other."""
    points = np.array([(10, 10), (20, 10), (40, 10), (15, 20), (30, 20), (30, 30)])
    apart = np.sqrt(((points[:, None] - points) ** 2).sum(axis=2))
    near = smartspec.label((apart <= 15) & (apart > 0), region=list("abcdef"), other=list("abcdef"))
    y = smartspec.label([2, 3, 3.2, 5, 8, 7], region=list("abcdef"))
    expected = np.array([-1.39727626, -0.28917762, 0.65064964, -0.28917762, 1.23452088, 2.02424331])
    assert measures.getis_ord(y, near, permutations=0)["statistic"].values == pytest.approx(expected)


def test_agreement_with_esda():
    rates, weights, near = counties()
    values = rates.values
    assert measures.moran(rates, weights, permutations=0)["statistic"].item() == pytest.approx(
        esda.Moran(values, near, permutations=0).I
    )
    assert measures.moran(rates, weights, permutations=0, standardise=False)["statistic"].item() == pytest.approx(
        esda.Moran(values, near, transformation="b", permutations=0).I
    )
    assert measures.geary(rates, weights, permutations=0)["statistic"].item() == pytest.approx(
        esda.Geary(values, near, permutations=0).C
    )
    n = len(values)
    theirs = esda.Moran_Local(values, near, permutations=0)
    ours = measures.local_moran(rates, weights, permutations=0)
    assert ours["statistic"].values == pytest.approx(theirs.Is * n / (n - 1))
    assert ours["quadrant"].values.tolist() == theirs.q.tolist()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # esda announces that it will fill the diagonal
        stars = esda.G_Local(values, near, transform="B", star=True, permutations=0).Zs
    assert measures.getis_ord(rates, weights, permutations=0)["statistic"].values == pytest.approx(stars)


def test_chance_agrees_with_esda():
    """Two programs that shuffle differently agree within the error of 4,999 draws."""
    rates, weights, near = counties()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # esda announces that it will double its p-values
        np.random.seed(3)
        whole = esda.Moran(rates.values, near, permutations=4999).p_sim
        places = esda.Moran_Local(rates.values, near, permutations=4999, seed=3, n_jobs=1).p_sim
    ours = measures.moran(rates, weights, permutations=4999, alternative="greater", seed=3)["p_value"].item()
    assert ours == pytest.approx(whole, abs=0.004)
    found = measures.local_moran(rates, weights, permutations=4999, seed=3)["p_value"].values
    assert found == pytest.approx(np.minimum(2 * places, 1), abs=0.06)
    assert np.abs(found - np.minimum(2 * places, 1)).mean() < 0.025


def test_a_chessboard_and_two_halves():
    """By hand: neighbours always opposite gives -1; left half against right half gives nearly 1."""
    side = np.add.outer(np.arange(6), np.arange(6)) % 2
    board = smartspec.label(side.ravel(), region=NEAR.region.values.tolist())
    found = measures.moran(board, NEAR, seed=1)
    assert found["statistic"].item() == pytest.approx(-1)
    assert found["p_value"].item() == pytest.approx(0.002)
    halves = smartspec.label(np.repeat([[0, 0, 0, 1, 1, 1]], 6, axis=0).ravel(), region=NEAR.region.values.tolist())
    assert measures.moran(halves, NEAR, seed=1)["statistic"].item() > 0.7
    assert measures.geary(halves, NEAR, seed=1, alternative="less")["p_value"].item() == pytest.approx(0.001)


def test_a_planted_hot_spot_is_found_where_it_is():
    big = grid(12)
    values = np.random.default_rng(0).normal(size=(12, 12))
    values[2:5, 7:10] += 6
    x = smartspec.label(values.ravel(), region=big.region.values.tolist())
    planted = [f"{i}-{j}" for i in range(2, 5) for j in range(7, 10)]
    for measure in LOCAL:
        found = measure(x, big, permutations=4999, seed=1)
        significant = found.region.values[(found["q_value"] <= 0.05).values]
        assert "3-8" in significant
        assert len(set(significant) - set(planted)) <= 4


@pytest.mark.parametrize("measure", GLOBAL + LOCAL)
def test_chance_maps_are_rarely_significant(measure):
    """Of 200 maps without pattern about one in twenty has a p-value of .05 or less."""
    noise = smartspec.label(
        np.random.default_rng(5).exponential(size=(36, 200)),
        region=NEAR.region.values.tolist(),
        activity=list(range(200)),
    )
    p = measure(noise, NEAR, seed=2)["p_value"]
    assert 0.02 <= float((p <= 0.05).mean()) <= 0.09


@unhurried
@given(maps, st.floats(0.1, 100), st.floats(-100, 100))
def test_neither_unit_nor_origin_matters(x, factor, shift):
    for measure in (measures.moran, measures.geary, *LOCAL):
        one, two = (measure(values, NEAR, permutations=0) for values in (x, x * factor + shift))
        xr.testing.assert_allclose(one["statistic"], two["statistic"], atol=1e-6, rtol=1e-6)


@unhurried
@given(maps)
def test_local_morans_add_up_to_the_global_one(x):
    parts = measures.local_moran(x, NEAR, permutations=0)["statistic"]
    whole = measures.moran(x, NEAR, permutations=0)["statistic"]
    xr.testing.assert_allclose(parts.mean("region", skipna=False), whole, atol=1e-9)


@unhurried
@given(maps)
def test_the_parts_of_the_gini_make_the_whole(x):
    found = measures.spatial_gini(x, NEAR, permutations=0)
    values = x.values
    if values.sum() > 0:
        expected = np.abs(values[:, None] - values).sum() / (2 * len(values) ** 2 * values.mean())
        assert found["statistic"].item() == pytest.approx(expected, abs=1e-12)
        assert (found["near"] + found["far"]).item() == pytest.approx(expected, abs=1e-12)
        assert found["far"].item() >= -1e-12


@settings(max_examples=5, deadline=None)
@given(maps, maps)
@pytest.mark.parametrize("measure", GLOBAL + LOCAL)
def test_leading_dimensions_equal_a_loop(measure, one, two):
    both = xr.concat([one, two], xr.IndexVariable("activity", ["a", "b"])).transpose("region", "activity")
    together = measure(both, NEAR, permutations=49, seed=7).drop_vars("q_value", errors="ignore")
    for name, x in (("a", one), ("b", two)):
        alone = measure(x, NEAR, permutations=49, seed=7).drop_vars("q_value", errors="ignore")
        xr.testing.assert_allclose(together.sel(activity=name, drop=True), alone)


@unhurried
@given(maps)
def test_the_order_of_regions_does_not_matter(x):
    turned = x.isel(region=slice(None, None, -1))
    for measure in GLOBAL + LOCAL:
        one, two = measure(x, NEAR, permutations=0), measure(turned, NEAR, permutations=0)
        two = two.sel(region=x.region) if "region" in two.dims else two
        xr.testing.assert_allclose(one, two, atol=1e-9)


@unhurried
@given(arrays(float, (3, 12), elements=st.floats(0, 1)))
def test_false_discovery_is_benjamini_hochberg(p):
    assert false_discovery(p) == pytest.approx(false_discovery_control(p, axis=1))
    gaps = np.concatenate([p, np.full((3, 2), np.nan)], axis=1)[:, ::-1]
    assert false_discovery(gaps)[:, :1:-1] == pytest.approx(false_discovery(p))
    assert np.isnan(false_discovery(gaps)[:, :2]).all()


@pytest.mark.parametrize("measure", GLOBAL + LOCAL)
def test_few_regions_get_a_number_but_no_significance(measure):
    small = grid(5)
    x = smartspec.label(np.arange(25), region=small.region.values.tolist())
    with pytest.warns(UserWarning, match="no significance for 25 regions: under 30"):
        found = measure(x, small)
    assert found["statistic"].notnull().all()
    assert found["p_value"].isnull().all()
    assert found["q_value"].isnull().all()


@pytest.mark.parametrize("measure", GLOBAL + LOCAL)
def test_a_missing_value_makes_its_own_map_unknown(measure):
    x = smartspec.label(
        np.random.default_rng(1).random((36, 2)), region=NEAR.region.values.tolist(), activity=["a", "b"]
    )
    x[3, 0] = np.nan
    with pytest.warns(UserWarning, match=r"1 of 2 maps lack a value in some region \(0-3\)"):
        found = measure(x, NEAR, permutations=99, seed=1)
    assert found["statistic"].sel(activity="a").isnull().all()
    assert found.sel(activity="b").to_array().notnull().all()


@pytest.mark.parametrize("measure", GLOBAL + LOCAL)
def test_a_map_that_is_the_same_everywhere_has_no_pattern(measure):
    x = smartspec.label(np.full(36, 0.1), region=NEAR.region.values.tolist())
    found = measure(x, NEAR, permutations=99, seed=1)
    assert found["p_value"].isnull().all()
    if measure is not measures.spatial_gini:
        assert found["statistic"].isnull().all()


def test_an_island_is_named_and_undefined():
    cut = NEAR.copy()
    cut.loc["0-0"] = 0
    cut.loc[:, "0-0"] = 0
    x = smartspec.label(np.random.default_rng(1).random(36), region=NEAR.region.values.tolist())
    for measure in LOCAL:
        with pytest.warns(UserWarning, match="1 of 36 regions have no neighbour: 0-0"):
            found = measure(x, cut, permutations=99, seed=1)
        assert found.sel(region="0-0").to_array().isnull().all()
        assert found.drop_sel(region="0-0").to_array().notnull().all()
    near = libpysal.weights.full2W(cut.values, silence_warnings=True)
    with pytest.warns(UserWarning, match="no neighbour"):
        ours = measures.moran(x, cut, permutations=0)["statistic"].item()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # libpysal too warns of the island
        assert ours == pytest.approx(esda.Moran(x.values, near, permutations=0).I)


def test_pandas_is_answered_in_kind():
    x = pd.Series(np.arange(36.0), index=NEAR.region.values)
    found = measures.local_moran(x, NEAR, permutations=99, seed=1)
    assert found["p_value"].index.tolist() == x.index.tolist()
    assert isinstance(measures.moran(x, NEAR.to_pandas(), permutations=0)["statistic"], float)
    table = measures.moran(pd.DataFrame({"a": x, "b": -x}), NEAR, permutations=0)["statistic"]
    assert table["a"] == pytest.approx(table["b"])


def test_weights_that_do_not_fit_are_refused():
    x = smartspec.label(np.arange(36), region=NEAR.region.values.tolist())
    with pytest.raises(MeasureError, match=r"along region 1 differ: 0-0 \(values only\)"):
        measures.moran(x, NEAR[1:, 1:])
    with pytest.raises(MeasureError, match="zero or more, but 120 of 1296"):
        measures.moran(x, -NEAR)
    with pytest.raises(MeasureError, match="own neighbour in moran, but 36"):
        measures.moran(x, NEAR + np.eye(36))
    with pytest.raises(MeasureError, match="neighbour_weights"):
        measures.moran(x, np.eye(36))
    with pytest.raises(MeasureError, match="year too"):
        measures.moran(x, NEAR.expand_dims(year=[1]))


def test_other_mistakes_are_refused():
    x = smartspec.label(np.arange(36), region=NEAR.region.values.tolist())
    with pytest.raises(MeasureError, match="two different regions"):
        neighbour_weights([("a", "a")], regions=["a", "b"])
    with pytest.raises(MeasureError, match="none of the 1 neighbour pairs"):
        neighbour_weights([("x", "y")], regions=["a", "b"])
    with pytest.raises(MeasureError, match="alternative"):
        measures.moran(x, NEAR, alternative="both")
    with pytest.raises(MeasureError, match="permutations"):
        measures.moran(x, NEAR, permutations=-1)
    with pytest.raises(MeasureError, match="1 of 36 are negative"):
        measures.spatial_gini(x - 0.5, NEAR)
    with pytest.raises(MeasureError, match="finite"):
        measures.geary(x.where(x > 0, np.inf), NEAR)
