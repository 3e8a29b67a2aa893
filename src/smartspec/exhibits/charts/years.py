"""A region over the years: how its quotients moved, and what each part gave to its growth.

trajectory    yearly quotients of what may be proposed and of the base
"""

from __future__ import annotations

from typing import Any

import numpy as np

from smartspec.exhibits import facts, theme
from smartspec.exhibits.canvas import Canvas, Row, Scale
from smartspec.exhibits.exhibit import Exhibit
from smartspec.exhibits.facts import value
from smartspec.exhibits.placing import spread
from smartspec.exhibits.view import View
from smartspec.study.inputs import MAIN

__all__ = ["trajectory"]

MOST = 6
LEAST_SHARE = 0.01
FLOOR = 0.05
TOP, BOTTOM, LEFT, RIGHT = 40, 34, 46, 206


def followed(view: View, region: str) -> list[str]:
    """Activities worth following: the long list, best first, and the base where it weighs something."""
    base = [
        code
        for code in view.activities
        if view.inputs.roles[code].role == "base"
        and value(view, "specialisation", "share", region=region, activity=code) >= LEAST_SHARE
    ]
    listed = [code for code in facts.listed(view, region) if code not in base]
    return [*listed[: MOST - min(len(base), 1)], *base[:1]]


def _series(view: View, region: str, activity: str) -> list[tuple[int, float]]:
    found = view.results["specialisation"]["yearly_quotient"].sel(region=region, activity=activity)
    return [
        (int(year), float(quotient))
        for year, quotient in zip(found.year.values, found.values, strict=True)
        if np.isfinite(quotient)
    ]


def trajectory(view: View, region: str) -> Exhibit:
    """Yearly quotients of the long list and of the base, on today's borders; the first release is hollow.

    Parameters
    ----------
    view
        A run in one language.
    region
        The region's code.

    Returns
    -------
    Exhibit
        Without a chart, and saying why, where fewer than two years stand within today's borders.
    """
    say, words, release = view.words.say, view.words, view.study.years.first_release
    codes = followed(view, region)
    series = {code: found for code in codes if len(found := _series(view, region, code)) >= 2}
    key, title = f"{region}-trajectory", say("chart.trajectory.title", region=view.region(region))
    if not series:
        return Exhibit(key, title, text=(say("chart.trajectory.none"),))
    years = sorted({year for found in series.values() for year, _ in found})
    drawn = _draw(view, series, years)
    first = next(iter(series))
    begun, ended = series[first][0], [one for one in series[first] if one[0] != release][-1]
    told = "; ".join(
        say(
            "chart.trajectory.one",
            activity=view.activity(code),
            first=found[0][0],
            start=words.number(found[0][1], 2),
            last=found[-1][0],
            end=words.number(found[-1][1], 2),
        )
        for code, found in series.items()
    )
    notes = []
    if view.inputs.geography.moved(region):
        notes.append(say("chart.trajectory.own", year=view.inputs.geography.first_year(region)))
    if left := len(facts.listed(view, region)) - sum(code in series for code in facts.listed(view, region)):
        notes.append(say("chart.left_out", count=left))
    return Exhibit(
        key,
        title,
        chart=drawn.chart(),
        alt=say("chart.trajectory.alt", region=view.region(region), series=told),
        text=tuple(notes),
        reading=say(
            "chart.trajectory.reading",
            activity=view.activity(first),
            first=begun[0],
            start=words.number(begun[1], 2),
            last=ended[0],
            end=words.number(ended[1], 2),
            line=words.number(view.study.strengths.quotient, 1),
        ),
        sources=view.source(MAIN),
        caveats=view.caveats(MAIN, region=region, years=tuple(years)),
    )


def _draw(view: View, series: dict[str, list[tuple[int, float]]], years: list[int]) -> Canvas:
    say, words, release = view.words.say, view.words, view.study.years.first_release
    height, line = 340.0, view.study.strengths.quotient
    values = [quotient for found in series.values() for _, quotient in found] + [1.0, line]
    low = max(min(values) / 1.15, FLOOR)
    x = Scale(years[0], years[-1], LEFT + 8, theme.WIDTH - RIGHT)
    y = Scale(low, max(values) * 1.15, height - BOTTOM, TOP, log=True)
    sheet = Canvas(height, x=x, y=y)
    right = theme.WIDTH - RIGHT
    sheet.text("axis", [{"x": 0, "y": 12, "text": say("chart.axis.quotient")}], size=theme.SMALL, colour=theme.SOFT)
    ticks = y.ticks()
    sheet.rules("grid", [{"x": LEFT, "x2": right, "y": y(t), "y2": y(t), "value": t} for t in ticks])
    marks: list[Row] = [{"x": LEFT - 6, "y": y(t), "text": words.number(t, 1 if t >= 0.1 else 2)} for t in ticks]
    sheet.text("ticks", marks, size=theme.SMALL, align="right", colour=theme.SOFT)
    step = 2 if len(years) > 8 else 1
    shown = [year for year in years if (years[-1] - year) % step == 0]
    sheet.text(
        "years",
        [{"x": x(year), "y": height - BOTTOM + 16, "text": str(year)} for year in shown],
        size=theme.SMALL,
        align="center",
        colour=theme.SOFT,
    )
    _lines(sheet, view, line, right)
    ends: list[dict[str, Any]] = []
    for style, (code, found) in zip(theme.LINES, series.items(), strict=False):
        rows = [
            {"order": n, "year": year, "quotient": quotient, "activity": code, "first_release": year == release}
            for n, (year, quotient) in enumerate(found)
        ]
        revised = [row for row in rows if not row["first_release"]]
        newest = rows[-2:] if rows[-1]["first_release"] else []
        sheet.line(f"line {code}", revised, colour=style.colour, dash=style.dash, x="year", y="quotient")
        sheet.line(f"release {code}", newest, colour=style.colour, width=1, x="year", y="quotient")
        sheet.points(f"points {code}", revised, colour=style.colour, shape=style.shape, area=44, x="year", y="quotient")
        sheet.points(
            f"hollow {code}",
            [row for row in rows if row["first_release"]],
            colour=theme.PAPER,
            stroke=style.colour,
            shape=style.shape,
            area=56,
            width=1.6,
            x="year",
            y="quotient",
        )
        ends.append({"code": code, "from": y(found[-1][1]), "value": found[-1][1], "fill": style.colour})
    _end_labels(sheet, view, ends, right)
    return sheet


def _lines(sheet: Canvas, view: View, line: float, right: float) -> None:
    """The lines everything is read against: as in the country, and a strength."""
    assert sheet.y is not None
    for name, at in (("country", 1.0), ("strength", line)):
        place = sheet.y(at)
        sheet.rules(name, [{"x": LEFT, "x2": right, "y": place, "y2": place, "value": at}], colour=theme.SOFT)


def _end_labels(sheet: Canvas, view: View, ends: list[dict[str, Any]], right: float) -> None:
    """Names at the ends of lines, moved apart and led back to their line."""
    room = RIGHT - 26
    texts = []
    for end in ends:
        number = view.words.number(end["value"], 2)
        lines = theme.wrapped(f"{view.activity(end['code'])} {number}", room, bold=True)
        texts.append("\n".join(lines))
    heights = [17.0 + 15.0 * text.count("\n") for text in texts]
    places = spread([end["from"] for end in ends], heights, low=4, high=sheet.height - 4)
    sheet.rules(
        "leaders",
        [
            {"x": right + 7, "x2": right + 20, "y": end["from"], "y2": place, "stroke": end["fill"]}
            for end, place in zip(ends, places, strict=True)
        ],
    )
    sheet.text(
        "ends",
        [
            {"x": right + 24, "y": place, "text": text, "activity": end["code"], "fill": end["fill"]}
            for end, place, text in zip(ends, places, texts, strict=True)
        ],
        bold=True,
    )
