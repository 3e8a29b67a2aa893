"""A region's candidates for poles: the plane they stand on, and a card for each.

    pole_cards    the section of a region's page
    shown         which candidates get a card, and by what they were taken

A card answers six questions: within reach, worth having, what is missing, who did it, how far proven, what would
change our mind.
"""

from __future__ import annotations

import numpy as np

from smartspec.diagnosis.poles import missing_links
from smartspec.exhibits import charts, facts, sentences
from smartspec.exhibits.exhibit import Exhibit, Section
from smartspec.exhibits.facts import text, value
from smartspec.exhibits.poles import badge, candidates
from smartspec.exhibits.tables import Pen
from smartspec.exhibits.view import View
from smartspec.study.inputs import MAIN, VOLUME

__all__ = ["pole_cards", "shown"]

PAY = "hourly_earnings"
"""A table of pay by activity; its country row is read."""
LINKS = 5


def shown(view: View, region: str) -> tuple[list[str], str]:
    """Candidates that get a card and the key of their order; all of them where relatedness is no finding."""
    codes = candidates(view, region)
    most = view.study.plane.cards
    if value(view, "relatedness", "enough") != 1 or len(codes) <= most:
        return codes, ""
    chance = {code: _chance(view, region, code) for code in codes}
    if any(np.isfinite(found) for found in chance.values()):
        return sorted(codes, key=lambda code: -np.nan_to_num(chance[code], nan=-1.0))[:most], "by_chance"
    return codes[:most], "in_order"


def _chance(view: View, region: str, activity: str) -> float:
    """The calibrated chance of entry, where the lift of this relatedness is proven; not a number elsewhere."""
    if view.inputs.geography.moved(region) or view.study.relatedness.source != "own":
        return np.nan
    return value(view, "validation", "chance", constant=region, activity=activity)


def pole_cards(view: View, region: str) -> Section:
    """The plane and the cards of one region.

    Parameters
    ----------
    view
        A run in one language.
    region
        The region's code.

    Returns
    -------
    Section
    """
    say = view.words.say
    codes, order = shown(view, region)
    title, every = say("section.pole_cards"), candidates(view, region)
    if not every:
        return Section(f"{region}-poles", title, text=(say("poles.none"),))
    told = []
    if order:
        told.append(
            say("pole_cards.some", shown=len(codes), count=len(every), order=say(f"pole_cards.{order}")),
        )
    if value(view, "relatedness", "enough") != 1:
        told.append(say("pole_cards.evidence"))
    drawn = charts.plane(view, region, codes)
    cards = [_card(view, region, code) for code in codes]
    return Section(
        f"{region}-poles", title, text=tuple(told), exhibits=tuple(one for one in (drawn, *cards) if one is not None)
    )


def _card(view: View, region: str, activity: str) -> Exhibit:
    say = view.words.say
    lines = [
        say("pole.feasible", told=" ".join(_feasible(view, region, activity))),
        say("pole.desirable", told=" ".join(_desirable(view, region, activity))),
        _missing(view, region, activity),
        *_links(view, region, activity),
        _who(view, region, activity),
        say("pole.badge", badge=badge(view)),
        say("pole.mind", told=" ".join(sentences.removal(view, region, activity))),
    ]
    return Exhibit(
        f"{region}-pole-{activity}",
        say("pole.title", activity=facts.named(view, region, activity)),
        text=tuple(lines),
        sources=view.source(MAIN, VOLUME, PAY),
        caveats=view.caveats(MAIN, VOLUME, region=region, activity=activity, years=view.study.years.focus),
    )


def _feasible(view: View, region: str, activity: str) -> list[str]:
    """Density with its interval, place and quadrant where there is one; size and growth in every case."""
    say, words, at = view.words.say, view.words, {"region": region, "activity": activity}
    found = [*sentences.place(view, region, activity), sentences.growth(view, region, activity)]
    density = value(view, "relatedness", "density", **at)
    if np.isfinite(density):
        rivals = [value(view, "relatedness", "density", region=region, activity=c) for c in candidates(view, region)]
        rivals = [rival for rival in rivals if np.isfinite(rival)]
        low, high = (value(view, "poles", name, **at) for name in ("low", "high"))
        quadrant = text(view, "poles", "quadrant", **at)
        found.append(
            say(
                "pole.density" if np.isfinite(low) else "pole.density_only",
                density=words.number(density, 2),
                low=words.number(low, 2),
                high=words.number(high, 2),
                place=1 + sum(rival > density for rival in rivals),
                count=len(rivals),
                quadrant=say(f"quadrant.{quadrant}") if quadrant else words.number(None),
            )
        )
        if value(view, "poles", "sure", **at) == 0:
            found.append(say("pole.unsure"))
    if np.isfinite(chance := _chance(view, region, activity)):
        found.append(say("pole.chance", count=words.number(100 * chance)))
    return found


def _desirable(view: View, region: str, activity: str) -> list[str]:
    """Complexity, outlook gain, growth of the market in the country, pay."""
    say, words = view.words.say, view.words
    complexity = value(view, "relatedness", "complexity", activity=activity)
    found = [say("pole.no_complexity")]
    if np.isfinite(complexity):
        gain = value(view, "poles", "gain", region=region, activity=activity)
        below = float((view.results["relatedness"]["complexity"] < complexity).mean())
        found = [say("pole.complexity", share=words.percent(below), gain=words.signed(gain, 2))]
    market = value(view, "dynamics", "national_growth", activity=activity)
    years = view.years([view.last - view.study.years.growth, view.last])
    if np.isfinite(market):
        found.append(say("pole.market", growth=Pen(view).rate(market).text, years=years))
    else:
        found.append(say("pole.no_market"))
    return [*found, _pay(view, activity)]


def _pay(view: View, activity: str) -> str:
    """Pay of an activity in the country against the mean of all, the last year both are known."""
    panel = view.inputs.panels.get(PAY)
    row = None if panel is None else panel.reference
    if row is None or not {activity, "TOTAL"} <= set(row.activity.values.tolist()):
        return view.words.say("pole.no_pay")
    ratio = (row.sel(activity=activity) / row.sel(activity="TOTAL")).dropna("year")
    if not ratio.size:
        return view.words.say("pole.no_pay")
    last = ratio.isel(year=-1)
    return view.words.say("pole.pay", ratio=view.words.number(float(last), 2), year=int(last.year))


def _missing(view: View, region: str, activity: str) -> str:
    """The strongest related activities the region does not hold, those left out that nobody chooses."""
    say, related = view.words.say, view.results["relatedness"]
    if "proximity" not in related:
        return say("pole.missing_unknown")
    quotient = view.results["specialisation"]["quotient"].sel(region=region, drop=True)
    held = (quotient >= view.study.strengths.present).astype(float).where(quotient.notnull())
    choice = [view.inputs.roles[str(code)].role != "no_choice" for code in held.activity.values]
    held = held.where(choice)
    links = missing_links(held, related["proximity"], activity=activity, count=LINKS)
    told = [
        f"{view.activity(str(code))} ({code}) {view.words.number(float(strength), 2)}"
        for code, strength in zip(links.other.values, links.values, strict=True)
    ]
    return say("pole.missing", list=", ".join(told)) if told else say("pole.missing_none")


def _links(view: View, region: str, activity: str) -> list[str]:
    """What it would buy from and sell to what is held, where the study has flows."""
    if "suppliers_held" not in view.results["poles"]:
        return []
    percent, at = view.words.percent, {"activity": activity}
    return [
        view.words.say(
            "pole.links",
            suppliers=percent(value(view, "poles", "suppliers_held", region=region, **at)),
            buyers=percent(value(view, "poles", "buyers_held", region=region, **at)),
            downstream=percent(value(view, "poles", "downstream", **at)),
            upstream=percent(value(view, "poles", "upstream", **at)),
        )
    ]


def _who(view: View, region: str, activity: str) -> str:
    there, count = facts.holders(view, region, activity), view.study.peers.count
    if not there:
        return view.words.say("pole.who_none", all=count)
    names = ", ".join(view.region(code, short=True) for code in there)
    return view.words.say("pole.who", count=len(there), all=count, names=names)
