"""Physical output: what each region actually makes, where the study has such a table (part of step 3).

    output    shares of the country's output of each product, against the region's share of value added
"""

from __future__ import annotations

import xarray as xr

from smartspec.study.inputs import Given

__all__ = ["output"]


def output(given: Given) -> xr.Dataset:
    """Shares of the country's output of each product, against the region's share of value added.

    Returns
    -------
    Dataset
        `given` (scalar bool): whether the study has a table of products.
    """
    return xr.Dataset({"given": "products" in given.inputs.panels})
