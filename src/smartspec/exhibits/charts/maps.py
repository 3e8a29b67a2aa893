"""Maps: one equal tile per region, so that a city is seen as well as a steppe; or the study's own shapes.

type_map        regions by type, with extraction's share of value added
quotient_map    one activity's quotient in every region
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from smartspec.exhibits import theme
from smartspec.exhibits.canvas import Canvas
from smartspec.exhibits.charts.furniture import Item, apart, hatched, key
from smartspec.exhibits.charts.shapes import drawn_shapes
from smartspec.exhibits.exhibit import Exhibit
from smartspec.exhibits.facts import text, value
from smartspec.exhibits.placing import Box
from smartspec.exhibits.view import View
from smartspec.study.inputs import MAIN

__all__ = ["quotient_map", "type_map"]

GAP = 4.0
HIGH, LINE = 72.0, 15.0
MOST = 80
INSET = 6.0
STEPS = (0.25, 0.5, 1.0, 2.0, 4.0)


@dataclass(frozen=True)
class Tile:
    """What a region's tile says: a fill, lines under its name, whether it is missing or outlined."""

    fill: str
    lines: tuple[str, ...]
    missing: bool = False
    outlined: bool = False
    share: float | None = None
    facts: Mapping[str, object] | None = None


def places(view: View) -> dict[str, tuple[int, int]]:
    """Row and column of each region's tile: the pack's own, or reading order where it has none."""
    regions = view.inputs.geography.regions
    codes = [code for code in view.regions if code in regions]
    known = {code: tile for code in codes if (tile := regions[code].tile) is not None}
    if len(known) == len(codes):
        return known
    columns = min(7, max(4, math.ceil(math.sqrt(1.6 * len(codes)))))
    return {code: divmod(place, columns) for place, code in enumerate(codes)}


def on_the_ground(view: View) -> bool:
    """Whether the tiles stand where the regions lie."""
    return all(view.inputs.geography.regions[code].tile is not None for code in view.regions)


def on_shapes(view: View, tiles: Mapping[str, Tile]) -> Canvas | None:
    """The same on the study's own shapes, where it has them; the last line of a tile stands after the name."""
    fills = {code: theme.PAPER if tile.missing else tile.fill for code, tile in tiles.items()}
    return drawn_shapes(view, fills, {code: tile.lines[-1] for code, tile in tiles.items()})


def tiled(view: View, tiles: Mapping[str, Tile], *, line: float | None = None) -> Canvas:
    """A sheet with every region's tile; the key still to come below."""
    where = places(view)
    columns = max(column for _, column in where.values()) + 1
    rows = max(row for row, _ in where.values()) + 1
    wide = min((theme.WIDTH + GAP) / columns, 120.0)
    called = apart(
        {code: view.region(code, short=True) for code in where},
        lambda name: "\n".join(theme.wrapped(name, wide - GAP - 2 * INSET, bold=True)),
    )
    high = HIGH + LINE * max(name.count("\n") for name in called.values())
    sheet = Canvas(rows * (high + GAP))
    boxes = {
        code: Box(column * wide, row * (high + GAP), (column + 1) * wide - GAP, row * (high + GAP) + high)
        for code, (row, column) in where.items()
    }
    rects = [
        {
            "region": code,
            "fill": theme.PAPER if tiles[code].missing else tiles[code].fill,
            "x": box.left,
            "y": box.top,
            "x2": box.right,
            "y2": box.bottom,
            **(tiles[code].facts or {}),
        }
        for code, box in boxes.items()
    ]
    sheet.rects("tiles", rects, stroke=theme.LINE)
    for code, box in boxes.items():
        if tiles[code].missing:
            sheet.rules("hatch", hatched(box, gap=9), colour=theme.LINE, width=1)
    sheet.rects(
        "outlined",
        [
            {
                "region": code,
                "fill": "transparent",
                "x": b.left + 1,
                "y": b.top + 1,
                "x2": b.right - 1,
                "y2": b.bottom - 1,
            }
            for code, b in boxes.items()
            if tiles[code].outlined
        ],
        stroke=theme.INK,
        width=2.4,
    )
    _words(sheet, tiles, boxes, called)
    if line is not None:
        _shares(sheet, tiles, boxes, line)
    return sheet


def _words(sheet: Canvas, tiles: Mapping[str, Tile], boxes: Mapping[str, Box], called: Mapping[str, str]) -> None:
    """A region's name at the head of its tile, the tile's lines under it."""
    heads, bodies = [], []
    for code, box in boxes.items():
        tile, left, more = tiles[code], box.left + INSET, LINE * called[code].count("\n")
        ink = theme.INK if tile.missing else theme.text_on(tile.fill)
        heads.append({"x": left, "y": box.top + 14 + more / 2, "text": called[code], "region": code, "fill": ink})
        for place, line in enumerate(tile.lines):
            words = theme.fitted(line, box.right - left - 4, size=theme.SMALL)
            bodies.append({"x": left, "y": box.top + 31 + more + LINE * place, "text": words, "fill": ink})
    sheet.text("names", heads, bold=True)
    sheet.text("words", bodies, size=theme.SMALL)


def _shares(sheet: Canvas, tiles: Mapping[str, Tile], boxes: Mapping[str, Box], line: float) -> None:
    """A bar at the foot of each tile as long as the share, with the line a type begins at."""
    bars, marks = [], []
    for code, box in boxes.items():
        tile = tiles[code]
        if tile.share is None or not np.isfinite(tile.share):
            continue
        ink, wide = theme.text_on(tile.fill), box.right - box.left - 12
        foot = {"y": box.bottom - 10, "y2": box.bottom - 5}
        bars.append(
            {"x": box.left + 6, "x2": box.left + 6 + wide * tile.share, "fill": ink, "share": tile.share, **foot}
        )
        at = box.left + 6 + wide * line
        marks.append({"x": at, "x2": at, "y": box.bottom - 13, "y2": box.bottom - 2, "stroke": ink})
    sheet.rects("shares", bars)
    sheet.rules("line", marks, width=1)


def type_map(view: View) -> Exhibit | None:
    """Regions by type, with extraction's share of value added.

    Parameters
    ----------
    view
        A run in one language.

    Returns
    -------
    Exhibit or None
        None where there are more regions than a map of tiles can name.
    """
    say, words, regions = view.words.say, view.words, view.regions
    if len(regions) > MOST:
        return None
    kinds = {code: text(view, "profile", "type", region=code) for code in regions}
    mined = {code: value(view, "profile", "extraction", region=code) for code in regions}
    there = [kind for kind in theme.TYPES if kind in kinds.values()]
    tiles = {
        code: Tile(
            theme.TYPES[kinds[code]],
            (say(f"chart.type.{kinds[code]}"), words.percent(mined[code], 1)),
            share=mined[code],
            facts={"type": kinds[code], "extraction": mined[code] if np.isfinite(mined[code]) else None},
        )
        for code in regions
    }
    real = on_shapes(view, tiles)
    sheet = real or tiled(view, tiles, line=view.study.types.resource)
    items = [Item(say(f"type.{kind}"), fill=theme.TYPES[kind]) for kind in there]
    if real is None:
        told = say("chart.key.extraction", line=words.percent(view.study.types.resource))
        items.append(Item(told, kind="bar", fill=theme.INK))
    sheet.height = key(sheet, items, top=sheet.height + 6)
    by_kind = "; ".join(
        f"{say(f'type.{kind}')}: "
        + ", ".join(f"{view.region(c, short=True)} {words.percent(mined[c], 1)}" for c in regions if kinds[c] == kind)
        for kind in there
    )
    first = regions[0]
    how = "_shapes" if real else "" if on_the_ground(view) else "_order"
    return Exhibit(
        "type-map",
        say("chart.types.title", years=view.focus),
        chart=sheet.chart(),
        alt=say("chart.types.alt", count=len(regions), types=by_kind),
        reading=say(
            f"chart.types.reading{how}",
            region=view.region(first),
            share=words.percent(mined[first], 1),
            type=say(f"type.{kinds[first]}"),
            line=words.percent(view.study.types.resource),
            years=view.focus,
        ),
        sources=view.source(MAIN),
        caveats=view.caveats(MAIN, years=view.study.years.focus),
    )


def quotient_map(view: View, activity: str) -> Exhibit | None:
    """One activity's quotient in every region; missing is hatched, a strength outlined.

    Parameters
    ----------
    view
        A run in one language.
    activity
        The activity's code.

    Returns
    -------
    Exhibit or None
        None where there are more regions than a map of tiles can name, or no region has a quotient.
    """
    say, words, regions = view.words.say, view.words, view.regions
    made = {code: value(view, "specialisation", "quotient", region=code, activity=activity) for code in regions}
    known = sorted((code for code in regions if np.isfinite(made[code])), key=lambda code: -made[code])
    if len(regions) > MOST or not known:
        return None
    tiles = {
        code: Tile(
            theme.diverging(made[code]) if np.isfinite(made[code]) else theme.PAPER,
            (words.number(made[code], 2) if np.isfinite(made[code]) else say("chart.missing"),),
            missing=not np.isfinite(made[code]),
            outlined=strong(view, code, activity),
            facts={"quotient": made[code] if np.isfinite(made[code]) else None},
        )
        for code in regions
    }
    sheet = on_shapes(view, tiles) or tiled(view, tiles)
    sheet.height = key(
        sheet,
        quotient_key(view, missing=len(known) < len(regions), outlined=any(tile.outlined for tile in tiles.values())),
        top=sheet.height + 6,
    )
    first = known[0]
    return Exhibit(
        f"quotient-map-{activity}",
        say("chart.quotients.title", activity=view.activity(activity, short=False), years=view.focus),
        chart=sheet.chart(),
        alt=say(
            "chart.quotients.alt",
            activity=view.activity(activity),
            regions=", ".join(f"{view.region(code, short=True)} {words.number(made[code], 2)}" for code in known),
        ),
        reading=say(
            "chart.quotients.reading",
            region=view.region(first),
            activity=view.activity(activity),
            quotient=words.number(made[first], 2),
        ),
        sources=view.source(MAIN),
        caveats=view.caveats(MAIN, activity=activity, years=view.study.years.focus),
    )


def strong(view: View, region: str, activity: str) -> bool:
    """Whether an activity is a strength of a region that may be proposed."""
    return (
        text(view, "long_list", "class", region=region, activity=activity) == "strength"
        and value(view, "long_list", "listed", region=region, activity=activity) == 1
    )


def quotient_key(view: View, *, missing: bool, outlined: bool) -> Sequence[Item]:
    """The colours of quotients, from a quarter to four times the country's share."""
    say, words = view.words.say, view.words
    names = [words.number(step, 2 if step < 0.5 else 1 if step < 1 else 0) for step in STEPS]
    names[0] = say("chart.at_most", value=names[0])
    names[-1] = say("chart.at_least", value=names[-1])
    names[2] = say("chart.as_country", one=names[2])
    items = [Item(name, fill=theme.diverging(step)) for name, step in zip(names, STEPS, strict=True)]
    items += [Item(say("chart.key.strength"), kind="outline", fill=theme.PAPER)] if outlined else []
    return [*items, *([Item(say("chart.missing"), kind="hatch")] if missing else [])]
