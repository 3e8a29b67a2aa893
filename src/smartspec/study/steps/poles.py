"""What is near and worth having: relatedness with its provenance, and the plane of candidates (steps 5 and 6).

relatedness    density and complexity, only where activities and regions carry them
poles          intervals, quadrants, outlook, strategies and links of candidates
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from smartspec import measures
from smartspec.diagnosis import poles as find
from smartspec.study.inputs import Given

__all__ = ["PAIRS", "poles", "relatedness"]

PAIRS = ("pairs:imported", "pairs:world", "pairs:linkages")
"""Keys under which tables of pairs enter the key of a stage."""


def relatedness(given: Given) -> xr.Dataset:
    """Density and complexity of absent activities, only where there are activities and regions enough.

    Returns
    -------
    Dataset
        `source` (scalar word): where relatedness comes from; `coarse`, `few` (scalar bool): activities, or regions, are
        too few; `enough` (scalar bool). Where it holds: `density` (region, activity), `proximity` (activity, other),
        whatever its source. Where regions are enough too: `complexity` (activity), `region_complexity` (region),
        `eigenvalue_gap`.

    Notes
    -----
    Relatedness estimated here needs regions enough; a table from elsewhere does not. Complexity is always estimated
    here.
    """
    lines, named = given.study.poles, given.study.relatedness
    quotient = given.results["specialisation"]["quotient"]
    coarse = quotient.sizes["activity"] < lines.least_activities
    few = quotient.sizes["region"] < lines.least_regions
    enough = not coarse and not (few and "own" in named.parts)
    said = xr.Dataset({"enough": enough, "source": named.source, "coarse": coarse, "few": few})
    if not enough:
        return said
    held = measures.presence(quotient, threshold=given.study.strengths.present)
    tables = [_table(given, part, held) for part in named.parts]
    near = tables[0] if len(tables) == 1 else measures.blend(*tables, weight=named.weight, same_scale=True)
    said = said.assign(proximity=near, density=measures.relatedness_density(held, near))
    if few:
        return said
    found = measures.economic_complexity(held)
    return said.assign(
        complexity=found["activity_complexity"],
        region_complexity=found["region_complexity"],
        eigenvalue_gap=found["eigenvalue_gap"],
    )


def _table(given: Given, part: str, held: xr.DataArray) -> xr.DataArray:
    if part == "own":
        return measures.proximity(held)
    pairs = given.inputs.pairs[part].values
    return measures.linkage_relatedness(pairs.fillna(0.0)) if part == "linkages" else pairs


def poles(given: Given) -> xr.Dataset:
    """Step 6: the plane of relatedness and complexity, strategies, and links, for candidates weak here.

    Returns
    -------
    Dataset
        `plotted` (scalar bool): whether there is a plane. Where there is: of (region, activity): `low`, `high`, bounds
        of density where relatedness was estimated here; `gain`, the outlook gain; `quadrant`, `sure`; of (region):
        `density_line`, `complexity_line`, `outlook`, `residual`, `strategy_class`, and `first`, `always`, `ever`,
        `most_changed` of `turnover`; of (strategy, region, activity): `score`. With flows, what `linkage_evidence`
        returns.
    """
    study, related = given.study, given.results["relatedness"]
    quotient, plane = given.results["specialisation"]["quotient"], given.study.plane
    held = measures.presence(quotient, threshold=study.strengths.present)
    links = xr.Dataset()
    if "linkages" in given.inputs.pairs:
        mined = [code for code in study.extraction if code in given.inputs.activities]
        links = find.linkage_evidence(given.inputs.pairs["linkages"].values, held, extraction=mined)
    if "complexity" not in related:
        return links.assign(plotted=False)
    listed = given.results["long_list"]
    candidate = listed["listed"] & (listed["class"] == "weak")
    density, complexity, near = related["density"], related["complexity"], related["proximity"]
    bounds = xr.Dataset()
    if study.relatedness.source == "own":
        drawn = find.density_interval(held, draws=plane.draws, level=plane.level, seed=plane.seed, held=True)
        bounds = drawn[["low", "high"]]
    gain = measures.outlook_gain(held, near, complexity)
    outlook = measures.outlook_index(held, density, complexity)
    rest = _residual(given, related["region_complexity"])
    score = find.strategy_scores(density, complexity, gain, candidate)
    placed = find.quadrants(
        density,
        complexity,
        candidate,
        density_cut=plane.density_cut,
        complexity_cut=plane.complexity_cut,
        low=bounds.get("low"),
        high=bounds.get("high"),
    )
    own = {"gain": gain, "outlook": outlook, "residual": rest, "score": score}
    classes = find.strategy_class(outlook - outlook.mean(), rest)
    return xr.merge(
        [
            links,
            bounds,
            placed,
            find.turnover(score, first=plane.first),
            xr.Dataset({**own, "strategy_class": classes, "plotted": True}),
        ]
    )


def _residual(given: Given, complexity: xr.DataArray) -> xr.DataArray:
    """Complexity beyond what extraction's share explains, where it differs between regions."""
    mined = given.results["profile"]["extraction"]
    if not np.isfinite(mined).all() or float(mined.std()) == 0:
        return complexity
    return find.residual_complexity(complexity, mined)
