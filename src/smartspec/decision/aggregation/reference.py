"""Rules that measure distance: to the best, from the worst, or to an ideal told beforehand.

topsis    closeness to the best candidate imaginable, away from the worst
vikor     regret of the majority and of the worst-off, and the set worth a compromise
spotis    distance to an ideal within fixed ends, so that no candidate moves another
"""

from __future__ import annotations

from collections.abc import Mapping

import xarray as xr

from smartspec.decision import _rules
from smartspec.decision._places import TIES, label, labelled
from smartspec.decision._rule import score_once, terms_once
from smartspec.decision.aggregation.ranks import scored
from smartspec.decision.scaling import Constant
from smartspec.decision.table import DecisionTable

__all__ = ["spotis", "topsis", "vikor"]


def topsis(t: DecisionTable, *, scaling: str = "vector", constant: Constant = "refuse") -> xr.DataArray:
    r"""Closeness to the best imaginable candidate, away from the worst.

    Parameters
    ----------
    t
        The table.
    scaling
        A key of `SCALINGS`; the published method divides by the length of the column.
    constant
        What to do where all candidates are equal in every criterion, or the scaling is undefined: ``"refuse"``,
        or ``"neutral"``, one half for all.

    Returns
    -------
    (..., candidate), dimensionless
        From 0, worst in every criterion, to 1, best in every criterion.

    Raises
    ------
    DecisionError
        An unknown cell, candidates that cannot be told apart, or what the scaling refuses.

    Notes
    -----
    .. math:: C_i = \frac{D_i^-}{D_i^+ + D_i^-}, \qquad
              D_i^\pm = \sqrt{\textstyle\sum_j w_j^2 (s_{ij} - s_j^\pm)^2}

    Hwang and Yoon (1981). Best and worst are those of the candidates at hand, so adding one can turn the order
    of two others. With the vector scaling the zero point of a criterion matters.

    Examples
    --------
    >>> import pandas as pd
    >>> from smartspec.decision.table import table
    >>> frame = pd.DataFrame({"gain": [4.0, 1.0, 3.0, 4.0], "cost": [4.0, 5.0, 2.0, 2.0]}, index=list("ABCD"))
    >>> topsis(table(frame, wish={"gain": "more", "cost": "less"})).round(4).to_series().to_dict()
    {'A': 0.629, 'B': 0.0, 'C': 0.7739, 'D': 1.0}
    """
    return scored(t, "topsis", _rules.topsis(t, scaling=scaling, constant=constant), scaling=scaling)


def vikor(t: DecisionTable, *, v: float = 0.5, constant: Constant = "refuse") -> xr.Dataset:
    r"""Regret of the majority and of the worst-off, and the set worth a compromise.

    Parameters
    ----------
    t
        The table.
    v
        Weight of the majority's regret against that of the worst criterion, from 0 to 1.
    constant
        What to do with a criterion in which all candidates are equal: ``"refuse"``, or ``"neutral"``, nobody
        regrets it.

    Returns
    -------
    Dataset of (..., candidate), dimensionless
        `s`, `r` and `q`: less is better (``rank(found["q"], best="least")``); `compromise`: whether the candidate
        belongs to the compromise set.

    Raises
    ------
    DecisionError
        An unknown cell, a criterion in which all candidates are equal, a `v` beyond 0 and 1.

    Notes
    -----
    .. math:: S_i = \sum_j w_j d_{ij}, \quad R_i = \max_j w_j d_{ij}, \quad
              Q_i = v \frac{S_i - S^*}{S^- - S^*} + (1 - v) \frac{R_i - R^*}{R^- - R^*}

    with d the distance to the best in shares of the range; a term in which all are equal is zero. The first by q
    stands alone where it leads the second by at least 1/(n - 1) and is first by s or r too. Where only the lead
    holds, the second joins; where the lead is short, all less than 1/(n - 1) behind join. Opricovic and Tzeng (2004).

    Examples
    --------
    >>> import pandas as pd
    >>> from smartspec.decision.table import table
    >>> frame = pd.DataFrame({"risk": [1.0, 2.0, 5.0], "height": [3000.0, 3750.0, 4500.0]}, index=["A", "B", "C"])
    >>> found = vikor(table(frame, wish={"risk": "less", "height": "more"}))
    >>> found["q"].to_series().to_dict()
    {'A': 1.0, 'B': 0.0, 'C': 1.0}
    """
    rule = _rules.vikor(t, v=v, constant=constant)
    s, r = (found[..., 0, :] for found in _rules.regrets(*terms_once(rule, t)))
    q = _rules.compromise(s, r, v)
    arrays = {"s": s, "r": r, "q": q, "compromise": _rules.compromise_set(s, r, q)}
    return labelled(t, arrays, rule="vikor", v=v, best="least")


def spotis(
    t: DecisionTable, *, ideal: Mapping[str, float] | None = None, constant: Constant = "refuse"
) -> xr.DataArray:
    r"""Distance to an ideal within fixed ends; the order of two candidates never hangs on a third.

    Parameters
    ----------
    t
        The table, with goalposts around every cell of every criterion of weight.
    ideal
        The best value of some criteria, in their unit, where it is not the end of the goalposts.
    constant
        Of no effect: equal candidates are no difficulty here. It stands for the common signature.

    Returns
    -------
    (..., candidate), dimensionless
        From 0, the ideal, to 1: less is better (``rank(found, best="least")``).

    Raises
    ------
    DecisionError
        An unknown cell, a criterion without goalposts, a cell or an ideal outside them.

    Notes
    -----
    .. math:: d_i = \sum_j w_j \frac{|x_{ij} - x_j^*|}{high_j - low_j}

    Dezert, Tchamova, Han and Tacnet (2020).

    Examples
    --------
    >>> import pandas as pd
    >>> from smartspec.decision.table import table
    >>> frame = pd.DataFrame({"growth": [2.0, 4.0], "cost": [10.0, 40.0]}, index=["A", "B"])
    >>> t = table(frame, wish={"growth": "more", "cost": "less"}, goalposts={"growth": (0, 4), "cost": (0, 80)})
    >>> spotis(t).to_series().to_dict()
    {'A': 0.3125, 'B': 0.25}
    """
    found = label(t, -score_once(_rules.spotis(t, ideal=ideal, constant=constant), t))
    found.attrs = {"rule": "spotis", "best": "least", **TIES}
    return found
