"""How firm an order is: the places candidates take in the weightings tried.

    acceptability    each candidate's places, as parts of one bar

Shares are shares of what was tried, never a probability.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from smartspec.exhibits import facts, theme
from smartspec.exhibits.canvas import Canvas, Scale
from smartspec.exhibits.charts.furniture import Item, grid, key, names, row_height
from smartspec.exhibits.exhibit import Exhibit
from smartspec.exhibits.facts import value
from smartspec.exhibits.view import View
from smartspec.study.inputs import MAIN, VOLUME

__all__ = ["acceptability"]

MOST = 12
NAMES, HEAD = 172.0, 24.0


def acceptability(view: View, region: str) -> Exhibit | None:
    """Each candidate's places in the weightings tried, as parts of one bar.

    Parameters
    ----------
    view
        A run in one language.
    region
        The region's code.

    Returns
    -------
    Exhibit or None
        None where fewer than two candidates are ranked.
    """
    say, words, rank = view.words.say, view.words, view.study.ranking
    there = facts.ranked(view, region)
    codes = there[:MOST]
    if len(there) < 2:
        return None
    rows = [row for code in codes for row in _places(view, region, code, len(there))]
    sheet, kept = _stacked(view, rows, codes), min(rank.directions, len(there))
    first = codes[0]
    told = "; ".join(
        say(
            "chart.acceptability.one",
            activity=view.activity(code),
            first=words.percent(value(view, "ranking", "first", region=region, activity=code)),
        )
        for code in codes
    )
    return Exhibit(
        f"{region}-acceptability-chart",
        say("chart.acceptability.title", region=view.region(region)),
        chart=sheet.chart(),
        alt=say("chart.acceptability.alt", region=view.region(region), draws=words.number(rank.draws), list=told),
        text=(say("chart.left_out", count=len(there) - len(codes)),) if len(there) > len(codes) else (),
        reading=say(
            "chart.acceptability.reading",
            activity=view.activity(first),
            first=words.percent(value(view, "ranking", "first", region=region, activity=first)),
            draws=words.number(rank.draws),
            kept=kept,
        ),
        sources=view.source(MAIN, VOLUME),
    )


def _places(view: View, region: str, code: str, count: int) -> list[dict[str, Any]]:
    """One row per place up to as many as there are directions, the rest together as the last."""
    kept = min(view.study.ranking.directions, count)
    shares = [
        value(view, "ranking", "acceptability", region=region, activity=code, place=place)
        for place in range(1, count + 1)
    ]
    parts = [*shares[:kept], sum(shares[kept:])] if count > kept else shares
    found, start = [], 0.0
    for place, share in enumerate(parts, start=1):
        rest = place > kept
        found.append(
            {
                "activity": code,
                "place": 0 if rest else place,
                "share": share,
                "start": start,
                "end": min(start + share, 1.0),
                "fill": theme.PAPER if rest else theme.shade(1 - 0.8 * (place - 1) / max(kept - 1, 1)),
            }
        )
        start += share
    return found


def _stacked(view: View, rows: list[dict[str, Any]], codes: Sequence[str]) -> Canvas:
    say, words = view.words.say, view.words
    high = row_height([view.activity(code) for code in codes], NAMES - 12, least=30)
    bottom = HEAD + high * len(codes)
    x = Scale(0, 1, NAMES, theme.WIDTH - 22)
    sheet = Canvas(bottom + 24, x=x)
    sheet.text(
        "title", [{"x": NAMES, "y": 9, "text": say("chart.axis.weightings")}], size=theme.SMALL, colour=theme.SOFT
    )
    grid(sheet, words.percent, top=HEAD, bottom=bottom)
    middles = {code: HEAD + high * (place + 0.5) for place, code in enumerate(codes)}
    bars = [{**row, "y": middles[row["activity"]] - 11, "y2": middles[row["activity"]] + 11} for row in rows]
    sheet.rects("parts", [bar for bar in bars if bar["share"] > 0], stroke=theme.SOFT, width=0.7, x="start", x2="end")
    sheet.text(
        "numbers",
        [
            {
                "x": (x(bar["start"]) + x(bar["end"])) / 2,
                "y": middles[bar["activity"]],
                "text": words.percent(bar["share"]),
                "fill": theme.text_on(bar["fill"]),
            }
            for bar in bars
            if x(bar["end"]) - x(bar["start"]) >= theme.text_width(words.percent(bar["share"]), size=theme.SMALL) + 4
        ],
        size=theme.SMALL,
        align="center",
    )
    names(sheet, [(middles[code], code, view.activity(code)) for code in codes], width=NAMES - 12)
    fills = {row["place"]: row["fill"] for row in rows}
    items = [
        Item(say("chart.place.rest") if place == 0 else say("chart.place", place=place), fill=fill)
        for place, fill in fills.items()
    ]
    sheet.height = key(sheet, items, top=bottom + 26, left=NAMES)
    return sheet
