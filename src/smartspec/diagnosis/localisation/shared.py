"""A localisation beside its past and beside its neighbours: what became of it, and who shares it.

localisation_path   emergence, strengthening, fading or disappearance between two verdicts
territories         neighbouring regions that share a localisation, as one
"""

from __future__ import annotations

import numpy as np
import xarray as xr
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from smartspec.errors import MeasureError, first_few

__all__ = ["localisation_path", "territories"]


def localisation_path(
    before: xr.DataArray, after: xr.DataArray, first: xr.DataArray, last: xr.DataArray, *, margin: float = 0.1
) -> xr.DataArray:
    """What became of a localisation between two verdicts under the same regimes.

    Parameters
    ----------
    before, after : (region, activity), words
        Verdicts of `star_regimes` at the start and at the end.
    first, last : (region, activity)
        Location quotients at the start and at the end.
    margin : float
        The change of the quotient, as a share of its starting value, up to which a localisation counts as steady.

    Returns
    -------
    (region, activity), words
        `emergence` (confirmed at the end only), `disappearance` (at the start only), `strengthening`, `fading` and
        `steady` (confirmed in both, by the quotient's change), `absent`, or empty where a verdict or a quotient is
        unknown.

    Raises
    ------
    MeasureError
        The margin is negative.

    Notes
    -----
    The words are those Kutsenko and Eferin (2019) use for regions of Russia; the rule is ours. Both verdicts must come
    from the same regimes on the same territory, or a regime that became applicable would look like an emergence.

    Examples
    --------
    >>> import smartspec
    >>> at = {"region": ["N"], "activity": list("abc")}
    >>> then = xr.DataArray([["none", "confirmed", "confirmed"]], coords=at, dims=("region", "activity"))
    >>> now = xr.DataArray([["confirmed", "confirmed", "weak"]], coords=at, dims=("region", "activity"))
    >>> lq = smartspec.label([[0.9, 2.0, 2.0]], **at)
    >>> localisation_path(then, now, lq, lq * 1.5).values.tolist()
    [['emergence', 'strengthening', 'disappearance']]
    """
    if not margin >= 0:
        raise MeasureError(f"margin is a share of the quotient, zero or more, found {margin}.")
    was, now = before == "confirmed", after == "confirmed"
    unknown = (before == "") | (after == "") | first.isnull() | last.isnull()
    parts = xr.broadcast(
        unknown, was & ~now, now & ~was, was & (last > first * (1 + margin)), was & (last < first * (1 - margin)), was
    )
    words = ["", "disappearance", "emergence", "strengthening", "fading", "steady"]
    found = np.select([part.values for part in parts], words, "absent")
    return parts[0].copy(data=found).transpose(*first.dims)


def territories(
    confirmed: xr.DataArray,
    weights: xr.DataArray,
    *,
    amount: xr.DataArray,
    total: xr.DataArray,
    national: xr.DataArray,
    national_total: float,
) -> xr.Dataset:
    r"""Neighbouring regions that share a localisation, taken as one territory.

    Parameters
    ----------
    confirmed : (region, activity) of bool
        Where the localisation is confirmed.
    weights : (region, other)
        Above zero between neighbours; see `smartspec.measures.spatial.neighbour_weights`.
    amount : (region, activity)
        Amounts of the activity.
    total : (region)
        Amounts of everything in the region.
    national : (activity)
        Amounts of the activity in the country.
    national_total : float
        The amount of everything in the country.

    Returns
    -------
    Dataset
        `territory` (region, activity): the number of the territory, 0 where nothing is confirmed. Over `place`, by
        activity and then by size: `of`, the activity's place in the list; `members`, how many regions; `amount`;
        `national_share`; `quotient` of the members together.

    Raises
    ------
    MeasureError
        The weights are for other regions.

    Notes
    -----
    A territory is a connected part of the map of neighbours on which every region is confirmed in the activity. Its
    quotient is that of its members' sums, so a small member cannot lift it.

    Examples
    --------
    >>> import smartspec
    >>> from smartspec.measures.spatial import neighbour_weights
    >>> regions = list("ABC")
    >>> near = neighbour_weights([("A", "B"), ("B", "C")], regions=regions)
    >>> wine = smartspec.label([[30], [30], [5]], region=regions, activity=["wine"])
    >>> found = territories(
    ...     wine > 10, near, amount=wine, total=smartspec.label([100, 100, 100], region=regions),
    ...     national=wine.sum("region"), national_total=300.0,
    ... )
    >>> found["territory"].values.ravel().tolist(), found["members"].values.tolist()
    ([1, 1, 0], [2])
    >>> round(found["quotient"].item(), 2)
    1.38
    """
    there = confirmed.transpose("region", "activity")
    codes = [str(code) for code in there.region.values]
    linked = weights.transpose("region", "other")
    if wrong := sorted(set(codes) ^ {str(code) for code in linked.region.values}):
        raise MeasureError(
            f"neighbours and figures name different regions: {first_few(wrong)}. Build the weights with "
            "`neighbour_weights(pairs, regions=...)` from the regions of the figures."
        )
    held = there.values.astype(bool)
    near = np.triu(linked.sel(region=codes, other=codes).values > 0, 1)
    regions, activities = held.shape
    one, two = np.nonzero(near)
    pair, shared = np.nonzero(held[one] & held[two])
    nodes = regions * activities
    first, second = shared * regions + one[pair], shared * regions + two[pair]
    graph = coo_array((np.ones(len(first), bool), (first, second)), shape=(nodes, nodes))
    _, parts = connected_components(graph, directed=False)
    inside = held.T.ravel()
    kept, number = np.unique(parts[inside], return_inverse=True)
    values = amount.transpose("region", "activity").values.T.ravel()[inside]
    whole = np.tile(total.sel(region=codes).values, activities)[inside]
    of = np.repeat(np.arange(activities), regions)[inside]
    size, base = np.bincount(number, values, len(kept)), np.bincount(number, whole, len(kept))
    activity = np.zeros(len(kept), int)
    activity[number] = of
    order = np.lexsort((-size, activity))
    place = np.empty(len(kept), int)
    place[order] = np.arange(1, len(kept) + 1)
    label = np.zeros(nodes, int)
    label[inside] = place[number]
    activity, size, base = activity[order], size[order], base[order]
    share = size / national.sel(activity=there.activity).values[activity]
    return xr.Dataset(
        {
            "territory": there.copy(data=label.reshape(activities, regions).T),
            "of": ("place", activity),
            "members": ("place", np.bincount(number, minlength=len(kept))[order]),
            "amount": ("place", size),
            "national_share": ("place", share),
            "quotient": ("place", share / (base / national_total)),
        },
        coords={"place": np.arange(1, len(kept) + 1)},
    )
