"""How firm a ranking is: weightings tried by the thousand.

    draw_weights         weightings from all there are, or around the table's own
    rank_acceptability   how often each candidate takes each place, over weightings and rules
    within               how often it is among the first so many

A share reads "of the weightings tried". It is not a probability: nobody drew the region's priorities from an urn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt
import xarray as xr

from smartspec.decision._labels import Flags, Floats, named
from smartspec.decision._places import in_order, places
from smartspec.decision._rule import Rule, score_once
from smartspec.decision._rules import check_rules, prepare
from smartspec.decision.missing import present
from smartspec.decision.scaling import Constant, weighted
from smartspec.decision.table import DecisionTable, share_out
from smartspec.errors import DecisionError, first_few

__all__ = ["draw_weights", "rank_acceptability", "within"]

Kind: TypeAlias = Literal["dirichlet", "around"]

BLOCK = 1_000_000
"""Scores held at a time."""


def draw_weights(
    t: DecisionTable, *, draws: int, seed: int, kind: Kind = "dirichlet", concentration: float = 20.0
) -> xr.DataArray:
    r"""Draw weightings.

    Parameters
    ----------
    t
        The table. A criterion of no weight gets none.
    draws
        How many.
    seed
        The same seed gives the same weightings.
    kind
        ``"dirichlet"``: every weighting is as likely as any other; with groups, every weighting of the groups,
        and within each group of its criteria, so that a group does not gain by having many criteria.
        ``"around"``: around the table's own weights.
    concentration
        How closely around: c keeps the standard deviation of a weight w at the square root of w(1 - w)/(c + 1).
        At 20 a weight of 0.2 varies by 0.09.

    Returns
    -------
    (draw, criterion) or (..., draw, criterion), dimensionless
        Zero or more, summing to 1 in each draw; with leading dimensions where the table's weights have them.

    Raises
    ------
    DecisionError
        Fewer than one draw, a negative seed, another kind, a concentration that is not above zero.

    Notes
    -----
    The flat Dirichlet distribution is that of SMAA without knowledge of the weights (Lahdelma and Salminen 2001).
    Where a slice leaves a criterion out, its weight is shared out in each draw as in the table itself.

    Examples
    --------
    >>> import pandas as pd
    >>> from smartspec.decision.table import table
    >>> t = table(pd.DataFrame({"growth": [4.0, 2.0], "size": [10.0, 30.0]}, index=["A", "B"]))
    >>> drawn = draw_weights(t, draws=1000, seed=7)
    >>> drawn.dims, bool(abs(drawn.sum("criterion") - 1).max() < 1e-12)
    (('draw', 'criterion'), True)
    """
    if draws < 1 or seed < 0:
        raise DecisionError(f"draws must be one or more and the seed zero or more, found {draws} and {seed}.")
    if kind not in ("dirichlet", "around"):
        raise DecisionError(f"kind: 'dirichlet' or 'around', found {kind!r}.")
    if not (np.isfinite(concentration) and concentration > 0):
        raise DecisionError(f"concentration must be above zero, found {concentration}.")
    weights = t.weights.to_numpy()
    drawn = np.zeros((*weights.shape[:-1], draws, weights.shape[-1]))
    ever = weights.reshape(-1, weights.shape[-1]).max(axis=0) > 0
    flat = _flat(t, ever, draws, seed) if kind == "dirichlet" else None
    for at in np.ndindex(weights.shape[:-1]):
        stays = weights[at] > 0
        if flat is None:
            alpha = concentration * weights[at][stays]
            drawn[at][:, stays] = np.random.default_rng(seed).dirichlet(alpha, size=draws)
        else:
            drawn[at] = share_out(t, flat, stays)
    lead = t.lead if weights.ndim > 1 else ()
    coords = {dim: t.values.indexes[dim] for dim in (*lead, "criterion")}
    return xr.DataArray(drawn, coords={**coords, "draw": np.arange(draws)}, dims=(*lead, "draw", "criterion"))


def rank_acceptability(
    t: DecisionTable,
    *,
    rules: Sequence[str] = ("weighted_sum", "topsis"),
    options: Mapping[str, Mapping[str, Any]] | None = None,
    draws: int = 10_000,
    seed: int,
    kind: Kind = "dirichlet",
    concentration: float = 20.0,
    constant: Constant = "refuse",
    unknown: Literal["refuse", "draw"] = "refuse",
    ranks: int | None = None,
) -> xr.Dataset:
    r"""How often each candidate takes each place, over weightings and rules.

    Parameters
    ----------
    t
        The table.
    rules
        Keys of `RULES`; each counts the same.
    options
        Options of a rule by its name, such as ``{"promethee": {"p": 4, "q": 0}}``.
    draws, seed, kind, concentration
        Weightings, as `draw_weights` takes them; all rules and all slices see the same ones.
    constant
        Passed to every rule.
    unknown
        What to do with unknown cells of candidates: refuse them, or ``"draw"`` them anew in each weighting,
        evenly between the worst and the best known scaled value of the criterion in its slice. PROMETHEE
        refuses them always.
    ranks
        How many places to keep; all if left out.

    Returns
    -------
    Dataset
        acceptability (..., candidate, rank)
            share of the weightings tried, mean over the rules; each row sums to 1 unless `ranks` cuts it
        by_rule (rule, ..., candidate, rank)
            the same for each rule
        first (..., candidate)
            share in which it comes first
        mean_rank (..., candidate)
            mean place over weightings and rules
        central_weights (..., candidate, criterion)
            mean of the weightings in which it comes first; missing where it never does
        rank_of (rule, ..., candidate)
            place at the table's own weights; an unknown cell counts as halfway from worst to best
        rank_overall (..., candidate)
            order of the mean of `rank_of`; where that ties, of `mean_rank`
        montecarlo_error ()
            half the width of the 95 % interval of a share, at its widest (a share of one half)

        A row that is no candidate is missing in all of them.

    Raises
    ------
    DecisionError
        What `draw_weights` and the rules refuse; a criterion to be drawn of which nothing is known in a slice.

    Notes
    -----
    Stochastic multicriteria acceptability analysis (Lahdelma and Salminen 2001). Equal candidates share the better
    place, so the shares of a place may sum to more or less than 1 over the candidates. The error is
    :math:`1.96 \cdot 0.5 / \sqrt{draws}`: 0.0098 at 10,000.

    Examples
    --------
    >>> import pandas as pd
    >>> from smartspec.decision.table import table
    >>> frame = pd.DataFrame({"growth": [4.0, 2.0, 1.0], "size": [10.0, 30.0, 5.0]}, index=["A", "B", "C"])
    >>> found = rank_acceptability(table(frame), draws=1000, seed=7)
    >>> found["acceptability"].sel(candidate="C").to_series().to_dict()
    {1: 0.0, 2: 0.0, 3: 1.0}
    """
    check_rules(rules, options)
    if unknown not in ("refuse", "draw"):
        raise DecisionError(f"unknown: 'refuse' or 'draw', found {unknown!r}.")
    size = len(t.candidates)
    if ranks is not None and ranks < 1:
        raise DecisionError(f"ranks: at least one place must be kept, found {ranks}.")
    kept = size if ranks is None else min(ranks, size)
    weightings = draw_weights(t, draws=draws, seed=seed, kind=kind, concentration=concentration).to_numpy()
    if unknown == "draw":
        _refuse_undrawable(t)
    prepared = [prepare(t, name, options, constant=constant, known=unknown == "refuse") for name in rules]
    lead = t.values.shape[:-2]
    shares = np.full((len(rules), *lead, size, kept), np.nan)
    mean_rank = np.full((len(rules), *lead, size), np.nan)
    firsts, central = np.zeros((*lead, size)), np.zeros((*lead, size, len(t.criteria)))
    there = present(t).to_numpy()
    for i, rule in enumerate(prepared):
        for at in np.ndindex(lead):
            rows = np.flatnonzero(there[at])
            if len(rows) == 0:
                continue
            counts, weight_sums = _tally(rule, at, rows, weightings[at] if weightings.ndim > 2 else weightings, seed)
            shares[(i, *at)][rows] = 0.0
            shares[(i, *at)][rows, : min(kept, len(rows))] = counts[:, :kept] / draws
            mean_rank[(i, *at)][rows] = counts @ np.arange(1.0, len(rows) + 1) / draws
            firsts[at][rows] += counts[:, 0]
            central[at][rows] += weight_sums
    rank_of = np.stack([places(score_once(rule, t)) for rule in prepared])
    return _firmness(t, rules, shares, mean_rank.mean(axis=0), firsts, central, rank_of, draws)


def within(found: xr.Dataset, k: int) -> xr.DataArray:
    """Share of the weightings tried in which a candidate is among the first `k`.

    Parameters
    ----------
    found
        As `rank_acceptability` gives it.
    k
        How many places count; one or more.

    Returns
    -------
    (..., candidate), dimensionless
        From 0 to 1; missing where no candidate.

    Raises
    ------
    DecisionError
        A `k` below one, or beyond the places kept.

    Examples
    --------
    >>> import pandas as pd
    >>> from smartspec.decision.table import table
    >>> frame = pd.DataFrame({"growth": [4.0, 2.0, 1.0], "size": [10.0, 30.0, 5.0]}, index=["A", "B", "C"])
    >>> within(rank_acceptability(table(frame), draws=1000, seed=7), 2).to_series().to_dict()
    {'A': 1.0, 'B': 1.0, 'C': 0.0}
    """
    shares = found["acceptability"]
    kept, size = shares.sizes["rank"], shares.sizes["candidate"]
    if k < 1 or (k > kept and kept < size):
        raise DecisionError(f"places 1 to {kept} were kept, and {k} asked: give `ranks=` at least {max(k, 1)}.")
    return shares.isel(rank=slice(0, k)).sum("rank", skipna=False).clip(0.0, 1.0)


def _flat(t: DecisionTable, stays: Flags, draws: int, seed: int) -> Floats:
    """Weightings (draw, criterion) even over all there are: of groups first, then within each group."""
    rng = np.random.default_rng(seed)
    drawn = np.zeros((draws, len(stays)))
    if t.groups is None:
        drawn[:, stays] = rng.dirichlet(np.ones(int(stays.sum())), size=draws)
        return drawn
    groups = np.array([t.groups[name] for name in t.criteria])
    names = list(dict.fromkeys(groups[stays]))
    shares = rng.dirichlet(np.ones(len(names)), size=draws)
    for i, name in enumerate(names):
        members = np.flatnonzero(stays & (groups == name))
        drawn[:, members] = shares[:, i, None] * rng.dirichlet(np.ones(len(members)), size=draws)
    return drawn


def _tally(
    rule: Rule, at: tuple[int, ...], rows: npt.NDArray[np.intp], weightings: Floats, seed: int
) -> tuple[npt.NDArray[np.int64], Floats]:
    """Count (candidate, place) over the weightings of one slice, and sum the weightings in which each is first."""
    cells, low, high, weighs = rule.scaled[at][rows], rule.low[at], rule.high[at], rule.weighs[at]
    size, width = cells.shape
    holes = np.isnan(cells) & weighs
    rng = np.random.default_rng([seed, 1])
    step = max(1, BLOCK // (size * width if holes.any() else size))
    counts, sums = np.zeros((size, size), dtype=np.int64), np.zeros((size, width))
    bottom, span = (np.broadcast_to(edge, cells.shape)[holes] for edge in (low, high - low))
    for start in range(0, len(weightings), step):
        w = weightings[start : start + step]
        if holes.any():
            filled = np.repeat(cells[None], len(w), axis=0)
            filled[:, holes] = bottom + span * rng.random((len(w), len(bottom)))
            terms = tuple(np.where(weighs, part, 0.0) for part in rule.parts(filled, low, high))
            scores = rule.score(terms, w[:, None, :])[:, 0, :]
        else:
            scores = rule.score(tuple(np.where(weighs, part, 0.0) for part in rule.parts(cells, low, high)), w)
        order, first = in_order(scores)
        counts += np.bincount((order * size + first).ravel(), minlength=size * size).reshape(size, size)
        leads = np.zeros(scores.shape)
        np.put_along_axis(leads, order, (first == 0).astype(float), axis=-1)
        sums += leads.T @ w
    return counts, sums


def _refuse_undrawable(t: DecisionTable) -> None:
    """A criterion of weight of which nothing is known in a slice has no worst and best to draw between."""
    known = t.values.notnull().any("candidate").to_numpy()
    empty = weighted(t)[..., 0, :] & ~known & present(t).any("candidate").to_numpy()[..., None]
    if empty.any():
        found = [" / ".join(str(part) for part in cell) for cell in named(t.values.isel(candidate=0), empty)]
        raise DecisionError(
            f"nothing is known of {first_few(found)}, so nothing can be drawn: leave it out with `without_unknown`."
        )


def _firmness(
    t: DecisionTable,
    rules: Sequence[str],
    shares: Floats,
    mean_rank: Floats,
    firsts: Floats,
    central: Floats,
    rank_of: Floats,
    draws: int,
) -> xr.Dataset:
    """Put labels on what was counted."""
    rows = (*t.lead, "candidate")
    pooled = shares.mean(axis=0)
    ever = firsts[..., None] > 0
    by_rules = rank_of.sum(axis=0) + mean_rank / (rank_of.shape[-1] + 1)
    return xr.Dataset(
        {
            "acceptability": ((*rows, "rank"), pooled),
            "by_rule": (("rule", *rows, "rank"), shares),
            "first": (rows, pooled[..., 0]),
            "mean_rank": (rows, mean_rank),
            "central_weights": (
                (*rows, "criterion"),
                np.where(ever, central / np.where(ever, firsts[..., None], 1), np.nan),
            ),
            "rank_of": (("rule", *rows), rank_of),
            "rank_overall": (rows, places(-by_rules)),
            "montecarlo_error": ((), 1.96 * 0.5 / np.sqrt(draws)),
        },
        coords={
            **{dim: t.values.indexes[dim] for dim in (*rows, "criterion")},
            "rule": list(rules),
            "rank": np.arange(1, pooled.shape[-1] + 1),
        },
        attrs={"draws": draws, "ties": "min"},
    )
