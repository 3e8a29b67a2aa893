"""How firm the ranking is: what its criteria do, how far a weight may move, what other ways of reckoning would say.

audit    the criteria over all ranked candidates, the weights between which each region's first stays first, and the
         places under other rules, scalings and weights
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import xarray as xr

from smartspec import decision
from smartspec.errors import DecisionError
from smartspec.study.inputs import Given

__all__ = ["LEAST", "RULES", "SCALINGS", "audit"]

Parts: TypeAlias = dict[str, tuple[tuple[str, ...], Any]]
Table: TypeAlias = decision.DecisionTable
Floats: TypeAlias = npt.NDArray[np.float64]

RULES = ("weighted_sum", "topsis", "vikor")
SCALINGS = ("min_max", "z_score", "rank", "vector")
LEAST = 10
"""Candidates, over all regions, below which nothing is said of the criteria."""
KNOWN = 1 / 2
"""A criterion known for a smaller share of them is left out of that."""


def audit(given: Given) -> xr.Dataset:
    """Step 8, its audit: what the criteria do to the order, and how far the order hangs on weights and rules.

    Returns
    -------
    Dataset
        `given` (scalar bool): some region has two candidates to compare. Where one has: of (region): `leader`, first by
        the weighted sum at the study's weights, '' where nothing is compared; of (region, group): `weight`, and `lower`
        and `upper`, the weights of the group between which the leader stays first while the other groups keep their
        proportions, with `below` and `above`, the candidates that take over; of (region, choice, activity): `place`,
        the choices being rules, scalings and weights (the study's own, or every criterion alike); over them, of
        (region, activity): `first_share`, the share of choices in which it is first, alone or with another, `best` and
        `worst` place, and `largest_shift` from its rank in the study.

        `audited` (scalar bool): there are enough candidates to look at the criteria. Where there are, over all regions'
        candidates in one table: of (criterion): `nominal` and `effective` weight, `alpha_without`, missing where the
        criterion took no part; of (criterion, other): `correlation` and what it `says`; of (component): `explained`; of
        (criterion, component): `loading`; scalars: `alpha`, `components` of an eigenvalue above 1, `pairs` looked at,
        `left_out` for an unknown figure.

    Notes
    -----
    An unknown figure counts as halfway from worst to best of its region, as it does for the ranks of the study.
    """
    groups, weight = _groups(given)
    found, pooled = _by_region(given, groups, weight), _pooled(given, groups, weight)
    coords: dict[str, Any] = {
        "region": given.results["criteria"]["region"].values,
        "activity": list(given.inputs.activities),
        "criterion": list(groups),
        "other": list(groups),
        "group": list(weight),
    }
    held = {"given": ((), bool(found)), "audited": ((), bool(pooled)), **found, **pooled}
    used = {dim for dims, _ in held.values() for dim in dims}
    return xr.Dataset(held, coords={dim: labels for dim, labels in coords.items() if dim in used})


def _groups(given: Given) -> tuple[dict[str, str], dict[str, float]]:
    """The group of each criterion, and the weight of each group before it is divided by the sum."""
    rank = given.study.ranking
    groups = {key: str(criterion.group) for key, criterion in rank.criteria.items()}
    return groups, {group: rank.weights.get(group, 0.0 if rank.weights else 1.0) for group in groups.values()}


def _table(given: Given, values: xr.DataArray, groups: dict[str, str], weight: dict[str, float]) -> Table:
    keys = [str(key) for key in values.criterion.values]
    own = {key: groups[key] for key in keys}
    wish = {key: given.study.ranking.criteria[key].wish for key in keys}
    return decision.table(values, wish=wish, groups=own, group_weights={name: weight[name] for name in own.values()})


def _choices(given: Given, groups: dict[str, str], weight: dict[str, float]) -> tuple[Floats, Floats]:
    """Values (region, activity, criterion) of candidates of regions that have two, and their places in the study."""
    made = given.results["criteria"]
    place = given.results["ranking"]["rank"].transpose("region", "activity").to_numpy()
    value = made["value"].transpose("region", "activity", "criterion").to_numpy()
    weighs = np.array([weight[group] > 0 for group in groups.values()])
    used = made["used"].transpose("region", "criterion").to_numpy() & weighs
    value = np.where(used[:, None, :] & np.isfinite(place)[..., None], value, np.nan)
    there = np.isfinite(value).any(axis=-1)
    there &= there.sum(axis=1, keepdims=True) > 1
    middle = (np.fmax.reduce(value, axis=1) + np.fmin.reduce(value, axis=1)) / 2
    value = np.where(np.isnan(value), middle[:, None, :], value)
    return np.where(there[..., None], value, np.nan), np.where(there, place, np.nan)


def _by_region(given: Given, groups: dict[str, str], weight: dict[str, float]) -> Parts:
    """Stability and other ways of reckoning, region by region; nothing where no region has a choice."""
    value, place = _choices(given, groups, weight)
    at = np.flatnonzero(np.isfinite(place).any(axis=1))
    if not len(at):
        return {}
    coords = {
        "region": given.results["criteria"]["region"].values[at],
        "candidate": list(given.inputs.activities),
        "criterion": list(groups),
    }
    values = xr.DataArray(value[at], coords=coords, dims=list(coords))
    t = decision.without_unknown(_table(given, values, groups, weight))
    alike = {"alike": decision.without_unknown(decision.table(values)).weights}
    tried = decision.what_if(t, rules=RULES, scalings=SCALINGS, weightings=alike, constant="neutral")
    own = xr.DataArray(place[at], coords={dim: coords[dim] for dim in ("region", "candidate")}, dims=tried.dims[1:])
    shifts = decision.rank_shifts(tried, own)
    by_candidate = {name: shifts[name].to_numpy().reshape(own.shape) for name in ("best", "worst", "largest_shift")}
    first = np.where(np.isnan(own), np.nan, (tried.to_numpy() == 1).mean(axis=0))
    found: Parts = {
        "place": (("region", "choice", "activity"), np.moveaxis(tried.to_numpy(), 0, 1)),
        "first_share": (("region", "activity"), first),
        **{name: (("region", "activity"), part) for name, part in by_candidate.items()},
        **_stability(t, weight),
    }
    count = len(place)
    beside = {name: (("choice",), tried[name].to_numpy()) for name in ("rule", "scaling", "weighting")}
    return {**{name: (dims, _spread(part, at, count)) for name, (dims, part) in found.items()}, **beside}


def _stability(t: Table, weight: dict[str, float]) -> Parts:
    """The weights of the groups between which each region's leader stays first."""
    names = list(weight)
    member = np.array([[(t.groups or {})[key] == name for name in names] for key in t.criteria], dtype=float)
    own = t.weights.to_numpy()
    total = own @ member
    share = own[..., None] * member / np.where(total > 0, total, 1.0)[..., None, :]
    scaled = decision.scale(t, "min_max", constant="neutral").to_numpy()
    score = np.einsum("rac,rcg->rag", np.nan_to_num(scaled), share)
    score = np.where(np.isnan(t.values.to_numpy()).all(axis=-1)[..., None], np.nan, score)
    coords = {**{dim: t.values.indexes[dim] for dim in ("region", "candidate")}, "criterion": names}
    posts = dict.fromkeys(names, (0.0, 1.0))
    ends = decision.table(xr.DataArray(score, coords=coords, dims=list(coords)), goalposts=posts)
    axes = {dim: coords[dim] for dim in ("region", "criterion")}
    ends = decision.with_weights(ends, xr.DataArray(total, coords=axes, dims=list(axes)))
    found = decision.weight_stability(ends, options={"scaling": "goalposts"})
    dims = ("region", "group")
    weighs = total > 0
    return {
        "leader": (("region",), found["leader"].to_numpy()),
        "weight": (dims, np.where(weighs, total, np.nan)),
        **{name: (dims, np.where(weighs, found[name].to_numpy(), np.nan)) for name in ("lower", "upper")},
        **{name: (dims, found[name].to_numpy()) for name in ("below", "above")},
    }


def _spread(part: npt.NDArray[Any], at: npt.NDArray[np.intp], count: int) -> npt.NDArray[Any]:
    """What was found of some regions, among all of them."""
    whole = np.full((count, *part.shape[1:]), "" if part.dtype.kind in "UOT" else np.nan, dtype=part.dtype)
    whole[at] = part
    return whole


def _pooled(given: Given, groups: dict[str, str], weight: dict[str, float]) -> Parts:
    """The criteria over all regions' candidates in one table; nothing where there are too few."""
    value = given.results["criteria"]["value"].transpose("region", "activity", "criterion").to_numpy()
    rows = value.reshape(-1, value.shape[-1])
    rows = rows[np.isfinite(rows).any(axis=1)]
    weighs = np.array([weight[group] > 0 for group in groups.values()])
    columns = np.flatnonzero((np.isfinite(rows).sum(axis=0) >= KNOWN * len(rows)) & weighs)
    inside = rows[:, columns]
    inside = inside[np.isfinite(inside).all(axis=1)]
    if len(inside) < LEAST or len(columns) < 2 or (np.ptp(inside, axis=0) == 0).any():
        return {}
    coords = {"candidate": np.arange(len(inside)), "criterion": np.array(list(groups))[columns]}
    t = _table(given, xr.DataArray(inside, coords=coords, dims=list(coords)), groups, weight)
    try:
        weights = decision.effective_weights(t)
    except DecisionError:  # all candidates have the same index
        return {}
    alpha, parts = decision.cronbach_alpha(t), decision.principal_components(t)
    together = decision.correlations(t)
    by_criterion = {
        "nominal": weights["nominal"].to_numpy(),
        "effective": weights["effective"].to_numpy(),
        "alpha_without": alpha["without"].to_numpy(),
    }
    count = len(groups)
    among = {name: _spread(together[name].to_numpy(), columns, count).T for name in ("correlation", "says")}
    return {
        **{name: (("criterion",), _spread(part, columns, count)) for name, part in by_criterion.items()},
        **{name: (("criterion", "other"), _spread(part, columns, count)) for name, part in among.items()},
        "loading": (("criterion", "component"), _spread(parts["loading"].to_numpy().T, columns, count)),
        "explained": (("component",), parts["explained"].to_numpy()),
        "components": ((), int(parts["kept"])),
        "alpha": ((), float(alpha["alpha"])),
        "pairs": ((), len(inside)),
        "left_out": ((), len(rows) - len(inside)),
    }
