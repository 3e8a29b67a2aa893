"""Entries of a study file on evidence from elsewhere: regions abroad, and layers beside the economy.

    WorldEntry        regions of other countries to compare with
    LayerEntry        one more layer of evidence on its own table
    PotentialEntry    potential by layers

The text under a field is its manual, as in `config`.
"""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field

from smartspec.sources.base import Entry

__all__ = ["Dimension", "LayerEntry", "PotentialEntry", "WorldEntry"]

Dimension = Literal["size", "density", "sectors", "resource_rent", "remoteness", "education", "firm_size", "openness"]


def _dimensions() -> dict[Dimension, float]:
    return dict.fromkeys(get_args(Dimension), 1.0)


class WorldEntry(Entry):
    """Regions of other countries to compare with: which, how many, and by what."""

    use: bool = True
    """Whether to compare with regions of other countries at all."""
    level: Literal["groups14", "groups10"] = "groups14"
    """Which shipped reference: 14 groups (United Kingdom, United States, Mexico) or 10 (European Union)."""
    panel: str | None = None
    """A table of one's own to compare with in place of the shipped one: region, country, activity, year, value."""
    concordance: str | None = None
    """Table `activity,group` that brings the activities of the study and of `panel` to common groups."""
    publisher: str = ""
    """Who published `panel`."""
    licence: str = ""
    """Terms of `panel`."""
    count: int = Field(default=8, ge=3, le=35)
    """How many regions to compare with."""
    weights: dict[Dimension, float] = Field(default_factory=_dimensions)
    """Weight of each dimension of structure, zero or more. One without data is left out and named."""
    own_country: bool = False
    """Whether regions of one's own country may stand among them."""
    horizon: int = Field(default=10, ge=3)
    """Years within which an entry counts as a precedent."""
    kept: int = Field(default=5, ge=1)
    """Years after which an entrant must still hold the activity."""
    better: float = Field(default=1 / 3, gt=0, le=1)
    """Share of them, by each indicator, that counts as the better ones."""


class LayerEntry(Entry):
    """One more layer of evidence, on its own table."""

    table: str
    """Key of the table under `tables:`; its codes are taken as they stand."""
    concordance: str | None = None
    """Table `activity,item,weight` that brings its items to activities; needed unless it has the same codes."""
    least: float = Field(default=0, ge=0)
    """Amount a class needs in a year, such as a number of publications."""


class PotentialEntry(Entry):
    """Potential by layers of evidence: the economy, and innovation, science and technology where tables are given."""

    layers: dict[Literal["innovation", "science", "technology"], LayerEntry] = Field(default_factory=dict)
    """Further layers by name. A missing one lowers the confidence, not the score."""
    mass: float = Field(default=0.005, ge=0, lt=1)
    """Share of a region's whole that a class needs."""
    giant: float = Field(default=0.05, ge=0, lt=1)
    """Share of a region's whole that makes a giant."""
