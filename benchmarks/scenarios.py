"""Speed and memory of the scenario model and of scenario discovery, beside plainer ways: `make bench`.

    python -m benchmarks.scenarios             ours, a plain loop per future, the EMA workbench if installed before
    python -m benchmarks.scenarios --install   the same, the workbench installed first (needs a package index)

Workload: 10,000 futures, 3 variants, 20 regions, 19 activities, 15 years; trend, variance, prices, demand, support and
displacement on. The plain loop runs the same equations future by future in NumPy; the workbench runs that loop as its
model. Both are timed on part of the futures and multiplied: extrapolated. Discovery: 10,000 futures by 20 factors.
Times are those of the processor. Nothing here is a test.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "smartspec-bench"
PEER = ("ema_workbench==2.5.3", "ema_workbench")
FUTURES, VARIANTS, REGIONS, ACTIVITIES, YEARS = 10_000, 3, 20, 19, 15
PART = 300

OURS = """
import json, resource, sys, time
import numpy as np, xarray as xr
import smartspec
from smartspec.foresight import scenarios as s
n, k, r, a, t = map(int, sys.argv[1:6])
rng = np.random.default_rng(1)
at = {"region": [f"R{i}" for i in range(r)], "activity": [f"A{i}" for i in range(a)]}
index = smartspec.label(100 * np.exp(0.03 + 0.05 * rng.standard_normal((14, r, a))), year=range(2011, 2025), **at)
met = smartspec.label(0.2 * rng.standard_normal((14, r)), year=range(2011, 2025), region=at["region"])
prices = xr.Dataset({"response": ("activity", rng.random(a)), "response_error": ("activity", np.full(a, 0.1))},
                    {"activity": at["activity"]})
economy = s.Economy(s.fit_growth(index, met), smartspec.label(rng.random((r, a)) * 100, **at), prices=prices,
                    extraction=("A1",))
sizes = {"support": s.Size(0, 1), "delay": s.Size(0, 3), "displacement": s.Size(0, 0.5)}
sizes |= {f"demand.{code}": s.Size(-0.01, 0.01) for code in at["activity"]}
changes = smartspec.label(0.2 * rng.standard_normal((n, t, r)), future=range(n), step=range(1, t + 1),
                          region=at["region"])
main = smartspec.label(0.2 * rng.standard_normal((n, t)), future=range(n), step=range(1, t + 1))
names = [f"V{i}" for i in range(k)]
levers = {name: s.Lever(share=0.01 * place, start=2026) for place, name in enumerate(names)}
targets = smartspec.label(rng.random((k, r, a)) < 0.2, variant=names, **at)
kinds = ("trend", "variance", "price_on_volume", "price_on_value", "demand", "support", "displacement")
on = {key: key in kinds for key in s.MECHANISMS}
start = time.process_time()
s.simulate(economy, s.Futures(changes, main, s.sample(sizes, futures=n, seed=1), 2024, 3), on=on, levers=levers,
           targets=targets)
print(json.dumps({"seconds": time.process_time() - start,
                  "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""

PLAIN = """
import json, sys, time
import numpy as np
n, k, r, a, t = map(int, sys.argv[1:6])
rng = np.random.default_rng(1)
past, value = 0.05 * rng.standard_normal((14, r, a)), rng.random((r, a)) * 100
targets = rng.random((k, r, a)) < 0.2

def one(seed=0, effect=0.5, delay=1.0, displacement=0.2, **more):
    rng = np.random.default_rng(int(seed))
    trend = 0.03 + 0.01 * rng.standard_normal((r, a))
    response = 0.1 * rng.standard_normal((r, a))
    answer, demand = rng.random(a), 0.01 * (rng.random(a) - 0.5)
    moved, main = 0.2 * rng.standard_normal((t, r)), 0.2 * rng.standard_normal(t).cumsum()
    picks = rng.integers(0, 14, t)
    ends = []
    for variant in range(k):
        volume = value
        for step in range(t):
            base = volume * np.exp(trend + response * moved[step][:, None] + past[picks[step]])
            there = np.where(targets[variant], base, 0).sum(-1)
            spent = 0.01 * variant * value.sum(-1) * (step >= 1 + np.ceil(delay))
            lift = np.where(there > 0, effect * spent / np.where(there > 0, there, 1), 0)
            gain = base * np.expm1(lift)[:, None] * targets[variant]
            others = np.where(targets[variant], 0, base)
            room = others.sum(-1, keepdims=True)
            lost = np.minimum(displacement * gain.sum(-1, keepdims=True) / np.where(room > 0, room, 1), 1) * others
            volume = base + base * np.expm1(demand) + gain - lost
            worth = (volume * np.exp(answer * main[step])).sum(-1)
        ends.append(worth)
    return np.array(ends)
"""

LOOP = (
    PLAIN
    + """
start = time.process_time()
for future in range(n):
    one(future)
print(json.dumps({"seconds": time.process_time() - start}))
"""
)

WORKBENCH = (
    PLAIN
    + """
import warnings
warnings.simplefilter("ignore")
from ema_workbench import ArrayOutcome, Model, RealParameter, SequentialEvaluator, ema_logging
model = Model("m", function=lambda **given: {"end": one(**given).ravel()})
model.uncertainties = [RealParameter("seed", 0, 1e6), RealParameter("effect", 0, 1), RealParameter("delay", 0, 3),
                       RealParameter("displacement", 0, 0.5)]
model.outcomes = [ArrayOutcome("end")]
start = time.process_time()
with SequentialEvaluator(model) as evaluator:
    evaluator.perform_experiments(n)
print(json.dumps({"seconds": time.process_time() - start}))
"""
)

DATA = """
import json, time, warnings
warnings.simplefilter("ignore")
import numpy as np
rng = np.random.default_rng(1)
x = rng.random((10_000, 20))
bad = (x[:, 0] < 0.4) & (x[:, 1] > 0.5) & (rng.random(10_000) < 0.9)
"""

OUR_BOX = (
    DATA
    + """
import smartspec
from smartspec.foresight import discovery
table = smartspec.label(x, future=range(10_000), factor=[f"f{i}" for i in range(20)])
fails = smartspec.label(bad, future=range(10_000))
start = time.process_time()
discovery.prim(table, fails)
print(json.dumps({"seconds": time.process_time() - start}))
"""
)

THEIR_BOX = (
    DATA
    + """
import pandas as pd
from ema_workbench.analysis import prim
start = time.process_time()
prim.Prim(pd.DataFrame(x, columns=[f"f{i}" for i in range(20)]), bad.astype(int), threshold=0.5,
          threshold_type=prim.ABOVE).find_box()
print(json.dumps({"seconds": time.process_time() - start}))
"""
)


def _timed(python: str, code: str, futures: int) -> dict[str, float]:
    """What a piece of code printed, run in a process of its own, on one thread."""
    sizes = [str(size) for size in (futures, VARIANTS, REGIONS, ACTIVITIES, YEARS)]
    alone = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run([python, "-c", code, *sizes], check=True, capture_output=True, text=True, env=alone)
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def _peer(*, install: bool) -> str | None:
    """The workbench's Python, or None where it is not installed."""
    folder = CACHE / PEER[1]
    python = folder / "bin" / "python"
    if install and not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-qq", PEER[0]], check=True)
    return str(python) if python.exists() else None


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--install", action="store_true", help="install the EMA workbench first")
    parser.add_argument("--python", help="a Python that has the EMA workbench")
    wanted = parser.parse_args()
    ours = _timed(sys.executable, OURS, FUTURES)
    print(f"model: ours {ours['seconds']:.1f} s, {ours['mb']:,.0f} MB (aims 10 s, 2,000 MB)")
    loop = _timed(sys.executable, LOOP, PART)["seconds"] * FUTURES / PART
    print(f"model: plain loop {loop:.0f} s, {loop / ours['seconds']:.0f} times ours (from {PART} futures)")
    peer = wanted.python or _peer(install=wanted.install)
    if peer:
        runner = _timed(peer, WORKBENCH, PART)["seconds"] * FUTURES / PART
        print(f"model: EMA workbench {runner:.0f} s, {runner / ours['seconds']:.0f} times ours (from {PART} futures)")
    box = _timed(sys.executable, OUR_BOX, FUTURES)["seconds"]
    print(f"box: ours {box:.2f} s (aim 1 s)")
    if peer:
        theirs = _timed(peer, THEIR_BOX, FUTURES)["seconds"]
        print(f"box: EMA workbench {theirs:.2f} s, {theirs / box:.0f} times ours")
    else:
        print("the EMA workbench is not installed; see --install")


if __name__ == "__main__":
    main()
