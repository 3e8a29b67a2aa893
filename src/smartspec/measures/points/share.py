"""How much of what stands within a given distance of a firm is of its own activity."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
import xarray as xr
from scipy.spatial.distance import cdist

from smartspec.measures.points._envelope import envelope
from smartspec.measures.points._firms import Firms, check_options, reach, read_firms, row_blocks

__all__ = ["marcon_puech_m"]

MOST_HELD = 36_000_000
"""Pairs of sites whose distance band is kept through all redraws: 36 MB. More are worked out anew each time."""

Bands = Callable[[np.ndarray], np.ndarray]


def _bands(sites: np.ndarray, at: np.ndarray) -> Bands:
    """For rows of sites: the first distance of `at` that reaches each site; past the last for none and for itself."""
    kind = np.min_scalar_type(len(at))

    def worked_out(rows: np.ndarray) -> np.ndarray:
        found = np.searchsorted(at, cdist(sites[rows], sites)).astype(kind)
        found[np.arange(len(rows)), rows] = len(at)
        return np.asarray(found)

    if len(sites) ** 2 > MOST_HELD:
        return worked_out
    everyone = np.arange(len(sites))
    held = np.concatenate([worked_out(everyone[rows]) for rows in row_blocks(len(sites), len(sites))])
    return lambda rows: held[rows]


def _within(bands: np.ndarray, weight: np.ndarray, count: int) -> np.ndarray:
    """Weight within each distance of each row: (row, distance)."""
    rows = len(bands)
    place = bands + np.arange(rows)[:, None] * (count + 1)
    each = np.broadcast_to(weight, bands.shape).ravel()
    gathered = np.bincount(place.ravel(), each, rows * (count + 1)).reshape(rows, count + 1)
    return np.asarray(gathered[:, :count].cumsum(axis=1))


def _ratio(ours: np.ndarray, weight: np.ndarray, bands: Bands, count: int, around: np.ndarray | None) -> np.ndarray:
    """M when the firms of the activity stand on the sites `ours` and each site carries `weight`."""
    whole, own = weight.sum(), weight[ours].sum()
    local, usual = np.zeros(count), np.zeros(count)
    for part in row_blocks(len(ours), len(weight)):
        rows = ours[part]
        near = bands(rows)
        alike = _within(near[:, ours], weight[ours], count)
        everyone = _within(near, weight, count) if around is None else around[rows]
        there = everyone > 0
        local += (alike / np.where(there, everyone, 1)).sum(axis=0)
        usual += (there * ((own - weight[rows]) / (whole - weight[rows]))[:, None]).sum(axis=0)
    return local / np.where(usual > 0, usual, np.nan)


def _redrawn(
    table: Firms, bands: Bands, count: int, around: np.ndarray | None, *, redraws: int, seed: int | None
) -> np.ndarray:
    """M after activity and weight of each firm have moved together to a random site."""
    random, drawn = np.random.default_rng(seed), np.empty((redraws, count))
    ours = np.flatnonzero(table.ours)
    moved = np.empty_like(table.weight)
    for row in drawn:
        site = random.permutation(len(table.sites))
        moved[site] = table.weight
        row[:] = _ratio(site[ours], moved, bands, count, around)
    return drawn


def marcon_puech_m(
    firms: pd.DataFrame | xr.Dataset,
    *,
    activity: object,
    distances: Sequence[float] | np.ndarray | None = None,
    weighted: bool = True,
    redraws: int = 1000,
    level: float = 0.05,
    seed: int | None = None,
) -> xr.Dataset:
    r"""How much of what stands within a given distance of a firm is of its own activity, against its usual share.

    Parameters
    ----------
    firms : table, one row a firm
        Columns (or variables along `firm`) `x` and `y`, coordinates in km on a plane; `activity`; and `weight`, above
        zero, such as jobs. Firms of all activities: they are what an activity is compared with.
    activity : label
        The activity looked at.
    distances : sequence of float, optional
        Distances in km, rising; 61 from zero to the middle distance between any two firms if left out.
    weighted : bool
        Whether firms count by their weight, where the table has one, instead of alike.
    redraws : int
        How many times activities and weights are shuffled over the sites; 0 leaves the envelopes out.
    level : float
        Share of redraws that may leave a band on each side.
    seed : int, optional
        Seed of the redraws.

    Returns
    -------
    Dataset over distance (km)
        `ratio`, 1 at the activity's usual share; `low` and `high`, the band at each distance alone; `global_low` and
        `global_high`, the band that at most `level` of the redraws ever leave. Missing at distances
        within which no firm has a neighbour.

    Raises
    ------
    MeasureError
        A firm lacks coordinates, activity or weight; the activity is unknown; an option is out of range.

    Warns
    -----
    UserWarning
        The activity has a single firm.

    Notes
    -----
    .. math:: M(r) = \sum_i \frac{\sum_{j \ne i} 1(d_{ij} \le r)\, 1(j \in A)\, w_j}
        {\sum_{j \ne i} 1(d_{ij} \le r)\, w_j} \Big/ \sum_i \frac{W_A - w_i}{W - w_i}

    Both sums run over the firms of activity :math:`A` that have a neighbour within :math:`r`. Marcon and Puech
    [marcon2010]_. M is a location quotient whose region is a circle round each firm.

    References
    ----------
    .. [marcon2010] Marcon, E., Puech, F. (2010). Measures of the geographic concentration of industries: improving
       distance-based methods. Journal of Economic Geography 10(5), 745-762.

    Examples
    --------
    Round the first wine maker within 1 km stands only wine, round the second half is: 3/4, where 1/3 is usual.

    >>> import pandas as pd
    >>> firms = pd.DataFrame({"x": [0, 1, 2, 9], "y": [0, 0, 0, 0], "activity": ["wine", "wine", "bread", "bread"]})
    >>> marcon_puech_m(firms, activity="wine", distances=[1, 10], redraws=0)["ratio"].values.tolist()
    [2.25, 1.0]
    """
    check_options(redraws, level, distances)
    table = read_firms(firms, activity, weighted=weighted, name="marcon_puech_m")
    at = reach(table, distances, "marcon_puech_m")
    ratio = np.full(len(at), np.nan)
    edge = envelope(np.empty((0, len(at))), level)
    if table.count < 2:
        warnings.warn(
            f"{activity!r} has a single firm, which cannot stand near its own kind: M is unknown. "
            "Take a broader activity.",
            stacklevel=2,
        )
    else:
        bands = _bands(table.sites, at)
        alike = bool((table.weight == table.weight[0]).all())
        around = _around(table, bands, len(at)) if alike else None
        ratio = _ratio(np.flatnonzero(table.ours), table.weight, bands, len(at), around)
        edge = envelope(_redrawn(table, bands, len(at), around, redraws=redraws, seed=seed), level)
    parts = {"ratio": ratio, **edge}
    return xr.Dataset({name: ("distance", part) for name, part in parts.items()}, coords={"distance": at})


def _around(table: Firms, bands: Bands, count: int) -> np.ndarray:
    """Where all firms weigh the same, what stands around a site does not change when firms move."""
    everyone = np.arange(len(table.sites))
    size = len(everyone)
    return np.concatenate([_within(bands(everyone[rows]), table.weight, count) for rows in row_blocks(size, size)])
