"""Weights people state: nobody's preference, an order, swings, a budget, a tree; each person's own, and their pool.

equal_weights          all the same
group_weights          groups the same, criteria the same within a group
centroid_weights       from an order of importance alone
swing_weights          from what the swing from worst to best is worth
budget_weights         from points that each person spends
hierarchical_weights   from weights within the branches of a tree
pooled_weights         one weighting out of many people's, by a stated rule
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd
import xarray as xr

from smartspec.decision.missing import without_unknown
from smartspec.decision.table import DecisionTable, with_weights
from smartspec.errors import DecisionError, bullets, first_few

__all__ = [
    "budget_weights",
    "centroid_weights",
    "equal_weights",
    "group_weights",
    "hierarchical_weights",
    "pooled_weights",
    "swing_weights",
]

Tree: TypeAlias = Mapping[str, Any]


def equal_weights(t: DecisionTable) -> xr.DataArray:
    """Weigh all criteria the same.

    Returns
    -------
    (criterion), dimensionless

    Examples
    --------
    >>> from smartspec.decision.table import table
    >>> t = table(pd.DataFrame({"growth": [3.0, 5.0], "cost": [10.0, 20.0]}, index=["A", "B"]))
    >>> equal_weights(t).to_series().to_dict()
    {'growth': 0.5, 'cost': 0.5}
    """
    return t.wish.copy(data=np.full(len(t.criteria), 1.0 / len(t.criteria)))


def group_weights(t: DecisionTable) -> xr.DataArray:
    """Weigh groups the same, and criteria the same within a group.

    A criterion of which nothing is known in a slice is left out there, and its group shares its weight; a group
    without data is left out, and all others share its weight.

    Returns
    -------
    (..., criterion), dimensionless
        Zero where left out.

    Raises
    ------
    DecisionError
        A table without groups.

    Examples
    --------
    >>> from smartspec.decision.table import table
    >>> frame = pd.DataFrame({"share": [3.0, 5.0], "jobs": [1.0, 2.0], "growth": [2.0, 1.0]}, index=["A", "B"])
    >>> t = table(frame, groups={"share": "mass", "jobs": "mass", "growth": "dynamics"})
    >>> group_weights(t).to_series().to_dict()
    {'share': 0.25, 'jobs': 0.25, 'growth': 0.5}
    """
    if t.groups is None:
        raise DecisionError("the table has no groups: give `table(..., groups=)` the group of each criterion.")
    members = pd.Series(t.groups).value_counts()
    even = t.wish.copy(data=np.array([1.0 / members[t.groups[name]] for name in t.criteria]))
    return without_unknown(with_weights(t, even)).weights


def centroid_weights(order: Sequence[str]) -> xr.DataArray:
    r"""Weigh criteria by their order of importance alone.

    Parameters
    ----------
    order
        Criteria, the most important first.

    Returns
    -------
    (criterion), dimensionless

    Raises
    ------
    DecisionError
        No criterion, or one that stands twice.

    Notes
    -----
    .. math:: w_k = \frac{1}{K} \sum_{i=k}^{K} \frac{1}{i}

    The mean of all weightings that keep the order. Barron and Barrett (1996).

    Examples
    --------
    >>> centroid_weights(["growth", "size"]).to_series().to_dict()
    {'growth': 0.75, 'size': 0.25}
    """
    if isinstance(order, str) or not len(order) or len(set(order)) < len(order):
        raise DecisionError(f"the order needs each criterion once, the most important first, found {order!r}.")
    parts = 1.0 / np.arange(1, len(order) + 1)
    weights = parts[::-1].cumsum()[::-1] / len(order)
    return xr.DataArray(weights, coords={"criterion": list(order)}, dims="criterion")


def swing_weights(swings: Mapping[str, float]) -> xr.DataArray:
    r"""Weigh criteria by what the swing from their worst to their best value is worth.

    Parameters
    ----------
    swings
        Points for each criterion: 100 for the swing one would take first, the others in proportion, down to 0.

    Returns
    -------
    (criterion), dimensionless

    Raises
    ------
    DecisionError
        No criterion, points that are negative or unknown, none above zero.

    Notes
    -----
    .. math:: w_j = p_j / \sum_k p_k

    The swings are those of the table at hand: use the weights with a scaling from worst to best. Von Winterfeldt and
    Edwards (1986).

    Examples
    --------
    >>> swing_weights({"growth": 100, "size": 60, "jobs": 40}).to_series().to_dict()
    {'growth': 0.5, 'size': 0.3, 'jobs': 0.2}
    """
    names, points = list(swings), np.array([float(value) for value in swings.values()])
    odd = [f"'{name}': {value}" for name, value in swings.items() if not (np.isfinite(value) and value >= 0)]
    if odd or not points.sum() > 0:
        raise DecisionError(
            f"swings need points, zero or more and one of them above zero, found {first_few(odd) or 0}."
        )
    return xr.DataArray(points / points.sum(), coords={"criterion": names}, dims="criterion")


def budget_weights(points: pd.DataFrame, *, budget: float = 100.0) -> xr.DataArray:
    """Weigh criteria by the points each person spends on them; everybody's weights are kept.

    Parameters
    ----------
    points : (expert, criterion)
        Points, zero or more, by person; they add up to the budget.
    budget
        What each person has to spend.

    Returns
    -------
    (expert, criterion), dimensionless
        For one weighting out of all use `pooled_weights`.

    Raises
    ------
    DecisionError
        A person who answered in part, spent more or less than the budget, or stands twice; negative points.

    Examples
    --------
    >>> points = pd.DataFrame({"growth": [70, 40], "size": [30, 60]}, index=["Aigul", "Marat"])
    >>> budget_weights(points).sel(expert="Marat").to_series().to_dict()
    {'growth': 0.4, 'size': 0.6}
    """
    numbers = points.apply(pd.to_numeric, errors="coerce")
    problems = [f"'{name}' stands twice" for name in points.index[points.index.duplicated()].unique()]
    problems += [f"criterion '{name}' stands twice" for name in points.columns[points.columns.duplicated()].unique()]
    if points.empty or not budget > 0:
        problems.append(f"at least one person, one criterion and a budget above zero are needed, found {budget}")
    for name, row in zip(numbers.index, numbers.to_numpy(dtype=float), strict=True):
        if np.isnan(row).any():
            problems.append(f"'{name}' said nothing of {first_few(list(points.columns[np.isnan(row)]))}")
        elif (row < 0).any() or not np.isfinite(row).all():
            problems.append(f"'{name}' spent less than nothing, or without end, on a criterion")
        elif abs(row.sum() - budget) > 1e-6 * budget:
            problems.append(f"'{name}' spent {row.sum():g} of {budget:g}")
    if problems:
        shown = [*problems[:5], *([f"and {len(problems) - 5} more"] if len(problems) > 5 else [])]
        raise DecisionError(bullets(f"the points have {len(problems)} problem(s); ask the people again:", shown))
    coords = {"expert": list(points.index), "criterion": list(points.columns)}
    return xr.DataArray(numbers.to_numpy(dtype=float) / budget, coords=coords, dims=("expert", "criterion"))


def pooled_weights(own: xr.DataArray, *, by: Literal["mean", "median", "geometric"] = "mean") -> xr.DataArray:
    r"""Make one weighting out of many people's, by a stated rule.

    Parameters
    ----------
    own : (expert, criterion)
        Everybody's weights, zero or more; each person's are divided by their sum first.
    by
        ``"mean"``; ``"median"``, which one loud voice does not move; ``"geometric"``, the pooling of AHP, under which
        a criterion that anybody gives nothing gets nothing. All are divided by their sum.

    Returns
    -------
    (criterion), dimensionless
        The rule and the number of people stand in the attributes.

    Raises
    ------
    DecisionError
        An unknown or negative weight, a person whose weights are all zero, another rule, nothing of weight left.

    Examples
    --------
    >>> points = pd.DataFrame({"growth": [70, 40], "size": [30, 60]}, index=["Aigul", "Marat"])
    >>> pooled_weights(budget_weights(points)).round(2).to_series().to_dict()
    {'growth': 0.55, 'size': 0.45}
    """
    if set(own.dims) != {"expert", "criterion"}:
        raise DecisionError(f"weights of people need 'expert' and 'criterion', found {own.dims}.")
    w = own.transpose("expert", "criterion").to_numpy().astype(float)
    if not np.isfinite(w).all() or (w < 0).any() or (w.sum(axis=1) <= 0).any():
        raise DecisionError("weights of people must be known and zero or more, and one of each person's above zero.")
    w = w / w.sum(axis=1, keepdims=True)
    if by == "mean":
        pooled = w.mean(axis=0)
    elif by == "median":
        pooled = np.median(w, axis=0)
    elif by == "geometric":
        pooled = np.where((w > 0).all(axis=0), np.exp(np.log(np.where(w > 0, w, 1.0)).mean(axis=0)), 0.0)
    else:
        raise DecisionError(f"by: 'mean', 'median' or 'geometric', found {by!r}.")
    if not pooled.sum() > 0:
        raise DecisionError(f"pooled by the {by}, no criterion has any weight: people disagree too much for this rule.")
    found = xr.DataArray(pooled / pooled.sum(), coords={"criterion": own.indexes["criterion"]}, dims="criterion")
    return found.assign_attrs(by=by, experts=len(w))


def hierarchical_weights(tree: Tree, *, branches: Mapping[str, float] | None = None) -> xr.DataArray:
    """Weigh the criteria of a tree: a criterion's share of its branch, times the branch's share of the one above.

    Parameters
    ----------
    tree
        Branches by name; in each, further branches or criteria with their weight within it.
    branches
        The weight of a branch beside its sisters; those left out weigh 1.

    Returns
    -------
    (criterion), dimensionless
        The coordinate `branch` holds the path to each criterion.

    Raises
    ------
    DecisionError
        A negative or unknown weight, an empty branch or one whose weights are all zero, a name that stands twice.

    Examples
    --------
    >>> tree = {"economy": {"growth": 2, "size": 1}, "nature": {"water": 1}}
    >>> hierarchical_weights(tree, branches={"economy": 3, "nature": 1}).to_series().to_dict()
    {'growth': 0.5, 'size': 0.25, 'water': 0.25}
    """
    problems: list[str] = []
    leaves = list(_leaves(tree, branches or {}, 1.0, (), problems))
    names = [name for name, _, _ in leaves]
    problems += [f"'{name}' stands twice" for name in sorted({name for name in names if names.count(name) > 1})]
    seen = {part for _, path, _ in leaves for part in path}
    strangers = [name for name in branches or {} if name not in seen]
    problems += [f"no branch {first_few(strangers)}"] if strangers else []
    if problems:
        raise DecisionError(bullets(f"the tree of criteria has {len(problems)} problem(s):", problems))
    coords = {"criterion": names, "branch": ("criterion", [" / ".join(path) for _, path, _ in leaves])}
    return xr.DataArray([share for _, _, share in leaves], coords=coords, dims="criterion")


def _leaves(
    tree: Tree, branches: Mapping[str, float], share: float, path: tuple[str, ...], problems: list[str]
) -> Iterator[tuple[str, tuple[str, ...], float]]:
    """Criteria under a branch, with the path to them and their share of the whole."""
    weights = {
        name: float(branches.get(name, 1.0)) if isinstance(under, Mapping) else float(under)
        for name, under in tree.items()
    }
    where = f"'{' / '.join(path)}'" if path else "the tree"
    odd = [name for name, weight in weights.items() if not (np.isfinite(weight) and weight >= 0)]
    total = sum(weights.values())
    if odd or not total > 0:
        problems.append(f"{where}: " + (f"{first_few(odd)} weighs less than zero or nothing known" if odd else "empty"))
        total = 1.0
    for name, under in tree.items():
        own = share * weights[name] / total
        if isinstance(under, Mapping):
            yield from _leaves(under, branches, own, (*path, name), problems)
        else:
            yield name, path, own
