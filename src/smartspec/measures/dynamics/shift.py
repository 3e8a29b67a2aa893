"""A change taken apart into what the country, the activity and the region itself account for.

shift_share  Dunn's classic form, and those of Barff and Knight, Esteban-Marquillas, Arcelus and Gerfin
"""

from __future__ import annotations

from typing import Literal

import xarray as xr

from smartspec.errors import MeasureError
from smartspec.measures._amounts import labelled, matched, need, shares

__all__ = ["shift_share"]

Variant = Literal["classic", "dynamic", "esteban_marquillas", "arcelus", "gerfin"]


@labelled
def shift_share(
    amount: xr.DataArray,
    ratio: xr.DataArray,
    *,
    national_ratio: xr.DataArray,
    total_ratio: xr.DataArray,
    variant: Variant = "classic",
    reference: xr.DataArray | None = None,
) -> xr.Dataset:
    r"""A change taken apart: what the country, the activity and the region itself account for.

    Parameters
    ----------
    amount : (..., region, activity)
        Amounts at the start; for `dynamic` one for each year, at the start of the step that leads to it.
    ratio : (..., region, activity)
        Amount at the end over amount at the start.
    national_ratio : (..., activity)
        The same for the activity in the whole country.
    total_ratio : (...)
        The same for the whole economy of the country.
    variant : {"classic", "dynamic", "esteban_marquillas", "arcelus", "gerfin"}
        How the change is divided, see Notes.
    reference : (..., activity), optional
        Amounts of the country at the start, for `esteban_marquillas` and `arcelus`; the sum of the regions if left out.

    Returns
    -------
    Dataset of (..., region, activity), in the unit of `amount`
        `national`, `mix` and `competitive`, which add up to the change. `esteban_marquillas` adds `allocation`;
        `arcelus` gives `national`, `mix`, `regional` and `regional_mix`, each with an `..._allocation` beside it.
        `gerfin` gives factors (..., region) instead: `structural` times `locational` is `regional`.

    Raises
    ------
    MeasureError
        Labels differ, the variant is unknown, or `dynamic` is given no year.

    Notes
    -----
    Classic, Dunn [dunn1960]_:

    .. math:: x_0 (g - 1) + x_0 (g_a - g) + x_0 (g_{ra} - g_a)

    The competitive effect is positive where the activity grew faster here than in the country; it says that, not why.

    *Dynamic*, Barff and Knight [barff1988]_: the classic form step by step, summed over `year`, so that a mix that
    changes on the way is taken as it was in each year.

    *Esteban-Marquillas* [esteban1972]_: with :math:`x^* = x_{r\cdot} X_a / X`, the amount at the country's mix,
    competitive is :math:`x^* (g_{ra} - g_a)` and allocation :math:`(x - x^*) (g_{ra} - g_a)`: being special in what
    grows faster here.

    *Arcelus* [arcelus1984]_: the growth of the whole region, :math:`g_r`, is told apart from that of its activities.
    Rates g, :math:`g_a - g`, :math:`g_r - g` and :math:`(g_{ra} - g_r) - (g_a - g)` are each applied to :math:`x^*`
    and, as allocation, to :math:`x - x^*`.

    *Gerfin* [gerfin1964]_: as factors for the whole region, with G the growth ratio of the country,

    .. math:: \frac{\sum_a x g_{ra}}{\sum_a x} / G = \frac{\sum_a x g_a}{\sum_a x} / G
       \cdot \frac{\sum_a x g_{ra}}{\sum_a x g_a}

    References
    ----------
    .. [dunn1960] Dunn, E. S. (1960). A statistical and analytical technique for regional analysis.
       Papers of the Regional Science Association 6, 97-112.
    .. [barff1988] Barff, R. A., Knight, P. L. (1988). Dynamic shift-share analysis. Growth and Change 19(2), 1-10.
    .. [esteban1972] Esteban-Marquillas, J. M. (1972). A reinterpretation of shift-share analysis. Regional and Urban
       Economics 2(3), 249-255.
    .. [arcelus1984] Arcelus, F. J. (1984). An extension of shift-share analysis. Growth and Change 15(1), 3-8.
    .. [gerfin1964] Gerfin, H. (1964). Gesamtwirtschaftliches Wachstum und regionale Entwicklung. Kyklos 17, 565-593.

    Examples
    --------
    >>> import smartspec
    >>> at = {"region": ["N"], "activity": ["a"]}
    >>> parts = shift_share(smartspec.label([[100]], **at), smartspec.label([[1.3]], **at),
    ...     national_ratio=smartspec.label([1.2], activity=["a"]), total_ratio=smartspec.label(1.1))
    >>> {key: round(part.item(), 6) for key, part in parts.items()}
    {'national': 10.0, 'mix': 10.0, 'competitive': 10.0}
    """
    need(amount, "region", "activity", name="shift_share")
    ratio = matched(ratio, amount, "region", "activity", name="ratio")
    national = matched(national_ratio, amount, "activity", name="national_ratio")
    total = matched(total_ratio, amount, name="total_ratio")
    amount = amount.astype(float).where(ratio.notnull())
    if variant == "gerfin":
        return _factors(amount, ratio, national, total)
    if variant in ("esteban_marquillas", "arcelus"):
        whole = amount.sum("region", skipna=False) if reference is None else reference
        whole = matched(whole, amount, "activity", name="reference")
        usual = amount.sum("activity", skipna=False) * shares(whole, over="activity")
        return (
            _esteban(amount, usual, ratio, national, total)
            if variant[0] == "e"
            else _arcelus(amount, usual, ratio, national, total)
        )
    parts = {
        "national": amount * (total - 1),
        "mix": amount * (national - total),
        "competitive": amount * (ratio - national),
    }
    if variant == "dynamic":
        need(amount, "year", name="shift_share(variant='dynamic')")
        parts = {name: part.sum("year", skipna=False) for name, part in parts.items()}
    elif variant != "classic":
        raise MeasureError(
            f"variant is one of classic, dynamic, esteban_marquillas, arcelus, gerfin; found '{variant}'."
        )
    return _laid(parts, amount)


def _laid(parts: dict[str, xr.DataArray], amount: xr.DataArray) -> xr.Dataset:
    """The parts with the dimensions in the order of the amounts, and without their attributes."""
    order = list(amount.dims)
    return xr.Dataset(
        {name: part.transpose(..., *(dim for dim in order if dim in part.dims)) for name, part in parts.items()}
    ).drop_attrs()


def _esteban(
    amount: xr.DataArray, usual: xr.DataArray, ratio: xr.DataArray, national: xr.DataArray, total: xr.DataArray
) -> xr.Dataset:
    ahead = ratio - national
    parts = {
        "national": amount * (total - 1),
        "mix": amount * (national - total),
        "competitive": usual * ahead,
        "allocation": (amount - usual) * ahead,
    }
    return _laid(parts, amount)


def _arcelus(
    amount: xr.DataArray, usual: xr.DataArray, ratio: xr.DataArray, national: xr.DataArray, total: xr.DataArray
) -> xr.Dataset:
    held = amount.sum("activity", skipna=False)
    regional = (amount * ratio).sum("activity", skipna=False) / held.where(held > 0)
    rates = {
        "national": total - 1,
        "mix": national - total,
        "regional": regional - total,
        "regional_mix": (ratio - regional) - (national - total),
    }
    parts = {name: usual * rate for name, rate in rates.items()}
    parts |= {f"{name}_allocation": (amount - usual) * rate for name, rate in rates.items()}
    return _laid(parts, amount)


def _factors(amount: xr.DataArray, ratio: xr.DataArray, national: xr.DataArray, total: xr.DataArray) -> xr.Dataset:
    start, end = amount.sum("activity", skipna=False), (amount * ratio).sum("activity", skipna=False)
    expected = (amount * national).sum("activity", skipna=False)
    start, expected = start.where(start > 0), expected.where(expected > 0)
    parts = {
        "regional": end / start / total,
        "structural": expected / start / total,
        "locational": end / expected,
    }
    return _laid(parts, amount)
