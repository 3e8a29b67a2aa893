"""What experts answered: one row per person, candidate, criterion and round, checked at the door.

    judgements            rows as they come from forms, checked
    Judgements            what it gives: rows, and scores under labels
    without_interested    the same without judgements on what a person declared an interest in

A person is a pseudonym. No judgement is ever averaged away: whatever is made of them stands beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from smartspec.errors import DecisionError, bullets, first_few

__all__ = ["CELL", "COLUMNS", "CONFIDENCE", "Judgements", "judgements", "without_interested"]

CELL = ("round", "person", "candidate", "criterion")
"""What one judgement is about."""

COLUMNS = (*CELL, "score", "date", "confidence", "interest", "comment")

CONFIDENCE = (1.0, 5.0)
"""How sure a person is: 1 a guess, 5 certain."""


@dataclass(frozen=True)
class Judgements:
    """Checked judgements; made by `judgements`.

    Attributes
    ----------
    rows
        `round` (a whole number), `person`, `candidate`, `criterion`, `score`, `date` (ISO text), `confidence` (missing
        where not told), `interest` and `comment` (texts, empty where there is none).
    candidates, criteria
        What was to be judged, in order.
    scale
        Lowest and highest score.
    """

    rows: pd.DataFrame
    candidates: tuple[Any, ...]
    criteria: tuple[Any, ...]
    scale: tuple[float, float]

    @property
    def people(self) -> tuple[Any, ...]:
        """Who answered, in alphabetical order."""
        return tuple(sorted(self.rows["person"].unique()))

    @property
    def rounds(self) -> tuple[int, ...]:
        """Rounds answered, first to last."""
        return tuple(sorted(int(one) for one in self.rows["round"].unique()))

    @property
    def scores(self) -> xr.DataArray:
        """(round, person, candidate, criterion): scores, missing where somebody did not answer."""
        coords = {
            "round": list(self.rounds),
            "person": list(self.people),
            "candidate": list(self.candidates),
            "criterion": list(self.criteria),
        }
        full = pd.MultiIndex.from_product(list(coords.values()), names=CELL)
        found = self.rows.set_index(list(CELL))["score"].reindex(full).to_numpy(dtype=float)
        return xr.DataArray(found.reshape([len(one) for one in coords.values()]), coords=coords, dims=CELL)


def judgements(
    rows: pd.DataFrame,
    *,
    candidates: Sequence[Any],
    criteria: Sequence[Any],
    scale: tuple[float, float] = (1.0, 9.0),
    partial: bool = False,
) -> Judgements:
    """Check judgements and put them in order.

    Parameters
    ----------
    rows
        A judgement per row with the columns `person`, `candidate`, `criterion` and `score`, and where told `round` (1
        when there is no such column), `date` (ISO), `confidence` (1 to 5), `interest` and `comment`. Rows without a
        score are questions that were not answered.
    candidates, criteria
        What was to be judged.
    scale
        Lowest and highest score.
    partial
        Accept people who answered only some of the questions of a round; their open questions stay missing.

    Returns
    -------
    Judgements

    Raises
    ------
    DecisionError
        Columns that are missing or unknown, a person without a name, an unknown candidate or criterion, a score that is
        no number or outside the scale, a doubled answer, a person who answered only some questions, a date, a round or
        a confidence that is none. All problems come at once.

    Examples
    --------
    >>> rows = pd.DataFrame(
    ...     {"person": list("ppqq"), "candidate": ["A", "B"] * 2, "criterion": "skills", "score": [7, 3, 8, 2]}
    ... )
    >>> judged = judgements(rows, candidates=["A", "B"], criteria=["skills"])
    >>> judged.scores.sel(round=1, criterion="skills").values.tolist()
    [[7.0, 3.0], [8.0, 2.0]]
    """
    if not len(candidates) or not len(criteria) or not scale[0] < scale[1]:
        raise DecisionError(
            f"judging needs a candidate, a criterion and a scale from low to high, found {len(candidates)}, "
            f"{len(criteria)} and {scale}."
        )
    lacking = [name for name in ("person", "candidate", "criterion", "score") if name not in rows.columns]
    strangers = [name for name in rows.columns if name not in COLUMNS]
    if lacking or strangers:
        found = "; ".join(
            [f"no column {first_few(lacking)}"] * bool(lacking)
            + [f"unknown column {first_few(strangers)}"] * bool(strangers)
        )
        raise DecisionError(f"the judgements have {found}; columns are {', '.join(COLUMNS)}.")
    table = _told(rows)
    problems = [*_odd_labels(table, candidates, criteria)]
    answered = table[~table["score"].map(_empty)]
    answered, wrong = _numbers(answered, scale)
    problems += wrong
    doubled = answered[answered.duplicated(list(CELL), keep="first")]
    if len(doubled):
        problems.append(f"{len(doubled)} answer(s) are given twice: {first_few(_cells(doubled))}; keep one of each")
    if not partial:
        problems += _half_answered(answered, candidates, criteria)
    if not len(answered) and not problems:
        problems.append("nobody answered anything")
    if problems:
        raise DecisionError(bullets(f"the judgements have {len(problems)} problem(s):", problems))
    order = answered.sort_values(list(CELL), kind="stable").reset_index(drop=True)
    return Judgements(order[list(COLUMNS)], tuple(candidates), tuple(criteria), (float(scale[0]), float(scale[1])))


def _empty(cell: object) -> bool:
    return bool(pd.isna(cell)) or (isinstance(cell, str) and not cell.strip())  # type: ignore[call-overload]


def _told(rows: pd.DataFrame) -> pd.DataFrame:
    """All columns, with what was not told left empty and texts stripped."""
    table = rows.astype(object).copy()
    for name, default in (("round", 1), ("date", ""), ("confidence", np.nan), ("interest", ""), ("comment", "")):
        if name not in table:
            table[name] = default
    for name in ("person", "candidate", "criterion", "date", "interest", "comment"):
        table[name] = ["" if _empty(cell) else cell.strip() if isinstance(cell, str) else cell for cell in table[name]]
    return table


def _cells(rows: pd.DataFrame) -> list[str]:
    """What each row is about, as a person reads it."""
    return [
        f"{person} / {candidate} / {criterion} (round {number})"
        for number, person, candidate, criterion in rows[list(CELL)].itertuples(index=False)
    ]


def _odd_labels(table: pd.DataFrame, candidates: Sequence[Any], criteria: Sequence[Any]) -> Iterator[str]:
    nameless = int((table["person"] == "").sum())
    if nameless:
        yield f"{nameless} row(s) name no person: give each a pseudonym"
    for name, known in (("candidate", list(candidates)), ("criterion", list(criteria))):
        strangers = [one for one in table[name].unique() if one not in known]
        if strangers:
            yield f"{len(strangers)} unknown {name}: {first_few(strangers)}; judged are {first_few(known)}"


def _numbers(table: pd.DataFrame, scale: tuple[float, float]) -> tuple[pd.DataFrame, list[str]]:
    """Scores, rounds and confidences as numbers and dates as texts, and what of them is none."""
    table, problems = table.copy(), []
    cells = np.array(_cells(table), dtype=object)

    def refuse(marks: Any, what: str, shown: Any, way: str) -> None:
        marks = np.asarray(marks, dtype=bool)
        if marks.any():
            named = [f"{cell}: {value}" for cell, value in zip(cells[marks], np.asarray(shown)[marks], strict=True)]
            problems.append(f"{int(marks.sum())} {what}: {first_few(named)}; {way}")

    score = pd.to_numeric(table["score"], errors="coerce").astype(float)
    refuse(~np.isfinite(score), "score(s) are no number", table["score"], "write a number")
    outside = np.isfinite(score) & ((score < scale[0]) | (score > scale[1]))
    refuse(outside, f"score(s) are outside {scale[0]:g} to {scale[1]:g}", table["score"], "ask the person again")
    number = pd.to_numeric(table["round"], errors="coerce").astype(float)
    refuse(
        ~(number >= 1) | (number % 1 != 0), "round(s) are no whole number from 1", table["round"], "number the rounds"
    )
    told = ~table["confidence"].map(_empty)
    sure = pd.to_numeric(table["confidence"].where(told), errors="coerce").astype(float)
    low, high = CONFIDENCE
    refuse(
        told & ~sure.between(low, high),
        f"confidence(s) are outside {low:g} to {high:g}",
        table["confidence"],
        "or empty",
    )
    days = [_day(cell) for cell in table["date"]]
    refuse([day is None for day in days], "date(s) are none", table["date"], "write them as 2026-03-31")
    table["score"], table["confidence"], table["date"] = score, sure, days
    table["round"] = number.where(np.isfinite(number), 0).astype(int)
    return table, problems


def _day(cell: Any) -> str | None:
    """A date as ISO text, "" for none, None for what is no date."""
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    if cell == "":
        return ""
    try:
        return date.fromisoformat(str(cell)[:10]).isoformat()
    except ValueError:
        return None


def _half_answered(answered: pd.DataFrame, candidates: Sequence[Any], criteria: Sequence[Any]) -> Iterator[str]:
    wanted = pd.MultiIndex.from_product([list(candidates), list(criteria)])
    for (number, person), rows in answered[answered["person"] != ""].groupby(["round", "person"], sort=True):
        given = pd.MultiIndex.from_frame(rows[["candidate", "criterion"]])
        open_ = wanted.difference(given, sort=False)
        if len(open_):
            cells = [f"{candidate} / {criterion}" for candidate, criterion in open_]
            yield (
                f"'{person}' left {len(open_)} of {len(wanted)} questions of round {number} open: {first_few(cells)}; "
                "ask for them, or accept partial answers"
            )


def without_interested(judged: Judgements) -> Judgements:
    """The same without judgements on candidates a person declared an interest in, in any round.

    Examples
    --------
    >>> rows = pd.DataFrame(
    ...     {
    ...         "person": ["p1", "p2"],
    ...         "candidate": ["A", "A"],
    ...         "criterion": ["skills", "skills"],
    ...         "score": [9, 5],
    ...         "interest": ["owns shares", ""],
    ...     }
    ... )
    >>> judged = judgements(rows, candidates=["A"], criteria=["skills"])
    >>> without_interested(judged).people
    ('p2',)
    """
    pairs = pd.MultiIndex.from_frame(judged.rows[["person", "candidate"]])
    interested = pairs[(judged.rows["interest"] != "").to_numpy()]
    return replace(judged, rows=judged.rows[~pairs.isin(interested)].reset_index(drop=True))
