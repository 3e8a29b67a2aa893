"""What the results say of one cell, one region, one place on a list: read here once, for tables and sentences alike.

    value, text        a number or a word of a result; not a number, or nothing, where the result has none
    named              an activity's name, marked where a figure it rests on stands out
    listed, chosen     a region's long list and its directions, best first
    held_back          candidates of the long list a condition holds back
    holders            similar regions that hold an activity
    faster_from         the growth from which an activity counts as faster than in the country
    unknown_growth     why growth is not known
    part_of            the published part of the volume table an activity stands in
    parameters         numbers behind a projection: estimated, cited, assumed

No number is computed here that a result does not hold.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from smartspec.exhibits.view import View
from smartspec.study.inputs import VOLUME

__all__ = [
    "candidates_with",
    "chosen",
    "faster_from",
    "flagged",
    "held_back",
    "holders",
    "listed",
    "named",
    "no_future",
    "parameters",
    "part_of",
    "ranked",
    "text",
    "unknown_growth",
    "value",
]


def _cell(view: View, stage: str, name: str, at: dict[str, Any]) -> Any:
    found = view.results[stage]
    if name not in found:
        return None
    array = found[name]
    place = tuple(array.indexes[dim].get_loc(at[str(dim)]) if str(dim) in at else slice(None) for dim in array.dims)
    return array.values[place].item()


def value(view: View, stage: str, name: str, **at: Any) -> float:
    """A number of a result, not a number where the result does not have it."""
    found = _cell(view, stage, name, at)
    return np.nan if found is None else float(found)


def text(view: View, stage: str, name: str, **at: Any) -> str:
    """A word of a result, empty where the result does not have it."""
    found = _cell(view, stage, name, at)
    return "" if found is None else str(found)


def flagged(view: View, region: str, activity: str) -> bool:
    """Whether a figure of the focus years stands out against both its neighbours in time."""
    return bool(value(view, "quality", "flagged", region=region, activity=activity) == 1)


def named(view: View, region: str, activity: str) -> str:
    """The short name of an activity with its code, marked where a figure it rests on stands out."""
    mark = f" {view.words.say('mark.flagged')}" if flagged(view, region, activity) else ""
    return f"{view.activity(activity)} ({activity}){mark}"


def _place(view: View, region: str, activity: str) -> tuple[float, float]:
    rank = value(view, "ranking", "rank", region=region, activity=activity)
    quotient = value(view, "specialisation", "quotient", region=region, activity=activity)
    return (rank if np.isfinite(rank) else np.inf, -quotient)


def listed(view: View, region: str) -> list[str]:
    """Candidates on the long list: ranked ones by rank, then the others by quotient."""
    there = [code for code in view.activities if value(view, "long_list", "listed", region=region, activity=code) == 1]
    return sorted(there, key=lambda code: _place(view, region, code))


def ranked(view: View, region: str) -> list[str]:
    """Candidates with a rank, best first."""
    return [
        code
        for code in listed(view, region)
        if np.isfinite(value(view, "ranking", "rank", region=region, activity=code))
    ]


def chosen(view: View, region: str) -> list[str]:
    """The directions of a region, best first."""
    there = [code for code in view.activities if value(view, "directions", "chosen", region=region, activity=code) == 1]
    return sorted(there, key=lambda code: _place(view, region, code))


def held_back(view: View, region: str) -> list[str]:
    """Candidates on the long list a condition holds back."""
    return [
        code for code in listed(view, region) if value(view, "gates", "held_back", region=region, activity=code) == 1
    ]


def candidates_with(view: View, region: str, kind: str) -> list[str]:
    """Listed candidates of one class."""
    return [
        code for code in listed(view, region) if text(view, "long_list", "class", region=region, activity=code) == kind
    ]


def holders(view: View, region: str, activity: str) -> list[str]:
    """The similar regions, found without looking at the activity, that hold it."""
    near = view.results["long_list"]["nearest"].sel(region=region, activity=activity).values
    line = view.study.strengths.present
    return [
        str(code)
        for code in near
        if value(view, "specialisation", "quotient", region=str(code), activity=activity) >= line
    ]


def faster_from(view: View, region: str, activity: str) -> float:
    """The yearly growth from which an activity counts as growing faster than in the country."""
    error = value(view, "dynamics", "lead_error", region=region, activity=activity)
    return value(view, "dynamics", "national_growth", activity=activity) + view.study.strengths.lead * error


def part_of(view: View, activity: str) -> str:
    """The part of the volume table an activity stands in: itself, a group, or nothing."""
    panel = view.inputs.panels.get(VOLUME)
    if panel is None:
        return ""
    if activity in panel.activities:
        return activity
    groups = view.inputs.groups
    return next((group for group in panel.activities if activity in groups.get(group, ())), "")


def unknown_growth(view: View, region: str, activity: str) -> str:
    """Why growth of an activity in a region is not known, in words."""
    say = view.words.say
    if VOLUME not in view.inputs.panels:
        return say("unknown.no_volume")
    if view.inputs.geography.moved(region):
        return say("unknown.own_past", year=view.inputs.geography.first_year(region))
    return say("unknown.no_index") if part_of(view, activity) != activity else say("unknown.gap")


def no_future(view: View, region: str, activity: str) -> str:
    """Why there is no projection of an activity in a region, in words."""
    if value(view, "futures", "modelled") != 1:
        return view.words.say("futures.not_modelled")
    if view.inputs.geography.moved(region) or not part_of(view, activity):
        return unknown_growth(view, region, activity)
    if part_of(view, activity) != activity and not view.study.futures.group_stands_for_members:
        return view.words.say("unknown.no_index")
    return view.words.say("futures.too_short", years=view.study.futures.least_years)


def parameters(view: View, region: str, activity: str) -> tuple[int, int, int]:
    """How many numbers behind a projection were estimated, cited from elsewhere, and assumed."""
    estimated = value(view, "futures", "estimated", region=region, activity=activity)
    assumed = value(view, "futures", "assumed", region=region, activity=activity)
    return (0 if np.isnan(estimated) else int(estimated), 0, 0 if np.isnan(assumed) else int(assumed))
