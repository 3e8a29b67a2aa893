"""Lines of the study file for the middle of the method: localisation, relatedness and the plane of poles.

    Territories    what became of localisations, who shares them, kinds of region, spatial statistics
    Relatedness    where relatedness comes from
    Plane          cut lines, intervals and strategies of candidates for poles

The text under a field is its manual.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from smartspec.sources.base import Entry
from smartspec.sources.pairs import PairsEntry

__all__ = ["Plane", "Relatedness", "Territories"]

Basis = Literal["own", "imported", "world", "linkages"]


class Territories(Entry):
    """What is told of a localisation beside its verdict."""

    margin: float = Field(default=0.1, ge=0)
    """Change of the quotient, as a share of its start, up to which a localisation counts as steady."""
    large: float = Field(default=2.0, gt=0)
    """Times the mean region's value added that makes a region large (kind *agglomeration*)."""
    many: int = Field(default=3, ge=1)
    """Localisations from which a region has many (kinds *agglomeration* and *diversification*)."""
    core: float = Field(default=0.25, gt=0, le=1)
    """Share of value added in its localisations from which a region rests on them (kind *specialisation*)."""
    least_units: int = Field(default=50, ge=30)
    """Regions under which spatial statistics are refused: the map is shown, no significance is claimed."""
    permutations: int = Field(default=999, ge=99)
    """How often maps are shuffled for spatial statistics."""
    level: float = Field(default=0.05, gt=0, lt=1)
    """Share of false discoveries allowed among regions marked as high among high ones."""
    seed: int = 20_220_704
    """Seed of the shuffling."""


class Relatedness(Entry):
    """Where relatedness comes from; the report names it wherever it is used."""

    source: Literal["own", "imported", "world", "linkages", "blend"] = "own"
    """`own`: estimated on this study's table; `imported`: the table named below; `world`: the shipped table of this
    level; `linkages`: from flows between activities; `blend`: two of these, weighed."""
    table: PairsEntry | None = None
    """A table of pairs estimated elsewhere, needed by `imported`."""
    linkages: PairsEntry | None = None
    """Flows from `activity` to `other`, needed by `linkages`; they also say what a candidate buys and sells."""
    blend: tuple[Basis, Basis] = ("own", "imported")
    """The two that `blend` weighs, each brought to a mean pair of one."""
    weight: float = Field(default=0.25, ge=0, le=1)
    """Weight of the first of the two."""

    @property
    def parts(self) -> tuple[Basis, ...]:
        """What has to be there."""
        return self.blend if self.source == "blend" else (self.source,)

    @model_validator(mode="after")
    def _there(self) -> Relatedness:
        if self.source == "blend" and self.blend[0] == self.blend[1]:
            raise ValueError(f"a blend is of two different tables, found {self.blend[0]} twice")
        if "imported" in self.parts and self.table is None:
            raise ValueError("`source: imported` needs `table:` with its file, source and year")
        if "linkages" in self.parts and self.linkages is None:
            raise ValueError("`source: linkages` needs `linkages:` with its file, source and year")
        if self.linkages is not None and self.linkages.symmetric:
            raise ValueError("flows have a direction: say `symmetric: false` under `linkages:`")
        return self


class Plane(Entry):
    """The plane of relatedness and complexity, where both are findings."""

    density_cut: float | Literal["median", "mean"] = "median"
    """Density that parts near from far: a number, or the middle or the mean of the region's own candidates."""
    complexity_cut: float | Literal["median", "mean"] = "median"
    """Complexity that parts hard from simple."""
    draws: int = Field(default=200, ge=20)
    """How often regions are drawn anew for the interval of density."""
    level: float = Field(default=0.9, gt=0, lt=1)
    """Share of the draws between its bounds."""
    first: int = Field(default=10, ge=1)
    """Items of each strategy that are compared with those of the others."""
    cards: int = Field(default=3, ge=0)
    """Cards a region gets at most where candidates are many; all of them where relatedness is no finding."""
    seed: int = 20_220_705
    """Seed of the draws."""
