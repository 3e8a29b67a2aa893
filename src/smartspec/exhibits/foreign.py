"""Names of what lies abroad: regions, countries, common groups, and whose figures they were computed from.

codes_of        codes of a list of peers, nearest first
country_name    a country in a language
place_name      a region abroad, with its country where asked
group_name      a common group, by the activities of the study that stand in it
offered         common groups with at least one candidate
licences        one line for each publisher, with its terms
"""

from __future__ import annotations

from babel import Locale
from babel.core import get_global

from smartspec.exhibits.view import View
from smartspec.panel import word

__all__ = ["codes_of", "country_name", "group_name", "licences", "offered", "place_name"]


def codes_of(view: View, name: str, region: str) -> list[str]:
    """Codes of a region's peers, nearest first; `name` is the variable that holds them."""
    return [str(code) for code in view.results["world"][name].sel(region=region).values]


def country_name(view: View, code: str) -> str:
    """The country of a region abroad; "own country" for one of the study's own."""
    world = view.inputs.world
    if world is None or code not in world.names:
        return view.words.say("abroad.own")
    letters = str(world.country.sel(peer=code).item())
    two = get_global("territory_aliases").get(letters, [letters])[0]  # a language names countries by two letters
    return str(Locale.parse(view.language).territories.get(two, letters))


def place_name(view: View, code: str, *, country: bool = False) -> str:
    """A region abroad by its name, or one of the study's own."""
    world = view.inputs.world
    if world is None or code not in world.names:
        return view.region(code)
    name = word(world.names[code], view.language) or code
    return f"{name} ({country_name(view, code)})" if country else name


def group_name(view: View, group: str) -> str:
    """A common group by the activities of the study that stand in it."""
    of = view.results["world"]["group"]
    return ", ".join(view.activity(str(code)) for code in of.activity.values[of.values == group])


def offered(view: View) -> list[str]:
    """Common groups with at least one activity that may be proposed, in the study's order."""
    of = view.results["world"]["group"].to_series()
    return list(dict.fromkeys(str(of[code]) for code in view.activities if view.inputs.roles[code].role == "candidate"))


def licences(view: View) -> tuple[str, ...]:
    """One line for each publisher: who, what, under which terms."""
    world = view.inputs.world
    if world is None:
        return ()
    return tuple(
        view.words.say(
            "abroad.source",
            publisher=one.publisher or view.words.say("abroad.own_panel"),
            title=one.title,
            licence=_terms(view, one.licence),
        )
        for one in world.sources
    )


def _terms(view: View, licence: str) -> str:
    """Terms by their name, or in the language where they are a thing and no name."""
    key = f"licence.{licence}"
    if view.words.has(key):
        return view.words.say(key)
    return licence or view.words.say("abroad.no_licence")
