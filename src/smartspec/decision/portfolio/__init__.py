"""Which candidates to take together: budgets, limits, scenarios, and how close to the best the answer is.

    portfolio_problem    what may be chosen and within which limits
    choose               the best portfolio, by mixed-integer programming
    choose_each          a portfolio for each of thousands of scenarios, each with a proven gap
    classes              sure in, grey, sure out
    marginal             what another unit of a budget buys
    frontier             the best portfolio at every budget at once; enters_below, enters_above: what a gap could change
    conflict             limits that cannot all be kept, by name

A gap is always stated: `value` is reached, `bound` is passed by no portfolio, and the truth lies between them.
"""

from __future__ import annotations

from smartspec.decision.portfolio.conflict import conflict
from smartspec.decision.portfolio.exact import choose, marginal
from smartspec.decision.portfolio.frontier import best_each, enters_above, enters_below, frontier
from smartspec.decision.portfolio.problem import (
    Fixed,
    GroupLimit,
    Needs,
    OneOf,
    PortfolioProblem,
    Synergy,
    portfolio_problem,
)
from smartspec.decision.portfolio.scenarios import GREY, SURE_IN, SURE_OUT, choose_each, classes

__all__ = [
    "GREY",
    "SURE_IN",
    "SURE_OUT",
    "Fixed",
    "GroupLimit",
    "Needs",
    "OneOf",
    "PortfolioProblem",
    "Synergy",
    "best_each",
    "choose",
    "choose_each",
    "classes",
    "conflict",
    "enters_above",
    "enters_below",
    "frontier",
    "marginal",
    "portfolio_problem",
]
