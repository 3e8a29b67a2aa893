"""What exhibits are made from: one run's study, inputs and results, seen in one language.

View    names, years, sources and caveats of a run in one language
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import xarray as xr

from smartspec.exhibits.words import Words
from smartspec.panel import word
from smartspec.study.config import Study
from smartspec.study.inputs import Inputs

__all__ = ["View"]


@dataclass(frozen=True)
class View:
    """One run, seen in one language."""

    study: Study
    inputs: Inputs
    results: Mapping[str, xr.Dataset]
    words: Words

    @property
    def language(self) -> str:
        """The language's code."""
        return self.words.language

    @property
    def regions(self) -> list[str]:
        """Region codes; resource regions first, by extraction's share, then the others by type and size."""
        profile, made = self.results["profile"], self.results["specialisation"]
        kind = profile["type"].to_series()
        mined = profile["extraction"].to_series()
        size = made["value"].sum("activity").to_series()
        order = {"resource": 0, "processing": 1, "agrarian": 2, "mixed": 3, "metropolitan": 4}
        codes = [str(code) for code in made.region.values]
        return sorted(codes, key=lambda c: (order[kind[c]], -mined[c] if kind[c] == "resource" else -size[c]))

    @property
    def activities(self) -> list[str]:
        """Activity codes in the study's order."""
        return list(self.inputs.activities)

    def region(self, code: str, *, short: bool = False) -> str:
        """The name of a region or a constant region."""
        return self.inputs.geography.name(code, self.language, short=short)

    def activity(self, code: str, *, short: bool = True) -> str:
        """The name of an activity, short unless asked otherwise."""
        return self.inputs.classification.name(code, self.language, short=short)

    def item(self, kind: str, code: str) -> str:
        """The name (or, for `products.unit`, the unit) of a product or a commodity; the code where none is known."""
        return word(self.inputs.words.get(kind, {}).get(code, {}), self.language) or code

    def commodity(self, code: str) -> str:
        """The name of a commodity."""
        return self.item("commodities", code)

    def variant(self, key: str) -> str:
        """The name of a way of choosing: the study's own, or the catalogue's."""
        own = word(self.study.futures.variants[key].name, self.language)
        return own or (self.words.say(f"variant.{key}") if self.words.has(f"variant.{key}") else key)

    def years(self, years: Iterable[int]) -> str:
        """A range of years as 2022-2024, or a single year, with the word a language puts after it."""
        found = sorted(years)
        if found[0] == found[-1]:
            return self.words.say("years.one", year=found[0])
        return self.words.say("years.range", first=found[0], last=found[-1])

    @property
    def focus(self) -> str:
        """The focus years as a range."""
        return self.years(self.study.years.focus)

    @property
    def last(self) -> int:
        """The last focus year."""
        return max(self.study.years.focus)

    def source(self, *tables: str) -> tuple[str, ...]:
        """One line for each publisher: its tables by title, number, day, file and hash."""
        by: dict[str, list[str]] = {}
        for key in tables:
            panel, entry = self.inputs.panels.get(key), self.inputs.entries.get(key)
            if panel is None or entry is None:
                continue
            about = entry.source
            parts = [word(panel.indicator.title, self.language) or about.title]
            if about.element:
                parts.append(self.words.say("source.element", element=about.element))
            if about.extract:
                parts.append(self.words.say("source.extract", day=self.words.day(about.extract)))
            if panel.snapshot is not None:
                parts.append(self.words.say("source.hash", file=panel.snapshot.name, hash=panel.snapshot.short))
            by.setdefault(word(about.publisher, self.language), []).append(", ".join(part for part in parts if part))
        return tuple(f"{name}: {'; '.join(lines)}" if name else "; ".join(lines) for name, lines in by.items())

    def caveats(
        self, *tables: str, region: str = "", activity: str = "", years: tuple[int, ...] = ()
    ) -> tuple[str, ...]:
        """Notes of the tables that touch these cells, in this language."""
        found = [
            word(note.text, self.language)
            for note in self.inputs.notes
            if note.table in tables and note.touches(region=region, activity=activity, years=years)
        ]
        return tuple(dict.fromkeys(found))
