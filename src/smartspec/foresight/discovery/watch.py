"""Sign-posts: what can be seen early, and the level at which a plan should act.

signposts    for each thing that can be watched, the level that warns best
"""

from __future__ import annotations

import numpy as np
import xarray as xr

__all__ = ["signposts"]


def signposts(seen: xr.DataArray, fails: xr.DataArray) -> xr.Dataset:
    r"""For each thing that can be watched, the level that warns best of failure.

    Parameters
    ----------
    seen : (future, factor)
        What will be known early in the plan, such as the mean oil price of its first two years.
    fails : (future) of bool
        Which futures fail in the end.

    Returns
    -------
    Dataset of (factor)
        `level`, the trigger; `below` of bool, whether failure lies under it; `warned`, share of failures among the
        futures beyond the trigger; `calm`, the same among the others; `caught`, share of all failures beyond the
        trigger; `skill`, Youden's index. Missing where nothing or everything fails.

    Notes
    -----
    .. math:: J = \text{share of failures warned of} - \text{share of the others warned of}

    The level with the largest index [youden1950]_ is the trigger: 0 warns no better than a coin, 1 never errs. It is
    found and told on the same futures, so that small indices mean nothing.

    References
    ----------
    .. [youden1950] Youden, W. J. (1950). Index for rating diagnostic tests. Cancer 3(1), 32-35.

    Examples
    --------
    >>> import smartspec
    >>> oil = smartspec.label([[40.0], [50], [60], [70]], future=range(4), factor=["oil"])
    >>> found = signposts(oil, smartspec.label([True, True, False, False], future=range(4)))
    >>> found["level"].item(), found["below"].item(), found["skill"].item()
    (55.0, True, 1.0)
    """
    values = seen.transpose("future", "factor").values.astype(float)
    bad = fails.values.astype(bool)
    count, hits = len(bad), int(bad.sum())
    names = {"factor": seen.factor.values}
    wide = values.shape[1]
    if hits in (0, count) or count < 2:
        empty = ("factor", np.full(wide, np.nan))
        keys = ("level", "warned", "calm", "caught", "skill")
        return xr.Dataset({**dict.fromkeys(keys, empty), "below": ("factor", np.zeros(wide, dtype=bool))}, names)
    order = np.argsort(values, axis=0, kind="stable")
    ranked = np.take_along_axis(values, order, axis=0)
    under = np.arange(1, count)[:, None]
    failed = bad[order].cumsum(0)[:-1]
    index = failed / hits - (under - failed) / (count - hits)
    index = np.where(ranked[1:] > ranked[:-1], index, 0.0)
    place = np.abs(index).argmax(0)
    column = np.arange(wide)
    skill = index[place, column]
    below = skill > 0
    inside = np.where(below, failed[place, column], hits - failed[place, column])
    size = np.where(below, place + 1, count - place - 1)
    return xr.Dataset(
        {
            "level": ("factor", (ranked[place, column] + ranked[place + 1, column]) / 2),
            "below": ("factor", below),
            "warned": ("factor", inside / size),
            "calm": ("factor", (hits - inside) / (count - size)),
            "caught": ("factor", inside / hits),
            "skill": ("factor", np.abs(skill)),
        },
        names,
    )
