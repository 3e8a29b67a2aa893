"""Published tables the tests quote, and tables drawn at random."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr
from hypothesis import settings
from hypothesis import strategies as st

from smartspec.decision import DecisionTable, table

UNKNOWN = float("nan")


def of(values, *, wish=None, weights=None, **more) -> DecisionTable:
    """A table from rows of numbers: candidates A, B, ..., criteria a, b, ...; wishes as '+-', weights in order."""
    rows = np.asarray(values, dtype=float)
    names = list("abcdefgh"[: rows.shape[1]])
    frame = pd.DataFrame(rows, index=list("ABCDEFGHIJKLMNOP"[: len(rows)]), columns=names)
    return table(
        frame,
        wish=None
        if wish is None
        else {n: "more" if sign == "+" else "less" for n, sign in zip(names, wish, strict=True)},
        weights=None if weights is None else dict(zip(names, weights, strict=True)),
        **more,
    )


def stacked(*slices, regions="NSWE", **more) -> DecisionTable:
    """A table with a leading dimension, one slice of rows of numbers per region."""
    array = np.asarray(slices, dtype=float)
    coords = {
        "region": list(regions[: len(array)]),
        "candidate": list("ABCDEFGH"[: array.shape[1]]),
        "criterion": list("abcdefgh"[: array.shape[2]]),
    }
    return table(xr.DataArray(array, coords=coords, dims=list(coords)), **more)


AIRCRAFT = of(
    [
        [2.0, 1500, 20000, 5.5, 5, 9],
        [2.5, 2700, 18000, 6.5, 3, 5],
        [1.8, 2000, 21000, 4.5, 7, 7],
        [2.2, 1800, 20000, 5.0, 5, 5],
    ],
    wish="+++-++",
    weights=[0.2, 0.1, 0.1, 0.1, 0.2, 0.3],
)
"""Hwang and Yoon (1981): a fighter aircraft; speed, range, payload, cost, reliability, manoeuvrability."""

TZENG_HUANG = of([[5, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]], weights=[0.3, 0.4, 0.3])
"""Tzeng and Huang (2011): four candidates, three criteria."""


@st.composite
def tables(draw, *, least=2, most=6, low=1.0, high=100.0) -> DecisionTable:
    """Candidates that differ in every criterion, by steps of a hundredth so that rounding decides nothing."""
    count, width = draw(st.integers(least, most)), draw(st.integers(1, 4))
    columns = [
        draw(st.lists(st.integers(int(low * 100), int(high * 100)), min_size=count, max_size=count, unique=True))
        for _ in range(width)
    ]
    wish = "".join(draw(st.lists(st.sampled_from("+-"), min_size=width, max_size=width)))
    weights = draw(st.lists(st.integers(1, 9), min_size=width, max_size=width))
    return of(np.array(columns).T / 100, wish=wish, weights=weights)


seeds = st.integers(0, 2**31)

laws = settings(max_examples=25, deadline=None)
"""How often a law is tried; no deadline, since a busy machine is no fault of the code."""
