"""What follows from the inverses: multipliers, linkages, key activities, and what an economy loses without some.

    output_multipliers        output (or income, or jobs) per unit of final demand
    backward_linkages         pull on suppliers, against the mean activity
    forward_linkages          push on users, against the mean activity
    key_activities            both linkages above the mean, and how widely they spread
    hypothetical_extraction   output lost if an activity or a group of activities vanished

All take technical coefficients (..., activity, other).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
import xarray as xr

from smartspec.errors import MeasureError, first_few
from smartspec.measures.linkages._square import per_activity, square, tabled
from smartspec.measures.linkages.inverses import ghosh_inverse, leontief_inverse

__all__ = ["backward_linkages", "forward_linkages", "hypothetical_extraction", "key_activities", "output_multipliers"]


def _per_user(x: xr.DataArray) -> xr.DataArray:
    return x.rename(other="activity")


def _sum_known(x: xr.DataArray, dim: str) -> xr.DataArray:
    """A sum over activities that are there; unknown when none is."""
    return x.sum(dim, min_count=1)


@tabled
def output_multipliers(
    coefficients: xr.DataArray,
    *,
    direct: xr.DataArray | None = None,
    kind: Literal["type I", "simple"] = "type I",
) -> xr.DataArray:
    r"""Output of the whole economy per unit of final demand; with jobs or income given, their multipliers.

    Parameters
    ----------
    coefficients : (..., activity, other)
        Technical coefficients, zero or more.
    direct : (..., activity), optional
        Jobs, income or value added per unit of each activity's output. Left out, output itself is counted.
    kind : {"type I", "simple"}
        With `direct`: all jobs per job of the activity itself ("type I"), or all jobs per unit of its final
        demand ("simple").

    Returns
    -------
    (..., activity), 1 or more for output and type I
        Missing where an activity has no jobs of its own to compare with.

    Notes
    -----
    .. math:: m_j = \sum_i l_{ij}, \quad
        m^h_j = \sum_i h_i l_{ij}, \quad
        m^{I}_j = \sum_i h_i l_{ij} / h_j

    Households' spending is not closed in, so type II effects are left out. Miller and Blair [miller2009m]_.

    References
    ----------
    .. [miller2009m] Miller, R. E., Blair, P. D. (2009). Input-Output Analysis: Foundations and Extensions, 2nd ed.
       Cambridge University Press, chapter 6.

    Examples
    --------
    >>> import smartspec
    >>> coefficients = smartspec.label(
    ...     [[0.15, 0.25], [0.2, 0.05]], activity=["farms", "mills"], other=["farms", "mills"]
    ... )
    >>> output_multipliers(coefficients).round(3).values.tolist()
    [1.518, 1.452]
    >>> jobs = smartspec.label([0.3, 0.25], activity=["farms", "mills"])
    >>> output_multipliers(coefficients, direct=jobs).round(3).values.tolist()
    [1.474, 1.518]
    """
    if kind not in ("type I", "simple"):
        raise MeasureError(f"kind must be 'type I' or 'simple', found {kind!r}.")
    inverse = leontief_inverse(coefficients)
    if direct is None:
        return _per_user(_sum_known(inverse, "activity"))
    own = per_activity(direct, inverse, name="output_multipliers", what="direct")
    made = _per_user(_sum_known(inverse * own.where(own.notnull() | inverse.notnull().any("other"), 0.0), "activity"))
    return made if kind == "simple" else made / own.where(own > 0)


def _against_mean(x: xr.DataArray, normalised: bool) -> xr.DataArray:
    return x / x.mean("activity") if normalised else x


@tabled
def backward_linkages(coefficients: xr.DataArray, *, normalised: bool = True) -> xr.DataArray:
    r"""How strongly an activity pulls on suppliers, against the mean activity.

    Parameters
    ----------
    coefficients : (..., activity, other)
        Technical coefficients, zero or more.
    normalised : bool
        Whether to divide by the mean of all activities; otherwise the output multiplier itself.

    Returns
    -------
    (..., activity), mean 1 when normalised

    Notes
    -----
    .. math:: BL_j = n \sum_i l_{ij} / \sum_{ij} l_{ij}

    Rasmussen's power of dispersion [rasmussen1956]_.

    References
    ----------
    .. [rasmussen1956] Rasmussen, P. N. (1956). Studies in Inter-Sectoral Relations. North-Holland.

    Examples
    --------
    >>> import smartspec
    >>> coefficients = smartspec.label(
    ...     [[0.15, 0.25], [0.2, 0.05]], activity=["farms", "mills"], other=["farms", "mills"]
    ... )
    >>> backward_linkages(coefficients).round(3).values.tolist()
    [1.022, 0.978]
    """
    return _against_mean(output_multipliers(coefficients), normalised)


@tabled
def forward_linkages(
    coefficients: xr.DataArray,
    output: xr.DataArray,
    *,
    model: Literal["ghosh", "leontief"] = "ghosh",
    normalised: bool = True,
) -> xr.DataArray:
    r"""How strongly an activity pushes its users, against the mean activity.

    Parameters
    ----------
    coefficients : (..., activity, other)
        Technical coefficients, zero or more.
    output : (..., activity)
        Total output of each activity, above zero.
    model : {"ghosh", "leontief"}
        Row sums of Ghosh's inverse, as is usual now, or of Leontief's, as Rasmussen took them.
    normalised : bool
        Whether to divide by the mean of all activities.

    Returns
    -------
    (..., activity), mean 1 when normalised

    Notes
    -----
    .. math:: FL_i = n \sum_j g_{ij} / \sum_{ij} g_{ij}

    Rows of Leontief's inverse answer an odd question (one unit more of everything demanded at once); Jones
    [jones1976]_ took Ghosh's instead.

    References
    ----------
    .. [jones1976] Jones, L. P. (1976). The measurement of Hirschmanian linkages. Quarterly Journal of Economics
       90(2), 323-333.

    Examples
    --------
    >>> import smartspec
    >>> coefficients = smartspec.label(
    ...     [[0.15, 0.25], [0.2, 0.05]], activity=["farms", "mills"], other=["farms", "mills"]
    ... )
    >>> output = smartspec.label([1000, 2000], activity=["farms", "mills"])
    >>> forward_linkages(coefficients, output).round(3).values.tolist()
    [1.208, 0.792]
    """
    if model not in ("ghosh", "leontief"):
        raise MeasureError(f"model must be 'ghosh' or 'leontief', found {model!r}.")
    inverse = ghosh_inverse(coefficients, output) if model == "ghosh" else leontief_inverse(coefficients)
    return _against_mean(_sum_known(inverse, "other"), normalised)


def _variation(x: xr.DataArray, dim: str) -> xr.DataArray:
    mean: xr.DataArray = x.mean(dim)
    known = x.notnull().sum(dim)
    return (x.std(dim) * np.sqrt(known / (known - 1).where(known > 1))) / mean


@tabled
def key_activities(coefficients: xr.DataArray, output: xr.DataArray) -> xr.Dataset:
    r"""Activities whose pull on suppliers and push on users both exceed the mean, and how widely each spreads.

    Parameters
    ----------
    coefficients : (..., activity, other)
        Technical coefficients, zero or more.
    output : (..., activity)
        Total output of each activity, above zero.

    Returns
    -------
    Dataset over (..., activity)
        `backward` and `forward` linkages; `backward_dispersion` and `forward_dispersion`, the coefficient of
        variation of the activity's column or row of the inverse (low: many partners, high: few); `key`, 1 where both
        linkages exceed 1, else 0.

    Notes
    -----
    .. math:: V_j = \frac{1}{\bar l_j} \sqrt{\frac{1}{n-1} \sum_i (l_{ij} - \bar l_j)^2}

    Linkages and their dispersion are Rasmussen's [rasmussen1956k]_, forward ones read from Ghosh's inverse. All
    activities count alike: a key activity may be a small one.

    References
    ----------
    .. [rasmussen1956k] Rasmussen, P. N. (1956). Studies in Inter-Sectoral Relations. North-Holland.

    Examples
    --------
    >>> import smartspec
    >>> names = ["mines", "metals", "trade"]
    >>> coefficients = smartspec.label(
    ...     [[0.2, 0.3, 0.1], [0.1, 0.1, 0.2], [0.05, 0.2, 0.1]], activity=names, other=names
    ... )
    >>> found = key_activities(coefficients, smartspec.label([100, 80, 60], activity=names))
    >>> found["backward"].round(2).values.tolist(), found["forward"].round(2).values.tolist()
    ([0.9, 1.13, 0.97], [1.06, 0.94, 1.0])
    >>> found["key"].values.tolist()
    [0.0, 0.0, 0.0]
    """
    pull, push = leontief_inverse(coefficients), ghosh_inverse(coefficients, output)
    backward = _against_mean(_per_user(_sum_known(pull, "activity")), True)
    forward = _against_mean(_sum_known(push, "other"), True)
    both = (backward > 1) & (forward > 1)
    return xr.Dataset(
        {
            "backward": backward,
            "forward": forward,
            "backward_dispersion": _per_user(_variation(pull, "activity")),
            "forward_dispersion": _variation(push, "other"),
            "key": both.astype(float).where(backward.notnull() & forward.notnull()),
        }
    )


def _members(groups: Mapping[str, Sequence[object]], like: xr.DataArray) -> xr.DataArray:
    """1 where an activity belongs to a group: (group, activity)."""
    there = like["activity"].values.tolist()
    unknown = [f"{name}: {item}" for name, items in groups.items() for item in items if item not in there]
    if unknown:
        raise MeasureError(
            f"{len(unknown)} members of groups are not activities of the table: {first_few(unknown)}. "
            f"Its activities are {first_few(there)}."
        )
    if empty := [name for name, items in groups.items() if not items]:
        raise MeasureError(f"a group has no members: {first_few(empty)}. Name at least one activity in each.")
    belongs = [[float(activity in items) for activity in there] for items in map(list, groups.values())]
    return xr.DataArray(belongs, coords={"group": list(groups), "activity": there}, dims=("group", "activity"))


@tabled
def hypothetical_extraction(
    coefficients: xr.DataArray,
    output: xr.DataArray,
    *,
    groups: Mapping[str, Sequence[object]] | None = None,
) -> xr.Dataset:
    r"""Output the economy would lose if an activity, or a group of activities at once, vanished.

    Parameters
    ----------
    coefficients : (..., activity, other)
        Technical coefficients, zero or more.
    output : (..., activity)
        Total output of each activity, zero or more.
    groups : mapping of names to activities, optional
        Groups to take out jointly; they may overlap. Left out, each activity is taken out alone.

    Returns
    -------
    Dataset over (..., activity), or (..., group) when `groups` is given
        `loss`, all output lost, in the unit of `output`; `elsewhere`, the part of it lost by the activities that
        stay; `share`, the loss as a share of all output.

    Notes
    -----
    .. math:: T_g = \mathbf{1}' L_{\cdot g} L_{gg}^{-1} x_g

    The group's rows and columns are struck from the coefficients and its final demand from final demand; what it
    supplied is imported. The formula is the closed form of solving the reduced system anew. A group's
    loss is not the sum of its members': what they do for each other is counted once [temurshoev2010]_.

    References
    ----------
    .. [temurshoev2010] Temurshoev, U. (2010). Identifying optimal sector groupings with the hypothetical extraction
       method. Journal of Regional Science 50(4), 872-890.

    Examples
    --------
    >>> import smartspec
    >>> names = ["farms", "mills"]
    >>> coefficients = smartspec.label([[0.15, 0.25], [0.2, 0.05]], activity=names, other=names)
    >>> output = smartspec.label([1000, 2000], activity=names)
    >>> hypothetical_extraction(coefficients, output)["elsewhere"].round(1).values.tolist()
    [210.5, 588.2]
    >>> hypothetical_extraction(coefficients, output, groups={"all": names})["loss"].values.tolist()
    [3000.0]
    """
    table = square(coefficients, name="hypothetical_extraction", what="the coefficients")
    made = per_activity(output, table, name="hypothetical_extraction", what="output")
    inverse = leontief_inverse(table)
    if groups is None:
        own = xr.DataArray(np.eye(table.sizes["activity"], dtype=bool), dims=("activity", "other"))
        diagonal = _per_user(inverse.where(own).sum("activity", min_count=1))
        loss = made * _per_user(_sum_known(inverse, "activity")) / diagonal
        taken = made
    else:
        member = _members(groups, table)
        taken = (made * member).sum("activity", skipna=False)
        loss = _joint_loss(inverse, made, member)
    parts = {"loss": loss, "elsewhere": loss - taken, "share": loss / made.sum("activity", skipna=False)}
    return xr.Dataset(parts).transpose(..., "activity" if groups is None else "group")


def _joint_loss(inverse: xr.DataArray, made: xr.DataArray, member: xr.DataArray) -> xr.DataArray:
    """The closed form for all groups at once: outside its group, each system is the identity."""

    def solved(inverse: np.ndarray, made: np.ndarray, member: np.ndarray) -> np.ndarray:
        here = ~np.isnan(inverse).all(axis=-1)
        filled = np.where(np.isnan(inverse), np.eye(inverse.shape[-1]), inverse)
        inside = member[:, :, None] * member[:, None, :]
        system = inside * filled[..., None, :, :] + np.eye(inverse.shape[-1]) * (1 - member)[:, :, None]
        weight = np.linalg.solve(system, (member * made[..., None, :])[..., None])[..., 0]
        lost = (filled.sum(axis=-2)[..., None, :] * weight).sum(axis=-1)
        return np.where(here.any(axis=-1)[..., None], lost, np.nan)

    found: xr.DataArray = xr.apply_ufunc(
        solved,
        inverse,
        made,
        member,
        input_core_dims=[["activity", "other"], ["activity"], ["group", "activity"]],
        output_core_dims=[["group"]],
    )
    return found
