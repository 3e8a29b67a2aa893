"""Findings: one record per direction, with the numbers behind it and the key that tells its story.

findings    all directions of a run, and what was found for regions without one
"""

from __future__ import annotations

from typing import Any

import numpy as np

from smartspec.study.run import Run

__all__ = ["findings"]

NUMBERS = (
    ("specialisation", "quotient"),
    ("specialisation", "lowest_quotient"),
    ("specialisation", "highest_quotient"),
    ("specialisation", "adjusted_quotient"),
    ("specialisation", "held_quotient"),
    ("specialisation", "latest_quotient"),
    ("specialisation", "share"),
    ("dynamics", "growth"),
    ("dynamics", "contribution"),
    ("futures", "survival"),
    ("ranking", "rank"),
    ("ranking", "first"),
    ("ranking", "within"),
)


def _number(run: Run, stage: str, name: str, region: str, activity: str) -> float | None:
    if name not in run.results[stage]:
        return None
    value = float(run.results[stage][name].sel(region=region, activity=activity))
    return value if np.isfinite(value) else None


def findings(run: Run) -> list[dict[str, Any]]:
    """All directions of a run, region by region.

    Parameters
    ----------
    run
        A finished run.

    Returns
    -------
    list of dict
        Per region: `region`, `type`, `strengths` (codes of candidates), and `directions`, each with its `key` for
        `explain`, its class, its numbers (None where unknown), whether a figure it rests on stands out, and the gates
        that wait for somebody.
    """
    results = run.results
    chosen, listed = results["directions"]["chosen"], results["long_list"]
    found = []
    for region in [str(code) for code in chosen.region.values]:
        ranks = results["ranking"]["rank"].sel(region=region)
        codes = [code for code in run.inputs.activities if bool(chosen.sel(region=region, activity=code))]
        codes.sort(key=lambda code: float(ranks.sel(activity=code)))
        strengths = (listed["class"].sel(region=region) == "strength") & listed["listed"].sel(region=region)
        gates = results["gates"]["state"].sel(region=region)
        found.append(
            {
                "region": region,
                "type": str(results["profile"]["type"].sel(region=region).item()),
                "strengths": [str(code) for code in strengths.activity.values[strengths.values]],
                "directions": [
                    {
                        "key": f"{region}/{code}/direction",
                        "activity": code,
                        "class": str(listed["class"].sel(region=region, activity=code).item()),
                        "flagged": bool(results["quality"]["flagged"].sel(region=region, activity=code)),
                        "not_judged": [
                            str(gate)
                            for gate in gates.gate.values
                            if gates.sel(gate=gate, activity=code).item() == "not_judged"
                        ],
                        **{name: _number(run, stage, name, region, code) for stage, name in NUMBERS},
                    }
                    for code in codes
                ],
            }
        )
    return found
