"""Links between technologies, activities and challenges, and what they make together.

serving        which of the study's activities each technology serves
in_question    for which activities of which region a technology comes into question
domains        activity, challenge and technologies together: the few priorities of a region
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import xarray as xr

from smartspec.errors import ForesightError

__all__ = ["domains", "in_question", "serving"]

CAP = 7
"""A strategy concentrates: no region gets more priorities than this."""


def serving(
    links: Mapping[str, Sequence[str]], *, activities: Sequence[str], parents: Mapping[str, str]
) -> xr.DataArray:
    """Which of the study's activities each technology serves.

    Parameters
    ----------
    links
        Technology to codes of activities, of any level.
    activities
        Codes the study looks at, all of one level.
    parents
        Code to the code it is part of; empty or absent at the top.

    Returns
    -------
    (technology, activity) of bool
        A link to a wider activity serves all of its parts, one to a part serves the whole it is seen in.

    Examples
    --------
    >>> parents = {"05": "B", "06": "B"}
    >>> serving({"sorting": ["05"], "twin": ["B"]}, activities=["B", "C"], parents=parents).values.tolist()
    [[True, False], [True, False]]
    >>> serving({"twin": ["B"]}, activities=["05", "06", "10"], parents=parents).values.tolist()
    [[True, True, False]]
    """

    def line(code: str) -> set[str]:
        found = {code}
        while (code := parents.get(code, "")) and code not in found:
            found.add(code)
        return found

    lines = {code: line(code) for code in activities}
    marks = [
        [any(link in lines[code] or code in line(link) for link in codes) for code in activities]
        for codes in links.values()
    ]
    return xr.DataArray(
        np.array(marks, dtype=bool).reshape(len(links), len(activities)),
        coords={"technology": list(links), "activity": list(activities)},
        dims=("technology", "activity"),
    )


def in_question(
    serves: xr.DataArray, *, directions: xr.DataArray, base: xr.DataArray, held: xr.DataArray
) -> xr.DataArray:
    """For which activities of which region a technology comes into question.

    Parameters
    ----------
    serves : (technology, activity) of bool
        As `serving` gives it.
    directions : (region, activity) of bool
        Directions chosen for each region.
    base : (activity) of bool
        Activities that are built upon and never proposed, as extraction.
    held : (region, activity) of bool
        Activities a region is specialised in.

    Returns
    -------
    (region, technology, activity) of bool
        A technology is in question where it serves a direction, or a base the region stands on.

    Examples
    --------
    >>> serves = xr.DataArray([[True, True]], coords={"technology": ["twin"], "activity": ["B", "C"]})
    >>> chosen = xr.DataArray([[False, True], [False, False]], coords={"region": ["N", "S"], "activity": ["B", "C"]})
    >>> base = xr.DataArray([True, False], coords={"activity": ["B", "C"]})
    >>> in_question(serves, directions=chosen, base=base, held=~chosen).sel(technology="twin").values.tolist()
    [[True, True], [True, False]]
    """
    found = serves & (directions | (base & held))
    return found.transpose("region", "technology", "activity")


def domains(
    value: xr.DataArray, *, answers: xr.DataArray, place: xr.DataArray, most: int = 5
) -> dict[str, list[tuple[str, str, tuple[str, ...]]]]:
    """The few priorities of each region: an activity, a challenge it meets, and the technologies that answer it.

    Parameters
    ----------
    value : (region, activity, technology)
        What a technology brings through an activity; zero or missing where it is not taken up there.
    answers : (technology, challenge) of bool
        Which challenges a technology answers.
    place : (region, activity)
        Place of each direction in its region's ranking, 1 first; missing for what is no direction.
    most
        How many a region gets at most, no more than seven.

    Returns
    -------
    dict
        Region to (activity, challenge, technologies), in order. Every direction gets its most valuable challenge
        before any gets a second; directions come by their place, technologies by their value.

    Raises
    ------
    ForesightError
        More than seven, or fewer than one.

    Examples
    --------
    >>> value = xr.DataArray(
    ...     [[[0.2, 0.3]]], coords={"region": ["N"], "activity": ["C"], "technology": ["slag", "cable"]},
    ...     dims=("region", "activity", "technology"),
    ... )
    >>> answers = xr.DataArray(
    ...     [[True, True], [True, False]],
    ...     coords={"technology": ["slag", "cable"], "challenge": ["depth", "tailings"]},
    ... )
    >>> place = xr.DataArray([[1.0]], coords={"region": ["N"], "activity": ["C"]})
    >>> domains(value, answers=answers, place=place)
    {'N': [('C', 'depth', ('cable', 'slag')), ('C', 'tailings', ('slag',))]}
    """
    if not 1 <= most <= CAP:
        raise ForesightError(f"a region gets from 1 to {CAP} priorities, not {most}: a strategy concentrates.")
    names = [str(code) for code in value.technology.values]
    challenges = [str(code) for code in answers.challenge.values]
    marks = answers.transpose("technology", "challenge").to_numpy()
    worth = value.transpose("region", "activity", "technology").to_numpy()
    places = place.transpose("region", "activity").to_numpy()
    found = {}
    for r, region in enumerate(value.region.values):
        rows = []
        for a in np.flatnonzero(np.isfinite(places[r])):
            own = np.nan_to_num(worth[r, a])
            total = own @ marks
            order = [c for c in np.argsort(-total, kind="stable") if total[c] > 0]
            for turn, c in enumerate(order):
                taken = [t for t in np.argsort(-own, kind="stable") if own[t] > 0 and marks[t, c]]
                label = (str(value.activity.values[a]), challenges[c], tuple(names[t] for t in taken))
                rows.append((turn, places[r, a], label))
        found[str(region)] = [label for _, _, label in sorted(rows, key=lambda row: row[:2])[:most]]
    return found
