"""Weightings by the thousand: drawn, and scored under a rule without being held all at once.

draw_weights        weightings from all there are, or around the table's own
score_weightings    scores under each of them, block by block
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeAlias

import numpy as np
import xarray as xr

from smartspec.decision._labels import Flags, Floats
from smartspec.decision._rules import prepare
from smartspec.decision._worlds import as_told, scores_of
from smartspec.decision.missing import present_rows
from smartspec.decision.scaling import Constant
from smartspec.decision.table import DecisionTable, share_out
from smartspec.errors import DecisionError

__all__ = ["Kind", "draw_weights", "score_weightings"]

Kind: TypeAlias = Literal["dirichlet", "around"]

BLOCK = 500_000
"""Scores handed over at a time."""


def draw_weights(
    t: DecisionTable, *, draws: int, seed: int, kind: Kind = "dirichlet", concentration: float = 20.0
) -> xr.DataArray:
    r"""Draw weightings.

    Parameters
    ----------
    t
        The table. A criterion of no weight gets none.
    draws
        How many.
    seed
        The same seed gives the same weightings.
    kind
        ``"dirichlet"``: every weighting is as likely as any other; with groups, every weighting of the groups,
        and within each group of its criteria, so that a group does not gain by having many criteria.
        ``"around"``: around the table's own weights.
    concentration
        How closely around: c keeps the standard deviation of a weight w at the square root of w(1 - w)/(c + 1).
        At 20 a weight of 0.2 varies by 0.09.

    Returns
    -------
    (draw, criterion) or (..., draw, criterion), dimensionless
        Zero or more, summing to 1 in each draw; with leading dimensions where the table's weights have them.

    Raises
    ------
    DecisionError
        Fewer than one draw, a negative seed, another kind, a concentration that is not above zero.

    Notes
    -----
    The flat Dirichlet distribution is that of SMAA without knowledge of the weights (Lahdelma and Salminen 2001).
    Where a slice leaves a criterion out, its weight is shared out in each draw as in the table itself.

    Examples
    --------
    >>> import pandas as pd
    >>> from smartspec.decision.table import table
    >>> t = table(pd.DataFrame({"growth": [4.0, 2.0], "size": [10.0, 30.0]}, index=["A", "B"]))
    >>> drawn = draw_weights(t, draws=1000, seed=7)
    >>> drawn.dims, bool(abs(drawn.sum("criterion") - 1).max() < 1e-12)
    (('draw', 'criterion'), True)
    """
    if draws < 1 or seed < 0:
        raise DecisionError(f"draws must be one or more and the seed zero or more, found {draws} and {seed}.")
    if kind not in ("dirichlet", "around"):
        raise DecisionError(f"kind: 'dirichlet' or 'around', found {kind!r}.")
    if not (np.isfinite(concentration) and concentration > 0):
        raise DecisionError(f"concentration must be above zero, found {concentration}.")
    weights = t.weights.to_numpy()
    drawn = np.zeros((*weights.shape[:-1], draws, weights.shape[-1]))
    ever = weights.reshape(-1, weights.shape[-1]).max(axis=0) > 0
    flat = _flat(t, ever, draws, seed) if kind == "dirichlet" else None
    shared: dict[bytes, Floats] = {}
    for at in np.ndindex(weights.shape[:-1]):
        stays = weights[at] > 0
        if flat is None:
            alpha = concentration * weights[at][stays]
            drawn[at][:, stays] = np.random.default_rng(seed).dirichlet(alpha, size=draws)
        else:
            alike = stays.tobytes()
            if alike not in shared:
                shared[alike] = flat if (stays == ever).all() else share_out(t, flat, stays)
            drawn[at] = shared[alike]
    lead = t.lead if weights.ndim > 1 else ()
    coords = {dim: t.values.indexes[dim] for dim in (*lead, "criterion")}
    return xr.DataArray(drawn, coords={**coords, "draw": np.arange(draws)}, dims=(*lead, "draw", "criterion"))


def score_weightings(
    t: DecisionTable,
    weightings: xr.DataArray,
    *,
    rule: str = "weighted_sum",
    options: Mapping[str, Any] | None = None,
    constant: Constant = "refuse",
) -> Iterator[xr.DataArray]:
    """Score every candidate under every weighting, block by block, so that millions of scores fit any memory.

    Parameters
    ----------
    t
        The table.
    weightings : (draw, criterion) or (..., draw, criterion)
        As `draw_weights` gives them: zero or more, summing to 1.
    rule
        A key of `RULES`.
    options
        Options of the rule.
    constant
        Passed to the rule.

    Yields
    ------
    (draw, candidate)
        Scores of one slice (its labels are scalar coordinates) under some of the weightings, larger for better
        candidates whatever the rule.

    Raises
    ------
    DecisionError
        What the rule refuses; weightings without draws, or of other criteria.

    Examples
    --------
    >>> import pandas as pd
    >>> from smartspec.decision.table import table
    >>> t = table(pd.DataFrame({"growth": [4.0, 2.0], "size": [10.0, 30.0]}, index=["A", "B"]))
    >>> drawn = draw_weights(t, draws=1000, seed=7)
    >>> sum(int((block.sel(candidate="A") > 0.5).sum()) for block in score_weightings(t, drawn)) > 400
    True
    """
    lead = t.lead if weightings.ndim > 2 else ()
    if set(weightings.dims) != {*lead, "draw", "criterion"} or list(weightings.indexes["criterion"]) != list(
        t.criteria
    ):
        raise DecisionError(
            f"weightings need a draw and the table's criteria in its order, found {dict(weightings.sizes)}."
        )
    w = weightings.transpose(*lead, "draw", "criterion").to_numpy()
    made = prepare(t, rule, {rule: options or {}}, constant=constant)
    there = present_rows(t)
    names, draws = t.values.indexes["candidate"], weightings.indexes.get("draw", np.arange(weightings.sizes["draw"]))
    for at in np.ndindex(there.shape[:-1]):
        rows = np.flatnonzero(there[at])
        mine = {dim: t.values.indexes[dim][i] for dim, i in zip(t.lead, at, strict=True)}
        own = w[at] if w.ndim > 2 else w
        step = max(1, BLOCK // max(len(rows), 1))
        for start in range(0, len(own) if len(rows) else 0, step):
            part = own[start : start + step]
            scores = np.empty((len(part), len(rows)))
            for world in as_told(made, at, rows, len(part)):
                scores[world.start : world.stop] = scores_of(world, part)
            coords = {**mine, "draw": draws[start : start + step], "candidate": names[rows]}
            yield xr.DataArray(scores, coords=coords, dims=("draw", "candidate"))


def _flat(t: DecisionTable, stays: Flags, draws: int, seed: int) -> Floats:
    """Weightings (draw, criterion) even over all there are: of groups first, then within each group."""
    rng = np.random.default_rng(seed)
    drawn = np.zeros((draws, len(stays)))
    if t.groups is None:
        drawn[:, stays] = rng.dirichlet(np.ones(int(stays.sum())), size=draws)
        return drawn
    groups = np.array([t.groups[name] for name in t.criteria])
    names = list(dict.fromkeys(groups[stays]))
    shares = rng.dirichlet(np.ones(len(names)), size=draws)
    for i, name in enumerate(names):
        members = np.flatnonzero(stays & (groups == name))
        drawn[:, members] = shares[:, i, None] * rng.dirichlet(np.ones(len(members)), size=draws)
    return drawn
