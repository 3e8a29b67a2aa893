"""Territories of localisation as a reader sees them: the map, the star table, the evidence, the neighbours, the kinds.

    territories    the section of the report
    localised      pairs of activity and region that are a choice, by verdict
    stars_told     the stars of a pair, in words
    path_told      what became of a localisation, in words

Pairs of activities that are nobody's choice stand on the regions' pages, with their reason.
"""

from __future__ import annotations

import numpy as np

from smartspec.exhibits import charts
from smartspec.exhibits.exhibit import Exhibit, Section
from smartspec.exhibits.facts import text, value
from smartspec.exhibits.tables import Cell, Pen, Row, table
from smartspec.exhibits.view import View
from smartspec.panel import word
from smartspec.study.inputs import MAIN, VOLUME

__all__ = ["localised", "path_told", "stars_told", "territories"]

STARS = ("size", "quotient", "focus", "productivity", "dynamism")
MOST = 80
Pair = tuple[str, str]


def localised(view: View, *verdicts: str) -> list[Pair]:
    """Pairs (activity, region) with one of these verdicts, of activities that are a choice."""
    found = view.results["localisation"]["verdict"]
    table_ = found.transpose("activity", "region").sel(region=view.regions).values
    return [
        (activity, region)
        for activity, row in zip(found.activity.values.tolist(), table_, strict=True)
        if view.inputs.roles[activity].role != "no_choice"
        for region, verdict in zip(view.regions, row, strict=True)
        if verdict in verdicts
    ]


def territories(view: View) -> Section:
    """Where activities concentrate: who confirms it, what stands beside it, and who shares it.

    Parameters
    ----------
    view
        A run in one language.

    Returns
    -------
    Section
    """
    say, stars = view.words.say, view.study.stars
    confirmed, weak = localised(view, "confirmed"), localised(view, "weak")
    told = [
        say(
            "territories.lead",
            share=view.words.percent(stars.confirmed),
            least=stars.least,
            confirmed=len(confirmed),
            weak=len(weak),
        ),
        say("confirmed.adapted"),
    ]
    if "with_productivity" in stars.regimes and not view.results["localisation"]["productivity_star"].notnull().any():
        told.append(say("territories.no_productivity"))
    told += [say("territories.fixed"), _spatial(view)]
    exhibits = [charts.localisation_map(view)]
    if confirmed or weak:
        exhibits.append(_star_table(view, [*confirmed, *weak], first=confirmed))
    if confirmed:
        exhibits += [_evidence(view, confirmed), _shared(view)]
    return Section(
        "territories",
        say("section.territories"),
        text=tuple(told),
        exhibits=tuple(one for one in (*exhibits, _kinds(view)) if one is not None),
    )


def _spatial(view: View) -> str:
    """What spatial statistics say, or why they say nothing."""
    say, words, found = view.words.say, view.words, view.results["localisation"]
    options = view.study.territories
    if not view.inputs.geography.neighbours:
        return say("territories.no_neighbours")
    if value(view, "localisation", "spatial") != 1:
        return say("territories.spatial_no", count=len(view.regions), least=options.least_units)
    clear = found["moran"].where((found["moran_q"] <= options.level) & (found["moran"] > 0)).to_series().dropna()
    first = [str(code) for code in clear.sort_values(ascending=False).index[:5]]
    return say(
        "territories.spatial_yes",
        regions=len(view.regions),
        count=len(clear),
        all=len(view.activities),
        permutations=words.number(options.permutations),
        level=words.percent(options.level),
        list=say("territories.spatial_list", activities=Pen(view).names(first)) if first else "",
    ).strip()


def _largest(view: View, pairs: list[Pair]) -> tuple[list[Pair], tuple[str, ...]]:
    """As many pairs as a page holds, the country's largest kept, in their order; and a word on the rest."""
    if len(pairs) <= MOST:
        return pairs, ()
    made = view.results["specialisation"]["national_share"].transpose("activity", "region").to_series()
    kept = set(sorted(pairs, key=lambda pair: -float(made[pair]))[:MOST])
    return (
        [pair for pair in pairs if pair in kept],
        (view.words.say("territories.many", shown=MOST, count=view.words.number(len(pairs))),),
    )


def stars_told(view: View, region: str, activity: str) -> str:
    """The stars of a pair, in words, or a dash."""
    there = [
        view.words.say(f"star.{name}")
        for name in STARS
        if value(view, "localisation", f"{name}_star", region=region, activity=activity) == 1
    ]
    return ", ".join(there) or view.words.number(None)


def _counts(view: View, region: str, activity: str) -> dict[str, int]:
    at = {"region": region, "activity": activity}
    return {name: int(value(view, "localisation", name, **at)) for name in ("confirming", "applicable")}


def _star_table(view: View, pairs: list[Pair], *, first: list[Pair]) -> Exhibit:
    """Rules by localisations: which agrees, which does not, which cannot be applied."""
    say, words, pen = view.words.say, view.words, Pen(view)
    shown, notes = _largest(view, pairs)
    regimes = view.study.stars.regimes
    words_of = {1.0: say("starred.yes"), 0.0: say("starred.no")}
    rows: list[Row] = []
    for activity, region in shown:
        at = {"region": region, "activity": activity}
        said = {name: value(view, "localisation", "confirms", regime=name, **at) for name in regimes}
        rows.append(
            {
                "activity": pen.coded(activity),
                "region": view.region(region, short=True),
                "stars": stars_told(view, region, activity),
                **{
                    name: Cell(
                        words_of.get(found, say("starred.not_applicable")), found if np.isfinite(found) else None
                    )
                    for name, found in said.items()
                },
                "regimes": say("localisation.regimes", **_counts(view, region, activity)),
                "verdict": say(f"verdict.{text(view, 'localisation', 'verdict', **at)}"),
            }
        )
    columns = [
        *pen.columns("activity", "region", "stars"),
        *(pen.headed(name, f"regime.{name}.short") for name in regimes),
        *pen.columns("regimes", "verdict"),
    ]
    activity, region = (first or pairs)[0]
    share, country = (
        words.percent(found, 2)
        for found in (
            value(view, "specialisation", "share", region=region, activity=activity),
            value(view, "specialisation", "country_share", activity=activity),
        )
    )
    return Exhibit(
        "localisation-table",
        say("starred.title", years=view.focus),
        table=table(columns, rows),
        text=notes,
        reading=say(
            "starred.reading",
            activity=pen.names([activity]),
            region=view.region(region),
            share=share,
            country=country,
            quotient=words.number(value(view, "specialisation", "quotient", region=region, activity=activity), 2),
            **_counts(view, region, activity),
        ),
        sources=view.source(MAIN, VOLUME),
        caveats=view.caveats(MAIN, years=view.study.years.focus),
    )


def path_told(view: View, region: str, activity: str) -> str:
    """What became of a localisation; where borders moved, that of the constant region, named with its members."""
    geography = view.inputs.geography
    constant = geography.constant_of(region)
    path = text(view, "localisation", "path", constant=constant, activity=activity)
    if not path:
        return view.words.number(None)
    told = view.words.say(f"path.{path}")
    others = [code for code in geography.constant.get(constant, ()) if code != region]
    if not others:
        return told
    names = view.words.join([view.region(code, short=True) for code in others])
    return view.words.say("path.together", path=told, regions=names)


def _evidence(view: View, pairs: list[Pair]) -> Exhibit:
    """What stands beside each verdict: spread, excess, twins, competitive effect, path."""
    say, words, pen, years = view.words.say, view.words, Pen(view), view.study.years
    shown, notes = _largest(view, pairs)
    counted = "count_low" in view.results["localisation"]
    rows: list[Row] = []
    for activity, region in shown:
        at = {"region": region, "activity": activity}
        stage, low, high = (
            ("localisation", "count_low", "count_high")
            if counted
            else ("specialisation", "lowest_quotient", "highest_quotient")
        )
        rows.append(
            {
                "activity": pen.coded(activity),
                "region": view.region(region, short=True),
                "quotient": pen.number(value(view, "specialisation", "quotient", **at)),
                "range": pen.range(value(view, stage, low, **at), value(view, stage, high, **at)),
                "adjusted": pen.number(value(view, "specialisation", "adjusted_quotient", **at)),
                "constant_price": pen.number(value(view, "localisation", "constant_price_quotient", **at)),
                "excess": pen.number(value(view, "specialisation", "excess", **at), 0),
                "competitive": pen.number(value(view, "localisation", "competitive", **at), 0),
                "path": path_told(view, region, activity),
            }
        )
    activity, region = shown[0]
    at = {"region": region, "activity": activity}

    def number(name: str, stage: str = "specialisation") -> str:
        return words.number(value(view, stage, name, **at), 2)

    return Exhibit(
        "localisation-evidence",
        say("evidence.title", years=view.focus),
        table=table(
            pen.columns(
                "activity",
                "region",
                "quotient:number",
                "range:number",
                "adjusted:number",
                "constant_price:number",
                "excess:number",
                "competitive:number",
                "path",
                years=years.spread,
            ),
            rows,
        ),
        text=(
            say(
                "evidence.text",
                growth=view.years([view.last - years.growth, view.last]),
                base=years.base or view.last - years.growth,
                unit=word(view.inputs.panels[MAIN].indicator.unit, view.language) or words.number(None),
                first=view.years([year - years.growth for year in years.focus]),
                last=view.focus,
            ),
            *((say("evidence.counts"),) if counted else ()),
            *notes,
        ),
        reading=say(
            "evidence.reading",
            activity=pen.names([activity]),
            region=view.region(region),
            quotient=number("quotient"),
            low=number("lowest_quotient"),
            high=number("highest_quotient"),
            years=years.spread,
            adjusted=number("adjusted_quotient"),
            constant=number("constant_price_quotient", "localisation"),
        ),
        sources=view.source(MAIN, VOLUME),
        caveats=view.caveats(MAIN, VOLUME, years=years.focus),
    )


def _shared(view: View) -> Exhibit | None:
    """Territories of more than one region; how many localisations stand alone is said."""
    if not view.inputs.geography.neighbours:
        return None
    say, pen, found = view.words.say, Pen(view), view.results["localisation"]
    members = found["place_members"].values
    alone = int((members == 1).sum())
    note = say("shared.text", n=alone, count=alone)
    groups = [int(place) for place in found.place.values[members > 1]]
    if not groups:
        return Exhibit("localisation-shared", say("shared.title", count=0), text=(say("shared.none"), note))
    groups = sorted(groups, key=lambda place: -float(found["place_national_share"].sel(place=place)))[:MOST]
    rows: list[Row] = [
        {
            "activity": pen.coded(view.activities[int(found["place_of"].sel(place=place))]),
            "regions": ", ".join(_members(view, place)),
            "national_share": pen.share(value(view, "localisation", "place_national_share", place=place)),
            "together_quotient": pen.number(value(view, "localisation", "place_quotient", place=place)),
        }
        for place in groups
    ]
    first = groups[0]
    return Exhibit(
        "localisation-shared",
        say("shared.title", count=int((members > 1).sum())),
        table=table(
            pen.columns("activity", "regions", "national_share:number", "together_quotient:number"),
            rows,
        ),
        text=(note,),
        reading=say(
            "shared.reading",
            activity=str(rows[0]["activity"][0] if isinstance(rows[0]["activity"], Cell) else rows[0]["activity"]),
            regions=view.words.join(_members(view, first)),
            share=view.words.percent(value(view, "localisation", "place_national_share", place=first), 1),
            quotient=view.words.number(value(view, "localisation", "place_quotient", place=first), 2),
        ),
        sources=view.source(MAIN),
    )


def _members(view: View, place: int) -> list[str]:
    there = (view.results["localisation"]["territory"] == place).any("activity")
    return [view.region(str(code), short=True) for code in there.region.values[there.values]]


def _kinds(view: View) -> Exhibit:
    """Kinds of region, with the rule beside the name."""
    say, words, pen, lines = view.words.say, view.words, Pen(view), view.study.territories
    rows: list[Row] = []
    for region in view.regions:
        count = value(view, "localisation", "kind_count", region=region)
        rows.append(
            {
                "region": view.region(region),
                "kind": say(f"kind.{text(view, 'localisation', 'kind', region=region)}"),
                "kind_count": pen.number(count, 0),
                "kind_core": pen.share(value(view, "localisation", "kind_core", region=region)),
                "kind_size": pen.number(value(view, "localisation", "kind_size", region=region)),
            }
        )
    first = max(view.regions, key=lambda code: value(view, "localisation", "kind_core", region=code))
    return Exhibit(
        "region-kinds",
        say("kinds.title"),
        table=table(pen.columns("region", "kind", "kind_count:number", "kind_core:bar", "kind_size:number"), rows),
        text=(
            say(
                "kinds.rule",
                large=words.number(lines.large, 1),
                many=lines.many,
                core=words.percent(lines.core),
            ),
        ),
        reading=say(
            "kinds.reading",
            region=view.region(first),
            kind=say(f"kind.{text(view, 'localisation', 'kind', region=first)}"),
            count=words.number(value(view, "localisation", "kind_count", region=first)),
            core=words.percent(value(view, "localisation", "kind_core", region=first), 1),
            size=words.number(value(view, "localisation", "kind_size", region=first), 2),
        ),
        sources=view.source(MAIN),
        caveats=view.caveats(MAIN, years=view.study.years.focus),
    )
