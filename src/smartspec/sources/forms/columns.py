"""What a form holds: its columns, the words it needs, and one question of it.

ANSWERS, INTERESTS, FLAT    columns of the two sheets, and of a CSV, by their keys
TEXTS                       keys of the words a form needs
Question                    one thing to be judged, with the words a person reads
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ANSWERS", "FLAT", "FORMULA", "INTERESTS", "SHOWN", "TEXTS", "Question"]

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
    "error_amount",
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

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a text must not begin with, lest a spreadsheet take it for a formula."""


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
    amount
        Whether an amount is asked for, zero or more, and no score.
    """

    candidate: str
    criterion: str
    region: str
    activity: str
    title: str
    asks: str
    before: str = ""
    amount: bool = False
