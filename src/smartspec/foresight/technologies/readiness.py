"""Readiness as a gate and a driver of cost: which stages are still ahead, and what they take together.

ahead    stages still ahead at a readiness level
to_go    cost or time of the stages ahead, as a range
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import xarray as xr

from smartspec.errors import ForesightError, first_few

__all__ = ["ahead", "to_go"]

LEVELS = range(1, 10)


def ahead(trl: xr.DataArray, reaches: Mapping[str, int | None]) -> xr.DataArray:
    """Which stages are still ahead of each technology.

    Parameters
    ----------
    trl : (technology)
        Technology readiness levels, whole numbers from 1 to 9; missing where nobody judged.
    reaches
        Stage to the level it ends with, in order; None for putting to use here, which no level elsewhere replaces.

    Returns
    -------
    (technology, stage)
        1 where the stage is ahead, 0 where it is done, missing where the level is unknown and decides.

    Raises
    ------
    ForesightError
        A level that is none.

    Notes
    -----
    The nine levels are those of ISO 16290:2013. A level is where a technology stands, not how good it is: it only
    says which stages need no more money.

    Examples
    --------
    >>> trl = xr.DataArray([4.0, np.nan], coords={"technology": ["sorting", "leaching"]})
    >>> ahead(trl, {"research": 3, "pilot": 6, "use": None}).values.tolist()
    [[0.0, 1.0, 1.0], [nan, nan, 1.0]]
    """
    values = trl.to_numpy().astype(float)
    odd = [
        f"{name}: {level:g}"
        for name, level in zip(trl.technology.values, values, strict=True)
        if np.isfinite(level) and level not in LEVELS
    ]
    odd += [f"stage {name}: {level}" for name, level in reaches.items() if level is not None and level not in LEVELS]
    if odd:
        raise ForesightError(f"readiness levels are whole numbers from 1 to 9, found {first_few(odd)}.")
    ends = np.array([np.inf if level is None else level for level in reaches.values()])
    known = np.isfinite(values)[:, None] | np.isinf(ends)
    left = np.where(known, (ends > np.nan_to_num(values)[:, None]).astype(float), np.nan)
    coords = {"technology": trl.technology.values, "stage": list(reaches)}
    return xr.DataArray(left, coords=coords, dims=("technology", "stage"))


def to_go(amount: xr.DataArray, left: xr.DataArray) -> xr.DataArray:
    """What the stages ahead take together.

    Parameters
    ----------
    amount : (technology, stage, bound)
        Cost or years of each stage, low and high.
    left : (technology, stage)
        As `ahead` gives it.

    Returns
    -------
    (technology, bound), in the unit of `amount`
        Missing where a stage ahead has no figure, or where it is unknown which stages are ahead.

    Examples
    --------
    >>> amount = xr.DataArray(
    ...     [[[5.0, 8.0], [20.0, 30.0]]],
    ...     coords={"technology": ["sorting"], "stage": ["research", "pilot"], "bound": ["low", "high"]},
    ... )
    >>> left = xr.DataArray([[0.0, 1.0]], coords={"technology": ["sorting"], "stage": ["research", "pilot"]})
    >>> to_go(amount, left).values.tolist()
    [[20.0, 30.0]]
    """
    needed = amount.where(left != 0, 0.0)
    total = needed.sum("stage", skipna=False)
    return total.where(left.notnull().all("stage")).transpose("technology", "bound")
