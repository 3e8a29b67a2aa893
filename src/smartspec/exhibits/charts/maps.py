"""The country on a grid of equal tiles, so that small and dense regions are seen as well as wide ones.

type_map    regions by type, with extraction's share of value added
"""

from __future__ import annotations

from smartspec.exhibits import theme
from smartspec.exhibits.canvas import Canvas, Row
from smartspec.exhibits.exhibit import Exhibit
from smartspec.exhibits.facts import text, value
from smartspec.exhibits.view import View
from smartspec.study.inputs import MAIN

__all__ = ["type_map"]

HIGH, GAP, LEGEND = 62.0, 4.0, 30.0


def type_map(view: View) -> Exhibit | None:
    """Regions on a tile grid, coloured by type, with extraction's share; None where the study gives no tiles.

    Parameters
    ----------
    view
        A run in one language.

    Returns
    -------
    Exhibit or None
    """
    say, geography = view.words.say, view.inputs.geography
    tiles = {code: geography.regions[code].tile for code in view.regions}
    there = {code: tile for code, tile in tiles.items() if tile is not None}
    if not there or len(there) < len(view.regions):
        return None
    kinds = {code: text(view, "profile", "type", region=code) for code in there}
    share = {code: value(view, "profile", "extraction", region=code) for code in there}
    columns = max(column for _, column in there.values()) + 1
    rows = max(row for row, _ in there.values()) + 1
    wide = theme.WIDTH / columns
    shown = [kind for kind in theme.TYPES if kind in kinds.values()]
    sheet = Canvas(rows * HIGH + LEGEND * (1 + (len(shown) - 1) // 3) + 8)
    squares: list[Row] = []
    names: list[Row] = []
    shares: list[Row] = []
    for code, (row, column) in there.items():
        fill = theme.TYPES[kinds[code]]
        left, top = column * wide, row * HIGH
        squares.append(
            {"x": left, "x2": left + wide - GAP, "y": top, "y2": top + HIGH - GAP, "fill": fill, "region": code}
        )
        middle = {"x": left + (wide - GAP) / 2, "fill": theme.text_on(fill), "region": code}
        name = theme.fitted(view.region(code, short=True), wide - GAP - 6, bold=True)
        names.append({**middle, "y": top + 20, "text": name})
        shares.append({**middle, "y": top + 40, "text": view.words.percent(share[code], 1)})
    sheet.rects("tiles", squares)
    sheet.text("names", names, align="center", bold=True)
    sheet.text("shares", shares, align="center")
    _legend(sheet, view, shown, rows * HIGH + 8)
    first = view.regions[0]
    told = "; ".join(
        f"{say(f'type.{kind}')}: {', '.join(view.region(code) for code in view.regions if kinds[code] == kind)}"
        for kind in shown
    )
    return Exhibit(
        "type-map",
        say("chart.type_map.title", years=view.focus),
        chart=sheet.chart(),
        alt=say("chart.type_map.alt", types=told),
        reading=say(
            "chart.type_map.reading", region=view.region(first, short=True), share=view.words.percent(share[first], 1)
        ),
        sources=view.source(MAIN),
    )


def _legend(sheet: Canvas, view: View, kinds: list[str], top: float) -> None:
    """What the colours mean, three to a line."""
    squares: list[Row] = []
    words: list[Row] = []
    for place, kind in enumerate(kinds):
        left, high = (place % 3) * theme.WIDTH / 3, top + (place // 3) * LEGEND * 0.8
        squares.append({"x": left, "x2": left + 14, "y": high, "y2": high + 14, "fill": theme.TYPES[kind]})
        words.append({"x": left + 20, "y": high + 7, "text": view.words.say(f"type.{kind}")})
    sheet.rects("legend", squares, stroke=theme.SOFT, width=0.5)
    sheet.text("legend words", words)
