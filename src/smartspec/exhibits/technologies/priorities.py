"""Activity, challenge and technologies together: the priorities of each region, final or preliminary.

priorities    a table of them
"""

from __future__ import annotations

from smartspec.exhibits.exhibit import Exhibit
from smartspec.exhibits.facts import text, value
from smartspec.exhibits.tables import Pen, Row, table
from smartspec.exhibits.technology_names import called, challenge, sections, sources
from smartspec.exhibits.view import View

__all__ = ["priorities"]

SHOWN = 3
"""Of preliminary pairs, so many of each region are looked at."""
NAMED = 4
PAIRS = 24


def priorities(view: View) -> Exhibit | None:
    """Priorities of each region where a portfolio stands behind them; elsewhere pairs that come first, with regions."""
    final = [code for code in view.regions if value(view, "domains", "final", region=code) == 1]
    return _final(view, final) if final else _preliminary(view)


def _of(view: View, region: str, place: int) -> tuple[str, str, tuple[str, ...]]:
    at = {"region": region, "priority": place}
    activity, key, codes = (
        text(view, "domains", f"domain_{name}", **at) for name in ("activity", "challenge", "technologies")
    )
    return activity, key, tuple(codes.split())


def _listed(view: View, codes: tuple[str, ...]) -> str:
    more = f" (+{len(codes) - NAMED})" if len(codes) > NAMED else ""
    return "; ".join(called(view, code) for code in codes[:NAMED]) + more


def _final(view: View, regions: list[str]) -> Exhibit | None:
    say, pen, wanted = view.words.say, Pen(view), view.study.technologies
    assert wanted is not None
    rows: list[Row] = []
    worked: dict[str, str] = {}
    for region in regions:
        for place in range(1, wanted.domains + 1):
            activity, key, codes = _of(view, region, place)
            if not activity:
                continue
            told = {
                "region": view.region(region),
                "activity": view.activity(activity),
                "challenge": challenge(view, key),
                "technologies": _listed(view, codes),
            }
            worked = worked or told
            rows.append(
                {
                    "tech_region": told["region"],
                    "tech_activity": pen.coded(activity),
                    "tech_challenge": told["challenge"],
                    "tech_names": told["technologies"],
                }
            )
    if not rows:
        return None
    return Exhibit(
        "technologies-domains",
        say("technologies.domains.final_direction" if sections(view) else "technologies.domains.title"),
        table=table(pen.columns("tech_region", "tech_activity", "tech_challenge", "tech_names"), rows),
        text=(say("technologies.domains.rule", most=wanted.domains),),
        reading=say("technologies.domains.reading", **worked),
        sources=(*sources(view, "table", "readiness", "costs", "scores"), *view.source("value_added")),
    )


def _preliminary(view: View) -> Exhibit | None:
    say, pen, wanted = view.words.say, Pen(view), view.study.technologies
    assert wanted is not None
    pairs: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for region in view.regions:
        for place in range(1, min(SHOWN, wanted.domains) + 1):
            one = _of(view, region, place)
            if one[0]:
                pairs.setdefault(one, []).append(view.region(region, short=True))
    order = sorted(pairs, key=lambda pair: -len(pairs[pair]))[:PAIRS]
    if not order:
        return None
    rows: list[Row] = [
        {
            "tech_activity": pen.coded(activity),
            "tech_challenge": challenge(view, key),
            "tech_names": _listed(view, codes),
            "tech_where": ", ".join(pairs[activity, key, codes]),
        }
        for activity, key, codes in order
    ]
    activity, key, codes = order[0]
    return Exhibit(
        "technologies-domains",
        say("technologies.domains.preliminary"),
        table=table(pen.columns("tech_activity", "tech_challenge", "tech_names", "tech_where"), rows),
        text=(say("technologies.domains.level" if sections(view) else "technologies.domains.none_final"),),
        reading=say(
            "technologies.domains.preliminary_reading",
            activity=view.activity(activity),
            challenge=challenge(view, key),
            technologies=_listed(view, codes),
            regions=", ".join(pairs[order[0]]),
        ),
        sources=(*sources(view, "table"), *view.source("value_added")),
    )
