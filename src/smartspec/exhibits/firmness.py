"""How firm the ranking is: what holds under other weights, rules and scalings, and what its criteria do to it.

firmness    one section for the whole country, over all regions that had a choice
"""

from __future__ import annotations

import numpy as np

from smartspec.exhibits import charts, facts
from smartspec.exhibits.charts.criteria import audited
from smartspec.exhibits.exhibit import Column, Exhibit, Section
from smartspec.exhibits.facts import text, value
from smartspec.exhibits.tables import Cell, Pen, Row, table
from smartspec.exhibits.view import View
from smartspec.study.inputs import MAIN, VOLUME

__all__ = ["firmness"]

FIRM = 0.9
"""The first of a region is called firm from this share of the ways of reckoning on."""
FEW = 50
"""With fewer candidates than this, what criteria do is a hint."""
NAMED = 3
"""Pairs of criteria named in a sentence."""
LISTED = 6
"""Regions named in a sentence; of more, their number is told."""
EDGE = 0.005
"""A limit that would be written as 0 % or 100 % is none."""


def firmness(view: View) -> Section:
    """How firm the order of candidates is, over all regions.

    Parameters
    ----------
    view
        A run in one language.

    Returns
    -------
    Section
        What other weights and ways of reckoning say of each region's first; how far weights may move; the audit of the
        criteria, where there are enough candidates.
    """
    say = view.words.say
    title = say("section.firmness")
    if value(view, "audit", "given") != 1:
        return Section("firmness", title, text=(say("firmness.none"),))
    drawn = [charts.effective_chart(view), charts.correlation_heat(view), _criteria(view)]
    order = Section(
        "firmness-order",
        say("section.firmness_order"),
        text=tuple(_summary(view)),
        exhibits=(_order(view), _stability(view)),
    )
    criteria = Section(
        "firmness-criteria",
        say("section.firmness_criteria"),
        text=tuple(_criteria_text(view)),
        exhibits=tuple(one for one in drawn if one is not None),
    )
    return Section("firmness", title, text=(say("firmness.lead"),), sections=(order, criteria))


def _with_choice(view: View) -> list[str]:
    return [code for code in view.regions if text(view, "audit", "leader", region=code)]


def _first(view: View, region: str) -> str:
    return facts.ranked(view, region)[0]


def _share(view: View, region: str, activity: str) -> float:
    return value(view, "audit", "first_share", region=region, activity=activity)


def _summary(view: View) -> list[str]:
    """In how many regions the first is firm, and where it is not."""
    say, words, there = view.words.say, view.words, _with_choice(view)
    loose = [code for code in there if _share(view, code, _first(view, code)) < FIRM]
    found = [
        say(
            "firmness.count",
            count=words.number(len(there)),
            all=words.number(len(view.regions)),
            firm=words.number(len(there) - len(loose)),
            share=words.percent(FIRM),
        )
    ]
    if len(loose) > LISTED:
        found.append(say("firmness.loose_many", count=words.number(len(loose))))
    elif loose:
        found.append(say("firmness.loose", regions=words.join([view.region(code) for code in loose])))
    return found


def _order(view: View) -> Exhibit:
    """Each region's first: its shares of weightings and of ways of reckoning, and who else comes first."""
    say, words, pen, there = view.words.say, view.words, Pen(view), _with_choice(view)
    rows: list[Row] = []
    for region in there:
        codes, first = facts.ranked(view, region), _first(view, region)
        at = {"region": region, "activity": first}
        others = [code for code in codes[1:] if _share(view, region, code) > 0]
        shifts = [value(view, "audit", "largest_shift", region=region, activity=code) for code in codes]
        rows.append(
            {
                "region": view.region(region),
                "firm_first": pen.name(region, first),
                "firm_weightings": pen.share(value(view, "ranking", "first", **at), 0),
                "firm_ways": pen.share(_share(view, region, first), 0),
                "firm_others": "; ".join(
                    f"{view.activity(code)}, {words.percent(_share(view, region, code))}" for code in others
                )
                or words.number(None),
                "firm_worst": pen.number(value(view, "audit", "worst", **at), 0),
                "firm_shift": pen.number(float(np.nanmax(shifts)), 0),
            }
        )
    names = ("region", "firm_first", "firm_weightings:bar", "firm_ways:bar", "firm_others", "firm_worst:number")
    worked = min(there, key=lambda code: _share(view, code, _first(view, code)))
    ways = words.number(view.results["audit"].sizes["choice"])
    return Exhibit(
        "firmness-table",
        say("firmness.title"),
        table=table(pen.columns(*names, "firm_shift:number"), rows),
        text=(_ways(view),),
        reading=say(
            "firmness.reading",
            region=view.region(worked),
            activity=pen.names([_first(view, worked)]),
            weightings=words.percent(value(view, "ranking", "first", region=worked, activity=_first(view, worked))),
            draws=words.number(view.study.ranking.draws),
            share=words.percent(_share(view, worked, _first(view, worked))),
            ways=ways,
        ),
        sources=view.source(MAIN, VOLUME),
    )


def _ways(view: View) -> str:
    """Which rules and scalings were tried."""
    say, words, made = view.words.say, view.words, view.results["audit"]
    rules = list(dict.fromkeys(str(rule) for rule in made["rule"].values))
    scalings = list(dict.fromkeys(str(scaling) for scaling in made["scaling"].values if str(scaling)))
    return say(
        "firmness.ways",
        count=words.number(made.sizes["choice"]),
        rules=words.join([say(f"rule.{rule}") for rule in rules]),
        scalings=words.join([say(f"scaling.{scaling}") for scaling in scalings]),
    )


def _limits(view: View, region: str) -> list[tuple[float, str, str, float, str]]:
    """Limits of a region's leader: distance, group, end, the limit and who takes over; the nearest first."""
    found = []
    for group in map(str, view.results["audit"].group.values):
        at = {"region": region, "group": group}
        weight = value(view, "audit", "weight", **at)
        for end, other in (("lower", "below"), ("upper", "above")):
            limit, who = value(view, "audit", end, **at), text(view, "audit", other, **at)
            if who and EDGE < limit < 1 - EDGE:
                found.append((abs(weight - limit), group, end, limit, who))
    return sorted(found)


def _stability(view: View) -> Exhibit:
    """How far the weight of each group may move before another candidate leads."""
    say, words, pen, there = view.words.say, view.words, Pen(view), _with_choice(view)
    groups = [
        group
        for group in map(str, view.results["audit"].group.values)
        if any(np.isfinite(value(view, "audit", "weight", region=code, group=group)) for code in there)
    ]
    rows: list[Row] = []
    for region in there:
        row: dict[str, Cell | str] = {
            "region": view.region(region),
            "stable_leader": pen.coded(text(view, "audit", "leader", region=region)),
        }
        for group in groups:
            row[f"group.{group}"] = _range(view, region, group)
        row["stable_next"] = next(
            (
                say(
                    f"stability.{end}",
                    activity=view.activity(who),
                    group=words.inner(say(f"group.{group}")),
                    limit=words.percent(limit),
                )
                for _, group, end, limit, who in _limits(view, region)
            ),
            say("stability.nobody"),
        )
        rows.append(row)
    columns = [*pen.columns("region", "stable_leader"), *(pen.named(f"group.{group}") for group in groups)]
    limited = [code for code in there if _limits(view, code)]
    worked = min(limited, key=lambda code: _limits(view, code)[0]) if limited else there[0]
    return Exhibit(
        "stability-table",
        say("stability.title"),
        table=table([*columns, *pen.columns("stable_next")], rows),
        text=(say("stability.meaning"),),
        reading=_worked(view, worked, groups),
        sources=view.source(MAIN, VOLUME),
    )


def _range(view: View, region: str, group: str) -> Cell:
    """The weight of a group as it is, and between what it may lie."""
    words, at = view.words, {"region": region, "group": group}
    weight, low, high = (value(view, "audit", name, **at) for name in ("weight", "lower", "upper"))
    if not np.isfinite(weight):
        return Cell(words.number(None))
    if not np.isfinite(low) or (low <= EDGE and high >= 1 - EDGE):
        return Cell(words.say("stability.any", now=words.percent(weight)), weight)
    return Cell(
        words.say("stability.range", now=words.percent(weight), low=words.number(100 * low), high=words.percent(high)),
        weight,
    )


def _worked(view: View, region: str, groups: list[str]) -> str:
    say, words = view.words.say, view.words
    found = _limits(view, region)
    group = found[0][1] if found else groups[0]
    at = {"region": region, "group": group}
    return say(
        "stability.reading",
        region=view.region(region),
        group=words.inner(say(f"group.{group}")),
        activity=view.activity(text(view, "audit", "leader", region=region)),
        now=words.percent(value(view, "audit", "weight", **at)),
        low=words.percent(value(view, "audit", "lower", **at)),
        high=words.percent(value(view, "audit", "upper", **at)),
    )


def _criteria_text(view: View) -> list[str]:
    """Whether the criteria measure one thing, which of them say the same, and which pull apart."""
    say, words, criteria = view.words.say, view.words, audited(view)
    if not criteria:
        return [say("audit.none")]
    pairs = [(one, other) for place, one in enumerate(criteria) for other in criteria[place + 1 :]]
    count, alpha = value(view, "audit", "pairs"), value(view, "audit", "alpha")
    found = [
        say("audit.pairs", pairs=words.number(count), left_out=words.number(value(view, "audit", "left_out"))),
        say("audit.alpha_high" if alpha >= 0.7 else "audit.alpha_low", alpha=words.number(alpha, 2)),
        say(
            "audit.components",
            count=words.number(value(view, "audit", "components")),
            share=words.percent(float(view.results["audit"]["explained"].values[0])),
        ),
    ]
    if count < FEW:
        found.insert(1, say("audit.few"))
    for kind, sign in (("same", -1.0), ("shared", -1.0), ("apart", 1.0)):
        there = [pair for pair in pairs if _kind(view, *pair) == kind]
        there.sort(key=lambda pair: sign * value(view, "audit", "correlation", criterion=pair[0], other=pair[1]))
        if there:
            found.append(say(f"audit.{kind}", pairs="; ".join(_pair(view, *pair) for pair in there[:NAMED])))
    return found


def _kind(view: View, one: str, other: str) -> str:
    """What two criteria say of each other; those that say the same within one group share its weight."""
    says, criteria = text(view, "audit", "says", criterion=one, other=other), view.study.ranking.criteria
    return "shared" if says == "same" and criteria[one].group == criteria[other].group else says


def _pair(view: View, one: str, other: str) -> str:
    say, inner = view.words.say, view.words.inner
    return say(
        "chart.correlation.one",
        one=inner(say(f"criterion.{one}")),
        other=inner(say(f"criterion.{other}")),
        correlation=view.words.signed(value(view, "audit", "correlation", criterion=one, other=other), 2),
    )


def _criteria(view: View) -> Exhibit | None:
    """The audit in figures: weights, alpha without each criterion, loadings on each separate thing."""
    say, words, pen, criteria = view.words.say, view.words, Pen(view), audited(view)
    if not criteria:
        return None
    kept = range(int(value(view, "audit", "components")))
    loading = view.results["audit"]["loading"].sel(criterion=criteria).values
    rows: list[Row] = [
        {
            "audit_criterion": say(f"criterion.{one}"),
            "audit_group": say(f"group.{view.study.ranking.criteria[one].group}"),
            "audit_nominal": pen.share(value(view, "audit", "nominal", criterion=one), 0),
            "audit_effective": pen.share(value(view, "audit", "effective", criterion=one), 0),
            "audit_alpha": pen.number(value(view, "audit", "alpha_without", criterion=one)),
            **{f"audit_loading{n}": pen.number(float(loading[place, n])) for n in kept},
        }
        for place, one in enumerate(criteria)
    ]
    names = ("audit_criterion", "audit_group", "audit_nominal:number", "audit_effective:number", "audit_alpha:number")
    columns = pen.columns(*names)
    heads = (Column(f"audit_loading{n}", say("column.audit_loading", number=n + 1), "number") for n in kept)
    columns += heads
    alpha = value(view, "audit", "alpha")
    return Exhibit(
        "audit-table",
        say("audit.title"),
        table=table(columns, rows),
        reading=say("audit.reading", alpha=words.number(alpha, 2)),
        sources=view.source(MAIN, VOLUME),
    )
