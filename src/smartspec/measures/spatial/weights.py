"""Who is near whom: weights between regions, built from neighbour pairs and checked at the gate.

    neighbour_weights   1 for each pair of neighbours, else 0
    links               weights in the order of the regions, with the regions that have no neighbour

Weights are (region, other): how much `other` counts in the neighbourhood of `region`.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import xarray as xr
from scipy.sparse import csr_array

from smartspec.errors import MeasureError, first_few
from smartspec.measures._amounts import need

__all__ = ["Links", "links", "neighbour_weights"]


def neighbour_weights(pairs: Iterable[Iterable[str]], *, regions: Sequence[str]) -> xr.DataArray:
    """Weights of 1 between neighbours and 0 elsewhere, both ways, from a list of pairs.

    Parameters
    ----------
    pairs : iterable of pairs of regions
        Each pair once or both ways round; `Geography.neighbours` and `itertuples` of a table both serve. Pairs with
        a region that is not among `regions` are left out.
    regions : sequence of str
        The regions, in the order wanted.

    Returns
    -------
    (region, other), 0 or 1
        Zero on the diagonal.

    Raises
    ------
    MeasureError
        A pair is not two different regions, or no pair lies among the regions.

    Examples
    --------
    >>> neighbour_weights([("N", "S"), ("S", "T")], regions=["N", "S", "T"]).values.tolist()
    [[0.0, 1.0, 0.0], [1.0, 0.0, 1.0], [0.0, 1.0, 0.0]]
    """
    found = [tuple(pair) for pair in pairs]
    if wrong := [pair for pair in found if len(pair) != 2 or pair[0] == pair[1]]:
        raise MeasureError(
            f"a neighbour pair must name two different regions, but {len(wrong)} of {len(found)} do not: "
            f"{first_few(wrong)}. Mend or leave out those lines."
        )
    place = {region: at for at, region in enumerate(regions)}
    inside = [(place[one], place[two]) for one, two in found if one in place and two in place]
    if not inside:
        raise MeasureError(
            f"none of the {len(found)} neighbour pairs joins two of the {len(place)} regions, such as "
            f"{first_few(list(regions), count=3)}. Give pairs in the codes of the regions."
        )
    values = np.zeros((len(place), len(place)))
    one, two = np.array(inside).T
    values[one, two] = values[two, one] = 1.0
    return xr.DataArray(values, coords={"region": list(regions), "other": list(regions)}, dims=("region", "other"))


@dataclass(frozen=True)
class Links:
    """Weights in the order of the regions, and where a region has none."""

    matrix: csr_array
    alone: np.ndarray

    def padded(self) -> tuple[np.ndarray, np.ndarray]:
        """Weights of each region's neighbours, packed to the left, and how many there are."""
        count = np.diff(self.matrix.indptr)
        packed = np.zeros((len(count), max(int(count.max(initial=0)), 1)))
        packed[np.arange(packed.shape[1]) < count[:, None]] = self.matrix.data
        return packed, count


def links(
    weights: object, x: xr.DataArray, *, name: str, standardise: bool = True, diagonal: bool = False
) -> tuple[Links, np.ndarray]:
    """Weights for the regions of `x` in its order, and the diagonal that was taken off them.

    Raises
    ------
    MeasureError
        The labels are not those of `x`, or a weight is missing, negative or infinite, or stands on the diagonal.

    Warns
    -----
    UserWarning
        Some regions have no neighbour; they are named.
    """
    given = _matching(weights, x, name)
    values = given.values
    if not np.isfinite(values).all() or (values < 0).any():
        wrong = int((~(np.isfinite(values) & (values >= 0))).sum())
        raise MeasureError(
            f"weights must be known, finite and zero or more, but {wrong} of {values.size} are not. "
            "Give 0 where two regions are no neighbours."
        )
    own = np.diagonal(values).copy()
    if own.any() and not diagonal:
        named = [region for region, weight in zip(given["region"].values.tolist(), own, strict=True) if weight]
        raise MeasureError(
            f"a region is not its own neighbour in {name}, but {len(named)} have a weight on the diagonal: "
            f"{first_few(named)}. Put 0 there."
        )
    between = values - np.diag(own)
    total = between.sum(axis=1, keepdims=True)
    alone = total[:, 0] == 0
    if alone.any():
        named = given["region"].values[alone].tolist()
        warnings.warn(
            f"{len(named)} of {len(alone)} regions have no neighbour: {first_few(named)}. They count in the mean, but "
            "have no neighbourhood: what is said of them alone is undefined. Give them a nearest neighbour, or leave "
            "them out of both.",
            stacklevel=5,
        )
    if standardise:
        between = between / np.where(total > 0, total, 1.0)
    return Links(csr_array(between), alone), own


def _matching(weights: object, x: xr.DataArray, name: str) -> xr.DataArray:
    if isinstance(weights, pd.DataFrame):
        coords = {"region": weights.index.tolist(), "other": weights.columns.tolist()}
        weights = xr.DataArray(weights.to_numpy(float), coords=coords, dims=("region", "other"))
    if not isinstance(weights, xr.DataArray):
        raise MeasureError(
            f"{name} needs weights with labels (region, other), but was given a {type(weights).__name__}. Build them "
            "with `smartspec.measures.spatial.neighbour_weights(pairs, regions=[...])`."
        )
    need(weights, "region", "other", name=f"the weights of {name}")
    if extra := [str(dim) for dim in weights.dims if dim not in ("region", "other")]:
        raise MeasureError(f"weights are (region, other), but these have {', '.join(extra)} too. Select one of it.")
    wanted = x["region"].values.tolist()
    for dim in ("region", "other"):
        there = weights[dim].values.tolist()
        if len(there) != len(wanted) or set(there) != set(wanted):
            alone = [f"{label} (values only)" for label in wanted if label not in there]
            alone += [f"{label} (weights only)" for label in there if label not in wanted]
            raise MeasureError(
                f"the weights of {name} must carry exactly the regions of the values, but along {dim} "
                f"{len(alone)} differ: {first_few(alone)}. Select the same regions in both."
            )
    return weights.sel(region=wanted, other=wanted).transpose("region", "other").astype(float)
