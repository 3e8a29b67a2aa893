"""Tables as data: cells that are text to read and numbers to compute with, written as a language writes them.

    Cell      one cell: its text, and the number behind it
    Row       cells by the key of their column
    Pen       writes cells of one view: shares, quotients, points, names
    table     columns and rows of cells as one table

A cell that is unknown is a dash, never a zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np

from smartspec.exhibits import facts
from smartspec.exhibits.exhibit import Column, Table
from smartspec.exhibits.view import View

__all__ = ["Cell", "Pen", "Row", "table"]

Kind = Literal["text", "number", "bar", "mark"]


class Cell(NamedTuple):
    """One cell: its text, and the number behind it where there is one."""

    text: str
    raw: float | None = None


Row = Mapping[str, Cell | str]
"""One row: cells by the key of their column; a bare text is a cell without a number."""


def table(columns: Sequence[Column], rows: Iterable[Row]) -> Table:
    """Columns and rows of cells as one table.

    Examples
    --------
    >>> found = table([Column("a", "Share", "number")], [{"a": Cell("12 %", 0.12)}])
    >>> found.text[0]["a"], found.raw[0]["a"]
    ('12 %', 0.12)
    """
    texts, raws = [], []
    for row in rows:
        cells = {key: cell if isinstance(cell, Cell) else Cell(cell) for key, cell in row.items()}
        texts.append({key: cell.text for key, cell in cells.items()})
        raws.append({key: cell.raw for key, cell in cells.items() if cell.raw is not None})
    return Table(tuple(columns), tuple(texts), tuple(raws))


class Pen:
    """Writes cells and columns of one view."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.words = view.words

    def column(self, key: str, kind: Kind = "text", **values: Any) -> Column:
        """A column whose heading stands in the catalogue as `column.<key>`, its hint as `column.<key>.hint`."""
        hint = f"column.{key}.hint"
        return Column(
            key,
            self.words.say(f"column.{key}", **values),
            kind,
            self.words.say(hint, **values) if self.words.has(hint) else "",
        )

    def columns(self, *keys: str, **values: Any) -> list[Column]:
        """Columns at once: `name` is text, `name:number` another kind."""
        found = []
        for key in keys:
            name, _, kind = key.partition(":")
            found.append(self.column(name, kind or "text", **values))  # type: ignore[arg-type]
        return found

    def named(self, key: str, kind: Kind = "text") -> Column:
        """A column whose heading is a text the catalogue has for something else, such as a rule's name."""
        return Column(key, self.words.outer(self.words.say(key)), kind)

    def headed(self, key: str, heading: str, kind: Kind = "text") -> Column:
        """A column whose heading stands in the catalogue under another key."""
        return Column(key, self.words.say(heading), kind)

    @staticmethod
    def year(year: int) -> Column:
        """A column of numbers of one year."""
        return Column(f"y{year}", str(year), "number")

    @staticmethod
    def _raw(x: float) -> float | None:
        return float(x) if np.isfinite(x) else None

    def share(self, x: float, digits: int = 1) -> Cell:
        """A share as per cent."""
        return Cell(self.words.percent(x, digits), self._raw(x))

    def number(self, x: float, digits: int = 2) -> Cell:
        """A number."""
        return Cell(self.words.number(x, digits), self._raw(x))

    def points(self, x: float, digits: int = 1) -> Cell:
        """A change in percentage points, with its sign."""
        return Cell(self.words.signed(x, digits), self._raw(x))

    def share_points(self, x: float, digits: int = 1) -> Cell:
        """A change in a share, as percentage points with its sign."""
        return Cell(self.words.signed(100 * x, digits), self._raw(x))

    def rate(self, x: float) -> Cell:
        """A yearly rate as per cent, with its sign."""
        if not np.isfinite(x):
            return Cell(self.words.number(None))
        return Cell(f"{self.words.signed(100 * x, 1)}\u202f%", float(x))

    def range(self, low: float, high: float) -> Cell:
        """From the lowest to the highest."""
        if not (np.isfinite(low) and np.isfinite(high)):
            return Cell(self.words.number(None))
        return Cell(f"{self.words.number(low, 2)}\u2013{self.words.number(high, 2)}")

    def name(self, region: str, activity: str) -> Cell:
        """An activity's name with its code and mark."""
        return Cell(facts.named(self.view, region, activity))

    def coded(self, activity: str) -> Cell:
        """An activity's name with its code; a published group has a name only."""
        known = self.view.inputs.classification.activities.get(activity)
        name = self.view.activity(activity)
        return Cell(name if known is not None and known.level == "group" else f"{name} ({activity})")

    def names(self, activities: Iterable[str]) -> str:
        """Activities with their codes, one after another."""
        return ", ".join(f"{self.view.activity(code)} ({code})" for code in activities)
