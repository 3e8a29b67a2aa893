"""What a region has by up to four layers of evidence (part of step 5).

potential    specialisation, mass and dynamics of each layer the study has a table for, brought to activities
"""

from __future__ import annotations

from collections.abc import Sequence

import xarray as xr

from smartspec.diagnosis import potential as layers
from smartspec.study.inputs import Given

__all__ = ["potential"]


def potential(given: Given) -> xr.Dataset:
    """Step 5, its layers: how much evidence speaks for each activity, and from where.

    Returns
    -------
    Dataset
        What `potential` of the diagnosis returns, for the economic layer and those the study names tables for.
    """
    study = given.study
    lines = {
        "strength": study.strengths.quotient,
        "emerging_from": study.strengths.emerging_from,
        "giant": study.potential.giant,
    }
    value, focus, growth = given.main.values, study.years.focus, study.years.growth
    moved = xr.DataArray(
        [given.inputs.geography.moved(code) for code in given.main.regions], coords={"region": value.region}
    )
    start = _start(focus, growth, given.main.years)
    found = {
        "economic": layers.layer(
            value.where(~moved | value.year.isin(focus)),
            focus=focus,
            start=start,
            reference=given.reference,
            mass=study.potential.mass,
            **lines,
        )
    }
    tables: dict[str, xr.DataArray] = {}
    for name, told in study.potential.layers.items():
        panel = given.panel(told.table)
        years = panel.years
        recent = [year for year in focus if year in years] or years[-1:]
        found[str(name)] = layers.layer(
            panel.values,
            focus=recent,
            start=_start(recent, growth, years),
            reference=panel.reference,
            mass=study.potential.mass,
            least=told.least,
            **lines,
        )
        if name in given.inputs.concordances:
            tables[str(name)] = given.inputs.concordances[name]
    made = layers.potential(found, concordances=tables)
    return made.drop_attrs()


def _start(focus: Sequence[int], growth: int, years: Sequence[int]) -> list[int]:
    """The years so many before the focus years, or the first year where the table does not reach back."""
    return [year - growth for year in focus if year - growth in years] or [min(years)]
