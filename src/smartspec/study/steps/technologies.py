"""Step 11, all but the choice of technologies: what comes into question, the evidence, and the priorities it makes.

    technologies    which technologies come into question where, what they take, and what is still to be judged
    evidence        patents, publications, relatedness and adoption, where the study has tables of them
    priorities      activity, challenge and technologies together, few per region

Without technologies in the study each gives only that there are none.
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from smartspec import measures
from smartspec.foresight import technologies as reach
from smartspec.study.inputs import Given
from smartspec.study.known import Known
from smartspec.study.technology import SCALE

__all__ = ["WHATS", "evidence", "priorities", "technologies"]

WHATS = ("trl", "cost", "years", "attractiveness", "feasibility")
"""What has to be judged of a technology."""

NONE = xr.Dataset({"given": False})


def technologies(given: Given) -> xr.Dataset:
    """Which technologies come into question where, what they take, and what is still to be judged.

    Returns
    -------
    Dataset
        `given`; `serves` (technology, activity); `in_question` (region, technology, activity); `trl`, `organisation`,
        `people`, `next_stage` of (technology); `ahead` (technology, stage); `cost` and `years` still to go and the
        boxes `attractiveness` and `feasibility` of (technology, bound), with `attractiveness_third` and
        `feasibility_third`; `open` (technology, what): how many judgements are missing; `held` (technology):
        `to_judge`, `scout`, or empty where a technology may enter a portfolio; `because` (technology): what holds it.
    """
    known, wanted = given.inputs.technologies, given.study.technologies
    if known is None or wanted is None:
        return NONE
    activities = list(given.inputs.activities)
    parents = {code: one.parent for code, one in given.inputs.classification.activities.items()}
    links = {code: one.activities for code, one in known.register.technologies.items()}
    serves = reach.serving(links, activities=activities, parents=parents)
    quotient = given.results["specialisation"]["quotient"]
    base = xr.DataArray([given.role(code) == "base" for code in activities], coords={"activity": activities})
    question = reach.in_question(
        serves,
        directions=given.results["directions"]["chosen"],
        base=base,
        held=quotient >= given.study.strengths.present,
    )
    reaches = {key: stage.reaches for key, stage in wanted.stages.items()}
    trl = known.readiness["trl"]
    left = reach.ahead(trl, reaches)
    takes = {name: reach.to_go(known.stages[name], left).fillna(known.left[name]) for name in ("cost", "years")}
    boxes = {
        name: reach.box(known.scores.sel(criterion=list(getattr(wanted, name))), scale=SCALE)
        for name in ("attractiveness", "feasibility")
    }
    missing = xr.concat(
        [
            trl.isnull(),
            *(takes[name].isnull().any("bound") for name in ("cost", "years")),
            *(
                known.scores.sel(criterion=list(getattr(wanted, name))).isnull().any("bound").sum("criterion")
                for name in ("attractiveness", "feasibility")
            ),
        ],
        xr.IndexVariable("what", list(WHATS)),
    )
    held, because = _held(given, trl, takes["cost"], boxes)
    stages = np.array(["", *reaches])
    first = np.where((left == 1).any("stage"), 1 + (left == 1).argmax("stage"), 0)
    return xr.Dataset(
        {
            "given": True,
            "serves": serves,
            "in_question": question,
            "trl": trl,
            "organisation": known.readiness["organisation"],
            "people": known.people,
            "ahead": left,
            "next_stage": ("technology", np.where(trl.notnull(), stages[first], "")),
            **takes,
            **boxes,
            **{f"{name}_third": reach.thirds(one, scale=SCALE) for name, one in boxes.items()},
            "open": missing.transpose("technology", "what").astype(float),
            "held": held,
            "because": because,
        }
    )


def _held(
    given: Given, trl: xr.DataArray, cost: xr.DataArray, boxes: dict[str, xr.DataArray]
) -> tuple[xr.DataArray, xr.DataArray]:
    """What keeps a technology out of every portfolio, and why: the first reason that holds."""
    wanted = given.study.technologies
    assert wanted is not None
    high = boxes["feasibility"].sel(bound="high", drop=True)
    reasons = [
        ("to_judge", "trl", trl.isnull()),
        ("to_judge", "attractiveness", boxes["attractiveness"].isnull().any("bound")),
        ("to_judge", "cost", cost.isnull().any("bound")),
    ]
    if wanted.least_feasibility is not None:
        reasons.append(("to_judge", "feasibility", high.isnull()))
        reasons.append(("scout", "feasibility", high < wanted.least_feasibility))
    if wanted.least_trl is not None:
        reasons.insert(0, ("scout", "trl", trl < wanted.least_trl))
    held, because = np.full(trl.shape, "", dtype="U16"), np.full(trl.shape, "", dtype="U16")
    for state, why, marks in reversed(reasons):
        held[marks.to_numpy()], because[marks.to_numpy()] = state, why
    return trl.copy(data=held), trl.copy(data=because)


def evidence(given: Given) -> xr.Dataset:
    """Patents, publications, relatedness and adoption, where the study has tables of them.

    Returns
    -------
    Dataset
        `given`; for `patents` and `publications`, where there is a table: `<name>_advantage`, `<name>_documents` of
        (region, technology) and `<name>_m`; `related` whether fields and regions are enough for relatedness, and then
        `density` (region, technology) and `complexity` (technology) in the space of patent fields; `adopted` and
        `adopted_told` of (region, technology).
    """
    known, wanted = given.inputs.technologies, given.study.technologies
    if known is None or wanted is None:
        return NONE
    found: dict[str, xr.DataArray | bool | float] = {"given": True, "related": False}
    for name, counts in (("patents", known.patents), ("publications", known.publications)):
        if counts is None or not counts.size:
            continue
        made = reach.shrunken_advantage(counts, least=wanted.documents)
        found[f"{name}_advantage"] = _of_technologies(known, made["advantage"])
        found[f"{name}_documents"] = _of_technologies(known, made["documents"])
        found[f"{name}_m"] = float(made["m"])
        if name == "patents":
            found |= _space(given, known, made["advantage"], counts)
    if known.adopted is not None:
        made = reach.adopted_by(known.adopted, given.results["long_list"]["peer"])
        found |= {"adopted": made["share"], "adopted_told": made["told"]}
    return xr.Dataset(found)


def _of_technologies(known: Known, array: xr.DataArray) -> xr.DataArray:
    """(..., field) as (..., technology), missing for a technology without a field of the table."""
    fields = [known.register.technologies[code].field for code in known.codes]
    found = array.reindex(field=[one or "\0" for one in dict.fromkeys(fields)]).sel(
        field=[one or "\0" for one in fields]
    )
    return found.rename(field="technology").assign_coords(technology=known.codes)


def _space(
    given: Given, known: Known, advantage: xr.DataArray, counts: xr.DataArray
) -> dict[str, xr.DataArray | bool | float]:
    """Density and complexity in the space of patent fields, only where there are fields and regions enough."""
    poles = given.study.poles
    whole = counts.notnull().all("field")
    held = (advantage.where(whole, drop=True) >= 1).astype(float)
    held = held.sel(field=held.sum("region") > 0)
    held = held.sel(region=held.sum("field") > 0)
    if held.sizes["field"] < poles.least_activities or held.sizes["region"] < poles.least_regions:
        return {}
    marks = held.rename(field="activity")
    near = measures.proximity(marks)
    density = measures.relatedness_density(marks, near).rename(activity="field").reindex(region=counts.region)
    complexity = measures.economic_complexity(marks)["activity_complexity"].rename(activity="field")
    return {
        "related": True,
        "density": _of_technologies(known, density),
        "complexity": _of_technologies(known, complexity),
    }


def priorities(given: Given) -> xr.Dataset:
    """Activity, challenge and technologies together, few per region.

    Returns
    -------
    Dataset
        `given`; of (region, priority): `activity`, `challenge` and `technologies` (codes parted by spaces), empty where
        a region has fewer; `final` (region): whether a portfolio of judged technologies stands behind them. Without one
        they are preliminary, and every technology in question counts alike.
    """
    known, wanted = given.inputs.technologies, given.study.technologies
    if known is None or wanted is None:
        return NONE
    question = given.results["technologies"]["in_question"]
    chosen = given.results["directions"]["chosen"]
    place = given.results["ranking"]["rank"].where(chosen)
    place = place.where(place.notnull() | ~chosen, 1.0)
    picked, value = given.results["portfolio"]["picked"], given.results["portfolio"]["mean_value"]
    final = picked.any("technology")
    worth = xr.where(final, value.where(picked, 0.0).fillna(0.0), 1.0) * question
    codes, challenges = known.codes, list(known.register.challenges)
    answers = xr.DataArray(
        [[key in known.register.technologies[code].challenges for key in challenges] for code in codes],
        coords={"technology": codes, "challenge": challenges},
        dims=("technology", "challenge"),
    )
    found = reach.domains(
        worth.transpose("region", "activity", "technology"), answers=answers, place=place, most=wanted.domains
    )
    regions = [str(code) for code in question.region.values]
    shape = (len(regions), wanted.domains)
    texts = {name: np.full(shape, "", dtype=object) for name in ("activity", "challenge", "technologies")}
    for r, region in enumerate(regions):
        for p, (activity, challenge, taken) in enumerate(found[region]):
            texts["activity"][r, p], texts["challenge"][r, p] = activity, challenge
            texts["technologies"][r, p] = " ".join(taken)
    return xr.Dataset(
        {
            "given": True,
            **{f"domain_{name}": (("region", "priority"), table.astype(str)) for name, table in texts.items()},
            "final": final,
        },
        coords={"region": regions, "priority": np.arange(1, wanted.domains + 1)},
    )
