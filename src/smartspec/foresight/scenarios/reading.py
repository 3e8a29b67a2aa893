"""Reading the futures: what is shared by many of them, what a choice gives up, and what decides.

    fan          quantiles over the futures, year by year
    share_met    share of futures in which an outcome stays within a line
    robustness   five ways to judge a choice over all futures, which need not agree
    importance   how much of an outcome's spread each factor explains
    tornado      the outcome where a factor is low and where it is high

A share of futures is a share of what was drawn, never a probability.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr

from smartspec.errors import ForesightError

__all__ = ["fan", "importance", "robustness", "share_met", "tornado"]


def fan(paths: xr.DataArray, *, levels: Sequence[float] = (0.1, 0.25, 0.5, 0.75, 0.9)) -> xr.DataArray:
    """Quantiles over the futures, year by year.

    Parameters
    ----------
    paths : (future, ...)
        One path per future.
    levels : sequence of float
        Shares of futures below each line.

    Returns
    -------
    (level, ...), in the unit of `paths`; missing where a path is unknown

    Examples
    --------
    >>> import smartspec
    >>> fan(smartspec.label([1.0, 2, 3], future=range(3)), levels=(0.5,)).values.tolist()
    [2.0]
    """
    dims = [str(dim) for dim in paths.dims if dim != "future"]
    values = np.quantile(paths.transpose("future", *dims).values, list(levels), axis=0)
    coords = {"level": list(levels), **{dim: paths[dim].values for dim in dims if dim in paths.coords}}
    return xr.DataArray(values, coords=coords, dims=("level", *dims))


def share_met(
    outcome: xr.DataArray, *, at_least: xr.DataArray | float | None = None, at_most: xr.DataArray | float | None = None
) -> xr.DataArray:
    """Share of futures in which an outcome stays within its lines.

    Parameters
    ----------
    outcome : (future, ...)
        Outcomes.
    at_least, at_most : float or array, optional
        The lines; one of them at least.

    Returns
    -------
    (...), 0 to 1; missing where an outcome is unknown. A line that nothing ever meets gives 0, which is a finding.

    Raises
    ------
    ForesightError
        No line is given.

    Examples
    --------
    >>> import smartspec
    >>> share_met(smartspec.label([1.0, 2, 3, 4], future=range(4)), at_least=2).item()
    0.75
    """
    if at_least is None and at_most is None:
        raise ForesightError("an outcome needs a line to be judged by. Give `at_least`, `at_most` or both.")
    met = xr.ones_like(outcome, dtype=bool)
    if at_least is not None:
        met = met & (outcome >= at_least)
    if at_most is not None:
        met = met & (outcome <= at_most)
    known = outcome.notnull()
    if at_least is not None and isinstance(at_least, xr.DataArray):
        known = known & at_least.notnull()
    share: xr.DataArray = met.where(known).mean("future", skipna=False)
    return share


def robustness(outcome: xr.DataArray, *, at_least: xr.DataArray | float | None = None) -> xr.Dataset:
    r"""Five ways to judge a choice over all futures, which need not agree.

    Parameters
    ----------
    outcome : (future, variant, ...)
        What each choice brings, more being better.
    at_least : float or array, optional
        A line for the domain criterion.

    Returns
    -------
    Dataset of (variant, ...)
        `worst`, the outcome in the worst future (maximin [wald1950]_); `poor`, the mean of the worst tenth; `middle`,
        the mean over all futures (Laplace); `regret` and `regret_ninetieth`, the largest and the 90th percentile of
        what is given up against the best choice [savage1951]_; `met`, the share of futures over the line
        [starr1963]_, missing without a line.

    Notes
    -----
    The measures differ in what they make of an outcome, which futures they look at and how they join them
    [mcphail2018]_; where they disagree, the choice hangs on an attitude to risk that no table holds.

    References
    ----------
    .. [wald1950] Wald, A. (1950). Statistical decision functions. Wiley.
    .. [starr1963] Starr, M. K. (1963). Product design and decision theory. Prentice-Hall.
    .. [mcphail2018] McPhail, C., Maier, H. R., Kwakkel, J. H., Giuliani, M., Castelletti, A., Westra, S. (2018).
       Robustness metrics: how are they calculated, when should they be used and why do they give different results?
       Earth's Future 6(2), 169-191.

    Examples
    --------
    >>> import smartspec
    >>> found = robustness(smartspec.label([[3.0, 1], [1, 2]], future=[0, 1], variant=["a", "b"]), at_least=2)
    >>> found["worst"].values.tolist(), found["regret"].values.tolist(), found["met"].values.tolist()
    ([1.0, 1.0], [1.0, 2.0], [0.5, 0.5])
    """
    dims = [str(dim) for dim in outcome.dims if dim != "future"]
    values = outcome.transpose("future", *dims).values
    tenth = max(1, int(np.ceil(len(values) / 10)))
    lost = values.max(dims.index("variant") + 1, keepdims=True) - values
    found = {
        "worst": values.min(0),
        "poor": np.sort(values, axis=0)[:tenth].mean(0),
        "middle": values.mean(0),
        "regret": lost.max(0),
        "regret_ninetieth": np.quantile(lost, 0.9, axis=0),
    }
    unknown = np.isnan(values).any(0)
    coords = {dim: outcome[dim].values for dim in dims}
    made = xr.Dataset({key: (dims, np.where(unknown, np.nan, item)) for key, item in found.items()}, coords)
    met = xr.full_like(made["worst"], np.nan) if at_least is None else share_met(outcome, at_least=at_least)
    return made.assign(met=met)


def _ordered(factors: xr.DataArray, outcome: xr.DataArray) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """(future, factor, ...): factors, and outcomes in the order of each factor; and the names of further dimensions."""
    further = [str(dim) for dim in outcome.dims if dim != "future"]
    x = factors.transpose("future", "factor", *further).values
    y = outcome.transpose("future", *further).values.astype(float)
    order = x.argsort(0, kind="stable")
    return x, np.take_along_axis(np.broadcast_to(y[:, None], x.shape), order, axis=0), further


def importance(factors: xr.DataArray, outcome: xr.DataArray, *, bins: int = 10) -> xr.DataArray:
    r"""How much of an outcome's spread each factor explains by itself.

    Parameters
    ----------
    factors : (future, factor, ...)
        What may matter.
    outcome : (future, ...)
        The outcome.
    bins : int
        Equal groups of futures by the factor's value; fewer than there are futures.

    Returns
    -------
    (factor, ...), 0 to 1; 0 for a factor that never changes, missing where the outcome is unknown or never changes

    Notes
    -----
    .. math:: \epsilon^2 = 1 - (1 - \eta^2) \frac{n - 1}{n - b}

    The correlation ratio over bins, an estimate of the first-order index of Sobol' from given futures [plischke2013]_,
    less what chance would explain with so many bins; below zero it is zero. Joint effects are in no factor's share.

    References
    ----------
    .. [plischke2013] Plischke, E., Borgonovo, E., Smith, C. L. (2013). Global sensitivity measures from given data.
       European Journal of Operational Research 226(3), 536-550.

    Examples
    --------
    >>> import smartspec
    >>> x = smartspec.label([[n, (7 * n) % 100] for n in range(100)], future=range(100), factor=["a", "b"])
    >>> importance(x, x.sel(factor="a", drop=True)).round(2).values.tolist()
    [0.99, 0.0]
    """
    x, y, further = _ordered(factors, outcome)
    count, edges = len(y), np.arange(bins) * len(y) // bins
    mean = y.mean(0)
    spread = ((y - mean) ** 2).sum(0)
    size = np.diff([*edges, count]).reshape(-1, *([1] * (y.ndim - 1)))
    within = np.add.reduceat(y, edges, axis=0) / size
    with np.errstate(divide="ignore", invalid="ignore"):
        explained = (size * (within - mean) ** 2).sum(0) / np.where(spread > 0, spread, np.nan)
    share = np.maximum(0.0, 1 - (1 - explained) * (count - 1) / (count - bins))
    still = (np.ptp(x, axis=0) == 0) & np.isfinite(share)
    coords = {"factor": factors.factor.values, **{dim: outcome[dim].values for dim in further}}
    return xr.DataArray(np.where(still, 0.0, share), coords=coords, dims=("factor", *further))


def tornado(factors: xr.DataArray, outcome: xr.DataArray, *, tail: float = 0.2) -> xr.DataArray:
    """The outcome where a factor is low and where it is high, all others as they come.

    Parameters
    ----------
    factors : (future, factor, ...)
        What may matter.
    outcome : (future, ...)
        The outcome.
    tail : float
        Share of the futures that count as low, and as high.

    Returns
    -------
    (factor, end, ...), median of the outcome in the lowest and in the highest tail

    Examples
    --------
    >>> import smartspec
    >>> x = smartspec.label([[n] for n in range(10)], future=range(10), factor=["oil"])
    >>> tornado(x, 2.0 * x.sel(factor="oil", drop=True)).values.tolist()
    [[1.0, 17.0]]
    """
    _, y, further = _ordered(factors, outcome)
    take = max(1, round(tail * len(y)))
    ends = np.stack([np.median(y[:take], axis=0), np.median(y[-take:], axis=0)], axis=1)
    coords = {"factor": factors.factor.values, "end": ["low", "high"]}
    coords |= {dim: outcome[dim].values for dim in further}
    return xr.DataArray(ends, coords=coords, dims=("factor", "end", *further))
