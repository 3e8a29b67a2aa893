"""Every measure by key: its unit, its range and where it was published. Its words live in the catalogues.

Measure    one line of the register
REGISTER   all measures, by the name of their function
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["REGISTER", "Measure"]


@dataclass(frozen=True)
class Measure:
    """One measure: the chapter it stands in, its unit, its range and its reference."""

    chapter: str
    unit: str
    low: float | None
    high: float | None
    reference: str


REGISTER: dict[str, Measure] = {
    "location_quotient": Measure("specialisation", "ratio", 0, None, "Balassa 1965"),
    "symmetric_location_quotient": Measure("specialisation", "ratio", -1, 1, "Laursen 2015"),
    "presence": Measure("specialisation", "0 or 1", 0, 1, "Hidalgo et al. 2007"),
    "excess": Measure("specialisation", "unit of the amounts", None, None, "Hoover 1936"),
    "without": Measure("specialisation", "unit of the amounts", 0, None, "ours"),
    "at_mean_share": Measure("specialisation", "ratio", 0, None, "ours"),
    "krugman_index": Measure("specialisation", "share", 0, 1, "Krugman 1991"),
    "herfindahl_index": Measure("concentration", "share", 0, 1, "Herfindahl 1950"),
    "entropy": Measure("concentration", "nats", 0, None, "Shannon 1948"),
    "effective_number": Measure("concentration", "activities", 1, None, "Hill 1973"),
    "chained": Measure("dynamics", "ratio", 0, None, "national accounts practice"),
    "combined_index": Measure("dynamics", "per cent of previous year", 0, None, "Paasche 1874"),
    "growth": Measure("dynamics", "share per year", -1, None, "compound growth"),
    "contribution": Measure("dynamics", "percentage points", None, None, "national accounts practice"),
    "shift_share": Measure("dynamics", "unit of the amounts", None, None, "Dunn 1960"),
    "volatility": Measure("dynamics", "percentage points", 0, None, "standard deviation"),
    "co_occurrence": Measure("relatedness", "regions", 0, None, "Hidalgo et al. 2007"),
    "proximity": Measure("relatedness", "share", 0, 1, "Hidalgo et al. 2007"),
    "relatedness_density": Measure("relatedness", "share", 0, 1, "Hidalgo et al. 2007"),
    "diversity": Measure("complexity", "activities", 0, None, "Hidalgo and Hausmann 2009"),
    "ubiquity": Measure("complexity", "regions", 0, None, "Hidalgo and Hausmann 2009"),
    "economic_complexity": Measure("complexity", "standard deviations", None, None, "Hausmann et al. 2014"),
}
