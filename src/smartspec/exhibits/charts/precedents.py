"""Precedents drawn: what regions built alike held, entered and kept, peer by peer with the years.

precedent_chart    activities by peers; a year where one entered
"""

from __future__ import annotations

from typing import Any

from smartspec.exhibits import theme
from smartspec.exhibits.canvas import Canvas, line_height
from smartspec.exhibits.charts.furniture import Item, apart, hatched, key
from smartspec.exhibits.exhibit import Exhibit
from smartspec.exhibits.foreign import codes_of, group_name, licences, offered, place_name
from smartspec.exhibits.placing import Box
from smartspec.exhibits.view import View

__all__ = ["precedent_chart"]

LEFT, HEAD, NAMES = 176.0, 152.0, 134.0
FILLS = {"held": theme.shade(0.75), "near": theme.shade(0.2), "entered": theme.diverging(2.2)}
MOST = 12
LINES = 3


def precedent_chart(view: View, region: str) -> Exhibit | None:
    """What regions built alike held, entered and kept, with the years.

    Parameters
    ----------
    view
        A run in one language.
    region
        The region's code.

    Returns
    -------
    Exhibit or None
        None where nothing is compared; of more than twelve peers the nearest are drawn.
    """
    if not bool(view.results["world"]["available"]):
        return None
    say, told = view.words.say, view.study.world
    codes, groups = codes_of(view, "past_peer", region)[:MOST], offered(view)
    made = view.results["world"].sel(region=region)
    sheet = _draw(view, region, codes, groups)
    listed = "; ".join(
        say(
            "abroad.chart.one",
            activity=group_name(view, group),
            held=int(made["holders"].sel(group_code=group)),
            entered=int(made["entrants"].sel(group_code=group)),
            could=int(made["could"].sel(group_code=group)),
        )
        for group in groups
    )
    return Exhibit(
        f"{region}-abroad-chart",
        say("abroad.chart.title", region=view.region(region)),
        chart=sheet.chart(),
        alt=say("abroad.chart.alt", count=len(codes), list=listed),
        reading=say(
            "abroad.chart.reading",
            place=place_name(view, codes[0], country=True),
            year=int(made["past_window"].values[0]),
            horizon=told.horizon,
            kept=told.kept,
        ),
        sources=licences(view),
    )


def _draw(view: View, region: str, codes: list[str], groups: list[str]) -> Canvas:
    say, made = view.words.say, view.results["world"].sel(region=region)
    called = {group: group_name(view, group) for group in groups}
    places, bottom = [], HEAD
    for name in called.values():
        high = max(28.0, (_wrapped(name).count("\n") + 1) * line_height(theme.SMALL) + 8)
        places.append((bottom, bottom + high))
        bottom += high
    wide = min((theme.WIDTH - LEFT) / len(codes), 64.0)
    sheet = Canvas(bottom)
    cells: list[dict[str, Any]] = []
    words, lasting, missing, names = [], [], [], []
    for group, (top, end) in zip(groups, places, strict=True):
        here = made.sel(group_code=group)
        names.append({"x": 2, "y": (top + end) / 2, "text": _wrapped(called[group]), "group": group})
        for place, code in enumerate(codes):
            box = Box(LEFT + place * wide, top, LEFT + (place + 1) * wide, end)
            outcome, entry = str(here["outcome"].values[place]), here["entry"].values[place]
            kept = here["kept"].values[place] == 1
            fill = FILLS.get(outcome, theme.PAPER)
            at = {"x": box.left, "y": box.top, "x2": box.right, "y2": box.bottom}
            cells.append({"peer": code, "group": group, "outcome": outcome, "fill": fill, **at})
            middle = {"x": (box.left + box.right) / 2, "y": (top + end) / 2, "fill": theme.text_on(fill)}
            if outcome == "entered":
                words.append({**middle, "text": str(int(entry)), "peer": code, "group": group})
                if kept:
                    lasting.append({**{name: at[name] + (2 if "2" not in name else -2) for name in at}, "peer": code})
            elif outcome == "not_entered":
                words.append({**middle, "text": "–", "peer": code, "group": group})
            elif outcome == "unknown":
                missing += hatched(box, gap=7)
    _columns(sheet, view, made, codes, wide)
    sheet.rects("cells", cells, stroke=theme.LINE, width=1)
    sheet.rules("missing", missing, colour=theme.SOFT, width=0.7)
    sheet.rects("lasting", [{**one, "fill": "transparent"} for one in lasting], stroke=theme.INK, width=2)
    sheet.text("words", words, size=theme.SMALL, align="center")
    sheet.text("names", names, size=theme.SMALL)
    items = [Item(say(f"abroad.outcome.{name}"), fill=FILLS[name]) for name in ("held", "near", "entered")]
    if lasting:
        items.append(Item(say("abroad.outcome.kept", kept=view.study.world.kept), kind="outline", fill=theme.PAPER))
    items.append(Item(f"– {say('abroad.outcome.not_entered')}", fill=theme.PAPER))
    if missing:
        items.append(Item(say("abroad.outcome.unknown"), kind="hatch"))
    sheet.height = key(sheet, items, top=bottom + 6)
    return sheet


def _wrapped(name: str) -> str:
    return "\n".join(theme.wrapped(name, LEFT - 10, size=theme.SMALL, lines=LINES))


def _columns(sheet: Canvas, view: View, made: Any, codes: list[str], wide: float) -> None:
    """Names of peers upright over their columns, in lines side by side, and the year from which each is looked at."""
    called = apart(
        {code: place_name(view, code) for code in codes},
        lambda name: "\n".join(theme.wrapped(name, NAMES - 6, size=theme.SMALL, lines=LINES)),
    )
    names, starts = [], []
    for place, code in enumerate(codes):
        x = LEFT + (place + 0.5) * wide
        lines = called[code].split("\n")
        for number, line in enumerate(lines):
            across = (number - (len(lines) - 1) / 2) * (line_height(theme.SMALL) + 1)
            names.append({"x": x + across, "y": NAMES - 4, "text": line, "peer": code})
        starts.append({"x": x, "y": HEAD - 9, "text": str(int(made["past_window"].values[place]))})
    sheet.text("peers", names, size=theme.SMALL, angle=270)
    sheet.text("starts", starts, size=theme.SMALL, align="center", colour=theme.SOFT)
    start = view.words.say("abroad.chart.start")
    sheet.text(
        "start",
        [{"x": 2, "y": HEAD - 9, "text": theme.fitted(start, LEFT - 14, size=theme.SMALL)}],
        size=theme.SMALL,
        colour=theme.SOFT,
    )
