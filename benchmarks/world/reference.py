"""The recipe of the world reference: from tables a person downloads to the small files that ship.

    python -m benchmarks.world.reference TABLES

TABLES is the folder with the downloads; docs/world-reference.md says what belongs in it. Only what is computed is
written: structure by window, presence by year, growth, relatedness and coefficients. No published table is copied.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

import smartspec
from benchmarks.world.tables import PANELS, common, divisions, names
from smartspec import measures
from smartspec.diagnosis import models, peers
from smartspec.diagnosis.entries import entries, predictors
from smartspec.study.reference import build, national_quotient

TARGET = Path(smartspec.__file__).parent / "packs" / "world"
LETTERS = {0.0: "A", 0.5: "N", 1.0: "H"}
MODELS = {
    "quotient": ("quotient",),
    "all": ("quotient", "trend", "ubiquity", "diversity", "density", "size"),
}


def joined(folder: Path, level: str) -> xr.DataArray:
    """All shipped panels of one level side by side; a year one of them lacks is missing there."""
    found = [
        common(folder, key, level=level) for key, table in PANELS.items() if table.level == level and table.shipped
    ]
    country = np.concatenate([one.country.values for one in found])
    value = xr.concat([one.drop_vars("country") for one in found], "region", join="outer")
    return value.assign_coords(country=("region", country))


def write(table: pd.DataFrame, name: str) -> None:
    table.to_csv(TARGET / name, index=False, lineterminator="\n", float_format="%.4g")


def level_files(folder: Path, level: str) -> None:
    """Regions, structure, presence and growth of one level."""
    value = joined(folder, level)
    called: dict[str, str] = {}
    for key, table in PANELS.items():
        if table.level == level and table.shipped:
            called |= names(folder, key)
    world = build(value, key=level, digest="", names={}, groups={})
    codes = [str(code) for code in world.state.peer.values]
    regions = pd.DataFrame({"region": codes, "country": world.country.values, "name_en": [called[c] for c in codes]})
    here = TARGET / f"{level}-regions.csv"
    told = pd.read_csv(here, dtype=str, keep_default_na=False) if here.is_file() else regions
    for language in ("ru", "kk"):  # translated by hand, and kept
        by = dict(zip(told["region"], told[f"name_{language}"], strict=True)) if f"name_{language}" in told else {}
        regions[f"name_{language}"] = [by.get(code, "") for code in codes]
    write(regions, f"{level}-regions.csv")
    rows = world.structure.to_series().unstack("trait").dropna().reset_index().rename(columns={"peer": "region"})
    write(rows[["window", "region", *[str(trait) for trait in world.structure.trait.values]]], f"{level}-structure.csv")
    grown = world.performance.to_pandas().rename_axis("region").reset_index()
    write(grown, f"{level}-performance.csv")
    write(presence(world.state), f"{level}-presence.csv")


def presence(state: xr.DataArray) -> pd.DataFrame:
    """One row for each region and activity: a letter a year, and since when held, when entered, when left."""
    told = peers.histories(state.rename(peer="region"))
    rows = []
    years = state.year.values
    for region in state.peer.values:
        here = state.sel(peer=region)
        known = np.flatnonzero(here.notnull().any("activity").values)
        for activity in state.activity.values:
            path = here.sel(activity=activity).values[known[0] : known[-1] + 1]
            letters = "".join(LETTERS.get(float(one), "-") for one in path)
            at = told.sel(region=region, activity=activity)
            rows.append([region, activity, int(years[known[0]]), letters, *(_year(at[name]) for name in told)])
    return pd.DataFrame(rows, columns=["region", "activity", "first", "states", *told])


def _year(x: xr.DataArray) -> str:
    return "" if np.isnan(x.item()) else str(int(x.item()))


def world_models(folder: Path) -> tuple[pd.DataFrame, xr.DataArray]:
    """Coefficients of the entry models of the 14 groups, and the relatedness they use."""
    found = [common(folder, key) for key, table in PANELS.items() if table.level == "groups14" and table.shipped]
    near = relatedness([national_quotient(one) for one in found])
    outcome, known = pooled(found, near)
    rows = []
    for name, used in MODELS.items():
        model = models.trained(outcome, known, used)
        about = {"level": "groups14", "model": name, "rule": "crossing", **model.attrs}
        rows.append({**about, "predictor": "intercept", "coefficient": model["intercept"].item()})
        for key in used:
            at = model.sel(predictor=key)
            numbers = {one: at[one].item() for one in ("mean", "spread", "coefficient")}
            rows.append({**about, "predictor": key, **numbers})
    columns = ["level", "model", "rule", "events", "candidates", "predictor", "mean", "spread", "coefficient"]
    return pd.DataFrame(rows)[columns], near


def pooled(
    panels: list[xr.DataArray], near: xr.DataArray, *, rule: str = "crossing", horizon: int = 5
) -> tuple[xr.DataArray, xr.DataArray]:
    """Outcomes and predictors of several countries as one panel; each country's are made within it."""
    outcomes, knowns = [], []
    for value in panels:
        quotient = national_quotient(value)
        outcome = entries(quotient, rule=rule, horizon=horizon)
        size = value.drop_vars("country").sum("activity")
        starts = [int(year) for year in outcome.window.values]
        outcomes.append(outcome)
        knowns.append(predictors(quotient, starts, size=size, relatedness=near))
    return xr.concat(outcomes, "region", join="outer"), xr.concat(knowns, "region", join="outer")


def relatedness(quotients: list[xr.DataArray]) -> xr.DataArray:
    """(activity, other): proximity over the regions of all panels, mean quotient of each one's last three years."""
    last = [one.isel(year=slice(-3, None)).mean("year") for one in quotients]
    near = measures.proximity(measures.presence(xr.concat(last, "region")))
    return near.fillna(0.0)


def main(folder: Path) -> None:
    """Write every file of the reference."""
    TARGET.mkdir(exist_ok=True)
    for level in ("groups14", "groups10"):
        level_files(folder, level)
    table, near = world_models(folder)
    write(table, "models.csv")
    rows = [pairs(near, "groups14")]
    eu = national_quotient(joined(folder, "groups10"))
    rows.append(pairs(relatedness([eu]), "groups10"))
    rows.append(pairs(relatedness([divisions(folder).drop_vars(["country", "size"])]), "divisions"))
    write(pd.concat(rows), "relatedness.csv")
    for path in sorted(TARGET.iterdir()):
        print(f"{path.stat().st_size / 1000:8.0f} kB  {path.name}")


def pairs(near: xr.DataArray, level: str) -> pd.DataFrame:
    """Each pair once; a pair that stands in no row is not related."""
    other = next(dim for dim in near.dims if dim != "activity")
    square = near.transpose("activity", other)
    one, two = np.nonzero(np.triu(square.values, 1) > 0)
    codes = square.activity.values
    return pd.DataFrame(
        {"level": level, "activity": codes[one], "other": codes[two], "proximity": square.values[one, two]}
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
