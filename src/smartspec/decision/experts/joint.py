"""From many people to one table, by a stated rule, with each person's own kept beside it.

joint_scores         median of scores
joint_comparisons    geometric mean of comparisons in pairs
joint_weights        one set of weights of many
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np
import xarray as xr

from smartspec.decision._labels import named
from smartspec.decision.experts.judgements import Judgements
from smartspec.errors import DecisionError, first_few

__all__ = ["WeightRule", "joint_comparisons", "joint_scores", "joint_weights"]

WeightRule: TypeAlias = Literal["geometric_mean", "median"]


def joint_scores(judged: Judgements) -> xr.DataArray:
    """Median score of each candidate on each criterion in the last round.

    Parameters
    ----------
    judged
        As `judgements` gives them.

    Returns
    -------
    (candidate, criterion)
        In units of the scale; missing where nobody answered. With an even number of people the mean of the middle two.

    Examples
    --------
    >>> import pandas as pd
    >>> from smartspec.decision.experts.judgements import judgements
    >>> rows = pd.DataFrame({"person": list("abc"), "candidate": "A", "criterion": "skills", "score": [2, 3, 9]})
    >>> joint_scores(judgements(rows, candidates=["A"], criteria=["skills"])).item()
    3.0
    """
    scores = judged.scores.isel(round=-1, drop=True)
    answered = scores.notnull().any("person")
    return scores.where(answered, 0.0).median("person").where(answered)


def joint_comparisons(comparisons: xr.DataArray) -> xr.DataArray:
    r"""One matrix of comparisons in pairs of many, cell by cell the geometric mean.

    Parameters
    ----------
    comparisons : (person, criterion, other)
        How many times a criterion matters more than another, above zero.

    Returns
    -------
    (criterion, other)
        To be weighed by `ahp_weights`, as a data frame.

    Raises
    ------
    DecisionError
        A comparison that is unknown, zero or negative.

    Notes
    -----
    The only mean that keeps reciprocal matrices reciprocal (Aczél and Saaty, 1983).

    Examples
    --------
    >>> made = xr.DataArray(
    ...     [[[1, 4], [0.25, 1]], [[1, 1], [1, 1]]],
    ...     coords={"person": ["a", "b"], "criterion": ["x", "y"], "other": ["x", "y"]},
    ...     dims=("person", "criterion", "other"),
    ... )
    >>> joint_comparisons(made).values.tolist()
    [[1.0, 2.0], [0.5, 1.0]]
    """
    _need(comparisons, "person", "criterion", "other")
    _positive(comparisons, "comparison")
    return _geometric_mean(comparisons).transpose("criterion", "other")


def joint_weights(weights: xr.DataArray, *, rule: WeightRule = "geometric_mean") -> xr.Dataset:
    """One set of weights of many people, with everybody's own beside it.

    Parameters
    ----------
    weights : (person, criterion)
        Zero or more; divided by their sum for each person.
    rule
        ``"geometric_mean"`` for weights that come from comparisons in pairs, ``"median"`` for weights given directly.
        The result is divided by its sum.

    Returns
    -------
    Dataset
        own (person, criterion)
            each person's weights, summing to 1
        joint (criterion)
            the group's, summing to 1
        lowest, highest (criterion)
            over people: the interval to carry on

    Raises
    ------
    DecisionError
        A weight that is unknown or negative, a person whose weights are all zero, a zero under the geometric mean (one
        person's zero would decide for all), medians that are all zero.

    Notes
    -----
    Aggregation of individual priorities (Forman and Peniwati, 1998). The rule stands in the attribute `rule`.

    Examples
    --------
    >>> own = xr.DataArray([[0.8, 0.2], [0.5, 0.5]], coords={"person": ["a", "b"], "criterion": ["x", "y"]})
    >>> joint_weights(own)["joint"].round(4).to_series().to_dict()
    {'x': 0.6667, 'y': 0.3333}
    """
    if rule not in ("geometric_mean", "median"):
        raise DecisionError(f"no rule '{rule}': choose 'geometric_mean' or 'median'.")
    _need(weights, "person", "criterion")
    weights = weights.transpose("person", "criterion").astype(float)
    values = weights.to_numpy()
    odd = named(weights, ~(np.isfinite(values) & (values >= 0)))
    if odd:
        raise DecisionError(f"{len(odd)} weight(s) are unknown or negative: {first_few(odd)}.")
    empty = [name for name, total in zip(weights.person.values, values.sum(axis=1), strict=True) if total == 0]
    if empty:
        raise DecisionError(f"weights of {first_few(empty)} are all zero: ask again, or leave them out.")
    own = weights / weights.sum("criterion")
    if rule == "geometric_mean":
        _positive(own, "weight")
        joint = _geometric_mean(own)
    else:
        joint = own.median("person")
    if float(joint.sum()) == 0:
        raise DecisionError("the medians are all zero: no criterion has weight for half of the people.")
    made = {"own": own, "joint": joint / joint.sum(), "lowest": own.min("person"), "highest": own.max("person")}
    return xr.Dataset(made, attrs={"rule": rule})


def _need(array: xr.DataArray, *dims: str) -> None:
    lacking = [dim for dim in dims if dim not in array.dims or dim not in array.indexes]
    if lacking or len(array.dims) > len(dims):
        raise DecisionError(f"labels along {', '.join(dims)} are needed, found {array.dims}.")


def _geometric_mean(array: xr.DataArray) -> xr.DataArray:
    """Over people."""
    logs = array.copy(data=np.log(array.to_numpy().astype(float))).mean("person")
    return logs.copy(data=np.exp(logs.to_numpy()))


def _positive(array: xr.DataArray, what: str) -> None:
    odd = named(array, ~(array.to_numpy() > 0))
    if odd:
        raise DecisionError(
            f"{len(odd)} {what}(s) are unknown, zero or negative, which have no geometric mean: {first_few(odd)}."
        )
