"""What a region physically makes, against its weight in the country.

products_chart    shares of the country's output of each product, and the region's share of value added
"""

from __future__ import annotations

from typing import Any

import numpy as np

from smartspec.exhibits import theme
from smartspec.exhibits.canvas import Canvas, Scale
from smartspec.exhibits.charts.furniture import Item, grid, key, names, row_height
from smartspec.exhibits.exhibit import Exhibit
from smartspec.exhibits.view import View
from smartspec.study.inputs import MAIN

__all__ = ["products_chart"]

PRODUCTS = "products"
MOST = 12
NAMES, HEAD = 236.0, 24.0


def products_chart(view: View, region: str) -> Exhibit | None:
    """Shares of the country's output of the products a region makes most of, against its share of value added.

    Parameters
    ----------
    view
        A run in one language.
    region
        The region's code.

    Returns
    -------
    Exhibit or None
        None where the study has no table of products, or it shows no output of the region.
    """
    say, words, made = view.words.say, view.words, view.results["output"]
    if not bool(made["given"]) or region not in made.region.values:
        return None
    share = made["national_share"].sel(region=region).to_series()
    there = [str(code) for code in share[share > 0].sort_values(ascending=False, kind="stable").index]
    if not there:
        return None
    rows: list[dict[str, Any]] = [
        {"region": region, "product": code, "share": float(share[code])} for code in there[:MOST]
    ]
    worth = weight(view, region)
    sheet, first = _draw(view, rows, worth), rows[0]
    return Exhibit(
        f"{region}-products-chart",
        say("chart.products.title", region=view.region(region), years=view.focus),
        chart=sheet.chart(),
        alt=say(
            "chart.products.alt",
            region=view.region(region),
            worth=words.percent(worth, 1),
            list="; ".join(f"{view.item(PRODUCTS, row['product'])} {words.percent(row['share'], 1)}" for row in rows),
        ),
        text=(say("chart.products.left_out", count=len(there) - len(rows)),) if len(there) > len(rows) else (),
        reading=say(
            "chart.products.reading",
            region=view.region(region),
            product=view.item(PRODUCTS, first["product"]),
            share=words.percent(first["share"], 1),
            worth=words.percent(worth, 1),
        ),
        sources=view.source(PRODUCTS, MAIN),
        caveats=view.caveats(PRODUCTS, region=region),
    )


def weight(view: View, region: str) -> float:
    """The region's share of the country's value added on the mean of the focus years."""
    made = view.results["specialisation"]
    return float(made["value"].sel(region=region).sum() / made["country_value"].sum())


def _draw(view: View, rows: list[dict[str, Any]], worth: float) -> Canvas:
    say, words = view.words.say, view.words
    titles = [view.item(PRODUCTS, row["product"]) for row in rows]
    high = row_height(titles, NAMES - 12, least=26)
    bottom = HEAD + high * len(rows)
    top = max(*(row["share"] for row in rows), worth) * 1.02
    x = Scale(0, min(max(top, 0.05), 1.0), NAMES, theme.WIDTH - 64)
    sheet = Canvas(bottom + 24, x=x)
    sheet.text("title", [{"x": NAMES, "y": 9, "text": say("chart.axis.output")}], size=theme.SMALL, colour=theme.SOFT)
    grid(sheet, lambda t: words.percent(t, max(x.digits() - 2, 0)), top=HEAD, bottom=bottom)
    bars = [
        {**row, "zero": 0.0, "y": HEAD + high * (n + 0.5) - 8, "y2": HEAD + high * (n + 0.5) + 8}
        for n, row in enumerate(rows)
    ]
    sheet.rects("bars", bars, colour="#5f9cc4", x="zero", x2="share")
    sheet.rules(
        "worth",
        [{"x": x(worth), "x2": x(worth), "y": HEAD - 2, "y2": bottom, "worth": worth}],
        colour=theme.INK,
        width=1.6,
        dash=(5, 3),
    )
    sheet.text(
        "numbers",
        [
            {"x": theme.WIDTH - 2, "y": (bar["y"] + bar["y2"]) / 2, "text": words.percent(bar["share"], 1)}
            for bar in bars
            if np.isfinite(bar["share"])
        ],
        align="right",
        bold=True,
    )
    labels = [((bar["y"] + bar["y2"]) / 2, bar["product"], title) for bar, title in zip(bars, titles, strict=True)]
    names(sheet, labels, width=NAMES - 12)
    line = Item(say("chart.key.worth", share=words.percent(worth, 1)), kind="rule", fill=theme.INK, dash=(5, 3))
    sheet.height = key(sheet, [line], top=bottom + 26, left=NAMES)
    return sheet
