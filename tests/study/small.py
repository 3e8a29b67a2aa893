"""A small study for mistakes: eight regions, six activities, eight years, written to disk as people have it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

REGIONS = [f"R{n}" for n in range(1, 9)]
ACTIVITIES = list("ABCHJK")
YEARS = list(range(2018, 2026))

STUDY = """\
title: {en: "A small study"}
languages: [en]
geography: {country: COUNTRY, regions: regions.csv}
classification: activities.csv
tables:
  value_added:
    file: value_added.csv
    adds_up:
      - {over: region, to: COUNTRY, tolerance: 1}
roles:
  A: {role: candidate}
  B: {role: base}
  C: {role: candidate}
  H: {role: candidate}
  J: {role: candidate}
  K: {role: candidate}
"""


def figures() -> pd.DataFrame:
    """Region, activity and a column per year; the country's row is the sum."""
    rng = np.random.default_rng(5)
    values = rng.integers(50, 2000, size=(len(REGIONS), len(ACTIVITIES), len(YEARS)))
    rows = [[region, code, *values[r, a]] for r, region in enumerate(REGIONS) for a, code in enumerate(ACTIVITIES)]
    rows += [["COUNTRY", code, *values[:, a].sum(0)] for a, code in enumerate(ACTIVITIES)]
    return pd.DataFrame(rows, columns=["region", "activity", *map(str, YEARS)])


def write(folder: Path) -> Path:
    """The small study on disk."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
    regions = "\n".join(
        [
            "code,kind,name_en,predecessor,since",
            "COUNTRY,country,The country,,",
            *(f"{code},region,Region {code},," for code in REGIONS),
        ]
    )
    (folder / "regions.csv").write_text(regions + "\n", encoding="utf-8")
    codes = ["A", "B", "C", "H", "J", "K"]
    activities = [
        "code,level,parent,name_en",
        *(f"{code},section,,Section {code}" for code in codes),
        "05,division,B,Coal",
        "06,division,B,Oil",
    ]
    (folder / "activities.csv").write_text("\n".join(activities) + "\n", encoding="utf-8")
    figures().to_csv(folder / "value_added.csv", index=False)
    return folder
