"""Time and memory of the measures beside the bare operations and beside every peer: `make bench`.

    python -m benchmarks.measures                     the chain at two sizes: some minutes
    python -m benchmarks.measures --full              all sizes, the panel, and every measure a peer has too: hours
    python -m benchmarks.measures --sizes 1000x650 --steps chain fitness --libraries econcomplex

Every step of every library runs in a process of its own on the same two threads; rounds alternate between libraries,
and a ratio is the median over rounds of two times taken in the same round. Peers stand in environments of their own
under the cache folder, outside the lock; without a package index those that are not there are named and left out.
Nothing here is a test.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from benchmarks.measures.peers import CACHE, PEERS, environment, run

OURS, BARE = "smartspec", "limits"
CHAIN = ["location_quotient", "presence", "proximity", "relatedness_density", "economic_complexity", "outlook_index"]
STEPS = [*CHAIN, "chain", "fitness"]
QUICK = ["20x100", "250x1200"]
SIZES = [*QUICK, "1000x650", "5000x1300", "5000x10000"]
PANEL = "30x250x1200"
SHELF = "250x1200"
HUGE = 4_000_000
"""Cells from which a step of ours runs once a round, and peers, which take hours, are not asked."""

Answer = dict[str, Any]
Found = dict[tuple[str, str, str], list[Answer]]
"""What each library answered for a step at a size, round by round."""


def measured(pythons: dict[str, Path], known: dict[str, list[str]], told: argparse.Namespace) -> Found:
    """All the steps asked for, round by round."""
    found: Found = defaultdict(list)
    for size in told.sizes:
        *years, regions, activities = (int(part) for part in size.split("x"))
        steps = ["panel"] if years else [step for step in told.steps if step != "panel"]
        cells = regions * activities
        for step in steps:
            able = [name for name in pythons if step in known[name] and (cells < HUGE * 2 or name in (OURS, BARE))]
            for _ in range(told.rounds):
                for name in able:
                    before = found[size, step, name]
                    if any("over" in answer or "fault" in answer for answer in before):
                        continue
                    budget = 0.0 if cells >= HUGE else told.budget
                    place = ("time", name, step, regions, activities, *(years or [0]), budget)
                    answer = run(pythons[name], *place, limit=told.limit)
                    if not answer.get("missing"):
                        before.append(answer)
                    print(f"{size} {step} {name}: {said(answer)}", file=sys.stderr)
    return found


def said(answer: Answer) -> str:
    """One answer in words."""
    if "seconds" in answer:
        return f"{shown(answer['seconds'])}, {answer['mb']:.0f} MB"
    return answer.get("fault") or (f"over {answer['over']:.0f} s" if "over" in answer else "not asked")


def shown(seconds: float) -> str:
    """A time in the unit that suits it."""
    if seconds >= 1:
        return f"{seconds:.2f} s" if seconds < 10 else f"{seconds:.0f} s"
    return f"{seconds * 1e3:.1f} ms" if seconds >= 1e-3 else f"{seconds * 1e3:.3f} ms"


def ratio(found: Found, size: str, step: str, first: str, second: str) -> float | None:
    """Median over rounds of the two times of a round."""
    pairs = zip(found[size, step, first], found[size, step, second], strict=False)
    each = [a["seconds"] / b["seconds"] for a, b in pairs if "seconds" in a and "seconds" in b]
    return median(each) if each else None


def cell(found: Found, size: str, step: str, name: str, *, against: str) -> str:
    """Median time, its ratio to another library's, and the largest memory."""
    answers = found[size, step, name]
    if not answers:
        return ""
    times = [answer["seconds"] for answer in answers if "seconds" in answer]
    if not times:
        return said(answers[-1])
    times_other = ratio(found, size, step, name, against)
    beside = f" ({times_other:.3g}x)" if times_other is not None and name != against else ""
    return f"{shown(median(times))}{beside}, {max(answer['mb'] for answer in answers if 'mb' in answer):.0f} MB"


def report(found: Found, names: list[str], told: argparse.Namespace) -> None:
    """One table for each size: a row for each step, a column for each library, ratios to ours."""
    for size in told.sizes:
        steps = list(dict.fromkeys(step for at, step, _ in found if at == size))
        there = [name for name in names if any(found[size, step, name] for step in steps)]
        print(f"\n{size} (ratios to {OURS})\n")
        print("| step | " + " | ".join("bare" if name == BARE else name for name in there) + " |")
        print("|---" * (len(there) + 1) + "|")
        for step in steps:
            cells = [cell(found, size, step, name, against=OURS) for name in there]
            print(f"| {step} | " + " | ".join(cells) + " |")


def machine() -> str:
    """The processor, the memory and the libraries that bear on a time."""
    model, memory = platform.processor() or platform.machine(), ""
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next((line.split(": ", 1)[1] for line in lines if line.startswith("model name")), model)
        memory = f", {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB"
    return f"{model}, {os.cpu_count()} processors{memory}, Python {platform.python_version()}, numpy {np.__version__}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.measures", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--full", action="store_true", help="all sizes, the panel, every shared measure")
    parser.add_argument("--sizes", nargs="+", help="such as 250x1200 or 30x250x1200")
    parser.add_argument("--steps", nargs="+", help="such as chain fitness proximity")
    parser.add_argument("--libraries", nargs="*", help="peers to ask; all if left out")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--budget", type=float, default=0.5, help="seconds of repetitions in one process")
    parser.add_argument("--limit", type=float, default=300, help="seconds after which a step is given up")
    parser.add_argument("--cache", type=Path, default=CACHE, help="where peers' environments stand")
    parser.add_argument("--no-install", action="store_true", help="use the peers that are there")
    told = parser.parse_args()
    shelf = told.full and not told.steps
    told.sizes = told.sizes or ([*SIZES, PANEL] if told.full else QUICK)
    told.steps = told.steps or STEPS
    wanted = PEERS if told.libraries is None else told.libraries
    found_at = {name: environment(name, cache=told.cache, install=not told.no_install) for name in wanted}
    pythons = {BARE: Path(sys.executable), OURS: Path(sys.executable)}
    pythons |= {name: python for name, python in found_at.items() if python is not None}
    print(machine())
    known = {name: run(python, "names", name)["names"] for name, python in pythons.items()}
    report(measured(pythons, known, told), list(pythons), told)
    if shelf:
        told.sizes = [SHELF]
        peers = [known[name] for name in pythons if name not in (OURS, BARE)]
        told.steps = sorted(set(known[OURS]).intersection(set().union(*peers)) - set(STEPS))
        report(measured(pythons, known, told), list(pythons), told)


if __name__ == "__main__":
    main()
