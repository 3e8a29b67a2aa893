"""Dynamics: textbook arithmetic, the identities, the refusals."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import smartspec
from smartspec import measures
from smartspec.errors import MeasureError


def series(values: object, first: int = 2020) -> xr.DataArray:
    return smartspec.label(values, year=list(range(first, first + len(values))))  # type: ignore[arg-type]


indices = arrays(float, 6, elements=st.floats(50, 200)).map(series)


def test_shift_share_of_the_textbook():
    """100 to 130, country 10 per cent, activity 20 per cent: 10, 10 and 10."""
    at = {"region": ["N"], "activity": ["a"]}
    parts = measures.shift_share(
        smartspec.label([[100]], **at),
        smartspec.label([[1.3]], **at),
        national_ratio=smartspec.label([1.2], activity=["a"]),
        total_ratio=smartspec.label(1.1),
    )
    assert [parts[key].item() for key in ("national", "mix", "competitive")] == pytest.approx([10, 10, 10])


@given(st.floats(1, 1e6), st.floats(0.2, 5), st.floats(0.2, 5), st.floats(0.2, 5))
def test_shift_share_adds_up_to_the_change(start, ratio, national, total):
    at = {"region": ["N"], "activity": ["a"]}
    parts = measures.shift_share(
        smartspec.label([[start]], **at),
        smartspec.label([[ratio]], **at),
        national_ratio=smartspec.label([national], activity=["a"]),
        total_ratio=smartspec.label(total),
    )
    assert sum(part.item() for part in parts.values()) == pytest.approx(start * (ratio - 1), abs=1e-6 * start)


def test_a_chain_by_hand():
    found = measures.chained(series([110, 120, 50], first=2021), base=2022)
    assert found.sel(year=[2020, 2021, 2022, 2023]).values == pytest.approx([1 / 1.32, 1 / 1.2, 1, 0.5])


@given(indices, st.integers(2019, 2025), st.integers(2019, 2025))
def test_the_base_year_only_rescales(index, one, other):
    first, second = measures.chained(index, base=one), measures.chained(index, base=other)
    assert (first / first.sel(year=other)).values == pytest.approx(second.values)


def test_a_missing_index_cuts_the_chain_beyond_it_only():
    found = measures.chained(series([110, np.nan, 120], first=2021), base=2020)
    assert found.notnull().values.tolist() == [True, True, False, False]


def test_a_chain_with_a_skipped_year_is_refused():
    index = smartspec.label([110, 120], year=[2020, 2022])
    with pytest.raises(MeasureError, match="skip 2021"):
        measures.chained(index, base=2020)


def test_a_base_out_of_reach_is_refused():
    with pytest.raises(MeasureError, match="base year 2010"):
        measures.chained(series([110, 120]), base=2010)


@given(arrays(float, 3, elements=st.floats(50, 200)), arrays(float, 3, elements=st.floats(1, 1e5)))
def test_a_combined_index_lies_between_its_parts(index, values):
    at = {"region": list("abc")}
    found = measures.combined_index(smartspec.label(index, **at), smartspec.label(values, **at)).item()
    assert index.min() - 1e-9 <= found <= index.max() + 1e-9


def test_a_part_with_a_value_and_no_index_makes_the_whole_unknown():
    at = {"region": ["a", "b"]}
    assert np.isnan(measures.combined_index(smartspec.label([100, np.nan], **at), smartspec.label([1, 1], **at)).item())
    assert measures.combined_index(smartspec.label([100, np.nan], **at), smartspec.label([1, 0], **at)).item() == 100


@given(indices)
def test_growth_undoes_a_chain(index):
    level = measures.chained(index, base=2019)
    rate = measures.growth(level, start=2019, end=2025).item()
    assert (1 + rate) ** 6 == pytest.approx(float((index / 100).prod()))


@given(arrays(float, (4, 2, 3), elements=st.floats(1, 1e5)), arrays(float, (3, 2, 3), elements=st.floats(50, 200)))
def test_contributions_add_up_to_growth_linked_year_by_year(amount, index):
    at = {"region": ["N", "S"], "activity": list("abc")}
    amount = smartspec.label(amount, year=[2020, 2021, 2022, 2023], **at)
    index = smartspec.label(index, year=[2021, 2022, 2023], **at)
    linked = np.ones(2)
    for year in (2021, 2022, 2023):
        value = amount.sel(year=year - 1).values
        linked *= (value * index.sel(year=year).values / 100).sum(1) / value.sum(1)
    found = measures.contribution(amount, index, start=2020, end=2023)
    assert found.sum("activity").values == pytest.approx(100 * (linked - 1))


def test_a_break_in_the_level_does_not_move_contributions():
    at = {"region": ["N"], "activity": ["a", "b"]}
    amount = smartspec.label([[[40, 60]], [[50, 60]], [[60, 60]]], year=[2020, 2021, 2022], **at)
    index = smartspec.label([[[150, 110]], [[90, 100]]], year=[2021, 2022], **at)
    lifted = amount * xr.DataArray([1.0, 7.0, 0.5], coords={"year": [2020, 2021, 2022]})
    xr.testing.assert_allclose(
        measures.contribution(amount, index, start=2020, end=2022),
        measures.contribution(lifted, index, start=2020, end=2022),
    )


def test_an_unpublished_index_with_weight_makes_the_region_unknown_and_a_speck_does_not():
    at = {"year": [2021], "activity": ["a", "b"]}
    index = smartspec.label([[110, np.nan]], **at)
    value = smartspec.label([[50, 50]], year=[2020], activity=["a", "b"])
    assert measures.contribution(value, index, start=2020, end=2021).isnull().all()
    speck = smartspec.label([[9999.5, 0.5]], year=[2020], activity=["a", "b"])
    found = measures.contribution(speck, index, start=2020, end=2021)
    assert found.values[0] == pytest.approx(9.9995)


def test_growth_backwards_is_refused():
    with pytest.raises(MeasureError, match="end after its start"):
        measures.growth(series([1, 2]), start=2021, end=2020)


def test_volatility_needs_years():
    assert np.isnan(measures.volatility(series([100, 110])).item())
