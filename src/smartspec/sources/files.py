"""Tables as people have them: CSV, XLSX and Parquet, long or wide, into a panel that remembers every cell's place.

    read_table    one table, described by its entry, to a panel and a snapshot

The way of a table: its bytes are kept and hashed, opened as a grid, its headings found, its labels turned into
codes, its cells into figures, and all that is wrong with it is said at once.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from difflib import get_close_matches
from pathlib import Path

from smartspec.errors import SourceError, StoreError, first_few
from smartspec.panel import Classification, Geography, Indicator, Snapshot
from smartspec.sources.base import Received, TableEntry
from smartspec.sources.cube import Reading, built
from smartspec.sources.grids import ENDINGS, open_grid
from smartspec.sources.layout import laid_out

__all__ = ["as_received", "indicator_of", "read_table"]


def read_table(
    key: str,
    entry: TableEntry,
    folder: Path,
    *,
    geography: Geography,
    classification: Classification | None = None,
    keep: Path | None = None,
) -> Received:
    """Read one table.

    Parameters
    ----------
    key
        The table's key, which becomes the indicator's.
    entry
        What the table's author says about it.
    folder
        Where the entry's file name starts from.
    geography
        Regions the table may speak of.
    classification
        Activities it may speak of; codes are taken as they stand when left out.
    keep
        Folder for a copy of the table as received, named by its hash; none is kept when left out.

    Returns
    -------
    Received
        The panel (year, region, activity), the country's row as its reference, and remarks.

    Raises
    ------
    SourceError
        The table cannot be read as figures. All problems are in the message.
    PanelError
        The figures contradict their labels. All problems are in the message.
    StoreError
        The copy cannot be kept.
    """
    data, snapshot = as_received(key, entry, folder, keep=keep)
    reading = Reading(f"table '{key}' ({snapshot.name})", entry, geography, classification)
    try:
        laid = laid_out(snapshot.name, open_grid(snapshot.name, data, entry), entry)
    except SourceError as error:
        raise SourceError(f"table '{key}': {error}") from None
    panel = built(reading, laid, indicator_of(key, entry), snapshot)
    return Received(panel, snapshot, entry, tuple(reading.remarks))


def as_received(key: str, entry: TableEntry, folder: Path, *, keep: Path | None) -> tuple[bytes, Snapshot]:
    """The bytes of the file an entry names, and what is noted of them; a copy is kept where asked.

    Raises
    ------
    SourceError
        There is no such file, or it cannot be read.
    StoreError
        The copy cannot be kept.
    """
    path = _found(key, entry, folder)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"table '{key}': {path} cannot be read ({error.strerror}). Check who may read it.") from None
    return data, _snapshot(path.name, data, keep)


def indicator_of(key: str, entry: TableEntry) -> Indicator:
    """What the figures of an entry measure."""
    fields = entry.indicator
    return Indicator(
        key, fields.title, fields.unit, kind=fields.kind, definition=fields.definition, source=entry.source.source()
    )


def _found(key: str, entry: TableEntry, folder: Path) -> Path:
    """The file an entry names."""
    path = folder / entry.file
    if path.is_file():
        return path
    place = path.parent
    if not place.is_dir():
        raise SourceError(f"table '{key}': there is no folder {place}. Correct `file: {entry.file}`.")
    there = sorted(one.name for one in place.iterdir() if one.suffix.lower() in ENDINGS)
    near = get_close_matches(path.name, there, n=3, cutoff=0.5)
    held = f"the folder has {first_few(there, count=8)}" if there else "the folder has no table"
    guess = f"did you mean {' or '.join(near)}?" if near else held + "."
    raise SourceError(f"table '{key}': there is no file {path}; {guess} Correct `file: {entry.file}`.")


def _snapshot(name: str, data: bytes, keep: Path | None) -> Snapshot:
    """The table as received, its copy written whole or not at all."""
    sha256 = hashlib.sha256(data).hexdigest()
    if keep is None:
        return Snapshot(name, sha256, len(data))
    kept = keep / f"{sha256[:12]}-{name}"
    if not kept.is_file() or kept.stat().st_size != len(data):
        try:
            keep.mkdir(parents=True, exist_ok=True)
            descriptor, draft = tempfile.mkstemp(dir=keep, prefix=".draft-")
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
            os.replace(draft, kept)
        except OSError as error:
            raise StoreError(
                f"{keep}: the table '{name}' cannot be kept there ({error.strerror}). Choose another folder."
            ) from None
    return Snapshot(name, sha256, len(data), kept.name)
