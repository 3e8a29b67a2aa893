"""The method's recipe on one page: which step follows which, on what it stands and what it may be told.

    Stage     one step: its function, the steps it stands on, the options (`ranking.rules` is one of several) and
              tables it reads
    STAGES    the steps in their order

The numbers are those of the method. Steps 10 to 12 (the expert round, the short list of domains, the plan)
are decided by people; the report says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import xarray as xr

from smartspec.study.inputs import MAIN, VOLUME, Given
from smartspec.study.steps import choice, diagnosis, figures, localities, output, poles
from smartspec.study.steps import technologies as reach
from smartspec.study.steps.audit import audit
from smartspec.study.steps.portfolio import portfolio
from smartspec.study.steps.potential import potential
from smartspec.study.steps.scenarios import backcast, levers, scenarios
from smartspec.study.steps.validation import validation
from smartspec.study.steps.world import world

__all__ = ["STAGES", "Stage"]

GRP = ("grp", "grp_volume_index")


@dataclass(frozen=True)
class Stage:
    """One step of the method."""

    name: str
    step: int
    does: Callable[[Given], xr.Dataset]
    needs: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()


STAGES = (
    Stage("scope", 1, figures.scope, options=("years",), tables=(MAIN,)),
    Stage("quality", 2, figures.quality, ("scope",), ("years", "gates"), (MAIN, *GRP, "value_added_deflator")),
    Stage("specialisation", 3, figures.specialisation, ("scope",), ("years", "extraction"), (MAIN,)),
    Stage("dynamics", 3, figures.dynamics, ("scope",), ("years",), (MAIN, VOLUME, *GRP)),
    Stage(
        "profile",
        3,
        diagnosis.profile,
        ("specialisation", "dynamics"),
        ("types", "years", "extraction", "manufacturing", "agriculture", "metropolitan"),
        (MAIN, "grp_volume_index"),
    ),
    Stage("output", 3, output.output, ("specialisation",), ("years",), (MAIN, "products", "grp")),
    Stage(
        "localisation",
        4,
        localities.localisation,
        ("specialisation", "dynamics"),
        ("stars", "strengths", "territories", "years"),
        (MAIN, VOLUME, "jobs"),
    ),
    Stage(
        "relatedness",
        5,
        poles.relatedness,
        ("specialisation",),
        ("poles", "strengths", "relatedness"),
        (MAIN, *poles.PAIRS),
    ),
    Stage(
        "long_list",
        5,
        diagnosis.long_list,
        ("scope", "specialisation", "dynamics", "relatedness"),
        ("strengths", "peers", "poles"),
        (MAIN,),
    ),
    Stage(
        "poles",
        6,
        poles.poles,
        ("specialisation", "relatedness", "long_list", "profile"),
        ("plane", "poles", "strengths", "relatedness", "extraction"),
        (MAIN, *poles.PAIRS),
    ),
    Stage("potential", 5, potential, ("scope",), ("potential", "strengths", "years"), (MAIN, "layers")),
    Stage("validation", 6, validation, ("specialisation",), ("validation", "strengths", "years"), (MAIN,)),
    Stage(
        "world",
        6,
        world,
        ("specialisation",),
        ("world", "extraction", "validation", "strengths", "years", "synthetic"),
        (MAIN, "world"),
    ),
    Stage("gates", 7, choice.gates, ("specialisation", "quality"), ("gates",), (MAIN,)),
    Stage("futures", 9, choice.futures, ("dynamics",), ("futures", "years"), (MAIN, VOLUME, "commodity_prices")),
    Stage(
        "criteria",
        8,
        choice.criteria,
        ("specialisation", "dynamics", "relatedness", "futures", "long_list", "gates"),
        ("ranking.criteria",),
        (MAIN,),
    ),
    Stage(
        "acceptability",
        8,
        choice.acceptability,
        ("criteria",),
        ("ranking.criteria", "ranking.weighed", "ranking.rules", "ranking.draws", "ranking.seed"),
        (MAIN,),
    ),
    Stage("ranking", 8, choice.ranking, ("criteria", "acceptability"), ("ranking",), (MAIN,)),
    Stage("audit", 8, audit, ("criteria", "ranking"), ("ranking.criteria", "ranking.weights")),
    Stage("directions", 8, choice.directions, ("scope", "long_list", "gates", "ranking"), ("ranking",), (MAIN,)),
    Stage(
        "variants",
        9,
        choice.variants,
        ("criteria", "futures", "specialisation"),
        ("ranking", "futures"),
        (MAIN, VOLUME),
    ),
    Stage(
        "technologies",
        11,
        reach.technologies,
        ("scope", "specialisation", "directions"),
        ("technologies", "strengths"),
        ("technologies",),
    ),
    Stage("technology_evidence", 11, reach.evidence, ("long_list",), ("technologies", "poles"), ("technologies",)),
    Stage(
        "portfolio",
        11,
        portfolio,
        ("technologies", "specialisation", "futures"),
        ("technologies",),
        ("technologies",),
    ),
    Stage(
        "domains",
        11,
        reach.priorities,
        ("technologies", "portfolio", "ranking", "directions"),
        ("technologies",),
        ("technologies",),
    ),
    Stage(
        "scenarios",
        9,
        scenarios,
        ("dynamics", "relatedness", "validation"),
        ("scenarios", "futures", "years", "extraction", "validation"),
        (MAIN, VOLUME, *GRP, "commodity_prices", "value_added_deflator", "products"),
    ),
    Stage(
        "levers",
        9,
        levers,
        ("dynamics", "relatedness", "validation", "variants"),
        ("scenarios", "futures", "years", "extraction", "validation"),
        (MAIN, VOLUME, *GRP, "commodity_prices", "value_added_deflator", "products"),
    ),
    Stage(
        "backcast",
        9,
        backcast,
        ("dynamics",),
        ("scenarios", "futures", "years"),
        (MAIN, VOLUME, "commodity_prices", "products"),
    ),
)
