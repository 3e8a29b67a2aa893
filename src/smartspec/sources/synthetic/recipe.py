"""Every number the generator of the teaching study uses, and the lists it draws from.

    Recipe      the numbers, each with what it does
    divisions   the 88 divisions, with their sections and groups
    GROUPS      the three groups types of region are defined by, and the rest

The page on the teaching study tells the same in formulas.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

__all__ = ["GROUPS", "TRADED", "TYPES", "Recipe", "division_rows", "divisions", "section_rows"]

GROUPS = ("extraction", "manufacturing", "agriculture", "rest")
"""Groups of divisions by their section: B, C, A, and all others."""

TYPES = ("resource", "processing", "agrarian", "metropolitan", "mixed")

TRADED = "ACHIJKMNR"
"""Sections whose divisions may be planted as strengths, fading, emerging or entering."""

_GROUP_OF = {"B": "extraction", "C": "manufacturing", "A": "agriculture"}


@dataclass(frozen=True)
class Recipe:
    """Every number the generator uses."""

    first: int = 2015
    """First year of the tables."""
    centre: int = 2023
    """Middle of the focus years: quotients are planted for this year, prices are 1 in it."""
    last: int = 2025
    """Last year of the tables, the first release."""
    price_first: int = 2005
    """First year of the commodity's price."""
    capabilities: int = 14
    """How many capabilities there are."""
    needed: int = 4
    """How many of them each activity needs."""
    lean: float = 0.5
    """How far activities of one section need the same capabilities, from 0 (not) to 1."""
    breadth: tuple[float, float] = (0.2, 0.8)
    """Range of a region's share of all capabilities; the metropolitan ones hold nine in ten."""
    pull: float = 3.0
    """Log size an activity gains where all its capabilities are held, against none."""
    luck: float = 0.5
    """Standard deviation of the log size that capabilities do not explain."""
    noise: float = 0.03
    """Standard deviation of yearly log growth around its trend."""
    growth: float = 0.02
    """Mean trend of activities, in logs per year."""
    spread: float = 0.008
    """Standard deviation of trends between activities, and between regions within an activity."""
    price_noise: float = 0.25
    """Standard deviation of yearly shocks to the log of the commodity's price."""
    pass_through: float = 0.6
    """Share of a price change that reaches the price of extraction's output."""
    response: tuple[float, float] = (0.15, 0.4)
    """Range of log growth of extraction's volume per unit of log price change, in resource regions only."""
    strengths: int = 3
    """Planted strengths per region, where capabilities fit."""
    fading: int = 1
    """Planted fading strengths per region, where they do not."""
    emerging: int = 2
    """Planted emerging activities per region, where they fit."""
    entries: int = 4
    """Planted entries per region: more likely where they fit."""
    entry_pull: float = 6.0
    """Log odds an entry gains where all capabilities are held, against none."""
    strength_quotient: tuple[float, float] = (2.2, 4.0)
    fading_quotient: tuple[float, float] = (2.2, 3.5)
    emerging_quotient: tuple[float, float] = (1.0, 1.25)
    entry_quotient: tuple[float, float] = (1.3, 2.0)
    """Ranges of planted location quotients in the centre year."""
    before_entry: float = 0.2
    """Quotient an entering activity has before it enters."""
    strength_growth: float = 0.035
    fading_growth: float = -0.06
    emerging_ahead: float = 0.07
    """Trends of planted activities; the emerging one counts from the activity's own trend."""
    mass: float = 0.0125
    """Least share of the region's value added of a planted strength, fading or emerging activity."""
    share_of_region: float = 0.5
    share_of_activity: float = 0.5
    """Most that planted cells may take of a group within a region, and of an activity within the country."""


@lru_cache(maxsize=1)
def _rows() -> tuple[list[dict[str, str]], list[str]]:
    """Rows of activities: those of the Kazakhstan list that are the same everywhere, and the divisions it lacks."""
    root = resources.files("smartspec.packs")
    rows: list[dict[str, str]] = []
    for pack, name in (("kz", "activities.csv"), ("teaching", "divisions.csv")):
        text = (root / pack / name).read_text(encoding="utf-8")
        rows += [row for row in csv.DictReader(io.StringIO(text)) if row["level"] in ("section", "division")]
    return sorted(rows, key=lambda row: (row["level"] != "section", row["code"])), list(rows[0])


def section_rows() -> list[dict[str, str]]:
    """The 21 sections, as a list of activities holds them."""
    return [row for row in _rows()[0] if row["level"] == "section"]


def division_rows() -> list[dict[str, str]]:
    """The 88 divisions, as a list of activities holds them.

    Examples
    --------
    >>> len(division_rows()), division_rows()[0]["code"], division_rows()[-1]["code"]
    (88, '01', '99')
    """
    return [row for row in _rows()[0] if row["level"] == "division"]


def divisions() -> tuple[list[str], list[str], list[int]]:
    """Codes of the divisions, their sections, and the place of their group in `GROUPS`."""
    rows = division_rows()
    sections = [row["parent"] for row in rows]
    return [row["code"] for row in rows], sections, [GROUPS.index(_GROUP_OF.get(one, "rest")) for one in sections]
