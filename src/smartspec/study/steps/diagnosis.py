"""What the figures mean for each region: type, strengths and candidates (steps 3 and 5).

profile        type of region, dependence, diversification, volatility
long_list      strengths, fading strengths, emerging and weak candidates, with the signs for each
dynamic, national_growth    growth and its like, missing where the study has no volume indices
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from smartspec import measures
from smartspec.diagnosis.peers import peers
from smartspec.diagnosis.poles import pole_candidates
from smartspec.diagnosis.potential import long_list_class
from smartspec.diagnosis.profile import region_types
from smartspec.study.inputs import Given

__all__ = ["dynamic", "long_list", "national_growth", "profile"]


def profile(given: Given) -> xr.Dataset:
    """Step 3: the type of each region by the published rule, and what its economy hangs on.

    Returns
    -------
    Dataset of (region)
        What `region_types` returns, and `effective_number` of activities, `krugman_index` against the country,
        `herfindahl_index`, `volatility` of real growth of the whole economy in percentage points where the study has
        its volume index, `total_growth` (percentage points over the growth years, of the constant region).
    """
    study, made = given.study, given.results["specialisation"]
    types = study.types
    found = region_types(
        made["share"],
        made["country_share"],
        extraction=study.extraction,
        manufacturing=study.manufacturing,
        agriculture=study.agriculture,
        metropolitan=study.metropolitan or given.inputs.metropolitan,
        resource=types.resource,
        processing=types.processing,
        agrarian=types.agrarian,
        near=types.near,
    )
    return found.assign(
        effective_number=measures.effective_number(made["value"]),
        krugman_index=measures.krugman_index(made["value"], reference=made["country_value"]),
        herfindahl_index=measures.herfindahl_index(made["value"]),
        volatility=_volatility(given, made["value"]),
    )


def _volatility(given: Given, value: xr.DataArray) -> xr.DataArray:
    missing = xr.full_like(value.isel(activity=0, drop=True), np.nan)
    panel = given.inputs.panels.get("grp_volume_index")
    if panel is None:
        return missing
    index = panel.values.isel(activity=0, drop=True).sel(
        year=slice(given.last - given.study.years.extraction_mean + 1, given.last)
    )
    moved = [given.inputs.geography.moved(code) for code in panel.regions]
    index = index.where(~xr.DataArray(moved, coords={"region": panel.regions}))
    return measures.volatility(index, least=given.study.years.own_past).reindex(region=value.region)


def dynamic(given: Given, key: str) -> xr.DataArray:
    """A variable of `dynamics` of (region, activity), missing everywhere when the study has no volume indices."""
    found = given.results["dynamics"]
    made = given.results["specialisation"]["quotient"]
    return found[key] if key in found else xr.full_like(made, np.nan)


def national_growth(given: Given) -> xr.DataArray:
    """(activity): real growth in the country, missing everywhere when the study has no volume indices."""
    found = given.results["dynamics"]
    made = given.results["specialisation"]["country_share"]
    return found["national_growth"] if "national_growth" in found else xr.full_like(made, np.nan)


def long_list(given: Given) -> xr.Dataset:
    """Steps 5 and 6: strengths and poles, with the evidence for each.

    Returns
    -------
    Dataset
        `class` (region, activity): `strength`, `declining`, `emerging`, `weak` (a pole with signs), or empty; every
        activity is classed, whatever its role; `listed` (region, activity): a candidate on the long list; `enough`
        (region, activity): listed, and if weak with as many signs as the study asks before it is ranked; what `peers`
        and `pole_candidates` return.
    """
    study, made = given.study, given.results["specialisation"]
    lines = study.strengths
    growth, national = dynamic(given, "growth"), national_growth(given)
    margin = lines.lead * dynamic(given, "lead_error")
    found = peers(made["share"], made["quotient"], count=study.peers.count, present=lines.present)
    related = given.results["relatedness"]
    signs = pole_candidates(
        made["quotient"],
        growth=growth,
        national_growth=national,
        holding=found["holding"],
        candidate=given.candidates,
        margin=margin,
        below=study.poles.below,
        precedent=study.poles.precedent,
        present=lines.present,
        density=related["density"] if bool(related["enough"]) else None,
    )
    klass = long_list_class(
        made["quotient"],
        made["share"],
        growth=growth,
        national_growth=national,
        quotient_change=dynamic(given, "quotient_change"),
        margin=margin,
        strength_quotient=lines.quotient,
        strength_mass=lines.mass,
        emerging_from=lines.emerging_from,
    )
    klass = xr.where((klass == "") & signs["pole"], "weak", klass)
    listed = (klass != "") & given.candidates
    enough = listed & ((klass != "weak") | (signs["signs"] >= study.poles.signs))
    return xr.merge([found, signs, klass.rename("class"), listed.rename("listed"), enough.rename("enough")])
