"""What a reader is shown: one exhibit is a chart or a table with its title, its reading, its sources and caveats.

    Column    one column of a table: its key, its heading and how its cells are written
    Table     columns and rows, as text to read and as numbers to compute with
    Exhibit   a chart and/or a table with everything a page needs to show it honestly
    Section   one heading of a document with its exhibits

Screen and paper show the same exhibit, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = ["Column", "Exhibit", "Section", "Table"]


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    key: str
    title: str
    kind: Literal["text", "number", "bar", "mark"] = "text"
    hint: str = ""


@dataclass(frozen=True)
class Table:
    """Columns and rows: `text` as the language writes it, `raw` as numbers; `bar` cells are shares 0 to 1 in `raw`."""

    columns: tuple[Column, ...]
    text: tuple[Mapping[str, str], ...]
    raw: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Exhibit:
    """A chart and/or a table, with what a page needs to show it honestly.

    `chart` is a Vega-Lite specification as data; `alt` tells the chart in one or two sentences; `reading` says how to
    read it with a worked example; `sources` and `caveats` stand beside it.
    """

    key: str
    title: str
    chart: Mapping[str, Any] | None = None
    alt: str = ""
    table: Table | None = None
    text: tuple[str, ...] = ()
    reading: str = ""
    sources: tuple[str, ...] = ()
    caveats: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Section:
    """One heading of a document: running text, exhibits and smaller sections."""

    key: str
    title: str
    text: tuple[str, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    sections: tuple[Section, ...] = ()
    mark: str = ""
