"""All quotients at once: activities by regions, coloured on a logarithmic scale around 1.

quotient_heat    what may be proposed first, then the rest under its role
"""

from __future__ import annotations

from typing import Any

import numpy as np

from smartspec.exhibits import theme
from smartspec.exhibits.canvas import Canvas
from smartspec.exhibits.charts.furniture import apart, hatched, key
from smartspec.exhibits.charts.maps import quotient_key, strong
from smartspec.exhibits.exhibit import Exhibit
from smartspec.exhibits.facts import text, value
from smartspec.exhibits.placing import Box
from smartspec.exhibits.view import View
from smartspec.study.inputs import MAIN

__all__ = ["quotient_heat"]

MOST = 20
LEFT, HIGH, GROUP = 120.0, 30.0, 24.0
HEADS = 92.0, 170.0
"""The least and the most room for names of regions, set upright."""
ROLES = ("candidate", "base", "enabling", "no_choice")


def shown_regions(view: View) -> list[str]:
    """Regions with a column: all of them, or the largest in the report's order."""
    size = view.results["specialisation"]["value"].sum("activity").to_series()
    largest = sorted(view.regions, key=lambda code: -size[code])[:MOST]
    return [code for code in view.regions if code in largest]


def shown_activities(view: View) -> list[tuple[str, list[str]]]:
    """Activities with a row, under their role: all of them, or those most regions are strong in, then the largest."""
    listed = view.results["long_list"]["listed"].sum("region").to_series()
    size = view.results["specialisation"]["country_share"].to_series()
    first = sorted(view.activities, key=lambda code: (-int(listed[code]), -float(size[code])))[:MOST]
    by_role = {
        role: [code for code in view.activities if code in first and view.inputs.roles[code].role == role]
        for role in ROLES
    }
    return [(role, codes) for role, codes in by_role.items() if codes]


def quotient_heat(view: View) -> Exhibit:
    """Quotients of every activity in every region: candidates first, values printed, missing hatched.

    Parameters
    ----------
    view
        A run in one language.

    Returns
    -------
    Exhibit
        Of more than twenty regions or activities the largest are drawn, and the text says how many are not.
    """
    say, words = view.words.say, view.words
    regions, groups = shown_regions(view), shown_activities(view)
    codes = [code for _, found in groups for code in found]
    sheet = _draw(view, regions, groups)
    left = len(view.regions) - len(regions), len(view.activities) - len(codes)
    made = {
        (region, code): value(view, "specialisation", "quotient", region=region, activity=code)
        for region in regions
        for code in codes
    }
    known = sorted((cell for cell in made if np.isfinite(made[cell])), key=lambda cell: -made[cell])
    best = [(made[cell], *cell) for cell in known if strong(view, *cell)]
    worked = best[0] if best else (made[known[0]], *known[0])
    told = "; ".join(
        f"{view.region(region, short=True)}, {view.activity(code)} {words.number(quotient, 2)}"
        for quotient, region, code in best
    )
    return Exhibit(
        "quotient-heat",
        say("chart.heat.title", years=view.focus),
        chart=sheet.chart(),
        alt=say("chart.heat.alt", regions=len(regions), activities=len(codes))
        + (f" {say('chart.heat.strengths', list=told)}" if told else ""),
        text=(say("chart.heat.left_out", regions=left[0], activities=left[1]),) if any(left) else (),
        reading=say(
            "chart.heat.reading",
            activity=view.activity(worked[2]),
            region=view.region(worked[1]),
            quotient=words.number(worked[0], 2),
        ),
        sources=view.source(MAIN),
        caveats=view.caveats(MAIN, years=view.study.years.focus),
    )


def _draw(view: View, regions: list[str], groups: list[tuple[str, list[str]]]) -> Canvas:
    say, words = view.words.say, view.words
    wide = min((theme.WIDTH - LEFT) / len(regions), 44.0)
    head = _head(view, regions)
    height = head + sum(GROUP + HIGH * len(codes) for _, codes in groups)
    sheet = Canvas(height)
    cells: list[dict[str, Any]] = []
    numbers, heads, names, outlined, missing = [], [], [], [], []
    called = apart(
        {code: view.activity(code) for _, codes in groups for code in codes},
        lambda name: "\n".join(theme.wrapped(name, LEFT - 10, size=theme.SMALL)),
    )
    y = head
    for role, codes in groups:
        heads.append({"x": 2, "y": y + GROUP / 2 + 1, "text": say(f"chart.role.{role}")})
        y += GROUP
        for code in codes:
            names.append({"x": 2, "y": y + HIGH / 2, "text": called[code], "activity": code})
            for place, region in enumerate(regions):
                box = Box(LEFT + place * wide, y, LEFT + (place + 1) * wide, y + HIGH)
                quotient = value(view, "specialisation", "quotient", region=region, activity=code)
                known = bool(np.isfinite(quotient))
                fill = theme.diverging(quotient) if known else theme.PAPER
                at = {"x": box.left, "y": box.top, "x2": box.right, "y2": box.bottom}
                cells.append(
                    {"region": region, "activity": code, "quotient": quotient if known else None, "fill": fill, **at}
                )
                if not known:
                    missing += hatched(box, gap=7)
                    continue
                middle = {"x": (box.left + box.right) / 2, "y": (box.top + box.bottom) / 2}
                number = words.number(quotient, 2 if quotient < 9.995 else 1)
                numbers.append({**middle, "text": number, "fill": theme.text_on(fill)})
                if strong(view, region, code):
                    outlined.append(
                        {
                            "x": at["x"] + 1,
                            "y": at["y"] + 1,
                            "x2": at["x2"] - 1,
                            "y2": at["y2"] - 1,
                            "fill": "transparent",
                        }
                    )
            y += HIGH
    _columns(sheet, view, regions, wide, head)
    sheet.rects("cells", cells, stroke=theme.PAPER, width=1)
    sheet.rules("missing", missing, colour=theme.SOFT, width=0.7)
    sheet.rects("strengths", outlined, stroke=theme.INK, width=2)
    sheet.text("numbers", numbers, size=10, align="center")
    sheet.text("roles", heads, size=theme.SMALL, bold=True, colour=theme.SOFT)
    sheet.text("names", names, size=theme.SMALL)
    sheet.height = key(sheet, quotient_key(view, missing=bool(missing), outlined=bool(outlined)), top=height + 6)
    return sheet


def _head(view: View, regions: list[str]) -> float:
    """The room the longest name of a region needs, within bounds."""
    longest = max(theme.text_width(view.region(code, short=True), size=theme.SMALL) for code in regions)
    return min(max(HEADS[0], longest + 14), HEADS[1])


def _columns(sheet: Canvas, view: View, regions: list[str], wide: float, head: float) -> None:
    """Names of regions upright over their columns, on a strip of their type's colour."""
    strips, names = [], []
    called = apart(
        {code: view.region(code, short=True) for code in regions},
        lambda name: theme.fitted(name, head - 12, size=theme.SMALL),
    )
    for place, region in enumerate(regions):
        x = LEFT + place * wide
        kind = text(view, "profile", "type", region=region)
        strips.append(
            {"x": x + 1, "x2": x + wide - 1, "y": head - 5, "y2": head, "fill": theme.TYPES[kind], "type": kind}
        )
        names.append({"x": x + wide / 2, "y": head - 10, "text": called[region], "region": region})
    sheet.rects("strips", strips, stroke=theme.LINE)
    sheet.text("regions", names, size=theme.SMALL, angle=270)
