"""Every public name of the decision core is used in an example of its pages, and the examples run (`test_pages`)."""

from __future__ import annotations

import re
from pathlib import Path

from smartspec import decision
from tests.docs.test_pages import ROOT, blocks

PAGES = [Path(ROOT / "docs" / f"{name}.md") for name in ("decision", "portfolio", "experts")]


def test_every_public_name_is_shown():
    shown = "\n".join(body for page in PAGES for body in blocks(page, "python"))
    assert [name for name in decision.__all__ if not re.search(rf"\b{name}\b", shown)] == []
