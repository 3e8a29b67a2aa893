"""Complexity: what the pattern of who does what says about how demanding activities are.

    counts       diversity, ubiquity, and the two reflecting each other
    eigenvector  regions and activities by the second eigenvector of the normalised pattern
    iteration    fitness and its kin
    combined     two eigenvectors in one index
    income       the income and the inequality activities stand for
    outlook      how much complexity lies within reach
    structure    nestedness, the order's fit to the data, ease of recombination

Presence (..., region, activity) of 0 and 1 in. The indices measure groups of similarity; on few regions or
broad activities they may mean little, and a result says when it is not determined.
"""

from __future__ import annotations

from smartspec.measures.complexity.combined import genepy
from smartspec.measures.complexity.counts import diversity, reflections, ubiquity
from smartspec.measures.complexity.eigenvector import economic_complexity, projected_complexity
from smartspec.measures.complexity.income import activity_gini, expy, prody
from smartspec.measures.complexity.iteration import eci_plus, fitness
from smartspec.measures.complexity.outlook import outlook_gain, outlook_index
from smartspec.measures.complexity.structure import ease_of_recombination, log_supermodularity, nestedness

__all__ = [
    "activity_gini",
    "diversity",
    "ease_of_recombination",
    "eci_plus",
    "economic_complexity",
    "expy",
    "fitness",
    "genepy",
    "log_supermodularity",
    "nestedness",
    "outlook_gain",
    "outlook_index",
    "prody",
    "projected_complexity",
    "reflections",
    "ubiquity",
]
