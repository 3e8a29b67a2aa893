"""Does it predict? Entries of activities into regions, foretold for regions the model has not seen, and scored.

    entries           who could enter in each window, and who did
    predictors        what was known at the start of each window: quotient, trend, ubiquity, diversity, density
    predict           a penalised logistic model, each region foretold by a model that never saw it
    foretell          the chance of entry from here on, by the same model fitted to every window
    scores            AUC, average precision, precision at the top, Brier score, with intervals over regions
    area_by_window    AUC of each window alone
    lift              how much better one prediction scores than another, on the same draws
    badge             proven lift, no proven information, or not testable

Windows overlap and regions are not independent of themselves: only regions are drawn anew, with all their
windows, and every density is estimated without the regions it is used for.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr

from smartspec.diagnosis._scoring import counted, drawn, interval
from smartspec.errors import MeasureError

__all__ = ["BADGES", "area_by_window", "badge", "entries", "foretell", "lift", "predict", "predictors", "scores"]

BADGES = ("proven_lift", "no_information", "not_testable")
LEAST_EVENTS = 30
LEAVE_ONE_OUT = 100
FOLDS = 10
AT = ("window", "region", "activity")


def entries(
    quotient: xr.DataArray, *, rule: str = "held", below: float = 0.8, present: float = 1.0, horizon: int = 5
) -> xr.DataArray:
    r"""Who could enter in each window, and who did.

    Parameters
    ----------
    quotient : (year, region, activity)
        Location quotients of consecutive years, on regions whose borders never moved.
    rule : {"held", "crossing"}
        `held`: the mean of the start year and the year before is below `below`, and the quotient is at least `present`
        both `horizon` and `horizon` + 1 years later. `crossing`: below `present` at the start, at least `present` after
        `horizon` years.
    below, present : float
        Location quotients.
    horizon : int
        Years between start and end.

    Returns
    -------
    (window, region, activity)
        By start year: 1 entered, 0 could have but did not, missing where the activity was there already or a quotient
        is unknown.

    Raises
    ------
    MeasureError
        Years have a gap, there are too few of them for a window, or the rule is unknown.

    Notes
    -----
    A plain crossing of 1 is mostly noise on coarse activities: a quotient near 1 crosses it with any revision. The rule
    `held` asks for distance at the start and for staying at the end; it is ours.

    Examples
    --------
    >>> import smartspec
    >>> path = [[[0.5]], [[0.6]], [[0.8]], [[0.9]], [[1.0]], [[1.1]], [[1.2]], [[1.2]]]
    >>> made = smartspec.label(path, year=range(2010, 2018), region=["N"], activity=["a"])
    >>> entries(made)["window"].values.tolist(), entries(made).values.ravel().tolist()
    ([2011], [1.0])
    """
    if rule not in ("held", "crossing"):
        raise MeasureError(f"no rule '{rule}' for entries; there is 'held' and 'crossing'.")
    quotient = quotient.transpose("year", "region", "activity")
    years = [int(year) for year in quotient.year.values]
    if years != list(range(years[0], years[0] + len(years))):
        raise MeasureError("entries need consecutive years. Give the missing ones, or choose a shorter span.")
    before, after = (1, 1) if rule == "held" else (0, 0)
    starts = years[before : len(years) - horizon - after]
    if not starts:
        raise MeasureError(
            f"entries by the rule '{rule}' need at least {horizon + before + after + 1} years; there are {len(years)}."
        )
    x = quotient.values
    at = np.array([years.index(start) for start in starts])
    if rule == "held":
        begun = (x[at] + x[at - 1]) / 2
        absent, there = begun < below, (x[at + horizon] >= present) & (x[at + horizon + 1] >= present)
        known = np.isfinite(begun) & np.isfinite(x[at + horizon]) & np.isfinite(x[at + horizon + 1])
    else:
        absent, there = x[at] < present, x[at + horizon] >= present
        known = np.isfinite(x[at]) & np.isfinite(x[at + horizon])
    found = np.where(absent & known, there.astype(float), np.nan)
    return xr.DataArray(
        found, coords={"window": starts, "region": quotient.region, "activity": quotient.activity}, dims=AT
    )


def folds(regions: int, *, seed: int = 0) -> list[np.ndarray]:
    """Places of the regions left out together: one at a time up to 100 regions, ten folds beyond."""
    if regions <= LEAVE_ONE_OUT:
        return [np.array([place]) for place in range(regions)]
    return np.array_split(np.random.default_rng(seed).permutation(regions), FOLDS)


def predictors(
    quotient: xr.DataArray,
    windows: Sequence[int],
    *,
    size: xr.DataArray | None = None,
    relatedness: xr.DataArray | None = None,
    present: float = 1.0,
    seed: int = 0,
) -> xr.DataArray:
    """What was known at the start of each window.

    Parameters
    ----------
    quotient : (year, region, activity)
        Location quotients.
    windows : sequence of int
        Start years.
    size : (year, region), optional
        Size of each region, such as its value added; its share of the country becomes a predictor.
    relatedness : (activity, other), optional
        A table from elsewhere, zero or more with a zero diagonal. If left out, proximity is estimated at each start
        year from the regions that are not being foretold.
    present : float
        Quotient from which an activity counts as held.
    seed : int
        Seed of the folds where there are more than 100 regions.

    Returns
    -------
    (predictor, window, region, activity)
        `quotient` (its logarithm, with a floor), `trend` (change of the quotient over two years), `ubiquity` (share of
        the other regions that hold the activity), `diversity` (share of the other activities the region holds),
        `density` (share of the activity's relatedness the region holds), and `size` where given.

    Raises
    ------
    MeasureError
        The relatedness table has other activities, a negative value or a diagonal that is not zero.
    """
    quotient = quotient.transpose("year", "region", "activity")
    near = None if relatedness is None else _checked(relatedness, quotient)
    held_at, made = {}, []
    for year in windows:
        now = quotient.sel(year=year).values
        past = quotient.sel(year=year - 2).values if year - 2 in quotient.year.values else np.full_like(now, np.nan)
        held = np.where(np.isfinite(now), now >= present, False).astype(float)
        held_at[year] = held
        regions, activities = held.shape
        ubiquity = (held.sum(axis=0) - held) / (regions - 1)
        diversity = (held.sum(axis=1, keepdims=True) - held) / (activities - 1)
        rows = [
            np.log(np.maximum(now, 0.01)),
            np.where(np.isfinite(past), now - past, 0.0),
            ubiquity,
            np.broadcast_to(diversity, held.shape),
            _density(held, near, seed=seed),
        ]
        if size is not None:
            here = size.sel(year=year).sel(region=quotient.region.values).values
            rows.append(np.broadcast_to(np.log(here / here.sum())[:, None], held.shape))
        made.append(np.stack([np.where(np.isfinite(now), row, np.nan) for row in rows]))
    names = ["quotient", "trend", "ubiquity", "diversity", "density", *(["size"] if size is not None else [])]
    return xr.DataArray(
        np.stack(made, axis=1),
        coords={
            "predictor": names,
            "window": list(windows),
            "region": quotient.region,
            "activity": quotient.activity,
        },
        dims=("predictor", *AT),
    )


def _checked(relatedness: xr.DataArray, quotient: xr.DataArray) -> np.ndarray:
    """The table's values in the order of the quotients; refuse one that cannot be used as it is."""
    wanted, there = set(map(str, quotient.activity.values)), set(map(str, relatedness.activity.values))
    if wanted != there or there != set(map(str, relatedness.other.values)):
        apart = sorted(wanted ^ there)[:5]
        raise MeasureError(
            f"the relatedness table and the quotients have other activities: {', '.join(apart) or 'rows and columns'}. "
            "Name a concordance between the two lists first."
        )
    near = relatedness.sel(activity=quotient.activity, other=quotient.activity.values).values.astype(float)
    if (near < 0).any() or np.isnan(near).any():
        raise MeasureError("relatedness must be zero or more and known for every pair. Correct the table.")
    if np.diagonal(near).any():
        raise MeasureError(
            "relatedness of an activity with itself must be zero, or the answer leaks into its own prediction. "
            "Set the diagonal to zero."
        )
    return near


def _density(held: np.ndarray, near: np.ndarray | None, *, seed: int) -> np.ndarray:
    """Density of every cell; where relatedness is estimated, without the regions it is used for."""
    found = np.full(held.shape, np.nan)
    together = held.T @ held
    for out in folds(len(held), seed=seed):
        if near is None:
            rest = together - held[out].T @ held[out]
            count = np.diagonal(rest)
            larger = np.maximum(count[:, None], count[None, :])
            use = np.divide(rest, larger, out=np.zeros_like(rest), where=larger > 0)
            np.fill_diagonal(use, 0.0)
        else:
            use = near
        total = use.sum(axis=0)
        found[out] = np.divide(held[out] @ use, total, out=np.zeros((len(out), len(total))), where=total > 0)
    return found


def predict(
    outcome: xr.DataArray, known: xr.DataArray, names: Sequence[str], *, penalty: float = 1.0, seed: int = 0
) -> xr.DataArray:
    r"""The chance of entry by a penalised logistic model, each region foretold by a model that never saw it.

    Parameters
    ----------
    outcome : (window, region, activity)
        What `entries` returned.
    known : (predictor, window, region, activity)
        What `predictors` returned.
    names : sequence of str
        Predictors to use.
    penalty : float
        Strength of the ridge penalty on standardised coefficients.
    seed : int
        Seed of the folds where there are more than 100 regions.

    Returns
    -------
    (window, region, activity), 0 to 1
        Missing where `outcome` is, and where a predictor is unknown.

    Notes
    -----
    .. math:: \max_b \sum_i y_i \ln p_i + (1-y_i) \ln(1-p_i) - \tfrac{\lambda}{2} \lVert b \rVert^2,
              \qquad p_i = 1/(1+e^{-a-x_i'b})

    By Newton's method; the intercept carries no penalty. Le Cessie and van Houwelingen [lecessie1992]_.

    References
    ----------
    .. [lecessie1992] le Cessie, S., van Houwelingen, J. C. (1992). Ridge estimators in logistic regression. Journal of
       the Royal Statistical Society C 41, 191-201.
    """
    y = outcome.transpose(*AT)
    x = known.sel(predictor=list(names)).transpose("predictor", *AT).values
    use = np.isfinite(y.values) & np.isfinite(x).all(axis=0)
    region = np.broadcast_to(np.arange(y.sizes["region"])[None, :, None], y.shape)[use]
    rows, answer = x[:, use].T, y.values[use]
    found = np.full(answer.shape, np.nan)
    for out in folds(y.sizes["region"], seed=seed):
        test = np.isin(region, out)
        if not test.any() or answer[~test].min(initial=1) == answer[~test].max(initial=0):
            continue
        found[test] = _fitted(rows[~test], answer[~test], rows[test], penalty)
    result = np.full(y.shape, np.nan)
    result[use] = found
    return y.copy(data=result)


def foretell(
    outcome: xr.DataArray, known: xr.DataArray, now: xr.DataArray, names: Sequence[str], *, penalty: float = 1.0
) -> xr.DataArray:
    """The chance of entry from here on, by the model of `predict` fitted to every window.

    Parameters
    ----------
    outcome, known
        As in `predict`.
    now : (predictor, window, region, activity)
        What is known today, of one window.
    names : sequence of str
        Predictors to use.
    penalty : float
        As in `predict`.

    Returns
    -------
    (region, activity), 0 to 1
        Missing where a predictor is unknown. Show it only where its lift over the quotient alone is proven.
    """
    y = outcome.transpose(*AT).values
    x = known.sel(predictor=list(names)).transpose("predictor", *AT).values
    here = now.sel(predictor=list(names)).isel(window=0, drop=True).transpose("predictor", "region", "activity")
    use = np.isfinite(y) & np.isfinite(x).all(axis=0)
    ask = np.isfinite(here.values).all(axis=0)
    found = np.full(ask.shape, np.nan)
    found[ask] = _fitted(x[:, use].T, y[use], here.values[:, ask].T, penalty)
    return here.isel(predictor=0, drop=True).copy(data=found)


def _fitted(x: np.ndarray, y: np.ndarray, new: np.ndarray, penalty: float) -> np.ndarray:
    """Chances for new rows by a ridge logistic model of the old ones."""
    mean, spread = x.mean(axis=0), x.std(axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    z = np.column_stack([np.ones(len(x)), (x - mean) / spread])
    ridge = np.diag([0.0, *np.full(x.shape[1], penalty)])
    b = np.zeros(z.shape[1])
    b[0] = np.log(y.mean() / (1 - y.mean()))
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(z @ b, -30, 30)))
        slope = z.T @ (y - p) - ridge @ b
        step = np.linalg.solve(z.T @ (z * (p * (1 - p))[:, None]) + ridge, slope)
        b += step
        if np.abs(step).max() < 1e-9:
            break
    ahead = np.column_stack([np.ones(len(new)), (new - mean) / spread])
    return 1 / (1 + np.exp(-np.clip(ahead @ b, -30, 30)))


def scores(
    outcome: xr.DataArray, prediction: xr.DataArray, *, draws: int = 1_000, seed: int = 0, calibrated: bool = True
) -> xr.Dataset:
    """How well a prediction does, with 95 % intervals over regions.

    Parameters
    ----------
    outcome, prediction : (window, region, activity)
        What came, and what was foretold; more means likelier.
    draws : int
        How often the regions are drawn anew.
    seed : int
        Seed of the draws.
    calibrated : bool
        Whether the prediction is a chance from 0 to 1, so that the Brier score and the calibration mean something.

    Returns
    -------
    Dataset of (bound)
        `auc`, `average_precision`, `precision_at_top` (among each region's top fifth of candidates in a window) and,
        where calibrated, `brier` and `calibration` (mean foretold over share that came); `bound` is `estimate`, `low`,
        `high`. Attributes `events`, `candidates`. Everything is missing where nothing, or everything, entered.

    Notes
    -----
    The area under the ROC curve is the share of pairs, one that entered and one that did not, which the prediction puts
    in the right order, ties counting half (Mann and Whitney). Intervals are percentiles over regions drawn with
    replacement, each with all its windows.
    """
    counts = counted(outcome, prediction)
    names = ["auc", "average_precision", "precision_at_top", *(["brier", "calibration"] if calibrated else [])]
    found = {name: ("bound", interval(counts, name, draws=draws, seed=seed)) for name in names}
    made = xr.Dataset(found, coords={"bound": ["estimate", "low", "high"]})
    return made.assign_attrs(events=counts.events, candidates=counts.candidates)


def area_by_window(outcome: xr.DataArray, prediction: xr.DataArray) -> xr.DataArray:
    """The area under the ROC curve of each window alone: windows overlap and are no independent trials.

    Parameters
    ----------
    outcome, prediction : (window, region, activity)
        What came, and what was foretold.

    Returns
    -------
    (window)
        Missing where nothing, or everything, entered.
    """
    found = [_area(outcome.sel(window=[year]), prediction.sel(window=[year])) for year in outcome.window.values]
    return xr.DataArray(found, coords={"window": outcome.window.values}, dims="window")


def _area(outcome: xr.DataArray, prediction: xr.DataArray) -> float:
    counts = counted(outcome, prediction)
    return float(counts.auc(np.ones((1, counts.regions)))[0])


def lift(
    outcome: xr.DataArray, prediction: xr.DataArray, baseline: xr.DataArray, *, draws: int = 1_000, seed: int = 0
) -> xr.DataArray:
    """How much larger the area under the ROC curve is than that of a baseline, on the same draws of regions.

    Parameters
    ----------
    outcome, prediction, baseline : (window, region, activity)
        What came, and two ways of foretelling it; only cells both can tell are compared.
    draws, seed
        As in `scores`.

    Returns
    -------
    (bound)
        `estimate`, `low`, `high`: the difference and its 95 % interval.
    """
    both = prediction.notnull() & baseline.notnull()
    one, other = (counted(outcome.where(both), each) for each in (prediction, baseline))
    weights = drawn(one.regions, draws=draws, seed=seed)
    apart = one.auc(weights) - other.auc(weights)
    whole = np.ones((1, one.regions))
    bounds = (
        [(one.auc(whole) - other.auc(whole))[0], *np.nanpercentile(apart, [2.5, 97.5])] if one.events else [np.nan] * 3
    )
    return xr.DataArray(bounds, coords={"bound": ["estimate", "low", "high"]}, dims="bound")


def badge(found: xr.DataArray, *, events: int, least: int = LEAST_EVENTS) -> str:
    """What may be said of a prediction: its lift over the baseline is proven, is not, or cannot be tested.

    Parameters
    ----------
    found : (bound)
        What `lift` returned.
    events : int
        How many entries there were.
    least : int
        Entries under which nothing can be tested.

    Returns
    -------
    str
        `proven_lift` when the whole interval lies above zero, `no_information` when it does not, `not_testable` with
        too few events.

    Examples
    --------
    >>> import smartspec
    >>> found = smartspec.label([0.02, -0.01, 0.05], bound=["estimate", "low", "high"])
    >>> badge(found, events=118), badge(found, events=12)
    ('no_information', 'not_testable')
    """
    low = float(found.sel(bound="low"))
    if events < least or not np.isfinite(low):
        return "not_testable"
    return "proven_lift" if low > 0 else "no_information"
