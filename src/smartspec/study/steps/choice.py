"""What to choose: conditions, futures, ranking and variants (steps 7 to 9).

gates       conditions the tables can judge, and those that wait for people
futures     growth of every activity in every future, and which activities keep their weight
criteria    the values candidates are ranked by, with what is unknown
acceptability   the share of weightings in which a candidate takes each place
ranking     ranks by several rules, at the study's weights
directions  at most three per region, from the long list, past the gates
variants    other ways of choosing, in the same futures, and what each gives up
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import xarray as xr

from smartspec import decision
from smartspec.foresight import scenarios
from smartspec.study.inputs import VOLUME, Given
from smartspec.study.steps.ballots import Way, ballot, placed
from smartspec.study.steps.figures import summed, values_by_part

__all__ = ["GATES", "acceptability", "criteria", "directions", "futures", "gates", "ranking", "variants"]

GATES = {
    "data_adequacy": "tables",
    "minimum_mass": "tables",
    "anchor": "people",
    "infrastructure": "people",
    "skills": "people",
    "market": "people",
    "permission": "people",
    "environment": "people",
    "owner": "people",
}
"""The conditions of the method, and who can judge them at this grain."""

TIES = 500
"""Weightings that settle ties when only the order of candidates is asked for."""


def gates(given: Given) -> xr.Dataset:
    """Step 7: which conditions are met, not yet met, or wait for somebody who can judge them.

    Returns
    -------
    Dataset
        `state` (gate, region, activity): `met`, `not_yet` or `not_judged`; `held_back` (region, activity): some gate
        says not yet.
    """
    made, seen = given.results["specialisation"], given.results["quality"]
    judged = {"data_adequacy": seen["adequate"], "minimum_mass": made["share"] >= given.study.gates.mass}
    states = []
    for key in GATES:
        if key in judged:
            states.append(xr.where(judged[key], "met", "not_yet"))
        else:
            states.append(xr.full_like(made["share"], "not_judged", dtype="U10"))
    state = xr.concat(states, xr.IndexVariable("gate", list(GATES)))
    return xr.Dataset({"state": state, "held_back": (state == "not_yet").any("gate")})


def _stand_in(given: Given, parts: list[str]) -> dict[str, str]:
    """Each activity to the published part it is projected with, itself or, where the study allows, its group."""
    found = {code: code for code in given.inputs.activities if code in parts}
    if given.study.futures.group_stands_for_members:
        for group, members in given.inputs.groups.items():
            if group in parts:
                found.update({code: group for code in members if code in given.inputs.activities and code not in found})
    return found


def futures(given: Given) -> xr.Dataset:
    """Growth in every future, from trends and price responses estimated on the panel alone.

    Returns
    -------
    Dataset
        `modelled` (scalar bool). Where it holds, of (constant, part): the estimates; of (future): `state`; of (future,
        constant): `total`; of (future, region, activity): `ratio`; of (region, activity): `survival`, the share of
        futures in which the activity grows and keeps its weight, `estimated` and `assumed`, numbers of parameters;
        of (state, region, activity): `survival_by_state`. Regions without an own past are missing.
    """
    study, made = given.study.futures, given.results["dynamics"]
    price = given.inputs.panels.get("commodity_prices")
    if VOLUME not in given.inputs.panels or price is None or study.price not in price.activities:
        return xr.Dataset({"modelled": False})
    series = (
        price.values.sel(activity=study.price, drop=True)
        .isel(region=0, drop=True)
        .dropna("year")
        .sel(year=slice(None, given.last))
    )
    index = made["index"].dropna("year", how="all").rename(constant="region", part="activity")
    fit = scenarios.estimate(index, series, least_years=study.least_years)
    changes = scenarios.price_paths(series, futures=study.count, years=study.years, seed=study.seed)
    ratio = scenarios.project(fit, changes, seed=study.seed + 1)
    weight = _weights(given)
    kept = scenarios.survival(ratio, weight)
    state = scenarios.external_state(changes)
    parts = [str(code) for code in index.activity.values]
    stand_in = _stand_in(given, parts)
    by_region = {"ratio": ratio, "survives": kept["survives"]}
    mapped = {key: _map(given, array, stand_in) for key, array in by_region.items()}
    survives = mapped["survives"]
    known = survives.isel(future=0, drop=True).notnull()
    borrowed = xr.DataArray(
        [float(stand_in.get(code, code) != code) for code in given.inputs.activities],
        coords={"activity": list(given.inputs.activities)},
    )
    names = {"region": "constant", "activity": "part"}
    return xr.Dataset(
        {
            "modelled": True,
            **{
                key: fit[key].rename(names)
                for key in ("trend", "trend_error", "response", "response_error", "spread", "years")
            },
            "state": state,
            "total": kept["total"].rename(region="constant"),
            "ratio": mapped["ratio"],
            "survival": survives.mean("future", skipna=False),
            "survival_by_state": survives.groupby(state.rename("external")).mean("future", skipna=False),
            "estimated": xr.where(known, 3.0, np.nan),
            "assumed": borrowed.where(known),
        }
    )


def _weights(given: Given) -> xr.DataArray:
    """(region, activity): shares of the published parts in each constant region's value added, last focus year."""
    values = summed(given, values_by_part(given)).sel(year=given.last, drop=True)
    return values / values.sum("activity", skipna=False)


def _map(given: Given, array: xr.DataArray, stand_in: Mapping[str, str]) -> xr.DataArray:
    """(future, region, activity) of today's regions, missing where its borders moved or nothing is published."""
    geography = given.inputs.geography
    regions = given.main.regions
    codes = [geography.constant_of(code) for code in regions]
    parts = [stand_in.get(code, "") for code in given.inputs.activities]
    found = array.reindex(region=codes, activity=parts).assign_coords(
        region=regions, activity=list(given.inputs.activities)
    )
    moved = xr.DataArray([geography.moved(code) for code in regions], coords={"region": regions})
    return found.where(~moved)


def criteria(given: Given) -> xr.Dataset:
    """Step 8, first half: the values candidates are ranked by.

    Returns
    -------
    Dataset
        `value` (region, activity, criterion), missing where unknown or not a candidate; `used` (region, criterion): the
        criterion is known for at least two candidates of the region, and enters its ranking.
    """
    results, enough = given.results, given.results["long_list"]["enough"]
    sources = {
        "share": ("specialisation", "share"),
        "national_share": ("specialisation", "national_share"),
        "quotient": ("specialisation", "quotient"),
        "lowest_quotient": ("specialisation", "lowest_quotient"),
        "growth": ("dynamics", "growth"),
        "competitive_effect": ("dynamics", "competitive_effect"),
        "contribution": ("dynamics", "contribution"),
        "density": ("relatedness", "density"),
        "complexity": ("relatedness", "complexity"),
        "survival": ("futures", "survival"),
    }
    empty = xr.full_like(results["specialisation"]["share"], np.nan)
    held = results["gates"]["held_back"]
    columns = []
    for key in given.study.ranking.criteria:
        stage, name = sources[key]
        found = results[stage].get(name, empty)
        columns.append(found.broadcast_like(empty).transpose("region", "activity").where(enough & ~held))
    value = xr.concat(columns, xr.IndexVariable("criterion", list(given.study.ranking.criteria)))
    value = value.transpose("region", "activity", "criterion")
    spread = value.max("activity") > value.min("activity")
    return xr.Dataset({"value": value, "used": (value.notnull().sum("activity") >= 2) & spread})


def acceptability(given: Given) -> xr.Dataset:
    """Step 8, second half, as far as no weight is told: places taken over the weightings tried.

    Returns
    -------
    Dataset of (region, activity)
        `acceptability` (region, activity, place): share of the weightings tried in which the candidate takes a place;
        `mean_place` over the weightings tried. Missing where there is nothing to rank.
    """
    rank = given.study.ranking
    empty = given.results["criteria"]["value"].isel(criterion=0, drop=True) * np.nan
    places = xr.IndexVariable("place", np.arange(1, empty.sizes["activity"] + 1))
    t = ballot(given, {"any": Way(weights=dict.fromkeys(rank.weighed, 1.0))})
    if t is None:
        return xr.Dataset({"acceptability": empty.expand_dims(place=places, axis=-1), "mean_place": empty})
    found = decision.rank_acceptability(t, rules=rank.rules, draws=rank.draws, seed=rank.seed, unknown="draw")
    found = found.isel(way=0, drop=True).rename(candidate="activity", rank="place")
    inside = found.place <= found["mean_rank"].notnull().sum("activity")
    return xr.Dataset({"acceptability": found["acceptability"].where(inside), "mean_place": found["mean_rank"]})


def ranking(given: Given) -> xr.Dataset:
    """Step 8: the ranking of each region's candidates, and how firm it is.

    Returns
    -------
    Dataset of (region, activity) unless said otherwise
        `rank` by the mean of the rules' scores at the study's weights; `rank_of` (rule, region, activity);
        `acceptability` (region, activity, place): share of the weightings tried in which the candidate takes a place;
        `first`: share in which it comes first; `within`: share in which it is among the first k, k being how many
        directions a region gets, missing where there are no more candidates than places; `error`: half the width of
        the 95 % Monte-Carlo interval of `within`; `candidates` (region): how many are ranked. A lone candidate has
        rank 1 and no shares. Missing where it is no candidate.
    """
    rank, tried = given.study.ranking, given.results["acceptability"]
    there = given.results["criteria"]["value"].notnull().any("criterion")
    number = there.sum("activity")
    alone = xr.where(there & (number == 1), 1.0, np.nan)
    t = ballot(given, {"study": Way(weights=rank.weights)})
    if t is None:
        by_rule = alone.expand_dims(rule=list(rank.rules)) * np.nan
        order = alone
    else:
        mean = tried["mean_place"].rename(activity="candidate").expand_dims(way=["study"])
        found = placed(t, mean, rules=rank.rules).isel(way=0, drop=True).rename(candidate="activity")
        by_rule, order = found["rank_of"], found["rank"].fillna(alone)
    share = tried["acceptability"]
    within = share.sel(place=slice(None, rank.directions)).sum("place").clip(max=1.0)  # a sum may round above one
    within = within.where(tried["mean_place"].notnull() & (number > rank.directions))
    return xr.Dataset(
        {
            "rank": order,
            "rank_of": by_rule,
            "acceptability": share,
            "first": share.sel(place=1, drop=True),
            "within": within,
            "error": 1.96 * np.sqrt(within * (1 - within) / rank.draws),
            "candidates": number.astype(float),
        }
    ).transpose("rule", "region", "activity", "place")


def directions(given: Given) -> xr.Dataset:
    """The directions: the first few candidates of the long list past the gates.

    Returns
    -------
    Dataset of (region, activity)
        `chosen` of bool; `reason`: `strength`, `declining`, `emerging`, `weak` (the class that put it on the list), or
        for those not chosen `base`, `enabling`, `no_choice`, `held_back`, `few_signs`, `no_evidence`, `outranked`.
    """
    listing, held = given.results["long_list"], given.results["gates"]["held_back"]
    rank = given.results["ranking"]["rank"]
    chosen = rank <= given.study.ranking.directions
    role = given.results["scope"]["role"].broadcast_like(rank)
    reason = listing["class"]
    reason = xr.where(listing["listed"] & ~chosen, "outranked", reason)
    reason = xr.where(listing["listed"] & ~listing["enough"], "few_signs", reason)
    reason = xr.where(listing["listed"] & held, "held_back", reason)
    reason = xr.where(~listing["listed"], "no_evidence", reason)
    reason = xr.where(role != "candidate", role, reason)
    return xr.Dataset(
        {"chosen": chosen.transpose("region", "activity"), "reason": reason.transpose("region", "activity")}
    )


def variants(given: Given) -> xr.Dataset:
    """Step 9: what other ways of choosing would choose, and what each brings and gives up in the same futures.

    Returns
    -------
    Dataset
        `chosen` (variant, region, activity); `projected` (variant, region): directions with a projection; of (variant,
        region): `median_outcome`, percentage points its directions add to the region's growth over the futures'
        years, `largest`, `ninetieth` regret and `best` share; of (state, variant, region): `outcome_by_state`.
    """
    chosen = _chosen(given)
    made = given.results["futures"]
    if not bool(made["modelled"]):
        return xr.Dataset({"chosen": chosen})
    gain = 100 * given.results["specialisation"]["share"] * (made["ratio"] - 1)
    known = gain.isel(future=0, drop=True).notnull()
    past = known.any("activity")
    outcome = gain.where(chosen & known, 0.0).sum("activity").where(past).transpose("future", "variant", "region")
    lost = scenarios.regret(outcome)
    return xr.Dataset(
        {
            "chosen": chosen,
            "projected": (chosen & known).sum("activity").where(past),
            "median_outcome": outcome.median("future", skipna=False),
            "outcome_by_state": outcome.groupby(made["state"].rename("external")).median("future", skipna=False),
            "largest": lost["largest"],
            "ninetieth": lost["ninetieth"],
            "best": lost["best"],
        }
    )


def _chosen(given: Given) -> xr.DataArray:
    """(variant, region, activity): what each variant would choose; where nothing can be ranked, the first it may."""
    rank = given.study.ranking
    variants = given.study.futures.variants.items()
    ways = {key: Way(variant.activities, variant.weights or rank.weights) for key, variant in variants}
    there = given.results["criteria"]["value"].notnull().any("criterion")
    allowed = [
        [not way.activities or code in way.activities for code in there.activity.values] for way in ways.values()
    ]
    may = there & xr.DataArray(allowed, coords={"way": list(ways), "activity": there.activity})
    order = may.cumsum("activity").where(may).transpose("way", "region", "activity")
    if (t := ballot(given, ways)) is not None:
        tried = decision.rank_acceptability(t, rules=rank.rules, draws=TIES, seed=rank.seed, unknown="draw")
        ranked = placed(t, tried["mean_rank"], rules=rank.rules)["rank"].rename(candidate="activity")
        order = ranked.where(ranked.notnull().any("activity"), order)
    return (order <= rank.directions).rename(way="variant")
