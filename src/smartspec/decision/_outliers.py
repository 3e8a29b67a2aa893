"""Outliers of one column: drawn in to the next value, or tamed by a logarithm.

bend       one column treated
moments    skewness and excess kurtosis of a sample
"""

from __future__ import annotations

import numpy as np

from smartspec.decision._labels import Floats

__all__ = ["bend", "moments"]


def bend(column: Floats, *, skew: float, kurtosis: float, most: int, log: bool) -> tuple[Floats, bool, str]:
    """The column treated, whether by a logarithm, and why ('' where it needs nothing)."""
    first, heavy = moments(column)
    if not (abs(first) > skew and heavy > kurtosis):
        return column, False, ""
    why = f"skewness {first:.2f}, excess kurtosis {heavy:.2f}"
    drawn = column.copy()
    for _ in range(most):
        drawn = _draw_in(drawn)
        now, tail = moments(drawn)
        if not (abs(now) > skew and tail > kurtosis):
            return drawn, False, why
    if not log:
        return column, False, ""
    low, high = np.nanmin(column), np.nanmax(column)
    room = 0.01 * (high - low)
    return (np.log(column - low + room) if first > 0 else -np.log(high - column + room)), True, why


def _draw_in(column: Floats) -> Floats:
    """Move the extreme values on the side of the tail to the next value."""
    right = moments(column)[0] > 0
    end = np.nanmax(column) if right else np.nanmin(column)
    rest = column[~np.isnan(column) & (column != end)]
    if not rest.size:
        return column
    return np.where(column == end, rest.max() if right else rest.min(), column)


def moments(column: Floats) -> tuple[float, float]:
    """Skewness and excess kurtosis of a sample, corrected for its size; undefined below four or all equal."""
    x = column[~np.isnan(column)]
    n = len(x)
    if n < 4 or x.max() == x.min():
        return np.nan, np.nan
    apart = x - x.mean()
    second, third, fourth = (float((apart**k).mean()) for k in (2, 3, 4))
    skew = third / second**1.5 * np.sqrt(n * (n - 1)) / (n - 2)
    heavy = (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * (fourth / second**2 - 3) + 6)
    return float(skew), float(heavy)
