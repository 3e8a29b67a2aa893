"""The futures as other tools read them: the long table of the Integrated Assessment Modeling Consortium.

iamc    model, scenario, region, variable, unit, year, value
"""

from __future__ import annotations

import pandas as pd
import xarray as xr

from smartspec.errors import ForesightError
from smartspec.foresight.scenarios.reading import fan

__all__ = ["COLUMNS", "iamc"]

COLUMNS = ("model", "scenario", "region", "variable", "unit", "year", "value")


def iamc(
    paths: xr.DataArray,
    *,
    model: str,
    variable: str,
    unit: str,
    first: int,
    levels: tuple[float, ...] = (0.1, 0.5, 0.9),
    each: bool = False,
) -> pd.DataFrame:
    """Paths as the long table of the Integrated Assessment Modeling Consortium.

    Parameters
    ----------
    paths : (future, variant, step, region)
        One path per future and variant.
    model : str
        Name of the model.
    variable : str
        Name of what is told, parts set apart by `|`, as `Value Added|Volume`.
    unit : str
        Its unit.
    first : int
        The year of step 0.
    levels : tuple of float
        Quantiles to tell, as `...|50th Percentile`.
    each : bool
        Tell every future as a scenario of its own instead.

    Returns
    -------
    DataFrame
        Columns model, scenario, region, variable, unit, year, value; unknown values are left out, as pyam does.

    Raises
    ------
    ForesightError
        A name is empty.

    Examples
    --------
    >>> import smartspec
    >>> paths = smartspec.label([[[[100.0], [103.0]]]], future=[0], variant=["inertial"], step=[0, 1], region=["KZ-23"])
    >>> made = iamc(paths, model="smartspec", variable="Value Added|Volume", unit="KZT", first=2024, levels=(0.5,))
    >>> made[["scenario", "variable", "year", "value"]].values.tolist()[1]
    ['inertial', 'Value Added|Volume|50th Percentile', 2025, 103.0]
    """
    if not (model.strip() and variable.strip() and unit.strip()):
        raise ForesightError("model, variable and unit each need a name in the long table.")
    if each:
        long = paths.rename("value").to_series().reset_index()
        long["scenario"] = long["variant"].astype(str) + "|" + long["future"].astype(str)
        long["variable"] = variable
    else:
        made = fan(paths, levels=levels).rename("value").to_series().reset_index()
        long = made.rename(columns={"variant": "scenario"})
        long["variable"] = [f"{variable}|{100 * level:g}th Percentile" for level in long["level"]]
    long["year"] = long["step"].astype(int) + first
    long = long.assign(model=model, unit=unit).dropna(subset=["value"])
    ordered: pd.DataFrame = long[list(COLUMNS)].sort_values(["scenario", "region", "variable", "year"])
    return ordered.reset_index(drop=True)
