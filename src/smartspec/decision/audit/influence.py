"""What each criterion does to an index, beside what it is said to do.

effective_weights    correlation ratios against nominal weights
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from smartspec.decision._labels import Floats
from smartspec.decision._rule import score_once
from smartspec.decision._rules import prepare
from smartspec.decision.audit.structure import standardised
from smartspec.decision.missing import present_rows
from smartspec.decision.scaling import Constant
from smartspec.decision.table import DecisionTable
from smartspec.errors import DecisionError

__all__ = ["effective_weights"]

FLAT = 1e-10
"""A neighbourhood of a smaller variance, in that of the criterion, has a mean and no slope."""


def effective_weights(t: DecisionTable, *, rule: str = "weighted_sum", constant: Constant = "refuse") -> xr.Dataset:
    r"""What each criterion does to the index, beside the weight it is said to have.

    Parameters
    ----------
    t
        The table.
    rule
        A key of `RULES`: the index.
    constant
        Passed to the rule.

    Returns
    -------
    Dataset of (criterion), dimensionless
        `nominal`, the table's weights; `ratio`, the correlation ratio: the share of the index' variance that would
        remain if the others were averaged out; `effective`, `ratio` divided by its sum, to hold against `nominal`;
        `linear`, the squared correlation, which misses what bends.

    Raises
    ------
    DecisionError
        As for `correlations`, fewer than five candidates, or an index that does not vary.

    Notes
    -----
    .. math:: S_j = \frac{V(E(I \mid x_j))}{V(I)}

    Paruolo, Saisana and Saltelli (2013). The mean given a criterion is a local straight line with a Gaussian kernel of
    width :math:`1.06\,n^{-1/5}` standard deviations. With few candidates the ratio errs upwards for all.

    Examples
    --------
    >>> import pandas as pd
    >>> from smartspec.decision.table import table
    >>> frame = pd.DataFrame({"a": [0.0, 10, 20, 30, 40], "b": [1.0, 2, 0, 2, 1]}, index=list("ABCDE"))
    >>> found = effective_weights(table(frame, weights={"a": 1, "b": 0}))
    >>> found["ratio"].sel(criterion="a").round(6).item(), found["linear"].sel(criterion="b").round(6).item()
    (1.0, 0.0)
    """
    x = standardised(t, "effective_weights")
    if len(x) < 5:
        raise DecisionError(f"effective_weights needs five candidates or more, found {len(x)}.")
    index = score_once(prepare(t, rule, None, constant=constant), t)[present_rows(t)]
    apart = index - index.mean()
    spread = float((apart**2).mean())
    if not spread > 1e-24:
        raise DecisionError(f"effective_weights: all candidates have the same index by {rule}.")
    smooth = np.column_stack([_local_line(x[:, j], apart) for j in range(x.shape[1])])
    ratio = np.clip(((smooth - smooth.mean(axis=0)) ** 2).mean(axis=0) / spread, 0.0, 1.0)
    linear = (x * apart[:, None]).mean(axis=0) ** 2 / spread
    return xr.Dataset(
        {
            "nominal": ("criterion", t.weights.to_numpy()),
            "effective": ("criterion", ratio / ratio.sum()),
            "ratio": ("criterion", ratio),
            "linear": ("criterion", linear),
        },
        coords={"criterion": list(t.criteria)},
        attrs={"rule": rule},
    )


def _local_line(x: Floats, y: Floats) -> Floats:
    """The mean of y given x at each x (of standard deviation 1): a straight line through the neighbourhood."""
    kernel = np.exp(-(((x[:, None] - x) / (1.06 * len(x) ** -0.2)) ** 2) / 2)
    m0, m1, m2, my, mxy = (kernel @ np.column_stack([np.ones_like(x), x, x**2, y, x * y])).T
    s1, s2 = x * m0 - m1, x**2 * m0 - 2 * x * m1 + m2
    below = m0 * s2 - s1**2
    flat = below <= FLAT * m0**2
    line = (s2 * my - s1 * (x * my - mxy)) / np.where(flat, 1.0, below)
    found: Floats = np.where(flat, my / m0, line)
    return found
