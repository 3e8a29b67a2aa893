"""Whether the ranking of an index hangs on how it was made.

what_if        places under other scalings, weightings and rules
rank_shifts    how far each candidate moves over them
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import xarray as xr

from smartspec.decision._places import TIES, places
from smartspec.decision._rule import Rule, score_once
from smartspec.decision._rules import check_rules, prepare
from smartspec.decision.missing import refuse_unknown
from smartspec.decision.scaling import Constant, weighted
from smartspec.decision.table import DecisionTable, with_weights
from smartspec.errors import DecisionError, first_few

__all__ = ["rank_shifts", "what_if"]


def what_if(
    t: DecisionTable,
    *,
    scalings: Sequence[str] = ("min_max", "z_score", "rank"),
    weightings: Mapping[str, xr.DataArray] | None = None,
    rules: Sequence[str] = ("weighted_sum", "topsis"),
    constant: Constant = "refuse",
) -> xr.DataArray:
    """Places under every scaling, weighting and rule.

    Parameters
    ----------
    t
        The table, leading dimensions and all.
    scalings
        Keys of `SCALINGS`, for the rules that take one; the others are tried once.
    weightings
        Weights, as `with_weights` takes them, by a name of theirs; the table's own are always tried, as ``"own"``.
    rules
        Keys of `RULES`.
    constant
        Passed to every rule.

    Returns
    -------
    (choice, ..., candidate), places
        The coordinates `rule`, `scaling` and `weighting` stand beside each choice. What a rule refused is not left out
        in silence: the attribute `refused` tells each choice and why.

    Raises
    ------
    DecisionError
        An unknown cell, no choice that any rule takes.

    Examples
    --------
    >>> from smartspec.decision.table import table
    >>> t = table(pd.DataFrame({"a": [1.0, 2.0, 4.0], "b": [3.0, 1.0, 2.0]}, index=list("ABC")))
    >>> what_if(t, scalings=["rank"], rules=["weighted_sum", "vikor"]).sel(candidate="C").values.tolist()
    [1.0, 1.0]
    """
    refuse_unknown(t, "what_if")
    check_rules(rules, None)
    tables = {"own": t, **{name: with_weights(t, w) for name, w in (weightings or {}).items()}}
    rows, keys, refused = [], [], {}
    ready: dict[tuple[str, str, bytes], Rule] = {}
    for rule in rules:
        for scaling in scalings if rule in ("weighted_sum", "weighted_product", "topsis") else ("",):
            for weighting, own in tables.items():
                key = (rule, scaling, weighting)
                try:
                    # a rule knows which criteria weigh anything, and no weight
                    same = (rule, scaling, weighted(own).tobytes())
                    if same not in ready:
                        options = {rule: {"scaling": scaling}} if scaling else None
                        ready[same] = prepare(own, rule, options, constant=constant)
                    rows.append(places(score_once(ready[same], own)))
                    keys.append(key)
                except DecisionError as error:
                    refused[" / ".join(part for part in key if part)] = str(error).partition("\n")[0]
    if not rows:
        raise DecisionError(f"no choice could be ranked: {first_few([f'{k}: {why}' for k, why in refused.items()])}")
    beside = {name: ("choice", [key[i] for key in keys]) for i, name in enumerate(("rule", "scaling", "weighting"))}
    names = [" / ".join(part for part in key if part) for key in keys]
    dims = (*t.lead, "candidate")
    coords = {"choice": names, **{dim: t.values.indexes[dim] for dim in dims}, **beside}
    return xr.DataArray(np.array(rows), coords=coords, dims=("choice", *dims), attrs={"refused": refused, **TIES})


def rank_shifts(tried: xr.DataArray, own: xr.DataArray) -> pd.DataFrame:
    """How far each candidate moves over all that was tried.

    Parameters
    ----------
    tried : (choice, ..., candidate)
        Places, as `what_if` gives them.
    own : (..., candidate)
        Places under the index itself, such as ``rank(weighted_sum(t))``.

    Returns
    -------
    pandas.DataFrame
        A row per candidate, of each slice where there are leading dimensions: `place`, and over the choices `best`,
        `median`, `worst`, `mean_shift` (mean distance from `place`) and `largest_shift`. Missing where a row is no
        candidate.

    Raises
    ------
    DecisionError
        Other candidates or slices than those tried.

    Examples
    --------
    >>> tried = xr.DataArray([[1.0, 2.0], [2.0, 1.0]], coords={"choice": ["x", "y"], "candidate": ["A", "B"]})
    >>> rank_shifts(tried, tried[0]).loc["A"].to_dict()
    {'place': 1.0, 'best': 1.0, 'median': 1.5, 'worst': 2.0, 'mean_shift': 0.5, 'largest_shift': 1.0}
    """
    dims = [str(dim) for dim in tried.dims if dim != "choice"]
    if set(own.dims) != set(dims) or any(list(tried.indexes[dim]) != list(own.indexes[dim]) for dim in dims):
        raise DecisionError("the places tried and the index' own name different candidates.")
    x = tried.transpose("choice", *dims).to_numpy().reshape(tried.sizes["choice"], -1)
    place = own.transpose(*dims).to_numpy().ravel()
    shift = np.abs(x - place)
    columns = {
        "place": place,
        "best": x.min(axis=0),
        "median": np.median(x, axis=0),
        "worst": x.max(axis=0),
        "mean_shift": shift.mean(axis=0),
        "largest_shift": shift.max(axis=0),
    }
    labels = [own.indexes[dim] for dim in dims]
    index = pd.MultiIndex.from_product(labels, names=dims) if len(dims) > 1 else labels[0].rename("candidate")
    return pd.DataFrame(columns, index=index)
