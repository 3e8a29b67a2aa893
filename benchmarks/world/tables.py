"""Foreign panels as a person downloads them: tidy tables of regions by activity, brought to common groups.

    PANELS       what each table is called and which of its rows are used
    common       one panel at common groups: (year, region, activity)
    divisions    persons employed by NACE division in regions of the EU, where published
    names        names of regions

Each table is a CSV (or .csv.gz) with the columns region, region_name, country, activity, year, measure, value.
The documentation page on the world reference says where each can be downloaded.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

__all__ = ["PANELS", "Table", "common", "divisions", "names"]


@dataclass(frozen=True)
class Table:
    """Where a panel lies in the folder of downloads, and what of it is used."""

    file: str
    measure: str
    codes: str
    country: str
    first: int
    last: int
    level: str = "groups14"
    without: tuple[str, ...] = ()
    shipped: bool = True


PANELS = {
    "uk": Table("uk/uk_itl2_gva_1998_2022", "gva", "sections", "GBR", 1998, 2022),
    "usa": Table("usa/us_states_gdp_by_industry_1997_2021", "gdp", "usa", "USA", 1997, 2020),
    "mexico": Table("mexico/mx_states_gva_2003_2024", "gva", "mexico", "MEX", 2003, 2024, without=("MX",)),
    "eu": Table("eu_nuts2/eu_nuts2_ardeco_gva_employment_nace_a10_2000_2019", "gva", "eu", "", 2000, 2019, "groups10"),
    "russia": Table(
        "russia/ru_regions_gva_structure_2009_2022",
        "gva_derived",
        "sections",
        "RUS",
        2016,
        2022,
        without=("RU", "RU-ARK_with_NEN", "RU-TYU_with_KHM_YAN", "UA-43_as_reported", "UA-40_as_reported"),
        shipped=False,
    ),
}
"""The panels at common groups. Russia's is measured on and never shipped: its terms are not stated."""

DIVISIONS = "eu_nuts2/eu_nuts2_sbs_nace2_divisions_2008_2015"
WHOLE = ("C", "F", "G", "H", "I", "J", "L", "M", "N")
"""Sections of the business survey that are published nearly everywhere: the whole a share is taken of."""


def _read(folder: Path, name: str) -> pd.DataFrame:
    path = next(path for path in (folder / f"{name}.csv", folder / f"{name}.csv.gz") if path.is_file())
    return pd.read_csv(path, dtype={"region": str, "activity": str}, keep_default_na=False, na_values={"value": [""]})


def _crosswalk(codes: str, level: str) -> dict[str, str]:
    with (resources.files("smartspec") / "packs" / "world" / "crosswalk.csv").open(encoding="utf-8") as file:
        table = pd.read_csv(file, dtype=str, keep_default_na=False)
    rows = table[(table["list"] == codes) & (table[level] != "")]
    return dict(zip(rows["activity"], rows[level], strict=True))


def _rows(folder: Path, table: Table) -> pd.DataFrame:
    rows = _read(folder, table.file)
    keep = (rows.measure == table.measure) & rows.year.between(table.first, table.last)
    keep &= ~rows.region.isin(table.without) & ~rows.region.str.startswith("RU-FO-")
    return rows[keep]


def common(folder: Path, panel: str, *, level: str = "groups14") -> xr.DataArray:
    """One panel at common groups: (year, region, activity); regions with a missing year are left out.

    The coordinate `country` (region) says whose region it is: quotients are taken within a country.
    """
    table = PANELS[panel]
    group = _crosswalk(table.codes, level)
    rows = _rows(folder, table)
    rows = rows[rows.activity.isin(set(group))].assign(group=lambda found: found.activity.map(group))
    wide = rows.pivot_table(index=["year", "region"], columns="activity", values="value")
    wide = wide.reindex(columns=list(group))
    if "T" in wide:  # households as employers: unpublished where there are none
        wide["T"] = wide["T"].fillna(0.0)
    summed = wide.T.groupby(group).sum(min_count=1).T.where(~wide.isna().T.groupby(group).any().T)
    made = summed.stack().rename("value").rename_axis(["year", "region", "activity"]).to_xarray()
    whole = made.notnull().all(("year", "activity"))
    country = rows.drop_duplicates("region").set_index("region").country
    made = made.sel(region=whole)
    return made.assign_coords(country=("region", country.loc[made.region.values].to_numpy().astype(str)))


def names(folder: Path, panel: str) -> dict[str, str]:
    """Names of a panel's regions."""
    rows = _rows(folder, PANELS[panel]).drop_duplicates("region")
    return dict(zip(rows.region, rows.region_name, strict=True))


def divisions(folder: Path) -> xr.DataArray:
    """Location quotients by NACE division of persons employed: (year, region, activity), 2008 to 2014.

    The whole is the sum of nine sections that are published nearly everywhere, in the region as in its country. A
    confidential or unpublished cell is missing, never zero. Only codes that stand in all years are kept: another
    code is another region.
    """
    rows = _read(folder, DIVISIONS)
    rows = rows[(rows.measure == "persons_employed") & (rows.year <= 2014)]
    rows = rows[~rows.region.str.endswith("ZZ")]
    cube = rows.set_index(["year", "region", "activity"]).value.to_xarray()
    codes = [str(code) for code in cube.activity.values if len(str(code)) == 3]
    places = [str(code) for code in cube.region.values if len(str(code)) == 4]
    whole = cube.sel(activity=list(WHOLE)).sum("activity", skipna=False)
    share = cube.sel(activity=codes) / whole.where(whole > 0)
    here = share.sel(region=places)
    home = [code[:2] for code in places]
    there = share.reindex(region=sorted(set(home))).sel(region=home).assign_coords(region=places)
    quotient = here / there.where(there > 0)
    quotient = quotient.where(np.isfinite(quotient))
    kept = whole.sel(region=places).notnull().all("year") & (quotient.notnull().mean(("year", "activity")) > 0.5)
    found = quotient.sel(region=kept).assign_coords(country=("region", np.array(home)[kept.values]))
    size = (whole / 1.0).sel(region=found.region)
    return found.assign_coords(size=(("year", "region"), size.transpose("year", "region").values)).transpose(
        "year", "region", "activity"
    )
