"""What a study knows of technologies: its register and tables, and what its panel judged.

    Known                what the stages read
    load_technologies    from the study file, its tables and its experts' answers

A table's figure comes first, the panel's stands where the tables have none. What neither tells stays open.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import numpy as np
import xarray as xr

from smartspec.errors import PanelError, SourceError
from smartspec.panel import Classification, Geography, Words
from smartspec.sources import technologies as tables
from smartspec.sources.technologies import BOUNDS, Register
from smartspec.study.cache import key_of
from smartspec.study.judged import PanelSays, panel_says
from smartspec.study.technology import SCALE, Technologies

__all__ = ["Known", "load_technologies"]

T = TypeVar("T")


@dataclass(frozen=True)
class Known:
    """What a study knows of technologies.

    Attributes
    ----------
    register
        Technologies and challenges by code.
    readiness
        `trl` and `organisation` of (technology).
    stages
        `cost` and `years` of (technology, stage, bound), from tables.
    left
        `cost` and `years` of (technology, bound) of all that is left, as the panel judged it.
    scores : (technology, criterion, bound)
        On the scale of scores.
    people : (technology)
        How many people judged it.
    patents, publications : (region, field)
        Counts, or None.
    adopted : (technology, region)
        1, 0 or missing, or None.
    files
        Tables by field: file name and hash.
    told
        What was cited for readiness, cost and scores, by technology, without doubles.
    key
        The hash of all of it.
    """

    register: Register
    readiness: xr.Dataset
    stages: xr.Dataset
    left: xr.Dataset
    scores: xr.DataArray
    people: xr.DataArray
    patents: xr.DataArray | None = None
    publications: xr.DataArray | None = None
    adopted: xr.DataArray | None = None
    files: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    told: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    key: str = ""

    @property
    def codes(self) -> list[str]:
        """Codes of the technologies, in the register's order."""
        return list(self.register.technologies)

    def name(self, code: str) -> Words:
        """A technology's name by language."""
        return self.register.technologies[code].name


def load_technologies(
    wanted: Technologies | None,
    folder: Path,
    geography: Geography,
    classification: Classification,
    problems: list[str],
) -> Known | None:
    """What a study knows of technologies.

    Parameters
    ----------
    wanted
        What the study file says of them.
    folder
        Where the tables' names start, and where the experts' answers lie.
    geography, classification
        Regions and activities there are.
    problems
        What is wrong with the tables is added to these.

    Returns
    -------
    Known or None
        None where the study names no technologies, or something is wrong with them.
    """
    if wanted is None:
        return None
    before = len(problems)
    files: dict[str, tuple[str, str]] = {}

    def read(name: str, how: Callable[[Path], T]) -> T | None:
        """A table of the study, or None where it names none or something is wrong with it."""
        told = getattr(wanted, name)
        if told is None:
            return None
        try:
            found = how(folder / told)
            files[name] = (Path(told).name, hashlib.sha256((folder / told).read_bytes()).hexdigest())
        except (SourceError, PanelError) as wrong:
            problems.append(f"technologies: {name}: {wrong}")
            return None
        return found

    register = _register(wanted, read, classification, problems)
    codes, regions = list(register.technologies), list(geography.regions)
    scale = wanted.organisation
    ends = (scale.low, scale.high) if scale else None
    ready = read("readiness", lambda path: tables.read_readiness(path, codes, organisation=ends))
    costs = read("costs", lambda path: tables.read_costs(path, codes, wanted.stages))
    scores = read("scores", lambda path: tables.read_scores(path, codes, wanted.criteria, scale=SCALE))
    patents = read("patents", lambda path: tables.read_counts(path, regions))
    papers = read("publications", lambda path: tables.read_counts(path, regions))
    adopted = read("adoption", lambda path: tables.read_adoption(path, codes, regions))
    if strangers := [region for region in wanted.budgets if region not in regions]:
        problems.append(f"technologies: budgets: no region {', '.join(strangers[:5])} in the study. Correct the code.")
    if len(problems) > before:
        return None
    told: dict[str, dict[str, None]] = {}
    for source in (ready, costs, scores):
        for at, text in (source[1] if source else {}).items():
            told.setdefault(at if isinstance(at, str) else at[0], {})[text] = None
    said = panel_says(folder, codes, wanted.criteria)
    return _merged(
        register,
        ready[0] if ready else None,
        costs[0] if costs else None,
        scores[0] if scores else None,
        said,
        wanted,
        {"patents": patents, "publications": papers, "adopted": adopted},
        files,
        {code: tuple(text for text in texts if text) for code, texts in told.items()},
    )


def _register(
    wanted: Technologies,
    read: Callable[[str, Callable[[Path], Mapping[str, object]]], Mapping[str, object] | None],
    classification: Classification,
    problems: list[str],
) -> Register:
    base = Register()
    if wanted.begin_from is not None:
        try:
            base = tables.load_register(wanted.begin_from, classification)
        except PanelError as wrong:
            problems.append(f"technologies: begin_from: {wrong}")
    own = read("challenges", tables.read_challenges) or {}
    challenges: dict[str, Words] = {**base.challenges, **own}  # type: ignore[dict-item]
    rows = read("table", lambda path: tables.read_technologies(path, challenges, classification)) or {}
    technologies: dict[str, tables.Technology] = {**base.technologies, **rows}  # type: ignore[dict-item]
    if not technologies and not problems:
        problems.append(
            "technologies: there is none. Name a table of them under `technologies: table:`, or begin from a register "
            "with `begin_from: resource_regions`."
        )
    return Register(technologies, challenges)


def _merged(
    register: Register,
    ready: xr.Dataset | None,
    costs: xr.Dataset | None,
    scores: xr.DataArray | None,
    said: PanelSays,
    wanted: Technologies,
    evidence: Mapping[str, xr.DataArray | None],
    files: Mapping[str, tuple[str, str]],
    told: Mapping[str, tuple[str, ...]],
) -> Known:
    """Tables first, the panel where they are silent."""
    codes = list(register.technologies)
    shape = (len(codes), len(wanted.stages), len(BOUNDS))
    empty = xr.DataArray(
        np.full(shape, np.nan),
        coords={"technology": codes, "stage": list(wanted.stages), "bound": list(BOUNDS)},
        dims=("technology", "stage", "bound"),
    )
    stages = xr.Dataset({"cost": empty, "years": empty}) if costs is None else costs
    none = said.trl.where(False)
    readiness = xr.Dataset(
        {
            "trl": said.trl if ready is None else ready["trl"].fillna(said.trl),
            "organisation": none if ready is None else ready["organisation"],
        }
    )
    joined = said.scores if scores is None else scores.fillna(said.scores)
    arrays = [readiness, stages, said.left, joined, *(one for one in evidence.values() if one is not None)]
    shown = {code: (one.activities, one.challenges, one.field) for code, one in register.technologies.items()}
    key = key_of(shown, sorted(register.challenges), [one.to_dict() for one in arrays])
    return Known(
        register, readiness, stages, said.left, joined, said.people, **evidence, files=files, told=told, key=key
    )
