"""Names of technologies, challenges, stages and verdicts in the language of a view.

called, challenge, stage, leaves    a technology, a challenge, a stage, what a stage must show
verdict                             what became of a technology in a region
span                                a range as text
sources                             where the numbers come from
unit                                the study's money
"""

from __future__ import annotations

import numpy as np

from smartspec.exhibits.facts import text
from smartspec.exhibits.view import View
from smartspec.panel import word

__all__ = ["called", "challenge", "leaves", "sections", "sources", "span", "stage", "unit", "verdict"]


def called(view: View, code: str) -> str:
    """The name of a technology."""
    known = view.inputs.technologies
    assert known is not None
    return word(known.name(code), view.language) or code


def challenge(view: View, code: str) -> str:
    """The name of a challenge."""
    known = view.inputs.technologies
    assert known is not None
    return word(known.register.challenges.get(code, {}), view.language) or code


def stage(view: View, key: str) -> str:
    """The name of a stage: the study's own, or the catalogue's."""
    wanted = view.study.technologies
    own = word(wanted.stages[key].name, view.language) if wanted and key in wanted.stages else ""
    if own or not key:
        return own
    return view.words.say(f"technologies.stage.{key}") if view.words.has(f"technologies.stage.{key}") else key


def leaves(view: View, key: str) -> str:
    """What must be shown at the end of a stage: the study's own words, or the catalogue's."""
    wanted = view.study.technologies
    assert wanted is not None
    own = word(wanted.stages[key].exit, view.language)
    if own or not view.words.has(f"technologies.exit.{key}"):
        return own or view.words.number(None)
    return view.words.say(f"technologies.exit.{key}")


def verdict(view: View, region: str, code: str) -> str:
    """What became of a technology in a region, with what holds it."""
    state = text(view, "portfolio", "state", region=region, technology=code)
    why = text(view, "technologies", "because", technology=code)
    told = view.words.say(f"what.{why}") if why else ""
    return view.words.say(f"technologies.state.{state}", why=told[:1].lower() + told[1:])


def span(view: View, low: float, high: float, digits: int = 1) -> str:
    """A range as text; one number where both ends are alike, a dash where it is unknown."""
    if not (np.isfinite(low) and np.isfinite(high)):
        return view.words.number(None)
    ends = [view.words.number(end, 0 if float(end).is_integer() else digits) for end in (low, high)]
    return ends[0] if ends[0] == ends[1] else "\u2013".join(ends)


def sections(view: View) -> bool:
    """Whether the study looks at sections, which are too wide for domains."""
    return view.inputs.classification.level_of(view.activities) == "section"


def sources(view: View, *names: str) -> tuple[str, ...]:
    """Where the numbers come from: the study's tables with their hashes, the register, what is cited."""
    known, wanted = view.inputs.technologies, view.study.technologies
    assert known is not None
    assert wanted is not None
    say = view.words.say
    found = [
        say("technologies.source.table", file=known.files[name][0], hash=known.files[name][1][:12])
        for name in names
        if name in known.files
    ]
    if "table" in names and wanted.begin_from is not None:
        found.append(say("technologies.source.register"))
    cited = list(dict.fromkeys(text for texts in known.told.values() for text in texts))
    if cited and {"readiness", "costs", "scores"} & set(names):
        found.append(say("technologies.source.cited", list="; ".join(cited[:8])))
    return tuple(found)


def unit(view: View) -> str:
    """The study's money, in words."""
    wanted = view.study.technologies
    return (word(wanted.money, view.language) if wanted else "") or view.words.say("technology.money")
