"""The network of activities: the strongest links that connect them all, and the strongest of the rest.

network    circles joined by links; where a circle stands means nothing but its links
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from smartspec import measures
from smartspec.exhibits import theme
from smartspec.exhibits.canvas import Canvas
from smartspec.exhibits.charts.furniture import Item, key
from smartspec.exhibits.exhibit import Exhibit
from smartspec.exhibits.facts import value
from smartspec.exhibits.view import View
from smartspec.study.inputs import MAIN

__all__ = ["network"]

MOST = 150
HEIGHT, EDGE = 620.0, 18.0
LEAST, SPAN = 150.0, 520.0
STEPS = 400
Cells = npt.NDArray[np.float64]


def network(view: View) -> Exhibit | None:
    """Activities and their strongest links.

    Parameters
    ----------
    view
        A run in one language.

    Returns
    -------
    Exhibit or None
        None where relatedness is no finding, is not symmetric, or there are more activities than a page can name.
    """
    found = view.results["relatedness"]
    if "proximity" not in found or len(view.activities) > MOST:
        return None
    near = found["proximity"].fillna(0.0)
    if not np.allclose(near.values, near.values.T):
        return None
    tree = measures.maximum_spanning_network(near).values > 0
    strong = _strongest(near.values, tree)
    place = _layout(np.where(tree | strong, near.values, 0.0))
    sheet = _draw(view, place, near.values, tree, strong)
    say, words = view.words.say, view.words
    order = np.argsort(-np.triu(near.values, 1), axis=None, kind="stable")[:5]
    first = [divmod(int(at), len(near)) for at in order]
    codes = [str(code) for code in near.activity.values]
    told = "; ".join(
        f"{view.activity(codes[a])} – {view.activity(codes[b])} {words.number(float(near.values[a, b]), 2)}"
        for a, b in first
    )
    one, other = first[0]
    own = view.study.relatedness.source == "own"
    return Exhibit(
        "pole-network",
        say("network.title"),
        chart=sheet.chart(),
        alt=say("network.alt", nodes=len(codes), links=int((tree | strong).sum() // 2), list=told),
        reading=say(
            "network.reading" if own else "network.reading_other",
            one=f"{view.activity(codes[one])} ({codes[one]})",
            other=f"{view.activity(codes[other])} ({codes[other]})",
            value=words.number(float(near.values[one, other]), 2),
        ),
        sources=view.source(MAIN),
    )


def _strongest(near: Cells, tree: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """As many links beside the tree as there are activities, the strongest of them."""
    rest = np.triu(np.where(tree, 0.0, near), 1)
    order = np.argsort(-rest, axis=None, kind="stable")[: len(near)]
    kept = np.zeros(near.size, bool)
    kept[order] = rest.ravel()[order] > 0
    half = kept.reshape(near.shape)
    return half | half.T


def _layout(links: Cells) -> Cells:
    """Places from 0 to 1: linked circles draw together, all push apart (after Fruchterman and Reingold)."""
    count = len(links)
    turn = np.arange(count) * np.pi * (3 - np.sqrt(5))
    place = np.sqrt((np.arange(count) + 0.5) / count)[:, None] * np.column_stack([np.cos(turn), np.sin(turn)])
    ideal = 1.6 / np.sqrt(count)
    pull = links / links.max() if links.max() > 0 else links
    for step in range(STEPS):
        apart = place[:, None, :] - place[None, :, :]
        away = np.sqrt((apart**2).sum(-1)) + 1e-9
        force = (ideal**2 / away**2 - pull * away / ideal * 0.7)[:, :, None] * apart
        push = force.sum(1) - 0.4 * place
        size = np.sqrt((push**2).sum(1, keepdims=True)) + 1e-12
        place = place + push / size * np.minimum(size, 0.12 * (1 - step / STEPS))
    low, high = place.min(0), place.max(0)
    found: Cells = (place - low) / np.where(high > low, high - low, 1)
    return found


def _draw(view: View, place: Cells, near: Cells, tree: npt.NDArray[np.bool_], strong: npt.NDArray[np.bool_]) -> Canvas:
    say, codes = view.words.say, view.activities
    sheet = Canvas(HEIGHT)
    x = EDGE + place[:, 0] * (theme.WIDTH - 2 * EDGE)
    y = EDGE + place[:, 1] * (HEIGHT - 2 * EDGE)

    def lines(kept: npt.NDArray[np.bool_]) -> list[dict[str, object]]:
        return [
            {
                "x": float(x[a]), "x2": float(x[b]), "y": float(y[a]), "y2": float(y[b]),
                "one": codes[a], "other": codes[b], "relatedness": float(near[a, b]),
            }
            for a, b in zip(*np.nonzero(np.triu(kept, 1)), strict=True)
        ]  # fmt: skip

    sheet.rules("further links", lines(strong & ~tree), colour=theme.LINE, width=0.8)
    sheet.rules("links", lines(tree), colour=theme.SOFT, width=1.2)
    quotient = view.results["specialisation"]["quotient"].transpose("activity", "region").values
    held = (quotient >= view.study.strengths.present).mean(1)
    fills = _fills(view)
    rows = [
        {
            "x": float(x[n]), "y": float(y[n]), "activity": code, "fill": fills[n],
            "area": LEAST + SPAN * float(held[n]),
        }
        for n, code in enumerate(codes)
    ]  # fmt: skip
    sheet.points("activities", rows, x="x", y="y", stroke=theme.SOFT)
    sheet.text(
        "codes",
        [
            {"x": row["x"], "y": row["y"], "text": row["activity"], "fill": theme.text_on(str(row["fill"]))}
            for row in rows
        ],
        size=9,
        align="center",
    )
    items = [
        Item(say("network.key_simple"), kind="point", fill=theme.shade(0.0), stroke=theme.SOFT),
        Item(say("network.key_complex"), kind="point", fill=theme.shade(1.0), stroke=theme.SOFT),
        Item(say("network.key_tree"), kind="rule", fill=theme.SOFT),
        Item(say("network.key_more"), kind="rule", fill=theme.LINE),
    ]
    sheet.height = key(sheet, items, top=HEIGHT + 2)
    return sheet


def _fills(view: View) -> list[str]:
    """Each activity's shade by the place of its complexity among all; the lightest where it is unknown."""
    made = np.array([value(view, "relatedness", "complexity", activity=code) for code in view.activities])
    known = np.isfinite(made)
    rank = np.zeros(len(made))
    if known.sum() > 1:
        rank[known] = np.argsort(np.argsort(made[known])) / (known.sum() - 1)
    return [theme.shade(float(place)) for place in rank]
