"""One region as a section: its type, its directions, and the evidence each of them rests on.

    region_section    everything the report says of one region
    full_pages        regions whose page holds every chart and table
    directions        one card for each direction, with the numbers behind it and what would remove it
    economy           what the region lives on
    localisations     where activities concentrate, under how many star regimes
    long_list         strengths and candidates with their evidence
    conditions        what is met, what is missing, and who can tell

Activities that are no candidates are shown with their reason and never ranked.
"""

from __future__ import annotations

import numpy as np

from smartspec.exhibits import charts, facts, sentences
from smartspec.exhibits.abroad import abroad
from smartspec.exhibits.evidence import evidence
from smartspec.exhibits.exhibit import Exhibit, Section
from smartspec.exhibits.facts import text, value
from smartspec.exhibits.pole_cards import pole_cards
from smartspec.exhibits.scenarios import region_scenarios
from smartspec.exhibits.stress import growth, products, ranking, survival, variants
from smartspec.exhibits.tables import Cell, Pen, Row, table
from smartspec.exhibits.territories import path_told, stars_told
from smartspec.exhibits.view import View
from smartspec.panel import word
from smartspec.study.inputs import MAIN, VOLUME

__all__ = ["conditions", "directions", "economy", "full_pages", "localisations", "long_list", "region_section"]

LARGEST = 10


def region_section(view: View, region: str) -> Section:
    """Everything the report says of one region.

    Parameters
    ----------
    view
        A run in one language.
    region
        The region's code.

    Returns
    -------
    Section
        Its own sections follow the method: directions first, then economy, localisations, long list, conditions,
        ranking, futures and, where the study has them, products. A region with a short page has directions and the
        long list, and says so.
    """
    opening = [
        *sentences.type_of(view, region)[1:],
        *sentences.borders(view, region),
        *sentences.strengths(view, region),
    ]
    if region not in full_pages(view):
        opening.append(view.words.say("regions.short", count=view.study.report.full_pages))
        return _page(view, region, opening, [directions(view, region), long_list(view, region)])
    parts = [
        directions(view, region),
        economy(view, region),
        growth(view, region),
        localisations(view, region),
        long_list(view, region),
        evidence(view, region),
        abroad(view, region),
        pole_cards(view, region),
        conditions(view, region),
        ranking(view, region),
        survival(view, region),
        variants(view, region),
        region_scenarios(view, region),
        products(view, region),
    ]
    return _page(view, region, opening, parts)


def _page(view: View, region: str, opening: list[str], parts: list[Section | None]) -> Section:
    return Section(
        f"region-{region}",
        view.words.outer(view.region(region)),
        text=tuple(opening),
        sections=tuple(part for part in parts if part is not None),
        mark=view.words.say(f"type.{text(view, 'profile', 'type', region=region)}"),
    )


def full_pages(view: View) -> set[str]:
    """Regions whose page holds every chart and table: the largest by value added, as many as the study asks."""
    size = view.results["specialisation"]["value"].sum("activity").to_series()
    return set(sorted(view.regions, key=lambda code: (-size[code], code))[: view.study.report.full_pages])


def directions(view: View, region: str) -> Section:
    """One card for each direction: why it is there, how firm it is, what would remove it."""
    say = view.words.say
    cards = []
    for place, activity in enumerate(facts.chosen(view, region), start=1):
        kind = say(f"class.{text(view, 'long_list', 'class', region=region, activity=activity)}")
        cards.append(
            Exhibit(
                f"{region}-direction-{activity}",
                say("direction.title", place=place, activity=facts.named(view, region, activity), kind=kind),
                text=tuple(
                    " ".join(told)
                    for told in (
                        sentences.why(view, region, activity),
                        sentences.firmness(view, region, activity),
                        sentences.removal(view, region, activity),
                    )
                    if told
                ),
                reading=say("direction.reading", key=f"{region}/{activity}/direction"),
                sources=view.source(MAIN, VOLUME),
                caveats=view.caveats(MAIN, VOLUME, region=region, activity=activity, years=_years(view)),
            )
        )
    told = say("directions.some") if cards else say("directions.none")
    return Section(f"{region}-directions", say("section.directions"), text=(told,), exhibits=tuple(cards))


def _years(view: View) -> tuple[int, ...]:
    first = view.study.years.first_release
    return (*view.study.years.focus, *((first,) if first else ()))


def economy(view: View, region: str) -> Section:
    """What the region lives on: its largest activities, its base, and what is not its choice."""
    say, words, pen = view.words.say, view.words, Pen(view)
    share = view.results["specialisation"]["share"].sel(region=region)
    codes = sorted(view.activities, key=lambda code: -float(share.sel(activity=code)))
    shown = codes[:LARGEST]
    rows: list[Row] = []
    for code in shown:
        at = {"region": region, "activity": code}
        rows.append(
            {
                "activity": pen.name(region, code),
                "role": say(f"role.{view.inputs.roles[code].role}.short"),
                "share": pen.share(value(view, "specialisation", "share", **at)),
                "national_share": pen.share(value(view, "specialisation", "national_share", **at)),
                "quotient": pen.number(value(view, "specialisation", "quotient", **at)),
                "latest_share": pen.share(value(view, "specialisation", "latest_share", **at)),
            }
        )
    year = view.study.years.first_release
    names = ["activity", "role", "share:bar", "national_share:number", "quotient:number"]
    columns = pen.columns(*names, *(["latest_share:number"] if year else []), year=year, years=view.focus)
    first = codes[0]
    exhibit = Exhibit(
        f"{region}-economy",
        say("economy.title", region=view.region(region), years=view.focus),
        table=table(columns, rows),
        text=tuple(
            _notes(view, region, rest=float(share.sel(activity=codes[LARGEST:]).sum()), left=len(codes) - len(shown))
        ),
        reading=say(
            "economy.reading",
            activity=pen.names([first]),
            share=words.percent(float(share.sel(activity=first)), 1),
            national=words.percent(value(view, "specialisation", "national_share", region=region, activity=first), 1),
            quotient=words.number(value(view, "specialisation", "quotient", region=region, activity=first), 2),
            years=view.focus,
        ),
        sources=view.source(MAIN),
        caveats=view.caveats(MAIN, region=region, years=_years(view)),
    )
    return Section(f"{region}-life", say("section.economy"), text=tuple(_base(view, region)), exhibits=(exhibit,))


def _base(view: View, region: str) -> list[str]:
    """What the region is built upon, what is not its choice, and how diverse and how steady it is."""
    say, words, pen = view.words.say, view.words, Pen(view)
    found = []
    for code in view.activities:
        share = value(view, "specialisation", "share", region=region, activity=code)
        if view.inputs.roles[code].role == "base" and share > 0:
            reason = word(view.inputs.roles[code].reason, view.language)
            key = "economy.base" if share >= view.study.strengths.mass else "economy.base_slight"
            found.append(say(key, activity=pen.names([code]), share=words.percent(share, 1), reason=reason))
    fixed = [code for code in view.activities if view.inputs.roles[code].role == "no_choice"]
    if fixed:
        share = sum(value(view, "specialisation", "share", region=region, activity=code) for code in fixed)
        found.append(say("economy.fixed", share=words.percent(share, 1), activities=pen.names(fixed)))
    number, apart = (value(view, "profile", name, region=region) for name in ("effective_number", "krugman_index"))
    found.append(say("economy.mix", number=words.number(number, 1), apart=words.percent(apart)))
    if np.isfinite(unsteady := value(view, "profile", "volatility", region=region)):
        years = view.years([view.last - view.study.years.extraction_mean + 1, view.last])
        found.append(say("economy.volatility", points=words.number(unsteady, 1), years=years))
    return found


def _notes(view: View, region: str, *, rest: float, left: int) -> list[str]:
    say = view.words.say
    found = [say("economy.rest", count=left, share=view.words.percent(rest, 1))] if left else []
    return [*found, *flag_note(view, region, view.activities)]


def flag_note(view: View, region: str, activities: list[str]) -> list[str]:
    """What the mark in a table means, where one of these activities carries it."""
    if not any(facts.flagged(view, region, code) for code in activities):
        return []
    say, factor = view.words.say, view.words.limit(view.study.years.spike)
    hint = say("mark.flagged.hint", years=view.focus, factor=factor)
    return [say("mark.note", mark=say("mark.flagged"), hint=hint)]


def localisations(view: View, region: str) -> Section:
    """Where activities concentrate: stars and regimes of everything that is a choice; the rest with its reason."""
    say, pen = view.words.say, Pen(view)
    found = [
        code
        for code in view.activities
        if text(view, "localisation", "verdict", region=region, activity=code) in ("confirmed", "weak")
    ]
    shown = [code for code in found if view.inputs.roles[code].role != "no_choice"]
    shown.sort(key=lambda code: -value(view, "localisation", "confirming", region=region, activity=code))
    fixed = [code for code in found if code not in shown]
    notes = [
        say(
            "localisation.fixed", activity=pen.names([code]), reason=word(view.inputs.roles[code].reason, view.language)
        )
        for code in fixed
    ]
    exhibits = []
    if shown:
        first = shown[0]
        at = {"region": region, "activity": first}
        exhibits.append(
            Exhibit(
                f"{region}-localisations",
                say("localisation.title", years=view.focus),
                table=table(
                    pen.columns(
                        "activity",
                        "role",
                        "quotient:number",
                        "national_share:number",
                        "stars",
                        "regimes",
                        "verdict",
                        "path",
                    ),
                    [_localisation_row(view, region, code) for code in shown],
                ),
                text=(*notes, *flag_note(view, region, shown)),
                reading=say(
                    "localisation.reading",
                    activity=pen.names([first]),
                    confirming=int(value(view, "localisation", "confirming", **at)),
                    applicable=int(value(view, "localisation", "applicable", **at)),
                ),
                sources=view.source(MAIN, VOLUME),
                caveats=view.caveats(MAIN, region=region, years=view.study.years.focus),
            )
        )
    if (drawn := charts.trajectory(view, region)) is not None:
        exhibits.append(drawn)
    told = [] if shown else [say("localisation.none"), *notes]
    return Section(f"{region}-places", say("section.localisations"), text=tuple(told), exhibits=tuple(exhibits))


def _localisation_row(view: View, region: str, activity: str) -> Row:
    say, pen = view.words.say, Pen(view)
    at = {"region": region, "activity": activity}
    confirming, applicable = (int(value(view, "localisation", name, **at)) for name in ("confirming", "applicable"))
    return {
        "activity": pen.name(region, activity),
        "role": say(f"role.{view.inputs.roles[activity].role}.short"),
        "quotient": pen.number(value(view, "specialisation", "quotient", **at)),
        "national_share": pen.share(value(view, "specialisation", "national_share", **at)),
        "stars": stars_told(view, region, activity),
        "regimes": say("localisation.regimes", confirming=confirming, applicable=applicable),
        "verdict": say(f"verdict.{text(view, 'localisation', 'verdict', **at)}"),
        "path": path_told(view, region, activity),
    }


def long_list(view: View, region: str) -> Section:
    """Strengths and weak candidates with their evidence, and what each came to."""
    say, pen = view.words.say, Pen(view)
    codes = facts.listed(view, region)
    near = [str(code) for code in view.results["long_list"]["peer"].sel(region=region).values]
    text_ = [say("long_list.peers", names=", ".join(view.region(code, short=True) for code in near))]
    silent = [
        code
        for code in view.activities
        if text(view, "directions", "reason", region=region, activity=code) == "no_evidence"
    ]
    if silent:
        text_.append(say("long_list.silent", activities=pen.names(silent)))
    if not codes:
        return Section(f"{region}-list", say("section.long_list"), text=(say("long_list.none"), *text_))
    first = codes[0]
    exhibit = Exhibit(
        f"{region}-long-list",
        say("long_list.title", region=view.region(region), years=view.focus),
        table=table(
            pen.columns(
                "activity",
                "class",
                "quotient:number",
                "share:number",
                "growth:number",
                "country_growth:number",
                "holders:number",
                "outcome",
                years=view.focus,
            ),
            [_listed_row(view, region, code) for code in codes],
        ),
        text=tuple(flag_note(view, region, codes)),
        reading=say(
            "long_list.reading",
            activity=pen.names([first]),
            quotient=view.words.number(value(view, "specialisation", "quotient", region=region, activity=first), 2),
            held=len(facts.holders(view, region, first)),
            all=view.study.peers.count,
            signs=view.study.poles.signs,
        ),
        sources=view.source(MAIN, VOLUME),
        caveats=view.caveats(MAIN, VOLUME, region=region, years=_years(view)),
    )
    return Section(f"{region}-list", say("section.long_list"), text=tuple(text_), exhibits=(exhibit,))


def _listed_row(view: View, region: str, activity: str) -> Row:
    say, pen = view.words.say, Pen(view)
    at = {"region": region, "activity": activity}
    chosen = value(view, "directions", "chosen", **at) == 1
    reason = text(view, "directions", "reason", **at)
    return {
        "activity": pen.name(region, activity),
        "class": say(f"class.{text(view, 'long_list', 'class', **at)}"),
        "quotient": pen.number(value(view, "specialisation", "quotient", **at)),
        "share": pen.share(value(view, "specialisation", "share", **at)),
        "growth": pen.rate(value(view, "dynamics", "growth", **at)),
        "country_growth": pen.rate(value(view, "dynamics", "national_growth", activity=activity)),
        "holders": Cell(
            say("long_list.holders", count=len(facts.holders(view, region, activity)), all=view.study.peers.count),
            float(len(facts.holders(view, region, activity))),
        ),
        "outcome": say("outcome.direction") if chosen else say(f"reason.{reason}"),
    }


def conditions(view: View, region: str) -> Section:
    """What is met, what is missing, and who can tell: only "not yet" holds a candidate back."""
    say, pen = view.words.say, Pen(view)
    codes = facts.listed(view, region)
    if not codes:
        return Section(f"{region}-conditions", say("section.conditions"), text=(say("conditions.none"),))
    rows: list[Row] = []
    for gate in [str(key) for key in view.results["gates"].gate.values]:
        states = {code: text(view, "gates", "state", gate=gate, region=region, activity=code) for code in codes}
        short = [code for code in codes if states[code] == "not_yet"]
        if short:
            told = say("conditions.not_yet", activities=pen.names(short))
        else:
            told = say(f"gate_state.{states[codes[0]]}")
        rows.append(
            {
                "gate": say(f"gate.{gate}"),
                "state": told,
                "needs": say(f"gate.{gate}.needs", mass=view.words.percent(view.study.gates.mass)),
                "who": say(f"gate.{gate}.who"),
            }
        )
    held = facts.held_back(view, region)
    exhibit = Exhibit(
        f"{region}-conditions-table",
        say("conditions.title", region=view.region(region)),
        table=table(pen.columns("gate", "state", "needs", "who"), rows),
        text=(say("conditions.held", activities=pen.names(held)) if held else say("conditions.none_held"),),
        reading=say("conditions.reading"),
        sources=view.source(MAIN),
    )
    return Section(f"{region}-conditions", say("section.conditions"), exhibits=(exhibit,))
