"""A workbook to fill in: the codes are there, the years stand in the headings, only figures are missing.

    write_template    the workbook, for any geography, list of activities and years
    TEXTS             keys of the words it needs, in each language it speaks

What comes back is read by `read_table` as it is; columns of names are there for people and are not read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smartspec.errors import StoreError
from smartspec.panel import Classification, Geography

if TYPE_CHECKING:
    import xlsxwriter

__all__ = ["SHEET", "TEXTS", "write_template"]

SHEET = "value_added"

TEXTS = ("language", "read_me", "title", "steps", "region", "activity", "error_title", "error")
"""`steps` is a text of several lines; the others are one line each. `read_me` heads the sheet of instructions."""


def write_template(
    path: Path,
    *,
    geography: Geography,
    classification: Classification,
    years: Sequence[int],
    texts: Mapping[str, Mapping[str, str]],
    activities: Iterable[str] | None = None,
    sheet: str = SHEET,
) -> Path:
    """Write a workbook to fill in.

    Parameters
    ----------
    path
        Where it goes; a file already there is left alone.
    geography
        Regions that get rows; the country's own row comes first.
    classification
        Activities that get rows within each region.
    years
        Years that get columns.
    texts
        Words by language, each with the keys of `TEXTS`; the first language also heads the columns of names.
    activities
        Codes that get rows; all at the first level of the classification when left out.
    sheet
        Name of the sheet of figures.

    Returns
    -------
    pathlib.Path
        The workbook.

    Raises
    ------
    PanelError
        An activity is unknown, or they stand at more than one level.
    StoreError
        The file is there already, or cannot be written.
    """
    import xlsxwriter

    first = next(iter(classification.activities.values()), None)
    level = first.level if first is not None else ""
    codes = list(activities or [code for code, one in classification.activities.items() if one.level == level])
    classification.level_of(codes)
    if path.exists():
        raise StoreError(f"{path} is there already and may hold figures. Choose another name, or move it away.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with xlsxwriter.Workbook(str(path)) as book:
            _figures(book, sheet, geography, classification, codes, years, texts)
            _read_me(book, texts)
            book.get_worksheet_by_name(sheet).activate()
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        raise StoreError(f"{path} cannot be written ({error}). Choose another folder, or close the file.") from None
    return path


def _figures(
    book: xlsxwriter.Workbook,
    name: str,
    geography: Geography,
    classification: Classification,
    codes: Sequence[str],
    years: Sequence[int],
    texts: Mapping[str, Mapping[str, str]],
) -> None:
    """The sheet that comes back: region, activity, their names, one column per year."""
    language, words = next(iter(texts.items()))
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#EEF1F4"})
    code_cell = book.add_format({"font_color": "#5A6570"})
    amount = book.add_format({"num_format": "#,##0.0", "locked": False})
    sheet = book.add_worksheet(name)
    for column, heading in enumerate(["region", "activity", words["region"], words["activity"], *map(str, years)]):
        sheet.write_string(0, column, heading, head)
    places = [geography.country, *geography.regions]
    lines = [(place, code) for place in places for code in codes]
    for row, (place, code) in enumerate(lines, start=1):
        sheet.write_string(row, 0, place, code_cell)
        sheet.write_string(row, 1, code, code_cell)
        sheet.write_string(row, 2, geography.name(place, language), code_cell)
        sheet.write_string(row, 3, classification.name(code, language), code_cell)
        for column in range(4, 4 + len(years)):
            sheet.write_blank(row, column, None, amount)
    sheet.freeze_panes(1, 4)
    sheet.autofilter(0, 0, len(lines), 3)
    for column, width in enumerate((9, 9, 26, 40)):
        sheet.set_column(column, column, width)
    sheet.set_column(4, 3 + len(years), 13)
    sheet.data_validation(1, 4, len(lines), 3 + len(years), _zero_or_more(words))


def _zero_or_more(words: Mapping[str, str]) -> dict[str, Any]:
    """Figures are zero or more; a mark for a withheld one may be kept after a question."""
    return {
        "validate": "decimal",
        "criteria": ">=",
        "value": 0,
        "ignore_blank": True,
        "error_type": "warning",
        "error_title": words["error_title"][:32],
        "error_message": words["error"][:255],
    }


def _read_me(book: xlsxwriter.Workbook, texts: Mapping[str, Mapping[str, str]]) -> None:
    """The sheet of instructions, one column of text per language under each other."""
    title = book.add_format({"bold": True, "font_size": 14})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    faint = book.add_format({"font_color": "#5A6570"})
    first = next(iter(texts.values()))
    sheet = book.add_worksheet(first["read_me"][:31])
    sheet.set_column(0, 0, 100)
    row = 0
    for words in texts.values():
        sheet.write_string(row, 0, words["language"], faint)
        sheet.write_string(row + 1, 0, words["title"], title)
        row += 2
        for line in words["steps"].splitlines():
            sheet.write_string(row, 0, line, body)
            row += 1
        row += 1
