"""Candidates for growth poles in the whole study: where relatedness comes from, what may be said, the evidence.

    poles        the section of the report: provenance, proof, plane and strategies, or a list of evidence
    provenance   where relatedness comes from, and what makes it weak
    badge        what may be said of relatedness on the table's past, short enough to stand beside each candidate

At coarse levels there is no plane and no order: what follows is evidence.
"""

from __future__ import annotations

import numpy as np

from smartspec.exhibits import charts, facts
from smartspec.exhibits.exhibit import Exhibit, Section
from smartspec.exhibits.facts import text, value
from smartspec.exhibits.tables import Cell, Pen, Row, table
from smartspec.exhibits.view import View
from smartspec.sources.pairs import PairsEntry
from smartspec.study.inputs import MAIN, VOLUME

__all__ = ["badge", "candidates", "poles", "provenance"]

RULES = ("held", "crossing")
TESTED = "model_density"
MOST = 60


def candidates(view: View, region: str) -> list[str]:
    """Weak or absent candidates of a region with a sign in their favour, in the order of the classification."""
    there = set(facts.candidates_with(view, region, "weak"))
    return [code for code in view.activities if code in there]


def provenance(view: View) -> list[str]:
    """Where relatedness comes from, in words, and the warnings its table earns."""
    say, words, named = view.words.say, view.words, view.study.relatedness
    lines, found = view.study.poles, view.results["relatedness"]
    told = [_basis(view, part) for part in named.parts]
    if named.source == "blend":
        shares = {"first": words.percent(named.weight), "second": words.percent(1 - named.weight)}
        told.append(say("related.blend", **shares))
    if bool(found["coarse"]):
        told.append(say("related.coarse", activities=len(view.activities), least=lines.least_activities))
    if bool(found["few"]):
        told.append(say("related.few", regions=len(view.regions), least=lines.least_regions))
    for part in named.parts:
        if part in view.inputs.pairs and (alone := view.inputs.pairs[part].without):
            list_ = Pen(view).names(alone[:5]) + (" …" if len(alone) > 5 else "")
            told.append(say("related.without", count=len(alone), list=list_))
    return told


def _basis(view: View, part: str) -> str:
    say = view.words.say
    if part == "own":
        return say("related.own", regions=len(view.regions), activities=len(view.activities), years=view.focus)
    return say(f"related.{part}", about=_about(view.inputs.pairs[part].entry))


def _about(entry: PairsEntry) -> str:
    return ", ".join(str(part) for part in (entry.source.rstrip("."), entry.year, entry.classification) if part)


def badge(view: View) -> str:
    """What may be said of relatedness on the table's past."""
    say = view.words.say
    tested = value(view, "validation", "testable") == 1
    if view.study.relatedness.source != "own" or not tested:
        told = say("badge.off" if not tested else "badge.elsewhere")
        return told[:1].upper() + told[1:]
    told = "; ".join(
        say(
            f"badge.{text(view, 'validation', 'badge', rule=rule, way=TESTED)}",
            rule=say(f"entry.{rule}"),
            events=view.words.number(value(view, "validation", "events", rule=rule)),
        )
        for rule in RULES
    )
    return told[:1].upper() + told[1:]


def poles(view: View) -> Section:
    """Candidates for poles over all regions.

    Parameters
    ----------
    view
        A run in one language.

    Returns
    -------
    Section
    """
    say = view.words.say
    pairs = [(region, code) for region in view.regions for code in candidates(view, region)]
    enough = sum(value(view, "long_list", "enough", region=region, activity=code) == 1 for region, code in pairs)
    told = [
        say("poles.lead", count=view.words.number(len(pairs))),
        *([say("poles.signs", enough=enough, needed=view.study.poles.signs)] if enough < len(pairs) else []),
        *provenance(view),
        f"{say('badge.lead')} {badge(view)}.",
    ]
    exhibits: list[Exhibit | None] = []
    if value(view, "poles", "plotted") == 1:
        told += _plane(view)
        exhibits += [charts.network(view), _strategies(view)]
    else:
        told.append(say("poles.evidence"))
        exhibits.append(_evidence(view))
    return Section(
        "poles", say("section.poles"), text=tuple(told), exhibits=tuple(one for one in exhibits if one is not None)
    )


def _plane(view: View) -> list[str]:
    """How candidates are spread over the plane, how sure that is, and how little strategies change."""
    say, words, found, plane = view.words.say, view.words, view.results["poles"], view.study.plane
    quadrant = found["quadrant"]
    sure = float(found["sure"].where(quadrant != "").mean())
    counted = {
        key: words.number(int((quadrant == key).sum())) for key in ("high_road", "slow_road", "casino", "dead_end")
    }
    cuts = {plane.density_cut, plane.complexity_cut}
    cut = next(iter(cuts)) if len(cuts) == 1 else 0.0
    mean = {key: float(found[key].where(found["first"] > 0).mean()) for key in ("always", "most_changed")}
    return [
        say(
            "poles.plane",
            **counted,
            cut=say(f"cut.{cut}" if isinstance(cut, str) else "cut.number"),
        ),
        *([say("poles.sure", sure=words.percent(sure))] if np.isfinite(sure) else []),
        say(
            "poles.turnover",
            first=plane.first,
            always=words.number(mean["always"], 1),
            changed=words.number(mean["most_changed"], 1),
        ),
    ]


def _strategies(view: View) -> Exhibit:
    """The Atlas's class of each region, and how few items hang on it."""
    say, words, pen, first = view.words.say, view.words, Pen(view), view.study.plane.first
    rows: list[Row] = [
        {
            "region": view.region(region),
            "strategy": say(f"strategy.{text(view, 'poles', 'strategy_class', region=region)}"),
            "outlook": pen.number(value(view, "poles", "outlook", region=region)),
            "residual": pen.number(value(view, "poles", "residual", region=region)),
            "always": pen.number(value(view, "poles", "always", region=region), 0),
            "changed": pen.number(value(view, "poles", "most_changed", region=region), 0),
        }
        for region in view.regions
    ]
    shown = view.regions[0]
    columns = ("region", "strategy", "outlook:number", "residual:number", "always:number", "changed:number")
    return Exhibit(
        "pole-strategies",
        say("strategies.title"),
        table=table(pen.columns(*columns, first=first), rows),
        text=(say("strategies.text"),),
        reading=say(
            "strategies.reading",
            region=view.region(shown),
            strategy=say(f"strategy.{text(view, 'poles', 'strategy_class', region=shown)}"),
            first=words.number(value(view, "poles", "first", region=shown)),
            always=words.number(value(view, "poles", "always", region=shown)),
        ),
        sources=view.source(MAIN),
    )


def _evidence(view: View) -> Exhibit | None:
    """Every candidate with what speaks for it, in no order of merit; the badge stands in each row."""
    say, words, pen = view.words.say, view.words, Pen(view)
    pairs = [(region, code) for region in view.regions for code in candidates(view, region)]
    if not pairs:
        return None
    said, count = badge(view), view.study.peers.count
    rows: list[Row] = []
    for region, activity in pairs[:MOST]:
        at = {"region": region, "activity": activity}
        held = len(facts.holders(view, region, activity))
        growing = value(view, "long_list", "growing", **at)
        rows.append(
            {
                "region": view.region(region, short=True),
                "activity": pen.name(region, activity),
                "quotient": pen.number(value(view, "specialisation", "quotient", **at)),
                "growing": {1.0: say("option.yes"), 0.0: say("option.no")}.get(growing, words.number(None)),
                "holders": Cell(say("long_list.holders", count=held, all=count), float(held)),
                "market": pen.rate(value(view, "dynamics", "national_growth", activity=activity)),
                "badge": said,
            }
        )
    region, activity = pairs[0]
    columns = ("region", "activity", "quotient:number", "growing", "holders:number", "market:number", "badge")
    note = (say("territories.many", shown=MOST, count=len(pairs)),) if len(pairs) > MOST else ()
    return Exhibit(
        "pole-evidence",
        say("evidence_list.title"),
        table=table(pen.columns(*columns), rows),
        text=note,
        reading=say(
            "evidence_list.reading",
            region=view.region(region),
            activity=pen.names([activity]),
            quotient=words.number(value(view, "specialisation", "quotient", region=region, activity=activity), 2),
            held=len(facts.holders(view, region, activity)),
            all=count,
        ),
        sources=view.source(MAIN, VOLUME),
        caveats=view.caveats(MAIN, VOLUME, years=view.study.years.focus),
    )
