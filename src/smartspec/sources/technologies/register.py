"""The register: technologies and challenges by code, with what each technology serves and answers.

Technology        one technology: its names, what it serves, which challenge it answers
Register          technologies and challenges by code
registers         registers that came with the package
load_register     one of them
read_challenges, read_technologies    a study's own
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path

from smartspec.errors import SourceError, first_few
from smartspec.panel import Classification, Words
from smartspec.sources.dictionaries import listed, reading, words
from smartspec.sources.technologies.cells import fresh

__all__ = ["Register", "Technology", "load_register", "read_challenges", "read_technologies", "registers"]


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
            if fresh(row, "code", found, problems):
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
            if not fresh(row, "code", found, problems):
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
