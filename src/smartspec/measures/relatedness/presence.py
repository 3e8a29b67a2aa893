"""Relatedness from presence: how often two activities, two regions or two layers are found together.

    co_occurrence            in how many regions two activities are both present
    proximity                the smaller of the two conditional probabilities
    conditional_probability  of the regions that hold one activity, the share that hold the other
    geometric                co-occurrence over the geometric mean of the two ubiquities
    region_proximity         proximity of regions by the activities they share
    cross_relatedness        proximity of the activities of two layers, such as technologies and industries

Presence (..., region, activity) of 0 and 1 in; an unknown presence counts for no pair.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import numpy as np
import xarray as xr

from smartspec.errors import MeasureError
from smartspec.measures._amounts import labelled
from smartspec.measures._pairs import (
    Numbers,
    by_pairs,
    few_regions,
    known,
    labels,
    meet,
    paired,
    pattern,
    same_leads,
    spread,
    together,
)

__all__ = [
    "co_occurrence",
    "conditional_probability",
    "cross_relatedness",
    "geometric",
    "proximity",
    "region_proximity",
]


def _by_smaller(counts: Numbers, first: Numbers, second: Numbers) -> Numbers:
    """Both conditional probabilities at once: the smaller is over the larger margin."""
    return counts / np.maximum(first, second)


@labelled
def co_occurrence(presence: xr.DataArray, *, diagonal: float | None = 0.0) -> xr.DataArray:
    r"""In how many regions two activities are both present.

    Parameters
    ----------
    presence : (..., region, activity)
        0 and 1; an unknown presence counts for no pair.
    diagonal : float, optional
        What stands on the diagonal; None leaves each activity's own count there.

    Returns
    -------
    (..., activity, other), number of regions

    Raises
    ------
    MeasureError
        A cell is neither 0 nor 1 nor missing.

    Notes
    -----
    .. math:: C_{ab} = \sum_r M_{ra} M_{rb}

    Examples
    --------
    >>> import smartspec
    >>> held = smartspec.label([[1, 1], [1, 0]], region=["N", "S"], activity=["a", "b"])
    >>> co_occurrence(held, diagonal=None).values.tolist()
    [[2.0, 1.0], [1.0, 1.0]]
    """
    held = pattern(presence, name="co_occurrence")
    return paired(together(known(held)).astype(held.dtype, copy=False), held, diagonal=diagonal)


@labelled
def proximity(presence: xr.DataArray, *, diagonal: float = 0.0) -> xr.DataArray:
    r"""How often two activities are found together: the smaller of the two conditional probabilities.

    Parameters
    ----------
    presence : (..., region, activity)
        0 and 1.
    diagonal : float
        What stands on the diagonal.

    Returns
    -------
    (..., activity, other), 0 to 1
        Missing for an activity that is present nowhere.

    Raises
    ------
    MeasureError
        A cell is neither 0 nor 1 nor missing.

    Warns
    -----
    UserWarning
        Fewer than 50 regions: the estimate is mostly noise.

    Notes
    -----
    .. math:: \varphi_{ab} = \frac{\sum_r M_{ra} M_{rb}}{\max(u_a, u_b)}

    Hidalgo, Klinger, Barabasi and Hausmann [hidalgo2007]_.

    References
    ----------
    .. [hidalgo2007] Hidalgo, C. A., Klinger, B., Barabasi, A.-L., Hausmann, R. (2007). The product space conditions
       the development of nations. Science 317, 482-487.

    Examples
    --------
    >>> import warnings, smartspec
    >>> held = smartspec.label([[1, 1], [1, 0]], region=["N", "S"], activity=["a", "b"])
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore")
    ...     proximity(held).values.tolist()
    [[0.0, 0.5], [0.5, 0.0]]
    """
    held = pattern(presence, name="proximity")
    few_regions(held.sizes["region"])
    values = known(held)
    ubiquity = values.sum(-2)
    return paired(by_pairs(together(values), ubiquity, ubiquity, _by_smaller), held, diagonal=diagonal, margin=ubiquity)


@labelled
def conditional_probability(presence: xr.DataArray, *, diagonal: float = 0.0) -> xr.DataArray:
    r"""Of the regions that hold an activity, the share that hold the other one too.

    Parameters
    ----------
    presence : (..., region, activity)
        0 and 1.
    diagonal : float
        What stands on the diagonal.

    Returns
    -------
    (..., activity, other), 0 to 1
        The row is what is given, the column what is found with it; not symmetric. Missing where either is present
        nowhere.

    Warns
    -----
    UserWarning
        Fewer than 50 regions: the estimate is mostly noise.

    Notes
    -----
    .. math:: P(b \mid a) = \frac{\sum_r M_{ra} M_{rb}}{u_a}

    Examples
    --------
    >>> import warnings, smartspec
    >>> held = smartspec.label([[1, 1], [1, 0]], region=["N", "S"], activity=["a", "b"])
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore")
    ...     conditional_probability(held).values.tolist()
    [[0.0, 0.5], [1.0, 0.0]]
    """
    held = pattern(presence, name="conditional_probability")
    few_regions(held.sizes["region"])
    values = known(held)
    ubiquity = values.sum(-2)
    found = by_pairs(together(values), ubiquity, ubiquity, lambda c, first, second: c / first + 0 * second)
    return paired(found, held, diagonal=diagonal, margin=ubiquity)


@labelled
def geometric(presence: xr.DataArray, *, diagonal: float = 0.0) -> xr.DataArray:
    r"""Co-occurrence over the geometric mean of the two ubiquities: the cosine of the two columns of presence.

    Parameters
    ----------
    presence : (..., region, activity)
        0 and 1.
    diagonal : float
        What stands on the diagonal.

    Returns
    -------
    (..., activity, other), 0 to 1
        Missing for an activity that is present nowhere.

    Warns
    -----
    UserWarning
        Fewer than 50 regions: the estimate is mostly noise.

    Notes
    -----
    .. math:: \frac{C_{ab}}{\sqrt{u_a u_b}}

    The geometric mean of the two conditional probabilities; the same as `cosine(presence, margins="presence")`.

    Examples
    --------
    >>> import warnings, smartspec
    >>> held = smartspec.label([[1, 1], [1, 1], [1, 0], [1, 0]], region=list("pqrs"), activity=["a", "b"])
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore")
    ...     geometric(held).round(4).values.tolist()
    [[0.0, 0.7071], [0.7071, 0.0]]
    """
    held = pattern(presence, name="geometric")
    few_regions(held.sizes["region"])
    values = known(held)
    ubiquity = values.sum(-2)
    found = by_pairs(together(values), ubiquity, ubiquity, lambda c, first, second: c / np.sqrt(first * second))
    return paired(found, held, diagonal=diagonal, margin=ubiquity)


@labelled
def region_proximity(presence: xr.DataArray, *, diagonal: float = 0.0) -> xr.DataArray:
    r"""How alike two regions are by what they hold: the smaller of the two shares of common activities.

    Parameters
    ----------
    presence : (..., region, activity)
        0 and 1.
    diagonal : float
        What stands on the diagonal.

    Returns
    -------
    (..., region, other), 0 to 1
        Missing for a region that holds nothing, or of which a cell is unknown.

    Notes
    -----
    .. math:: \frac{\sum_a M_{ra} M_{qa}}{\max(d_r, d_q)}

    Proximity with the two sides exchanged [bahar2014a]_.

    References
    ----------
    .. [bahar2014a] Bahar, D., Hausmann, R., Hidalgo, C. A. (2014). Neighbors and the evolution of the comparative
       advantage of nations. Journal of International Economics 92(1), 111-123.

    Examples
    --------
    >>> import smartspec
    >>> held = smartspec.label([[1, 1], [1, 0]], region=["N", "S"], activity=["a", "b"])
    >>> region_proximity(held).values.tolist()
    [[0.0, 0.5], [0.5, 0.0]]
    """
    held = pattern(presence, name="region_proximity")
    values = known(held)
    diversity = np.where(np.isnan(held.values).any(-1), 0, values.sum(-1)).astype(held.dtype)
    counts = together(values.swapaxes(-1, -2))
    return paired(
        by_pairs(counts, diversity, diversity, _by_smaller), held, diagonal=diagonal, dim="region", margin=diversity
    )


@labelled
def cross_relatedness(presence: xr.DataArray, layer: xr.DataArray) -> xr.DataArray:
    r"""How often an activity of one layer and one of another are found in the same regions.

    Parameters
    ----------
    presence : (..., region, activity)
        0 and 1 in the first layer, say industries.
    layer : (..., region, activity)
        0 and 1 in the second layer, say technologies, for the same regions.

    Returns
    -------
    (..., activity, other), 0 to 1
        Rows are the first layer's activities, columns the second's; missing where either is present nowhere.

    Raises
    ------
    MeasureError
        The regions of the two layers differ.

    Warns
    -----
    UserWarning
        Fewer than 50 regions: the estimate is mostly noise.

    Notes
    -----
    .. math:: \frac{\sum_r M_{ra} M'_{rb}}{\max(u_a, u'_b)}

    Cross-space relatedness [catalan2022]_. It has no diagonal: the two layers are different things.

    References
    ----------
    .. [catalan2022] Catalan, P., Navarrete, C., Figueroa, F. (2022). The scientific and technological cross-space:
       is technological diversification driven by scientific endogenous capacity? Research Policy 51(8), 104016.

    Examples
    --------
    >>> import warnings, smartspec
    >>> industries = smartspec.label([[1, 1], [1, 0]], region=["N", "S"], activity=["metal", "food"])
    >>> sciences = smartspec.label([[1], [0]], region=["N", "S"], activity=["chemistry"])
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore")
    ...     cross_relatedness(industries, sciences).values.tolist()
    [[0.5], [1.0]]
    """
    held = pattern(presence, name="cross_relatedness")
    if not isinstance(layer, xr.DataArray):
        layer = second_layer(layer, name="cross_relatedness")
    other = pattern(layer, name="cross_relatedness")
    other = meet(other, "region", labels(held, "region", name="cross_relatedness"), name="cross_relatedness")
    few_regions(held.sizes["region"])
    leads = same_leads("cross_relatedness", (held, 2), (other, 2))
    first, second = (np.nan_to_num(spread(each, leads, core=2), nan=0.0) for each in (held, other))
    found = by_pairs(together(first, second), first.sum(-2), second.sum(-2), _by_smaller)
    return layered(found, leads, held, other)


def second_layer(layer: object, *, name: str) -> xr.DataArray:
    """A second layer given as a wide table, labelled."""
    import pandas as pd

    if not isinstance(layer, pd.DataFrame):
        raise MeasureError(f"{name}: the second layer needs labels. Label it with `smartspec.label(values, ...)`.")
    coords = {"region": layer.index.tolist(), "activity": layer.columns.tolist()}
    return xr.DataArray(layer.to_numpy(float), coords=coords, dims=("region", "activity"))


def layered(
    values: Numbers, leads: Mapping[Hashable, xr.Variable | None], rows: xr.DataArray, columns: xr.DataArray
) -> xr.DataArray:
    """Pairs of activities of two layers, with the labels of both."""
    coords: dict[Hashable, xr.Variable] = {dim: labels_ for dim, labels_ in leads.items() if labels_ is not None}
    coords["activity"] = rows.coords["activity"].variable
    coords["other"] = xr.Variable("other", columns.coords["activity"].values)
    return xr.DataArray(values, dims=(*leads, "activity", "other"), coords=coords)
