"""Lines of the study file for the middle of the method: territories of localisation.

    Territories    what became of localisations, who shares them, kinds of region, spatial statistics

The text under a field is its manual.
"""

from __future__ import annotations

from pydantic import Field

from smartspec.sources.base import Entry

__all__ = ["Territories"]


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
