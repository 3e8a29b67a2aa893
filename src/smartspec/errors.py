"""Everything that can be wrong, in one tree, so that a caller can catch as much or as little as needed.

    SmartspecError            anything a person can put right; the command line prints it and exits with 2
    ├── StudyError            the study file: a field, a name, a weight
    ├── SourceError           a table as received: unreadable, mis-encoded, mis-shaped
    ├── PanelError            figures that contradict their labels: unknown region, doubled cell, broken total
    ├── MeasureError          a measure asked for something its input cannot tell
    ├── DecisionError         candidates, criteria and weights that do not make a decision
    ├── ForesightError        scenarios that cannot be run
    └── StoreError            the disk: a folder that cannot be written, a run in progress

A message says where, what, and the way out. All problems found in one pass come in one error.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

__all__ = [
    "DecisionError",
    "ForesightError",
    "MeasureError",
    "PanelError",
    "SmartspecError",
    "SourceError",
    "StoreError",
    "StudyError",
    "bullets",
    "first_few",
]


class SmartspecError(Exception):
    """Something a person can put right."""


class StudyError(SmartspecError):
    """The study file asks for something that cannot be done."""


class SourceError(SmartspecError):
    """A table as received cannot be read as figures."""


class PanelError(SmartspecError):
    """Figures contradict their labels."""


class MeasureError(SmartspecError):
    """A measure was asked for something its input cannot tell."""


class DecisionError(SmartspecError):
    """Candidates, criteria and weights do not make a decision."""


class ForesightError(SmartspecError):
    """A scenario cannot be run."""


class StoreError(SmartspecError):
    """The disk refuses."""


def first_few(items: Sequence[object], *, count: int = 5) -> str:
    """Name the first few of many and count the rest.

    Examples
    --------
    >>> first_few(["a", "b", "c"], count=2)
    'a, b and 1 more'
    """
    shown = ", ".join(str(item) for item in items[:count])
    rest = len(items) - count
    return f"{shown} and {rest} more" if rest > 0 else shown


def bullets(heading: str, problems: Iterable[str]) -> str:
    """Set all problems under one heading, one line each.

    Examples
    --------
    >>> print(bullets("study.yaml has 1 problem:", ["line 3: weight must be zero or more, found -1"]))
    study.yaml has 1 problem:
      - line 3: weight must be zero or more, found -1
    """
    return "\n".join([heading, *(f"  - {problem}" for problem in problems)])
