"""Labels of a table into codes: regions and activities as people write them.

    Labels          texts found in a table to codes, and what is wrong with the others
    region_labels   codes and names of regions, in any language
    activity_labels codes and names of activities, with the zeros a spreadsheet took away

A label is taken for a code only where no other code could be meant. What cannot be told is refused, and the
message says what is near.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from smartspec.panel import Classification, Geography
from smartspec.sources.base import TableEntry
from smartspec.sources.grids import plain

__all__ = ["TOTAL", "Labels", "activity_labels", "region_labels"]

TOTAL = "TOTAL"

_CITY = {"г", "г.", "город", "city", "қаласы", "қ", "қ.", "of"}
_REGION = {"область", "обл", "обл.", "облысы", "region", "oblast", "province"}
_ALIKE = str.maketrans("АВСЕНКМОРТХІ", "ABCEHKMOPTXI")
_FOOTNOTE = re.compile(r"\s?(?:[*†‡]+|[⁰¹²³⁴-⁹]+)\)?$")


@dataclass(frozen=True)
class Labels:
    """Texts of a table to codes; `wrong` says of each other text what is the matter with it."""

    codes: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)


def region_labels(texts: Iterable[str], entry: TableEntry, geography: Geography) -> Labels:
    """Match regions by the entry's own list, by code, then by name in any language.

    Examples
    --------
    >>> from smartspec.panel import Region
    >>> there = Geography("X", {"X-1": Region("X-1", name={"ru": "Атырауская область"})})
    >>> region_labels(["X-1", "атырауская обл.", "X-9"], TableEntry(file="t.csv"), there).codes
    {'X-1': 'X-1', 'атырауская обл.': 'X-1'}
    """
    known = {plain(code): code for code in (geography.country, *geography.regions, *geography.former)}
    own = {plain(text): code for text, code in entry.regions.items()}
    if entry.country_row:
        own[plain(entry.country_row)] = geography.country
    full, core = _region_names(geography)
    found = Labels()
    for text in texts:
        key = plain(_FOOTNOTE.sub("", text))
        code = (
            own.get(plain(text)) or own.get(key) or known.get(key) or known.get(plain(text.upper().translate(_ALIKE)))
        )
        if code is not None and plain(code) not in known:
            found.wrong[text] = f"`regions` gives it the code '{code}', which the geography does not have"
            continue
        meant = {code} if code else full.get(key) or core.get(_core(key), set())
        sole = next(iter(meant)) if len(meant) == 1 else ""
        if sole in geography.former and sole not in entry.former:
            found.wrong[text] = f"no longer a region; its territory is now {' and '.join(geography.former[sole])}"
        elif sole:
            found.codes[text] = sole
        elif meant:
            found.wrong[text] = f"may be {' or '.join(sorted(meant))}"
        else:
            near = get_close_matches(key, [*known, *full], n=1, cutoff=0.75)
            guess = known.get(near[0]) or "/".join(sorted(full[near[0]])) if near else ""
            found.wrong[text] = f"unknown, did you mean {guess}?" if guess else "unknown"
    return found


def activity_labels(texts: Iterable[str], entry: TableEntry, classification: Classification | None) -> Labels:
    """Match activities by the entry's own list, by code, then by name in any language.

    Examples
    --------
    >>> from smartspec.panel import Activity
    >>> oked = Classification("oked", {"05": Activity("05", "division", name={"en": "Mining of coal"})})
    >>> activity_labels(["5", "mining of coal"], TableEntry(file="t.csv"), oked).codes
    {'5': '05', 'mining of coal': '05'}
    """
    own = {plain(text): code for text, code in entry.activity_codes.items()}
    if classification is None:
        return Labels({text: own.get(plain(text), text) for text in texts})
    known = {plain(code): code for code in classification.activities} | {plain(TOTAL): TOTAL}
    names: dict[str, set[str]] = {}
    for code, activity in classification.activities.items():
        for name in (*activity.name.values(), *activity.short.values()):
            names.setdefault(plain(name), set()).add(code)
    found = Labels()
    for text in texts:
        key = plain(_FOOTNOTE.sub("", text))
        tries = (own.get(plain(text), ""), text, key, re.sub(r"\.0$", "", key).zfill(2), text.upper().translate(_ALIKE))
        sure = next((known[plain(one)] for one in tries if one and plain(one) in known), "")
        meant = {sure} if sure else names.get(key, set())
        if len(meant) == 1:
            found.codes[text] = next(iter(meant))
        elif meant:
            found.wrong[text] = f"may be {' or '.join(sorted(meant))}"
        else:
            near = get_close_matches(key, [*known, *names], n=1, cutoff=0.75)
            guess = known.get(near[0]) or "/".join(sorted(names[near[0]])) if near else ""
            found.wrong[text] = f"unknown, did you mean {guess}?" if guess else "unknown"
    return found


def _region_names(geography: Geography) -> tuple[dict[str, set[str]], dict[tuple[str, str], set[str]]]:
    """Codes by full name, and by name without the word for its kind but with the kind itself."""
    full: dict[str, set[str]] = {}
    core: dict[tuple[str, str], set[str]] = {}
    for code, region in geography.regions.items():
        kind = "city" if region.kind == "city" else "region"
        _enter(full, code, region.name)
        for name in (*region.name.values(), *region.short.values()):
            bare, _ = _core(plain(name))
            core.setdefault((bare, kind), set()).add(code)
            core.setdefault((bare, ""), set()).add(code)
    for code in (geography.country, *geography.former):
        _enter(full, code, geography.constant_names.get(code, {}))
    return full, core


def _enter(full: dict[str, set[str]], code: str, names: Mapping[str, str]) -> None:
    for name in names.values():
        full.setdefault(plain(name), set()).add(code)


def _core(name: str) -> tuple[str, str]:
    """A name without the words for its kind, and the kind they tell."""
    words = re.sub(r"\bг\.\s*", "г. ", name).split()
    kind = "city" if _CITY & set(words) - {"of"} else "region" if _REGION & set(words) else ""
    return " ".join(word for word in words if word not in _CITY | _REGION), kind
