"""Where activities concentrate, with the evidence beside each verdict (step 4).

localisation    star regimes, twins, paths, territories of neighbours, kinds of region, spatial statistics
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from smartspec import measures
from smartspec.diagnosis import localisation as find
from smartspec.measures.spatial import neighbour_weights
from smartspec.study.inputs import MAIN, Given
from smartspec.study.steps.diagnosis import dynamic, national_growth

__all__ = ["JOBS", "localisation"]

JOBS = "jobs"
"""Key of a table of jobs by region and activity: it makes productivity and bounds of counts known."""
BOTH_YEARS = ("size_specialisation_focus", "top_quarter")
"""Regimes that need no growth, so that they apply at both ends of a path."""


def localisation(given: Given) -> xr.Dataset:
    """Step 4: territories of localisation, with what stands beside each.

    Returns
    -------
    Dataset
        What `star_regimes` returns. Of (region, activity): `constant_price_quotient`, missing where the region has no
        own past or the activity no index of its own; `competitive`, the competitive effect of shift-share over the
        growth years in the unit of the table at the start year's prices; `count_low`, `count_high`, bounds of the
        quotient of a table of counts, where there is one. Of (constant, activity): `path`. What `territories`
        returns, of activities that are a choice. Of (region): `kind`, `kind_count`, `kind_core`, `kind_size`. What
        `spatial_evidence` returns, `spatial` (scalar bool) saying whether it applies.
    """
    study, made = given.study, given.results["specialisation"]
    stars = {
        "star_quotient": study.stars.quotient,
        **study.stars.model_dump(include={"top", "needed", "needed_of_four", "quarter", "floor", "confirmed", "least"}),
        "strength_quotient": study.strengths.quotient,
        "strength_mass": study.strengths.mass,
    }
    growth = dynamic(given, "growth")
    faster = (growth >= national_growth(given)).astype(float).where(growth.notnull())
    jobs = _jobs(given)
    found = find.star_regimes(
        made["value"],
        made["share"],
        made["quotient"],
        national=made["country_value"],
        faster=faster,
        productivity=None if jobs is None else made["value"] / jobs.where(jobs > 0),
        growth=growth if bool(growth.notnull().any()) else None,
        regimes=study.stars.regimes,
        **stars,
    )
    return xr.merge(
        [
            found,
            _twins(given),
            _bounds(given, jobs),
            _paths(given, stars).rename("path"),
            _shared(given, found["verdict"] == "confirmed"),
        ]
    )


def _jobs(given: Given) -> xr.DataArray | None:
    """(region, activity): jobs on the mean of those focus years that have them all; None without such a table."""
    panel = given.inputs.panels.get(JOBS)
    years = [year for year in given.study.years.focus if panel is not None and year in panel.years]
    if panel is None or not years:
        return None
    made = given.results["specialisation"]["value"]
    jobs = panel.values.sel(year=years).mean("year", skipna=False)
    return jobs.reindex(region=made.region, activity=made.activity)


def _bounds(given: Given, jobs: xr.DataArray | None) -> xr.Dataset:
    """Poisson bounds of the quotient of counts: the main table's own where it counts, else those of jobs."""
    panel, counts = given.inputs.panels.get(JOBS), jobs
    if given.inputs.panels[MAIN].indicator.kind == "count":
        counts = given.results["specialisation"]["value"]
    elif panel is None or panel.indicator.kind != "count":
        counts = None
    if counts is None:
        return xr.Dataset()
    bounds = measures.location_quotient_interval(counts, unit="things counted")
    return bounds[["low", "high"]].rename(low="count_low", high="count_high")


def _twins(given: Given) -> xr.Dataset:
    """The quotient at constant prices, and the competitive effect of shift-share, for regions with a past."""
    found, made = given.results["dynamics"], given.results["specialisation"]["quotient"]
    if "real_quotient" not in found:
        missing = xr.full_like(made, np.nan)
        return xr.Dataset({"constant_price_quotient": missing, "competitive": missing})
    start, ratio = found["start_value"].values, found["ratio"].values
    country = found["country_ratio"].values
    lead = found["ratio"].copy(data=start * (ratio - country))
    real = found["real_quotient"].sel(year=given.last, drop=True)
    return xr.Dataset(
        {"constant_price_quotient": _of_today(given, real), "competitive": _of_today(given, lead)},
    )


def _of_today(given: Given, by_constant: xr.DataArray) -> xr.DataArray:
    """(region, activity): what is known of constant regions, for regions whose borders did not move."""
    geography, regions = given.inputs.geography, given.main.regions
    still = [code if not geography.moved(code) else "" for code in regions]
    found = by_constant.rename(constant="region", part="activity").reindex(
        region=still, activity=list(given.inputs.activities)
    )
    return found.assign_coords(region=regions)


def _paths(given: Given, stars: dict[str, float]) -> xr.DataArray:
    """(constant, activity): what became of a localisation over the growth years, on constant regions."""
    years, reference = given.study.years, given.reference
    constant = given.results["specialisation"]["constant_value"].rename(constant="region")
    ends = []
    for back in (years.growth, 0):
        wanted = [year - back for year in years.focus]
        if not set(wanted) <= set(constant.year.values.tolist()):
            empty = xr.full_like(constant.isel(year=0, drop=True), "", dtype=object)
            return empty.rename(region="constant")
        value = constant.sel(year=wanted).mean("year", skipna=False)
        country = reference.sel(year=wanted).mean("year", skipna=False)
        quotient = measures.location_quotient(value, reference=country)
        share = value / value.sum("activity", skipna=False)
        found = find.star_regimes(
            value,
            share,
            quotient,
            national=country,
            faster=xr.full_like(quotient, np.nan),
            regimes=BOTH_YEARS,
            **stars,  # type: ignore[arg-type]
        )
        ends.append((found["verdict"], quotient))
    (before, first), (after, last) = ends
    path = find.localisation_path(before, after, first, last, margin=given.study.territories.margin)
    return path.rename(region="constant")


def _shared(given: Given, confirmed: xr.DataArray) -> xr.Dataset:
    """Territories of neighbours, kinds of region and spatial statistics, of what is a choice of regions."""
    made, options = given.results["specialisation"], given.study.territories
    roles = [given.role(str(code)) != "no_choice" for code in confirmed.activity.values]
    chosen = confirmed & xr.DataArray(roles, coords={"activity": confirmed.activity})
    codes = given.main.regions
    pairs = [tuple(pair) for pair in given.inputs.geography.neighbours if pair <= set(codes)]
    nobody = xr.DataArray(np.zeros((len(codes),) * 2), coords={"region": codes, "other": codes})
    near = neighbour_weights(pairs, regions=codes) if pairs else nobody
    country = made["country_value"]
    shared = find.territories(
        chosen,
        near,
        amount=made["value"],
        total=made["value"].sum("activity", skipna=False),
        national=country,
        national_total=float(country.sum()),
    )
    kinds = find.region_kinds(chosen, made["value"], large=options.large, many=options.many, core=options.core)
    spatial = find.spatial_evidence(
        made["quotient"],
        near,
        least=options.least_units if pairs else max(options.least_units, len(codes) + 1),
        permutations=options.permutations,
        level=options.level,
        seed=options.seed,
    )
    return xr.merge(
        [
            shared.rename({name: f"place_{name}" for name in shared.data_vars if name != "territory"}),
            kinds.rename({name: name if name == "kind" else f"kind_{name}" for name in kinds.data_vars}),
            spatial.rename(applicable="spatial"),
        ]
    )
