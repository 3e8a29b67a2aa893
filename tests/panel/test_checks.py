"""What figures tell about themselves: known breaks of the accounts of Kazakhstan, and the laws of each check."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from smartspec.panel import Geography, Indicator, Panel, Region, label
from smartspec.panel.checks import gaps, level_breaks, spikes, starts_and_ends, totals

KZ = Geography(
    "KZ",
    {
        "KZ-23": Region("KZ-23"),
        "KZ-63": Region("KZ-63"),
        "KZ-10": Region("KZ-10", predecessor="KZ-63", since=2021),
    },
    constant={"KZ-63+KZ-10": ("KZ-63", "KZ-10")},
)

# Gross regional product of Kazakhstan, million KZT in current prices, its volume index and the deflator, per cent of
# the year before. Bureau of National Statistics, elements 5927, 5926 and 4441, extract of 17 September 2026.
YEARS = list(range(2015, 2026))
GROSS_PRODUCT = [
    *(40884134, 46971150, 54378858, 61819536, 69532627),
    *(70649033, 83951588, 103765518, 119442290, 136693318, 159608553),
]
VOLUME = [101.2, 101.1, 104.1, 104.1, 104.5, 97.5, 104.3, 103.2, 105.1, 105.0, 106.5]
DEFLATOR = [101.9, 113.6, 108.4, 109.2, 107.6, 104.2, 113.9, 119.7, 111.2, 109.0, 109.7]


def jobs(values, years, regions=("KZ-23", "KZ-63", "KZ-10"), activities=("A",), **more) -> Panel:
    return Panel.of(label(values, year=years, region=regions, activity=activities), Indicator("jobs"), **more)


def test_the_recalculations_of_2017_and_2023_are_found():
    """Nominal growth 115.8 against 112.8 in 2017, 115.1 against 116.9 in 2023; within 0.1 in every other year."""
    series = [label(values, year=YEARS) for values in (GROSS_PRODUCT, VOLUME, DEFLATOR)]
    found = level_breaks(*series)
    assert found.year.values.tolist() == [2017, 2023]
    assert found.values == pytest.approx([115.8 - 112.8, 115.1 - 116.9], abs=0.1)


@given(st.lists(st.tuples(st.floats(80, 130), st.floats(90, 140)), min_size=2, max_size=12))
def test_levels_chained_from_volume_and_price_never_break(growth):
    volume, price = np.array(growth).T
    years = range(2000, 2000 + len(growth))
    nominal = label(100 * np.cumprod(volume * price / 1e4), year=list(years))
    assert not level_breaks(nominal, label(volume, year=list(years)), label(price, year=list(years))).size


def test_no_break_is_found_across_a_missing_year():
    nominal, volume, price = (label(values, year=[2020, 2022]) for values in ([100, 300], [100, 100], [100, 100]))
    assert not level_breaks(nominal, volume, price).size


def test_administrative_services_of_abai_2022():
    """171,842 million KZT against 20,196 and 21,389 in the years beside (element 5927)."""
    found = spikes(label([20196, 171842, 21389, 28720, 39453], year=[2021, 2022, 2023, 2024, 2025]))
    assert found.year[found].values.tolist() == [2022]


def test_other_services_of_almaty_city_2024_stand_just_under_twice_their_neighbours():
    """2,204,684 million KZT against 1,176,292 and 1,176,235: 1.87 times, so a line of 1.8 finds it and 2 does not."""
    series = label([1128832, 1176292, 2204684, 1176235], year=[2022, 2023, 2024, 2025])
    assert not spikes(series, factor=2.0).any()
    assert spikes(series, factor=1.8).values.tolist() == [False, False, True, False]


@pytest.mark.parametrize(
    ("values", "years"),
    [([9, 1, 1], [1, 2, 3]), ([1, 1, 9], [1, 2, 3]), ([1, np.nan, 9, 1], [1, 2, 3, 4]), ([1, 9, 1], [1, 3, 4])],
)
def test_ends_and_gaps_are_not_judged(values, years):
    assert not spikes(label(values, year=years)).any()


@given(st.lists(st.floats(0.01, 1e6), min_size=3, max_size=10), st.floats(0.01, 1e3), st.randoms(use_true_random=False))
def test_spikes_know_neither_the_unit_nor_the_order_of_rows(values, unit, shuffle):
    series = label(values, year=list(range(len(values))))
    order = shuffle.sample(range(len(values)), len(values))
    found = spikes(series)
    xr.testing.assert_equal(spikes(series.isel(year=order)), found)
    assert spikes(series * 2.0 ** round(unit)).equals(found)


def test_spikes_keep_further_dimensions():
    panel = jobs([[[1], [1], [1]], [[5], [1], [1]], [[1], [1], [1]]], [2021, 2022, 2023])
    assert spikes(panel.values).dims == ("year", "region", "activity")
    assert int(spikes(panel.values).sum()) == 1


def test_gaps_are_looked_for_only_where_the_region_existed():
    panel = jobs([[[1], [None], [None]], [[1], [1], [None]]], [2020, 2021])
    assert gaps(panel, [2020, 2021], KZ) == [(2020, "KZ-63", "A"), (2021, "KZ-10", "A")]


def test_a_year_or_an_activity_that_is_not_in_the_table_is_missing_everywhere():
    panel = jobs([[[1], [1], [1]]], [2021])
    assert gaps(panel, [2022], KZ) == [(2022, code, "A") for code in ("KZ-23", "KZ-63", "KZ-10")]
    assert gaps(panel, [2021], KZ, activities=["A", "B"]) == [(2021, code, "B") for code in ("KZ-23", "KZ-63", "KZ-10")]


def test_regions_add_up_to_the_country_before_and_after_a_split():
    country = label([[10.0], [12.0]], year=[2020, 2021], activity=["A"])
    panel = jobs([[[4], [6], [None]], [[4], [5], [3]]], [2020, 2021], reference=country)
    rule = {"over": "region", "to": "KZ", "tolerance": 0.5}
    assert totals(panel, **rule, geography=KZ) == []
    off = jobs([[[4], [6], [None]], [[4], [5], [4]]], [2020, 2021], reference=country)
    assert totals(off, **rule, geography=KZ) == [
        "2021, activity A: the regions add up to 13, the row of 'KZ' says 12 (off by 1)"
    ]
    assert totals(off, **rule, geography=KZ, years=[2020]) == []
    assert totals(off, over="region", to="KZ", tolerance=1, geography=KZ) == []


def test_a_sum_with_an_unknown_part_is_not_judged():
    country = label([[10.0]], year=[2021], activity=["A"])
    panel = jobs([[[4], [None], [3]]], [2021], reference=country)
    assert totals(panel, over="region", to="KZ", tolerance=0.5, geography=KZ) == []


def test_activities_add_up_to_their_total():
    panel = jobs([[[1, 2, 4]]], [2021], regions=["KZ-23"], activities=["A", "B", "TOTAL"])
    assert totals(panel, over="activity", to="TOTAL", tolerance=0.5) == [
        "2021, region KZ-23: the activities add up to 3, the row of 'TOTAL' says 4 (off by -1)"
    ]
    assert totals(panel, over="activity", to="ALL", tolerance=0.5) == []


def test_a_declared_start_is_no_surprise():
    panel = jobs([[[1], [1], [None]], [[1], [1], [1]]], [2020, 2021])
    assert starts_and_ends(panel, KZ) == []


def test_an_undeclared_start_and_an_end_name_the_way_out():
    panel = jobs([[[1], [None], [None]], [[None], [1], [1]]], [2020, 2021])
    found = starts_and_ends(panel, KZ)
    assert found == [
        "region KZ-23 has figures only to 2020, the table to 2021. "
        "Give its last years, or list it under `former:` in the table's entry when it is gone",
        "region KZ-63 has figures only from 2021, the table from 2020. "
        "Declare its `predecessor` and `since` in the regions",
    ]
