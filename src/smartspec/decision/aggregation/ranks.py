"""Places from scores.

    rank        places from scores
    scored      scores of a rule with what made them

One tie rule holds everywhere: scores apart by no more than rounding share the better place (1, 2, 2, 4).
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import xarray as xr

from smartspec.decision._places import TIES, label, places
from smartspec.decision._rule import Rule, score_once
from smartspec.decision.table import DecisionTable
from smartspec.errors import DecisionError

__all__ = ["rank", "scored"]


def rank(scores: xr.DataArray, *, best: Literal["most", "least"] = "most") -> xr.DataArray:
    """Places from scores: the best is 1; scores apart by no more than rounding share the better place.

    Parameters
    ----------
    scores : (..., candidate)
        Scores; missing ones get no place.
    best
        Whether the most is best, or the least, as with VIKOR's q.

    Returns
    -------
    (..., candidate)
        1, 2, 2, 4: after two in second place comes the fourth. Rounding is a millionth of a millionth of the
        largest score.

    Raises
    ------
    DecisionError
        No dimension 'candidate', an infinite score.

    Examples
    --------
    >>> scores = xr.DataArray([0.3, 0.7, 0.1 + 0.2, np.nan], coords={"candidate": list("ABCD")})
    >>> rank(scores).to_series().to_dict()
    {'A': 2.0, 'B': 1.0, 'C': 2.0, 'D': nan}
    """
    if "candidate" not in scores.dims:
        raise DecisionError(f"scores need the dimension 'candidate', found {scores.dims}.")
    if best not in ("most", "least"):
        raise DecisionError(f"best: 'most' or 'least', found {best!r}.")
    ordered = scores.transpose(..., "candidate").astype(float)
    if np.isinf(ordered.to_numpy()).any():
        raise DecisionError("an infinite score has no place: look for the division that made it.")
    found = ordered.copy(data=places(ordered.to_numpy() * (1.0 if best == "most" else -1.0)))
    found.attrs = {"best": best, **TIES}
    return found.transpose(*scores.dims)


def scored(t: DecisionTable, name: str, rule: Rule, **told: Any) -> xr.DataArray:
    """Scores of a rule at the table's own weights, labelled, with what made them in the attributes."""
    found = label(t, score_once(rule, t))
    found.attrs = {"rule": name, **told, "best": "most", **TIES}
    return found
