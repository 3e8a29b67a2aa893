"""A table as received, opened: bytes of a CSV, XLSX or Parquet file into headings and cells that know their place.

    Grid            headings, cells and the row each stands in
    open_grid       bytes to Grid, by the ending of the file's name
    decoded         bytes to text, in the encoding that was declared or found
    column_letter   3 is C, as a spreadsheet shows it

Rows and columns are counted from 1, as a spreadsheet shows them. Nothing is interpreted here: a cell is a
text, or a number where the file itself says so, and "" where there is nothing.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd

from smartspec.errors import SourceError, first_few
from smartspec.sources.base import Remark, TableEntry

__all__ = ["ENDINGS", "Grid", "as_text", "column_letter", "decoded", "open_grid", "plain", "year_in"]

ENDINGS = (".csv", ".tsv", ".xlsx", ".parquet")
_DELIMITERS = (";", "\t", ",")
_LOOK = 60
_YEAR = re.compile(r"((?:19|20)\d\d)(?:\.0)?\s*(?:г\.?|год|ж\.?|жыл|year)?\s*(?:[*†‡]+|[⁰¹²³⁴-⁹]+\)?|\d\))?")
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff]+")

Cells = np.ndarray[Any, np.dtype[np.object_]]


@dataclass(frozen=True)
class Grid:
    """A table opened: `cells` has one row per line under the headings, `rows` says where each stands."""

    headings: tuple[str, ...]
    cells: Cells
    rows: np.ndarray[Any, np.dtype[np.int64]]
    remarks: tuple[Remark, ...] = ()


def open_grid(name: str, data: bytes, entry: TableEntry) -> Grid:
    """Open a table by the ending of its name.

    Raises
    ------
    SourceError
        The bytes are not a table of that kind, or hold none.
    """
    ending = "." + name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if ending not in ENDINGS:
        raise SourceError(
            f"{name}: tables are read from {', '.join(ENDINGS)}, not from '{ending or 'a file without an ending'}'. "
            "Save it as one of these."
        )
    if not data:
        raise SourceError(f"{name} has 0 bytes. Fetch or save it again; nothing can be read from it.")
    if ending == ".parquet":
        return _parquet(name, data)
    rows, remarks = _workbook(name, data, entry) if ending == ".xlsx" else _text(name, data, entry)
    return _under_headings(name, rows, entry, remarks)


def column_letter(column: int) -> str:
    """The letter a spreadsheet gives a column, counted from 1.

    Examples
    --------
    >>> column_letter(3), column_letter(28)
    ('C', 'AB')
    """
    letters = ""
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(65 + place) + letters
    return letters


def as_text(cell: object) -> str:
    """A cell as a person reads it: a whole number without its decimals, spaces of every kind as one.

    Examples
    --------
    >>> as_text(2024.0), as_text(" 1\u00a0234 ")
    ('2024', '1 234')
    """
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return _SPACES.sub(" ", str(cell)).strip()


def plain(text: str) -> str:
    """A text as it is compared: no case, one space, ё as е.

    Examples
    --------
    >>> plain("  Область  Ұлытау ")
    'область ұлытау'
    """
    return as_text(text).casefold().replace("ё", "е")


def year_in(text: str) -> int | None:
    """The year a heading or a cell names, or None.

    Examples
    --------
    >>> year_in("2024*"), year_in("2024 г."), year_in("2024 год"), year_in("total")
    (2024, 2024, 2024, None)
    """
    found = _YEAR.fullmatch(text.strip())
    return int(found[1]) if found else None


def decoded(name: str, data: bytes, encoding: str) -> tuple[str, str]:
    """The text of a file and the encoding it was read in.

    Raises
    ------
    SourceError
        The bytes are no text, or not in the declared encoding.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16"), "utf-16"
    if data[:4] == b"PK\x03\x04" or data[:4] == b"PAR1" or b"\x00" in data[:4096]:
        kind = "a workbook" if data[:2] == b"PK" else "a Parquet file" if data[:4] == b"PAR1" else "no text"
        raise SourceError(
            f"{name} is {kind} under the name of a text table. Give it its own ending, or save it as CSV."
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if encoding == "utf-8":
            line = data.count(b"\n", 0, error.start) + 1
            raise SourceError(
                f"{name}, line {line}: byte 0x{data[error.start]:02x} is not UTF-8, though the table is declared so. "
                "Write `encoding: cp1251` in the table's entry, or save the file as UTF-8."
            ) from None
        found = "cp1251" if encoding == "auto" else encoding
        try:
            return data.decode(found), found
        except UnicodeDecodeError as again:
            line = data.count(b"\n", 0, again.start) + 1
            raise SourceError(
                f"{name}, line {line}: byte 0x{data[again.start]:02x} is neither UTF-8 nor {found}. Save it as UTF-8."
            ) from None
    if encoding in ("cp1251", "kz1048") and not text.isascii():
        line = next(number for number, row in enumerate(text.split("\n"), start=1) if not row.isascii())
        raise SourceError(
            f"{name}, line {line}: the file is UTF-8, though the table is declared {encoding}; its letters would come "
            "out wrong. Write `encoding: utf-8`, or leave `encoding` out."
        )
    return text, "utf-8"


def _wanted(entry: TableEntry) -> list[str]:
    """Headings the entry speaks of."""
    columns = entry.columns
    named = (columns.region, columns.activity, columns.year, columns.value, *entry.where)
    return [plain(name) for name in named if name is not None]


def _score(row: Iterable[object], wanted: Collection[str], wide: bool) -> int:
    """How many of the headings looked for a row holds."""
    texts = [as_text(cell) for cell in row]
    return len(set(wanted) & {plain(text) for text in texts}) + (wide and any(map(year_in, texts)))


def _heading_row(rows: Sequence[Sequence[object]], entry: TableEntry) -> tuple[int, int]:
    """Index of the row of headings and its score: the first of those that hold most of what is looked for."""
    wanted, wide = _wanted(entry), entry.columns.value is None
    scores = [_score(row, wanted, wide) for row in rows[:_LOOK]]
    best = max(scores, default=0)
    if best:
        return scores.index(best), best
    return next((n for n, row in enumerate(rows[:_LOOK]) if any(cell != "" for cell in row)), 0), 0


def _text(name: str, data: bytes, entry: TableEntry) -> tuple[Cells, list[Remark]]:
    text, encoding = decoded(name, data, entry.encoding)
    remarks = [] if encoding == "utf-8" else [Remark("encoding", {"encoding": encoding.upper()})]
    first = list(islice(io.StringIO(text, newline=""), _LOOK))
    tries = {}
    for delimiter in _DELIMITERS:
        rows = list(csv.reader(first, delimiter=delimiter))
        heading, score = _heading_row(rows, entry)
        tries[delimiter] = (score, len(rows[heading]) if rows else 0, max(map(len, rows), default=0))
    delimiter = max(tries, key=lambda mark: tries[mark][:2])
    try:
        frame = pd.read_csv(
            io.StringIO(text),
            sep=delimiter,
            header=None,
            names=list(range(max(tries[delimiter][2], 1))),
            index_col=False,
            dtype=object,
            na_filter=False,
            skip_blank_lines=False,
            skipinitialspace=True,
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise SourceError(f"{name}: {_parser_message(str(error), delimiter)}") from None
    return frame.to_numpy(dtype=object), remarks


def _parser_message(error: str, delimiter: str) -> str:
    mark = {"\t": "a tab", ";": "';'", ",": "','"}[delimiter]
    if found := re.search(r"Expected (\d+) fields in line (\d+), saw (\d+)", error):
        wide, line, saw = found.groups()
        return (
            f"row {line} has {saw} cells, the table has {wide} columns (cells are parted by {mark}). "
            "Put a text or a figure that holds this mark in quotes, or part the cells by ';'."
        )
    if found := re.search(r"EOF inside string starting at row (\d+)", error):
        return f"a quote opened in row {int(found[1]) + 1} is never closed. Close it, or take it away."
    return "no row could be read. Save it again as CSV with one row per line."


def _workbook(name: str, data: bytes, entry: TableEntry) -> tuple[Cells, list[Remark]]:
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (calamine.CalamineError, OSError) as error:
        raise SourceError(
            f"{name} is not a whole workbook ({as_text(error)}); it may have been cut short while it was copied. "
            "Fetch it again, or open it in a spreadsheet and save it anew."
        ) from None
    sheets = book.sheet_names
    sheet = entry.sheet if entry.sheet is not None else next(iter(sheets), "")
    if sheet not in sheets:
        near = get_close_matches(sheet, sheets, n=1)
        guess = f" Did you mean '{near[0]}'?" if near else " Name one of them with `sheet:`."
        raise SourceError(f"{name} has no sheet '{sheet}'; its sheets are {first_few(sheets, count=12)}.{guess}")
    try:
        rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except (calamine.CalamineError, OSError) as error:
        raise SourceError(
            f"{name}, sheet '{sheet}' cannot be read ({as_text(error)}). Save the workbook anew."
        ) from None
    remarks = [Remark("sheet", {"sheet": sheet})] if len(sheets) > 1 and entry.sheet is None else []
    cells = np.full((len(rows), max(map(len, rows), default=0)), "", dtype=object)
    for number, row in enumerate(rows):
        cells[number, : len(row)] = [cell if type(cell) in (str, int, float) else str(cell) for cell in row]
    return cells, remarks


def _parquet(name: str, data: bytes) -> Grid:
    import tempfile
    from pathlib import Path

    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.parquet"
        path.write_bytes(data)
        try:
            with duckdb.connect() as engine:
                frame = engine.execute("SELECT * FROM read_parquet(?)", [str(path)]).df()
        except duckdb.Error as error:
            first = str(error).splitlines()[0].replace(str(path), name)
            raise SourceError(f"{name} is not a whole Parquet file ({first}). Fetch or write it again.") from None
    cells = np.empty(frame.shape, dtype=object)
    for number, (_, column) in enumerate(frame.items()):
        column = column.astype(object)
        cells[:, number] = column.where(column.notna(), "").to_numpy(dtype=object)
    for place in np.argwhere(np.vectorize(lambda cell: type(cell) not in (str, int, float), otypes=[bool])(cells)):
        cells[tuple(place)] = str(cells[tuple(place)])
    headings = tuple(as_text(heading) for heading in frame.columns)
    return Grid(headings, cells, np.arange(2, len(cells) + 2))


def _under_headings(name: str, cells: Cells, entry: TableEntry, remarks: list[Remark]) -> Grid:
    """Part the headings from what stands under them, and leave out rows without a word."""
    if not cells.size:
        raise SourceError(f"{name} holds no cell. Check the file, or name the right `sheet:`.")
    row, _ = _heading_row(cells[:_LOOK].tolist(), entry)
    body = cells[row + 1 :]
    worded = (body != "").any(axis=1) if body.size else np.zeros(len(body), dtype=bool)
    rows = np.arange(row + 2, row + 2 + len(body))
    return Grid(tuple(map(as_text, cells[row])), body[worded], rows[worded], tuple(remarks))
