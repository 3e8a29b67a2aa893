"""The long list of technologies, what must still be judged of them, and where they come into question.

asks         what must be judged, for how many, and who can tell
long_list    every technology with what it serves, what is known of it and what is not
places       how many come into question in each region
stages       stages on the way to use, and what each must show
"""

from __future__ import annotations

import numpy as np

from smartspec.exhibits.exhibit import Exhibit
from smartspec.exhibits.facts import value
from smartspec.exhibits.tables import Cell, Pen, Row, table
from smartspec.exhibits.technology_names import called, challenge, leaves, sections, sources, span, stage
from smartspec.exhibits.view import View

__all__ = ["asks", "long_list", "places", "stages"]

REGIONS = 20
LINKS = 4
WHATS = ("trl", "cost", "years", "attractiveness", "feasibility")


def _open(view: View, code: str) -> str:
    """What is still to be judged of a technology, in words."""
    say, wanted = view.words.say, view.study.technologies
    assert wanted is not None
    found, all_ = [], True
    for what in WHATS:
        many = int(value(view, "technologies", "open", technology=code, what=what))
        of = len(getattr(wanted, what)) if what in ("attractiveness", "feasibility") else 1
        all_ &= many == of
        if many:
            name = say(f"what.{what}")
            found.append(f"{name} ({many}/{of})" if 0 < many < of else name)
    if all_:
        return say("technologies.all_open")
    return "; ".join(found) or say("technologies.nothing_open")


def _serves(view: View, code: str) -> str:
    """The activities a technology serves, by name and code."""
    known, pen = view.inputs.technologies, Pen(view)
    assert known is not None
    links = known.register.technologies[code].activities
    more = f" (+{len(links) - LINKS})" if len(links) > LINKS else ""
    return ", ".join(pen.coded(link).text for link in links[:LINKS]) + more


def asks(view: View) -> Exhibit | None:
    """What must be judged, for how many technologies, and who can tell."""
    say, pen = view.words.say, Pen(view)
    lacking = (view.results["technologies"]["open"] > 0).sum("technology").to_series()
    count = view.results["technologies"].sizes["technology"]
    rows: list[Row] = [
        {
            "tech_what": say(f"what.{what}"),
            "tech_lacking": pen.number(float(lacking[what]), 0),
            "tech_who": say(f"what.{what}.who"),
        }
        for what in WHATS
        if lacking[what]
    ]
    if not rows:
        return None
    first = next(what for what in WHATS if lacking[what])
    return Exhibit(
        "technologies-asks",
        say("technologies.asks.title"),
        table=table(pen.columns("tech_what", "tech_lacking:number", "tech_who"), rows),
        reading=say("technologies.asks.reading", what=say(f"what.{first}"), count=int(lacking[first]), all=count),
        sources=sources(view, "table", "readiness", "costs", "scores"),
    )


def long_list(view: View) -> Exhibit:
    """Every technology with what it serves, what is known of it and what is not."""
    say, words, pen = view.words.say, view.words, Pen(view)
    known, found = view.inputs.technologies, view.results["technologies"]
    assert known is not None
    regions = found["in_question"].any("activity").sum("region").to_series()
    shown = [name for name in ("trl", "organisation") if bool(found[name].notnull().any())]
    shown += [name for name in ("cost", "years") if bool(found[name].notnull().any())]
    rows: list[Row] = []
    for code in known.codes:
        one = known.register.technologies[code]
        row: dict[str, Cell | str] = {
            "technology": called(view, code),
            "tech_challenges": "; ".join(challenge(view, key) for key in one.challenges),
            "tech_serves": _serves(view, code),
            "tech_regions": pen.number(float(regions[code]), 0),
            "tech_open": _open(view, code),
        }
        for name in shown:
            if name in ("trl", "organisation"):
                level = value(view, "technologies", name, technology=code)
                told = words.number(level) if np.isfinite(level) else ""
            else:
                low, high = (value(view, "technologies", name, technology=code, bound=end) for end in ("low", "high"))
                told = span(view, low, high) if np.isfinite(low) else ""
            row[f"tech_{name}"] = told or say("technologies.to_judge")
        rows.append(row)
    columns = ["technology", "tech_challenges", "tech_serves", "tech_regions:number"]
    columns += [f"tech_{name}" for name in shown]
    first = known.codes[0]
    finer = sections(view) and any(
        link not in view.activities for one in known.register.technologies.values() for link in one.activities
    )
    return Exhibit(
        "technologies-list",
        say("technologies.list.title", count=len(known.codes)),
        table=table(pen.columns(*columns, "tech_open"), rows),
        text=(say("technologies.list.finer"),) if finer else (),
        reading=say(
            "technologies.list.reading",
            technology=called(view, first),
            serves=_serves(view, first),
            regions=int(regions[first]),
            all=len(view.regions),
            open=_open(view, first),
        ),
        sources=sources(view, "table", "readiness", "costs", "scores"),
    )


def places(view: View) -> Exhibit:
    """How many technologies come into question in each region, and for which challenges most."""
    say, pen = view.words.say, Pen(view)
    known = view.inputs.technologies
    assert known is not None
    question = view.results["technologies"]["in_question"]
    base = [code for code in view.activities if view.inputs.roles[code].role == "base"]
    asked = question.any("activity")
    for_base = question.sel(activity=base).any("activity") if base else asked & False
    other = [code for code in view.activities if code not in base]
    for_directions = question.sel(activity=other).any("activity")
    rows: list[Row] = []
    most = {}
    for region in view.regions[:REGIONS]:
        there = [code for code in known.codes if bool(asked.sel(region=region, technology=code))]
        counts: dict[str, int] = {}
        for code in there:
            for key in known.register.technologies[code].challenges:
                counts[key] = counts.get(key, 0) + 1
        first = sorted(counts, key=lambda key: -counts[key])[:3]
        most[region] = (len(there), "; ".join(challenge(view, key) for key in first))
        rows.append(
            {
                "tech_region": view.region(region),
                "tech_count": pen.number(len(there), 0),
                "tech_for_directions": pen.number(float(for_directions.sel(region=region).sum()), 0),
                "tech_for_base": pen.number(float(for_base.sel(region=region).sum()), 0),
                "tech_challenges": most[region][1] or view.words.number(None),
            }
        )
    best = view.regions[0]
    return Exhibit(
        "technologies-regions",
        say("technologies.regions.title"),
        table=table(
            pen.columns(
                "tech_region",
                "tech_count:number",
                "tech_for_directions:number",
                "tech_for_base:number",
                "tech_challenges",
            ),
            rows,
        ),
        text=(say("technologies.more_regions", shown=len(rows), all=len(view.regions)),)
        if len(rows) < len(view.regions)
        else (),
        reading=say(
            "technologies.regions.reading", region=view.region(best), count=most[best][0], challenges=most[best][1]
        ),
        sources=(*sources(view, "table"), *view.source("value_added")),
    )


def stages(view: View) -> Exhibit:
    """Stages on the way to use, the level each ends with, and what must be shown before the next is paid for."""
    say, pen, wanted = view.words.say, Pen(view), view.study.technologies
    assert wanted is not None
    rows: list[Row] = [
        {
            "tech_stage": stage(view, key),
            "tech_reaches": pen.number(np.nan if one.reaches is None else float(one.reaches), 0),
            "tech_exit": leaves(view, key),
        }
        for key, one in wanted.stages.items()
    ]
    return Exhibit(
        "technologies-stages",
        say("technologies.stages.title"),
        table=table(pen.columns("tech_stage", "tech_reaches:number", "tech_exit"), rows),
        reading=say("technologies.stages.reading"),
        sources=(say("technologies.source.levels"),),
    )
