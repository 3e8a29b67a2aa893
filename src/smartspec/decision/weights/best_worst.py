"""Weights from comparisons with the best and the worst criterion alone (BWM), solved exactly.

best_worst_weights    the weights that fit best, how far all fitting ones may go, and which comparisons contradict
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np
import xarray as xr

from smartspec.decision._labels import Floats
from smartspec.errors import DecisionError, bullets, first_few

__all__ = ["best_worst_weights"]

ROOM = 1e-9
"""How much the largest misfit may grow while the limits of the weights are looked for."""


def best_worst_weights(
    best_to_others: Mapping[str, float],
    others_to_worst: Mapping[str, float],
    *,
    best: str | None = None,
    worst: str | None = None,
    model: Literal["linear", "ratio"] = "linear",
) -> xr.Dataset:
    r"""Weigh criteria by comparing the best with all, and all with the worst.

    Parameters
    ----------
    best_to_others
        How many times as important the best criterion is as each criterion: 1 or more, by custom up to 9.
    others_to_worst
        How many times as important each criterion is as the worst one.
    best, worst
        Their names, needed only where several criteria are told to be equal to them.
    model
        ``"linear"`` misses differences of weights as little as possible, and has one answer; ``"ratio"`` misses
        ratios of weights as little as possible, and may have many.

    Returns
    -------
    Dataset
        weights (criterion)
            the answer; under ``"ratio"`` the middle of the limits, divided by its sum
        lower, upper (criterion)
            the least and the most each weight may be while all fit equally well
        misfit ()
            the largest miss, 0 for comparisons that agree
        consistency_ratio ()
            from the comparisons alone: the largest of \|a_Bj a_jW - a_BW\| / (a_BW² - a_BW); 0 where all agree
        contradictions
            in the attributes: pairs told to be in one order against the best and in the other against the worst

    Raises
    ------
    DecisionError
        Criteria that differ, a comparison below 1, no or several criteria equal to the best or worst, one that is
        more important than the best or less than the worst, two different answers for best against worst.

    Notes
    -----
    .. math:: \min \xi: \; |w_B - a_{Bj} w_j| \le \xi, \; |w_j - a_{jW} w_W| \le \xi, \; \sum_j w_j = 1

    Rezaei (2016), solved as a linear programme; with ratios in place of differences Rezaei (2015). The consistency
    ratio is that of Liang, Brunelli and Rezaei (2020).

    Examples
    --------
    >>> found = best_worst_weights({"cost": 1, "access": 2, "load": 8}, {"cost": 8, "access": 5, "load": 1})
    >>> found["weights"].round(4).to_series().to_dict()
    {'cost': 0.6071, 'access': 0.3214, 'load': 0.0714}
    """
    if model not in ("linear", "ratio"):
        raise DecisionError(f"model: 'linear' or 'ratio', found {model!r}.")
    names, to_others, to_worst, b, w = _checked(best_to_others, others_to_worst, best, worst)
    top = to_others[w]
    if len(names) == 1:
        weights = lower = upper = np.ones(1)
        misfit = 0.0
    elif model == "linear":
        weights, misfit = _linear(to_others, to_worst, b, w)
        lower, upper = _limits(*_within_difference(to_others, to_worst, b, w, misfit + ROOM))
    else:
        misfit = _ratio_misfit(to_others, to_worst, top)
        lower, upper = _limits(*_within_ratio(to_others, to_worst, b, w, misfit + ROOM))
        weights = (lower + upper) / (lower + upper).sum()
    between = top**2 - top
    ratio = np.abs(to_others * to_worst - top).max() / between if between > 0 else 0.0
    turned = [
        f"{names[i]} / {names[j]}"
        for i in range(len(names))
        for j in range(len(names))
        if to_others[i] < to_others[j] and to_worst[i] < to_worst[j]
    ]
    return xr.Dataset(
        {
            "weights": ("criterion", weights),
            "lower": ("criterion", np.minimum(lower, weights)),
            "upper": ("criterion", np.maximum(upper, weights)),
            "misfit": ((), float(misfit)),
            "consistency_ratio": ((), float(ratio)),
        },
        coords={"criterion": names},
        attrs={"model": model, "best": names[b], "worst": names[w], "contradictions": turned},
    )


def _linear(to_others: Floats, to_worst: Floats, b: int, w: int) -> tuple[Floats, float]:
    """The weights and the least misfit of the linear model."""
    from scipy.optimize import linprog

    rows = _differences(to_others, to_worst, b, w)
    count = len(to_others)
    upper = np.vstack([np.column_stack([sign * rows, -np.ones(len(rows))]) for sign in (1.0, -1.0)])
    found = linprog(
        c=np.append(np.zeros(count), 1.0),
        A_ub=upper,
        b_ub=np.zeros(len(upper)),
        A_eq=np.append(np.ones(count), 0.0)[None],
        b_eq=[1.0],
        bounds=(0, None),
        method="highs",
    )
    return np.asarray(found.x[:count], dtype=float), float(found.x[count])


def _limits(upper: Floats, ends: Floats) -> tuple[Floats, Floats]:
    """The least and the most of each weight under `upper @ w <= ends` and a sum of 1."""
    from scipy.optimize import linprog

    count = upper.shape[1]
    found = np.empty((2, count))
    for side, sign in enumerate((1.0, -1.0)):
        for j in range(count):
            aim = np.zeros(count)
            aim[j] = sign
            done = linprog(aim, A_ub=upper, b_ub=ends, A_eq=np.ones((1, count)), b_eq=[1.0], method="highs")
            found[side, j] = done.x[j]
    return found[0], found[1]


def _differences(to_others: Floats, to_worst: Floats, b: int, w: int) -> Floats:
    """Rows whose product with the weights is what a comparison misses."""
    count = len(to_others)
    unit = np.eye(count)
    best = [unit[b] - to_others[j] * unit[j] for j in range(count) if j != b]
    worst = [unit[j] - to_worst[j] * unit[w] for j in range(count) if j not in (w, b)]
    return np.array(best + worst)


def _within_difference(to_others: Floats, to_worst: Floats, b: int, w: int, misfit: float) -> tuple[Floats, Floats]:
    rows = _differences(to_others, to_worst, b, w)
    return np.vstack([rows, -rows]), np.full(2 * len(rows), misfit)


def _within_ratio(to_others: Floats, to_worst: Floats, b: int, w: int, misfit: float) -> tuple[Floats, Floats]:
    """Each ratio within the misfit of its comparison: linear once the misfit is known."""
    more = _differences(to_others + misfit, to_worst + misfit, b, w)
    less = _differences(to_others - misfit, to_worst - misfit, b, w)
    rows = np.vstack([more, -less])
    return rows, np.zeros(len(rows))


def _ratio_misfit(to_others: Floats, to_worst: Floats, top: float) -> float:
    """The least misfit at which one ratio of best to worst suits all comparisons."""
    from scipy.optimize import brentq

    def apart(misfit: float) -> float:
        low = np.maximum(to_others - misfit, 0.0) * np.maximum(to_worst - misfit, 0.0)
        high = (to_others + misfit) * (to_worst + misfit)
        return float(max(low.max(), top - misfit) - min(high.min(), top + misfit))

    # best against itself and worst against itself are no comparisons
    inner = (to_others > 1) & (to_worst > 1)
    to_others, to_worst = to_others[inner], to_worst[inner]
    if not len(to_others) or apart(0.0) <= 0:
        return 0.0
    return float(brentq(apart, 0.0, top, xtol=1e-13))


def _checked(
    best_to_others: Mapping[str, float], others_to_worst: Mapping[str, float], best: str | None, worst: str | None
) -> tuple[list[str], Floats, Floats, int, int]:
    """Names, both rows of comparisons, and where best and worst stand; or all that is wrong with them."""
    names = list(best_to_others)
    problems: list[str] = []
    if not names or set(names) != set(others_to_worst):
        raise DecisionError(
            f"both comparisons need the same criteria, found {first_few(names)} and {first_few(list(others_to_worst))}."
        )
    for what, told in (("best against", best_to_others), ("against worst:", others_to_worst)):
        odd = [f"{what} {name}: 1 or more, found {value}" for name, value in told.items()
               if not (np.isfinite(value) and value >= 1)]  # fmt: skip
        problems += odd
    first = [name for name in names if best_to_others[name] == 1]
    last = [name for name in names if others_to_worst[name] == 1]
    for what, given, candidates in (("best", best, first), ("worst", worst, last)):
        if given is not None and given not in candidates:
            problems.append(f"'{given}' is named the {what}, yet its comparison with the {what} is not 1")
        elif given is None and len(candidates) != 1:
            problems.append(f"{what}: one criterion compares with it at 1, found {first_few(candidates) or 'none'}; "
                            f"name it with `{what}=`")  # fmt: skip
    if not problems:
        b, w = names.index(best or first[0]), names.index(worst or last[0])
        top, other = best_to_others[names[w]], others_to_worst[names[b]]
        if top != other:
            problems.append(f"'{names[b]}' against '{names[w]}' is {top} in one row and {other} in the other")
        problems += [f"'{name}' is told less important than the worst" for name in names if best_to_others[name] > top]
        problems += [
            f"'{name}' is told more important than the best" for name in names if others_to_worst[name] > other
        ]
    if problems:
        shown = [*problems[:5], *([f"and {len(problems) - 5} more"] if len(problems) > 5 else [])]
        raise DecisionError(bullets(f"the comparisons have {len(problems)} problem(s):", shown))
    rows = (np.array([float(told[name]) for name in names]) for told in (best_to_others, others_to_worst))
    return names, *rows, b, w  # type: ignore[return-value]
