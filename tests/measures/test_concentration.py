"""Concentration and variety: hand arithmetic and the laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from smartspec import measures
from tests.measures.test_specialisation import amounts, table


def test_herfindahl_by_hand():
    assert measures.herfindahl_index(table([[80, 20]])).item() == pytest.approx(0.68)
    assert measures.herfindahl_index(table([[80, 20]]), normalised=True).item() == pytest.approx(0.36)


def test_entropy_of_equal_shares_is_the_log_of_their_number():
    assert measures.entropy(table([[3, 3, 3, 3]])).item() == pytest.approx(np.log(4))
    assert measures.entropy(table([[3, 3, 3, 3]]), base=2).item() == pytest.approx(2)


@given(amounts)
def test_the_effective_number_lies_between_one_and_all(x):
    found = measures.effective_number(x)
    assert float(found.min()) >= 1 - 1e-9
    assert float(found.max()) <= x.sizes["activity"] + 1e-9


@given(amounts)
def test_herfindahl_and_hill_agree_on_the_order_of_extremes(x):
    assert (measures.herfindahl_index(x) >= 1 / x.sizes["activity"] - 1e-12).all()


def test_a_missing_cell_makes_its_region_unknown_only():
    found = measures.entropy(table([[1, np.nan], [1, 1]]))
    assert np.isnan(found.values[0])
    assert found.values[1] == pytest.approx(np.log(2))
