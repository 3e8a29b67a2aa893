"""The words for places: regions, their neighbours, and the lines that were drawn anew between two years.

    Region      one region with its names, kind, predecessor and place on the tile map
    Geography   all regions of a country; puts a panel on constant regions

A change across a split is not a change: it is missing here by construction. What can be compared over
a split is the constant region, the sum of the parts, and it carries a name of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from smartspec.errors import PanelError, first_few
from smartspec.panel.indicator import Words, word

__all__ = ["Geography", "Region"]


@dataclass(frozen=True)
class Region:
    """One region; `since` is the first year with figures of its own, None when it was always there."""

    code: str
    name: Words = field(default_factory=dict)
    short: Words = field(default_factory=dict)
    kind: str = "region"
    capital: Words = field(default_factory=dict)
    predecessor: str = ""
    since: int | None = None
    tile: tuple[int, int] | None = None


@dataclass(frozen=True)
class Geography:
    """All regions of one country, with the constant regions that bridge splits.

    Parameters
    ----------
    country
        Code of the country's own row in tables.
    regions
        Current regions by code, without the country.
    constant
        Code of each constant region made of several current ones, to its members.
    former
        Codes no longer in use, to the current regions that took their place.
    constant_names, constant_reasons
        Names of constant regions, and why each is one: which border moved, and when.

    Examples
    --------
    >>> there = Geography("X", {c: Region(c) for c in ("N", "S", "T")}, constant={"S+T": ("S", "T")})
    >>> there.constant_of("T"), there.constant_of("N")
    ('S+T', 'N')
    """

    country: str
    regions: Mapping[str, Region]
    neighbours: frozenset[frozenset[str]] = frozenset()
    constant: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    constant_names: Mapping[str, Words] = field(default_factory=dict)
    former: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    constant_reasons: Mapping[str, Words] = field(default_factory=dict)

    def constant_of(self, region: str) -> str:
        """The constant region a region belongs to: itself when its borders did not move."""
        return next((code for code, members in self.constant.items() if region in members), region)

    def constant_regions(self, regions: Iterable[str] | None = None) -> dict[str, tuple[str, ...]]:
        """Every constant region to its members, in the order of the first member."""
        wanted = list(self.regions if regions is None else regions)
        return {code: self.constant.get(code, (code,)) for code in dict.fromkeys(map(self.constant_of, wanted))}

    def moved(self, region: str) -> bool:
        """Whether the region's borders moved, so that it has no past of its own before the split."""
        return self.constant_of(region) != region

    def first_year(self, region: str) -> int | None:
        """First year in which figures of the region stand within today's borders; None when they always did."""
        members = self.constant.get(self.constant_of(region), ())
        years = [since for code in members if (since := self.regions[code].since) is not None]
        return max(years, default=None)

    def has_past(self, region: str, last: int, *, years: int = 5) -> bool:
        """Whether the region has at least `years` years within today's borders, counted up to `last`."""
        first = self.first_year(region)
        return first is None or last - first + 1 >= years

    def neighbours_of(self, region: str) -> list[str]:
        """Regions that share a border with `region`, by code."""
        return sorted(other for pair in self.neighbours if region in pair for other in pair - {region})

    def name(self, region: str, language: str, *, short: bool = False) -> str:
        """The name of a region, of a constant region, or the code where no name is known."""
        if region in self.regions:
            found = self.regions[region]
            return (short and word(found.short, language)) or word(found.name, language) or region
        if region in self.constant_names:
            return word(self.constant_names[region], language)
        if region in self.constant:
            return " + ".join(self.name(member, language, short=short) for member in self.constant[region])
        if "+" in region:
            return " + ".join(self.name(member, language, short=short) for member in region.split("+"))
        return region

    def check(self, codes: Iterable[str]) -> None:
        """Refuse codes that are unknown or no longer in use.

        Raises
        ------
        PanelError
            Naming each unknown code, and for a former one the regions that took its place.
        """
        codes = [code for code in codes if code != self.country]
        unknown = [code for code in codes if code not in self.regions and code not in self.former]
        former = [code for code in codes if code in self.former]
        problems = []
        if unknown:
            problems.append(f"{len(unknown)} unknown region codes: {first_few(unknown)}")
        problems += [
            f"'{code}' is no longer a region; its territory is now {' and '.join(self.former[code])}" for code in former
        ]
        if problems:
            raise PanelError(
                "; ".join(problems) + ". Use the codes of the study's geography, or declare the region in it."
            )
