"""A page in the system's Chromium, and the axe accessibility check on it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from importlib import resources

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium. Without one the test is skipped with the reason; in CI that is a failure."""
    named = os.environ.get("SMARTSPEC_CHROMIUM")
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        why = "no Chromium on PATH (Debian: apt-get install chromium fonts-noto-core)"
        if os.environ.get("CI"):
            pytest.fail(f"the browser checks must run in CI, but there is {why}")
        pytest.skip(why)
    return found


@pytest.fixture(scope="session")
def browser(chromium):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium, args=list(QUIET))
        yield opened
        opened.close()


@pytest.fixture
def page(browser) -> Iterator[object]:
    """An empty page without a network: what it shows must come with the file."""
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900}, locale="en-GB")
    opened = context.new_page()
    yield opened
    context.close()


@pytest.fixture
def axe():
    """Call with a page: its serious and critical axe violations, one line each."""
    script = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")

    def violations(opened) -> list[str]:
        opened.evaluate(script)
        found = opened.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        return [
            f"{rule['impact']}: {rule['id']}: {rule['help']}: {[node['target'] for node in rule['nodes']]}"
            for rule in found
            if rule["impact"] in ("serious", "critical")
        ]

    return violations
