"""Regions of other countries built alike: who they are, what they did, and how far the better of them are ahead.

abroad    one region's peers, their precedents and the gap to the better ones
"""

from __future__ import annotations

import numpy as np

from smartspec.exhibits.charts.precedents import precedent_chart
from smartspec.exhibits.exhibit import Exhibit, Section
from smartspec.exhibits.facts import text, value
from smartspec.exhibits.foreign import codes_of, country_name, group_name, licences, offered, place_name
from smartspec.exhibits.tables import Cell, Pen, Row, table
from smartspec.exhibits.view import View
from smartspec.study.inputs import MAIN

__all__ = ["abroad"]

TRAITS = {"extraction_share": "resource_rent", "industry_share": "C"}
COUNTS = ("holders", "could", "entrants", "keepers", "tested")


def abroad(view: View, region: str) -> Section:
    """Peers abroad, their precedents and the gap to the better ones.

    Parameters
    ----------
    view
        A run in one language.
    region
        The region's code.

    Returns
    -------
    Section
        Where nothing can be compared it says why.
    """
    say = view.words.say
    key, title = f"{region}-abroad", say("section.abroad")
    if value(view, "world", "available") != 1:
        reason = text(view, "world", "reason")
        told = say(f"abroad.without.{reason}", lacking=text(view, "world", "lacking") or view.words.number(None))
        return Section(key, title, text=(told,))
    chart = precedent_chart(view, region)
    drawn = (chart,) if chart is not None else ()
    return Section(
        key,
        title,
        text=(say("abroad.lead"), _stable(view, region), _absent(view)),
        exhibits=(_peers(view, region), *drawn, _precedents(view, region), _gap(view, region)),
    )


def _stable(view: View, region: str) -> str:
    """How much of the list stays when a dimension is left out."""
    say, words = view.words.say, view.words
    kept = view.results["world"]["stability"].sel(region=region)
    told = [
        say("abroad.stability.one", dimension=say(f"dimension.{name}"), kept=words.percent(float(share)))
        for name, share in zip(kept.dimension.values, kept.values, strict=True)
        if np.isfinite(share)
    ]
    return say("abroad.stability", list="; ".join(told)) if told else say("abroad.stability.none")


def _absent(view: View) -> str:
    """Dimensions without data, and the weights of the others."""
    say, words = view.words.say, view.words
    made = view.results["world"]
    used = [str(name) for name in made.dimension.values]
    weights = {str(name): weight for name, weight in view.study.world.weights.items()}
    weighed = ", ".join(f"{say(f'dimension.{name}')} {words.number(weights.get(name, 1.0), 1)}" for name in used)
    absent = ", ".join(say(f"dimension.{name}") for name in made["absent_dimension"].values)
    return say("abroad.dimensions", weights=weighed, absent=absent or words.number(None))


def _trait(view: View, code: str, trait: str) -> float:
    """A trait of a region's structure: of the study's own, or of one abroad in its last window."""
    world = view.inputs.world
    if world is None or code not in world.names:
        return float(view.results["world"]["structure"].sel(region=code, trait=trait))
    return float(world.latest.sel(peer=code, trait=trait))


def _peers(view: View, region: str) -> Exhibit:
    """The regions built alike today, and how far."""
    say, pen, words = view.words.say, Pen(view), view.words
    codes, typical = codes_of(view, "peer", region), value(view, "world", "typical")
    there = view.results["world"].trait.values
    shown = {name: trait for name, trait in TRAITS.items() if trait in there}
    rows: list[Row] = [
        {
            "place": view.region(region),
            "country": say("abroad.own"),
            "distance": Cell(words.number(None)),
            **{name: pen.share(_trait(view, region, trait)) for name, trait in shown.items()},
        }
    ]
    far = 0
    for place, code in enumerate(codes, start=1):
        distance = value(view, "world", "distance", region=region, place=place)
        mark = f" {say('abroad.far')}" if distance > typical else ""
        far += bool(mark)
        rows.append(
            {
                "place": place_name(view, code),
                "country": country_name(view, code),
                "distance": Cell(f"{words.number(distance, 2)}{mark}", distance),
                **{name: pen.share(_trait(view, code, trait)) for name, trait in shown.items()},
            }
        )
    return Exhibit(
        f"{region}-abroad-peers",
        say("abroad.peers.title", region=view.region(region), count=len(codes)),
        table=table(pen.columns("place", "country", "distance:number", *(f"{name}:number" for name in shown)), rows),
        text=(say("abroad.far.note", count=far, all=len(codes), mark=say("abroad.far")),) if far else (),
        reading=say(
            "abroad.peers.reading",
            place=place_name(view, codes[0], country=True),
            distance=words.number(value(view, "world", "distance", region=region, place=1), 2),
            typical=words.number(typical, 2),
        ),
        sources=(*licences(view), *view.source(MAIN)),
    )


def _precedents(view: View, region: str) -> Exhibit:
    """For every group with a candidate: who held it, who entered it, who kept it, with names and years."""
    say, pen, words = view.words.say, Pen(view), view.words
    made, codes = view.results["world"], codes_of(view, "past_peer", region)
    rows: list[Row] = []
    for group in offered(view):
        at = {"region": region, "group_code": group}
        count = {name: int(value(view, "world", name, **at)) for name in COUNTS}
        here = made.sel(region=region, group_code=group)
        came = [
            say(
                "abroad.entrant",
                place=place_name(view, code),
                start=int(here["past_window"].values[place]),
                year=int(here["entry"].values[place]),
            )
            for place, code in enumerate(codes)
            if here["outcome"].values[place] == "entered"
        ]
        rows.append(
            {
                "activity": group_name(view, group),
                "holders_then": _of(view, count["holders"], len(codes)),
                "entrants": _of(view, count["entrants"], count["could"]),
                "keepers": _of(view, count["keepers"], count["tested"]),
                "names_years": "; ".join(came) or words.number(None),
            }
        )
    told = view.study.world
    columns = pen.columns(
        "activity", "holders_then:number", "entrants:number", "keepers:number", "names_years",
        horizon=told.horizon, kept=told.kept,
    )  # fmt: skip
    return Exhibit(
        f"{region}-abroad-precedents",
        say("abroad.precedents.title", region=view.region(region)),
        table=table(columns, rows),
        text=(say("abroad.precedents.rare"),),
        reading=say("abroad.precedents.reading", horizon=told.horizon, kept=told.kept),
        sources=licences(view),
    )


def _gap(view: View, region: str) -> Exhibit:
    """How far the better of the peers are ahead, per indicator."""
    say, pen, words = view.words.say, Pen(view), view.words
    rows: list[Row] = []
    for indicator in [str(name) for name in view.results["world"].indicator.values]:
        at = {"region": region, "indicator": indicator}
        own, better, gap, ahead = (value(view, "world", name, **at) for name in ("own", "better", "gap", "ahead"))
        rows.append(
            {
                "indicator": say(f"indicator.{indicator}"),
                "own": pen.rate(own),
                "better": pen.rate(better),
                "gap": pen.share_points(gap),
                "ahead": pen.share(ahead, 0),
            }
        )
    unknown = not any("own" in row and isinstance(row["own"], Cell) and row["own"].raw is not None for row in rows)
    count = max(1, int(np.ceil(view.study.world.better * len(codes_of(view, "peer", region)))))
    return Exhibit(
        f"{region}-abroad-gap",
        say("abroad.gap.title", region=view.region(region)),
        table=table(pen.columns("indicator", "own:number", "better:number", "gap:number", "ahead:number"), rows),
        text=(say("abroad.gap.unknown"),) if unknown else (),
        reading=say("abroad.gap.reading", count=words.number(count), span=view.study.years.growth),
        sources=(*licences(view), *view.source(MAIN)),
    )


def _of(view: View, count: int, all_: int) -> Cell:
    """So many of so many; a dash where there was nobody."""
    if not all_:
        return Cell(view.words.number(None))
    return Cell(view.words.say("abroad.of", count=count, all=all_), float(count))
