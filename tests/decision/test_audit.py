"""The audit of an index: textbook statistics by hand, laws, and what cannot be audited."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr
from hypothesis import given

from smartspec.decision import (
    audit_index,
    correlations,
    cronbach_alpha,
    effective_weights,
    principal_components,
    rank,
    rank_shifts,
    weighted_sum,
    what_if,
)
from smartspec.errors import DecisionError
from tests.decision.tables import UNKNOWN, laws, of, seeds, stacked

FOUR = of([[1, 2], [2, 1], [4, 3], [3, 4]])
"""Spearman's case: 1, 2, 4, 3 against 2, 1, 3, 4 correlate at 1 - 6 (4 x 1)/(4 x 15) = .6."""


def test_correlation_by_hand_and_direction():
    assert correlations(FOUR)["correlation"].values[0, 1] == pytest.approx(0.6)
    turned = of([[1, 2], [2, 1], [4, 3], [3, 4]], wish="+-")
    assert correlations(turned)["correlation"].values[0, 1] == pytest.approx(-0.6)
    assert correlations(turned, high=0.5)["says"].values[0, 1] == "apart"


def test_what_correlations_say():
    t = of([[1, 1, 4, 1], [2, 2, 3, -1], [3, 3, 2, -1], [4, 4, 1, 1]])
    says = correlations(t)["says"]
    assert says.sel(criterion="a").values.tolist() == ["", "same", "apart", "little"]


def test_two_components_by_hand():
    """Correlated at .6 the eigenvalues are 1.6 and .4; loadings of the first are √.8 each."""
    found = principal_components(FOUR)
    assert found["eigenvalue"].values == pytest.approx([1.6, 0.4])
    assert found["explained"].values == pytest.approx([0.8, 0.2])
    assert found["loading"].sel(component=1).values == pytest.approx([np.sqrt(0.8)] * 2)
    assert found["kept"].item() == 1


def test_cronbach_by_hand():
    """Two at .6: 2 x .6 / 1.6 = .75; dropping one leaves nothing to compare."""
    found = cronbach_alpha(FOUR)
    assert found["alpha"].item() == pytest.approx(0.75)
    assert np.isnan(found["without"]).all()


def test_cronbach_is_that_of_standardised_parts():
    """k/(k - 1) (1 - sum of variances / variance of the sum), each part of variance 1."""
    rows = np.random.default_rng(5).random((30, 4))
    z = (rows - rows.mean(axis=0)) / rows.std(axis=0)
    expected = 4 / 3 * (1 - 4 / z.sum(axis=1).var())
    assert cronbach_alpha(of(rows[:16]))["alpha"].item() == pytest.approx(
        4 / 3 * (1 - 4 / ((rows[:16] - rows[:16].mean(0)) / rows[:16].std(0)).sum(axis=1).var())
    )
    assert np.isfinite(expected)


def test_cronbach_names_the_one_that_does_not_belong_and_goes_by_group():
    t = of([[1, 2, 9], [2, 1, 1], [4, 3, 8], [3, 4, 2]], groups={"a": "x", "b": "x", "c": "y"})
    found = cronbach_alpha(t)
    assert found["without"].sel(criterion="c").item() == pytest.approx(0.75)
    assert found["without"].sel(criterion="c").item() > found["alpha"].item()
    assert found["by_group"].sel(group="x").item() == pytest.approx(0.75)
    assert np.isnan(found["by_group"].sel(group="y").item())


def test_an_index_of_one_criterion_is_that_criterion():
    t = of([[1, 5], [2, 1], [3, 4], [4, 2], [5, 3], [6, 1]], weights=[1, 0])
    found = effective_weights(t)
    assert found["ratio"].values[0] == pytest.approx(1)
    assert found["nominal"].values.tolist() == [1, 0]


def test_a_spread_criterion_weighs_more_than_it_is_said_to():
    """Independent parts a (standard deviation 1/3 of the range) and b (nearly all at the middle, two at the ends)."""
    rng = np.random.default_rng(1)
    a = rng.random(16)
    b = np.full(16, 0.5) + 0.01 * rng.random(16)
    b[:2] = 0, 1
    found = effective_weights(of(np.column_stack([a, b])))
    assert found["nominal"].values.tolist() == [0.5, 0.5]
    assert found["effective"].values[0] > 0.55


def test_what_bends_is_seen_by_the_ratio_and_not_by_the_line():
    """Index = b, which is the square of a about its middle: no linear correlation, and yet a tells it all."""
    a = np.linspace(-1, 1, 16)
    found = effective_weights(of(np.column_stack([a, a**2]), weights=[0, 1]))
    assert found["linear"].values[0] == pytest.approx(0, abs=1e-12)
    assert found["ratio"].values[0] > 0.3


@laws
@given(seeds)
def test_ratios_are_shares(seed):
    found = effective_weights(of(np.random.default_rng(seed).random((9, 3))))
    assert ((found["ratio"] >= 0) & (found["ratio"] <= 1)).all()
    assert float(found["effective"].sum()) == pytest.approx(1)


def test_what_if_by_hand():
    """A 1, 10; B 3, 5; C 4, 0. Min-max: A 0, 1; B 2/3, 1/2; C 1, 0: B leads; by rank A, B, C all have 2."""
    t = of([[1, 10], [3, 5], [4, 0]])
    other = xr.DataArray([1.0, 0.0], coords={"criterion": ["a", "b"]}, dims="criterion")
    tried = what_if(t, scalings=["min_max", "rank"], rules=["weighted_sum"], weightings={"a alone": other})
    assert tried.sel(choice="weighted_sum / min_max / own").values.tolist() == [2, 1, 2]
    assert tried.sel(choice="weighted_sum / rank / own").values.tolist() == [1, 1, 1]
    assert tried.sel(choice="weighted_sum / rank / a alone").values.tolist() == [3, 2, 1]
    shifts = rank_shifts(tried, rank(weighted_sum(t)))
    assert shifts.loc["B", ["place", "best", "worst"]].tolist() == [1, 1, 2]
    assert shifts.loc["A", "mean_shift"] == pytest.approx((0 + 1 + 1 + 1) / 4)


def test_what_if_by_region_is_that_of_each_region():
    t = stacked([[1, 10], [3, 5], [4, 0]], [[2, 1], [1, 2], [UNKNOWN, UNKNOWN]])
    tried = what_if(t, scalings=["min_max", "rank"], rules=["weighted_sum", "vikor"])
    assert tried.dims == ("choice", *t.lead, "candidate")
    first = what_if(of([[1, 10], [3, 5], [4, 0]]), scalings=["min_max", "rank"], rules=["weighted_sum", "vikor"])
    assert tried[:, 0].values.tolist() == first.values.tolist()
    assert np.isnan(tried[:, 1, 2]).all()
    shifts = rank_shifts(tried, rank(weighted_sum(t)))
    assert shifts.index.names == [*t.lead, "candidate"]
    assert np.isnan(shifts["worst"].iloc[-1])


def test_a_choice_that_is_refused_is_told_and_not_skipped():
    tried = what_if(of([[1, 2], [2, 1], [3, 3]]), scalings=["min_max", "rank"], rules=["weighted_product"])
    assert tried.choice.values.tolist() == ["weighted_product / rank / own"]
    assert "above zero" in tried.attrs["refused"]["weighted_product / min_max / own"]
    with pytest.raises(DecisionError, match="no choice could be ranked"):
        what_if(of([[1, 2], [2, 1]]), scalings=["min_max"], rules=["weighted_product"])


def test_the_whole_audit():
    t = of(np.random.default_rng(2).random((9, 3)))
    found = audit_index(t)
    assert found.what_if.sizes["choice"] == 6
    assert found.rank_shifts["place"].tolist() == rank(weighted_sum(t)).values.tolist()


@pytest.mark.parametrize("part", [correlations, principal_components, cronbach_alpha, effective_weights])
@pytest.mark.parametrize(
    ("t", "message"),
    [
        (of([[1, 2], [2, 1]]), "candidates or more, found 2"),
        (of([[1, UNKNOWN], [2, 1], [3, 2]]), r"(?s)needs every criterion.*A / b"),
        (of([[1, 2], [2, 2], [3, 2]]), "all candidates are equal"),
        (stacked([[1, 2], [2, 1], [3, 0]]), "looks at one table"),
    ],
)
def test_what_cannot_be_audited(part, t, message):
    with pytest.raises(DecisionError, match=message):
        part(t)


def test_an_index_that_does_not_vary():
    with pytest.raises(DecisionError, match="all candidates have the same index"):
        effective_weights(of([[0, 4], [1, 3], [2, 2], [3, 1], [4, 0]]))
    with pytest.raises(DecisionError, match="name different candidates"):
        rank_shifts(what_if(FOUR), rank(weighted_sum(of([[1, 2], [2, 1]]))))
