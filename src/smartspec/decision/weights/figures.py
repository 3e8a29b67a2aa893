"""Weights from the figures: they say where candidates differ, never what matters.

entropy_weights              more where candidates' shares are less even
critic_weights               more where candidates differ and other criteria do not say the same
merec_weights                more where the scores would change most without the criterion
standard_deviation_weights   more where candidates differ
"""

from __future__ import annotations

import numpy as np
import pandas as pd  # noqa: F401
import xarray as xr

from smartspec.decision._labels import Flags, Floats, named
from smartspec.decision.missing import present, refuse_unknown, slices
from smartspec.decision.scaling import NOISE, Constant, equal, min_max, weighted
from smartspec.decision.table import DecisionTable
from smartspec.errors import DecisionError, bullets, first_few

__all__ = ["critic_weights", "entropy_weights", "merec_weights", "standard_deviation_weights"]


def entropy_weights(t: DecisionTable) -> xr.DataArray:
    r"""Weigh a criterion more, the less evenly its sum is spread over the candidates; direction plays no part.

    Returns
    -------
    (..., criterion), dimensionless

    Raises
    ------
    DecisionError
        An unknown or negative cell, a column of zeros, fewer than two candidates, or nothing but constant columns.

    Notes
    -----
    .. math:: w_j \propto 1 + \frac{1}{\ln n} \sum_i p_{ij} \ln p_{ij}, \qquad p_{ij} = \frac{x_{ij}}{\sum_i x_{ij}}

    with 0 ln 0 = 0; Shannon's entropy, as in Hwang and Yoon (1981). A single zero in a column pulls much of the
    weight to it, and shifting a column changes its weight: use it for amounts only.

    Examples
    --------
    >>> from smartspec.decision.table import table
    >>> t = table(pd.DataFrame({"even": [2.0, 2.0], "all_in_one": [4.0, 0.0]}, index=["A", "B"]))
    >>> entropy_weights(t).to_series().to_dict()
    {'even': 0.0, 'all_in_one': 1.0}
    """
    x, marks = _figures(t, "entropy_weights")
    negative = (x < 0) & marks
    total = np.nansum(x, axis=-2, keepdims=True)
    empty = (total == 0) & marks & np.isfinite(x).any(axis=(-2, -1), keepdims=True)
    if negative.any() or empty.any():
        cells = [" / ".join(map(str, cell)) for cell in named(t.values, negative)]
        zeros = [" / ".join(map(str, cell)) for cell in named(t.values.isel(candidate=0), empty[..., 0, :])]
        problems = [f"{len(cells)} cell(s) are negative: {first_few(cells)}"] if cells else []
        problems += [f"{len(zeros)} column(s) are all zero: {first_few(zeros)}"] if zeros else []
        raise DecisionError(bullets("entropy_weights needs amounts, zero or more, of a sum above zero:", problems))
    share = x / np.where(total == 0, np.nan, total)
    count = present(t).to_numpy().sum(axis=-1)[..., None]
    terms = share * np.log(np.where(share > 0, share, 1.0))
    return _by_figures(t, "entropy_weights", 1.0 + np.nansum(terms, axis=-2) / np.log(np.maximum(count, 2)))


def standard_deviation_weights(t: DecisionTable, *, constant: Constant = "refuse") -> xr.DataArray:
    r"""Weigh a criterion by the standard deviation of its min-max scaled values.

    Parameters
    ----------
    t
        The table.
    constant
        ``"neutral"`` gives a criterion in which all candidates are equal no weight; ``"refuse"`` refuses it.

    Returns
    -------
    (..., criterion), dimensionless

    Raises
    ------
    DecisionError
        An unknown cell, fewer than two candidates, constant columns.

    Notes
    -----
    .. math:: w_j \propto \sigma(s_{\cdot j})

    Examples
    --------
    >>> from smartspec.decision.table import table
    >>> t = table(pd.DataFrame({"growth": [1.0, 2.0], "size": [5.0, 9.0]}, index=["A", "B"]))
    >>> standard_deviation_weights(t).to_series().to_dict()
    {'growth': 0.5, 'size': 0.5}
    """
    _figures(t, "standard_deviation_weights")
    _, spread = _deviations(min_max(t, constant=constant).to_numpy())
    return _by_figures(t, "standard_deviation_weights", spread)


def critic_weights(t: DecisionTable, *, constant: Constant = "refuse") -> xr.DataArray:
    r"""Weigh a criterion more, the more candidates differ in it and the less other criteria say the same.

    Values are min-max scaled with less-is-better turned first, so two criteria that pull apart count as conflict
    whatever their direction. Parameters, returned array and refusals as for `standard_deviation_weights`; criteria
    that all say exactly the same are refused too.

    Notes
    -----
    .. math:: w_j \propto \sigma_j \sum_k (1 - \rho_{jk})

    with Pearson's correlation. Diakoulaki, Mavrotas and Papayannakis (1995).

    Examples
    --------
    >>> from smartspec.decision.table import table
    >>> t = table(pd.DataFrame({"growth": [1.0, 2.0], "size": [9.0, 5.0]}, index=["A", "B"]))
    >>> critic_weights(t).to_series().to_dict()
    {'growth': 0.5, 'size': 0.5}
    """
    _figures(t, "critic_weights")
    scaled = min_max(t, constant=constant).to_numpy()
    apart, spread = _deviations(np.where(weighted(t), scaled, np.nan))
    varies = spread > NOISE
    unit = np.nan_to_num(apart / np.where(varies, spread, np.nan)[..., None, :])
    count = np.maximum(present(t).to_numpy().sum(axis=-1), 1)[..., None, None]
    alike = np.swapaxes(unit, -1, -2) @ unit / count
    conflict = ((1.0 - alike) * varies[..., None, :]).sum(axis=-1)
    return _by_figures(t, "critic_weights", np.where(np.abs(conflict) > NOISE, spread * conflict, 0.0))


def merec_weights(t: DecisionTable) -> xr.DataArray:
    r"""Weigh a criterion by how much the candidates' scores would change without it.

    Returns
    -------
    (..., criterion), dimensionless

    Raises
    ------
    DecisionError
        An unknown cell, one that is not above zero, fewer than two candidates, criteria that change nothing.

    Notes
    -----
    .. math:: w_j \propto \sum_i |S_{ij} - S_i|, \qquad S_i = \ln\left(1 + \frac{1}{m} \sum_j |\ln n_{ij}|\right)

    with n the smallest over the cell where more is better and the cell over the largest where less is, and
    :math:`S_{ij}` the same sum, over the same m, without criterion j. Keshavarz-Ghorabaee et al. (2021).

    Examples
    --------
    >>> import pandas as pd
    >>> from smartspec.decision.table import table
    >>> t = table(pd.DataFrame({"even": [2.0, 2.0], "apart": [4.0, 1.0]}, index=["A", "B"]))
    >>> merec_weights(t).to_series().to_dict()
    {'even': 0.0, 'apart': 1.0}
    """
    x, marks = _figures(t, "merec_weights")
    bad = (x <= 0) & marks
    if bad.any():
        cells = [" / ".join(map(str, cell)) for cell in named(t.values, bad)]
        raise DecisionError(
            f"merec_weights needs numbers above zero, but {len(cells)} cell(s) are not: {first_few(cells)}."
        )
    low, high = np.fmin.reduce(x, axis=-2, keepdims=True), np.fmax.reduce(x, axis=-2, keepdims=True)
    ratio = np.where(marks, np.where(t.wish.to_numpy() > 0, low / x, x / high), 1.0)
    apart = np.abs(np.log(ratio))
    count = marks.sum(axis=-1, keepdims=True)
    total = apart.sum(axis=-1, keepdims=True)
    change = np.log1p(total / count) - np.log1p((total - apart) / count)
    return _by_figures(t, "merec_weights", np.nansum(np.abs(change), axis=-2))


def _figures(t: DecisionTable, asker: str) -> tuple[Floats, Flags]:
    """Values and the criteria of weight, of slices with at least two candidates or none."""
    refuse_unknown(t, asker)
    lonely = present(t).to_numpy().sum(axis=-1) == 1
    if lonely.any():
        raise DecisionError(f"{asker} compares candidates, but there is only one in {slices(t, lonely)}.")
    return t.values.to_numpy(), weighted(t)


def _deviations(x: Floats) -> tuple[Floats, Floats]:
    """Distances from the column's mean, and its standard deviation (..., criterion), zero where it does not vary."""
    count = np.maximum(np.isfinite(x).sum(axis=-2, keepdims=True), 1)
    apart = x - np.nansum(x, axis=-2, keepdims=True) / count
    flat = equal(np.fmin.reduce(x, axis=-2), np.fmax.reduce(x, axis=-2))
    spread: Floats = np.sqrt(np.nansum(apart**2, axis=-2) / count[..., 0, :])
    return apart, np.where(flat, 0.0, spread)


def _by_figures(t: DecisionTable, asker: str, amounts: Floats) -> xr.DataArray:
    """Divide by the sum; criteria of no weight get none, slices without candidates keep the table's weights."""
    marks = weighted(t)[..., 0, :]
    amounts = np.where(marks & (amounts > NOISE), amounts, 0.0)
    total = amounts.sum(axis=-1, keepdims=True)
    inhabited = present(t).any("candidate").to_numpy()
    silent = (total[..., 0] <= 0) & inhabited
    if silent.any():
        raise DecisionError(
            f"{asker}: the criteria tell no candidate from another in {slices(t, silent)}. Use `equal_weights`."
        )
    kept = np.broadcast_to(t.weights.to_numpy(), amounts.shape)
    shares = np.where(inhabited[..., None], amounts / np.where(total > 0, total, 1.0), kept)
    dims = (*t.lead, "criterion")
    return xr.DataArray(shares, coords={dim: t.values.indexes[dim] for dim in dims}, dims=dims)
