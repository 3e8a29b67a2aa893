"""Every measure has its page: title, formula, source, worked numbers, and how not to read it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from smartspec import measures
from smartspec.measures import REGISTER

PAGES = Path(__file__).resolve().parents[2] / "docs" / "measures"
BESIDE = {"index", "speed", "differences"}
HEADINGS = ["Formula", "Worked numbers", "How to read it", "How not to read it"]


def text_of(key: str) -> str:
    return (PAGES / f"{key}.md").read_text(encoding="utf-8")


def sections(text: str) -> dict[str, str]:
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return {heading: body.strip() for heading, body in zip(parts[1::2], parts[2::2], strict=True)}


def test_every_measure_has_a_page_and_every_page_a_measure():
    assert {path.stem for path in PAGES.glob("*.md")} - BESIDE == set(REGISTER)


def test_every_public_measure_is_in_the_register():
    functions = {name for name in measures.__all__ if callable(getattr(measures, name)) and name.islower()}
    assert functions == set(REGISTER)


@pytest.mark.parametrize("key", REGISTER)
def test_a_page_opens_with_its_title_and_what_the_register_knows(key):
    title, _, facts = text_of(key).split("\n")[:3]
    assert re.match(r"# [A-Z][a-z]", title)
    measure = REGISTER[key]
    assert f"`smartspec.measures.{key}`" in facts
    assert f"unit: {measure.unit} " in facts
    assert facts.endswith(f"reference: {measure.reference}")


@pytest.mark.parametrize("key", REGISTER)
def test_a_page_has_its_formula_its_numbers_and_both_ways_of_reading(key):
    parts = sections(text_of(key))
    assert list(parts) == HEADINGS
    assert re.search(r"^\$\$\n.+\n\$\$$", parts["Formula"], flags=re.MULTILINE)
    assert ">>> " in parts["Worked numbers"]
    assert f"measures.{key}(" in parts["Worked numbers"]
    assert len(re.findall(r"^- ", parts["How not to read it"], flags=re.MULTILINE)) >= 2


def test_the_list_of_pages_follows_the_chapters_of_the_register():
    listed = sections((PAGES / "index.md").read_text(encoding="utf-8"))
    found = {
        chapter.lower(): re.search(r"```\{toctree\}.*?\n\n(.*?)\n```", body, flags=re.DOTALL)[1].split()
        for chapter, body in listed.items()
    }
    chapters: dict[str, list[str]] = {}
    for key, measure in REGISTER.items():
        chapters.setdefault(measure.chapter, []).append(key)
    assert found == chapters
