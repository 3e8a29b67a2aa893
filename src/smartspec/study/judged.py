"""A panel's judgements on technologies: what a form asks, what came back, and what it says.

    technology_questions    what a form asks of each technology
    take_in_technologies    a form that came back, checked and kept
    technology_answers      all that was kept: scores and amounts
    panel_says              readiness, cost, time and scores of the panel, as ranges
    spread_of               each question's median, quartiles and number of answers, as plain data

Scores go from 1 to 9, readiness levels too; cost and time are amounts. Every person's own answer is kept, and so is the
distance between people: the range that goes on is that between the quartiles, never a single number made of many.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
import xarray as xr

from smartspec import decision
from smartspec.errors import DecisionError, StudyError, bullets, first_few
from smartspec.sources.forms import FormRead, Question
from smartspec.sources.technologies import BOUNDS
from smartspec.study.records import FOLDER, TakenIn, keep, known_already, latest
from smartspec.study.technology import SCALE

if TYPE_CHECKING:
    from smartspec.sources.technologies import Register
    from smartspec.study.technology import Technologies

__all__ = [
    "AMOUNTS",
    "PREFIX",
    "PanelSays",
    "about_technologies",
    "panel_says",
    "spread_of",
    "take_in_technologies",
    "technology_answers",
    "technology_questions",
]

PREFIX = "technology/"
"""What a technology's label in a form begins with."""

TRL = "trl"
AMOUNTS = ("cost_low", "cost_high", "years_low", "years_high")
"""What it takes from where it stands to use: cost in the study's money, and years."""

PLACE = Path(FOLDER) / "technologies"


class TechnologyAnswers(NamedTuple):
    """What a panel answered: scores and levels from 1 to 9, and amounts."""

    scores: decision.Judgements | None
    amounts: decision.Judgements | None


@dataclass(frozen=True)
class PanelSays:
    """What a panel says together, missing where nobody answered.

    Attributes
    ----------
    trl : (technology)
        The median rounded down: a level is reached or not.
    scores : (technology, criterion, bound)
        Lower and upper quartile.
    left
        `cost` and `years` of (technology, bound): medians of the low and of the high ends.
    people : (technology)
        How many answered.
    """

    trl: xr.DataArray
    scores: xr.DataArray
    left: xr.Dataset
    people: xr.DataArray


def about_technologies(form: FormRead) -> bool:
    """Whether a form asks about technologies."""
    labels = form.rows["candidate"]
    return bool(len(labels)) and bool(labels.str.startswith(PREFIX).any())


def technology_questions(
    wanted: Technologies,
    register: Register,
    *,
    titles: Mapping[str, str],
    asks: Mapping[str, str],
    language: str,
    codes: Sequence[str] = (),
    before: TechnologyAnswers | None = None,
) -> list[Question]:
    """What a form asks of each technology: readiness, cost, time, attractiveness, feasibility.

    Parameters
    ----------
    wanted, register
        What the study says of technologies, and which there are.
    titles, asks
        Words of each question, in the person's language; a criterion of the study's own has its key for a title.
    language
        Language of the names.
    codes
        Technologies asked about; all when left out.
    before
        Earlier answers: their medians and quartiles are shown beside each question.

    Returns
    -------
    list of Question

    Raises
    ------
    StudyError
        The study does not have these.
    """
    there = list(register.technologies)
    if strangers := [code for code in codes if code not in there]:
        raise StudyError(f"no technology {first_few(strangers)} in the study; it has {first_few(there)}.")
    earlier = {} if before is None else _told_before(before)
    found = []
    for code in codes or there:
        one, label = register.technologies[code], f"{PREFIX}{code}"
        challenges = [register.challenges[key] for key in one.challenges]
        where = "; ".join(name.get(language) or next(iter(name.values()), "") for name in challenges)
        name = one.name.get(language) or next(iter(one.name.values()))
        for key in (TRL, *AMOUNTS, *wanted.criteria):
            told = earlier.get((label, key), "")
            found.append(
                Question(label, key, where, name, titles.get(key, key), asks.get(key, ""), told, key in AMOUNTS)
            )
    return found


def _told_before(before: TechnologyAnswers) -> dict[tuple[str, str], str]:
    told = {}
    for row in spread_of(before):
        low, middle, high = (f"{row[key]:g}" for key in ("lower", "median", "upper"))
        told[f"{PREFIX}{row['technology']}", row["criterion"]] = f"{middle} ({low}…{high})"
    return told


def take_in_technologies(
    form: FormRead,
    folder: Path,
    register: Register,
    wanted: Technologies,
    *,
    now: datetime,
    replace: bool = False,
    partial: bool = False,
) -> TakenIn:
    """Check a form about technologies that came back, and keep it.

    Parameters
    ----------
    form
        As `read_form` gives it.
    folder
        The study's folder.
    register, wanted
        Which technologies there are, and what the study says of them.
    now
        When it came in; the date of answers that carry none.
    replace
        Let it stand in the place of earlier answers of the same person in the same round, which are kept.
    partial
        Accept people who scored only some criteria. Amounts may always be left open.

    Returns
    -------
    TakenIn

    Raises
    ------
    StudyError
        Answers that cannot be used, all problems at once; somebody answered this round before.
    StoreError
        The folder cannot be read or written.
    """
    place = folder / PLACE
    if (before := known_already(form, place)) is not None:
        return before
    rows = form.rows.copy()
    rows["date"] = rows["date"].where(rows["date"] != "", now.date().isoformat())
    labels = [f"{PREFIX}{code}" for code in register.technologies]
    asked = [one for one in labels if one in set(rows["candidate"])]
    money = rows["criterion"].isin(AMOUNTS)
    problems: list[str] = []
    kept = []
    for part, criteria, scale, some in (
        (rows[~money], (TRL, *wanted.criteria), SCALE, partial),
        (rows[money], AMOUNTS, (0.0, np.inf), True),
    ):
        answered = part[part["score"].astype(str).str.strip() != ""]
        if some and not len(answered) and len(part):
            part = part.iloc[:0]
        if not len(part):
            continue
        try:
            judged = decision.judgements(part, candidates=asked or labels, criteria=criteria, scale=scale, partial=some)
        except DecisionError as wrong:
            problems.append(str(wrong))
            continue
        problems += _odd(judged.rows)
        kept.append(judged.rows)
    if problems:
        raise StudyError("\n".join(f"{form.name}: {problem}" for problem in problems))
    if not kept:
        raise StudyError(f"{form.name}: nobody answered anything.")
    return keep(form, place, pd.concat(kept, ignore_index=True), now=now, replace=replace, scale=SCALE)


def _odd(rows: pd.DataFrame) -> list[str]:
    """Levels that are no whole numbers, ranges whose low end is above the high one."""
    levels = rows[(rows["criterion"] == TRL) & (rows["score"].astype(float) % 1 != 0)]
    wrong = [
        f"{row['person']} / {row['candidate']}: {TRL} {row['score']:g} is no whole level from 1 to 9"
        for row in levels.to_dict("records")
    ]
    wide = rows.pivot_table(index=["round", "person", "candidate"], columns="criterion", values="score").reset_index()
    for name in ("cost", "years"):
        low, high = (f"{name}_{bound}" for bound in BOUNDS)
        if {low, high} <= set(wide.columns):
            wrong += [
                f"{row['person']} / {row['candidate']}: {low} {row[low]:g} is above {high} {row[high]:g}"
                for row in wide[wide[low] > wide[high]].to_dict("records")
            ]
    return [bullets(f"{len(wrong)} answer(s) contradict themselves:", wrong[:5])] if wrong else []


def technology_answers(folder: Path) -> TechnologyAnswers | None:
    """All that was kept: of each person and round the answers that came in last; None where nobody answered yet.

    Raises
    ------
    StoreError
        A record that cannot be read.
    """
    frame = latest(folder / PLACE)
    if frame is None:
        return None
    money = frame["criterion"].isin(AMOUNTS)
    found = []
    for part, scale in ((frame[~money], SCALE), (frame[money], (0.0, np.inf))):
        found.append(
            decision.judgements(
                part,
                candidates=sorted(part["candidate"].unique()),
                criteria=sorted(part["criterion"].unique()),
                scale=scale,
                partial=True,
            )
            if len(part)
            else None
        )
    return TechnologyAnswers(*found)


def _last(judged: decision.Judgements | None) -> xr.DataArray | None:
    """(person, technology, criterion): each person's latest answer, whichever round gave it."""
    if judged is None:
        return None
    scores = judged.scores.isel(round=-1, drop=True)
    for place in range(len(judged.rounds) - 2, -1, -1):
        scores = scores.fillna(judged.scores.isel(round=place, drop=True))
    codes = [str(label).removeprefix(PREFIX) for label in scores.candidate.values]
    return scores.assign_coords(candidate=codes).rename(candidate="technology")


def panel_says(folder: Path, technologies: Sequence[str], criteria: Sequence[str]) -> PanelSays:
    """Readiness, cost, time and scores of the panel, from each person's latest answers, as ranges.

    Parameters
    ----------
    folder
        The study's folder.
    technologies, criteria
        What the study looks at; answers on anything else are left aside.

    Returns
    -------
    PanelSays
    """
    found = technology_answers(folder) or TechnologyAnswers(None, None)
    at = {"technology": list(technologies)}
    scores, amounts = (
        xr.DataArray(
            np.full((1, len(technologies), len(names)), np.nan),
            coords={"person": [""], **at, "criterion": list(names)},
            dims=("person", "technology", "criterion"),
        )
        if (last := _last(judged)) is None
        else last.reindex(technology=list(technologies), criterion=list(names))
        for judged, names in ((found.scores, (TRL, *criteria)), (found.amounts, AMOUNTS))
    )
    spread, middle = decision.spread(scores), decision.spread(amounts)["median"]
    ends = xr.concat([spread["lower"], spread["upper"]], xr.IndexVariable("bound", list(BOUNDS)))
    people = scores.notnull().any("criterion").sum("person")
    level: xr.DataArray = xr.ufuncs.floor(spread["median"].sel(criterion=TRL, drop=True))
    return PanelSays(
        trl=level,
        scores=ends.sel(criterion=list(criteria)).transpose("technology", "criterion", "bound"),
        left=xr.Dataset(
            {
                name: xr.concat(
                    [middle.sel(criterion=f"{name}_{bound}", drop=True) for bound in BOUNDS],
                    xr.IndexVariable("bound", list(BOUNDS)),
                ).transpose("technology", "bound")
                for name in ("cost", "years")
            }
        ),
        people=people,
    )


def spread_of(found: TechnologyAnswers) -> list[dict[str, Any]]:
    """Each question's median, quartiles and number of answers, as plain data."""
    rows = []
    for judged in found:
        last = _last(judged)
        if last is None:
            continue
        frame = decision.spread(last).to_dataframe().reset_index()
        frame = frame[frame["answers"] > 0]
        for row in frame.to_dict("records"):
            numbers = {key: float(row[key]) for key in ("median", "lower", "upper")}
            where = {"technology": str(row["technology"]), "criterion": str(row["criterion"])}
            rows.append({**where, **numbers, "answers": int(row["answers"])})
    return rows
