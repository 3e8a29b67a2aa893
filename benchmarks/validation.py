"""Time and memory of the test on the past, each in a process of its own: `make bench`.

    python -m benchmarks.validation [kazakhstan | large]

Nothing here is a test: a busy machine is slow. The aims stand beside what was measured.
"""

from __future__ import annotations

import json
import subprocess
import sys

KAZAKHSTAN = """
import json, resource, tempfile, time
from pathlib import Path
from smartspec.study.run import run
from smartspec.study.scaffold import new_study
from smartspec.study.steps.validation import validation
with tempfile.TemporaryDirectory() as place:
    new_study(Path(place) / "study", pack="kz", texts={})
    done = run(Path(place) / "study")
start = time.perf_counter()
validation(done.given())
mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": time.perf_counter() - start, "mb": mb}))
"""

LARGE = """
import json, resource, time
import numpy as np, xarray as xr
from smartspec.diagnosis.entries import entries, predictors
from smartspec.study.steps.validation import trial
regions, activities, years = 1_000, 600, 20
rng = np.random.default_rng(1)
has, needs = rng.random((regions, 8)) < 0.4, rng.random((activities, 8)) < 0.35
fit = (has[:, None, :] & needs[None, :, :]).sum(2) / np.maximum(needs.sum(1), 1)
level = 1.6 * (fit - 0.5) + 0.8 * rng.standard_normal(fit.shape)
path = np.empty((years, regions, activities))
for year in range(years):
    level = level + np.where(level < 0, 0.05 * (fit - 0.4), 0) + 0.12 * rng.standard_normal(fit.shape)
    path[year] = np.exp(level)
quotient = xr.DataArray(
    path,
    coords={"year": range(2000, 2000 + years), "region": np.arange(regions), "activity": np.arange(activities)},
    dims=("year", "region", "activity"),
)
size = xr.DataArray(rng.gamma(2, 1, (years, regions)), coords={"year": quotient.year, "region": quotient.region},
                    dims=("year", "region"))
start = time.perf_counter()
outcome = entries(quotient)
known = predictors(quotient, outcome.window.values.tolist(), size=size)
ready = time.perf_counter() - start
found = trial(outcome, known, draws=200, seed=1, least=30)
mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": time.perf_counter() - start, "predictors": ready, "mb": mb,
                  "events": int(found["events"]), "candidates": int(found["candidates"]),
                  "badge": str(found["badge"].sel(way="model_density").item())}))
"""

CASES = {
    "kazakhstan": (KAZAKHSTAN, "every start, leave-region-out, 1,000 draws", "20 s"),
    "large": (LARGE, "1,000 regions x 600 activities x 20 years, ten folds, 200 draws", "300 s, 6144 MB"),
}


def main(names: list[str]) -> None:
    """Measure and print, each beside its aim."""
    for name in names or list(CASES):
        code, about, aim = CASES[name]
        made = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
        found = json.loads(made.stdout)
        told = ", ".join(
            f"{key} {value:,.1f}" if isinstance(value, float) else f"{key} {value}" for key, value in found.items()
        )
        print(f"{name}: {about}\n  {told}; aim {aim}")


if __name__ == "__main__":
    main(sys.argv[1:])
