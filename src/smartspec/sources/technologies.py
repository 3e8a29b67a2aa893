"""Technologies as people keep them: a register with its links, and tables of readiness, cost, judgement and evidence.

    Technology        one technology: its names, what it serves, which challenge it answers
    Register          technologies and challenges by code
    registers         registers that came with the package
    load_register     one of them
    read_challenges, read_technologies    a study's own
    read_readiness    technology readiness levels, each with its source
    read_costs        cost and time by stage, each as a range
    read_scores       attractiveness and feasibility, each as a range on a scale
    read_counts       patents or publications by region and field
    read_adoption     which regions use which technology

A blank cell is unknown and stays so. Nothing in a register is a judgement: what a technology is ready for and what it
costs stands in tables of their own, and every row of those names its source.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path

import numpy as np
import xarray as xr

from smartspec.errors import SourceError, first_few
from smartspec.panel import Classification, Words
from smartspec.sources.dictionaries import listed, reading, words

__all__ = [
    "BOUNDS",
    "Register",
    "Technology",
    "load_register",
    "read_adoption",
    "read_challenges",
    "read_costs",
    "read_counts",
    "read_readiness",
    "read_scores",
    "read_technologies",
    "registers",
]

BOUNDS = ("low", "high")
LEVELS = range(1, 10)
"""Technology readiness levels there are."""

Row = Mapping[str, str]
Told = dict[str, str]


@dataclass(frozen=True)
class Technology:
    """One technology.

    Attributes
    ----------
    code, name
        Its label, and its name by language.
    activities
        Codes of the activities it serves, of any level.
    challenges
        Codes of the challenges it answers.
    field
        The field of patents and publications it belongs to, where told.
    """

    code: str
    name: Words
    activities: tuple[str, ...]
    challenges: tuple[str, ...]
    field: str = ""


@dataclass(frozen=True)
class Register:
    """Technologies and challenges by code."""

    technologies: Mapping[str, Technology] = field(default_factory=dict)
    challenges: Mapping[str, Words] = field(default_factory=dict)


def _folder() -> Path:
    return Path(str(files("smartspec"))) / "packs" / "technologies"


def registers() -> list[str]:
    """Names of the registers that came with the package.

    Examples
    --------
    >>> registers()
    ['resource_regions']
    """
    return sorted(path.stem for path in _folder().glob("*.csv") if path.stem != "challenges")


def load_register(name: str, classification: Classification) -> Register:
    """A register that came with the package.

    Parameters
    ----------
    name
        One of `registers`.
    classification
        The activities its links are to be found among.

    Raises
    ------
    SourceError
        There is no such register.
    PanelError
        It speaks of activities the list does not have.
    """
    if name not in registers():
        raise SourceError(f"there is no register '{name}' of technologies; there is {first_few(registers())}.")
    challenges = read_challenges(_folder() / "challenges.csv")
    return Register(read_technologies(_folder() / f"{name}.csv", challenges, classification), challenges)


def read_challenges(path: Path) -> dict[str, Words]:
    """Challenges: a table with `code` and names.

    Raises
    ------
    SourceError
        The file cannot be read.
    PanelError
        A code is blank or stands twice.
    """
    found: dict[str, Words] = {}
    with reading(path.name) as problems:
        for row in listed(path, "code"):
            if _fresh(row, "code", found, problems):
                found[row["code"]] = words(row, "name")
    return found


def read_technologies(
    path: Path, challenges: Mapping[str, Words], classification: Classification
) -> dict[str, Technology]:
    """Technologies: a table with `code`, `activities` and `challenges` (codes parted by spaces), names, and `field`.

    Raises
    ------
    SourceError
        The file cannot be read.
    PanelError
        A code is blank or stands twice, a technology has no name, serves an unknown activity or none, answers an
        unknown challenge or none.
    """
    found: dict[str, Technology] = {}
    with reading(path.name) as problems:
        for row in listed(path, "code", "activities", "challenges"):
            if not _fresh(row, "code", found, problems):
                continue
            serves, answers = tuple(row["activities"].split()), tuple(row["challenges"].split())
            name = words(row, "name")
            where = f"row {row['row']}: '{row['code']}'"
            if not name:
                problems.append(f"{where} has no name. Give one in `name_en`, `name_ru` or `name_kk`")
            problems += _links(where, "activity", "serves", serves, classification.activities)
            problems += _links(where, "challenge", "answers", answers, challenges)
            found[row["code"]] = Technology(row["code"], name, serves, answers, row.get("field", ""))
    return found


def _links(where: str, what: str, does: str, codes: Sequence[str], known: Collection[str]) -> list[str]:
    if not codes:
        return [f"{where} {does} no {what}. Name at least one, parted by spaces"]
    wrong = []
    for code in codes:
        if code not in known:
            near = get_close_matches(code, known, n=1)
            hint = f"did you mean '{near[0]}'?" if near else f"there is {first_few(list(known), count=8)}"
            wrong.append(f"{where} {does} the {what} '{code}', which is not in the list; {hint}")
    return wrong


def _fresh(row: Row, column: str, found: Collection[str], problems: list[str]) -> bool:
    """Whether a row's code is there and new."""
    code = row[column]
    if not code:
        problems.append(f"row {row['row']}: the {column} is blank. Give one")
    elif code in found:
        problems.append(f"row {row['row']}: '{code}' stands twice. Keep one row")
    else:
        return True
    return False


def _known(row: Row, column: str, known: Collection[str], problems: list[str]) -> bool:
    """Whether a row speaks of something there is."""
    code = row[column]
    if code in known:
        return True
    near = get_close_matches(code, known, n=1)
    hint = f"did you mean '{near[0]}'?" if near else f"there is {first_few(list(known), count=8)}"
    problems.append(f"row {row['row']}: no {column} '{code}'; {hint}")
    return False


def _amount(row: Row, column: str, problems: list[str], *, low: float, high: float) -> float:
    """A number of a row within limits; not a number where the cell is blank."""
    text = row.get(column, "").replace("\u202f", "").replace("\xa0", "").replace(" ", "").replace(",", ".")
    if not text:
        return np.nan
    try:
        value = float(text)
    except ValueError:
        problems.append(f"row {row['row']}: {column} is '{row[column]}', which is no number. Leave it blank if unknown")
        return np.nan
    if not low <= value <= high:
        wanted = f"from {low:g} to {high:g}" if np.isfinite(high) else f"{low:g} or more"
        problems.append(f"row {row['row']}: {column} is {row[column]}, but must be {wanted}")
        return np.nan
    return value


def _range(row: Row, name: str, problems: list[str], *, low: float, high: float) -> tuple[float, float]:
    """Both ends of a range; one end alone is both."""
    prefix = f"{name}_" if name else ""
    ends = [_amount(row, f"{prefix}{bound}", problems, low=low, high=high) for bound in BOUNDS]
    if ends[0] > ends[1]:
        problems.append(
            f"row {row['row']}: {prefix}low {ends[0]:g} is above {prefix}high {ends[1]:g}. Exchange or correct them"
        )
    known = [end for end in ends if np.isfinite(end)]
    return (known[0], known[-1]) if known else (np.nan, np.nan)


def _sourced(row: Row, values: Sequence[float], problems: list[str]) -> str:
    """The source of a row's numbers, which every number has."""
    source = row.get("source", "")
    if not source and any(np.isfinite(value) for value in values):
        problems.append(f"row {row['row']}: a number without a source. Say in `source` who judged it, or what is cited")
    return source


def _empty(**labels: Sequence[str]) -> xr.DataArray:
    shape = tuple(len(one) for one in labels.values())
    coords = {dim: list(one) for dim, one in labels.items()}
    return xr.DataArray(np.full(shape, np.nan), coords=coords, dims=tuple(labels))


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
    trl, ready = _empty(technology=codes), _empty(technology=codes)
    sources: Told = {}
    with reading(path.name) as problems:
        for row in listed(path, "technology", "trl"):
            code = row["technology"]
            if not (_fresh(row, "technology", sources, problems) and _known(row, "technology", codes, problems)):
                continue
            level = _amount(row, "trl", problems, low=LEVELS[0], high=LEVELS[-1])
            if np.isfinite(level) and level != int(level):
                problems.append(f"row {row['row']}: trl is {row['trl']}, but levels are whole numbers from 1 to 9")
            low, high = organisation or (0, np.inf)
            firms = _amount(row, "organisation", problems, low=low, high=high)
            if np.isfinite(firms) and organisation is None:
                problems.append(
                    f"row {row['row']}: readiness of organisations needs a scale. Give one under "
                    "`technologies: organisation:`"
                )
            trl.loc[{"technology": code}], ready.loc[{"technology": code}] = level, firms
            sources[code] = _sourced(row, (level, firms), problems)
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
    cost, years = _empty(**labels), _empty(**labels)
    sources: dict[tuple[str, str], str] = {}
    with reading(path.name) as problems:
        for row in listed(path, "technology", "stage", "cost_low", "cost_high"):
            at = (row["technology"], row["stage"])
            if not all(_known(row, name, labels[name], problems) for name in ("technology", "stage")):
                continue
            if at in sources:
                problems.append(f"row {row['row']}: '{at[0]}', stage '{at[1]}' stands twice. Keep one row")
                continue
            money = _range(row, "cost", problems, low=0, high=np.inf)
            time = _range(row, "years", problems, low=0, high=np.inf)
            cost.loc[at], years.loc[at] = np.array(money), np.array(time)
            sources[at] = _sourced(row, (*money, *time), problems)
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
    score = _empty(**labels)
    sources: dict[tuple[str, str], str] = {}
    with reading(path.name) as problems:
        for row in listed(path, "technology", "criterion", "low", "high"):
            at = (row["technology"], row["criterion"])
            if not all(_known(row, name, labels[name], problems) for name in ("technology", "criterion")):
                continue
            if at in sources:
                problems.append(f"row {row['row']}: '{at[0]}', criterion '{at[1]}' stands twice. Keep one row")
                continue
            ends = _range(row, "", problems, low=scale[0], high=scale[1])
            score.loc[at] = np.array(ends)
            sources[at] = _sourced(row, ends, problems)
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
            number = _amount(row, "count", problems, low=0, high=np.inf)
            if not row["field"]:
                problems.append(f"row {row['row']}: the field is blank. Give its code")
            elif _known(row, "region", regions, problems) and np.isfinite(number):
                at = (row["region"], row["field"])
                cells[at] = cells.get(at, 0.0) + number
    fields = sorted({name for _, name in cells})
    count = _empty(region=list(regions), field=fields)
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
    adopted = _empty(technology=list(technologies), region=list(regions))
    with reading(path.name) as problems:
        for row in listed(path, "technology", "region", "adopted"):
            technology = _known(row, "technology", technologies, problems)
            region = _known(row, "region", regions, problems)
            if row["adopted"] not in ("", "0", "1"):
                problems.append(f"row {row['row']}: adopted is '{row['adopted']}', but must be 1, 0 or blank")
            elif row["adopted"]:
                _sourced(row, (1.0,), problems)
                if technology and region:
                    adopted.loc[row["technology"], row["region"]] = float(row["adopted"])
    return adopted
