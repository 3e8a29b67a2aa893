"""Treatment by hand, its list of changes, and the way back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from smartspec.decision import changed_how, impute, missing_cells, present, set_sparse_aside, tame, undo
from smartspec.decision._outliers import moments
from smartspec.errors import DecisionError
from tests.decision.tables import UNKNOWN, laws, of, stacked

HOLED = of([[1, 10], [2, UNKNOWN], [3, 30], [10, 80]])


def test_mean_median_and_group_by_hand():
    """Known 10, 30, 80: mean 40, median 30; with A and B in one group 10."""

    def filled(**options):
        return impute(HOLED, **options).table.values.sel(candidate="B", criterion="b").item()

    assert filled() == 40
    assert filled(how="median") == 30
    assert filled(groups={"A": "x", "B": "x", "C": "y", "D": "y"}) == 10


def test_the_nearest_by_hand():
    """On a, B at 2 is one from A at 1 and from C at 3; two nearest: (10 + 30)/2."""
    assert impute(HOLED, how="neighbours", neighbours=2).table.values.values[1, 1] == 20


@laws
@given(st.integers(0, 2**31), st.sampled_from(["mean", "median", "neighbours"]))
def test_known_cells_are_never_touched_and_the_way_back_is_exact(seed, how):
    rng = np.random.default_rng(seed)
    rows = rng.random((7, 3))
    rows[rng.random(rows.shape) < 0.25] = UNKNOWN
    rows[0], rows[1, 0] = rng.random(3), 1.0
    t = of(rows)
    done = impute(t, how=how)
    known = t.values.notnull()
    xr.testing.assert_identical(done.table.values.where(known), t.values)
    assert len(done.changes) == len(missing_cells(t))
    assert (changed_how(done) == "imputed").values.sum() == len(done.changes)
    xr.testing.assert_identical(undo(done).values, t.values)


def test_steps_follow_each_other_in_one_list():
    rows = [[1, 5], [2, 6], [3, 7], [4, UNKNOWN], [5, 9], [90, 8], [UNKNOWN, UNKNOWN]]
    t = of(rows)
    done = tame(impute(set_sparse_aside(t, known=0.4)))
    assert done.changes["step"].tolist() == ["imputed", "winsorised"]
    assert changed_how(done).sel(candidate="F", criterion="a").item() == "winsorised"
    xr.testing.assert_identical(undo(done).values, t.values)
    assert done.original is t


def test_too_little_known_sets_aside():
    done = set_sparse_aside(of([[1, 2, 3], [4, UNKNOWN, UNKNOWN], [5, 6, UNKNOWN]]))
    assert present(done.table).values.tolist() == [True, False, True]
    assert done.changes["why"].tolist() == ["33% known"]


def test_by_region_only_from_the_same_region():
    t = stacked([[1, 2], [3, UNKNOWN]], [[1, 50], [3, 60]])
    assert impute(t).table.values.sel(region="N", candidate="B", criterion="b").item() == 2


def test_a_column_without_an_outlier_stays():
    assert tame(of([[1], [2], [3], [4], [5], [6]])).changes.empty


def test_many_outliers_take_the_logarithm():
    """None may be drawn in, so the last of the powers of ten becomes ln(1.01 (10⁷ - 1)), and the order stays."""
    t = of([[10.0**k] for k in range(8)])
    done = tame(t, most=0)
    assert set(done.changes["step"]) == {"logged"}
    x = done.table.values.values[:, 0]
    assert x[-1] == pytest.approx(np.log(1.01 * (10.0**7 - 1)))
    assert (np.diff(x) > 0).all()
    assert tame(t, most=0, log=False).changes.empty
    xr.testing.assert_identical(undo(done).values, t.values)


def test_a_tail_on_the_left_is_mirrored_and_the_order_stays():
    t = of([[-(10.0**k)] for k in range(8)])
    x = tame(t, most=0).table.values.values[:, 0]
    assert (np.diff(x) < 0).all()


def test_goalposts_are_left_alone():
    t = of([[1], [2], [3], [4], [5], [90]])
    assert len(tame(t).changes) == 1
    assert tame(replace(t, goalposts={"a": (0.0, 100.0)})).changes.empty


@laws
@given(st.lists(st.integers(-50, 50), min_size=4, max_size=12, unique=True))
def test_moments_are_those_of_a_sample(values):
    x = np.array(values, dtype=float)
    skew, heavy = moments(x)
    assert skew == pytest.approx(stats.skew(x, bias=False))
    assert heavy == pytest.approx(stats.kurtosis(x, bias=False))


def test_a_missing_value_does_not_stop_the_treatment():
    done = tame(of([[1, 1], [2, 2], [3, 3], [4, 4], [5, 5], [90, 6], [UNKNOWN, 7]]))
    assert done.changes["candidate"].tolist() == ["F"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: impute(of([[1, UNKNOWN], [2, UNKNOWN]])), "2 cell.* cannot be filled.*A / b"),
        (lambda: impute(of([[1, 2], [2, UNKNOWN]]), groups={"A": 1}), "nothing said of B"),
        (lambda: impute(of([[1, 2]]), how="magic"), "'mean', 'median' or 'neighbours'"),
        (lambda: impute(of([[1, 2]]), how="neighbours", neighbours=0), "one or more"),
        (lambda: set_sparse_aside(of([[1, 2]]), known=2), "a share from 0 to 1"),
        (lambda: tame(of([[1, 2]]), skew=0), "limits must be above zero"),
    ],
)
def test_what_cannot_be_treated(call, message):
    with pytest.raises(DecisionError, match=message):
        call()


def test_a_table_changed_elsewhere_cannot_be_walked_back():
    done = impute(HOLED)
    with pytest.raises(DecisionError, match="as the list of changes says"):
        undo(replace(done, table=replace(done.table, values=done.table.values * 2)))
