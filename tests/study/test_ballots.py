"""All regions in one table: what enters each region's ranking, counted by hand."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from smartspec.study.config import Study
from smartspec.study.inputs import Given
from smartspec.study.steps import choice
from smartspec.study.steps.ballots import Way, ballot

CRITERIA = {"share": {"group": "mass"}, "quotient": {"group": "dynamics"}, "growth": {"group": "dynamics"}}
NO = np.nan


def given(cells: dict[str, list[list[float]]], **ranking: object) -> Given:
    """Three activities in some regions, by three criteria in two groups."""
    value = xr.DataArray(
        list(cells.values()),
        coords={"region": list(cells), "activity": ["A", "C", "J"], "criterion": list(CRITERIA)},
        dims=("region", "activity", "criterion"),
    )
    study = Study.model_validate({"title": {"en": "x"}, "ranking": {"criteria": CRITERIA, "draws": 400, **ranking}})
    made = Given(study, None, {"criteria": xr.Dataset({"value": value})})  # type: ignore[arg-type]
    return Given(study, None, {**made.results, "acceptability": choice.acceptability(made)})  # type: ignore[arg-type]


def test_a_criterion_enters_where_two_candidates_are_known_and_differ():
    """N knows all three; in S growth is known of one, in T all quotients are equal: their weight goes to the group."""
    cells = {
        "N": [[1, 1, 1], [2, 3, 2], [3, 2, 3]],
        "S": [[1, 1, NO], [2, 3, 2], [3, 2, NO]],
        "T": [[1, 5, 1], [2, 5, 2], [3, 5, 3]],
    }
    t = ballot(given(cells), {"one": Way(), "two": Way(("A", "C"), {"mass": 3, "dynamics": 1})})
    assert t is not None
    assert t.weights.sel(way="one").values == pytest.approx(np.array([[0.5, 0.25, 0.25], [0.5, 0.5, 0], [0.5, 0, 0.5]]))
    assert t.weights.sel(way="two", region="N").values == pytest.approx([0.75, 0.125, 0.125])
    assert t.values.sel(way="two", candidate="J").isnull().all()


def test_the_best_in_everything_is_first_in_every_weighting():
    found = choice.ranking(given({"N": [[1, 1, 1], [2, 2, 2], [3, 3, 3]]}, directions=2))
    assert found["rank"].values.tolist() == [[3, 2, 1]]
    assert found["first"].values.tolist() == [[0, 0, 1]]
    assert found["within"].values.tolist() == [[0, 1, 1]]
    assert found["error"].values.tolist() == [[0, 0, 0]]


def test_lone_and_missing_candidates():
    """One candidate is first without a share; where none is, nothing is said; all fit when places are as many."""
    cells = {
        "one": [[1, 1, 1], [NO, NO, NO], [NO, NO, NO]],
        "none": [[NO, NO, NO], [NO, NO, NO], [NO, NO, NO]],
        "two": [[1, 1, 1], [2, 2, 2], [NO, NO, NO]],
    }
    found = choice.ranking(given(cells))
    assert found["candidates"].values.tolist() == [1, 0, 2]
    assert found["rank"].fillna(0).values.tolist() == [[1, 0, 0], [0, 0, 0], [2, 1, 0]]
    assert found["first"].fillna(-1).values.tolist() == [[-1, -1, -1], [-1, -1, -1], [0, 1, -1]]
    assert found["within"].isnull().all()
    assert found["acceptability"].sel(region="two", place=3).isnull().all()


def test_nothing_to_rank_anywhere():
    found = choice.ranking(given({"N": [[1, 1, 1], [NO, NO, NO], [NO, NO, NO]]}))
    assert found["rank"].fillna(0).values.tolist() == [[1, 0, 0]]
    assert found["acceptability"].isnull().all()
