"""The one container: figures by year, region and activity, labelled, with what is known of each cell.

    Panel      values, status and place of every cell, with the indicator they measure
    Status     what is known of a cell: published, blank, withheld, derived, summed

Missing is not zero. Two panels whose labels differ do not combine until someone says how. The panel
holds, selects, aligns and aggregates; it does not read, save, plot or measure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
import xarray as xr

from smartspec.errors import PanelError, first_few
from smartspec.panel.geography import Geography
from smartspec.panel.indicator import Indicator, Snapshot

__all__ = ["DIMS", "Panel", "Status", "label"]

DIMS = ("year", "region", "activity")


class Status(IntEnum):
    """What is known of a cell."""

    PUBLISHED = 0
    BLANK = 1
    WITHHELD = 2
    DERIVED = 3
    SUMMED = 4


def label(values: object, **coords: Sequence[object]) -> xr.DataArray:
    """Put labels on a bare array: one keyword per dimension, in the array's order.

    Parameters
    ----------
    values : array_like
        Numbers of as many dimensions as there are keywords.
    **coords
        Labels along each dimension.

    Returns
    -------
    xarray.DataArray
        The same numbers as float64, labelled.

    Raises
    ------
    PanelError
        The number of labels is not the number of values along a dimension.

    Examples
    --------
    >>> label([[80, 20], [20, 80]], region=["N", "S"], activity=["mining", "textiles"]).dims
    ('region', 'activity')
    """
    array = np.asarray(values, dtype=float)
    sizes = tuple(len(names) for names in coords.values())
    if array.shape != sizes:
        raise PanelError(
            f"the array has shape {array.shape}, but the labels {dict(zip(coords, sizes, strict=True))} need {sizes}. "
            "Give one label per row and column."
        )
    return xr.DataArray(array, coords={name: list(names) for name, names in coords.items()}, dims=list(coords))


@dataclass(frozen=True)
class Panel:
    """Figures by year, region and activity.

    Attributes
    ----------
    values : (year, region, activity)
        Figures in the indicator's unit; NaN where unknown, whatever the reason.
    status : (year, region, activity)
        Codes of `Status`: why a cell is unknown, or how it came to be known.
    place : (year, region, activity)
        Where the cell stands in the table as received: row x 65536 + column, both counted from 1 as a
        spreadsheet shows them; -1 for cells that are no cell of the table.
    indicator
        What the figures measure.
    reference : (year, activity), optional
        The published figures of the whole country.
    reference_place : (year, activity), optional
        As `place`, for the country's row.
    snapshot
        The table as received.
    members
        Constant regions of this panel, to the current regions they sum.
    """

    values: xr.DataArray
    status: xr.DataArray
    place: xr.DataArray
    indicator: Indicator
    reference: xr.DataArray | None = None
    reference_place: xr.DataArray | None = None
    snapshot: Snapshot | None = None
    members: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __post_init__(self) -> None:
        """Refuse a panel whose parts do not carry the same labels."""
        if self.values.dims != DIMS:
            raise PanelError(f"a panel has the dimensions {DIMS}, found {self.values.dims}. Transpose it first.")
        for part in (self.status, self.place):
            if part.shape != self.values.shape:
                raise PanelError(
                    f"status and place need the shape of the values {self.values.shape}, found {part.shape}"
                )
        for dim in DIMS:
            names = self.values.indexes[dim]
            if not names.is_unique:
                doubled = sorted(set(names[names.duplicated()]))
                raise PanelError(f"{dim} labels of '{self.indicator.key}' stand twice: {first_few(doubled)}")

    @classmethod
    def of(cls, values: xr.DataArray, indicator: Indicator, *, reference: xr.DataArray | None = None) -> Panel:
        """A panel from labelled figures that come from no table: blanks where they are NaN.

        Examples
        --------
        >>> jobs = label([[[80, 20], [20, 80]]], year=[2024], region=["N", "S"], activity=["mining", "textiles"])
        >>> Panel.of(jobs, Indicator("jobs")).years
        [2024]
        """
        values = values.transpose(*DIMS).astype(float)
        status = xr.where(values.isnull(), int(Status.BLANK), int(Status.PUBLISHED)).astype("int8")
        place = xr.full_like(values, -1, dtype="int64")
        return cls(values, status, place, indicator, reference=reference)

    @property
    def years(self) -> list[int]:
        """Years, in order."""
        return [int(year) for year in self.values.year.values]

    @property
    def regions(self) -> list[str]:
        """Region codes, in the order of the table."""
        return [str(code) for code in self.values.region.values]

    @property
    def activities(self) -> list[str]:
        """Activity codes, in the order of the table."""
        return [str(code) for code in self.values.activity.values]

    def select(
        self,
        *,
        years: Iterable[int] | None = None,
        regions: Iterable[str] | None = None,
        activities: Iterable[str] | None = None,
    ) -> Panel:
        """The part of the panel with these labels, in the order given.

        Raises
        ------
        PanelError
            A label is not there; the message names those that are missing and those there are.
        """
        wanted = {"year": years, "region": regions, "activity": activities}
        chosen = {dim: list(names) for dim, names in wanted.items() if names is not None}
        for dim, names in chosen.items():
            there = list(self.values.indexes[dim])
            if missing := [name for name in names if name not in there]:
                raise PanelError(
                    f"'{self.indicator.key}' has no {dim} {first_few(missing)}; it has {first_few(there, count=30)}."
                )
        country = {dim: names for dim, names in chosen.items() if dim != "region"}
        return replace(
            self,
            values=self.values.sel(chosen),
            status=self.status.sel(chosen),
            place=self.place.sel(chosen),
            reference=None if self.reference is None else self.reference.sel(country),
            reference_place=None if self.reference_place is None else self.reference_place.sel(country),
        )

    def exists(self, geography: Geography) -> xr.DataArray:
        """(year, region): whether the region existed in that year as far as the geography tells."""
        since = [geography.regions[code].since if code in geography.regions else None for code in self.regions]
        first = xr.DataArray([-10_000 if year is None else year for year in since], coords={"region": self.regions})
        alive: xr.DataArray = self.values.year >= first
        return alive

    def on_constant_regions(self, geography: Geography) -> Panel:
        """The same figures for regions whose borders never moved: parts of a split region are summed.

        In a year before a part existed, the whole stood under its predecessor's code, so the sum runs over
        the parts that existed. A part that existed and is unknown makes the sum unknown.

        Raises
        ------
        PanelError
            The indicator is an index or a ratio, which cannot be summed.
        """
        if self.indicator.kind in ("index", "ratio"):
            raise PanelError(
                f"'{self.indicator.key}' is an {self.indicator.kind}: parts of a region cannot be summed. "
                "Combine volume indices with `measures.combined_index` and the parts' values."
            )
        groups = geography.constant_regions(self.regions)
        alive = self.exists(geography)
        values, status, place = [], [], []
        for members in groups.values():
            there = [code for code in members if code in self.regions]
            if len(there) == 1:
                values.append(self.values.sel(region=there[0], drop=True))
                status.append(self.status.sel(region=there[0], drop=True))
                place.append(self.place.sel(region=there[0], drop=True))
                continue
            parts = self.values.sel(region=there)
            total = parts.where(alive.sel(region=there), 0.0).sum("region", skipna=False)
            values.append(total)
            status.append(xr.where(total.isnull(), int(Status.BLANK), int(Status.SUMMED)).astype("int8"))
            place.append(xr.full_like(total, -1, dtype="int64"))
        codes = xr.IndexVariable("region", list(groups))
        return replace(
            self,
            values=xr.concat(values, codes).transpose(*DIMS),
            status=xr.concat(status, codes).transpose(*DIMS),
            place=xr.concat(place, codes).transpose(*DIMS),
            members=tuple((code, members) for code, members in groups.items() if len(members) > 1),
        )
