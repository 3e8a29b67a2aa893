"""One study, run: inputs in, results of every stage out, each under the key of what made it.

    Run     a study with its inputs, its results and the keys they carry
    run     run a study file; stages whose key is known are taken from the cache

This is the one place where sources, cache and stages meet. It is handed its folder; it fetches nothing else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

import xarray as xr
from pydantic_core import to_jsonable_python

import smartspec
from smartspec.errors import StudyError
from smartspec.panel import Panel
from smartspec.study.cache import Cache, code_key, key_of
from smartspec.study.config import Study
from smartspec.study.file import read_study
from smartspec.study.inputs import MAIN, Given, Inputs
from smartspec.study.load import load_inputs
from smartspec.study.stages import STAGES

__all__ = ["Run", "compute", "run"]

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Run:
    """A study with its inputs, its results and the keys they carry."""

    study: Study
    inputs: Inputs
    results: Mapping[str, xr.Dataset]
    keys: Mapping[str, str]
    folder: Path
    reused: tuple[str, ...] = ()

    @property
    def version(self) -> str:
        """The version of the program that ran it."""
        return smartspec.__version__

    @property
    def key(self) -> str:
        """One key for the whole run."""
        return key_of(dict(self.keys))

    def given(self) -> Given:
        """What a stage after the last would see."""
        return Given(self.study, self.inputs, self.results)


def _input_key(panel: Panel, inputs: Inputs, key: str) -> str:
    """What a panel was made from: its table's hash and entry, or its figures where it came from no table."""
    entry = inputs.entries.get(key)
    made = panel.snapshot.sha256 if panel.snapshot else hashlib.sha256(panel.values.values.tobytes()).hexdigest()
    return key_of(made, entry.model_dump(mode="json") if entry else None)


def _word_key(inputs: Inputs) -> str:
    geography = inputs.geography
    regions = {code: (region.since, region.predecessor) for code, region in geography.regions.items()}
    roles = {code: role.role for code, role in inputs.roles.items()}
    return key_of(
        regions,
        sorted(map(sorted, geography.neighbours)),
        dict(geography.constant),
        roles,
        inputs.activities,
        dict(inputs.groups),
        inputs.metropolitan,
    )


def compute(
    study: Study, inputs: Inputs, *, cache: Cache | None = None, folder: Path = Path(), progress: Progress | None = None
) -> Run:
    """Run every stage on given inputs.

    Parameters
    ----------
    study, inputs
        What to run, and on what.
    cache
        Where results are kept; nothing is kept when left out.
    folder
        The study's folder, recorded with the run.
    progress
        Called with a stage's name, its place and their number, before it starts.

    Returns
    -------
    Run
    """
    words = _word_key(inputs)
    tables = {key: _input_key(panel, inputs, key) for key, panel in inputs.panels.items()}
    if inputs.concordances:
        words = key_of(words, {name: one.values.tolist() for name, one in inputs.concordances.items()})
    for told in study.potential.layers.values():
        tables["layers"] = key_of(tables.get("layers"), tables.get(told.table))
    if inputs.world is not None:
        tables["world"] = inputs.world.hash
    if inputs.technologies is not None:
        tables["technologies"] = inputs.technologies.key
    tables |= {f"pairs:{key}": found.sha256 for key, found in inputs.pairs.items()}
    results: dict[str, xr.Dataset] = {}
    keys: dict[str, str] = {}
    reused = []
    for place, stage in enumerate(STAGES):
        if progress:
            progress(stage.name, place, len(STAGES))
        keys[stage.name] = key_of(
            stage.name,
            code_key(),
            words,
            {name: to_jsonable_python(attrgetter(name)(study)) for name in stage.options},
            {name: tables.get(name) for name in stage.tables},
            [keys[name] for name in stage.needs],
        )
        found = cache.get(keys[stage.name]) if cache else None
        if found is None:
            found = stage.does(Given(study, inputs, results))
            if cache:
                cache.put(keys[stage.name], found)
        else:
            reused.append(stage.name)
        results[stage.name] = found
    return Run(study, inputs, results, keys, folder, tuple(reused))


def run(study_file: Path | str, *, progress: Progress | None = None, use_cache: bool = True) -> Run:
    """Run a study file.

    Parameters
    ----------
    study_file
        The file, or the folder that holds `study.yaml`.
    progress
        Called with a stage's name, its place and their number, before it starts.
    use_cache
        Whether to take known results from, and keep new ones in, the study's `.smartspec` folder.

    Returns
    -------
    Run

    Raises
    ------
    StudyError, SourceError, PanelError, StoreError
        Something a person can put right.
    """
    path = Path(study_file)
    if path.is_dir():
        path = path / "study.yaml"
    study = read_study(path)
    folder = path.parent
    keep = folder / ".smartspec" / "received"
    cache = Cache(folder / ".smartspec" / "cache") if use_cache else None
    inputs = load_inputs(study, folder, keep=keep, cache=cache)
    _refuse_empty(inputs)
    return compute(study, inputs, cache=cache, folder=folder, progress=progress)


def _refuse_empty(inputs: Inputs) -> None:
    panel = inputs.panels[MAIN]
    if len(panel.regions) < 2 or len(inputs.activities) < 2:
        raise StudyError(
            f"a quotient compares regions and activities, but the main table has {len(panel.regions)} region(s) and "
            f"{len(inputs.activities)} activity(ies). Give at least two of each."
        )
