"""The accessibility check itself: it finds what WCAG 2.2 forbids, and lets a sound page pass."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

SOUND = """<!doctype html><html lang="kk"><head><meta charset="utf-8"><title>Өңір</title></head>
<body><main><h1>Өңір</h1><p>Ә ғ қ ң ө ұ ү һ і</p>{more}</main></body></html>"""


def test_a_sound_page_passes(page, axe):
    page.set_content(SOUND.format(more=""))
    assert axe(page) == []


def test_wcag_1_1_1_an_image_without_a_text(page, axe):
    page.set_content(SOUND.format(more='<img src="data:,">'))
    assert any("image-alt" in line for line in axe(page))


def test_wcag_1_4_3_pale_text(page, axe):
    page.set_content(SOUND.format(more='<p style="color:#bbb;background:#fff">pale</p>'))
    assert any("color-contrast" in line for line in axe(page))


def test_a_page_has_no_network(page):
    page.set_content(SOUND.format(more=""))
    assert page.evaluate("navigator.onLine") is False
