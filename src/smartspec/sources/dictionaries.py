"""Lists of regions and activities, from the tables people keep them in.

    read_geography         regions, neighbours, constant and former regions
    read_classification    activities with levels, parents and names
    listed                 rows of a small table, by heading
    words                  the languages of a text, from columns such as name_en and name_ru
    reading                gathers what is wrong with such lists and says it at once

These tables are small, so they are read whole and judged row by row.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path

from smartspec.errors import PanelError, SourceError, bullets, first_few
from smartspec.panel import Activity, Classification, Geography, Region, Words
from smartspec.sources.grids import decoded

__all__ = ["listed", "read_classification", "read_geography", "reading", "words"]

Row = Mapping[str, str]
LANGUAGES = ("en", "ru", "kk")


@contextmanager
def reading(name: str) -> Iterator[list[str]]:
    """Gather problems of one list and raise them together.

    Raises
    ------
    PanelError
        With every problem that was gathered.
    """
    problems: list[str] = []
    yield problems
    if problems:
        shown = problems[:5] + ([f"and {len(problems) - 5} more"] if len(problems) > 5 else [])
        raise PanelError(bullets(f"{name} has {len(problems)} problem{'s' if len(problems) > 1 else ''}:", shown))


def listed(path: Path, *needed: str) -> list[Row]:
    """Rows of a small table by heading, with "row" for the row a spreadsheet shows.

    Raises
    ------
    SourceError
        The file is missing, empty, no text, or lacks a column that is needed.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        there = sorted(one.name for one in path.parent.iterdir()) if path.parent.is_dir() else []
        near = get_close_matches(path.name, there, n=1)
        guess = f" Did you mean {near[0]}?" if near else " Check its name and place."
        raise SourceError(f"{path} cannot be read ({error.strerror}).{guess}") from None
    if not data:
        raise SourceError(f"{path.name} has 0 bytes. Fetch or save it again.")
    text, _ = decoded(path.name, data, "auto")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    headings = [heading.strip() for heading in rows.fieldnames or ()]
    rows.fieldnames = headings
    if missing := [column for column in needed if column not in headings]:
        raise SourceError(
            f"{path.name} has no column {first_few(missing)}; it has {first_few(headings, count=20)}. Add the column."
        )
    found: list[Row] = []
    for number, row in enumerate(rows, start=2):
        known = {heading: (cell or "").strip() for heading, cell in row.items() if isinstance(heading, str)}
        if any(known.values()):
            found.append({**known, "row": str(number)})
    return found


def words(row: Row, prefix: str) -> Words:
    """The languages of a text that a row has, from columns such as `name_en`.

    Examples
    --------
    >>> words({"name_en": "region", "name_ru": ""}, "name")
    {'en': 'region'}
    """
    return {language: text for language in LANGUAGES if (text := row.get(f"{prefix}_{language}", ""))}


def read_geography(
    regions: Path,
    *,
    country: str,
    neighbours: Path | None = None,
    constant: Path | None = None,
    former: Path | None = None,
) -> Geography:
    """Read the regions of a country.

    Parameters
    ----------
    regions
        Table with `code` and, as far as known, `kind`, `name_en` …, `short_en` …, `capital_en` …, `predecessor`,
        `since`, `tile_row`, `tile_col`. A row of the country itself gives the country its names.
    country
        Code of the country's own row in tables.
    neighbours
        Table with `region` and `neighbour`, each pair once.
    constant
        Table with `code`, `members` (parted by spaces) and names. Where left out, every region with a predecessor
        and its predecessor form one.
    former
        Table with `code`, `successors` (parted by spaces) and names.

    Raises
    ------
    SourceError
        A file cannot be read.
    PanelError
        A code stands twice or is unknown, a year or a tile is no number, two regions share a tile.
    """
    rows = listed(regions, "code")
    names: dict[str, Words] = {}
    found: dict[str, Region] = {}
    with reading(regions.name) as problems:
        for row in rows:
            code = row["code"]
            if code == country:
                names[country] = words(row, "name")
            elif not code:
                problems.append(f"row {row['row']}: the code is blank. Give the region a code")
            elif code in found:
                problems.append(f"row {row['row']}: '{code}' stands twice. Keep one row")
            else:
                found[code] = _region(row, problems)
        problems += _contradictions(found)
    pairs = frozenset[frozenset[str]]() if neighbours is None else _pairs(neighbours, found)
    merged = _groups(constant, "members", found, names) if constant else _families(found)
    gone = _groups(former, "successors", found, names) if former else {}
    reasons = {row["code"]: words(row, "reason") for row in listed(constant, "code")} if constant else {}
    return Geography(country, found, pairs, merged, names, gone, reasons)


def read_classification(path: Path, *, key: str) -> Classification:
    """Read a list of activities.

    Parameters
    ----------
    path
        Table with `code` and `level` and, as far as known, `parent`, `name_en` …, `short_en` …, `equals`.
    key
        The list's own key.

    Raises
    ------
    SourceError
        The file cannot be read.
    PanelError
        A code stands twice or is blank, a parent is unknown.
    """
    found: dict[str, Activity] = {}
    rows = listed(path, "code", "level")
    with reading(path.name) as problems:
        for row in rows:
            code = row["code"]
            if not code or code in found:
                matter = f"'{code}' stands twice. Keep one row" if code else "the code is blank. Give one"
                problems.append(f"row {row['row']}: {matter}")
                continue
            found[code] = Activity(
                code,
                row["level"],
                parent=row.get("parent", ""),
                name=words(row, "name"),
                short=words(row, "short"),
                equals=row.get("equals", ""),
            )
        for row in rows:
            if (parent := row.get("parent", "")) and parent not in found:
                problems.append(
                    f"row {row['row']}: the parent '{parent}' is not in the list. Add it, or leave it blank"
                )
    return Classification(key, found)


def _region(row: Row, problems: list[str]) -> Region:
    tile = _whole(row, "tile_row", problems), _whole(row, "tile_col", problems)
    return Region(
        row["code"],
        name=words(row, "name"),
        short=words(row, "short"),
        kind=row.get("kind") or "region",
        capital=words(row, "capital"),
        predecessor=row.get("predecessor", ""),
        since=_whole(row, "since", problems),
        tile=(tile[0], tile[1]) if tile[0] is not None and tile[1] is not None else None,
    )


def _whole(row: Row, column: str, problems: list[str]) -> int | None:
    text = row.get(column, "")
    if not text:
        return None
    if text.lstrip("-").isdecimal():
        return int(text)
    problems.append(f"row {row['row']}: {column} '{text}' is no whole number. Correct it, or leave it blank")
    return None


def _contradictions(regions: Mapping[str, Region]) -> list[str]:
    """What regions say of each other that cannot be."""
    problems = []
    tiles: dict[tuple[int, int], str] = {}
    for code, region in regions.items():
        if region.predecessor == code:
            problems.append(f"'{code}' is named as its own predecessor. Name the region it was cut from")
        if region.since is not None and not region.predecessor:
            problems.append(f"'{code}' starts in {region.since} without a predecessor. Name the region it was cut from")
        if region.tile is not None and (other := tiles.setdefault(region.tile, code)) != code:
            problems.append(f"'{code}' and '{other}' share the tile {region.tile}. Move one of them")
    return problems


def _pairs(path: Path, regions: Mapping[str, Region]) -> frozenset[frozenset[str]]:
    rows = listed(path, "region", "neighbour")
    with reading(path.name) as problems:
        for row in rows:
            pair = (row["region"], row["neighbour"])
            problems += [f"row {row['row']}: '{code}' is no region. Correct it" for code in pair if code not in regions]
            if pair[0] == pair[1]:
                problems.append(f"row {row['row']}: '{pair[0]}' is named as its own neighbour. Take the row away")
    return frozenset(frozenset((row["region"], row["neighbour"])) for row in rows)


def _groups(
    path: Path, column: str, regions: Mapping[str, Region], names: dict[str, Words]
) -> dict[str, tuple[str, ...]]:
    """Codes to the regions they stand for, and their names beside."""
    groups: dict[str, tuple[str, ...]] = {}
    rows = listed(path, "code", column)
    with reading(path.name) as problems:
        for row in rows:
            members = tuple(row[column].split())
            if unknown := [code for code in members if code not in regions]:
                problems.append(f"row {row['row']}: {column} name {first_few(unknown)}, no region. Correct them")
            if row["code"] in groups or row["code"] in regions:
                problems.append(f"row {row['row']}: '{row['code']}' stands twice. Keep one row")
            groups[row["code"]] = members
            if name := words(row, "name"):
                names[row["code"]] = name
    return groups


def _families(regions: Mapping[str, Region]) -> dict[str, tuple[str, ...]]:
    """Constant regions from predecessors alone: a region and all that was cut from it within the series."""
    cut: dict[str, list[str]] = {}
    for code, region in regions.items():
        if region.since is not None and region.predecessor in regions:
            cut.setdefault(_root(code, regions), []).append(code)
    members: Sequence[tuple[str, ...]] = [(root, *codes) for root, codes in cut.items()]
    return {"+".join(codes): codes for codes in members}


def _root(code: str, regions: Mapping[str, Region]) -> str:
    seen: set[str] = set()
    while code not in seen and regions[code].since is not None and regions[code].predecessor in regions:
        seen.add(code)
        code = regions[code].predecessor
    return code
