"""How sure a relatedness density is: regions drawn anew, relatedness estimated anew, density taken anew.

    density_interval    low and high of the density of every activity in every region

The draws are weights of regions, so that a draw is two products of matrices and nothing is copied.
"""

from __future__ import annotations

import warnings

import numpy as np
import numpy.typing as npt
import xarray as xr
from scipy.linalg.blas import ssymm, ssyrk

from smartspec import measures
from smartspec.errors import MeasureError

__all__ = ["density_interval"]

Cells = npt.NDArray[np.float32]
BLOCK = 1 << 15
"""Cells whose draws are put in order at once: some 26 MB for 200 draws."""


def density_interval(
    presence: xr.DataArray, *, draws: int = 200, level: float = 0.9, seed: int = 0, held: bool = False
) -> xr.Dataset:
    r"""Relatedness density with its interval, from drawing the regions anew.

    Parameters
    ----------
    presence : (region, activity)
        0 and 1; a missing cell counts for no pair, and its region is unknown.
    draws : int
        How often regions are drawn.
    level : float
        Share of the draws between the bounds.
    seed : int
        Seed of the draws.
    held : bool
        Whether activities a region holds are computed too; missing there if not.

    Returns
    -------
    Dataset of (region, activity), 0 to 1
        `density`, with the proximity of all regions; `low` and `high`, between which the middle `level` of the draws
        lies; `known`, the share of draws in which the activity was held by somebody.

    Raises
    ------
    MeasureError
        Fewer than 20 draws, or a level that is not between 0 and 1.

    Notes
    -----
    One draw gives region q the weight :math:`k_q`, how often it was drawn, and

    .. math:: \varphi_{ab} = \frac{\sum_q k_q M_{qa} M_{qb}}{\max(\sum_q k_q M_{qa}, \sum_q k_q M_{qb})}, \qquad
       \omega_{ra} = \frac{\sum_b M_{rb} \varphi_{ab}}{\sum_b \varphi_{ab}}, \; a \neq b

    What the region itself holds does not move; what is uncertain is which activities go together. A percentile
    interval: it says how far the estimate hangs on the regions that happen to exist, not whether the density predicts
    an entry. That is the business of `smartspec.diagnosis.validation`.

    Examples
    --------
    >>> import smartspec
    >>> held = [[1, 1, 0], [1, 1, 0], [1, 0, 1], [0, 0, 1]]
    >>> found = density_interval(smartspec.label(held, region=list("NSEW"), activity=list("abc")), seed=1)
    >>> cell = found.sel(region="E", activity="b")
    >>> cell["density"].item() == 1.0, 0 <= cell["low"].item() <= cell["high"].item() <= 1
    (True, True)
    """
    if draws < 20 or not 0 < level < 1:
        raise MeasureError(
            f"an interval needs 20 draws or more and a level between 0 and 1, found {draws} and {level}. "
            "Change them under `plane:`."
        )
    x = presence.transpose("region", "activity")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        density = measures.relatedness_density(x, measures.proximity(x))
    pattern = x.values.astype(np.float32)
    wanted = np.full(pattern.shape, True) if held else pattern == 0
    wanted &= ~np.isnan(pattern).any(1, keepdims=True)
    pattern = np.nan_to_num(pattern, nan=0.0)
    cells = np.flatnonzero(wanted)
    low, high, known = _bounds(_drawn(pattern, cells, draws, seed), level)
    found = {"low": low, "high": high, "known": known}

    def placed(values: npt.NDArray[np.floating]) -> xr.DataArray:
        full = np.full(pattern.size, np.nan)
        full[cells] = values
        return x.copy(data=full.reshape(pattern.shape))

    return xr.Dataset({"density": density.where(wanted), **{key: placed(part) for key, part in found.items()}})


def _drawn(pattern: Cells, cells: npt.NDArray[np.intp], draws: int, seed: int) -> Cells:
    """(draw, cell): densities of the cells asked for; missing where nobody drawn holds the activity."""
    regions, activities = pattern.shape
    weights = np.random.default_rng(seed).multinomial(regions, np.full(regions, 1 / regions), size=draws)
    found = np.empty((draws, len(cells)), np.float32)
    beside = np.vstack([pattern, np.ones((1, activities), np.float32)])
    back = np.empty(activities, np.intp)
    for draw, weight in enumerate(weights.astype(np.float32)):
        ubiquity = weight @ pattern
        order = np.argsort(ubiquity, kind="stable")  # the larger margin of a pair is then that of the later one
        back[order] = np.arange(activities)
        there = weight > 0
        drawn = np.sqrt(weight[there])[:, None] * pattern[np.ix_(there, order)]
        near = ssyrk(1.0, drawn.T, lower=0)
        margin = ubiquity[order]
        near *= np.divide(1.0, margin, out=np.zeros_like(margin), where=margin > 0)[None, :]
        np.fill_diagonal(near, 0.0)
        sums = ssymm(1.0, near, np.asfortranarray(beside[:, order]), side=1, lower=0)
        total = sums[-1]
        dense = sums[:-1] / np.where(total > 0, total, np.nan)[None, :]
        found[draw] = dense[:, back].ravel()[cells]
    return found


def _bounds(drawn: Cells, level: float) -> tuple[npt.NDArray[np.floating], ...]:
    """Low, high and share known of each cell over the draws, some cells at a time."""
    tails = np.array([(1 - level) / 2, (1 + level) / 2])
    low, high, known = (np.empty(drawn.shape[1]) for _ in range(3))
    for start in range(0, drawn.shape[1], BLOCK):
        here = slice(start, start + BLOCK)
        ordered = np.sort(np.ascontiguousarray(drawn[:, here].T), axis=1)  # the unknown stand at the end
        count = np.isfinite(ordered).sum(1)
        at = tails[:, None] * np.maximum(count - 1, 0)
        first = np.floor(at).astype(int)
        then = np.minimum(first + 1, np.maximum(count - 1, 0))
        rows, part = np.arange(len(ordered)), at - first
        low[here], high[here] = ordered[rows, first] * (1 - part) + ordered[rows, then] * part
        known[here] = count / len(drawn)
    return low, high, known
