"""What holds in which future: candidates, directions, and ways of choosing them.

    survival_chart      each candidate's share of the futures drawn, in all of them and by external state
    survival_overview   the same for every region's directions
    regret_chart        what each way of choosing adds, by external state

Shares are shares of what was drawn, never a probability.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from smartspec.exhibits import facts, theme
from smartspec.exhibits.canvas import Canvas, Scale
from smartspec.exhibits.charts.furniture import Item, grid, key, names, row_height, stacked_rows
from smartspec.exhibits.exhibit import Exhibit
from smartspec.exhibits.facts import value
from smartspec.exhibits.view import View
from smartspec.study.inputs import MAIN, VOLUME

__all__ = ["regret_chart", "survival_chart", "survival_overview"]

MOST = 12
DIRECTIONS = 48
STATES = ("low", "middle", "high")
SHAPES = {"low": "triangle-down", "middle": "square", "high": "triangle-up"}
FILLS = {"low": "#2a6aa0", "middle": "#ffffff", "high": "#d97f26"}
BAR = "#c9d6e0"
NAMES, RIGHT, HEAD = 172.0, 64.0, 24.0


def _survivals(view: View, region: str, code: str) -> dict[str, Any]:
    at = {"region": region, "activity": code}
    found = {"all": value(view, "futures", "survival", **at)}
    found |= {state: value(view, "futures", "survival_by_state", external=state, **at) for state in STATES}
    return {"region": region, "activity": code, **{k: v if np.isfinite(v) else None for k, v in found.items()}}


def survival_chart(view: View, region: str) -> Exhibit | None:
    """Each candidate's share of the futures in which it grows and keeps its weight, overall and by external state.

    Parameters
    ----------
    view
        A run in one language.
    region
        The region's code.

    Returns
    -------
    Exhibit or None
        None where no candidate of the region has a projection. One without is named in its row.
    """
    if value(view, "futures", "modelled") != 1:
        return None
    say, words = view.words.say, view.words
    rows = [_survivals(view, region, code) for code in facts.listed(view, region)]
    known = [row for row in rows if row["all"] is not None]
    if not known:
        return None
    shown = [*known[:MOST], *[row for row in rows if row["all"] is None][: max(MOST - len(known), 0)]]
    sheet = _survived(view, [(row, view.activity(row["activity"])) for row in shown], {})
    first = known[0]
    return Exhibit(
        f"{region}-survival-chart",
        say("chart.survival.title", region=view.region(region), years=view.study.futures.years),
        chart=sheet.chart(),
        alt=say("chart.survival.alt", region=view.region(region), list=_told(view, known)),
        text=(say("chart.left_out", count=len(rows) - len(shown)),) if len(rows) > len(shown) else (),
        reading=say(
            "chart.survival.reading",
            activity=view.activity(first["activity"]),
            share=words.percent(first["all"]),
            low=words.percent(first["low"]),
            high=words.percent(first["high"]),
            price=view.commodity(view.study.futures.price),
        ),
        sources=view.source(VOLUME, "commodity_prices"),
        caveats=view.caveats(VOLUME, region=region),
    )


def _told(view: View, rows: Sequence[dict[str, Any]], *, region: bool = False) -> str:
    say, words = view.words.say, view.words
    return "; ".join(
        say(
            "chart.survival.one",
            activity=(f"{view.region(row['region'], short=True)}, " if region else "") + view.activity(row["activity"]),
            share=words.percent(row["all"]),
            low=words.percent(row["low"]),
            middle=words.percent(row["middle"]),
            high=words.percent(row["high"]),
        )
        for row in rows
    )


def survival_overview(view: View) -> Exhibit | None:
    """The directions of every region: in what share of futures each grows and keeps its weight.

    Parameters
    ----------
    view
        A run in one language.

    Returns
    -------
    Exhibit or None
        None where no direction has a projection. Regions without one are named under the chart.
    """
    if value(view, "futures", "modelled") != 1:
        return None
    say, words = view.words.say, view.words
    rows = [_survivals(view, region, code) for region in view.regions for code in facts.chosen(view, region)]
    known = [row for row in rows if row["all"] is not None]
    if not known:
        return None
    shown = known[:DIRECTIONS]
    starts = {n: row["region"] for n, row in enumerate(shown) if n == 0 or shown[n - 1]["region"] != row["region"]}
    sheet = _survived(view, [(row, view.activity(row["activity"])) for row in shown], starts)
    unknown = [
        code for code in view.regions if facts.chosen(view, code) and not any(r["region"] == code for r in known)
    ]
    notes = []
    if unknown:
        notes.append(say("chart.survival.unknown", regions=", ".join(view.region(c, short=True) for c in unknown)))
    if len(known) > len(shown):
        notes.append(say("chart.survival.more", count=len(known) - len(shown)))
    first = shown[0]
    return Exhibit(
        "survival-overview",
        say("chart.survival.title_all", years=view.study.futures.years),
        chart=sheet.chart(),
        alt=say("chart.survival.alt_all", list=_told(view, shown, region=True)),
        text=tuple(notes),
        reading=say(
            "chart.survival.reading",
            activity=f"{view.region(first['region'])}, {view.activity(first['activity'])}",
            share=words.percent(first["all"]),
            low=words.percent(first["low"]),
            high=words.percent(first["high"]),
            price=view.commodity(view.study.futures.price),
        ),
        sources=view.source(VOLUME, "commodity_prices"),
        caveats=view.caveats(VOLUME),
    )


def _survived(view: View, rows: Sequence[tuple[dict[str, Any], str]], starts: dict[int, str]) -> Canvas:
    """Rows with a mark per external state on a line from the lowest to the highest, and all futures as a bar."""
    say, words = view.words.say, view.words
    first = 112.0 if starts else 0.0
    left = first + NAMES - (16 if starts else 0)
    bands = stacked_rows((name for _, name in rows), left - first - 10, top=HEAD, least=22 if starts else 32)
    bottom = bands[-1][1]
    x = Scale(0, 1, left + 6, theme.WIDTH - RIGHT)
    sheet = Canvas(bottom + 24, x=x)
    sheet.text("title", [{"x": left, "y": 9, "text": say("chart.axis.futures")}], size=theme.SMALL, colour=theme.SOFT)
    middles = [(top + end) / 2 for top, end in bands]
    sheet.rules("parts", [{"x": 0, "x2": theme.WIDTH, "y": bands[n][0], "y2": bands[n][0]} for n in starts])
    grid(sheet, words.percent, top=HEAD, bottom=bottom)
    known = [(row, y) for (row, _), y in zip(rows, middles, strict=True) if row["all"] is not None]
    bars = [{**row, "zero": 0.0, "y": y - 5, "y2": y + 5} for row, y in known]
    sheet.rects("all", bars, colour=BAR, x="zero", x2="all")
    spans = [
        {"from": min(row[s] for s in STATES), "to": max(row[s] for s in STATES), "y": y, "y2": y} for row, y in known
    ]
    sheet.rules("spans", spans, colour=theme.INK, width=1, x="from", x2="to")
    for state in STATES:
        marks = [
            {"region": row["region"], "activity": row["activity"], "share": row[state], "y": y} for row, y in known
        ]
        sheet.points(
            f"state {state}",
            marks,
            x="share",
            shape=SHAPES[state],
            colour=FILLS[state],
            stroke=theme.INK,
            area=50 if starts else 70,
        )
    sheet.text(
        "numbers",
        [{"x": theme.WIDTH - 2, "y": y, "text": words.percent(row["all"])} for row, y in known],
        align="right",
        bold=True,
    )
    unknown = [y for (row, _), y in zip(rows, middles, strict=True) if row["all"] is None]
    sheet.rules("unknown", [{"x": x(0), "x2": x(1), "y": y, "y2": y} for y in unknown], colour=theme.SOFT, dash=(2, 4))
    sheet.text(
        "unknown words",
        [{"x": theme.WIDTH - 2, "y": y, "text": say("chart.unknown")} for y in unknown],
        align="right",
        size=theme.SMALL,
        colour=theme.SOFT,
    )
    labels = [(y, str(row["activity"]), name) for (row, name), y in zip(rows, middles, strict=True)]
    names(sheet, labels, width=left - first - 10, left=first or 2.0)
    if starts:
        regions = [(middles[n], code, view.region(code, short=True)) for n, code in starts.items()]
        names(sheet, regions, width=first - 8, bold=True, lines=1)
    items = [
        Item(say(f"external.{state}"), kind="point", fill=FILLS[state], stroke=theme.INK, shape=SHAPES[state])
        for state in STATES
    ]
    sheet.height = key(sheet, [Item(say("chart.key.all_futures"), fill=BAR), *items], top=bottom + 26)
    return sheet


def regret_chart(view: View, region: str) -> Exhibit | None:
    """What each way of choosing adds to the region's growth, by external state.

    Parameters
    ----------
    view
        A run in one language.
    region
        The region's code.

    Returns
    -------
    Exhibit or None
        None where no way of choosing has an outcome here.
    """
    made = view.results["variants"]
    if "outcome_by_state" not in made:
        return None
    say, words = view.words.say, view.words
    rows: list[dict[str, Any]] = []
    for variant in [str(name) for name in made.variant.values]:
        at = {"variant": variant, "region": region}
        found = {state: value(view, "variants", "outcome_by_state", external=state, **at) for state in STATES}
        if value(view, "variants", "projected", **at) > 0 and all(np.isfinite(list(found.values()))):
            rows.append({**at, **found, "regret": value(view, "variants", "ninetieth", **at)})
    if not rows:
        return None
    sheet = _outcomes(view, rows)
    told = "; ".join(
        say(
            "chart.regret.one",
            variant=view.variant(row["variant"]),
            low=words.signed(row["low"], 1),
            middle=words.signed(row["middle"], 1),
            high=words.signed(row["high"], 1),
            regret=words.number(row["regret"], 1),
        )
        for row in rows
    )
    first, left = rows[0], made.sizes["variant"] - len(rows)
    return Exhibit(
        f"{region}-regret-chart",
        say("chart.regret.title", region=view.region(region), years=view.study.futures.years),
        chart=sheet.chart(),
        alt=say("chart.regret.alt", region=view.region(region), list=told),
        text=(say("chart.regret.left_out", count=left),) if left else (),
        reading=say(
            "chart.regret.reading",
            variant=words.outer(view.variant(first["variant"])),
            low=words.signed(first["low"], 1),
            high=words.signed(first["high"], 1),
            regret=words.number(first["regret"], 1),
        ),
        sources=view.source(MAIN, VOLUME, "commodity_prices"),
    )


def _outcomes(view: View, rows: Sequence[dict[str, Any]]) -> Canvas:
    say, words = view.words.say, view.words
    high = row_height([view.variant(row["variant"]) for row in rows], NAMES - 12, least=36)
    bottom = HEAD + high * len(rows)
    values = [0.0, *(row[state] for row in rows for state in STATES)]
    room = 0.06 * (max(values) - min(values)) or 1.0
    right = theme.WIDTH - 110
    x = Scale(min(values) - room, max(values) + room, NAMES, right)
    sheet = Canvas(bottom + 24, x=x)
    heads = [{"x": NAMES, "y": 9, "text": say("chart.axis.points")}]
    sheet.text("title", heads, size=theme.SMALL, colour=theme.SOFT)
    sheet.text(
        "regret title",
        [{"x": theme.WIDTH - 2, "y": 9, "text": say("chart.axis.regret")}],
        size=theme.SMALL,
        align="right",
        colour=theme.SOFT,
    )
    grid(sheet, lambda t: words.signed(t, x.digits()), top=HEAD, bottom=bottom)
    sheet.rules("zero", [{"x": x(0), "x2": x(0), "y": HEAD, "y2": bottom}], colour=theme.INK)
    middles = [HEAD + high * (place + 0.5) for place in range(len(rows))]
    spans = [
        {"from": min(row[s] for s in STATES), "to": max(row[s] for s in STATES), "y": y, "y2": y}
        for row, y in zip(rows, middles, strict=True)
    ]
    sheet.rules("spans", spans, colour=theme.INK, width=1.2, x="from", x2="to")
    for state in STATES:
        marks = [
            {"variant": row["variant"], "outcome": row[state], "y": y} for row, y in zip(rows, middles, strict=True)
        ]
        sheet.points(
            f"state {state}", marks, x="outcome", shape=SHAPES[state], colour=FILLS[state], stroke=theme.INK, area=80
        )
    sheet.text(
        "numbers",
        [
            {"x": theme.WIDTH - 2, "y": y, "text": words.number(row["regret"], 1)}
            for row, y in zip(rows, middles, strict=True)
        ],
        align="right",
        bold=True,
    )
    labels = [(y, str(row["variant"]), view.variant(row["variant"])) for row, y in zip(rows, middles, strict=True)]
    names(sheet, labels, width=NAMES - 12)
    items = [
        Item(say(f"external.{state}"), kind="point", fill=FILLS[state], stroke=theme.INK, shape=SHAPES[state])
        for state in STATES
    ]
    sheet.height = key(sheet, items, top=bottom + 26, left=NAMES)
    return sheet
