"""Regions abroad: structure by hand, precedents year by year, performance apart from structure."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

import smartspec
from smartspec.diagnosis.peers import (
    DIMENSIONS,
    histories,
    nearest,
    performance,
    performance_gap,
    precedent,
    stability,
    states,
    structural_distance,
    structure,
)
from smartspec.errors import MeasureError


def world(seed: int, regions: int = 6, dim: str = "region") -> xr.DataArray:
    rng = np.random.default_rng(seed)
    value = smartspec.label(
        rng.gamma(2.0, 10, (regions, 4)), region=[f"{dim}{n}" for n in range(regions)], activity=list("ABCD")
    )
    made = structure(value)
    return made if dim == "region" else made.rename(region=dim)


# ── structure ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_structure_by_hand():
    """North has 40 of 60: its size is ln(40/30), mining makes 30 of its 40."""
    made = structure(smartspec.label([[30, 10], [5, 15]], region=["N", "S"], activity=["B", "C"]))
    assert made.sel(region="N").values == pytest.approx([np.log(40 / 30), 0.75, 0.25, 0.75])
    assert made["dimension"].values.tolist() == ["size", "sectors", "sectors", "resource_rent"]


def test_size_is_taken_within_a_country():
    """In another currency, a thousand times as large, the structure is the same."""
    value = smartspec.label([[30, 10], [5, 15], [30e3, 10e3], [5e3, 15e3]], region=list("NSns"), activity=["B", "C"])
    country = xr.DataArray(["X", "X", "Y", "Y"], coords={"region": list("NSns")}, dims="region")
    made = structure(value, country=country)
    np.testing.assert_allclose(made.sel(region=["N", "S"]).values, made.sel(region=["n", "s"]).values)


def test_distance_by_hand():
    """Two regions: each variable stands one spread from the mean, so every squared difference is 4."""
    made = structure(smartspec.label([[30, 10], [5, 15]], region=["N", "S"], activity=["B", "C"]))
    one, other = made.isel(region=[0]), made.isel(region=[1]).rename(region="peer")
    found = structural_distance(one, other, weights={"size": 2.0})
    assert found.item() == pytest.approx(4.0)
    assert found.attrs["absent"] == ["density", "remoteness", "education", "firm_size", "openness"]


@given(st.integers(0, 1_000), st.floats(0.1, 10))
def test_scaling_all_weights_changes_nothing(seed, factor):
    mine, theirs = world(seed), world(seed + 1, dim="peer")
    xr.testing.assert_allclose(
        structural_distance(mine, theirs), structural_distance(mine, theirs, weights=dict.fromkeys(DIMENSIONS, factor))
    )


@given(st.integers(0, 1_000))
def test_a_region_is_its_own_nearest_peer(seed):
    mine = world(seed)
    assert nearest(structural_distance(mine, mine.rename(region="peer")), count=1)["peer"].values[
        :, 0
    ].tolist() == list(mine.region.values)


@given(st.integers(0, 1_000))
def test_a_list_of_everybody_stays_whatever_is_left_out(seed):
    assert (stability(world(seed), world(seed + 1, dim="peer"), count=6) == 1).all()


def test_a_dimension_that_alone_sets_two_apart_decides_the_list():
    """By mix N is like a; by size it is like b."""
    mine = smartspec.label([[0.0, 0.9, 0.1]], region=["N"], trait=["size", "B", "C"])
    theirs = smartspec.label([[3.0, 0.9, 0.1], [0.0, 0.1, 0.9]], peer=["a", "b"], trait=["size", "B", "C"])
    kinds = ("trait", ["size", "sectors", "sectors"])
    mine, theirs = mine.assign_coords(dimension=kinds), theirs.assign_coords(dimension=kinds)
    without = {
        name: nearest(structural_distance(mine, theirs, weights={name: 0}), count=1) for name in ("size", "sectors")
    }
    assert {name: found["peer"].item() for name, found in without.items()} == {"size": "a", "sectors": "b"}
    assert stability(mine, theirs, count=1).min() == 0


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ({"wealth": 1.0}, "no dimension of structure"),
        ({"size": -1.0}, "zero or more"),
        (dict.fromkeys(DIMENSIONS, 0.0), "cannot be compared"),
    ],
)
def test_weights_that_mean_nothing_are_refused(weights, said):
    with pytest.raises(MeasureError, match=said):
        structural_distance(world(1), world(2, dim="peer"), weights=weights)


def test_more_peers_than_there_are_is_refused():
    with pytest.raises(MeasureError, match="7 peers cannot be found among 6"):
        nearest(structural_distance(world(1), world(2, dim="peer")), count=7)


# ── precedent ─────────────────────────────────────────────────────────────────────────────────────────────────────

YEARS = range(2000, 2020)


def told(*paths: str, start: int = 2001, **options: int) -> xr.Dataset:
    """Precedent of one region whose peers have these paths, a letter a year."""
    letters = {"A": 0.0, "N": 0.5, "H": 1.0, "-": np.nan}
    names = [f"p{n}" for n in range(len(paths))]
    state = smartspec.label(
        np.array([[letters[c] for c in path] for path in paths]).T[:, :, None], year=YEARS, peer=names, activity=["a"]
    )
    places = list(range(1, len(paths) + 1))
    peer = xr.DataArray([names], coords={"region": ["N"], "place": places}, dims=("region", "place"))
    return precedent(peer, xr.full_like(peer, start, dtype=int), state, **options).isel(region=0, activity=0)


def test_precedents_year_by_year():
    found = told(
        "AAAAHHHHHHHHHHHHHHHH",  # entered in 2004 and kept
        "AAAAHHNNNNNNNNNNNNNN",  # entered in 2004 and lost
        "AAAAHAAAHAAAAAAAAAAA",  # single years are no entry
        "HHHHHHHHHHHHHHHHHHHH",
        "NNAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAHHHHHHH",  # entered in 2013, after more than ten years
        "AA------------------",
    )
    outcomes = ["entered", "entered", "not_entered", "held", "near", "not_entered", "unknown"]
    assert found["outcome"].values.tolist() == outcomes
    assert found["entry"].values[:2].tolist() == [2004, 2004]
    assert found["kept"].values[:2].tolist() == [1, 0]
    assert {name: int(found[name]) for name in ("holders", "could", "entrants", "keepers", "tested")} == {
        "holders": 1,
        "could": 4,
        "entrants": 2,
        "keepers": 1,
        "tested": 2,
    }


def test_an_entry_too_young_to_have_been_kept_is_not_counted_as_lost():
    found = told("AAAAAAAAAAAAAAAAAHHH", start=2010)
    assert (found["outcome"].item(), int(found["entrants"]), int(found["tested"])) == (["entered"][0], 1, 0)


def test_a_window_that_reaches_beyond_the_panel_leaves_it_open():
    assert told("AAAAAAAAAAAAAAAAAAAA", start=2015)["outcome"].item() == "unknown"


def test_histories_by_hand():
    letters = {"A": 0.0, "N": 0.5, "H": 1.0}
    paths = ["AANHHHHH", "HHHHNAAA", "HHHHHHHH", "NNNNNNNN"]
    state = smartspec.label(
        np.array([[letters[c] for c in path] for path in paths]).T[:, :, None],
        year=range(2000, 2008),
        region=list("abcd"),
        activity=["x"],
    )
    found = histories(state).isel(activity=0)
    np.testing.assert_array_equal(found["since"], [2003, np.nan, 2000, np.nan])
    np.testing.assert_array_equal(found["entered"], [2003, np.nan, np.nan, np.nan])
    np.testing.assert_array_equal(found["left"], [np.nan, 2005, np.nan, np.nan])


def test_what_is_unknown_is_in_no_state():
    assert np.isnan(states(smartspec.label([np.nan], region=["N"])).item())


def test_a_gap_in_years_is_refused():
    peer = xr.DataArray([["p"]], coords={"region": ["N"], "place": [1]}, dims=("region", "place"))
    state = smartspec.label([[[0.0]], [[0.0]]], year=[2000, 2002], peer=["p"], activity=["a"])
    with pytest.raises(MeasureError, match="consecutive"):
        precedent(peer, xr.full_like(peer, 2000, dtype=int), state)


# ── the gap ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_growth_of_a_whole_country_is_no_growth_against_it():
    value = smartspec.label(
        np.arange(1.0, 3)[:, None, None] * np.ones((2, 3, 2)),
        year=[2020, 2025],
        region=list("NST"),
        activity=["B", "C"],
    )
    assert performance(value, last=2025, span=5).values == pytest.approx(0)


def test_the_price_of_what_is_dug_leaves_the_figure_without_extraction():
    """Mining of North trebles at a stroke; its other activities move as the country's do."""
    value = smartspec.label(
        [[[10, 5], [1, 5]], [[30, 5], [3, 5]]], year=[2020, 2021], region=["N", "S"], activity=["B", "C"]
    )
    found = performance(value, last=2021, span=1).sel(region="N")
    assert found.sel(indicator="relative_growth_outside").item() == pytest.approx(0)
    assert found.sel(indicator="relative_growth").item() > 0.1


def test_the_better_peers_are_the_first_by_the_indicator_itself():
    mine = smartspec.label([[0.0]], region=["N"], indicator=["g"])
    theirs = smartspec.label(
        [[0.06], [0.04], [0.02], [np.nan], [0.0], [-0.01], [-0.02]], peer=list("abcdefg"), indicator=["g"]
    )
    peer = xr.DataArray([list("abcdefg")], coords={"region": ["N"], "place": range(1, 8)}, dims=("region", "place"))
    found = performance_gap(mine, theirs, peer)  # a third of six known ones is two
    assert found["better"].item() == pytest.approx(0.05)
    assert found["ahead"].item() == pytest.approx(3 / 6)


def test_an_own_figure_that_is_unknown_has_no_gap():
    mine = smartspec.label([[np.nan]], region=["N"], indicator=["g"])
    theirs = smartspec.label([[0.06]], peer=["a"], indicator=["g"])
    peer = xr.DataArray([["a"]], coords={"region": ["N"], "place": [1]}, dims=("region", "place"))
    assert performance_gap(mine, theirs, peer).isnull().all().to_array().all()
