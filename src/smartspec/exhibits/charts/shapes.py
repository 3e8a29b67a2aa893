"""A real map where the study brings its own shapes: projected here, so that the order of rings does not matter.

drawn_shapes    a sheet with the shapes of the regions and their names, or None where there are none
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from smartspec.exhibits import theme
from smartspec.exhibits.canvas import Canvas
from smartspec.exhibits.charts.furniture import leaders
from smartspec.exhibits.placing import Box, around
from smartspec.exhibits.view import View

__all__ = ["drawn_shapes"]

Ring = list[tuple[float, float]]


def drawn_shapes(view: View, fills: Mapping[str, str], values: Mapping[str, str]) -> Canvas | None:
    """A sheet with the shapes of the regions, their names and values, or None where the study lacks a shape.

    Notes
    -----
    Equirectangular at the mean latitude, fitted to the sheet's width; true enough for a country seen on a page.
    """
    shapes = getattr(view.inputs, "shapes", None)
    if not shapes or any(code not in shapes for code in fills):
        return None
    rings = {code: list(_rings(shapes[code])) for code in fills}
    points = [point for found in rings.values() for ring in found for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    narrow = math.cos(math.radians((south + north) / 2))
    scale = min(theme.WIDTH / ((east - west) * narrow), 480 / (north - south))
    left = (theme.WIDTH - (east - west) * narrow * scale) / 2

    def placed(ring: Ring) -> Ring:
        return [
            (round(left + (x - west) * narrow * scale, 1), round((north - y) * scale, 1)) for x, y in _thinned(ring)
        ]

    sheet = Canvas((north - south) * scale)
    drawn = {code: [placed(ring) for ring in found] for code, found in rings.items()}
    sheet.shapes(
        "shapes", [{"region": code, "fill": fills[code], "shape": _path(found)} for code, found in drawn.items()]
    )
    _names(sheet, view, drawn, values)
    return sheet


def _rings(geometry: Mapping[str, Any]) -> Iterator[Ring]:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        for ring in polygon:
            yield [(float(point[0]), float(point[1])) for point in ring]


def _thinned(ring: Ring, most: int = 400) -> Ring:
    """A ring of at most so many points; a page shows no more."""
    step = max(1, math.ceil(len(ring) / most))
    return [*ring[:-1:step], ring[-1]]


def _path(rings: list[Ring]) -> str:
    return "".join("M" + "L".join(f"{x},{y}" for x, y in ring) + "Z" for ring in rings)


def _names(sheet: Canvas, view: View, drawn: Mapping[str, list[Ring]], values: Mapping[str, str]) -> None:
    """A name in the middle of each region's largest part, or beside it where there is no room."""
    middles, sizes, texts = [], [], []
    for code, rings in drawn.items():
        x, y = _middle(max(rings, key=lambda ring: abs(_area(ring))))
        name = f"{view.region(code, short=True)} {values[code]}"
        middles.append((x, y))
        texts.append(name)
        sizes.append((theme.text_width(name, size=theme.SMALL) + 4, theme.SMALL + 4.0))
    ground = Box(0, 0, sheet.width, sheet.height)
    boxes = around(middles, sizes, radii=[1.0] * len(middles), ground=ground, reach=12, centred=True)
    there = [(m, box, t) for m, box, t in zip(middles, boxes, texts, strict=True) if box is not None]
    moved = [((x, y), box) for (x, y), box, _ in there if not box.touches(Box(x, y, x + 0.1, y + 0.1))]
    sheet.points("middles", [{"x": x, "y": y} for (x, y), _ in moved], area=9, colour=theme.INK)
    leaders(sheet, [(x, y, box) for (x, y), box in moved])
    sheet.rects(
        "plates", [{"x": b.left, "y": b.top, "x2": b.right, "y2": b.bottom, "fill": theme.PAPER} for _, b, _ in there]
    )
    sheet.text(
        "names",
        [{"x": box.left + 2, "y": (box.top + box.bottom) / 2, "text": name} for _, box, name in there],
        size=theme.SMALL,
    )


def _area(ring: Ring) -> float:
    return sum(x * v - u * y for (x, y), (u, v) in pairwise(ring)) / 2


def _middle(ring: Ring) -> tuple[float, float]:
    area = _area(ring)
    if not area:
        return ring[0]
    pairs = [(p, q, p[0] * q[1] - q[0] * p[1]) for p, q in pairwise(ring)]
    x = sum((p[0] + q[0]) * cross for p, q, cross in pairs) / (6 * area)
    y = sum((p[1] + q[1]) * cross for p, q, cross in pairs) / (6 * area)
    return x, y
