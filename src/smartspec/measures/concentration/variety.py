"""Concentration and variety of a mix: how many activities a region really lives on.

    herfindahl_index   the summed squares of shares
    entropy            Shannon's entropy of shares, in nats or bits
    effective_number   how many equal activities would give the same entropy
    evenness           entropy over the largest it could be
    relative_entropy   how far a mix lies from a reference mix, in information
    unrelated_variety  entropy between the groups of a hierarchy
    related_variety    entropy within them

Amounts (..., region, activity) in, one number per region out. A missing cell makes its region unknown.
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from smartspec.errors import MeasureError
from smartspec.measures._amounts import Cells, amounts, labelled, over_total, relabelled
from smartspec.measures._reference import reference_shares
from smartspec.measures.concentration._hierarchy import Hierarchy, Level, levels

__all__ = [
    "effective_number",
    "entropy",
    "evenness",
    "herfindahl_index",
    "related_variety",
    "relative_entropy",
    "unrelated_variety",
]


@labelled
def herfindahl_index(x: xr.DataArray, *, normalised: bool = False, over: str = "activity") -> xr.DataArray:
    r"""The summed squares of a region's shares.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, zero or more.
    normalised : bool
        Whether to stretch it so that equal shares give 0.
    over : {"activity", "region"}
        Shares of activities in a region, or of regions in an activity.

    Returns
    -------
    (..., region), 1/activities to 1 (0 to 1 when normalised)

    Notes
    -----
    .. math:: \sum_a s_{ra}^2

    Raw by default, as Herfindahl and Hirschman used it; some packages (econcomplex) normalise without saying so.

    Examples
    --------
    >>> import smartspec
    >>> jobs = smartspec.label([[80, 20], [50, 50]], region=["N", "S"], activity=["mining", "textiles"])
    >>> herfindahl_index(jobs).round(2).values.tolist()
    [0.68, 0.5]
    """
    share, x = _shares(x, over, "herfindahl_index")
    squares = np.square(share, out=share).sum(x.get_axis_num(over))
    count = x.sizes[over]
    if normalised:
        squares = (squares - 1 / count) / (1 - 1 / count) if count > 1 else np.full_like(squares, np.nan)
    return relabelled(squares, x, without=[over])


def _shares(x: xr.DataArray, over: str, name: str) -> tuple[Cells, xr.DataArray]:
    if over not in ("activity", "region"):
        raise MeasureError(f"{name} runs over 'activity' or 'region', found '{over}'.")
    x = amounts(x, name=name)
    return over_total(x.values, -1 if over == "activity" else -2), x


def _entropy(share: Cells, axis: int = -1) -> Cells:
    logs = np.log(np.where(share > 0, share, 1.0))
    found: Cells = -(share * logs).sum(axis) + 0.0
    return found


@labelled
def entropy(x: xr.DataArray, *, base: float = np.e, over: str = "activity") -> xr.DataArray:
    r"""Shannon's entropy of a region's shares: 0 for one activity, the log of their number for equal ones.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, zero or more.
    base : float
        Base of the logarithm; 2 gives bits.
    over : {"activity", "region"}
        Shares of activities in a region, or of regions in an activity.

    Returns
    -------
    (..., region), 0 or more

    Notes
    -----
    .. math:: -\sum_a s_{ra} \log s_{ra}

    An activity a region has none of adds nothing.

    Examples
    --------
    >>> import smartspec
    >>> jobs = smartspec.label([[100, 0], [50, 50]], region=["N", "S"], activity=["mining", "textiles"])
    >>> entropy(jobs, base=2).values.tolist()
    [0.0, 1.0]
    """
    share, x = _shares(x, over, "entropy")
    return relabelled(_entropy(share, x.get_axis_num(over)) / np.log(base), x, without=[over])


@labelled
def effective_number(x: xr.DataArray, *, over: str = "activity") -> xr.DataArray:
    """How many equal activities would be as varied as the region's mix: the exponential of its entropy.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, zero or more.
    over : {"activity", "region"}
        Activities in a region, or regions in an activity.

    Returns
    -------
    (..., region), 1 to the number of activities

    Notes
    -----
    Hill's number of order one [hill1973]_.

    References
    ----------
    .. [hill1973] Hill, M. O. (1973). Diversity and evenness: a unifying notation. Ecology 54(2), 427-432.

    Examples
    --------
    >>> import smartspec
    >>> jobs = smartspec.label([[100, 0], [50, 50]], region=["N", "S"], activity=["mining", "textiles"])
    >>> effective_number(jobs).round(6).values.tolist()
    [1.0, 2.0]
    """
    share, x = _shares(x, over, "effective_number")
    return relabelled(np.exp(_entropy(share, x.get_axis_num(over))), x, without=[over])


@labelled
def evenness(x: xr.DataArray, *, present: bool = False, over: str = "activity") -> xr.DataArray:
    r"""Entropy over the largest it could be: 1 when all activities are equally large.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, zero or more.
    present : bool
        Whether the largest entropy is that of the activities the region has, as Pielou's is, or of all in the table.
    over : {"activity", "region"}
        Activities in a region, or regions in an activity.

    Returns
    -------
    (..., region), 0 to 1
        Missing where there is only one activity to spread over.

    Notes
    -----
    .. math:: -\sum_a s_{ra} \log s_{ra} / \log n

    Over all activities of the table by default, so that regions compare; Pielou [pielou1966]_ counted those present.

    References
    ----------
    .. [pielou1966] Pielou, E. C. (1966). The measurement of diversity in different types of biological collections.
       Journal of Theoretical Biology 13, 131-144.

    Examples
    --------
    >>> import smartspec
    >>> jobs = smartspec.label([[50, 50, 0, 0]], region=["N"], activity=["a", "b", "c", "d"])
    >>> evenness(jobs).item(), evenness(jobs, present=True).item()
    (0.5, 1.0)
    """
    share, x = _shares(x, over, "evenness")
    axis = x.get_axis_num(over)
    count = (share > 0).sum(axis) if present else np.asarray(x.sizes[over])
    return relabelled(_entropy(share, axis) / np.log(np.where(count > 1, count, np.nan)), x, without=[over])


@labelled
def relative_entropy(x: xr.DataArray, *, reference: xr.DataArray | None = None, base: float = np.e) -> xr.DataArray:
    r"""How far a region's mix lies from the reference mix, in information.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, zero or more.
    reference : (..., activity), optional
        Amounts in the reference economy; the sum of the regions if left out.
    base : float
        Base of the logarithm; 2 gives bits.

    Returns
    -------
    (..., region), 0 or more
        0 for the reference's own mix; missing where the region has an activity the reference lacks.

    Notes
    -----
    .. math:: \sum_a s_{ra} \log (s_{ra} / s_a)

    The share-weighted mean of the logarithms of location quotients; the divergence of Kullback and Leibler
    [kullback1951]_. Weighted by the regions' size it adds up to Theil's measure of how differently they specialise.

    References
    ----------
    .. [kullback1951] Kullback, S., Leibler, R. A. (1951). On information and sufficiency. Annals of Mathematical
       Statistics 22(1), 79-86.

    Examples
    --------
    >>> import smartspec
    >>> jobs = smartspec.label([[100, 0], [0, 100]], region=["N", "S"], activity=["mining", "textiles"])
    >>> relative_entropy(jobs, base=2).values.tolist()
    [1.0, 1.0]
    """
    share, x = reference_shares(amounts(x, name="relative_entropy"), reference)
    own = over_total(x.values)
    quotient = np.where(own == 0, 1.0, own / np.where(share > 0, share, np.nan))
    return relabelled((own * np.log(quotient)).sum(-1) / np.log(base), x, without=["activity"])


def _from(found: list[Level], level: str | None) -> int:
    names = [each.name for each in found]
    if level is not None and level not in names:
        raise MeasureError(f"the hierarchy has no level '{level}'; it has {', '.join(names)}, broadest first.")
    return 0 if level is None else names.index(level)


@labelled
def unrelated_variety(
    x: xr.DataArray, hierarchy: Hierarchy, *, level: str | None = None, base: float = 2
) -> xr.DataArray:
    r"""How evenly a region is spread over groups that have little in common: entropy between the groups.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, zero or more, of activities of one level.
    hierarchy
        The group of each activity: a mapping from code to parent (parents may have parents in turn), a labelled array
        (activity) or (level, activity), or a pandas table of levels by activity; levels broadest first.
    level : str, optional
        The level of the groups; the broadest if left out.
    base : float
        Base of the logarithm; 2 gives bits.

    Returns
    -------
    (..., region), 0 to the logarithm of the number of groups

    Raises
    ------
    MeasureError
        An activity has no group, or levels are not nested.

    Notes
    -----
    .. math:: -\sum_g P_{rg} \log P_{rg}, \qquad P_{rg} = \sum_{a \in g} s_{ra}

    Frenken, van Oort and Verburg [frenken2007]_: it shields a region from a shock to one group. With
    `related_variety` it adds up to `entropy`.

    References
    ----------
    .. [frenken2007] Frenken, K., van Oort, F., Verburg, T. (2007). Related variety, unrelated variety and regional
       economic growth. Regional Studies 41(5), 685-697.

    Examples
    --------
    >>> import smartspec
    >>> jobs = smartspec.label([[25, 25, 50]], region=["N"], activity=["13", "14", "62"])
    >>> unrelated_variety(jobs, {"13": "C", "14": "C", "62": "J"}).item()
    1.0
    """
    x = amounts(x, name="unrelated_variety")
    found = levels(hierarchy, x)
    share = found[_from(found, level)].summed(over_total(x.values))
    return relabelled(_entropy(share) / np.log(base), x, without=["activity"])


@labelled
def related_variety(
    x: xr.DataArray, hierarchy: Hierarchy, *, level: str | None = None, by_level: bool = False, base: float = 2
) -> xr.DataArray:
    r"""How evenly a region is spread within groups of kindred activities: entropy within the groups, averaged.

    Parameters
    ----------
    x : (..., region, activity)
        Amounts, zero or more, of activities of one level.
    hierarchy
        The group of each activity: a mapping from code to parent (parents may have parents in turn), a labelled array
        (activity) or (level, activity), or a pandas table of levels by activity; levels broadest first.
    level : str, optional
        The level of the groups; the broadest if left out.
    by_level : bool
        Whether to tell apart what each level below adds, in a dimension `level` whose last label is `activity`.
    base : float
        Base of the logarithm; 2 gives bits.

    Returns
    -------
    (..., region), 0 or more; (..., region, level) by level
        The levels add up to the whole.

    Raises
    ------
    MeasureError
        An activity has no group, or levels are not nested.

    Notes
    -----
    .. math:: \sum_g P_{rg} H_{rg}, \qquad H_{rg} = -\sum_{a \in g} \frac{s_{ra}}{P_{rg}} \log \frac{s_{ra}}{P_{rg}}

    Frenken, van Oort and Verburg [frenken2007b]_, who held that knowledge spills over within such groups. It depends
    on the list of activities: a group cut into more codes has room for more of it.

    References
    ----------
    .. [frenken2007b] Frenken, K., van Oort, F., Verburg, T. (2007). Related variety, unrelated variety and regional
       economic growth. Regional Studies 41(5), 685-697.

    Examples
    --------
    >>> import smartspec
    >>> jobs = smartspec.label([[25, 25, 50]], region=["N"], activity=["13", "14", "62"])
    >>> related_variety(jobs, {"13": "C", "14": "C", "62": "J"}).item()
    0.5
    """
    x = amounts(x, name="related_variety")
    share = over_total(x.values)
    found = levels(hierarchy, x)
    found = found[_from(found, level) :]
    narrower = [*(each.summed(share)[..., each.group_of] for each in found[1:]), share]
    above = [each.summed(share)[..., each.group_of] for each in found]
    # each activity carries the surprise of its group within the group above, so the levels add up term by term
    added = [
        (share * np.log(np.where(share > 0, upper, 1.0) / np.where(share > 0, lower, 1.0))).sum(-1) / np.log(base)
        for upper, lower in zip(above, narrower, strict=True)
    ]
    if not by_level:
        return relabelled(np.sum(added, axis=0), x, without=["activity"])
    names = [*(each.name for each in found[1:]), "activity"]
    frame = x.isel(activity=0, drop=True).expand_dims(level=names, axis=-1)
    return relabelled(np.stack(added, axis=-1), frame)
