"""The manual of tables is part of the product: a field or a default mark without its place there fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from smartspec.sources.base import AddsUp, Columns, IndicatorEntry, SourceEntry, TableEntry

MANUAL = (Path(__file__).parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")
FIELDS = [
    *TableEntry.model_fields,
    *(f"columns.{name}" for name in Columns.model_fields),
    *(f"indicator.{name}" for name in IndicatorEntry.model_fields),
    *AddsUp.model_fields,
    *SourceEntry.model_fields,
]


@pytest.mark.parametrize("field", [name for name in FIELDS if name not in ("columns", "indicator")])
def test_every_field_stands_in_the_manual(field):
    assert f"`{field}`" in MANUAL


@pytest.mark.parametrize("mark", TableEntry(file="t.csv").withheld + TableEntry(file="t.csv").blank)
def test_every_mark_stands_in_the_manual(mark):
    lookalikes = {
        "х": "x",
        "Х": "x",
        "с": "c",
        "С": "c",
        "X": "x",
        "C": "c",
        "N/A": "n/a",
        "nan": "NaN",
        "null": "NULL",
    }
    assert f"`{lookalikes.get(mark, mark)}`" in MANUAL


@pytest.mark.parametrize("model", [TableEntry, Columns, IndicatorEntry, AddsUp, SourceEntry])
def test_every_field_explains_itself(model):
    assert all(field.description for field in model.model_fields.values())
