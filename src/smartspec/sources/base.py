"""What every source of figures has in common: the entry that describes a table, and what comes of reading it.

    TableEntry     one table as a person describes it, in a study file or a pack
    Note           a caveat that belongs to certain cells of a table
    Remark         something noticed while reading, as a key of the catalogue and the values it speaks of
    Received       a table read: its panel, its snapshot and everything noticed on the way

A source turns a description into a panel and a snapshot; it judges nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from smartspec.panel import Indicator, Panel, Snapshot, Source

__all__ = [
    "AddsUp",
    "Columns",
    "IndicatorEntry",
    "Note",
    "Provider",
    "Received",
    "Remark",
    "SourceEntry",
    "TableEntry",
    "some",
]


class Entry(BaseModel):
    """A strict entry of a file that people write: an unknown field is an error, its text is the manual."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class SourceEntry(Entry):
    """Who published a table."""

    publisher: dict[str, str] = Field(default_factory=dict)
    """The publisher's name, by language."""
    title: str = ""
    """The table's title as published."""
    element: str = ""
    """The publisher's own number for the table."""
    extract: str = ""
    """The day the figures were taken, as YYYY-MM-DD."""
    citation: str = ""
    """How the publisher wants to be cited."""
    licence: str = ""
    """The terms under which the figures may be used."""

    def source(self) -> Source:
        """The same as plain data."""
        return Source(**self.model_dump())


class IndicatorEntry(Entry):
    """What the figures of a table measure."""

    title: dict[str, str] = Field(default_factory=dict)
    """The indicator's name, by language."""
    unit: dict[str, str] = Field(default_factory=dict)
    """The unit of every figure in the table, by language."""
    kind: Literal["flow", "stock", "index", "ratio", "count"] = "flow"
    """`flow` (money over a year), `stock` (at a date), `index` (on another period), `ratio`, or `count` (of things)."""
    definition: dict[str, str] = Field(default_factory=dict)
    """What is counted in and what is not, by language."""


class Columns(Entry):
    """Which column of the table holds what."""

    region: str | None = "region"
    """Column of region codes; `null` when the whole table is about the country."""
    activity: str | None = "activity"
    """Column of activity codes; `null` when the table has totals only."""
    year: str | None = None
    """Column of years in a long table; `null` when each year has a column of its own."""
    value: str | None = None
    """Column of figures in a long table; `null` when each year has a column of its own."""

    @model_validator(mode="after")
    def _long_or_wide(self) -> Self:
        if (self.year is None) != (self.value is None):
            given, other = ("year", "value") if self.value is None else ("value", "year")
            raise ValueError(
                f"a long table needs `year` and `value`; found `{given}` alone. "
                f"Name the column of `{other}`, or leave both out"
            )
        return self


class AddsUp(Entry):
    """A total the figures must add up to."""

    over: Literal["region", "activity"]
    """The dimension that is summed."""
    to: str
    """The code of the row that holds the published total."""
    tolerance: float = Field(default=0.5, ge=0)
    """The largest difference, in the table's unit, that is rounding."""
    years: tuple[int, ...] = ()
    """Years for which the total must hold; all years when empty."""


class TableEntry(Entry):
    """One table of figures."""

    file: str
    """The file's name, relative to the study file: .csv, .tsv, .xlsx or .parquet."""
    sheet: str | None = None
    """The sheet of a workbook; the first one when left out."""
    columns: Columns = Columns()
    """Which column holds what. Headings are found wherever they stand, under titles too, whatever their case."""
    where: dict[str, str] = Field(default_factory=dict)
    """Keep only rows that hold these values in these columns, as `measure: gva` in a table of many measures."""
    years: tuple[int, ...] = ()
    """Years to keep; all when empty."""
    activities: tuple[str, ...] = ()
    """Activity codes to keep; all when empty. Needed when the table mixes levels."""
    regions: dict[str, str] = Field(default_factory=dict)
    """Names or codes of regions used in the table, to the codes of the geography."""
    activity_codes: dict[str, str] = Field(default_factory=dict)
    """Names or codes of activities used in the table, to the codes of the classification."""
    former: tuple[str, ...] = ()
    """Region codes no longer in use the table still carries. Their rows are left out; unlisted, they are refused."""
    encoding: Literal["auto", "utf-8", "cp1251", "kz1048"] = "auto"
    """The encoding of a text file. `auto` tries UTF-8, then CP1251; `kz1048` is CP1251 with Kazakh letters."""
    decimal: Literal["auto", ".", ","] = "auto"
    """The decimal mark of figures kept as text; `auto` takes the one the figures themselves prove."""
    withheld: tuple[str, ...] = ("x", "X", "х", "Х", "c", "C", "с", "С", "-", "–", "—", "…", "...")
    """Marks that stand for a figure the office keeps to itself. They are never read as zero."""
    zero: tuple[str, ...] = ()
    """Marks that stand for an exact zero, where the publisher says so. They go before `withheld`."""
    blank: tuple[str, ...] = (
        "NA",
        "N/A",
        "n/a",
        "NaN",
        "nan",
        "NULL",
        "null",
        ":",
        "..",
        "н/д",
        "нет данных",
        "деректер жоқ",
    )
    """Marks that say as little as an empty cell: the figure is unknown."""
    negative: bool = False
    """Whether figures may be negative, as net taxes may. Ratios always may."""
    indicator: IndicatorEntry = IndicatorEntry()
    """What the figures measure."""
    classification: str = ""
    """The list the activity codes come from; the pack's first one when left out, `none` to take codes as they stand."""
    country_row: str = ""
    """The region code of the country's own row; the geography's country when left out."""
    adds_up: tuple[AddsUp, ...] = ()
    """Totals that must hold; a run stops where one does not."""
    source: SourceEntry = SourceEntry()
    """Who published the table."""


@dataclass(frozen=True)
class Note:
    """A caveat of certain cells: empty `region` or `activity` means all, no years mean every year."""

    table: str
    kind: str
    text: dict[str, str] = field(default_factory=dict)
    region: str = ""
    activity: str = ""
    first: int | None = None
    last: int | None = None

    def touches(self, *, region: str = "", activity: str = "", years: tuple[int, ...] = ()) -> bool:
        """Whether the note speaks of any of these cells; an empty argument asks about all."""
        first = -10_000 if self.first is None else self.first
        last = 10_000 if self.last is None else self.last
        return (
            (not self.region or not region or self.region == region)
            and (not self.activity or not activity or self.activity == activity)
            and (not years or any(first <= year <= last for year in years))
        )


class Remark(NamedTuple):
    """Something noticed while reading a table; the catalogues have its words under "remark." and its key."""

    key: str
    values: dict[str, str | int]


def some(items: Sequence[object], *, count: int = 5) -> str:
    """Name the first few of many in no language: what is left out is an ellipsis.

    Examples
    --------
    >>> some(["A", "B", "C"], count=2)
    'A, B, …'
    """
    return ", ".join([*(str(item) for item in items[:count]), *(["…"] if len(items) > count else [])])


@dataclass(frozen=True)
class Received:
    """A table read: its panel, the table as received, and what was noticed while reading."""

    panel: Panel
    snapshot: Snapshot
    entry: TableEntry
    remarks: tuple[Remark, ...] = ()


class Provider(Protocol):
    """Anything that can fetch a described table."""

    def fetch(self, key: str, entry: TableEntry, indicator: Indicator) -> Received:
        """Read one table."""
        ...
