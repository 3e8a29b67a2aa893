"""Findings as sentences a person can check: which numbers put something there, and what would remove it.

    type_of     what kind of region this is, by which number, and how near it stands to another kind
    borders     where borders moved: since when, and which constant region stands in
    strengths   what a region is strong in, or that it has no strength and what comes nearest
    place       share, quotient, its range and twins
    growth      real growth beside the country's, or why it is not known
    twins       the quotient without extraction, and with extraction at its mean share
    caution     the first release, where it contradicts the mean
    why         the numbers behind an activity of the long list
    firmness    how firm its place is: among the weightings tried, and in the futures drawn
    removal     what would take it off the list
    headline    type and directions, short enough for a command line

A sentence says no number that is not in the results, and every number says its years.
"""

from __future__ import annotations

import math

import numpy as np

from smartspec.exhibits import facts
from smartspec.exhibits.facts import text, value
from smartspec.exhibits.tables import Pen
from smartspec.exhibits.view import View

__all__ = [
    "borders", "caution", "firmness", "growth", "headline", "place", "removal", "strengths", "twins", "type_of", "why",
]  # fmt: skip


def type_of(view: View, region: str) -> list[str]:
    """What kind of region this is, by which number, and how near it stands to another kind.

    Examples
    --------
    A resource region's sentence names extraction's share, the years and the line:
    "Extraction makes 51.3 % of value added (2022–2024); a resource region begins at 25 %."
    """
    say, words, lines = view.words.say, view.words, view.study.types
    kind = text(view, "profile", "type", region=region)
    shares = {
        name: value(view, "profile", name, region=region) for name in ("extraction", "manufacturing", "agriculture")
    }
    told = say(
        f"type.{kind}.fact",
        years=view.focus,
        times=words.number(value(view, "profile", "agriculture_quotient", region=region), 2),
        resource=words.percent(lines.resource),
        processing=words.percent(lines.processing),
        agrarian=words.limit(lines.agrarian),
        **{name: words.percent(share, 1) for name, share in shares.items()},
    )
    found = [say("type.of", region=view.region(region), type=say(f"type.{kind}")), told]
    near = text(view, "profile", "near", region=region)
    if near:
        margin = value(view, "profile", f"{near}_margin", region=region)
        side = "above" if margin >= 0 else "below"
        found.append(say(f"near.{side}", margin=words.number(100 * abs(margin), 1), line=say(f"line.{near}")))
    return found


def borders(view: View, region: str) -> list[str]:
    """Where borders moved: since when figures stand within today's, and which constant region stands in."""
    geography = view.inputs.geography
    if not geography.moved(region):
        return []
    constant = geography.constant_of(region)
    return [
        view.words.say(
            "borders.moved",
            year=geography.first_year(region),
            constant=view.region(constant)
            if constant in geography.constant_names
            else view.words.join([view.region(code) for code in geography.constant[constant]]),
        )
    ]


def _nearest(view: View, region: str) -> tuple[str, float]:
    """The candidate with the mass of a strength whose quotient is highest, and the quotient."""
    codes = [code for code in view.activities if view.inputs.roles[code].role == "candidate"]
    heavy = [
        code
        for code in codes
        if value(view, "specialisation", "share", region=region, activity=code) >= view.study.strengths.mass
    ]
    if not heavy:
        return "", np.nan
    best = max(heavy, key=lambda code: value(view, "specialisation", "quotient", region=region, activity=code))
    return best, value(view, "specialisation", "quotient", region=region, activity=best)


def strengths(view: View, region: str) -> list[str]:
    """What a region is strong in, what fades, or that it has no strength and what comes nearest to one."""
    say, pen, lines = view.words.say, Pen(view), view.study.strengths
    found = []
    for kind in ("strength", "declining", "emerging"):
        if codes := facts.candidates_with(view, region, kind):
            found.append(say(f"has.{kind}", activities=pen.names(codes)))
    if not facts.candidates_with(view, region, "strength"):
        limits = {"line": view.words.number(lines.quotient, 1), "mass": view.words.percent(lines.mass)}
        nearest, quotient = _nearest(view, region)
        found.insert(0, say("has.no_strength", **limits, years=view.focus))
        if nearest and quotient < lines.quotient:
            found.insert(1, say("has.nearest", activity=pen.names([nearest]), quotient=view.words.number(quotient, 2)))
    if not facts.listed(view, region):
        found.append(say("has.no_sign"))
    return found


def why(view: View, region: str, activity: str) -> list[str]:
    """The numbers behind an activity: place, range and twins, first release, growth, similar regions."""
    return [
        *place(view, region, activity),
        *_latest(view, region, activity),
        growth(view, region, activity),
        _peers(view, region, activity),
        *_related(view, region, activity),
        *_flag(view, region, activity),
    ]


def _made(view: View, name: str, region: str, activity: str) -> float:
    return value(view, "specialisation", name, region=region, activity=activity)


def place(view: View, region: str, activity: str) -> list[str]:
    """Share here and in the country, quotient, its range, and its twins."""
    words, years = view.words, view.study.years
    country = value(view, "specialisation", "country_share", activity=activity)
    found = [
        words.say(
            "why.place",
            share=words.percent(_made(view, "share", region, activity), 1),
            country=words.percent(country, 1),
            quotient=words.number(_made(view, "quotient", region, activity), 2),
            years=view.focus,
        )
    ]
    low, high = (_made(view, name, region, activity) for name in ("lowest_quotient", "highest_quotient"))
    if np.isfinite(low):
        first = max(view.last - years.spread + 1, int(value(view, "scope", "own_since", region=region)))
        span = view.years([first, view.last])
        found.append(words.say("why.range", years=span, low=words.number(low, 2), high=words.number(high, 2)))
    return [*found, *twins(view, region, activity)]


def twins(view: View, region: str, activity: str) -> list[str]:
    """The quotient without extraction, and with extraction at its mean share of many years."""
    adjusted, held = (_made(view, name, region, activity) for name in ("adjusted_quotient", "held_quotient"))
    if not (np.isfinite(adjusted) and np.isfinite(held)):
        return []
    number = view.words.number
    return [view.words.say("why.twins", adjusted=number(adjusted, 2), held=number(held, 2))]


def caution(view: View, region: str, activity: str) -> list[str]:
    """The first release where it stands on the other side of the line, for a finding told in short."""
    latest, mean = (_made(view, name, region, activity) for name in ("latest_quotient", "quotient"))
    line = view.study.strengths.quotient
    return _latest(view, region, activity) if np.isfinite(latest) and (latest >= line) != (mean >= line) else []


def _latest(view: View, region: str, activity: str) -> list[str]:
    """The first release, beside the mean; said louder where it stands on the other side of the line."""
    words, year = view.words, view.study.years.first_release
    latest = _made(view, "latest_quotient", region, activity)
    if year is None or not np.isfinite(latest):
        return []
    line = view.study.strengths.quotient
    mean = _made(view, "quotient", region, activity)
    key = "why.latest" if (latest >= line) == (mean >= line) else f"why.latest_{'above' if latest >= line else 'below'}"
    return [words.say(key, year=year, quotient=words.number(latest, 2), line=words.number(line, 1))]


def growth(view: View, region: str, activity: str) -> str:
    """Real growth beside the country's with its error, or why it is not known."""
    words, pen = view.words, Pen(view)
    growth = value(view, "dynamics", "growth", region=region, activity=activity)
    if not np.isfinite(growth):
        return words.say("why.growth_unknown", reason=facts.unknown_growth(view, region, activity))
    return words.say(
        "why.growth",
        years=view.years([view.last - view.study.years.growth, view.last]),
        growth=pen.rate(growth).text,
        country=pen.rate(value(view, "dynamics", "national_growth", activity=activity)).text,
        error=words.number(100 * value(view, "dynamics", "lead_error", region=region, activity=activity), 1),
        points=words.signed(value(view, "dynamics", "contribution", region=region, activity=activity), 1),
        total=words.signed(value(view, "dynamics", "total_growth", constant=region), 1),
    )


def _peers(view: View, region: str, activity: str) -> str:
    there = facts.holders(view, region, activity)
    names = ", ".join(view.region(code, short=True) for code in there)
    key = "why.peers" if there else "why.no_peers"
    return view.words.say(key, n=len(there), count=len(there), all=view.study.peers.count, names=names)


def _related(view: View, region: str, activity: str) -> list[str]:
    density = value(view, "relatedness", "density", region=region, activity=activity)
    return [view.words.say("why.density", density=view.words.number(density, 2))] if np.isfinite(density) else []


def _flag(view: View, region: str, activity: str) -> list[str]:
    if not facts.flagged(view, region, activity):
        return []
    factor = view.words.limit(view.study.years.spike)
    return [view.words.say("why.flagged", hint=view.words.say("mark.flagged.hint", years=view.focus, factor=factor))]


def firmness(view: View, region: str, activity: str) -> list[str]:
    """How firm the place of a ranked candidate is: among the weightings tried, and in the futures drawn."""
    words, kept = view.words, view.study.ranking.directions
    there = facts.ranked(view, region)
    first = value(view, "ranking", "first", region=region, activity=activity)
    within = value(view, "ranking", "within", region=region, activity=activity)
    shares = {"first": words.percent(first), "within": words.percent(within), "kept": kept, "count": len(there)}
    if len(there) == 1:
        found = [words.say("firm.alone")]
    elif not np.isfinite(first):
        found = [words.say("firm.unranked")]
    else:
        found = [words.say("firm.all_fit" if len(there) <= kept else "firm.within", **shares)]
    survival = value(view, "futures", "survival", region=region, activity=activity)
    if not np.isfinite(survival):
        return [*found, words.say("futures.unknown", reason=facts.no_future(view, region, activity))]
    estimated, cited, assumed = facts.parameters(view, region, activity)
    return [
        *found,
        words.say(
            "futures.survival",
            share=words.percent(survival),
            futures=words.number(view.study.futures.count),
            years=view.study.futures.years,
            estimated=estimated,
            cited=cited,
            assumed=assumed,
        ),
    ]


def removal(view: View, region: str, activity: str) -> list[str]:
    """What would take an activity off the list, in numbers that can be checked."""
    kind = text(view, "long_list", "class", region=region, activity=activity)
    if kind in ("strength", "declining"):
        return _removal_of_strength(view, region, activity, kind)
    if kind == "emerging":
        found = [_removal_of_emerging(view, region, activity)]
    else:
        signs = _signs(view, region, activity)
        told = {"count": len(signs), "needed": view.study.poles.signs, "signs": "; ".join(signs)}
        found = [view.words.say("removal.weak", n=len(signs), **told)]
    share, mass = _made(view, "share", region, activity), view.study.gates.mass
    if share >= mass:
        found.append(view.words.say("removal.mass", mass=view.words.percent(mass), now=view.words.percent(share, 1)))
    return found


def _removal_of_emerging(view: View, region: str, activity: str) -> str:
    words, pen, at = view.words, Pen(view), {"region": region, "activity": activity}
    return words.say(
        "removal.emerging",
        line=pen.rate(facts.faster_from(view, region, activity)).text,
        now=pen.rate(value(view, "dynamics", "growth", **at)).text,
        low=words.number(view.study.strengths.emerging_from, 1),
        quotient=words.number(_made(view, "quotient", region, activity), 2),
    )


def _removal_of_strength(view: View, region: str, activity: str, kind: str) -> list[str]:
    words, lines = view.words, view.study.strengths
    needed = lines.quotient * value(view, "specialisation", "country_share", activity=activity)
    by_mass = lines.mass > needed
    there = _made(view, "share", region, activity)
    line, now = _told_apart(view, max(needed, lines.mass), there)
    found = [
        words.say(
            "removal.strength_mass" if by_mass else "removal.strength",
            share=line,
            now=now,
            line=words.number(lines.quotient, 1),
        )
    ]
    if np.isfinite(value(view, "dynamics", "growth", region=region, activity=activity)):
        found.append(words.say(f"removal.{kind}_growth"))
    signs = _signs(view, region, activity)
    found.append(words.say("removal.stays" if signs else "removal.leaves"))
    return found


def _told_apart(view: View, *shares: float) -> list[str]:
    """Shares with as many digits as tell them apart, two at most."""
    told = [view.words.percent(share, 1) for share in shares]
    return told if len(set(told)) == len(told) else [view.words.percent(share, 2) for share in shares]


def _signs(view: View, region: str, activity: str) -> list[str]:
    """The signs that speak for a weak candidate, each with what would take it away."""
    words, count = view.words, view.study.peers.count
    at = {"region": region, "activity": activity}
    found = []
    if value(view, "long_list", "growing", **at) == 1:
        line = Pen(view).rate(max(facts.faster_from(view, region, activity), 0.0)).text
        found.append(
            words.say("sign.growing", line=line, now=Pen(view).rate(value(view, "dynamics", "growth", **at)).text)
        )
    if value(view, "long_list", "held_by_peers", **at) == 1:
        needed = math.ceil(view.study.poles.precedent * count - 1e-9)
        found.append(words.say("sign.held", needed=needed, all=count, now=len(facts.holders(view, region, activity))))
    if value(view, "long_list", "related", **at) == 1:
        found.append(words.say("sign.related"))
    return found


def headline(view: View, region: str) -> list[str]:
    """Type and directions of a region, each with its reason, in lines short enough for a command line."""
    words = view.words
    kind = words.say(f"type.{text(view, 'profile', 'type', region=region)}")
    extraction = words.percent(value(view, "profile", "extraction", region=region), 1)
    lines = [words.say("headline.region", region=view.region(region), type=kind, extraction=extraction)]
    for activity in facts.chosen(view, region):
        lines.append(
            words.say(
                "headline.direction",
                activity=facts.named(view, region, activity),
                kind=words.say(f"class.{text(view, 'long_list', 'class', region=region, activity=activity)}"),
                quotient=words.number(_made(view, "quotient", region, activity), 2),
                share=words.percent(_made(view, "share", region, activity), 1),
                firm=firmness(view, region, activity)[0],
            )
        )
    return lines if len(lines) > 1 else [*lines, *strengths(view, region)]
