"""Drawings: each once, kept whole, told in words, the same wherever they are made."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from smartspec.errors import StoreError
from smartspec.exhibits import charts, draw, theme
from smartspec.exhibits.exhibit import Exhibit


@pytest.fixture(scope="module")
def some(views) -> list[Exhibit]:
    kazakh = views["kk"]
    return [
        charts.quotient_heat(kazakh),
        charts.trajectory(kazakh, "KZ-61"),
        Exhibit("words-only", "No chart"),
        charts.products_chart(kazakh, "KZ-23"),
    ]


def kept(folder: Path) -> dict[str, int]:
    """Drawings in a folder; the number changes when one is written anew."""
    return {path.name: path.stat().st_ino for path in folder.rglob("*.svg")}


def test_a_second_time_nothing_is_drawn_and_a_spoilt_drawing_is_drawn_again(some, tmp_path):
    first = draw.svgs(some, language="kk", cache=tmp_path)
    made = kept(tmp_path)
    assert len(made) == 3
    assert draw.svgs(some, language="kk", cache=tmp_path) == first
    assert kept(tmp_path) == made
    whole = {path.name: path.read_bytes() for path in tmp_path.rglob("*.svg")}
    spoilt, emptied, strange = sorted(tmp_path.rglob("*.svg"))
    spoilt.write_bytes(whole[spoilt.name][:-40])
    emptied.write_bytes(b"")
    strange.write_bytes(b"\xff\xfe\x00")
    assert draw.svgs(some, language="kk", cache=tmp_path) == first
    assert {path.name: path.read_bytes() for path in tmp_path.rglob("*.svg")} == whole
    assert not list(tmp_path.rglob(".*.svg.*"))


def test_another_language_or_another_number_is_another_drawing(some, tmp_path):
    draw.svgs(some, language="kk", cache=tmp_path)
    draw.svgs(some, language="en", cache=tmp_path)
    assert len(kept(tmp_path)) == 6
    changed = {**some[1].chart, "height": some[1].chart["height"] + 1}
    draw.svgs([Exhibit("taller", "Taller", chart=changed)], language="en", cache=tmp_path)
    assert len(kept(tmp_path)) == 7


def test_progress_counts_to_the_end(some, tmp_path):
    seen: list[tuple[str, int, int]] = []
    draw.svgs(some, language="kk", cache=tmp_path, progress=lambda *told: seen.append(told))
    assert seen == [("kk", 1, 3), ("kk", 2, 3), ("kk", 3, 3)]


def test_a_drawing_is_told_in_words_and_shares_no_identifier(some, tmp_path):
    made = draw.svgs([*some, Exhibit("again", "Again", chart=some[0].chart)], language="kk", cache=tmp_path)
    seen: set[str] = set()
    for exhibit in some:
        if exhibit.chart:
            root = ElementTree.fromstring(made[exhibit.key])
            assert root.get("role") == "img"
            assert root.get("aria-label") == exhibit.alt
    for svg in made.values():
        names = set(re.findall(r'\bid="([^"]+)"', svg))
        assert not names & seen
        assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= names
        seen |= names


def test_kazakh_letters_and_the_stack_of_fonts_are_in_the_drawing(views, tmp_path):
    letters = "ӘәҒғҚқҢңӨөҰұҮүҺһІі№₸"
    sheet = charts.trajectory(views["kk"], "KZ-61")
    spec = {**sheet.chart, "datasets": {name: list(rows) for name, rows in sheet.chart["datasets"].items()}}
    spec["datasets"]["axis"] = [{"x": 2, "y": 12, "text": letters}]
    svg = draw.svgs([Exhibit("letters", "Letters", chart=spec)], language="kk", cache=tmp_path)["letters"]
    assert letters in svg
    assert set(re.findall(r'font-family="([^"]+)"', svg)) == {theme.FONT}


def test_a_folder_that_cannot_be_written_is_named(some, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="file"):
        draw.svgs(some, language="kk", cache=Path(tmp_path / "file"))


def test_nothing_to_draw_is_nothing(tmp_path):
    assert draw.svgs([Exhibit("words", "Words")], language="en", cache=tmp_path) == {}
    assert list(tmp_path.iterdir()) == []
