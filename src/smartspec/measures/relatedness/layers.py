"""Relatedness with a direction or a weight: what tends to lead to what, and agreement of advantages.

    advantage_correlation  do the quotients of two activities rise and fall together over regions
    taxonomy_network       co-occurrence in which a region of few activities tells more
    assist_matrix          from an activity of one layer or year to the activities of another

The first takes quotients, the others presence (..., region, activity) of 0 and 1.
"""

from __future__ import annotations

from typing import cast

import numpy as np
import xarray as xr

from smartspec.measures._amounts import amounts, labelled
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
)
from smartspec.measures.relatedness.presence import layered, second_layer

__all__ = ["advantage_correlation", "assist_matrix", "taxonomy_network"]


@labelled
def advantage_correlation(lq: xr.DataArray, *, folded: bool = True, diagonal: float = 0.0) -> xr.DataArray:
    r"""Do the quotients of two activities rise and fall together over the regions.

    Parameters
    ----------
    lq : (..., region, activity)
        Location quotients; a region with an unknown quotient is left out.
    folded : bool
        Map the correlation from -1 .. 1 to 0 .. 1, so that it can weigh; False gives the correlation itself.
    diagonal : float
        What stands on the diagonal.

    Returns
    -------
    (..., activity, other), 0 to 1 (-1 to 1 when not folded)
        Missing for an activity whose quotient is the same everywhere.

    Warns
    -----
    UserWarning
        Fewer than 50 regions: the estimate is mostly noise.

    Notes
    -----
    .. math:: \frac{1 + \operatorname{corr}_r(LQ_{ra}, LQ_{rb})}{2}

    Bustos and others [bustos2012]_. It needs no threshold, and a few extreme quotients can carry it.

    References
    ----------
    .. [bustos2012] Bustos, S., Gomez, C., Hausmann, R., Hidalgo, C. A. (2012). The dynamics of nestedness predicts the
       evolution of industrial ecosystems. PLoS ONE 7(11), e49393.

    Examples
    --------
    >>> import warnings, smartspec
    >>> lq = smartspec.label([[0.0, 2.0], [1.0, 1.0], [2.0, 0.0]], region=list("pqr"), activity=["a", "b"])
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore")
    ...     advantage_correlation(lq, folded=False).round(6).values.tolist()
    [[0.0, -1.0], [-1.0, 0.0]]
    """
    x = amounts(lq, name="advantage_correlation")
    few_regions(x.sizes["region"])
    values = x.values
    use = ~np.isnan(values).any(-1, keepdims=True)
    count = use.sum(-2, keepdims=True)
    filled = np.where(use, values, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        centred = np.where(use, filled - filled.sum(-2, keepdims=True) / count, 0)
    scale = np.sqrt((centred**2).sum(-2))
    scale = np.where(scale > 1e-12 * np.abs(filled).max(-2, initial=0), scale, 0)
    products = np.matmul(centred.swapaxes(-1, -2), centred)

    def correlation(product: Numbers, first: Numbers, second: Numbers) -> Numbers:
        found = cast(Numbers, np.clip(product / (first * second), -1, 1))
        return (1 + found) / 2 if folded else found

    return paired(by_pairs(products, scale, scale, correlation), x, diagonal=diagonal, margin=scale)


@labelled
def taxonomy_network(presence: xr.DataArray, *, strongest: bool = False, diagonal: float = 0.0) -> xr.DataArray:
    r"""Co-occurrence in which a region of few activities tells more than one that holds everything.

    Parameters
    ----------
    presence : (..., region, activity)
        0 and 1.
    strongest : bool
        Keep for each activity only its strongest link (all of them where several are equal), 0 elsewhere.
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
    .. math:: B_{ab} = \frac{1}{\max(u_a, u_b)} \sum_r \frac{M_{ra} M_{rb}}{d_r}

    Zaccaria and others [zaccaria2014]_ keep the strongest link of each product.

    References
    ----------
    .. [zaccaria2014] Zaccaria, A., Cristelli, M., Tacchella, A., Pietronero, L. (2014). How the taxonomy of products
       drives the economic development of countries. PLoS ONE 9(12), e113770.

    Examples
    --------
    >>> import warnings, smartspec
    >>> held = smartspec.label([[1, 1], [1, 0]], region=["N", "S"], activity=["a", "b"])
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore")
    ...     taxonomy_network(held).round(6).values.tolist()
    [[0.0, 0.25], [0.25, 0.0]]
    """
    held = pattern(presence, name="taxonomy_network")
    few_regions(held.sizes["region"])
    values = known(held)
    diversity = values.sum(-1, keepdims=True)
    scaled = values / np.sqrt(np.where(diversity > 0, diversity, 1))
    ubiquity = values.sum(-2)
    found = by_pairs(
        np.matmul(scaled.swapaxes(-1, -2), scaled), ubiquity, ubiquity, lambda c, one, two: c / np.maximum(one, two)
    )
    if strongest:
        np.einsum("...ii->...i", found)[...] = 0
        best = np.fmax.reduce(found, axis=-1, keepdims=True)
        near = np.isclose(found, best, rtol=1e-12, atol=0) & (best > 0)
        found = np.where(np.isnan(found), np.nan, np.where(near, found, 0))
    return paired(found, held, diagonal=diagonal, margin=ubiquity)


@labelled
def assist_matrix(presence: xr.DataArray, layer: xr.DataArray) -> xr.DataArray:
    r"""Standing in a region with one activity of a first layer, which activity of a second one is met.

    Parameters
    ----------
    presence : (..., region, activity)
        0 and 1 in the first layer, or in the earlier year.
    layer : (..., region, activity)
        0 and 1 in the second layer (sciences, technologies, products), or in the later year, for the same regions.

    Returns
    -------
    (..., activity, other), 0 to 1
        The chance to go from the row to the column in two random steps; a row sums to 1 when every region that holds
        its activity holds something of the second layer. Missing where the row's activity is present nowhere.

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
    .. math:: B_{ab} = \frac{1}{u_a} \sum_r \frac{M_{ra} M'_{rb}}{d'_r}

    Pugliese and others [pugliese2019]_. The diagonal of a layer with itself is kept: it is persistence.

    References
    ----------
    .. [pugliese2019] Pugliese, E., Cimini, G., Patelli, A., Zaccaria, A., Pietronero, L., Gabrielli, A. (2019).
       Unfolding the innovation system for the development of countries: coevolution of Science, Technology and
       Production. Scientific Reports 9, 16440.

    Examples
    --------
    >>> import warnings, smartspec
    >>> sciences = smartspec.label([[1, 1], [1, 0]], region=["N", "S"], activity=["chemistry", "physics"])
    >>> products = smartspec.label([[1, 1], [0, 1]], region=["N", "S"], activity=["drugs", "food"])
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore")
    ...     assist_matrix(sciences, products).values.tolist()
    [[0.25, 0.75], [0.5, 0.5]]
    """
    held = pattern(presence, name="assist_matrix")
    if not isinstance(layer, xr.DataArray):
        layer = second_layer(layer, name="assist_matrix")
    later = meet(
        pattern(layer, name="assist_matrix"),
        "region",
        labels(held, "region", name="assist_matrix"),
        name="assist_matrix",
    )
    few_regions(held.sizes["region"])
    leads = same_leads("assist_matrix", (held, 2), (later, 2))
    first, second = (np.nan_to_num(spread(each, leads, core=2), nan=0.0) for each in (held, later))
    ubiquity, diversity = first.sum(-2), second.sum(-1, keepdims=True)
    steps = first / np.where(ubiquity > 0, ubiquity, np.nan)[..., None, :]
    found = np.matmul(steps.swapaxes(-1, -2), second / np.where(diversity > 0, diversity, 1))
    return layered(found, leads, held, later)
