"""The shape of a pattern: whether the few hold what the many hold, and whether the order of complexity fits the data.

nestedness           do the less diverse hold a part of what the more diverse hold
log_supermodularity  are complex regions better at complex activities, as the theory of the index assumes
ease_of_recombination  how readily a code is combined with others on documents
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
import xarray as xr

from smartspec.errors import MeasureError
from smartspec.measures._amounts import amounts, labelled
from smartspec.measures._pairs import Numbers, known, pattern, together
from smartspec.measures.complexity.eigenvector import activity_values
from smartspec.measures.relatedness.flows import documents_of

__all__ = ["ease_of_recombination", "log_supermodularity", "nestedness"]

Ties = Literal["zero", "overlap"]


@labelled
def nestedness(presence: xr.DataArray, *, ties: Ties = "zero") -> xr.Dataset:
    r"""Do the less diverse hold a part of what the more diverse hold, and likewise the less ubiquitous.

    Parameters
    ----------
    presence : (..., region, activity)
        0 and 1; an unknown presence counts as absent.
    ties : {"zero", "overlap"}
        A pair of equal degree counts 0, as published, or by its overlap, which small changes do not upset.

    Returns
    -------
    Dataset of (...), 0 to 1
        `nestedness` over all pairs of both sides, `region_nestedness` and `activity_nestedness` of each. Empty regions
        and activities are left out; missing with fewer than two left.

    Raises
    ------
    MeasureError
        A cell is neither 0 nor 1.

    Notes
    -----
    .. math:: \frac{\sum_{r,q:\, d_r > d_q} O_{rq} / d_q + \sum_{a,b:\, u_a > u_b} O_{ab} / u_b}
       {R (R - 1) / 2 + A (A - 1) / 2}

    with O the number both have: NODF, nestedness by overlap and decreasing fill [almeida2008]_, published times 100.
    The pairs of both sides are pooled; some packages take the mean of the two sides.

    References
    ----------
    .. [almeida2008] Almeida-Neto, M., Guimaraes, P., Guimaraes, P. R., Loyola, R. D., Ulrich, W. (2008). A consistent
       metric for nestedness analysis in ecological systems: reconciling concept and measurement. Oikos 117(8),
       1227-1239.

    Examples
    --------
    >>> import smartspec
    >>> held = smartspec.label([[1, 1, 1], [1, 1, 0], [1, 0, 0]], region=["N", "S", "E"], activity=["a", "b", "c"])
    >>> float(nestedness(held)["nestedness"])
    1.0
    """
    if ties not in get_args(Ties):
        raise MeasureError(f"nestedness: ties is one of {', '.join(get_args(Ties))}, found '{ties}'.")
    held = pattern(presence, name="nestedness")
    values = known(held)
    (regions, of_regions), (activities, of_activities) = (
        _side(table, ties) for table in (values.swapaxes(-1, -2), values)
    )
    frame = held.isel(region=0, activity=0, drop=True)

    def share(found: Numbers, pairs: Numbers) -> xr.DataArray:
        return frame.copy(data=np.asarray(found / np.where(pairs > 0, pairs, np.nan)))

    return xr.Dataset(
        {
            "nestedness": share(regions + activities, of_regions + of_activities),
            "region_nestedness": share(regions, of_regions),
            "activity_nestedness": share(activities, of_activities),
        }
    )


def _side(table: Numbers, ties: str) -> tuple[Numbers, Numbers]:
    """The sum of overlaps of all pairs of columns, and how many pairs there are."""
    degree = table.sum(-2, dtype=float)
    first, second = degree[..., :, None], degree[..., None, :]
    fewer = np.minimum(first, second)
    part = together(table) / np.where(fewer > 0, fewer, np.inf)
    if ties == "zero":
        part = np.where(first == second, 0, part)
    else:
        np.einsum("...ii->...i", part)[...] = 0
    count = (degree > 0).sum(-1)
    return part.sum((-2, -1)) / 2, np.asarray(count * (count - 1) / 2)


@labelled
def log_supermodularity(
    x: xr.DataArray,
    *,
    region_complexity: xr.DataArray,
    activity_complexity: xr.DataArray,
    sample: int = 200_000,
    seed: int = 0,
) -> xr.DataArray:
    r"""How often the more complex of two regions has the relative lead in the more complex of two activities.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts or location quotients, zero or more.
    region_complexity : (region)
        The order of the regions.
    activity_complexity : (activity)
        The order of the activities.
    sample : int
        Pairs of pairs drawn at random where there are more than that; all are counted where there are not.
    seed : int
        The same seed draws the same.

    Returns
    -------
    (...), 0 to 1
        1 where the index orders the table as its theory assumes, one half where it tells nothing. Pairs with nothing
        on both sides, ties in an order and unknown cells are left out; missing when nothing is left.

    Raises
    ------
    MeasureError
        The labels of the arrays differ.

    Notes
    -----
    The share of pairs, region r above q and activity a above b, with

    .. math:: x_{ra}\, x_{qb} > x_{rb}\, x_{qa}

    equal sides counting one half. Log-supermodularity is what gives the index its meaning in trade theory
    [schetter2019]_; the package of the Growth Lab warns where it fails.

    References
    ----------
    .. [schetter2019] Schetter, U. (2019). A structural ranking of economic complexity. CID Research Fellow and Graduate
       Student Working Paper 119, Harvard University.

    Examples
    --------
    >>> import smartspec
    >>> sales = smartspec.label([[8, 2], [2, 8]], region=["N", "S"], activity=["ore", "chips"])
    >>> order = {"region_complexity": smartspec.label([0.0, 1.0], region=["N", "S"])}
    >>> order["activity_complexity"] = smartspec.label([0.0, 1.0], activity=["ore", "chips"])
    >>> float(log_supermodularity(sales, **order))
    1.0
    """
    name = "log_supermodularity"
    held = amounts(x, name=name)
    up = activity_values(region_complexity, held, name=name, dim="region").values
    along = activity_values(activity_complexity, held, name=name).values
    if up.ndim > 1 or along.ndim > 1:
        raise MeasureError(f"{name} takes one order for all tables; select one year of the complexities first.")
    rng = np.random.default_rng(seed)
    regions, activities = _ordered(up), _ordered(along)
    count = regions[0].size * activities[0].size
    if count == 0:
        return held.isel(region=0, activity=0, drop=True) * np.nan
    chosen = np.arange(count) if count <= sample else rng.integers(0, count, sample)
    r, a = np.divmod(chosen, activities[0].size)
    high, low = (side[r] for side in regions)
    hard, easy = (side[a] for side in activities)
    values = held.values
    lead = values[..., high, hard] * values[..., low, easy]
    other = values[..., high, easy] * values[..., low, hard]
    told = (lead > 0) | (other > 0)
    agree = np.where(lead == other, 0.5, (lead > other).astype(float))
    total = told.sum(-1)
    share = np.where(told, agree, 0).sum(-1) / np.where(total > 0, total, np.nan)
    return held.isel(region=0, activity=0, drop=True).copy(data=share)


def _ordered(values: Numbers) -> tuple[Numbers, Numbers]:
    """Places of all pairs, the higher first."""
    with np.errstate(invalid="ignore"):
        high, low = np.nonzero(values[:, None] > values[None, :])
    return high, low


@labelled
def ease_of_recombination(documents: xr.DataArray) -> xr.DataArray:
    r"""How readily a code is combined: different codes met, over the documents that carry it.

    Parameters
    ----------
    documents : (..., item, activity)
        1 where the document carries the code, 0 where not; a wide table has documents down and codes across.

    Returns
    -------
    (..., activity), codes per document
        Missing for a code on no document.

    Raises
    ------
    MeasureError
        There is no dimension of documents, or a cell is neither 0 nor 1.

    Notes
    -----
    .. math:: E_a = \frac{\#\{b \ne a : C_{ab} > 0\}}{n_a}

    with C co-classification and n the documents carrying a; Fleming and Sorenson [fleming2001]_. The interdependence
    of a document is the number of its codes over the sum of their ease.

    References
    ----------
    .. [fleming2001] Fleming, L., Sorenson, O. (2001). Technology as a complex adaptive system: evidence from patent
       data. Research Policy 30(7), 1019-1039.

    Examples
    --------
    >>> import smartspec
    >>> codes = smartspec.label([[1, 1, 0], [1, 1, 1]], item=["first", "second"], activity=list("abc"))
    >>> ease_of_recombination(codes).values.tolist()
    [1.0, 1.0, 2.0]
    """
    held = documents_of(documents, name="ease_of_recombination")
    values = held.values.astype(float)
    counts = together(values)
    np.einsum("...ii->...i", counts)[...] = 0
    carried = values.sum(-2)
    return held.isel(item=0, drop=True).copy(data=(counts > 0).sum(-1) / np.where(carried > 0, carried, np.nan))
