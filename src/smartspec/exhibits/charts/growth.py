"""Specialisation against growth: where what a region is known for also grows faster than in the country.

strengths_scatter    candidates with mass, in regions with a past of their own
"""

from __future__ import annotations

from typing import Any

import numpy as np

from smartspec.exhibits import theme
from smartspec.exhibits.canvas import Canvas, Scale
from smartspec.exhibits.charts.furniture import Item, key, leaders
from smartspec.exhibits.exhibit import Exhibit
from smartspec.exhibits.facts import value
from smartspec.exhibits.placing import Box, around
from smartspec.exhibits.view import View
from smartspec.study.inputs import MAIN, VOLUME

__all__ = ["strengths_scatter"]

TOP, BOTTOM, LEFT, HEIGHT = 26.0, 40.0, 40.0, 470.0
FLOOR = 0.1
POINTS, LABELS = 90, 20
EDGE = 20.0


def with_mass(view: View) -> list[dict[str, Any]]:
    """Candidates with at least the mass of a strength and growth of their own, one row each."""
    found = []
    for region in view.regions:
        for code in view.activities:
            at = {"region": region, "activity": code}
            share = value(view, "specialisation", "share", **at)
            lead = value(view, "dynamics", "competitive_effect", **at)
            quotient = value(view, "specialisation", "quotient", **at)
            if view.inputs.roles[code].role != "candidate" or share < view.study.strengths.mass:
                continue
            if np.isfinite(lead) and np.isfinite(quotient):
                chosen = value(view, "directions", "chosen", **at) == 1
                found.append({**at, "share": share, "lead": 100 * lead, "quotient": quotient, "chosen": chosen})
    return found


def strengths_scatter(view: View) -> Exhibit | None:
    """Quotient against real growth beyond the country's; a direction is filled and named.

    Parameters
    ----------
    view
        A run in one language.

    Returns
    -------
    Exhibit or None
        None where the study has no volume indices, or nothing has both a quotient and growth.
    """
    say, words = view.words.say, view.words
    rows = with_mass(view) if VOLUME in view.inputs.panels else []
    if not rows:
        return None
    chosen = [row for row in rows if row["chosen"]]
    shown = rows if len(rows) <= POINTS else sorted(chosen or rows, key=lambda row: -row["share"])[:LABELS]
    sheet, unnamed = _draw(view, shown)
    worked = max([row for row in shown if row["chosen"]] or shown, key=lambda row: float(row["quotient"]))
    away = [code for code in view.regions if view.inputs.geography.moved(code)]
    notes = (
        [say("chart.scatter.many", shown=len(shown), count=view.words.number(len(rows)))]
        if len(rows) > len(shown)
        else []
    )
    if away:
        notes.append(say("chart.scatter.moved", regions=", ".join(view.region(code, short=True) for code in away)))
    if beyond := sum(abs(row["lead"]) > EDGE for row in shown):
        notes.append(say("chart.scatter.beyond", count=beyond, edge=words.number(EDGE)))
    if unnamed:
        notes.append(say("chart.scatter.unnamed", count=unnamed))
    years = view.years([view.last - view.study.years.growth, view.last])
    told = "; ".join(
        say(
            "chart.scatter.one",
            region=view.region(row["region"], short=True),
            activity=view.activity(row["activity"]),
            quotient=words.number(row["quotient"], 2),
            lead=words.signed(row["lead"], 1),
        )
        for row in shown
        if row["chosen"]
    )
    return Exhibit(
        "strengths-scatter",
        say("chart.scatter.title", focus=view.focus, years=years),
        chart=sheet.chart(),
        alt=say("chart.scatter.alt", count=len(shown), list=told),
        text=tuple(notes),
        reading=say(
            "chart.scatter.reading",
            region=view.region(worked["region"]),
            activity=view.activity(worked["activity"]),
            quotient=words.number(worked["quotient"], 2),
            lead=words.signed(worked["lead"], 1),
            share=words.percent(worked["share"], 1),
            line=words.number(view.study.strengths.quotient, 1),
        ),
        sources=view.source(MAIN, VOLUME),
        caveats=view.caveats(MAIN, VOLUME, years=view.study.years.focus),
    )


def _scales(rows: list[dict[str, Any]]) -> tuple[Scale, Scale]:
    quotients = [row["quotient"] for row in rows]
    leads = [min(max(row["lead"], -EDGE), EDGE) for row in rows]
    x = Scale(max(min(*quotients, 1.0) / 1.2, FLOOR), max(*quotients, 2.0) * 1.35, LEFT, theme.WIDTH - 6, log=True)
    room = 0.08 * (max(*leads, 1.0) - min(*leads, -1.0))
    y = Scale(min(*leads, -1.0) - room, max(*leads, 1.0) + room, HEIGHT - BOTTOM, TOP)
    return x, y


def _own_style(view: View, rows: list[dict[str, Any]]) -> list[str]:
    """Activities told apart by colour and shape: all of them, or the six that stand there most often."""
    counts = {code: sum(row["activity"] == code for row in rows) for code in view.activities}
    there = [code for code in view.activities if counts[code]]
    if len(there) <= len(theme.LINES):
        return there
    first = sorted(there, key=lambda code: -counts[code])[: len(theme.LINES) - 1]
    return [code for code in there if code in first]


def _draw(view: View, rows: list[dict[str, Any]]) -> tuple[Canvas, int]:
    say, words, line = view.words.say, view.words, view.study.strengths.quotient
    x, y = _scales(rows)
    sheet = Canvas(HEIGHT, x=x, y=y)
    right, bottom = theme.WIDTH - 6, HEIGHT - BOTTOM
    sheet.text("title", [{"x": 2, "y": 8, "text": say("chart.axis.lead")}], size=theme.SMALL, colour=theme.SOFT)
    sheet.rules("grid", [{"x": LEFT, "x2": right, "y": y(t), "y2": y(t), "value": t} for t in y.ticks(8)])
    sheet.rules("uprights", [{"x": x(t), "x2": x(t), "y": TOP, "y2": bottom, "value": t} for t in x.ticks()])
    sheet.text(
        "growth ticks",
        [{"x": LEFT - 5, "y": y(t), "text": words.signed(t, y.digits(8))} for t in y.ticks(8)],
        size=theme.SMALL,
        align="right",
        colour=theme.SOFT,
    )
    sheet.text(
        "ticks",
        [{"x": x(t), "y": bottom + 12, "text": words.number(t, 1)} for t in x.ticks()],
        size=theme.SMALL,
        align="center",
        colour=theme.SOFT,
    )
    sheet.text(
        "x title",
        [{"x": right, "y": bottom + 30, "text": say("chart.axis.quotient")}],
        size=theme.SMALL,
        align="right",
        colour=theme.SOFT,
    )
    sheet.rules("as country", [{"x": LEFT, "x2": right, "y": y(0), "y2": y(0)}], colour=theme.INK, width=1.2)
    sheet.rules("line", [{"x": x(line), "x2": x(line), "y": TOP, "y2": bottom}], colour=theme.INK, dash=(5, 3))
    codes = _own_style(view, rows)
    styles = dict(zip(codes, theme.LINES, strict=False))
    rest = theme.LINES[-1]
    areas = [40 + 1100 * min(row["share"], 0.4) for row in rows]
    marks = []
    for row, area in zip(rows, areas, strict=True):
        style = styles.get(row["activity"], rest)
        fill = style.colour if row["chosen"] else theme.PAPER
        marks.append({**row, "fill": fill, "stroke": style.colour, "shape": style.shape, "area": area})
    order = sorted(marks, key=lambda row: (row["chosen"], -row["area"]))
    sheet.points("points", order, x="quotient", y="lead", width=1.3)
    unnamed = _labels(sheet, view, marks)
    items = [Item(view.activity(c), kind="point", fill=styles[c].colour, shape=styles[c].shape) for c in codes]
    if any(row["activity"] not in styles for row in rows):
        items.append(Item(say("chart.key.others"), kind="point", fill=rest.colour, shape=rest.shape))
    items.append(Item(say("chart.key.not_chosen"), kind="point", fill=theme.PAPER, stroke=theme.SOFT))
    items.append(
        Item(say("chart.key.strength_line", line=words.number(line, 1)), kind="rule", fill=theme.INK, dash=(5, 3))
    )
    sheet.height = key(sheet, items, top=HEIGHT + 2)
    return sheet, unnamed


def _labels(sheet: Canvas, view: View, marks: list[dict[str, Any]]) -> int:
    """Names of regions beside their directions; gives how many found no room."""
    assert sheet.x is not None
    assert sheet.y is not None
    x, y = sheet.x, sheet.y
    chosen = sorted((row for row in marks if row["chosen"]), key=lambda row: -row["quotient"])
    discs = []
    for row in marks:
        radius = (row["area"] / 3.1416) ** 0.5
        px, py = x(row["quotient"]), y(row["lead"])
        discs.append(Box(px - radius, py - radius, px + radius, py + radius))
    line = x(view.study.strengths.quotient)
    discs.append(Box(LEFT, y(0) - 4, theme.WIDTH, y(0) + 4))
    discs.append(Box(line - 6, TOP, line + 6, HEIGHT - BOTTOM))
    points = [(x(row["quotient"]), y(row["lead"])) for row in chosen]
    texts = [view.region(row["region"], short=True) for row in chosen]
    sizes = [(theme.text_width(text, size=theme.SMALL), theme.SMALL + 2.0) for text in texts]
    ground = Box(LEFT + 2, TOP, theme.WIDTH, HEIGHT - BOTTOM)
    radii = [(row["area"] / 3.1416) ** 0.5 for row in chosen]
    boxes = around(points, sizes, radii=radii, ground=ground, taken=discs)
    there = [(p, b, t, row) for p, b, t, row in zip(points, boxes, texts, chosen, strict=True) if b is not None]
    leaders(sheet, [(px, py, box) for (px, py), box, _, _ in there], least=20)
    sheet.text(
        "labels",
        [
            {
                "x": box.left,
                "y": (box.top + box.bottom) / 2,
                "text": text,
                "region": row["region"],
                "fill": row["stroke"],
            }
            for _, box, text, row in there
        ],
        size=theme.SMALL,
    )
    return len(chosen) - len(there)
