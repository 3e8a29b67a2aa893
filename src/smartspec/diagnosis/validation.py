"""Does it predict? Entries of activities into regions, foretold for regions the model has not seen, and scored.

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
from smartspec.diagnosis.entries import AT, folds

__all__ = ["BADGES", "area_by_window", "badge", "foretell", "lift", "predict", "scores"]

BADGES = ("proven_lift", "no_information", "not_testable")
LEAST_EVENTS = 30


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
    if not one.events or one.events == one.candidates:
        bounds = [np.nan] * 3
    else:
        bounds = [(one.auc(whole) - other.auc(whole))[0], *np.nanpercentile(apart, [2.5, 97.5])]
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
