"""The country at a glance: findings first, resource regions before the others, then what they rest on.

    findings        every region's type and directions, each with its reason
    trust           how far the findings can be trusted, and which table would carry further
    types           types of regions, and how near each stands to a line
    specialisation  quotients of all regions, and strengths against growth
    futures         shares of futures in which directions hold, over all regions

Tables here hold the numbers of the regions' own pages.
"""

from __future__ import annotations

from smartspec.exhibits import charts, facts, sentences
from smartspec.exhibits.exhibit import Exhibit, Section
from smartspec.exhibits.facts import text, value
from smartspec.exhibits.tables import Pen, Row, table
from smartspec.exhibits.view import View
from smartspec.study.inputs import MAIN, VOLUME

__all__ = ["findings", "futures", "specialisation", "trust", "types"]

TYPES = ("resource", "processing", "agrarian", "metropolitan", "mixed")


def _there(*exhibits: Exhibit | None) -> tuple[Exhibit, ...]:
    return tuple(one for one in exhibits if one is not None)


def _of_type(view: View, kind: str) -> list[str]:
    return [code for code in view.regions if text(view, "profile", "type", region=code) == kind]


def findings(view: View) -> Section:
    """Every region's type and directions; the resource regions are told first, in sentences."""
    say, pen = view.words.say, Pen(view)
    resource = _of_type(view, "resource")
    parts = []
    if resource:
        exhibits = tuple(
            Exhibit(
                f"finding-{code}",
                view.words.outer(view.region(code)),
                text=(*sentences.type_of(view, code)[1:], *_directions(view, code)),
            )
            for code in resource
        )
        parts.append(
            Section("findings-resource", say("section.resource"), text=(say("resource.lead"),), exhibits=exhibits)
        )
    rows: list[Row] = []
    for code in view.regions:
        there = facts.chosen(view, code)
        rows.append(
            {
                "region": view.region(code),
                "type": _type(view, code),
                "extraction": pen.share(value(view, "profile", "extraction", region=code)),
                "directions": "; ".join(_short(view, code, one) for one in there) or say("findings.none"),
            }
        )
    every = Exhibit(
        "findings-table",
        say("findings.title", count=len(view.regions)),
        table=table(pen.columns("region", "type", "extraction:number", "directions"), rows),
        reading=say("findings.reading", region=view.region(view.regions[0])),
        sources=view.source(MAIN, VOLUME),
    )
    parts.append(Section("findings-all", say("section.all_regions"), exhibits=_there(charts.type_map(view), every)))
    return Section("findings", say("section.findings"), text=tuple(_opening(view)), sections=tuple(parts))


def _type(view: View, region: str) -> str:
    """The type of a region, and the line it stands near."""
    kind = view.words.say(f"type.{text(view, 'profile', 'type', region=region)}")
    near = text(view, "profile", "near", region=region)
    return view.words.say("findings.near", type=kind, line=view.words.say(f"line.{near}")) if near else kind


def _opening(view: View) -> list[str]:
    """What was done, on what, and what the result is and is not."""
    say = view.words.say
    grain = "coarse" if value(view, "relatedness", "enough") != 1 else "fine"
    counted = {
        kind: len([code for code in view.regions if facts.candidates_with(view, code, kind)])
        for kind in ("strength", "emerging")
    }
    without = [view.region(code) for code in view.regions if not facts.candidates_with(view, code, "strength")]
    found = [
        say("opening.what", regions=len(view.regions), activities=len(view.activities), years=view.focus),
        say("opening.strengths", strength=counted["strength"], emerging=counted["emerging"]),
    ]
    if without:
        found.append(say("opening.without", regions=view.words.join(without)))
    return [*found, say(f"opening.{grain}"), say("opening.order")]


def _short(view: View, region: str, activity: str) -> str:
    kind = say_class(view, region, activity)
    quotient = view.words.number(value(view, "specialisation", "quotient", region=region, activity=activity), 2)
    return view.words.say("findings.short", activity=facts.named(view, region, activity), kind=kind, quotient=quotient)


def say_class(view: View, region: str, activity: str) -> str:
    """The class of a listed activity, in words."""
    return view.words.say(f"class.{text(view, 'long_list', 'class', region=region, activity=activity)}")


def _directions(view: View, region: str) -> list[str]:
    """A resource region's directions in full sentences, or that it has none."""
    codes = facts.chosen(view, region)
    if not codes:
        return sentences.strengths(view, region)
    found = []
    for activity in codes:
        lead = view.words.say(
            "findings.lead", activity=facts.named(view, region, activity), kind=say_class(view, region, activity)
        )
        why, firm = sentences.why(view, region, activity)[0], sentences.firmness(view, region, activity)
        found.append(
            " ".join(
                [lead, why, *sentences.twins(view, region, activity), *sentences.caution(view, region, activity), *firm]
            )
        )
    return found


def trust(view: View) -> Section:
    """What kind of answer this is, what it rests on, and which finer table would carry it further."""
    say, years = view.words.say, view.study.years
    coarse = value(view, "relatedness", "enough") != 1
    lines = [
        say(
            "trust.related_off" if coarse else "trust.related_on",
            activities=view.study.poles.least_activities,
            regions=view.study.poles.least_regions,
        ),
        say("trust.years", years=view.focus),
        say("trust.weightings", draws=view.words.number(view.study.ranking.draws)),
        say("trust.futures", futures=view.words.number(view.study.futures.count)),
        say("trust.twins", years=years.spread, mean=years.extraction_mean),
    ]
    if years.first_release:
        lines.insert(2, say("trust.first_release", year=years.first_release))
    if coarse:
        lines = [say("trust.grain"), say("trust.finer"), *lines]
    breaks = view.results["quality"]
    if "break" in breaks:
        broken = [int(year) for year in breaks.year.values if abs(float(breaks["break"].sel(year=year))) > 0]
        if broken:
            lines.append(say("trust.breaks", years=", ".join(map(str, broken))))
    return Section("trust", say("section.trust"), text=tuple(lines))


def types(view: View) -> Section:
    """Types of regions by the published rule, with how near each stands to a line."""
    say, pen, lines = view.words.say, Pen(view), view.study.types
    limits = {
        "resource": view.words.percent(lines.resource),
        "processing": view.words.percent(lines.processing),
        "agrarian": view.words.limit(lines.agrarian),
    }
    rules = [_rule(view, kind, limits.get(kind, "")) for kind in TYPES]
    rows: list[Row] = []
    for code in view.regions:
        rows.append(
            {
                "region": view.region(code),
                "type": _type(view, code),
                "extraction": pen.share(value(view, "profile", "extraction", region=code)),
                "manufacturing": pen.share(value(view, "profile", "manufacturing", region=code)),
                "agriculture": pen.share(value(view, "profile", "agriculture", region=code)),
                "agriculture_quotient": pen.number(value(view, "profile", "agriculture_quotient", region=code)),
                "effective_number": pen.number(value(view, "profile", "effective_number", region=code), 1),
                "krugman_index": pen.share(value(view, "profile", "krugman_index", region=code), 0),
                "volatility": pen.number(value(view, "profile", "volatility", region=code), 1),
            }
        )
    first = view.regions[0]
    names = ["extraction", "manufacturing", "agriculture", "agriculture_quotient", "effective_number", "krugman_index"]
    exhibit = Exhibit(
        "types-table",
        say("types.title", years=view.focus),
        table=table(pen.columns("region", "type", *(f"{name}:number" for name in names), "volatility:number"), rows),
        text=(say("types.national_only"),),
        reading=say(
            "types.reading",
            region=view.region(first),
            extraction=view.words.percent(value(view, "profile", "extraction", region=first), 1),
            number=view.words.number(value(view, "profile", "effective_number", region=first), 1),
        ),
        sources=view.source(MAIN, "grp_volume_index"),
        caveats=view.caveats("grp_volume_index"),
    )
    return Section("types", say("section.types"), text=(say("types.rule"), *rules), exhibits=(exhibit,))


def _rule(view: View, kind: str, line: str) -> str:
    """A type and its rule, as one line."""
    words = view.words
    return f"{words.outer(words.say(f'type.{kind}'))}: {words.inner(words.say(f'type.{kind}.rule', line=line))}"


def specialisation(view: View) -> Section:
    """Quotients of all regions, and strengths against growth."""
    say = view.words.say
    exhibits = _there(charts.quotient_heat(view), charts.strengths_scatter(view))
    return Section(
        "specialisation", say("section.specialisation"), text=(say("specialisation.lead"),), exhibits=exhibits
    )


def futures(view: View) -> Section:
    """Shares of futures in which directions hold, and what the projection does not know."""
    say, options = view.words.say, view.study.futures
    if value(view, "futures", "modelled") != 1:
        return Section(
            "futures", say("section.futures"), text=(say("futures.off", reason=say("futures.not_modelled")),)
        )
    told = (
        say("futures.model", futures=view.words.number(options.count), years=options.years),
        say("futures.states", price=view.commodity(options.price)),
        say("futures.not_growth"),
        say("futures.left_out"),
    )
    return Section("futures", say("section.futures"), text=told, exhibits=_there(charts.survival_overview(view)))
