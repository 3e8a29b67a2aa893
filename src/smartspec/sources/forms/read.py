"""A form that came back: its rows, what it says of itself, and its hash.

FormRead     what was read
read_form    from a workbook or a CSV

Sheets are found by their columns, whatever they are called. Nothing is judged here: cells stay texts.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import pandas as pd

from smartspec.errors import SourceError, first_few
from smartspec.sources.forms.columns import FLAT, FORMULA, INTERESTS, SHOWN
from smartspec.sources.grids import as_text, decoded

__all__ = ["FormRead", "read_form"]

_COMMA = re.compile(r"-?\d+,\d+")

Row: TypeAlias = dict[str, str]


@dataclass(frozen=True)
class FormRead:
    """A form that came back.

    Attributes
    ----------
    name, data, sha256
        The file as received.
    rows
        `round`, `person`, `candidate`, `criterion`, `score`, `date`, `confidence`, `interest`, `comment`: one per
        question, as texts.
    told
        What the form said of itself, by key; empty for a CSV.
    """

    name: str
    data: bytes
    sha256: str
    rows: pd.DataFrame
    told: Mapping[str, str] = field(default_factory=dict)


def read_form(path: Path) -> FormRead:
    """Read a form that came back.

    Parameters
    ----------
    path
        A workbook or a CSV as `write_form` makes it, filled in.

    Returns
    -------
    FormRead
        A person named once stands for the rows that name nobody; an interest declared for a candidate stands in all
        rows of that person and candidate.

    Raises
    ------
    SourceError
        No file, no form, columns that are missing or unknown, rows without a person where there are several.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error.strerror}). Name the form that came back.") from None
    kind = path.suffix.lower()
    if kind not in (".xlsx", ".csv"):
        raise SourceError(f"{path.name}: forms are .xlsx or .csv. Save it as one of these.")
    tables = _tables_of(path.name, data) if kind == ".xlsx" else {"": _csv_rows(path.name, data)}
    answers = _under(path.name, tables, {"candidate", "criterion", "score"})
    if answers is None:
        raise SourceError(f"{path.name} is no form: no sheet has the columns candidate, criterion and score.")
    told = {row["key"]: row["value"] for row in _under(path.name, tables, {"key", "value"}) or []}
    declared = _under(path.name, tables, {"candidate", "interest"}) if kind == ".xlsx" else None
    rows = _one_person(path.name, answers)
    for row in rows:
        row.setdefault("round", told.get("round", "1"))
        row["score"], row["confidence"] = _point(row.get("score", "")), _point(row.get("confidence", ""))
    if declared is not None:
        people = {row["person"] for row in rows}
        for row in declared:
            row["person"] = row.get("person") or (next(iter(people)) if len(people) == 1 else "")
        interests = {(row["person"], row["candidate"]): row["interest"] for row in declared if row["interest"]}
        for row in rows:
            row["interest"] = interests.get((row["person"], row["candidate"]), "")
    columns = ["round", "person", "candidate", "criterion", "score", "date", "confidence", "interest", "comment"]
    frame = pd.DataFrame([{key: row.get(key, "") for key in columns} for row in rows], columns=columns)
    return FormRead(path.name, data, hashlib.sha256(data).hexdigest(), frame, told)


def _tables_of(name: str, data: bytes) -> dict[str, list[list[str]]]:
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = {sheet: book.get_sheet_by_name(sheet).to_python(skip_empty_area=False) for sheet in book.sheet_names}
    except (calamine.CalamineError, OSError) as error:
        raise SourceError(
            f"{name} is not a whole workbook ({as_text(error)}). Open it in a spreadsheet and save it anew."
        ) from None
    return {sheet: [[as_text(cell) for cell in row] for row in rows] for sheet, rows in sheets.items()}


def _csv_rows(name: str, data: bytes) -> list[list[str]]:
    text, _ = decoded(name, data, "auto")
    first = text.partition("\n")[0]
    delimiter = max((";", "\t", ","), key=first.count)
    rows = [[as_text(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    return [[cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA) else cell for cell in row] for row in rows]


def _under(name: str, tables: Mapping[str, list[list[str]]], wanted: set[str]) -> list[Row] | None:
    """Rows under the first row that holds all these keys, in whatever sheet; None where there is none."""
    for sheet, rows in tables.items():
        for place, keys in enumerate(rows[:20]):
            if not wanted <= set(keys):
                continue
            if "score" in keys and "score" not in wanted:
                continue
            known = {*FLAT, *INTERESTS, "key", "value", "date", ""}
            strangers = [key for key in keys if key not in known]
            doubled = sorted({key for key in keys if key and keys.count(key) > 1})
            if strangers or doubled:
                where = f"{name}, sheet '{sheet}'" if sheet else name
                raise SourceError(
                    f"{where}: column(s) {first_few(strangers or doubled)} "
                    f"{'are unknown' if strangers else 'stand twice'}. Columns are {', '.join(FLAT)}; keep these, once."
                )
            body = [dict(zip(keys, row, strict=False)) for row in rows[place + 1 :]]
            return [row for row in body if any(value for key, value in row.items() if key not in SHOWN and key)]
    return None


def _one_person(name: str, rows: list[Row]) -> list[Row]:
    """Every row with its person: where the form names one only, that one."""
    people = sorted({row.get("person", "") for row in rows} - {""})
    if not people:
        raise SourceError(f"{name} names nobody. Write the pseudonym into the column 'person', in one row or in all.")
    nameless = sum(not row.get("person") for row in rows)
    if len(people) > 1 and nameless:
        raise SourceError(
            f"{name} names {len(people)} people ({first_few(people)}) and leaves {nameless} row(s) without a person. "
            "Write one into each row."
        )
    return [{**row, "person": row.get("person") or people[0]} for row in rows]


def _point(text: str) -> str:
    """A number with a decimal comma as one with a point."""
    return text.replace(",", ".") if _COMMA.fullmatch(text) else text
