"""Other libraries asked the same: where they answer alike, and, where not, which convention of theirs makes it so.

`pytest -m oracle` runs these; the libraries stand in environments of their own, put there by
`python -m benchmarks.decision --install`. Every difference has a line in docs/decision-differences.md, and is shown
here by reckoning ours under their convention.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from smartspec import decision
from smartspec.errors import DecisionError
from tests.oracles.decision.asking import ANSWERS, ask

pytestmark = pytest.mark.oracle

TYPES = (1, -1, 1, 1, -1, 1)
NAMES = tuple("abcdef")
WEIGHTS = np.array([5.0, 4, 3, 3, 2, 3]) / 20
X = np.random.default_rng(7).integers(100, 1000, (9, 6)) / 100
"""Nine candidates, six criteria, two of them wanted less of; nothing ties, nothing is near zero."""
P, Q, V = 3.0, 1.0, 8.0
PAIRS = [[1, 3, 5, 2], [1 / 3, 1, 3, 1 / 2], [1 / 5, 1 / 3, 1, 1 / 4], [1 / 2, 2, 4, 1]]
TOLD: dict[str, Any] = {
    "x": X.tolist(),
    "w": WEIGHTS.tolist(),
    "types": TYPES,
    "p": [P] * 6,
    "q": [Q] * 6,
    "v": [V] * 6,
    "bounds": [[1, 10]] * 6,
    "pairs": PAIRS,
    "best": [1, 2, 8],
    "worst": [8, 5, 1],
}


def of(x: np.ndarray, *, types: tuple[int, ...] = TYPES, posts: bool = False) -> decision.DecisionTable:
    return decision.table(
        pd.DataFrame(x, columns=list(NAMES)),
        wish={name: "more" if sign > 0 else "less" for name, sign in zip(NAMES, types, strict=True)},
        weights=dict(zip(NAMES, WEIGHTS.tolist(), strict=True)),
        goalposts=dict.fromkeys(NAMES, (1, 10)) if posts else None,
    )


T = of(X)
UNIT = (X - X.min(axis=0)) / np.ptp(X, axis=0)
UNIT = np.where(np.array(TYPES) > 0, UNIT, 1 - UNIT)


def flows(preference: str, p: float = P) -> Any:
    return decision.promethee(T, preference=preference, p=p, q=Q)["net"]


OURS: dict[str, Any] = {
    "weighted_sum": decision.weighted_sum(T),
    "weighted_product": decision.weighted_product(T),
    "topsis": decision.topsis(T),
    "vikor s": decision.vikor(T)["s"],
    "vikor r": decision.vikor(T)["r"],
    "vikor q": decision.vikor(T)["q"],
    "copras utility": decision.copras(T)["utility"],
    "marcos utility": decision.marcos(T)["utility"],
    "spotis": decision.spotis(of(X, posts=True)),
    **{f"promethee {kind}": flows(kind) for kind in decision.PREFERENCES},
    "entropy_weights": decision.entropy_weights(T),
    "critic_weights": decision.critic_weights(T),
    "merec_weights": decision.merec_weights(T),
    "standard_deviation_weights": decision.standard_deviation_weights(T),
    "ahp_weights": decision.ahp_weights(pd.DataFrame(PAIRS))["weights"],
    "ahp ratio": decision.ahp_weights(pd.DataFrame(PAIRS))["consistency_ratio"],
    "best_worst_weights": decision.best_worst_weights({"a": 1, "b": 2, "c": 8}, {"a": 8, "b": 5, "c": 1})["weights"],
}

RAW_SPREAD = X.std(axis=0) / X.std(axis=0).sum()
UNTURNED = decision.critic_weights(of(X, types=(1,) * 6))
COLUMN_MEANS = (np.array(PAIRS) / np.array(PAIRS).sum(axis=0)).mean(axis=1)
EVERYTHING_ADDS = decision.copras(T)["plus"] + decision.copras(T)["minus"]

THEIRS: dict[str, dict[str, Any]] = {
    "pymcdm": {
        "weighted_sum default": decision.weighted_sum(T, scaling="sum"),
        "topsis default": decision.topsis(T, scaling="min_max"),
        "copras utility": EVERYTHING_ADDS / EVERYTHING_ADDS.max(),
        "promethee first use": flows("linear"),
        "promethee second use": "AxisError",
        "promethee doubled weights": 2 * flows("usual"),
        "critic_weights": UNTURNED,
        "standard_deviation_weights": RAW_SPREAD,
    },
    "scikit-criteria": {
        "copras utility": 100 * decision.copras(T)["utility"],
        "standard_deviation_weights": RAW_SPREAD,
    },
    "pyrepo-mcda": {
        "topsis default": decision.topsis(T, scaling="min_max"),
        "promethee gaussian": flows("gaussian", p=(P + Q) / 2),
        "critic_weights": UNTURNED,
        "standard_deviation_weights": RAW_SPREAD,
    },
    "pyDecision": {
        "weighted_sum": decision.weighted_sum(T, scaling="maximum"),
        "weighted_product": 2 * decision.weighted_product(of(1 + UNIT, types=(1,) * 6)),
        "promethee gaussian": flows("gaussian", p=(P + Q) / 2),
        "promethee tripled weights": flows("usual"),
        "ahp_weights default": COLUMN_MEANS,
        "entropy_weights": decision.entropy_weights(of(np.where(np.array(TYPES) > 0, X, 1 / X))),
        "credibility": np.where(np.eye(9) > 0, 0.0, decision.electre_iii(T, p=P, q=Q, v=V)["credibility"]),
    },
}
"""Where they differ: ours, under the convention of theirs that makes it so."""

ROUGH = {"credibility": 5e-5, "best_worst_weights": 1e-7, "entropy_weights": 1e-7}
"""What they round, search for, or keep from zero by a small number."""


@pytest.fixture(scope="module", params=list(ANSWERS))
def answered(request: pytest.FixtureRequest) -> tuple[str, dict[str, Any]]:
    return request.param, ask(request.param, TOLD)


def test_all_that_was_asked_is_explained(answered):
    library, found = answered
    assert set(found) <= set(OURS) | set(THEIRS[library])
    assert set(THEIRS[library]) <= set(found)


def test_answers_are_alike_or_differ_as_explained(answered):
    library, found = answered
    odd = {}
    for name, theirs in found.items():
        ours = THEIRS[library].get(name, OURS.get(name))
        if isinstance(theirs, str) or isinstance(ours, str):
            alike = theirs == ours
        else:
            alike = np.allclose(np.ravel(theirs), np.ravel(ours), rtol=0, atol=ROUGH.get(name, 1e-9))
        if not alike:
            odd[name] = (np.ravel(theirs)[:4], np.ravel(ours)[:4])
    assert odd == {}


def test_a_difference_is_one(answered):
    """What stands among the differences is not alike by ours as it is."""
    library, found = answered
    for name in THEIRS[library]:
        if name in OURS and name != "credibility":
            assert not np.allclose(np.ravel(found[name]), np.ravel(OURS[name]), rtol=0, atol=1e-9), name


HOLE, FLAT = X.copy(), X.copy()
HOLE[2, 3] = np.nan
FLAT[:, 4] = 5.0


@pytest.mark.parametrize("library", list(ANSWERS))
def test_an_unknown_cell_makes_them_say_nothing_of_anybody(library):
    """Ours names the cell and the ways out."""
    found = ask(library, {**TOLD, "x": HOLE.tolist()})
    assert isinstance(found["topsis"], str) or np.isnan(found["topsis"]).all()
    with pytest.raises(DecisionError, match="2 / d"):
        decision.topsis(of(HOLE))


@pytest.mark.parametrize("library", list(ANSWERS))
def test_a_constant_criterion_under_critic(library):
    """Ours refuses it by name, or gives it no weight when told to."""
    found = ask(library, {**TOLD, "x": FLAT.tolist()})["critic_weights"]
    silent = isinstance(found, str) or np.isnan(found).all()
    assert silent or found[4] == pytest.approx(0, abs=1e-9)
    assert float(decision.critic_weights(of(FLAT), constant="neutral")[4]) == 0
