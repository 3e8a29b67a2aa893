"""Tables that cannot be read: each refusal names the file, the place, the matter and the way out."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartspec.errors import PanelError, SmartspecError, SourceError
from smartspec.sources.base import TableEntry
from smartspec.sources.files import read_table

TOTALS = {"columns": {"activity": None}}
LONG = {"columns": {"year": "year", "value": "value"}}
OFFICIAL = """region,activity,2023,2024
KZ,B,15365189,16430049
KZ-23,B,6588389,6546078
KZ-63,B,387968,458963
"""


def refused(error: type[Exception], *parts: str):
    """Expect an error whose message holds all these parts."""
    pattern = "".join(f"(?=.*{part})" for part in parts)
    return pytest.raises(error, match=f"(?s){pattern}")


def test_a_missing_file_names_those_that_are_near(read, tmp_path, there):
    (tmp_path / "value_added.csv").write_text(OFFICIAL)
    with refused(SourceError, "table 'gva'", "value_aded.csv", "did you mean value_added.csv", "Correct `file"):
        read_table("gva", TableEntry(file="value_aded.csv"), tmp_path, geography=there)
    with refused(SourceError, "there is no folder", "figures"):
        read_table("gva", TableEntry(file="figures/t.csv"), tmp_path, geography=there)


@pytest.mark.parametrize("file", ["table.csv", "table.xlsx", "table.parquet"])
def test_a_file_of_no_bytes(read, file):
    with refused(SourceError, file, "0 bytes", "Fetch or save it again"):
        read(b"", file=file)


def test_a_truncated_workbook(read, workbook):
    whole = workbook([["region", "activity", 2024], ["KZ-23", "A", 1]])
    for part in (len(whole) // 4, len(whole) // 2, len(whole) - 30):
        with refused(SourceError, "table.xlsx", "not a whole workbook", "Fetch it again"):
            read(whole[:part], file="table.xlsx")


def test_a_truncated_parquet_file(read, parquet):
    whole = parquet(pd.DataFrame({"region": ["KZ-23"], "2024": [1.0]}))
    with refused(SourceError, "table.parquet", "not a whole Parquet file", "again"):
        read(whole[:-20], file="table.parquet", **TOTALS)


def test_a_file_under_the_wrong_ending(read, workbook):
    with refused(SourceError, "is a workbook under the name of a text table"):
        read(workbook([["region", 2024]]))
    with refused(SourceError, "table.xlsx", "not a whole workbook"):
        read(OFFICIAL, file="table.xlsx")
    with refused(SourceError, "table.ods", ".csv, .tsv, .xlsx, .parquet", "Save it as one of these"):
        read(OFFICIAL, file="table.ods")


def test_cp1251_declared_as_utf8_says_how_to_declare_it(read):
    data = "region,2024\nАтырауская область,1\n".encode("cp1251")
    with refused(SourceError, "table.csv, line 2", "byte 0xc0 is not UTF-8", "Write `encoding: cp1251`"):
        read(data, encoding="utf-8", **TOTALS)


def test_utf8_declared_as_cp1251(read):
    with refused(SourceError, "line 2", "the file is UTF-8", "Write `encoding: utf-8`"):
        read("region,2024\nАтырауская область,1\n", encoding="cp1251", **TOTALS)


def test_a_missing_sheet(read, workbook):
    data = workbook([["region", 2024]], sheet="ВРП_2018-2026", others=("Содержание",))
    with refused(SourceError, "no sheet 'ВРП_2018'", "Содержание, ВРП_2018-2026", "Did you mean 'ВРП_2018-2026'"):
        read(data, file="table.xlsx", sheet="ВРП_2018", **TOTALS)


def test_a_missing_column_names_the_near_one(read):
    with refused(
        SourceError, "no column 'activity'", "'activities'", "Did you mean 'activities'", "`columns.activity`"
    ):
        read(OFFICIAL.replace("activity", "activities"))
    with refused(SourceError, "no column 'measure'", "`where`"):
        read(OFFICIAL, where={"measure": "gva"})


def test_no_heading_is_a_year(read):
    with refused(SourceError, "no column is headed by a year", "'old', 'new'", "`columns.year`"):
        read("region,old,new\nKZ-23,1,2\n", **TOTALS)


def test_headings_that_stand_twice_all_at_once(read):
    with refused(
        SourceError, "2 problems", "'region' heads columns A and B", "year 2024 heads columns C and D", "Rename"
    ):
        read("region,region,2024,2024*\nKZ-23,x,1,2\n", **TOTALS)


def test_headings_without_data(read):
    with refused(SourceError, "no row of data"):
        read("region,activity,2024\n\n")
    with refused(SourceError, "no row of data", "'jobs' in 'measure'"):
        read("region,measure,2024\nKZ-23,gva,1\n", where={"measure": "jobs"}, **TOTALS)


def test_a_row_with_too_many_cells(read):
    body = "".join(f"KZ-23,{n}\n" for n in range(70))
    with refused(SourceError, "row 72 has 3 cells, the table has 2 columns", "in quotes"):
        read("region,2024\n" + body + "KZ-63,1,5\n", **TOTALS)


def test_a_quote_that_is_never_closed(read):
    with refused(SourceError, "a quote opened in row 2 is never closed"):
        read('region,2024\n"KZ-23,1\n', **TOTALS)


def test_text_in_a_cell_for_a_number(read):
    content = OFFICIAL.replace("6546078", "unknown").replace("387968", "12 34")
    with refused(
        SourceError,
        "table.csv",
        "2 cells hold no number",
        "row 3, column D \\('2024'\\): 'unknown'",
        "row 4, column C",
        "`withheld`",
    ):
        read(content)


def test_the_first_five_are_named_and_the_rest_counted(read):
    content = "region,2020,2021,2022,2023,2024,2025,2026\nKZ-23,a,b,c?,d,e,f,g\n"
    with refused(SourceError, "7 cells hold no number", "column F", "and 2 more"):
        read(content, **TOTALS)


@pytest.mark.parametrize("kind", ["flow", "stock", "index", "count"])
def test_a_negative_amount(read, kind):
    with refused(PanelError, "1 cell is negative", "row 2, column C \\('2024'\\): '-140'", "`negative: true`"):
        read("region,activity,2024\nKZ-23,A,-140\nKZ-63,A,3\n", indicator={"kind": kind})


def test_an_infinite_amount(read):
    with refused(SourceError, "1 cell is infinite", "row 2, column B", "blank"):
        read("region,2024\nKZ-23,inf\nKZ-63,1\n", **TOTALS)


def test_a_comma_that_may_be_either(read):
    with refused(
        SourceError, "may part decimals or thousands", "row 2, column B \\('2024'\\): '1,234'", "`decimal: ','`"
    ):
        read("region;2024\nKZ-23;1,234\n", **TOTALS)


def test_unknown_former_and_ambiguous_regions_all_at_once(read):
    content = "region,2024\nKZ-99,1\nKZ-SK2017,2\nАтырауская облость,3\n,4\n"
    with refused(
        PanelError,
        "4 region labels cannot be told",
        "'KZ-99' \\(row 2\\): unknown, did you mean KZ-",
        "'KZ-SK2017' \\(row 3\\): no longer a region; its territory is now KZ-61 and KZ-79",
        "'Атырауская облость' \\(row 4\\): unknown, did you mean KZ-23",
        "blank \\(row 5\\)",
        "`regions:`",
        "`former:`",
    ):
        read(content, **TOTALS)


def test_a_region_code_the_entry_gives_and_nobody_knows(read):
    with refused(PanelError, "`regions` gives it the code 'KZ-98'"):
        read("region,2024\nGuryev,1\n", regions={"Guryev": "KZ-98"}, **TOTALS)


def test_unknown_and_blank_activities(read):
    with refused(
        PanelError, "'Minning' \\(row 3\\): unknown, did you mean B", "blank \\(row 4\\)", "`activity_codes:`"
    ):
        read("region,activity,2024\nKZ-23,A,1\nKZ-23,Minning,2\nKZ-23,,3\n")


def test_two_rows_for_one_cell(read):
    content = "region,activity,2024\nKZ-23,A,1\nKZ-63,A,2\nАтырауская область,A,1\n"
    with refused(
        PanelError, "1 cell is given twice", "KZ-23 / A / 2024 in row 2, column C .* and row 4", "Keep one row"
    ):
        read(content)
    long = "region,activity,year,value\nKZ-23,A,2024,1\nKZ-23,A,2024,1\n"
    with refused(PanelError, "KZ-23 / A / 2024 in row 2, column D .* and row 3", "`where`"):
        read(long, **LONG)


def test_a_year_that_is_none(read):
    with refused(SourceError, "1 year is not four digits", "row 3: '24'", "2024"):
        read("region,activity,year,value\nKZ-23,A,2024,1\nKZ-23,A,24,1\n", **LONG)


def test_an_empty_region_and_an_empty_activity(read):
    content = "region,activity,2024\nKZ-23,A,1\nKZ-23,B,\nKZ-63,A,\nKZ-63,B,\n"
    with refused(
        PanelError,
        "2 problems",
        "1 region has no figure at all: KZ-63",
        "1 activity has no figure at all: B",
        "Give figures",
    ):
        read(content)
    with refused(PanelError, "no figure at all: KZ-63"):
        read("region,2023,2024\nKZ-23,1,2\nKZ-63,,\n", **TOTALS)


def test_a_region_without_figures_before_it_existed_is_not_empty(read):
    panel = read("region,2019,2020\nKZ-63,1,2\nKZ-10,,\n", **TOTALS).panel
    assert panel.regions == ["KZ-63", "KZ-10"]


def test_activities_at_two_levels_at_once(read):
    content = "region,activity,2024\nKZ-23,A,1\nKZ-23,B,2\nKZ-23,05,1\nKZ-23,06,1\n"
    with refused(PanelError, "stand at 2 levels at once", "section: A, B", "division: 05, 06", "`activities:`"):
        read(content)


def test_totals_that_do_not_add_up(read):
    content = "region,activity,2023,2024\nKZ,A,10,10\nKZ-23,A,4,5\nKZ-63,A,6,5.7\n"
    assert read(content, adds_up=[{"over": "region", "to": "KZ", "years": [2023]}]).panel.years == [2023, 2024]
    with refused(PanelError, "2024, activity A: the regions add up to 10.7, the row of 'KZ' says 10", "`tolerance`"):
        read(content, adds_up=[{"over": "region", "to": "KZ", "tolerance": 0.5}])


def test_years_and_activities_that_are_not_there(read):
    with refused(PanelError, "activities asked for are not in the table: C", "years asked for .*: 2030", "2023, 2024"):
        read(OFFICIAL, activities=["B", "C"], years=[2024, 2030])


def test_all_problems_of_a_table_come_at_once(read):
    content = "region,activity,2023,2024\nKZ-99,A,1,2\nKZ-23,A,abc,-1\nKZ-23,A,3,4\n"
    with refused(
        SourceError, "table 'gva' \\(table.csv\\) has 4 problems", "no number", "KZ-99", "negative", "given twice"
    ):
        read(content)


HEADS = ("", "region,activity,2023,2024\n", "region;activity;year;value\n")
PIECES = [
    *("region", "activity", "year", "value", "2023", "2024*", "KZ", "KZ-23", "KZ-63", "KZ-SK2017", "A", "B", "05"),
    *("1", "1,5", "1.5", "x", "-", "*", "-3", "inf", "1,234"),
]
MARKS = [",", ",", ",", ";", "\t", "\n", "\n", '"', "\0", "\r", " ", "й", "²"]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from(HEADS), st.lists(st.sampled_from([*PIECES, *MARKS]), max_size=40), st.booleans(), st.booleans())
def test_whatever_a_file_holds_it_is_read_or_refused_with_a_message(read, head, pieces, long, cyrillic):
    data = (head + "".join(pieces)).encode("cp1251" if cyrillic else "utf-8", "ignore")
    message = ""
    try:
        read(data, **(LONG if long else {}))
    except SmartspecError as error:
        message = str(error)
    assert not message or "table.csv" in message


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_a_damaged_workbook_is_read_or_refused_with_a_message(read, workbook, data):
    whole = bytearray(workbook([["region", "activity", 2024], ["KZ-23", "A", 1]]))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    message = ""
    try:
        read(bytes(whole), file="table.xlsx")
    except SmartspecError as error:
        message = str(error)
    assert not message or "table.xlsx" in message
