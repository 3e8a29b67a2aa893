"""The page of the manual names everything the room offers."""

from __future__ import annotations

from pathlib import Path

from smartspec import decision

PAGE = Path(__file__).resolve().parents[2] / "docs" / "decision.md"


def test_every_public_name_stands_in_the_page():
    written = PAGE.read_text(encoding="utf-8")
    assert [name for name in decision.__all__ if name not in written] == []
