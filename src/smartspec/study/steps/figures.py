"""What the figures themselves say: scope, quality, specialisation and dynamics (steps 1, 2 and part of 3).

    scope            which years, regions, activities and roles the study has
    quality          what is published, what stands out, where levels break
    specialisation   shares and quotients on the mean of the focus years, with all their twins
    dynamics         growth and contribution from volume indices, on constant regions

Nominal figures give shares within a year, never growth over years.
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from smartspec import measures
from smartspec.errors import StudyError, first_few
from smartspec.panel import Indicator, Panel, Status, checks
from smartspec.study.inputs import VOLUME, Given

__all__ = ["dynamics", "quality", "scope", "specialisation", "summed", "values_by_part"]


def scope(given: Given) -> xr.Dataset:
    """Step 1: the data contract.

    Returns
    -------
    Dataset
        `role` (activity); `own_since` (region), the first year on today's borders (0 when always); `constant_of`
        (region), the code of its constant region; `focus` (year) of bool.
    """
    panel, study = given.main, given.study
    wanted = [*study.years.focus, *([study.years.first_release] if study.years.first_release else [])]
    if missing := [year for year in wanted if year not in panel.years]:
        raise StudyError(
            f"years: the main table has no {first_few(missing)}; it has {panel.years[0]}-{panel.years[-1]}. "
            "Choose other focus years or another first release under `years:`."
        )
    geography = given.inputs.geography
    if holes := checks.gaps(panel, study.years.focus, geography):
        shown = [f"{year} / {region} / {activity}" for year, region, activity in holes]
        raise StudyError(
            f"{len(holes)} {'cell' if len(holes) == 1 else 'cells'} of the focus years unknown: {first_few(shown)}. "
            "Every finding rests on their mean. Give the figures, choose other years under `years: focus:`, "
            "or leave the activity out under `activities:`."
        )
    codes = panel.regions
    years = xr.DataArray(panel.years, coords={"year": panel.years})
    return xr.Dataset(
        {
            "role": ("activity", np.array([given.role(code) for code in panel.activities])),
            "own_since": ("region", np.array([geography.first_year(code) or 0 for code in codes])),
            "constant_of": ("region", np.array([geography.constant_of(code) for code in codes])),
            "focus": years.isin(list(study.years.focus)),
        },
        coords={"region": codes, "activity": panel.activities},
    )


def _on_own_borders(given: Given, x: xr.DataArray) -> xr.DataArray:
    """The same array with years before today's borders taken out."""
    since = given.results["scope"]["own_since"]
    return x.where(x.year >= since)


def quality(given: Given) -> xr.Dataset:
    """Step 2: what is published, what stands out, where the level of nominal figures breaks.

    Returns
    -------
    Dataset
        `published`, `blank`, `withheld` (year): counts of cells of regions that existed; `spike` (year, region,
        activity); `flagged` (region, activity): a focus year stands out; `adequate` (region, activity): all focus years
        are published; `break` (year): nominal growth of the country departs from volume times price by more than a
        point, where the tables to tell are given; `total_difference` (year): largest gap between the
        regions' sum and the country's row.
    """
    panel, study = given.main, given.study
    alive = panel.exists(given.inputs.geography)
    status = panel.status.where(alive, -1)
    focus = list(study.years.focus)
    spike = checks.spikes(_on_own_borders(given, panel.values), factor=study.years.spike)
    known = panel.values.sel(year=focus).notnull()
    gap = abs(panel.values.where(alive, 0.0).sum("region", skipna=False) - given.reference).max("activity")
    found = {
        "published": (status == int(Status.PUBLISHED)).sum(("region", "activity")),
        "blank": (status == int(Status.BLANK)).sum(("region", "activity")),
        "withheld": (status == int(Status.WITHHELD)).sum(("region", "activity")),
        "spike": spike,
        "flagged": spike.sel(year=focus).any("year"),
        "adequate": known.sum("year") >= min(study.gates.years, len(focus)),
        "total_difference": gap,
    }
    breaks = _breaks(given)
    return xr.Dataset(found if breaks is None else {**found, "break": breaks.reindex(year=panel.years, fill_value=0.0)})


def _breaks(given: Given) -> xr.DataArray | None:
    panels = given.inputs.panels
    if not {"grp", "grp_volume_index", "value_added_deflator"} <= set(panels):
        return None
    nominal, volume, price = (panels[key].reference for key in ("grp", "grp_volume_index", "value_added_deflator"))
    if price is None:
        price = panels["value_added_deflator"].values.isel(region=0, drop=True)
    if nominal is None or volume is None:
        return None
    return checks.level_breaks(
        nominal.isel(activity=0, drop=True), volume.isel(activity=0, drop=True), price.sel(activity="TOTAL", drop=True)
    )


def specialisation(given: Given) -> xr.Dataset:
    """Shares and location quotients of every activity in every region, with the twins that test them.

    Returns
    -------
    Dataset of (region, activity) unless said otherwise
        `value`, `share`, `national_share` (both of region in country), `country_value`, `country_share` (activity),
        `quotient`, all on the mean of the focus years; `yearly_quotient` (year, region, activity) on own borders;
        `lowest_quotient`, `highest_quotient` over the spread years; `latest_quotient`, `latest_share` of the first
        release; `adjusted_quotient` without extraction; `held_quotient` with extraction at its mean share; `excess`;
        `constant_value` and `constant_quotient` (year, constant, activity) on constant regions.
    """
    panel, study, years = given.main, given.study, given.study.years
    x, reference = panel.values, given.reference
    focus = list(years.focus)
    value = x.sel(year=focus).mean("year", skipna=False)
    country = reference.sel(year=focus).mean("year", skipna=False)
    extraction = [code for code in study.extraction if code in panel.activities]
    own = _on_own_borders(given, x)
    yearly = measures.location_quotient(own, reference=reference)
    spread = yearly.sel(year=slice(given.last - years.spread + 1, given.last))
    window = slice(given.last - years.extraction_mean + 1, given.last)
    held = (
        measures.at_mean_share(own.sel(year=window), extraction, reference=reference.sel(year=window))
        .sel(year=focus)
        .mean("year", skipna=False)
        if extraction
        else xr.full_like(value, np.nan)
    )
    constant = panel.on_constant_regions(given.inputs.geography)
    return xr.Dataset(
        {
            "value": value,
            "share": value / value.sum("activity", skipna=False),
            "national_share": value / country,
            "country_value": country,
            "country_share": country / country.sum("activity", skipna=False),
            "quotient": measures.location_quotient(value, reference=country),
            "yearly_quotient": yearly,
            "lowest_quotient": spread.min("year"),
            "highest_quotient": spread.max("year"),
            "adjusted_quotient": _adjusted(value, country, extraction),
            "held_quotient": held,
            "excess": measures.excess(value, reference=country),
            "constant_quotient": measures.location_quotient(constant.values, reference=reference).rename(
                region="constant"
            ),
            "constant_value": constant.values.rename(region="constant"),
            **_latest(given, yearly),
        }
    )


def _adjusted(value: xr.DataArray, country: xr.DataArray, extraction: list[str]) -> xr.DataArray:
    rest = measures.location_quotient(
        measures.without(value, extraction), reference=measures.without(country, extraction)
    )
    return rest.reindex(activity=value.activity)


def _latest(given: Given, yearly: xr.DataArray) -> dict[str, xr.DataArray]:
    year = given.study.years.first_release
    if year is None:
        return {}
    x = given.main.values.sel(year=year, drop=True)
    return {
        "latest_quotient": yearly.sel(year=year, drop=True),
        "latest_share": x / x.sum("activity", skipna=False),
    }


def dynamics(given: Given) -> xr.Dataset:
    """Growth and contribution from volume indices, on constant regions; no own dynamics without an own past.

    Returns
    -------
    Dataset
        Of (year, constant, part): `index`, per cent of the previous year, `real_quotient` in prices of the base year.
        Of (constant, part): `ratio`, `part_growth`, `part_contribution`, `part_lead_error`, `start_value`. Of (part):
        `country_growth`, `country_ratio`. Of (constant): `total_growth`, `published_growth`. Of (region, activity),
        missing where the region has no own past or the activity no own index: `growth`, `competitive_effect`,
        `contribution`, `quotient_change`, and `lead_error`, the standard error of the yearly lead of growth over the
        country's, in share per year. Of (activity): `national_growth`. Of (region): `own_past` of bool. Empty of
        variables but `own_past` when the study has no volume indices.
    """
    geography, years = given.inputs.geography, given.study.years
    regions = given.main.regions
    own_past = xr.DataArray(
        [geography.has_past(code, given.last, years=years.own_past) for code in regions], coords={"region": regions}
    )
    if VOLUME not in given.inputs.panels:
        return xr.Dataset({"own_past": own_past})
    values = values_by_part(given)
    index = _constant_index(given, given.panel(VOLUME), values)
    base = years.base or given.start
    begun = summed(given, values).sel(year=base, drop=True)
    level = (begun * measures.chained(index, base=base)).where(
        begun != 0, 0.0
    )  # nothing there has no index, and needs none
    start, end = level.sel(year=given.start, drop=True), level.sel(year=given.last, drop=True)
    ratio = end / start.where(start > 0)
    country = level.sum("region", skipna=False)
    country_ratio = country.sel(year=given.last, drop=True) / country.sel(year=given.start, drop=True)
    steps = 1 / years.growth
    error = _lead_error(index, country, given.start, given.last)
    shared = measures.contribution(summed(given, values), index, start=given.start, end=given.last)
    real = measures.location_quotient(
        level.sel(year=slice(given.start, None)), reference=country.sel(year=slice(given.start, None))
    )
    found = {
        "index": index,
        "real_quotient": real,
        "ratio": ratio,
        "start_value": start,
        "part_growth": ratio**steps - 1,
        "part_lead_error": error,
        "part_contribution": shared,
        "total_growth": shared.sum("activity").where(shared.notnull().any("activity")),
        "published_growth": _published_growth(given, shared),
    }
    by_constant = {
        key: array.rename({"region": "constant", **({"activity": "part"} if "activity" in array.dims else {})})
        for key, array in found.items()
    }
    change = real.sel(year=given.last, drop=True) - real.sel(year=given.start, drop=True)
    by_region = {
        "growth": _for_regions(given, found["part_growth"], own_past),
        "competitive_effect": _for_regions(given, found["part_growth"] - (country_ratio**steps - 1), own_past),
        "lead_error": _for_regions(given, error, own_past),
        "contribution": _for_regions(given, shared, own_past),
        "quotient_change": _for_regions(given, change, own_past),
    }
    national = (country_ratio**steps - 1).reindex(activity=list(given.inputs.activities))
    return xr.Dataset(
        {
            **by_constant,
            **by_region,
            "country_ratio": country_ratio.rename(activity="part"),
            "country_growth": (country_ratio**steps - 1).rename(activity="part"),
            "national_growth": national,
            "own_past": own_past,
        }
    )


def _lead_error(index: xr.DataArray, country: xr.DataArray, start: int, last: int) -> xr.DataArray:
    """(region, activity): how uncertain the mean yearly lead over the country is, from its spread over the years."""
    own: xr.DataArray = xr.ufuncs.log(index.sel(year=slice(start + 1, last)) / 100)
    whole: xr.DataArray = xr.ufuncs.log(country / country.shift(year=1))
    lead = own - whole.sel(year=own.year)
    error: xr.DataArray = lead.std("year", ddof=1, skipna=False) / np.sqrt(lead.sizes["year"])
    return error


def values_by_part(given: Given) -> xr.DataArray:
    """(year, region, activity): nominal values of the activities volume indices are published for."""
    main, volume = given.main.values, given.panel(VOLUME)
    groups = given.inputs.groups
    parts = []
    for code in volume.activities:
        members = (
            [code] if code in main.activity.values else [m for m in groups.get(code, ()) if m in main.activity.values]
        )
        if not members:
            raise StudyError(
                f"the volume table has the activity '{code}', which the main table has neither itself nor as a group. "
                f"Name its members under `groups:`, or leave it out with `activities:` in the table's entry."
            )
        parts.append(main.sel(activity=members).sum("activity", skipna=False))
    return xr.concat(parts, xr.IndexVariable("activity", volume.activities)).transpose("year", "region", "activity")


def summed(given: Given, values: xr.DataArray) -> xr.DataArray:
    """(year, region, activity): the same on constant regions."""
    return Panel.of(values, Indicator("value")).on_constant_regions(given.inputs.geography).values


def _published_growth(given: Given, shared: xr.DataArray) -> xr.DataArray:
    """(region): percentage points of real growth of each constant region's whole economy over the growth years."""
    panels = given.inputs.panels
    if not {"grp", "grp_volume_index"} <= set(panels):
        return xr.full_like(shared.isel(activity=0, drop=True), np.nan)
    index = _constant_index(given, panels["grp_volume_index"], panels["grp"].values)
    whole = measures.chained(index.sel(year=slice(given.start + 1, None)), base=given.start).sel(
        year=given.last, drop=True
    )
    return 100 * (whole.isel(activity=0, drop=True).reindex(region=shared.region) - 1)


def _constant_index(given: Given, volume: Panel, values: xr.DataArray) -> xr.DataArray:
    """(year, region, activity): volume indices of constant regions, up to the last focus year."""
    geography = given.inputs.geography
    index = volume.values.sel(year=slice(None, given.last))
    alive = volume.exists(geography).sel(year=index.year)
    weights = values.reindex(year=index.year, region=index.region, activity=index.activity)
    groups = geography.constant_regions(volume.regions)
    rows = []
    for members in groups.values():
        there = [code for code in members if code in volume.regions]
        if len(there) == 1:
            rows.append(index.sel(region=there[0], drop=True))
            continue
        here = alive.sel(region=there)
        whole = measures.combined_index(
            index.sel(region=there).where(here, 100.0), weights.sel(region=there).where(here, 0.0)
        )
        alone = index.sel(region=there).where(here).mean("region")
        rows.append(xr.where(here.sum("region") == 1, alone, whole))
    return xr.concat(rows, xr.IndexVariable("region", list(groups))).transpose("year", "region", "activity")


def _for_regions(given: Given, by_constant: xr.DataArray, own_past: xr.DataArray) -> xr.DataArray:
    """(region, activity): a constant region's figure for regions whose borders did not move; missing for the others."""
    geography = given.inputs.geography
    codes = [geography.constant_of(str(code)) for code in own_past.region.values]
    there = by_constant.reindex(region=codes, activity=list(given.inputs.activities)).assign_coords(
        region=own_past.region.values
    )
    moved = xr.DataArray(
        [geography.moved(str(code)) for code in own_past.region.values], coords={"region": own_past.region}
    )
    return there.where(own_past & ~moved)
