"""Regions whose borders moved: what can be compared over a split, and what a naive comparison would say instead.

    bridges    one table for each constant region: its quotients and growth, and its oldest part taken alone

A naive comparison takes a region's figures of both years under one code, though the code means two territories.
"""

from __future__ import annotations

import numpy as np

from smartspec.exhibits.exhibit import Exhibit, Section
from smartspec.exhibits.facts import value
from smartspec.exhibits.tables import Pen, Row, table
from smartspec.exhibits.view import View
from smartspec.panel import word
from smartspec.study.inputs import MAIN, VOLUME

__all__ = ["bridges"]


def bridges(view: View) -> Section | None:
    """Constant regions: who they are made of, why, and what their quotients and growth say over the split."""
    say, geography = view.words.say, view.inputs.geography
    codes = [code for code, members in geography.constant_regions(view.regions).items() if len(members) > 1]
    if not codes:
        return None
    return Section(
        "bridges",
        say("section.bridges"),
        text=(say("bridges.lead", years=view.study.years.own_past), say("bridges.reading")),
        exhibits=tuple(_bridge(view, code) for code in codes),
    )


def _quotient(view: View, constant: str, activity: str, year: int) -> float:
    return value(view, "specialisation", "constant_quotient", constant=constant, activity=activity, year=year)


def _before(view: View, constant: str) -> int:
    """The last year on the old borders, or the first year of the table where it begins later."""
    geography = view.inputs.geography
    first = min(int(year) for year in view.results["specialisation"].year.values)
    return max(first, max(geography.first_year(code) or first for code in geography.constant[constant]) - 1)


def _elder(view: View, constant: str) -> str:
    """The part whose code stood for the whole before the split; nothing where there is not exactly one."""
    geography = view.inputs.geography
    there = [code for code in geography.constant[constant] if geography.regions[code].since is None]
    return there[0] if len(there) == 1 else ""


def _bridge(view: View, constant: str) -> Exhibit:
    """One constant region: quotients over the years, growth, and its oldest part alone beside them."""
    say, words, pen, geography = view.words.say, view.words, Pen(view), view.inputs.geography
    release, before, elder = view.study.years.first_release, _before(view, constant), _elder(view, constant)
    first = min(int(year) for year in view.results["specialisation"].year.values)
    shown = sorted({first, before, view.last, *([release] if release else [])})
    latest = shown[-1]
    wanted = [
        code
        for code in view.activities
        if view.inputs.roles[code].role in ("base", "candidate")
        and _quotient(view, constant, code, view.last) >= view.study.strengths.present
    ]
    alone = {
        code: value(view, "specialisation", "yearly_quotient", region=elder, activity=code, year=latest)
        for code in wanted
        if elder
    }
    rows: list[Row] = [
        {
            "activity": pen.coded(code),
            **{f"y{year}": pen.number(_quotient(view, constant, code, year)) for year in shown},
            **({"alone": pen.number(alone[code])} if elder else {}),
            "growth_years": pen.rate(_part_growth(view, constant, code)),
        }
        for code in wanted
    ]
    columns = [*pen.columns("activity"), *(pen.year(year) for year in shown)]
    if elder:
        columns += pen.columns("alone:number", year=latest, region=view.region(elder, short=True))
    span = view.years([view.last - view.study.years.growth, view.last])
    columns += pen.columns("growth_years:number", years=span)
    members = words.join([view.region(code) for code in geography.constant[constant]])
    reason = word(geography.constant_reasons.get(constant, {}), view.language)
    told = [reason or say("bridges.members", members=members)]
    if elder and wanted:
        told += _naive(view, constant, {code: alone[code] for code in wanted}, (before, latest))
    return Exhibit(
        f"constant-{constant.replace('+', '-')}",
        words.outer(view.region(constant)),
        table=table(columns, rows),
        text=tuple(told),
        reading=_reading(view, constant, wanted[0], (before, latest)) if wanted else "",
        sources=view.source(MAIN, VOLUME),
        caveats=view.caveats(MAIN, years=(release,) if release else ()),
    )


def _naive(view: View, constant: str, alone: dict[str, float], years: tuple[int, int]) -> list[str]:
    """Activities whose rise is a fall, or whose fall is a rise, when one code is followed over two territories."""
    words, (before, latest) = view.words, years
    told, elder = [], _elder(view, constant)
    for code, end in alone.items():
        start, whole = (_quotient(view, constant, code, year) for year in years)
        turns = (round(end, 2) - round(start, 2)) * (round(whole, 2) - round(start, 2))
        if np.isfinite(turns) and turns < 0:
            told.append(
                words.say(
                    f"bridges.turns_{'up' if whole > start else 'down'}",
                    activity=Pen(view).names([code]),
                    region=view.region(elder),
                    first=before,
                    last=latest,
                    start=words.number(start, 2),
                    whole=words.number(whole, 2),
                    alone=words.number(end, 2),
                )
            )
    if told:
        lead = words.say("bridges.naive", region=view.region(elder), first=before, last=latest)
        return [lead, *told]
    return [words.say("bridges.same_way", region=view.region(elder), first=before, last=latest)]


def _reading(view: View, constant: str, activity: str, years: tuple[int, int]) -> str:
    """How to read the table, by its first activity."""
    words, (before, latest) = view.words, years
    start, end = (words.number(_quotient(view, constant, activity, year), 2) for year in years)
    told = words.say(
        "bridges.table_reading", activity=Pen(view).names([activity]), first=before, last=latest, start=start, end=end
    )
    if latest == view.study.years.first_release:
        told = f"{told} {words.say('bridges.release', year=latest)}"
    return told


def _part_growth(view: View, constant: str, activity: str) -> float:
    made = view.results["dynamics"]
    if "part_growth" not in made or activity not in made.part.values:
        return np.nan
    return value(view, "dynamics", "part_growth", constant=constant, part=activity)
