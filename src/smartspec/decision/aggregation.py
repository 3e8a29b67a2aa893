"""Rules that turn a table into scores, and scores into ranks.

    weighted_sum        weighted mean of the scaled criteria
    weighted_product    weighted geometric mean of the scaled criteria
    topsis              closeness to the best imaginable candidate, away from the worst
    vikor               regret of the majority and of the worst-off, and the set worth a compromise
    promethee           how far each outranks the others, less how far it is outranked
    rank                places from scores

All take a table first and options after `*`, leave it unchanged, round nothing, and carry leading dimensions
through. They refuse an unknown cell by name; a row without any known cell is no candidate and has no score.
One tie rule holds everywhere: scores apart by no more than rounding share the better place (1, 2, 2, 4).
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import xarray as xr

from smartspec.decision import _rules
from smartspec.decision._flows import Threshold, net_flows
from smartspec.decision._labels import Floats
from smartspec.decision._rules import Rule, score_once
from smartspec.decision.missing import present, refuse_unknown
from smartspec.decision.scaling import Constant, scale
from smartspec.decision.table import DecisionTable
from smartspec.errors import DecisionError

__all__ = ["TIES", "label", "promethee", "rank", "topsis", "vikor", "weighted_product", "weighted_sum"]

TIES = "min"
"""The tie rule, written in each result: equal scores share the better place."""


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
    return _scored(t, "weighted_sum", _rules.weighted_sum(t, scaling=scaling, constant=constant), scaling=scaling)


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
    return _scored(t, "weighted_product", rule, scaling=scaling)


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
    return _scored(t, "topsis", _rules.topsis(t, scaling=scaling, constant=constant), scaling=scaling)


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
    there = present(t).to_numpy()
    terms = np.where(
        there[..., None], np.where(rule.weighs, rule.parts(rule.scaled, rule.low, rule.high)[0], 0.0), np.nan
    )
    s, r = (found[..., 0, :] for found in _rules.regrets((terms,), t.weights.to_numpy()[..., None, :]))
    q = _rules.compromise(s, r, v)
    arrays = {"s": s, "r": r, "q": q, "compromise": _rules.compromise_set(s, r, q)}
    return xr.Dataset(
        {name: label(t, array) for name, array in arrays.items()},
        attrs={"rule": "vikor", "v": v, "best": "least", "ties": TIES},
    )


def promethee(
    t: DecisionTable,
    *,
    preference: str = "linear",
    p: Threshold = None,
    q: Threshold = None,
    scaling: str | None = None,
    constant: Constant = "refuse",
) -> xr.Dataset:
    r"""How far each candidate outranks the others, less how far it is outranked.

    Parameters
    ----------
    t
        The table.
    preference
        How a difference d speaks for the better one: ``"usual"`` (any difference fully), ``"u_shape"`` (fully
        beyond q), ``"v_shape"`` (d/p up to p), ``"level"`` (half beyond q, fully beyond p), ``"linear"`` (from 0
        at q to 1 at p), ``"gaussian"`` (1 - exp(-d²/2p²)).
    p, q
        Thresholds of preference and of indifference, by criterion, in its unit; one number for all only where
        all criteria share a unit or are scaled.
    scaling
        A key of `SCALINGS` if the thresholds are told on a scale, such as shares of the range under
        ``"min_max"``; left out, on the values themselves.
    constant
        What to do with a single candidate (and with what the scaling does not define): ``"refuse"`` or
        ``"neutral"``, a flow of zero.

    Returns
    -------
    Dataset of (..., candidate), dimensionless
        `plus`, from 0 to 1; `minus`, from 0 to 1; `net`, from -1 to 1: more is better. One candidate outranks
        another for certain only where `plus` and `minus` agree (PROMETHEE I); `net` ranks all (PROMETHEE II).

    Raises
    ------
    DecisionError
        An unknown cell, thresholds that are missing or out of order, a single candidate.

    Notes
    -----
    .. math:: \phi_i^+ = \frac{1}{n - 1} \sum_k \sum_j w_j P_j(x_{ij} - x_{kj}), \qquad \phi_i = \phi_i^+ - \phi_i^-

    Brans and Vincke (1985).

    Examples
    --------
    >>> import pandas as pd
    >>> from smartspec.decision.table import table
    >>> t = table(pd.DataFrame({"growth": [5.0, 3.0, 2.0]}, index=["A", "B", "C"]))
    >>> promethee(t, p=4, q=0)["net"].to_series().to_dict()
    {'A': 0.625, 'B': -0.125, 'C': -0.5}
    """
    refuse_unknown(t, "promethee")
    x = t.values * t.wish if scaling is None else scale(t, scaling, constant=constant)
    plus, minus = net_flows(t, x.to_numpy(), preference=preference, p=p, q=q, constant=constant)
    weights = t.weights.to_numpy()[..., None, :]
    leaving, entering = (weights * plus).sum(axis=-1), (weights * minus).sum(axis=-1)
    arrays = {"plus": leaving, "minus": entering, "net": leaving - entering}
    return xr.Dataset(
        {name: label(t, array) for name, array in arrays.items()},
        attrs={"rule": "promethee", "preference": preference, "best": "most", "ties": TIES},
    )


def rank(scores: xr.DataArray, *, best: Literal["most", "least"] = "most") -> xr.DataArray:
    """Places from scores: the best is 1; scores apart by no more than rounding share the better place.

    Parameters
    ----------
    scores : (..., candidate)
        Scores; missing ones get no place.
    best
        Whether the most is best, or the least, as with VIKOR's q.

    Returns
    -------
    (..., candidate)
        1, 2, 2, 4: after two in second place comes the fourth. Rounding is a millionth of a millionth of the
        largest score.

    Raises
    ------
    DecisionError
        No dimension 'candidate', an infinite score.

    Examples
    --------
    >>> scores = xr.DataArray([0.3, 0.7, 0.1 + 0.2, np.nan], coords={"candidate": list("ABCD")})
    >>> rank(scores).to_series().to_dict()
    {'A': 2.0, 'B': 1.0, 'C': 2.0, 'D': nan}
    """
    if "candidate" not in scores.dims:
        raise DecisionError(f"scores need the dimension 'candidate', found {scores.dims}.")
    if best not in ("most", "least"):
        raise DecisionError(f"best: 'most' or 'least', found {best!r}.")
    ordered = scores.transpose(..., "candidate").astype(float)
    if np.isinf(ordered.to_numpy()).any():
        raise DecisionError("an infinite score has no place: look for the division that made it.")
    found = ordered.copy(data=_rules.places(ordered.to_numpy() * (1.0 if best == "most" else -1.0)))
    found.attrs = {"best": best, "ties": TIES}
    return found.transpose(*scores.dims)


def _scored(t: DecisionTable, name: str, rule: Rule, *, scaling: str) -> xr.DataArray:
    found = label(t, score_once(rule, t))
    found.attrs = {"rule": name, "scaling": scaling, "best": "most", "ties": TIES}
    return found


def label(t: DecisionTable, array: Floats) -> xr.DataArray:
    """Put the table's labels on (..., candidate)."""
    dims = (*t.lead, "candidate")
    return xr.DataArray(array, coords={dim: t.values.indexes[dim] for dim in dims}, dims=dims)
