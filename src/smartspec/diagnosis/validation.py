"""Does it predict? Entries of activities into regions, foretold for regions the model has not seen, and scored.

    scores            AUC, average precision, precision at the top, Brier score, with intervals over regions
    area_by_window    AUC of each window alone
    lift              how much better one prediction scores than another, on the same draws
    badge             proven lift, no proven information, or not testable

What is scored comes from `models`.

Windows overlap and regions are not independent of themselves: only regions are drawn anew, with all their
windows, and every density is estimated without the regions it is used for.
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from smartspec.diagnosis._scoring import area, counted, drawn, interval

__all__ = ["BADGES", "area_by_window", "badge", "lift", "scores"]

BADGES = ("proven_lift", "no_information", "not_testable")
LEAST_EVENTS = 30


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
    came, told = (each.transpose("window", "region", "activity").values for each in (outcome, prediction))
    use = np.isfinite(came) & np.isfinite(told)
    found = [area(one[known], other[known]) for one, other, known in zip(came, told, use, strict=True)]
    return xr.DataArray(found, coords={"window": outcome.window.values}, dims="window")


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
