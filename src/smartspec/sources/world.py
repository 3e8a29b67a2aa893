"""The world to compare with: regions of other countries, as structure, presence and growth computed from their tables.

    World          what is known of the regions to compare with
    WorldSource    whose figures it was computed from, and under which terms
    LEVELS         groups of activities the shipped reference has: 14 groups, or 10 coarser ones
    load_world     the reference that came with the package
    world_groups   the common group of every section of ISIC, NACE and OKED
    read_foreign   a person's own panel of other regions

The shipped reference holds no published table: only what was computed from tables whose terms are open.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
import xarray as xr

from smartspec.errors import SourceError, bullets, first_few
from smartspec.panel import Words
from smartspec.sources.dictionaries import listed

__all__ = ["LEVELS", "Level", "World", "WorldSource", "load_world", "read_foreign", "world_groups"]

Level = Literal["groups14", "groups10"]
LEVELS: tuple[Level, ...] = ("groups14", "groups10")
LETTERS = {"A": 0.0, "N": 0.5, "H": 1.0, "-": np.nan, " ": np.nan}
OWN = ("size", "resource_rent")


@dataclass(frozen=True)
class WorldSource:
    """Whose figures a part of the reference was computed from."""

    publisher: str
    title: str
    licence: str
    citation: str
    countries: str = ""


@dataclass(frozen=True)
class World:
    """What is known of the regions to compare with.

    Attributes
    ----------
    key, hash
        Its name, and a hash of what it was read from.
    names
        Names of regions by code and language.
    country
        (peer): ISO code of the country of each region.
    structure
        (window, peer, trait): shares of groups and the other traits, mean of three years that end with `window`;
        the coordinate `dimension` (trait) says what each trait belongs to.
    state
        (year, peer, activity): 0 absent, 0.5 near, 1 held, by group.
    performance
        (peer, indicator): growth against the region's own country, per year, up to its last year.
    groups
        The group of each activity of the list a study uses.
    sources
        Whose figures it was computed from.
    """

    key: str
    hash: str
    names: Mapping[str, Words]
    country: xr.DataArray
    structure: xr.DataArray
    state: xr.DataArray
    performance: xr.DataArray
    groups: Mapping[str, str]
    sources: tuple[WorldSource, ...] = ()
    optional: frozenset[str] = field(default=frozenset())
    """Activities a study may leave out, since they are tiny or unpublished."""

    @property
    def latest(self) -> xr.DataArray:
        """(peer, trait): the structure of the last window each region has."""
        made = self.structure.transpose("window", "peer", "trait")
        known = np.isfinite(made.values).all(axis=2)
        last = len(known) - 1 - known[::-1].argmax(axis=0)
        return made.isel(window=0, drop=True).copy(data=made.values[last, np.arange(made.sizes["peer"])])

    @property
    def last_year(self) -> xr.DataArray:
        """(peer): the last year with known presence."""
        state = self.state.transpose("year", "peer", "activity")
        known = np.isfinite(state.values).any(axis=2)
        last = state.year.values[len(known) - 1 - known[::-1].argmax(axis=0)]
        return xr.DataArray(last, coords={"peer": state.peer.values}, dims="peer")


def _folder() -> Path:
    return Path(str(files("smartspec"))) / "packs" / "world"


def world_groups(level: Level = "groups14") -> dict[str, str]:
    """The common group of every section of ISIC, NACE and OKED.

    Examples
    --------
    >>> world_groups()["M"], world_groups("groups10")["B"]
    ('M+N', 'BCDE')
    """
    table = _csv("crosswalk.csv")
    rows = table[(table["list"] == "sections") & (table[level] != "")]
    return dict(zip(rows["activity"], rows[level], strict=True))


def _csv(name: str) -> pd.DataFrame:
    """A shipped table; numbers where a column holds nothing else."""
    return pd.read_csv(_folder() / name, keep_default_na=False, na_values={}, encoding="utf-8")


@lru_cache(maxsize=2)
def load_world(level: Level = "groups14") -> World:
    """The reference that came with the package.

    Parameters
    ----------
    level
        `groups14`: regions of the United Kingdom, the United States and Mexico, with mining apart from manufacturing;
        `groups10`: regions of the European Union and its neighbours, with all industry in one group.

    Returns
    -------
    World

    Examples
    --------
    >>> world = load_world()
    >>> world.names["US-WY"]["en"], world.country.sel(peer="US-WY").item()
    ('Wyoming', 'USA')
    """
    regions = _csv(f"{level}-regions.csv")
    codes = regions["region"].tolist()
    told = _csv(f"{level}-structure.csv").set_index(["window", "region"])
    structure = told.to_xarray().to_dataarray("trait").rename(region="peer").sel(peer=codes)
    traits = [str(trait) for trait in structure.trait.values]
    kinds = [trait if trait in OWN else "sectors" for trait in traits]
    performance = _csv(f"{level}-performance.csv").set_index("region").apply(pd.to_numeric, errors="coerce")
    made = performance.to_xarray().to_dataarray("indicator").rename(region="peer").sel(peer=codes)
    digest = hashlib.sha256(b"".join((_folder() / f"{level}-{part}.csv").read_bytes() for part in PARTS)).hexdigest()
    return World(
        key=level,
        hash=digest,
        names={
            row["region"]: {lang: text for lang in ("en", "ru", "kk") if (text := row[f"name_{lang}"])}
            for row in listed(_folder() / f"{level}-regions.csv", "region")
        },
        country=xr.DataArray(regions["country"].to_numpy().astype(str), coords={"peer": codes}, dims="peer"),
        structure=structure.transpose("window", "peer", "trait").assign_coords(dimension=("trait", kinds)),
        state=_states(_csv(f"{level}-presence.csv"), codes),
        performance=made.transpose("peer", "indicator"),
        groups=world_groups(level),
        sources=_sources(level),
        optional=frozenset({"T"}),
    )


PARTS = ("regions", "structure", "presence", "performance")


def _sources(level: Level) -> tuple[WorldSource, ...]:
    return tuple(
        WorldSource(row["publisher"], row["title"], row["licence"], row["citation"], row["countries"])
        for row in listed(_folder() / "sources.csv", "level", "licence")
        if row["level"] == level
    )


def _states(rows: pd.DataFrame, codes: list[str]) -> xr.DataArray:
    """(year, peer, activity) from one letter a year: A absent, N near, H held, - unknown."""
    first = int(rows["first"].min())
    last = int((rows["first"] + rows["states"].str.len() - 1).max())
    years = range(first, last + 1)
    padded = (" " * (start - first) + letters for start, letters in zip(rows["first"], rows["states"], strict=True))
    letters = np.frombuffer("".join(text.ljust(len(years)) for text in padded).encode("ascii"), dtype=np.uint8)
    value = np.full(128, np.nan)
    for letter, number in LETTERS.items():
        value[ord(letter)] = number
    index = pd.MultiIndex.from_frame(rows[["region", "activity"]], names=["peer", "activity"])
    frame = pd.DataFrame(value[letters].reshape(len(rows), len(years)), index=index, columns=list(years))
    made = xr.DataArray(frame.stack(future_stack=True).rename_axis(["peer", "activity", "year"]).to_xarray())
    order = list(dict.fromkeys(rows["activity"]))
    return made.sel(peer=codes, activity=order).transpose("year", "peer", "activity")


NEEDED = ("region", "country", "activity", "year", "value")


def read_foreign(path: Path) -> tuple[xr.DataArray, dict[str, str], str]:
    """A person's own panel of other regions: one row per region, activity and year.

    Parameters
    ----------
    path
        A CSV with the columns region, country, activity, year, value, and region_name where there are names.

    Returns
    -------
    value : (year, region, activity)
        With the coordinate `country` (region).
    names : dict
        Names by code.
    hash : str
        Hash of the file.

    Raises
    ------
    SourceError
        The file cannot be read, a column is missing, a row stands twice, a number is none or negative, or years have
        a gap.
    """
    try:
        raw = path.read_bytes()
        rows = pd.read_csv(path, dtype={"region": str, "activity": str, "country": str}, keep_default_na=False)
    except (OSError, ValueError, UnicodeDecodeError) as error:
        raise SourceError(f"{path} cannot be read as a table: {' '.join(str(error).split())}. Correct it.") from None
    if missing := [name for name in NEEDED if name not in rows.columns]:
        raise SourceError(
            f"{path.name} has no column {first_few(missing)}; a panel of regions to compare with needs "
            f"{', '.join(NEEDED)}. Add it."
        )
    problems = []
    value = pd.to_numeric(rows["value"].replace("", None), errors="coerce")
    bad = value.isna() & (rows["value"].astype(str) != "")
    if bad.any():
        problems.append(f"{int(bad.sum())} values are no numbers: {first_few(list(rows['value'][bad].astype(str)))}")
    if (value < 0).any():
        problems.append(f"{int((value < 0).sum())} values are negative")
    twice = rows.duplicated(["region", "activity", "year"])
    if twice.any():
        told = [f"{row.region} / {row.activity} / {row.year}" for row in rows[twice].itertuples()]
        problems.append(f"{len(told)} rows stand twice: {first_few(told)}")
    years = sorted({int(year) for year in pd.to_numeric(rows["year"], errors="coerce").dropna()})
    if not years or years != list(range(years[0], years[0] + len(years))):
        problems.append("years are not consecutive")
    if problems:
        raise SourceError(bullets(f"{path.name}: {len(problems)} problems:", problems))
    cube = rows.assign(value=value).set_index(["year", "region", "activity"])["value"].to_xarray()
    first = rows.drop_duplicates("region").set_index("region")
    codes = [str(code) for code in cube.region.values]
    made = cube.transpose("year", "region", "activity").astype(float)
    made = made.assign_coords(country=("region", first["country"].loc[codes].to_numpy().astype(str)))
    named = first["region_name"] if "region_name" in first else first.index.to_series()
    return made, {code: str(named.loc[code]) for code in codes}, hashlib.sha256(raw).hexdigest()
