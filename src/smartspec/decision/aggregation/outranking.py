"""PROMETHEE: candidates compared in pairs, criterion by criterion.

promethee    how far each outranks the others, less how far it is outranked
"""

from __future__ import annotations

import xarray as xr

from smartspec.decision._flows import Preference, Threshold, net_flows
from smartspec.decision._places import labelled
from smartspec.decision.missing import refuse_unknown
from smartspec.decision.scaling import Constant, scale
from smartspec.decision.table import DecisionTable

__all__ = ["promethee"]


def promethee(
    t: DecisionTable,
    *,
    preference: Preference = "linear",
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
        at q to 1 at p), ``"gaussian"`` (1 - exp(-d²/2p²)). One for all criteria, or one for each by its name.
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
    shape = (
        preference if isinstance(preference, str) else ", ".join(f"{key}: {name}" for key, name in preference.items())
    )
    return labelled(t, arrays, rule="promethee", preference=shape, best="most")
