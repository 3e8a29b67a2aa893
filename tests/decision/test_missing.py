"""Missing is not zero: unknown cells are named, refused or set aside, never filled."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from smartspec.decision import (
    complete,
    missing_cells,
    present,
    set_aside,
    topsis,
    weighted_sum,
    with_weights,
    without,
    without_unknown,
)
from smartspec.errors import DecisionError
from tests.decision.tables import UNKNOWN, of, stacked

HOLED = of([[1, 2], [3, UNKNOWN], [2, 5]], missing={("B", "b"): "withheld"})


def test_an_unknown_cell_is_refused_by_name_with_its_reason_and_the_ways_out():
    with pytest.raises(DecisionError, match=r"(?s)weighted_sum.*1 cell.*B / b \(withheld\).*`without`.*`complete`"):
        weighted_sum(HOLED)


def test_a_candidate_set_aside_keeps_its_label_and_gets_no_score():
    scores = weighted_sum(complete(HOLED))
    assert scores.candidate.values.tolist() == ["A", "B", "C"]
    assert np.isnan(scores.sel(candidate="B").item())
    assert scores.sel(candidate=["A", "C"]).values.tolist() == [0.0, 1.0]


def test_without_the_criterion_all_are_ranked():
    assert weighted_sum(without(HOLED, "b")).values.tolist() == [0.0, 1.0, 0.5]


def test_a_criterion_without_weight_may_be_unknown():
    t = with_weights(HOLED, {"a": 1, "b": 0})
    assert missing_cells(t).empty
    assert weighted_sum(t).values.tolist() == [0.0, 1.0, 0.5]
    assert topsis(t).values[[0, 1]].tolist() == [0.0, 1.0]


def test_a_row_of_which_nothing_is_known_is_no_candidate():
    t = stacked([[1, 2], [3, 1], [UNKNOWN, UNKNOWN]], [[1, 2], [3, 1], [5, 0]])
    assert missing_cells(t).empty
    assert present(t).values.tolist() == [[True, True, False], [True, True, True]]
    alone = weighted_sum(of([[1, 2], [3, 1]]))
    assert weighted_sum(t).sel(region="N").values.tolist()[:2] == alone.values.tolist()


def test_a_criterion_unknown_in_one_region_weighs_nothing_there_alone():
    t = stacked([[1, UNKNOWN], [3, UNKNOWN]], [[1, 2], [3, 1]])
    found = without_unknown(t)
    assert found.weights.values.tolist() == [[1.0, 0.0], [0.5, 0.5]]
    assert weighted_sum(found).sel(region="N").values.tolist() == [0.0, 1.0]


def test_a_group_without_data_is_shared_by_the_others():
    """Three groups at a third each; without the third, the two left weigh a half, criteria equally within."""
    t = of([[1, 2, 3, UNKNOWN], [3, 1, 2, UNKNOWN]], groups={"a": "mass", "b": "mass", "c": "pull", "d": "growth"})
    assert without_unknown(t).weights.values == pytest.approx([0.25, 0.25, 0.5, 0.0])


def test_nothing_but_criteria_of_no_weight():
    with pytest.raises(DecisionError, match="only criteria of no weight are known in the table"):
        without_unknown(of([[1, UNKNOWN], [2, UNKNOWN]], weights=[0, 1]))


def test_a_mask_may_hold_for_all_regions():
    t = stacked([[1, 2], [3, 1]], [[1, 2], [3, 1]])
    mask = xr.DataArray([True, False], coords={"candidate": ["B", "A"]})
    assert present(set_aside(t, mask)).values.tolist() == [[True, False], [True, False]]


@pytest.mark.parametrize(
    ("mask", "message"),
    [
        (xr.DataArray([1.0, 0.0], coords={"candidate": ["A", "B"]}), "needs true or false"),
        (xr.DataArray([True], coords={"year": [1]}), "needs true or false"),
        (xr.DataArray([True, False], coords={"candidate": ["A", "Z"]}), "different labels"),
        (xr.DataArray([True, False], coords={"candidate": ["A", "A"]}), "each label along 'candidate' once"),
    ],
)
def test_masks_that_fit_no_table(mask, message):
    with pytest.raises(DecisionError, match=message):
        set_aside(of([[1, 2], [2, 1]]), mask)
