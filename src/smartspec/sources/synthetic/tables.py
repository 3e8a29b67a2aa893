"""A made-up country written down: tables as a study has them, and the truth beside.

    write_study    every table of the teaching study but the study file itself
    lists          its regions, neighbours and activities
    COUNTRY        code of the country's own row

The codes are of the range kept free for users, and the names are a storyteller's, so that nobody takes them for a
place.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from importlib import resources
from itertools import product
from pathlib import Path

import numpy as np
import xarray as xr

from smartspec.errors import StoreError
from smartspec.sources.synthetic.figures import Teaching
from smartspec.sources.synthetic.recipe import division_rows, section_rows
from smartspec.sources.synthetic.technologies import texts as technology_texts
from smartspec.sources.synthetic.truth import CITIES

__all__ = ["COUNTRY", "PRICE", "lists", "write_study"]

COUNTRY = "XX"
PRICE = "ORE"
"""Code of the made-up commodity."""

_LANGUAGES = ("en", "ru", "kk")


def write_study(folder: Path, made: Teaching) -> None:
    """Write the tables, the lists and the truth of a made-up country.

    Parameters
    ----------
    folder
        Where they go; made when it is not there.
    made
        The country.

    Raises
    ------
    StoreError
        The folder cannot be written.

    Notes
    -----
    `tables/` holds the figures, the folder itself the lists, and `truth/` what is planted. No stage reads `truth/`.
    """
    codes = [str(code) for code in made.truth.size.region.values]
    texts = {**lists(made), **_tables(made), **_truth(made), **technology_texts(codes, made.seed)}
    try:
        for name, text in texts.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
    except OSError as cause:
        raise StoreError(
            f"cannot write the teaching study to {folder}: {cause.strerror or cause}. Name another folder."
        ) from cause


def _csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()


def _cells(array: xr.DataArray, digits: int) -> list[list[str]]:
    """The figures of a table, one row for all dimensions but the year, which comes last."""
    flat = array.transpose(..., "year").values.reshape(-1, array.sizes["year"])
    return [[f"{value:.{digits}f}" for value in row] for row in flat]


def _table(array: xr.DataArray, country: xr.DataArray, *, digits: int) -> str:
    """A wide table with the country's row first."""
    dims = [str(dim) for dim in array.dims if dim != "year"]
    whole = country.expand_dims(region=[COUNTRY]).transpose("year", *dims)
    both = xr.concat([whole, array], "region").transpose("year", *dims)
    labels = product(*([str(code) for code in both[dim].values] for dim in dims))
    rows = [[*names, *cells] for names, cells in zip(labels, _cells(both, digits), strict=True)]
    return _csv([*dims, *map(str, both.year.values)], rows)


def _tables(made: Teaching) -> dict[str, str]:
    years = list(map(str, made.deflator.year.values))
    price_years = list(map(str, made.price.year.values))
    return {
        "tables/value_added.csv": _table(made.value, made.country, digits=1),
        "tables/value_added_volume_index.csv": _table(made.volume_index, made.country_index, digits=2),
        "tables/grp.csv": _table(made.total, made.total.sum("region"), digits=1),
        "tables/grp_volume_index.csv": _table(made.total_index, made.country_total_index, digits=2),
        "tables/value_added_deflator.csv": _csv(["region", *years], [[COUNTRY, *_cells(made.deflator, 2)[0]]]),
        "tables/commodity_prices.csv": _csv(["commodity", *price_years], [[PRICE, *_cells(made.price, 2)[0]]]),
    }


def lists(made: Teaching) -> dict[str, str]:
    """The regions, neighbours and activities of a made-up country: texts by file name."""
    codes = [str(code) for code in made.truth.size.region.values]
    names = _names(len(codes), made.seed)
    wide = int(np.ceil(np.sqrt(len(codes) * 1.5)))
    head = ["code", "kind", *(f"name_{language}" for language in _LANGUAGES), "tile_row", "tile_col"]
    country = [COUNTRY, "country", "Made-up country", "Вымышленная страна", "Ойдан шығарылған ел", "", ""]
    rows = [
        [code, "city" if place < CITIES else "region", *names[place], place // wide, place % wide]
        for place, code in enumerate(codes)
    ]
    pairs = [
        (code, codes[other])
        for place, code in enumerate(codes)
        for other in (place + 1, place + wide)
        if other < len(codes) and (other == place + wide or other % wide)
    ]
    activities = [*section_rows(), *division_rows()]
    return {
        "regions.csv": _csv(head, [country, *rows]),
        "neighbours.csv": _csv(["region", "neighbour"], pairs),
        "activities.csv": _csv(list(activities[0]), [list(row.values()) for row in activities]),
    }


def _names(count: int, seed: int) -> list[tuple[str, ...]]:
    """Names of places that are nowhere, in every language, no two alike."""
    text = (resources.files("smartspec.packs") / "teaching" / "places.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    first, second = ([row for row in rows if row["part"] == part] for part in ("first", "second"))
    drawn = np.random.default_rng([seed, 1]).permutation(len(first) * len(second))[:count]
    pairs = [(first[place // len(second)], second[place % len(second)]) for place in drawn]
    return [tuple(f"{one[language]} {other[language]}" for language in _LANGUAGES) for one, other in pairs]


def _long(*arrays: xr.DataArray, head: Sequence[str], keep: xr.DataArray) -> str:
    """Labelled values side by side, where something is to be told."""
    where = np.argwhere(keep.values)
    labels = [[str(keep[dim].values[place]) for dim, place in zip(keep.dims, at, strict=True)] for at in where]
    values = [[_shown(array.values[tuple(at)].item()) for array in arrays] for at in where]
    return _csv([*map(str, keep.dims), *head], [[*names, *cells] for names, cells in zip(labels, values, strict=True)])


def _shown(value: object) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _truth(made: Teaching) -> dict[str, str]:
    truth = made.truth
    pairs = truth.relatedness.copy(data=np.triu(truth.relatedness.values, 1))
    held, needed = truth.holds.astype(bool), truth.needs.astype(bool)
    planted = (truth.quotient, truth.share, truth.trend)
    moved = truth.response != 0
    return {
        "truth/recipe.csv": _csv(
            ["number", "value"],
            [["seed", made.seed], *((key, _range(one)) for key, one in asdict(made.recipe).items())],
        ),
        "truth/capabilities_of_regions.csv": _long(head=[], keep=held),
        "truth/capabilities_of_activities.csv": _long(head=[], keep=needed),
        "truth/types.csv": _long(truth.type, truth.size, head=["type", "size"], keep=truth.size > 0),
        "truth/relatedness.csv": _long(pairs, head=["relatedness"], keep=pairs > 0),
        "truth/planted.csv": _long(
            truth.kind,
            *planted,
            truth.entered,
            truth.fit,
            head=["kind", "quotient", "share", "trend", "entered", "fit"],
            keep=truth.kind != "",
        ),
        "truth/price_responses.csv": _long(truth.response, head=["response"], keep=moved),
        "truth/cells.csv": _long(*planted, truth.fit, head=["quotient", "share", "trend", "fit"], keep=truth.share > 0),
    }


def _range(value: object) -> str:
    return " to ".join(map(str, value)) if isinstance(value, tuple) else str(value)
