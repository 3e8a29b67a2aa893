"""Where on the map the pattern sits: one number per region.

    local_moran   whether a region and its neighbours stand out together
    getis_ord     hot and cold spots: the neighbourhood, the region included, against the mean (G*)

Values (..., region) or (..., region, activity) and weights (region, other) in, the same dimensions out. With hundreds
of regions some stand out by chance: read `q_value`, not `p_value`.
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from smartspec.measures.spatial._chance import (
    Alternative,
    false_discovery,
    neighbourhoods,
    per_region,
    probability,
    slices,
    testable,
)
from smartspec.measures.spatial.weights import Links, links

__all__ = ["getis_ord", "local_moran"]


def _significance(
    values: xr.DataArray,
    away: np.ndarray,
    near: Links,
    sign: np.ndarray,
    *,
    permutations: int,
    alternative: Alternative,
    seed: int | None,
    name: str,
) -> dict[str, np.ndarray]:
    """P-values by redrawing neighbours, and adjusted over the regions of one map."""
    p = np.full(away.shape, np.nan)
    if testable(values, permutations, name=name):
        above, below = neighbourhoods(away, near, permutations=permutations, seed=seed)
        turned = sign < 0
        above, below = np.where(turned, below, above), np.where(turned, above, below)
        unknown = np.isnan(away) | near.alone
        p = np.where(unknown, np.nan, probability(above, below, permutations, alternative))
    return {"p_value": p, "q_value": false_discovery(p)}


def _per_region(x: xr.DataArray, values: xr.DataArray, parts: dict[str, np.ndarray]) -> xr.Dataset:
    found = {name: values.copy(data=part.reshape(values.shape)) for name, part in parts.items()}
    return xr.Dataset(found).transpose(*x.dims)


@per_region
def local_moran(
    x: xr.DataArray,
    weights: xr.DataArray,
    *,
    standardise: bool = True,
    permutations: int = 999,
    alternative: Alternative = "two-sided",
    seed: int | None = None,
) -> xr.Dataset:
    r"""Whether a region and its neighbours stand out together (positive) or against each other (negative).

    Parameters
    ----------
    x : (..., region) or (..., region, activity)
        Values in any unit; negative ones too.
    weights : (region, other)
        Zero or more, zero on the diagonal; see `smartspec.measures.spatial.neighbour_weights`.
    standardise : bool
        Whether each region's weights are made to add up to 1.
    permutations : int
        Redrawn neighbourhoods per region to compare with; 0 leaves significance out.
    alternative : {"two-sided", "greater", "less"}
        Which departure counts: any, alike, or unlike.
    seed : int, optional
        Seed of the redrawing.

    Returns
    -------
    Dataset over the dimensions of `x`
        `statistic`; `quadrant`, 1 high among high, 2 low among high, 3 low among low, 4 high among low; `p_value`;
        `q_value`, adjusted for false discoveries over the regions of one map. Missing for regions without
        neighbours and for maps that are the same everywhere or have a missing value.

    Warns
    -----
    UserWarning
        Fewer than 30 regions, so that significance is missing; regions without neighbours; missing values.

    Notes
    -----
    .. math:: I_i = \frac{z_i}{m_2} \sum_j w_{ij} z_j, \quad m_2 = \frac{1}{n} \sum_i z_i^2

    Anselin [anselin1995]_; the region keeps its value while its neighbours are redrawn. esda divides by
    :math:`n - 1` instead and prints the smaller tail alone.

    References
    ----------
    .. [anselin1995] Anselin, L. (1995). Local indicators of spatial association: LISA. Geographical Analysis 27(2),
       93-115.

    Examples
    --------
    >>> import smartspec
    >>> from smartspec.measures.spatial import neighbour_weights
    >>> row = neighbour_weights([("A", "B"), ("B", "C"), ("C", "D")], regions=list("ABCD"))
    >>> found = local_moran(smartspec.label([1, 2, 3, 4], region=list("ABCD")), row, permutations=0)
    >>> found["statistic"].round(3).values.tolist(), found["quadrant"].values.tolist()
    ([0.6, 0.2, 0.2, 0.6], [3.0, 3.0, 1.0, 1.0])
    """
    values, away = slices(x, name="local_moran")
    near, _ = links(weights, values, name="local_moran", standardise=standardise)
    around = np.where(near.alone, np.nan, (near.matrix @ away.T).T)
    spread = (away**2).mean(axis=1, keepdims=True)
    quadrant = np.where(away > 0, np.where(around > 0, 1.0, 4.0), np.where(around > 0, 2.0, 3.0))
    parts = {"statistic": away * around / spread, "quadrant": np.where(np.isnan(around), np.nan, quadrant)}
    parts |= _significance(
        values, away, near, away, permutations=permutations, alternative=alternative, seed=seed, name="local_moran"
    )
    return _per_region(x, values, parts)


@per_region
def getis_ord(
    x: xr.DataArray,
    weights: xr.DataArray,
    *,
    permutations: int = 999,
    alternative: Alternative = "two-sided",
    seed: int | None = None,
) -> xr.Dataset:
    r"""Hot and cold spots: how far a neighbourhood, the region itself included, lies above or below the mean.

    Parameters
    ----------
    x : (..., region) or (..., region, activity)
        Values in any unit.
    weights : (region, other)
        Zero or more. What stands on the diagonal is the region's weight for itself; where it is zero, the
        largest weight of its row is taken.
    permutations : int
        Redrawn neighbourhoods per region to compare with; 0 leaves significance out.
    alternative : {"two-sided", "greater", "less"}
        Which departure counts: any, hot, or cold.
    seed : int, optional
        Seed of the redrawing.

    Returns
    -------
    Dataset over the dimensions of `x`
        `statistic`, in standard deviations: hot above 0, cold below; `p_value`; `q_value`, adjusted for false
        discoveries over the regions of one map. Missing as in `local_moran`.

    Warns
    -----
    UserWarning
        As in `local_moran`.

    Notes
    -----
    .. math:: G_i^* = \frac{\sum_j w_{ij} x_j - \bar x \sum_j w_{ij}}
        {s \sqrt{\left[ n \sum_j w_{ij}^2 - (\sum_j w_{ij})^2 \right] / (n - 1)}}

    Ord and Getis [ord1995]_. Multiplying a region's weights by a number changes nothing, so they need no
    standardising. The region keeps its value while its neighbours are redrawn.

    References
    ----------
    .. [ord1995] Ord, J. K., Getis, A. (1995). Local spatial autocorrelation statistics: distributional issues and an
       application. Geographical Analysis 27(4), 286-306.

    Examples
    --------
    >>> import smartspec
    >>> from smartspec.measures.spatial import neighbour_weights
    >>> row = neighbour_weights([("A", "B"), ("B", "C"), ("C", "D")], regions=list("ABCD"))
    >>> found = getis_ord(smartspec.label([1, 2, 3, 4], region=list("ABCD")), row, permutations=0)
    >>> found["statistic"].round(3).values.tolist()
    [-1.549, -1.342, 1.342, 1.549]
    """
    values, away = slices(x, name="getis_ord")
    near, own = links(weights, values, name="getis_ord", standardise=False, diagonal=True)
    own = np.where(own > 0, own, near.matrix.max(axis=1).toarray().ravel())
    size = values.sizes["region"]
    total = near.matrix.sum(axis=1) + own
    squares = near.matrix.power(2).sum(axis=1) + own**2
    spread = np.sqrt((away**2).mean(axis=1, keepdims=True) * (size * squares - total**2) / (size - 1))
    around = (near.matrix @ away.T).T + own * away
    score = np.where(near.alone | (spread <= 0), np.nan, around / np.where(spread > 0, spread, np.nan))
    parts = {"statistic": score} | _significance(
        values,
        away,
        near,
        np.ones_like(away),
        permutations=permutations,
        alternative=alternative,
        seed=seed,
        name="getis_ord",
    )
    return _per_region(x, values, parts)
