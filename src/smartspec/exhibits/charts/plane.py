"""The plane of relatedness and complexity: a region's candidates with the intervals of their density.

plane    candidates as points with bars, cut lines, and the four quadrants by name
"""

from __future__ import annotations

from typing import Any

import numpy as np

from smartspec.exhibits import facts, theme
from smartspec.exhibits.canvas import Canvas, Scale
from smartspec.exhibits.charts.furniture import Item, key, leaders
from smartspec.exhibits.exhibit import Exhibit
from smartspec.exhibits.facts import value
from smartspec.exhibits.placing import Box, around
from smartspec.exhibits.view import View
from smartspec.study.inputs import MAIN

__all__ = ["plane"]

TOP, BOTTOM, LEFT, HEIGHT, EDGE = 26.0, 38.0, 44.0, 420.0, 6.0
AREA = 46.0


def _points(view: View, region: str, cards: list[str]) -> list[dict[str, Any]]:
    """Every candidate with a density and a complexity."""
    found = []
    for code in facts.candidates_with(view, region, "weak"):
        at = {"region": region, "activity": code}
        density = value(view, "relatedness", "density", **at)
        complexity = value(view, "relatedness", "complexity", activity=code)
        if np.isfinite(density) and np.isfinite(complexity):
            low, high = (value(view, "poles", name, **at) for name in ("low", "high"))
            found.append(
                {
                    "activity": code,
                    "density": density,
                    "complexity": complexity,
                    "low": low if np.isfinite(low) else density,
                    "high": high if np.isfinite(high) else density,
                    "fill": theme.ACCENT if code in cards else theme.PAPER,
                }
            )
    return found


def plane(view: View, region: str, cards: list[str]) -> Exhibit | None:
    """A region's candidates by relatedness density and complexity.

    Parameters
    ----------
    view
        A run in one language.
    region
        The region's code.
    cards
        Candidates shown as cards, which are filled.

    Returns
    -------
    Exhibit or None
        None where there is no plane, or fewer than two candidates stand on it.
    """
    if value(view, "poles", "plotted") != 1:
        return None
    rows = _points(view, region, cards)
    if len(rows) < 2:
        return None
    say, words = view.words.say, view.words
    bars = any(row["high"] > row["low"] for row in rows)
    sheet = _draw(view, region, rows, bars=bars)
    near, hard = (max(rows, key=lambda row: float(row[name])) for name in ("density", "complexity"))
    worked = next((row for row in rows if row["activity"] in cards), near)
    return Exhibit(
        f"{region}-plane",
        say("plane.title", region=view.region(region)),
        chart=sheet.chart(),
        alt=say(
            "plane.alt",
            count=len(rows),
            near=view.activity(near["activity"]),
            complex=view.activity(hard["activity"]),
        ),
        reading=say(
            "plane.reading" if bars else "plane.reading_point",
            activity=f"{view.activity(worked['activity'])} ({worked['activity']})",
            density=words.number(worked["density"], 2),
            low=words.number(worked["low"], 2),
            high=words.number(worked["high"], 2),
            level=words.percent(view.study.plane.level),
            complexity=words.number(worked["complexity"], 2),
        ),
        sources=view.source(MAIN),
    )


def _scales(rows: list[dict[str, Any]], line: float, height: float) -> tuple[Scale, Scale]:
    left, right = min(line, *(row["low"] for row in rows)), max(line, *(row["high"] for row in rows))
    down, up = (pick(height, *(row["complexity"] for row in rows)) for pick in (min, max))
    wide, high = max(right - left, 0.02), max(up - down, 0.2)
    x = Scale(max(left - 0.04 * wide, 0.0), right + 0.04 * wide, LEFT, theme.WIDTH - EDGE)
    return x, Scale(down - 0.1 * high, up + 0.1 * high, HEIGHT - BOTTOM, TOP)


def _draw(view: View, region: str, rows: list[dict[str, Any]], *, bars: bool) -> Canvas:
    say, words = view.words.say, view.words
    line, height = (value(view, "poles", name, region=region) for name in ("density_line", "complexity_line"))
    x, y = _scales(rows, line, height)
    sheet = Canvas(HEIGHT, x=x, y=y)
    right, bottom = theme.WIDTH - EDGE, HEIGHT - BOTTOM
    small: dict[str, Any] = {"size": theme.SMALL, "colour": theme.SOFT}
    sheet.text("title", [{"x": 2, "y": 8, "text": say("plane.y")}], **small)
    sheet.rules("grid", [{"x": LEFT, "x2": right, "y": y(t), "y2": y(t), "value": t} for t in y.ticks()])
    sheet.rules("uprights", [{"x": x(t), "x2": x(t), "y": TOP, "y2": bottom, "value": t} for t in x.ticks()])
    ticks = [{"x": LEFT - 5, "y": y(t), "text": words.number(t, y.digits())} for t in y.ticks()]
    sheet.text("complexity ticks", ticks, align="right", **small)
    ticks = [{"x": x(t), "y": bottom + 12, "text": words.number(t, x.digits())} for t in x.ticks()]
    sheet.text("ticks", ticks, align="center", **small)
    sheet.text("x title", [{"x": right, "y": bottom + 29, "text": say("plane.x")}], align="right", **small)
    cut: dict[str, Any] = {"colour": theme.INK, "dash": (5, 3)}
    sheet.rules("density line", [{"x": x(line), "x2": x(line), "y": TOP, "y2": bottom}], **cut)
    sheet.rules("complexity line", [{"x": LEFT, "x2": right, "y": y(height), "y2": y(height)}], **cut)
    corners = (
        ("casino", "left", LEFT + 6, TOP + 8),
        ("high_road", "right", right - 4, TOP + 8),
        ("dead_end", "left", LEFT + 6, bottom - 8),
        ("slow_road", "right", right - 4, bottom - 8),
    )
    names = []
    for quadrant, side, at, level in corners:
        told = say(f"quadrant.{quadrant}")
        sheet.text(f"corner {quadrant}", [{"x": at, "y": level, "text": told}], align=side, bold=True, **small)
        wide = theme.text_width(told, size=theme.SMALL, bold=True)
        names.append(
            Box(at if side == "left" else at - wide, level - 8, at + (wide if side == "left" else 0), level + 8)
        )
    if bars:
        sheet.rules(
            "intervals",
            [{**row, "y": y(row["complexity"]), "y2": y(row["complexity"])} for row in rows],
            colour=theme.SOFT,
            width=1,
            x="low",
            x2="high",
        )
    sheet.points("points", rows, x="density", y="complexity", area=AREA, stroke=theme.ACCENT, width=1.3)
    _labels(sheet, rows, names)
    items = [
        Item(say("plane.key_point"), kind="point", fill=theme.PAPER, stroke=theme.ACCENT),
        Item(say("plane.key_card"), kind="point", fill=theme.ACCENT, stroke=theme.ACCENT),
        *([Item(say("plane.key_interval"), kind="rule", fill=theme.SOFT)] if bars else []),
        Item(say("plane.key_line"), kind="rule", fill=theme.INK, dash=(5, 3)),
    ]
    sheet.height = key(sheet, items, top=HEIGHT + 2)
    return sheet


def _labels(sheet: Canvas, rows: list[dict[str, Any]], names: list[Box]) -> None:
    """The code of each candidate beside its point, where there is room."""
    assert sheet.x is not None
    assert sheet.y is not None
    x, y = sheet.x, sheet.y
    radius = (AREA / 3.1416) ** 0.5
    order = sorted(rows, key=lambda row: (row["fill"] == theme.PAPER, -row["density"]))
    points = [(x(row["density"]), y(row["complexity"])) for row in order]
    sizes = [(theme.text_width(row["activity"], size=theme.SMALL), theme.SMALL + 2.0) for row in order]
    discs = [Box(px - radius, py - radius, px + radius, py + radius) for px, py in points]
    ground = Box(LEFT + 2, TOP, theme.WIDTH - EDGE, HEIGHT - BOTTOM)
    boxes = around(points, sizes, radii=[radius] * len(points), ground=ground, taken=[*discs, *names])
    there = [
        (point, box, row)
        for point, box, row in zip(points, boxes, order, strict=True)
        if box is not None and not any(box.touches(other) for other in (*names, *discs))
    ]
    leaders(sheet, [(px, py, box) for (px, py), box, _ in there], least=20)
    sheet.text(
        "labels",
        [{"x": box.left, "y": (box.top + box.bottom) / 2, "text": row["activity"]} for _, box, row in there],
        size=theme.SMALL,
    )
