"""The map of confirmed localisations: how many, and which, in every region.

localisation_map    a tile per region, or the study's own shapes; the darker, the more
"""

from __future__ import annotations

from smartspec.exhibits import theme
from smartspec.exhibits.charts.furniture import Item, key
from smartspec.exhibits.charts.maps import MOST, Tile, on_shapes, tiled
from smartspec.exhibits.exhibit import Exhibit
from smartspec.exhibits.facts import text
from smartspec.exhibits.view import View
from smartspec.study.inputs import MAIN

__all__ = ["localisation_map"]

ROOM = 96.0
FULL = 6


def _confirmed(view: View, region: str) -> list[str]:
    return [
        code
        for code in view.activities
        if view.inputs.roles[code].role != "no_choice"
        and text(view, "localisation", "verdict", region=region, activity=code) == "confirmed"
    ]


def localisation_map(view: View) -> Exhibit | None:
    """Regions by the number of their confirmed localisations, with the codes of the activities.

    Parameters
    ----------
    view
        A run in one language.

    Returns
    -------
    Exhibit or None
        None where there are more regions than a map of tiles can name.
    """
    say, words, regions = view.words.say, view.words, view.regions
    if len(regions) > MOST:
        return None
    there = {code: _confirmed(view, code) for code in regions}
    counted = {code: say("territories.map.count", n=len(found), count=len(found)) for code, found in there.items()}
    tiles = {
        code: Tile(
            theme.shade(min(len(found), FULL) / FULL),
            (
                *theme.wrapped(", ".join(found) or words.number(None), ROOM, size=theme.SMALL),
                counted[code],
            ),
            facts={"count": len(found)},
        )
        for code, found in there.items()
    }
    sheet = on_shapes(view, tiles) or tiled(view, tiles)
    steps = [(0, say("territories.map.none")), (1, "1"), (3, "3"), (FULL, say("territories.map.key", count=FULL))]
    sheet.height = key(
        sheet, [Item(name, fill=theme.shade(count / FULL)) for count, name in steps], top=sheet.height + 6
    )
    most = max(regions, key=lambda code: len(there[code]))
    told = "; ".join(
        f"{view.region(code, short=True)}: {', '.join(found) or say('territories.map.none')}"
        for code, found in there.items()
    )
    reading = (
        say(
            "territories.map.reading",
            region=view.region(most),
            count=len(there[most]),
            activities=words.join([view.activity(code) for code in there[most][:8]]),
        )
        if there[most]
        else say("territories.map.reading_none")
    )
    return Exhibit(
        "localisation-map",
        say("territories.map.title", years=view.focus),
        chart=sheet.chart(),
        alt=say("territories.map.alt", count=len(regions), list=told),
        reading=reading,
        sources=view.source(MAIN),
        caveats=view.caveats(MAIN, years=view.study.years.focus),
    )
