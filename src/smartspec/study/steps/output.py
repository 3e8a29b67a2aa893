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
    geography = given.inputs.geography
    constant = {code: tuple(members) for code, members in geography.constant.items()}
    constant |= {
        "+".join(members): (*members, code) for code, members in geography.former.items() if code in panel.regions
    }
    constant = {code: tuple(m for m in members if m in panel.regions) for code, members in constant.items()}
    main = given.main.values
    found = physical_output(
        panel.values,
        panel.reference,
        value_share=main.sum("activity", skipna=False) / given.reference.sum("activity", skipna=False),
        focus=given.study.years.focus,
        start=panel.years[:3],
        constant={code: members for code, members in constant.items() if members},
    )
    today = [code for code in panel.regions if code not in geography.former]
    return found.sel(region=today).rename(activity="product").assign(given=True)
