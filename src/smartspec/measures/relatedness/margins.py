"""Relatedness against chance: co-occurrence measured against what the two activities' margins would give.

    association_strength   observed over expected
    cosine                 over the geometric mean of the two margins
    jaccard                over all that is found with either
    probability_index      over the expected number of joint draws, with no draw of an activity with itself

The margins are those of co-occurrence itself (how often an activity is found with any other), as in scientometrics.
`margins="presence"` takes the ubiquities and the number of regions instead, as some packages do under the same names.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

import numpy as np
import xarray as xr

from smartspec.errors import MeasureError
from smartspec.measures._amounts import labelled
from smartspec.measures._pairs import Numbers, by_pairs, few_regions, known, paired, pattern, together

__all__ = ["Margins", "association_strength", "cosine", "jaccard", "probability_index"]

Margins = Literal["co-occurrence", "presence"]
"""Whose margins normalise: those of co-occurrence, or those of presence."""

Formula = Callable[[Numbers, Numbers, Numbers, Numbers], Numbers]


def _against_margins(
    presence: xr.DataArray, formula: Formula, *, margins: str, diagonal: float, name: str
) -> xr.DataArray:
    """`formula(count, margin of a, margin of b, total)` for all pairs."""
    if margins not in get_args(Margins):
        raise MeasureError(f"{name}: margins is one of {', '.join(get_args(Margins))}, found '{margins}'.")
    held = pattern(presence, name=name)
    few_regions(held.sizes["region"])
    values = known(held)
    counts = together(values)
    if margins == "presence":
        margin = values.sum(-2)
        total = np.asarray((~np.isnan(held.values)).any(-1).sum(-1), dtype=held.dtype)
    else:
        own = np.einsum("...ii->...i", counts)
        own[...] = 0
        margin = counts.sum(-1, dtype=np.float64).astype(held.dtype)
        total = margin.sum(-1)
    every = total[..., None, None]
    found = by_pairs(counts, margin, margin, lambda c, first, second: formula(c, first, second, every))
    return paired(found, held, diagonal=diagonal, margin=margin)


@labelled
def association_strength(
    presence: xr.DataArray, *, margins: Margins = "co-occurrence", diagonal: float = 0.0
) -> xr.DataArray:
    r"""Co-occurrence over what independence of the two activities would give.

    Parameters
    ----------
    presence : (..., region, activity)
        0 and 1.
    margins : {"co-occurrence", "presence"}
        Whose margins normalise: how often an activity is found with any other, or in how many regions it is present.
    diagonal : float
        What stands on the diagonal.

    Returns
    -------
    (..., activity, other), ratio
        1 where the two meet as often as chance has it. Missing for an activity whose margin is zero.

    Warns
    -----
    UserWarning
        Fewer than 50 regions: the estimate is mostly noise.

    Notes
    -----
    .. math:: \frac{C_{ab}\, T}{S_a S_b}

    with :math:`S_a = \sum_b C_{ab}` and :math:`T = \sum_a S_a` [eck2009]_; with `margins="presence"`,
    :math:`C_{ab} N / (u_a u_b)` for N regions.

    References
    ----------
    .. [eck2009] van Eck, N. J., Waltman, L. (2009). How to normalize cooccurrence data? Journal of the American
       Society for Information Science and Technology 60(8), 1635-1651.

    Examples
    --------
    >>> import warnings, smartspec
    >>> held = smartspec.label([[1, 1, 0], [1, 0, 1]], region=["N", "S"], activity=["a", "b", "c"])
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore")
    ...     association_strength(held).sel(activity="a").values.tolist()
    [0.0, 2.0, 2.0]
    """
    return _against_margins(
        presence,
        lambda c, first, second, total: c * total / (first * second),
        margins=margins,
        diagonal=diagonal,
        name="association_strength",
    )


@labelled
def cosine(presence: xr.DataArray, *, margins: Margins = "co-occurrence", diagonal: float = 0.0) -> xr.DataArray:
    r"""Co-occurrence over the geometric mean of the two margins.

    Parameters
    ----------
    presence : (..., region, activity)
        0 and 1.
    margins : {"co-occurrence", "presence"}
        Whose margins normalise; with "presence" it is the cosine of the two columns, see `geometric`.
    diagonal : float
        What stands on the diagonal.

    Returns
    -------
    (..., activity, other), 0 to 1
        Missing for an activity whose margin is zero.

    Warns
    -----
    UserWarning
        Fewer than 50 regions: the estimate is mostly noise.

    Notes
    -----
    .. math:: \frac{C_{ab}}{\sqrt{S_a S_b}}

    with :math:`S_a = \sum_b C_{ab}`; see van Eck and Waltman (2009) on the choice.

    Examples
    --------
    >>> import warnings, smartspec
    >>> held = smartspec.label([[1, 1, 0], [1, 0, 1]], region=["N", "S"], activity=["a", "b", "c"])
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore")
    ...     cosine(held).sel(activity="a").round(4).values.tolist()
    [0.0, 0.7071, 0.7071]
    """
    return _against_margins(
        presence,
        lambda c, first, second, total: c / np.sqrt(first * second),
        margins=margins,
        diagonal=diagonal,
        name="cosine",
    )


@labelled
def jaccard(presence: xr.DataArray, *, margins: Margins = "co-occurrence", diagonal: float = 0.0) -> xr.DataArray:
    r"""Co-occurrence over everything found with either of the two activities.

    Parameters
    ----------
    presence : (..., region, activity)
        0 and 1.
    margins : {"co-occurrence", "presence"}
        Whose margins normalise; with "presence" it is the share of the regions holding either that hold both.
    diagonal : float
        What stands on the diagonal.

    Returns
    -------
    (..., activity, other), 0 to 1
        Missing for an activity whose margin is zero.

    Warns
    -----
    UserWarning
        Fewer than 50 regions: the estimate is mostly noise.

    Notes
    -----
    .. math:: \frac{C_{ab}}{S_a + S_b - C_{ab}}

    with :math:`S_a = \sum_b C_{ab}`; see van Eck and Waltman (2009) on the choice.

    Examples
    --------
    >>> import warnings, smartspec
    >>> held = smartspec.label([[1, 1, 0], [1, 0, 1]], region=["N", "S"], activity=["a", "b", "c"])
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore")
    ...     jaccard(held).sel(activity="a").values.tolist()
    [0.0, 0.5, 0.5]
    """
    return _against_margins(
        presence,
        lambda c, first, second, total: c / (first + second - c),
        margins=margins,
        diagonal=diagonal,
        name="jaccard",
    )


@labelled
def probability_index(
    presence: xr.DataArray, *, margins: Margins = "co-occurrence", diagonal: float = 0.0
) -> xr.DataArray:
    r"""Co-occurrence over its expectation when no activity is drawn together with itself.

    Parameters
    ----------
    presence : (..., region, activity)
        0 and 1.
    margins : {"co-occurrence", "presence"}
        Whose margins normalise; with "presence" the total is the number of regions, and an activity present
        everywhere has no index.
    diagonal : float
        What stands on the diagonal.

    Returns
    -------
    (..., activity, other), ratio
        1 where the two meet as often as chance has it. Missing for an activity whose margin is zero.

    Warns
    -----
    UserWarning
        Fewer than 50 regions: the estimate is mostly noise.

    Notes
    -----
    .. math:: \frac{C_{ab}}{\frac{T}{2}\left(\frac{S_a}{T} \frac{S_b}{T - S_a} + \frac{S_b}{T} \frac{S_a}{T - S_b}
       \right)}

    Steijn's correction of association strength [steijn2021]_, the default of the EconGeo package.

    References
    ----------
    .. [steijn2021] Steijn, M. P. A. (2021). Improvement on the association strength: implementing a probabilistic
       measure based on combinations without repetition. Quantitative Science Studies 2(2), 778-794.

    Examples
    --------
    >>> import warnings, smartspec
    >>> held = smartspec.label([[1, 1, 0], [1, 0, 1]], region=["N", "S"], activity=["a", "b", "c"])
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore")
    ...     probability_index(held).sel(activity="a").round(4).values.tolist()
    [0.0, 1.2, 1.2]
    """
    return _against_margins(presence, _steijn, margins=margins, diagonal=diagonal, name="probability_index")


def _steijn(counts: Numbers, first: Numbers, second: Numbers, total: Numbers) -> Numbers:
    expected = first * second * (1 / (total - first) + 1 / (total - second)) / 2
    return np.where(np.isfinite(expected), counts / expected, np.nan)
