"""What a technology brings in every future: its attractiveness on the weight of what it serves there.

worth    value of each technology in each region and future
"""

from __future__ import annotations

import numpy as np
import xarray as xr

__all__ = ["worth"]


def worth(
    attractiveness: xr.DataArray,
    *,
    serves: xr.DataArray,
    weight: xr.DataArray,
    scale: tuple[float, float] = (1.0, 9.0),
    seed: int,
) -> xr.DataArray:
    r"""Value of each technology in each region and future.

    Parameters
    ----------
    attractiveness : (technology, bound)
        Interval on the scale, as `box` gives it.
    serves : (region, technology, activity) of bool
        Which activities of a region a technology is in question for.
    weight : (future, region, activity)
        Weight of each activity in each future, as a share of the region's value added today.
    scale
        Lowest and highest of the scale.
    seed
        Seed of the draws.

    Returns
    -------
    (future, region, technology)
        Shares of the region's value added today, times attractiveness between 0 and 1. Zero where a technology serves
        nothing of a region; missing where attractiveness is open, or where an activity it serves has no future.

    Notes
    -----
    .. math:: v_{frk} = \frac{a_{fk} - \min}{\max - \min} \sum_{i \in S_{rk}} w_{fri}, \quad a_{fk} \sim U[l_k, u_k]

    Attractiveness is drawn anew in every future from its interval, the same for all regions, so that futures carry what
    judges leave open beside what the world does. Nothing is added for readiness: it decides cost.

    Examples
    --------
    >>> at = {"technology": ["sorting"], "bound": ["low", "high"]}
    >>> a = xr.DataArray([[5.0, 5.0]], coords=at, dims=tuple(at))
    >>> at = {"region": ["N"], "technology": ["sorting"], "activity": ["B", "C"]}
    >>> serves = xr.DataArray([[[True, False]]], coords=at, dims=tuple(at))
    >>> at = {"future": [0, 1], "region": ["N"], "activity": ["B", "C"]}
    >>> weight = xr.DataArray([[[0.2, 0.5]], [[0.4, 0.5]]], coords=at, dims=tuple(at))
    >>> worth(a, serves=serves, weight=weight, seed=1).values.ravel().tolist()
    [0.1, 0.2]
    """
    futures = weight.sizes["future"]
    low, high = (attractiveness.sel(bound=bound).to_numpy() for bound in ("low", "high"))
    drawn = low + (high - low) * np.random.default_rng(seed).random((futures, len(low)))
    merit = xr.DataArray(
        (drawn - scale[0]) / (scale[1] - scale[0]),
        coords={"future": weight.future.values, "technology": attractiveness.technology.values},
        dims=("future", "technology"),
    )
    marks = serves.transpose("region", "technology", "activity")
    touched = xr.dot(marks.astype(float), weight.fillna(0.0), dim="activity")
    blind = xr.dot(marks.astype(float), weight.isnull().astype(float), dim="activity") > 0
    found: xr.DataArray = (touched * merit).where(~blind)
    return found.transpose("future", "region", "technology")
