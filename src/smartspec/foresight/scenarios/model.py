"""The model: every region and activity, year by year, in all futures of a block at once.

    Futures     what is drawn: price paths, sampled parameters, and the seed of all the rest
    simulate    volumes, values and what they are made of, for every variant in every future

Futures are computed in blocks with draws of their own, so that memory stays small, progress can be told, and a run
that stopped can go on. One year is `year`, and each
step of it is one mechanism.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import xarray as xr

from smartspec.errors import ForesightError, bullets, first_few
from smartspec.foresight.scenarios import mechanisms
from smartspec.foresight.scenarios.economy import Economy, Lever
from smartspec.foresight.scenarios.year import Frame, Futures, State, year

__all__ = ["ACCOUNTS", "BLOCK", "Futures", "simulate"]

BLOCK = 256
"""Futures computed together; part of what a seed means."""

NEGLIGIBLE = 0.001
"""Share of a region's start its unestimated activities may have before the region's total counts as unknown."""

ACCOUNTS = ("own", "demand", "support", "linkages", "displacement", "entry", "limits")
"""What a year's change of a region's volume is made of; the parts add up to it."""

Block = dict[str, np.ndarray]
Remember = Callable[[int, Callable[[], Block]], Block]


def simulate(
    economy: Economy,
    futures: Futures,
    *,
    on: Mapping[str, bool],
    levers: Mapping[str, Lever],
    targets: xr.DataArray,
    accounts: bool = False,
    progress: Callable[[int, int], None] | None = None,
    remember: Remember | None = None,
) -> xr.Dataset:
    r"""Volumes and values of every region in every future, under every variant.

    Parameters
    ----------
    economy : Economy
        What the model starts from.
    futures : Futures
        What is drawn.
    on : mapping of str to bool
        What `switched` returned.
    levers : mapping of str to Lever
        Variants by name.
    targets : (variant, region, activity) of bool
        What each variant supports.
    accounts : bool
        Whether to keep what each year's change is made of.
    progress : callable, optional
        Called with the number of futures done and their total.
    remember : callable, optional
        Called with a block's number and a function that computes it; returns the block. A store of blocks makes a run
        that stopped go on where it did.

    Returns
    -------
    Dataset
        `volume`, `value` (future, variant, step, region), in the start's prices, the value at relative prices of its
        year; `ratio` (future, variant, region, activity), volume at the end over the start; `extraction`, `diversity`
        (future, variant, region) of the value at the end: extraction's share and the effective number of activities;
        `spent` (future, variant, region); with `accounts` also `account` (future, variant, step, region, part).
        Missing where activities with more than a negligible weight could not be estimated.

    Raises
    ------
    ForesightError
        A variant has no targets of its own, or labels of what is drawn differ from the economy's.

    Notes
    -----
    .. math:: v_{t} = \bigl(v_{t-1} e^{own} + \Delta^{demand} + \Delta^{support} + \Delta^{linked} - \Delta^{displaced}
              + \Delta^{entered}\bigr) \cdot \text{limit}

    The effective number of activities is the exponential of Shannon's entropy [jost2006]_.

    References
    ----------
    .. [jost2006] Jost, L. (2006). Entropy and diversity. Oikos 113(2), 363-375.

    Examples
    --------
    >>> import smartspec
    >>> from smartspec.foresight.scenarios.economy import fit_growth
    >>> at = {"region": ["N"], "activity": ["a"]}
    >>> index = smartspec.label([[[102.0]]] * 10, year=range(2011, 2021), **at)
    >>> economy = Economy(fit_growth(index, None), smartspec.label([[50.0]], **at))
    >>> none = smartspec.label(np.zeros((2, 5, 1)), future=[0, 1], step=range(1, 6), region=["N"])
    >>> drawn = xr.DataArray(np.zeros((2, 0)), coords={"future": [0, 1], "uncertainty": []},
    ...                      dims=("future", "uncertainty"))
    >>> targets = smartspec.label([[[True]]], variant=["as it is"], **at)
    >>> found = simulate(economy, Futures(none, none[..., 0], drawn, 2020, 1), on={"trend": True},
    ...                  levers={"as it is": Lever()}, targets=targets)
    >>> found["volume"].isel(future=0, variant=0, region=0).round(2).values.tolist()
    [50.0, 51.0, 52.02, 53.06, 54.12, 55.2]
    """
    names = list(levers)
    if sorted(names) != sorted(str(name) for name in targets.variant.values):
        raise ForesightError(
            f"levers are given for {first_few(names)}, targets for {first_few(targets.variant.values)}."
        )
    alike = not on.get("support")
    frame = _compiled(economy, futures, {name: levers[name] for name in (names[:1] if alike else names)}, targets, on)
    count = futures.changes.sizes["future"]
    found: list[Block] = []
    for number in range(-(-count // BLOCK)):
        rows = slice(number * BLOCK, min((number + 1) * BLOCK, count))

        def compute(rows: slice = rows, number: int = number) -> Block:
            return _block(frame, rows, number, accounts=accounts)

        found.append(remember(number, compute) if remember else compute())
        if progress:
            progress(rows.stop, count)
    return _labelled(frame, {key: np.concatenate([block[key] for block in found]) for key in found[0]}, names)


def _compiled(
    economy: Economy, futures: Futures, levers: Mapping[str, Lever], targets: xr.DataArray, on: Mapping[str, bool]
) -> Frame:
    """Labelled inputs as plain arrays in one order; what is unknown carries no volume."""
    at = {"region": economy.regions, "activity": economy.activities}
    cell = ("region", "activity")
    _refuse_unmet(economy, futures)
    value = economy.value.reindex(at).transpose(*cell).values
    known = np.isfinite(economy.fit["trend"].transpose(*cell).values) & np.isfinite(value)
    start, whole = np.where(known, value, 0.0), np.nansum(value, axis=-1)
    share = np.divide(start.sum(-1), whole, out=np.zeros_like(whole), where=whole > 0)
    picked = targets.sel(variant=list(levers)).reindex(at, fill_value=False).transpose("variant", *cell)
    near, hazard = np.zeros_like(start), np.zeros_like(start)
    if economy.density is not None:
        near = economy.density.reindex(at).transpose(*cell).values
        near = np.where(np.isfinite(near), near, np.nanmean(np.where(np.isfinite(near), near, 0), -1, keepdims=True))
    if economy.chance is not None:
        chance = np.nan_to_num(economy.chance.reindex(at).transpose(*cell).values)
        hazard = np.where(known, 1 - (1 - np.clip(chance, 0, 1)) ** (1 / economy.horizon), 0.0)
    inverses, deltas = _inverses(economy) if on.get("linkages") else (None, np.zeros(0))
    return Frame(
        economy=economy,
        futures=futures,
        levers=tuple(levers.values()),
        targets=picked.values.astype(bool) & known,
        on=on,
        known=known,
        start=start,
        covered=np.where(share >= 1 - NEGLIGIBLE, share, np.nan),
        mined=np.array([code in economy.extraction for code in economy.activities]),
        near=near,
        hazard=hazard,
        limits={
            name: (
                limit.use.reindex(activity=at["activity"]).fillna(0.0).values,
                limit.available.reindex(region=at["region"]).fillna(np.inf).values,
            )
            for name, limit in economy.limits.items()
        },
        inverses=inverses,
        deltas=deltas,
    )


def _refuse_unmet(economy: Economy, futures: Futures) -> None:
    """Labels must meet exactly: what is drawn and what the economy starts with speak of the same places."""
    problems = []
    for name, array in (("the start's volumes", economy.value), ("the price changes", futures.changes)):
        for dim in ("region", "activity"):
            if dim not in array.dims:
                continue
            here, there = set(map(str, array[dim].values)), set(map(str, economy.fit[dim].values))
            if odd := sorted(here ^ there):
                problems.append(f"{name} and the estimates differ in {dim}: {first_few(odd)}")
    for name, limit in economy.limits.items():
        if bool((limit.use < 0).any()) or bool((limit.available < 0).any()):
            problems.append(f"the limit '{name}' has a negative number")
    if problems:
        raise ForesightError(bullets("the model's inputs do not fit together:", problems))


def _inverses(economy: Economy) -> tuple[np.ndarray | None, np.ndarray]:
    """(delta, region, activity, other): each region's Leontief inverse, and the deltas it is known for."""
    table = economy.coefficients
    if table is None:
        return None, np.zeros(0)
    codes = economy.activities
    table = table.sel(region=economy.regions, activity=codes, other=codes)
    filled = np.nan_to_num(table.transpose("delta", "region", "activity", "other").values)
    lacking = np.eye(len(codes)) - filled
    if not np.isfinite(np.linalg.cond(lacking)).all() or (np.linalg.det(lacking) <= 0).any():
        raise ForesightError(
            "the input-output table cannot be turned into multipliers: some activities use up all they make. "
            "Look for columns of coefficients that add up to 1 or more."
        )
    return np.linalg.inv(lacking), table.delta.values.astype(float)


def _cells(frame: Frame, rng: np.random.Generator, size: int, name: str) -> np.ndarray:
    """(future, region, activity): an estimate drawn from its sampling distribution, nothing where it is unknown."""
    fit = frame.economy.fit
    middle = np.where(frame.known, fit[name].values, 0.0)
    error = np.where(frame.known, fit[f"{name}_error"].values, 0.0)
    if not frame.on.get("variance"):
        return np.broadcast_to(middle, (size, *middle.shape))
    return middle + rng.standard_normal((size, *middle.shape)) * error


class _Shocks:
    """Shocks of whole years, the same year for every region and activity of a future."""

    def __init__(self, frame: Frame, rng: np.random.Generator, size: int, steps: int) -> None:
        fit = frame.economy.fit
        residual = fit["residual"].transpose("year", "region", "activity").values
        self.past = np.where(frame.known, residual, 0.0)
        self.holes = np.isnan(self.past).any(0)
        self.spread = np.where(frame.known, fit["spread"].values, 0.0)[self.holes]
        self.picks = rng.integers(0, len(self.past), size=(size, steps))
        self.rng = rng

    def of(self, step: int) -> np.ndarray:
        """(future, region, activity): shocks of one step."""
        drawn: np.ndarray = self.past[self.picks[:, step]]
        if self.holes.any():
            part = drawn[:, self.holes]
            drawn[:, self.holes] = np.where(np.isnan(part), self.rng.standard_normal(part.shape) * self.spread, part)
        return drawn


def _block(frame: Frame, rows: slice, number: int, *, accounts: bool) -> Block:
    """All years of one block of futures."""
    on, fit, futures = frame.on, frame.economy.fit, frame.futures
    size, steps = rows.stop - rows.start, futures.changes.sizes["step"]
    rng = np.random.default_rng([futures.seed, number])
    trend, response = _cells(frame, rng, size, "trend"), _cells(frame, rng, size, "response")
    shocks = _Shocks(frame, rng, size, steps) if on.get("variance") else None
    answer = _answers(frame, rng, size)
    moved = (futures.changes.values[rows] - fit["mean_change"].values) * float(on.get("price_on_volume", False))
    main = futures.main.values[rows].cumsum(1)
    whole = frame.start.sum(-1, keepdims=True)
    weight = np.divide(frame.start, whole, out=np.zeros_like(frame.start), where=whole > 0)
    pace = (trend * weight).sum(-1)
    state, struck = State(frame, rows, rng, pace=pace[:, None]), np.zeros_like(pace)
    worth, parts = state.volume, []
    volumes, values = [state.total], [state.total]
    dug_first = frame.start[..., frame.mined].sum(-1)
    for step in range(1, steps + 1):
        shock = shocks.of(step - 1) if shocks else None
        if shock is not None:
            struck += np.einsum("fri,ri->fr", shock, weight) / steps
        grown = mechanisms.own_growth(trend, response, moved[:, step - 1, :, None], shock)
        made = year(state, np.exp(grown, out=grown)[:, None], step, accounts=accounts)
        worth = state.volume
        if on.get("price_on_value"):
            worth = worth * np.exp(answer * main[:, step - 1, None])[:, None, None]
        volumes.append(state.total)
        values.append(worth.sum(-1))
        if on.get("purse"):
            dug = worth[..., frame.mined].sum(-1)
            state.mined = np.divide(dug, dug_first, out=np.ones_like(dug), where=dug_first > 0)
        if accounts:
            nothing = np.zeros_like(state.total)
            parts.append(np.stack([np.broadcast_to(made.get(p, nothing), nothing.shape) for p in ACCOUNTS], axis=-1))
    found = {"volume": np.stack(volumes, 2) / frame.covered, "value": np.stack(values, 2) / frame.covered}
    found |= _ends(frame, state, worth, values[-1])
    expected = (np.where(frame.known, fit["trend"].values, 0.0) * weight).sum(-1)
    found |= {"trend_luck": pace - expected, "shock_luck": struck}
    if accounts:
        found["account"] = np.stack(parts, 2)
    return found


def _answers(frame: Frame, rng: np.random.Generator, size: int) -> np.ndarray:
    """(future, activity): how relative prices answer to the main commodity; no answer where none is estimated."""
    prices = frame.economy.prices
    if prices is None or not frame.on.get("price_on_value"):
        return np.zeros((size, len(frame.mined)))
    made = prices.reindex(activity=frame.economy.activities).fillna(0.0)
    normal = rng.standard_normal((size, len(frame.mined))) if frame.on.get("variance") else 0.0
    drawn: np.ndarray = np.broadcast_to(
        made["response"].values + normal * made["response_error"].values, (size, len(frame.mined))
    )
    return drawn


def _ends(frame: Frame, state: State, worth: np.ndarray, total: np.ndarray) -> Block:
    """What is kept of the last year only."""
    unknown = np.isnan(frame.covered)
    begun = np.where(frame.known & (frame.start > 0), frame.start, np.nan)
    part = np.divide(worth, total[..., None], out=np.zeros_like(worth), where=total[..., None] > 0)
    entropy = -(part * np.log(np.where(part > 0, part, 1.0))).sum(-1)
    return {
        "ratio": np.where(unknown[:, None], np.nan, state.volume / begun),
        "extraction": np.where(unknown, np.nan, part[..., frame.mined].sum(-1)),
        "diversity": np.where(unknown, np.nan, np.exp(entropy)),
        "spent": np.where(unknown, np.nan, state.spent),
    }


def _labelled(frame: Frame, found: Block, names: list[str]) -> xr.Dataset:
    """The blocks together, with labels; variants that do not differ share one computation."""
    futures, economy = frame.futures, frame.economy
    steps = [0, *(int(step) for step in futures.changes.step.values)]
    dims = {
        "volume": ("future", "variant", "step", "region"),
        "value": ("future", "variant", "step", "region"),
        "ratio": ("future", "variant", "region", "activity"),
        "account": ("future", "variant", "grown", "region", "part"),
        "trend_luck": ("future", "region"),
        "shock_luck": ("future", "region"),
    }
    coords = {
        "future": futures.changes.future.values,
        "variant": names,
        "step": steps,
        "grown": steps[1:],
        "region": economy.regions,
        "activity": economy.activities,
        "part": list(ACCOUNTS),
    }
    made = {}
    for key, values in found.items():
        place = dims.get(key, ("future", "variant", "region"))
        if "variant" in place and values.shape[1] < len(names):
            values = np.broadcast_to(values, (len(values), len(names), *values.shape[2:]))
        made[key] = xr.DataArray(values, coords={dim: coords[dim] for dim in place}, dims=place)
    return xr.Dataset(made)
