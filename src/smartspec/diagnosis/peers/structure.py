"""Structure: what is hard to change in a region and decides whom it can be compared with.

    DIMENSIONS             size, density, sectors, resource rent, remoteness, education, firm size, openness
    structure              the variables of each dimension that a table of value added can tell
    structural_distance    how far apart regions are built, dimension by dimension
    nearest                the regions built most alike, each counted once
    stability              how much of that list stays when one dimension is left out

A dimension without data is left out and named, never filled; its weight goes to the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import xarray as xr

from smartspec.errors import MeasureError, first_few

__all__ = ["DIMENSIONS", "nearest", "stability", "structural_distance", "structure"]

DIMENSIONS = (
    "size",
    "density",
    "sectors",
    "resource_rent",
    "remoteness",
    "education",
    "firm_size",
    "openness",
)


def structure(
    value: xr.DataArray, *, extraction: Sequence[str] = ("B",), country: xr.DataArray | None = None
) -> xr.DataArray:
    r"""The variables of structure that a table of value added can tell.

    Parameters
    ----------
    value : (..., region, activity)
        Value added, zero or more, mean of a few years.
    extraction : sequence of str
        Activities that are extraction. Those the table does not have are left out; with none left there is no
        dimension of resource rent.
    country : (region) of str, optional
        Whose region each one is; all of one country when left out.

    Returns
    -------
    (..., region, trait)
        `size`, the logarithm of a region's value added over the mean region of its country; one share of value added
        for each activity; `resource_rent`, the share of extraction, which stands for rents that tables do not show.
        The coordinate `dimension` (trait) says what each belongs to.

    Notes
    -----
    .. math:: \text{size}_r = \ln \frac{x_r}{\bar{x}_{c(r)}}

    Sizes are compared within a country, so that no exchange rate enters.

    Examples
    --------
    >>> import smartspec
    >>> value = smartspec.label([[30, 10], [20, 20]], region=["N", "S"], activity=["B", "C"])
    >>> structure(value).sel(region="N").to_series().to_dict()
    {'size': 0.0, 'B': 0.75, 'C': 0.25, 'resource_rent': 0.75}
    """
    total = value.sum("activity", skipna=False)
    if country is None:
        mean = total.mean("region", skipna=False)
    else:
        of = xr.DataArray(country.values.astype(str), coords={"region": value.region}, name="of")
        mean = total.groupby(of).mean("region", skipna=False).sel(of=of).drop_vars("of")
    share = value / total.where(total > 0)
    size: xr.DataArray = np.log(total.where(total > 0) / mean)  # type: ignore[assignment]
    mined = [code for code in extraction if code in value.activity.values]
    parts = [size.expand_dims(trait=["size"]), share.rename(activity="trait")]
    kinds = ["size", *["sectors"] * value.sizes["activity"]]
    if mined:
        parts.append(share.sel(activity=mined).sum("activity", skipna=False).expand_dims(trait=["resource_rent"]))
        kinds.append("resource_rent")
    made: xr.DataArray = xr.concat(parts, "trait", coords="minimal", compat="override").transpose(
        ..., "region", "trait"
    )
    return made.assign_coords(dimension=("trait", kinds))


def structural_distance(
    mine: xr.DataArray, theirs: xr.DataArray, *, weights: Mapping[str, float] | None = None
) -> xr.DataArray:
    r"""How far apart regions are built: weighted squared differences of standardised variables.

    Parameters
    ----------
    mine : (region, trait)
        What `structure` returned, or more variables with their `dimension`.
    theirs : (..., peer, trait)
        The same of the regions to compare with; further dimensions, such as a window of years, are carried through.
    weights : mapping, optional
        Weight of each dimension, zero or more; 1 where left out.

    Returns
    -------
    (region, ..., peer), zero or more
        Missing where a variable is. The attributes `used` and `absent` name dimensions with and without data.

    Raises
    ------
    MeasureError
        A weight names no dimension or is negative, or no dimension is left.

    Notes
    -----
    .. math:: d_{rp} = \frac{\sum_d w_d \, \overline{(z_{rv} - z_{pv})^2}_{v \in d}}{\sum_d w_d}

    Variables are standardised over both lists together. After the benchmarking practice of the European Commission's
    platform, which compares regions on structure alone; its own weights are not published, so ours are equal.

    Examples
    --------
    >>> import smartspec
    >>> at = {"region": ["N", "S"], "activity": ["B", "C"]}
    >>> made = structure(smartspec.label([[30, 10], [20, 20]], **at))
    >>> found = structural_distance(made, made.rename(region="peer"))
    >>> found.values.tolist(), found.attrs["used"]
    ([[0.0, 2.6666666666666665], [2.6666666666666665, 0.0]], ['size', 'sectors', 'resource_rent'])
    """
    wanted = _weights(weights)
    parts, used, absent = _by_dimension(mine, theirs)
    used = [name for name in used if wanted[name] > 0]
    if not used:
        raise MeasureError(
            "regions cannot be compared: no dimension of structure with a weight has data on both sides. "
            f"Dimensions are {', '.join(DIMENSIONS)}."
        )
    found = _weighted(parts, {name: wanted[name] for name in used})
    over = [dim for dim in theirs.dims if dim != "trait"]
    coords = {"region": mine.region.values, **{dim: theirs[dim].values for dim in over}}
    made = xr.DataArray(found, coords=coords, dims=("region", *over))
    return made.transpose("region", ..., "peer").assign_attrs(used=used, absent=absent)


def _by_dimension(mine: xr.DataArray, theirs: xr.DataArray) -> tuple[dict[str, np.ndarray], list[str], list[str]]:
    """Mean squared difference of each dimension, (region, ..., peer); names of those with data, and of the others."""
    theirs = theirs.transpose(..., "trait")
    mine = mine.transpose("region", "trait")
    ours = {str(code): place for place, code in enumerate(theirs["trait"].values)}
    shared = [place for place, code in enumerate(mine["trait"].values) if str(code) in ours]
    one = mine.values[:, shared]
    other = theirs.values[..., [ours[str(mine["trait"].values[place])] for place in shared]]
    both = np.concatenate([one, other.reshape(-1, len(shared))])
    both = both[np.isfinite(both).all(axis=1)]
    spread = both.std(axis=0) if len(both) else np.ones(len(shared))
    spread = np.where(spread > 0, spread, 1.0)
    kinds = mine["dimension"].values[shared].astype(str)
    a, b = one / spread, other / spread
    parts = {}
    for name in DIMENSIONS:
        of = kinds == name
        if of.any():
            apart = a[:, of].reshape(len(a), *[1] * (b.ndim - 1), -1) - b[None, ..., of]
            parts[name] = (apart**2).mean(axis=-1)
    return parts, list(parts), [name for name in DIMENSIONS if name not in parts]


def _weighted(parts: Mapping[str, np.ndarray], weights: Mapping[str, float]) -> np.ndarray:
    found: np.ndarray = sum(parts[name] * (w / sum(weights.values())) for name, w in weights.items())  # type: ignore[assignment]
    return found


def _weights(weights: Mapping[str, float] | None) -> dict[str, float]:
    told = dict(weights or {})
    if unknown := sorted(set(told) - set(DIMENSIONS)):
        raise MeasureError(
            f"weights name {first_few(unknown)}, which is no dimension of structure; "
            f"dimensions are {', '.join(DIMENSIONS)}."
        )
    if below := [name for name, weight in told.items() if not weight >= 0]:
        raise MeasureError(f"weights must be zero or more, but that of {first_few(below)} is not. Correct it.")
    return {name: float(told.get(name, 1.0)) for name in DIMENSIONS}


def nearest(distance: xr.DataArray, *, count: int) -> xr.Dataset:
    """The regions built most alike, nearest first; over windows each region counts once, where it was most alike.

    Parameters
    ----------
    distance : (region, peer) or (region, window, peer)
        What `structural_distance` returned; a missing distance is never near.
    count : int
        How many to keep.

    Returns
    -------
    Dataset of (region, place)
        `peer`, the code; `distance`; and, with windows, `window`, the one in which the peer was most like the region.

    Raises
    ------
    MeasureError
        There are fewer comparable regions than wanted.

    Examples
    --------
    >>> import smartspec
    >>> far = smartspec.label([[[3.0, 1.0], [0.5, 2.0]]], region=["N"], window=[2000, 2005], peer=["a", "b"])
    >>> found = nearest(far, count=2)
    >>> found["peer"].values.tolist(), found["window"].values.tolist()
    ([['a', 'b']], [[2005, 2000]])
    """
    far = distance.fillna(np.inf)
    once = far.min("window") if "window" in far.dims else far
    once = once.transpose("region", "peer")
    if int(np.isfinite(once.values).sum(axis=1).min(initial=once.sizes["peer"])) < count:
        raise MeasureError(
            f"{count} peers cannot be found among {once.sizes['peer']} regions to compare with. Lower `peers: count:`."
        )
    order = once.values.argsort(axis=1, kind="stable")[:, :count]
    at = {"region": distance.region, "place": np.arange(1, count + 1)}
    found = xr.Dataset(
        {
            "peer": (("region", "place"), distance.peer.values[order].astype(str)),
            "distance": (("region", "place"), np.take_along_axis(once.values, order, axis=1)),
        },
        coords=at,
    )
    if "window" not in far.dims:
        return found
    best = far.transpose("region", "window", "peer").values.argmin(axis=1)
    years = distance.window.values[np.take_along_axis(best, order, axis=1)]
    return found.assign(window=(("region", "place"), years))


def stability(
    mine: xr.DataArray, theirs: xr.DataArray, *, count: int, weights: Mapping[str, float] | None = None
) -> xr.DataArray:
    """How much of each list of peers stays when one dimension is left out.

    Parameters
    ----------
    mine, theirs, weights
        As in `structural_distance`.
    count : int
        As in `nearest`.

    Returns
    -------
    (region, dimension), 0 to 1
        Share of the full list that is also in the list without the dimension; missing where nothing else is left.

    Examples
    --------
    >>> import smartspec
    >>> at = {"region": ["N", "S", "T"], "activity": ["B", "C"]}
    >>> made = structure(smartspec.label([[30, 10], [20, 20], [1, 9]], **at))
    >>> stability(made.isel(region=[0]), made.isel(region=[1, 2]).rename(region="peer"), count=1).sizes["dimension"]
    3
    """
    wanted = _weights(weights)
    parts, used, _ = _by_dimension(mine, theirs)
    told = {name: wanted[name] for name in used if wanted[name] > 0}
    if theirs.sizes["peer"] < count or "window" in theirs.dims:
        raise MeasureError("stability needs one structure of each peer, and at least as many peers as wanted.")
    full = _first(_weighted(parts, told), count)
    found = np.full((mine.sizes["region"], len(told)), np.nan)
    for place, name in enumerate(told):
        rest = {other: weight for other, weight in told.items() if other != name}
        if rest:
            left = _first(_weighted(parts, rest), count)
            found[:, place] = (full[:, :, None] == left[:, None, :]).any(axis=2).mean(axis=1)
    return xr.DataArray(
        found, coords={"region": mine.region.values, "dimension": list(told)}, dims=("region", "dimension")
    )


def _first(distance: np.ndarray, count: int) -> np.ndarray:
    """(region, place): places of the nearest peers."""
    return np.where(np.isfinite(distance), distance, np.inf).argsort(axis=1, kind="stable")[:, :count]
