"""Firms as points: hand arithmetic first, then planted patterns and chance, then the refusals."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartspec import measures
from smartspec.errors import MeasureError

SEVEN = pd.DataFrame(
    {
        "x": [0.0, 1, 3, 7, 2, 5, 6],
        "y": 0.0,
        "activity": ["wine"] * 4 + ["bread"] * 3,
        "weight": [1.0, 2, 3, 4, 5, 6, 7],
    },
    index=[f"f{i}" for i in range(7)],
)


def town(seed: int, *, firms: int = 400, ours: int = 60, spread: float | None = None) -> pd.DataFrame:
    """Firms scattered over 100 by 100 km; those of `wine` in clumps of ten, `spread` km wide, if that is given."""
    random = np.random.default_rng(seed)
    sites = random.random((firms, 2)) * 100
    if spread is not None:
        centres = random.random((ours // 10, 2)) * 80 + 10
        sites[:ours] = np.repeat(centres, 10, axis=0) + random.normal(scale=spread, size=(ours, 2))
    activity = np.where(np.arange(firms) < ours, "wine", "bread")
    weight = random.integers(1, 50, firms)
    return pd.DataFrame({"x": sites[:, 0], "y": sites[:, 1], "activity": activity, "weight": weight})


def bell(u: float) -> float:
    return math.exp(-u * u / 2) / math.sqrt(2 * math.pi)


def test_density_of_four_points_by_hand():
    """Wine at 0, 1, 3 and 7 km: six distances 1, 3, 7, 2, 6 and 4, kernel of width 1 reflected at zero."""
    between = {1: 1 * 2, 3: 1 * 3, 7: 1 * 4, 2: 2 * 3, 6: 2 * 4, 4: 3 * 4}
    at = [0.0, 2.5, 5.0]
    found = measures.duranton_overman(SEVEN, activity="wine", distances=at, bandwidth=1, redraws=0)
    expected = [sum(bell(d - e) + bell(d + e) for e in between) / 6 for d in at]
    assert found["density"].values == pytest.approx(expected)
    heavy = measures.duranton_overman(SEVEN, activity="wine", distances=at, bandwidth=1, redraws=0, weighted=True)
    expected = [sum(w * (bell(d - e) + bell(d + e)) for e, w in between.items()) / 35 for d in at]
    assert heavy["density"].values == pytest.approx(expected)
    assert found[["low", "high", "global_low", "global_high"]].to_array().isnull().all()


def test_bandwidth_is_silvermans_rule():
    apart = np.array([1, 3, 7, 2, 6, 4.0])
    spread = min(apart.std(ddof=1), (np.percentile(apart, 75) - np.percentile(apart, 25)) / 1.349)
    found = measures.duranton_overman(SEVEN, activity="wine", redraws=0)
    assert found["bandwidth"].item() == pytest.approx(0.9 * spread * 6**-0.2)
    sites = SEVEN["x"].to_numpy()
    middle = np.median(np.abs(sites[:, None] - sites)[np.triu_indices(7, 1)])
    assert found["distance"].values[[0, -1]] == pytest.approx([0, middle])


def test_m_of_four_points_by_hand():
    """Two wine makers at 0 and 1 km, two bakers at 2 and 9: 3/4 of what is within 1 km is wine, 1/3 is usual."""
    four = SEVEN.iloc[[0, 1, 4, 5]].assign(x=[0, 1, 2, 9])
    found = measures.marcon_puech_m(four, activity="wine", distances=[0.5, 1, 2, 9], weighted=False, redraws=0)
    assert found["ratio"].values == pytest.approx([np.nan, 2.25, 1.5, 1.0], nan_ok=True)
    # Weights 1, 2, 5 and 6: within 1 km 2/2 and 1/6; usual 2/13 and 1/12.
    heavy = measures.marcon_puech_m(four, activity="wine", distances=[1], redraws=0)
    assert heavy["ratio"].item() == pytest.approx((1 + 1 / 6) / (2 / 13 + 1 / 12))


def test_density_is_one_in_all():
    at = np.linspace(0, 200, 2001)
    found = measures.duranton_overman(town(1), activity="wine", distances=at, redraws=0)["density"]
    assert np.trapezoid(found.values, at) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("measure", [measures.duranton_overman, measures.marcon_puech_m])
def test_chance_stays_within_the_global_band(measure):
    """Of 40 random towns about one in ten leaves the band on one side or the other."""
    left = 0
    for seed in range(40):
        found = measure(town(seed, firms=200, ours=30), activity="wine", redraws=99, seed=seed)
        value = found["density" if "density" in found else "ratio"]
        left += bool(((value > found["global_high"] + 1e-12) | (value < found["global_low"] - 1e-12)).any())
    assert left <= 10


@pytest.mark.parametrize("weighted", [False, True])
def test_a_planted_cluster_is_found_at_its_scale(weighted):
    """Clumps about 2 km wide: localised at 0 to 5 km, by both measures, and not at the scale of the town."""
    firms = town(3, spread=2.0)
    at = np.linspace(0, 50, 26)
    options = {"activity": "wine", "distances": at, "redraws": 199, "seed": 1, "weighted": weighted}
    density = measures.duranton_overman(firms, **options)
    assert (density["localisation"].sel(distance=[2, 4]) > 0).all()
    assert density["dispersion"].max() == 0
    ratio = measures.marcon_puech_m(firms, **options)
    near = ratio.sel(distance=[2, 4])
    assert (near["ratio"] > near["global_high"]).all()
    assert near["ratio"].min() > 3
    assert ratio["ratio"].idxmax("distance").item() <= 4
    assert ratio["ratio"].sel(distance=50).item() < 1.6


def test_firms_kept_apart_are_found_dispersed():
    """Wine makers on a grid of 20 km, bakers anywhere: none within 10 km of another."""
    grid = np.stack(np.meshgrid(np.arange(5), np.arange(5)), axis=-1).reshape(-1, 2) * 20 + 10.0
    firms = town(5, firms=300, ours=25)
    firms.loc[:24, ["x", "y"]] = grid
    found = measures.duranton_overman(firms, activity="wine", distances=np.linspace(0, 30, 16), redraws=199, seed=1)
    assert found["dispersion"].sel(distance=6).item() > 0
    assert found["localisation"].sel(distance=6).item() == 0


def test_redraws_follow_the_exact_density():
    """Redraws gather distances in cells; with every site taken, a redraw is the real density itself."""
    alone = town(7, firms=50, ours=50)
    found = measures.duranton_overman(alone, activity="wine", redraws=5, seed=1)
    for band in ("low", "high", "global_low", "global_high"):
        assert found[band].values == pytest.approx(found["density"].values, abs=1e-5)


def test_many_pairs_at_a_time_or_few_give_the_same(monkeypatch):
    from smartspec.measures.points import _firms as gate
    from smartspec.measures.points import share

    options = {"activity": "wine", "redraws": 19, "seed": 4, "weighted": True}
    whole = [measure(town(2), **options) for measure in (measures.duranton_overman, measures.marcon_puech_m)]
    monkeypatch.setattr(gate, "BLOCK", 900)
    monkeypatch.setattr(share, "MOST_HELD", 0)
    pieces = [measure(town(2), **options) for measure in (measures.duranton_overman, measures.marcon_puech_m)]
    for one, two in zip(whole, pieces, strict=True):
        for name in one:
            assert two[name].values == pytest.approx(one[name].values, nan_ok=True)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.floats(0, 6.28), st.floats(0.1, 10))
def test_the_map_may_be_moved_turned_and_rescaled(seed, angle, factor):
    firms = town(seed, firms=80, ours=20)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) * factor
    moved = firms.copy()
    moved[["x", "y"]] = firms[["x", "y"]].to_numpy() @ turn + [500, -20]
    at = np.linspace(1, 40, 9) + 1e-4
    one = measures.marcon_puech_m(firms, activity="wine", distances=at, redraws=0)["ratio"].values
    two = measures.marcon_puech_m(moved, activity="wine", distances=at * factor, redraws=0)["ratio"].values
    assert two == pytest.approx(one, nan_ok=True)
    one = measures.duranton_overman(firms, activity="wine", distances=at, redraws=0)["density"].values
    two = measures.duranton_overman(moved, activity="wine", distances=at * factor, redraws=0)["density"].values
    assert two * factor == pytest.approx(one)


def test_a_seed_gives_the_same_bands_and_another_does_not():
    for measure in (measures.duranton_overman, measures.marcon_puech_m):
        one, two, three = (measure(town(1), activity="wine", redraws=19, seed=seed) for seed in (1, 1, 2))
        assert one.equals(two)
        assert not one.equals(three)


def test_a_dataset_serves_as_well_as_a_table():
    there = SEVEN.rename_axis("firm").to_xarray()
    one = measures.duranton_overman(there, activity="wine", redraws=9, seed=1)
    assert one.equals(measures.duranton_overman(SEVEN, activity="wine", redraws=9, seed=1))


def test_the_table_is_not_changed():
    before = SEVEN.copy()
    measures.marcon_puech_m(SEVEN, activity="wine", redraws=9, seed=1)
    pd.testing.assert_frame_equal(SEVEN, before)


def test_a_single_firm_says_nothing():
    lonely = SEVEN.assign(activity=["wine"] + ["bread"] * 6)
    with pytest.warns(UserWarning, match="1 firms of 'wine' are too few"):
        assert measures.duranton_overman(lonely, activity="wine")["density"].isnull().all()
    with pytest.warns(UserWarning, match="single firm"):
        assert measures.marcon_puech_m(lonely, activity="wine")["ratio"].isnull().all()


@pytest.mark.parametrize("measure", [measures.duranton_overman, measures.marcon_puech_m])
def test_tables_that_cannot_be_used_are_refused(measure):
    with pytest.raises(MeasureError, match="columns x, y"):
        measure(np.eye(3), activity="wine")
    with pytest.raises(MeasureError, match="y, activity is missing"):
        measure(SEVEN[["x", "weight"]], activity="wine")
    with pytest.raises(MeasureError, match="1 firms stand twice in the table: f0"):
        measure(pd.concat([SEVEN, SEVEN.iloc[:1]]), activity="wine")
    with pytest.raises(MeasureError, match="2 of 7 do not have them: f1, f2"):
        measure(SEVEN.assign(x=[0, np.nan, np.inf, 1, 2, 3, 4]), activity="wine")
    with pytest.raises(MeasureError, match=r"1 of 7 .*: f0"):
        measure(SEVEN.assign(weight=range(7)), activity="wine", weighted=True)
    with pytest.raises(MeasureError, match="knows bread, wine"):
        measure(SEVEN, activity="beer")


@pytest.mark.parametrize("measure", [measures.duranton_overman, measures.marcon_puech_m])
def test_options_that_cannot_be_used_are_refused(measure):
    for options, words in (
        ({"redraws": -1}, "redraws"),
        ({"level": 0.7}, "level"),
        ({"distances": [3, 2]}, "rising row"),
        ({"distances": []}, "rising row"),
    ):
        with pytest.raises(MeasureError, match=words):
            measure(SEVEN, activity="wine", **options)
    with pytest.raises(MeasureError, match="bandwidth"):
        measures.duranton_overman(SEVEN, activity="wine", bandwidth=0)
    crowd = pd.DataFrame({"x": np.arange(6001.0), "y": 0.0, "activity": "wine"})
    with pytest.raises(MeasureError, match="Give `distances=`"):
        measure(crowd, activity="wine")
