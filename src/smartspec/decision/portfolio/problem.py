"""What may be chosen and within which limits, written down once and checked at the door.

    portfolio_problem    candidates with values and costs, budgets, groups and limits, checked
    PortfolioProblem     what it gives
    GroupLimit           at least, at most so many of a group, or so much of a budget for it
    Needs                one candidate only together with another
    OneOf                at most one of several
    Fixed                decided already, in or out
    Synergy              worth more, or less, together

Values may differ over scenarios (futures, draws): every dimension before the candidate is one. Everything else holds
in all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import xarray as xr

from smartspec.decision._labels import named
from smartspec.errors import DecisionError, bullets, first_few

__all__ = ["Fixed", "GroupLimit", "Limit", "Needs", "OneOf", "PortfolioProblem", "Synergy", "portfolio_problem"]


@dataclass(frozen=True)
class GroupLimit:
    """At least, at most so much of a group.

    Attributes
    ----------
    grouping, group
        Which candidates: those whose group in this grouping is this one, as ``("region", "Abai")``. All candidates
        when both are left out.
    least, most
        Limits, each of them optional: a number of candidates, or an amount in the unit of a budget.
    of
        The budget whose amounts are limited; candidates are counted when left out.
    """

    grouping: str = ""
    group: Any = ""
    least: float | None = None
    most: float | None = None
    of: str | None = None

    @property
    def about(self) -> str:
        """What it limits, in words."""
        members = f"{self.grouping} {self.group}" if self.grouping else "all candidates"
        return members if self.of is None else f"{members}, budget {self.of}"


@dataclass(frozen=True)
class Needs:
    """A candidate that makes sense only together with another."""

    candidate: Any
    needed: Any


@dataclass(frozen=True)
class OneOf:
    """Candidates of which at most one may be chosen."""

    candidates: tuple[Any, ...]


@dataclass(frozen=True)
class Fixed:
    """A candidate that is decided already."""

    candidate: Any
    chosen: bool


@dataclass(frozen=True)
class Synergy:
    """Value that appears when all of several candidates are chosen; below zero where they get in each other's way."""

    candidates: tuple[Any, ...]
    gain: float


Limit: TypeAlias = GroupLimit | Needs | OneOf | Fixed


@dataclass(frozen=True)
class PortfolioProblem:
    """Candidates, what they bring and cost, and the limits of choosing; made by `portfolio_problem`.

    Attributes
    ----------
    values : (..., candidate)
        What each candidate brings, in one unit, in each scenario.
    costs : (candidate, budget)
        What each takes from each budget, in the budget's unit.
    budgets : (budget)
        What there is to spend.
    groups
        Grouping to candidate to group; None for a candidate of no group.
    limits, synergies
        As given.
    """

    values: xr.DataArray
    costs: xr.DataArray
    budgets: xr.DataArray
    groups: Mapping[str, Mapping[Any, Any]] = field(default_factory=dict)
    limits: tuple[Limit, ...] = ()
    synergies: tuple[Synergy, ...] = ()

    @property
    def candidates(self) -> tuple[Any, ...]:
        """Candidates in the order given."""
        return tuple(self.values.indexes["candidate"])

    @property
    def scenarios(self) -> tuple[str, ...]:
        """Dimensions over which values differ."""
        return tuple(str(dim) for dim in self.values.dims[:-1])


def portfolio_problem(
    values: pd.Series[float] | xr.DataArray,
    *,
    costs: pd.DataFrame | xr.DataArray,
    budgets: Mapping[Any, float],
    groups: pd.DataFrame | Mapping[str, Mapping[Any, Any]] | None = None,
    limits: Sequence[Limit] = (),
    synergies: Sequence[Synergy] = (),
) -> PortfolioProblem:
    """Write down what may be chosen, and within which limits.

    Parameters
    ----------
    values : (..., candidate)
        What each candidate brings, in one unit. Dimensions before the candidate are scenarios.
    costs : (candidate, budget)
        Zero or more. A data frame has a candidate per row and a budget per column.
    budgets
        What there is of each budget: a year, a fund, a kind of staff.
    groups
        Grouping to candidate to group, ``{"region": {"A": "Abai", ...}}``, or a data frame with a candidate per row
        and a grouping per column. A missing group is no group.
    limits
        `GroupLimit`, `Needs`, `OneOf` and `Fixed`, in any number.
    synergies
        `Synergy`, in any number.

    Returns
    -------
    PortfolioProblem

    Raises
    ------
    DecisionError
        Unknown or infinite values, negative or unknown costs, a budget that is negative, unknown, or zero where
        candidates cost; labels that stand twice, are missing or belong to nobody; a limit whose least is above its
        most, or above what its group has; a candidate fixed both in and out. All problems come at once.

    Examples
    --------
    >>> p = portfolio_problem(
    ...     pd.Series({"bridge": 8.0, "school": 6.0, "lab": 5.0}),
    ...     costs=pd.DataFrame({"2026": [5, 3, 2]}, index=["bridge", "school", "lab"]),
    ...     budgets={"2026": 6},
    ...     groups={"region": {"bridge": "Abai", "school": "Abai", "lab": "Zhetysu"}},
    ...     limits=[GroupLimit("region", "Abai", most=1), Needs("lab", "school")],
    ... )
    >>> p.candidates, p.budgets.item()
    (('bridge', 'school', 'lab'), 6.0)
    """
    worth = _values(values)
    names = list(worth.indexes["candidate"])
    price, problems = _costs(costs, names, list(budgets))
    envelope = xr.DataArray([float(amount) for amount in budgets.values()], coords={"budget": list(budgets)})
    grouped, wrong = _groups(groups, names)
    problems += wrong
    problems += _bad_values(worth)
    if price is not None:
        problems += _bad_money(price, envelope)
    made = PortfolioProblem(
        worth, envelope * 0 if price is None else price, envelope, grouped, tuple(limits), tuple(synergies)
    )
    for limit in (*made.limits, *made.synergies):
        problems += _bad_limit(limit, made, sound=price is not None)
    problems += _both_in_and_out(made)
    if problems:
        raise DecisionError(bullets(f"the portfolio has {len(problems)} problem(s):", problems))
    return made


def _values(values: pd.Series[float] | xr.DataArray) -> xr.DataArray:
    if isinstance(values, pd.Series):
        values = xr.DataArray(values.to_numpy(), coords={"candidate": values.index.to_list()}, dims="candidate")
    if "candidate" not in values.dims or any(dim not in values.indexes for dim in values.dims):
        raise DecisionError(f"values need labels along 'candidate' and every scenario, found {values.dims}.")
    for dim in values.dims:
        index = values.indexes[dim]
        if not index.is_unique:
            raise DecisionError(f"{dim} labels stand twice: {first_few(list(index[index.duplicated()].unique()))}.")
    if values.size == 0:
        raise DecisionError("there is no candidate, or no scenario, to choose among.")
    if values.dtype.kind not in "biuf":
        raise DecisionError(f"values hold {values.dtype}, not numbers: convert them first.")
    return values.reset_coords(drop=True).transpose(..., "candidate").astype(float)


def _costs(
    costs: pd.DataFrame | xr.DataArray, names: list[Any], budgets: list[Any]
) -> tuple[xr.DataArray | None, list[str]]:
    """Costs in the order of candidates and budgets, or what keeps them from being put so."""
    if isinstance(costs, pd.DataFrame):
        coords = {"candidate": costs.index.to_list(), "budget": costs.columns.to_list()}
        numbers = costs.apply(pd.to_numeric, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
        costs = xr.DataArray(numbers, coords=coords, dims=("candidate", "budget"))
    if set(costs.dims) != {"candidate", "budget"} or any(dim not in costs.indexes for dim in costs.dims):
        raise DecisionError(f"costs need labels along 'candidate' and 'budget', found {costs.dims}.")
    if not budgets:
        return None, ["no budget was given: name at least one, with what there is to spend"]
    problems = []
    for dim, wanted in (("candidate", names), ("budget", budgets)):
        index = costs.indexes[dim]
        if not index.is_unique:
            problems.append(f"costs name a {dim} twice: {first_few(list(index[index.duplicated()].unique()))}")
        if lacking := [name for name in wanted if name not in index]:
            problems.append(f"no cost for {len(lacking)} {dim}(s): {first_few(lacking)}")
        if strangers := [name for name in index.unique() if name not in wanted]:
            problems.append(f"costs of {len(strangers)} unknown {dim}(s): {first_few(strangers)}")
    if problems:
        return None, problems
    return costs.reset_coords(drop=True).sel(candidate=names, budget=budgets).astype(float), []


def _groups(
    groups: pd.DataFrame | Mapping[str, Mapping[Any, Any]] | None, names: list[Any]
) -> tuple[dict[str, dict[Any, Any]], list[str]]:
    if isinstance(groups, pd.DataFrame):
        if not groups.index.is_unique:
            doubled = groups.index[groups.index.duplicated()].unique().to_list()
            return {}, [f"groups name a candidate twice: {first_few(doubled)}"]
        groups = {str(key): column.to_dict() for key, column in groups.items()}
    problems = []
    for key, members in (groups or {}).items():
        if lacking := [name for name in names if name not in members]:
            problems.append(f"grouping '{key}' says nothing of {first_few(lacking)}; write None for no group")
        if strangers := [name for name in members if name not in names]:
            problems.append(f"grouping '{key}' names {len(strangers)} unknown candidate(s): {first_few(strangers)}")
    if problems:
        return {key: dict.fromkeys(names) | dict(members) for key, members in (groups or {}).items()}, problems
    found = {key: {name: members[name] for name in names} for key, members in (groups or {}).items()}
    return {
        key: {name: None if pd.isna(group) else group for name, group in one.items()} for key, one in found.items()
    }, []


def _bad_values(values: xr.DataArray) -> Iterator[str]:
    odd = named(values, ~np.isfinite(values.to_numpy()))
    if odd:
        cells = [" / ".join(map(str, cell)) for cell in odd]
        yield f"{len(cells)} value(s) are unknown or infinite: {first_few(cells)}; value them, or leave them out"


def _bad_money(costs: xr.DataArray, budgets: xr.DataArray) -> Iterator[str]:
    amounts = costs.to_numpy()
    for what, marks in (("unknown or infinite", ~np.isfinite(amounts)), ("negative", amounts < 0)):
        if cells := [" / ".join(map(str, cell)) for cell in named(costs, marks)]:
            yield f"{len(cells)} cost(s) are {what}: {first_few(cells)}; costs are zero or more"
    for name, there, column in zip(budgets.indexes["budget"], budgets.to_numpy(), amounts.T, strict=True):
        if not np.isfinite(there) or there < 0:
            yield f"budget '{name}' must be known and zero or more, found {there}"
        elif there == 0 and (column > 0).any():
            yield (
                f"budget '{name}' is zero but {int((column > 0).sum())} candidate(s) cost there and could never be "
                "chosen: give it money, or take them or the budget out"
            )


def _bad_limit(limit: Limit | Synergy, problem: PortfolioProblem, *, sound: bool) -> Iterator[str]:
    known = set(problem.candidates)
    asked: tuple[Any, ...]
    match limit:
        case GroupLimit():
            yield from _bad_group_limit(limit, problem, sound=sound)
            return
        case Needs(candidate, needed):
            asked, what = (candidate, needed), f"'{candidate}' needs '{needed}'"
        case OneOf(candidates):
            asked, what = candidates, f"at most one of {first_few(candidates)}"
        case Fixed(candidate, chosen):
            asked, what = (candidate,), f"'{candidate}' fixed {'in' if chosen else 'out'}"
        case Synergy(candidates, gain):
            asked, what = candidates, f"synergy of {first_few(candidates)}"
            if not np.isfinite(gain):
                yield f"{what}: the gain must be known, found {gain}"
    if strangers := [name for name in asked if name not in known]:
        yield f"{what}: no candidate {first_few(strangers)}; there is {first_few(problem.candidates)}"
    if not isinstance(limit, Fixed) and len(set(asked)) < max(2, len(asked)):
        yield f"{what}: name at least two candidates, each once"


def _bad_group_limit(limit: GroupLimit, problem: PortfolioProblem, *, sound: bool) -> Iterator[str]:
    what, members = limit.about, list(problem.candidates)
    if limit.grouping:
        if limit.grouping not in problem.groups:
            yield f"{what}: no grouping '{limit.grouping}'; there is {first_few(list(problem.groups)) or 'none'}"
            return
        of = problem.groups[limit.grouping]
        members = [name for name in problem.candidates if of.get(name) == limit.group]
        if not members:
            groups = sorted({str(group) for group in of.values() if group is not None})
            yield f"{what}: nobody is in that group; groups are {first_few(groups)}"
            return
    if limit.of is not None and limit.of not in problem.budgets.indexes["budget"]:
        yield f"{what}: no budget '{limit.of}'; there is {first_few(list(problem.budgets.indexes['budget']))}"
        return
    ends = [end for end in (limit.least, limit.most) if end is not None]
    if not ends or not np.isfinite(ends).all() or min(ends) < 0:
        yield f"{what}: give a least or a most, zero or more, found {limit.least} and {limit.most}"
    elif limit.least is not None and limit.most is not None and limit.least > limit.most:
        yield f"{what}: at least {limit.least:g} contradicts at most {limit.most:g}"
    elif limit.least is not None and sound:
        there = len(members) if limit.of is None else float(problem.costs.sel(candidate=members, budget=limit.of).sum())
        if limit.least > there:
            yield f"{what}: at least {limit.least:g} cannot be met, all its candidates together make {there:g}"


def _both_in_and_out(problem: PortfolioProblem) -> Iterator[str]:
    fixed = [limit for limit in problem.limits if isinstance(limit, Fixed)]
    both = {one.candidate for one in fixed if one.chosen} & {one.candidate for one in fixed if not one.chosen}
    if both:
        yield f"{len(both)} candidate(s) are fixed both in and out: {first_few(sorted(map(str, both)))}"
