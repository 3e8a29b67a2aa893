"""The workbook to fill in comes back as the table it promises to be."""

from __future__ import annotations

import io

import pytest
from python_calamine import CalamineWorkbook

from smartspec.errors import PanelError, StoreError
from smartspec.sources.base import TableEntry
from smartspec.sources.files import read_table
from smartspec.sources.template import SHEET, TEXTS, write_template

WORDS = {
    "en": {**dict.fromkeys(TEXTS, "text"), "read_me": "Read me", "region": "Region", "steps": "One.\nTwo."},
    "ru": {**dict.fromkeys(TEXTS, "текст"), "steps": "Раз.\nДва."},
    "kk": {**dict.fromkeys(TEXTS, "мәтін"), "steps": "Бір.\nЕкі."},
}


def test_every_region_and_activity_has_a_row_with_its_names(tmp_path, there, oked):
    path = write_template(tmp_path / "t.xlsx", geography=there, classification=oked, years=[2023, 2024], texts=WORDS)
    book = CalamineWorkbook.from_path(path)
    assert book.sheet_names == [SHEET, "Read me"]
    rows = book.get_sheet_by_name(SHEET).to_python()
    assert rows[0] == ["region", "activity", "Region", "text", "2023", "2024"]
    assert len(rows) == 1 + (1 + len(there.regions)) * 3
    assert rows[1][:4] == ["KZ", "A", "Kazakhstan", "Agriculture"]
    told = [row[0] for row in book.get_sheet_by_name("Read me").to_python()]
    assert {"Two.", "Два.", "Екі."} <= set(told)


def test_filled_in_it_reads_back(tmp_path, there, oked, workbook):
    path = write_template(
        tmp_path / "t.xlsx", geography=there, classification=oked, years=[2024], texts=WORDS, activities=["05", "06"]
    )
    rows = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes())).get_sheet_by_name(SHEET).to_python()
    filled = [rows[0], *([*row[:4], float(number)] for number, row in enumerate(rows[1:]))]
    (tmp_path / "filled.xlsx").write_bytes(workbook(filled))
    received = read_table("value_added", TableEntry(file="filled.xlsx"), tmp_path, geography=there, classification=oked)
    assert received.panel.reference.values.tolist() == [[0, 1]]
    assert received.panel.values.sel(region="KZ-75").values.tolist() == [[10, 11]]
    assert received.panel.regions == list(there.regions)


def test_left_empty_it_is_refused(tmp_path, there, oked):
    write_template(tmp_path / "t.xlsx", geography=there, classification=oked, years=[2024], texts=WORDS)
    with pytest.raises(PanelError, match=r"5 regions have no figure at all: .* Give figures"):
        read_table("value_added", TableEntry(file="t.xlsx"), tmp_path, geography=there, classification=oked)


def test_a_filled_workbook_is_never_written_over(tmp_path, there, oked):
    (tmp_path / "t.xlsx").write_text("figures")
    with pytest.raises(StoreError, match="is there already"):
        write_template(tmp_path / "t.xlsx", geography=there, classification=oked, years=[2024], texts=WORDS)
    with pytest.raises(StoreError, match="cannot be written"):
        write_template(tmp_path / "t.xlsx" / "u.xlsx", geography=there, classification=oked, years=[2024], texts=WORDS)


def test_activities_of_one_level_only(tmp_path, there, oked):
    with pytest.raises(PanelError, match="2 levels at once"):
        write_template(
            tmp_path / "t.xlsx", geography=there, classification=oked, years=[2024], texts=WORDS, activities=["A", "05"]
        )
