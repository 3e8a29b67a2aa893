"""How firm a ranking is: weightings, values, scalings and rules tried by the thousand.

    rank_acceptability   how often each candidate takes each place
    within               how often it is among the first so many

A share reads "of the weightings tried". It is not a probability: nobody drew the region's priorities from an urn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import xarray as xr

from smartspec.decision._labels import Floats, named
from smartspec.decision._places import TIES, places
from smartspec.decision._rule import Rule, score_once
from smartspec.decision._rules import check_rules, prepare
from smartspec.decision._tally import Tally, tally
from smartspec.decision._worlds import World, as_told, scores_of, with_holes, with_values
from smartspec.decision.missing import present_rows
from smartspec.decision.scaling import NOISE, Constant, weighted
from smartspec.decision.table import DecisionTable
from smartspec.decision.weightings import Kind, draw_weights
from smartspec.errors import DecisionError, first_few

__all__ = ["rank_acceptability", "within"]

CONFIDENT = 100_000_000
"""Scores looked at for the confidence factors of one slice."""


def rank_acceptability(
    t: DecisionTable,
    *,
    rules: Sequence[str] = ("weighted_sum", "topsis"),
    options: Mapping[str, Mapping[str, Any]] | None = None,
    scalings: Mapping[str, Sequence[str]] | None = None,
    draws: int = 10_000,
    seed: int,
    kind: Kind = "dirichlet",
    concentration: float = 20.0,
    constant: Constant = "refuse",
    unknown: Literal["refuse", "draw"] = "refuse",
    values: Literal["as_told", "draw"] = "as_told",
    ranks: int | None = None,
    pairs: bool = False,
) -> xr.Dataset:
    r"""How often each candidate takes each place, over weightings, values, scalings and rules.

    Parameters
    ----------
    t
        The table.
    rules
        Keys of `RULES`; each counts the same.
    options
        Options of a rule by its name, such as ``{"promethee": {"p": 4, "q": 0}}``.
    scalings
        Scalings to try under a rule, by its name, such as ``{"topsis": ["vector", "min_max"]}``; each counts the same
        within its rule. A rule left out keeps its own.
    draws, seed, kind, concentration
        Weightings, as `draw_weights` takes them; all rules and all slices see the same ones.
    constant
        Passed to every rule.
    unknown
        What to do with unknown cells of candidates: refuse them, or ``"draw"`` them anew in each weighting,
        evenly between the worst and the best known scaled value of the criterion in its slice. PROMETHEE
        refuses them always.
    values
        ``"draw"`` draws every uncertain value anew in each weighting, evenly between the table's `lower` and `upper`,
        and scales anew; an unknown cell without these is drawn between the least and the most known value.
    ranks
        How many places to keep; all if left out.
    pairs
        Whether to count who is ahead of whom too.

    Returns
    -------
    Dataset
        acceptability (..., candidate, rank)
            share of the weightings tried, mean over the rules; each row sums to 1 unless `ranks` cuts it
        by_rule (rule, ..., candidate, rank)
            the same for each rule
        by_choice (choice, ..., candidate, rank)
            the same for each rule under each of its scalings; only with `scalings`
        first (..., candidate)
            share in which it comes first
        mean_rank (..., candidate)
            mean place over weightings and rules
        central_weights (..., candidate, criterion)
            mean of the weightings in which it comes first; missing where it never does
        confidence (..., candidate)
            share of the rules and the drawn values in which it comes first at its central weights; missing where it
            never comes first; far below 1, the values or the rules decide and not the weights
        ahead (..., candidate, other)
            share in which it is strictly ahead of the other; only with `pairs`
        rank_of (rule, ..., candidate)
            place at the table's own weights and values, under the first of the rule's scalings; an unknown cell
            counts as halfway from worst to best
        rank_overall (..., candidate)
            order of the mean of `rank_of`; where that ties, of `mean_rank`
        montecarlo_error ()
            half the width of the 95 % interval of a share, at its widest (a share of one half)

        A row that is no candidate is missing in all of them.

    Raises
    ------
    DecisionError
        What `draw_weights` and the rules refuse; a criterion to be drawn of which nothing is known in a slice;
        scalings of a rule that is not asked or takes none; values to be drawn from a table without `lower` and `upper`.

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
    if ranks is not None and ranks < 1:
        raise DecisionError(f"ranks: at least one place must be kept, found {ranks}.")
    _refuse_values(t, values)
    choices = _choices(rules, options, scalings)
    weightings = draw_weights(t, draws=draws, seed=seed, kind=kind, concentration=concentration).to_numpy()
    if unknown == "draw":
        _refuse_undrawable(t)
    trial = _Trial(t, weightings, seed, constant, unknown == "refuse", values == "draw", pairs)
    size, there = len(t.candidates), present_rows(t)
    kept = size if ranks is None else min(ranks, size)
    shape = (len(choices), *t.values.shape[:-2], size)
    shares, mean_rank = np.full((*shape, kept), np.nan), np.full(shape, np.nan)
    firsts, central = np.zeros(shape[1:]), np.zeros((*shape[1:], len(t.criteria)))
    wins = np.full((*shape, size), np.nan) if pairs else None
    prepared = [trial.rule(choice) for choice in choices]
    for i, choice in enumerate(choices):
        for at in np.ndindex(shape[1:-1]):
            rows = np.flatnonzero(there[at])
            if len(rows) == 0:
                continue
            found = trial.count(choice, prepared[i], at, rows)
            shares[(i, *at)][rows] = 0.0
            shares[(i, *at)][rows, : min(kept, len(rows))] = found.counts[:, :kept] / draws
            mean_rank[(i, *at)][rows] = found.counts @ np.arange(1.0, len(rows) + 1) / draws
            firsts[at][rows] += found.counts[:, 0] * choice.share
            central[at][rows] += found.sums * choice.share
            if wins is not None:
                wins[(i, *at)][np.ix_(rows, rows)] = found.wins / draws
    told = np.array([choice.share for choice in choices])
    with np.errstate(invalid="ignore"):
        central = np.where(firsts[..., None] > 0, central / np.where(firsts > 0, firsts, 1.0)[..., None], np.nan)
    by_rule = _by_rule(choices, rules, shares)
    results = {
        "acceptability": by_rule.mean(axis=0),
        "by_rule": by_rule,
        "by_choice": shares,
        "mean_rank": np.tensordot(told, mean_rank, axes=1),
        "central_weights": central,
        "confidence": trial.confidence(choices, prepared, central),
        "rank_of": np.stack([places(score_once(prepared[[c.rule for c in choices].index(name)], t)) for name in rules]),
    }
    if wins is not None:
        results["ahead"] = np.tensordot(told, wins, axes=1)
    return _firmness(t, rules, choices, results, draws, scalings is not None)


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


@dataclass(frozen=True)
class _Choice:
    """A rule under one of its scalings, and its share in the whole."""

    rule: str
    options: Mapping[str, Any]
    share: float

    @property
    def name(self) -> str:
        return f"{self.rule} / {self.options['scaling']}" if "scaling" in self.options else self.rule


def _choices(
    rules: Sequence[str],
    options: Mapping[str, Mapping[str, Any]] | None,
    scalings: Mapping[str, Sequence[str]] | None,
) -> list[_Choice]:
    """Every rule under each of the scalings asked for."""
    strangers = [name for name in scalings or {} if name not in rules]
    if strangers:
        raise DecisionError(f"scalings for {first_few(strangers)}, which is not among the rules {first_few(rules)}.")
    found = []
    for name in rules:
        told = (options or {}).get(name, {})
        tried = (scalings or {}).get(name)
        if tried is not None and (isinstance(tried, str) or not tried or len(set(tried)) < len(tried)):
            raise DecisionError(f"scalings of {name}: a list of different ones, found {tried!r}.")
        found += [
            _Choice(
                name, told if scaling is None else {**told, "scaling": scaling}, 1.0 / len(rules) / len(tried or "1")
            )
            for scaling in (tried or [None])  # type: ignore[list-item]
        ]
    return found


@dataclass(frozen=True)
class _Trial:
    """The table, the weightings, and what is to be drawn."""

    t: DecisionTable
    weightings: Floats
    seed: int
    constant: Constant
    known: bool
    drawn: bool
    pairs: bool

    def rule(self, choice: _Choice) -> Rule:
        known = self.known or choice.rule == "promethee"
        return prepare(self.t, choice.rule, {choice.rule: choice.options}, constant=self.constant, known=known)

    def worlds(self, choice: _Choice, rule: Rule, at: tuple[int, ...], rows: npt.NDArray[np.intp]) -> Iterator[World]:
        draws = self.weightings.shape[-2]
        if not self.drawn:
            return with_holes(rule, at, rows, draws, self.seed)
        make: Callable[[DecisionTable], Rule] = lambda t: prepare(  # noqa: E731
            t, choice.rule, {choice.rule: choice.options}, constant=self.constant
        )
        return with_values(self.t, at, rows, draws, self.seed, make)

    def count(self, choice: _Choice, rule: Rule, at: tuple[int, ...], rows: npt.NDArray[np.intp]) -> Tally:
        """Count one slice; twins are scored once."""
        w = self.weightings[at] if self.weightings.ndim > 2 else self.weightings
        cells = np.where(rule.weighs[at], rule.scaled[at][rows], 0.0)
        if self.drawn or np.isnan(cells).any():
            blocks = (scores_of(world, w) for world in self.worlds(choice, rule, at, rows))
            return tally(blocks, w, np.ones(len(rows), dtype=np.int64), pairs=self.pairs)
        _, one, of, many = np.unique(cells, axis=0, return_index=True, return_inverse=True, return_counts=True)
        if len(one) == len(rows):
            one = of = np.arange(len(rows))
            many = np.ones(len(rows), dtype=np.int64)
        blocks = (scores_of(world, w) for world in as_told(rule, at, rows[one], len(w)))
        found = tally(blocks, w, many, pairs=self.pairs)
        wins = found.wins[np.ix_(of, of)] if self.pairs else found.wins
        return replace(found, counts=found.counts[of], sums=found.sums[of], wins=wins)

    def confidence(self, choices: Sequence[_Choice], prepared: Sequence[Rule], central: Floats) -> Floats:
        """Share of choices and drawn values in which each candidate leads at its central weights."""
        leads = np.full(central.shape[:-1], np.nan)
        there = present_rows(self.t)
        for at in np.ndindex(leads.shape[:-1]):
            rows = np.flatnonzero(there[at])
            ever = np.flatnonzero(~np.isnan(central[at][rows, 0])) if len(rows) else np.array([], dtype=int)
            if not len(ever):
                continue
            w = central[at][rows[ever]]
            share = np.zeros(len(ever))
            for choice, rule in zip(choices, prepared, strict=True):
                led, seen = np.zeros(len(ever)), 0
                for world in self.worlds(choice, rule, at, rows):
                    terms = world.terms if world.terms[0].ndim > 2 else tuple(part[None] for part in world.terms)
                    scores = world.rule.score(terms, w[None])
                    own = np.take_along_axis(scores, ever[None, :, None], axis=-1)[..., 0]
                    noise = NOISE * np.abs(scores).max(axis=-1)
                    led += (own >= scores.max(axis=-1) - noise).sum(axis=0)
                    seen += len(scores)
                    if len(terms[0]) == 1 or seen * len(ever) * len(rows) >= CONFIDENT:
                        break
                share += choice.share * led / seen
            leads[(*at, rows[ever])] = share
        return leads


def _by_rule(choices: Sequence[_Choice], rules: Sequence[str], shares: Floats) -> Floats:
    """Mean over the scalings of each rule."""
    return np.stack([shares[[choice.rule == name for choice in choices]].mean(axis=0) for name in rules])


def _refuse_values(t: DecisionTable, values: str) -> None:
    if values not in ("as_told", "draw"):
        raise DecisionError(f"values: 'as_told' or 'draw', found {values!r}.")
    if values == "draw" and t.lower is None:
        raise DecisionError("no value is uncertain: give `table(..., lower=, upper=)` the ends to draw between.")


def _refuse_undrawable(t: DecisionTable) -> None:
    """A criterion of weight of which nothing is known in a slice has no worst and best to draw between."""
    known = t.values.notnull().any("candidate").to_numpy()
    empty = weighted(t)[..., 0, :] & ~known & np.asarray(present_rows(t).any(axis=-1))[..., None]
    if empty.any():
        found = [" / ".join(str(part) for part in cell) for cell in named(t.values.isel(candidate=0), empty)]
        raise DecisionError(
            f"nothing is known of {first_few(found)}, so nothing can be drawn: leave it out with `without_unknown`."
        )


def _firmness(
    t: DecisionTable,
    rules: Sequence[str],
    choices: Sequence[_Choice],
    found: Mapping[str, Floats],
    draws: int,
    by_choice: bool,
) -> xr.Dataset:
    """Put labels on what was counted."""
    rows = (*t.lead, "candidate")
    rank_of, mean_rank = found["rank_of"], found["mean_rank"]
    by_rules = rank_of.sum(axis=0) + mean_rank / (rank_of.shape[-1] + 1)
    dims = {
        "acceptability": (*rows, "rank"),
        "by_rule": ("rule", *rows, "rank"),
        **({"by_choice": ("choice", *rows, "rank")} if by_choice else {}),
        "mean_rank": rows,
        "central_weights": (*rows, "criterion"),
        "confidence": rows,
        **({"ahead": (*rows, "other")} if "ahead" in found else {}),
        "rank_of": ("rule", *rows),
    }
    coords: dict[str, Any] = {dim: t.values.indexes[dim] for dim in (*rows, "criterion")}
    coords |= {"rule": list(rules), "rank": np.arange(1, found["acceptability"].shape[-1] + 1)}
    coords |= {"choice": [choice.name for choice in choices]} if by_choice else {}
    coords |= {"other": list(t.candidates)} if "ahead" in found else {}
    return xr.Dataset(
        {
            **{name: (axes, found[name]) for name, axes in dims.items()},
            "first": (rows, found["acceptability"][..., 0]),
            "rank_overall": (rows, places(-by_rules)),
            "montecarlo_error": ((), 1.96 * 0.5 / np.sqrt(draws)),
        },
        coords=coords,
        attrs={"draws": draws, **TIES},
    )
