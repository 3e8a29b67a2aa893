"""Tables of pairs: one read by hand, what is forgiven, and everything that is refused, in one message."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartspec.errors import SourceError
from smartspec.sources.pairs import Pairs, PairsEntry, read_pairs, world_table

CODES = ["A", "B", "C"]
KNOWN = [*CODES, "D"]


@pytest.fixture
def read(tmp_path: Path):
    def reading(body: str, *, diagonal: bool = False, **entry) -> Pairs:
        (tmp_path / "pairs.csv").write_text("activity,other,value\n" + body, encoding="utf-8")
        said = PairsEntry(file="pairs.csv", source="A paper", **entry)
        return read_pairs(said, tmp_path, CODES, known=KNOWN, diagonal=diagonal)

    return reading


def test_a_triangle_is_a_whole_table(read):
    """A-B 0.5 and A-C 0.2, each once; B-C is unknown, not zero."""
    values = read("A,B,0.5\nC,A,0.2\n").values.values
    assert np.array_equal(values, [[0, 0.5, 0.2], [0.5, 0, np.nan], [0.2, np.nan, 0]], equal_nan=True)


def test_both_directions_that_agree_a_zero_diagonal_and_a_code_the_study_leaves_out_are_forgiven(read):
    found = read("A,B,0.5\nB,A,0.5\nA,A,0\nA,D,0.9\n")
    assert found.values.sel(activity="A", other="B").item() == 0.5
    assert found.without == ("C",)


def test_a_decimal_comma_is_read(tmp_path):
    (tmp_path / "pairs.csv").write_text("activity;other;value\nA;B;0,25\n", encoding="utf-8")
    found = read_pairs(PairsEntry(file="pairs.csv", source="A paper"), tmp_path, CODES, known=KNOWN)
    assert found.values.sel(activity="A", other="B").item() == 0.25


def test_flows_have_a_direction_and_a_diagonal(read):
    found = read("A,B,5\nB,A,1\nA,A,3\n", symmetric=False, diagonal=True).values
    assert found.sel(activity=["A", "B"], other=["A", "B"]).values.tolist()[0] == [3, 5]
    assert found.sel(activity="B", other="A").item() == 1


def test_everything_wrong_is_said_at_once_with_the_way_out(read):
    body = "A,B,0.5\nB,A,0.7\nA,C,-0.1\nB,B,1\nX1,A,0.3\nX2,A,0.3\nB,C,much\nA,B,0.5\n"
    with pytest.raises(SourceError) as refused:
        read(body)
    told = str(refused.value)
    for piece in (
        "pairs.csv has problems",
        "1 value is no number: row 8: 'much'. Leave out unknown pairs",
        "1 pair stands twice: row 9: A/B. Keep one of each",
        "2 codes are not in the study's list of activities: X1, X2. Bring the table to that list first",
        "1 pair is negative: A/C -0.1. Zero is unrelated",
        "1 activity is related to itself: B/B 1. Leave these rows out",
        "1 pair differs between its two directions: A/B 0.5. Give each pair once, or say `symmetric: false`",
    ):
        assert piece in told


def test_a_table_of_another_level_joins_nothing(read):
    with pytest.raises(SourceError, match="joins none of the study's 3 activities, such as A, B, C"):
        read("D,D,0\n")


def test_a_missing_file_and_a_missing_column_are_named(tmp_path):
    (tmp_path / "pair.csv").write_text("activity,value\nA,1\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r"pairs\.csv cannot be read .* Did you mean pair\.csv"):
        read_pairs(PairsEntry(file="pairs.csv", source="A paper"), tmp_path, CODES, known=KNOWN)
    with pytest.raises(SourceError, match="has no column other"):
        read_pairs(PairsEntry(file="pair.csv", source="A paper"), tmp_path, CODES, known=KNOWN)


def test_the_shipped_divisions_are_read_without_their_letters():
    """Oil (B06) and its services (B09) are more related than oil and cars (C29); farming has no pair."""
    found = world_table("division", ["01", "06", "09", "29"])
    assert found.without == ("01",)
    near = found.values.sel(activity="06")
    assert near.sel(other="09") > near.sel(other="29")
    assert np.allclose(found.values, found.values.T, equal_nan=True)
    assert "Eurostat" in found.entry.source


def test_a_level_without_a_shipped_table_says_what_to_do():
    with pytest.raises(SourceError, match="Say `source: own` under `relatedness:`, or name a table of your own"):
        world_table("no such level", CODES)


@given(st.dictionaries(st.sampled_from(["A,B", "A,C", "B,C"]), st.floats(0, 10), min_size=1))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_what_is_written_is_read(read, pairs):
    found = read("".join(f"{pair},{value!r}\n" for pair, value in pairs.items())).values
    for pair, value in pairs.items():
        one, other = pair.split(",")
        assert found.sel(activity=one, other=other).item() == found.sel(activity=other, other=one).item() == value
