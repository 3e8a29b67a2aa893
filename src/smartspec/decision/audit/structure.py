"""Whether the parts of an index belong together: what they say alike, apart, and about how many things.

correlations           which criteria say the same, which pull apart, which have nothing to do with each other
principal_components   how many separate things they measure
cronbach_alpha         how far they measure one thing
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import xarray as xr

from smartspec.decision._labels import Floats
from smartspec.decision.missing import present_rows, refuse_unknown
from smartspec.decision.scaling import z_score
from smartspec.decision.table import DecisionTable
from smartspec.errors import DecisionError, first_few

__all__ = ["correlations", "cronbach_alpha", "one_table", "principal_components", "standardised"]


def correlations(t: DecisionTable, *, high: float = 0.92, low: float = 0.3) -> xr.Dataset:
    """Pearson's correlations between criteria, turned so that more is better, and what they mean for an index.

    Parameters
    ----------
    t
        The table.
    high
        From here on two criteria say the same.
    low
        Below it, on either side of zero, they have little to do with each other.

    Returns
    -------
    Dataset of (criterion, other)
        `correlation`; `says`: ``"same"`` (one of the two will do, or they count double), ``"apart"`` (they cancel in
        the index), ``"little"``, or '' for what an index wants.

    Raises
    ------
    DecisionError
        Leading dimensions, an unknown cell, fewer than three candidates, a constant criterion.

    Examples
    --------
    >>> import pandas as pd
    >>> from smartspec.decision.table import table
    >>> frame = pd.DataFrame({"jobs": [1.0, 2, 3], "pay": [2.0, 4, 6], "cost": [1.0, 2, 3]}, index=list("ABC"))
    >>> t = table(frame, wish={"jobs": "more", "pay": "more", "cost": "less"})
    >>> correlations(t)["says"].sel(criterion="jobs", other=["pay", "cost"]).values.tolist()
    ['same', 'apart']
    """
    r = _correlation(standardised(t, "correlations"))
    says = np.select([r >= high, r <= -low, np.abs(r) < low], ["same", "apart", "little"], "")
    np.fill_diagonal(says, "")
    axes = ("criterion", "other")
    return xr.Dataset(
        {"correlation": (axes, r), "says": (axes, says)},
        coords={"criterion": list(t.criteria), "other": list(t.criteria)},
        attrs={"high": high, "low": low},
    )


def principal_components(t: DecisionTable) -> xr.Dataset:
    """How many separate things the criteria measure: principal components of their correlations.

    Returns
    -------
    Dataset
        `eigenvalue` and `explained`, its share of the whole, by component, the largest first; `loading` (component,
        criterion), correlations of criterion and component, signed so that their sum is not negative; `kept`, the
        components of an eigenvalue above 1.

    Raises
    ------
    DecisionError
        As for `correlations`.

    Notes
    -----
    An index wants one component to explain much, with loadings of one sign. Two or more kept ask for as many groups.

    Examples
    --------
    >>> import pandas as pd
    >>> from smartspec.decision.table import table
    >>> t = table(pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [2.0, 4.0, 6.0]}, index=list("ABC")))
    >>> principal_components(t)["explained"].round(6).values.tolist()
    [1.0, 0.0]
    """
    values, vectors = np.linalg.eigh(_correlation(standardised(t, "principal_components")))
    values, vectors = np.maximum(values[::-1], 0.0), vectors[:, ::-1]
    loading = (vectors * np.sqrt(values)).T
    loading = loading * np.where(loading.sum(axis=1, keepdims=True) < 0, -1.0, 1.0)
    return xr.Dataset(
        {
            "eigenvalue": ("component", values),
            "explained": ("component", values / values.sum()),
            "loading": (("component", "criterion"), loading),
            "kept": ((), int((values > 1 + 1e-9).sum())),
        },
        coords={"component": np.arange(1, len(values) + 1), "criterion": list(t.criteria)},
    )


def cronbach_alpha(t: DecisionTable) -> xr.Dataset:
    r"""How far the criteria measure one thing: Cronbach's alpha of their standardised values.

    Returns
    -------
    Dataset
        `alpha`, up to 1, by custom 0.7 or more for an index; `without` (criterion), alpha if it were dropped: one that
        rises names a criterion that does not belong; `by_group` (group), with groups. Missing where fewer than two
        criteria are left.

    Raises
    ------
    DecisionError
        As for `correlations`.

    Notes
    -----
    .. math:: \alpha = \frac{k \bar r}{1 + (k - 1) \bar r}

    with the mean correlation between two criteria; undefined where the denominator is not above zero. Cronbach (1951).

    Examples
    --------
    >>> import pandas as pd
    >>> from smartspec.decision.table import table
    >>> t = table(pd.DataFrame({"a": [1.0, 2.0, 4.0, 3.0], "b": [2.0, 1.0, 3.0, 4.0]}, index=list("ABCD")))
    >>> round(float(cronbach_alpha(t)["alpha"]), 4)
    0.75
    """
    r = _correlation(standardised(t, "cronbach_alpha"))
    every = np.arange(len(r))
    found: dict[str, Any] = {
        "alpha": ((), _alpha(r, every)),
        "without": ("criterion", [_alpha(r, np.delete(every, j)) for j in every]),
    }
    coords = {"criterion": list(t.criteria)}
    if t.groups is not None:
        names = list(dict.fromkeys(t.groups[name] for name in t.criteria))
        rows = [[j for j in every if t.groups[t.criteria[j]] == group] for group in names]
        found["by_group"] = ("group", [_alpha(r, np.array(own)) for own in rows])
        coords["group"] = names
    return xr.Dataset(found, coords=coords)


def one_table(t: DecisionTable, asker: str) -> None:
    """Refuse leading dimensions and unknown cells."""
    if t.lead:
        raise DecisionError(f"{asker} looks at one table: choose one of {first_few(t.lead)} first.")
    refuse_unknown(t, asker)


def standardised(t: DecisionTable, asker: str) -> Floats:
    """Standardised values (candidate, criterion) of those present, more being better."""
    one_table(t, asker)
    even = replace(t, weights=t.weights.copy(data=np.full(len(t.criteria), 1.0 / len(t.criteria))))
    refuse_unknown(even, asker)
    x: Floats = z_score(even).to_numpy()[present_rows(t)]
    if len(x) < 3:
        raise DecisionError(f"{asker} needs three candidates or more, found {len(x)}.")
    return x


def _correlation(unit: Floats) -> Floats:
    r: Floats = np.clip(unit.T @ unit / len(unit), -1.0, 1.0)
    np.fill_diagonal(r, 1.0)
    return r


def _alpha(r: Floats, own: npt.NDArray[np.intp]) -> float:
    k = len(own)
    if k < 2:
        return float("nan")
    part = r[np.ix_(own, own)]
    mean = (part.sum() - k) / (k * (k - 1))
    below = 1 + (k - 1) * mean
    return float(k * mean / below) if below > 1e-12 else float("nan")
