"""The report's outline: which sections a document has, in which order.

document    all sections of a run in one language, resource regions before the others
"""

from __future__ import annotations

from smartspec.exhibits import method, overview
from smartspec.exhibits.bridges import bridges
from smartspec.exhibits.exhibit import Section
from smartspec.exhibits.firmness import firmness
from smartspec.exhibits.poles import poles
from smartspec.exhibits.proof import proof
from smartspec.exhibits.region import full_pages, region_section
from smartspec.exhibits.scenarios import scenarios
from smartspec.exhibits.technologies import technologies
from smartspec.exhibits.territories import territories
from smartspec.exhibits.view import View

__all__ = ["document"]


def document(view: View) -> tuple[Section, ...]:
    """All sections of a run in one language.

    Parameters
    ----------
    view
        A run in one language.

    Returns
    -------
    tuple of Section
        Findings, how far they can be trusted, the country at a glance, every region, then how it was made.
    """
    regions = Section(
        "regions",
        view.words.say("section.regions"),
        text=_lead(view),
        sections=tuple(region_section(view, code) for code in view.regions),
    )
    parts = (
        overview.findings(view),
        overview.trust(view),
        overview.types(view),
        overview.specialisation(view),
        territories(view),
        proof(view),
        poles(view),
        firmness(view),
        overview.futures(view),
        scenarios(view),
        technologies(view),
        bridges(view),
        regions,
        method.method(view),
        method.choices(view),
        method.options(view),
        method.data(view),
        method.imprint(view),
    )
    return tuple(part for part in parts if part is not None)


def _lead(view: View) -> tuple[str, ...]:
    """How the regions' pages are built and, in a study of many regions, which of them are short and how to get more."""
    say, full = view.words.say, len(full_pages(view))
    short = len(view.regions) - full
    return (say("regions.lead"), *((say("regions.some_short", full=full, short=short),) if short else ()))
