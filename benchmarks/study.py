"""Time and memory of the Kazakhstan study, each measured in a process of its own: `make bench`.

    python -m benchmarks.study

Nothing here is a test: a busy machine is slow. The aims stand beside what was measured.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

IMPORT = "import time; t = time.perf_counter(); import smartspec; print(time.perf_counter() - t)"

COMPUTE = """
import json, resource, sys, time
from pathlib import Path
from smartspec.study.file import read_study
from smartspec.study.load import load_inputs
from smartspec.study.run import compute
from smartspec.study.cache import Cache
import smartspec.decision, smartspec.measures, pandas
folder = Path(sys.argv[1])
start = time.perf_counter()
study = read_study(folder / "study.yaml")
cache = Cache(folder / ".smartspec" / "cache")
inputs = load_inputs(study, folder, keep=folder / ".smartspec" / "received", cache=cache)
done = compute(study, inputs, cache=cache, folder=folder)
seconds = time.perf_counter() - start
mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": seconds, "reused": len(done.reused), "mb": mb}))
"""

COMMAND = """
import resource, subprocess, sys, time
start = time.perf_counter()
command = [sys.executable, "-m", "smartspec.cli", "run", sys.argv[1], "--report", "en"]
subprocess.run(command, check=True, capture_output=True)
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""


def _python(code: str, *arguments: str) -> str:
    return subprocess.run([sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True).stdout


def main() -> None:
    """Measure and print, each beside its aim."""
    from smartspec.study.scaffold import new_study

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "study"
        new_study(folder, pack="kz", texts={})
        cold = json.loads(_python(COMPUTE, str(folder)))
        path = folder / "study.yaml"
        path.write_text(
            path.read_text(encoding="utf-8")
            + "\nranking: {weights: {mass: 2, specialisation: 1, dynamics: 1, contribution: 1, "
            + "future: 1, robustness: 1}}\n",
            encoding="utf-8",
        )
        warm = json.loads(_python(COMPUTE, str(folder)))
        same = json.loads(_python(COMPUTE, str(folder)))
        seconds, mb = map(float, _python(COMMAND, str(folder)).split())
    loaded = min(float(_python(IMPORT)) for _ in range(3))
    rows = [
        ("import smartspec", f"{loaded:.3f} s", "0.2 s"),
        ("computation, cold cache", f"{cold['seconds']:.2f} s", "2 s"),
        ("computation, one weight changed", f"{warm['seconds']:.2f} s, {warm['reused']} stages reused", "0.2 s"),
        ("computation, nothing changed", f"{same['seconds']:.2f} s", ""),
        ("smartspec run with a report in one language", f"{seconds:.1f} s", "15 s"),
        ("peak memory, computation / run with report", f"{cold['mb']:.0f} / {mb:.0f} MB", "500 MB"),
    ]
    for name, found, aim in rows:
        print(f"{name:46} {found:34} {'aim ' + aim if aim else ''}")


if __name__ == "__main__":
    main()
