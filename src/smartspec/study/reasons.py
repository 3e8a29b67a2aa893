"""Why a region falls short in some futures: a box, a tree and sign-posts, found when somebody asks.

    Reasons    what was found for one region
    reasons    the same from a run's results

Kept out of the stages, since only a report or an export needs it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xarray as xr

from smartspec.foresight import discovery
from smartspec.study.config import Study

__all__ = ["Reasons", "reasons"]


@dataclass(frozen=True)
class Reasons:
    """What was found for one region: share of futures that fall short, the box, the tree's worst leaf, sign-posts."""

    failing: float
    box: discovery.Box
    leaf: discovery.Leaf
    signs: xr.Dataset


def reasons(study: Study, result: xr.Dataset, constant: str, *, variant: str | None = None) -> Reasons | None:
    """Why a constant region falls short of its first outcome in some futures.

    Parameters
    ----------
    study
        The study.
    result
        The results of the stage `scenarios`.
    constant
        A constant region's code.
    variant
        The variant asked about; the first when left out.

    Returns
    -------
    Reasons or None
        None where the region has no futures.
    """
    options = study.scenarios
    here = result.sel(constant=constant)
    judged = here["judged"].sel(variant=variant or here.variant.values[0], drop=True).drop_vars("constant")
    if not bool(judged.notnull().all()):
        return None
    entry = options.outcomes[str(result.outcome.values[0])]
    fails = xr.zeros_like(judged, dtype=bool)
    line = float(here["line"].isel(outcome=0))
    if entry.own_past or entry.at_least is not None:
        if not np.isfinite(line):
            return None
        fails = fails | (judged < line)
    if entry.at_most is not None:
        fails = fails | (judged > entry.at_most)
    factors = here["factor_value"].drop_vars("constant").transpose("future", "factor")
    moves = (factors.max("future") > factors.min("future")).values
    factors = factors.isel(factor=moves)
    seen = here["seen"].drop_vars("constant").rename(sign="factor").transpose("future", "factor")
    box = discovery.prim(factors, fails, alpha=options.alpha, least=options.mass)
    leaf = discovery.tree(factors, fails, depth=2, least=options.mass)[0]
    return Reasons(float(fails.mean()), box, leaf, discovery.signposts(seen, fails))
