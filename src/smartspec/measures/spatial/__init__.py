"""Spatial pattern: whether neighbours are alike, on the whole map and in each region."""

from __future__ import annotations

from smartspec.measures.spatial.local import getis_ord, local_moran
from smartspec.measures.spatial.overall import geary, moran, spatial_gini
from smartspec.measures.spatial.weights import neighbour_weights

__all__ = ["geary", "getis_ord", "local_moran", "moran", "neighbour_weights", "spatial_gini"]
