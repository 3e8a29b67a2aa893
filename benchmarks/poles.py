"""Time and memory of the interval of relatedness density, beside the bare products it is made of: `make bench`.

    python -m benchmarks.poles

250 regions by 1,200 activities, 200 draws of regions. A bare product is presence times proximity in single precision;
the aim is three times 200 of them. Nothing here is a test: a busy machine is slow, so both take turns and the best
of each counts.
"""

from __future__ import annotations

import resource
import time
import warnings

import numpy as np
import xarray as xr

from smartspec import measures
from smartspec.diagnosis.poles import density_interval

REGIONS, ACTIVITIES, DRAWS, ROUNDS = 250, 1_200, 200, 3


def pattern() -> xr.DataArray:
    """Presence of a quarter of the cells, more of it in diversified regions."""
    rng = np.random.default_rng(1)
    chance = np.clip(rng.beta(2, 6, (REGIONS, 1)) + rng.normal(0, 0.05, (1, ACTIVITIES)), 0.02, 0.9)
    held = rng.random((REGIONS, ACTIVITIES)) < chance
    codes = {"region": [f"r{n}" for n in range(REGIONS)], "activity": [f"a{n}" for n in range(ACTIVITIES)]}
    return xr.DataArray(held.astype(np.float32), coords=codes, dims=("region", "activity"))


def main() -> None:
    """Measure and print, each beside its aim."""
    held = pattern()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        near = np.nan_to_num(measures.proximity(held).values).astype(np.float32)
    bare, ours = [], []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        for _ in range(DRAWS):
            held.values @ near
        bare.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        density_interval(held, draws=DRAWS, seed=1)
        ours.append(time.perf_counter() - begun)
    times = min(ours) / min(bare)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = [
        (f"{DRAWS} bare products", f"{min(bare):.2f} s", ""),
        (f"density with {DRAWS} draws of regions", f"{min(ours):.2f} s, {times:.2f} times", "3 times"),
        ("peak memory", f"{peak:.0f} MB", ""),
    ]
    for name, found, aim in rows:
        print(f"{name:46} {found:34} {'aim ' + aim if aim else ''}")


if __name__ == "__main__":
    main()
