"""Portfolios re-solved over 1,000 scenarios, beside the linear bound that no way of solving can undercut.

    python -m benchmarks.portfolio

1,000 candidates, 5 budgets; once with budgets alone, once with minima and maxima for 20 regions and ceilings for 12
themes. Nothing here is a test: a busy machine is slow. The aims stand beside what was measured.
"""

from __future__ import annotations

import resource
import time

import numpy as np
import pandas as pd
import xarray as xr

from smartspec.decision import GroupLimit, PortfolioProblem, choose, choose_each, portfolio_problem
from smartspec.decision.portfolio._rows import rows_of, solver

CANDIDATES, BUDGETS, SCENARIOS, REGIONS, THEMES = 1000, 5, 1000, 20, 12


def made_up(*, limited: bool, seed: int = 0) -> PortfolioProblem:
    """A problem of full size, its values scattered by a fifth from scenario to scenario."""
    rng = np.random.default_rng(seed)
    names, years = [f"c{place}" for place in range(CANDIDATES)], list(range(2026, 2026 + BUDGETS))
    costs = rng.uniform(1, 10, (CANDIDATES, BUDGETS)) * (rng.random((CANDIDATES, BUDGETS)) < 0.7) + 0.1
    values = rng.uniform(1, 10, CANDIDATES) * rng.lognormal(0, 0.2, (SCENARIOS, CANDIDATES))
    groups = {
        "region": dict(zip(names, rng.integers(0, REGIONS, CANDIDATES).tolist(), strict=True)),
        "theme": dict(zip(names, rng.integers(0, THEMES, CANDIDATES).tolist(), strict=True)),
    }
    limits = [GroupLimit("region", region, least=8, most=22) for region in range(REGIONS)]
    limits += [GroupLimit("theme", theme, most=35) for theme in range(THEMES)]
    coords = {"draw": range(SCENARIOS), "candidate": names}
    return portfolio_problem(
        xr.DataArray(values, coords=coords, dims=("draw", "candidate")),
        costs=pd.DataFrame(costs, index=names, columns=years),
        budgets=dict(zip(years, 0.3 * costs.sum(axis=0), strict=True)),
        groups=groups,
        limits=limits if limited else (),
    )


def linear(problem: PortfolioProblem) -> float:
    """Seconds the linear relaxations alone take, each started from the one before."""
    rows = rows_of(problem)
    costs = rows.costs(problem.values.to_numpy())
    made, columns = solver(rows, costs[0], whole=False), np.arange(costs.shape[1], dtype=np.int32)
    start = time.perf_counter()
    for cost in costs:
        made.changeColsCost(len(columns), columns, cost)
        made.run()
    return time.perf_counter() - start


def main() -> None:
    """Measure and print, each beside its aim."""
    print(f"{SCENARIOS:,} scenarios of {CANDIDATES:,} candidates under {BUDGETS} budgets")
    for name, limited, aim in (("budgets alone", False, 5), ("regional and theme limits too", True, 20)):
        problem = made_up(limited=limited)
        limit = linear(problem)
        start, busy = time.perf_counter(), time.process_time()
        found = choose_each(problem)
        seconds, busy = time.perf_counter() - start, time.process_time() - busy
        gap = found["gap"]
        print(f"{name:32} {seconds:.2f} s, {busy:.2f} s of processor{'':22} aim {aim} s")
        print(f"{'':32} {seconds / limit:.1f} times the linear bound alone")
        print(f"{'':32} gap {float(gap.mean()):.3%} mean, {float(gap.max()):.3%} largest               aim 0.5 % mean")
        print(f"{'':32} {float(found['settled'].mean()):.0%} of choices proven")
        start = time.perf_counter()
        one = choose(problem, gap=1e-3)
        print(f"{'':32} reference by MIP {time.perf_counter() - start:.1f} s, gap {one['gap'].item():.3%}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
