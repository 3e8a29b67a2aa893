"""Cells into figures: what counts as a number, and what must not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartspec.panel import Status
from smartspec.sources.base import TableEntry
from smartspec.sources.figures import read_figures


def read(*cells: object, **fields: object):
    entry = TableEntry.model_validate({"file": "t.csv", **fields})
    return read_figures(np.array(cells, dtype=object), entry)


@pytest.mark.parametrize("part", [" ", "\u00a0", "\u202f", "\u2009", "'", "’"])
def test_whatever_parts_thousands_in_print(part):
    assert read(f"1{part}234{part}567", f"12{part}345,25").values.tolist() == [1234567, 12345.25]


@pytest.mark.parametrize("note", ["*", "**", " *", "¹", "²³", " 1)", " 2)", "¹)", " (1)", " p", " e", "†"])
def test_a_footnote_mark_is_dropped_and_remembered(note):
    found = read(f"12,5{note}", "7,5")
    assert found.values.tolist() == [12.5, 7.5]
    assert found.footnoted.tolist() == [True, False]


def test_a_withheld_mark_with_a_footnote_is_withheld():
    assert read("x*", "… ¹").status.tolist() == [Status.WITHHELD, Status.WITHHELD]


@pytest.mark.parametrize(
    "cell", ["abc", "12 34", "12;5", "1 2345", "12%", "12 т", "2024-01-01", "TRUE", "1..5", "#DIV/0!"]
)
def test_what_is_no_number_is_said_to_be_none(cell):
    found = read(cell, "1")
    assert found.no_number.tolist() == [True, False]
    assert np.isnan(found.values[0])


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["1,5", "1,234"], [1.5, 1.234]),
        (["1,234,567"], [1234567]),
        (["1,234.5", "12.5"], [1234.5, 12.5]),
        (["1.234,5", "1.234"], [1234.5, 1234]),
        (["0,567"], [0.567]),
        (["1234,567"], [1234.567]),
        (["1 234,567"], [1234.567]),
    ],
)
def test_the_decimal_mark_the_figures_prove(cells, values):
    assert read(*cells).values.tolist() == values


def test_a_comma_that_proves_nothing_is_asked_about():
    assert read("1,234", "5").unclear.tolist() == [True, False]
    assert read("1,234", decimal=",").values.tolist() == [1.234]
    assert read("1,234", decimal=".").values.tolist() == [1234]


def test_two_decimal_marks_in_one_table_are_asked_about():
    assert read("12,5", "12.5", "12.7").unclear.tolist() == [True, False, False]


def test_a_declared_comma_refuses_a_point():
    assert read("12.5", decimal=",").no_number.tolist() == [True]


def test_a_figure_that_stands_for_the_unknown():
    found = read("-999", -999.0, "9999", "5", withheld=["-999"], blank=["9999"])
    assert found.status.tolist() == [Status.WITHHELD, Status.WITHHELD, Status.BLANK, Status.PUBLISHED]
    assert np.isnan(found.values[:3]).all()


def test_infinity_stays_visible():
    assert np.isinf(read("inf", "1e999").values).all()


@given(st.floats(-1e12, 1e12))
def test_a_figure_comes_back_as_it_was_written(x):
    assert read(repr(x)).values.tolist() == [x]
    assert read(repr(x).replace(".", ","), decimal=",").values.tolist() == [x]
    assert read(x).values.tolist() == [x]


@given(st.integers(0, 10**12))
def test_thousands_are_only_a_way_of_writing(n):
    assert read(f"{n:,}".replace(",", "\u202f")).values.tolist() == [n]


@given(st.text(max_size=12))
def test_no_text_is_ever_silently_zero(text):
    found = read(text)
    if found.values[0] == 0:
        assert "0" in text or any(mark.isdigit() for mark in text)
