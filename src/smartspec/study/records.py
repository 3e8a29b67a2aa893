"""Answers kept on disk: a form as received under its hash, and beside it a record of what was read from it.

    TakenIn    what became of a form
    keep       keep a form and what was read from it
    latest     of each person and round the answers that came in last

Nothing there is ever written over or taken away.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from smartspec.errors import StoreError, StudyError, first_few
from smartspec.sources.forms import FormRead
from smartspec.study.cache import write_whole

__all__ = ["FOLDER", "KEPT", "TakenIn", "keep", "known_already", "latest"]

FOLDER = "experts"
"""Where a study keeps what its experts answered."""

KEPT = ("round", "person", "candidate", "criterion", "score", "date", "confidence", "interest", "comment")


@dataclass(frozen=True)
class TakenIn:
    """What became of a form.

    Attributes
    ----------
    people
        Who answered in it.
    count
        How many answers it holds.
    known
        Whether the very same file had been taken in before; then nothing changed.
    record
        Where it is kept.
    """

    people: tuple[str, ...]
    count: int
    known: bool
    record: Path


def _place(form: FormRead, place: Path) -> Path:
    return place / f"{form.sha256[:16]}.json"


def known_already(form: FormRead, place: Path) -> TakenIn | None:
    """What became of the very same file before, or None where it is new.

    Raises
    ------
    StoreError
        Its record cannot be read.
    """
    record = _place(form, place)
    if not record.is_file():
        return None
    rows = _record(record)["rows"]
    return TakenIn(tuple(sorted({row["person"] for row in rows})), len(rows), True, record)


def keep(
    form: FormRead,
    place: Path,
    rows: pd.DataFrame,
    *,
    now: datetime,
    replace: bool,
    scale: Sequence[float],
) -> TakenIn:
    """Keep a form and what was read from it.

    Parameters
    ----------
    form
        As `read_form` gives it.
    place
        The folder of records.
    rows
        Checked answers with the columns `KEPT`.
    now
        When it came in.
    replace
        Let it stand in the place of earlier answers of the same person in the same round, which are kept.
    scale
        Lowest and highest score, for the record.

    Returns
    -------
    TakenIn

    Raises
    ------
    StudyError
        Somebody answered this round before.
    StoreError
        The folder cannot be read or written.
    """
    record = _place(form, place)
    pairs = {(person, int(number)) for person, number in rows[["person", "round"]].itertuples(index=False)}
    again = [
        f"'{person}' in round {number} ({earlier['file']}, {earlier['taken_in'][:10]})"
        for earlier in _records(place)
        for person, number in sorted({(row["person"], row["round"]) for row in earlier["rows"]} & pairs)
    ]
    if again and not replace:
        raise StudyError(
            f"{form.name}: answered before: {first_few(again)}. Take it in with --replace to let this file stand in "
            "their place; what came before is kept."
        )
    kept = json.loads(rows[list(KEPT)].to_json(orient="records"))
    content = {
        "file": form.name,
        "sha256": form.sha256,
        "taken_in": now.isoformat(timespec="microseconds"),
        "replaces": sorted(again),
        "told": dict(form.told),
        "scale": list(scale),
        "rows": kept,
    }
    write_whole(place / "received" / f"{form.sha256[:16]}-{form.name}", form.data)
    write_whole(record, json.dumps(content, ensure_ascii=False, indent=1).encode())
    return TakenIn(tuple(sorted(rows["person"].unique())), len(kept), False, record)


def _record(path: Path) -> Mapping[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {"file": str(found["file"]), "taken_in": str(found["taken_in"]), "rows": list(found["rows"])}
    except (OSError, ValueError, KeyError, TypeError) as cause:
        raise StoreError(
            f"{path} is not a whole record of answers ({cause}). Move it away and take the form in again; it lies in "
            f"{path.parent / 'received'}."
        ) from None


def _records(place: Path) -> list[Mapping[str, Any]]:
    """All records, in the order they came in."""
    found = [_record(path) for path in sorted(place.glob("*.json"))] if place.is_dir() else []
    return sorted(found, key=lambda one: str(one["taken_in"]))


def latest(place: Path) -> pd.DataFrame | None:
    """Of each person and round the answers that came in last; None where nobody answered yet.

    Raises
    ------
    StoreError
        A record that cannot be read.
    """
    found: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for record in _records(place):
        fresh: dict[tuple[str, int], list[dict[str, Any]]] = {}
        for row in record["rows"]:
            fresh.setdefault((row["person"], row["round"]), []).append(row)
        found |= fresh
    rows = [row for some in found.values() for row in some]
    return pd.DataFrame(rows) if rows else None
