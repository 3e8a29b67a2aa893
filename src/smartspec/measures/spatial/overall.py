"""Whether a map as a whole is patterned: one number per map.

    moran          like beside like: correlation of regions with their neighbours
    geary          squared differences between neighbours, against all pairs
    spatial_gini   how much of inequality lies between regions that are not neighbours

Values (..., region) or (..., region, activity) and weights (region, other) in. Each leading dimension and each activity
is a map of its own; all maps are shuffled alike, so that a seed gives the same answer alone and in company.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import xarray as xr

from smartspec.errors import MeasureError
from smartspec.measures.spatial._chance import (
    Alternative,
    false_discovery,
    per_region,
    probability,
    shuffled,
    slices,
    testable,
)
from smartspec.measures.spatial.weights import links

__all__ = ["geary", "moran", "spatial_gini"]


def _map_of(values: xr.DataArray, found: np.ndarray) -> xr.DataArray:
    template = values.isel(region=0, drop=True)
    return template.copy(data=found.reshape(template.shape))


def _significance(
    values: xr.DataArray,
    away: np.ndarray,
    statistic: Callable[[np.ndarray], np.ndarray],
    *,
    permutations: int,
    alternative: Alternative,
    seed: int | None,
    name: str,
) -> dict[str, xr.DataArray]:
    """P-values by shuffling, and adjusted for the number of activities tested side by side."""
    p = np.full(len(away), np.nan)
    if testable(values, permutations, name=name):
        above, below = shuffled(away, statistic, permutations=permutations, seed=seed)
        p = np.where(np.isnan(away).any(axis=1), np.nan, probability(above, below, permutations, alternative))
    p_value = _map_of(values, p)
    if "activity" not in p_value.dims:
        return {"p_value": p_value, "q_value": p_value.copy()}
    adjusted = false_discovery(p_value.values, axis=p_value.get_axis_num("activity"))
    return {"p_value": p_value, "q_value": p_value.copy(data=adjusted)}


@per_region
def moran(
    x: xr.DataArray,
    weights: xr.DataArray,
    *,
    standardise: bool = True,
    permutations: int = 999,
    alternative: Alternative = "two-sided",
    seed: int | None = None,
) -> xr.Dataset:
    r"""Whether like stands beside like: the correlation of regions with the mean of their neighbours.

    Parameters
    ----------
    x : (..., region) or (..., region, activity)
        Values in any unit; negative ones too.
    weights : (region, other)
        Zero or more, zero on the diagonal; see `smartspec.measures.spatial.neighbour_weights`.
    standardise : bool
        Whether each region's weights are made to add up to 1.
    permutations : int
        Shuffled maps to compare with; 0 leaves significance out.
    alternative : {"two-sided", "greater", "less"}
        Which departure counts: any, clustering, or a chessboard.
    seed : int, optional
        Seed of the shuffling.

    Returns
    -------
    Dataset over (...) or (..., activity)
        `statistic`; `expected`, its mean under chance; `p_value`; `q_value`, adjusted for false discoveries
        over activities. Missing for a map that is the same everywhere or has a missing value.

    Warns
    -----
    UserWarning
        Fewer than 30 regions, so that significance is missing; regions without neighbours; missing values.

    Notes
    -----
    .. math:: I = \frac{n}{\sum_{ij} w_{ij}} \frac{\sum_{ij} w_{ij} z_i z_j}{\sum_i z_i^2},
        \quad E(I) = \frac{-1}{n - 1}

    :math:`z` are deviations from the mean [moran1950]_. The two-sided p-value is twice the smaller tail; esda prints
    the smaller tail alone.

    References
    ----------
    .. [moran1950] Moran, P. A. P. (1950). Notes on continuous stochastic phenomena. Biometrika 37(1/2), 17-23.

    Examples
    --------
    >>> import smartspec
    >>> from smartspec.measures.spatial import neighbour_weights
    >>> row = neighbour_weights([("A", "B"), ("B", "C"), ("C", "D")], regions=list("ABCD"))
    >>> moran(smartspec.label([1, 2, 3, 4], region=list("ABCD")), row, permutations=0)["statistic"].round(3).item()
    0.4
    """
    values, away = slices(x, name="moran")
    near, _ = links(weights, values, name="moran", standardise=standardise)
    total = near.matrix.sum()

    def statistic(maps: np.ndarray) -> np.ndarray:
        return np.asarray((maps * (near.matrix @ maps)).sum(axis=0) * len(maps) / total / (maps**2).sum(axis=0))

    found = _map_of(values, statistic(away.T))
    return xr.Dataset(
        {
            "statistic": found,
            "expected": xr.full_like(found, -1 / (values.sizes["region"] - 1)).where(found.notnull()),
            **_significance(
                values, away, statistic, permutations=permutations, alternative=alternative, seed=seed, name="moran"
            ),
        }
    )


@per_region
def geary(
    x: xr.DataArray,
    weights: xr.DataArray,
    *,
    standardise: bool = True,
    permutations: int = 999,
    alternative: Alternative = "two-sided",
    seed: int | None = None,
) -> xr.Dataset:
    r"""How different neighbours are from each other, against regions picked at random: below 1, like beside like.

    Parameters
    ----------
    x : (..., region) or (..., region, activity)
        Values in any unit; negative ones too.
    weights : (region, other)
        Zero or more, zero on the diagonal.
    standardise : bool
        Whether each region's weights are made to add up to 1.
    permutations : int
        Shuffled maps to compare with; 0 leaves significance out.
    alternative : {"two-sided", "greater", "less"}
        Which departure of the statistic counts; clustering is "less".
    seed : int, optional
        Seed of the shuffling.

    Returns
    -------
    Dataset over (...) or (..., activity)
        `statistic`, 0 or more; `expected`, 1; `p_value`; `q_value`, adjusted for false discoveries over activities.

    Warns
    -----
    UserWarning
        As in `moran`.

    Notes
    -----
    .. math:: C = \frac{n - 1}{2 \sum_{ij} w_{ij}} \frac{\sum_{ij} w_{ij} (x_i - x_j)^2}{\sum_i z_i^2}

    Geary [geary1954]_.

    References
    ----------
    .. [geary1954] Geary, R. C. (1954). The contiguity ratio and statistical mapping. The Incorporated Statistician
       5(3), 115-145.

    Examples
    --------
    >>> import smartspec
    >>> from smartspec.measures.spatial import neighbour_weights
    >>> row = neighbour_weights([("A", "B"), ("B", "C"), ("C", "D")], regions=list("ABCD"))
    >>> geary(smartspec.label([1, 2, 3, 4], region=list("ABCD")), row, permutations=0)["statistic"].round(3).item()
    0.3
    """
    values, away = slices(x, name="geary")
    near, _ = links(weights, values, name="geary", standardise=standardise)
    total = near.matrix.sum()
    both = near.matrix.sum(axis=1) + near.matrix.sum(axis=0)

    def statistic(maps: np.ndarray) -> np.ndarray:
        apart = both @ maps**2 - 2 * (maps * (near.matrix @ maps)).sum(axis=0)
        return np.asarray(apart * (len(maps) - 1) / (2 * total) / (maps**2).sum(axis=0))

    found = _map_of(values, statistic(away.T))
    return xr.Dataset(
        {
            "statistic": found,
            "expected": xr.ones_like(found).where(found.notnull()),
            **_significance(
                values, away, statistic, permutations=permutations, alternative=alternative, seed=seed, name="geary"
            ),
        }
    )


@per_region
def spatial_gini(
    x: xr.DataArray,
    weights: xr.DataArray,
    *,
    permutations: int = 999,
    alternative: Alternative = "two-sided",
    seed: int | None = None,
) -> xr.Dataset:
    r"""The Gini coefficient of regions, split between neighbours and the rest.

    Parameters
    ----------
    x : (..., region) or (..., region, activity)
        Amounts per head or the like, zero or more.
    weights : (region, other)
        Any weight above zero makes two regions neighbours; how large it is does not matter.
    permutations : int
        Shuffled maps to compare with; 0 leaves significance out.
    alternative : {"two-sided", "greater", "less"}
        Which departure of the part far apart counts; clustering is "greater".
    seed : int, optional
        Seed of the shuffling.

    Returns
    -------
    Dataset over (...) or (..., activity)
        `statistic`, the Gini coefficient; `near` and `far`, its parts between neighbours and between all others;
        `far_share`, the second as a share; `p_value` and `q_value` of that part.

    Warns
    -----
    UserWarning
        As in `moran`.

    Notes
    -----
    .. math::
        G = \frac{\sum_{ij} w_{ij} |x_i - x_j|}{2 n^2 \bar x} + \frac{\sum_{ij} (1 - w_{ij}) |x_i - x_j|}{2 n^2 \bar x}

    Rey and Smith [rey2013]_. Most pairs are no neighbours, so a large share proves nothing: compare it with chance.

    References
    ----------
    .. [rey2013] Rey, S. J., Smith, R. J. (2013). A spatial decomposition of the Gini coefficient. Letters in Spatial
       and Resource Sciences 6, 55-70.

    Examples
    --------
    >>> import smartspec
    >>> from smartspec.measures.spatial import neighbour_weights
    >>> row = neighbour_weights([("A", "B"), ("B", "C"), ("C", "D")], regions=list("ABCD"))
    >>> found = spatial_gini(smartspec.label([1, 2, 3, 4], region=list("ABCD")), row, permutations=0)
    >>> found["statistic"].item(), round(found["far_share"].item(), 3)
    (0.25, 0.7)
    """
    values, away = slices(x, name="spatial_gini")
    if bool((values < 0).any()):
        raise MeasureError(
            f"spatial_gini needs amounts of zero or more, but {int((values < 0).sum())} of {values.size} are negative. "
            "Measure changes with `moran` or `geary`."
        )
    near, _ = links(weights, values, name="spatial_gini", standardise=False)
    one, two = near.matrix.nonzero()
    mean, size = values.mean("region").values.ravel(), values.sizes["region"]

    def between(maps: np.ndarray) -> np.ndarray:
        """Minus what lies between neighbours: it rises with what lies between the others."""
        return np.asarray(-np.abs(maps[one] - maps[two]).sum(axis=0))

    ranks = 2 * np.arange(1, size + 1) - size - 1
    scale = np.where(mean > 0, size**2 * mean, np.nan)
    gini = (np.sort(values.values.reshape(away.shape), axis=1) * ranks).sum(axis=1) / scale
    whole, part = _map_of(values, gini), _map_of(values, -between(values.values.reshape(away.shape).T) / (2 * scale))
    return xr.Dataset(
        {
            "statistic": whole,
            "near": part,
            "far": whole - part,
            "far_share": (whole - part) / whole.where(whole > 0),
            **_significance(
                values,
                away,
                between,
                permutations=permutations,
                alternative=alternative,
                seed=seed,
                name="spatial_gini",
            ),
        }
    )
