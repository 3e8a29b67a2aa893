"""Country packs: a country's regions, activities, roles, tables and caveats, as data that came with the package.

    Pack         everything one pack knows
    packs        names of the packs there are
    load_pack    one pack by its name
    read_pack    a pack from any folder of that form

A pack is a folder of tables and one pack.yaml. It holds no code, and nothing here knows any country.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from pydantic import ValidationError

from smartspec.errors import PanelError, SourceError, bullets, first_few
from smartspec.panel import Activity, Classification, Geography, Panel, Status, Words
from smartspec.sources.base import Columns, Note, Received, TableEntry
from smartspec.sources.dictionaries import listed, read_classification, read_geography, reading, words
from smartspec.sources.files import read_table

__all__ = ["Item", "Pack", "Role", "load_pack", "packs", "read_pack", "with_derived"]

_LISTS = {"product": "products", "indicator": "indicators", "commodity": "commodities"}
ROLES = ("base", "candidate", "enabling", "no_choice")


@dataclass(frozen=True)
class Item:
    """One thing a pack's table speaks of besides activities: a product, an indicator, a commodity."""

    code: str
    name: Words
    unit: Words
    facts: Mapping[str, str] = field(default_factory=dict)
    """Whatever else the pack knows of it, by column."""


@dataclass(frozen=True)
class Role:
    """What an activity may be in a strategy, and why."""

    role: str
    reason: Words


@dataclass(frozen=True)
class Pack:
    """Everything one pack knows.

    Attributes
    ----------
    key, title
        Its name and its title by language.
    folder
        Where its tables lie.
    geography
        Its regions; names of the country and of constant and former regions stand in `constant_names`.
    classifications
        Lists by key; the first one is that of activities.
    roles
        Roles of activities by code.
    groups
        Codes under which some tables publish several activities together, to these activities.
    entries
        Tables by key, ready for `read_table`.
    notes
        Caveats of cells.
    products, indicators, commodities
        What the rows of these tables are, by code.
    first_release
        The year published for the first time, or None.
    revised
        Years findings may rest on.
    level_breaks
        First years of a new level of the nominal series.
    metropolitan
        Regions that are metropolitan cities.
    kazakh_checked
        Whether a native speaker checked the Kazakh words.
    """

    key: str
    title: Words
    folder: Path
    geography: Geography
    classifications: Mapping[str, Classification]
    roles: Mapping[str, Role]
    entries: Mapping[str, TableEntry]
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    products: Mapping[str, Item] = field(default_factory=dict)
    indicators: Mapping[str, Item] = field(default_factory=dict)
    commodities: Mapping[str, Item] = field(default_factory=dict)
    first_release: int | None = None
    revised: tuple[int, ...] = ()
    level_breaks: tuple[int, ...] = ()
    metropolitan: tuple[str, ...] = ()
    kazakh_checked: bool = False

    @property
    def activities(self) -> Classification:
        """The list of activities."""
        return next(iter(self.classifications.values()))

    def classification_of(self, entry: TableEntry) -> Classification | None:
        """The list an entry's activity codes come from; None when its codes are taken as they stand.

        Raises
        ------
        SourceError
            The entry names a list the pack does not have.
        """
        if entry.columns.activity is None or entry.classification == "none":
            return None
        if not entry.classification:
            return self.activities
        if entry.classification not in self.classifications:
            raise SourceError(
                f"{entry.file} names the classification '{entry.classification}'; "
                f"'{self.key}' has {first_few(list(self.classifications))}. Name one of these."
            )
        return self.classifications[entry.classification]

    def read(self, key: str, *, keep: Path | None = None) -> Received:
        """Read one of the pack's tables, with the cells its notes call derived marked so.

        Raises
        ------
        SourceError, PanelError
            There is no such table, or it cannot be read.
        """
        if key not in self.entries:
            raise SourceError(f"'{self.key}' has no table '{key}'; it has {first_few(list(self.entries), count=40)}.")
        entry = self.entries[key]
        found = read_table(
            key,
            entry,
            self.folder,
            geography=self.geography,
            classification=self.classification_of(entry),
            keep=keep,
        )
        return replace(found, panel=with_derived(found.panel, self.notes))


def with_derived(panel: Panel, notes: Iterable[Note]) -> Panel:
    """The panel with published cells that a note calls derived marked as `Status.DERIVED`.

    Examples
    --------
    >>> from smartspec.panel import Indicator, label
    >>> jobs = Panel.of(label([[[80, 20]]], year=[2024], region=["N"], activity=["A", "E"]), Indicator("jobs"))
    >>> with_derived(jobs, [Note("jobs", "derived", activity="E")]).status.values.tolist()
    [[[0, 3]]]
    """
    derived = [note for note in notes if note.kind == "derived" and note.table == panel.indicator.key]
    if not derived:
        return panel
    status = panel.status.copy()
    marks = status.values
    for note in derived:
        years = [note.touches(years=(year,)) for year in panel.years]
        regions = [note.touches(region=code) for code in panel.regions]
        activities = [note.touches(activity=code) for code in panel.activities]
        part = marks[np.ix_(years, regions, activities)]
        marks[np.ix_(years, regions, activities)] = np.where(part == int(Status.PUBLISHED), int(Status.DERIVED), part)
    return replace(panel, status=status)


def packs() -> list[str]:
    """Names of the packs that came with the package."""
    return sorted(path.parent.name for path in _root().glob("*/pack.yaml"))


def load_pack(name: str) -> Pack:
    """Load one pack.

    Raises
    ------
    SourceError
        There is no such pack, or its files cannot be read.
    PanelError
        Its lists contradict each other.
    """
    if name not in packs():
        raise SourceError(f"there is no pack '{name}'; packs are {first_few(packs(), count=20) or 'none'}.")
    return read_pack(_root() / name)


def read_pack(folder: Path) -> Pack:
    """Load a pack from any folder of that form.

    Raises
    ------
    SourceError, PanelError
        As `load_pack`.
    """
    told = _yaml(folder / "pack.yaml")

    def place(what: str) -> Path | None:
        path = folder / str(told.get(what, f"{what}.csv"))
        return path if what in told or path.is_file() else None

    geography = read_geography(
        place("regions") or folder / "regions.csv",
        country=str(told["country"]),
        neighbours=place("neighbours"),
        constant=place("constant"),
        former=place("former"),
    )
    key = str(told.get("classification", "activities"))
    activities = read_classification(place("activities") or folder / "activities.csv", key=key)
    items = {what: _items(place(what)) for what in _LISTS.values()}
    lists = {what: _as_list(what, found) for what, found in items.items() if found}
    return Pack(
        key=str(told.get("pack", folder.name)),
        title=told.get("title", {}),
        folder=folder,
        geography=geography,
        classifications={key: activities, **lists},
        roles=_roles(place("roles"), activities),
        entries=_entries(folder.name, told.get("tables", {}), geography, key),
        groups=_groups(told.get("groups", {}), activities),
        notes=_notes(place("notes")),
        **items,
        first_release=told.get("first_release"),
        revised=tuple(told.get("revised", ())),
        level_breaks=tuple(told.get("level_breaks", ())),
        metropolitan=tuple(told.get("metropolitan", ())),
        kazakh_checked=bool(told.get("kazakh_checked", False)),
    )


@lru_cache(maxsize=1)
def _root() -> Path:
    return Path(str(files("smartspec"))) / "packs"


def _yaml(path: Path) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        told = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SourceError(f"{path} cannot be read as YAML: {' '.join(str(error).split())}. Correct it.") from None
    if not isinstance(told, dict) or "country" not in told:
        raise SourceError(f"{path} is no pack: `country`, the code of the country's own row, is not given. Add it.")
    return told


def _entries(pack: str, tables: Mapping[str, Any], geography: Geography, activities: str) -> dict[str, TableEntry]:
    """Table entries of a pack, whose `dims` say which columns there are before the years."""
    found: dict[str, TableEntry] = {}
    problems: list[str] = []
    for key, told in tables.items():
        fields = dict(told)
        if (dims := fields.pop("dims", None)) is not None:
            own = [dim for dim in dims if dim not in ("region", "year")]
            region = "region" if "region" in dims else None
            fields.setdefault("columns", Columns(region=region, activity=own[0] if own else None))
            fields.setdefault("classification", {**_LISTS, "activity": activities}.get(own[0], "none") if own else "")
        if isinstance(fields.get("adds_up"), dict):
            fields["adds_up"] = [fields["adds_up"]]
        fields.setdefault("former", tuple(geography.former))
        try:
            found[key] = TableEntry.model_validate(fields)
        except ValidationError as error:
            problems += [f"{key}.{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
    if problems:
        raise SourceError(bullets(f"pack '{pack}', tables: {len(problems)} problems:", problems))
    return found


def _groups(told: Mapping[str, Sequence[str]], activities: Classification) -> dict[str, tuple[str, ...]]:
    groups = {code: tuple(members) for code, members in told.items()}
    if unknown := activities.unknown([*groups, *(code for members in groups.values() for code in members)]):
        raise PanelError(f"pack.yaml, groups: {first_few(unknown)} are not in the list of activities. Correct them.")
    return groups


def _items(path: Path | None) -> dict[str, Item]:
    if path is None:
        return {}
    return {
        row["code"]: Item(
            row["code"],
            words(row, "name"),
            words(row, "unit"),
            {column: text for column, text in row.items() if not column.startswith(("name_", "unit_", "row"))},
        )
        for row in listed(path, "code")
    }


def _as_list(key: str, items: Mapping[str, Item]) -> Classification:
    """Items as a list of one level, so that their tables are read like any other."""
    level = next(dim for dim, name in _LISTS.items() if name == key)
    return Classification(
        key,
        {
            code: Activity(code, level, parent=item.facts.get("division", ""), name=item.name)
            for code, item in items.items()
        },
    )


def _roles(path: Path | None, activities: Classification) -> dict[str, Role]:
    if path is None:
        return {}
    rows = listed(path, "activity", "role")
    with reading(path.name) as problems:
        for row in rows:
            if row["role"] not in ROLES:
                problems.append(f"row {row['row']}: '{row['role']}' is no role; roles are {', '.join(ROLES)}")
            if row["activity"] not in activities.activities:
                problems.append(f"row {row['row']}: '{row['activity']}' is not in the list of activities. Correct it")
    return {row["activity"]: Role(row["role"], words(row, "reason")) for row in rows}


def _notes(path: Path | None) -> tuple[Note, ...]:
    if path is None:
        return ()
    return tuple(
        Note(
            row["table"],
            row["kind"],
            dict(words(row, "text")),
            region=row.get("region", ""),
            activity=row.get("activity", ""),
            first=int(row["from"]) if row.get("from") else None,
            last=int(row["to"]) if row.get("to") else None,
        )
        for row in listed(path, "table", "kind")
    )
