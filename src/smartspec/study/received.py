"""Tables once read are kept as figures: a second run reads labelled arrays in place of a table's text.

    Memory   remembers tables by the bytes they had, what was said of them, and the words they were read with

A table whose bytes, entry or words changed is read anew, with all its checks. A table that was refused is never kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import xarray as xr

from smartspec.panel import Classification, Geography, Panel
from smartspec.sources.base import Note, Received, Remark, TableEntry
from smartspec.sources.files import as_received, indicator_of
from smartspec.study.cache import Cache, code_key, key_of

__all__ = ["Memory"]


@dataclass(frozen=True)
class Memory:
    """Tables remembered in a cache; without a cache every table is read."""

    cache: Cache | None
    geography: Geography
    notes: Sequence[Note] = ()

    @cached_property
    def words(self) -> str:
        """The key of the words tables are read with; neighbours are no part of reading."""
        return key_of(repr(replace(self.geography, neighbours=frozenset())), repr(self.notes))

    def read(
        self,
        key: str,
        entry: TableEntry,
        folder: Path,
        classification: Classification | None,
        *,
        keep: Path | None,
        read: Callable[[], Received],
    ) -> Received:
        """The table as it was read from the same bytes, or read now and remembered.

        Raises
        ------
        SourceError, PanelError, StoreError
            What `read` raises; the file is missing or cannot be read.
        """
        if self.cache is None:
            return read()
        snapshot = as_received(key, entry, folder, keep=keep)[1]
        told = entry.model_dump(mode="json")
        name = key_of("table", code_key(), self.words, repr(classification), key, told, snapshot.name, snapshot.sha256)
        if (kept := self.cache.get(name)) is None:
            found = read()
            self.cache.put(name, _as_dataset(found))
            return found
        remarks = tuple(Remark(one, values) for one, values in json.loads(kept.attrs["remarks"]))
        panel = Panel(
            kept["values"],
            kept["status"],
            kept["place"],
            indicator_of(key, entry),
            reference=kept.get("reference"),
            reference_place=kept.get("reference_place"),
            snapshot=snapshot,
        )
        return Received(panel, snapshot, entry, remarks)


def _as_dataset(found: Received) -> xr.Dataset:
    panel = found.panel
    arrays = {"values": panel.values, "status": panel.status, "place": panel.place}
    if panel.reference is not None:
        arrays["reference"] = panel.reference
    if panel.reference_place is not None:
        arrays["reference_place"] = panel.reference_place
    return xr.Dataset(arrays, attrs={"remarks": json.dumps(found.remarks)})
