"""Rules that add up: a high criterion makes up for a low one, at the ratio of their weights.

weighted_sum        weighted mean of the scaled criteria
weighted_product    weighted geometric mean of the scaled criteria
copras              shares of what is wanted more of, and of what is wanted less of, weighed against each other
marcos              weighted sum measured against the best and the worst imaginable candidate
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from smartspec.decision import _rules
from smartspec.decision._places import labelled
from smartspec.decision._rule import linear, terms_once
from smartspec.decision.aggregation.ranks import scored
from smartspec.decision.scaling import Constant
from smartspec.decision.table import DecisionTable

__all__ = ["copras", "marcos", "weighted_product", "weighted_sum"]


def weighted_sum(t: DecisionTable, *, scaling: str = "min_max", constant: Constant = "refuse") -> xr.DataArray:
    r"""Weighted mean of the scaled criteria.

    Parameters
    ----------
    t
        The table.
    scaling
        A key of `SCALINGS`.
    constant
        What to do with a criterion in which all candidates are equal: ``"refuse"`` or ``"neutral"``.

    Returns
    -------
    (..., candidate), dimensionless
        More is better; from 0 to 1 under min-max.

    Raises
    ------
    DecisionError
        An unknown cell, or what the scaling refuses.

    Notes
    -----
    .. math:: S_i = \sum_j w_j s_{ij}

    A high criterion makes up for a low one at the ratio of their weights. Churchman and Ackoff (1954).

    Examples
    --------
    >>> import pandas as pd
    >>> from smartspec.decision.table import table
    >>> frame = pd.DataFrame({"growth": [4.0, 2.0, 0.0], "size": [0.0, 30.0, 40.0]}, index=["A", "B", "C"])
    >>> weighted_sum(table(frame)).to_series().to_dict()
    {'A': 0.5, 'B': 0.625, 'C': 0.5}
    """
    return scored(t, "weighted_sum", _rules.weighted_sum(t, scaling=scaling, constant=constant), scaling=scaling)


def weighted_product(t: DecisionTable, *, scaling: str = "maximum", constant: Constant = "refuse") -> xr.DataArray:
    r"""Weighted geometric mean of the scaled criteria.

    Parameters and returned array as for `weighted_sum`.

    Raises
    ------
    DecisionError
        An unknown cell, a scaled cell that is zero or negative, or what the scaling refuses.

    Notes
    -----
    .. math:: P_i = \prod_j s_{ij}^{w_j}

    Ratios count, so the unit of a criterion does not matter; a criterion near zero cannot be made up for.
    Bridgman (1922).

    Examples
    --------
    >>> import pandas as pd
    >>> from smartspec.decision.table import table
    >>> frame = pd.DataFrame({"growth": [4.0, 1.0], "size": [1.0, 4.0]}, index=["A", "B"])
    >>> weighted_product(table(frame)).to_series().to_dict()
    {'A': 0.5, 'B': 0.5}
    """
    rule = _rules.weighted_product(t, scaling=scaling, constant=constant)
    return scored(t, "weighted_product", rule, scaling=scaling)


def copras(t: DecisionTable, *, constant: Constant = "refuse") -> xr.Dataset:
    r"""Shares of what is wanted more of, and of what is wanted less of, weighed against each other.

    Parameters
    ----------
    t
        The table; amounts, zero or more.
    constant
        What to do with a column of zeros: ``"refuse"``, or ``"neutral"``, it counts for nobody.

    Returns
    -------
    Dataset of (..., candidate), dimensionless
        `plus` and `minus`, weighted shares of the columns' sums under criteria wanted more and less of; `q`, their
        balance: more is better; `utility`, q as a share of the largest.

    Raises
    ------
    DecisionError
        An unknown or negative cell, a column of zeros, a candidate that has nothing at all of what is wanted less of.

    Notes
    -----
    .. math:: Q_i = S_i^+ + \frac{\sum_k S_k^-}{S_i^- \sum_k 1 / S_k^-}, \qquad
              S_i^\pm = \sum_{j \in \pm} w_j \frac{x_{ij}}{\sum_i x_{ij}}

    Zavadskas, Kaklauskas and Sarka (1994). Without a criterion wanted less of, q is the first sum.

    Examples
    --------
    >>> import pandas as pd
    >>> from smartspec.decision.table import table
    >>> frame = pd.DataFrame({"gain": [3.0, 1.0], "cost": [2.0, 2.0]}, index=["A", "B"])
    >>> copras(table(frame, wish={"gain": "more", "cost": "less"}))["q"].to_series().to_dict()
    {'A': 0.625, 'B': 0.375}
    """
    rule = _rules.copras(t, constant=constant)
    terms, weights = terms_once(rule, t)
    plus, minus = (linear((term,), weights)[..., 0, :] for term in terms)
    q = _rules.copras_q(plus, minus)
    utility = q / np.fmax.reduce(q, axis=-1, keepdims=True)
    arrays = {"plus": plus, "minus": minus, "q": q, "utility": utility}
    return labelled(t, arrays, rule="copras", best="most")


def marcos(t: DecisionTable, *, constant: Constant = "refuse") -> xr.Dataset:
    r"""Weighted sum measured against the best and the worst imaginable candidate.

    Parameters
    ----------
    t
        The table; amounts, above zero where less is better.
    constant
        What to do with a column of zeros: ``"refuse"`` or ``"neutral"``, all alike.

    Returns
    -------
    Dataset of (..., candidate), dimensionless
        `to_best` and `to_worst`, the sum of a candidate over that of the best and of the worst imaginable one;
        `utility`: more is better.

    Raises
    ------
    DecisionError
        An unknown cell, what the scaling "maximum" refuses, or a worst imaginable candidate that is worth nothing.

    Notes
    -----
    .. math:: f(K_i) = \frac{K_i^+ + K_i^-}{1 + \frac{1 - f(K_i^+)}{f(K_i^+)} + \frac{1 - f(K_i^-)}{f(K_i^-)}},
              \quad f(K_i^+) = \frac{K_i^-}{K_i^+ + K_i^-}, \quad f(K_i^-) = \frac{K_i^+}{K_i^+ + K_i^-}

    Stević, Pamučar, Puška and Chatterjee (2020). With S the weighted sum under the scaling "maximum" and a that of the
    worst imaginable candidate this is :math:`S (1 + a) / (1 + a + a^2)`: the order is that of the weighted sum.

    Examples
    --------
    >>> import pandas as pd
    >>> from smartspec.decision.table import table
    >>> frame = pd.DataFrame({"gain": [4.0, 2.0], "size": [1.0, 2.0]}, index=["A", "B"])
    >>> found = marcos(table(frame))
    >>> found["to_best"].to_series().to_dict(), found["to_worst"].to_series().to_dict()
    ({'A': 0.75, 'B': 0.75}, {'A': 1.5, 'B': 1.5})
    """
    terms, weights = terms_once(_rules.marcos(t, constant=constant), t)
    to_best, to_worst = (degree[..., 0, :] for degree in _rules.marcos_degrees(terms, weights))
    utility = _rules.marcos_utility(terms, weights)[..., 0, :]
    arrays = {"to_best": to_best, "to_worst": to_worst, "utility": utility}
    return labelled(t, arrays, rule="marcos", best="most")
