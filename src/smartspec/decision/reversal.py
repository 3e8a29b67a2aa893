"""Whether the order of two candidates hangs on a third: one removed, one doubled, one added that nobody would choose.

    rank_reversal    every pair that turns, test by test; an empty list is good news

Scalings and reference points taken from the candidates at hand are what turns pairs. SPOTIS, and the weighted sum under
fixed goalposts, cannot.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from smartspec.decision._labels import Floats
from smartspec.decision._places import places
from smartspec.decision._rule import score_once
from smartspec.decision._rules import prepare
from smartspec.decision.missing import present_rows, refuse_unknown
from smartspec.decision.scaling import Constant
from smartspec.decision.table import DecisionTable
from smartspec.errors import DecisionError

__all__ = ["rank_reversal"]

TESTS = ("removal", "clone", "dominated")

ADDED = "\N{HEAVY PLUS SIGN}"
"""The label of the candidate a test adds."""


def rank_reversal(
    t: DecisionTable,
    *,
    rule: str = "topsis",
    options: Mapping[str, Any] | None = None,
    constant: Constant = "refuse",
    tests: Sequence[str] = TESTS,
    beyond: float = 0.1,
) -> pd.DataFrame:
    """List the pairs whose order turns when a third candidate leaves, is doubled, or a hopeless one comes.

    Parameters
    ----------
    t
        The table.
    rule
        A key of `RULES`.
    options
        Options of the rule.
    constant
        Passed to the rule for the table as it is.
    tests
        ``"removal"`` takes each candidate away in turn; ``"clone"`` puts an exact copy of each beside it;
        ``"dominated"`` adds one that is worse than all in every criterion.
    beyond
        By what share of the worst value (of the range, where that is not above zero) the added one is worse still.

    Returns
    -------
    pandas.DataFrame
        A row for every pair that turned: the labels of the slice, `test`, `of` (the candidate removed or doubled, ''
        for the dominated one), `ahead` (first of the two before) and `behind`, which then comes first. In the
        attributes, `pairs`: how many pairs were looked at.

    Raises
    ------
    DecisionError
        An unknown cell, another test, what the rule refuses (such as goalposts that the added one leaves).

    Notes
    -----
    Belton and Gear (1983); Triantaphyllou (2001). A pair that ties before or after does not count as turned.
    A criterion in which a removal leaves all equal counts for nobody.

    Examples
    --------
    >>> from smartspec.decision.table import table
    >>> t = table(pd.DataFrame({"gain": [9.0, 8.0, 1.0], "care": [1.0, 8.0, 9.0]}, index=["A", "B", "C"]))
    >>> rank_reversal(t, rule="weighted_sum").empty
    True
    """
    odd = [name for name in tests if name not in TESTS]
    if odd or not tests or isinstance(tests, str):
        raise DecisionError(f"tests: a list out of {', '.join(TESTS)}, found {tests!r}.")
    if not beyond >= 0:
        raise DecisionError(f"beyond: zero or more, found {beyond}.")
    refuse_unknown(t, "rank_reversal")

    def ranked(values: Floats, names: Sequence[Any], constant: Constant) -> Floats:
        coords = {"candidate": names, "criterion": t.values.indexes["criterion"]}
        own = replace(
            t, values=xr.DataArray(values, coords=coords, dims=list(coords)), weights=weights, lower=None, upper=None
        )
        return places(score_once(prepare(own, rule, {rule: options or {}}, constant=constant), own))

    rows, seen, there = [], 0, present_rows(t)
    for at in np.ndindex(there.shape[:-1]):
        names = np.array(t.candidates, dtype=object)[there[at]]
        if len(names) < 2:
            continue
        values = t.values.to_numpy()[at][there[at]]
        weights = t.weights if t.weights.ndim == 1 else t.weights[at]
        weights = weights.reset_coords(drop=True)
        where = [t.values.indexes[dim][i] for dim, i in zip(t.lead, at, strict=True)]
        before = ranked(values, list(names), constant)
        for test in tests:
            for of, keeps, changed in _changes(test, values, t.wish.to_numpy(), beyond):
                labels = [*names[keeps], *([ADDED] if len(changed) > keeps.sum() else [])]
                after = ranked(changed, labels, "neutral")[: keeps.sum()]
                first, then = before[keeps], after
                turned = (first[:, None] < first[None]) & (then[:, None] > then[None])
                seen += len(then) * (len(then) - 1) // 2
                kept = names[keeps]
                rows += [
                    [*where, test, "" if of is None else names[of], kept[i], kept[j]] for i, j in np.argwhere(turned)
                ]
    found = pd.DataFrame(rows, columns=[*t.lead, "test", "of", "ahead", "behind"])
    found.attrs["pairs"] = seen
    return found


def _changes(test: str, values: Floats, wish: Floats, beyond: float) -> Iterator[tuple[int | None, Any, Floats]]:
    """The tables a test looks at: which candidate is meant, whose order is compared, and the values."""
    all_of = np.ones(len(values), dtype=bool)
    if test == "dominated":
        turned = values * wish
        worst, best = turned.min(axis=0), turned.max(axis=0)
        room = np.where(worst * wish > 0, np.abs(worst), best - worst)
        yield None, all_of, np.vstack([values, (worst - beyond * room) * wish])
        return
    for i in range(len(values)):
        if test == "clone":
            yield i, all_of, np.vstack([values, values[i]])
        elif len(values) > 2:
            keeps = all_of.copy()
            keeps[i] = False
            yield i, keeps, values[keeps]
