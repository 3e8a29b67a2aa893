"""What charts share beside their data: keys, grids, names of rows, hatching for what is missing.

Item      one entry of a key
key       a chart's key in as many lines as its words need
grid      upright lines with their numbers
names     names of rows, broken into two lines where they must
hatched   strokes that fill a box whose value is missing
leaders   thin lines from labels that had to move back to what they name
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from smartspec.exhibits import theme
from smartspec.exhibits.canvas import Canvas, line_height
from smartspec.exhibits.placing import Box

__all__ = ["Item", "apart", "grid", "hatched", "key", "leaders", "names", "row_height", "stacked_rows"]

KEY_LINE = 20.0


class Item(NamedTuple):
    """One entry of a key: its words and what they stand for."""

    text: str
    kind: Literal["rect", "point", "rule", "tick", "hatch", "outline", "bar"] = "rect"
    fill: str = theme.ACCENT
    stroke: str = theme.PAPER
    shape: str = "circle"
    dash: tuple[int, ...] = ()


def key(sheet: Canvas, items: Sequence[Item], *, top: float, left: float = 2.0) -> float:
    """A chart's key from `top` down, broken into lines where the sheet ends; gives where it ends."""
    x, y = left, top + KEY_LINE / 2
    texts, found = [], []
    for item in items:
        wide = 22 + theme.text_width(item.text, size=theme.SMALL) + 16
        if x > left and x + wide - 16 > sheet.width:
            x, y = left, y + KEY_LINE
        texts.append({"x": x + 22, "y": y, "text": theme.fitted(item.text, sheet.width - x - 22, size=theme.SMALL)})
        found.append((item, x, y))
        x += wide
    for item, x, y in found:
        _swatch(sheet, item, x, y)
    sheet.text("key", texts, size=theme.SMALL, colour=theme.SOFT)
    return y + KEY_LINE / 2


def _swatch(sheet: Canvas, item: Item, x: float, y: float) -> None:
    box = {"x": x + 1, "x2": x + 17, "y": y - 6, "y2": y + 6}
    if item.kind == "point":
        sheet.points(
            "key marks", [{"x": x + 9, "y": y}], colour=item.fill, stroke=item.stroke, shape=item.shape, width=1.5
        )
    elif item.kind == "rule":
        line = {"x": x + 1, "x2": x + 17, "y": y, "y2": y}
        sheet.rules("key marks", [line], colour=item.fill, width=1.5, dash=item.dash)
    elif item.kind == "tick":
        sheet.rules("key marks", [{"x": x + 9, "x2": x + 9, "y": y - 7, "y2": y + 7}], colour=item.fill, width=3)
    elif item.kind == "hatch":
        sheet.rects("key marks", [box], colour=theme.PAPER, stroke=theme.LINE)
        sheet.rules("key marks", hatched(Box(x + 1, y - 6, x + 17, y + 6)), colour=theme.SOFT, width=0.8)
    elif item.kind == "bar":
        sheet.rects("key marks", [{"x": x + 1, "x2": x + 11, "y": y - 2, "y2": y + 3}], colour=item.fill)
        sheet.rules("key marks", [{"x": x + 15, "x2": x + 15, "y": y - 6, "y2": y + 6}], colour=item.fill)
    elif item.kind == "outline":
        sheet.rects("key marks", [box], colour=item.fill, stroke=theme.INK, width=2)
    else:
        sheet.rects("key marks", [box], colour=item.fill, stroke=theme.LINE)


def grid(sheet: Canvas, write: Callable[[float], str], *, top: float, bottom: float, count: int = 6) -> None:
    """Upright lines at round numbers, each with its number under it."""
    assert sheet.x is not None
    ticks = sheet.x.ticks(count)
    sheet.rules("grid", [{"x": sheet.x(t), "x2": sheet.x(t), "y": top, "y2": bottom, "value": t} for t in ticks])
    sheet.text(
        "ticks",
        [{"x": sheet.x(t), "y": bottom + 13, "text": write(t)} for t in ticks],
        size=theme.SMALL,
        align="center",
        colour=theme.SOFT,
    )


def names(
    sheet: Canvas,
    rows: Iterable[tuple[float, str, str]],
    *,
    width: float,
    left: float = 2.0,
    bold: bool = False,
    lines: int = 2,
) -> None:
    """Names of rows (middle, code, name), broken into lines where they must and told apart where they are cut."""
    given = list(rows)
    called = apart(
        {code: name for _, code, name in given},
        lambda name: "\n".join(theme.wrapped(name, width, size=theme.SIZE, bold=bold, lines=lines)),
    )
    sheet.text("names", [{"x": left, "y": y, "text": called[code]} for y, code, _ in given], bold=bold)


def apart(called: Mapping[str, str], cut: Callable[[str], str]) -> dict[str, str]:
    """Names cut to their room by code; where two would read the same, the code goes before each, or alone.

    Examples
    --------
    >>> apart({"R1": "Region one", "R2": "Region two"}, lambda name: name[:6])
    {'R1': 'R1 Reg', 'R2': 'R2 Reg'}
    """
    found = {code: cut(name) for code, name in called.items()}
    if len(set(found.values())) == len(found):
        return found
    coded = {code: cut(f"{code} {name.removeprefix(code).lstrip()}") for code, name in called.items()}
    return coded if len(set(coded.values())) == len(coded) else {code: cut(code) for code in called}


def row_height(texts: Iterable[str], width: float, *, least: float = 24.0) -> float:
    """The height of a row in which each of these names has room."""
    lines = max((len(theme.wrapped(text, width)) for text in texts), default=1)
    return max(least, lines * line_height(theme.SIZE) + 6)


def stacked_rows(texts: Iterable[str], width: float, *, top: float, least: float = 24.0) -> list[tuple[float, float]]:
    """Where each row begins and ends, one under another, a name in two lines given the room it needs."""
    found, y = [], top
    for text in texts:
        high = row_height([text], width, least=least)
        found.append((y, y + high))
        y += high
    return found


def hatched(box: Box, *, gap: float = 6.0) -> list[dict[str, float]]:
    """Slanting strokes that fill a box: what is missing is not zero."""
    found = []
    wide, high = box.right - box.left, box.bottom - box.top
    offset = gap / 2
    while offset < wide + high:
        start, end = max(0.0, offset - high), min(offset, wide)
        found.append(
            {
                "x": box.left + start,
                "y": box.top + offset - start,
                "x2": box.left + end,
                "y2": box.top + offset - end,
            }
        )
        offset += gap
    return found


def leaders(sheet: Canvas, pairs: Iterable[tuple[float, float, Box]], *, least: float = 12.0) -> None:
    """Thin lines from points to labels that had to stand away from them."""
    rows: list[dict[str, Any]] = []
    for x, y, box in pairs:
        near_x, near_y = min(max(x, box.left), box.right), min(max(y, box.top), box.bottom)
        if (near_x - x) ** 2 + (near_y - y) ** 2 > least**2:
            rows.append({"x": x, "y": y, "x2": near_x, "y2": near_y})
    sheet.rules("leaders", rows, colour=theme.SOFT, width=0.8)
