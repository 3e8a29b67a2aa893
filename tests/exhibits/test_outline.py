"""The report: resource regions first, the same numbers in every language, nothing empty, nothing oversold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from smartspec.exhibits.exhibit import Exhibit, Section
from smartspec.exhibits.outline import document
from smartspec.exhibits.words import languages
from smartspec.report.html import every_exhibit
from smartspec.study.config import Report

LANGUAGES = languages()
WITHOUT_FIGURES = re.compile(
    r"not-modelled|given-ranges|steps|roles|criteria|classes|options-|tables|finding-|KZ-.*-conditions|.*-variants"
)


def every_section(sections: tuple[Section, ...]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from every_section(section.sections)


def texts(sections: tuple[Section, ...]) -> Iterator[str]:
    """Everything a reader reads but names in tables."""
    for section in every_section(sections):
        yield from (section.title, *section.text)
        for exhibit in section.exhibits:
            yield from (exhibit.title, exhibit.alt, exhibit.reading, *exhibit.text, *exhibit.caveats)


def find(sections: tuple[Section, ...], key: str) -> Exhibit:
    return next(exhibit for exhibit in every_exhibit(sections) if exhibit.key == key)


def test_the_resource_regions_lead_by_extraction(documents):
    """Atyrau .51, West Kazakhstan .45, Mangystau .42, Ulytau .39 of value added, 2022 to 2024."""
    regions = next(section for section in documents["en"] if section.key == "regions")
    leading = [section.title for section in regions.sections[:4]]
    assert leading == ["Atyrau", "West Kazakhstan", "Mangystau", "Ulytau"]
    assert len(regions.sections) == 20


def test_mining_of_atyrau_stands_in_its_table_as_published(documents):
    row = find(documents["en"], "KZ-23-economy").table
    assert row.text[0]["activity"] == "Mining (B)"
    assert row.raw[0]["share"] == pytest.approx(0.513, abs=0.0005)
    assert row.text[0]["share"] == "51.3\u202f%"
    assert find(documents["ru"], "KZ-23-economy").table.text[0]["share"] == "51,3\u202f%"


def test_constant_east_kazakhstan_rises_in_mining(documents):
    """0.94 in 2020 and 1.52 in 2025, with Abai."""
    made = find(documents["en"], "constant-KZ-63-KZ-10").table
    mining = next(row for row in made.text if row["activity"] == "Mining (B)")
    assert (mining["y2020"], mining["y2025"]) == ("0.94", "1.52")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_section_and_no_exhibit_is_empty(documents, language):
    for section in every_section(documents[language]):
        assert section.title, section.key
        assert section.text or section.exhibits or section.sections, section.key
    for exhibit in every_exhibit(documents[language]):
        assert exhibit.title, exhibit.key
        assert exhibit.chart or exhibit.table or exhibit.text, exhibit.key
        if exhibit.table:
            assert exhibit.table.text, exhibit.key
        if exhibit.chart:
            assert exhibit.alt, exhibit.key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_placeholder_and_no_key_is_left_in_a_text(documents, language):
    for text in texts(documents[language]):
        assert not re.search(r"\{\w*\}|\bnan\b|\w+\.\w+\.\w+\b(?<!\.csv)", text.replace("...", "")), text


def test_every_language_shows_the_same_numbers(documents):
    first, *others = (every_exhibit(documents[language]) for language in LANGUAGES)
    for other in others:
        assert [exhibit.key for exhibit in other] == [exhibit.key for exhibit in first]
        for a, b in zip(first, other, strict=True):
            if a.table:
                assert a.table.raw == b.table.raw, a.key
                assert [column.key for column in a.table.columns] == [column.key for column in b.table.columns]


def test_keys_are_unique_since_they_are_addresses_in_the_page(documents):
    keys = [section.key for section in every_section(documents["en"])]
    keys += [exhibit.key for exhibit in every_exhibit(documents["en"])]
    assert sorted({key for key in keys if keys.count(key) > 1}) == []


def test_an_exhibit_of_figures_names_its_source(documents):
    bare = [e.key for e in every_exhibit(documents["en"]) if not e.sources and not WITHOUT_FIGURES.match(e.key)]
    assert bare == []


@pytest.mark.parametrize(("language", "word"), [("en", "probab"), ("ru", "вероятност"), ("kk", "ықтималды")])
def test_a_share_of_weightings_is_never_called_a_probability(views, documents, language, word):
    """Only the sentence that denies it says the word."""
    denial = views[language].words.say("trust.weightings", draws=views[language].words.number(10_000))
    said = [text for text in texts(documents[language]) if word in text.lower()]
    assert set(said) <= {denial}


def test_a_region_without_a_direction_says_so(documents):
    west = next(section for section in every_section(documents["en"]) if section.key == "region-KZ-27")
    told = " ".join(west.text)
    assert "No strength" in told
    assert "names no direction" in told


def test_what_is_no_choice_is_told_with_its_reason_and_never_ranked(documents):
    for exhibit in every_exhibit(documents["en"]):
        if exhibit.key.endswith(("-ranking-table", "-long-list")):
            names = " ".join(row["activity"] for row in exhibit.table.text)
            assert not re.search(r"\((?:L|O|P|Q|S|B|D|E|F|G)\)", names), exhibit.key
    roles = find(documents["en"], "roles").table.text
    assert len(roles) == 19
    assert all(row["reason"] not in ("", "–") for row in roles)


def test_steps_ten_to_twelve_are_left_to_people(documents):
    taken = [row["taken"] for row in find(documents["en"], "steps").table.text]
    assert taken == ["computed here"] * 9 + ["decided by people"] * 3


@pytest.mark.parametrize(
    ("language", "told"), [("en", ("0.94", "0.73", "1.52")), ("ru", ("0,94", "0,73", "1,52")), ("kk", ("0,94", "1,52"))]
)
def test_east_kazakhstan_mining_is_told_both_ways(documents, language, told):
    """Published figures of 2020 and 2025: 0.94 to 0.73 under one name, 0.94 to 1.52 on the constant region."""
    bridges = next(section for section in documents[language] if section.key == "bridges")
    exhibit = next(one for one in bridges.exhibits if one.key == "constant-KZ-63-KZ-10")
    said = next(line for line in exhibit.text if "(B)" in line)
    assert all(number in said for number in told)
    assert exhibit.reading
    assert exhibit.sources


def test_regions_beyond_the_largest_get_a_short_page_that_says_so(views):
    """Twenty regions with three full pages: Atyrau, Almaty and Astana make most value added."""
    view = views["en"]
    few = replace(view, study=view.study.model_copy(update={"report": Report(full_pages=3)}))
    regions = next(section for section in document(few) if section.key == "regions")
    full = {page.key for page in regions.sections if len(page.sections) > 2}
    assert full == {"region-KZ-23", "region-KZ-71", "region-KZ-75"}
    short = next(page for page in regions.sections if page.key == "region-KZ-59")
    assert not any(exhibit.chart for exhibit in every_exhibit((short,)))
    assert "short page" in short.text[-1]
    assert "full_pages" in regions.text[-1]
