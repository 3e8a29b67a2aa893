"""Results kept by what made them: a second run recomputes only what changed.

    key_of     the key of anything that can be written as JSON
    code_key   the key of the code that computes
    Cache      labelled results on disk, by key

A key is a hash of a stage's name, the options it reads, the keys of what it stands on and the code. A result
is written whole or not at all, so a run killed half-way leaves nothing half-written.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tempfile
from functools import cache as remember
from importlib import resources
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import xarray as xr

from smartspec.errors import StoreError

__all__ = ["Cache", "code_key", "key_of", "write_whole"]

ROOMS = ("panel", "sources", "measures", "diagnosis", "foresight", "decision", "study")


def key_of(*parts: Any) -> str:
    """The key of anything that can be written as JSON.

    Examples
    --------
    >>> key_of("a", {"x": 1}) == key_of("a", {"x": 1}), len(key_of("a"))
    (True, 32)
    """
    text = json.dumps(parts, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@remember
def code_key() -> str:
    """The key of the code that computes: all modules of the rooms that do."""
    digest = hashlib.sha256()
    root = resources.files("smartspec")
    for room in ROOMS:
        folder = Path(str(root / room))
        for path in sorted(folder.rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:32]


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all.

    Raises
    ------
    StoreError
        The folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except OSError as cause:
        raise StoreError(
            f"cannot write {path}: {cause.strerror or cause}. Choose a folder you may write to."
        ) from cause


class Cache:
    """Labelled results on disk, by key."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.npz"

    def get(self, key: str) -> xr.Dataset | None:
        """The result under a key, or None when there is none or it cannot be read whole."""
        path = self._path(key)
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                shape = json.loads(str(stored["__shape__"]))
                return xr.Dataset(
                    {name: (dims, stored[f"v:{name}"]) for name, dims in shape["variables"].items()},
                    coords={name: (dims, stored[f"c:{name}"]) for name, dims in shape["coords"].items()},
                    attrs=shape["attrs"],
                )
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):
            return None

    def put(self, key: str, result: xr.Dataset) -> None:
        """Keep a result under a key."""
        variables = {str(name): [str(dim) for dim in array.dims] for name, array in result.data_vars.items()}
        coords = {str(name): [str(dim) for dim in array.dims] for name, array in result.coords.items()}
        arrays: dict[str, Any] = {f"v:{name}": _plain(result[name].values) for name in variables}
        arrays |= {f"c:{name}": _plain(result[name].values) for name in coords}
        arrays["__shape__"] = np.array(
            json.dumps({"variables": variables, "coords": coords, "attrs": dict(result.attrs)})
        )
        buffer = io.BytesIO()
        np.savez(buffer, **arrays)
        write_whole(self._path(key), buffer.getvalue())


def _plain(values: np.ndarray) -> np.ndarray:
    """Text of any kind as fixed-width text, so that nothing needs pickling."""
    return values.astype(str) if values.dtype.kind in "OT" else values
