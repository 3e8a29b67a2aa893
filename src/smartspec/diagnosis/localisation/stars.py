"""Where activities really concentrate: star regimes, counted only where their data exist.

    star_regimes    which regimes apply, which confirm, and the verdict that follows

The regimes come from cluster mapping, where they count jobs; on value added they are our adaptation and are
named so. "Cluster" stays the word for the legal object: what is found here is a localisation.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import xarray as xr

__all__ = ["REGIMES", "star_regimes"]

REGIMES = ("size_specialisation_focus", "with_productivity", "top_quarter", "quotient_mass_growth")


Cells = npt.NDArray[np.float64]


def _top(values: Cells, share: float) -> Cells:
    """Whether a region is among the top share of regions within each activity; missing where unknown."""
    known = ~np.isnan(values)
    above = (values[None, :, :] > values[:, None, :]).sum(1)
    places = np.floor(known.sum(0) * share + 1e-9)
    return np.where(known, above < places, np.nan)


def _where(holds: npt.NDArray[np.bool_], *known: Cells) -> Cells:
    """1 and 0, missing where something it rests on is."""
    return np.where(np.isnan(np.stack(known)).any(0), np.nan, holds)


def star_regimes(
    amount: xr.DataArray,
    share: xr.DataArray,
    quotient: xr.DataArray,
    *,
    national: xr.DataArray,
    faster: xr.DataArray,
    productivity: xr.DataArray | None = None,
    growth: xr.DataArray | None = None,
    regimes: tuple[str, ...] = REGIMES,
    top: float = 0.2,
    star_quotient: float = 2.0,
    needed: int = 2,
    needed_of_four: int = 3,
    quarter: float = 0.25,
    floor: float = 0.0025,
    confirmed: float = 2 / 3,
    least: int = 2,
    strength_quotient: float = 1.5,
    strength_mass: float = 0.01,
) -> xr.Dataset:
    r"""Which star regimes apply to each activity of each region, which confirm it, and what follows.

    Parameters
    ----------
    amount, share, quotient : (region, activity)
        Value added or jobs, its share in the region, and the location quotient.
    national : (activity)
        The amount of the activity in the country.
    faster : (region, activity)
        1 where the activity grew at least as fast as in the country, 0 where it did not, missing where unknown.
    productivity : (region, activity), optional
        Value added for each job, in any unit; the regime that needs it is not applicable without.
    growth : (region, activity), optional
        Real growth; the regime that needs it is not applicable without.
    regimes
        Which regimes to test.
    top, star_quotient, needed, needed_of_four, quarter, floor, confirmed, least, strength_quotient, strength_mass
        Thresholds; see the study file.

    Returns
    -------
    Dataset
        `confirms` (regime, region, activity): 1, 0, or missing where the regime is not applicable; `size_star`,
        `quotient_star`, `focus_star`, `productivity_star`, `dynamism_star` (region, activity); `confirming` and
        `applicable`, their counts; `verdict`: `confirmed`, `weak`, `none`, or empty where no regime is applicable.

    Notes
    -----
    `size_specialisation_focus` (European Cluster Observatory): at least `needed` of the three stars: size, in the top
    share of regions by amount; specialisation, quotient at or above the cut; focus, in the top share of the
    activity's own distribution of regional shares: a fixed share would star trade everywhere. `with_productivity`
    (the European panoramas after 2014): at least `needed_of_four` of specialisation, size, productivity and dynamism,
    the last two for the top share of regions. `top_quarter` (US mapping): quotient in the top quarter of regions and
    above 1. `quotient_mass_growth`: quotient and share at the lines of a strength, and growth not below the country's.
    Every regime also asks for the floor: a share of the country's amount in the activity.

    A localisation is `confirmed` under at least the share `confirmed` of the applicable regimes, if at least `least`
    are applicable; `weak` when fewer confirm it, but one does. A regime without data counts neither for nor against.

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
    like = quotient.transpose("region", "activity")
    size, part, lq, quick = (_cells(x, like) for x in (amount, share, like, faster))
    with np.errstate(invalid="ignore", divide="ignore"):
        heavy = _where(size / national.sel(activity=like.activity).values >= floor, size)
    unknown = np.full(lq.shape, np.nan)
    stars = {
        "size": _top(size, top),
        "quotient": _where(lq >= star_quotient, lq),
        "focus": _top(part, top),
        "productivity": unknown if productivity is None else _top(_cells(productivity, like), top),
        "dynamism": unknown if growth is None else _top(_cells(growth, like), top),
    }
    three = stars["size"] + stars["quotient"] + stars["focus"]
    four = stars["size"] + stars["quotient"] + stars["productivity"] + stars["dynamism"]
    rules = {
        "size_specialisation_focus": _where(three >= needed, three),
        "with_productivity": _where(four >= needed_of_four, four),
        "top_quarter": _where((_top(lq, quarter) == 1) & (lq >= 1), lq),
        "quotient_mass_growth": _where(
            (lq >= strength_quotient) & (part >= strength_mass) & (quick == 1), lq, part, quick
        ),
    }
    confirms = np.stack([rules[name] * heavy for name in regimes])
    count, possible = np.nansum(confirms, 0), (~np.isnan(confirms)).sum(0)
    enough = (count >= confirmed * possible - 1e-9) & (possible >= least)
    verdict = np.select([possible == 0, enough, count > 0], ["", "confirmed", "weak"], "none")
    by_cell = ("region", "activity")
    return xr.Dataset(
        {
            "confirms": (("regime", *by_cell), confirms),
            **{f"{name}_star": (by_cell, star) for name, star in stars.items()},
            "confirming": (by_cell, count),
            "applicable": (by_cell, possible),
            "verdict": (by_cell, verdict),
        },
        coords={"regime": list(regimes), "region": like.region, "activity": like.activity},
    )


def _cells(x: xr.DataArray, like: xr.DataArray) -> Cells:
    """The numbers of an array in the order of another."""
    return np.asarray(x.transpose(*like.dims).values, float)
