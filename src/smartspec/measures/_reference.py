"""The reference economy beside a table: the published row if it is given, the sum of the regions if not.

reference_total   its amounts by activity
reference_shares  the same as shares of the whole
"""

from __future__ import annotations

import warnings

import numpy as np
import xarray as xr

from smartspec.errors import first_few
from smartspec.measures._amounts import Cells, beside, matched, over_total

__all__ = ["reference_shares", "reference_total"]


def reference_total(
    x: xr.DataArray, reference: object | None, *, over: str = "region", along: str = "activity", level: int = 5
) -> tuple[Cells, xr.DataArray]:
    """Amounts of the reference economy, broadcast against `x`, and `x` with the dimensions it lacked.

    Parameters
    ----------
    x
        Amounts that passed the gate.
    reference : (..., along), optional
        The published totals; the sum over `over` if left out.
    over, along
        What is summed when no reference is given, and what stays.
    level
        How many calls lie between the warning and the person who called the measure.
    """
    if reference is not None:
        return beside(matched(reference, x, along, name="reference"), x)
    axis = x.get_axis_num(over)
    total: Cells = x.values.sum(axis, keepdims=True)
    if total.size and np.isnan(total.min()):
        by_label = np.isnan(total).any(axis=tuple(set(range(x.ndim)) - {x.get_axis_num(along)}))
        names = [str(code) for code in x[along].values[by_label]]
        plural, single = ("activities", "a region's") if along == "activity" else ("regions", "an activity's")
        warnings.warn(
            f"the total of {len(names)} {plural} is unknown because {single} figure is missing "
            f"({first_few(names)}), so everything that rests on it is unknown too. "
            "Give the published totals with reference=.",
            stacklevel=level,
        )
    return total, x


def reference_shares(
    x: xr.DataArray, reference: object | None, *, over: str = "region", along: str = "activity"
) -> tuple[Cells, xr.DataArray]:
    """Shares of the reference economy, broadcast against `x`, and `x` with the dimensions it lacked."""
    total, x = reference_total(x, reference, over=over, along=along, level=6)
    return over_total(total, x.get_axis_num(along)), x
