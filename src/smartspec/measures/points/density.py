"""How often two firms of an activity stand a given distance apart."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
import xarray as xr
from scipy.spatial.distance import cdist, pdist

from smartspec.errors import MeasureError
from smartspec.measures.points._envelope import envelope
from smartspec.measures.points._firms import BLOCK, Firms, check_options, reach, read_firms, row_blocks

__all__ = ["duranton_overman"]

STEPS = 512
"""Cells per bandwidth in which the distances of redrawn firms are gathered before they are smoothed."""

TAIL = 8
"""Bandwidths beyond which a pair adds nothing to a density in double precision."""


def _pairs(sites: np.ndarray) -> Iterator[np.ndarray]:
    """Distances of all pairs of firms, each once, a bounded number at a time."""
    for rows in row_blocks(len(sites), len(sites) // 2):
        yield pdist(sites[rows])
        if rows.stop < len(sites):
            yield cdist(sites[rows], sites[rows.stop :]).ravel()


def _joint(weight: np.ndarray) -> Iterator[np.ndarray]:
    """Products of the weights of all pairs, in the order of `_pairs`."""
    for rows in row_blocks(len(weight), len(weight) // 2):
        one, two = np.triu_indices(rows.stop - rows.start, 1)
        yield weight[rows][one] * weight[rows][two]
        if rows.stop < len(weight):
            yield np.multiply.outer(weight[rows], weight[rows.stop :]).ravel()


def _silverman(apart: np.ndarray) -> float:
    """Silverman's rule of thumb for a Gaussian kernel."""
    deviation = float(apart.std(ddof=1)) if apart.size > 1 else 0.0
    upper, lower = np.percentile(apart, [75, 25])
    width = min(deviation, float(upper - lower) / 1.349) or deviation
    return float(0.9 * width * apart.size**-0.2)


def _kernel(at: np.ndarray, apart: np.ndarray, bandwidth: float) -> np.ndarray:
    """Gaussian kernel reflected at zero, so that no density is lost to negative distances: (pair, distance)."""
    peak = bandwidth * np.sqrt(2 * np.pi)
    near, mirrored = ((at - sign * apart[:, None]) / bandwidth for sign in (1, -1))
    return np.asarray((np.exp(-(near**2) / 2) + np.exp(-(mirrored**2) / 2)) / peak)


def _exact(firms: Firms, at: np.ndarray, bandwidth: float) -> np.ndarray:
    density, total = np.zeros(len(at)), 0.0
    ours = firms.ours
    for apart, joint in zip(_pairs(firms.sites[ours]), _joint(firms.weight[ours]), strict=True):
        total += joint.sum()
        near = apart <= at[-1] + TAIL * bandwidth
        apart, joint = apart[near], joint[near]
        for part in row_blocks(len(apart), len(at)):
            density += joint[part] @ _kernel(at, apart[part], bandwidth)
    return density / total


def _redrawn(firms: Firms, at: np.ndarray, bandwidth: float, *, redraws: int, seed: int | None) -> np.ndarray:
    """Densities of as many firms on random sites: distances are gathered in fine cells, then smoothed together."""
    random, cell = np.random.default_rng(seed), bandwidth / STEPS
    cells = int(np.ceil((at[-1] + TAIL * bandwidth) / cell)) + 1
    smooth = _kernel(at, np.arange(cells) * cell, bandwidth)
    weight = firms.weight[firms.ours]
    joint = [None if (weight == weight[0]).all() else block for block in _joint(weight)]
    pairs = len(weight) * (len(weight) - 1) / 2
    total = pairs if joint[0] is None else sum(float(block.sum()) for block in joint if block is not None)
    drawn = np.empty((redraws, len(at)))
    for part in row_blocks(redraws, cells):
        gathered = np.zeros((part.stop - part.start, cells + 1))
        for row in gathered:
            sites = firms.sites[random.permutation(len(firms.sites))[: firms.count]]
            for apart, block in zip(_pairs(sites), joint, strict=True):
                place = np.minimum(apart / cell + 0.5, cells).astype(np.int32)
                row += np.bincount(place, block, cells + 1)
        drawn[part] = gathered[:, :cells] @ smooth / total
    return drawn


def duranton_overman(
    firms: pd.DataFrame | xr.Dataset,
    *,
    activity: object,
    distances: Sequence[float] | np.ndarray | None = None,
    bandwidth: float | None = None,
    weighted: bool = False,
    redraws: int = 1000,
    level: float = 0.05,
    seed: int | None = None,
) -> xr.Dataset:
    r"""How often two firms of an activity stand a given distance apart, against firms on random sites.

    Parameters
    ----------
    firms : table, one row a firm
        Columns (or variables along `firm`) `x` and `y`, coordinates in km on a plane; `activity`; and `weight`, above
        zero, if wanted. Firms of all activities: their sites are where chance may put a firm.
    activity : label
        The activity looked at.
    distances : sequence of float, optional
        Distances in km, rising; 61 from zero to the middle distance between any two firms if left out.
    bandwidth : float, optional
        Width of the kernel in km; Silverman's rule on the activity's own distances if left out.
    weighted : bool
        Whether pairs count by the product of their weights instead of alike.
    redraws : int
        How many times as many firms are put on random sites; 0 leaves the envelopes out.
    level : float
        Share of redraws that may leave a band on each side.
    seed : int, optional
        Seed of the redraws.

    Returns
    -------
    Dataset over distance (km)
        `density`, per km; `low` and `high`, the band at each distance alone; `global_low` and `global_high`, the band
        that at most `level` of the redraws ever leave; `localisation`, how far the density rises above it;
        `dispersion`, how far it falls below, where nothing is localised; `bandwidth`. Missing for fewer than two firms.

    Raises
    ------
    MeasureError
        A firm lacks coordinates, activity or weight; the activity is unknown; an option is out of range.

    Warns
    -----
    UserWarning
        Too few firms of the activity to tell.

    Notes
    -----
    .. math:: K(d) = \frac{1}{h \sum_{i<j} w_{ij}} \sum_{i<j} w_{ij}
        \left[ \varphi\!\left(\tfrac{d - d_{ij}}{h}\right) + \varphi\!\left(\tfrac{d + d_{ij}}{h}\right) \right]

    Duranton and Overman [duranton2005]_; the reflected term is Silverman's. All redraws share the
    bandwidth of the real firms. Their distances are gathered in cells of a 512th of it, which moves what a pair adds
    by at most 0.06 % of its peak; the real density is exact.

    References
    ----------
    .. [duranton2005] Duranton, G., Overman, H. G. (2005). Testing for localization using micro-geographic data.
       Review of Economic Studies 72(4), 1077-1106.

    Examples
    --------
    >>> import pandas as pd
    >>> firms = pd.DataFrame({"x": [0, 1, 3], "y": [0, 0, 0], "activity": ["wine", "wine", "wine"]})
    >>> found = duranton_overman(firms, activity="wine", distances=[0, 2], bandwidth=1, redraws=0)
    >>> found["density"].round(3).values.tolist()
    [0.2, 0.296]
    """
    check_options(redraws, level, distances)
    if bandwidth is not None and not bandwidth > 0:
        raise MeasureError(f"bandwidth must be above zero, found {bandwidth:g} km.")
    table = read_firms(firms, activity, weighted=weighted, name="duranton_overman")
    at = reach(table, distances, "duranton_overman")
    density = np.full(len(at), np.nan)
    bands = envelope(np.empty((0, len(at))), level)
    if bandwidth is None:
        bandwidth = _width(table)
    if table.count < 2 or not bandwidth > 0:
        warnings.warn(
            f"{table.count} firms of {activity!r} are too few, or stand too evenly, for a density of distances: it is "
            "unknown. Take a broader activity, or give `bandwidth=` in km.",
            stacklevel=2,
        )
    else:
        density = _exact(table, at, bandwidth)
        bands = envelope(_redrawn(table, at, bandwidth, redraws=redraws, seed=seed), level)
    above = np.maximum(density - bands["global_high"], 0)
    below = np.maximum(bands["global_low"] - density, 0)
    parts = {"density": density, **bands, "localisation": above, "dispersion": np.where(above.any(), 0 * below, below)}
    found = xr.Dataset({name: ("distance", part) for name, part in parts.items()}, coords={"distance": at})
    return found.assign(bandwidth=bandwidth)


def _width(table: Firms) -> float:
    """Silverman's rule on all pairs of the activity; from an even sample of firms where pairs are too many to hold."""
    sites = table.sites[table.ours]
    if len(sites) < 2:
        return float("nan")
    most = int(np.sqrt(2 * BLOCK * 4))
    kept = sites[:: -(-len(sites) // most)]
    apart = np.concatenate(list(_pairs(kept)))
    pairs = len(sites) * (len(sites) - 1) / 2
    return float(_silverman(apart) * (apart.size / pairs) ** 0.2)
