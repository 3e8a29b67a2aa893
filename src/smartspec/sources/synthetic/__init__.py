"""Made-up figures with a known truth, to teach the method and to test it: never to be taken for statistics.

    recipe     every number the generator uses, in one place
    truth      what is planted: capabilities, types, strengths, fading, emerging, entries, price responses
    figures    the tables an office would publish of such a country
    technologies  made-up technologies, patents and costs, with what must be chosen among them
    tables     both written down: figures as a study has them, the truth beside

The same seed gives the same bytes. Activities come from a stream of their own, so that one seed has the same
activities whatever the number of regions.
"""

from __future__ import annotations

from smartspec.sources.synthetic.figures import Teaching, generate
from smartspec.sources.synthetic.recipe import Recipe
from smartspec.sources.synthetic.tables import write_study
from smartspec.sources.synthetic.truth import Truth

__all__ = ["Recipe", "Teaching", "Truth", "generate", "write_study"]
