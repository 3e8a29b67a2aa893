"""Inferred advantage: the amount a region has over what its size and the activity's size alone make likely.

    inferred_advantage  the amount over its expectation in the maximum-entropy table with the same totals

The expectation is that of the bipartite weighted configuration model: of all tables of non-negative amounts whose
expected row and column totals are the observed ones, the one with the largest entropy. Its cells are exponential with
mean 1 / (u_r + v_a); the multipliers u and v minimise a convex function, here by Newton steps in all leading
dimensions at once.
"""

from __future__ import annotations

import warnings

import numpy as np
import xarray as xr

from smartspec.errors import MeasureError
from smartspec.measures._amounts import Cells, amounts, labelled, relabelled

__all__ = ["inferred_advantage"]

STEPS = 200
PRECISION = 1e-10


@labelled
def inferred_advantage(x: xr.DataArray) -> xr.DataArray:
    r"""Amount over its expectation in the maximum-entropy table with the same row and column totals.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, zero or more.

    Returns
    -------
    (..., region, activity), dimensionless
        1 where the region has what its size and the activity's size make likely; above 1 more. Missing for an empty
        region or activity.

    Raises
    ------
    MeasureError
        The multipliers cannot be found to ten digits.

    Warns
    -----
    UserWarning
        A cell is missing: row and column totals are then unknown, and with them every expectation of that table.

    Notes
    -----
    .. math:: ICA_{ra} = x_{ra} (u_r + v_a), \qquad
       \sum_a \frac{1}{u_r + v_a} = x_{r\cdot}, \quad \sum_r \frac{1}{u_r + v_a} = x_{\cdot a}

    Bruno and others [bruno2023]_: Balassa's expectation, a product of shares, is not the maximum-likelihood estimate of
    the model it supposes; this one is. Computed with the continuous (exponential) model, which does not depend on the
    unit; the discrete model for counts gives the same numbers when counts are large.

    Minimises :math:`\sum_r u_r x_{r\cdot} + \sum_a v_a x_{\cdot a} - \sum_{ra} \log(u_r + v_a)` by damped Newton steps,
    which converge from any start because the function is self-concordant.

    References
    ----------
    .. [bruno2023] Bruno, M., Mazzilli, D., Patelli, A., Squartini, T., Saracco, F. (2023). Inferring comparative
       advantage via entropy maximization. Journal of Physics: Complexity 4(4), 045011.

    Examples
    --------
    >>> import smartspec
    >>> jobs = smartspec.label([[80, 20], [20, 80]], region=["N", "S"], activity=["mining", "textiles"])
    >>> inferred_advantage(jobs).round(3).values.tolist()
    [[1.6, 0.4], [0.4, 1.6]]
    """
    x = amounts(x, name="inferred_advantage")
    values = x.values
    rows, columns = values.sum(-1), values.sum(-2)
    if values.size and np.isnan(rows.min()):
        warnings.warn(
            "a missing cell leaves the totals of its region and activity unknown, and with them the whole table's "
            "expectation. Fill the cell, or leave its region or activity out of x.",
            stacklevel=3,
        )
    size = rows.sum(-1, keepdims=True)
    scale = np.where(size > 0, size, np.nan)  # unknown or empty tables stay missing throughout
    found = _multipliers(np.nan_to_num(rows / scale), np.nan_to_num(columns / scale))
    within = (rows > 0)[..., :, None] & (columns > 0)[..., None, :]
    advantage = values / scale[..., None] * found
    return relabelled(np.where(within, advantage, np.nan), x)


def _multipliers(rows: Cells, columns: Cells) -> Cells:
    """The sums u_r + v_a at which the expected totals are the observed ones (which sum to one)."""
    if rows.shape[-1] > columns.shape[-1]:  # the linear system below is as large as the first side
        return np.swapaxes(_multipliers(columns, rows), -1, -2)
    here, there = rows > 0, columns > 0
    both = (here[..., :, None] & there[..., None, :]).astype(float)
    u = np.where(here, there.sum(-1, keepdims=True) / np.where(here, rows, 1) / 2, 1.0)
    v = np.where(there, here.sum(-1, keepdims=True) / np.where(there, columns, 1) / 2, 1.0)
    for _ in range(STEPS):
        expected = both / (u[..., :, None] + v[..., None, :])
        left = rows - expected.sum(-1)
        right = columns - expected.sum(-2)
        off = max(_worst(left, rows, here), _worst(right, columns, there))
        if off < PRECISION:
            return u[..., :, None] + v[..., None, :]
        du, dv = _newton(expected**2, left, right, here, there)
        step = _step(u, v, du, dv, left, right, rows, columns, both)
        u, v = u + step * du, v + step * dv
    raise MeasureError(
        f"inferred_advantage did not find the expected table in {STEPS} steps: totals are off by up to {off:.1e}. "
        "Leave out regions or activities that are next to empty."
    )


def _step(
    u: Cells, v: Cells, du: Cells, dv: Cells, left: Cells, right: Cells, rows: Cells, columns: Cells, both: Cells
) -> Cells:
    """How far to go: the best of the safe length and of several nearer to where some u + v would reach zero."""
    within, turn = u[..., :, None] + v[..., None, :], du[..., :, None] + dv[..., None, :]
    falling = (turn < 0) & (both > 0)
    reach = np.where(falling, within / np.where(falling, -turn, 1.0), np.inf).min((-2, -1))
    # the decrement of a self-concordant function gives a length that is always safe
    decrement = np.sqrt(np.maximum(-(left * du).sum(-1) - (right * dv).sum(-1), 0.0))
    lengths = [1 / (1 + decrement), *(np.minimum(1.0, reach * part) for part in (0.99, 0.9, 0.6))]
    slope = (rows * du).sum(-1) + (columns * dv).sum(-1)
    gain = [
        length * slope
        - (both * np.log1p(np.where(both > 0, length[..., None, None] * turn / within, 0.0))).sum((-2, -1))
        for length in lengths
    ]
    best = np.where(decrement < 0.1, 1.0, np.choose(np.argmin(gain, axis=0), lengths))
    return best[..., None]


def _worst(left: Cells, target: Cells, here: np.ndarray) -> float:
    return float(np.max(np.where(here, abs(left) / np.where(here, target, 1), 0.0), initial=0.0))


def _newton(weight: Cells, left: Cells, right: Cells, here: np.ndarray, there: np.ndarray) -> tuple[Cells, Cells]:
    """One Newton direction. Adding c to u and taking it from v changes nothing; a rank-one term settles that."""
    down = np.where(there, weight.sum(-2), 1.0)
    across = np.where(here, weight.sum(-1), 1.0)
    lean = weight / down[..., None, :]
    system = across[..., None] * np.eye(across.shape[-1]) - lean @ np.swapaxes(weight, -1, -2)
    balance = np.where(here, np.sqrt(across), 0.0)
    system = system + balance[..., :, None] * balance[..., None, :]
    known = left - (lean @ right[..., None])[..., 0]
    du = np.linalg.solve(system, -known[..., None])[..., 0] * here
    dv = -(right + (np.swapaxes(weight, -1, -2) @ du[..., None])[..., 0]) / down * there
    return du, dv
