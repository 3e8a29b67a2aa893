"""What holds in which future: directions over all regions, and candidates of one.

survival_overview    shares of futures in which each region's directions grow and keep their weight
survival_chart       the same for the candidates of one region
"""

from __future__ import annotations

import numpy as np

from smartspec.exhibits import facts, theme
from smartspec.exhibits.canvas import Canvas, Row, Scale
from smartspec.exhibits.exhibit import Exhibit
from smartspec.exhibits.facts import value
from smartspec.exhibits.view import View
from smartspec.study.inputs import VOLUME

__all__ = ["survival_chart", "survival_overview"]

STATES = {"low": ("triangle-down", "#c2570c"), "middle": ("circle", "#4b5560"), "high": ("triangle-up", "#0b5a8a")}
NAMES, ROW, TOP, BOTTOM = 300.0, 22.0, 34.0, 26.0

Pair = tuple[str, str]


def _known(view: View, pairs: list[Pair]) -> list[Pair]:
    return [
        (region, code)
        for region, code in pairs
        if np.isfinite(value(view, "futures", "survival", region=region, activity=code))
    ]


def survival_overview(view: View) -> Exhibit | None:
    """Shares of futures in which each region's directions grow and keep their weight.

    Parameters
    ----------
    view
        A run in one language.

    Returns
    -------
    Exhibit or None
        None where nothing was drawn; directions without a future are named in the text.
    """
    say = view.words.say
    pairs = [(region, code) for region in view.regions for code in facts.chosen(view, region)]
    known = _known(view, pairs)
    if not known:
        return None
    labels = [f"{view.region(region, short=True)}: {view.activity(code)}" for region, code in known]
    out = ", ".join(
        f"{view.region(region, short=True)}: {view.activity(code)}"
        for region, code in pairs
        if (region, code) not in known
    )
    return _exhibit(
        view,
        "survival-overview",
        say("chart.survival.title_all", years=view.study.futures.years),
        known,
        labels,
        notes=(say("chart.survival.without", directions=out),) if out else (),
    )


def survival_chart(view: View, region: str) -> Exhibit | None:
    """Shares of futures in which a region's candidates grow and keep their weight.

    Parameters
    ----------
    view
        A run in one language.
    region
        The region's code.

    Returns
    -------
    Exhibit or None
        None where fewer than two candidates have a future to compare.
    """
    known = _known(view, [(region, code) for code in facts.listed(view, region)])
    if len(known) < 2:
        return None
    title = view.words.say("chart.survival.title", region=view.region(region), years=view.study.futures.years)
    return _exhibit(view, f"{region}-survival-chart", title, known, [view.activity(code) for _, code in known])


def _exhibit(
    view: View, key: str, title: str, pairs: list[Pair], labels: list[str], *, notes: tuple[str, ...] = ()
) -> Exhibit:
    say, words = view.words.say, view.words
    share = [value(view, "futures", "survival", region=region, activity=code) for region, code in pairs]
    told = "; ".join(f"{label} {words.percent(one)}" for label, one in zip(labels, share, strict=True))
    return Exhibit(
        key,
        title,
        chart=_draw(view, pairs, labels, share).chart(),
        alt=say("chart.survival.alt", shares=told),
        text=notes,
        reading=say(
            "chart.survival.reading",
            label=labels[0],
            share=words.percent(share[0]),
            futures=words.number(view.study.futures.count),
        ),
        sources=view.source(VOLUME, "commodity_prices"),
        caveats=view.caveats(VOLUME),
    )


def _draw(view: View, pairs: list[Pair], labels: list[str], share: list[float]) -> Canvas:
    words = view.words
    x = Scale(0, 1, NAMES + 8, theme.WIDTH - 52)
    height = TOP + ROW * len(pairs) + BOTTOM
    sheet = Canvas(height, x=x)
    bottom = height - BOTTOM
    ticks = (0, 0.25, 0.5, 0.75, 1.0)
    sheet.rules("grid", [{"x": x(t), "x2": x(t), "y": TOP - 4, "y2": bottom} for t in ticks])
    sheet.text(
        "ticks",
        [{"x": x(t), "y": bottom + 14, "text": words.percent(t)} for t in ticks],
        size=theme.SMALL,
        align="center",
        colour=theme.SOFT,
    )
    middles = [TOP + (row + 0.5) * ROW for row in range(len(pairs))]
    fitted = [theme.fitted(label, NAMES - 6) for label in labels]
    sheet.text("labels", [{"x": NAMES, "y": y, "text": t} for y, t in zip(middles, fitted, strict=True)], align="right")
    bars: list[Row] = [
        {"x": x(0), "x2": x(one), "y": y - 6, "y2": y + 6, "share": one} for one, y in zip(share, middles, strict=True)
    ]
    sheet.rects("all", bars, colour="#c9d6e2")
    numbers: list[Row] = [
        {"x": theme.WIDTH - 4, "y": y, "text": words.percent(one)} for one, y in zip(share, middles, strict=True)
    ]
    sheet.text("shares", numbers, align="right", bold=True)
    for state, (shape, colour) in STATES.items():
        rows: list[Row] = []
        for (region, code), y in zip(pairs, middles, strict=True):
            one = value(view, "futures", "survival_by_state", external=state, region=region, activity=code)
            if np.isfinite(one):
                rows.append({"x": x(one), "y": y, "share": one, "region": region, "activity": code})
        sheet.points(state, rows, colour=colour, shape=shape, area=48)
    _legend(sheet, view, x)
    return sheet


def _legend(sheet: Canvas, view: View, x: Scale) -> None:
    """What the shapes mean, over the plot."""
    left = 4.0
    for state, (shape, colour) in STATES.items():
        name = view.words.say(f"external.{state}")
        sheet.points(f"legend {state}", [{"x": left + 6, "y": 12}], colour=colour, shape=shape, area=48)
        sheet.text(f"legend word {state}", [{"x": left + 16, "y": 12, "text": name}], size=theme.SMALL)
        left += 40 + theme.text_width(name, size=theme.SMALL)
    sheet.rects("legend all", [{"x": left, "x2": left + 22, "y": 6, "y2": 18}], colour="#c9d6e2")
    name = view.words.say("chart.survival.all")
    sheet.text("legend word all", [{"x": left + 28, "y": 12, "text": name}], size=theme.SMALL)
