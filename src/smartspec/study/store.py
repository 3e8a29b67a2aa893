"""What a run leaves behind: a folder of results that appears whole, or not at all.

    save            a run's artefacts, its options and its manifest
    result_folder   where a study's results stand

Everything is written into a folder beside the old results and put in their place at the end, so that a run
that fails or is killed leaves the earlier results as they were.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from smartspec.errors import StoreError
from smartspec.study.file import write_study
from smartspec.study.stages import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from smartspec.study.run import Run

__all__ = ["replacing", "result_folder", "save"]


_NEW, _OLD = ".new-", ".old-"
"""How the names of drafts, and of results set aside for a moment, go on after the target's."""

_DAY = 86_400
"""Seconds after which a draft is nobody's."""


def result_folder(folder: Path, out: Path | None = None) -> Path:
    """Where a study's results stand: the folder asked for, or `results` beside the study file."""
    return out if out is not None else folder / "results"


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A fresh folder that takes the target's place when all went well, and vanishes when not.

    What a killed run left beside the target is put right first: results it had set aside come back, and drafts nobody
    touched for a day are taken away.

    Raises
    ------
    StoreError
        The folder cannot be written, or the target is a file, or holds something that is no run's result.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _put_right(target)
        if target.exists() and not target.is_dir():
            raise StoreError(f"{target} is a file, so results cannot go there. Name a folder with --out.")
        if target.is_dir() and any(target.iterdir()) and not (target / "run.json").exists():
            raise StoreError(
                f"{target} holds files that are no results of a run. Name an empty or a new folder with --out."
            )
        fresh = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}{_NEW}"))
    except OSError as cause:
        raise StoreError(
            f"cannot write results to {target}: {cause.strerror or cause}. Name another folder with --out."
        ) from cause
    try:
        fresh.chmod(0o755)
        yield fresh
        old = target.with_name(f".{target.name}{_OLD}{os.getpid()}")
        if target.exists():
            target.rename(old)
        fresh.rename(target)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as cause:
        raise StoreError(
            f"cannot write results to {target}: {cause.strerror or cause}. Name another folder with --out."
        ) from cause
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _put_right(target: Path) -> None:
    """Bring back results a killed run had set aside, and take away what it left."""
    for left in sorted(target.parent.iterdir()):
        if left.name.startswith(f".{target.name}{_OLD}") and (left / "run.json").exists():
            if target.exists():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.rename(target)
        elif left.name.startswith(f".{target.name}{_NEW}") and time.time() - left.stat().st_mtime > _DAY:
            shutil.rmtree(left, ignore_errors=True)


def save(run: Run, folder: Path, *, languages: Iterable[str] = ()) -> None:
    """Write a run's artefacts, its options with every default, and its manifest.

    Parameters
    ----------
    run
        A finished run.
    folder
        An empty folder.
    languages
        Languages of the reports that lie beside, for the manifest.
    """
    artefacts = folder / "artefacts"
    artefacts.mkdir()
    for place, stage in enumerate(STAGES, start=1):
        for name, text in _tables(run.results[stage.name]).items():
            (artefacts / f"{place:02d}-{stage.name}-{name}.csv").write_text(text, encoding="utf-8")
    (folder / "study.resolved.yaml").write_text(write_study(run.study), encoding="utf-8")
    manifest = {
        "smartspec": run.version,
        "run": run.key,
        "stages": {stage.name: {"step": stage.step, "key": run.keys[stage.name]} for stage in STAGES},
        "tables": {
            key: {"file": panel.snapshot.name, "sha256": panel.snapshot.sha256, "bytes": panel.snapshot.bytes}
            for key, panel in run.inputs.panels.items()
            if panel.snapshot
        },
        "remarks": {
            key: [{"key": remark.key, **remark.values} for remark in remarks]
            for key, remarks in run.inputs.remarks.items()
        },
        "languages": list(languages),
        "synthetic": run.study.synthetic,
    }
    (folder / "run.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=2), encoding="utf-8")


def _tables(result: xr.Dataset) -> Mapping[str, str]:
    """One CSV text for each set of dimensions a result has; futures are left to the summaries made of them."""
    groups: dict[tuple[str, ...], dict[str, xr.DataArray]] = {}
    for name, array in result.data_vars.items():
        dims = tuple(sorted(map(str, array.dims)))
        if "future" not in dims:
            groups.setdefault(dims, {})[str(name)] = array
    found = {}
    for dims, arrays in groups.items():
        if not dims:
            line = ",".join(str(array.item()) for array in arrays.values())
            found["facts"] = ",".join(arrays) + "\n" + line + "\n"
            continue
        order = next(iter(arrays.values())).dims
        frame = xr.Dataset({name: array.transpose(*order) for name, array in arrays.items()}).to_dataframe()
        columns = list(arrays)
        known = frame[columns].replace("", np.nan).notna().any(axis=1)
        found["-".join(map(str, order))] = frame.loc[known, columns].to_csv(float_format="%.10g", lineterminator="\n")
    return found
