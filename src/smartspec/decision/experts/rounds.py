"""When to stop asking: opinion that no longer moves between Delphi rounds, whether or not people agree.

round_stability    net change between rounds, and whether it is small enough to stop
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from smartspec.errors import DecisionError

__all__ = ["STILL", "round_stability"]

STILL = 0.15
"""A question is stable when less than this share of people changed the distribution of its answers."""


def round_stability(scores: xr.DataArray, *, still: float = STILL, enough: float = 1.0) -> xr.Dataset:
    r"""Whether opinion still moves from one round to the next.

    Parameters
    ----------
    scores : (round, person, candidate, criterion)
        Scores of two rounds or more, first to last.
    still
        A question is stable when its net change is below this.
    enough
        Share of questions that must be stable to stop.

    Returns
    -------
    Dataset
        net_change (round, candidate, criterion)
            from the round before, a share of people; missing where fewer than two answered both times
        moved (round, candidate, criterion)
            share of people who changed their score, in whatever direction
        stable (round, candidate, criterion)
            true where the net change is below `still`; false where it is missing
        share_stable (round)
            share of questions that are stable, of those that have a net change; missing where none has
        stop (round)
            whether that share is enough

    Raises
    ------
    DecisionError
        One round only, rounds out of order, shares that are none.

    Notes
    -----
    .. math:: \frac{1}{2 m} \sum_s |n_s - n'_s|

    with :math:`n_s` and :math:`n'_s` of the m people who answered both times giving the score s: the changes that do
    not cancel out. Below 15 % the group's opinion is taken as stable (Scheibe, Skutsch and Schofer, 1975). Consensus is
    no rule for stopping: people may differ for good reasons, and pressed far enough they conform (von der Gracht,
    2012).

    Examples
    --------
    >>> scores = xr.DataArray(
    ...     [[[[3.0]], [[5.0]], [[7.0]], [[7.0]]], [[[5.0]], [[3.0]], [[7.0]], [[8.0]]]],
    ...     dims=("round", "person", "candidate", "criterion"),
    ...     coords={"round": [1, 2], "person": list("abcd"), "candidate": ["A"], "criterion": ["skills"]},
    ... )
    >>> found = round_stability(scores)
    >>> found["net_change"].item(), found["moved"].item(), found["stop"].item()
    (0.25, 0.75, False)
    """
    lacking = [dim for dim in ("round", "person") if dim not in scores.dims]
    if lacking:
        raise DecisionError(f"scores need the dimension(s) {', '.join(lacking)}, found {scores.dims}.")
    rounds = scores.indexes.get("round")
    if rounds is None or len(rounds) < 2 or not rounds.is_monotonic_increasing or not rounds.is_unique:
        raise DecisionError("stability is told between rounds: give two or more, first to last.")
    if not 0 < still <= 1 or not 0 < enough <= 1:
        raise DecisionError(f"still and enough are shares above zero, found {still} and {enough}.")
    before = scores.isel(round=slice(None, -1)).assign_coords(round=rounds[1:])
    after = scores.isel(round=slice(1, None))
    both = before.notnull() & after.notnull()
    people = both.sum("person")
    values = np.unique(scores.to_numpy()[np.isfinite(scores.to_numpy())])
    given = xr.DataArray(values, coords={"given": values}, dims="given")
    counted = [((one == given) & both).sum("person") for one in (before, after)]
    change = (abs(counted[0] - counted[1]).sum("given") / (2 * people.where(people > 1))).transpose("round", ...)
    moved = ((before != after) & both).sum("person") / people.where(people > 1)
    rest = [dim for dim in change.dims if dim != "round"]
    told = change.notnull().sum(rest)
    stable = change < still
    share = stable.sum(rest) / told.where(told > 0)
    return xr.Dataset(
        {
            "net_change": change,
            "moved": moved.transpose(*change.dims),
            "stable": stable,
            "share_stable": share,
            "stop": share >= enough,
        },
        attrs={"still": still, "enough": enough},
    )
