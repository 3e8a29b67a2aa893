"""A region over the years: how its quotients moved, and what each part gave to its growth.

trajectory            yearly quotients of what may be proposed and of the base
contribution_chart    percentage points of real growth each published part gave
"""

from __future__ import annotations

from typing import Any

import numpy as np

from smartspec.exhibits import facts, theme
from smartspec.exhibits.canvas import Canvas, Row, Scale
from smartspec.exhibits.charts.furniture import apart, grid, names, row_height
from smartspec.exhibits.exhibit import Exhibit
from smartspec.exhibits.facts import value
from smartspec.exhibits.placing import spread
from smartspec.exhibits.view import View
from smartspec.study.inputs import MAIN, VOLUME

__all__ = ["contribution_chart", "trajectory"]

MOST = 6
LEAST_SHARE = 0.01
SEEN = 0.1
FLOOR = 0.05
TOP, BOTTOM, LEFT, RIGHT = 34.0, 34.0, 46.0, 206.0
PARTS, NAMES, HEAD = 14, 190.0, 24.0
WIDEST = theme.text_width("00.00 ", bold=True)


def followed(view: View, region: str) -> list[str]:
    """Activities worth following: the base where it weighs something, and the long list, best first."""
    base = [
        code
        for code in view.activities
        if view.inputs.roles[code].role == "base"
        and value(view, "specialisation", "share", region=region, activity=code) >= LEAST_SHARE
    ][:1]
    seen = [
        code
        for code in facts.listed(view, region)
        if code not in base and value(view, "specialisation", "quotient", region=region, activity=code) >= SEEN
    ]
    return [*seen[: MOST - len(base)], *base]


def _series(view: View, region: str, activity: str) -> list[tuple[int, float]]:
    found = view.results["specialisation"]["yearly_quotient"].sel(region=region, activity=activity)
    return [
        (int(year), float(quotient))
        for year, quotient in zip(found.year.values, found.values, strict=True)
        if np.isfinite(quotient)
    ]


def trajectory(view: View, region: str) -> Exhibit | None:
    """Yearly quotients of the long list and of the base, on today's borders; the first release is hollow.

    Parameters
    ----------
    view
        A run in one language.
    region
        The region's code.

    Returns
    -------
    Exhibit or None
        None where there is nothing to follow. Without a chart, and saying why, where fewer than two years stand within
        today's borders.
    """
    say, words = view.words.say, view.words
    codes = followed(view, region)
    if not codes:
        return None
    series = {code: found for code in codes if len(found := _series(view, region, code)) >= 2}
    key, title = f"{region}-trajectory", say("chart.trajectory.title", region=view.region(region))
    if not series:
        return Exhibit(key, title, text=(say("chart.trajectory.none"),))
    years = sorted({year for found in series.values() for year, _ in found})
    drawn = _draw(view, series, years)
    first = next(iter(series))
    begun, ended = series[first][0], next(one for one in reversed(series[first]) if one[0] <= view.last)
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
    if left := [view.activity(code) for code in facts.listed(view, region) if code not in series]:
        notes.append(
            say("chart.trajectory.left_out", activities=", ".join(left), least=words.number(SEEN, 1), most=MOST)
        )
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
    sheet.text(
        "axis",
        [{"x": 2, "y": 12, "text": say("chart.axis.quotient_lines", line=words.number(line, 1))}],
        size=theme.SMALL,
        colour=theme.SOFT,
    )
    ticks = [t for t in y.ticks() if abs(y(t) - y(line)) > 12] + [line]
    sheet.rules("grid", [{"x": LEFT, "x2": right, "y": y(t), "y2": y(t), "value": t} for t in ticks[:-1]])
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
    _lines(sheet, line, right)
    ends: list[dict[str, Any]] = []
    for style, (code, found) in zip(theme.LINES, series.items(), strict=False):
        rows = [
            {"order": n, "year": year, "quotient": quotient, "activity": code, "first_release": year == release}
            for n, (year, quotient) in enumerate(found)
        ]
        revised = [row for row in rows if not row["first_release"]]
        sheet.line(f"line {code}", revised, colour=style.colour, dash=style.dash, x="year", y="quotient")
        sheet.line(
            f"release {code}",
            rows[-2:] if rows[-1]["first_release"] else [],
            colour=style.colour,
            width=1,
            x="year",
            y="quotient",
        )
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


def _lines(sheet: Canvas, line: float, right: float) -> None:
    """The lines everything is read against: as in the country, and a strength."""
    assert sheet.y is not None
    dashes: tuple[tuple[str, float, tuple[int, ...]], ...] = (("country", 1.0, ()), ("strength", line, (5, 3)))
    for name, at, dash in dashes:
        place = sheet.y(at)
        row = {"x": LEFT, "x2": right, "y": place, "y2": place, "value": at}
        sheet.rules(name, [row], colour=theme.INK, width=1.2, dash=dash)


def _end_labels(sheet: Canvas, view: View, ends: list[dict[str, Any]], right: float) -> None:
    """Names at the ends of lines, moved apart and led back to their line."""
    room = RIGHT - 26
    numbers = {end["code"]: view.words.number(end["value"], 2) for end in ends}
    called = apart(
        {end["code"]: view.activity(end["code"]) for end in ends},
        lambda name: "\n".join(theme.wrapped(name, room - WIDEST, bold=True)),
    )
    texts = [f"{numbers[code]} {name}" for code, name in called.items()]
    heights = [17.0 + 15.0 * text.count("\n") for text in texts]
    places = spread([end["from"] for end in ends], heights, low=TOP - 12, high=sheet.height - 4)
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


def contribution_chart(view: View, region: str) -> Exhibit | None:
    """Percentage points each published part gave to the real growth of the region, or of its constant region.

    Parameters
    ----------
    view
        A run in one language.
    region
        The region's code.

    Returns
    -------
    Exhibit or None
        None where the study has no volume indices, or those of the region have gaps.
    """
    say, words = view.words.say, view.words
    constant = view.inputs.geography.constant_of(region)
    total = value(view, "dynamics", "total_growth", constant=constant)
    if VOLUME not in view.inputs.panels or not np.isfinite(total):
        return None
    made = view.results["dynamics"]["part_contribution"].sel(constant=constant).to_series().dropna()
    made = made.sort_values(ascending=False, kind="stable")
    rows: list[dict[str, Any]] = [{"part": str(code), "points": float(points)} for code, points in made.items()]
    away: list[dict[str, Any]] = []
    if len(rows) > PARTS:
        kept = sorted(rows, key=lambda row: -abs(row["points"]))[:PARTS]
        away = [row for row in rows if row not in kept]
        rows = [row for row in rows if row in kept]
    years = view.years([view.last - view.study.years.growth, view.last])
    told = "; ".join(f"{view.activity(row['part'])} {words.signed(row['points'], 1)}" for row in rows)
    name, first = view.region(constant), rows[0]
    return Exhibit(
        f"{region}-contribution-chart",
        say("chart.contribution.title", region=name, years=years),
        chart=_contributions(view, rows, total).chart(),
        alt=say("chart.contribution.alt", region=name, years=years, total=words.signed(total, 1), list=told),
        text=(
            say("chart.contribution.left_out", count=len(away), points=words.signed(sum(r["points"] for r in away), 1)),
        )
        if away
        else (),
        reading=say(
            "chart.contribution.reading",
            region=name,
            part=view.activity(first["part"]),
            points=words.signed(first["points"], 1),
            total=words.signed(total, 1),
            years=years,
        ),
        sources=view.source(MAIN, VOLUME),
        caveats=view.caveats(VOLUME, region=region),
    )


def _contributions(view: View, rows: list[dict[str, Any]], total: float) -> Canvas:
    """Bars from zero to both sides, the sum under them."""
    say, words = view.words.say, view.words
    titles = [view.activity(row["part"]) for row in rows]
    high = row_height([*titles, say("chart.key.total")], NAMES - 12, least=24)
    bottom = HEAD + high * (len(rows) + 1) + 6
    values = [0.0, total, *(row["points"] for row in rows)]
    room = 0.03 * (max(values) - min(values))
    x = Scale(min(values) - room, max(values) + room, NAMES + 4, theme.WIDTH - 64)
    sheet = Canvas(bottom + 24, x=x)
    heads = [{"x": NAMES, "y": 9, "text": say("chart.axis.points")}]
    sheet.text("title", heads, size=theme.SMALL, colour=theme.SOFT)
    grid(sheet, lambda t: words.signed(t, x.digits()), top=HEAD, bottom=bottom)
    middles = [HEAD + high * (n + 0.5) for n in range(len(rows))]
    bars = [
        {
            **row,
            "zero": 0.0,
            "y": y - 8,
            "y2": y + 8,
            "fill": theme.diverging(4.0 if row["points"] < 0 else 0.36),
        }
        for row, y in zip(rows, middles, strict=True)
    ]
    sheet.rects("bars", bars, x="zero", x2="points")
    last = bottom - high / 2 - 2
    sum_row = {"points": total, "zero": 0.0, "y": last - 8, "y2": last + 8}
    sheet.rects("total", [sum_row], colour=theme.SOFT, x="zero", x2="points")
    sheet.rules(
        "sum", [{"x": 0, "x2": theme.WIDTH, "y": bottom - high - 4, "y2": bottom - high - 4}], colour=theme.SOFT
    )
    sheet.rules("zero", [{"x": x(0), "x2": x(0), "y": HEAD, "y2": bottom}], colour=theme.INK)
    numbers = [*zip(middles, (row["points"] for row in rows), strict=True), (last, total)]
    sheet.text(
        "numbers",
        [{"x": theme.WIDTH - 2, "y": y, "text": words.signed(points, 1)} for y, points in numbers],
        align="right",
        bold=True,
    )
    labels = [(y, row["part"], title) for y, row, title in zip(middles, rows, titles, strict=True)]
    labels.append((last, "", say("chart.key.total")))
    names(sheet, labels, width=NAMES - 12)
    return sheet
