"""Speed and memory of the decision core, beside what the machine can do and beside other libraries: `make bench`.

    python -m benchmarks.decision                  ours, the machine's limits, and peers installed before
    python -m benchmarks.decision --install        the same, peers installed first (needs a package index)
    python -m benchmarks.decision --regions 2      a small run; times are told for 20 regions all the same

Workload A: 20 regions, each 1,000 candidates by 12 criteria, under 10,000 weightings: 200 million scores. The small
one: 20 candidates by 8 criteria, once. Peers stand in environments of their own under the cache folder, outside the
lock, and have no way to take many weightings at once, so theirs is one evaluation, multiplied by 200,000: extrapolated.
Times are those of the processor, one thread, so that a busy machine disturbs them less. Nothing here is a test.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "smartspec-bench"
EVALUATIONS = 200_000

PEERS = {
    "pymcdm": ("pymcdm==1.4.0", "pymcdm"),
    "scikit-criteria": ("scikit-criteria==0.10", "skcriteria"),
    "pyrepo-mcda": ("pyrepo-mcda==0.1.15", "pyrepo_mcda"),
    "pyDecision": ("pyDecision==5.1.8", "pyDecision"),
}

TIMING = """
import json, sys, time, warnings
import numpy as np
warnings.simplefilter("ignore")

def best(call, budget):
    call()
    times, start = [], time.process_time()
    while not times or (time.process_time() - start < budget and len(times) < 200):
        begun = time.process_time()
        call()
        times.append(time.process_time() - begun)
    return float(np.median(times))

def tables():
    for name, rows, columns in (("A", 1000, 12), ("small", 20, 8)):
        rng = np.random.default_rng(7)
        yield name, rng.random((rows, columns)) + 0.1, np.full(columns, 1 / columns), np.array([1, -1] * (columns // 2))
"""

CODE = {
    "pymcdm": """
from pymcdm.methods import PROMETHEE_II, TOPSIS, VIKOR, WSM
from pymcdm.normalizations import vector_normalization

def calls(x, w, ty):
    p, q = np.full(len(w), 0.4), np.full(len(w), 0.1)
    yield "weighted_sum", lambda: WSM()(x, w, ty)
    yield "topsis", lambda: TOPSIS(vector_normalization)(x, w, ty)
    yield "vikor", lambda: VIKOR()(x, w, ty)
    yield "promethee", lambda: PROMETHEE_II("vshape_2", p=p, q=q)(x, w, ty)
""",
    "scikit-criteria": """
from skcriteria import mkdm
from skcriteria.agg.simple import WeightedSumModel
from skcriteria.agg.topsis import TOPSIS
from skcriteria.agg.vikor import VIKOR
from skcriteria.pipelines import mkpipe
from skcriteria.preprocessing.invert_objectives import NegateMinimize
from skcriteria.preprocessing.scalers import MinMaxScaler, VectorScaler

def calls(x, w, ty):
    dm = mkdm(x, list(ty), weights=w)
    sums = mkpipe(NegateMinimize(), MinMaxScaler(target="matrix"), WeightedSumModel())
    close = mkpipe(NegateMinimize(), VectorScaler(target="matrix"), TOPSIS())
    vikor = VIKOR()
    yield "weighted_sum", lambda: sums.evaluate(dm)
    yield "topsis", lambda: close.evaluate(dm)
    yield "vikor", lambda: vikor.evaluate(dm)
""",
    "pyrepo-mcda": """
from pyrepo_mcda.mcda_methods import PROMETHEE_II, SAW, TOPSIS, VIKOR
from pyrepo_mcda.normalizations import minmax_normalization, vector_normalization

def calls(x, w, ty):
    rule = PROMETHEE_II()
    functions = [rule._linear_function] * len(w)
    p, q = np.full(len(w), 0.4), np.full(len(w), 0.1)
    yield "weighted_sum", lambda: SAW(normalization_method=minmax_normalization)(x, w, ty)
    yield "topsis", lambda: TOPSIS(normalization_method=vector_normalization)(x, w, ty)
    yield "vikor", lambda: VIKOR()(x, w, ty)
    yield "promethee", lambda: rule(x, w, ty, functions, p=p, q=q)
""",
    "pyDecision": """
from pyDecision.algorithm import promethee_ii, saw_method, topsis_method, vikor_method

def calls(x, w, ty):
    kinds, weights, turned = ["max" if sign > 0 else "min" for sign in ty], list(w), x * ty
    quiet = {"graph": False, "verbose": False}
    flat = [[value] * len(w) for value in (0.1, 0.0, 0.4)]
    yield "weighted_sum", lambda: saw_method(x, kinds, weights, **quiet)
    yield "topsis", lambda: topsis_method(x, weights, kinds, **quiet)
    yield "vikor", lambda: vikor_method(x, weights, kinds, **quiet)
    yield "promethee", lambda: promethee_ii(turned, weights, *flat, ["t5"] * len(w), sort=False, **quiet)
""",
}

PEER = """
import contextlib, io, resource
found = {}
for name, x, w, ty in tables():
    for rule, call in calls(x, w, ty):
        with contextlib.redirect_stdout(io.StringIO()):
            if rule == "promethee" and name == "A" and SLOW:
                share = 100
                for again, call in calls(x[:share], w, ty):
                    if again == rule:
                        found[name + " " + rule] = best(call, 1.0) * (len(x) / share) ** 2
            else:
                found[name + " " + rule] = best(call, 1.0)
found["mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps(found))
"""

OURS = """
import resource
import pandas as pd, xarray as xr
from smartspec import decision

found = {}
for name, x, w, ty in tables():
    if name == "A":
        continue
    names = [f"k{i}" for i in range(x.shape[1])]
    t = decision.table(pd.DataFrame(x, columns=names), wish={n: "more" if s > 0 else "less" for n, s in zip(names, ty)})
    found["small weighted_sum"] = best(lambda: decision.weighted_sum(t), 1.0)
    found["small topsis"] = best(lambda: decision.topsis(t), 1.0)
    found["small vikor"] = best(lambda: decision.vikor(t), 1.0)
    found["small promethee"] = best(lambda: decision.promethee(t, p=0.4, q=0.1), 1.0)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
regions = int(sys.argv[1])
rng = np.random.default_rng(7)
names = [f"k{i}" for i in range(12)]
axes = {"region": np.arange(regions), "candidate": [f"c{i}" for i in range(1000)], "criterion": names}
wish = {name: "more" if i % 2 == 0 else "less" for i, name in enumerate(names)}
array = xr.DataArray(rng.random((regions, 1000, 12)) + 0.1, coords=axes, dims=list(axes))
t = decision.table(array, wish=wish)
drawn = decision.draw_weights(t, draws=10_000, seed=7)
for rule, options in (("weighted_sum", {}), ("topsis", {}), ("vikor", {}), ("promethee", {"p": 0.4, "q": 0.1})):
    start = time.process_time()
    for block in decision.score_weightings(t, drawn, rule=rule, options=options):
        pass
    found["A " + rule] = (time.process_time() - start) * 20 / regions
start = time.process_time()
decision.rank_acceptability(t, rules=["weighted_sum"], draws=10_000, seed=7, ranks=20)
found["A acceptability"] = (time.process_time() - start) * 20 / regions
found["mb"], found["mb loaded"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, before
print(json.dumps(found))
"""

LIMITS = """
rng = np.random.default_rng(7)
terms, w, out = rng.random((12, 1000)), rng.random((10_000, 12)), np.empty((20, 1000))

def products():
    for start in range(0, 10_000, 20):
        np.matmul(w[start : start + 20], terms, out=out)

scores = rng.random((1000, 1000))
places = rng.integers(0, 1000, size=(1000, 1000))

def sorts():
    for start in range(0, 1000, 20):
        np.sort(scores[start : start + 20], axis=1)

def counts():
    for row in places:
        np.bincount(row, minlength=1000)

product, sort, count = 20 * best(products, 1.0), 200 * best(sorts, 1.0), 200 * best(counts, 1.0)
print(json.dumps({"product": product, "sort": sort, "count": count}))
"""

AIMS = {"weighted_sum": 1.0, "promethee": 1.0, "topsis": 2.0, "acceptability": 6.0}


def measured(python: str, code: str, *arguments: str) -> dict[str, float]:
    """Run code in a process of its own, with one thread of algebra, and read what it printed last."""
    one = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    command = [python, "-c", TIMING + code, *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, **one})
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def peers(*, install: bool) -> dict[str, dict[str, float]]:
    """What each peer that is there takes; the others are named."""
    found = {}
    for name, (wanted, module) in PEERS.items():
        place = CACHE / name
        python = place / "bin" / "python"
        if install and not python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
        if install:
            subprocess.run([str(python), "-m", "pip", "install", "-qq", wanted], check=True)
        if (
            not python.exists()
            or subprocess.run([str(python), "-c", f"import {module}"], check=False, capture_output=True).returncode
        ):
            print(f"{name}: not installed; python -m benchmarks.decision --install puts it into {CACHE}")
            continue
        slow = f"SLOW = {name != 'pymcdm'}\n"
        found[name] = measured(str(python), CODE[name] + slow + PEER)
    return found


def main() -> None:
    """Measure and print, each beside its aim, its limit and the peers."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.decision")
    parser.add_argument("--regions", type=int, default=20)
    parser.add_argument("--install", action="store_true")
    told = parser.parse_args()
    limits = measured(sys.executable, LIMITS)
    ours = measured(sys.executable, OURS, str(told.regions))
    theirs = peers(install=told.install)
    bound = {
        "weighted_sum": limits["product"],
        "promethee": limits["product"],
        "topsis": 2 * limits["product"],
        "acceptability": limits["product"] + limits["sort"] + limits["count"],
    }
    print(f"Workload A, 20 regions ({told.regions} run), processor seconds; peers: one evaluation x {EVALUATIONS:,}")
    print(f"{'':16}{'ours':>8}{'aim':>6}{'limit':>8}{'x limit':>9}" + "".join(f"{name:>26}" for name in theirs))
    for rule in ("weighted_sum", "topsis", "promethee", "vikor", "acceptability"):
        own = ours[f"A {rule}"]
        line = f"{rule:16}{own:8.2f}{AIMS.get(rule, ''):>6}"
        line += f"{bound[rule]:8.2f}{own / bound[rule]:9.1f}" if rule in bound else f"{'':17}"
        for name in theirs:
            seconds = theirs[name].get(f"A {rule}")
            cell = "" if seconds is None else f"{seconds * EVALUATIONS:,.0f} ({seconds * EVALUATIONS / own:,.0f}x)"
            line += f"{cell:>26}"
        print(line)
    print(f"limits: matrix product {limits['product']:.2f}, sort {limits['sort']:.2f}, counting {limits['count']:.2f}")
    print("\nOne evaluation of 20 x 8, milliseconds")
    for rule in ("weighted_sum", "topsis", "promethee", "vikor"):
        cells = [f"ours {ours[f'small {rule}'] * 1e3:.2f}"]
        cells += [f"{name} {own[f'small {rule}'] * 1e3:.2f}" for name, own in theirs.items() if f"small {rule}" in own]
        print(f"{rule:16}" + "   ".join(cells))
    print("\nPeak memory, MB: " + "   ".join([f"ours {ours['mb']:.0f} (loaded {ours['mb loaded']:.0f}, aim 300)",
          *(f"{name} {own['mb']:.0f}" for name, own in theirs.items())]))  # fmt: skip


if __name__ == "__main__":
    main()
