"""ELECTRE: candidates outrank each other where enough criteria agree and none objects too strongly.

    electre_iii    a ranking from two distillations, one from the top and one from the bottom
    electre_tri    each candidate put into a category, by comparing it with the profiles between them

Both take thresholds in the units of the criteria: a difference up to q does not count, beyond p it counts fully, and
from v on it forbids. The candidates need not be comparable, and where they are not, the two answers differ.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
import xarray as xr

from smartspec.decision._flows import Threshold
from smartspec.decision._labels import Flags, Floats
from smartspec.decision._places import TIES, label, places
from smartspec.decision.aggregation._credibility import credibility, distil, thresholds
from smartspec.decision.missing import present_rows, refuse_unknown
from smartspec.decision.scaling import weighted
from smartspec.decision.table import DecisionTable
from smartspec.errors import DecisionError, bullets, first_few

__all__ = ["electre_iii", "electre_tri"]


def electre_iii(t: DecisionTable, *, p: Threshold = None, q: Threshold = None, v: Threshold = None) -> xr.Dataset:
    r"""Rank by two distillations of the credibility that one candidate is at least as good as another.

    Parameters
    ----------
    t
        The table.
    p, q
        Thresholds of preference and of indifference, by criterion, in its unit, or one number for all.
    v
        Thresholds of veto; a criterion left out has none.

    Returns
    -------
    Dataset
        credibility (..., candidate, other)
            from 0 to 1, how far the first is at least as good as the second
        descending, ascending (..., candidate)
            places drawn from the best down and from the worst up; far apart, the candidate is hard to compare
        score (..., candidate)
            mean of the two places; less is better

    Raises
    ------
    DecisionError
        An unknown cell, thresholds that are missing or out of order.

    Notes
    -----
    .. math:: \rho(a, b) = C(a, b) \prod_{j: d_j(a, b) > C(a, b)} \frac{1 - d_j(a, b)}{1 - C(a, b)}

    with C the weighted concordance and d the discordance; distilled with the threshold 0.3 - 0.15 λ. Roy (1978).
    A single candidate takes place 1.

    Examples
    --------
    >>> from smartspec.decision.table import table
    >>> t = table(pd.DataFrame({"growth": [9.0, 5.0, 4.5], "size": [5.0, 4.0, 4.0]}, index=["A", "B", "C"]))
    >>> electre_iii(t, q=1, p=2)["score"].to_series().to_dict()
    {'A': 1.0, 'B': 2.0, 'C': 2.0}
    """
    refuse_unknown(t, "electre_iii")
    limits = thresholds(t, "electre_iii", p=p, q=q, v=v)
    x, weights = _turned(t)
    found = credibility(x, x, weights, limits)
    there = present_rows(t)
    down, up = np.full(there.shape, np.nan), np.full(there.shape, np.nan)
    for at in np.ndindex(there.shape[:-1]):
        rows = np.flatnonzero(there[at])
        between = found[at][np.ix_(rows, rows)]
        down[(*at, rows)] = places(-distil(between, best_first=True)) if len(rows) else np.nan
        up[(*at, rows)] = places(distil(between, best_first=False)) if len(rows) else np.nan
    axes = (*t.lead, "candidate", "other")
    pairs = there[..., :, None] & there[..., None, :]
    coords = {**{dim: t.values.indexes[dim] for dim in axes[:-1]}, "other": list(t.candidates)}
    return xr.Dataset(
        {
            "credibility": xr.DataArray(np.where(pairs, found, np.nan), coords=coords, dims=axes),
            "descending": label(t, down),
            "ascending": label(t, up),
            "score": label(t, (down + up) / 2),
        },
        attrs={"rule": "electre_iii", "best": "least", **TIES},
    )


def electre_tri(
    t: DecisionTable,
    *,
    profiles: pd.DataFrame,
    categories: Sequence[str],
    p: Threshold = None,
    q: Threshold = None,
    v: Threshold = None,
    cut: float = 0.75,
) -> xr.Dataset:
    """Put each candidate into a category, by comparing it with the profiles between the categories (TRI-B).

    Parameters
    ----------
    t
        The table.
    profiles : (profile, criterion)
        The border between each two neighbouring categories, the lowest first, in the units of the criteria.
    categories
        Names of the categories, the worst first: one more than profiles.
    p, q, v
        As for `electre_iii`.
    cut
        How credible it must be that a candidate reaches a profile: above 0.5, up to 1.

    Returns
    -------
    Dataset
        pessimistic (..., candidate)
            the best category whose lower border the candidate reaches
        optimistic (..., candidate)
            the worst category whose upper border is clearly better than the candidate; never below `pessimistic`
        reaches, reached_by (..., candidate, profile)
            credibility that the candidate is at least as good as the profile, and the profile as the candidate

        '' and missing where there is no candidate.

    Raises
    ------
    DecisionError
        An unknown cell, thresholds out of order, profiles that name other criteria, are unknown or do not rise,
        a number of categories that does not fit, a cut outside 0.5 and 1.

    Notes
    -----
    Yu (1992); the pessimistic answer is also called pseudo-conjunctive, the optimistic one pseudo-disjunctive.

    Examples
    --------
    >>> from smartspec.decision.table import table
    >>> t = table(pd.DataFrame({"growth": [9.0, 5.0, 1.0]}, index=["A", "B", "C"]))
    >>> borders = pd.DataFrame({"growth": [3.0, 7.0]}, index=["fair", "good"])
    >>> found = electre_tri(t, profiles=borders, categories=["low", "middle", "high"], q=0, p=0)
    >>> found["pessimistic"].to_series().to_dict()
    {'A': 'high', 'B': 'middle', 'C': 'low'}
    """
    refuse_unknown(t, "electre_tri")
    limits = thresholds(t, "electre_tri", p=p, q=q, v=v)
    borders = _borders(t, profiles, categories, cut)
    x, weights = _turned(t)
    there = present_rows(t)[..., None]
    reaches = np.where(there, credibility(x, borders, weights, limits), np.nan)
    behind = np.swapaxes(credibility(np.broadcast_to(borders, (*x.shape[:-2], *borders.shape)), x, weights, limits),
                         -1, -2)  # fmt: skip
    behind = np.where(there, behind, np.nan)
    over, under = reaches >= cut, (behind >= cut) & ~(reaches >= cut)
    count = len(borders)
    pessimistic = np.where(over.any(axis=-1), count - np.argmax(over[..., ::-1], axis=-1), 0)
    optimistic = np.where(under.any(axis=-1), np.argmax(under, axis=-1), count)
    axes = (*t.lead, "candidate", "profile")
    coords = {**{dim: t.values.indexes[dim] for dim in axes[:-1]}, "profile": list(profiles.index)}
    return xr.Dataset(
        {
            "pessimistic": (axes[:-1], _named(categories, pessimistic, there[..., 0])),
            "optimistic": (axes[:-1], _named(categories, optimistic, there[..., 0])),
            "reaches": (axes, reaches),
            "reached_by": (axes, behind),
        },
        coords=coords,
        attrs={"rule": "electre_tri", "cut": cut, "categories": list(categories)},
    )


def _turned(t: DecisionTable) -> tuple[Floats, Floats]:
    """Values in which more is better, zero where a criterion has no weight, and the weights (..., criterion)."""
    x = np.where(weighted(t), t.values.to_numpy() * t.wish.to_numpy(), 0.0)
    return x, t.weights.to_numpy()


def _named(categories: Sequence[str], index: npt.NDArray[np.intp], there: Flags) -> npt.NDArray[np.str_]:
    return np.where(there, np.array([str(name) for name in categories])[index], "")


def _borders(t: DecisionTable, profiles: pd.DataFrame, categories: Sequence[str], cut: float) -> Floats:
    """Profiles (profile, criterion) in which more is better, or all that is wrong with them."""
    problems: list[str] = []
    if not 0.5 < cut <= 1:
        problems.append(f"cut: above 0.5 and up to 1, found {cut}")
    if len(profiles) < 1 or len(categories) != len(profiles) + 1 or len(set(categories)) < len(categories):
        problems.append(f"{len(profiles)} profile(s) need {len(profiles) + 1} different categories, found {categories}")
    names = list(profiles.columns)
    if sorted(map(str, names)) != sorted(map(str, t.criteria)):
        problems.append(f"profiles name {first_few(names)}, the table {first_few(t.criteria)}")
        raise DecisionError(bullets(f"electre_tri's profiles have {len(problems)} problem(s):", problems))
    raw = profiles[list(t.criteria)].to_numpy(dtype=float, na_value=np.nan)
    if not np.isfinite(raw).all():
        problems.append("a profile has an unknown or infinite cell")
    turned: Floats = raw * t.wish.to_numpy()
    if (np.diff(turned, axis=0) < 0).any() or (np.diff(turned, axis=0) == 0).all(axis=1).any():
        problems.append("each profile must be at least as good as the one before it in all criteria, better in one")
    if problems:
        raise DecisionError(bullets(f"electre_tri's profiles have {len(problems)} problem(s):", problems))
    return np.where(t.weights.to_numpy().reshape(-1, len(t.criteria)).any(axis=0), turned, 0.0)
