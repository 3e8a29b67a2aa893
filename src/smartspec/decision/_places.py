"""Places from scores, under the one tie rule: equal scores share the better place.

in_order    candidates from best to worst, and the place each of them shares
places      ranks: 1 for the best, 1, 2, 2, 4 where the second tie
label       scores with the table's labels on them; `labelled` several at once
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
import xarray as xr

from smartspec.decision._labels import Floats
from smartspec.decision.scaling import NOISE
from smartspec.decision.table import DecisionTable

__all__ = ["TIES", "in_order", "label", "labelled", "places"]

TIES: Mapping[str, str | float] = MappingProxyType({"ties": "min", "tie_tolerance": NOISE})
"""The tie rule, written in each result: scores apart by up to this share of the largest share the better place."""


def in_order(scores: Floats) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Candidates from best to worst along the last axis, and the place (from 0) each of them shares."""
    order = np.argsort(-scores, axis=-1, kind="stable")
    sorted_scores = np.take_along_axis(scores, order, axis=-1)
    noise = NOISE * np.fmax.reduce(np.abs(scores), axis=-1, keepdims=True)
    places_from_0 = np.broadcast_to(np.arange(scores.shape[-1]), scores.shape)
    tied = sorted_scores[..., :-1] - sorted_scores[..., 1:] <= noise
    if not tied.any():
        return order, places_from_0
    starts = places_from_0.copy()
    starts[..., 1:][tied] = 0
    return order, np.maximum.accumulate(starts, axis=-1)


def places(scores: Floats) -> Floats:
    """Rank along the last axis, best first at 1; scores apart by no more than rounding share the better rank."""
    order, first = in_order(scores)
    ranks = np.empty(scores.shape)
    np.put_along_axis(ranks, order, first + 1.0, axis=-1)
    return np.where(np.isnan(scores), np.nan, ranks)


def label(t: DecisionTable, array: Floats) -> xr.DataArray:
    """Put the table's labels on (..., candidate)."""
    dims = (*t.lead, "candidate")
    return xr.DataArray(array, coords={dim: t.values.indexes[dim] for dim in dims}, dims=dims)


def labelled(t: DecisionTable, arrays: Mapping[str, Floats], **told: Any) -> xr.Dataset:
    """Put the table's labels on several (..., candidate), with what made them in the attributes."""
    dims = (*t.lead, "candidate")
    return xr.Dataset(
        {name: (dims, array) for name, array in arrays.items()},
        coords={dim: t.values.indexes[dim] for dim in dims},
        attrs={**told, **TIES},
    )
