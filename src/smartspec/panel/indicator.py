"""What a number means: its unit, its kind, its definition and who published it.

    Words      one text in several languages, by language code
    Source     who published a table, under which name, terms and date
    Indicator  what the figures of one table measure
    Snapshot   a table as received: file, size and hash

An indicator describes; it computes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Indicator", "Kind", "Snapshot", "Source", "Words", "word"]

Kind = Literal["flow", "stock", "index", "ratio", "count"]
"""`flow` in money over a year, `stock` at a date, `index` against another period, `ratio`, `count` of things."""

Words = Mapping[str, str]


def word(words: Words, language: str) -> str:
    """The text in `language`, or in English, or in whatever language there is.

    Examples
    --------
    >>> word({"en": "region", "ru": "регион"}, "ru")
    'регион'
    >>> word({"en": "region"}, "kk")
    'region'
    """
    return words.get(language) or words.get("en") or next(iter(words.values()), "")


@dataclass(frozen=True)
class Source:
    """Who published a table, under which name, terms and date."""

    publisher: Words = field(default_factory=dict)
    title: str = ""
    element: str = ""
    extract: str = ""
    citation: str = ""
    licence: str = ""


@dataclass(frozen=True)
class Indicator:
    """What the figures of one table measure."""

    key: str
    title: Words = field(default_factory=dict)
    unit: Words = field(default_factory=dict)
    kind: Kind = "flow"
    definition: Words = field(default_factory=dict)
    source: Source = field(default_factory=Source)


@dataclass(frozen=True)
class Snapshot:
    """A table as received: its name, the hash of its bytes and where it is kept."""

    name: str
    sha256: str
    bytes: int
    kept: str = ""

    @property
    def short(self) -> str:
        """The first twelve characters of the hash, enough to tell tables apart."""
        return self.sha256[:12]
