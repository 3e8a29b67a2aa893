"""Rules as voters: the order each rule gives, and one order out of them.

    borda           candidates beaten, counted over several rules
    copeland        pairwise majorities over several rules
    ranks_by_rule   the place each rule gives each candidate

Only the order within each rule counts, never the size of a score, so rules on different scales may vote together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import xarray as xr

from smartspec.decision._labels import Floats
from smartspec.decision._places import TIES, label, places
from smartspec.decision._rule import score_once
from smartspec.decision._rules import check_rules, prepare
from smartspec.decision.missing import present_rows
from smartspec.decision.scaling import Constant
from smartspec.decision.table import DecisionTable
from smartspec.errors import DecisionError

__all__ = ["borda", "copeland", "ranks_by_rule"]


def borda(
    t: DecisionTable,
    *,
    rules: Sequence[str] = ("weighted_sum", "topsis"),
    options: Mapping[str, Mapping[str, Any]] | None = None,
    constant: Constant = "refuse",
) -> xr.DataArray:
    """Candidates beaten, counted over several rules, ties half, as a share of all that could be.

    Parameters
    ----------
    t
        The table.
    rules
        Keys of `RULES`.
    options
        Options of a rule by its name, such as ``{"promethee": {"p": 4, "q": 0}}``.
    constant
        Passed to every rule.

    Returns
    -------
    (..., candidate), dimensionless
        From 0, last in every rule, to 1, first in every rule; one half for a single candidate.

    Raises
    ------
    DecisionError
        An unknown rule or option, or what a rule refuses.

    Notes
    -----
    Borda (1781), with rules in the place of voters.

    Examples
    --------
    >>> import pandas as pd
    >>> from smartspec.decision.table import table
    >>> frame = pd.DataFrame({"growth": [4.0, 2.0, 1.0], "size": [10.0, 30.0, 5.0]}, index=["A", "B", "C"])
    >>> borda(table(frame)).to_series().to_dict()
    {'A': 0.5, 'B': 1.0, 'C': 0.0}
    """
    others = np.maximum(present_rows(t).sum(axis=-1, keepdims=True) - 1, 1)
    ahead = [side.sum(axis=-1, dtype=float) / others for side in _sides(t, rules, options, constant)]
    return _voted(t, "borda", (1.0 + np.mean(ahead, axis=0)) / 2, rules)


def copeland(
    t: DecisionTable,
    *,
    rules: Sequence[str] = ("weighted_sum", "topsis"),
    options: Mapping[str, Mapping[str, Any]] | None = None,
    constant: Constant = "refuse",
) -> xr.DataArray:
    """Pairwise majorities over several rules: candidates it beats in more rules, less those that beat it.

    Parameters and refusals as for `borda`.

    Returns
    -------
    (..., candidate), candidates
        From -(n - 1) to n - 1; more is better. With an even number of rules many pairs tie.

    Notes
    -----
    Copeland (1951), with rules in the place of voters.

    Examples
    --------
    >>> import pandas as pd
    >>> from smartspec.decision.table import table
    >>> frame = pd.DataFrame({"growth": [4.0, 2.0, 1.0], "size": [10.0, 30.0, 5.0]}, index=["A", "B", "C"])
    >>> copeland(table(frame)).to_series().to_dict()
    {'A': 0.0, 'B': 2.0, 'C': -2.0}
    """
    majority = sum(_sides(t, rules, options, constant), start=np.int8(0))
    return _voted(t, "copeland", np.sign(majority).sum(axis=-1, dtype=float), rules)


def ranks_by_rule(
    t: DecisionTable,
    *,
    rules: Sequence[str] = ("weighted_sum", "topsis"),
    options: Mapping[str, Mapping[str, Any]] | None = None,
    constant: Constant = "refuse",
    unknown: Literal["refuse", "middle"] = "refuse",
) -> xr.DataArray:
    """The place each rule gives each candidate at the table's own weights.

    Parameters
    ----------
    t, rules, options, constant
        As for `borda`.
    unknown
        What to do with unknown cells of candidates: refuse them, or count them as ``"middle"``, halfway from the
        worst to the best known scaled value of the criterion in its slice. PROMETHEE refuses them always.

    Returns
    -------
    (rule, ..., candidate)
        1 is first; equal candidates share the better place. Missing where a row is no candidate.

    Raises
    ------
    DecisionError
        As for `borda`.

    Examples
    --------
    >>> import pandas as pd
    >>> from smartspec.decision.table import table
    >>> frame = pd.DataFrame({"growth": [4.0, 2.0, 1.0], "size": [10.0, 30.0, 5.0]}, index=["A", "B", "C"])
    >>> ranks_by_rule(table(frame)).sel(rule="topsis").to_series().to_dict()
    {'A': 2.0, 'B': 1.0, 'C': 3.0}
    """
    check_rules(rules, options)
    if unknown not in ("refuse", "middle"):
        raise DecisionError(f"unknown: 'refuse' or 'middle', found {unknown!r}.")
    found = []
    for name in rules:
        known = unknown == "refuse" or name == "promethee"
        found.append(label(t, places(score_once(prepare(t, name, options, constant=constant, known=known), t))))
    return xr.concat(found, xr.IndexVariable("rule", list(rules)))


def _sides(
    t: DecisionTable, rules: Sequence[str], options: Mapping[str, Mapping[str, Any]] | None, constant: Constant
) -> Iterator[npt.NDArray[np.int8]]:
    """For each rule (..., candidate, other): 1 where it places the candidate before the other, -1 after it."""
    check_rules(rules, options)
    for name in rules:
        place = places(score_once(prepare(t, name, options, constant=constant), t))
        mine, theirs = place[..., :, None], place[..., None, :]
        yield (mine < theirs).astype(np.int8) - (mine > theirs).astype(np.int8)


def _voted(t: DecisionTable, name: str, score: Floats, rules: Sequence[str]) -> xr.DataArray:
    found = label(t, np.where(present_rows(t), score, np.nan))
    found.attrs = {"rule": name, "rules": list(rules), "best": "most", **TIES}
    return found
