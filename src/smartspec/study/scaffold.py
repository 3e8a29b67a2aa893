"""New studies: from a pack, for teaching, or empty with a workbook to fill in.

    new_study       a study file for a pack, or an empty one with a workbook
    new_teaching    the synthetic teaching study, tables and all

Nothing that stands in the folder is written over.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from smartspec.errors import StoreError, StudyError, first_few
from smartspec.sources.packs import packs
from smartspec.study.cache import write_whole

__all__ = ["new_study", "new_teaching"]

YEARS = range(2015, 2026)


def _fresh(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"{folder} is a file. Name a new folder.")
    if folder.is_dir() and any(folder.iterdir()):
        raise StoreError(f"{folder} is not empty, and nothing there is written over. Name a new folder.")


def new_study(folder: Path, *, pack: str | None, texts: Mapping[str, Mapping[str, str]]) -> Path | None:
    """A study file for a pack, or an empty one with a workbook to fill in.

    Parameters
    ----------
    folder
        A new or an empty folder.
    pack
        The pack's name; without it an empty study with a workbook is made.
    texts
        Words of the workbook by language; see `sources.template`.

    Returns
    -------
    Path or None
        The workbook to fill in, when there is one.

    Raises
    ------
    StudyError
        There is no such pack.
    StoreError
        The folder holds something, or cannot be written.
    """
    if pack is not None and pack not in packs():
        raise StudyError(
            f"there is no pack '{pack}'; there is {first_few(packs())}. Leave --pack out for an empty study."
        )
    _fresh(folder)
    root = resources.files("smartspec.packs")
    if pack is not None:
        write_whole(folder / "study.yaml", (root / pack / "study.yaml").read_bytes())
        return None
    from smartspec.sources.dictionaries import read_classification, read_geography
    from smartspec.sources.template import write_template

    for name in ("study.yaml", "regions.csv"):
        write_whole(folder / name, (root / "empty" / name).read_bytes())
    write_whole(
        folder / "activities.csv", _sections((root / "kz" / "activities.csv").read_text(encoding="utf-8")).encode()
    )
    classification = read_classification(folder / "activities.csv", key="study")
    return write_template(
        folder / "value_added.xlsx",
        geography=read_geography(folder / "regions.csv", country="COUNTRY"),
        classification=classification,
        years=list(YEARS),
        texts=texts,
        activities=[code for code in classification.activities if code <= "S"],
    )


def _sections(table: str) -> str:
    """The rows of sections of a list of activities: the same in ISIC, NACE and the lists made after them."""
    heading, *rows = table.splitlines()
    return "\n".join([heading, *(row for row in rows if ",section," in row)]) + "\n"


def new_teaching(folder: Path, *, regions: int = 60, seed: int = 1) -> None:
    """The synthetic teaching study: made-up figures with a known truth, marked as such on every page.

    Parameters
    ----------
    folder
        A new or an empty folder.
    regions
        How many regions to make up.
    seed
        Seed of everything made up.

    Raises
    ------
    StoreError
        The folder holds something, or cannot be written.
    """
    from smartspec.sources.synthetic import generate, write_study

    _fresh(folder)
    write_study(folder, generate(regions=regions, seed=seed))
    write_whole(folder / "study.yaml", (resources.files("smartspec.packs") / "teaching" / "study.yaml").read_bytes())
