"""Scenarios year by year, and what the same model would have foretold of years we know (part of step 9).

scenarios    every constant region in every future under every variant, and the outcomes the study judges
backcast     the model run from years past, scored against no change and the own trend
simulated    the futures themselves, for an export
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import xarray as xr

from smartspec.foresight import scenarios as model
from smartspec.foresight.scenarios import Futures, Lever
from smartspec.foresight.scenarios.model import Remember
from smartspec.study.inputs import VOLUME, Given
from smartspec.study.steps.economy import Start, amounts, driven, exposure, prices, start

__all__ = ["LEVELS", "backcast", "levers", "published", "scenarios", "simulated"]

LEVELS = (0.1, 0.25, 0.5, 0.75, 0.9)


def simulated(
    given: Given,
    begun: Start,
    *,
    progress: Callable[[int, int], None] | None = None,
    remember: Remember | None = None,
) -> tuple[xr.Dataset, xr.DataArray]:
    """The futures themselves: what `simulate` returned, and the price paths (future, step, commodity)."""
    study, options = given.study.scenarios, given.study.futures
    paths = _paths(given, begun)
    changes = xr.DataArray(
        np.diff(np.log(paths.values), axis=1),
        coords={**paths.coords, "step": paths.step.values[1:]},
        dims=paths.dims,
    )
    regions = begun.economy.regions
    if paths.sizes["commodity"]:
        moved = model.driver(changes, begun.weights, main=options.price).transpose("future", "step", "region")
        main = changes.isel(commodity=0, drop=True)
    else:
        main = xr.DataArray(
            np.zeros((options.count, options.years)),
            coords={"future": range(options.count), "step": range(1, options.years + 1)},
            dims=("future", "step"),
        )
        moved = main.expand_dims(region=regions, axis=2)
    drawn = model.sample(begun.sizes, futures=options.count, seed=study.seed, design=study.design)
    found = model.simulate(
        begun.economy,
        Futures(moved, main, drawn, given.last, study.seed + 1),
        on=begun.on,
        levers=_levers(given),
        targets=_targets(given, begun),
        progress=progress,
        remember=remember,
    )
    return found.assign(drawn=drawn), paths


def _paths(given: Given, begun: Start) -> xr.DataArray:
    options = given.study.futures
    if not begun.prices.sizes["commodity"]:
        return xr.DataArray(
            np.zeros((options.count, options.years + 1, 0)),
            coords={"future": range(options.count), "step": range(options.years + 1), "commodity": []},
            dims=("future", "step", "commodity"),
        )
    return model.reverting_paths(
        begun.prices, futures=options.count, years=options.years, seed=options.seed, revert=begun.on["reversion"]
    )


def _levers(given: Given) -> dict[str, Lever]:
    entries = given.study.scenarios.levers
    found = {}
    for key in given.study.futures.variants:
        one = entries.get(key)
        found[key] = (
            Lever() if one is None else Lever(one.share, one.transfers, max(one.start, given.last + 1), one.years)
        )
    return found


def _targets(given: Given, begun: Start) -> xr.DataArray:
    """(variant, region, activity) of bool: directions of each variant, on constant regions and published parts.

    A direction that is published only within a group is no target unless the study lets the group stand for it.
    """
    if not begun.on["support"]:
        at = {"region": begun.economy.regions, "activity": begun.economy.activities}
        names = list(given.study.futures.variants)
        shape = (len(names), len(at["region"]), len(at["activity"]))
        coords = {"variant": names, **at}
        return xr.DataArray(np.zeros(shape, dtype=bool), coords=coords, dims=("variant", "region", "activity"))
    chosen = given.results["variants"]["chosen"].transpose("variant", "region", "activity")
    regions, activities = list(chosen.region.values), list(chosen.activity.values)
    groups = given.inputs.geography.constant_regions(given.main.regions)
    parts, lent = begun.economy.activities, given.study.futures.group_stands_for_members
    of = [[part] if part in activities else (given.inputs.groups.get(part, ()) if lent else ()) for part in parts]
    picks = [[activities.index(code) for code in members if code in activities] for members in of]
    by_part = np.stack([chosen.values[..., pick].any(-1) for pick in picks], axis=-1)
    rows = [[regions.index(code) for code in groups[name]] for name in begun.economy.regions]
    return xr.DataArray(
        np.stack([by_part[:, row].any(1) for row in rows], axis=1),
        coords={"variant": chosen.variant.values, "region": begun.economy.regions, "activity": parts},
        dims=("variant", "region", "activity"),
    )


def scenarios(given: Given) -> xr.Dataset:
    """Step 9: every constant region in every future; not modelled here where some variant spends.

    Returns
    -------
    Dataset
        As `levers` does; variants do not differ. It stands on no ranking, so that a changed weight leaves it alone.
    """
    return xr.Dataset({"modelled": False}) if _spends(given) else _carried(given)


def levers(given: Given) -> xr.Dataset:
    """Step 9: every constant region in every future under every variant; not modelled where none spends.

    Returns
    -------
    Dataset
        `modelled` (scalar bool). Where it holds: `on` (mechanism) of bool; `parameters` (basis), how many numbers are
        estimated per activity and how many of the study's are cited and assumed; `volume` (level, variant, step,
        constant), the start being 1; `judged` (future, variant, constant), the first outcome; `line` (outcome,
        constant) and `met` (outcome, variant, constant), the line and the share of futures that keep to it; of
        (variant, constant): `worst`, `poor`, `middle`, `regret`, `regret_ninetieth` of the first outcome;
        `factor_value` (factor, future, constant), `seen` (sign, future, constant), what may explain failures and what
        can be watched; `importance` (factor, constant) and `tornado` (factor, end, constant) of the first outcome
        under the first variant; `exposure` (constant, commodity); `survives` (variant, constant, part).
    """
    return _carried(given) if _spends(given) else xr.Dataset({"modelled": False})


def _spends(given: Given) -> bool:
    return any(one.share > 0 or one.transfers > 0 for one in given.study.scenarios.levers.values())


def _carried(given: Given) -> xr.Dataset:
    """The futures of a study, and what a reader asks of them."""
    begun = start(given)
    if begun is None:
        return xr.Dataset({"modelled": False})
    found, paths = simulated(given, begun)
    names = found.variant.values
    if not begun.on["support"]:
        found = found.isel(variant=[0])  # variants that spend nothing do not differ
    options, study = given.study.futures, given.study.scenarios
    shown = {key: found[key] / found[key].isel(step=0, drop=True) for key in ("volume", "value")}
    made = _measured(shown, found, options.years)
    keys = list(study.outcomes)
    outcome = xr.concat([made[study.outcomes[key].of] for key in keys], xr.IndexVariable("outcome", keys))
    line, met = _judged(given, outcome)
    first = outcome.isel(outcome=0, drop=True)
    told = first.isel(variant=0, drop=True)
    sturdy = model.robustness(first if study.outcomes[keys[0]].of != "extraction" else -first)
    factors = _factors(begun, found, paths)
    seen = _seen(given, shown["volume"], paths)
    bases = [size.basis for size in begun.sizes.values()]
    estimated = 2 + begun.on["price_on_volume"] + begun.on["price_on_value"] + begun.on["reversion"]
    counts = [estimated + bases.count("estimated"), bases.count("cited"), bases.count("assumed")]
    result = xr.Dataset(
        {
            "on": ("mechanism", [begun.on[key] for key in begun.on]),
            "parameters": ("basis", counts),
            "volume": model.fan(shown["volume"], levels=LEVELS),
            "judged": first,
            "line": line,
            "met": met,
            **sturdy.drop_vars("met"),
            "factor_value": factors,
            "seen": seen,
            "importance": model.importance(factors, told),
            "tornado": model.tornado(factors, told),
            "exposure": begun.weights,
            "survives": _survivors(found, shown["volume"]),
        },
        coords={"mechanism": list(begun.on), "basis": list(model.BASES)},
    )
    if len(found.variant) < len(names):
        result = result.isel(variant=[0] * len(names)).assign_coords(variant=names)
    return result.rename(region="constant", activity="part").assign(modelled=True)


def _measured(shown: dict[str, xr.DataArray], found: xr.Dataset, years: int) -> dict[str, xr.DataArray]:
    """(future, variant, region): every outcome the model produces."""
    end = {key: array.isel(step=-1, drop=True) for key, array in shown.items()}
    value = shown["value"]
    yearly = 100 * (value.isel(step=slice(1, None)).values / value.isel(step=slice(None, -1)).values - 1)
    return {
        "income": 100 * (end["value"] ** (1 / years) - 1),
        "growth": 100 * (end["volume"] ** (1 / years) - 1),
        "volume": end["volume"],
        "value": end["value"],
        "worst_year": end["value"].copy(data=yearly.min(value.dims.index("step"))),
        "extraction": found["extraction"],
        "diversity": found["diversity"],
    }


def _judged(given: Given, outcome: xr.DataArray) -> tuple[xr.DataArray, xr.DataArray]:
    """The line of each outcome and region, and the share of futures that keep to it."""
    entries, regions = given.study.scenarios.outcomes, outcome.region.values
    made = given.results["dynamics"]
    past = made["published_growth"].where(made["published_growth"].notnull(), made["total_growth"])
    yearly = 100 * ((1 + past / 100) ** (1 / given.study.years.growth) - 1)
    yearly = yearly.rename(constant="region").reindex(region=regions)
    lines, shares = [], []
    for key, entry in entries.items():
        least = yearly if entry.own_past else xr.full_like(yearly, np.nan if entry.at_least is None else entry.at_least)
        for region, number in entry.regions.items():
            least = least.where(least.region != region, number)
        shown = (
            least if entry.own_past or entry.at_least is not None else xr.full_like(yearly, float(entry.at_most or 0))
        )
        floor = least if entry.own_past or entry.at_least is not None else None
        lines.append(shown)
        shares.append(model.share_met(outcome.sel(outcome=key, drop=True), at_least=floor, at_most=entry.at_most))
    by = xr.IndexVariable("outcome", list(entries))
    return xr.concat(lines, by), xr.concat(shares, by)


def _factors(begun: Start, found: xr.Dataset, paths: xr.DataArray) -> xr.DataArray:
    """(factor, future, region): mean prices of each path, sampled parameters, and how trend and shocks turned out."""
    regions, futures = begun.economy.regions, found.future.values
    columns: dict[str, np.ndarray] = {}
    if paths.sizes["commodity"]:
        mean = paths.isel(step=slice(1, None)).mean("step")
        met = begun.weights.fillna(0.0)
        for place, code in enumerate(str(one) for one in paths.commodity.values):
            exposed = np.ones(len(regions), dtype=bool) if not place else met.sel(commodity=code).values > 0.05
            if exposed.any():
                columns[f"price.{code}"] = np.where(exposed, mean.sel(commodity=code).values[:, None], 0.0)
    for key in begun.sizes:
        drawn = found["drawn"].sel(uncertainty=key).values
        columns[f"given.{key}"] = np.repeat(drawn[:, None], len(regions), axis=1)
    columns["trend"] = np.nan_to_num(100 * found["trend_luck"].values)
    columns["shocks"] = np.nan_to_num(100 * found["shock_luck"].values)
    return xr.DataArray(
        np.stack(list(columns.values())),
        coords={"factor": list(columns), "future": futures, "region": regions},
        dims=("factor", "future", "region"),
    )


def _seen(given: Given, volume: xr.DataArray, paths: xr.DataArray) -> xr.DataArray:
    """(sign, future, region): what will be known after a few years: the main price's mean, the region's own growth."""
    watch = min(given.study.scenarios.watch, given.study.futures.years - 1)
    grown = 100 * (volume.isel(variant=0, step=watch) ** (1 / watch) - 1)
    columns = {"growth": grown.transpose("future", "region").values}
    if paths.sizes["commodity"]:
        mean = paths.isel(commodity=0, step=slice(1, watch + 1)).mean("step").values
        columns["price"] = np.repeat(mean[:, None], grown.sizes["region"], axis=1)
    return xr.DataArray(
        np.stack(list(columns.values())),
        coords={"sign": list(columns), "future": volume.future.values, "region": volume.region.values},
        dims=("sign", "future", "region"),
    )


def _survivors(found: xr.Dataset, volume: xr.DataArray) -> xr.DataArray:
    """(variant, region, activity): share of futures in which an activity grows and keeps its weight in its region."""
    ratio, total = found["ratio"].values, volume.isel(step=-1).transpose("future", "variant", "region").values
    keeps = (ratio > 1) & (ratio >= total[..., None] * (1 - 1e-12))
    unknown = np.isnan(ratio).any(0) | np.isnan(total).any(0)[..., None]
    share = np.where(unknown, np.nan, keeps.mean(0))
    dims = ("variant", "region", "activity")
    return xr.DataArray(share, coords={dim: found[dim].values for dim in dims}, dims=dims)


def backcast(given: Given) -> xr.Dataset:
    """Step 9, its proof: the model run from years past on prices as they were, and its error.

    Returns
    -------
    Dataset
        `tested` (scalar bool). Where it holds, what `backcast` of the foresight chapter returned, with `constant` in
        the place of `region`; `until` is the last year scored.
    """
    study = given.study.scenarios
    if VOLUME not in given.inputs.panels or "index" not in given.results["dynamics"]:
        return xr.Dataset({"tested": False})
    index, values = _whole_index(given)
    years = [int(year) for year in index.year.values]
    origins = [year for year in study.origins if years[0] + given.study.futures.least_years - 1 <= year < years[-1]]
    if not origins:
        return xr.Dataset({"tested": False})
    table = prices(given, last=years[-1])
    before = tuple(range(min(origins) - len(given.study.years.focus) + 1, min(origins) + 1))
    changes = driven(table, exposure(given, table, years=before), given.study.futures.price)
    if changes is not None and not set(years) <= {int(year) for year in changes.year.values}:
        changes = None
    found = model.backcast(index, changes, values, origins=origins, least_years=given.study.futures.least_years)
    return found.rename(region="constant").assign(tested=True, until=years[-1])


def _whole_index(given: Given) -> tuple[xr.DataArray, xr.DataArray]:
    """(year, region, activity): volume indices up to the last year of the table, and values to weigh them by."""
    known = given.results["dynamics"]["index"].rename(constant="region", part="activity")
    values, volume = amounts(given), given.panel(VOLUME)
    years = [year for year in volume.years if year > given.last and year in values.year.values]
    if years:
        main = given.main
        index = volume.values.sel(year=years).transpose("year", "region", "activity").values
        weight = main.values.sel(year=years).transpose("year", "region", "activity").values
        places = {code: place for place, code in enumerate(main.activities)}
        groups = given.inputs.geography.constant_regions(main.regions)
        regions, here = main.regions, volume.regions
        parts = [[part] if part in places else given.inputs.groups.get(part, ()) for part in volume.activities]
        by_part = np.stack([weight[..., [places[c] for c in one if c in places]].sum(-1) for one in parts], axis=-1)
        rows = []
        for name in known.region.values:
            there = [code for code in groups[str(name)] if code in here]
            at, of = [here.index(c) for c in there], [regions.index(c) for c in there]
            needed = by_part[:, of] > 0
            before = np.where(needed, by_part[:, of] / np.where(needed, index[:, at] / 100, 1.0), 0.0).sum(1)
            whole = 100 * by_part[:, of].sum(1) / np.where(before > 0, before, np.nan)
            rows.append(index[:, at[0]] if len(at) == 1 else whole)
        later = xr.DataArray(
            np.stack(rows, axis=1),
            coords={"year": years, "region": known.region.values, "activity": volume.activities},
            dims=("year", "region", "activity"),
        )
        known = xr.concat([known, later.sel(activity=known.activity.values)], "year")
    return known.dropna("year", how="all"), values


def published(given: Given, first: int) -> xr.DataArray | None:
    """(year, region): volumes of constant regions over those of the year `first`, as published since; None before."""
    index, values = _whole_index(given)
    later = index.sel(year=slice(first + 1, None))
    if not later.sizes["year"] or first not in values.year.values:
        return None
    weight = values.sel(year=first, region=index.region, activity=index.activity)
    there = (weight > 0) & weight.notnull()
    level = (later / 100).where(there, 0.0).cumprod("year") * weight.where(there, 0.0)
    total: xr.DataArray = level.sum("activity", skipna=False) / weight.sum("activity", skipna=False)
    return total.assign_coords(year=later.year)
