"""Laid-out cells into a panel: every cell to its year, region and activity, and everything that stands against it.

Reading     what is needed to turn one table's cells into a panel
built       the panel, its remarks and its problems
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import xarray as xr

from smartspec.errors import PanelError, SourceError, bullets, first_few
from smartspec.panel import Classification, Geography, Indicator, Panel, Snapshot, Status
from smartspec.panel.checks import totals
from smartspec.sources.base import Remark, TableEntry, some
from smartspec.sources.figures import Figures, read_figures
from smartspec.sources.labels import TOTAL, Labels, activity_labels, region_labels
from smartspec.sources.layout import Laid

__all__ = ["Reading", "built"]

Mask = np.ndarray[Any, np.dtype[np.bool_]]
Codes = np.ndarray[Any, np.dtype[np.object_]]


_NO_NUMBER = "Write figures there, or name their marks under `withheld`, `zero` or `blank`"
_UNCLEAR = "a comma that may part decimals or thousands"
_SAY_DECIMAL = "Write `decimal: ','` or `decimal: '.'`"
_NEGATIVE = "Correct the file, or write `negative: true` where amounts may be negative"


@dataclass
class Reading:
    """One table on its way to a panel; problems and remarks gather here."""

    name: str
    entry: TableEntry
    geography: Geography
    classification: Classification | None
    unreadable: list[str] = field(default_factory=list)
    contrary: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def stop(self) -> None:
        """Raise all problems at once, if there are any."""
        problems = [*self.unreadable, *self.contrary]
        if problems:
            kind = SourceError if self.unreadable else PanelError
            raise kind(bullets(f"{self.name} has {len(problems)} problem{'s' if len(problems) > 1 else ''}:", problems))


def built(reading: Reading, laid: Laid, indicator: Indicator, snapshot: Snapshot) -> Panel:
    """Turn laid-out cells into a panel.

    Raises
    ------
    SourceError, PanelError
        With every problem found, the first five cells of each and their count.
    """
    reading.unreadable += laid.problems
    reading.remarks += laid.remarks
    laid = _without_notes(reading, laid)
    region = _regions(reading, laid)
    activity = _activities(reading, laid)
    used = _kept(reading, laid, region, activity)
    if not used.any():
        reading.contrary.append("no cell is left to read. Check `years`, `activities` and `former`")
        reading.stop()
    figures = read_figures(laid.cells[used], reading.entry)
    _judge_cells(reading, laid, used, figures)
    placed = (region[laid.line] != "") & (activity[laid.line] != "") & (laid.year >= 0)
    keys = _Keys.of(
        reading, region[laid.line[used & placed]], activity[laid.line[used & placed]], laid.year[used & placed]
    )
    _judge_doubles(reading, laid, np.flatnonzero(used & placed), keys)
    reading.stop()
    panel = _cube(reading, laid, np.flatnonzero(used), figures, keys, indicator, snapshot)
    panel = _judge_panel(reading, panel)
    reading.stop()
    return panel


def _without_notes(reading: Reading, laid: Laid) -> Laid:
    """Leave out lines that hold nothing but a text, unless it is the label of an empty region or activity."""
    notes = laid.lone
    if laid.region is None or laid.activity is None:
        texts = laid.activity if laid.region is None else laid.region
        if texts is not None and notes.any():
            found = dict.fromkeys(texts[notes].tolist())
            labels = (
                activity_labels(found, reading.entry, reading.classification)
                if laid.region is None
                else region_labels(found, reading.entry, reading.geography)
            )
            unknown = {text for text, matter in labels.wrong.items() if matter.startswith("unknown")}
            notes = notes & np.isin(texts, list(unknown))
    if not notes.any():
        return laid
    rows = laid.rows[notes].tolist()
    reading.remarks.append(Remark("note_rows", {"rows": some(rows), "count": len(rows)}))
    return laid.without(notes)


def _many(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"


def _coded(texts: Codes, labels: Labels) -> Codes:
    return np.array([labels.codes.get(text, "") for text in texts.tolist()], dtype=object)


def _wrong(reading: Reading, what: str, way: str, texts: Codes, rows: Sequence[int], labels: Labels) -> None:
    """Say which labels have no code, each with the rows it stands in."""
    if labels.wrong:
        where: dict[str, list[int]] = {text: [] for text in labels.wrong}
        for text, row in zip(texts.tolist(), rows, strict=True):
            if text in where:
                where[text].append(row)
        shown = [
            f"'{text}' (row {first_few(where[text], count=3)}): {matter}"
            if text
            else f"blank (row {first_few(where[text])})"
            for text, matter in labels.wrong.items()
        ]
        listed = "; ".join(shown[:5]) + (f" and {len(shown) - 5} more" if len(shown) > 5 else "")
        reading.contrary.append(
            f"{_many(len(shown), what, what + 's')} cannot be told: {listed}{'' if listed.endswith('?') else '.'} {way}"
        )


def _regions(reading: Reading, laid: Laid) -> Codes:
    """The region code of each line, empty where it cannot be told."""
    if laid.region is None:
        return np.full(len(laid.rows), reading.geography.country, dtype=object)
    labels = region_labels(dict.fromkeys(laid.region.tolist()), reading.entry, reading.geography)
    way = "Use the geography's codes, give the names under `regions:`, list codes no longer in use under `former:`"
    _wrong(reading, "region label", way, laid.region, laid.rows.tolist(), labels)
    return _coded(laid.region, labels)


def _activities(reading: Reading, laid: Laid) -> Codes:
    """The activity code of each line, empty where it cannot be told."""
    if laid.activity is None:
        return np.full(len(laid.rows), TOTAL, dtype=object)
    labels = activity_labels(dict.fromkeys(laid.activity.tolist()), reading.entry, reading.classification)
    way = "Use the classification's codes, or give the names under `activity_codes:`"
    wanted = set(reading.entry.activities)
    if wanted and not labels.wrong.keys() & wanted:
        reading.remarks += [Remark("labels_left_out", {"labels": some(list(labels.wrong))})] if labels.wrong else []
        labels.wrong.clear()
    blank = np.array([text == "" for text in laid.activity.tolist()])
    if blank.any() and "" not in labels.wrong:
        labels.wrong[""] = "blank"
        labels.codes.pop("", None)
    _wrong(reading, "activity label", way, laid.activity, laid.rows.tolist(), labels)
    return _coded(laid.activity, labels)


def _totals_over_activities(entry: TableEntry) -> set[str]:
    return {TOTAL, *(one.to for one in entry.adds_up if one.over == "activity")}


def _kept(reading: Reading, laid: Laid, region: Codes, activity: Codes) -> Mask:
    """Cells the entry asks for: its years and activities, and no region of the past."""
    entry = reading.entry
    lines = np.ones(len(laid.rows), dtype=bool)
    former = np.isin(region, list(entry.former)) if entry.former else ~lines
    if former.any():
        gone = list(dict.fromkeys(region[former].tolist()))
        reading.remarks.append(Remark("former_regions", {"regions": some(gone), "rows": int(former.sum())}))
        lines &= ~former
    if entry.activities:
        there = set(activity.tolist())
        if missing := [code for code in entry.activities if code not in there]:
            reading.contrary.append(
                f"activities asked for are not in the table: {first_few(missing)}. "
                f"It has {first_few(sorted(there - {''}), count=30)}; correct `activities`"
            )
        wanted = {*entry.activities, *_totals_over_activities(entry)}
        lines &= np.isin(activity, list(wanted))
    used = lines[laid.line]
    if entry.years:
        there_years = set(laid.year.tolist())
        if missing_years := [year for year in entry.years if year not in there_years]:
            reading.contrary.append(
                f"years asked for are not in the table: {first_few(missing_years)}. "
                f"It has {first_few(sorted(there_years - {-1}), count=30)}; correct `years`"
            )
        used = used & np.isin(laid.year, [*entry.years, -1])
    return np.asarray(used)


def _judge_cells(reading: Reading, laid: Laid, used: Mask, figures: Figures) -> None:
    """Say which cells are no figures, or figures that cannot be."""
    cells, kind = np.flatnonzero(used), reading.entry.indicator.kind
    infinite = np.isinf(figures.values)
    negative = (figures.values < 0) & ~infinite & (not reading.entry.negative) & (kind != "ratio")
    judged = (
        (reading.unreadable, figures.no_number, "holds no number", "hold no number", _NO_NUMBER),
        (reading.unreadable, figures.unclear, f"has {_UNCLEAR}", f"have {_UNCLEAR}", _SAY_DECIMAL),
        (reading.unreadable, infinite, "is infinite", "are infinite", "Leave a cell blank when its figure is unknown"),
        (reading.contrary, negative, "is negative", "are negative", f"A {kind} is zero or more. {_NEGATIVE}"),
    )
    for problems, mask, one, several, way in judged:
        found = cells[mask]
        if len(found):
            shown = [f"{laid.at(cell)}: '{laid.cells[cell]}'" for cell in found[:5]]
            more = [f"and {len(found) - 5} more"] if len(found) > 5 else []
            counted = _many(len(found), f"cell {one}", f"cells {several}")
            problems.append(f"{counted}: {'; '.join([*shown, *more])}. {way}")
    if figures.footnoted.any():
        noted = cells[figures.footnoted]
        where = some([laid.address(cell) for cell in noted[:6]])
        reading.remarks.append(Remark("footnotes", {"count": len(noted), "cells": where}))
    for key, status in (("withheld", Status.WITHHELD), ("blank", Status.BLANK)):
        if count := int((figures.status == status).sum()):
            reading.remarks.append(Remark(key, {"count": count, "cells": len(cells)}))


@dataclass(frozen=True)
class _Keys:
    """Labels of the axes, and the place of each cell on them; the country stands first among the places."""

    years: list[int]
    places: list[str]
    activities: list[str]
    flat: np.ndarray[Any, np.dtype[np.int64]]

    @classmethod
    def of(cls, reading: Reading, region: Codes, activity: Codes, year: np.ndarray[Any, Any]) -> _Keys:
        geography, classification = reading.geography, reading.classification
        order = [geography.country, *geography.regions]
        places = [geography.country, *_in_order(set(region.tolist()) - {geography.country}, order)]
        known = [TOTAL, *(classification.activities if classification else dict.fromkeys(activity.tolist()))]
        activities = list(reading.entry.activities) or _in_order(set(activity.tolist()), known)
        activities += _in_order(set(activity.tolist()) - set(activities), known)
        years = sorted({int(one) for one in np.unique(year)})
        at_place = {code: number for number, code in enumerate(places)}
        at_activity = {code: number for number, code in enumerate(activities)}
        flat = np.searchsorted(np.array(years, dtype=np.int64), year).astype(np.int64)
        flat = flat * len(places) + np.array([at_place[code] for code in region.tolist()], dtype=np.int64)
        flat = flat * len(activities) + np.array([at_activity[code] for code in activity.tolist()], dtype=np.int64)
        return cls(years, places, activities, flat)

    @property
    def shape(self) -> tuple[int, int, int]:
        return len(self.years), len(self.places), len(self.activities)

    def named(self, flat: int) -> str:
        year, place, activity = np.unravel_index(flat, self.shape)
        return f"{self.places[place]} / {self.activities[activity]} / {self.years[year]}"


def _in_order(codes: set[str], order: Iterable[str]) -> list[str]:
    return [code for code in dict.fromkeys(order) if code in codes]


def _judge_doubles(reading: Reading, laid: Laid, cells: np.ndarray[Any, Any], keys: _Keys) -> None:
    """Say which rows speak of the same cell."""
    order = np.argsort(keys.flat, kind="stable")
    same = np.flatnonzero(np.diff(keys.flat[order]) == 0)
    if len(same):
        pairs = [(cells[order[one]], cells[order[one + 1]], keys.flat[order[one]]) for one in same[:5]]
        shown = [f"{keys.named(flat)} in {laid.at(first)} and {laid.at(second)}" for first, second, flat in pairs]
        more = f" and {len(same) - 5} more" if len(same) > 5 else ""
        counted = _many(len(same), "cell is", "cells are")
        reading.contrary.append(
            f"{counted} given twice: {'; '.join(shown)}{more}. Keep one row, or pick rows with `where`"
        )


def _cube(
    reading: Reading,
    laid: Laid,
    cells: np.ndarray[Any, Any],
    figures: Figures,
    keys: _Keys,
    indicator: Indicator,
    snapshot: Snapshot,
) -> Panel:
    """Spread the cells over year, place and activity; the country's own row becomes the reference."""
    size = int(np.prod(keys.shape))
    values = np.full(size, np.nan)
    status = np.full(size, int(Status.BLANK), dtype="int8")
    place = np.full(size, -1, dtype="int64")
    values[keys.flat], status[keys.flat] = figures.values, figures.status
    place[keys.flat] = laid.rows[laid.line[cells]] * 65536 + laid.column[cells]
    coords = {"year": keys.years, "region": keys.places, "activity": keys.activities}
    dims = list(coords)
    amounts, known, places = (xr.DataArray(one.reshape(keys.shape), coords, dims) for one in (values, status, place))
    country = reading.geography.country
    own = places.sel(region=country, drop=True)
    has_country = bool(amounts.sel(region=country).notnull().any())
    if not has_country and len(keys.places) > 1 and bool((own >= 0).any()):
        reading.remarks.append(Remark("country_row_blank", {}))
    regions = keys.places[1:] or [country]
    return Panel(
        amounts.sel(region=regions),
        known.sel(region=regions),
        places.sel(region=regions),
        indicator,
        reference=amounts.sel(region=country, drop=True) if has_country else None,
        reference_place=own if has_country else None,
        snapshot=snapshot,
    )


def _judge_panel(reading: Reading, panel: Panel) -> Panel:
    """Say what is empty, what does not add up and what stands at two levels; leave totals of others out."""
    entry, geography, last = reading.entry, reading.geography, max(panel.years)
    blank = panel.status == int(Status.BLANK)
    since = [geography.regions[code].since if code in geography.regions else None for code in panel.regions]
    empty = [
        code
        for code, first, none in zip(panel.regions, since, blank.all(["year", "activity"]).values, strict=True)
        if none and (first is None or first <= last)
    ]
    if empty:
        reading.contrary.append(
            f"{_many(len(empty), 'region has', 'regions have')} no figure at all: {first_few(empty)}. "
            "Give figures, or take the rows away"
        )
    nothing = blank.all(["year", "region"])
    if panel.reference is not None:
        nothing &= panel.reference.isnull().all("year")
    if bare := [code for code, none in zip(panel.activities, nothing.values, strict=True) if none]:
        reading.contrary.append(
            f"{_many(len(bare), 'activity has', 'activities have')} no figure at all: {first_few(bare)}. "
            "Give figures, take the rows away, or list the others under `activities`"
        )
    for one in entry.adds_up:
        to = geography.country if one.over == "region" else one.to
        off = totals(panel, over=one.over, to=to, tolerance=one.tolerance, years=one.years, geography=geography)
        if off:
            more = f" and {len(off) - 5} more" if len(off) > 5 else ""
            reading.contrary.append(
                f"{_many(len(off), 'total does', 'totals do')} not add up: {'; '.join(off[:5])}{more}. "
                "Correct the figures, or widen `tolerance` where the difference is rounding"
            )
    return _one_level(reading, panel)


def _one_level(reading: Reading, panel: Panel) -> Panel:
    """The panel at one level of activities; a total of others is left out unless the entry asks for it."""
    entry = reading.entry
    if entry.indicator.kind in ("index", "ratio"):
        return panel
    sums = _totals_over_activities(entry) - set(entry.activities)
    parts = [code for code in panel.activities if code not in sums]
    if not parts or entry.activities:
        return panel.select(activities=entry.activities or None)
    if reading.classification is not None:
        try:
            reading.classification.level_of([code for code in parts if code != TOTAL])
        except PanelError as error:
            reading.contrary.append(str(error).rstrip("."))
    if len(parts) < len(panel.activities):
        left = [code for code in panel.activities if code in sums]
        reading.remarks.append(Remark("totals_left_out", {"activities": some(left)}))
        return panel.select(activities=parts)
    return panel
