"""Layers of potential: classes by hand, concordances, and a missing layer that lowers the confidence alone."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

import smartspec
from smartspec.diagnosis.potential import layer, potential
from smartspec.errors import MeasureError


def table(seed: int, codes: str = "abc", regions: int = 5) -> xr.DataArray:
    rng = np.random.default_rng(seed)
    return smartspec.label(
        rng.gamma(2.0, 10, (2, regions, len(codes))),
        year=[2015, 2024],
        region=[f"R{n}" for n in range(regions)],
        activity=list(codes),
    )


def made(seed: int, codes: str = "abc", **options: float) -> xr.Dataset:
    return layer(table(seed, codes), focus=[2024], start=[2015], **options)


def test_the_three_classes_by_hand():
    """By hand, shares of the country 15, 25 and 60 per cent.

    North has 24 of 80 in a (quotient 2) and grows with it; b stands at 1.05 and rises; c has the mass of a giant and a
    falling quotient.
    """
    now = [[24, 21, 35], [6, 29, 85]]
    then = [[20, 15, 45], [10, 35, 75]]
    both = smartspec.label([then, now], year=[2015, 2024], region=["N", "S"], activity=list("abc"))
    found = layer(both, focus=[2024], start=[2015])
    assert found["class"].sel(region="N").values.tolist() == ["current_strength", "emerging", "declining_giant"]
    assert found["specialisation"].sel(region="N", activity="a").item() == pytest.approx(2.0)


def test_a_small_count_is_no_class():
    assert (made(1, least=1e6)["class"] == "").all()


@given(st.integers(0, 500))
def test_a_missing_layer_lowers_the_confidence_and_never_the_score(seed):
    one = potential({"economic": made(seed)})
    two = potential({"economic": made(seed), "science": made(seed)})
    np.testing.assert_allclose(one["score"], two["score"])
    assert float(one["confidence"].max()) == 0.25
    assert float(two["confidence"].min()) == 0.5


@given(st.integers(0, 500))
def test_scores_are_places_from_zero_to_one(seed):
    score = potential({"economic": made(seed), "technology": made(seed + 1)})["score"]
    assert 0 < float(score.min()) <= float(score.max()) < 1


def test_a_concordance_brings_fields_to_activities():
    """Chemistry belongs to a wholly, physics half to a and half to b; nothing belongs to c, which stays unknown."""
    weights = smartspec.label([[1, 0.5], [0, 0.5], [0, 0]], activity=list("abc"), item=["X", "Y"])
    science = made(3, "XY")
    found = potential({"economic": made(1), "science": science}, concordances={"science": weights})
    told = found["percentile"].sel(layer="science")
    alone = potential({"economic": science})["score"]
    np.testing.assert_allclose(told.sel(activity="b").values, alone.sel(activity="Y").values)
    mean = (alone.sel(activity="X") + 0.5 * alone.sel(activity="Y")) / 1.5
    np.testing.assert_allclose(told.sel(activity="a").values, mean.values)
    assert told.sel(activity="c").isnull().all()
    assert found["confidence"].sel(activity="c").values.tolist() == [0.25] * 5


@pytest.mark.parametrize(
    ("layers", "concordance", "said"),
    [
        ({"science": made(1)}, None, "needs the economic layer"),
        ({"economic": made(1), "magic": made(1)}, None, "no layer magic"),
        ({"economic": made(1), "science": made(2, "XY")}, None, "another classification"),
        ({"economic": made(1), "science": made(2, "XY")}, [[1], [0], [0]], "lacks items Y"),
        ({"economic": made(1), "science": made(2, "X")}, [[-1], [0], [0]], "negative weight"),
    ],
)
def test_layers_that_do_not_fit_are_refused(layers, concordance, said):
    tables = {}
    if concordance is not None:
        tables["science"] = smartspec.label(concordance, activity=list("abc"), item=["X"])
    with pytest.raises(MeasureError, match=said):
        potential(layers, concordances=tables)


def test_a_year_the_table_does_not_have_is_refused():
    with pytest.raises(MeasureError, match="no year 2010"):
        layer(table(1), focus=[2024], start=[2010])
