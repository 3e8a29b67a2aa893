"""The reports in a real browser: opened offline, read aloud, on a phone, in print, in three languages."""

from __future__ import annotations

import pytest

from smartspec.exhibits.words import languages
from smartspec.report.html import file_name
from smartspec.report.write import write_reports

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def folder(kazakhstan, tmp_path_factory):
    """A folder with the three reports."""
    place = tmp_path_factory.mktemp("opened")
    write_reports(kazakhstan, place, languages=languages())
    return place


@pytest.mark.parametrize("language", languages())
def test_a_report_opens_offline_without_a_fault(page, folder, language):
    faults = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("requestfailed", lambda request: faults.append(request.url))
    page.goto((folder / file_name(language)).as_uri())
    assert faults == []
    assert page.locator("h1").count() == 1
    assert page.locator("section.level3[id^='region-']").count() == 20


@pytest.mark.parametrize("language", languages())
def test_axe_finds_nothing_serious(page, folder, axe, language):
    page.goto((folder / file_name(language)).as_uri())
    assert axe(page) == []


@pytest.mark.parametrize("language", languages())
def test_a_phone_scrolls_down_and_never_sideways(browser, folder, language):
    context = browser.new_context(offline=True, viewport={"width": 390, "height": 844}, device_scale_factor=2)
    phone = context.new_page()
    phone.goto((folder / file_name(language)).as_uri())
    wide = phone.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert wide <= 390


def test_the_language_links_lead_to_the_other_reports(page, folder):
    page.goto((folder / file_name("en")).as_uri())
    page.click("nav.languages a[lang='kk']")
    assert page.evaluate("document.documentElement.lang") == "kk"
    assert page.url.endswith(file_name("kk"))


def test_a_report_prints_on_paper(page, folder):
    """Chromium's own printing: some pages of A4, and no table cut at the right edge."""
    page.goto((folder / file_name("en")).as_uri())
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 1000})  # A4 less its margins, in CSS pixels
    cut = page.evaluate(
        "[...document.querySelectorAll('table')].filter(t => t.getBoundingClientRect().right > innerWidth + 1)"
        ".map(t => t.caption.textContent)"
    )
    assert cut == []
    assert page.pdf(format="A4").startswith(b"%PDF")
