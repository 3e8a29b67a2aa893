"""What criteria do to an order: their weights on paper and in effect, and which of them say the same.

    effective_chart     the weight the study gives each criterion, and its share in deciding who is ahead
    correlation_heat    how each criterion goes together with each other

Both look at the candidates of all regions in one table.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from smartspec.exhibits import theme
from smartspec.exhibits.canvas import Canvas, Scale
from smartspec.exhibits.charts.furniture import Item, grid, key, names, row_height, stacked_rows
from smartspec.exhibits.exhibit import Exhibit
from smartspec.exhibits.facts import text, value
from smartspec.exhibits.view import View
from smartspec.study.inputs import MAIN, VOLUME

__all__ = ["audited", "correlation_heat", "effective_chart"]

NAMES, HEAD, CELL = 250.0, 24.0, 46.0
STEPS = (-1.0, -0.5, 0.0, 0.5, 1.0)


def audited(view: View) -> list[str]:
    """Criteria that took part in the audit, in the study's order; none where there was none."""
    if value(view, "audit", "audited") != 1:
        return []
    return [
        criterion
        for criterion in view.study.ranking.criteria
        if np.isfinite(value(view, "audit", "nominal", criterion=criterion))
    ]


def effective_chart(view: View) -> Exhibit | None:
    """The weight the study gives each criterion, and its share in deciding who is ahead.

    Parameters
    ----------
    view
        A run in one language.

    Returns
    -------
    Exhibit or None
        None where the study has too few candidates to look at its criteria.
    """
    say, words, criteria = view.words.say, view.words, audited(view)
    if not criteria:
        return None
    rows: list[dict[str, Any]] = [
        {
            "criterion": one,
            "nominal": value(view, "audit", "nominal", criterion=one),
            "effective": value(view, "audit", "effective", criterion=one),
        }
        for one in criteria
    ]
    widest = max(rows, key=lambda row: abs(row["effective"] - row["nominal"]))
    told = "; ".join(_told(view, row) for row in rows)
    return Exhibit(
        "effective-chart",
        say("chart.effective.title"),
        chart=_bars(view, rows).chart(),
        alt=say("chart.effective.alt", list=told),
        reading=say("chart.effective.reading", worked=_told(view, widest)),
        sources=view.source(MAIN, VOLUME),
        text=(say("chart.effective.meaning", pairs=words.number(value(view, "audit", "pairs"))),),
    )


def _told(view: View, row: dict[str, Any]) -> str:
    percent = view.words.percent
    return view.words.say(
        "chart.effective.one",
        criterion=view.words.inner(view.words.say(f"criterion.{row['criterion']}")),
        nominal=percent(row["nominal"]),
        effective=percent(row["effective"]),
    )


def _bars(view: View, rows: list[dict[str, Any]]) -> Canvas:
    say, words = view.words.say, view.words
    called = {row["criterion"]: say(f"criterion.{row['criterion']}") for row in rows}
    places = stacked_rows(called.values(), NAMES - 12, top=HEAD, least=30)
    bottom = places[-1][1]
    most = max(max(row["nominal"], row["effective"]) for row in rows)
    x = Scale(0, min(1.0, most * 1.15), NAMES, theme.WIDTH - 46)
    sheet = Canvas(bottom + 24, x=x)
    sheet.text("title", [{"x": NAMES, "y": 9, "text": say("chart.axis.weight")}], size=theme.SMALL, colour=theme.SOFT)
    grid(sheet, words.percent, top=HEAD, bottom=bottom)
    middles = {row["criterion"]: sum(place) / 2 for row, place in zip(rows, places, strict=True)}
    bars = [{**row, "zero": 0, "y": middles[row["criterion"]] - 6, "y2": middles[row["criterion"]] + 6} for row in rows]
    sheet.rects("effective", bars, colour=theme.LINES[0].colour, x="zero", x2="effective")
    marks = [{**bar, "y": bar["y"] - 5, "y2": bar["y2"] + 5} for bar in bars]
    sheet.rules("nominal", marks, colour=theme.INK, width=3, x="nominal", x2="nominal")
    sheet.text(
        "numbers",
        [
            {
                "x": x(max(row["nominal"], row["effective"])) + 6,
                "y": middles[row["criterion"]],
                "text": words.percent(row["effective"]),
                "criterion": row["criterion"],
            }
            for row in rows
        ],
        size=theme.SMALL,
    )
    names(sheet, [(middles[code], code, name) for code, name in called.items()], width=NAMES - 12)
    items = [
        Item(say("chart.effective.key.effective"), fill=theme.LINES[0].colour),
        Item(say("chart.effective.key.nominal"), kind="tick", fill=theme.INK),
    ]
    sheet.height = key(sheet, items, top=bottom + 26, left=NAMES)
    return sheet


def correlation_heat(view: View) -> Exhibit | None:
    """How each criterion goes together with each other, more being better in both.

    Parameters
    ----------
    view
        A run in one language.

    Returns
    -------
    Exhibit or None
        None where the study has too few candidates to look at its criteria.
    """
    say, words, criteria = view.words.say, view.words, audited(view)
    if not criteria:
        return None
    cells: list[dict[str, Any]] = [
        {
            "criterion": one,
            "other": other,
            "correlation": value(view, "audit", "correlation", criterion=one, other=other),
            "says": text(view, "audit", "says", criterion=one, other=other),
        }
        for place, one in enumerate(criteria)
        for other in criteria[:place]
    ]
    far = sorted(cells, key=lambda cell: -abs(cell["correlation"]))
    told = "; ".join(_pair(view, cell) for cell in far[:3])
    return Exhibit(
        "correlation-heat",
        say("chart.correlation.title"),
        chart=_matrix(view, criteria, cells).chart(),
        alt=say("chart.correlation.alt", count=words.number(len(criteria)), list=told),
        reading=say("chart.correlation.reading", worked=_pair(view, far[0])),
        sources=view.source(MAIN, VOLUME),
    )


def _pair(view: View, cell: dict[str, Any]) -> str:
    say, inner = view.words.say, view.words.inner
    return say(
        "chart.correlation.one",
        one=inner(say(f"criterion.{cell['other']}")),
        other=inner(say(f"criterion.{cell['criterion']}")),
        correlation=view.words.signed(cell["correlation"], 2),
    )


def _colour(correlation: float) -> str:
    return theme.diverging(4.0**correlation)


def _matrix(view: View, criteria: list[str], cells: list[dict[str, Any]]) -> Canvas:
    """The lower half of the table of correlations; columns carry the numbers of the rows."""
    say, words = view.words.say, view.words
    called = {one: f"{place}. {say(f'criterion.{one}')}" for place, one in enumerate(criteria, start=1)}
    high = row_height(called.values(), NAMES - 12, least=32)
    sheet = Canvas(HEAD + high * len(criteria))
    left = {one: NAMES + 8 + CELL * place for place, one in enumerate(criteria)}
    top = {one: HEAD + high * place for place, one in enumerate(criteria)}
    boxes = [
        {
            **cell,
            "x": left[cell["other"]],
            "x2": left[cell["other"]] + CELL,
            "y": top[cell["criterion"]],
            "y2": top[cell["criterion"]] + high,
            "fill": _colour(cell["correlation"]),
        }
        for cell in cells
    ]
    sheet.rects("cells", boxes, stroke=theme.PAPER)
    same = [
        {"x": box["x"] + 1, "x2": box["x2"] - 1, "y": box["y"] + 1, "y2": box["y2"] - 1, "fill": "transparent"}
        for box in boxes
        if box["says"] == "same"
    ]
    sheet.rects("same", same, stroke=theme.INK, width=2)
    sheet.text(
        "numbers",
        [
            {
                "x": (box["x"] + box["x2"]) / 2,
                "y": (box["y"] + box["y2"]) / 2,
                "text": words.signed(box["correlation"], 2),
                "fill": theme.text_on(box["fill"]),
            }
            for box in boxes
        ],
        size=theme.SMALL,
        align="center",
    )
    heads = [{"x": left[one] + CELL / 2, "y": 11, "text": str(place)} for place, one in enumerate(criteria[:-1], 1)]
    sheet.text("heads", heads, size=theme.SMALL, align="center", colour=theme.SOFT)
    names(sheet, [(top[one] + high / 2, one, name) for one, name in called.items()], width=NAMES - 12)
    items = [Item(words.signed(step, 1), fill=_colour(step)) for step in STEPS]
    if same:
        items.append(Item(say("chart.correlation.key.same"), kind="outline", fill=theme.PAPER))
    sheet.height = key(sheet, items, top=HEAD + high * len(criteria) + 8, left=NAMES + 8)
    return sheet
