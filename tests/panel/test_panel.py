"""The container: labels that must be right, parts that must be there, constant regions that bridge a split."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartspec.errors import PanelError
from smartspec.panel import Geography, Indicator, Panel, Region, Status, label

KZ = Geography(
    "KZ",
    {
        "KZ-23": Region("KZ-23", name={"en": "Atyrau", "ru": "Атырауская область"}),
        "KZ-63": Region("KZ-63", name={"en": "East Kazakhstan"}),
        "KZ-10": Region("KZ-10", name={"en": "Abai"}, predecessor="KZ-63", since=2021),
    },
    constant={"KZ-63+KZ-10": ("KZ-63", "KZ-10")},
)
GVA = Indicator("gva", kind="flow")

OLD_AND_NEW = label(
    [[[1, 2], [3, 4], [np.nan, np.nan]], [[5, 6], [7, 8], [9, 10]]],
    year=[2020, 2021],
    region=["KZ-23", "KZ-63", "KZ-10"],
    activity=["B", "C"],
)


def test_a_part_that_did_not_exist_is_no_gap_in_the_constant_region():
    constant = Panel.of(OLD_AND_NEW, GVA).on_constant_regions(KZ)
    assert constant.regions == ["KZ-23", "KZ-63+KZ-10"]
    assert constant.values.sel(region="KZ-63+KZ-10").values.tolist() == [[3, 4], [16, 18]]
    assert (constant.status.sel(region="KZ-63+KZ-10") == Status.SUMMED).all()
    assert (constant.place.sel(region="KZ-63+KZ-10") == -1).all()
    assert constant.members == (("KZ-63+KZ-10", ("KZ-63", "KZ-10")),)


def test_mining_of_east_kazakhstan_rises_on_constant_regions_where_the_naive_quotient_falls():
    """0.94 in 2020 to 1.52 in 2025, against 0.73: million KZT of mining and of sections A-S, element 5927."""
    mining = {2020: [529104, np.nan], 2025: [529774, 1344284]}
    total = {2020: [4366175, np.nan], 2025: [5812429, 4104902]}
    rest = {year: np.subtract(total[year], mining[year]) for year in total}
    values = [np.transpose([mining[year], rest[year]]) for year in (2020, 2025)]
    panel = Panel.of(label(values, year=[2020, 2025], region=["KZ-63", "KZ-10"], activity=["B", "other"]), GVA)
    country = label([8596836 / 66828235, 18643097 / 149992525], year=[2020, 2025])

    def quotient(x):
        return x.sel(activity="B") / x.sum("activity") / country

    naive = quotient(panel.values).sel(region="KZ-63")
    constant = quotient(panel.on_constant_regions(KZ).values).sel(region="KZ-63+KZ-10")
    assert naive.values == pytest.approx([0.94, 0.73], abs=0.005)
    assert constant.values == pytest.approx([0.94, 1.52], abs=0.005)


def test_a_part_that_existed_and_is_unknown_makes_the_sum_unknown():
    values = OLD_AND_NEW.copy()
    values.loc[{"year": 2021, "region": "KZ-10", "activity": "B"}] = np.nan
    constant = Panel.of(values, GVA).on_constant_regions(KZ)
    assert np.isnan(constant.values.sel(year=2021, region="KZ-63+KZ-10", activity="B"))
    assert constant.status.sel(year=2021, region="KZ-63+KZ-10", activity="B") == Status.BLANK
    assert constant.values.sel(year=2021, region="KZ-63+KZ-10", activity="C") == 18


@given(st.lists(st.floats(0, 1e9), min_size=12, max_size=12))
def test_constant_regions_keep_the_total_of_the_country(cells):
    values = OLD_AND_NEW.copy(data=np.array(cells).reshape(OLD_AND_NEW.shape)).where(OLD_AND_NEW.notnull())
    panel = Panel.of(values, GVA)
    constant = panel.on_constant_regions(KZ)
    assert constant.values.sum("region").values == pytest.approx(panel.values.sum("region").values)


@pytest.mark.parametrize("kind", ["index", "ratio"])
def test_indices_and_ratios_are_not_summed(kind):
    with pytest.raises(PanelError, match=r"cannot be summed.*combined_index"):
        Panel.of(OLD_AND_NEW, Indicator("volume", kind=kind)).on_constant_regions(KZ)


def test_a_region_exists_from_its_first_year():
    exists = Panel.of(OLD_AND_NEW, GVA).exists(KZ)
    assert exists.sel(region="KZ-10").values.tolist() == [False, True]
    assert exists.sel(region="KZ-63").values.all()


def test_selecting_keeps_the_order_that_was_asked_for():
    country = label([[1, 2], [3, 4]], year=[2020, 2021], activity=["B", "C"])
    part = Panel.of(OLD_AND_NEW, GVA, reference=country).select(years=[2021], regions=["KZ-63"], activities=["C", "B"])
    assert part.values.values.tolist() == [[[8, 7]]]
    assert part.reference.values.tolist() == [[4, 3]]
    assert part.status.shape == part.place.shape == part.values.shape


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"years": [2030]}, "'gva' has no year 2030; it has 2020, 2021"),
        ({"regions": ["KZ-99"]}, "'gva' has no region KZ-99; it has KZ-23, KZ-63, KZ-10"),
        ({"activities": ["Z"]}, "'gva' has no activity Z; it has B, C"),
    ],
)
def test_selecting_what_is_not_there_names_what_is(asked, message):
    with pytest.raises(PanelError, match=message):
        Panel.of(OLD_AND_NEW, GVA).select(**asked)


def test_a_label_too_few():
    with pytest.raises(PanelError, match=r"the array has shape \(2, 2\).*Give one label per row and column"):
        label([[1, 2], [3, 4]], region=["N"], activity=["B", "C"])


def test_labels_that_stand_twice():
    doubled = label([[[1], [2]]], year=[2020], region=["N", "N"], activity=["B"])
    with pytest.raises(PanelError, match="region labels of 'gva' stand twice: N"):
        Panel.of(doubled, GVA)


def test_parts_that_do_not_fit():
    panel = Panel.of(OLD_AND_NEW, GVA)
    with pytest.raises(PanelError, match="status and place need the shape"):
        Panel(panel.values, panel.status[:1], panel.place, GVA)
    with pytest.raises(PanelError, match="Transpose it first"):
        Panel(panel.values.T, panel.status.T, panel.place.T, GVA)


def test_blank_is_not_zero():
    panel = Panel.of(OLD_AND_NEW, GVA)
    assert panel.status.sel(year=2020, region="KZ-10").values.tolist() == [Status.BLANK, Status.BLANK]
    assert np.isnan(panel.values.sel(year=2020, region="KZ-10")).all()
