"""Tables of pairs of activities: relatedness estimated elsewhere, or flows between activities.

    PairsEntry     what a study says of such a table: its file, where it comes from, of which year and list
    read_pairs     one table, judged as a whole, as (activity, other)
    world_table    the shipped table of a level, where there is one

Everything that is wrong with a table is said at once, with the way out.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import numpy as np
import xarray as xr
from pydantic import Field

from smartspec.errors import SourceError, bullets, first_few
from smartspec.sources.base import Entry
from smartspec.sources.dictionaries import listed

__all__ = ["Pairs", "PairsEntry", "read_pairs", "world_table"]

Row = Mapping[str, str]
Cell = tuple[str, str]


class PairsEntry(Entry):
    """A table of pairs of activities, and where it comes from."""

    file: str
    """The file's name, relative to the study file: columns `activity`, `other` and `value`, one row a pair."""
    source: str = Field(min_length=3)
    """Who estimated it, from what; printed wherever it is used."""
    year: int | str = ""
    """The year or years it was estimated on."""
    classification: str = ""
    """The list its codes come from, as NACE Rev. 2 divisions; the codes must be those of the study."""
    symmetric: bool = True
    """Whether a pair means the same both ways. Flows do not: from `activity` to `other`."""


WORLD = {
    "division": (
        "divisions",
        PairsEntry(
            file="relatedness.csv",
            source="Proximity over NUTS2 regions, computed from Eurostat, sbs_r_nuts06_r2 (CC BY 4.0)",
            year="2008-2014",
            classification="NACE Rev. 2, business divisions without farming, finance and public services",
        ),
    )
}
"""By level: the part of the shipped table, and where it comes from."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTU"


class Pairs(NamedTuple):
    """A table read: its values (activity, other), the hash of its bytes, its entry, activities without a pair."""

    values: xr.DataArray
    sha256: str
    entry: PairsEntry
    without: tuple[str, ...] = ()


def read_pairs(
    entry: PairsEntry, folder: Path, activities: Sequence[str], *, known: Iterable[str], diagonal: bool = False
) -> Pairs:
    """Read a table of pairs.

    Parameters
    ----------
    entry
        What the study says of it.
    folder
        Where the entry's file name starts from.
    activities
        The activities of the study, in their order.
    known
        All codes of the study's list; a code beyond these is a mistake, one among them that the study leaves out is
        passed over.
    diagonal
        Whether a pair of an activity with itself may hold a value, as a flow does.

    Returns
    -------
    Pairs
        Pairs that are not in the table are missing; the diagonal is zero for relatedness.

    Raises
    ------
    SourceError
        The table cannot be read, or has codes the study does not know, pairs that stand twice or differ both ways,
        numbers that are no numbers, negative ones, or a value on the diagonal: all in one message.
    """
    path = folder / entry.file
    rows = listed(path, "activity", "other", "value")
    problems: list[str] = []
    found = _numbers(rows, problems)
    codes = {code for pair in found for code in pair}
    if unknown := sorted(codes - set(known)):
        told = f"{_many(unknown, 'code is', 'codes are')} not in the study's list of activities: {first_few(unknown)}"
        problems.append(f"{told}. Bring the table to that list first")
    if below := [pair for pair, value in found.items() if value < 0]:
        problems.append(f"{_many(below, 'pair is', 'pairs are')} negative: {_shown(below, found)}. Zero is unrelated")
    own = [pair for pair, value in found.items() if pair[0] == pair[1] and value != 0]
    if own and not diagonal:
        told = f"{_many(own, 'activity is', 'activities are')} related to itself: {_shown(own, found)}"
        problems.append(f"{told}. Leave these rows out: what counts for its own density gives the answer away")
    if entry.symmetric and (apart := _apart(found)):
        told = f"{_many(apart, 'pair differs', 'pairs differ')} between its two directions: {_shown(apart, found)}"
        problems.append(f"{told}. Give each pair once, or say `symmetric: false` if direction matters")
    if problems:
        raise SourceError(bullets(f"the table of pairs {path.name} has problems:", [f"{one}." for one in problems]))
    data = hashlib.sha256(path.read_bytes()).hexdigest()
    values, without = _square(found, activities, entry.symmetric, diagonal)
    if len(without) == len(activities):
        raise SourceError(
            f"the table of pairs {path.name} joins none of the study's {len(activities)} activities, such as "
            f"{first_few(list(activities), count=3)}. Take a table of the same level and list."
        )
    return Pairs(values, data, entry, without)


def _many(items: Sequence[object], one: str, several: str) -> str:
    return f"{len(items)} {one if len(items) == 1 else several}"


def _shown(pairs: Sequence[Cell], found: Mapping[Cell, float]) -> str:
    return first_few([f"{one}/{other} {found[one, other]:g}" for one, other in pairs])


def _numbers(rows: Sequence[Row], problems: list[str]) -> dict[Cell, float]:
    """The value of each pair; what is no number, and pairs that stand twice, join the problems."""
    found: dict[Cell, float] = {}
    wrong, twice = [], []
    for row in rows:
        pair = (row["activity"], row["other"])
        try:
            value = float(row["value"].replace(",", ".").replace("\u00a0", "").replace(" ", ""))
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            wrong.append(f"row {row['row']}: '{row['value']}'")
        elif pair in found:
            twice.append(f"row {row['row']}: {pair[0]}/{pair[1]}")
        else:
            found[pair] = value
    if wrong:
        problems.append(
            f"{_many(wrong, 'value is', 'values are')} no number: {first_few(wrong)}. Leave out unknown pairs"
        )
    if twice:
        problems.append(f"{_many(twice, 'pair stands', 'pairs stand')} twice: {first_few(twice)}. Keep one of each")
    return found


def _apart(found: Mapping[Cell, float]) -> list[Cell]:
    """Pairs given both ways with different values, each once."""
    return [
        (one, other)
        for (one, other), value in found.items()
        if one < other and abs(found.get((other, one), value) - value) > 1e-9 * max(1.0, abs(value))
    ]


def _square(
    found: Mapping[Cell, float], activities: Sequence[str], symmetric: bool, diagonal: bool
) -> tuple[xr.DataArray, tuple[str, ...]]:
    """The pairs as a square over the study's activities, and the activities without a pair."""
    at = {code: place for place, code in enumerate(activities)}
    values = np.full((len(at), len(at)), np.nan)
    for (one, other), value in found.items():
        if one in at and other in at:
            values[at[one], at[other]] = value
            if symmetric:
                values[at[other], at[one]] = value
    if not diagonal:
        np.fill_diagonal(values, 0.0)
    pairs = np.isfinite(values) & ~np.eye(len(at), dtype=bool)
    alone = ~(pairs.any(0) | pairs.any(1))
    codes = list(activities)
    square = xr.DataArray(values, coords={"activity": codes, "other": codes}, dims=("activity", "other"))
    return square, tuple(code for code, none in zip(codes, alone, strict=True) if none)


def world_table(level: str, activities: Sequence[str]) -> Pairs:
    """The shipped world table of relatedness of a level.

    Parameters
    ----------
    level
        The level of the study's activities, as `division`.
    activities
        The activities of the study, in their order.

    Returns
    -------
    Pairs
        Activities the table does not know are missing.

    Raises
    ------
    SourceError
        No table of this level is shipped.
    """
    if level not in WORLD:
        raise SourceError(
            f"no world table of relatedness for the level '{level}': there is {first_few(sorted(WORLD))}. Say "
            "`source: own` under `relatedness:`, or name a table of your own under `relatedness: table:`."
        )
    key, entry = WORLD[level]
    with resources.as_file(resources.files("smartspec.packs") / "world" / entry.file) as path:
        rows = listed(path, "level", "activity", "other", "proximity")
        data = hashlib.sha256(path.read_bytes()).hexdigest()
    found = {
        (row["activity"].lstrip(LETTERS), row["other"].lstrip(LETTERS)): float(row["proximity"])
        for row in rows
        if row["level"] == key
    }
    values, without = _square(found, activities, symmetric=True, diagonal=False)
    return Pairs(values, data, entry, without)
