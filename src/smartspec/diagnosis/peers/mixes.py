"""Which regions are built alike, and what they hold that this one does not.

    mix_distance    how far apart the mixes of two regions are, with or without one activity
    peers           the nearest regions, and the share of them that hold each activity

Structure only: shares of activities say how a region is built, not how well it does. For the question
"do regions like this one hold activity a?" the activity itself is left out of the comparison, so that the answer
does not choose the peers.
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from smartspec.errors import MeasureError

__all__ = ["mix_distance", "peers"]


def mix_distance(share: xr.DataArray) -> xr.DataArray:
    r"""How far apart the mixes of two regions are: the share of one that would have to move to give the other.

    Parameters
    ----------
    share : (region, activity)
        Shares of value added.

    Returns
    -------
    (region, peer), 0 to 1
        Zero on the diagonal.

    Notes
    -----
    .. math:: \tfrac12 \sum_a |s_{ra} - s_{pa}|

    Krugman's comparison of two regions, halved.

    Examples
    --------
    >>> import smartspec
    >>> share = smartspec.label([[0.8, 0.2], [0.2, 0.8]], region=["N", "S"], activity=["a", "b"])
    >>> mix_distance(share).round(2).values.tolist()
    [[0.0, 0.6], [0.6, 0.0]]
    """
    return abs(share - share.rename(region="peer")).sum("activity", skipna=False).transpose("region", "peer") / 2


def peers(share: xr.DataArray, quotient: xr.DataArray, *, count: int = 5, present: float = 1.0) -> xr.Dataset:
    """The regions built most alike, and the share of them that hold each activity.

    Parameters
    ----------
    share, quotient : (region, activity)
        Shares of value added and location quotients.
    count : int
        How many similar regions to keep.
    present : float
        Quotient from which an activity counts as held.

    Returns
    -------
    Dataset
        `peer` (region, place): codes, nearest first; `distance` (region, place); `holding` (region, activity): share of
        the nearest regions, found without looking at the activity itself, that hold it; `nearest` (region, activity,
        place): their codes.

    Raises
    ------
    MeasureError
        There are not more regions than peers wanted, or a share is unknown.

    Examples
    --------
    >>> import smartspec
    >>> at = {"region": ["N", "S", "T"], "activity": ["a", "b", "c"]}
    >>> share = smartspec.label([[0.5, 0.4, 0.1], [0.5, 0.3, 0.2], [0.0, 0.1, 0.9]], **at)
    >>> peers(share, share / share.mean("region"), count=1)["peer"].values.tolist()
    [['S'], ['N'], ['S']]
    """
    regions = share.region.values
    if len(regions) <= count:
        raise MeasureError(f"{count} peers cannot be found among {len(regions)} regions. Lower `peers: count:`.")
    if bool(share.isnull().any()):
        unknown = [str(code) for code in regions[share.isnull().any("activity").values]]
        raise MeasureError(f"similar regions need every share, but some are unknown in {', '.join(unknown[:5])}.")
    apart = abs(share - share.rename(region="peer"))
    total = apart.sum("activity")
    own = xr.DataArray(np.eye(len(regions), dtype=bool), coords={"region": regions, "peer": regions})
    order = total.where(~own, np.inf).transpose("region", "peer").values.argsort(axis=1, kind="stable")[:, :count]
    left_out = (total - apart).where(~own, np.inf).transpose("region", "activity", "peer")
    nearest = left_out.values.argsort(axis=2, kind="stable")[:, :, :count]
    held = (quotient >= present).transpose("region", "activity").values
    holding = np.take_along_axis(np.broadcast_to(held.T[None], (len(regions), *held.T.shape)), nearest, axis=2).mean(
        axis=2
    )
    place = np.arange(1, count + 1)
    at = {"region": regions, "activity": share.activity.values, "place": place}
    return xr.Dataset(
        {
            "peer": (("region", "place"), regions[order].astype(str)),
            "distance": (
                ("region", "place"),
                np.take_along_axis(total.transpose("region", "peer").values, order, axis=1) / 2,
            ),
            "holding": (("region", "activity"), holding),
            "nearest": (("region", "activity", "place"), regions[nearest].astype(str)),
        },
        coords=at,
    )
