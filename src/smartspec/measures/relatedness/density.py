"""Density: how close what a region holds stands to an activity, its own or one it lacks.

    relatedness_density             the share of an activity's relatedness a region already holds
    relative_density                density against the other activities a region could take up
    complementary_density           the share of an activity's relatedness that partner regions could add
    interregional_complementarity   how much one region could add to what another lacks, pair by pair
    coherence                       how related the activities are that make up a region's economy

Presence (..., region, activity) and relatedness (..., activity, other) with a zero diagonal in. A region with an
unknown cell is unknown where that cell matters, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd
import xarray as xr

from smartspec.errors import MeasureError
from smartspec.measures._amounts import amounts, labelled, need
from smartspec.measures._pairs import Numbers, labels, meet, pattern, relation, same_leads, spread

__all__ = [
    "Cells",
    "coherence",
    "complementary_density",
    "interregional_complementarity",
    "relatedness_density",
    "relative_density",
]

Cells = Literal["all", "inside", "outside"]
"""All cells, those of activities present, or those of activities absent."""


def chosen(values: Numbers, held: Numbers, cells: str, *, name: str) -> Numbers:
    """The values of the cells asked for, missing elsewhere."""
    if cells not in get_args(Cells):
        raise MeasureError(f"{name}: cells is one of {', '.join(get_args(Cells))}, found '{cells}'.")
    if cells == "all":
        return values
    return np.where(held == (1 if cells == "inside" else 0), values, np.nan)


def beside(
    presence: xr.DataArray, relatedness: object, *, name: str
) -> tuple[xr.DataArray, Numbers, Numbers, dict[Hashable, Any]]:
    """Presence and its numbers, relatedness to the same activities, and the leading dimensions of both."""
    held = presence
    near = relation(relatedness, name=name)
    activities = labels(held, "activity", name=name)
    for dim in ("activity", "other"):
        near = meet(near, dim, activities, name=name)
    leads = same_leads(name, (held, 2), (near, 2))
    values = spread(near, leads, core=2)
    if np.isnan(values.sum()):
        values = np.nan_to_num(values, nan=0.0)
    if values.dtype != held.dtype:
        values = values.astype(held.dtype)
    return held, spread(held, leads, core=2), values, leads


def placed(values: Numbers, like: xr.DataArray, leads: dict[Hashable, Any], *dims: str) -> xr.DataArray:
    """Numbers with the labels of `like`, leading dimensions first."""
    coords = {dim: variable for dim, variable in leads.items() if variable is not None}
    for dim in dims:
        source = "region" if dim == "other" else dim
        if source in like.coords:
            coords[dim] = xr.Variable(dim, like.coords[source].values)
    return xr.DataArray(values, dims=(*leads, *dims), coords=coords)


def _nearest(near: Numbers, neighbours: int, *, name: str) -> Numbers:
    """Only the strongest links of each activity, 0 elsewhere; of equal ones the first."""
    if neighbours < 1:
        raise MeasureError(f"{name}: neighbours is at least 1, found {neighbours}.")
    if neighbours >= near.shape[-1]:
        return near
    last = np.partition(near, -neighbours, axis=-1)[..., -neighbours, None]
    above, equal = near > last, near == last
    room = neighbours - above.sum(-1, keepdims=True)
    return np.where(above | (equal & (equal.cumsum(-1) <= room)), near, 0).astype(near.dtype, copy=False)


def weighed(held: Numbers, near: Numbers) -> tuple[Numbers, Numbers]:
    """Sum of relatedness to what is held, and to everything; unknown where an unknown cell has a weight."""
    links = near.swapaxes(-1, -2)
    total = near.sum(-1)
    if not np.isnan(held.sum()):
        return np.matmul(held, links), total
    unknown = np.isnan(held)
    found = np.matmul(np.where(unknown, 0, held), links)
    found[np.matmul(unknown.astype(near.dtype), np.abs(links)) > 0] = np.nan
    return found, total


@labelled
def relatedness_density(
    presence: xr.DataArray,
    relatedness: xr.DataArray,
    *,
    neighbours: int | None = None,
    cells: Cells = "all",
    average: bool = False,
) -> xr.DataArray:
    r"""The share of an activity's relatedness that a region already holds.

    Parameters
    ----------
    presence : (..., region, activity)
        0 and 1.
    relatedness : (..., activity, other)
        Zero or more, with a zero diagonal; a missing pair counts as unrelated.
    neighbours : int, optional
        Use only the so many strongest links of each activity, weighed; all if left out.
    cells : {"all", "inside", "outside"}
        All cells, only those of activities present, or only those of activities absent; missing elsewhere.
    average : bool
        The mean over the cells chosen, one number per region.

    Returns
    -------
    (..., region, activity), 0 to 1, or (..., region) when averaged
        Missing for an activity related to nothing, and where an unknown presence has a weight.

    Raises
    ------
    MeasureError
        The activities of the two arrays differ.

    Notes
    -----
    .. math:: \omega_{ra} = \frac{\sum_b M_{rb} \varphi_{ab}}{\sum_b \varphi_{ab}}

    Some packages print it times 100. One minus it is the distance of the Atlas.

    Examples
    --------
    >>> import smartspec
    >>> held = smartspec.label([[1, 0]], region=["N"], activity=["a", "b"])
    >>> near = smartspec.label([[0, 1], [1, 0]], activity=["a", "b"], other=["a", "b"])
    >>> relatedness_density(held, near).values.tolist()
    [[0.0, 1.0]]
    """
    name = "relatedness_density"
    like, held, near, leads = beside(pattern(presence, name=name), relatedness, name=name)
    if neighbours is not None:
        near = _nearest(near, neighbours, name=name)
    found, total = weighed(held, near)
    found /= np.where(total > 0, total, np.nan)[..., None, :]
    found = chosen(found, held, cells, name=name)
    if average:
        return placed(_mean(found), like, leads, "region")
    return placed(found, like, leads, "region", "activity")


def _mean(values: Numbers) -> Numbers:
    """The mean over activities of what is there; missing where nothing is."""
    there = ~np.isnan(values)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(there, values, 0).sum(-1) / there.sum(-1))


@labelled
def relative_density(
    density: xr.DataArray, presence: xr.DataArray, *, cells: Cells = "outside", ddof: int = 0
) -> xr.DataArray:
    r"""Density against the other activities a region could take up, in standard deviations.

    Parameters
    ----------
    density : (..., region, activity)
        Relatedness density.
    presence : (..., region, activity)
        0 and 1.
    cells : {"outside", "all", "inside"}
        The cells to compare with each other: activities absent (the options), all, or those present.
    ddof : int
        0 for the population standard deviation, 1 for that of a sample.

    Returns
    -------
    (..., region, activity), standard deviations
        Mean 0 over the cells compared; missing elsewhere, and where all are equal.

    Raises
    ------
    MeasureError
        The labels of the two arrays differ.

    Notes
    -----
    .. math:: \frac{\omega_{ra} - \bar\omega_r}{s_r}

    with mean and deviation over the activities the region lacks [pinheiro2025]_. A diversified region is dense
    everywhere; this asks which of its options stand out.

    References
    ----------
    .. [pinheiro2025] Pinheiro, F. L., Balland, P.-A., Boschma, R., Hartmann, D. (2025). The dark side of the geography
       of innovation: relatedness, complexity and regional inequality in Europe. Regional Studies 59(1).

    Examples
    --------
    >>> import smartspec
    >>> held = smartspec.label([[1, 0, 0]], region=["N"], activity=["a", "b", "c"])
    >>> dense = smartspec.label([[0.9, 0.6, 0.2]], region=["N"], activity=["a", "b", "c"])
    >>> relative_density(dense, held).values.round(6).tolist()
    [[nan, 1.0, -1.0]]
    """
    name = "relative_density"
    need(density, "region", "activity", name=name)
    x = density.transpose(..., "region", "activity").astype(float)
    if isinstance(presence, pd.DataFrame):
        coords = {"region": presence.index.tolist(), "activity": presence.columns.tolist()}
        presence = xr.DataArray(presence.to_numpy(float), coords=coords, dims=("region", "activity"))
    held = pattern(presence, name=name)
    for dim in ("region", "activity"):
        held = meet(held, dim, labels(x, dim, name=name), name=name)
    leads = same_leads(name, (x, 2), (held, 2))
    values = chosen(spread(x, leads, core=2), spread(held, leads, core=2), cells, name=name)
    there = ~np.isnan(values)
    count = there.sum(-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        apart = values - _mean(values)[..., None]
        deviation = np.sqrt((np.where(there, apart, 0) ** 2).sum(-1, keepdims=True) / (count - ddof))
        found = apart / np.where(deviation > 1e-12, deviation, np.nan)
    return placed(found, x, leads, "region", "activity")


@labelled
def complementary_density(
    presence: xr.DataArray, relatedness: xr.DataArray, *, partners: xr.DataArray | None = None
) -> xr.DataArray:
    r"""The share of an activity's relatedness that partner regions hold and the region itself lacks.

    Parameters
    ----------
    presence : (..., region, activity)
        0 and 1; an unknown presence counts as neither held nor lacking.
    relatedness : (..., activity, other)
        Zero or more, with a zero diagonal.
    partners : (region, other), optional
        1 where the row's region works with the column's; every other region if left out.

    Returns
    -------
    (..., region, activity), 0 to 1
        What links to the partners could add to `relatedness_density`: the two sum to at most 1. Missing for an
        activity related to nothing.

    Raises
    ------
    MeasureError
        The labels of the arrays differ.

    Notes
    -----
    .. math:: \frac{\sum_b \varphi_{ab} (1 - M_{rb}) H_{rb}}{\sum_b \varphi_{ab}}

    with :math:`H_{rb} = 1` where a partner of r holds b. What several partners hold counts once, and what the region
    holds itself not at all; after Balland and Boschma [balland2021]_.

    References
    ----------
    .. [balland2021] Balland, P.-A., Boschma, R. (2021). Complementary interregional linkages and Smart Specialisation:
       an empirical study on European regions. Regional Studies 55(6), 1059-1070.

    Examples
    --------
    >>> import smartspec
    >>> held = smartspec.label([[1, 0, 0], [0, 1, 0]], region=["N", "S"], activity=list("abc"))
    >>> near = [[0, 0, 0.5], [0, 0, 0.5], [0.5, 0.5, 0]]
    >>> near = smartspec.label(near, activity=list("abc"), other=list("abc"))
    >>> complementary_density(held, near).sel(region="N").values.tolist()
    [0.0, 0.0, 0.5]
    """
    name = "complementary_density"
    like, held, near, leads = beside(pattern(presence, name=name), relatedness, name=name)
    regions = labels(like, "region", name=name)
    if partners is None:
        linked = np.ones((len(regions), len(regions)), held.dtype)
        np.fill_diagonal(linked, 0)
    else:
        need(partners, "region", "other", name=name)
        ordered = partners.transpose("region", "other")
        for dim in ("region", "other"):
            ordered = meet(ordered, dim, regions, name=name)
        linked = (ordered.fillna(0).values > 0).astype(held.dtype)
        np.fill_diagonal(linked, 0)
    theirs = np.matmul(linked, np.nan_to_num(held, nan=0.0)) > 0
    found, total = weighed((theirs & (held == 0)).astype(held.dtype), near)
    return placed(found / np.where(total > 0, total, np.nan)[..., None, :], like, leads, "region", "activity")


@labelled
def interregional_complementarity(presence: xr.DataArray, relatedness: xr.DataArray) -> xr.DataArray:
    r"""How much one region could add to the density of what another lacks, pair by pair.

    Parameters
    ----------
    presence : (..., region, activity)
        0 and 1; an unknown presence counts as neither held nor lacking.
    relatedness : (..., activity, other)
        Zero or more, with a zero diagonal.

    Returns
    -------
    (..., region, other), 0 to 1
        The mean, over the activities the row's region lacks, of the density that what the column's region holds would
        add. Not symmetric; 0 on the diagonal; missing for a region that lacks nothing.

    Notes
    -----
    .. math:: K_{rq} = \frac{1}{A - d_r} \sum_a (1 - M_{ra}) \frac{\sum_b \varphi_{ab} (1 - M_{rb}) M_{qb}}
       {\sum_b \varphi_{ab}}

    After Balland and Boschma (2021), Complementary interregional linkages and Smart Specialisation. Activities
    related to nothing are left out of the mean.

    Examples
    --------
    >>> import smartspec
    >>> held = smartspec.label([[1, 0, 0], [0, 1, 0]], region=["N", "S"], activity=list("abc"))
    >>> near = [[0, 0, 0.5], [0, 0, 0.5], [0.5, 0.5, 0]]
    >>> near = smartspec.label(near, activity=list("abc"), other=list("abc"))
    >>> interregional_complementarity(held, near).values.tolist()
    [[0.0, 0.25], [0.25, 0.0]]
    """
    name = "interregional_complementarity"
    like, held, near, leads = beside(pattern(presence, name=name), relatedness, name=name)
    total = near.sum(-1)
    related = total > 0
    share = near / np.where(related, total, 1)[..., None]
    lacking = (held == 0).astype(held.dtype)
    options = lacking * related[..., None, :]
    count = options.sum(-1)
    wanted = np.matmul(options, share) * lacking
    found = np.matmul(wanted, np.nan_to_num(held, nan=0.0).swapaxes(-1, -2))
    return placed(found / np.where(count > 0, count, np.nan)[..., None], like, leads, "region", "other")


@labelled
def coherence(x: xr.DataArray, relatedness: xr.DataArray) -> xr.DataArray:
    r"""How related the activities are that make up a region's economy.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, zero or more, or presence.
    relatedness : (..., activity, other)
        Any scale; values of `z_relatedness` may be negative. A missing pair counts as 0.

    Returns
    -------
    (..., region), in the unit of the relatedness
        Missing for a region with fewer than two activities, or with an unknown amount.

    Notes
    -----
    Each activity's relatedness to the rest of its region, weighed by the rest, and then by its own share:

    .. math:: \sum_a s_{ra} \frac{\sum_{b \ne a} \varphi_{ab} x_{rb}}{\sum_{b \ne a} x_{rb}}

    The weighted average relatedness of Teece and others (1994), read as coherence by Nesta and Saviotti [nesta2005]_.

    References
    ----------
    .. [nesta2005] Nesta, L., Saviotti, P. P. (2005). Coherence of the knowledge base and the firm's innovative
       performance: evidence from the U.S. pharmaceutical industry. Journal of Industrial Economics 53(1), 123-142.

    Examples
    --------
    >>> import smartspec
    >>> jobs = smartspec.label([[50, 25, 25]], region=["N"], activity=list("abc"))
    >>> near = [[0, 0.8, 0], [0.8, 0, 0], [0, 0, 0]]
    >>> coherence(jobs, smartspec.label(near, activity=list("abc"), other=list("abc"))).round(4).values.tolist()
    [0.3333]
    """
    like, values, near, leads = beside(amounts(x, name="coherence"), relatedness, name="coherence")
    near = near * (1 - np.eye(near.shape[-1]))
    total = values.sum(-1, keepdims=True)
    rest = total - values
    unknown = np.isnan(values).any(-1)
    filled = np.nan_to_num(values, nan=0.0)
    around = np.matmul(filled, near.swapaxes(-1, -2))
    alone = (filled > 0).sum(-1) < 2
    with np.errstate(invalid="ignore", divide="ignore"):
        found = (filled / total * np.where(rest > 0, around / rest, 0)).sum(-1)
    return placed(np.where(alone | unknown, np.nan, found), like, leads, "region")
