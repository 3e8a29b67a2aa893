"""The table every decision starts from: candidates down, criteria across, with wishes and weights.

    DecisionTable     values, wishes, weights, groups, units and goalposts under one set of labels
    table             the one way to make it, from pandas or xarray
    with_weights      the same table weighed differently
    without           the same table without some criteria, their weight shared out

Leading dimensions (region, future) are carried through; each of their slices is a decision of its own. A
missing cell is unknown, never zero. A row without any known cell is not a candidate in that slice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd
import xarray as xr

from smartspec.decision._labels import Flags, Floats, bounds, from_pandas, from_xarray, odd_cells
from smartspec.errors import DecisionError, bullets, first_few

__all__ = ["DecisionTable", "Wish", "share_out", "table", "with_weights", "without"]

Wish: TypeAlias = Literal["more", "less"]

_SIGNS = {"more": 1.0, "less": -1.0}


@dataclass(frozen=True)
class DecisionTable:
    """Candidates and criteria, with everything a rule needs to rank them; made by `table`.

    Attributes
    ----------
    values : (..., candidate, criterion)
        Each criterion in its own unit; NaN where unknown.
    wish : (criterion)
        1 where more is better, -1 where less is better.
    weights : (criterion) or (..., criterion)
        Zero or more, summing to 1.
    groups
        Criterion to the group it belongs to; None without groups.
    units
        Criterion to its unit, where told.
    goalposts
        Criterion to the fixed (low, high) ends of its scale, where told.
    reasons
        Labels of an unknown cell (leading labels, candidate, criterion) to why it is unknown, where told.
    lower, upper : (..., candidate, criterion)
        The least and the most an uncertain cell may be, the value itself where it is certain; None without any.
    """

    values: xr.DataArray
    wish: xr.DataArray
    weights: xr.DataArray
    groups: Mapping[str, str] | None = None
    units: Mapping[str, str] = field(default_factory=dict)
    goalposts: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    reasons: Mapping[tuple[Any, ...], str] = field(default_factory=dict)
    lower: xr.DataArray | None = None
    upper: xr.DataArray | None = None

    @property
    def candidates(self) -> tuple[Any, ...]:
        """Candidates in the table's order."""
        return tuple(self.values.indexes["candidate"])

    @property
    def criteria(self) -> tuple[Any, ...]:
        """Criteria in the table's order."""
        return tuple(self.values.indexes["criterion"])

    @property
    def lead(self) -> tuple[str, ...]:
        """Leading dimensions: each combination of their labels is a decision of its own."""
        return tuple(str(dim) for dim in self.values.dims[:-2])


def table(
    frame: pd.DataFrame | xr.DataArray,
    *,
    wish: Mapping[str, Wish] | None = None,
    weights: Mapping[str, float] | None = None,
    groups: Mapping[str, str] | None = None,
    group_weights: Mapping[str, float] | None = None,
    units: Mapping[str, str] | None = None,
    goalposts: Mapping[str, tuple[float, float]] | None = None,
    missing: Mapping[tuple[Any, ...], str] | None = None,
    lower: pd.DataFrame | xr.DataArray | None = None,
    upper: pd.DataFrame | xr.DataArray | None = None,
) -> DecisionTable:
    """Put candidates and criteria into a table that can be weighed and ranked.

    Parameters
    ----------
    frame : (..., candidate, criterion)
        A data frame with a candidate per row and a criterion per column (further named index levels before
        the candidate become leading dimensions), or a labelled array with these two dimensions.
    wish
        ``"more"`` or ``"less"`` for each criterion; more of everything if left out.
    weights
        Zero or more for each criterion, in any unit: they are divided by their sum. Left out, groups weigh
        equally and criteria equally within a group; without groups all criteria weigh equally.
    groups
        The group of each criterion.
    group_weights
        Zero or more for each group, shared equally by its criteria; instead of `weights`.
    units
        The unit of some or all criteria.
    goalposts
        Fixed (low, high) ends of the scale of some or all criteria, low below high whatever the wish.
    missing
        Why a cell is unknown, by its labels: ``{("Abai", "C", "growth"): "cut from another region in 2022"}``.
    lower, upper : (..., candidate, criterion)
        The least and the most an uncertain cell may be, under the same labels; unknown where it is certain. An
        unknown cell may have both. `rank_acceptability` draws between them with ``values="draw"``.

    Returns
    -------
    DecisionTable

    Raises
    ------
    DecisionError
        Text or infinite cells, doubled labels, no candidate or criterion, wishes, weights or groups that do
        not name exactly the criteria, a negative weight, weights that are all zero, goalposts or reasons
        that fit no criterion or cell. All problems come at once.

    Examples
    --------
    >>> frame = pd.DataFrame({"growth": [3.0, 5.0], "cost": [10.0, 20.0]}, index=["A", "B"])
    >>> t = table(frame, wish={"growth": "more", "cost": "less"}, weights={"growth": 3, "cost": 1})
    >>> t.weights.to_series().to_dict()
    {'growth': 0.75, 'cost': 0.25}
    """
    values = from_pandas(frame) if isinstance(frame, pd.DataFrame) else from_xarray(frame)
    names = list(values.indexes["criterion"])
    problems = list(odd_cells(values))
    for what, given in (("wish", wish), ("weights", weights), ("groups", groups)):
        if given is not None:
            problems += _mismatches(what, given, names, exact=True)
    for what, some in (("units", units), ("goalposts", goalposts)):
        problems += _mismatches(what, some or {}, names, exact=False)
    for name, asked in (wish or {}).items():
        if asked not in _SIGNS:
            problems.append(f"wish of '{name}': 'more' or 'less', found {asked!r}")
    for name, posts in (goalposts or {}).items():
        if not (len(posts) == 2 and np.isfinite(posts).all() and posts[0] < posts[1]):
            problems.append(f"goalposts of '{name}': two finite numbers, the low one first, found {posts}")
    problems += _bad_weights(weights or {})
    problems += _bad_group_weights(group_weights, groups, weights)
    problems += _unfit_reasons(missing or {}, values)
    least, most, odd = bounds(values, lower, upper)
    problems += odd
    if problems:
        raise DecisionError(bullets(f"the decision table has {len(problems)} problem(s):", problems))
    shares = np.array([1.0 if weights is None else float(weights[name]) for name in names])
    if weights is None and groups is not None:
        members = Counter(groups.values())
        shares = np.array([(group_weights or {}).get(groups[name], 1.0) / members[groups[name]] for name in names])
    axis = {"criterion": values.indexes["criterion"]}
    return DecisionTable(
        values=values,
        wish=xr.DataArray([_SIGNS[(wish or {}).get(name, "more")] for name in names], coords=axis, dims="criterion"),
        weights=xr.DataArray(shares / shares.sum(), coords=axis, dims="criterion"),
        groups=None if groups is None else dict(groups),
        units=dict(units or {}),
        goalposts={name: (float(low), float(high)) for name, (low, high) in (goalposts or {}).items()},
        reasons=dict(missing or {}),
        lower=least,
        upper=most,
    )


def with_weights(t: DecisionTable, weights: Mapping[str, float] | xr.DataArray) -> DecisionTable:
    """Weigh the same table differently.

    Parameters
    ----------
    t
        The table.
    weights : (criterion) or (..., criterion)
        Zero or more, divided by their sum; an array may differ along the table's leading dimensions.

    Raises
    ------
    DecisionError
        Labels that do not meet exactly, a negative or unknown weight, weights that are all zero.

    Examples
    --------
    >>> t = table(pd.DataFrame({"growth": [3.0, 5.0], "cost": [10.0, 20.0]}, index=["A", "B"]))
    >>> with_weights(t, {"growth": 4, "cost": 1}).weights.to_series().to_dict()
    {'growth': 0.8, 'cost': 0.2}
    """
    if isinstance(weights, Mapping):
        problems = [*_mismatches("weights", weights, list(t.criteria), exact=True), *_bad_weights(weights)]
        if problems:
            raise DecisionError(bullets(f"the new weights have {len(problems)} problem(s):", problems))
        weights = t.wish.copy(data=np.array([float(weights[name]) for name in t.criteria]))
    dims = tuple(str(dim) for dim in weights.dims)
    if set(dims) not in ({"criterion"}, {*t.lead, "criterion"}):
        raise DecisionError(f"weights need the dimension 'criterion', alone or with {t.lead}, found {dims}.")
    weights = weights.transpose(..., "criterion") if len(dims) == 1 else weights.transpose(*t.lead, "criterion")
    for dim in weights.dims:
        here, there = weights.indexes.get(dim), t.values.indexes[dim]
        if here is None or not here.is_unique or set(here) != set(there):
            raise DecisionError(f"weights and table name different labels along '{dim}': use those of the table.")
    weights = weights.reindex({dim: t.values.indexes[dim] for dim in weights.dims}).reset_coords(drop=True)
    shares = weights.to_numpy().astype(float)
    if not np.isfinite(shares).all() or (shares < 0).any() or (shares.sum(axis=-1) <= 0).any():
        raise DecisionError("weights must be known and zero or more, and one of them above zero in every slice.")
    return replace(t, weights=weights.copy(data=shares / shares.sum(axis=-1, keepdims=True)))


def without(t: DecisionTable, criterion: str | Iterable[str]) -> DecisionTable:
    """Drop criteria; their weight goes to the rest of their group, and a group left empty shares it with all.

    Raises
    ------
    DecisionError
        A criterion the table does not have, or nothing of weight left.

    Examples
    --------
    >>> t = table(pd.DataFrame({"growth": [3.0, 5.0], "cost": [10.0, 20.0]}, index=["A", "B"]))
    >>> without(t, "cost").weights.to_series().to_dict()
    {'growth': 1.0}
    """
    dropped = [criterion] if isinstance(criterion, str) else list(criterion)
    strangers = [name for name in dropped if name not in t.criteria]
    if strangers:
        raise DecisionError(f"no criterion {first_few(strangers)} in the table; it has {first_few(t.criteria)}.")
    stays = [name not in dropped for name in t.criteria]
    if not any(stays) or (t.weights.to_numpy()[..., stays].sum(axis=-1) <= 0).any():
        raise DecisionError(f"without {first_few(dropped)} no criterion of weight is left: keep one, or weigh another.")
    weights = t.weights.copy(data=share_out(t, t.weights.to_numpy(), np.array(stays)))

    def kept(told: Mapping[str, Any]) -> dict[str, Any]:
        return {name: entry for name, entry in told.items() if name not in dropped}

    return DecisionTable(
        values=t.values[..., stays],
        wish=t.wish[stays],
        weights=weights[..., stays],
        groups=None if t.groups is None else kept(t.groups),
        units=kept(t.units),
        goalposts=kept(t.goalposts),
        reasons={cell: reason for cell, reason in t.reasons.items() if cell[-1] not in dropped},
        lower=None if t.lower is None else t.lower[..., stays],
        upper=None if t.upper is None else t.upper[..., stays],
    )


def share_out(t: DecisionTable, weights: Floats, stays: Flags) -> Floats:
    """Give the weight of criteria that do not stay to the rest of their group, and of empty groups to all others.

    Weights and marks are (..., criterion); the result sums to 1 and is zero where a criterion does not stay.
    """
    kept = weights * stays
    if t.groups is not None:
        names = sorted(set(t.groups.values()))
        member = np.array([[t.groups[name] == group for group in names] for name in t.criteria], dtype=float)
        had, has = weights @ member, kept @ member
        factor = np.divide(had, has, out=np.zeros(np.broadcast_shapes(had.shape, has.shape)), where=has > 0)
        kept = kept * (factor @ member.T)
    shared: Floats = kept / kept.sum(axis=-1, keepdims=True)
    return shared


def _mismatches(what: str, given: Mapping[str, Any], names: list[Any], *, exact: bool) -> list[str]:
    """Say which labels of a mapping meet no criterion, and which criteria it leaves out."""
    strangers = [name for name in given if name not in names]
    left = [name for name in names if name not in given] if exact else []
    found = [f"{what}: no criterion {first_few(strangers)}; the table has {first_few(names)}"] if strangers else []
    return found + ([f"{what}: nothing said of {first_few(left)}"] if left else [])


def _bad_weights(weights: Mapping[str, float]) -> list[str]:
    """Say which weights are no weights."""
    odd = [
        f"weight of '{name}': zero or more, found {weight}"
        for name, weight in weights.items()
        if not (np.isfinite(weight) and weight >= 0)
    ]
    if weights and not odd and sum(weights.values()) <= 0:
        odd.append("weights: all are zero; give at least one criterion some weight")
    return odd


def _bad_group_weights(
    group_weights: Mapping[str, float] | None, groups: Mapping[str, str] | None, weights: Mapping[str, float] | None
) -> list[str]:
    """Say why the weights of groups fit neither the groups nor the rest."""
    if group_weights is None:
        return []
    if groups is None or weights is not None:
        return ["group_weights: they need `groups`, and stand instead of `weights`"]
    names = sorted(set(groups.values()))
    strangers = [name for name in group_weights if name not in names]
    left = [name for name in names if name not in group_weights]
    found = [f"group_weights: no group {first_few(strangers)}; the groups are {first_few(names)}"] if strangers else []
    found += [f"group_weights: nothing said of {first_few(left)}"] if left else []
    return found + _bad_weights(group_weights)


def _unfit_reasons(reasons: Mapping[tuple[Any, ...], str], values: xr.DataArray) -> list[str]:
    """Say which reasons name no cell of the table, or a cell that is known."""
    dims = [str(dim) for dim in values.dims]
    problems = []
    for cell in reasons:
        if len(cell) != len(dims) or any(part not in values.indexes[dim] for dim, part in zip(dims, cell, strict=True)):
            problems.append(f"missing: {cell} names no cell; labels go in the order {dims}")
        elif bool(values.sel(dict(zip(dims, cell, strict=True))).notnull()):
            problems.append(f"missing: {cell} is known, yet has a reason for being unknown")
    return problems
