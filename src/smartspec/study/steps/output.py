"""Physical output: what each region actually makes, where the study has such a table (part of step 3).

    output    shares of the country's output of each product, against the region's share of value added
"""

from __future__ import annotations

import xarray as xr

from smartspec.diagnosis.products import physical_output
from smartspec.errors import StudyError
from smartspec.study.inputs import Given

__all__ = ["output"]

PRODUCTS = "products"


def output(given: Given) -> xr.Dataset:
    """Shares of the country's output of each product, against the region's share of value added.

    Returns
    -------
    Dataset
        `given` (scalar bool): whether the study has a table of products. Where it has, what `physical_output` returns,
        with `product` in the place of `activity` and the products' codes as labels. Change is counted from the table's
        first three years.

    Raises
    ------
    StudyError
        The table of products has no row of the country.
    """
    if PRODUCTS not in given.inputs.panels:
        return xr.Dataset({"given": False})
    panel = given.panel(PRODUCTS)
    if panel.reference is None:
        raise StudyError(f"the table '{PRODUCTS}' needs a row of the country itself, to tell what is withheld. Add it.")
    constant = {
        code: [member for member in members if member in panel.regions]
        for code, members in given.inputs.geography.constant_regions(panel.regions).items()
        if len(members) > 1
    }
    main = given.main.values
    found = physical_output(
        panel.values,
        panel.reference,
        value_share=main.sum("activity", skipna=False) / given.reference.sum("activity", skipna=False),
        focus=given.study.years.focus,
        start=panel.years[:3],
        constant=constant,
    )
    return found.rename(activity="product").assign(given=True)
