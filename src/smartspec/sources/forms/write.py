"""A form to send out: a workbook of three sheets, or a CSV.

write_form    the form

Headings are in the person's language; the row under them, hidden, holds the keys by which the form is read back, so
that sheets and columns may be renamed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smartspec.errors import SourceError, StoreError
from smartspec.sources.forms.columns import ANSWERS, FLAT, FORMULA, INTERESTS, Question

if TYPE_CHECKING:
    import xlsxwriter

__all__ = ["write_form"]

_WIDTHS = {"question": 60, "comment": 50, "interest": 60, "region": 26, "activity": 40, "before": 16}


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
    return f"'{text}" if text.startswith(FORMULA) else text


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
                for row, one in enumerate(questions, start=2):
                    amount = key == "score" and one.amount
                    rule = _amount(texts) if amount else _between(low, high, texts, key)
                    sheet.data_validation(row, at, row, at, rule)
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


def _amount(texts: Mapping[str, str]) -> dict[str, Any]:
    return {
        "validate": "decimal",
        "criteria": ">=",
        "value": 0,
        "ignore_blank": True,
        "error_title": texts["error_title"][:32],
        "error_message": texts["error_amount"][:255],
    }


def _read_me(book: xlsxwriter.Workbook, texts: Mapping[str, str]) -> None:
    sheet = book.add_worksheet(texts["read_me"][:31])
    sheet.set_column(0, 0, 100)
    sheet.write_string(0, 0, texts["title"], book.add_format({"bold": True, "font_size": 14}))
    body = book.add_format({"text_wrap": True, "valign": "top"})
    for row, line in enumerate(texts["steps"].splitlines(), start=2):
        sheet.write_string(row, 0, line, body)
