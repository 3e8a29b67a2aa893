"""Tables as people have them: what is understood, and that every way of writing a table says the same."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartspec.errors import StoreError
from smartspec.panel import Classification, Geography, Status
from smartspec.sources.base import TableEntry
from smartspec.sources.files import read_table
from smartspec.sources.grids import as_text

TOTALS = {"columns": {"activity": None}}
LONG = {"columns": {"year": "year", "value": "value"}}

# Gross value added of mining, million KZT, Bureau of National Statistics, element 5927.
OFFICIAL = """region,activity,2023,2024
KZ,B,15365189,16430049
KZ-23,B,6588389,6546078
KZ-63,B,387968,458963
"""


def test_a_wide_table_becomes_a_panel_with_the_country_beside(read):
    panel = read(OFFICIAL).panel
    assert panel.regions == ["KZ-23", "KZ-63"]
    assert panel.years == [2023, 2024]
    assert panel.values.sel(year=2024, region="KZ-23", activity="B") == 6546078
    assert panel.reference.sel(year=2023, activity="B") == 15365189


def test_every_cell_knows_its_row_and_column(read):
    panel = read(OFFICIAL).panel
    assert panel.place.sel(year=2024, region="KZ-63", activity="B") == 4 * 65536 + 4
    assert panel.reference_place.sel(year=2023, activity="B") == 2 * 65536 + 3


def test_places_stay_right_under_titles_and_between_blank_lines(read):
    panel = read("Валовая добавленная стоимость\n\n" + OFFICIAL.replace("KZ-63", "\nKZ-63")).panel
    assert panel.place.sel(year=2024, region="KZ-63", activity="B") == 7 * 65536 + 4


def test_a_table_about_the_country_only_has_the_country_as_its_region(read):
    panel = read("region,activity,2024\nKZ,A,3\nKZ,B,4\n").panel
    assert panel.regions == ["KZ"]
    assert panel.values.sel(region="KZ", year=2024).values.tolist() == [3, 4]
    assert panel.reference.sel(year=2024).values.tolist() == [3, 4]


def test_a_table_without_regions_is_about_the_country(read):
    panel = read("activity,2024\nA,3\nB,4\n", columns={"region": None}).panel
    assert panel.regions == ["KZ"]


def test_a_table_without_activities_holds_totals(read):
    panel = read("region,2024\nKZ,7\nKZ-23,3\n", **TOTALS).panel
    assert panel.activities == ["TOTAL"]
    assert panel.reference.values.tolist() == [[7]]


def test_missing_is_not_zero_and_withheld_is_known_to_be_withheld(read):
    content = "region,activity,2020,2021,2022,2023,2024\nKZ-23,A,0,,x,…,-\nKZ-63,A,1,н/д,с,–,1\n"
    panel = read(content).panel
    assert panel.values.sel(region="KZ-23", activity="A").values == pytest.approx([0, *[np.nan] * 4], nan_ok=True)
    assert panel.status.sel(region="KZ-23", activity="A").values.tolist() == [0, 1, 2, 2, 2]
    assert panel.status.sel(region="KZ-63", activity="A").values.tolist() == [0, 1, 2, 2, 0]


def test_a_dash_is_zero_only_where_the_publisher_says_so(read):
    panel = read("region,2023,2024\nKZ-23,-,5\n", zero=["-"], **TOTALS).panel
    assert panel.values.values.ravel().tolist() == [0, 5]
    assert (panel.status == Status.PUBLISHED).all()


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_cells_are_parted_by_comma_semicolon_or_tab(read, mark):
    assert read(OFFICIAL.replace(",", mark)).panel.values.sum() == 6588389 + 6546078 + 387968 + 458963


@pytest.mark.parametrize("heading", ["2024", "2024*", "2024 г.", "2024 год", "2024 ж.", "2024¹", " 2024 "])
def test_headings_of_years(read, heading):
    received = read(f"region,2023,{heading}\nKZ-23,1,2\n", **TOTALS)
    assert received.panel.years == [2023, 2024]


@pytest.mark.parametrize(
    "label",
    ["KZ-23", "kz-23", "КZ-23", "Атырауская область", "Атырауская обл.", "Атырау облысы", "atyrau region", "Atyrau"],
)
def test_a_region_is_known_by_code_or_by_name(read, label):
    assert read(f"region,2024\n{label},1\n", **TOTALS).panel.regions == ["KZ-23"]


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Алматы", "KZ-75"),
        ("г. Алматы", "KZ-75"),
        ("г.Алматы", "KZ-75"),
        ("Алматы облысы", "KZ-19"),
        ("Almaty", "KZ-75"),
    ],
)
def test_a_city_is_not_taken_for_the_region_of_its_name(read, label, code):
    assert read(f"region,2024\n{label},1\n", **TOTALS).panel.regions == [code]


def test_the_country_is_known_by_name_and_by_the_entrys_own_word(read):
    assert read("region,2024\nРеспублика Казахстан,7\nKZ-23,3\n", **TOTALS).panel.reference.item() == 7
    assert read("region,2024\nВсего,7\nKZ-23,3\n", country_row="Всего", **TOTALS).panel.reference.item() == 7


def test_a_blank_row_of_the_country_is_no_reference(read):
    received = read("region,2024\nKZ,\nKZ-23,3\n", **TOTALS)
    assert received.panel.reference is None
    assert "country_row_blank" in [remark.key for remark in received.remarks]


def test_the_entrys_own_names_of_regions(read):
    assert read("region,2024\nGuryev,1\n", regions={"Guryev": "KZ-23"}, **TOTALS).panel.regions == ["KZ-23"]


@pytest.mark.parametrize(
    ("label", "code"), [("05", "05"), ("5", "05"), ("5.0", "05"), ("Coal", "05"), ("Oil and gas", "06")]
)
def test_a_division_keeps_its_zero(read, label, code):
    assert read(f"region,activity,2024\nKZ-23,{label},1\n").panel.activities == [code]


def test_a_spreadsheet_that_made_numbers_of_codes(read, workbook):
    data = workbook([["region", "activity", 2023, 2024], ["KZ-23", 5, 1.5, 2], ["KZ-23", 6.0, 3, ""]])
    panel = read(data, file="table.xlsx").panel
    assert panel.activities == ["05", "06"]
    assert panel.place.sel(year=2024, region="KZ-23", activity="06") == 3 * 65536 + 4


def test_a_section_typed_on_a_russian_keyboard(read):
    assert read("region,activity,2024\nKZ-23,А,1\nKZ-23,С,2\n").panel.activities == ["A", "C"]


def test_russian_text_in_cp1251_is_found_out(read):
    data = "область;вид;2024\nАтырауская область;Сельское хозяйство;1 234,5\n".encode("cp1251")
    received = read(data, columns={"region": "область", "activity": "вид"})
    assert received.panel.values.item() == 1234.5
    assert [remark.values for remark in received.remarks if remark.key == "encoding"] == [{"encoding": "CP1251"}]


def test_kazakh_letters_in_kz1048(read):
    data = "өңір,2024\nАтырау облысы,1\n".encode("kz1048")
    assert read(data, encoding="kz1048", columns={"region": "өңір", "activity": None}).panel.regions == ["KZ-23"]


def test_utf8_with_a_byte_order_mark_and_excels_unicode_text(read):
    assert read(b"\xef\xbb\xbf" + OFFICIAL.encode()).panel.regions == ["KZ-23", "KZ-63"]
    assert read(OFFICIAL.replace(",", "\t").encode("utf-16")).panel.regions == ["KZ-23", "KZ-63"]


def test_footnotes_and_thousands_are_dropped_and_remarked(read):
    content = "region;2022;2023;2024\nKZ-23;1\u00a0234*;1\u202f234¹;12,5**\nKZ-63;1 234 1);1'234;7\n"
    received = read(content, **TOTALS)
    assert received.panel.values.squeeze("activity").T.values.tolist() == [[1234, 1234, 12.5], [1234, 1234, 7]]
    assert [remark.values["count"] for remark in received.remarks if remark.key == "footnotes"] == [4]


def test_notes_under_the_table_are_left_out_and_remarked(read):
    received = read(OFFICIAL + "* предварительные данные,,,\n")
    assert [remark.values for remark in received.remarks if remark.key == "note_rows"] == [{"rows": "5", "count": 1}]


def test_a_table_of_many_measures(read):
    content = "region,activity,year,measure,value\nKZ-23,A,2024,gva,1\nKZ-23,A,2024,jobs,2\n"
    assert read(content, where={"measure": "jobs"}, **LONG).panel.values.item() == 2


def test_years_and_activities_that_are_asked_for_in_their_order(read):
    content = "region,activity,2022,2023,2024\nKZ-23,A,1,2,3\nKZ-23,B,4,5,6\nKZ-23,05,x,?,!\n"
    panel = read(content, years=[2023, 2024], activities=["B", "A"]).panel
    assert panel.activities == ["B", "A"]
    assert panel.values.sel(region="KZ-23").values.tolist() == [[5, 2], [6, 3]]


def test_a_region_of_the_past_is_left_out_only_when_listed(read):
    received = read("region,2016,2017\nKZ-23,1,2\nKZ-SK2017,3,4\n", former=["KZ-SK2017"], **TOTALS)
    assert received.panel.regions == ["KZ-23"]
    assert [remark.key for remark in received.remarks] == ["former_regions"]


def test_a_total_of_activities_is_checked_and_then_left_out(read):
    content = "region,activity,2024\nKZ-23,A,1\nKZ-23,B,2\nKZ-23,TOTAL,3\n"
    adds_up = [{"over": "activity", "to": "TOTAL"}]
    assert read(content, adds_up=adds_up).panel.activities == ["A", "B"]
    assert read(content, adds_up=adds_up, activities=["B", "A", "TOTAL"]).panel.activities == ["B", "A", "TOTAL"]
    assert read(content, indicator={"kind": "index"}).panel.activities == ["TOTAL", "A", "B"]


def test_negative_net_taxes_where_declared(read):
    assert read("region,2024\nKZ-23,-140\n", negative=True, **TOTALS).panel.values.item() == -140
    assert read("region,2024\nKZ-23,−140\n", indicator={"kind": "ratio"}, **TOTALS).panel.values.item() == -140


def test_the_table_as_received_is_kept_once_under_its_hash(read, tmp_path):
    kept = tmp_path / "kept"
    snapshot = read(OFFICIAL, keep=kept).snapshot
    assert snapshot.sha256 == hashlib.sha256(OFFICIAL.encode()).hexdigest()
    assert snapshot.bytes == len(OFFICIAL.encode())
    assert (kept / snapshot.kept).read_text() == OFFICIAL
    read(OFFICIAL, keep=kept)
    assert [one.name for one in kept.iterdir()] == [f"{snapshot.short}-table.csv"]


def test_a_folder_that_cannot_be_written(read, tmp_path):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(StoreError, match="cannot be kept"):
        read(OFFICIAL, keep=tmp_path / "taken")


amounts = st.floats(0, 1e9).map(lambda x: round(x, 3))
tables = st.lists(st.tuples(*[st.one_of(st.none(), amounts)] * 4), min_size=4, max_size=4).filter(
    lambda rows: all(any(x is not None for x in row) for row in rows)
)
KEYS = [("KZ-23", "A"), ("KZ-23", "B"), ("KZ-63", "A"), ("KZ-63", "B")]
YEARS = [2021, 2022, 2023, 2024]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(tables, st.randoms(use_true_random=False))
def test_every_way_to_write_a_table_says_the_same(
    tmp_path: Path, there: Geography, oked: Classification, workbook, parquet, rows, shuffle
):
    """Long is wide, CSV is XLSX is Parquet, a decimal comma is a decimal point, the order of rows is nothing."""
    frame = pd.DataFrame(rows, columns=[str(year) for year in YEARS], dtype=float)
    frame.insert(0, "region", [region for region, _ in KEYS])
    frame.insert(1, "activity", [activity for _, activity in KEYS])
    long = frame.melt(["region", "activity"], var_name="year")
    mixed = long.iloc[shuffle.sample(range(len(long)), len(long))]
    listed = [list(frame.columns), *frame.astype(object).where(frame.notna(), "").values.tolist()]
    (tmp_path / "wide.csv").write_text(frame.to_csv(index=False))
    (tmp_path / "long.csv").write_text(mixed.to_csv(index=False))
    comma = "\n".join(";".join(as_text(x).replace(".", ",") for x in row) for row in listed)
    (tmp_path / "comma.csv").write_text(comma)
    (tmp_path / "table.xlsx").write_bytes(workbook(listed))
    (tmp_path / "table.parquet").write_bytes(parquet(long))

    def panel(file: str, **fields: object) -> xr.DataArray:
        entry = TableEntry.model_validate({"file": file, **fields})
        return read_table("gva", entry, tmp_path, geography=there, classification=oked).panel.values

    wide = panel("wide.csv")
    for other in (
        panel("long.csv", **LONG),
        panel("comma.csv", decimal=","),
        panel("table.xlsx"),
        panel("table.parquet", **LONG),
    ):
        xr.testing.assert_identical(wide, other)
    given = frame.set_index(["region", "activity"]).loc[KEYS].to_numpy()
    assert wide.stack(key=["region", "activity"]).T.values == pytest.approx(given, nan_ok=True, rel=1e-12)
