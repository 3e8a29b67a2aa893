"""The table of differences in the documentation names exactly those that are explained here."""

from __future__ import annotations

import re
from pathlib import Path

from benchmarks.measures.peers import PEERS
from tests.oracles.explained import EXPLAINED

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "measures" / "differences.md").read_text(encoding="utf-8")


def test_every_difference_stands_in_the_documentation():
    rows = re.findall(r"^\| ([\w-]+) \| `([\w:]+)` \| (\w+) \|", PAGE, flags=re.MULTILINE)
    assert set(rows) == {(peer, step.split("/")[0], why.kind) for (peer, step), why in EXPLAINED.items()}


def test_the_documentation_says_which_versions():
    wanted = {f"{name} {version}" for names in PEERS.values() for name, _, version in [names[0].partition("==")]}
    assert {each for each in wanted if each not in PAGE} == set()
