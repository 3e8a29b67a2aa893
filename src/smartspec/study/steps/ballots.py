"""One decision table for all regions at once, under every way of choosing, and the places it gives.

    Way       which activities may be chosen, and what the groups of criteria weigh
    ballot    the decision table (way, region, candidate, criterion) of a study
    placed    its candidates in order, at the weights told

A criterion enters a region's ranking where at least two of its candidates are known and differ. A region with
fewer than two candidates, or without such a criterion, has no rows: there is nothing to rank.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import xarray as xr

from smartspec import decision
from smartspec.study.inputs import Given

__all__ = ["Way", "ballot", "placed"]


@dataclass(frozen=True)
class Way:
    """One way of choosing: the activities it may choose (all if empty), and the weights of groups (equal if empty)."""

    activities: Sequence[str] = ()
    weights: Mapping[str, float] = field(default_factory=dict)


def ballot(given: Given, ways: Mapping[str, Way]) -> decision.DecisionTable | None:
    """The decision table (way, region, candidate, criterion), or None where no region has anything to rank."""
    wanted = given.study.ranking.criteria
    value = given.results["criteria"]["value"].rename(activity="candidate").sel(criterion=list(wanted))
    value = value.transpose("region", "candidate", "criterion")
    weights = np.array([_weights(given, way) for way in ways.values()])[:, None, :]
    cells = np.where(_may(value, ways)[:, None, :, None], value.values, np.nan)
    known = ~np.isnan(cells)
    two = known.any(axis=-1).sum(axis=-1)[..., None] >= 2
    differ = np.fmax.reduce(cells, axis=-2) > np.fmin.reduce(cells, axis=-2)
    used = two & (weights > 0) & (known.sum(axis=-2) >= 2) & differ
    if not used.any():
        return None
    axes = {"way": list(ways), **{str(dim): value.indexes[dim] for dim in value.dims}}
    array = xr.DataArray(np.where(used[..., None, :], cells, np.nan), coords=axes, dims=list(axes))
    t = decision.table(
        array,
        wish={key: item.wish for key, item in wanted.items()},
        groups={key: item.group for key, item in wanted.items()},
    )
    told = array.isel(candidate=0, drop=True).copy(data=np.broadcast_to(weights, used.shape))
    return decision.without_unknown(decision.with_weights(t, told))


def placed(t: decision.DecisionTable, mean_place: xr.DataArray, *, rules: Sequence[str]) -> xr.Dataset:
    """Candidates in order of their mean place under the rules; where that ties, of their mean place in all weightings.

    Parameters
    ----------
    t
        The table.
    mean_place : (way, region, candidate)
        Mean place over the weightings tried, as `rank_acceptability` gives it.
    rules
        The rules.

    Returns
    -------
    Dataset
        `rank_of` (rule, way, region, candidate), `rank` (way, region, candidate); missing where no candidate.
    """
    by_rule = decision.ranks_by_rule(t, rules=rules, unknown="middle")
    ties = mean_place / (len(t.candidates) + 1)
    return xr.Dataset(
        {"rank_of": by_rule, "rank": decision.rank(by_rule.sum("rule", skipna=False) + ties, best="least")}
    )


def _may(value: xr.DataArray, ways: Mapping[str, Way]) -> np.ndarray:
    """Flags (way, candidate)."""
    codes = value.candidate.values
    return np.array([[not way.activities or code in way.activities for code in codes] for way in ways.values()])


def _weights(given: Given, way: Way) -> list[float]:
    """The weight of each criterion: its group's, shared equally by the members."""
    groups = [item.group for item in given.study.ranking.criteria.values()]
    return [(way.weights.get(group, 0.0) if way.weights else 1.0) / groups.count(group) for group in groups]
