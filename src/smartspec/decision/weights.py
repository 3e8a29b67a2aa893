"""Weights: how much each criterion counts, from nobody's opinion, from the figures, or from comparisons.

    equal_weights                all the same
    group_weights                groups the same, criteria the same within a group
    entropy_weights              more where candidates' shares are less even
    critic_weights               more where candidates differ and other criteria do not say the same
    standard_deviation_weights   more where candidates differ
    centroid_weights             from an order of importance alone
    ahp_weights                  from comparisons in pairs, with their consistency

Each gives weights that sum to 1; `with_weights` puts them into a table. Weights taken from the figures say where
candidates differ, never what matters: that is for people to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

import numpy as np
import pandas as pd
import xarray as xr

from smartspec.decision._labels import Flags, Floats, named
from smartspec.decision.missing import present, refuse_unknown, slices, without_unknown
from smartspec.decision.scaling import NOISE, Constant, equal, min_max, weighted
from smartspec.decision.table import DecisionTable, with_weights
from smartspec.errors import DecisionError, bullets, first_few

__all__ = [
    "RANDOM_INDEX",
    "ahp_weights",
    "centroid_weights",
    "critic_weights",
    "entropy_weights",
    "equal_weights",
    "group_weights",
    "standard_deviation_weights",
]

RANDOM_INDEX = MappingProxyType(
    {1: 0.0, 2: 0.0, 3: 0.58, 4: 0.90, 5: 1.12, 6: 1.24, 7: 1.32, 8: 1.41, 9: 1.45, 10: 1.49}
)
"""Mean consistency index of random comparisons by their order: Saaty (1980)."""


def equal_weights(t: DecisionTable) -> xr.DataArray:
    """Weigh all criteria the same.

    Returns
    -------
    (criterion), dimensionless

    Examples
    --------
    >>> from smartspec.decision.table import table
    >>> t = table(pd.DataFrame({"growth": [3.0, 5.0], "cost": [10.0, 20.0]}, index=["A", "B"]))
    >>> equal_weights(t).to_series().to_dict()
    {'growth': 0.5, 'cost': 0.5}
    """
    return t.wish.copy(data=np.full(len(t.criteria), 1.0 / len(t.criteria)))


def group_weights(t: DecisionTable) -> xr.DataArray:
    """Weigh groups the same, and criteria the same within a group.

    A criterion of which nothing is known in a slice is left out there, and its group shares its weight; a group
    without data is left out, and all others share its weight.

    Returns
    -------
    (..., criterion), dimensionless
        Zero where left out.

    Raises
    ------
    DecisionError
        A table without groups.

    Examples
    --------
    >>> from smartspec.decision.table import table
    >>> frame = pd.DataFrame({"share": [3.0, 5.0], "jobs": [1.0, 2.0], "growth": [2.0, 1.0]}, index=["A", "B"])
    >>> t = table(frame, groups={"share": "mass", "jobs": "mass", "growth": "dynamics"})
    >>> group_weights(t).to_series().to_dict()
    {'share': 0.25, 'jobs': 0.25, 'growth': 0.5}
    """
    if t.groups is None:
        raise DecisionError("the table has no groups: give `table(..., groups=)` the group of each criterion.")
    members = pd.Series(t.groups).value_counts()
    even = t.wish.copy(data=np.array([1.0 / members[t.groups[name]] for name in t.criteria]))
    return without_unknown(with_weights(t, even)).weights


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


def centroid_weights(order: Sequence[str]) -> xr.DataArray:
    r"""Weigh criteria by their order of importance alone.

    Parameters
    ----------
    order
        Criteria, the most important first.

    Returns
    -------
    (criterion), dimensionless

    Raises
    ------
    DecisionError
        No criterion, or one that stands twice.

    Notes
    -----
    .. math:: w_k = \frac{1}{K} \sum_{i=k}^{K} \frac{1}{i}

    The mean of all weightings that keep the order. Barron and Barrett (1996).

    Examples
    --------
    >>> centroid_weights(["growth", "size"]).to_series().to_dict()
    {'growth': 0.75, 'size': 0.25}
    """
    if isinstance(order, str) or not len(order) or len(set(order)) < len(order):
        raise DecisionError(f"the order needs each criterion once, the most important first, found {order!r}.")
    parts = 1.0 / np.arange(1, len(order) + 1)
    weights = parts[::-1].cumsum()[::-1] / len(order)
    return xr.DataArray(weights, coords={"criterion": list(order)}, dims="criterion")


def ahp_weights(comparisons: pd.DataFrame) -> xr.Dataset:
    r"""Weigh criteria by comparing them in pairs, and tell how consistent the comparisons are.

    Parameters
    ----------
    comparisons : (criterion, criterion)
        How many times as important the row is as the column: above zero, 1 on the diagonal, each cell the
        reciprocal of its mirror image (to two parts in a thousand, so that 0.333 may stand for a third).

    Returns
    -------
    Dataset
        `weights` (criterion); `eigenvalue`, the largest; `consistency_ratio`, by custom below 0.10, and 0 for one or
        two criteria; `first`, `second`: the pair whose comparison departs most from the weights ('' where none does).

    Raises
    ------
    DecisionError
        Rows and columns that differ, a missing comparison, one that is not above zero or not the reciprocal of its
        mirror image, more than ten criteria.

    Notes
    -----
    .. math:: A w = \lambda w, \qquad CR = \frac{(\lambda - n) / (n - 1)}{RI_n}

    Saaty (1980), with his random index (0.58 for three criteria, 1.49 for ten).

    Examples
    --------
    >>> names = ["growth", "size", "jobs"]
    >>> found = ahp_weights(pd.DataFrame([[1, 3, 5], [1 / 3, 1, 2], [1 / 5, 1 / 2, 1]], index=names, columns=names))
    >>> found["weights"].round(4).to_series().to_dict(), round(float(found["consistency_ratio"]), 5)
    ({'growth': 0.6483, 'size': 0.2297, 'jobs': 0.122}, 0.00318)
    """
    matrix, names = _comparisons(comparisons)
    count = len(names)
    values, vectors = np.linalg.eig(matrix)
    largest = int(np.argmax(values.real))
    weights = np.abs(vectors[:, largest].real)
    weights = weights / weights.sum()
    eigenvalue = float(values[largest].real)
    ratio = 0.0 if count < 3 else max(eigenvalue - count, 0.0) / (count - 1) / RANDOM_INDEX[count]
    departure = np.triu(np.abs(np.log(matrix * weights[None, :] / weights[:, None])))
    first, second = np.unravel_index(int(np.argmax(departure)), departure.shape)
    consistent = departure[first, second] < 1e-9
    return xr.Dataset(
        {
            "weights": ("criterion", weights),
            "eigenvalue": ((), eigenvalue),
            "consistency_ratio": ((), ratio),
            "first": ((), "" if consistent else names[first]),
            "second": ((), "" if consistent else names[second]),
        },
        coords={"criterion": names},
        attrs={"random_index": "Saaty 1980"},
    )


def _comparisons(comparisons: pd.DataFrame) -> tuple[Floats, list[str]]:
    """The matrix and its labels, or all that is wrong with them."""
    rows, columns = list(comparisons.index), list(comparisons.columns)
    if not rows or len(set(rows)) < len(rows) or len(set(columns)) < len(columns) or set(rows) != set(columns):
        raise DecisionError("comparisons need the same criteria once in the rows and once in the columns.")
    if len(rows) > max(RANDOM_INDEX):
        raise DecisionError(f"{len(rows)} criteria are too many to compare in pairs: compare groups of at most ten.")
    matrix = comparisons[rows].to_numpy(dtype=float, na_value=np.nan)
    problems = []
    for i, row in enumerate(rows):
        for j, column in enumerate(rows):
            here, mirror = matrix[i, j], matrix[j, i]
            if np.isnan(here):
                problems.append(f"{row} against {column}: missing; ask for it")
            elif not (np.isfinite(here) and here > 0):
                problems.append(f"{row} against {column}: must be above zero, found {here}")
            elif i <= j and np.isfinite(mirror) and mirror > 0 and abs(here * mirror - 1) > 2e-3:
                problems.append(f"{row} against {column}: {here} times {mirror} the other way is not 1")
    if problems:
        shown = [*problems[:5], *([f"and {len(problems) - 5} more"] if len(problems) > 5 else [])]
        raise DecisionError(bullets(f"the comparisons have {len(problems)} problem(s):", shown))
    return matrix, [str(name) for name in rows]


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
