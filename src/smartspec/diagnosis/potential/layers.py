"""Four layers of potential: economy, innovation, science, technology, each measured on its own table.

    LAYERS       economic, innovation, science, technology
    KINDS        current_strength, emerging, declining_giant
    layer        specialisation, mass and dynamics of one layer, and the class of each cell
    potential    the layers brought to activities by published concordances, and how they agree

A layer without a table lowers the confidence and never the score: what nobody measured is not weak.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import xarray as xr
from scipy.stats import rankdata

from smartspec.errors import MeasureError, first_few
from smartspec.measures import location_quotient

__all__ = ["KINDS", "LAYERS", "layer", "potential"]

LAYERS = ("economic", "innovation", "science", "technology")
KINDS = ("current_strength", "emerging", "declining_giant")
PARTS = ("specialisation", "mass", "dynamics")


def layer(
    amount: xr.DataArray,
    *,
    focus: Sequence[int],
    start: Sequence[int],
    reference: xr.DataArray | None = None,
    strength: float = 1.5,
    emerging_from: float = 0.8,
    mass: float = 0.005,
    giant: float = 0.05,
    least: float = 0.0,
) -> xr.Dataset:
    r"""Specialisation, mass and dynamics of one layer, and the class of each cell.

    Parameters
    ----------
    amount : (year, region, activity)
        What the layer counts: value added or jobs, innovating firms, publications, patents; zero or more.
    focus, start : sequence of int
        Years the findings rest on, and years the change is counted from.
    reference : (year, activity), optional
        The country's row; the sum of its regions when left out.
    strength, emerging_from : float
        Quotient of a strength, and from which an activity may be emerging.
    mass, giant : float
        Share of the region's whole that a class needs, and that makes a giant.
    least : float
        Amount a class needs besides, mean of a year, in the unit of `amount`.

    Returns
    -------
    Dataset of (region, activity)
        `specialisation`, the location quotient of the focus years; `mass`, share of the region's whole; `dynamics`,
        growth of the amount over that of the country in the same activity, from the start to the focus years, as a
        difference of logarithms; `change` of the quotient; `class`, one of `KINDS` or empty. Missing where unknown.

    Raises
    ------
    MeasureError
        A year is not in the table.

    Notes
    -----
    A current strength has quotient and mass and does not shrink while the country does better. Emerging is a
    quotient from `emerging_from` up to the line that rises, with growth above the country's. A declining giant has the
    mass of a giant and a falling quotient, and is no strength. Lines after the mapping of the Eastern
    Partnership and of Serbia; ours where these give none.

    Examples
    --------
    >>> import smartspec
    >>> at = {"year": [2015, 2024], "region": ["N", "S"], "activity": ["a", "b"]}
    >>> made = smartspec.label([[[40, 60], [60, 40]], [[90, 60], [60, 90]]], **at)
    >>> layer(made, focus=[2024], start=[2015])["class"].values.tolist()
    [['emerging', 'declining_giant'], ['declining_giant', 'emerging']]
    """
    missing = sorted({int(year) for year in (*focus, *start)} - {int(year) for year in amount.year.values})
    if missing:
        raise MeasureError(f"the layer's table has no year {first_few(missing)}. Choose years it has.")
    now, then = (amount.sel(year=list(years)).mean("year", skipna=False) for years in (focus, start))
    whole = amount.sum("region", skipna=False) if reference is None else reference
    there, before = (whole.sel(year=list(years)).mean("year", skipna=False) for years in (focus, start))
    quotient, old = location_quotient(now, reference=there), location_quotient(then, reference=before)
    share = now / now.sum("activity", skipna=False).where(lambda total: total > 0)
    grown: xr.DataArray = np.log(now.where(now > 0) / then.where(then > 0))  # type: ignore[assignment]
    country: xr.DataArray = np.log(there.where(there > 0) / before.where(before > 0))  # type: ignore[assignment]
    lead, change = grown - country, quotient - old
    heavy = (share >= mass) & (now >= least)
    high = (quotient >= strength) & heavy & ~((grown < 0) & (lead < 0))
    rising = (quotient >= emerging_from) & (quotient < strength) & heavy & (change > 0) & (lead > 0)
    falling = (share >= giant) & (now >= least) & (change < 0)
    kind = np.select([high, rising, falling], KINDS, "")
    found = {"specialisation": quotient, "mass": share, "dynamics": lead, "change": change}
    made = xr.Dataset({name: array.transpose("region", "activity") for name, array in found.items()})
    return made.assign({"class": (high.dims, kind)}).transpose("region", "activity")


def potential(
    layers: Mapping[str, xr.Dataset], *, concordances: Mapping[str, xr.DataArray] | None = None
) -> xr.Dataset:
    r"""The layers brought to activities, and how they agree.

    Parameters
    ----------
    layers : mapping
        What `layer` returned, by name; at least the economic one, whose activities the others are brought to.
    concordances : mapping, optional
        (activity, item) by layer: how much of an item of its list belongs to an activity, zero or more. A layer
        without one has the activities of the economic layer.

    Returns
    -------
    Dataset
        (layer, region, activity): `percentile`, 0 to 1, the mean over specialisation, mass and dynamics of the region's
        place among the regions; `class`, that of the item with the largest part in the activity. (region, activity):
        `score`, their geometric mean over layers with data; `confidence`, share of the four layers with data;
        `agreeing`, layers with a class other than a declining giant.

    Raises
    ------
    MeasureError
        There is no economic layer, a layer is none of the four, regions differ, or a concordance has other labels or
        a negative weight.

    Notes
    -----
    .. math:: \text{score}_{ra} = \Big( \prod_{l \in L_{ra}} p_{lra} \Big)^{1 / |L_{ra}|}

    Examples
    --------
    >>> import smartspec
    >>> at = {"year": [2015, 2024], "region": ["N", "S"], "activity": ["a", "b"]}
    >>> made = smartspec.label([[[40, 60], [60, 40]], [[90, 60], [60, 90]]], **at)
    >>> found = potential({"economic": layer(made, focus=[2024], start=[2015])})
    >>> found["confidence"].values.tolist()
    [[0.25, 0.25], [0.25, 0.25]]
    """
    if "economic" not in layers:
        raise MeasureError("potential needs the economic layer; the others are brought to its activities.")
    if unknown := sorted(set(layers) - set(LAYERS)):
        raise MeasureError(f"no layer {first_few(unknown)}; layers are {', '.join(LAYERS)}.")
    base = layers["economic"]["specialisation"]
    scores, kinds = [], []
    for name in LAYERS:
        if name not in layers:
            scores.append(xr.full_like(base, np.nan))
            kinds.append(xr.full_like(base, "", dtype="U16"))
            continue
        made = layers[name]
        if set(made.region.values) != set(base.region.values):
            raise MeasureError(f"the layer '{name}' has other regions than the economic one. Give it the same.")
        made = made.sel(region=base.region)
        table = _concordance(name, made, base, (concordances or {}).get(name))
        scores.append(_brought(_percentile(made), table))
        kinds.append(_largest(made["class"], table))
    at = xr.IndexVariable("layer", list(LAYERS))
    percentile, kind = xr.concat(scores, at), xr.concat(kinds, at)
    known = percentile.notnull()
    count = known.sum("layer")
    product = percentile.where(known, 1.0).prod("layer")
    score = product ** (1 / count.where(count > 0))
    return xr.Dataset(
        {
            "percentile": percentile,
            "class": kind,
            "score": score,
            "confidence": count / len(LAYERS),
            "agreeing": kind.isin(KINDS[:2]).sum("layer"),
        }
    )


def _percentile(made: xr.Dataset) -> xr.DataArray:
    """(region, activity), 0 to 1: place among the regions, mean over the parts that are known."""
    parts = np.stack([made[name].transpose("region", "activity").values for name in PARTS])
    ranks = rankdata(parts, axis=1, nan_policy="omit")
    known = np.isfinite(parts)
    share = (np.where(known, ranks, np.nan) - 0.5) / known.sum(axis=1, keepdims=True).clip(1)
    count = known.sum(axis=0)
    mean = np.divide(np.nansum(share, axis=0), count, out=np.full(count.shape, np.nan), where=count > 0)
    return made["specialisation"].transpose("region", "activity").copy(data=mean)


def _concordance(name: str, made: xr.Dataset, base: xr.DataArray, table: xr.DataArray | None) -> xr.DataArray:
    items, wanted = [str(code) for code in made.activity.values], [str(code) for code in base.activity.values]
    if table is None:
        if apart := sorted(set(items) ^ set(wanted)):
            raise MeasureError(
                f"the layer '{name}' is in another classification: {first_few(apart)}. "
                "Name a concordance, a table with the columns activity, item, weight."
            )
        return xr.DataArray(np.eye(len(wanted)), coords={"activity": wanted, "item": wanted}).sel(item=items)
    lost = sorted(set(items) - set(map(str, table["item"].values)))
    if lost or set(map(str, table.activity.values)) - set(wanted):
        strange = sorted(set(map(str, table.activity.values)) - set(wanted))
        raise MeasureError(
            f"the concordance of '{name}' lacks items {first_few(lost) or 'none'} and names activities the study does "
            f"not have: {first_few(strange) or 'none'}. Correct it; give an item that belongs nowhere a weight of zero."
        )
    if bool((table < 0).any()):
        raise MeasureError(f"the concordance of '{name}' has a negative weight. Correct it.")
    return table.reindex(activity=wanted, item=items, fill_value=0.0).transpose("activity", "item")


def _brought(score: xr.DataArray, table: xr.DataArray) -> xr.DataArray:
    """(region, activity): mean of the items' scores by their part in the activity; missing where none is known."""
    known = np.isfinite(score.values)
    part = table.values
    below = known.astype(float) @ part.T
    made = np.divide(
        np.where(known, score.values, 0.0) @ part.T, below, out=np.full(below.shape, np.nan), where=below > 0
    )
    return xr.DataArray(
        made, coords={"region": score.region, "activity": table.activity.values}, dims=("region", "activity")
    )


def _largest(kind: xr.DataArray, table: xr.DataArray) -> xr.DataArray:
    """(region, activity): the class of the item with the largest part in the activity."""
    best = table.values.argmax(axis=1)
    there = table.values.max(axis=1) > 0
    found = np.where(there[None, :], kind.transpose("region", "activity").values[:, best], "")
    return xr.DataArray(
        found.astype("U16"),
        coords={"region": kind.region, "activity": table.activity.values},
        dims=("region", "activity"),
    )
