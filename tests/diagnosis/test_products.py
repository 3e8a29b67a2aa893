"""Physical output: facts of Kazakhstan's published table 2010-2025, then laws, then refusals."""

from __future__ import annotations

from importlib.resources import as_file, files

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import smartspec
from smartspec.diagnosis.products import STATES, TOTALS, disclosed, physical_output
from smartspec.errors import MeasureError

FOCUS = [2022, 2023, 2024]
CONSTANT = {
    "KZ-19+KZ-33": ("KZ-19", "KZ-33"),
    "KZ-35+KZ-62": ("KZ-35", "KZ-62"),
    "KZ-61+KZ-79": ("KZ-61", "KZ-79", "KZ-SK2017"),
    "KZ-63+KZ-10": ("KZ-63", "KZ-10"),
}


def table(name: str) -> xr.DataArray:
    """A published table of the pack, former regions included: (year, region, activity)."""
    with as_file(files("smartspec") / "packs" / "kz" / "tables" / f"{name}.csv") as path:
        wide = pd.read_csv(path)
    wide = wide.set_axis(["region", "activity", *map(int, wide.columns[2:])], axis=1).set_index(["region", "activity"])
    return wide.rename_axis(columns="year").stack().to_xarray().transpose("year", "region", "activity")


def regions_and_country(cells: xr.DataArray) -> tuple[xr.DataArray, xr.DataArray]:
    return cells.drop_sel(region="KZ"), cells.sel(region="KZ", drop=True)


@pytest.fixture(scope="module")
def published() -> tuple[xr.DataArray, xr.DataArray]:
    return regions_and_country(table("products"))


@pytest.fixture(scope="module")
def worth() -> xr.DataArray:
    """Shares of the value added of sections A-S, 2022-2024."""
    value = table("value_added").sel(activity=list("ABCDEFGHIJKLMNOPQRS"), year=FOCUS)
    regions, country = regions_and_country(value.sum("activity", skipna=False))
    return regions / country


@pytest.fixture(scope="module")
def clear(published) -> xr.Dataset:
    return disclosed(*published)


@pytest.fixture(scope="module")
def found(published, worth) -> xr.Dataset:
    return physical_output(*published, value_share=worth, focus=FOCUS, constant=CONSTANT)


# ── what the published table says ─────────────────────────────────────────────────────────────────────────────────


def test_regions_add_up_to_the_country_until_2016_but_for_three_lost_figures(clear):
    total = clear["total"].sel(year=slice(2010, 2016)).to_series()
    assert set(total[total != "closed"].index) == {(2011, "DIESEL"), (2012, "FOOTWEAR"), (2016, "FUEL_OIL")}
    assert clear["withheld"].sel(year=2011, activity="DIESEL").item() == pytest.approx(1450.5)


def test_cigarettes_and_cognac_of_2018_are_withheld_altogether(clear):
    cells = clear.sel(year=2018, activity=["CIGARETTES", "COGNAC"])
    assert cells["withheld"].values == pytest.approx([18140.7, 13845.1])
    assert cells["withheld_share"].values.tolist() == [1, 1]
    assert cells["output"].isnull().all()


def test_marketable_gas_of_2023_exceeds_the_country_so_nothing_is_said_of_what_is_withheld(clear):
    """Kyzylorda's figure repeats Mangystau's: 932.9."""
    cell = clear.sel(year=2023, activity="NATURAL_GAS_MARKETABLE")
    assert cell["output"].sel(region=["KZ-43", "KZ-47"]).values.tolist() == [932.9, 932.9]
    assert cell["total"].item() == "exceeded"
    assert np.isnan(cell["withheld"].item())


def test_an_unpublished_country_leaves_blanks_unknown(clear):
    """Asbestos has no figure at all in 2017, 2018 and 2025; Kostanay is its only maker in every other year."""
    asbestos = clear.sel(activity="ASBESTOS")
    assert asbestos["total"].sel(year=[2017, 2018, 2025]).values.tolist() == ["unknown"] * 3
    assert asbestos["output"].sel(year=2025).isnull().all()
    assert asbestos["output"].sel(year=2024).to_series().dropna().loc[lambda made: made > 0].to_dict() == {
        "KZ-39": 225.7
    }


def test_chrome_ore_is_dug_in_aktobe_and_nowhere_else(found):
    chrome = found.sel(activity="CHROME_ORE")
    assert chrome["national_share"].to_series().dropna().loc[lambda share: share > 0].to_dict() == {"KZ-15": 1.0}
    state = chrome["constant_state"].to_series()
    assert state.pop("KZ-15") == "always"
    assert set(state) == {"never"}


def test_atyrau_lifts_two_thirds_of_the_crude_oil_on_a_ninth_of_value_added(found, worth):
    """(46859.7 + 52660.2 + 50113.0) of (72606.3 + 77606.4 + 75055.5) thousand tonnes."""
    oil = found.sel(region="KZ-23", activity="CRUDE_OIL")
    share = (46859.7 + 52660.2 + 50113.0) / (72606.3 + 77606.4 + 75055.5)
    assert oil["national_share"].item() == pytest.approx(share)
    assert oil["output"].item() == pytest.approx((46859.7 + 52660.2 + 50113.0) / 3)
    assert oil["output_quotient"].item() == pytest.approx(share / worth.sel(region="KZ-23").mean().item())
    before = (30087.0 + 30241.6 + 29019.5) / (68084.4 + 67765.0 + 66475.2)
    assert oil["change"].item() == pytest.approx(share - before)


def test_carpets_left_mangystau_and_came_to_the_south(found):
    """Mangystau wove 6.0 of 6.1 thousand square metres in 2010; Shymkent 7,170 of 7,308.5 in 2022."""
    carpets = found.sel(activity="CARPETS")
    assert carpets["constant_state"].sel(constant="KZ-47").item() == "vanished"
    assert carpets["constant_last"].sel(constant="KZ-47").item() == 2015
    south = carpets.sel(constant="KZ-61+KZ-79")
    assert south["constant_state"].item() == "appeared"
    assert south["constant_first"].item() == 2013


def test_a_region_whose_borders_moved_has_no_change_of_its_own(found):
    """East Kazakhstan without Abai cannot be set against East Kazakhstan with it; the two together can."""
    east = found.sel(region=["KZ-63", "KZ-10"])
    assert east["change"].isnull().all()
    assert set(east["state"].values.ravel()) == {"unknown"}
    beer = found.sel(activity="BEER", constant="KZ-19+KZ-33")
    assert np.isfinite(beer["constant_change"].item())


def test_east_kazakhstan_and_abai_add_up_to_their_constant_region(found, published):
    power = found.sel(activity="ELECTRICITY", constant="KZ-63+KZ-10")
    output, national = (part.sel(activity="ELECTRICITY") for part in published)
    now = output.sel(region=["KZ-63", "KZ-10"], year=FOCUS).sum() / national.sel(year=FOCUS).sum()
    before = output.sel(region="KZ-63", year=[2010, 2011, 2012]).sum() / national.sel(year=[2010, 2011, 2012]).sum()
    assert power["constant_share"].item() == pytest.approx(now.item())
    assert power["constant_change"].item() == pytest.approx((now - before).item())


def test_a_part_whose_figure_is_withheld_leaves_the_constant_region_unknown(found):
    """Abai prints half of the copper ore, East Kazakhstan prints none, and some of the country's is withheld."""
    copper = found.sel(activity="COPPER_ORE")
    assert copper["national_share"].sel(region="KZ-10").item() == pytest.approx(0.5247, abs=5e-5)
    assert np.isnan(copper["national_share"].sel(region="KZ-63").item())
    assert np.isnan(copper["constant_share"].sel(constant="KZ-63+KZ-10").item())


def test_every_word_is_one_of_those_declared(found):
    assert set(found["state"].values.ravel()) | set(found["constant_state"].values.ravel()) == set(STATES)
    assert set(found["total"].values.ravel()) == set(TOTALS)


# ── laws ──────────────────────────────────────────────────────────────────────────────────────────────────────────

YEARS = [2015, 2016, 2017, 2018]
amounts = arrays(float, (4, 3, 2), elements=st.integers(0, 5000).map(float))


def panel(values: np.ndarray) -> xr.DataArray:
    """Zeros are left blank, as offices print them."""
    made = smartspec.label(values, year=YEARS, region=["N", "S", "W"], activity=["coal", "salt"])
    return made.where(made > 0)


def measured(made: xr.DataArray, national: xr.DataArray, **options) -> xr.Dataset:
    weight = smartspec.label([[0.5, 0.3, 0.2]] * 4, year=YEARS, region=["N", "S", "W"])
    return physical_output(made, national, value_share=weight, focus=[2017, 2018], start=[2015, 2016], **options)


@given(amounts)
@settings(max_examples=15, deadline=None)
def test_a_blank_under_a_closed_total_is_no_output_in_any_year(values):
    made = panel(values)
    told = disclosed(made, made.sum("region"))
    assert (told["total"] == "closed").all()
    assert told["output"].where(told["printed"], 0.0).fillna(-1).values == pytest.approx(made.fillna(0.0).values)
    assert (told["withheld"] == 0).all()


@given(amounts, st.integers(1, 900))
@settings(max_examples=15, deadline=None)
def test_after_full_disclosure_a_blank_under_an_open_total_stays_unknown(values, hidden):
    made = panel(values)
    told = disclosed(made, made.sum("region") + hidden)
    late = told.sel(year=[2017, 2018])
    xr.testing.assert_equal(late["output"].isnull(), made.sel(year=[2017, 2018]).isnull())
    assert late["withheld"].values == pytest.approx(hidden)


@given(amounts, st.sampled_from([1e-3, 7.0, 1e4]))
@settings(max_examples=15, deadline=None)
def test_the_unit_does_not_matter(values, factor):
    made = panel(values)
    country = made.sum("region") + 3
    one, other = measured(made, country), measured(made * factor, country * factor, rounding=0.1 * factor)
    scaled = ["output", "withheld"]
    xr.testing.assert_allclose(other.drop_vars(scaled), one.drop_vars(scaled))
    xr.testing.assert_allclose(other[scaled], one[scaled] * factor)


@given(amounts, st.permutations(["N", "S", "W"]), st.permutations(["coal", "salt"]))
@settings(max_examples=15, deadline=None)
def test_the_order_of_regions_and_products_does_not_matter(values, regions, products):
    made = panel(values)
    country = made.sum("region") + 3
    turned = measured(made.sel(region=regions, activity=products), country)
    expected = measured(made, country).sel(region=regions, constant=regions, activity=products)
    xr.testing.assert_identical(turned[list(expected)].sel(expected.coords), expected)


@given(arrays(float, (4, 3, 2), elements=st.integers(1, 5000).map(float)))
@settings(max_examples=15, deadline=None)
def test_a_fully_printed_products_shares_add_up_to_one_and_their_changes_to_nothing(values):
    made = panel(values)
    found = measured(made, made.sum("region"))
    assert found["national_share"].sum("region").values == pytest.approx(1)
    assert found["change"].sum("region").values == pytest.approx(0)
    weighted = found["output_quotient"] * xr.DataArray([0.5, 0.3, 0.2], coords={"region": ["N", "S", "W"]})
    assert weighted.sum("region").values == pytest.approx(1)


# ── what each state means, by hand ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("west", "hidden", "state"),
    [
        ([5, 5, 5, 5], 0, "always"),
        ([0, 0, 5, 5], 0, "appeared"),
        ([5, 5, 0, 0], 0, "vanished"),
        ([5, 5, 0, 0], 9, "unknown"),
        ([0, 0, 0, 0], 0, "never"),
        ([0, 0, 5, 0], 0, "never"),
        ([0, 0, 5, 0], 9, "unknown"),
        ([0, 5, 5, 5], 0, "appeared"),
    ],
)
def test_states(west, hidden, state):
    values = np.full((4, 3, 2), 100.0)
    values[:, 2, 0] = west
    made = panel(values)
    country = made.sum("region") + xr.where(made.year > 2016, hidden, 0)
    assert measured(made, country)["state"].sel(region="W", activity="coal").item() == state


def test_one_year_is_enough_when_the_study_says_so():
    values = np.full((4, 3, 2), 100.0)
    values[:, 2, 0] = [0, 0, 5, 0]
    made = panel(values)
    assert (
        measured(made, made.sum("region"), least_years=1)["state"].sel(region="W", activity="coal").item() == "appeared"
    )


def test_a_named_lost_figure_leaves_the_other_blanks_known():
    """Diesel of Pavlodar in 2011: the figure was lost, and the other blanks of that year are no output."""
    made = smartspec.label(
        [[[90, 1], [None, 1], [None, 1]]], year=[2011], region=["N", "S", "W"], activity=["oil", "salt"]
    )
    country = smartspec.label([[100, 3]], year=[2011], activity=["oil", "salt"])
    oil = {"activity": "oil", "year": 2011}
    assert disclosed(made, country)["output"].sel(oil).isnull().values.tolist() == [False, True, True]
    named = disclosed(made, country, exceptions=[(2011, "S", "oil")])["output"].sel(oil)
    assert named.isnull().values.tolist() == [False, True, False]
    every = disclosed(made, country, exceptions=[(2011, "", "oil")])["output"].sel(oil)
    assert every.isnull().values.tolist() == [False, True, True]


def test_a_region_in_no_table_of_the_year_is_unknown_not_zero():
    made = smartspec.label([[[90], [None]]], year=[2011], region=["N", "New"], activity=["coal"])
    told = disclosed(made, smartspec.label([[90]], year=[2011], activity=["coal"]))
    assert told["output"].isnull().values.ravel().tolist() == [False, True]
    assert told["printed"].values.ravel().tolist() == [True, False]


# ── refusals ──────────────────────────────────────────────────────────────────────────────────────────────────────


def refused(match: str, **change) -> None:
    made = panel(np.full((4, 3, 2), 100.0))
    given_ = {"made": made, "country": made.sum("region"), "options": {}} | change
    with pytest.raises(MeasureError, match=match):
        measured(given_["made"], given_["country"], **given_["options"])


def test_refusals_say_what_and_the_way_out():
    made = panel(np.full((4, 3, 2), 100.0))
    refused(
        "1 cells are negative: 2015 / N / coal: -100",
        made=made.where((made.year > 2015) | (made.region != "N") | (made.activity != "coal"), -100),
    )
    refused("needs the dimensions", made=made.sum("region"))
    refused("differ in 1 labels of activity: salt", country=made.sum("region").sel(activity=["coal"]))
    refused("'X' has no member in the table", options={"constant": {"X": ("Y",)}})
    refused("'N' belongs to two constant regions", options={"constant": {"A": ("N", "S"), "B": ("N", "W")}})


def test_a_year_that_is_not_there_is_named():
    made = panel(np.full((4, 3, 2), 100.0))
    weight = smartspec.label([[0.5, 0.3, 0.2]] * 4, year=YEARS, region=["N", "S", "W"])
    with pytest.raises(MeasureError, match="needs the year 2030; there are 2015-2018"):
        physical_output(made, made.sum("region"), value_share=weight, focus=[2030], start=[2015])
    with pytest.raises(MeasureError, match="at least one year"):
        physical_output(made, made.sum("region"), value_share=weight, focus=[2018], start=[])
    with pytest.raises(MeasureError, match="value_share needs"):
        physical_output(made, made.sum("region"), value_share=weight.sel(year=2018), focus=[2018], start=[2015])
