"""What a candidate would buy from and sell to what a region has, read from a table of flows between activities.

linkage_evidence    shares of its inputs and sales that meet what is held, and its place around extraction
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import xarray as xr

from smartspec.errors import MeasureError, first_few

__all__ = ["linkage_evidence"]

Cells = npt.NDArray[np.float64]


def linkage_evidence(flows: xr.DataArray, presence: xr.DataArray, *, extraction: Sequence[str] = ()) -> xr.Dataset:
    r"""Links of every activity to what each region holds, and to extraction.

    Parameters
    ----------
    flows : (activity, other)
        What the row sells to the column, zero or more: the inner square of an input-output table. A missing flow counts
        as none.
    presence : (region, activity)
        0 and 1; an unknown presence counts as not held.
    extraction : sequence of str
        Activities that are extraction.

    Returns
    -------
    Dataset
        Of (region, activity): `suppliers_held`, the share of the activity's bought inputs that comes from activities
        the region holds; `buyers_held`, the share of its sales to activities that goes to those held; itself left out
        of both. Of (activity): `downstream`, the share of inputs from extraction; `upstream`, the share of sales to it;
        `lateral`, how alike the inputs of the two are, 0 to 1. Missing where nothing is bought, or sold.

    Raises
    ------
    MeasureError
        The flows are negative, or their activities are not those of the presence.

    Notes
    -----
    Downstream activities process what is extracted, upstream ones equip it, lateral ones use what it uses:

    .. math:: d_a = \frac{\sum_{e} z_{ea}}{\sum_b z_{ba}}, \quad u_a = \frac{\sum_{e} z_{ae}}{\sum_b z_{ab}}, \quad
       l_a = \frac{\sum_b z_{ba} z_{bE}}{\lVert z_{\cdot a} \rVert \lVert z_{\cdot E} \rVert}

    A national table says what is bought from whom in the country, not that a region's firms do.

    Examples
    --------
    >>> import smartspec
    >>> sold = [[0, 6, 0], [1, 0, 1], [3, 4, 0]]
    >>> codes = ["oil", "fuel", "pumps"]
    >>> found = linkage_evidence(
    ...     smartspec.label(sold, activity=codes, other=codes),
    ...     smartspec.label([[1, 0, 0]], region=["N"], activity=codes),
    ...     extraction=["oil"],
    ... )
    >>> found["downstream"].sel(activity="fuel").item(), round(found["upstream"].sel(activity="pumps").item(), 2)
    (0.6, 0.43)
    >>> found["suppliers_held"].sel(region="N", activity="fuel").item()
    0.6
    """
    held = presence.transpose("region", "activity")
    codes = [str(code) for code in held.activity.values]
    sold = flows.transpose("activity", "other")
    for dim in ("activity", "other"):
        if wrong := sorted(set(codes) ^ {str(code) for code in sold[dim].values}):
            raise MeasureError(
                f"flows and figures name different activities: {first_few(wrong)}. Bring the table of flows to the "
                "activities of the study."
            )
    if unknown := [code for code in extraction if code not in codes]:
        raise MeasureError(f"extraction names {first_few(unknown)}, which the flows do not have.")
    z: Cells = np.nan_to_num(sold.sel(activity=codes, other=codes).values.astype(float), nan=0.0)
    if (z < 0).any():
        raise MeasureError(f"{int((z < 0).sum())} flows are negative; a table of flows is zero or more. Mend them.")
    mined = np.isin(codes, list(extraction))
    others = z.copy()
    np.fill_diagonal(others, 0.0)
    there = np.nan_to_num(held.values.astype(float), nan=0.0)
    mix, whole = z[:, mined].sum(1), np.linalg.norm(z, axis=0)
    by_cell = ("region", "activity")
    return xr.Dataset(
        {
            "suppliers_held": (by_cell, _over(there @ others, others.sum(0))),
            "buyers_held": (by_cell, _over(there @ others.T, others.sum(1))),
            "downstream": ("activity", _over(z[mined].sum(0), z.sum(0))),
            "upstream": ("activity", _over(z[:, mined].sum(1), z.sum(1))),
            "lateral": ("activity", _over(z.T @ mix, whole * np.linalg.norm(mix))),
        },
        coords={"region": held.region, "activity": codes},
    )


def _over(part: Cells, whole: Cells) -> Cells:
    return part / np.where(whole > 0, whole, np.nan)
