"""Forms for experts: a workbook or a CSV to fill in, and back.

    Question      one thing to be judged, with the words a person reads
    write_form    an XLSX of four sheets, or a CSV
    read_form     what came back: rows, what the form said of itself, and its hash
    TEXTS         keys of the words a form needs

Headings are in the person's language; the row under them, hidden, holds the keys by which the form is read back, so that
sheets and columns may be renamed. Nothing a person typed is ever taken for a formula.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from smartspec.errors import SourceError, StoreError, first_few
from smartspec.sources.grids import as_text, decoded

if TYPE_CHECKING:
    import xlsxwriter

__all__ = ["TEXTS", "FormRead", "Question", "read_form", "write_form"]

TEXTS = (
    "read_me",
    "title",
    "steps",
    "judgements",
    "interests",
    "person",
    "candidate",
    "region",
    "activity",
    "criterion",
    "question",
    "before",
    "score",
    "confidence",
    "comment",
    "interest",
    "error_title",
    "error_score",
    "error_confidence",
)
"""`steps` is a text of several lines; the others are one line each."""

ANSWERS = (
    "person",
    "candidate",
    "region",
    "activity",
    "criterion",
    "question",
    "before",
    "score",
    "confidence",
    "comment",
)
INTERESTS = ("person", "candidate", "region", "activity", "interest")
FLAT = ("round", *ANSWERS, "interest")
SHOWN = {"region", "activity", "question", "before"}
"""Columns that are there for people and are not read back."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_COMMA = re.compile(r"-?\d+,\d+")
_WIDTHS = {"question": 60, "comment": 50, "interest": 60, "region": 26, "activity": 40, "before": 16}


@dataclass(frozen=True)
class Question:
    """One thing to be judged: its labels, and what a person reads.

    Attributes
    ----------
    candidate, criterion
        Labels, by which the answer comes back.
    region, activity, title, asks
        The candidate's two names, the criterion's, and what is asked.
    before
        Answers of the round before, where there was one.
    """

    candidate: str
    criterion: str
    region: str
    activity: str
    title: str
    asks: str
    before: str = ""


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


def write_form(
    path: Path,
    questions: Sequence[Question],
    *,
    texts: Mapping[str, str],
    number: int = 1,
    person: str = "",
    scale: tuple[int, int] = (1, 9),
    confidence: tuple[int, int] = (1, 5),
    told: Mapping[str, str] | None = None,
) -> Path:
    """Write a form.

    Parameters
    ----------
    path
        Where it goes, ending in `.xlsx` or `.csv`; a file already there is left alone.
    questions
        What is to be judged, in order.
    texts
        Words with the keys of `TEXTS`.
    number
        Which round.
    person
        Pseudonym that stands in every row; left for the person to fill in when empty.
    scale, confidence
        Lowest and highest, whole numbers.
    told
        What the workbook is to say of itself when it comes back, beside its round and its candidates.

    Returns
    -------
    pathlib.Path
        The form.

    Raises
    ------
    SourceError
        Another ending, or nothing to ask.
    StoreError
        The file is there already, or cannot be written.
    """
    if not questions:
        raise SourceError("there is nothing to ask: no candidate was chosen. Widen what is asked.")
    if path.suffix.lower() not in (".xlsx", ".csv"):
        raise SourceError(f"{path.name}: forms are .xlsx or .csv; name one of these.")
    if path.exists():
        raise StoreError(f"{path} is there already and may hold answers. Choose another name, or move it away.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix.lower() == ".csv":
            path.write_text(_flat(questions, number, person), encoding="utf-8-sig", newline="")
        else:
            _workbook(path, questions, texts, number, person, scale, confidence, dict(told or {}))
    except OSError as error:
        raise StoreError(f"{path} cannot be written ({error}). Choose another folder, or close the file.") from None
    return path


def _flat(questions: Iterable[Question], number: int, person: str) -> str:
    buffer = io.StringIO()
    table = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    table.writerow(FLAT)
    for one in questions:
        cells = {"round": str(number), "person": person, **_shown(one)}
        table.writerow([_harmless(cells.get(key, "")) for key in FLAT])
    return buffer.getvalue()


def _shown(one: Question) -> dict[str, str]:
    return {
        "candidate": one.candidate,
        "region": one.region,
        "activity": one.activity,
        "criterion": one.criterion,
        "question": f"{one.title}: {one.asks}" if one.asks else one.title,
        "before": one.before,
    }


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _workbook(
    path: Path,
    questions: Sequence[Question],
    texts: Mapping[str, str],
    number: int,
    person: str,
    scale: tuple[int, int],
    confidence: tuple[int, int],
    told: dict[str, str],
) -> None:
    import xlsxwriter

    candidates = list({one.candidate: one for one in questions}.values())
    told = {"round": str(number), "candidates": " ".join(one.candidate for one in candidates), **told}
    try:
        with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
            _read_me(book, texts)
            rows = [{"person": person, **_shown(one)} for one in questions]
            sheet = _sheet(book, texts, "judgements", ANSWERS, rows)
            for key, (low, high) in (("score", scale), ("confidence", confidence)):
                at = ANSWERS.index(key)
                sheet.data_validation(2, at, len(rows) + 1, at, _between(low, high, texts, key))
            sheet.activate()
            _sheet(book, texts, "interests", INTERESTS, [{"person": person, **_shown(one)} for one in candidates])
            hidden = book.add_worksheet("form")
            for row, (key, value) in enumerate([("key", "value"), *told.items()]):
                hidden.write_string(row, 0, key)
                hidden.write_string(row, 1, value)
            hidden.hide()
    except xlsxwriter.exceptions.FileCreateError as error:
        raise OSError(str(error)) from None


def _sheet(
    book: xlsxwriter.Workbook,
    texts: Mapping[str, str],
    name: str,
    keys: Sequence[str],
    rows: Sequence[Mapping[str, str]],
) -> Any:
    """A sheet: headings in words, their keys hidden under them, one row per question."""
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#EEF1F4", "text_wrap": True, "valign": "top"})
    given = book.add_format({"font_color": "#5A6570", "text_wrap": True, "valign": "top"})
    asked = book.add_format({"bg_color": "#FFFBE6", "text_wrap": True, "valign": "top", "border": 1})
    sheet = book.add_worksheet(texts[name][:31])
    for column, key in enumerate(keys):
        sheet.write_string(0, column, texts[key], head)
        sheet.write_string(1, column, key)
        sheet.set_column(column, column, _WIDTHS.get(key, 14))
    sheet.set_row(1, None, None, {"hidden": True})
    for place, row in enumerate(rows, start=2):
        for column, key in enumerate(keys):
            open_ = key in ("score", "confidence", "comment", "interest") or (key == "person" and not row.get("person"))
            if open_:
                sheet.write_blank(place, column, None, asked)
            else:
                sheet.write_string(place, column, row.get(key, ""), given)
    sheet.freeze_panes(2, 0)
    return sheet


def _between(low: int, high: int, texts: Mapping[str, str], key: str) -> dict[str, Any]:
    return {
        "validate": "integer",
        "criteria": "between",
        "minimum": low,
        "maximum": high,
        "ignore_blank": True,
        "error_title": texts["error_title"][:32],
        "error_message": texts[f"error_{key}"][:255],
    }


def _read_me(book: xlsxwriter.Workbook, texts: Mapping[str, str]) -> None:
    sheet = book.add_worksheet(texts["read_me"][:31])
    sheet.set_column(0, 0, 100)
    sheet.write_string(0, 0, texts["title"], book.add_format({"bold": True, "font_size": 14}))
    body = book.add_format({"text_wrap": True, "valign": "top"})
    for row, line in enumerate(texts["steps"].splitlines(), start=2):
        sheet.write_string(row, 0, line, body)


# ── and back ──────────────────────────────────────────────────────────────────────────────────────────────────────


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


Row = dict[str, str]


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
    return [[cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA) else cell for cell in row] for row in rows]


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
                    f"{where}: column(s) {first_few(strangers or doubled)} {'are unknown' if strangers else 'stand twice'}."
                    f" Columns are {', '.join(FLAT)}; take the others away."
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
