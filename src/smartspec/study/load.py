"""Where people's words and published figures meet: a study becomes the inputs of its run.

    load_inputs    regions, activities, roles and panels of a study
    USED           tables the stages and exhibits read, when a pack has them

Every table that is wrong is told of at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from smartspec.errors import PanelError, SourceError, StudyError, bullets, first_few
from smartspec.panel import Classification, Geography, Panel, Region, checks
from smartspec.sources.base import Received, TableEntry
from smartspec.sources.boundaries import Shape, read_shapes
from smartspec.sources.dictionaries import read_classification, read_geography
from smartspec.sources.files import read_table
from smartspec.sources.packs import Pack, load_pack
from smartspec.sources.pairs import Pairs, read_pairs, world_table
from smartspec.study.cache import Cache
from smartspec.study.config import RoleEntry, Study
from smartspec.study.inputs import MAIN, Inputs
from smartspec.study.known import load_technologies
from smartspec.study.received import Memory
from smartspec.study.reference import of_study, read_concordances

__all__ = ["USED", "load_inputs"]

USED = (
    MAIN,
    "value_added_volume_index",
    "grp",
    "grp_volume_index",
    "value_added_deflator",
    "commodity_prices",
    "products",
    "hourly_earnings",
)

WITH_FORMER = ("products",)
"""Tables whose country total contains regions of former borders, so that these must stand in them."""


def load_inputs(study: Study, folder: Path, *, keep: Path | None = None, cache: Cache | None = None) -> Inputs:
    """Regions, activities, roles and panels of a study.

    Parameters
    ----------
    study
        A checked study.
    folder
        Where the study file lies; its tables' names start there.
    keep
        Folder for copies of the tables as received.
    cache
        Where tables once read are kept as figures; every table is read from its file when left out.

    Returns
    -------
    Inputs

    Raises
    ------
    StudyError, SourceError, PanelError
        What is named is missing, or a table or the map cannot be read; all their problems come together.
    """
    pack = load_pack(study.pack) if study.pack else None
    geography, classification = _words(study, folder, pack)
    problems: list[str] = []
    shapes = _shapes(study, folder, geography, problems)
    known = load_technologies(study.technologies, folder, geography, classification, problems)
    memory = Memory(cache, geography, pack.notes if pack else ())
    received = _tables(study, folder, pack, memory, classification, keep, problems)
    if MAIN not in received:
        raise StudyError(
            f"the study has no table '{MAIN}', the one everything rests on. Add it under `tables:`, or name a `pack:`."
        )
    panels = {key: found.panel for key, found in received.items()}
    activities = _activities(study, panels[MAIN], classification)
    pairs = _pairs(study, folder, activities, classification)
    return Inputs(
        geography=geography,
        classification=classification,
        panels=panels,
        roles=_roles(study, pack, activities),
        activities=activities,
        groups=study.groups or (pack.groups if pack else {}),
        metropolitan=study.metropolitan or (pack.metropolitan if pack else ()),
        notes=pack.notes if pack else (),
        entries={key: found.entry for key, found in received.items()},
        remarks={key: found.remarks for key, found in received.items() if found.remarks},
        words=_item_words(pack),
        kazakh_checked=pack.kazakh_checked if pack else False,
        shapes=shapes,
        concordances=read_concordances(study, folder),
        world=of_study(study, folder),
        technologies=known,
        pairs=pairs,
    )


def _words(study: Study, folder: Path, pack: Pack | None) -> tuple[Geography, Classification]:
    if study.geography.regions:
        neighbours = folder / study.geography.neighbours if study.geography.neighbours else None
        geography = read_geography(
            folder / study.geography.regions, country=study.geography.country, neighbours=neighbours
        )
    elif pack:
        geography = pack.geography
    else:
        raise StudyError(
            "the study names no regions. Add `geography: regions:` with a table of them, or name a `pack:`."
        )
    if study.classification:
        return geography, read_classification(folder / study.classification, key="study")
    if pack:
        return geography, pack.activities
    raise StudyError("the study names no activities. Add `classification:` with a table of them, or name a `pack:`.")


def _shapes(study: Study, folder: Path, geography: Geography, problems: list[str]) -> Mapping[str, Shape]:
    """The study's own map, where it names one; what is wrong with it joins the other problems."""
    if study.geography.shapes is None:
        return {}
    try:
        return read_shapes(folder / study.geography.shapes, geography)
    except SourceError as wrong:
        problems.append(str(wrong))
        return {}


def _pairs(study: Study, folder: Path, activities: tuple[str, ...], classification: Classification) -> dict[str, Pairs]:
    """Tables of pairs the study names; flows are read whenever it has them."""
    named, known = study.relatedness, set(classification.activities)
    found: dict[str, Pairs] = {}
    if "imported" in named.parts and named.table is not None:
        found["imported"] = read_pairs(named.table, folder, activities, known=known)
    if "world" in named.parts:
        found["world"] = world_table(classification.level_of(activities), activities)
    if named.linkages is not None:
        found["linkages"] = read_pairs(named.linkages, folder, activities, known=known, diagonal=True)
    return found


def _tables(
    study: Study,
    folder: Path,
    pack: Pack | None,
    memory: Memory,
    classification: Classification,
    keep: Path | None,
    problems: list[str],
) -> dict[str, Received]:
    """Every table the study uses; stops at the end with all problems, those found before among them."""
    received: dict[str, Received] = {}
    wanted: dict[str, TableEntry | None] = {key: None for key in USED if pack and key in pack.entries}
    wanted |= dict(study.tables)
    layered = {one.table for one in study.potential.layers.values() if one.concordance is not None}
    for key, entry in wanted.items():
        try:
            if entry is None:
                assert pack is not None
                told, place = pack.entries[key], pack.folder
                own = pack.classification_of(told)
                read = partial(pack.read, key, keep=keep)
                if key in WITH_FORMER:
                    told = told.model_copy(update={"former": ()})
                    read = partial(_with_former, pack, key, told, keep=keep)
            else:
                bare = entry.columns.activity is None or key == "commodity_prices" or key in layered
                own = None if bare else classification
                told, place = entry, folder
                read = partial(read_table, key, told, place, geography=memory.geography, classification=own, keep=keep)
            received[key] = memory.read(key, told, place, own, keep=keep, read=read)
        except (SourceError, PanelError) as wrong:
            problems.append(str(wrong))
    if MAIN in received and (odd := checks.starts_and_ends(received[MAIN].panel, memory.geography)):
        shown = odd[:5] + ([f"and {len(odd) - 5} more"] if len(odd) > 5 else [])
        many = "1 region that starts or ends" if len(odd) == 1 else f"{len(odd)} regions that start or end"
        problems.append(bullets(f"table '{MAIN}' ({received[MAIN].snapshot.name}) has {many} within its years:", shown))
    if problems:
        raise SourceError("\n\n".join(problems))
    return received


def _with_former(pack: Pack, key: str, entry: TableEntry, *, keep: Path | None) -> Received:
    """A pack's table with regions of former borders kept under their old codes."""
    geography = pack.geography
    both = replace(
        geography, regions={**geography.regions, **{code: Region(code) for code in geography.former}}, former={}
    )
    return read_table(key, entry, pack.folder, geography=both, classification=pack.classification_of(entry), keep=keep)


def _activities(study: Study, panel: Panel, classification: Classification) -> tuple[str, ...]:
    wanted = study.activities or tuple(panel.activities)
    if missing := [code for code in wanted if code not in panel.activities]:
        raise StudyError(
            f"`activities:` names {first_few(missing)}, which the main table does not have; "
            f"it has {first_few(panel.activities, count=30)}."
        )
    classification.level_of(wanted)
    return tuple(wanted)


def _roles(study: Study, pack: Pack | None, activities: tuple[str, ...]) -> Mapping[str, RoleEntry]:
    found: dict[str, RoleEntry] = {}
    if pack:
        found = {code: RoleEntry(role=role.role, reason=dict(role.reason)) for code, role in pack.roles.items()}
    found |= study.roles
    if missing := [code for code in activities if code not in found]:
        many = "1 activity has" if len(missing) == 1 else f"{len(missing)} activities have"
        raise StudyError(
            f"{many} no role: {first_few(missing)}. Say under `roles:` for each whether it is "
            "`base`, `candidate`, `enabling` or `no_choice`, and why."
        )
    return {code: found[code] for code in activities}


def _item_words(pack: Pack | None) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Names and units of products and commodities: list, code, language."""
    if pack is None:
        return {}
    lists = {"products": pack.products, "commodities": pack.commodities}
    found: dict[str, Mapping[str, Mapping[str, str]]] = {}
    for key, items in lists.items():
        found[key] = {code: item.name for code, item in items.items()}
        found[f"{key}.unit"] = {code: item.unit for code, item in items.items()}
        found[f"{key}.facts"] = {code: item.facts for code, item in items.items()}
    return found
