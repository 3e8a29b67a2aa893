"""Does it predict? Entries of the panel's own past, foretold out of sample (part of step 6).

validation    scores of every predictor and model, their lift over the quotient alone, and what may be said
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from smartspec.diagnosis import models as fitted
from smartspec.diagnosis import validation as test
from smartspec.diagnosis.entries import entries, predictors
from smartspec.errors import MeasureError
from smartspec.study.inputs import Given

__all__ = ["MODELS", "RULES", "validation"]

RULES = ("held", "crossing")
BASE = "model_quotient"
MODELS = {
    BASE: ("quotient",),
    "model_density": ("quotient", "density"),
    "model_all": ("quotient", "trend", "ubiquity", "diversity", "density", "size"),
}
"""Models by the predictors they use; the first is what the others must beat."""
SCORES = ("auc", "average_precision", "precision_at_top", "brier", "calibration")
BOUNDS = ["estimate", "low", "high"]


def validation(given: Given) -> xr.Dataset:
    """Step 6, its proof: what predicts entries, for regions the model has not seen.

    Returns
    -------
    Dataset
        `testable` (scalar bool): whether the years are enough for one window. Where they are: of (rule): `events`,
        `candidates`; of (rule, way, bound): `auc`, `average_precision`, `precision_at_top`, `brier`, `calibration` (the
        last two for models only), `lift` over the model of the quotient alone; of (rule, way): `badge` of each model's
        own lift, empty for the others; of (rule, window): `window_events`; of (rule, window, way): `window_auc`; of
        (constant, activity): `chance` of entry by the best model whose lift of entries that last is proven, not there
        where none is. Ways are predictors, then models.
    """
    options, present = given.study.validation, given.study.strengths.present
    quotient = given.results["specialisation"]["constant_quotient"].rename(constant="region")
    size = given.main.on_constant_regions(given.inputs.geography).values.sum("activity", skipna=False)
    found = {}
    for rule in RULES:
        try:
            outcome = entries(quotient, rule=rule, below=options.below, present=present, horizon=options.horizon)
        except MeasureError:
            return xr.Dataset({"testable": False})
        found[rule] = _scored(given, outcome, quotient, size)
    made = xr.concat(
        [one.drop_vars("chance", errors="ignore") for one in found.values()],
        xr.IndexVariable("rule", list(found)),
        join="outer",
        fill_value=np.nan,
    )
    if "chance" in found["held"]:
        made["chance"] = found["held"]["chance"].rename(region="constant")
    return made.assign(testable=True)


def _scored(given: Given, outcome: xr.DataArray, quotient: xr.DataArray, size: xr.DataArray) -> xr.Dataset:
    """Scores of every way, their lifts and the badge, for one rule of entry."""
    options = given.study.validation
    draws = {"draws": options.draws, "seed": options.seed}
    windows = [int(year) for year in outcome.window.values]
    known = predictors(quotient, windows, size=size, present=given.study.strengths.present, seed=options.seed)
    ways = {str(name): known.sel(predictor=name, drop=True) for name in known.predictor.values}
    models = {name: fitted.predict(outcome, known, names, seed=options.seed) for name, names in MODELS.items()}
    rows, lifts, by_window = [], [], []
    for name, foretold in {**ways, **models}.items():
        made = test.scores(outcome, foretold, calibrated=name in models, **draws)
        rows.append([made[score].values if score in made else [np.nan] * 3 for score in SCORES])
        rival = name in models and name != BASE
        lifts.append(test.lift(outcome, foretold, models[BASE], **draws).values if rival else [np.nan] * 3)
        by_window.append(test.area_by_window(outcome, foretold).values)
    names = [*ways, *models]
    events = int(outcome.sum())
    table = np.array(rows, dtype=float)
    lift = xr.DataArray(np.array(lifts), coords={"way": names, "bound": BOUNDS}, dims=("way", "bound"))
    rivals = [name for name in MODELS if name != BASE]
    said = {name: test.badge(lift.sel(way=name), events=events, least=options.events) for name in rivals}
    found = xr.Dataset(
        {
            **{score: (("way", "bound"), table[:, place]) for place, score in enumerate(SCORES)},
            "lift": lift,
            "events": events,
            "candidates": int(outcome.notnull().sum()),
            "badge": ("way", [said.get(name, "") for name in names]),
            "window_events": outcome.sum(("region", "activity")),
            "window_auc": (("window", "way"), np.array(by_window).T),
        },
        coords={"way": names, "bound": BOUNDS},
    )
    proven = [name for name in rivals if said[name] == "proven_lift"]
    if not proven:
        return found
    last = [int(quotient.year.sel(year=given.last))]
    best = max(proven, key=lambda name: float(lift.sel(way=name, bound="estimate")))
    now = predictors(quotient, last, size=size, present=given.study.strengths.present, seed=options.seed)
    absent = quotient.sel(year=given.last, drop=True) < given.study.strengths.present
    return found.assign(chance=fitted.foretell(outcome, known, now, MODELS[best]).where(absent))
