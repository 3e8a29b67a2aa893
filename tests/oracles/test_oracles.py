"""Ours beside every peer that installs from the package index, on one made-up table.

Every step both can do is compared. Numbers agree to the last digits, or the difference is explained and the explanation
is computed; a difference that nobody explained, or an explanation of what does not differ, fails.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks.measures.peers import PEERS, environment, run
from benchmarks.measures.tables import Given, Numbers, amounts
from tests.oracles.explained import EXPLAINED

pytestmark = pytest.mark.oracle

NEAR = 1e-9
"""Difference allowed, against the largest number of the step."""
LOOSE = {"fitness": 1e-8, "inferred_advantage": 1e-8}
"""What iterates is stopped, by either, a little before the end."""


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("oracles") / "given.npz"
    Given(amounts(40, 60)).write(place)
    return place


def numbers(python: Path, library: str, table: Path) -> dict[str, Numbers]:
    place = table.with_name(f"{library}.npz")
    faults = run(python, "values", library, table, place, limit=600)
    assert faults == {}
    with np.load(place) as found:
        return dict(found)


@pytest.fixture(scope="module")
def ours(table: Path) -> dict[str, Numbers]:
    return numbers(Path(sys.executable), "smartspec", table)


@pytest.mark.parametrize("peer", PEERS)
def test_every_shared_measure_agrees_or_its_difference_is_explained(peer, table, ours):
    python = environment(peer)
    assert python is not None, f"{peer} cannot be installed: this run needs a package index"
    given, apart, idle = Given.read(table), {}, []
    found = numbers(python, peer, table)
    assert found
    for step, theirs in found.items():
        why = EXPLAINED.get((peer, step))
        mine = np.squeeze(ours[step])
        gap = away(mine, np.squeeze(theirs), step)
        if why is not None:
            if gap == 0:
                idle.append(step)
            gap = away(np.squeeze(why.ours(mine, given)), np.squeeze(why.theirs(theirs, given)), step)
        if gap:
            apart[step] = gap
    assert apart == {}
    assert idle == []
    assert {step for name, step in EXPLAINED if name == peer} <= set(found)


def away(mine: Numbers, theirs: Numbers, step: str) -> float:
    """The largest difference against the largest number; 0 where it is rounding; the diagonal of chances is ours."""
    assert mine.shape == theirs.shape
    known = ~np.isnan(mine)
    if not known.any() or np.isnan(theirs[known]).any():
        return np.inf
    if not step.startswith("validated_relatedness") and not np.isnan(theirs[~known]).all():
        return np.inf
    gap = np.abs(mine - theirs)[known].max() / max(np.abs(mine[known]).max(), 1e-300)
    return 0.0 if gap <= LOOSE.get(step.split("/", maxsplit=1)[0].split(":", maxsplit=1)[0], NEAR) else float(gap)
