"""Experts of a study: what they are asked, what they answered, and what that says.

    questions        what a form asks: conditions only people can judge, for the study's directions
    take_in          a form that came back, checked and kept
    answers          all that was kept, the latest of each person and round
    agreement_of     agreement, disagreement, stability and the weight of single experts, as plain data

Answers live in the study's `experts` folder: the file as received under its hash, and beside it a record of what was
read from it. Nothing there is ever written over or taken away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from smartspec import decision
from smartspec.errors import DecisionError, StudyError, first_few
from smartspec.sources.forms import FormRead, Question
from smartspec.study.records import FOLDER, TakenIn, keep, known_already, latest
from smartspec.study.steps.choice import GATES

if TYPE_CHECKING:
    from smartspec.study.inputs import Inputs
    from smartspec.study.run import Run

__all__ = ["FOLDER", "SCALE", "TakenIn", "agreement_of", "answers", "judged_by_people", "questions", "take_in"]

SCALE = (1, 9)
"""1: the condition is not met at all; 9: it is fully met."""


def judged_by_people() -> tuple[str, ...]:
    """The conditions that no table can judge."""
    return tuple(key for key, who in GATES.items() if who == "people")


def questions(
    run: Run,
    *,
    titles: Mapping[str, str],
    asks: Mapping[str, str],
    language: str,
    every: bool = False,
    regions: Sequence[str] = (),
    before: decision.Judgements | None = None,
) -> list[Question]:
    """What a form asks.

    Parameters
    ----------
    run
        A finished run.
    titles, asks
        Words of each condition that people judge, in the person's language.
    language
        Language of the names of regions and activities.
    every
        All candidates of the long list instead of the directions.
    regions
        Codes of the regions asked about; all when left out.
    before
        Earlier judgements: their medians and quartiles are shown beside each question.

    Returns
    -------
    list of Question
        Candidate by candidate, named ``REGION/ACTIVITY``, condition by condition.

    Raises
    ------
    StudyError
        A region the study does not have.
    """
    results, inputs = run.results, run.inputs
    asked = results["long_list"]["listed"] if every else results["directions"]["chosen"]
    there = [str(code) for code in asked.region.values]
    strangers = [code for code in regions if code not in there]
    if strangers:
        raise StudyError(f"no region {first_few(strangers)} in the study; it has {first_few(there, count=20)}.")
    ranks = results["ranking"]["rank"]
    earlier = _told_before(before)
    found = []
    for region in there:
        if regions and region not in regions:
            continue
        codes = [code for code in inputs.activities if bool(asked.sel(region=region, activity=code))]
        rank = {code: float(ranks.sel(region=region, activity=code)) for code in codes}
        codes.sort(key=lambda code: rank[code] if np.isfinite(rank[code]) else np.inf)
        names = {code: inputs.classification.name(code, language) for code in codes}
        place = inputs.geography.name(region, language)
        for code in codes:
            label = f"{region}/{code}"
            found += [
                Question(label, key, place, names[code], titles[key], asks[key], earlier.get((label, key), ""))
                for key in judged_by_people()
            ]
    return found


def _told_before(before: decision.Judgements | None) -> dict[tuple[str, str], str]:
    """Median and quartiles of the last round by question, as text."""
    if before is None:
        return {}
    found = decision.spread(before.scores.isel(round=-1, drop=True))
    told = {}
    for candidate in before.candidates:
        for criterion in before.criteria:
            cell = found.sel(candidate=candidate, criterion=criterion)
            if int(cell["answers"]):
                middle, low, high = (f"{float(cell[key]):g}" for key in ("median", "lower", "upper"))
                told[candidate, criterion] = f"{middle} ({low}…{high})"
    return told


# ── in ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def take_in(
    form: FormRead,
    folder: Path,
    inputs: Inputs,
    *,
    now: datetime,
    replace: bool = False,
    partial: bool = False,
) -> TakenIn:
    """Check a form that came back, and keep it.

    Parameters
    ----------
    form
        As `read_form` gives it.
    folder
        The study's folder.
    inputs
        The study's inputs: which regions and activities there are.
    now
        When it came in; the date of answers that carry none.
    replace
        Let it stand in the place of earlier answers of the same person in the same round, which are kept.
    partial
        Accept people who answered only some questions.

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
    place = folder / FOLDER
    before = known_already(form, place)
    if before is not None:
        return before
    judged = _checked(form, inputs, now, partial)
    return keep(form, place, judged.rows, now=now, replace=replace, scale=SCALE)


def _checked(form: FormRead, inputs: Inputs, now: datetime, partial: bool) -> decision.Judgements:
    rows = form.rows.copy()
    rows["date"] = rows["date"].where(rows["date"] != "", now.date().isoformat())
    asked = list(dict.fromkeys([*str(form.told.get("candidates", "")).split(), *rows["candidate"]]))
    known = [label for label in asked if _is_candidate(label, inputs)]
    try:
        return decision.judgements(
            rows, candidates=known or ["REGION/ACTIVITY"], criteria=judged_by_people(), scale=SCALE, partial=partial
        )
    except DecisionError as wrong:
        raise StudyError(f"{form.name}: {wrong}") from None


def _is_candidate(label: str, inputs: Inputs) -> bool:
    region, _, activity = label.partition("/")
    return region in inputs.geography.regions and activity in inputs.activities


def answers(folder: Path) -> decision.Judgements | None:
    """All that was kept: of each person and round the answers that came in last; None where nobody answered yet.

    Raises
    ------
    StoreError
        A record that cannot be read.
    """
    frame = latest(folder / FOLDER)
    if frame is None:
        return None
    return decision.judgements(
        frame, candidates=sorted(frame["candidate"].unique()), criteria=judged_by_people(), scale=SCALE, partial=True
    )


# ── out ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def agreement_of(judged: decision.Judgements) -> dict[str, Any]:
    """What the last round says, as plain data; what cannot be told is None.

    Parameters
    ----------
    judged
        As `answers` gives them.

    Returns
    -------
    dict
        `round`, `rounds`, `people`; `criteria`, each with `kendall_w`, `agreement`, `consistency` over the candidates
        that everybody judged (`common`); `scores` with median, quartiles and answers of each question; `disagreements`;
        `stability` against the round before, or None; `interests` declared; `influence` of each person on the order of
        the candidates judged throughout.
    """
    last = judged.scores.isel(round=-1, drop=True)
    active = last.notnull().any(["candidate", "criterion"])
    last = last.isel(person=active.to_numpy())
    return {
        "round": judged.rounds[-1],
        "rounds": list(judged.rounds),
        "people": [str(one) for one in last.person.values],
        "scale": list(judged.scale),
        "criteria": [_agreement(last, key) for key in judged.criteria],
        "scores": _scores(last),
        "disagreements": _plain(decision.disagreements(judged).to_dict("records")),
        "stability": _stability(judged),
        "interests": _interests(judged),
        "influence": _influence(judged),
    }


def _agreement(last: xr.DataArray, key: str) -> dict[str, Any]:
    scores = last.sel(criterion=key, drop=True)
    common = scores.isel(candidate=scores.notnull().all("person").to_numpy())
    if not common.sizes["candidate"]:
        return {"criterion": key, "common": 0, "kendall_w": None, "agreement": None, "consistency": None}
    found = decision.intraclass(common)
    return {
        "criterion": key,
        "common": common.sizes["candidate"],
        "kendall_w": _number(decision.kendall_w(common)),
        "agreement": _number(found["agreement"]),
        "consistency": _number(found["consistency"]),
    }


def _scores(last: xr.DataArray) -> list[dict[str, Any]]:
    found = decision.spread(last).to_dataframe().reset_index()
    known = found[found["answers"] > 0]
    return _plain(known[["candidate", "criterion", "median", "lower", "upper", "answers"]].to_dict("records"))


def _stability(judged: decision.Judgements) -> dict[str, Any] | None:
    if len(judged.rounds) < 2:
        return None
    found = decision.round_stability(judged.scores)
    last = found.isel(round=-1)
    change = last["net_change"].to_dataframe().reset_index()
    moving = change[change["net_change"] >= found.attrs["still"]].sort_values("net_change", ascending=False)
    return {
        "still": found.attrs["still"],
        "share_stable": _number(last["share_stable"]),
        "stop": bool(last["stop"]),
        "moving": _plain(moving[["candidate", "criterion", "net_change"]].to_dict("records")),
    }


def _interests(judged: decision.Judgements) -> list[dict[str, Any]]:
    declared = judged.rows[judged.rows["interest"] != ""]
    return _plain(declared[["person", "candidate", "interest"]].drop_duplicates().to_dict("records"))


def _influence(judged: decision.Judgements) -> list[dict[str, Any]]:
    found = decision.influence(judged)
    if int(found["all"].notnull().sum()) < 2 or found.sizes["person"] < 2:
        return []
    return [
        {
            "person": str(person),
            "moved": int(found["moved"].sel(person=person)),
            "largest": _number(found["largest"].sel(person=person)),
            "another_first": bool(found["leads"].sel(person=person)),
        }
        for person in found.person.values
    ]


def _number(value: Any) -> float | None:
    number = float(value)
    return number if np.isfinite(number) else None


def _plain(rows: Iterable[Mapping[Any, Any]]) -> list[dict[str, Any]]:
    """Rows with Python's own numbers and None for what is missing."""
    return [
        {
            str(key): _number(cell)
            if isinstance(cell, float)
            else cell.item()
            if isinstance(cell, np.generic)
            else cell
            for key, cell in row.items()
        }
        for row in rows
    ]
