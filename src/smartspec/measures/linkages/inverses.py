"""Who buys how much from whom: coefficients of an input-output table and their two inverses.

    technical_coefficients   purchases per unit of the user's output
    leontief_inverse         output needed, directly and through suppliers, per unit of final demand
    ghosh_inverse            output enabled, directly and through users, per unit of primary input

Tables are (..., activity, other): activity supplies, other uses. Leading dimensions such as year, scenario
or region are inverted together.
"""

from __future__ import annotations

import warnings

import numpy as np
import xarray as xr

from smartspec.errors import MeasureError, first_few
from smartspec.measures.linkages._square import as_using, bad_cells, per_activity, square, tabled

__all__ = ["ghosh_inverse", "leontief_inverse", "technical_coefficients"]

LEAST_DETERMINED = 1e-12
"""Reciprocal condition number under which I - A counts as singular."""


def _refuse_unbalanced(made: xr.DataArray, output: xr.DataArray, tolerance: float, side: str) -> None:
    gap = made - output
    wrong = abs(gap) > tolerance * abs(output)
    if bool(wrong.any()):
        raise MeasureError(
            f"the table does not balance: {side} differ from output by more than {tolerance:g} of it in "
            f"{int(wrong.sum())} of {output.size} activities (difference shown): {bad_cells(gap, wrong)}. "
            "Look for a column left out (imports, taxes, changes in stocks), or allow more with `tolerance=`."
        )


@tabled
def technical_coefficients(
    flows: xr.DataArray,
    output: xr.DataArray,
    *,
    final_demand: xr.DataArray | None = None,
    value_added: xr.DataArray | None = None,
    tolerance: float = 1e-3,
) -> xr.DataArray:
    r"""What an activity buys from each other activity per unit of its own output.

    Parameters
    ----------
    flows : (..., activity, other)
        Sales of the row's activity to the column's activity, zero or more, in one unit.
    output : (..., activity)
        Total output of each activity, above zero, in the unit of `flows`.
    final_demand : (..., activity), optional
        Sales to final users. When given, sales must add up to output.
    value_added : (..., activity), optional
        Primary inputs, with imports and taxes on products. When given, costs must add up to output.
    tolerance : float
        How far a balance may be from output, as a share of it.

    Returns
    -------
    (..., activity, other), per unit of the using activity's output

    Raises
    ------
    MeasureError
        Labels of rows, columns and output differ; a flow is negative; an output is zero or negative; a balance
        that was asked for does not hold.

    Notes
    -----
    .. math:: a_{ij} = z_{ij} / x_j

    Miller and Blair [miller2009]_.

    References
    ----------
    .. [miller2009] Miller, R. E., Blair, P. D. (2009). Input-Output Analysis: Foundations and Extensions, 2nd ed.
       Cambridge University Press, chapter 2.

    Examples
    --------
    >>> import smartspec
    >>> flows = smartspec.label([[150, 500], [200, 100]], activity=["farms", "mills"], other=["farms", "mills"])
    >>> output = smartspec.label([1000, 2000], activity=["farms", "mills"])
    >>> technical_coefficients(flows, output).values.tolist()
    [[0.15, 0.25], [0.2, 0.05]]
    """
    sold = square(flows, name="technical_coefficients", what="the flows")
    made = per_activity(output, sold, name="technical_coefficients", what="output", positive=True)
    if final_demand is not None:
        final = _balancing(final_demand, sold, "final demand")
        _refuse_unbalanced(sold.sum("other", skipna=False) + final, made, tolerance, "sales")
    if value_added is not None:
        added = _balancing(value_added, sold, "value added")
        bought = sold.sum("activity", skipna=False).rename(other="activity")
        _refuse_unbalanced(bought + added, made, tolerance, "costs")
    found: xr.DataArray = sold / as_using(made)
    return found.transpose(..., "activity", "other")


def _balancing(x: xr.DataArray, like: xr.DataArray, what: str) -> xr.DataArray:
    """A side of a balance may be negative: net exports, changes in stocks, subsidies."""
    per_activity(abs(x), like, name="technical_coefficients", what=what)
    return x.sel(activity=like["activity"].values)


def _absent(values: np.ndarray) -> np.ndarray:
    """Activities that make nothing (a column without a known cell) and sell nothing (a row of zeros)."""
    own = np.eye(values.shape[-1], dtype=bool)
    absent = np.isnan(values).all(axis=-2) & ~(np.where(own, 0, values) > 0).any(axis=-1)
    absent &= ~(np.isnan(values) & ~absent[..., None, :]).any(axis=-1)
    return np.asarray(absent)


def _inverse(table: xr.DataArray, what: str) -> xr.DataArray:
    """The inverse of I minus a table; an activity that neither makes nor sells anything stays out of it."""
    values, size = table.values, table.sizes["activity"]
    absent = _absent(values)
    filled = np.where(absent[..., :, None] | absent[..., None, :], 0.0, values)
    known = np.asarray(~np.isnan(filled).any(axis=(-2, -1)))
    if not known.all():
        warnings.warn(
            f"{int((~known).sum())} of {known.size} tables of {what} hold unknown cells, and an inverse needs all of "
            "them: it is unknown there. Fill the cells or leave their activities out.",
            stacklevel=4,
        )
    lacking = np.eye(size) - np.where(known[..., None, None], filled, 0.0)
    found = _solved(lacking, what)
    found[~known] = np.nan
    found[absent[..., :, None] | absent[..., None, :]] = np.nan
    return table.copy(data=found)


def _solved(lacking: np.ndarray, what: str) -> np.ndarray:
    try:
        found = np.linalg.inv(lacking)
    except np.linalg.LinAlgError as error:
        raise MeasureError(_SINGULAR.format(what=what)) from error
    if not found.size:
        return found
    determined = 1 / (abs(lacking).sum(-2).max(-1) * abs(found).sum(-2).max(-1))
    if not (determined > LEAST_DETERMINED).all():
        raise MeasureError(_SINGULAR.format(what=what))
    if found.min() < -1e-9:
        worst = np.argwhere(found.min(axis=(-2, -1)) < -1e-9)
        where = first_few([tuple(map(int, at)) for at in worst]) if lacking.ndim > 2 else ""
        raise MeasureError(
            f"{what} describe an economy that uses up more than it makes{f' (tables {where})' if where else ''}, so "
            "its inverse has negative entries and no meaning. Check that flows and output are in one unit, and that "
            "each coefficient is divided by the output of the using activity."
        )
    return np.asarray(found)


_SINGULAR = (
    "the Leontief matrix of {what} is singular: some activities together use all they make. "
    "Check that flows and output are in one unit and that final demand and value added were left out of the flows."
)


@tabled
def leontief_inverse(coefficients: xr.DataArray) -> xr.DataArray:
    r"""Output of each activity needed, directly and through all suppliers, per unit of final demand.

    Parameters
    ----------
    coefficients : (..., activity, other)
        Technical coefficients, zero or more. An activity a region has none of may stand with an unknown column
        and a row of zeros: it is left out and stays unknown.

    Returns
    -------
    (..., activity, other), per unit of final demand for `other`; at least 1 on the diagonal

    Raises
    ------
    MeasureError
        The matrix is singular, or the economy uses up more than it makes.

    Warns
    -----
    UserWarning
        A table holds unknown cells; its inverse is unknown.

    Notes
    -----
    .. math:: L = (I - A)^{-1} = I + A + A^2 + \cdots

    Leontief [leontief1936]_.

    References
    ----------
    .. [leontief1936] Leontief, W. (1936). Quantitative input and output relations in the economic system of the
       United States. Review of Economics and Statistics 18(3), 105-125.

    Examples
    --------
    >>> import smartspec
    >>> coefficients = smartspec.label(
    ...     [[0.15, 0.25], [0.2, 0.05]], activity=["farms", "mills"], other=["farms", "mills"]
    ... )
    >>> leontief_inverse(coefficients).round(4).values.tolist()
    [[1.2541, 0.33], [0.264, 1.1221]]
    """
    return _inverse(square(coefficients, name="leontief_inverse", what="the coefficients"), "the coefficients")


@tabled
def ghosh_inverse(coefficients: xr.DataArray, output: xr.DataArray) -> xr.DataArray:
    r"""Output of each using activity enabled, directly and through all users, per unit of primary input.

    Parameters
    ----------
    coefficients : (..., activity, other)
        Technical coefficients, zero or more.
    output : (..., activity)
        Total output of each activity, above zero; zero only where the activity is absent from the coefficients.

    Returns
    -------
    (..., activity, other), per unit of primary input of `activity`

    Raises
    ------
    MeasureError
        As in `leontief_inverse`; an output is zero or negative.

    Notes
    -----
    .. math:: G = (I - B)^{-1}, \quad b_{ij} = a_{ij} x_j / x_i

    Ghosh [ghosh1958]_. The inverse follows the same flows as Leontief's: :math:`g_{ij} = l_{ij} x_j / x_i`.

    References
    ----------
    .. [ghosh1958] Ghosh, A. (1958). Input-output approach in an allocation system. Economica 25(97), 58-64.

    Examples
    --------
    >>> import smartspec
    >>> coefficients = smartspec.label(
    ...     [[0.15, 0.25], [0.2, 0.05]], activity=["farms", "mills"], other=["farms", "mills"]
    ... )
    >>> output = smartspec.label([1000, 2000], activity=["farms", "mills"])
    >>> ghosh_inverse(coefficients, output).round(4).values.tolist()
    [[1.2541, 0.6601], [0.132, 1.1221]]
    """
    bought = square(coefficients, name="ghosh_inverse", what="the coefficients")
    absent = bought.isel(other=0, drop=True).copy(data=_absent(bought.values))
    made = per_activity(output, bought, name="ghosh_inverse", what="output", positive=True, absent=absent)
    allocated = (bought * as_using(made) / made.where(made > 0)).transpose(..., "activity", "other")
    allocated = allocated.where(~absent, allocated.where(allocated.isnull() & as_using(absent), 0.0))
    return _inverse(allocated, "the allocation coefficients")
