"""Cells of tables about technologies, judged one by one: codes, amounts, ranges, sources.

    fresh         whether a row's code is there and new
    known_code    whether a row speaks of something there is
    amount        a number within limits
    ends_of       both ends of a range
    sourced       the source every number has
    empty         an array with nothing known

What is wrong joins the problems of its table, with the row a spreadsheet shows.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches

import numpy as np
import xarray as xr

from smartspec.errors import first_few

__all__ = ["BOUNDS", "amount", "empty", "ends_of", "fresh", "known_code", "sourced"]

BOUNDS = ("low", "high")

Row = Mapping[str, str]


def fresh(row: Row, column: str, found: Collection[str], problems: list[str]) -> bool:
    """Whether a row's code is there and new."""
    code = row[column]
    if not code:
        problems.append(f"row {row['row']}: the {column} is blank. Give one")
    elif code in found:
        problems.append(f"row {row['row']}: '{code}' stands twice. Keep one row")
    else:
        return True
    return False


def known_code(row: Row, column: str, known: Collection[str], problems: list[str]) -> bool:
    """Whether a row speaks of something there is."""
    code = row[column]
    if code in known:
        return True
    near = get_close_matches(code, known, n=1)
    hint = f"did you mean '{near[0]}'?" if near else f"there is {first_few(list(known), count=8)}"
    problems.append(f"row {row['row']}: no {column} '{code}'; {hint}")
    return False


def amount(row: Row, column: str, problems: list[str], *, low: float, high: float) -> float:
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


def ends_of(row: Row, name: str, problems: list[str], *, low: float, high: float) -> tuple[float, float]:
    """Both ends of a range; one end alone is both."""
    prefix = f"{name}_" if name else ""
    ends = [amount(row, f"{prefix}{bound}", problems, low=low, high=high) for bound in BOUNDS]
    if ends[0] > ends[1]:
        problems.append(
            f"row {row['row']}: {prefix}low {ends[0]:g} is above {prefix}high {ends[1]:g}. Exchange or correct them"
        )
    known = [end for end in ends if np.isfinite(end)]
    return (known[0], known[-1]) if known else (np.nan, np.nan)


def sourced(row: Row, values: Sequence[float], problems: list[str]) -> str:
    """The source of a row's numbers, which every number has."""
    source = row.get("source", "")
    if not source and any(np.isfinite(value) for value in values):
        problems.append(f"row {row['row']}: a number without a source. Say in `source` who judged it, or what is cited")
    return source


def empty(**labels: Sequence[str]) -> xr.DataArray:
    """An array of these labels with nothing known in it."""
    shape = tuple(len(one) for one in labels.values())
    coords = {dim: list(one) for dim, one in labels.items()}
    return xr.DataArray(np.full(shape, np.nan), coords=coords, dims=tuple(labels))
