"""From a table of other regions to a world to compare with: structure, presence and growth, and no figure besides.

    WINDOW, STARTS    years of a window of structure; last years of the windows precedents may start with
    build             a world from a panel at common groups
    of_study          the world a study names: the shipped one, or its own panel
    read_concordances the tables that bring layers of potential to activities

The shipped reference and a study's own panel are made by the same function.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import xarray as xr

from smartspec.diagnosis import peers
from smartspec.errors import SourceError, StudyError, first_few
from smartspec.sources.dictionaries import listed
from smartspec.sources.world import World, WorldSource, load_world, read_foreign
from smartspec.study.config import Study

__all__ = ["STARTS", "WINDOW", "build", "national_quotient", "of_study", "read_concordances"]

WINDOW = 3
STARTS = 3
"""Every how many years a window of structure may start a precedent."""
SPAN = 5


def national_quotient(value: xr.DataArray) -> xr.DataArray:
    """(year, region, activity): location quotients of regions within their own country.

    Parameters
    ----------
    value : (year, region, activity)
        Value added, with the coordinate `country` (region).
    """
    of = xr.DataArray(value.country.values.astype(str), coords={"region": value.region}, name="of")
    bare = value.drop_vars("country")
    national = bare.groupby(of).sum("region", skipna=False).sel(of=of).drop_vars("of")
    here, there = bare / bare.sum("activity", skipna=False), national / national.sum("activity", skipna=False)
    return (here / there.where(there > 0)).transpose("year", "region", "activity")


def build(
    value: xr.DataArray,
    *,
    key: str,
    digest: str,
    names: Mapping[str, Mapping[str, str]],
    groups: Mapping[str, str],
    extraction: Sequence[str] = ("B",),
    sources: tuple[WorldSource, ...] = (),
    below: float = 0.8,
    present: float = 1.0,
) -> World:
    """A world from a panel at common groups.

    Parameters
    ----------
    value : (year, region, activity)
        Value added by group, with the coordinate `country` (region); a country's years may end before another's.
    key, digest, names, groups, sources
        As in `World`.
    extraction
        Groups that are extraction.
    below, present
        Quotients under which an activity is absent, and from which it is held.

    Returns
    -------
    World
    """
    country, bare = value.country.reset_coords(drop=True), value.drop_vars("country")
    mean = bare.rolling(year=WINDOW).mean()
    known = bare.notnull().all("activity")
    last = value.year.where(known).max("year")
    first = value.year.where(known).min("year")
    made = peers.structure(mean, extraction=extraction, country=country).rename(region="peer", year="window")
    every = made.window % STARTS == int(value.year.min() + WINDOW - 1) % STARTS
    ends = {int(year) for year in np.unique(last.values[np.isfinite(last.values)])}
    keep = [int(w) for w, regular in zip(made.window.values, every.values, strict=True) if regular or int(w) in ends]
    made = made.sel(window=[w for w in keep if w >= int(first.min()) + WINDOW - 1])
    grown = [
        peers.performance(bare, last=end, span=SPAN, extraction=extraction, country=country)
        for end in sorted(ends)
        if end - SPAN >= int(value.year.min())
    ]
    growth = xr.concat(grown, xr.IndexVariable("end", sorted(ends)[-len(grown) :]))
    growth = growth.sel(end=last.astype(int)).drop_vars("end")
    return World(
        key=key,
        hash=digest,
        names=names,
        country=country.rename(region="peer"),
        structure=made,
        state=peers.states(national_quotient(value), below=below, present=present).rename(region="peer"),
        performance=growth.rename(region="peer"),
        groups=groups,
        sources=sources,
        optional=frozenset({"T"}),
    )


def of_study(study: Study, folder: Path) -> World | None:
    """The world a study names: the shipped one, its own panel, or none.

    Raises
    ------
    StudyError
        The study's own panel is in another classification than its concordance.
    SourceError
        The panel or the concordance cannot be read.
    """
    told = study.world
    if not told.use:
        return None
    if told.panel is None:
        return load_world(told.level)
    value, names, digest = read_foreign(folder / told.panel)
    groups = _groups(study, folder, [str(code) for code in value.activity.values])
    codes = [str(code) for code in value.activity.values if str(code) in groups]
    label = xr.DataArray([groups[code] for code in codes], coords={"activity": codes}, name="group")
    summed = value.sel(activity=codes).groupby(label).sum("activity", skipna=False).rename(group="activity")
    mined = tuple(dict.fromkeys(groups[code] for code in study.extraction if code in groups))
    about = WorldSource(told.publisher, told.panel, told.licence, told.publisher)
    return build(
        summed.transpose("year", "region", "activity"),
        key=told.panel,
        digest=digest,
        names={code: {"en": name} for code, name in names.items()},
        groups=groups,
        extraction=mined,
        sources=(about,),
        below=study.validation.below,
        present=study.strengths.present,
    )


def read_concordances(study: Study, folder: Path) -> dict[str, xr.DataArray]:
    """(activity, item) by layer of potential: how much of each item belongs to an activity.

    Raises
    ------
    SourceError
        A concordance cannot be read, or a weight is no number.
    """
    found = {}
    for name, told in study.potential.layers.items():
        if told.concordance is None:
            continue
        rows = listed(folder / told.concordance, "activity", "item", "weight")
        activities = list(dict.fromkeys(row["activity"] for row in rows if row["activity"]))
        items = list(dict.fromkeys(row["item"] for row in rows))
        table = np.zeros((len(activities), len(items)))
        for row in rows:
            try:
                weight = float(row["weight"])
            except ValueError:
                raise SourceError(
                    f"{told.concordance}, row {row['row']}: the weight '{row['weight']}' is no number. Correct it."
                ) from None
            if row["activity"]:
                table[activities.index(row["activity"]), items.index(row["item"])] += weight
        found[str(name)] = xr.DataArray(
            table, coords={"activity": activities, "item": items}, dims=("activity", "item")
        )
    return found


def _groups(study: Study, folder: Path, codes: Sequence[str]) -> dict[str, str]:
    """The common group of every activity, the study's and the panel's."""
    told = study.world
    if told.concordance is None:
        known = load_world(told.level).groups
    else:
        known = {row["activity"]: row["group"] for row in listed(folder / told.concordance, "activity", "group")}
    if unknown := [code for code in codes if code not in known]:
        named = told.concordance or "the list of sections"
        raise StudyError(
            f"{told.panel} has activities in another classification: {first_few(unknown)} not in {named}. "
            "Name under `world: concordance:` a table with the columns activity, group that holds them all."
        )
    return dict(known)
