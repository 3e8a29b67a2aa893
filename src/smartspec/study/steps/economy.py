"""What the scenarios start from, put together from the study: estimates, prices, exposure, what the author adds.

Start       everything the scenarios need, on constant regions and published parts
start       the same from a study, or None where its tables do not allow it
prices      the commodity prices without gaps
exposure    which commodity prices what each constant region physically makes
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import xarray as xr

from smartspec import measures
from smartspec.errors import StudyError, first_few
from smartspec.foresight import scenarios
from smartspec.foresight.scenarios import Economy, Limit
from smartspec.study.inputs import VOLUME, Given

__all__ = ["DEFLATOR", "PRICES", "PRODUCTS", "Start", "amounts", "driven", "exposure", "prices", "start"]

PRICES, PRODUCTS, DEFLATOR = "commodity_prices", "products", "value_added_deflator"


@dataclass(frozen=True)
class Start:
    """Everything the scenarios need, on constant regions and published parts."""

    economy: Economy
    values: xr.DataArray
    index: xr.DataArray
    prices: xr.DataArray
    weights: xr.DataArray
    sizes: dict[str, scenarios.Size]
    on: dict[str, bool]


def prices(given: Given, *, last: int | None = None) -> xr.DataArray:
    """(year, commodity): prices without gaps since the main commodity's first year, the main commodity first.

    A commodity whose series has a gap is left out; the main one is kept, so that its gap is refused where it is drawn.
    """
    panel = given.inputs.panels.get(PRICES)
    main = given.study.futures.price
    if panel is None or main not in panel.activities:
        return xr.DataArray(np.zeros((0, 0)), coords={"year": [], "commodity": []}, dims=("year", "commodity"))
    table = panel.values.isel(region=0, drop=True).rename(activity="commodity").transpose("year", "commodity")
    table = table.sel(year=slice(None, last or given.last))
    known = table.sel(commodity=main).notnull().values
    table = table.isel(year=slice(int(known.argmax()), len(known) - int(known[::-1].argmax())))
    whole = table.notnull().all("year").values
    wanted = {main, *(one.commodity for one in given.study.scenarios.exposure.values())}
    codes = [str(code) for code in table.commodity.values]
    kept = [code for code, full in zip(codes, whole, strict=True) if code == main or (full and code in wanted)]
    return table.sel(commodity=sorted(kept, key=lambda code: code != main))


def exposure(given: Given, table: xr.DataArray, *, years: tuple[int, ...] = ()) -> xr.DataArray:
    """(region, commodity): shares of each commodity in what a constant region physically makes, at world prices.

    Products whose commodity has no whole series are left out. On the mean of the focus years unless told otherwise.
    """
    entries = given.study.scenarios.exposure
    codes = [str(code) for code in table.commodity.values]
    groups = given.inputs.geography.constant_regions(given.main.regions)
    panel = given.inputs.panels.get(PRODUCTS)
    there = [
        key for key, one in entries.items() if panel is not None and key in panel.activities and one.commodity in codes
    ]
    empty = xr.DataArray(
        np.full((len(groups), len(codes)), np.nan),
        coords={"region": list(groups), "commodity": codes},
        dims=("region", "commodity"),
    )
    if panel is None or not there:
        return empty
    focus = [year for year in years or given.study.years.focus if year in panel.years and year in table.year.values]
    if not focus:
        return empty
    made = panel.values.sel(activity=there, year=focus).transpose("year", "region", "activity").values
    known = np.isfinite(made).sum(0)
    mean = np.where(known > 0, np.nansum(made, 0) / np.maximum(known, 1), 0.0)
    rows = [[place for place, code in enumerate(panel.regions) if code in members] for members in groups.values()]
    output = xr.DataArray(
        np.stack([mean[row].sum(0) for row in rows]),
        coords={"region": list(groups), "product": there},
        dims=("region", "product"),
    )
    worth = {code: float(table.sel(commodity=code, year=focus).mean()) for code in codes}
    found = scenarios.price_weights(
        output,
        worth,
        {key: entries[key].commodity for key in there},
        {key: entries[key].units for key in there},
    )
    return found.reindex(commodity=codes).fillna(0.0).where(found.notnull().all("commodity"))


def amounts(given: Given) -> xr.DataArray:
    """(year, region, activity): nominal value of every published part on constant regions; unknown stays unknown."""
    panel, volume = given.main, given.panel(VOLUME)
    values = panel.values.transpose("year", "region", "activity").values
    values = np.where(panel.exists(given.inputs.geography).transpose("year", "region").values[..., None], values, 0.0)
    groups = given.inputs.geography.constant_regions(panel.regions)
    places = {code: place for place, code in enumerate(panel.activities)}
    members = {part: [part] if part in places else given.inputs.groups.get(part, ()) for part in volume.activities}
    parts = [values[..., [places[one] for one in members[part] if one in places]].sum(-1) for part in members]
    table = np.stack(parts, axis=-1)
    regions = panel.regions
    rows = [[regions.index(one) for one in group if one in regions] for group in groups.values()]
    return xr.DataArray(
        np.stack([table[:, row].sum(1) for row in rows], axis=1),
        coords={"year": panel.years, "region": list(groups), "activity": list(members)},
        dims=("year", "region", "activity"),
    )


def driven(table: xr.DataArray, weights: xr.DataArray, main: str) -> xr.DataArray | None:
    """(year, region): log price changes each constant region met, or None without prices."""
    if table.sizes["year"] < 2:
        return None
    logs = xr.DataArray(np.log(table.values), coords=table.coords, dims=table.dims)
    return scenarios.driver(logs.diff("year"), weights, main=main)


def start(given: Given) -> Start | None:
    """What the scenarios start from, or None where the study has no volume indices.

    Raises
    ------
    StudyError
        Levers, limits or demand name a variant, a region or an activity the study does not have.
    ForesightError
        The main price has a gap in the years of the indices.
    """
    if VOLUME not in given.inputs.panels or "index" not in given.results["dynamics"]:
        return None
    study, options = given.study.scenarios, given.study.futures
    index = given.results["dynamics"]["index"].dropna("year", how="all").rename(constant="region", part="activity")
    values = amounts(given)
    table = prices(given)
    weights = exposure(given, table)
    changes = driven(table, weights, options.price)
    if changes is not None and not set(index.year.values) <= set(changes.year.values):
        changes = changes.reindex(year=index.year)
    fit = scenarios.fit_growth(index, changes, least_years=options.least_years)
    sizes = {key: one.size() for key, one in study.uncertainties.items()}
    parts, regions = [str(code) for code in index.activity.values], [str(code) for code in index.region.values]
    _refuse_unknown(given, parts, regions)
    economy = Economy(
        fit=fit,
        value=values.sel(year=given.last, drop=True),
        prices=_answers(given, table, parts),
        density=_on_parts(given, "relatedness", "density", parts, regions),
        chance=_chance(given, parts, regions),
        horizon=given.study.validation.horizon,
        coefficients=_coefficients(given, values, parts),
        limits={
            key: Limit(_listed(one.use, "activity"), _listed(one.available, "region"))
            for key, one in study.limits.items()
        },
        extraction=tuple(given.study.extraction),
    )
    found = [name for name in economy.found() if name not in study.off]
    found += ["reversion"] if table.sizes["commodity"] and "reversion" not in study.off else []
    spends = any(lever.share > 0 or lever.transfers > 0 for lever in study.levers.values())
    return Start(economy, values, index, table, weights, sizes, scenarios.switched(sizes, found, support=spends))


def _listed(numbers: dict[str, float], dim: str) -> xr.DataArray:
    return xr.DataArray(list(numbers.values()), coords={dim: list(numbers)}, dims=dim)


def _refuse_unknown(given: Given, parts: list[str], regions: list[str]) -> None:
    study, problems = given.study.scenarios, []
    checks: list[tuple[str, Iterable[str], Iterable[str]]] = [
        ("levers:", study.levers, given.study.futures.variants),
        ("uncertainties: demand", [k[7:] for k in study.uncertainties if k.startswith("demand.")], parts),
    ]
    for key, limit in study.limits.items():
        checks += [(f"limits: {key}: use:", limit.use, parts), (f"limits: {key}: available:", limit.available, regions)]
    for key, outcome in study.outcomes.items():
        checks.append((f"outcomes: {key}: regions:", outcome.regions, regions))
    for where, named, there in checks:
        if odd := sorted(set(named) - set(there)):
            problems.append(f"`{where}` names {first_few(odd)}; there are {first_few(list(there), count=20)}")
    if problems:
        raise StudyError("`scenarios:` speaks of what the study does not have: " + "; ".join(problems) + ".")


def _answers(given: Given, table: xr.DataArray, parts: list[str]) -> xr.Dataset | None:
    """How each part's price answers to the main commodity; a group's deflator is its members', weighed by value."""
    panel = given.inputs.panels.get(DEFLATOR)
    if panel is None or table.sizes["year"] < 2 or "TOTAL" not in panel.activities:
        return None
    rows = panel.values.isel(region=0, drop=True) if panel.reference is None else panel.reference
    rows = rows.sel(year=slice(None, given.last)).transpose("year", "activity")
    main = table.isel(commodity=0, drop=True)
    changes = xr.DataArray(np.diff(np.log(main.values)), coords={"year": main.year.values[1:]}, dims="year")
    national = given.reference.sel(year=list(given.study.years.focus)).mean("year")
    weight = dict(zip(map(str, national.activity.values), national.values, strict=True))
    series = dict(zip(map(str, rows.activity.values), rows.values.T, strict=True))
    columns = {}
    for part in parts:
        members = [code for code in given.inputs.groups.get(part, (part,)) if code in series]
        if members and all(code in weight for code in members):
            columns[part] = np.average([series[code] for code in members], axis=0, weights=[weight[c] for c in members])
    if not columns:
        return None
    deflator = xr.DataArray(
        np.stack(list(columns.values()), axis=1),
        coords={"year": rows.year.values, "activity": list(columns)},
        dims=("year", "activity"),
    )
    return scenarios.relative_prices(deflator, rows.sel(activity="TOTAL", drop=True), changes)


def _on_parts(given: Given, stage: str, name: str, parts: list[str], regions: list[str]) -> xr.DataArray | None:
    """A number of regions and activities where it exists for unmoved regions and single activities."""
    found = given.results[stage].get(name)
    if found is None or not bool(found.notnull().any()):
        return None
    return found.reindex(region=regions, activity=parts)


def _chance(given: Given, parts: list[str], regions: list[str]) -> xr.DataArray | None:
    """Chances of entry, only where the entry model has proven itself on the study's own past."""
    found = given.results["validation"].get("chance")
    return None if found is None else found.rename(constant="region").reindex(region=regions, activity=parts)


def _coefficients(given: Given, values: xr.DataArray, parts: list[str]) -> xr.DataArray | None:
    """(delta, region, activity, other): regional input coefficients by Flegg's quotient, for every delta."""
    table = given.study.scenarios.input_output
    if table is None:
        return None
    lacking = sorted(set(parts) - set(table.output))
    if lacking:
        raise StudyError(f"`input_output: output:` lacks {first_few(lacking)}. Give the output of every activity.")
    flows = xr.DataArray(
        [[table.flows.get(row, {}).get(column, 0.0) for column in parts] for row in parts],
        coords={"activity": parts, "other": parts},
        dims=("activity", "other"),
    )
    output = _listed({code: table.output[code] for code in parts}, "activity")
    final = _listed({code: table.final.get(code, 0.0) for code in parts}, "activity") if table.final else None
    national = measures.technical_coefficients(flows, output, final_demand=final, tolerance=table.tolerance)
    measures.leontief_inverse(national)  # refuses a table that cannot be inverted, naming where
    now = values.sel(year=given.last, drop=True)
    rows = [measures.regional_coefficients(now, national, delta=delta) for delta in table.deltas]
    return xr.concat(rows, xr.IndexVariable("delta", list(table.deltas)))
