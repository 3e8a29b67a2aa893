"""The gate firms pass: one row each, with coordinates in kilometres, an activity and perhaps a weight.

Firms           sites, weights, and which firms are of the activity asked for
read_firms      a table as Firms
check_options   redraws, level and distances that can be used
reach           the distances to look at
row_blocks      rows of a table of pairs, a bounded number of pairs at a time
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import xarray as xr
from scipy.spatial.distance import pdist

from smartspec.errors import MeasureError, first_few

__all__ = ["BLOCK", "Firms", "check_options", "reach", "read_firms", "row_blocks"]

MOST_FOR_MEDIAN = 6000
"""Firms up to which the middle distance of all pairs is worked out when no distances are given."""

BLOCK = 2_000_000
"""Pairs of firms held at once: about 16 MB a number."""


@dataclass(frozen=True)
class Firms:
    """The table after the gate: sites, weights, and which firms are of the activity asked for."""

    sites: np.ndarray
    weight: np.ndarray
    ours: np.ndarray

    @property
    def count(self) -> int:
        """How many firms are of the activity."""
        return int(self.ours.sum())


def _columns(firms: object, name: str) -> pd.DataFrame:
    table = firms.to_dataframe() if isinstance(firms, xr.Dataset) else firms
    if not isinstance(table, pd.DataFrame):
        raise MeasureError(
            f"{name} needs a table of firms with columns x, y (km), activity and perhaps weight, but was given a "
            f"{type(firms).__name__}. Build one with `pandas.DataFrame({{'x': ..., 'y': ..., 'activity': ...}})`."
        )
    if lacking := [column for column in ("x", "y", "activity") if column not in table]:
        raise MeasureError(
            f"{name} needs the columns x, y (km) and activity, but {', '.join(lacking)} is missing. Rename a column; "
            f"the table has {first_few(list(table.columns))}."
        )
    if twice := table.index[table.index.duplicated()].unique().tolist():
        raise MeasureError(
            f"{len(twice)} firms stand twice in the table: {first_few(twice)}. Keep one row a firm, or number the "
            "rows with `firms.reset_index(drop=True)`."
        )
    return table


def read_firms(firms: object, activity: object, *, weighted: bool, name: str) -> Firms:
    """The table as arrays.

    Raises
    ------
    MeasureError
        A column is missing, a firm stands twice or lacks a number, or no firm is of the activity.
    """
    table = _columns(firms, name)
    numbers = table[["x", "y"]].to_numpy(float)
    given = weighted and "weight" in table
    weight = table["weight"].to_numpy(float) if given else np.ones(len(table))
    wrong = ~np.isfinite(numbers).all(axis=1) | ~(np.isfinite(weight) & (weight > 0)) | table["activity"].isna()
    if wrong.any():
        raise MeasureError(
            f"every firm needs known coordinates, an activity and a weight above zero, but {int(wrong.sum())} of "
            f"{len(table)} do not have them: {first_few(table.index[wrong].tolist())}. Find or drop them by "
            "`firms.drop(index=[...])`, and say so where the result is shown."
        )
    ours = (table["activity"] == activity).to_numpy(bool)
    if not ours.any():
        there = sorted(map(str, table["activity"].unique()))
        raise MeasureError(
            f"no firm in the table is of activity {activity!r}; {name} knows {first_few(there)}. Ask for one of these."
        )
    return Firms(numbers, weight, ours)


def check_options(redraws: int, level: float, distances: Sequence[float] | np.ndarray | None) -> None:
    """Refuse redraws, a level or distances that cannot be used."""
    if redraws < 0 or redraws != int(redraws):
        raise MeasureError(f"redraws must be a whole number, zero or more, found {redraws}; 1000 is usual.")
    if not 0 < level < 0.5:
        raise MeasureError(f"level must lie between 0 and 0.5, found {level:g}; 0.05 is usual.")
    if distances is not None:
        at = np.asarray(distances, dtype=float)
        if at.ndim != 1 or not at.size or not np.isfinite(at).all() or (at < 0).any() or (np.diff(at) <= 0).any():
            raise MeasureError(
                "distances must be a rising row of kilometres, zero or more, such as `numpy.linspace(0, 100, 51)`."
            )


def reach(firms: Firms, distances: Sequence[float] | np.ndarray | None, name: str) -> np.ndarray:
    """Distances asked for, or 61 from zero to the middle distance between any two firms."""
    if distances is not None:
        return np.asarray(distances, dtype=float)
    if len(firms.sites) > MOST_FOR_MEDIAN:
        raise MeasureError(
            f"{name} goes up to the middle distance between any two firms, but {len(firms.sites)} firms have too many "
            "pairs to find it. Give `distances=`, such as `numpy.linspace(0, 100, 51)`."
        )
    between = pdist(firms.sites)
    return np.linspace(0, float(np.median(between)) if between.size else 0.0, 61)


def row_blocks(rows: int, columns: int) -> Iterator[slice]:
    """Rows of a table of that many columns, a bounded number of cells at a time."""
    step = max(BLOCK // max(columns, 1), 1)
    return (slice(start, min(start + step, rows)) for start in range(0, rows, step))
