"""Attractiveness and feasibility as intervals: a box on the grid, never a dot.

box       the interval that scores with ranges leave, open criteria included
thirds    which thirds of the scale an interval touches
"""

from __future__ import annotations

import xarray as xr

__all__ = ["box", "thirds"]


def box(score: xr.DataArray, *, scale: tuple[float, float] = (1.0, 9.0)) -> xr.DataArray:
    r"""The interval a technology's mean score lies in.

    Parameters
    ----------
    score : (technology, criterion, bound)
        Lowest and highest score of each criterion, missing where nobody judged it.
    scale
        Lowest and highest of the scale.

    Returns
    -------
    (technology, bound), on the scale
        Criteria weigh equally. One that nobody judged may lie anywhere on the scale, which makes the interval wider and
        never moves it; missing where no criterion is judged.

    Notes
    -----
    .. math:: \Bigl[\tfrac1n \sum_c l_c,\ \tfrac1n \sum_c u_c\Bigr]

    with the ends of the scale for a criterion that is open: interval arithmetic, so the true mean is inside whenever
    every judgement is inside its range.

    Examples
    --------
    >>> score = xr.DataArray(
    ...     [[[7.0, 9.0], [float("nan")] * 2]],
    ...     coords={"technology": ["sorting"], "criterion": ["market", "value"], "bound": ["low", "high"]},
    ... )
    >>> box(score).values.tolist()
    [[4.0, 9.0]]
    """
    if not score.sizes["criterion"]:
        return score.sum("criterion").where(False)
    judged = score.notnull().any(["criterion", "bound"])
    ends = xr.DataArray(list(scale), coords={"bound": ["low", "high"]})
    return score.fillna(ends).mean("criterion").where(judged).transpose("technology", "bound")


def thirds(interval: xr.DataArray, *, scale: tuple[float, float] = (1.0, 9.0)) -> xr.DataArray:
    """The thirds of the scale in which an interval begins and ends.

    Parameters
    ----------
    interval : (technology, bound)
        As `box` gives it.
    scale
        Lowest and highest of the scale.

    Returns
    -------
    (technology, bound)
        0 for the lowest third, 1, 2; a value on a line belongs to the upper third. Missing where the interval is.

    Examples
    --------
    >>> at = {"technology": ["sorting"], "bound": ["low", "high"]}
    >>> thirds(xr.DataArray([[4.0, 9.0]], coords=at, dims=tuple(at))).values.tolist()
    [[1.0, 2.0]]
    """
    along = (interval - scale[0]) / (scale[1] - scale[0])
    place: xr.DataArray = xr.ufuncs.floor(along * 3 + 1e-12)
    return place.clip(0, 2)
