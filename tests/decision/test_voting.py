"""Rules as voters: hand-counted votes, and what cannot vote."""

from __future__ import annotations

import numpy as np
import pytest

from smartspec.decision import borda, copeland, rank, ranks_by_rule, topsis, weighted_sum
from smartspec.errors import DecisionError
from tests.decision.tables import TZENG_HUANG, of, stacked

THREE = ("weighted_sum", "topsis", "vikor")


def test_votes_counted_by_hand():
    """Tzeng and Huang's four: TOPSIS places C, B, A, D.

    Scaled by min-max a is 0, 2/3, 1, 2/3, b 1, 1/2, 1, 0 and c 0, 1, 1/2, 1/2; weighed .3, .4, .3 they make .4, .7,
    .85, .35: C, B, A, D again. So Borda is 1/3, 2/3, 1, 0 of all that could be beaten, Copeland -1, 1, 3, -3.
    """
    assert weighted_sum(TZENG_HUANG).values == pytest.approx([0.4, 0.7, 0.85, 0.35])
    assert rank(topsis(TZENG_HUANG)).values.tolist() == [3, 2, 1, 4]
    assert borda(TZENG_HUANG).values == pytest.approx([1 / 3, 2 / 3, 1, 0])
    assert copeland(TZENG_HUANG).values.tolist() == [-1, 1, 3, -3]


def test_places_by_each_rule():
    """Tzeng and Huang's four again: both rules place C, B, A, D."""
    found = ranks_by_rule(TZENG_HUANG)
    assert found.dims == ("rule", "candidate")
    assert found.values.tolist() == [[3, 2, 1, 4], [3, 2, 1, 4]]


def test_an_unknown_cell_is_refused_or_stands_in_the_middle():
    """Scaled, growth is 1, 1/2 and 0, so an unknown size between 0 and 1 counts as one half: .75, .75, 0 by hand."""
    t = of([[3, np.nan], [2, 2], [1, 1]])
    with pytest.raises(DecisionError, match="unknown"):
        ranks_by_rule(t, rules=("weighted_sum",))
    assert ranks_by_rule(t, rules=("weighted_sum",), unknown="middle").values.tolist() == [[1, 1, 3]]
    with pytest.raises(DecisionError, match="'refuse' or 'middle', found 'zero'"):
        ranks_by_rule(t, unknown="zero")


def test_rules_that_disagree_cancel():
    """Two criteria apart: weighted sum puts the extremes level; majorities of an even number may tie."""
    t = of([[1, 0], [0, 1]])
    assert borda(t, rules=THREE).values.tolist() == [0.5, 0.5]
    assert copeland(t, rules=THREE).values.tolist() == [0, 0]


def test_by_region_and_a_single_candidate():
    t = stacked([[1, 2], [np.nan, np.nan]], [[1, 2], [3, 4]])
    found = borda(t, constant="neutral")
    assert found.sel(region="S").values.tolist() == [0, 1]
    assert found.sel(region="N").values[0] == 0.5
    assert np.isnan(found.sel(region="N").values[1])


@pytest.mark.parametrize("vote", [borda, copeland])
@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"rules": ()}, "a list of different rules"),
        ({"rules": "topsis"}, "a list of different rules"),
        ({"rules": ("topsis", "topsis")}, "a list of different rules"),
        ({"rules": ("electre",)}, "no rule 'electre'; there are weighted_sum"),
        ({"options": {"vikor": {"v": 1}}}, "options for vikor, which is not among the rules"),
        ({"options": {"topsis": {"v": 1}}}, "topsis has no option v; it takes scaling, constant"),
        ({"rules": ("promethee",)}, "needs `p`"),
    ],
)
def test_what_cannot_vote(vote, options, message):
    with pytest.raises(DecisionError, match=message):
        vote(TZENG_HUANG, **options)
