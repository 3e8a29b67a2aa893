"""Weights from comparisons in pairs (AHP), with how far they agree and where to ask again.

ahp_weights    the principal eigenvector; comparisons may be missing as long as they hang together
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

import numpy as np
import pandas as pd
import xarray as xr

from smartspec.decision._labels import Flags, Floats
from smartspec.errors import DecisionError, bullets, first_few

__all__ = ["RANDOM_INDEX", "ahp_weights"]

Index = Literal["saaty", "alonso_lamata", "donegan_dodd"]

RANDOM_INDEX: Mapping[str, tuple[float, ...]] = MappingProxyType(
    {
        "saaty": (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49),
        "alonso_lamata": (0.0, 0.0, 0.5245, 0.8815, 1.1086, 1.2479, 1.3417, 1.4056, 1.4499, 1.4854),
        "donegan_dodd": (0.0, 0.0, 0.4887, 0.8045, 1.0591, 1.1797, 1.2519, 1.3171, 1.3733, 1.4055),
    }
)
"""Mean consistency index of random comparisons of 1 to 10 criteria: Saaty (1980), Alonso and Lamata (2006), Donegan and
Dodd (1991). They differ by simulation and by scale, and so does the ratio."""


def ahp_weights(comparisons: pd.DataFrame, *, random_index: Index = "saaty") -> xr.Dataset:
    r"""Weigh criteria by comparing them in pairs, and tell how consistent the comparisons are.

    Parameters
    ----------
    comparisons : (criterion, criterion)
        How many times as important the row is as the column: above zero, 1 on the diagonal, each cell the
        reciprocal of its mirror image (to two parts in a thousand, so that 0.333 may stand for a third). Where one of
        the two is missing the other tells it; where both are, the pair is left out.
    random_index
        The mean consistency of random comparisons to measure by: a key of `RANDOM_INDEX`.

    Returns
    -------
    Dataset
        `weights` (criterion); `eigenvalue`, the largest; `consistency_ratio`, by custom below 0.10, and 0 for one or
        two criteria; `first`, `second`: the pair whose comparison departs most from the weights ('' where none does),
        `told`, what was said of it, and `suggested`, what the weights would say; `missing`, the number of pairs not
        compared. The random index stands in the attributes.

    Raises
    ------
    DecisionError
        Rows and columns that differ, a comparison that is not above zero or not the reciprocal of its mirror image,
        criteria that no chain of comparisons joins, more than ten criteria, another random index.

    Notes
    -----
    .. math:: A w = \lambda w, \qquad CR = \frac{(\lambda - n) / (n - 1)}{RI_n}

    Saaty (1980). A pair left out counts as what the weights themselves say of it: its cells are 0, and the diagonal
    counts the pairs left out of its row (Harker 1987). The index was simulated without gaps, so with many of them the
    ratio flatters.

    Examples
    --------
    >>> names = ["growth", "size", "jobs"]
    >>> found = ahp_weights(pd.DataFrame([[1, 3, 5], [1 / 3, 1, 2], [1 / 5, 1 / 2, 1]], index=names, columns=names))
    >>> found["weights"].round(4).to_series().to_dict(), round(float(found["consistency_ratio"]), 5)
    ({'growth': 0.6483, 'size': 0.2297, 'jobs': 0.122}, 0.00318)
    """
    if random_index not in RANDOM_INDEX:
        raise DecisionError(f"random_index: one of {', '.join(RANDOM_INDEX)}, found {random_index!r}.")
    matrix, names = _comparisons(comparisons)
    count, holes = len(names), np.isnan(matrix)
    filled = np.where(holes, 0.0, matrix) + np.diag(holes.sum(axis=1))
    values, vectors = np.linalg.eig(filled)
    largest = int(np.argmax(values.real))
    weights = np.abs(vectors[:, largest].real)
    weights = weights / weights.sum()
    eigenvalue = float(values[largest].real)
    index = RANDOM_INDEX[random_index][count - 1]
    ratio = 0.0 if count < 3 else max(eigenvalue - count, 0.0) / (count - 1) / index
    departure = np.triu(np.abs(np.log(np.where(holes, 1.0, matrix * weights[None, :] / weights[:, None]))))
    departure = np.where(holes, 0.0, departure)
    i, j = np.unravel_index(int(np.argmax(departure)), departure.shape)
    consistent = bool(departure[i, j] < 1e-9)
    return xr.Dataset(
        {
            "weights": ("criterion", weights),
            "eigenvalue": ((), eigenvalue),
            "consistency_ratio": ((), ratio),
            "first": ((), "" if consistent else names[i]),
            "second": ((), "" if consistent else names[j]),
            "told": ((), np.nan if consistent else matrix[i, j]),
            "suggested": ((), np.nan if consistent else weights[i] / weights[j]),
            "missing": ((), int(holes.sum()) // 2),
        },
        coords={"criterion": names},
        attrs={"random_index": random_index},
    )


def _comparisons(comparisons: pd.DataFrame) -> tuple[Floats, list[str]]:
    """The matrix and its labels, reciprocals filled in; or all that is wrong with them."""
    rows, columns = list(comparisons.index), list(comparisons.columns)
    if not rows or len(set(rows)) < len(rows) or len(set(columns)) < len(columns) or set(rows) != set(columns):
        raise DecisionError("comparisons need the same criteria once in the rows and once in the columns.")
    if len(rows) > len(RANDOM_INDEX["saaty"]):
        raise DecisionError(f"{len(rows)} criteria are too many to compare in pairs: compare groups of at most ten.")
    matrix = comparisons.loc[rows, rows].to_numpy(dtype=float, na_value=np.nan).copy()
    np.fill_diagonal(matrix, np.where(np.isnan(np.diag(matrix)), 1.0, np.diag(matrix)))
    problems = []
    for i, row in enumerate(rows):
        for j, column in enumerate(rows):
            here, mirror = matrix[i, j], matrix[j, i]
            if not np.isnan(here) and not (np.isfinite(here) and here > 0):
                problems.append(f"{row} against {column}: must be above zero, found {here}")
            elif i <= j and np.isfinite(mirror) and mirror > 0 and abs(here * mirror - 1) > 2e-3:
                problems.append(f"{row} against {column}: {here} times {mirror} the other way is not 1")
    if not problems:
        matrix = np.where(np.isnan(matrix), 1.0 / matrix.T, matrix)
        parts = _joined(~np.isnan(matrix))
        if len(parts) > 1:
            named = "; ".join(first_few([str(rows[i]) for i in part]) for part in parts)
            problems.append(f"no chain of comparisons joins {named}: compare one of each with one of another")
    if problems:
        shown = [*problems[:5], *([f"and {len(problems) - 5} more"] if len(problems) > 5 else [])]
        raise DecisionError(bullets(f"the comparisons have {len(problems)} problem(s):", shown))
    return matrix, [str(name) for name in rows]


def _joined(known: Flags) -> list[list[int]]:
    """Criteria in parts that comparisons join."""
    reach = np.linalg.matrix_power(known.astype(float), len(known)) > 0
    parts: dict[tuple[bool, ...], list[int]] = {}
    for i, row in enumerate(reach):
        parts.setdefault(tuple(row.tolist()), []).append(i)
    return list(parts.values())
