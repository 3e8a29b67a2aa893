"""Where activities really concentrate: star regimes, counted only where their data exist.

    star_regimes    which regimes apply, which confirm, and the verdict that follows

The regimes come from cluster mapping, where they count jobs; on value added they are our adaptation and are
named so. "Cluster" stays the word for the legal object: what is found here is a localisation.
"""

from __future__ import annotations

import numpy as np
import xarray as xr

__all__ = ["REGIMES", "star_regimes"]

REGIMES = ("size_specialisation_focus", "with_productivity", "top_quarter", "quotient_mass_growth")


def _top(x: xr.DataArray, share: float) -> xr.DataArray:
    """Whether a region is among the top share of regions within each activity; missing where unknown."""
    above = (x.rename(region="other") > x).sum("other")
    places = np.floor(x.notnull().sum("region") * share + 1e-9)
    return (above < places).where(x.notnull()).transpose(*x.dims)


def star_regimes(
    amount: xr.DataArray,
    share: xr.DataArray,
    quotient: xr.DataArray,
    *,
    national: xr.DataArray,
    faster: xr.DataArray,
    regimes: tuple[str, ...] = REGIMES,
    top: float = 0.2,
    star_quotient: float = 2.0,
    quarter: float = 0.25,
    floor: float = 0.0025,
    confirmed: float = 2 / 3,
    strength_quotient: float = 1.5,
    strength_mass: float = 0.01,
) -> xr.Dataset:
    r"""Which star regimes apply to each activity of each region, which confirm it, and what follows.

    Parameters
    ----------
    amount, share, quotient : (region, activity)
        Value added, its share in the region, and the location quotient.
    national : (activity)
        Value added of the activity in the country.
    faster : (region, activity)
        1 where the activity grew at least as fast as in the country, 0 where it did not, missing where unknown.
    regimes
        Which regimes to test.
    top, star_quotient, quarter, floor, confirmed, strength_quotient, strength_mass : float
        Thresholds; see the study file.

    Returns
    -------
    Dataset
        `confirms` (regime, region, activity): 1, 0, or missing where the regime is not applicable; `size_star`,
        `quotient_star`, `focus_star` (region, activity); `confirming` and `applicable`, their counts; `verdict`:
        `confirmed`, `weak`, `none`, or empty where no regime is applicable.

    Notes
    -----
    `size_specialisation_focus` (European Cluster Observatory): at least two of the three stars: size, in the top
    share of regions by value added; specialisation, quotient at or above the cut; focus, in the top share of the
    activity's own distribution of regional shares. `with_productivity` needs jobs by region and activity and is not
    applicable on value added alone. `top_quarter` (US mapping): quotient in the top quarter of regions and above 1.
    `quotient_mass_growth`: quotient and share at the lines of a strength, and growth not below the country's.
    Every regime also asks for the floor: a share of the country's value added in the activity.

    Examples
    --------
    >>> import smartspec
    >>> at = {"region": list("abcde"), "activity": ["x"]}
    >>> value = smartspec.label([[50], [20], [20], [5], [5]], **at)
    >>> lq = smartspec.label([[3.0], [1], [1], [0.3], [0.2]], **at)
    >>> found = star_regimes(value, value / 100, lq, national=value.sum("region"), faster=xr.ones_like(lq))
    >>> found["verdict"].sel(region="a", activity="x").item(), int(found["applicable"].max())
    ('confirmed', 3)
    """
    heavy = (amount / national >= floor).where(amount.notnull())
    size, focus = _top(amount, top), _top(share, top)
    special = (quotient >= star_quotient).where(quotient.notnull())
    stars = size + special + focus
    rules = {
        "size_specialisation_focus": (stars >= 2).where(stars.notnull()),
        "with_productivity": xr.full_like(quotient, np.nan),
        "top_quarter": (_top(quotient, quarter) * (quotient >= 1)).where(quotient.notnull()),
        "quotient_mass_growth": ((quotient >= strength_quotient) & (share >= strength_mass) & (faster == 1)).where(
            quotient.notnull() & faster.notnull()
        ),
    }
    confirms = xr.concat([rules[name] * heavy for name in regimes], xr.IndexVariable("regime", list(regimes)))
    count, possible = confirms.sum("regime"), confirms.notnull().sum("regime")
    verdict = xr.where(count >= confirmed * possible - 1e-9, "confirmed", xr.where(count > 0, "weak", "none"))
    return xr.Dataset(
        {
            "confirms": confirms.transpose("regime", "region", "activity"),
            "size_star": size,
            "quotient_star": special,
            "focus_star": focus,
            "confirming": count,
            "applicable": possible,
            "verdict": xr.where(possible > 0, verdict, ""),
        }
    )
