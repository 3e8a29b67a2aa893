"""Technologies within reach: what each serves, how ready it is, what it takes, and what is still to be judged.

    serving, in_question      which activities a technology serves, and for which regions it comes into question
    ahead, to_go              stages still ahead at a readiness level, and what they cost together
    box, thirds               attractiveness and feasibility as intervals, and the cells of the grid they touch
    shrunken_advantage        patents or papers by field against the country's, few documents trusted little
    concentration             how alike regions are in their fields, by likelihood
    adopted_by                share of similar regions that use a technology
    worth                     what a technology brings in every future
    domains                   activity, challenge and technologies together: the few priorities of a region

Readiness is a gate and drives cost; it is never a merit. What nobody judged stays open, and is counted.
"""

from __future__ import annotations

from smartspec.foresight.technologies.boxes import box, thirds
from smartspec.foresight.technologies.evidence import adopted_by, concentration, shrunken_advantage
from smartspec.foresight.technologies.links import domains, in_question, serving
from smartspec.foresight.technologies.readiness import ahead, to_go
from smartspec.foresight.technologies.value import worth

__all__ = [
    "adopted_by",
    "ahead",
    "box",
    "concentration",
    "domains",
    "in_question",
    "serving",
    "shrunken_advantage",
    "thirds",
    "to_go",
    "worth",
]
