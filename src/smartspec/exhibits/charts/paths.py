"""Where a region may go: the fan of its futures, and what decides how far.

    fan_chart        volume year by year, half and four fifths of the futures, with the error of the back-cast
    tornado_chart    the outcome where each factor is low and where it is high

A band is a share of what was drawn, never a probability.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr

from smartspec.exhibits import theme
from smartspec.exhibits.canvas import Canvas, Scale
from smartspec.exhibits.charts.furniture import Item, grid, key, names, stacked_rows
from smartspec.exhibits.exhibit import Exhibit
from smartspec.exhibits.facts import value
from smartspec.exhibits.view import View
from smartspec.study.inputs import VOLUME

__all__ = ["back_cast_line", "factor_name", "fan_chart", "tornado_chart", "world"]

WIDE, HALF = "#dbe6ee", "#a9c3d6"
LEFT, RIGHT, TOP, BOTTOM = 56.0, 60.0, 26.0, 250.0
NAMES = 190.0
LOW, HIGH = "#2a6aa0", "#d97f26"
PRICES = "commodity_prices"


def world(view: View) -> xr.Dataset | None:
    """The futures of a run, under its levers where some variant spends; None where there are none."""
    for stage in ("levers", "scenarios"):
        if value(view, stage, "modelled") == 1:
            return view.results[stage]
    return None


def back_cast_line(view: View) -> str:
    """How far the model missed in years we know, beside its rivals, in one sentence."""
    say, words = view.words.say, view.words
    if value(view, "backcast", "tested") != 1:
        return say("backcast.untested")
    made = view.results["backcast"]
    mean = {way: float(made["region_error"].sel(way=str(way)).mean()) for way in made.way.values}
    if not all(np.isfinite(list(mean.values()))):
        return say("backcast.untested")
    best = min(mean, key=lambda way: mean[way])
    return say(
        "backcast.wins" if best == "model" else "backcast.loses",
        first=int(made.origin.min()),
        last=int(made.origin.max()),
        until=int(made["until"]),
        model=words.number(mean["model"], 1),
        trend=words.number(mean["own_trend"], 1),
        none=words.number(mean["no_change"], 1),
    )


def factor_name(view: View, factor: str) -> str:
    """A factor's name in words."""
    kind, _, rest = factor.partition(".")
    if kind == "price":
        return view.words.say("factor.price", commodity=view.commodity(rest))
    if kind == "given":
        name, _, which = rest.partition(".")
        called = view.activity(which) if name == "demand" else which
        return view.words.say(f"parameter.{name}", which=called)
    return view.words.say(f"factor.{kind}")


def fan_chart(view: View, region: str) -> Exhibit | None:
    """Volume year by year: the middle, half and four fifths of the futures, and the error of the back-cast.

    Parameters
    ----------
    view
        A run in one language.
    region
        The region's code.

    Returns
    -------
    Exhibit or None
        None where the region has no futures. Regions whose borders moved show their constant region.
    """
    constant = view.inputs.geography.constant_of(region)
    made = world(view)
    if made is None or constant not in made.constant.values:
        return None
    say, words = view.words.say, view.words
    paths = 100 * made["volume"].sel(constant=constant).isel(variant=0, drop=True)
    if not bool(paths.notnull().all()):
        return None
    years = [view.last + int(step) for step in paths.step.values]
    rows = {float(level): [float(v) for v in paths.sel(level=level).values] for level in paths.level.values}
    end = {level: row[-1] for level, row in rows.items()}
    title = say("chart.fan.title", region=view.region(constant), year=view.last)
    notes = [back_cast_line(view)]
    if constant != region:
        notes.insert(0, say("growth.constant", region=view.region(region), constant=view.region(constant)))
    told = {
        "region": view.region(constant),
        "year": years[-1],
        "middle": words.number(end[0.5]),
        "low": words.number(end[0.1]),
        "high": words.number(end[0.9]),
        "first": view.last,
    }
    return Exhibit(
        f"{region}-fan-chart",
        title,
        chart=_fan(view, years, rows).chart(),
        alt=say("chart.fan.alt", **told),
        text=tuple(notes),
        reading=say("chart.fan.reading", **told),
        sources=view.source(VOLUME, PRICES),
        caveats=view.caveats(VOLUME, region=region),
    )


def _fan(view: View, years: list[int], rows: dict[float, list[float]]) -> Canvas:
    say, words = view.words.say, view.words
    low, high = min(*rows[0.1], 100.0), max(rows[0.9])
    room = 0.05 * (high - low) or 1.0
    x = Scale(years[0], years[-1], LEFT, theme.WIDTH - RIGHT)
    y = Scale(low - room, high + room, BOTTOM, TOP)
    sheet = Canvas(BOTTOM + 24, x=x, y=y)
    sheet.text("title", [{"x": 2, "y": 9, "text": say("chart.axis.volume", year=years[0])}], size=theme.SMALL,
               colour=theme.SOFT)  # fmt: skip
    ticks = y.ticks(5)
    sheet.rules("grid", [{"x": LEFT, "x2": theme.WIDTH - RIGHT, "y": y(t), "y2": y(t)} for t in ticks])
    labels = [{"x": LEFT - 6, "y": y(t), "text": words.number(t, y.digits(5))} for t in ticks]
    sheet.text("ticks", labels, size=theme.SMALL, align="right", colour=theme.SOFT)
    shown = [year for year in years if (year - years[0]) % max(1, len(years) // 8) == 0]
    sheet.text("years", [{"x": x(t), "y": BOTTOM + 13, "text": str(t)} for t in shown], size=theme.SMALL,
               align="center", colour=theme.SOFT)  # fmt: skip
    bands = [(0.1, 0.9, WIDE), (0.25, 0.75, HALF)]
    sheet.shapes("bands", [{"shape": _band(years, rows[a], rows[b], x, y), "fill": fill} for a, b, fill in bands])
    middle = [{"year": t, "volume": v, "order": n} for n, (t, v) in enumerate(zip(years, rows[0.5], strict=True))]
    sheet.line("middle", middle, x="year", y="volume", colour=theme.INK, width=2)
    start = {"x": LEFT, "x2": theme.WIDTH - RIGHT, "y": y(100), "y2": y(100)}
    sheet.rules("start", [start], colour=theme.SOFT, dash=(3, 3))
    ends, least = [], theme.SMALL + 3.0
    place = [y(rows[level][-1]) for level in (0.9, 0.5, 0.1)]
    place[1] = max(place[1], place[0] + least)
    place[2] = max(place[2], place[1] + least)
    for at, level in zip(place, (0.9, 0.5, 0.1), strict=True):
        ends.append({"x": theme.WIDTH - RIGHT + 6, "y": at, "text": words.number(rows[level][-1])})
    sheet.text("ends", ends, size=theme.SMALL)
    items = [
        Item(say("chart.key.middle"), kind="rule", fill=theme.INK),
        Item(say("chart.key.half"), fill=HALF),
        Item(say("chart.key.most"), fill=WIDE),
        Item(say("chart.key.start"), kind="rule", fill=theme.SOFT, dash=(3, 3)),
    ]
    sheet.height = key(sheet, items, top=BOTTOM + 26)
    return sheet


def _band(years: list[int], low: list[float], high: list[float], x: Scale, y: Scale) -> str:
    """The outline between two lines, in pixels of the sheet."""
    there = [f"{x(t):.1f},{y(v):.1f}" for t, v in zip(years, high, strict=True)]
    back = [f"{x(t):.1f},{y(v):.1f}" for t, v in zip(reversed(years), reversed(low), strict=True)]
    return f"M{'L'.join([*there, *back])}Z"


def tornado_chart(view: View, region: str) -> Exhibit | None:
    """The first outcome where each factor is in its lowest and in its highest fifth, the strongest factor first.

    Parameters
    ----------
    view
        A run in one language.
    region
        The region's code.

    Returns
    -------
    Exhibit or None
        None where the region has no futures or nothing moves its outcome.
    """
    constant = view.inputs.geography.constant_of(region)
    found = world(view)
    if found is None or constant not in found.constant.values:
        return None
    say, words = view.words.say, view.words
    made = found.sel(constant=constant)
    rows: list[dict[str, Any]] = []
    for factor in [str(name) for name in made.factor.values]:
        values = made["factor_value"].sel(factor=factor).values
        low, high = (float(made["tornado"].sel(factor=factor, end=end)) for end in ("low", "high"))
        share = float(made["importance"].sel(factor=factor))
        if np.ptp(values) > 0 and np.isfinite([low, high, share]).all():
            rows.append({"factor": factor, "low": low, "high": high, "share": share})
    rows.sort(key=lambda row: -abs(row["high"] - row["low"]))
    if not rows:
        return None
    outcome = view.study.scenarios.outcomes[str(found.outcome.values[0])].of
    told = "; ".join(
        say(
            "chart.tornado.one",
            factor=factor_name(view, row["factor"]),
            low=words.number(row["low"], 1),
            high=words.number(row["high"], 1),
            share=words.percent(row["share"]),
        )
        for row in rows
    )
    first = rows[0]
    return Exhibit(
        f"{region}-tornado-chart",
        say("chart.tornado.title", region=view.region(constant)),
        chart=_tornado(view, rows, outcome).chart(),
        alt=say("chart.tornado.alt", region=view.region(constant), list=told),
        reading=say(
            "chart.tornado.reading",
            factor=factor_name(view, first["factor"]),
            low=words.number(first["low"], 1),
            high=words.number(first["high"], 1),
            share=words.percent(first["share"]),
        ),
        sources=view.source(VOLUME, PRICES),
    )


def _tornado(view: View, rows: list[dict[str, Any]], outcome: str) -> Canvas:
    say, words = view.words.say, view.words
    bands = stacked_rows((factor_name(view, row["factor"]) for row in rows), NAMES - 12, top=TOP, least=28)
    bottom = bands[-1][1]
    values = [row[end] for row in rows for end in ("low", "high")]
    room = 0.08 * (max(values) - min(values)) or 1.0
    x = Scale(min(values) - room, max(values) + room, NAMES, theme.WIDTH - 92)
    sheet = Canvas(bottom + 24, x=x)
    sheet.text("title", [{"x": NAMES, "y": 9, "text": say(f"outcome.{outcome}")}], size=theme.SMALL, colour=theme.SOFT)
    head = [{"x": theme.WIDTH - 2, "y": 9, "text": say("chart.axis.explained")}]
    sheet.text("share title", head, size=theme.SMALL, align="right", colour=theme.SOFT)
    grid(sheet, lambda t: words.number(t, x.digits()), top=TOP, bottom=bottom)
    middles = [(top + end) / 2 for top, end in bands]
    spans = [
        {"factor": row["factor"], "from": min(row["low"], row["high"]), "to": max(row["low"], row["high"]),
         "y": at - 4, "y2": at + 4}
        for row, at in zip(rows, middles, strict=True)
    ]  # fmt: skip
    sheet.rects("spans", spans, colour=HALF, x="from", x2="to")
    for end, fill, shape in (("low", LOW, "triangle-down"), ("high", HIGH, "triangle-up")):
        marks = [{"factor": row["factor"], "outcome": row[end], "y": at} for row, at in zip(rows, middles, strict=True)]
        sheet.points(f"end {end}", marks, x="outcome", shape=shape, colour=fill, stroke=theme.INK, area=70)
    shares = [
        {"x": theme.WIDTH - 2, "y": at, "text": words.percent(row["share"])}
        for row, at in zip(rows, middles, strict=True)
    ]
    sheet.text("shares", shares, align="right", bold=True)
    labels = [(at, row["factor"], factor_name(view, row["factor"])) for row, at in zip(rows, middles, strict=True)]
    names(sheet, labels, width=NAMES - 12)
    items = [
        Item(say("chart.key.factor_low"), kind="point", fill=LOW, stroke=theme.INK, shape="triangle-down"),
        Item(say("chart.key.factor_high"), kind="point", fill=HIGH, stroke=theme.INK, shape="triangle-up"),
    ]
    sheet.height = key(sheet, items, top=bottom + 26, left=NAMES)
    return sheet
