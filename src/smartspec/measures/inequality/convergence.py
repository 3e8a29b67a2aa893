"""Whether regions come closer over the years.

sigma_convergence  whether their spread narrows
beta_convergence   whether the poorer grow faster, and how long half the gap takes
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import xarray as xr

from smartspec.errors import MeasureError, first_few
from smartspec.measures._amounts import amounts, labelled, matched, need, relabelled
from smartspec.measures.inequality._line import fitted
from smartspec.measures.inequality.spread import variation, weighted

__all__ = ["beta_convergence", "sigma_convergence"]


@labelled
def sigma_convergence(
    x: xr.DataArray,
    *,
    weights: xr.DataArray | None = None,
    spread: Literal["variation", "logs"] = "variation",
    over: str = "region",
) -> xr.Dataset:
    r"""Whether regions come closer: their spread year by year, and its yearly change.

    Parameters
    ----------
    x : (year, ..., region)
        Levels per head, above zero.
    weights : (..., region), optional
        People; each region counts as one if left out.
    spread : {"variation", "logs"}
        The coefficient of variation, or the standard deviation of logarithms.
    over : str
        The dimension of those compared.

    Returns
    -------
    Dataset
        `spread` (year, ...); `change`, the slope of a straight line through the known years, per year; its
        `standard_error`, missing with fewer than three years; `years`, how many are known.

    Raises
    ------
    MeasureError
        There is no year, or the name of a spread is unknown.

    Notes
    -----
    A slope below zero is sigma-convergence. Neighbouring years resemble each other, so its standard error is on the
    small side. Barro and Sala-i-Martin [barro1992]_.

    References
    ----------
    .. [barro1992] Barro, R. J., Sala-i-Martin, X. (1992). Convergence. Journal of Political Economy 100(2), 223-251.

    Examples
    --------
    >>> import smartspec
    >>> product = smartspec.label([[1, 3], [2, 3], [3, 3]], year=[2020, 2021, 2022], region=["N", "S"])
    >>> found = sigma_convergence(product)
    >>> found.spread.values.tolist(), round(found.change.item(), 6)
    ([0.5, 0.2, 0.0], -0.25)
    """
    need(x, "year", over, name="sigma_convergence")
    if spread not in ("variation", "logs"):
        raise MeasureError(f"spread is 'variation' or 'logs', found '{spread}'.")
    values, part, x = weighted(x, weights, over, "sigma_convergence")
    if spread == "logs":
        logs = np.log(np.where(values > 0, values, np.nan))
        middle = np.where(part == 0, 0.0, part * logs).sum(-1, keepdims=True)
        each = np.sqrt(np.where(part == 0, 0.0, part * (logs - middle) ** 2).sum(-1))
    else:
        each = variation(values, part)
    yearly = relabelled(each, x, without=[over])
    across = np.moveaxis(each, yearly.get_axis_num("year"), -1)
    years = np.broadcast_to(np.asarray(yearly.year.values, dtype=float), across.shape)
    found = fitted(across, years[..., None, :])
    named = {"change": found.slope[..., 0], "standard_error": found.standard_error[..., 0], "years": found.count}
    lines = {name: relabelled(part, yearly.transpose(..., "year"), without=["year"]) for name, part in named.items()}
    return xr.Dataset({"spread": yearly, **lines})


@labelled
def beta_convergence(
    x: xr.DataArray,
    *,
    start: int,
    end: int,
    controls: xr.DataArray | None = None,
    over: str = "region",
) -> xr.Dataset:
    r"""Whether the poorer grow faster: growth set against the level at the start.

    Parameters
    ----------
    x : (year, ..., region)
        Levels per head at constant prices, above zero.
    start, end : int
        First and last year.
    controls : (control, region), optional
        What else sets regions apart: the convergence is then conditional on it.
    over : str
        The dimension of those compared.

    Returns
    -------
    Dataset of (...)
        `estimate`, the slope of yearly growth on the logarithm of the starting level, below zero when the poorer catch
        up; its `standard_error`; `intercept`; `speed`, the share of the gap to the common path closed in a year;
        `half_life`, years until half of it is closed, missing where there is no convergence; `r_squared`; `regions`,
        how many both years are known of.

    Raises
    ------
    MeasureError
        A year is missing, or the end is not after the start.

    Notes
    -----
    .. math:: \frac1T \log \frac{y_{r,T}}{y_{r,0}} = \alpha + b \log y_{r,0} + u_r, \qquad
       \lambda = -\frac{\log(1 + b T)}{T}, \quad t_{1/2} = \frac{\log 2}{\lambda}

    Least squares, regions unweighted; classical standard errors with n - k degrees of freedom. Barro and Sala-i-Martin
    [barro1992b]_. Regions with a missing year are left out of the line and counted.

    References
    ----------
    .. [barro1992b] Barro, R. J., Sala-i-Martin, X. (1992). Convergence. Journal of Political Economy 100(2), 223-251.

    Examples
    --------
    >>> import smartspec
    >>> product = smartspec.label([[1, 2, 4], [2, 3.5, 5]], year=[2010, 2020], region=["N", "M", "S"])
    >>> found = beta_convergence(product, start=2010, end=2020)
    >>> round(found.estimate.item(), 4), round(found.half_life.item(), 1)
    (-0.0339, 16.7)
    """
    need(x, "year", over, name="beta_convergence")
    if end <= start:
        raise MeasureError(f"beta_convergence needs an end after its start, found {start} to {end}.")
    there = set(x.year.values.tolist())
    if missing := [year for year in (start, end) if year not in there]:
        raise MeasureError(f"beta_convergence needs the year {first_few(missing)}; it is not among the years of x.")
    x = amounts(x, name="beta_convergence", along=(over,))
    first, last = x.sel(year=start, drop=True), x.sel(year=end, drop=True)
    span = end - start
    known = (first.values > 0) & (last.values > 0)
    level = np.log(np.where(known, first.values, np.nan))
    growth = (np.log(np.where(known, last.values, np.nan)) - level) / span
    causes = [level]
    if controls is not None:
        table = matched(controls, first, "control", over, name="controls").transpose("control", over)
        causes += [np.broadcast_to(row, level.shape) for row in np.asarray(table.values, dtype=float)]
    found = fitted(growth, np.stack(causes, axis=-2))
    slope = found.slope[..., 0]
    left = 1 + slope * span
    speed = -np.log(np.where(left > 0, left, np.nan)) / span
    half = np.log(2) / np.where(speed > 0, speed, np.nan)
    named = {
        "estimate": slope,
        "standard_error": found.standard_error[..., 0],
        "intercept": found.intercept,
        "speed": speed,
        "half_life": half,
        "r_squared": found.r_squared,
        "regions": found.count,
    }
    return xr.Dataset({name: relabelled(part, first, without=[over]) for name, part in named.items()})
