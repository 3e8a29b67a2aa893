"""Cells into figures: what a person typed as a number, and what was typed instead of one.

    Figures        values and status of cells, with the cells that are no figures
    read_figures   all cells of a table at once

A cell is a figure, a blank, a withheld figure or an error; it is never silently zero. Spaces and apostrophes
that part thousands are dropped, and so are marks of footnotes, which are remembered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import pandas as pd

from smartspec.panel import Status
from smartspec.sources.base import TableEntry
from smartspec.sources.grids import Cells, as_text

__all__ = ["Figures", "read_figures"]

Mask = np.ndarray[Any, np.dtype[np.bool_]]

_NOTE = r"(?:\s?[*†‡]+\)?|\s?[⁰¹²³⁴-⁹]+\)?|\s\d{1,2}\)|\s?\(\d{1,2}\)|\s[bdeprsu])"
_FOOTNOTE = re.compile(_NOTE + "$")
_COMMA = re.compile(
    r"^[-−–+]? ?(?:[0-9]{1,3}(?:[ '’][0-9]{3})+|[0-9]{4,}|0|[0-9]{1,3}(?=,(?:[0-9]{1,2}|[0-9]{4,})$)),[0-9]+$", re.M
)
_POINT = re.compile(r"^[-−–+]? ?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+$", re.M)
_PARTED = re.compile(r"[-−–+]?\s?\d{1,3}(?:[ '’.,]\d{3})+")


@dataclass(frozen=True)
class Figures:
    """Cells read.

    Attributes
    ----------
    values
        The figures, NaN where there is none.
    status
        Codes of `Status`.
    footnoted
        Cells whose footnote mark was dropped.
    no_number
        Cells that hold something else.
    unclear
        Cells whose comma may part thousands or decimals.
    """

    values: np.ndarray[Any, np.dtype[np.float64]]
    status: np.ndarray[Any, np.dtype[np.int8]]
    footnoted: Mask
    no_number: Mask
    unclear: Mask


def read_figures(cells: Cells, entry: TableEntry) -> Figures:
    """Read a flat array of cells.

    Parameters
    ----------
    cells : (n,)
        Texts, or numbers where the file says so.
    entry
        The table's decimal mark and marks for what is withheld, blank or zero.

    Returns
    -------
    Figures
        One value and one status per cell, in the order given.

    Examples
    --------
    >>> read = read_figures(np.array(["1 234,5*", "x", "", 7.0], dtype=object), TableEntry(file="t.csv"))
    >>> read.values.tolist(), read.status.tolist(), read.footnoted.tolist()
    ([1234.5, nan, nan, 7.0], [0, 2, 1, 0], [True, False, False, False])
    """
    texts = pd.Series(cells, dtype=object)
    typed = np.fromiter((type(cell) is str for cell in cells), dtype=bool, count=len(cells))
    values = pd.to_numeric(texts, errors="coerce").to_numpy(dtype=float, copy=True)
    status = np.where(np.isnan(values), int(Status.BLANK), int(Status.PUBLISHED)).astype("int8")
    footnoted, no_number, unclear = (np.zeros(len(cells), dtype=bool) for _ in range(3))
    slow = typed & np.isnan(values) & (cells != "")
    mark, proof = entry.decimal, _Proof()
    commas = bool(slow.any()) and any("," in text for text in cells[slow])
    if mark == "," or (mark == "auto" and commas):
        dotted = typed & ~slow & np.fromiter((type(cell) is str and "." in cell for cell in cells), bool, len(cells))
        if mark == "auto":
            proof = _proof(set(cells[slow]) | set(cells[dotted]))
            mark = proof.mark
        slow |= dotted if mark == "," else False
    numbers, distinct = pd.factorize(cells[slow])
    if len(distinct):
        read = _read_all(distinct, "." if mark == "auto" else mark, entry)
        values[slow], status[slow] = read.values[numbers], read.status[numbers]
        footnoted[slow], no_number[slow] = read.footnoted[numbers], read.no_number[numbers]
    for marks, kind in ((entry.blank, Status.BLANK), (entry.withheld, Status.WITHHELD), (entry.zero, Status.PUBLISHED)):
        for figure in _figures_among(marks):
            same = values == figure
            values[same], status[same] = (0.0 if kind == Status.PUBLISHED else np.nan), int(kind)
    if proof.unclear:
        unclear[slow] = np.array([text in proof.unclear for text in distinct])[numbers]
        no_number &= ~unclear
    return Figures(values, status, footnoted, no_number, unclear)


def _figures_among(marks: Iterable[str]) -> list[float]:
    """Marks that look like figures, as -999 for what is unknown."""
    return [float(mark) for mark in marks if re.fullmatch(r"[-+]?[0-9]+(?:\.[0-9]+)?", mark)]


@dataclass(frozen=True)
class _Proof:
    """Which decimal mark the figures prove, and the figures that leave it open or contradict it."""

    mark: Literal["auto", ".", ","] = "."
    unclear: frozenset[str] = frozenset()


def _one_spaced(texts: Iterable[str]) -> list[str]:
    """Texts with spaces of every kind as one; all at once, for there may be a million."""
    texts = list(texts)
    joined = "\n".join(texts)
    if joined.count("\n") != len(texts) - 1:
        return [as_text(text) for text in texts]
    return [text.strip() for text in re.sub(r"[^\S\n]+|[\u200b\ufeff]", " ", joined).split("\n")]


def _proof(texts: set[str]) -> _Proof:
    """Find the decimal mark: a mark before other than three digits, or the later of two different ones."""
    joined = "\n".join(_one_spaced(texts))
    comma_proves = _COMMA.search(joined) is not None
    if comma_proves and "." not in joined and not re.search(r",[^\n]*,", joined):
        return _Proof(",")
    if not comma_proves and _POINT.search(joined) and not re.search(r"\.[^\n]*,", joined):
        return _Proof(".")
    return _proof_by_each(texts)


def _proof_by_each(texts: set[str]) -> _Proof:
    comma: set[str] = set()
    dot: set[str] = set()
    either: set[str] = set()
    for text in texts:
        figure = _FOOTNOTE.sub("", as_text(text)).lstrip("-−–+ ")
        if not re.fullmatch(r"[\d .,'’]*\d", figure) or not {",", "."} & set(figure):
            continue
        if figure.count(",") and figure.count("."):
            (comma if figure.rfind(",") > figure.rfind(".") else dot).add(text)
        elif figure.count(",") > 1 or figure.count(".") > 1:
            (dot if "," in figure else comma).add(text)
        elif _PARTED.fullmatch(figure) and not figure.startswith("0") and " " not in figure:
            either.add(text)
        else:
            (comma if "," in figure else dot).add(text)
    if comma and dot:
        return _Proof("auto", frozenset(comma if len(comma) <= len(dot) else dot))
    if comma or dot:
        return _Proof("," if comma else ".")
    return _Proof("auto", frozenset(text for text in either if "," in text))


@lru_cache(maxsize=2)
def _pattern(mark: str) -> re.Pattern[str]:
    other = "." if mark == "," else ","
    return re.compile(
        r"(?P<sign>[-−–+]?)\s?"
        rf"(?P<whole>[0-9]{{1,3}}(?:(?P<part>[ '’{other}])[0-9]{{3}})(?:(?P=part)[0-9]{{3}})*|[0-9]+)"
        rf"(?:{re.escape(mark)}(?P<rest>[0-9]+))?(?P<power>[eE][-+]?[0-9]+)?"
    )


def _read_all(distinct: Sequence[str], mark: str, entry: TableEntry) -> Figures:
    """Read distinct texts: plain figures all at once, what is left one by one."""
    texts = _one_spaced(distinct)
    whole = _pattern(mark)
    sure = np.fromiter((whole.fullmatch(text) is not None for text in texts), dtype=bool, count=len(texts))
    meant = {*entry.zero, *entry.withheld, *entry.blank}
    sure &= np.fromiter((text not in meant for text in texts), dtype=bool, count=len(texts))
    other = "." if mark == "," else ","
    bare = re.sub(rf"[ '’+{other}]", "", "\n".join(texts)).replace(mark, ".").replace("−", "-").replace("–", "-")
    values = pd.to_numeric(pd.Series(bare.split("\n"), dtype=object), errors="coerce").to_numpy(float, copy=True)
    values[~sure] = np.nan
    status = np.where(sure, int(Status.PUBLISHED), int(Status.BLANK)).astype("int8")
    footnoted, no_number = np.zeros(len(texts), dtype=bool), np.zeros(len(texts), dtype=bool)
    for at in np.flatnonzero(~sure):
        text = texts[at]
        bare_text = _FOOTNOTE.sub("", text)
        if (kind := _kind(text, mark, entry)) is None:
            kind = _kind(bare_text, mark, entry)
            footnoted[at] = kind is not None
        no_number[at] = kind is None
        if kind is not None:
            values[at], status[at] = kind
    return Figures(values, status, footnoted, no_number, np.zeros(len(texts), dtype=bool))


def _kind(text: str, mark: str, entry: TableEntry) -> tuple[float, Status] | None:
    """The value and status of one text, or None when it is neither a figure nor a mark."""
    if text in entry.zero:
        return 0.0, Status.PUBLISHED
    if text in entry.withheld:
        return np.nan, Status.WITHHELD
    if text == "" or text in entry.blank:
        return np.nan, Status.BLANK
    found = _pattern(mark).fullmatch(text)
    if found is None:
        return None
    sign = "-" if found["sign"] in ("-", "−", "–") else ""
    whole = re.sub(r"[^0-9]", "", found["whole"])
    return float(f"{sign}{whole}.{found['rest'] or 0}{found['power'] or ''}"), Status.PUBLISHED
