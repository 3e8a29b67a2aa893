"""The bipartite configuration model: fitted on distinct degrees, and the tails of co-occurrence under it.

Model         chances of presence by distinct diversity and ubiquity
fitted        the model of a table
upper_tails   the chance of at least the observed co-occurrence, for all pairs
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammainc

from smartspec.errors import MeasureError
from smartspec.measures._pairs import Numbers, together

__all__ = ["Model", "fitted", "upper_tails"]

STEPS = 200
CHUNK = 192
"""Pairs of degrees whose distributions are built side by side, so that they stay in the cache."""


@dataclass(frozen=True)
class Model:
    """Chances by class: `chance` (diversity class, ubiquity class), and the class of each region and activity."""

    chance: Numbers
    region: Numbers
    activity: Numbers


def fitted(values: Numbers) -> Model:
    """The model whose expected diversities and ubiquities are those of the table.

    Rows and columns that are empty or full are certain and are left out of the fit; what they take from the
    others' margins is subtracted, again and again until nobody else is certain.
    """
    diversity, region = np.unique(values.sum(1), return_inverse=True)
    ubiquity, activity = np.unique(values.sum(0), return_inverse=True)
    rows, columns = np.bincount(region).astype(float), np.bincount(activity).astype(float)
    chance = np.zeros((diversity.size, ubiquity.size))
    left_d, left_u = diversity.astype(float), ubiquity.astype(float)
    free_d, free_u = np.ones(diversity.size, bool), np.ones(ubiquity.size, bool)
    while True:
        full_d = free_d & (left_d >= columns[free_u].sum())
        full_u = free_u & (left_u >= rows[free_d].sum())
        sure_d, sure_u = full_d | (free_d & (left_d <= 0)), full_u | (free_u & (left_u <= 0))
        if not (sure_d.any() or sure_u.any()):
            break
        if sure_d.any():
            chance[np.ix_(full_d & (left_d > 0), free_u)] = 1
            left_u = left_u - rows[full_d & (left_d > 0)].sum() * free_u
            free_d = free_d & ~sure_d
        else:
            chance[np.ix_(free_d, full_u & (left_u > 0))] = 1
            left_d = left_d - columns[full_u & (left_u > 0)].sum() * free_d
            free_u = free_u & ~sure_u
        if not (free_d.any() and free_u.any()):
            break
    if free_d.any() and free_u.any():
        chance[np.ix_(free_d, free_u)] = _solve(left_d[free_d], left_u[free_u], rows[free_d], columns[free_u])
    return Model(chance, region, activity)


def _solve(diversity: Numbers, ubiquity: Numbers, rows: Numbers, columns: Numbers) -> Numbers:
    """Chances with the given margins, by Newton's method on the logarithms of the parameters (a convex problem)."""
    total = (diversity * rows).sum()
    theta = np.concatenate([np.log(diversity / np.sqrt(total)), np.log(ubiquity / np.sqrt(total))])
    n = diversity.size

    def state(theta: Numbers) -> tuple[Numbers, Numbers, float]:
        together = theta[:n, None] + theta[None, n:]
        chance = 1 / (1 + np.exp(-together))
        gradient = np.concatenate([rows * (chance @ columns - diversity), columns * (rows @ chance - ubiquity)])
        loss = rows @ np.logaddexp(0, together) @ columns
        loss -= (rows * diversity) @ theta[:n] + (columns * ubiquity) @ theta[n:]
        return chance, gradient, float(loss)

    chance, gradient, loss = state(theta)
    for _ in range(STEPS):
        if np.abs(gradient).max() <= 1e-10 * total:
            return chance
        weight = rows[:, None] * columns * chance * (1 - chance)
        hessian = np.block([[np.diag(weight.sum(1)), weight], [weight.T, np.diag(weight.sum(0))]])
        hessian[np.diag_indices_from(hessian)] *= 1 + 1e-10  # one parameter is free: the scale between the two sides
        try:
            step = np.linalg.solve(hessian, gradient)
        except np.linalg.LinAlgError:  # a class that is all but certain has no curvature left
            step = np.linalg.lstsq(hessian, gradient, rcond=None)[0]
        length = 1.0
        while length > 1e-8:
            tried = state(theta - length * step)
            if tried[2] <= loss - 1e-4 * length * (gradient @ step) or np.abs(tried[1]).max() < np.abs(gradient).max():
                break
            length /= 2
        theta = theta - length * step
        chance, gradient, loss = tried
    if np.abs(gradient).max() <= 1e-6 * total:
        return chance
    raise MeasureError(
        "the bipartite configuration model cannot be fitted: some diversities or ubiquities leave no freedom. "
        "Leave out regions or activities that hold (nearly) everything or nothing."
    )


def upper_tails(values: Numbers, model: Model, *, poisson: bool) -> Numbers:
    """The chance of at least the observed co-occurrence; missing on the diagonal and for empty activities."""
    counts = together(values).astype(np.int64)
    classes = model.chance.shape[1]
    first, second = np.triu_indices(classes)
    rows = np.bincount(model.region, minlength=model.chance.shape[0])
    a, b = np.minimum.outer(model.activity, model.activity), np.maximum.outer(model.activity, model.activity)
    pair = a * classes - a * (a - 1) // 2 + (b - a)  # the place of (a, b) in the upper triangle
    if poisson:
        mean = np.einsum("r,rp,rp->p", rows.astype(float), model.chance[:, first], model.chance[:, second])
        found = np.where(counts > 0, gammainc(np.maximum(counts, 1), mean[pair]), 1.0)
    else:
        found = _poisson_binomial(model.chance, rows, first, second)[counts, pair]
    empty = values.sum(0) == 0
    found[empty, :] = found[:, empty] = np.nan
    np.fill_diagonal(found, np.nan)
    return found


def _poisson_binomial(chance: Numbers, rows: Numbers, first: Numbers, second: Numbers) -> Numbers:
    """Upper tails (count, pair of classes), built up region by region."""
    regions = int(rows.sum())
    tails = np.empty((regions + 1, first.size))
    each = np.repeat(np.arange(rows.size), rows)
    for start in range(0, first.size, CHUNK):
        part = slice(start, start + CHUNK)
        trial = chance[:, first[part]] * chance[:, second[part]]
        mass = np.zeros((regions + 1, trial.shape[1]))
        mass[0] = 1
        for done, row in enumerate(each):
            moved = mass[: done + 1] * trial[row]
            mass[: done + 1] -= moved
            mass[1 : done + 2] += moved
        tails[:, part] = mass[::-1].cumsum(0)[::-1]
    return np.minimum(tails, 1.0)
