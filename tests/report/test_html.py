"""The report as a page: one file that opens without a network, whose addresses all lead somewhere."""

from __future__ import annotations

import re

import pytest

from smartspec.exhibits.exhibit import Column, Exhibit, Section, Table
from smartspec.exhibits.words import Words, languages
from smartspec.report.html import file_name, render
from smartspec.report.write import write_reports


@pytest.fixture(scope="session")
def reports(kazakhstan, tmp_path_factory):
    """The three reports of the Kazakhstan study, by language."""
    folder = tmp_path_factory.mktemp("reports")
    write_reports(kazakhstan, folder, languages=languages())
    return {code: (folder / file_name(code)).read_text(encoding="utf-8") for code in languages()}


@pytest.mark.parametrize("language", languages())
def test_nothing_is_loaded_from_outside(reports, language):
    page = reports[language]
    assert re.findall(r"""(?:src|href)=["'](?!#|report\.\w\w\.html)[^"']*""", page) == []
    assert "url(" not in page.replace("url(#", "")
    assert "<script" not in page


@pytest.mark.parametrize("language", languages())
def test_addresses_in_the_page_are_unique_and_all_links_lead_to_one(reports, language):
    page = re.sub(r"<svg.*?</svg>", "", reports[language], flags=re.DOTALL)
    there = re.findall(r'\bid="([^"]+)"', page)
    assert len(there) == len(set(there))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(there)


@pytest.mark.parametrize("language", languages())
def test_a_page_says_its_language_and_every_chart_has_words(reports, language):
    page = reports[language]
    assert f'<html lang="{language}">' in page
    drawn = len(re.findall(r"<svg", page))
    assert drawn >= 30
    assert len(re.findall(r'role="img" aria-label="[^"]{40,}"', page)) == drawn


def test_the_three_reports_show_as_many_tables_and_charts(reports):
    counted = [(page.count("<table"), page.count("<svg")) for page in reports.values()]
    assert len(set(counted)) == 1


def test_text_from_a_study_is_never_markup():
    wicked = '<script>alert("x")</script>'
    table = Table((Column("a", wicked),), ({"a": wicked},))
    section = Section("s", wicked, text=(wicked,), exhibits=(Exhibit("e", wicked, table=table, reading=wicked),))
    page = render((section,), Words("en"), title=wicked, draw=lambda exhibit: "")
    assert "<script" not in page


def test_a_synthetic_study_says_so_at_the_top_of_the_page():
    page = render((Section("s", "A"),), Words("en"), title="T", synthetic=True, draw=lambda exhibit: "")
    assert 'class="banner"' in page
    assert "made up for teaching" in page
    assert '@top-center{content:"Synthetic: these figures were made up for teaching.' in page  # every page of paper
    plain = render((Section("s", "A"),), Words("en"), title="T", draw=lambda exhibit: "")
    assert "@top-center" not in plain
