"""Spatial statistics of localisation, where there are regions enough to carry them; refused in so many words otherwise.

spatial_evidence    global and local Moran of every activity, or nothing
"""

from __future__ import annotations

import warnings

import xarray as xr

from smartspec import measures
from smartspec.errors import MeasureError

__all__ = ["spatial_evidence"]


def spatial_evidence(
    quotient: xr.DataArray,
    weights: xr.DataArray,
    *,
    least: int = 50,
    permutations: int = 999,
    level: float = 0.05,
    seed: int | None = None,
) -> xr.Dataset:
    """Whether high quotients stand beside high ones, and where, if regions are many enough to tell.

    Parameters
    ----------
    quotient : (region, activity)
        Location quotients.
    weights : (region, other)
        Weights between neighbours; see `smartspec.measures.spatial.neighbour_weights`.
    least : int
        Regions needed; with fewer nothing is computed.
    permutations, seed : int
        Of the shuffling.
    level : float
        Share of false discoveries allowed among the cells marked.

    Returns
    -------
    Dataset
        `applicable` (scalar bool). Where it holds: `moran`, `moran_p`, `moran_q` (activity), the last adjusted for
        false discoveries over activities; `hot` (region, activity), 1 for a high region among high ones at the level
        after the adjustment, missing where it cannot be told.

    Raises
    ------
    MeasureError
        Fewer than 30 regions are asked to be enough, or the level is not between 0 and 1.

    Notes
    -----
    With twenty regions a local statistic has little power, and with nineteen activities one in twenty is found by
    chance: the map is shown, and no significance is claimed. On some hundred districts the same functions speak.

    Examples
    --------
    >>> import smartspec
    >>> from smartspec.measures.spatial import neighbour_weights
    >>> row = neighbour_weights([("A", "B"), ("B", "C")], regions=list("ABC"))
    >>> lq = smartspec.label([[2.0], [1.5], [0.2]], region=list("ABC"), activity=["wine"])
    >>> bool(spatial_evidence(lq, row)["applicable"])
    False
    """
    if least < 30:
        raise MeasureError(
            f"spatial statistics need at least 30 regions, and {least} were said to be enough. "
            "Raise `territories: least_units:`, or take districts."
        )
    if not 0 < level < 1:
        raise MeasureError(f"level is a share between 0 and 1, found {level}.")
    if quotient.sizes["region"] < least:
        return xr.Dataset({"applicable": False})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        overall = measures.moran(quotient, weights, permutations=permutations, seed=seed)
        local = measures.local_moran(quotient, weights, permutations=permutations, seed=seed)
    known = local["q_value"].notnull()
    hot = ((local["quadrant"] == 1) & (local["q_value"] <= level)).where(known)
    return xr.Dataset(
        {
            "applicable": True,
            "moran": overall["statistic"],
            "moran_p": overall["p_value"],
            "moran_q": overall["q_value"],
            "hot": hot.transpose("region", "activity"),
        }
    )
