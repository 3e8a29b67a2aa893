"""The words for activities: codes, levels, parents and the same thing under another list's name.

    Activity        one code with its level, parent and names
    Classification  all codes of one list (OKED, ISIC, HS, CPC …)

A code stands at one level; figures of two levels never stand side by side as if they were one list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from smartspec.errors import PanelError, first_few
from smartspec.panel.indicator import Words, word

__all__ = ["Activity", "Classification"]


@dataclass(frozen=True)
class Activity:
    """One code of a classification."""

    code: str
    level: str
    parent: str = ""
    name: Words = field(default_factory=dict)
    short: Words = field(default_factory=dict)
    equals: str = ""


@dataclass(frozen=True)
class Classification:
    """All codes of one list.

    Examples
    --------
    >>> oked = Classification("oked", {"A": Activity("A", "section"), "01": Activity("01", "division", parent="A")})
    >>> oked.level_of(["01"])
    'division'
    >>> oked.ancestor("01", "section")
    'A'
    """

    key: str
    activities: Mapping[str, Activity]

    def unknown(self, codes: Iterable[str]) -> list[str]:
        """Codes this list does not have, in the order given."""
        return [code for code in codes if code not in self.activities]

    def levels(self, codes: Iterable[str]) -> dict[str, list[str]]:
        """Codes by level."""
        found: dict[str, list[str]] = {}
        for code in codes:
            found.setdefault(self.activities[code].level, []).append(code)
        return found

    def level_of(self, codes: Iterable[str]) -> str:
        """The one level all codes stand at.

        Raises
        ------
        PanelError
            A code is unknown, or the codes stand at more than one level.
        """
        codes = list(codes)
        if unknown := self.unknown(codes):
            raise PanelError(
                f"{len(unknown)} activity codes are not in the classification '{self.key}': {first_few(unknown)}. "
                "Correct them, or name another classification for this table."
            )
        levels = self.levels(codes)
        if len(levels) > 1:
            listed = "; ".join(f"{level}: {first_few(found)}" for level, found in levels.items())
            raise PanelError(
                f"activities stand at {len(levels)} levels at once ({listed}), so their sum would count twice. "
                "Keep one level with `activities:` in the table's entry."
            )
        return next(iter(levels), "")

    def ancestor(self, code: str, level: str) -> str | None:
        """The code above (or equal to) `code` at `level`, or None where there is none."""
        seen: set[str] = set()
        while code in self.activities and code not in seen:
            activity = self.activities[code]
            if activity.level == level:
                return code
            seen.add(code)
            code = activity.parent
        return None

    def correspondence(self) -> dict[str, str]:
        """Codes that have an equal in the international list, to that equal."""
        return {code: activity.equals for code, activity in self.activities.items() if activity.equals}

    def name(self, code: str, language: str, *, short: bool = False) -> str:
        """The name of a code; the code itself where no name is known."""
        activity = self.activities.get(code)
        if activity is None:
            return code
        return (short and word(activity.short, language)) or word(activity.name, language) or code
