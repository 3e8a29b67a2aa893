"""Agglomeration of firms by three measures that ask different things, side by side and never one alone.

side_by_side    Ellison-Glaeser, Duranton-Overman and Marcon-Puech of the same firms
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
import pandas as pd
import xarray as xr

from smartspec import measures
from smartspec.errors import MeasureError, first_few

__all__ = ["side_by_side"]

MEASURES = ("ellison_glaeser", "duranton_overman", "marcon_puech")


def side_by_side(
    firms: pd.DataFrame,
    *,
    activities: Sequence[str] | None = None,
    distances: Sequence[float] | None = None,
    redraws: int = 1000,
    level: float = 0.05,
    low: float = 0.02,
    seed: int | None = None,
) -> xr.Dataset:
    r"""Three answers to "do these firms agglomerate", for each activity.

    Parameters
    ----------
    firms : table, one row a firm
        Columns `x` and `y` in km on a plane, `activity`, `region`, and `weight` above zero (jobs) where known.
    activities : sequence of str, optional
        Activities looked at; all in the table if left out.
    distances : sequence of float, optional
        Distances in km at which the two measures of distance are taken; their own default if left out.
    redraws, level, seed
        Of the envelopes of chance: how many, the share that may leave them, their seed.
    low : float
        The Ellison-Glaeser index from which an activity counts as agglomerated; the authors call 0.02 to 0.05 the
        middle.

    Returns
    -------
    Dataset over activity
        `firms`, how many; `ellison_glaeser`, dimensionless; `duranton_overman`, the density above the global envelope,
        summed over the distances with their steps; `marcon_puech`, the largest ratio above the global envelope, 0 where
        none is; `says` (measure, activity): 1 agglomerated, 0 not, missing where it cannot be told; `agreeing`, how
        many of the measures that can tell say so; `telling`, how many can tell.

    Raises
    ------
    MeasureError
        A column is missing, an activity is unknown, or there are fewer than two regions.

    Notes
    -----
    Ellison-Glaeser asks whether regions hold more of an activity than the sizes of its plants explain, and hangs on
    where borders run. Duranton-Overman asks at which distances pairs of firms stand more often than on random sites.
    Marcon-Puech asks how much of what surrounds a firm is of its own kind. Over the same activities the first two are
    known to correlate by less than a half: none of them is *the* measure.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = [(0, 0), (0, 1), (1, 0), (1, 1), (50, 50), (60, 10), (10, 60), (90, 90)]
    >>> firms = pd.DataFrame(rows, columns=["x", "y"])
    >>> firms["activity"] = ["wine"] * 4 + ["bread"] * 4
    >>> firms["region"] = ["W"] * 4 + ["E", "E", "W", "E"]
    >>> found = side_by_side(firms, activities=["wine"], distances=[1, 2, 5], redraws=200, seed=1)
    >>> found["says"].sel(activity="wine").values.tolist()
    [1.0, 1.0, 0.0]
    """
    if lacking := [name for name in ("x", "y", "activity", "region") if name not in firms]:
        raise MeasureError(
            f"side_by_side needs the columns x, y, activity and region, but {', '.join(lacking)} is missing. The table "
            f"has {first_few(list(firms.columns))}."
        )
    there = [str(code) for code in sorted(firms["activity"].astype(str).unique())]
    wanted = there if activities is None else list(activities)
    if unknown := [code for code in wanted if code not in there]:
        raise MeasureError(f"no firm is of {first_few(unknown)}; the table has {first_few(there)}.")
    gamma = _by_regions(firms)
    options = {"distances": distances, "redraws": redraws, "level": level, "seed": seed}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        apart = [measures.duranton_overman(firms, activity=code, **options) for code in wanted]  # type: ignore[arg-type]
        around = [measures.marcon_puech_m(firms, activity=code, **options) for code in wanted]  # type: ignore[arg-type]
    at = apart[0]["distance"].values
    step = np.gradient(at) if len(at) > 1 else np.ones(1)
    density = [
        np.nan if one["density"].isnull().all() else float((one["localisation"].values * step).sum()) for one in apart
    ]
    peak = [
        np.nan
        if one["ratio"].isnull().all()
        else float(one["ratio"].where(one["ratio"] > one["global_high"]).max().fillna(0))
        for one in around
    ]
    answers = np.array([gamma.sel(activity=wanted).values, density, peak], float)
    lines = np.array([[low], [0.0], [0.0]])
    says = np.where(np.isnan(answers), np.nan, answers > lines)
    counted = firms["activity"].astype(str).value_counts()
    return xr.Dataset(
        {
            "firms": ("activity", counted.reindex(wanted).to_numpy()),
            **{name: ("activity", answer) for name, answer in zip(MEASURES, answers, strict=True)},
            "says": (("measure", "activity"), says),
            "agreeing": ("activity", np.nansum(says, axis=0)),
            "telling": ("activity", (~np.isnan(says)).sum(axis=0)),
        },
        coords={"activity": wanted, "measure": list(MEASURES)},
    )


def _by_regions(firms: pd.DataFrame) -> xr.DataArray:
    """The Ellison-Glaeser index of each activity, its plants weighed by their weight or alike."""
    weight = firms["weight"] if "weight" in firms else pd.Series(1.0, index=firms.index)
    table = firms.assign(weight=weight.astype(float), activity=firms["activity"].astype(str))
    jobs = table.pivot_table(index="region", columns="activity", values="weight", aggfunc="sum", fill_value=0.0)
    if len(jobs) < 2:
        raise MeasureError("the firms stand in one region; an index of regions needs at least two.")
    own = table.groupby("activity")["weight"]
    plants = (own.apply(lambda sizes: float((sizes**2).sum())) / own.sum() ** 2).reindex(jobs.columns)
    x = xr.DataArray(jobs.to_numpy(float), coords={"region": jobs.index.tolist(), "activity": jobs.columns.tolist()})
    return measures.ellison_glaeser(x, xr.DataArray(plants.to_numpy(), coords={"activity": jobs.columns.tolist()}))
