"""One library's steps in a process of their own, run by the interpreter of its environment; prints one line of JSON.

    python run.py names LIBRARY                                       the steps it knows
    python run.py time LIBRARY STEP REGIONS ACTIVITIES YEARS BUDGET    median seconds, runs, peak memory of the calls
    python run.py values LIBRARY IN.npz OUT.npz                        the numbers of every step, for comparison

Needs numpy and the library. Threads are set before numpy is loaded, and the process is pinned to as many processors.
"""

import os

THREADS = 2
for name in ("OMP", "OPENBLAS", "MKL", "NUMBA", "BLIS"):
    os.environ[name + "_NUM_THREADS"] = str(THREADS)
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:THREADS])

import contextlib  # noqa: E402
import importlib.util  # noqa: E402
import io  # noqa: E402
import json  # noqa: E402
import resource  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
import warnings  # noqa: E402
from pathlib import Path  # noqa: E402

import numpy as np  # noqa: E402
from tables import Given, amounts  # noqa: E402

MOST = 400


def library(name):
    """The file that says what the library is asked, under a name that does not hide the library itself."""
    place = Path(__file__).parent / "libraries" / f"{name}.py"
    spec = importlib.util.spec_from_file_location("asked", place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def memory():
    """Most memory used so far, MB; on Linux since `forget`."""
    with contextlib.suppress(OSError), open("/proc/self/status") as lines:
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


def forget():
    """Start counting memory anew, where the system can."""
    with contextlib.suppress(OSError), open("/proc/self/clear_refs", "w") as switch:
        switch.write("5")


def timed(asked, step, regions, activities, years, budget):
    """Seconds of a step: the first call is not counted unless it alone takes longer than the budget."""
    given = Given(amounts(regions, activities, years))
    steps = asked.steps(given)
    if step not in steps or step in getattr(asked, "UNTIMED", ()):
        return {"missing": True}
    call, before = steps[step], memory()
    forget()
    start = time.perf_counter()
    call()
    first = time.perf_counter() - start
    peak, times = memory(), []
    while first < budget and len(times) < MOST and sum(times) < budget:
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return {"seconds": float(np.median(times or [first])), "runs": len(times) or 1, "mb": peak, "before": before}


def flat(found):
    """Whatever a library answers with as plain arrays."""
    if isinstance(found, dict):
        return [array for value in found.values() for array in flat(value)]
    if isinstance(found, (tuple, list)):
        return [array for value in found for array in flat(value)]
    return [np.asarray(found.toarray() if hasattr(found, "toarray") else found, dtype=float)]


def main():
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    what, name, *rest = sys.argv[1:]
    asked = library(name)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        if what == "time":
            step, *size, budget = rest
            answer = timed(asked, step, *map(int, size), float(budget))
        elif what == "names":
            answer = {
                "names": sorted({**asked.steps(Given(amounts(20, 30))), **asked.steps(Given(amounts(20, 30, 2)))})
            }
        else:
            source, target = rest
            answer, kept = {}, {}
            for step, call in asked.steps(Given.read(source)).items():
                if step in {"chain", "panel"}:
                    continue
                try:
                    kept |= {f"{step}/{i}": array for i, array in enumerate(flat(call()))}
                except Exception as defect:  # a peer's failure is a finding, and is told
                    answer[step] = f"{type(defect).__name__}: {defect}"
            np.savez(target, **kept)
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
