"""Physical output: what each region actually makes, against its weight in the country's economy.

    disclosed          the table with its blanks told apart: no output, or unknown because something is withheld
    joined             output on constant regions
    physical_output    shares of the country's output, quotients, change on constant regions, what came and went
    STATES             always, appeared, vanished, never, unknown
    TOTALS             closed, withheld, exceeded, unknown

Units differ between products, so products are never added; only shares of one product are compared. A blank
is no output only where the printed regions add up to the country; otherwise it stays unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import xarray as xr

from smartspec.errors import MeasureError, first_few

__all__ = ["STATES", "TOTALS", "disclosed", "joined", "physical_output"]

STATES = ("always", "appeared", "vanished", "never", "unknown")
TOTALS = ("closed", "withheld", "exceeded", "unknown")

Cell = tuple[int, str, str]


def _checked(output: xr.DataArray, national: xr.DataArray) -> tuple[xr.DataArray, xr.DataArray]:
    """Both arrays in one order; refuse other dimensions, years or products, and negative amounts."""
    for array, dims, name in (
        (output, {"year", "region", "activity"}, "output"),
        (national, {"year", "activity"}, "national"),
    ):
        if set(array.dims) != dims:
            raise MeasureError(
                f"{name} needs the dimensions {', '.join(sorted(dims))}; it has {', '.join(map(str, array.dims))}."
            )
    for dim in ("year", "activity"):
        if apart := sorted(set(map(str, output[dim].values)) ^ set(map(str, national[dim].values))):
            raise MeasureError(
                f"the regions' output and the country's differ in {len(apart)} labels of {dim}: {first_few(apart)}. "
                "Give both the same years and products, blank where nothing is published."
            )
    negative = [
        f"{' / '.join(map(str, at if isinstance(at, tuple) else (at,)))}: {one:g}"
        for array in (output, national)
        for at, one in array.where(array < 0).to_series().dropna().items()
    ]
    if negative:
        raise MeasureError(
            f"output must be zero or more; {len(negative)} cells are negative: {first_few(negative)}. Correct them."
        )
    output = output.transpose("year", "region", "activity").astype(float)
    return output, national.transpose("year", "activity").sel(activity=output.activity, year=output.year).astype(float)


def _pick(*rules: tuple[xr.DataArray, str], otherwise: str) -> xr.DataArray:
    """The word of the first rule that holds, cell by cell."""
    (like, _), *_ = rules
    words = np.select([rule.values for rule, _ in rules], [word for _, word in rules], otherwise)
    return xr.DataArray(words, coords=like.coords, dims=like.dims)


def disclosed(
    output: xr.DataArray,
    national: xr.DataArray,
    *,
    last_full_disclosure: int = 2016,
    exceptions: Iterable[Cell] | None = None,
    rounding: float | xr.DataArray = 0.1,
) -> xr.Dataset:
    """The table with its blanks told apart: no output, or unknown.

    Parameters
    ----------
    output : (year, region, activity)
        Printed output of regions, blank where nothing is printed. Regions of former borders belong in it too, under
        codes of their own, since the country's total contains them.
    national : (year, activity)
        The country's published output, in the units of `output`.
    last_full_disclosure : int
        Last year in which the office withheld nothing: up to it a blank is no output, but for the exceptions.
    exceptions : iterable of (year, region, activity), optional
        Cells lost from the table in years of full disclosure; an empty region stands for every blank of that year
        and product. If left out, these are the blanks of years and products whose printed regions fall short.
    rounding : float or (activity)
        One in the last printed digit, in the units of `output`: the largest gap that is not a gap.

    Returns
    -------
    Dataset
        `output` (year, region, activity): 0 where a blank is no output, missing where unknown.
        `printed` (year, region): whether the region stands in that year's table with any product at all; where it
        does not, nothing is known of it.
        `total` (year, activity) of str: `closed` where the printed regions add up to the country within rounding,
        `withheld` where the country is more, `exceeded` where it is less, so that the table contradicts itself,
        `unknown` where the country's figure is not published.
        `withheld` (year, activity), in the units of `output`: the country minus the printed regions, zero where the
        total closes, missing where it is exceeded or unknown; `withheld_share`: the same over the country's output.

    Raises
    ------
    MeasureError
        Dimensions, years or products differ, or an amount is negative.

    Notes
    -----
    Ours; no office states such a rule. Offices add printed figures, so one in the last digit is allowance enough.
    The widest that rounding could do, half a digit for every figure added, would take small gaps for rounding.

    Examples
    --------
    Salt adds up, so West makes none; ten units of coal stand nowhere, and West may be digging them.

    >>> import smartspec
    >>> goods = ["coal", "salt", "bread"]
    >>> made = smartspec.label([[[90, 7, 1], [None, None, 2]]], year=[2024], region=["N", "W"], activity=goods)
    >>> found = disclosed(made, smartspec.label([[100, 7, 3]], year=[2024], activity=goods))
    >>> found["total"].values.tolist(), found["output"].sel(region="W").values.tolist()
    ([['withheld', 'closed', 'closed']], [[nan, 0.0, 2.0]])
    """
    output, national = _checked(output, national)
    known = output.notnull()
    gap = national - output.sum("region")
    slack = rounding + 1e-9 * national
    total = _pick((gap.isnull(), "unknown"), (gap > slack, "withheld"), (gap < -slack, "exceeded"), otherwise="closed")
    withheld = gap.where(total != "closed", 0.0).where(gap.notnull() & (total != "exceeded"))
    printed = known.any("activity")
    full = output.year <= last_full_disclosure
    lost = _lost(output, total, exceptions)
    nothing = ~known & printed & ((full & ~lost) | (~full & (total == "closed")))
    return xr.Dataset(
        {
            "output": output.where(~nothing, 0.0),
            "printed": printed,
            "total": total,
            "withheld": withheld,
            "withheld_share": withheld / national.where(national > 0),
        }
    )


def _lost(output: xr.DataArray, total: xr.DataArray, exceptions: Iterable[Cell] | None) -> xr.DataArray:
    """Where a blank is unknown although the office withheld nothing that year."""
    if exceptions is None:
        return (total != "closed").broadcast_like(output)
    lost = xr.zeros_like(output, dtype=bool)
    for year, region, code in exceptions:
        there = (lost.year == year) & (lost.activity == code)
        lost = lost | (there & (lost.region == region) if region else there)
    return lost


def physical_output(
    output: xr.DataArray,
    national: xr.DataArray,
    *,
    value_share: xr.DataArray,
    focus: Sequence[int],
    start: Sequence[int] = (2010, 2011, 2012),
    constant: Mapping[str, Sequence[str]] | None = None,
    last_full_disclosure: int = 2016,
    exceptions: Iterable[Cell] | None = None,
    rounding: float | xr.DataArray = 0.1,
    least_years: int = 2,
) -> xr.Dataset:
    r"""What each region makes: its share of the country's output, against its share of value added, and its change.

    Parameters
    ----------
    output, national, last_full_disclosure, exceptions, rounding
        As in `disclosed`.
    value_share : (year, region)
        Each region's share of the country's value added, 0 to 1, in the focus years; a region left out has no quotient.
    focus : sequence of int
        Years the findings rest on.
    start : sequence of int
        Years the change is counted from.
    constant : mapping, optional
        Constant regions to their members of all times, former ones included. A region named nowhere is its own.
    least_years : int
        Years with output that make a product one the region makes; no more than the years of the period.

    Returns
    -------
    Dataset
        (region, activity): `output`, mean of the known focus years in the product's unit; `known_years`, their
        number; `national_share`, 0 to 1; `output_quotient`, dimensionless; `change`, in share of the country's output
        from the start to the focus years; `state`, one of `STATES`. A region that is part of a larger constant
        region has no change and an unknown state of its own.
        (constant, activity): `constant_share`, `constant_start_share`, `constant_change`, `constant_state`, the
        same on constant regions; `constant_first` and `constant_last`, the first and last year with known output.
        (year, activity): `total`, `withheld` and `withheld_share`, as in `disclosed`.

    Raises
    ------
    MeasureError
        As `disclosed`; a focus or start year is not in the table; a constant region has no member in it, or two
        constant regions share one.

    Notes
    -----
    With K the focus years in which both the region's and the country's output are known,

    .. math:: s_{rp} = \frac{\sum_{t \in K} y_{rpt}}{\sum_{t \in K} Y_{pt}}, \qquad
              Q_{rp} = \frac{s_{rp}}{\frac{1}{|K|} \sum_{t \in K} v_{rt}}

    where v is the region's share of value added: a population quotient with value added in the place of population.
    A product is made in a period when at least `least_years` years show output, not made when fewer could (known or
    unknown), unknown otherwise: `always` is made in both periods, `appeared` in the focus only, `vanished` at the
    start only, `never` in neither.

    Examples
    --------
    >>> import smartspec
    >>> at = {"year": [2010, 2011, 2023, 2024], "region": ["N", "S"], "activity": ["coal"]}
    >>> made = smartspec.label([[[60], [40]], [[60], [40]], [[100], [0]], [[100], [0]]], **at)
    >>> country = smartspec.label([[100]] * 4, year=at["year"], activity=["coal"])
    >>> worth = smartspec.label([[0.4, 0.6]] * 2, year=[2023, 2024], region=["N", "S"])
    >>> found = physical_output(made, country, value_share=worth, focus=[2023, 2024], start=[2010, 2011])
    >>> found["output_quotient"].values.tolist(), found["change"].round(3).values.tolist()
    ([[2.5], [0.0]], [[0.4], [-0.4]])
    >>> found["state"].values.tolist()
    [['always'], ['vanished']]
    """
    output, national = _checked(output, national)
    if set(value_share.dims) != {"year", "region"}:
        raise MeasureError(
            f"value_share needs the dimensions region, year; it has {', '.join(map(str, value_share.dims))}."
        )
    _there(output, focus, start)
    _there(value_share, focus)
    clear = disclosed(
        output, national, last_full_disclosure=last_full_disclosure, exceptions=exceptions, rounding=rounding
    )
    made = clear["output"]
    together = joined(made, clear["printed"], constant or {})
    now, then = _shares(together, national, focus), _shares(together, national, start)
    before, after = _made(together, start, least_years), _made(together, focus, least_years)
    dynamics = xr.Dataset(
        {
            "share": now,
            "start_share": then,
            "change": now - then,
            "state": _pick(
                (before.isnull() | after.isnull(), "unknown"),
                ((before == 1) & (after == 1), "always"),
                ((before == 0) & (after == 1), "appeared"),
                ((before == 1) & (after == 0), "vanished"),
                otherwise="never",
            ),
            "first": together.year.where(together > 0).min("year"),
            "last": together.year.where(together > 0).max("year"),
        }
    )
    own = dynamics[["change", "state"]].rename(constant="region").reindex(region=made.region)
    moved = ~made.region.isin(dynamics.constant.values)
    own["state"] = own["state"].where(~moved, "unknown").astype("U8")
    return xr.Dataset(
        {
            **_today(made, national, value_share, focus),
            **own,
            **{f"constant_{key}": found for key, found in dynamics.items()},
            **clear[["total", "withheld", "withheld_share"]],
        }
    )


def _there(array: xr.DataArray, *periods: Sequence[int]) -> None:
    """Refuse an empty period, and years an array does not have."""
    if not all(len(period) for period in periods):
        raise MeasureError("physical output needs at least one year in each period. Give `focus` and `start`.")
    missing = sorted({int(year) for period in periods for year in period} - {int(year) for year in array.year.values})
    if missing:
        years = [int(year) for year in array.year.values]
        raise MeasureError(
            f"physical output needs the year {first_few(missing)}; there are {min(years)}-{max(years)}. "
            "Choose `focus` and `start` among them."
        )


def joined(made: xr.DataArray, printed: xr.DataArray, constant: Mapping[str, Sequence[str]]) -> xr.DataArray:
    """Output on constant regions: members summed; one that stands in no table of a year adds nothing to the others.

    Parameters
    ----------
    made : (year, region, activity)
        `output` of what `disclosed` returned.
    printed : (year, region)
        `printed` of the same.
    constant : mapping
        Constant regions to their members of all times. A region named nowhere is its own.

    Returns
    -------
    (year, constant, activity)
        Missing where a member's output is unknown, and where no member stands in the table of the year.

    Raises
    ------
    MeasureError
        A constant region has no member in the table, or two constant regions share one.

    Examples
    --------
    >>> import smartspec
    >>> made = smartspec.label([[[2], [3]]], year=[2024], region=["N", "S"], activity=["coal"])
    >>> joined(made, made.notnull().any("activity"), {"N+S": ["N", "S"]}).values.tolist()
    [[[5.0]]]
    """
    there = [str(code) for code in made.region.values]
    groups = {code: [member for member in members if member in there] for code, members in constant.items()}
    named = [member for members in groups.values() for member in members]
    problems = [f"'{code}' has no member in the table" for code, members in groups.items() if not members]
    problems += [
        f"'{code}' belongs to two constant regions" for code in sorted({m for m in named if named.count(m) > 1})
    ]
    if problems:
        raise MeasureError(f"constant regions do not fit: {first_few(problems)}. Correct `constant`.")
    groups |= {code: [code] for code in there if code not in named}
    parts = [
        made.sel(region=members)
        .where(printed.sel(region=members), 0.0)
        .sum("region", skipna=False)
        .where(printed.sel(region=members).any("region"))
        for members in groups.values()
    ]
    summed: xr.DataArray = xr.concat(parts, "constant").assign_coords(constant=list(groups))
    return summed.transpose("year", "constant", "activity")


def _shares(made: xr.DataArray, national: xr.DataArray, years: Sequence[int]) -> xr.DataArray:
    """Share of the country's output over those of the years in which both are known."""
    part, whole = made.sel(year=list(years)), national.sel(year=list(years))
    whole = whole.where(part.notnull())
    total = whole.sum("year")
    return part.where(whole.notnull()).sum("year") / total.where(total > 0)


def _made(made: xr.DataArray, years: Sequence[int], least: int) -> xr.DataArray:
    """1 where a product is made in a period, 0 where it is not, missing where it cannot be told."""
    part = made.sel(year=list(years))
    least = min(least, len(years))
    surely, perhaps = (part > 0).sum("year"), part.isnull().sum("year")
    found = (surely >= least).astype(float)
    return found.where((surely >= least) | (surely + perhaps < least))


def _today(
    made: xr.DataArray, national: xr.DataArray, value_share: xr.DataArray, focus: Sequence[int]
) -> dict[str, xr.DataArray]:
    """What each region makes in the focus years, on its own borders."""
    part = made.sel(year=list(focus))
    share = _shares(made, national, focus)
    worth = value_share.sel(year=list(focus)).reindex(region=made.region)
    used = part.notnull() & national.sel(year=list(focus)).notnull()
    weight = worth.where(used, 0.0).sum("year", skipna=False) / used.sum("year").where(lambda count: count > 0)
    return {
        "output": part.mean("year"),
        "known_years": part.notnull().sum("year"),
        "national_share": share,
        "output_quotient": (share / weight.where(weight > 0)).transpose("region", "activity"),
    }
