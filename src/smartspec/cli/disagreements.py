"""Where people are furthest apart, as lines for a terminal.

apart    the first of them, and how many more there are
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from smartspec.exhibits.words import Words

__all__ = ["apart"]


def apart(
    rows: Sequence[Mapping[Any, Any]],
    words: Words,
    *,
    most: int,
    title: Callable[[str], str],
    candidate: Callable[[str], str] = str,
) -> list[str]:
    """A line for each question, widest first: its median, how far apart, and who stands at either end."""
    said = [
        "  "
        + words.say(
            "experts.disagreement_line",
            candidate=candidate(str(one["candidate"])),
            title=title(str(one["criterion"])),
            median=words.number(one["median"], 1),
            iqr=words.number(one["iqr"], 1),
            lowest=words.number(one["lowest"]),
            low=one["low"],
            highest=words.number(one["highest"]),
            high=one["high"],
        )
        for one in rows[:most]
    ]
    return said + (["  " + words.say("experts.more", count=len(rows) - most)] if len(rows) > most else [])
