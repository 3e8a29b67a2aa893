"""Agglomeration beyond chance: what remains after the sizes of plants and of regions are accounted for.

    ellison_glaeser  excess concentration of an activity, given the sizes of its plants
    maurel_sedillot  the same by another estimator
    coagglomeration  excess closeness of two activities
    cluster_index    jobs and firms of an activity in a region against its people and its area

Amounts (..., region, activity) in; plants enter by their Herfindahl index, which no table of totals contains.
"""

from __future__ import annotations

import warnings

import numpy as np
import xarray as xr

from smartspec.errors import MeasureError
from smartspec.measures._amounts import Cells, amounts, beside, labelled, matched, over_total, relabelled
from smartspec.measures._reference import reference_total

__all__ = ["cluster_index", "coagglomeration", "ellison_glaeser", "maurel_sedillot"]


def _located(
    x: xr.DataArray, herfindahl: object, reference: object | None, name: str
) -> tuple[Cells, Cells, Cells, xr.DataArray]:
    """Shares of the regions in each activity and in everything, and the plants' Herfindahl index."""
    x = amounts(x, name=name)
    plants, x = beside(matched(herfindahl, x, "activity", name="herfindahl"), x)
    if (plants < 0).any() or (plants > 1).any():
        raise MeasureError(
            "the Herfindahl index of plants lies between 0 and 1, but some values do not. "
            "Give the summed squares of plants' shares in their activity, not percentages."
        )
    whole, x = reference_total(x, reference, over="activity", along="region", level=5)
    return over_total(x.values, -2), over_total(whole, -2), np.where(plants < 1, plants, np.nan)[..., 0, :], x


@labelled
def ellison_glaeser(
    x: xr.DataArray, herfindahl: xr.DataArray, *, reference: xr.DataArray | None = None
) -> xr.DataArray:
    r"""Concentration of an activity beyond what the sizes of its plants and of the regions bring about.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, usually jobs.
    herfindahl : (..., activity), 0 to 1
        Herfindahl index of the activity's plants: the summed squares of their shares in it. A further dimension, such
        as a lower and an upper bound from size classes, is carried through.
    reference : (..., region), optional
        Amounts of each region's whole economy; the sum of its activities if left out.

    Returns
    -------
    (..., activity), dimensionless
        0 where plants lie as if thrown at random, below 0.02 little concentrated, above 0.05 highly, by the authors'
        own reading; below 0 more evenly than chance. Missing where one plant is the whole activity.

    Raises
    ------
    MeasureError
        A Herfindahl index is not between 0 and 1, or its activities are not those of the amounts.

    Notes
    -----
    .. math:: \gamma_a = \frac{G_a / (1 - \sum_r x_r^2) - H_a}{1 - H_a}, \qquad G_a = \sum_r (s_{ra} - x_r)^2

    With :math:`s_{ra}` the region's share of the activity and :math:`x_r` its share of everything [ellison1997]_. Some
    packages print another formula.

    References
    ----------
    .. [ellison1997] Ellison, G., Glaeser, E. L. (1997). Geographic concentration in U.S. manufacturing industries: a
       dartboard approach. Journal of Political Economy 105(5), 889-927.

    Examples
    --------
    >>> import smartspec
    >>> regions = {"region": ["N", "M", "S"]}
    >>> jobs = smartspec.label([[50], [30], [20]], **regions, activity=["textiles"])
    >>> plants = smartspec.label([0.05], activity=["textiles"])
    >>> ellison_glaeser(jobs, plants, reference=smartspec.label([30, 40, 30], **regions)).round(5).values.tolist()
    [0.04306]
    """
    own, base, plants, x = _located(x, herfindahl, reference, "ellison_glaeser")
    raw = ((own - base) ** 2).sum(-2) / _room(base)
    return relabelled((raw - plants) / (1 - plants), x, without=["region"])


def _room(base: Cells) -> Cells:
    left: Cells = 1 - (base**2).sum(-2)
    return np.where(left > 0, left, np.nan)


@labelled
def maurel_sedillot(
    x: xr.DataArray, herfindahl: xr.DataArray, *, reference: xr.DataArray | None = None
) -> xr.DataArray:
    r"""Concentration of an activity beyond chance, from the probability that two plants share a region.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, usually jobs.
    herfindahl : (..., activity), 0 to 1
        Herfindahl index of the activity's plants.
    reference : (..., region), optional
        Amounts of each region's whole economy; the sum of its activities if left out.

    Returns
    -------
    (..., activity), dimensionless
        0 where plants lie as if thrown at random. Missing where one plant is the whole activity.

    Raises
    ------
    MeasureError
        A Herfindahl index is not between 0 and 1, or its activities are not those of the amounts.

    Notes
    -----
    .. math:: \frac{\frac{\sum_r s_{ra}^2 - \sum_r x_r^2}{1 - \sum_r x_r^2} - H_a}{1 - H_a}

    Maurel and Sedillot [maurel1999]_. It counts an activity in large regions as concentrated, where Ellison and
    Glaeser's counts its distance from the whole economy; in expectation the two are one.

    References
    ----------
    .. [maurel1999] Maurel, F., Sedillot, B. (1999). A measure of the geographic concentration in French manufacturing
       industries. Regional Science and Urban Economics 29(5), 575-604.

    Examples
    --------
    >>> import smartspec
    >>> regions = {"region": ["N", "M", "S"]}
    >>> jobs = smartspec.label([[50], [30], [20]], **regions, activity=["textiles"])
    >>> plants = smartspec.label([0.05], activity=["textiles"])
    >>> maurel_sedillot(jobs, plants, reference=smartspec.label([30, 40, 30], **regions)).round(5).values.tolist()
    [0.01116]
    """
    own, base, plants, x = _located(x, herfindahl, reference, "maurel_sedillot")
    raw = ((own**2).sum(-2) - (base**2).sum(-2)) / _room(base)
    return relabelled((raw - plants) / (1 - plants), x, without=["region"])


@labelled
def coagglomeration(x: xr.DataArray, *, reference: xr.DataArray | None = None) -> xr.DataArray:
    r"""How much closer two activities lie than the regions' sizes bring about.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, usually jobs.
    reference : (..., region), optional
        Amounts by which regions are sized; the mean of the activities' own shares if left out, as published.

    Returns
    -------
    (..., activity, other), dimensionless
        Above 0 where the two are found together more than chance would have it, below 0 where they avoid each other.
        Missing on the diagonal: an activity with itself needs its plants, see `ellison_glaeser`.

    Warns
    -----
    UserWarning
        A cell is missing and no reference is given.

    Notes
    -----
    .. math:: \gamma^c_{ab} = \frac{\sum_r (s_{ra} - x_r)(s_{rb} - x_r)}{1 - \sum_r x_r^2}

    Ellison, Glaeser and Kerr [ellison2010]_. Unlike the index of one activity it needs no plants.

    References
    ----------
    .. [ellison2010] Ellison, G., Glaeser, E. L., Kerr, W. R. (2010). What causes industry agglomeration? Evidence from
       coagglomeration patterns. American Economic Review 100(3), 1195-1213.

    Examples
    --------
    >>> import smartspec
    >>> jobs = smartspec.label([[8, 8, 2], [2, 2, 8]], region=["N", "S"], activity=["ore", "smelting", "textiles"])
    >>> coagglomeration(jobs).sel(activity="ore").round(2).values.tolist()
    [nan, 0.17, -0.33]
    """
    x = amounts(x, name="coagglomeration")
    if reference is not None:
        whole, x = beside(matched(reference, x, "region", name="reference"), x)
        own, base = over_total(x.values, -2), over_total(whole, -2)
    else:
        own = over_total(x.values, -2)
        unknown = np.isnan(x.values.sum(-2, keepdims=True))
        if unknown.any():
            warnings.warn(
                "a figure is missing, so the mean share of the regions is unknown and every pair with it. "
                "Give the regions' sizes with reference=.",
                stacklevel=3,
            )
        empty = np.isnan(own) & ~unknown
        count = (~empty).sum(-1, keepdims=True)
        base = np.where(empty, 0.0, own).sum(-1, keepdims=True) / np.where(count > 0, count, np.nan)
    away = own - base
    pairs = np.swapaxes(away, -1, -2) @ away / _room(base)[..., None]
    pairs[..., np.arange(pairs.shape[-1]), np.arange(pairs.shape[-1])] = np.nan
    frame = x.isel(region=0, drop=True).expand_dims(other=x.activity.values, axis=-1)
    return relabelled(pairs, frame)


@labelled
def cluster_index(
    x: xr.DataArray,
    firms: xr.DataArray,
    population: xr.DataArray,
    area: xr.DataArray,
    *,
    reference: xr.DataArray | None = None,
    reference_firms: xr.DataArray | None = None,
) -> xr.DataArray:
    r"""Jobs and firms of an activity in a region against its people and its area.

    Parameters
    ----------
    x : (..., region, activity)
        Jobs.
    firms : (..., region, activity)
        Firms of the same cells.
    population : (..., region)
        Inhabitants.
    area : (..., region)
        Area in any unit.
    reference, reference_firms : (..., activity), optional
        Jobs and firms in the whole country; the sums of the regions if left out.

    Returns
    -------
    (..., region, activity), dimensionless
        1 where the activity is as dense, as much per head and in firms as large as in the country. Its authors call a
        region from 64 (four times each) a cluster.

    Raises
    ------
    MeasureError
        The labels of the arguments are not those of the jobs.

    Notes
    -----
    .. math:: \frac{e_{ra} / a_r}{E_a / A} \cdot \frac{e_{ra} / p_r}{E_a / P} \Big/ \frac{e_{ra} / b_{ra}}{E_a / B_a}
       = \frac{e_{ra}}{E_a} \frac{b_{ra}}{B_a} \Big/ \frac{a_r}{A} \frac{p_r}{P}

    Relative density times relative stock over relative size of firms, Litzenberger and Sternberg [litzenberger2006]_.

    References
    ----------
    .. [litzenberger2006] Litzenberger, T., Sternberg, R. (2006). Der Clusterindex: eine Methodik zur Identifizierung
       regionaler Cluster am Beispiel deutscher Industriebranchen. Geographische Zeitschrift 94(4), 209-224.

    Examples
    --------
    >>> import smartspec
    >>> at = {"region": ["N", "rest"]}
    >>> found = cluster_index(
    ...     smartspec.label([[1743], [3997]], **at, activity=["textiles"]),
    ...     smartspec.label([[35], [18]], **at, activity=["textiles"]),
    ...     smartspec.label([488, 4133], **at), smartspec.label([50, 526], **at))
    >>> found.sel(region="N").round(2).values.tolist()
    [21.87]
    """
    x = amounts(x, name="cluster_index")
    parts = []
    for table, whole in ((x, reference), (firms, reference_firms)):
        table = matched(table, x, "region", "activity", name="firms")
        table = amounts(table, name="cluster_index")
        total, table = reference_total(table, whole, level=4)
        parts.append(relabelled(table.values / np.where(total > 0, total, np.nan), table))
    held = parts[0] * parts[1]
    for name, size in (("population", population), ("area", area)):
        heads, held = beside(matched(size, held, "region", name=name), held)
        part = over_total(heads, -2)
        held = relabelled(held.values / np.where(part > 0, part, np.nan), held)
    return held.transpose(..., "region", "activity")
