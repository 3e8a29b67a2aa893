"""Step 11, the choice: which technologies to pay for within a budget, whatever the future.

    portfolio    sure in, grey or sure out in every region with a budget, and what is worth asking
    weights      the weight of every activity in every future

Futures enter through one array, the weight of every activity in each of them. Who deepens the futures changes `weights`
and nothing else.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from smartspec import decision
from smartspec.foresight import technologies as reach
from smartspec.study.inputs import Given
from smartspec.study.technology import SCALE, Technologies

__all__ = ["portfolio", "weights"]

FEW = 20
"""Up to so many candidates every future is solved exactly by its frontier."""


def weights(given: Given, futures: int) -> xr.DataArray:
    """(future, region, activity): weight of every activity in each future, as a share of value added today.

    Missing where an activity has no projection. Without any projection there is one future, today.
    """
    share = given.results["specialisation"]["share"]
    made = given.results["futures"]
    if not bool(made["modelled"]):
        return share.expand_dims(future=[0])
    return (share * made["ratio"].isel(future=slice(0, futures))).transpose("future", "region", "activity")


def portfolio(given: Given) -> xr.Dataset:
    """Which technologies to pay for within each region's budget.

    Returns
    -------
    Dataset
        `given`; of (region, technology): `state`, `frequency` (share of futures in which it is chosen), `average` and
        `robust` (whether it is in the portfolio best on average, and in the one best in all but a tenth of futures),
        `picked` (sure in, or in the average portfolio), `mean_value`, `act` (`fund`, `stage_gate`, `reserve`, `scout`,
        `leave`, `ask`), `cost_below` (the cost under which one of unknown cost would be taken), `score_above` (the
        attractiveness from which one would be taken), `open_question` and `stake` (what knowing could gain at most); of
        (region): `budget`, `spent`, `value` and `robust_value` of the two, `perfect` (what choosing anew in each future
        would add on average); `changed` (region, step, technology): the average portfolio at other budgets.
    """
    known, wanted = given.inputs.technologies, given.study.technologies
    regions = given.main.regions
    if known is None or wanted is None:
        return xr.Dataset({"given": False})
    found = given.results["technologies"]
    question = found["in_question"]
    made = _empty(regions, known.codes, wanted)
    asked = question.any("activity").to_numpy()
    held = np.where(found["held"].to_numpy() == "", "no_budget", found["held"].to_numpy())
    made["state"] = (("region", "technology"), np.where(asked, held, "not_in_question").astype("U16"))
    funded = [region for region in wanted.budgets if region in regions]
    if funded:
        weight = weights(given, wanted.futures).sel(region=funded)
        serves, score = question.sel(region=funded), found["attractiveness"]
        worth, most = (
            reach.worth(one, serves=serves, weight=weight, scale=SCALE, seed=wanted.seed)
            for one in (score, xr.full_like(score, SCALE[1]))
        )
        top = most.mean("future", skipna=False)
        mean = worth.mean("future", skipna=False).where(question.sel(region=funded).any("activity"))
        made["mean_value"].loc[{"region": funded}] = mean.transpose("region", "technology").values
        for region in funded:
            amount = float(wanted.budgets[region])
            _choose(made, region, amount, worth.sel(region=region), top.sel(region=region), found, wanted)
    made["picked"] = (made["state"] == "sure_in") | made["average"]
    made["act"] = _acts(made["state"], made["picked"], found)
    return made.assign(given=True)


def _empty(regions: list[str], codes: list[str], wanted: Technologies) -> xr.Dataset:
    cells = {"region": regions, "technology": codes}
    blank = xr.DataArray(np.full((len(regions), len(codes)), np.nan), coords=cells, dims=tuple(cells))
    steps = sorted(wanted.budget_steps)
    return xr.Dataset(
        {
            **{key: blank.copy() for key in ("frequency", "mean_value", "cost_below", "score_above", "stake")},
            **{key: blank.notnull() for key in ("average", "robust", "open_question")},
            **{
                key: xr.DataArray(np.full(len(regions), np.nan), coords={"region": regions})
                for key in ("budget", "spent", "value", "robust_value", "perfect")
            },
            "changed": blank.notnull().expand_dims(step=steps).transpose("region", "step", "technology").copy(),
        }
    )


def _choose(
    made: xr.Dataset,
    region: str,
    budget: float,
    worth: xr.DataArray,
    top: xr.DataArray,
    found: xr.Dataset,
    wanted: Technologies,
) -> None:
    """The portfolio of one region, written into what is made."""
    at = {"region": region}
    state = made["state"].sel(at).to_series()
    price = _price(found["cost"], wanted).to_series()
    value = worth.mean("future", skipna=False).to_series()
    free = state == "no_budget"
    state[free & value.isna()] = "no_future"
    state[free & value.notna() & (price > budget)] = "too_dear"
    state[free & (value == 0) & (price <= budget)] = "sure_out"
    names = list(state.index[state == "no_budget"])
    made["budget"].loc[at] = budget
    made["spent"].loc[at] = made["value"].loc[at] = made["perfect"].loc[at] = 0.0
    if names:
        _solve(made, region, names, worth, price, budget, wanted, state)
    made["state"].loc[at] = state.to_numpy()
    _questions(made, region, names, value, top.to_series(), price, found, state)


def _price(cost: xr.DataArray, wanted: Technologies) -> xr.DataArray:
    """The end of the cost range that must fit the budget."""
    if wanted.cost == "middle":
        return cost.mean("bound", skipna=False)
    return cost.sel(bound=wanted.cost, drop=True)


def _solve(
    made: xr.Dataset,
    region: str,
    names: list[str],
    worth: xr.DataArray,
    price: pd.Series[float],
    budget: float,
    wanted: Technologies,
    state: pd.Series[Any],
) -> None:
    """Portfolios over all futures: each future's own, the average one, the robust one, those of other budgets."""
    values = worth.sel(technology=names).rename(technology="candidate").transpose("future", "candidate")
    costs = pd.DataFrame({"budget": price[names]})
    problem = decision.portfolio_problem(values, costs=costs, budgets={"budget": budget})
    few = len(names) <= FEW
    each = decision.best_each(values, costs=price[names], budget=budget) if few else decision.choose_each(problem)
    kinds = decision.classes(each)
    average = decision.choose(problem)
    robust = decision.choose(problem, aim="percentile", level=wanted.level, gap=0.01, seconds=5.0)
    near = decision.marginal(problem, steps=sorted(wanted.budget_steps))
    at = {"region": region, "technology": names}
    state[names] = kinds["class"].values
    made["frequency"].loc[at] = kinds["frequency"].values
    made["average"].loc[at] = average["chosen"].values
    made["robust"].loc[at] = robust["chosen"].values
    made["changed"].loc[{**at, "step": near.step.values}] = near["chosen"].isel(budget=0).values
    made["spent"].loc[{"region": region}] = float(average["spent"].item())
    made["value"].loc[{"region": region}] = float(average["value"])
    made["robust_value"].loc[{"region": region}] = float(robust["value"])
    made["perfect"].loc[{"region": region}] = float(each["value"].mean() - average["value"])


def _questions(
    made: xr.Dataset,
    region: str,
    names: list[str],
    value: pd.Series[float],
    top: pd.Series[float],
    price: pd.Series[float],
    found: xr.Dataset,
    state: pd.Series[Any],
) -> None:
    """Which judgement, made or made better, could change the average portfolio, and what that could gain at most."""
    budget = float(made["budget"].sel(region=region))
    low, high = (found["attractiveness"].sel(bound=bound).to_series() for bound in ("low", "high"))
    trl, because = found["trl"].to_series(), found["because"].to_series()
    open_ = [code for code in state.index if state[code] == "to_judge" and because[code] != "trl"]
    for code in dict.fromkeys([*names, *open_]):
        at = {"region": region, "technology": code}
        others = [one for one in names if one != code]
        rest = decision.frontier(value[others], costs=price[others], budget=budget)
        if np.isfinite(price[code]) and top[code] > 0:
            needed = decision.enters_above(rest, float(price[code]))
            made["score_above"].loc[at] = SCALE[0] + (SCALE[1] - SCALE[0]) * needed / top[code]
            ends = [
                top[code] * (end - SCALE[0]) / (SCALE[1] - SCALE[0])
                for end in ((low[code], high[code]) if np.isfinite(low[code]) else SCALE)
            ]
            turns = ends[0] < needed < ends[1]
            now = bool(made["average"].sel(at))
            made["open_question"].loc[at] = turns
            made["stake"].loc[at] = 0.0 if not turns else needed - ends[0] if now else ends[1] - needed
        elif np.isfinite(value[code]) and value[code] > 0 and np.isfinite(trl[code]):
            below = decision.enters_below(rest, float(value[code]))
            made["cost_below"].loc[at] = below
            made["open_question"].loc[at] = below > 0
            made["stake"].loc[at] = value[code]


def _acts(state: xr.DataArray, picked: xr.DataArray, found: xr.Dataset) -> xr.DataArray:
    """What to do: pay now, pay stage by stage, watch, leave, or ask first."""
    left = (found["ahead"] == 1).sum("stage").to_numpy()
    kind, taken = state.to_numpy(), picked.to_numpy()
    acts = np.full(kind.shape, "", dtype="U12")
    for key, marks in (
        ("ask", kind == "to_judge"),
        ("scout", kind == "scout"),
        ("reserve", (kind == "grey") & ~taken),
        ("leave", np.isin(kind, ("sure_out", "too_dear", "no_future"))),
        ("stage_gate", taken),
        ("fund", taken & (kind == "sure_in") & (left <= 1)),
    ):
        acts[marks] = key
    return state.copy(data=acts)
