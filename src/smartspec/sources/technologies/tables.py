"""Tables about technologies: readiness, cost, scores, documents, adoption; a blank cell is unknown and stays so.

read_readiness    technology readiness levels, each with its source
read_costs        cost and time by stage, each as a range
read_scores       attractiveness and feasibility, each as a range on a scale
read_counts       patents or publications by region and field
read_adoption     which regions use which technology
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import numpy as np
import xarray as xr

from smartspec.sources.dictionaries import listed, reading
from smartspec.sources.technologies.cells import BOUNDS, amount, empty, ends_of, fresh, known_code, sourced

__all__ = ["read_adoption", "read_costs", "read_counts", "read_readiness", "read_scores"]

LEVELS = range(1, 10)
"""Technology readiness levels there are."""

Told = dict[str, str]


def read_readiness(
    path: Path, technologies: Collection[str], *, organisation: tuple[float, float] | None = None
) -> tuple[xr.Dataset, Told]:
    """Readiness: a table with `technology`, `trl`, `source`, and `organisation` where the study has a scale for it.

    Parameters
    ----------
    path
        The table.
    technologies
        Codes there are.
    organisation
        Lowest and highest of the study's scale of organisations' readiness.

    Returns
    -------
    Dataset, dict
        `trl` and `organisation` of (technology), missing where blank; sources by technology.

    Raises
    ------
    SourceError
        The file cannot be read.
    PanelError
        An unknown or doubled technology, a level that is no whole number from 1 to 9, a number without a source,
        readiness of organisations without a scale.
    """
    codes = list(technologies)
    trl, ready = empty(technology=codes), empty(technology=codes)
    sources: Told = {}
    with reading(path.name) as problems:
        for row in listed(path, "technology", "trl"):
            code = row["technology"]
            if not (fresh(row, "technology", sources, problems) and known_code(row, "technology", codes, problems)):
                continue
            level = amount(row, "trl", problems, low=LEVELS[0], high=LEVELS[-1])
            if np.isfinite(level) and level != int(level):
                problems.append(f"row {row['row']}: trl is {row['trl']}, but levels are whole numbers from 1 to 9")
            low, high = organisation or (0, np.inf)
            firms = amount(row, "organisation", problems, low=low, high=high)
            if np.isfinite(firms) and organisation is None:
                problems.append(
                    f"row {row['row']}: readiness of organisations needs a scale. Give one under "
                    "`technologies: organisation:`"
                )
            trl.loc[{"technology": code}], ready.loc[{"technology": code}] = level, firms
            sources[code] = sourced(row, (level, firms), problems)
    return xr.Dataset({"trl": trl, "organisation": ready}), sources


def read_costs(
    path: Path, technologies: Collection[str], stages: Collection[str]
) -> tuple[xr.Dataset, dict[tuple[str, str], str]]:
    """Costs: a table with `technology`, `stage`, `cost_low`, `cost_high`, `years_low`, `years_high`, `source`.

    Returns
    -------
    Dataset, dict
        `cost` (in the study's money) and `years` of (technology, stage, bound), missing where blank; sources by
        technology and stage.

    Raises
    ------
    SourceError
        The file cannot be read.
    PanelError
        An unknown technology or stage, a doubled row, a negative number, a low above a high, a number without a source.
    """
    labels = {"technology": list(technologies), "stage": list(stages), "bound": list(BOUNDS)}
    cost, years = empty(**labels), empty(**labels)
    sources: dict[tuple[str, str], str] = {}
    with reading(path.name) as problems:
        for row in listed(path, "technology", "stage", "cost_low", "cost_high"):
            at = (row["technology"], row["stage"])
            if not all(known_code(row, name, labels[name], problems) for name in ("technology", "stage")):
                continue
            if at in sources:
                problems.append(f"row {row['row']}: '{at[0]}', stage '{at[1]}' stands twice. Keep one row")
                continue
            money = ends_of(row, "cost", problems, low=0, high=np.inf)
            time = ends_of(row, "years", problems, low=0, high=np.inf)
            cost.loc[at], years.loc[at] = np.array(money), np.array(time)
            sources[at] = sourced(row, (*money, *time), problems)
    return xr.Dataset({"cost": cost, "years": years}), sources


def read_scores(
    path: Path, technologies: Collection[str], criteria: Collection[str], *, scale: tuple[float, float]
) -> tuple[xr.DataArray, dict[tuple[str, str], str]]:
    """Scores: a table with `technology`, `criterion`, `low`, `high`, `source`.

    Returns
    -------
    (technology, criterion, bound), dict
        On the scale, missing where blank; sources by technology and criterion.

    Raises
    ------
    SourceError
        The file cannot be read.
    PanelError
        An unknown technology or criterion, a doubled row, a score off the scale, a low above a high, a number without a
        source.
    """
    labels = {"technology": list(technologies), "criterion": list(criteria), "bound": list(BOUNDS)}
    score = empty(**labels)
    sources: dict[tuple[str, str], str] = {}
    with reading(path.name) as problems:
        for row in listed(path, "technology", "criterion", "low", "high"):
            at = (row["technology"], row["criterion"])
            if not all(known_code(row, name, labels[name], problems) for name in ("technology", "criterion")):
                continue
            if at in sources:
                problems.append(f"row {row['row']}: '{at[0]}', criterion '{at[1]}' stands twice. Keep one row")
                continue
            ends = ends_of(row, "", problems, low=scale[0], high=scale[1])
            score.loc[at] = np.array(ends)
            sources[at] = sourced(row, ends, problems)
    return score, sources


def read_counts(path: Path, regions: Collection[str]) -> xr.DataArray:
    """Patents or publications: a table with `region`, `field`, `count`; several rows of one cell, as years, add up.

    Returns
    -------
    (region, field)
        Counts; a pair without a row is zero, since lists of documents name what there is. Regions without any row are
        missing.

    Raises
    ------
    SourceError
        The file cannot be read.
    PanelError
        An unknown region, a blank field, a count that is negative or no number.
    """
    cells: dict[tuple[str, str], float] = {}
    with reading(path.name) as problems:
        for row in listed(path, "region", "field", "count"):
            number = amount(row, "count", problems, low=0, high=np.inf)
            if not row["field"]:
                problems.append(f"row {row['row']}: the field is blank. Give its code")
            elif known_code(row, "region", regions, problems) and np.isfinite(number):
                at = (row["region"], row["field"])
                cells[at] = cells.get(at, 0.0) + number
    fields = sorted({name for _, name in cells})
    count = empty(region=list(regions), field=fields)
    for region in {name for name, _ in cells}:
        count.loc[{"region": region}] = 0.0
    for at, number in cells.items():
        count.loc[at] = number
    return count


def read_adoption(path: Path, technologies: Collection[str], regions: Collection[str]) -> xr.DataArray:
    """Adoption: a table with `technology`, `region`, `adopted` (1 or 0), `source`.

    Returns
    -------
    (technology, region)
        1 where it is in use, 0 where it is known not to be, missing where nothing is told.

    Raises
    ------
    SourceError
        The file cannot be read.
    PanelError
        An unknown technology or region, something other than 1 and 0, an answer without a source.
    """
    adopted = empty(technology=list(technologies), region=list(regions))
    with reading(path.name) as problems:
        for row in listed(path, "technology", "region", "adopted"):
            technology = known_code(row, "technology", technologies, problems)
            region = known_code(row, "region", regions, problems)
            if row["adopted"] not in ("", "0", "1"):
                problems.append(f"row {row['row']}: adopted is '{row['adopted']}', but must be 1, 0 or blank")
            elif row["adopted"]:
                sourced(row, (1.0,), problems)
                if technology and region:
                    adopted.loc[row["technology"], row["region"]] = float(row["adopted"])
    return adopted
