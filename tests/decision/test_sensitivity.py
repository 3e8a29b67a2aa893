"""Sensitivity: choices that decide all or nothing, and what is refused."""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
import pytest

from smartspec.decision import sensitivity, table
from smartspec.errors import DecisionError
from tests.decision.tables import UNKNOWN, of, stacked


def test_where_nothing_can_move_no_index_is_defined():
    """A is better than B in everything: the ranking never varies."""
    found = sensitivity(of([[3, 4], [1, 2]]), base=32, seed=1)
    assert np.isnan(found["first"]).all()
    assert found["mean"].sel(output="shift").item() == 0


def test_what_alone_decides_has_all_of_the_variation():
    """Only the value of A on a is open, from 0 to 1 beside B at .5 and fixed ends: it decides A's place alone."""
    frame = pd.DataFrame({"a": [0.4, 0.5, 0.0, 1.0]}, index=list("ABCD"))
    t = table(frame, lower=frame.assign(a=[0.0, 0.5, 0.0, 1.0]), upper=frame.assign(a=[1.0, 0.5, 0.0, 1.0]))
    found = sensitivity(t, rules=["weighted_sum"], base=256, seed=2)
    assert found.choice.values.tolist() == ["weight of a", "values of a"]
    assert found["total"].sel(output="A", choice="values of a").item() == pytest.approx(1, abs=0.05)
    assert found["total"].sel(output="A", choice="weight of a").item() == pytest.approx(0, abs=0.05)


def test_the_rule_and_the_scaling_are_choices():
    """Two extremes and a middle that weighted sum and VIKOR place differently: the rule moves it most."""
    found = sensitivity(
        of([[1, 0], [0.55, 0.5], [0, 1]]),
        rules=["weighted_sum", "topsis"],
        scalings=["min_max", "rank"],
        base=64,
        seed=3,
    )
    assert found.choice.values.tolist() == ["weight of a", "weight of b", "scaling", "rule"]
    assert found["total"].sel(output="shift").max() <= 1.5
    assert found.attrs["rankings"] == 64 * 6


def test_the_same_seed_says_the_same():
    t = of([[1, 0], [0.55, 0.5], [0, 1]])
    assert sensitivity(t, base=32, seed=4).equals(sensitivity(t, base=32, seed=4))


def test_without_the_extra_the_message_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "SALib", None)
    for name in [name for name in sys.modules if name.startswith("SALib.")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(DecisionError, match=r'python -m pip install "smartspec\[stats\]"'):
        sensitivity(of([[1, 2], [2, 1]]), seed=1)


@pytest.mark.parametrize(
    ("t", "options", "message"),
    [
        (of([[1, 2], [2, 1]]), {"base": 100}, "a power of two"),
        (of([[1, 2], [2, 1]]), {"around": 0}, "a share above 0"),
        (of([[1, 2], [2, 1]]), {"scalings": "rank"}, "a list of different ones"),
        (of([[1, UNKNOWN], [2, 1]]), {}, r"(?s)needs every criterion.*A / b"),
        (stacked([[1, 2], [2, 1]]), {}, "looks at one table: choose one of region"),
        (of([[1, 2], [2, 1]]), {"rules": ["vikor"], "scalings": ["rank"]}, "vikor has no option scaling"),
    ],
)
def test_what_is_refused(t, options, message):
    with pytest.raises(DecisionError, match=message):
        sensitivity(t, **{"seed": 1, **options})
