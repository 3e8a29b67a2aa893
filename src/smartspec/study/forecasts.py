"""Futures that leave the program: a long table for other tools, and forecasts kept to be scored later.

long_table    every region's futures as the consortium's long table, computed in blocks that are kept
keep          a forecast written beside the study, whole or not at all
score         a forecast kept earlier, against the years published since
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr

from smartspec.errors import ForesightError, StoreError
from smartspec.foresight import scenarios as model
from smartspec.foresight.scenarios.model import Block, Remember
from smartspec.study.cache import Cache, key_of, write_whole
from smartspec.study.inputs import Given
from smartspec.study.run import Run
from smartspec.study.steps.economy import start
from smartspec.study.steps.scenarios import published, simulated

__all__ = ["FOLDER", "keep", "long_table", "score"]

FOLDER = "forecasts"
MODEL = "smartspec"
KINDS = {"volume": "Value Added|Volume", "value": "Value Added|Relative Prices"}
BAND = (0.1, 0.5, 0.9)


def _remember(run: Run, count: int) -> Remember:
    """Blocks of futures kept on disk under the run's key, so that a run that stopped goes on."""
    cache = Cache(run.folder / ".smartspec" / "futures")

    def remember(number: int, compute: Callable[[], Block]) -> Block:
        key = key_of("futures", run.key, count, number)
        found = cache.get(key)
        if found is None:
            made = compute()
            dims = {name: tuple(f"{name}-{place}" for place in range(array.ndim)) for name, array in made.items()}
            cache.put(key, xr.Dataset({name: (dims[name], array) for name, array in made.items()}))
            return made
        return {str(name): array.values for name, array in found.data_vars.items()}

    return remember


def _given(run: Run, count: int | None) -> Given:
    """What the scenarios see, with another number of futures where one is asked for."""
    given = run.given()
    if count is None:
        return given
    options = given.study.futures.model_copy(update={"count": count})
    return Given(given.study.model_copy(update={"futures": options}), given.inputs, given.results)


def long_table(
    run: Run,
    *,
    futures: int | None = None,
    each: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> pd.DataFrame:
    """Every constant region's futures as the consortium's long table.

    Parameters
    ----------
    run
        A finished run.
    futures
        How many; the study's own number when left out.
    each
        Tell every future as a scenario of its own, not quantiles.
    progress
        Called with the number of futures done and their total.

    Returns
    -------
    DataFrame
        Columns model, scenario, region, variable, unit, year, value; value added in the start's prices and unit.

    Raises
    ------
    ForesightError
        The study has no volume indices.
    """
    given = _given(run, futures)
    begun = start(given)
    if begun is None:
        raise ForesightError(
            "the study has no volume indices, so nothing can be carried forward. Add the table "
            "`value_added_volume_index` under `tables:`."
        )
    found, _ = simulated(given, begun, progress=progress, remember=_remember(run, given.study.futures.count))
    unit = given.main.indicator.unit.get("en", "") or "units of the main table"
    tables = [
        model.iamc(found[key], model=MODEL, variable=name, unit=unit, first=given.last, levels=BAND, each=each)
        for key, name in KINDS.items()
    ]
    return pd.concat(tables, ignore_index=True)


def keep(run: Run, table: pd.DataFrame) -> Path:
    """A forecast written beside the study, named by its start and the run's key; an equal one is left as it is.

    Raises
    ------
    StoreError
        The folder cannot be written.
    """
    path = run.folder / FOLDER / f"forecast-{run.given().last}-{run.key[:12]}.csv"
    if not path.exists():
        write_whole(path, table.to_csv(index=False, lineterminator="\n").encode("utf-8"))
    return path


def score(run: Run, path: Path) -> dict[str, float]:
    """A forecast kept earlier, against the years published since.

    Parameters
    ----------
    run
        A run on today's tables.
    path
        What `keep` wrote.

    Returns
    -------
    dict
        `cells` that can be scored; `error`, mean absolute error of yearly real growth in percentage points; `inside`,
        share within the 80 % band. The last two are not a number where nothing can be scored.

    Raises
    ------
    StoreError
        The file is no forecast of this program.
    """
    try:
        table = pd.read_csv(path, dtype={"region": str})
    except (OSError, ValueError) as cause:
        raise StoreError(f"{path} cannot be read as a forecast: {cause}. Name a file of `{FOLDER}/`.") from cause
    if missing := [name for name in model.COLUMNS if name not in table]:
        raise StoreError(f"{path} is no forecast: it has no column {missing[0]}. Name a file of `{FOLDER}/`.")
    told = table[table["variable"].str.startswith(KINDS["volume"])]
    told = told[told["scenario"] == told["scenario"].iloc[0]] if len(told) else told
    lines = told.pivot_table(index=["region", "year"], columns="variable", values="value")
    first = int(told["year"].min()) if len(told) else 0
    made = published(run.given(), first)
    if made is None:
        return {"cells": 0.0, "error": np.nan, "inside": np.nan}
    errors, inside = [], []
    for place, row in zip(lines.index.to_flat_index(), lines.to_dict("records"), strict=True):
        region, year = place
        if year == first or region not in made.region.values or year not in made.year.values:
            continue
        actual, start_ = float(made.sel(region=region, year=year)), lines.loc[(region, first)].iloc[0]
        low, middle, high = (row[f"{KINDS['volume']}|{100 * level:g}th Percentile"] / start_ for level in BAND)
        if np.isfinite(actual):
            steps = 1 / (year - first)
            errors.append(abs(100 * (middle**steps - actual**steps)))
            inside.append(low <= actual <= high)
    nothing = not errors
    return {
        "cells": float(len(errors)),
        "error": np.nan if nothing else float(np.mean(errors)),
        "inside": np.nan if nothing else float(np.mean(inside)),
    }
