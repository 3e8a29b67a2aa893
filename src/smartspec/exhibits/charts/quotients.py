"""All quotients at once, and what may be proposed against its growth.

quotient_heat        regions by activities, candidates first; strengths are framed, unknown cells hatched
strengths_scatter    location quotient against real growth above the country's
"""

from __future__ import annotations

import numpy as np

from smartspec.exhibits import theme
from smartspec.exhibits.canvas import Canvas, Row, Scale
from smartspec.exhibits.exhibit import Exhibit
from smartspec.exhibits.facts import text, value
from smartspec.exhibits.placing import Box, around
from smartspec.exhibits.view import View
from smartspec.study.inputs import MAIN, VOLUME

__all__ = ["quotient_heat", "strengths_scatter"]

ROLES = ("candidate", "base", "enabling", "no_choice")
MOST = 22
LEADER = 22.0
NAMES, HEAD, ROW = 118.0, 208.0, 21.0


def _columns(view: View) -> list[str]:
    """Activities by role; where there are too many to read, those that are some region's long list."""
    codes = [code for role in ROLES for code in view.activities if view.inputs.roles[code].role == role]
    if len(codes) <= MOST:
        return codes
    listed = view.results["long_list"]["listed"].sum("region").to_series()
    best = sorted(codes, key=lambda code: -float(listed[code]))[:MOST]
    return [code for code in codes if code in best]


def quotient_heat(view: View) -> Exhibit:
    """Regions by activities: every location quotient, candidates first.

    Parameters
    ----------
    view
        A run in one language.

    Returns
    -------
    Exhibit
    """
    say, words = view.words.say, view.words
    codes = _columns(view)
    wide = (theme.WIDTH - NAMES) / len(codes)
    sheet = Canvas(HEAD + ROW * len(view.regions) + 4)
    cells: list[Row] = []
    numbers: list[Row] = []
    frames: list[Row] = []
    hatches: list[Row] = []
    for row, region in enumerate(view.regions):
        top = HEAD + row * ROW
        for column, code in enumerate(codes):
            left = NAMES + column * wide
            at = {"region": region, "activity": code}
            box = {"x": left + 0.5, "x2": left + wide - 0.5, "y": top + 0.5, "y2": top + ROW - 0.5}
            quotient = value(view, "specialisation", "quotient", **at)
            if not np.isfinite(quotient):
                hatches += [{"x": left + d, "x2": left + d + 6, "y": top + ROW - 2, "y2": top + 2} for d in (2, 9, 16)]
                continue
            fill = theme.diverging(quotient)
            cells.append({**box, "fill": fill, "quotient": quotient, **at})
            shown = words.number(quotient, 1 if quotient < 9.95 else 0)
            numbers.append({"x": left + wide / 2, "y": top + ROW / 2, "text": shown, "fill": theme.text_on(fill)})
            if text(view, "long_list", "class", **at) == "strength" and view.inputs.roles[code].role == "candidate":
                frames.append({**box, **at})
    sheet.rects("cells", cells)
    sheet.rules("unknown", hatches, colour=theme.SOFT)
    sheet.text("numbers", numbers, size=10, align="center")
    sheet.rects("strengths", frames, colour="transparent", stroke=theme.INK, width=1.6)
    _heads(sheet, view, codes, wide)
    strongest = max(cells, key=lambda cell: float(cell["quotient"]))
    told = say(
        "chart.heat.strongest",
        region=view.region(str(strongest["region"])),
        activity=view.activity(str(strongest["activity"])),
        quotient=words.number(float(strongest["quotient"]), 2),
    )
    left_out = len(view.activities) - len(codes)
    return Exhibit(
        "quotient-heat",
        say("chart.heat.title", years=view.focus),
        chart=sheet.chart(),
        alt=say("chart.heat.alt", regions=len(view.regions), activities=len(codes), strongest=told),
        text=(say("chart.heat.left_out", count=left_out),) if left_out else (),
        reading=say("chart.heat.reading", strongest=told),
        sources=view.source(MAIN),
        caveats=view.caveats(MAIN, years=view.study.years.focus),
    )


def _heads(sheet: Canvas, view: View, codes: list[str], wide: float) -> None:
    """Names of regions at the left, of activities above, and of their roles over these."""
    high = HEAD - 26
    sheet.text(
        "activities",
        [
            {
                "x": NAMES + (column + 0.5) * wide,
                "y": HEAD - 6,
                "text": theme.fitted(f"{view.activity(code)} ({code})", high - 8, size=theme.SMALL),
            }
            for column, code in enumerate(codes)
        ],
        size=theme.SMALL,
        angle=270,
    )
    sheet.text(
        "regions",
        [
            {
                "x": NAMES - 6,
                "y": HEAD + (row + 0.5) * ROW,
                "text": theme.fitted(view.region(region, short=True), NAMES - 8, size=theme.SMALL),
            }
            for row, region in enumerate(view.regions)
        ],
        size=theme.SMALL,
        align="right",
    )
    spans: list[Row] = []
    labels: list[Row] = []
    for role in ROLES:
        places = [column for column, code in enumerate(codes) if view.inputs.roles[code].role == role]
        if not places:
            continue
        left, right = NAMES + places[0] * wide, NAMES + (places[-1] + 1) * wide
        spans.append({"x": left + 1, "x2": right - 1, "y": 20, "y2": 20, "role": role})
        name = theme.fitted(view.words.say(f"role.{role}.short"), max(right - left, wide * 1.6), size=theme.SMALL)
        labels.append({"x": (left + right) / 2, "y": 9, "text": name})
    sheet.rules("roles", spans, colour=theme.INK, width=1.5)
    sheet.text("role names", labels, size=theme.SMALL, align="center", solid=False)


def strengths_scatter(view: View) -> Exhibit | None:
    """Candidates with mass: location quotient against growth above the country's; directions are named.

    Parameters
    ----------
    view
        A run in one language.

    Returns
    -------
    Exhibit or None
        None where no growth is known.
    """
    say, mass, line = view.words.say, view.study.strengths.mass, view.study.strengths.quotient
    rows: list[dict[str, object]] = []
    for region in view.regions:
        for code in view.activities:
            at = {"region": region, "activity": code}
            share = value(view, "specialisation", "share", **at)
            lead = 100 * value(view, "dynamics", "competitive_effect", **at)
            quotient = value(view, "specialisation", "quotient", **at)
            if view.inputs.roles[code].role != "candidate" or share < mass or not np.isfinite(lead) or quotient <= 0:
                continue
            chosen = value(view, "directions", "chosen", **at) == 1
            rows.append({**at, "quotient": quotient, "lead": lead, "share": share, "chosen": chosen})
    if not rows:
        return None
    sheet, told = _scatter(view, rows, line)
    without = [view.region(code, short=True) for code in view.regions if not _has_growth(view, code)]
    notes = (say("chart.scatter.without", regions=", ".join(without)),) if without else ()
    return Exhibit(
        "strengths-scatter",
        say("chart.scatter.title", years=view.focus),
        chart=sheet.chart(),
        alt=say("chart.scatter.alt", count=len(rows), named=told),
        text=notes,
        reading=say("chart.scatter.reading", line=view.words.number(line, 1)),
        sources=view.source(MAIN, VOLUME),
        caveats=view.caveats(VOLUME),
    )


def _has_growth(view: View, region: str) -> bool:
    return any(np.isfinite(value(view, "dynamics", "growth", region=region, activity=code)) for code in view.activities)


def _scatter(view: View, rows: list[dict[str, object]], line: float) -> tuple[Canvas, str]:
    say, words = view.words.say, view.words
    quotients = [float(str(row["quotient"])) for row in rows]
    leads = [float(str(row["lead"])) for row in rows]
    height, left, bottom, top = 420.0, 44.0, 44.0, 26.0
    x = Scale(min([*quotients, 0.5]) / 1.2, max([*quotients, 2]) * 1.25, left, theme.WIDTH - 12, log=True)
    y = Scale(min([*leads, -2]) - 1, max([*leads, 2]) + 1, height - bottom, top)
    sheet = Canvas(height, x=x, y=y)
    ground = Box(left, top, theme.WIDTH - 2, height - bottom)
    sheet.rules("grid", [{"x": left, "x2": theme.WIDTH, "y": y(t), "y2": y(t)} for t in y.ticks()])
    zero = [{"x": left, "x2": theme.WIDTH, "y": y(0), "y2": y(0)}]
    strong = [{"x": x(line), "x2": x(line), "y": top, "y2": height - bottom}]
    sheet.rules("as the country", zero, colour=theme.SOFT)
    sheet.rules("strength", strong, colour=theme.SOFT)
    ticks = [{"x": left - 6, "y": y(t), "text": words.signed(t, 0)} for t in y.ticks()]
    sheet.text("leads", ticks, align="right", size=theme.SMALL, colour=theme.SOFT)
    marks = [{"x": x(t), "y": height - bottom + 14, "text": words.number(t, 1)} for t in x.ticks()]
    sheet.text("quotients", marks, align="center", size=theme.SMALL, colour=theme.SOFT)
    sheet.text("y axis", [{"x": 0, "y": 9, "text": say("chart.axis.lead")}], size=theme.SMALL, colour=theme.SOFT)
    sheet.text(
        "x axis",
        [{"x": left, "y": height - 10, "text": say("chart.axis.quotient")}],
        size=theme.SMALL,
        colour=theme.SOFT,
    )
    areas = [40 + 900 * float(str(row["share"])) for row in rows]
    points = [
        {**row, "area": area, "fill": theme.ACCENT if row["chosen"] else "#b9c3cd", "stroke": theme.PAPER}
        for row, area in zip(rows, areas, strict=True)
    ]
    sheet.points("others", [point for point in points if not point["chosen"]], x="quotient", y="lead")
    sheet.points("directions", [point for point in points if point["chosen"]], x="quotient", y="lead")
    named = [row for row in rows if row["chosen"]]
    names = [f"{view.region(str(r['region']), short=True)}: {view.activity(str(r['activity']))}" for r in named]
    at = [(x(float(str(row["quotient"]))), y(float(str(row["lead"])))) for row in named]
    sizes = [(theme.text_width(name, size=theme.SMALL), 14.0) for name in names]
    radii = [float(np.sqrt((40 + 900 * float(str(row["share"]))) / np.pi)) for row in named]
    taken = [Box(px - 5, py - 5, px + 5, py + 5) for px, py in at]
    boxes = around(at, sizes, radii=radii, ground=ground, taken=taken, reach=9)
    placed = [(box, name, point) for box, name, point in zip(boxes, names, at, strict=True) if box is not None]
    leaders: list[Row] = []
    for box, _, (px, py) in placed:
        near = (min(max(px, box.left), box.right), min(max(py, box.top), box.bottom))
        if abs(near[0] - px) + abs(near[1] - py) > LEADER:
            leaders.append({"x": px, "y": py, "x2": near[0], "y2": near[1]})
    sheet.rules("leaders", leaders, colour=theme.SOFT, width=0.8)
    labels: list[Row] = [{"x": box.left, "y": (box.top + box.bottom) / 2, "text": name} for box, name, _ in placed]
    sheet.text("names", labels, size=theme.SMALL)
    told = "; ".join(
        f"{name} {words.number(float(str(row['quotient'])), 2)}, {words.signed(float(str(row['lead'])), 1)}"
        for name, row in zip(names, named, strict=True)
    )
    return sheet, told or words.number(None)
