"""Conditions a candidate has to meet before it is ranked: met, not yet, or not judged.

    Gate             a condition, what is missing while it is not met, and who can judge it
    judge            answers, state by state, for every candidate and every gate
    held_back        candidates that a gate answers "not yet"
    at_least         an answer read off a number
    vetoes           answers read off the criteria of a table
    open_questions   what is missing and who is to be asked, one row each

Only "not yet" holds a candidate back: a question nobody has answered is no reason against anybody, and it
stays on the list until someone does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from smartspec.decision._labels import named
from smartspec.decision.table import DecisionTable
from smartspec.errors import DecisionError, bullets, first_few

__all__ = ["MET", "NOT_JUDGED", "NOT_YET", "Gate", "at_least", "held_back", "judge", "open_questions", "vetoes"]

MET = "met"
NOT_YET = "not_yet"
NOT_JUDGED = "not_judged"


@dataclass(frozen=True)
class Gate:
    """A condition.

    Attributes
    ----------
    key
        Its name.
    needs
        What is missing while it is not met: a text, or the key of one.
    who
        Who can tell while it is not judged: a text, or the key of one.
    """

    key: str
    needs: str
    who: str


def judge(answers: pd.DataFrame | xr.DataArray, gates: Sequence[Gate]) -> xr.DataArray:
    """Turn answers into states.

    Parameters
    ----------
    answers : (..., candidate, gate)
        True, false or missing. A data frame has a candidate per row (further named index levels before the
        candidate become leading dimensions) and a gate per column. A gate without a column is not judged
        for anybody.
    gates
        The conditions, in the order they are to be shown.

    Returns
    -------
    (..., candidate, gate)
        ``"met"``, ``"not_yet"`` or ``"not_judged"``; the coordinates `needs` and `who` stand beside each gate.

    Raises
    ------
    DecisionError
        No gate, a doubled gate, a gate that names neither a need nor a judge, an answer to an unknown gate,
        doubled candidates, an answer that is neither true, false nor missing.

    Examples
    --------
    >>> gates = [Gate("mass", "1 % of value added", "statistics"), Gate("water", "a permit", "basin inspectorate")]
    >>> states = judge(pd.DataFrame({"mass": [True, False]}, index=["C", "J"]), gates)
    >>> states.to_series().tolist()
    ['met', 'not_judged', 'not_yet', 'not_judged']
    """
    keys = [gate.key for gate in gates]
    problems = [f"gate '{key}' stands twice" for key in sorted({key for key in keys if keys.count(key) > 1})]
    problems += [
        f"gate '{gate.key}' says not what it needs or who can tell" for gate in gates if not (gate.needs and gate.who)
    ]
    if not keys:
        problems.append("no gate was given")
    array = _labelled(answers)
    strangers = [key for key in array.indexes["gate"] if key not in keys]
    if strangers:
        problems.append(f"answers to no gate: {first_few(strangers)}; the gates are {first_few(keys)}")
    cells = array.to_numpy()
    silent = pd.isna(cells)
    yes = ~silent & (cells == True)  # noqa: E712  (objects compare cell by cell)
    no = ~silent & (cells == False)  # noqa: E712
    odd = named(array, ~(silent | yes | no))
    if odd:
        problems.append(f"{len(odd)} answer(s) are neither true, false nor missing: {first_few(odd)}")
    if problems:
        raise DecisionError(bullets(f"the gates have {len(problems)} problem(s):", problems))
    states = array.copy(data=np.where(yes, MET, np.where(no, NOT_YET, NOT_JUDGED)).astype(object))
    states = states.reindex(gate=keys, fill_value=NOT_JUDGED).astype("U10")
    beside = {"needs": ("gate", [gate.needs for gate in gates]), "who": ("gate", [gate.who for gate in gates])}
    return states.assign_coords(beside)


def held_back(states: xr.DataArray) -> xr.DataArray:
    """Tell which candidates are held back: (..., candidate), true where any gate answers "not yet".

    Raises
    ------
    DecisionError
        What is put in are no states of gates, such as the bare answers that `judge` makes states of.

    Examples
    --------
    >>> gates = [Gate("mass", "1 % of value added", "statistics"), Gate("water", "a permit", "basin inspectorate")]
    >>> held_back(judge(pd.DataFrame({"mass": [True, False]}, index=["C", "J"]), gates)).to_series().to_dict()
    {'C': False, 'J': True}
    """
    _refuse_no_states(states)
    return (states == NOT_YET).any("gate")


def at_least(x: xr.DataArray, floor: float) -> xr.DataArray:
    """Answer a gate by a number: true at or above the floor, false below it, missing where the number is.

    Parameters
    ----------
    x : any shape
        Numbers in one unit.
    floor
        The lowest number that will do, in the unit of `x`.

    Returns
    -------
    as `x`
        True, false or NaN, as objects.

    Examples
    --------
    >>> share = xr.DataArray([0.02, 0.004, np.nan], coords={"candidate": ["C", "J", "R"]})
    >>> at_least(share, 0.01).to_series().to_dict()
    {'C': True, 'J': False, 'R': nan}
    """
    reached = (x >= floor).astype(object)
    return reached.where(x.notnull(), np.nan)


def vetoes(t: DecisionTable, limits: Mapping[str, float]) -> xr.DataArray:
    """Answer gates by the table's criteria: no score elsewhere makes up for a value beyond its limit.

    Parameters
    ----------
    t
        The table.
    limits
        The worst value that will do, by criterion, in its unit: the least where more is better, the most where less.

    Returns
    -------
    (..., candidate, gate)
        True, false or missing, as objects, with each criterion as a gate of its own; put it into `judge`, together
        with a `Gate` of that key. An unknown value is missing: nobody has judged it, and it holds nobody back.

    Raises
    ------
    DecisionError
        A limit for no criterion, or one that is no number.

    Examples
    --------
    >>> from smartspec.decision.table import table
    >>> t = table(pd.DataFrame({"water": [9.0, 2.0]}, index=["food", "software"]), wish={"water": "less"})
    >>> vetoes(t, {"water": 5}).sel(gate="water").to_series().to_dict()
    {'food': False, 'software': True}
    """
    strangers = [name for name in limits if name not in t.criteria]
    odd = [name for name, limit in limits.items() if not np.isfinite(limit)]
    if strangers or odd or not limits:
        raise DecisionError(
            f"vetoes need a number for criteria out of {first_few(t.criteria)}, found "
            f"{first_few(list(limits.items())) or 'none'}."
        )
    x = t.values.sel(criterion=list(limits)) * t.wish.sel(criterion=list(limits))
    floor = t.wish.sel(criterion=list(limits)) * list(limits.values())
    answers = (x >= floor).astype(object).where(x.notnull(), np.nan)
    return answers.rename(criterion="gate").transpose(*t.lead, "candidate", "gate")


def open_questions(states: xr.DataArray) -> pd.DataFrame:
    """List what is missing and who is to be asked.

    Parameters
    ----------
    states : (..., candidate, gate)
        As `judge` gives them.

    Returns
    -------
    pandas.DataFrame
        A row for every state but "met": its labels, the state, and in `says` what is needed ("not yet") or
        who can tell ("not judged").

    Raises
    ------
    DecisionError
        As for `held_back`.

    Examples
    --------
    >>> gates = [Gate("mass", "1 % of value added", "statistics"), Gate("water", "a permit", "basin inspectorate")]
    >>> open_questions(judge(pd.DataFrame({"mass": [True, False]}, index=["C", "J"]), gates))
      candidate   gate       state                says
    0         C  water  not_judged  basin inspectorate
    1         J   mass     not_yet  1 % of value added
    2         J  water  not_judged  basin inspectorate
    """
    _refuse_no_states(states)
    marks = (states != MET).to_numpy()
    says = states["needs"].broadcast_like(states).where(states == NOT_YET, states["who"]).transpose(*states.dims)
    rows: list[list[Any]] = [
        [*cell, str(state), str(text)]
        for cell, state, text in zip(
            named(states, marks), states.to_numpy()[marks], says.to_numpy()[marks], strict=True
        )
    ]
    return pd.DataFrame(rows, columns=[*(str(dim) for dim in states.dims), "state", "says"])


def _refuse_no_states(states: xr.DataArray) -> None:
    odd = sorted({str(state) for state in np.unique(states.to_numpy().astype(str))} - {MET, NOT_YET, NOT_JUDGED})
    if odd or "gate" not in states.dims:
        raise DecisionError(
            f"states by 'gate' are needed, each of them {MET}, {NOT_YET} or {NOT_JUDGED}, found {first_few(odd)} by "
            f"{states.dims}: put answers through `judge` first."
        )


def _labelled(answers: pd.DataFrame | xr.DataArray) -> xr.DataArray:
    """Answers as an array of objects (..., candidate, gate); combinations not in a frame are unanswered."""
    if isinstance(answers, xr.DataArray):
        lacking = [dim for dim in ("candidate", "gate") if dim not in answers.dims or dim not in answers.indexes]
        if lacking:
            raise DecisionError(f"the answers need labels along 'candidate' and 'gate', found {answers.dims}.")
        array = answers.reset_coords(drop=True).transpose(..., "candidate", "gate").astype(object)
        for dim in array.dims:
            if dim not in array.indexes or not array.indexes[dim].is_unique:
                raise DecisionError(f"the answers need each label along '{dim}' once.")
        return array
    if not answers.index.is_unique or not answers.columns.is_unique:
        raise DecisionError("the answers name a candidate or a gate twice: keep one row and one column each.")
    levels = [answers.index.get_level_values(i).unique() for i in range(answers.index.nlevels)]
    dims = [*answers.index.names[:-1], "candidate", "gate"]
    if not all(isinstance(dim, str) for dim in dims) or len(set(dims)) < len(dims):
        raise DecisionError(
            f"each index level before the candidate needs a name of its own, found {answers.index.names}."
        )
    frame = answers.astype(object)
    if len(levels) > 1:
        frame = frame.reindex(pd.MultiIndex.from_product(levels, names=answers.index.names))
    shape = (*(len(level) for level in levels), len(answers.columns))
    coords = dict(zip(dims, [*levels, answers.columns], strict=True))
    return xr.DataArray(frame.to_numpy().reshape(shape), coords=coords, dims=dims)
