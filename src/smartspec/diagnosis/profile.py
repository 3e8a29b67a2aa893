"""What kind of region this is, and how near it stands to being another kind.

    region_types    resource, processing, agrarian, metropolitan or mixed: the first rule that holds

The rules and their thresholds are ours and are published beside every type. A type orders the report; it
judges nobody.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr

__all__ = ["TYPES", "region_types"]

TYPES = ("resource", "processing", "agrarian", "metropolitan", "mixed")


def _share_of(share: xr.DataArray, codes: Sequence[str]) -> xr.DataArray:
    there = [code for code in codes if code in share.activity.values]
    if not there:
        return xr.full_like(share.isel(activity=0, drop=True), np.nan)
    return share.sel(activity=there).sum("activity", skipna=False)


def region_types(
    share: xr.DataArray,
    national_share: xr.DataArray,
    *,
    extraction: Sequence[str],
    manufacturing: Sequence[str],
    agriculture: Sequence[str],
    metropolitan: Sequence[str] = (),
    resource: float = 0.25,
    processing: float = 0.25,
    agrarian: float = 2.0,
    near: float = 0.02,
) -> xr.Dataset:
    """The type of each region: the first rule that holds.

    Parameters
    ----------
    share : (region, activity)
        Shares of value added, mean of the years the study rests on.
    national_share : (activity)
        The same for the country.
    extraction, manufacturing, agriculture
        Codes of the activities each rule looks at.
    metropolitan
        Regions that are metropolitan cities.
    resource, processing : float
        Shares of extraction and of manufacturing from which the first and the second rule hold.
    agrarian : float
        How many times the national share of agriculture makes the third rule hold.
    near : float
        How close to a line counts as near, in share of value added.

    Returns
    -------
    Dataset of (region)
        `type`; `extraction`, `manufacturing`, `agriculture` (shares) and `agriculture_quotient`; `resource_margin`,
        `processing_margin`, `agrarian_margin` (share of value added above, or below, each line); `near`, the rule
        whose line is closest and within `near`, empty where none is; a line counts only where crossing it would change
        the type, so none behind a rule that holds. Unknown shares leave a rule unmet.

    Notes
    -----
    In order: extraction >= `resource`; manufacturing >= `processing`; agriculture >= `agrarian` x national share;
    a metropolitan city; otherwise mixed.

    Examples
    --------
    >>> import smartspec
    >>> share = smartspec.label([[0.5, 0.5, 0.0], [0.1, 0.2, 0.7]], region=["W", "E"], activity=["B", "C", "A"])
    >>> country = smartspec.label([0.3, 0.4, 0.3], activity=["B", "C", "A"])
    >>> found = region_types(share, country, extraction=["B"], manufacturing=["C"], agriculture=["A"])
    >>> found["type"].values.tolist()
    ['resource', 'agrarian']
    """
    mined, made, grown = (_share_of(share, codes) for codes in (extraction, manufacturing, agriculture))
    national_grown = _share_of(national_share, agriculture)
    margins = {
        "resource": mined - resource,
        "processing": made - processing,
        "agrarian": grown - agrarian * national_grown,
    }
    city = xr.DataArray(np.isin(share.region.values, list(metropolitan)), coords={"region": share.region})
    kind = xr.DataArray(np.full(share.sizes["region"], "mixed", dtype="U12"), coords={"region": share.region})
    kind = xr.where(city, "metropolitan", kind)
    for name in ("agrarian", "processing", "resource"):
        kind = xr.where(margins[name] >= 0, name, kind)
    distance = xr.concat([abs(margin) for margin in _decisive(margins)], "rule").fillna(np.inf)
    closest = np.array(list(margins))[distance.argmin("rule").values]
    close = xr.where(distance.min("rule") <= near, xr.DataArray(closest, coords={"region": share.region}), "")
    return xr.Dataset(
        {
            "type": kind,
            "extraction": mined,
            "manufacturing": made,
            "agriculture": grown,
            "agriculture_quotient": grown / national_grown,
            **{f"{name}_margin": margin for name, margin in margins.items()},
            "near": close,
        }
    )


def _decisive(margins: dict[str, xr.DataArray]) -> list[xr.DataArray]:
    """Margins of the rules in their order, unknown where a rule before them holds and theirs decides nothing."""
    found, held = [], xr.zeros_like(next(iter(margins.values())), dtype=bool)
    for margin in margins.values():
        found.append(margin.where(~held))
        held = held | (margin >= 0)
    return found
