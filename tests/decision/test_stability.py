"""How far one weight may move: hand-worked crossings, and the law that just beyond them the leader changes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given

from smartspec.decision import rank, weight_stability, weighted_sum, with_weights
from smartspec.errors import DecisionError
from tests.decision.tables import UNKNOWN, laws, of, stacked, tables


def test_the_middle_leads_between_two_extremes():
    """A scores w, B .6, C 1 - w: B is first for w from .4 to .6; below comes C, above A."""
    found = weight_stability(of([[1, 0], [0.6, 0.6], [0, 1]]))
    assert found["leader"].item() == "B"
    assert found["lower"].values == pytest.approx([0.4, 0.4])
    assert found["upper"].values == pytest.approx([0.6, 0.6])
    assert found["below"].values.tolist() == ["C", "A"]
    assert found["above"].values.tolist() == ["A", "C"]


def test_nothing_dislodges_the_best_in_everything():
    found = weight_stability(of([[3, 9], [2, 5], [1, 7]]))
    assert found["lower"].values.tolist() == [0, 0]
    assert found["upper"].values.tolist() == [1, 1]
    assert found["above"].values.tolist() == ["", ""]


def test_a_shared_lead_has_no_room_on_one_side():
    found = weight_stability(of([[1, 0], [0, 1]]))
    assert found["leader"].item() == "A"
    assert found["lower"].values.tolist() == [0.5, 0]
    assert found["upper"].values.tolist() == [1, 0.5]


def test_all_the_weight_or_none_cannot_move():
    found = weight_stability(of([[1, 0], [0, 1]], weights=[1, 0]))
    assert np.isnan(found["lower"].values).all()


def test_by_region():
    found = weight_stability(stacked([[1, 0], [0.6, 0.6], [0, 1]], [[1, 5], [UNKNOWN, UNKNOWN], [0, 1]]))
    assert found["leader"].values.tolist() == ["B", "A"]
    assert found["upper"].sel(region="S").values.tolist() == [1, 1]


@laws
@given(tables(least=3))
def test_beyond_its_limits_another_comes_first(t):
    assume(len(t.criteria) > 1)
    scores = weighted_sum(t)
    assume((rank(scores) == 1).sum() == 1)
    found = weight_stability(t)
    leader = str(found["leader"].item())
    for name in t.criteria:
        w = float(t.weights.sel(criterion=name))
        others = t.weights.where(t.weights.criterion != name, 0) / (1 - w)
        lower, upper = (float(found[side].sel(criterion=name)) for side in ("lower", "upper"))
        assert lower <= w <= upper

        def lead(x: float) -> float:
            moved = weighted_sum(with_weights(t, others * (1 - x) + x * (t.weights.criterion == name)))  # noqa: B023
            return float(moved.sel(candidate=leader) - moved.drop_sel(candidate=leader).max())

        for x in np.linspace(lower, upper, 4):
            assert lead(x) >= -1e-9
        if upper < 1:
            assert lead((upper + 1) / 2) < 0
        if lower > 0:
            assert lead(lower / 2) < 0


def test_promethee_is_linear_too():
    """Net flows on two criteria, usual preference: A 1, -1, B 0, 0, C -1, 1, all level at halves; A leads above."""
    found = weight_stability(
        of([[3, 1], [2, 2], [1, 3]], weights=[0.6, 0.4]), rule="promethee", options={"preference": "usual"}
    )
    assert found["leader"].item() == "A"
    assert found["lower"].values == pytest.approx([0.5, 0])
    assert found["upper"].values == pytest.approx([1, 0.5])


def test_spotis_leads_with_the_least():
    t = of([[9, 2], [5, 5], [1, 8]], weights=[0.6, 0.4], goalposts={"a": (0, 10), "b": (0, 10)})
    assert weight_stability(t, rule="spotis")["leader"].item() == "A"


def test_a_rule_that_is_not_linear():
    with pytest.raises(DecisionError, match="not 'topsis'"):
        weight_stability(of([[1, 2], [2, 1]]), rule="topsis")


def test_an_unknown_cell():
    with pytest.raises(DecisionError, match=r"(?s)weight_stability needs every criterion.*B / a"):
        weight_stability(of([[1, 2], [UNKNOWN, 3]]))
