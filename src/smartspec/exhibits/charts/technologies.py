"""Technologies drawn: boxes on a grid of attractiveness against feasibility, and how often each is chosen.

technology_boxes    what judges leave open is the size of the box
portfolio_chart     shares of futures in which each technology is in the best portfolio
"""

from __future__ import annotations

from typing import Any

import numpy as np

from smartspec.exhibits import theme
from smartspec.exhibits.canvas import Canvas, Scale
from smartspec.exhibits.charts.furniture import Item, grid, key, names, row_height
from smartspec.exhibits.exhibit import Exhibit
from smartspec.exhibits.facts import text, value
from smartspec.exhibits.placing import Box, around
from smartspec.exhibits.technology_names import called, sources
from smartspec.exhibits.view import View

__all__ = ["portfolio_chart", "technology_boxes"]

TOP, BOTTOM, LEFT, HEIGHT = 26.0, 40.0, 34.0, 430.0
NAMES, HEAD = 236.0, 24.0
MOST = 24
SCALE = (1.0, 9.0)
FILLS = {"sure_in": theme.ACCENT, "grey": "#9db4c4", "sure_out": "#d5dae0"}


def _span(view: View, box: tuple[float, float]) -> str:
    return "\u2013".join(dict.fromkeys(view.words.number(end, 1) for end in box))


def _boxes(view: View) -> dict[tuple[float, float, float, float], list[str]]:
    """Boxes with the technologies that have them, most attractive first."""
    known = view.inputs.technologies
    assert known is not None
    found: dict[tuple[float, float, float, float], list[str]] = {}
    for code in known.codes:
        ends = tuple(
            round(value(view, "technologies", name, technology=code, bound=bound), 6)
            for name in ("feasibility", "attractiveness")
            for bound in ("low", "high")
        )
        if np.isfinite(ends).all():
            found.setdefault((ends[0], ends[1], ends[2], ends[3]), []).append(code)
    order = sorted(found, key=lambda box: (-(box[2] + box[3]), -(box[0] + box[1])))
    return {box: found[box] for box in order[:MOST]}


def technology_boxes(view: View) -> Exhibit | None:
    """Attractiveness against feasibility, every technology a box as wide as its judgements leave it.

    Parameters
    ----------
    view
        A run in one language.

    Returns
    -------
    Exhibit or None
        None where no technology is judged on both.
    """
    known, wanted = view.inputs.technologies, view.study.technologies
    if known is None or wanted is None:
        return None
    boxes = _boxes(view)
    if not boxes:
        return None
    say = view.words.say
    told = [
        (code, _span(view, (box[2], box[3])), _span(view, (box[0], box[1])))
        for box, codes in boxes.items()
        for code in codes
    ]
    left = [code for code in known.codes if code not in {one[0] for one in told}]
    worked = dict(zip(("technology", "attractiveness", "feasibility"), told[0], strict=True))
    worked["technology"] = called(view, told[0][0])
    return Exhibit(
        "technologies-boxes",
        say("technologies.boxes.title"),
        chart=_plane(view, boxes).chart(),
        alt=say(
            "technologies.boxes.alt",
            list="; ".join(
                say("technologies.boxes.one", technology=called(view, code), attractiveness=high, feasibility=wide)
                for code, high, wide in told
            ),
        ),
        text=(say("technologies.boxes.left_out", list=", ".join(called(view, code) for code in left)),) if left else (),
        reading=say("technologies.boxes.reading", **worked),
        sources=sources(view, "scores"),
    )


def _plane(view: View, boxes: dict[tuple[float, float, float, float], list[str]]) -> Canvas:
    say, words = view.words.say, view.words
    right, bottom = theme.WIDTH - 8, HEIGHT - BOTTOM
    x, y = Scale(*SCALE, LEFT, right), Scale(*SCALE, bottom, TOP)
    sheet = Canvas(HEIGHT, x=x, y=y)
    thirds = [SCALE[0] + (SCALE[1] - SCALE[0]) * part / 3 for part in (1, 2)]
    sheet.rules("grid", [{"x": LEFT, "x2": right, "y": y(t), "y2": y(t), "value": t} for t in range(1, 10)])
    sheet.rules("uprights", [{"x": x(t), "x2": x(t), "y": TOP, "y2": bottom, "value": t} for t in range(1, 10)])
    lines = [{"x": LEFT, "x2": right, "y": y(t), "y2": y(t)} for t in thirds]
    lines += [{"x": x(t), "x2": x(t), "y": TOP, "y2": bottom} for t in thirds]
    sheet.rules("thirds", lines, colour=theme.INK, dash=(5, 3), width=1)
    sheet.text(
        "title", [{"x": 2, "y": 8, "text": say("chart.axis.attractiveness")}], size=theme.SMALL, colour=theme.SOFT
    )
    sheet.text(
        "x title",
        [{"x": right, "y": bottom + 30, "text": say("chart.axis.feasibility")}],
        size=theme.SMALL,
        align="right",
        colour=theme.SOFT,
    )
    for name, rows, align in (
        ("ticks", [{"x": x(t), "y": bottom + 12, "text": words.number(t)} for t in range(1, 10)], "center"),
        ("upright ticks", [{"x": LEFT - 6, "y": y(t), "text": words.number(t)} for t in range(1, 10)], "right"),
    ):
        sheet.text(name, rows, size=theme.SMALL, align=align, colour=theme.SOFT)
    strokes, labels = [], []
    for number, box in enumerate(boxes, start=1):
        a, b, c, d = x(box[0]), x(box[1]), y(box[3]), y(box[2])
        b, d = max(b, a + 3), max(d, c + 3)
        strokes += [(a, c, b, c), (a, d, b, d), (a, c, a, d), (b, c, b, d)]
        labels.append((b - 9, c + 9, str(number)))
    sheet.rules(
        "boxes",
        [{"x": a, "y": c, "x2": b, "y2": d} for a, c, b, d in strokes],
        colour=theme.ACCENT,
        width=1.6,
    )
    _numbers(sheet, labels, Box(LEFT + 2, TOP + 1, right - 1, bottom - 1))
    items = [
        Item(f"{number}  {', '.join(called(view, code) for code in codes)}", kind="outline", fill=theme.PAPER)
        for number, codes in enumerate(boxes.values(), start=1)
    ]
    sheet.height = _listed(sheet, items, top=HEIGHT + 2)
    return sheet


def _numbers(sheet: Canvas, labels: list[tuple[float, float, str]], ground: Box) -> None:
    """Numbers of boxes near their right upper corners, none on another."""
    sizes = [(theme.text_width(text, size=theme.SMALL, bold=True) + 2, theme.SMALL + 2.0) for *_, text in labels]
    points = [(px, py) for px, py, _ in labels]
    boxes = around(points, sizes, radii=[0.0] * len(labels), ground=ground, centred=True)
    rows = [
        {"x": (box.left + box.right) / 2, "y": (box.top + box.bottom) / 2, "text": text}
        for box, (_, _, text) in zip(boxes, labels, strict=True)
        if box is not None
    ]
    sheet.text("numbers", rows, size=theme.SMALL, align="center", bold=True, colour=theme.ACCENT)


def _listed(sheet: Canvas, items: list[Item], *, top: float) -> float:
    """The names behind the numbers, two to a line."""
    wide, rows = (sheet.width - 4) / 2, []
    for place, item in enumerate(items):
        at = {"x": 2 + wide * (place % 2), "y": top + 10 + 20 * (place // 2)}
        rows.append({**at, "text": theme.fitted(item.text, wide - 12, size=theme.SMALL)})
    sheet.text("key", rows, size=theme.SMALL, colour=theme.SOFT)
    return top + 20 * -(-len(items) // 2)


def portfolio_chart(view: View, region: str) -> Exhibit | None:
    """How often each technology is in the best portfolio of a future.

    Parameters
    ----------
    view
        A run in one language.
    region
        The region's code.

    Returns
    -------
    Exhibit or None
        None where nothing could be chosen from.
    """
    known = view.inputs.technologies
    if known is None:
        return None
    say, words = view.words.say, view.words
    rows: list[dict[str, Any]] = []
    for code in known.codes:
        often = value(view, "portfolio", "frequency", region=region, technology=code)
        if np.isfinite(often):
            state = text(view, "portfolio", "state", region=region, technology=code)
            rows.append({"technology": code, "share": often, "state": state, "fill": FILLS[state], "zero": 0.0})
    if not rows:
        return None
    rows = sorted(rows, key=lambda row: -row["share"])[:MOST]
    titles = [called(view, row["technology"]) for row in rows]
    high = row_height(titles, NAMES - 12, least=26)
    bottom = HEAD + high * len(rows)
    sheet = Canvas(bottom + 24, x=Scale(0, 1, NAMES, theme.WIDTH - 64))
    sheet.text("title", [{"x": NAMES, "y": 9, "text": say("chart.axis.chosen")}], size=theme.SMALL, colour=theme.SOFT)
    grid(sheet, words.percent, top=HEAD, bottom=bottom)
    middles = [HEAD + high * (n + 0.5) for n in range(len(rows))]
    bars = [{**row, "y": at - 8, "y2": at + 8} for row, at in zip(rows, middles, strict=True)]
    sheet.rects("bars", [bar for bar in bars if bar["share"] > 0], stroke=theme.SOFT, width=0.7, x="zero", x2="share")
    sheet.text(
        "numbers",
        [
            {"x": theme.WIDTH - 2, "y": at, "text": words.percent(row["share"], 1 if 0 < row["share"] < 0.01 else 0)}
            for row, at in zip(rows, middles, strict=True)
        ],
        align="right",
        bold=True,
    )
    names(
        sheet,
        [(at, row["technology"], title) for at, row, title in zip(middles, rows, titles, strict=True)],
        width=NAMES - 12,
    )
    items = [
        Item(say(f"technologies.state.{state}"), fill=fill)
        for state, fill in FILLS.items()
        if any(row["state"] == state for row in rows)
    ]
    sheet.height = key(sheet, items, top=bottom + 26, left=NAMES)
    told = "; ".join(
        say("technologies.portfolio.chart.one", technology=title, share=words.percent(row["share"]))
        for row, title in zip(rows, titles, strict=True)
    )
    return Exhibit(
        f"{region}-portfolio-chart",
        say("technologies.portfolio.chart.title", region=view.region(region)),
        chart=sheet.chart(),
        alt=say("technologies.portfolio.chart.alt", region=view.region(region), list=told),
    )
