"""The plane of relatedness and complexity: what is near and worth having, what is one only, and what is neither.

quadrants       high road, slow road, casino, dead end, with cut lines that are parameters
missing_links   the strongest related activities a region does not hold
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import xarray as xr

from smartspec.errors import MeasureError

__all__ = ["QUADRANTS", "Cut", "missing_links", "quadrants"]

QUADRANTS = ("high_road", "slow_road", "casino", "dead_end")
Cut = float | Literal["median", "mean"]
"""A cut line: a number, or the middle or the mean of a region's candidates."""


def _line(x: xr.DataArray, cut: Cut) -> xr.DataArray:
    if cut == "median":
        return x.median("activity")
    if cut == "mean":
        return x.mean("activity")
    if isinstance(cut, str):
        raise MeasureError(f"a cut line is a number, 'median' or 'mean', found '{cut}'. Change it under `plane:`.")
    return xr.full_like(x.isel(activity=0, drop=True), float(cut))


def quadrants(
    density: xr.DataArray,
    complexity: xr.DataArray,
    candidate: xr.DataArray,
    *,
    density_cut: Cut = "median",
    complexity_cut: Cut = "median",
    low: xr.DataArray | None = None,
    high: xr.DataArray | None = None,
) -> xr.Dataset:
    """Where each candidate stands on the plane of relatedness and complexity.

    Parameters
    ----------
    density : (region, activity)
        Relatedness density.
    complexity : (activity)
        Complexity of activities.
    candidate : (region, activity) of bool
        The cells that are candidates; the others get no quadrant and move no line.
    density_cut, complexity_cut : float, "median" or "mean"
        The cut lines: a number, or the middle or the mean of each region's own candidates.
    low, high : (region, activity), optional
        Bounds of the density.

    Returns
    -------
    Dataset
        `quadrant` (region, activity): `high_road` (near and complex), `slow_road` (near, simple), `casino` (far,
        complex), `dead_end` (far, simple), or empty; `density_line` and `complexity_line` (region); `sure` (region,
        activity): 1 where the bounds lie on one side of the line, 0 where not, missing without bounds.

    Raises
    ------
    MeasureError
        A cut line is a word that is not known.

    Notes
    -----
    The quadrants are those of Balland, Boschma, Crespo and Rigby (2019). With lines at the middle of a region's own
    candidates half of them are always "near": the plane orders a region's options, it does not say that any is good. A
    candidate exactly on a line counts as above it.

    References
    ----------
    Balland, P.-A., Boschma, R., Crespo, J., Rigby, D. L. (2019). Smart specialization policy in the European Union:
    relatedness, knowledge complexity and regional diversification. Regional Studies 53(9), 1252-1268.

    Examples
    --------
    >>> import smartspec
    >>> dense = smartspec.label([[0.6, 0.6, 0.2, 0.2]], region=["N"], activity=list("abcd"))
    >>> hard = smartspec.label([1.0, -1.0, 1.0, -1.0], activity=list("abcd"))
    >>> quadrants(dense, hard, dense > 0)["quadrant"].values.tolist()
    [['high_road', 'slow_road', 'casino', 'dead_end']]
    """
    dense = density.transpose("region", "activity").where(candidate)
    hard = complexity.broadcast_like(dense).transpose("region", "activity").where(candidate)
    line, height = _line(dense, density_cut), _line(hard, complexity_cut)
    near, complex_ = dense >= line, hard >= height
    unknown = (dense.isnull() | hard.isnull()).values
    words = np.select(
        [unknown, (near & complex_).values, near.values, complex_.values], ["", *QUADRANTS[:3]], QUADRANTS[3]
    )
    found = {"quadrant": dense.copy(data=words), "density_line": line, "complexity_line": height}
    if low is None or high is None:
        sure = xr.full_like(dense, np.nan)
    else:
        sure = ((low >= line) | (high < line)).where(dense.notnull() & low.notnull()).transpose("region", "activity")
    return xr.Dataset({**found, "sure": sure.astype(float)})


def missing_links(presence: xr.DataArray, relatedness: xr.DataArray, *, activity: str, count: int = 5) -> xr.DataArray:
    """The strongest related activities a region does not hold: what a candidate would miss most.

    Parameters
    ----------
    presence : (activity)
        0 and 1, of one region.
    relatedness : (activity, other)
        Zero or more.
    activity : str
        The candidate.
    count : int
        How many at most.

    Returns
    -------
    (other), relatedness
        The strongest first; those related not at all, or held, or of unknown presence are left out.

    Raises
    ------
    MeasureError
        The candidate is no activity of the relatedness.

    Examples
    --------
    >>> import smartspec
    >>> held = smartspec.label([0, 1, 0, 0], activity=list("abcd"))
    >>> near = [[0, 0.9, 0.5, 0.7], [0.9, 0, 0, 0], [0.5, 0, 0, 0], [0.7, 0, 0, 0]]
    >>> found = missing_links(held, smartspec.label(near, activity=list("abcd"), other=list("abcd")), activity="a")
    >>> found.to_series().to_dict()
    {'d': 0.7, 'c': 0.5}
    """
    if activity not in relatedness.activity.values:
        raise MeasureError(f"the relatedness knows no activity '{activity}'. Ask for one of its own labels.")
    links = relatedness.sel(activity=activity, drop=True)
    open_ = (presence.sel(activity=links.other.values).values == 0) & (links.other.values != activity)
    values = np.where(open_ & (links.values > 0), links.values, -np.inf)
    order = np.argsort(-values, kind="stable")[:count]
    found: xr.DataArray = links.isel(other=order[np.isfinite(values[order])])
    return found
