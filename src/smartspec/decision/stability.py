"""How far one weight may move before another candidate comes first.

    weight_stability    for each criterion the weights between which the leader stays first

Closed form, since the rules it takes are linear in their weights; no weighting is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import xarray as xr

from smartspec.decision._labels import Flags, Floats
from smartspec.decision._places import TIES, places
from smartspec.decision._rule import terms_once
from smartspec.decision._rules import LINEAR, prepare
from smartspec.decision.missing import present_rows, refuse_unknown
from smartspec.decision.scaling import NOISE, Constant
from smartspec.decision.table import DecisionTable
from smartspec.errors import DecisionError

__all__ = ["weight_stability"]


def weight_stability(
    t: DecisionTable,
    *,
    rule: str = "weighted_sum",
    options: Mapping[str, Any] | None = None,
    constant: Constant = "refuse",
) -> xr.Dataset:
    r"""How far each weight may move before another candidate comes first.

    One weight moves at a time; all others keep their proportions to each other.

    Parameters
    ----------
    t
        The table.
    rule
        ``"weighted_sum"``, ``"weighted_product"``, ``"promethee"`` or ``"spotis"``: the others are not linear.
    options
        Options of the rule, such as ``{"scaling": "rank"}``.
    constant
        Passed to the rule.

    Returns
    -------
    Dataset
        leader (...)
            the first at the table's own weights, the one listed first where several are; '' without candidates
        lower, upper (..., criterion)
            weights between which the leader stays first; 0 and 1 where nothing can dislodge it; missing for a
            criterion that has no weight, or all of it
        below, above (..., criterion)
            the candidate that takes over beyond them; '' where none does

    Raises
    ------
    DecisionError
        An unknown cell, another rule, or what the rule refuses.

    Notes
    -----
    With weight x on criterion j and r the sum of the other terms (scaled cells, their logarithms, net flows), rescaled
    to weights of sum 1, the lead of a over b is :math:`x (s_{aj} - s_{bj}) + (1 - x)(r_a - r_b)`: a straight line,
    zero at one x at most.
    Mareschal (1988).

    Examples
    --------
    >>> import pandas as pd
    >>> from smartspec.decision.table import table
    >>> frame = pd.DataFrame({"growth": [1.0, 0.6, 0.0], "size": [0.0, 0.6, 1.0]}, index=["A", "B", "C"])
    >>> found = weight_stability(table(frame))
    >>> str(found["leader"].item()), found["upper"].round(6).to_series().to_dict()
    ('B', {'growth': 0.6, 'size': 0.6})
    """
    if rule not in LINEAR:
        raise DecisionError(
            f"weight_stability works for rules linear in the weights, {', '.join(LINEAR)}, not '{rule}'."
        )
    refuse_unknown(t, "weight_stability")
    there = present_rows(t)
    (s,), w = terms_once(prepare(t, rule, {rule: options or {}}, constant=constant), t)
    s = -s if rule == "spotis" else s
    w = np.broadcast_to(w, (*s.shape[:-2], 1, s.shape[-1]))
    total = (w * s).sum(axis=-1, keepdims=True)
    movable = (w > 0) & (w < 1 - NOISE)
    rest = (total - w * s) / np.where(movable, 1 - w, np.nan)
    top = np.sort(np.where(places(total[..., 0]) == 1, np.arange(s.shape[-2]), s.shape[-2]), axis=-1)[..., :1, None]
    first = np.minimum(top, s.shape[-2] - 1)
    lead_rest = np.take_along_axis(rest, first, axis=-2) - rest
    slope = np.take_along_axis(s, first, axis=-2) - s - lead_rest
    moves = np.abs(slope) > NOISE
    crossing = np.where(moves, -lead_rest / np.where(moves, slope, 1.0), np.nan)
    crossing = np.where(np.abs(total - np.take_along_axis(total, first, axis=-2)) <= NOISE, w, crossing)
    lower, below = _limit(t, np.where(moves & (slope > 0) & (crossing > NOISE), crossing, np.nan), movable, 0.0)
    upper, above = _limit(t, np.where(moves & (slope < 0) & (crossing < 1 - NOISE), -crossing, np.nan), movable, -1.0)
    names = np.array([str(name) for name in t.candidates])
    leader = np.where(there.any(axis=-1), names[first[..., 0, 0]], "")
    axes = (*t.lead, "criterion")
    coords = {dim: t.values.indexes[dim] for dim in axes}
    return xr.Dataset(
        {
            "leader": (t.lead, leader),
            "lower": (axes, lower),
            "upper": (axes, -upper),
            "below": (axes, below),
            "above": (axes, above),
        },
        coords=coords,
        attrs={"rule": rule, **TIES},
    )


def _limit(t: DecisionTable, crossing: Floats, movable: Flags, end: float) -> tuple[Floats, npt.NDArray[np.str_]]:
    """The nearest crossing from below (..., criterion), or the end of the scale; and who takes over there."""
    reached = np.isfinite(crossing).any(axis=-2)
    at = np.argmax(np.where(np.isfinite(crossing), crossing, -np.inf), axis=-2)
    value = np.take_along_axis(crossing, at[..., None, :], axis=-2)[..., 0, :]
    names = np.array([str(name) for name in t.candidates])
    free = np.broadcast_to(movable, (*crossing.shape[:-2], 1, crossing.shape[-1]))[..., 0, :]
    free = free & np.asarray(present_rows(t).any(axis=-1))[..., None]
    return np.where(free, np.where(reached, value, end), np.nan), np.where(free & reached, names[at], "")
