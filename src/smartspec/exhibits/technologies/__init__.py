"""Technologies on the page: the long list, what must be judged, the priorities, and the portfolio where there is one.

    technologies    the section, or nothing where the study names none

Where nobody judged, the page says what to ask and whom; it shows no number, no order and nothing sure.
"""

from __future__ import annotations

from smartspec.exhibits import charts
from smartspec.exhibits.exhibit import Section
from smartspec.exhibits.facts import value
from smartspec.exhibits.technologies.choice import portfolio
from smartspec.exhibits.technologies.evidence import evidence
from smartspec.exhibits.technologies.longlist import asks, long_list, places, stages
from smartspec.exhibits.technologies.priorities import priorities
from smartspec.exhibits.view import View

__all__ = ["technologies"]


def technologies(view: View) -> Section | None:
    """Which technologies come into question, what is known of them, and what to pay for.

    Parameters
    ----------
    view
        A run in one language.

    Returns
    -------
    Section or None
        None where the study names no technologies.
    """
    known, wanted = view.inputs.technologies, view.study.technologies
    if known is None or wanted is None or value(view, "technologies", "given") != 1:
        return None
    say = view.words.say
    found = view.results["technologies"]
    judged = bool((found["trl"].notnull() | found["attractiveness"].notnull().any("bound")).any())
    text = [say("technologies.lead")]
    if view.study.synthetic:
        text.append(say("technologies.synthetic"))
    if not judged:
        text.append(say("technologies.unjudged", count=len(known.codes)))
    text.append(say("technologies.how"))
    exhibits = (
        asks(view),
        long_list(view),
        charts.technology_boxes(view),
        places(view),
        priorities(view),
        stages(view),
        evidence(view),
    )
    return Section(
        "technologies",
        say("section.technologies"),
        text=tuple(text),
        exhibits=tuple(one for one in exhibits if one is not None),
        sections=portfolio(view),
    )
