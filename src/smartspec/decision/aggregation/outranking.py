"""PROMETHEE: candidates compared in pairs, criterion by criterion.

promethee        how far each outranks the others, less how far it is outranked
partial_order    who is ahead of whom for certain, and which pairs cannot be compared (PROMETHEE I)
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from smartspec.decision._flows import Preference, Threshold, net_flows
from smartspec.decision._places import TIES, labelled
from smartspec.decision.missing import refuse_unknown
from smartspec.decision.scaling import NOISE, Constant, scale
from smartspec.decision.table import DecisionTable
from smartspec.errors import DecisionError

__all__ = ["partial_order", "promethee"]


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
        `plus`, from 0 to 1; `minus`, from 0 to 1; `net`, from -1 to 1: more is better. `net` ranks all
        (PROMETHEE II); `partial_order` leaves open what `plus` and `minus` do not agree on (PROMETHEE I).

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


def partial_order(flows: xr.Dataset) -> xr.DataArray:
    r"""Who is ahead of whom for certain: PROMETHEE I, which leaves open what its two flows do not agree on.

    Parameters
    ----------
    flows
        As `promethee` gives them.

    Returns
    -------
    (..., candidate, other)
        ``"ahead"`` where the candidate outranks more and is outranked less than the other, one of the two strictly;
        ``"behind"``; ``"equal"`` where both flows are; ``"apart"`` where the flows contradict each other, so that the
        two cannot be compared; '' with itself and where a row is no candidate.

    Raises
    ------
    DecisionError
        No flows.

    Notes
    -----
    .. math:: \phi_a^+ \ge \phi_b^+, \qquad \phi_a^- \le \phi_b^-

    puts a ahead of b where one of the two is strict. Brans and Vincke (1985). Flows apart by no more than rounding are
    equal.

    Examples
    --------
    >>> import pandas as pd
    >>> from smartspec.decision.table import table
    >>> frame = pd.DataFrame({"growth": [10.0, 5.0, 4.0], "size": [0.0, 5.0, 4.0]}, index=["A", "B", "C"])
    >>> partial_order(promethee(table(frame), p=2, q=1)).sel(candidate="B", other=["A", "C"]).values.tolist()
    ['apart', 'equal']
    """
    if not {"plus", "minus"} <= set(flows.data_vars):
        raise DecisionError(f"partial_order needs the flows 'plus' and 'minus', found {list(flows.data_vars)}.")
    plus, minus = (flows[name].transpose(..., "candidate").to_numpy() for name in ("plus", "minus"))
    gains, loses = plus[..., :, None] - plus[..., None, :], minus[..., None, :] - minus[..., :, None]
    ahead = (gains >= -NOISE) & (loses >= -NOISE)
    behind = (gains <= NOISE) & (loses <= NOISE)
    says = np.select([ahead & behind, ahead, behind], ["equal", "ahead", "behind"], "apart")
    own = np.eye(plus.shape[-1], dtype=bool)
    says = np.where(own | np.isnan(gains), "", says)
    dims = [str(dim) for dim in flows["plus"].transpose(..., "candidate").dims]
    coords = {**{dim: flows.indexes[dim] for dim in dims}, "other": flows.indexes["candidate"].rename("other")}
    return xr.DataArray(says, coords=coords, dims=(*dims, "other"), attrs={"rule": "promethee", **TIES})
