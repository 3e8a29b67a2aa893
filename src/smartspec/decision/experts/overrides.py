"""What a single hand did to the ranking: overrides replayed, experts left out one by one.

Override     a score put in another's place, with author, date and reason
replay       the ranking with all overrides, without any, and without each
influence    the ranking without each expert
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias

import numpy as np
import xarray as xr

from smartspec.decision.aggregation import rank, weighted_sum
from smartspec.decision.experts.joint import joint_scores
from smartspec.decision.experts.judgements import Judgements
from smartspec.decision.missing import complete
from smartspec.decision.table import DecisionTable, Wish, table
from smartspec.errors import DecisionError, bullets, first_few

__all__ = ["Override", "Scorer", "influence", "on_its_scale", "replay"]

Scorer: TypeAlias = Callable[[DecisionTable], xr.DataArray]


@dataclass(frozen=True)
class Override:
    """A score put in the place of the one computed.

    Attributes
    ----------
    candidate, criterion
        Whose.
    score
        The new one, in the unit of the criterion.
    author, date, reason
        Who decided so, when (ISO), and why.
    """

    candidate: Any
    criterion: Any
    score: float
    author: str
    date: str
    reason: str

    @property
    def label(self) -> str:
        """How a replay names it."""
        return f"without {self.candidate} / {self.criterion}"


def on_its_scale(t: DecisionTable) -> xr.DataArray:
    """Weighted sum of scores on the scale they were given on: fixed ends, so that a candidate's score is its own."""
    return weighted_sum(t, scaling="goalposts")


def replay(t: DecisionTable, overrides: Sequence[Override], *, score: Scorer = weighted_sum) -> xr.Dataset:
    """The ranking with all overrides, without any, and without each of them.

    Parameters
    ----------
    t
        The table before any override: (candidate, criterion), no leading dimensions.
    overrides
        In any order, one per cell.
    score
        Scores of a table, more is better; `weighted_sum` when left out.

    Returns
    -------
    Dataset
        rank (variant, candidate)
            the variants are ``"with_all"``, ``"with_none"`` and ``"without CANDIDATE / CRITERION"`` for each;
            candidates with an unknown cell have no rank
        moved (variant, candidate)
            rank less the rank with all overrides: what the ranking would be without them

    Raises
    ------
    DecisionError
        An unknown candidate or criterion, a cell overridden twice, a score that is no number or outside its goalposts,
        an override without author, date or reason. All problems come at once.

    Examples
    --------
    >>> import pandas as pd
    >>> t = table(pd.DataFrame({"skills": [8.0, 6.0], "market": [7.0, 6.0]}, index=["A", "B"]))
    >>> found = replay(t, [Override("A", "skills", 1.0, "akimat", "2026-03-31", "the college closed")])
    >>> found["rank"].to_pandas()
    candidate             A    B
    variant
    with_all            1.0  1.0
    with_none           1.0  2.0
    without A / skills  1.0  2.0
    """
    problems = _odd(t, overrides)
    if problems:
        raise DecisionError(bullets(f"the overrides have {len(problems)} problem(s):", problems))
    kept = {"with_all": list(overrides), "with_none": []}
    kept |= {one.label: [other for other in overrides if other is not one] for one in overrides}
    ranks = xr.concat(
        [rank(score(complete(_overridden(t, some)))) for some in kept.values()],
        xr.IndexVariable("variant", list(kept)),
        coords="minimal",
        compat="override",
    )
    return xr.Dataset({"rank": ranks, "moved": ranks - ranks.sel(variant="with_all", drop=True)})


def _overridden(t: DecisionTable, overrides: Sequence[Override]) -> DecisionTable:
    values = t.values.copy()
    for one in overrides:
        values.loc[{"candidate": one.candidate, "criterion": one.criterion}] = float(one.score)
    return replace(t, values=values)


def _odd(t: DecisionTable, overrides: Sequence[Override]) -> list[str]:
    problems = [f"the table has leading dimensions {first_few(t.lead)}: replay one slice at a time"] if t.lead else []
    cells = [(one.candidate, one.criterion) for one in overrides]
    for one in overrides:
        what = f"{one.candidate} / {one.criterion}"
        if one.candidate not in t.candidates:
            problems.append(f"{what}: no candidate '{one.candidate}'; there is {first_few(t.candidates)}")
        if one.criterion not in t.criteria:
            problems.append(f"{what}: no criterion '{one.criterion}'; there is {first_few(t.criteria)}")
        low, high = t.goalposts.get(one.criterion, (-np.inf, np.inf))
        if not np.isfinite(one.score) or not low <= one.score <= high:
            problems.append(f"{what}: a score from {low:g} to {high:g} is needed, found {one.score}")
        silent = [name for name in ("author", "reason") if not str(getattr(one, name)).strip()]
        if silent:
            problems.append(f"{what}: no {' and no '.join(silent)}")
        try:
            date.fromisoformat(one.date)
        except ValueError:
            problems.append(f"{what}: the date is written as 2026-03-31, found '{one.date}'")
    twice = sorted(
        {f"{candidate} / {criterion}" for candidate, criterion in cells if cells.count((candidate, criterion)) > 1}
    )
    if twice:
        problems.append(f"{len(twice)} cell(s) are overridden twice: {first_few(twice)}; keep the last decision")
    return problems


def influence(
    judged: Judgements,
    *,
    wish: Mapping[Any, Wish] | None = None,
    weights: Mapping[Any, float] | None = None,
    score: Scorer = on_its_scale,
) -> xr.Dataset:
    """The ranking of the last round without each expert.

    Parameters
    ----------
    judged
        As `judgements` gives them; candidates are ranked by medians, see `joint_scores`.
    wish, weights
        As `table` takes them.
    score
        Scores of a table, more is better; the weighted sum on the judgements' own scale when left out.

    Returns
    -------
    Dataset
        all (candidate)
            rank with everybody; missing for a candidate not judged on every criterion
        rank (person, candidate)
            rank without that person
        moved (person)
            how many candidates change rank
        largest (person)
            by how many places at most; missing when nobody else judged
        leads (person)
            whether the first is another without that person

    Raises
    ------
    DecisionError
        What `table` and `score` refuse.

    Examples
    --------
    >>> import pandas as pd
    >>> from smartspec.decision.experts.judgements import judgements
    >>> rows = pd.DataFrame(
    ...     {"person": list("aabbcc"), "candidate": list("XY") * 3, "criterion": "skills", "score": [9, 1, 5, 6, 5, 6]}
    ... )
    >>> found = influence(judgements(rows, candidates=["X", "Y"], criteria=["skills"]))
    >>> found["all"].to_series().to_dict(), found["leads"].to_series().to_dict()
    ({'X': 2.0, 'Y': 1.0}, {'a': False, 'b': True, 'c': True})
    """
    last = judged.rounds[-1]
    rows = judged.rows[judged.rows["round"] == last]

    def ranked(some: Judgements) -> xr.DataArray:
        scores = joint_scores(some)
        posts = dict.fromkeys(some.criteria, some.scale)
        return rank(score(complete(table(scores, wish=wish, weights=weights, goalposts=posts))))

    whole = replace(judged, rows=rows)
    everybody = ranked(whole)
    nobody = xr.full_like(everybody, np.nan)
    found = []
    for person in whole.people:
        rest = rows[rows["person"] != person]
        found.append(ranked(replace(judged, rows=rest)) if len(rest) else nobody)
    ranks = xr.concat(found, xr.IndexVariable("person", list(whole.people)), coords="minimal", compat="override")
    step = abs(ranks - everybody)
    appeared = ranks.notnull() != everybody.notnull()
    first = (ranks == 1) != (everybody == 1)
    return xr.Dataset(
        {
            "all": everybody,
            "rank": ranks,
            "moved": ((step > 0) | appeared).sum("candidate"),
            "largest": step.max("candidate"),
            "leads": first.any("candidate"),
        }
    )
