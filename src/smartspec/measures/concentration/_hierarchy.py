"""A real hierarchy of activities, in any of the forms it comes in, as group numbers level by level.

Level   one level: its name, its groups, and the group of each activity
levels  the levels above the activities, broadest first
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd
import xarray as xr

from smartspec.errors import MeasureError, first_few
from smartspec.measures._amounts import Cells, matched

__all__ = ["Hierarchy", "Level", "levels"]

Hierarchy = Mapping[str, str] | xr.DataArray | pd.DataFrame | pd.Series
"""A parent for each activity (parents may have parents in turn), or a table of levels by activity, broadest first."""


@dataclass(frozen=True)
class Level:
    """One level of a hierarchy over the activities of a table."""

    name: str
    groups: tuple[str, ...]
    group_of: npt.NDArray[np.int64]

    def summed(self, values: Cells) -> Cells:
        """Amounts of the groups, from amounts of the activities on the last axis."""
        belongs = np.zeros((len(self.group_of), len(self.groups)))
        belongs[np.arange(len(self.group_of)), self.group_of] = 1.0
        found: Cells = values @ belongs
        return found


def levels(hierarchy: object, x: xr.DataArray) -> list[Level]:
    """The levels above the activities of `x`, broadest first.

    Raises
    ------
    MeasureError
        An activity has no parent, a chain of parents runs in a circle, chains differ in length, or a group belongs to
        two groups of the level above.
    """
    columns = _columns(hierarchy, x)
    found = []
    for name, parents in columns:
        groups, group_of = np.unique(np.asarray(parents, dtype=str), return_inverse=True)
        found.append(Level(name, tuple(map(str, groups)), group_of.astype(np.int64)))
    for upper, lower in pairwise(found):
        pairs = {(int(low), int(up)) for low, up in zip(lower.group_of, upper.group_of, strict=True)}
        if len(pairs) > len(lower.groups):
            parted = sorted(
                {lower.groups[low] for low, up in pairs if (low, up) != min(p for p in pairs if p[0] == low)}
            )
            raise MeasureError(
                f"{len(parted)} groups of level '{lower.name}' lie in more than one group of '{upper.name}': "
                f"{first_few(parted)}. Give levels broadest first, each nested in the one before."
            )
    return found


def _columns(hierarchy: object, x: xr.DataArray) -> list[tuple[str, list[str]]]:
    if isinstance(hierarchy, Mapping):
        return _chains({str(child): str(parent) for child, parent in hierarchy.items()}, x)
    if isinstance(hierarchy, pd.DataFrame):
        hierarchy = xr.DataArray(
            hierarchy.to_numpy(dtype=object).T,
            coords={"level": list(map(str, hierarchy.columns)), "activity": hierarchy.index.tolist()},
            dims=("level", "activity"),
        )
    table = matched(hierarchy, x, "activity", name="hierarchy")
    if "level" not in table.dims:
        table = table.expand_dims(level=["group"])
    table = table.transpose("level", "activity")
    names = map(str, table.level.values) if "level" in table.coords else map(str, range(table.sizes["level"]))
    return [(name, [str(parent) for parent in row]) for name, row in zip(names, table.values, strict=True)]


def _chains(parent_of: dict[str, str], x: xr.DataArray) -> list[tuple[str, list[str]]]:
    chains = []
    for activity in map(str, x.activity.values):
        chain, at = [], activity
        while parent_of.get(at):
            at = parent_of[at]
            if at in chain or at == activity:
                raise MeasureError(f"the hierarchy runs in a circle through {at}. Give each code its one parent.")
            chain.append(at)
        chains.append(chain)
    if lacking := [str(code) for code, chain in zip(x.activity.values, chains, strict=True) if not chain]:
        raise MeasureError(
            f"{len(lacking)} activities have no parent in the hierarchy: {first_few(lacking)}. "
            "Give each a parent, or leave them out with `measures.without(x, [...])`."
        )
    depths = {len(chain) for chain in chains}
    if len(depths) > 1:
        short = [str(code) for code, chain in zip(x.activity.values, chains, strict=True) if len(chain) < max(depths)]
        raise MeasureError(
            f"activities stand at different depths: {len(short)} have fewer than {max(depths)} levels above them: "
            f"{first_few(short)}. Keep activities of one level."
        )
    depth = depths.pop()
    return [(f"level {at + 1}", [chain[depth - 1 - at] for chain in chains]) for at in range(depth)]
