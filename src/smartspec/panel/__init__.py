"""What we know: figures by region, activity and year, and the words for their axes."""

from __future__ import annotations

from smartspec.panel.classification import Activity, Classification
from smartspec.panel.geography import Geography, Region
from smartspec.panel.indicator import Indicator, Snapshot, Source, Words, word
from smartspec.panel.panel import DIMS, Panel, Status, label

__all__ = [
    "DIMS",
    "Activity",
    "Classification",
    "Geography",
    "Indicator",
    "Panel",
    "Region",
    "Snapshot",
    "Source",
    "Status",
    "Words",
    "label",
    "word",
]
