"""Strategies of the Atlas of Economic Complexity, and how little hangs on the choice between them.

strategy_class       light touch, parsimonious, strategic bets
residual_complexity  complexity beyond what extraction, size and the like explain
strategy_scores      scores of candidates under each weighting
turnover             how many of the first items are the same whatever the weighting
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from smartspec.errors import MeasureError, first_few

__all__ = ["WEIGHTINGS", "residual_complexity", "strategy_class", "strategy_scores", "turnover"]

WEIGHTINGS = {
    "low_hanging": (0.60, 0.15, 0.25),
    "balanced_bets": (0.50, 0.15, 0.35),
    "balanced_parsimonious": (0.55, 0.20, 0.25),
    "balanced_light": (0.60, 0.20, 0.20),
    "long_jumps": (0.45, 0.20, 0.35),
}
"""Weights of closeness, complexity and opportunity gain in the Atlas's technical note; its explore page has those of
`balanced_bets` for every place."""


def residual_complexity(complexity: xr.DataArray, *controls: xr.DataArray) -> xr.DataArray:
    """Complexity of regions beyond what controls explain.

    Parameters
    ----------
    complexity : (region)
        Complexity of regions.
    controls : (region)
        What is held fixed, such as the share of extraction and the logarithm of income per head.

    Returns
    -------
    (region), in the unit of `complexity`
        Residuals of ordinary least squares with a constant; missing where something is unknown.

    Raises
    ------
    MeasureError
        Fewer regions than two for each number to estimate.

    Notes
    -----
    A region that lives on oil looks simpler than it is and richer than its complexity: the Atlas classes places by the
    residual on rents and income, and so do we where they are known.

    Examples
    --------
    >>> import smartspec
    >>> at = {"region": list("abcd")}
    >>> mined = smartspec.label([0.0, 0.1, 0.2, 0.3], **at)
    >>> abs(residual_complexity(2 - 5 * mined, mined)).max().item() < 1e-12
    True
    """
    columns = np.stack(
        [np.ones(complexity.sizes["region"]), *(c.sel(region=complexity.region).values for c in controls)]
    )
    known = np.isfinite(columns).all(0) & np.isfinite(complexity.values)
    if known.sum() < 2 * len(columns):
        raise MeasureError(
            f"a residual on {len(controls)} controls needs {2 * len(columns)} regions, found {int(known.sum())}. "
            "Take fewer controls, or complexity itself."
        )
    fit, *_ = np.linalg.lstsq(columns[:, known].T, complexity.values[known], rcond=None)
    return complexity.copy(data=np.where(known, complexity.values - fit @ columns, np.nan))


def strategy_class(outlook: xr.DataArray, complexity: xr.DataArray) -> xr.DataArray:
    """The Atlas's class of strategy for each region.

    Parameters
    ----------
    outlook : (region)
        Complexity outlook index, in standard deviations over regions.
    complexity : (region)
        Complexity beyond what rents and income explain; see `residual_complexity`.

    Returns
    -------
    (region), words
        `strategic_bets` (little is near), `light` (much is near, and the region is more complex than its rents),
        `parsimonious` (much is near, but it is less complex); empty where unknown.

    Notes
    -----
    The Atlas's fourth class, the technological frontier, is a fixed list of countries and left out.

    Examples
    --------
    >>> import smartspec
    >>> at = {"region": ["N", "S", "T"]}
    >>> strategy_class(smartspec.label([-1.0, 1, 1], **at), smartspec.label([0.0, 1, -1], **at)).values.tolist()
    ['strategic_bets', 'light', 'parsimonious']
    """
    unknown = outlook.isnull() | complexity.isnull()
    words = np.select(
        [unknown.values, (outlook < 0).values, (complexity >= 0).values],
        ["", "strategic_bets", "light"],
        "parsimonious",
    )
    return outlook.copy(data=words)


def strategy_scores(
    closeness: xr.DataArray,
    complexity: xr.DataArray,
    gain: xr.DataArray,
    candidate: xr.DataArray,
    *,
    weightings: dict[str, tuple[float, float, float]] | None = None,
) -> xr.DataArray:
    """Scores of a region's candidates under each weighting of closeness, complexity and opportunity gain.

    Parameters
    ----------
    closeness, gain : (region, activity)
        Relatedness density, and outlook gain.
    complexity : (activity)
        Complexity of activities.
    candidate : (region, activity) of bool
        The cells scored.
    weightings : dict of three weights, optional
        `WEIGHTINGS` if left out.

    Returns
    -------
    (strategy, region, activity), standard deviations
        Each part is brought to mean 0 and deviation 1 over the region's candidates first. Missing where it is no
        candidate or a part is unknown.

    Raises
    ------
    MeasureError
        Weights of a strategy are negative or do not sum to one.

    Examples
    --------
    >>> import smartspec
    >>> at = {"region": ["N"], "activity": list("ab")}
    >>> near, gain = smartspec.label([[0.2, 0.4]], **at), smartspec.label([[0.0, 1.0]], **at)
    >>> found = strategy_scores(near, smartspec.label([1.0, 0.0], activity=list("ab")), gain, near > 0)
    >>> found.sel(strategy="low_hanging", region="N").round(2).values.tolist()
    [-0.7, 0.7]
    """
    weights = WEIGHTINGS if weightings is None else weightings
    wrong = [name for name, three in weights.items() if min(three) < 0 or abs(sum(three) - 1) > 1e-9]
    if wrong:
        raise MeasureError(f"weights of a strategy are zero or more and sum to 1, not so in {first_few(wrong)}.")
    like = closeness.transpose("region", "activity")
    parts = []
    for part in (closeness, complexity, gain):
        x = part.broadcast_like(like).transpose("region", "activity").where(candidate)
        spread = x.std("activity")
        parts.append((x - x.mean("activity")) / spread.where(spread > 0))
    table = np.array(list(weights.values()))
    scores = np.einsum("sk,kra->sra", table, np.stack([part.values for part in parts]))
    return xr.DataArray(
        scores,
        coords={"strategy": list(weights), "region": like.region, "activity": like.activity},
        dims=("strategy", "region", "activity"),
    )


def turnover(scores: xr.DataArray, *, first: int = 10) -> xr.Dataset:
    """How many of a region's first items are the same whatever the weighting.

    Parameters
    ----------
    scores : (strategy, region, activity)
        What `strategy_scores` returns.
    first : int
        How many items count as first.

    Returns
    -------
    Dataset of (region), counts of activities
        `first`, how many items are first (all where there are fewer); `always`, how many are so under every strategy;
        `ever`, under at least one; `most_changed`, how many items the two strategies furthest apart do not share.

    Raises
    ------
    MeasureError
        `first` is not at least 1.

    Examples
    --------
    >>> import smartspec
    >>> at = {"strategy": ["s", "t"], "region": ["N"], "activity": list("abc")}
    >>> found = turnover(smartspec.label([[[3, 2, 1]], [[3, 1, 2]]], **at), first=2)
    >>> [found[name].item() for name in ("first", "always", "ever", "most_changed")]
    [2, 1, 3, 1]
    """
    if first < 1:
        raise MeasureError(f"at least one item is first, found {first}. Change it under `plane: first:`.")
    x = scores.transpose("strategy", "region", "activity")
    values = np.where(np.isfinite(x.values), x.values, -np.inf)
    order = np.argsort(-values, axis=-1, kind="stable")
    place = np.empty_like(order)
    np.put_along_axis(place, order, np.broadcast_to(np.arange(order.shape[-1]), order.shape), -1)
    among = (place < first) & np.isfinite(values)
    shared = np.einsum("sra,tra->rst", among.astype(int), among.astype(int))
    size = among.sum(-1).max(0)
    counts = {
        "first": size,
        "always": among.all(0).sum(-1),
        "ever": among.any(0).sum(-1),
        "most_changed": size - shared.min((1, 2)),
    }
    return xr.Dataset({name: ("region", count) for name, count in counts.items()}, coords={"region": x.region})
