"""Long and wide tables laid out the same way: one entry per cell, with its line, its column and its year.

Laid        cells of a table, with the texts that label their lines
laid_out    a grid, by the columns its entry names
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

import numpy as np

from smartspec.errors import SourceError, bullets, first_few
from smartspec.sources.base import Remark, TableEntry, some
from smartspec.sources.grids import Cells, Grid, as_text, column_letter, plain, year_in

__all__ = ["Laid", "laid_out"]

Mask = np.ndarray[Any, np.dtype[np.bool_]]
Numbers = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class Laid:
    """Cells of a table.

    Attributes
    ----------
    headings
        Headings of all columns.
    rows : (line,)
        The row of each line, as a spreadsheet shows it.
    region, activity : (line,)
        Texts that label each line; None when the table has no such column.
    cells : (cell,)
        What stands in each cell.
    line, column, year : (cell,)
        Index of the cell's line, its column counted from 1, and its year; -1 where the year cannot be told.
    problems
        What is wrong with years.
    remarks
        What was left out or understood on the way.
    lone : (line,)
        Lines that hold a lone text and no figure: notes under the table, headings of groups in it, empty regions.
    """

    headings: tuple[str, ...]
    rows: Numbers
    region: Cells | None
    activity: Cells | None
    cells: Cells
    line: Numbers
    column: Numbers
    year: Numbers
    lone: Mask
    problems: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def without(self, lines: Mask) -> Laid:
        """The same without some lines."""
        kept = ~lines
        cells = kept[self.line]
        return replace(
            self,
            rows=self.rows[kept],
            region=None if self.region is None else self.region[kept],
            activity=None if self.activity is None else self.activity[kept],
            lone=self.lone[kept],
            cells=self.cells[cells],
            line=(np.cumsum(kept) - 1)[self.line[cells]],
            column=self.column[cells],
            year=self.year[cells],
        )

    def address(self, cell: int) -> str:
        """Where a cell stands, as a spreadsheet writes it: C2."""
        return f"{column_letter(int(self.column[cell]))}{self.rows[self.line[cell]]}"

    def at(self, cell: int) -> str:
        """Where a cell stands, as a person looks it up."""
        column = int(self.column[cell])
        return f"row {self.rows[self.line[cell]]}, column {column_letter(column)} ('{self.headings[column - 1]}')"


def laid_out(name: str, grid: Grid, entry: TableEntry) -> Laid:
    """Lay a grid out by the columns its entry names.

    Raises
    ------
    SourceError
        Columns are missing or stand twice; no column is headed by a year; no line is left.
    """
    places, years = _columns(name, grid, entry)
    chosen = np.ones(len(grid.rows), dtype=bool)
    for heading, value in entry.where.items():
        texts = _texts(grid.cells[:, places[plain(heading)]])
        chosen &= np.array([plain(text) == plain(value) for text in texts.tolist()], dtype=bool)
    figures = list(years) if years else [places[plain(str(entry.columns.value))]]
    body, rows = grid.cells[chosen], grid.rows[chosen]
    lone = _lone(body, figures)
    if not len(rows):
        held = f" holding {_quoted(entry.where)}" if entry.where else ""
        raise SourceError(f"{name} has headings but no row of data{held}. Check the file, its `sheet` and `where`.")
    remarks = list(grid.remarks)
    named = {plain(one): one for one in (entry.columns.region, entry.columns.activity) if one is not None}
    labels = {one: _texts(body[:, places[one]]) for one in named}
    region = labels.get(plain(entry.columns.region)) if entry.columns.region is not None else None
    activity = labels.get(plain(entry.columns.activity)) if entry.columns.activity is not None else None
    lines = np.arange(len(rows))
    if years:
        columns = np.array(figures)
        inexact = [grid.headings[at] for at, year in years.items() if grid.headings[at] != str(year)]
        if inexact:
            remarks.append(Remark("year_headings", {"headings": some(inexact, count=20)}))
        unread = [h for at, h in enumerate(grid.headings) if h and at not in years and at not in places.values()]
        if unread:
            remarks.append(Remark("columns_not_read", {"headings": some(unread, count=20)}))
        return Laid(
            grid.headings,
            rows,
            region,
            activity,
            body[:, columns].ravel(),
            np.repeat(lines, len(columns)),
            np.tile(columns + 1, len(rows)),
            np.tile(np.array(list(years.values())), len(rows)),
            lone,
            remarks=tuple(remarks),
        )
    year, problems = _years(body[:, places[plain(str(entry.columns.year))]], rows, lone)
    column = np.full(len(rows), figures[0] + 1)
    cells = body[:, figures[0]]
    return Laid(
        grid.headings, rows, region, activity, cells, lines, column, year, lone, tuple(problems), tuple(remarks)
    )


def _quoted(pairs: dict[str, str]) -> str:
    return ", ".join(f"'{value}' in '{column}'" for column, value in pairs.items())


def _texts(cells: Cells) -> Cells:
    texts = {cell: as_text(cell) for cell in set(cells.tolist())}
    return np.array([texts[cell] for cell in cells.tolist()], dtype=object)


def _columns(name: str, grid: Grid, entry: TableEntry) -> tuple[dict[str, int], dict[int, int]]:
    """Index of each column that is named, and of each one headed by a year."""
    columns = entry.columns
    problems: list[str] = []
    places: dict[str, int] = {}
    headings = [plain(heading) for heading in grid.headings]
    fields = {"region": columns.region, "activity": columns.activity, "year": columns.year, "value": columns.value}
    wanted = [(f"columns.{key}", column) for key, column in fields.items() if column is not None]
    wanted += [("where", column) for column in entry.where]
    for key, column in wanted:
        exact = [at for at, heading in enumerate(grid.headings) if heading == column]
        there = exact or [at for at, heading in enumerate(headings) if heading == plain(column)]
        if len(there) > 1:
            letters = " and ".join(column_letter(at + 1) for at in there)
            problems.append(f"'{column}' heads columns {letters}. Rename one of them")
        elif there:
            places[plain(column)] = there[0]
        else:
            problems.append(_missing(key, column, grid.headings))
    years: dict[int, int] = {}
    if columns.value is None:
        years = {at: year for at, heading in enumerate(grid.headings) if (year := year_in(heading)) is not None}
        doubled = sorted({year for year in years.values() if list(years.values()).count(year) > 1})
        for year in doubled:
            letters = " and ".join(column_letter(at + 1) for at, found in years.items() if found == year)
            problems.append(f"year {year} heads columns {letters}. Take one of them away or rename it")
        if not years:
            problems.append(
                f"no column is headed by a year; headings are {_headings(grid.headings)}. Head each year's column "
                "by its four digits, or name `columns.year` and `columns.value` of a long table"
            )
    if problems:
        count = f"{len(problems)} problem{'s' if len(problems) > 1 else ''}"
        raise SourceError(bullets(f"{name}: the headings have {count}:", problems))
    return places, years


def _headings(headings: Sequence[str]) -> str:
    return first_few([f"'{heading}'" for heading in headings if heading], count=12) or "all empty"


def _missing(key: str, column: str, headings: Sequence[str]) -> str:
    near = get_close_matches(plain(column), [plain(heading) for heading in headings if heading], n=1)
    guess = next((heading for heading in headings if near and plain(heading) == near[0]), None)
    way = f"Did you mean '{guess}'? Write it as" if guess else "Name the right one as"
    null = ", or `null` when the table has none" if key in ("columns.region", "columns.activity") else ""
    return f"no column '{column}'; headings are {_headings(headings)}. {way} `{key}`{null}"


def _lone(cells: Cells, figures: list[int]) -> Mask:
    """Lines that hold a lone text and no figure."""
    if cells.shape[1] < 3:
        return np.zeros(len(cells), dtype=bool)
    worded = cells != ""
    return np.asarray((worded.sum(axis=1) == 1) & ~worded[:, figures].any(axis=1))


def _years(cells: Cells, rows: Numbers, lone: Mask) -> tuple[Numbers, list[str]]:
    """Years of a long table, and a message on those that are none."""
    texts = _texts(cells)
    known = {text: year_in(text) for text in set(texts.tolist())}
    year = np.array([-1 if (found := known[text]) is None else found for text in texts.tolist()])
    bad = (year < 0) & ~lone
    wrong = [f"row {row}: '{text}'" for row, text in zip(rows[bad], texts[bad], strict=True)]
    if not wrong:
        return year, []
    return year, [
        f"{len(wrong)} {'year is' if len(wrong) == 1 else 'years are'} not four digits: {first_few(wrong)}. Write 2024"
    ]
