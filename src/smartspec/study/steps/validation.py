"""Does it predict? Entries of the panel's own past, foretold out of sample (part of step 6).

validation           scores of every predictor and model, their lift over the quotient alone, and what may be said
constant_quotient    quotients on regions whose borders never moved
known_at             what the study's tables tell at the start of each window
trial                scores, lifts and badge for one rule of entry
used                 the predictors of a model which the study's tables tell
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr

from smartspec.diagnosis import models as fitted
from smartspec.diagnosis import validation as test
from smartspec.diagnosis.entries import entries, predictors
from smartspec.errors import MeasureError
from smartspec.study.inputs import Given

__all__ = ["MODELS", "RULES", "constant_quotient", "known_at", "trial", "used", "validation"]

RULES = ("held", "crossing")
BASE = "model_quotient"
MODELS = {
    BASE: ("quotient",),
    "model_density": ("quotient", "density"),
    "model_all": ("quotient", "trend", "ubiquity", "diversity", "density", "size", "precedent", "growth"),
}
"""Models by the predictors they use; the first is what the others must beat."""
SCORES = ("auc", "average_precision", "precision_at_top", "brier", "calibration")
ALIKE = 5
"""More regions than this are needed for precedents of similar mix."""
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
    options, present, quotient = given.study.validation, given.study.strengths.present, constant_quotient(given)
    try:
        came = {
            rule: entries(quotient, rule=rule, below=options.below, present=present, horizon=options.horizon)
            for rule in RULES
        }
    except MeasureError:
        return xr.Dataset({"testable": False})
    windows = sorted({int(year) for outcome in came.values() for year in outcome.window.values})
    known = known_at(given, windows)
    at = {rule: known.sel(window=outcome.window) for rule, outcome in came.items()}
    found = [
        trial(outcome, at[rule], draws=options.draws, seed=options.seed, least=options.events)
        for rule, outcome in came.items()
    ]
    made = xr.concat(found, xr.IndexVariable("rule", list(came)), join="outer", fill_value=np.nan)
    if (chance := _chance(given, came["held"], at["held"], found[0])) is not None:
        made["chance"] = chance.rename(region="constant")
    return made.assign(testable=True)


def constant_quotient(given: Given) -> xr.DataArray:
    """(year, region, activity): quotients on regions whose borders never moved."""
    return given.results["specialisation"]["constant_quotient"].rename(constant="region")


def known_at(given: Given, windows: Sequence[int]) -> xr.DataArray:
    """(predictor, window, region, activity): everything the study's tables tell at the start of each window."""
    value = given.main.on_constant_regions(given.inputs.geography).values
    total = value.sum("activity", skipna=False)
    share = value / total.where(total > 0)
    whole = value.sizes["region"] > ALIKE and bool(share.sel(year=list(windows)).notnull().all())
    return predictors(
        constant_quotient(given),
        windows,
        size=total,
        share=share if whole else None,
        national=given.reference,
        present=given.study.strengths.present,
        seed=given.study.validation.seed,
    )


def used(name: str, known: xr.DataArray) -> list[str]:
    """The predictors of a model which the study's tables tell."""
    return [one for one in MODELS[name] if one in known.predictor.values]


def trial(outcome: xr.DataArray, known: xr.DataArray, *, draws: int, seed: int, least: int) -> xr.Dataset:
    """Scores of every way, their lifts and the badge, for one rule of entry.

    Parameters
    ----------
    outcome : (window, region, activity)
        What `entries` returned.
    known : (predictor, window, region, activity)
        What `predictors` returned.
    draws, seed, least : int
        Draws of regions, their seed, and the entries under which nothing can be tested.

    Returns
    -------
    Dataset
        What `validation` says of one rule.
    """
    drawing = {"draws": draws, "seed": seed}
    ways = {str(name): known.sel(predictor=name, drop=True) for name in known.predictor.values}
    models = {name: fitted.predict(outcome, known, used(name, known), seed=seed) for name in MODELS}
    rows, lifts, by_window = [], [], []
    for name, foretold in {**ways, **models}.items():
        made = test.scores(outcome, foretold, calibrated=name in models, **drawing)
        rows.append([made[score].values if score in made else [np.nan] * 3 for score in SCORES])
        rival = name in models and name != BASE
        lifts.append(test.lift(outcome, foretold, models[BASE], **drawing).values if rival else [np.nan] * 3)
        by_window.append(test.area_by_window(outcome, foretold).values)
    names = [*ways, *models]
    events = int(outcome.sum())
    table = np.array(rows, dtype=float)
    lift = xr.DataArray(np.array(lifts), coords={"way": names, "bound": BOUNDS}, dims=("way", "bound"))
    rivals = [name for name in MODELS if name != BASE]
    said = {name: test.badge(lift.sel(way=name), events=events, least=least) for name in rivals}
    return xr.Dataset(
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


def _chance(given: Given, outcome: xr.DataArray, known: xr.DataArray, found: xr.Dataset) -> xr.DataArray | None:
    """(region, activity): the chance of entry by the best model whose lift is proven; None where none is."""
    proven = [name for name in MODELS if found["badge"].sel(way=name).item() == "proven_lift"]
    if not proven:
        return None
    best = max(proven, key=lambda name: float(found["lift"].sel(way=name, bound="estimate")))
    absent = constant_quotient(given).sel(year=given.last, drop=True) < given.study.strengths.present
    now = known_at(given, [given.last])
    return fitted.foretell(outcome, known, now, used(best, known)).where(absent)
