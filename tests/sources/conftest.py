"""A small country with names in two alphabets, and a way to read a table of it from text."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
import xlsxwriter

from smartspec.panel import Activity, Classification, Geography, Region
from smartspec.sources.base import Received, TableEntry
from smartspec.sources.files import read_table

Read = Callable[..., Received]
MADE = datetime(2026, 1, 1)


@pytest.fixture(scope="session")
def there() -> Geography:
    regions = [
        Region("KZ-19", {"en": "Almaty Region", "ru": "Алматинская область", "kk": "Алматы облысы"}),
        Region("KZ-23", {"en": "Atyrau Region", "ru": "Атырауская область", "kk": "Атырау облысы"}),
        Region("KZ-63", {"en": "East Kazakhstan Region", "ru": "Восточно-Казахстанская область"}),
        Region("KZ-10", {"en": "Abai Region", "ru": "область Абай"}, predecessor="KZ-63", since=2021),
        Region("KZ-75", {"en": "Almaty", "ru": "Алматы", "kk": "Алматы"}, kind="city"),
    ]
    return Geography(
        "KZ",
        {region.code: region for region in regions},
        constant={"KZ-63+KZ-10": ("KZ-63", "KZ-10")},
        constant_names={"KZ": {"en": "Kazakhstan", "ru": "Республика Казахстан"}},
        former={"KZ-SK2017": ("KZ-61", "KZ-79")},
    )


@pytest.fixture(scope="session")
def oked() -> Classification:
    activities = [
        Activity("A", "section", name={"en": "Agriculture", "ru": "Сельское хозяйство"}),
        Activity("B", "section", name={"en": "Mining", "ru": "Горнодобывающая промышленность"}),
        Activity("C", "section", name={"en": "Manufacturing", "ru": "Обрабатывающая промышленность"}),
        Activity("05", "division", parent="B", name={"en": "Coal"}),
        Activity("06", "division", parent="B", name={"en": "Oil and gas"}),
    ]
    return Classification("oked", {activity.code: activity for activity in activities})


@pytest.fixture
def read(tmp_path: Path, there: Geography, oked: Classification) -> Read:
    """Write text or bytes as a file and read it as a table; further keywords are fields of the entry."""

    def reading(content: str | bytes, *, file: str = "table.csv", keep: Path | None = None, **fields: Any) -> Received:
        data = content.encode() if isinstance(content, str) else content
        (tmp_path / file).write_bytes(data)
        entry = TableEntry.model_validate({"file": file, **fields})
        return read_table("gva", entry, tmp_path, geography=there, classification=oked, keep=keep)

    return reading


@pytest.fixture(scope="session")
def workbook() -> Callable[..., bytes]:
    """Bytes of an XLSX file with these rows."""

    def made(rows: list[list[object]], sheet: str = "data", others: tuple[str, ...] = ()) -> bytes:
        buffer = io.BytesIO()
        with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
            book.set_properties({"created": MADE})  # the same bytes at every hour
            for name in (*others, sheet):
                page = book.add_worksheet(name)
                for number, row in enumerate(rows if name == sheet else []):
                    page.write_row(number, 0, row)
        return buffer.getvalue()

    return made


@pytest.fixture
def parquet(tmp_path: Path) -> Callable[[pd.DataFrame], bytes]:
    """Bytes of a Parquet file of a frame."""

    def made(frame: pd.DataFrame) -> bytes:
        path = tmp_path / "made.parquet"
        with duckdb.connect() as engine:
            engine.register("frame", frame)
            engine.execute(f"COPY frame TO '{path}' (FORMAT parquet)")
        return path.read_bytes()

    return made
