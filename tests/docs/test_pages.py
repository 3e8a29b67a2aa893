"""The manual is part of the product: its examples run, its commands exist, its links lead somewhere."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest
from typer.main import get_command

from smartspec.cli import commands

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = (path for path in (ROOT / "docs").rglob("*.md") if not {"_build", "generated"} & set(path.parts))
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(WRITTEN)]
FENCE = re.compile(r"^(?P<mark>`{3,})(?P<kind>[^\n`]*)\n(?P<body>.*?)^(?P=mark)\s*$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]\n]+\]\((?!\w+:)([^)#\s]+)(?:#[^)\s]*)?\)")


def of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks(path: Path, *kinds: str) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return [found["body"] for found in FENCE.finditer(text) if found["kind"].strip() in kinds]


def faults(path: Path) -> list[str]:
    """What the examples of a page say that is not so. All its blocks are one session, read from top to bottom."""
    session = "\n".join(body for body in blocks(path, "python", "pycon") if ">>> " in body)
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    told: list[str] = []
    examples = doctest.DocTestParser().get_doctest(session, {}, of(path), str(path), 0)
    doctest.DocTestRunner(optionflags=flags, verbose=False).run(examples, out=told.append)
    return told


def named(path: Path, command: str) -> set[str]:
    """The words that follow a command in a page's shell blocks."""
    line = re.compile(rf"^(?:\$ )?(?:\.venv/bin/)?{command} ([a-z]+)", re.MULTILINE)
    return {word for body in blocks(path, "sh", "console", "bash") for word in line.findall(body)}


def leads_nowhere(path: Path) -> list[str]:
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    targets = [target for target in LINK.findall(text) if "generated/" not in target]
    return [target for target in targets if not (path.parent / target).exists()]


def test_a_page_that_says_something_wrong_is_seen(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("```python\n>>> 1 + 1\n3\n```\n[gone](gone.md)\n", encoding="utf-8")
    session = doctest.DocTestParser().get_doctest(blocks(page, "python")[0], {}, "page", None, 0)
    assert doctest.DocTestRunner(verbose=False).run(session, out=lambda told: None).failed == 1
    assert leads_nowhere(page) == ["gone.md"]


@pytest.mark.parametrize("path", PAGES, ids=of)
def test_the_examples_of_a_page_run(path):
    assert faults(path) == []


def test_the_commands_in_the_pages_exist():
    known = set(get_command(commands).commands)
    assert {of(path): unknown for path in PAGES if (unknown := named(path, "smartspec") - known)} == {}


def test_every_command_is_shown_in_a_page():
    shown = set().union(*(named(path, "smartspec") for path in PAGES))
    assert set(get_command(commands).commands) - shown == set()


def test_the_make_targets_in_the_pages_exist():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {of(path): unknown for path in PAGES if (unknown := named(path, "make") - targets)} == {}


def test_the_links_in_the_pages_lead_somewhere():
    assert {of(path): gone for path in PAGES if (gone := leads_nowhere(path))} == {}
