"""Kinds of region by how their localisations are made up: four names from the literature, a rule of ours.

region_kinds    agglomeration, diversification, specialisation, differentiation
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from smartspec.errors import MeasureError

__all__ = ["KINDS", "region_kinds"]

KINDS = ("agglomeration", "diversification", "specialisation", "differentiation")


def region_kinds(
    confirmed: xr.DataArray,
    amount: xr.DataArray,
    *,
    large: float = 2.0,
    many: int = 3,
    core: float = 0.25,
) -> xr.Dataset:
    """The kind of each region, by our rule.

    Parameters
    ----------
    confirmed : (region, activity) of bool
        Where a localisation is confirmed; leave out activities that are no choice of a region.
    amount : (region, activity)
        Amounts of all activities, localised or not.
    large : float
        How many times the mean region's amount makes a region large.
    many : int
        From how many localisations on there are many.
    core : float
        The share of its own amount in localisations from which a region rests on them.

    Returns
    -------
    Dataset of (region)
        `kind`, a word of `KINDS`; `count` of localisations; `core`, their share of the region's amount; `size`, times
        the mean region's. Kind is empty where the amount is unknown.

    Raises
    ------
    MeasureError
        A line lies outside its range.

    Notes
    -----
    The first that holds: *agglomeration*, large with many localisations; *diversification*, many localisations;
    *specialisation*, fewer, but the region rests on them; *differentiation*, the rest: no localisation carries it.
    The names are those of Kutsenko and Eferin (2019), whose own lines are not known to us: the rule is ours and stands
    beside the name wherever it is shown.

    Examples
    --------
    >>> import smartspec
    >>> at = {"region": ["N", "S"], "activity": list("ab")}
    >>> value = smartspec.label([[80, 20], [50, 50]], **at)
    >>> region_kinds(value > 60, value)["kind"].values.tolist()
    ['specialisation', 'differentiation']
    """
    if not (large > 0 and many >= 1 and 0 < core <= 1):
        raise MeasureError(
            f"large is above 0, many at least 1 and core a share up to 1, found {large}, {many} and {core}. "
            "Change them under `territories:`."
        )
    total = amount.sum("activity", skipna=False)
    size = total / total.mean("region")
    count = confirmed.sum("activity")
    part = amount.where(confirmed, 0.0).sum("activity") / total
    rules = (total.isnull(), (size >= large) & (count >= many), count >= many, (count > 0) & (part >= core))
    kind = np.select([rule.values for rule in rules], ["", *KINDS[:3]], KINDS[3])
    return xr.Dataset({"kind": total.copy(data=kind), "count": count, "core": part, "size": size})
