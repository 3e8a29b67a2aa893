"""A portfolio for every scenario, and what that says of each candidate.

choose_each    a portfolio for each scenario, with the gap it is proven to have
classes        sure in, sure out, or grey: by how often each candidate is chosen
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from smartspec.decision.portfolio._rows import rows_of
from smartspec.decision.portfolio._sweep import sweep
from smartspec.decision.portfolio.exact import relative_gap
from smartspec.decision.portfolio.problem import PortfolioProblem
from smartspec.errors import DecisionError

__all__ = ["GREY", "SURE_IN", "SURE_OUT", "choose_each", "classes"]

TOLERANCE = 1e-6
"""Reduced costs below this share of the value are the solver's rounding and settle nothing."""

SURE_IN = "sure_in"
GREY = "grey"
SURE_OUT = "sure_out"


def choose_each(problem: PortfolioProblem, *, refine: float | None = 0.01, seconds: float = 60.0) -> xr.Dataset:
    """A portfolio for each scenario, with a proven gap.

    Parameters
    ----------
    problem
        As `portfolio_problem` gives it; every dimension before the candidate is a scenario.
    refine
        Scenarios whose gap stays above this are solved again by mixed-integer programming, to this gap; None for
        never. With hundreds of candidates it seldom happens, with a dozen often, and costs little there.
    seconds
        Most time for each of these.

    Returns
    -------
    Dataset
        chosen (..., candidate)
            a portfolio that keeps all limits
        value, bound, gap (...)
            what it brings, what no portfolio can pass, and their relative distance
        refined (...)
            true where mixed-integer programming was called in
        settled (..., candidate)
            true where every best portfolio of the scenario treats the candidate as this one does; elsewhere the gap
            leaves it open

    Raises
    ------
    DecisionError
        Limits that contradict each other, with the smallest set that does, by name.

    Notes
    -----
    A linear programme, started from the scenario before, gives the bound and all but a few whole candidates; the rest
    is rounded, filled up and swapped. The bound is recomputed from the prices of the limits, so that it holds whatever
    the solver's tolerances. A candidate is settled where changing it costs more than the gap (reduced-cost fixing).

    Examples
    --------
    >>> import pandas as pd
    >>> from smartspec.decision.portfolio.problem import portfolio_problem
    >>> values = xr.DataArray(
    ...     [[8.0, 6.0, 5.0], [12.0, 6.0, 5.0]],
    ...     coords={"future": ["slow", "fast"], "candidate": ["bridge", "school", "lab"]},
    ... )
    >>> costs = pd.DataFrame({"2026": [5, 3, 2]}, index=["bridge", "school", "lab"])
    >>> found = choose_each(portfolio_problem(values, costs=costs, budgets={"2026": 5}))
    >>> found["value"].to_series().to_dict()
    {'slow': 11.0, 'fast': 12.0}
    >>> classes(found)["class"].to_series().to_dict()
    {'bridge': 'grey', 'school': 'grey', 'lab': 'grey'}
    """
    if refine is not None and not 0 < refine < 1:
        raise DecisionError(f"refine is a share above zero, or None; found {refine}.")
    rows = rows_of(problem)
    lead = problem.values.shape[:-1]
    swept = sweep(problem, rows, problem.values.to_numpy().reshape(-1, rows.count), refine=refine, seconds=seconds)
    agrees = np.where(swept.chosen, swept.reduced > 0, swept.reduced < 0)
    room = np.maximum(swept.linear - swept.value, 0) + TOLERANCE * (1 + np.abs(swept.value))
    settled = agrees & (np.abs(swept.reduced) > room[:, None])
    fixed = rows.low[: rows.count] == rows.high[: rows.count]
    dims = problem.scenarios
    return xr.Dataset(
        {
            "chosen": ((*dims, "candidate"), swept.chosen.reshape(*lead, -1)),
            "value": (dims, swept.value.reshape(lead)),
            "bound": (dims, swept.bound.reshape(lead)),
            "gap": (dims, relative_gap(swept.value, swept.bound).reshape(lead)),
            "refined": (dims, swept.refined.reshape(lead)),
            "settled": ((*dims, "candidate"), (settled | fixed).reshape(*lead, -1)),
        },
        coords=problem.values.coords,
    )


def classes(found: xr.Dataset, *, sure_in: float = 1.0, sure_out: float = 0.0) -> xr.Dataset:
    """Sure in, sure out, or grey: by how often each candidate is chosen.

    Parameters
    ----------
    found
        As `choose_each` gives it.
    sure_in, sure_out
        A candidate chosen in at least this share of scenarios is sure in, in at most that share sure out. Left out, all
        scenarios must agree.

    Returns
    -------
    Dataset
        frequency (candidate)
            share of scenarios in which it is chosen
        settled (candidate)
            share in which that is proven best, see `choose_each`
        class (candidate)
            ``"sure_in"``, ``"grey"`` or ``"sure_out"``

    Raises
    ------
    DecisionError
        Shares that are none, or overlap.

    Notes
    -----
    The three classes of the iterative trichotomic approach (Mavrotas and Makryvelios, 2021): where scenarios agree the
    choice is made, and the grey candidates are those of which more should be learnt. Shares are shares of the scenarios
    tried, no probability.

    Examples
    --------
    >>> chosen = xr.DataArray(
    ...     [[True, True, False], [True, False, False]],
    ...     coords={"draw": [1, 2], "candidate": ["A", "B", "C"]},
    ... )
    >>> classes(xr.Dataset({"chosen": chosen, "settled": chosen}))["class"].to_series().to_dict()
    {'A': 'sure_in', 'B': 'grey', 'C': 'sure_out'}
    """
    if not 0 <= sure_out < sure_in <= 1:
        raise DecisionError(
            f"sure_out and sure_in are shares, the first below the second; found {sure_out}, {sure_in}."
        )
    over = [dim for dim in found["chosen"].dims if dim != "candidate"]
    frequency = found["chosen"].mean(over)
    names = xr.where(frequency >= sure_in, SURE_IN, xr.where(frequency <= sure_out, SURE_OUT, GREY))
    made = xr.Dataset({"frequency": frequency, "settled": found["settled"].mean(over), "class": names})
    return made.assign_attrs(sure_in=sure_in, sure_out=sure_out)
