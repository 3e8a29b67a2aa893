"""Models of entry: chances foretold for regions a model has not seen, by a penalised logistic or by boosted trees.

    predict     each region foretold by a model fitted to the other regions
    foretell    the chance of entry from here on, by a model fitted to every window
    trained     the coefficients of the logistic model, to be carried to another panel
    chances     what carried coefficients say of new cells
    KINDS       logistic, boosted

Boosted trees need scikit-learn, which comes with `smartspec[stats]`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import xarray as xr

from smartspec.diagnosis.entries import AT, folds
from smartspec.errors import MeasureError

__all__ = ["KINDS", "Kind", "chances", "foretell", "predict", "trained"]

Kind = Literal["logistic", "boosted"]
KINDS: tuple[Kind, ...] = ("logistic", "boosted")
STEPS = 50


def predict(
    outcome: xr.DataArray,
    known: xr.DataArray,
    names: Sequence[str],
    *,
    kind: Kind = "logistic",
    penalty: float = 1.0,
    seed: int = 0,
) -> xr.DataArray:
    r"""The chance of entry, each region foretold by a model that never saw it.

    Parameters
    ----------
    outcome : (window, region, activity)
        What `entries` returned.
    known : (predictor, window, region, activity)
        What `predictors` returned.
    names : sequence of str
        Predictors to use.
    kind : {"logistic", "boosted"}
        A ridge logistic model, or boosted trees of scikit-learn.
    penalty : float
        Strength of the ridge penalty on standardised coefficients; boosted trees take none.
    seed : int
        Seed of the folds where there are more than 100 regions, and of the trees.

    Returns
    -------
    (window, region, activity), 0 to 1
        Missing where `outcome` is, and where a predictor is unknown.

    Raises
    ------
    MeasureError
        The kind is unknown, or boosted trees are asked for without scikit-learn.

    Notes
    -----
    .. math:: \max_b \sum_i y_i \ln p_i + (1-y_i) \ln(1-p_i) - \tfrac{\lambda}{2} \lVert b \rVert^2,
              \qquad p_i = 1/(1+e^{-a-x_i'b})

    By Newton's method; the intercept carries no penalty. Le Cessie and van Houwelingen [lecessie1992]_.

    References
    ----------
    .. [lecessie1992] le Cessie, S., van Houwelingen, J. C. (1992). Ridge estimators in logistic regression. Journal of
       the Royal Statistical Society C 41, 191-201.
    """
    y = outcome.transpose(*AT)
    x = known.sel(predictor=list(names)).transpose("predictor", *AT).values
    use = np.isfinite(y.values) & np.isfinite(x).all(axis=0)
    region = np.broadcast_to(np.arange(y.sizes["region"])[None, :, None], y.shape)[use]
    rows, answer = x[:, use].T, y.values[use]
    found, start = np.full(answer.shape, np.nan), None
    for out in folds(y.sizes["region"], seed=seed):
        test = np.isin(region, out)
        if not test.any() or answer[~test].min(initial=1) == answer[~test].max(initial=0):
            continue
        if kind == "logistic":  # folds differ little: the last one's answer is a good first guess
            mean, spread, start = _ridge(rows[~test], answer[~test], penalty, start)
            found[test] = _logistic(mean, spread, start, rows[test])
        else:
            found[test] = _foretold(rows[~test], answer[~test], rows[test], kind=kind, penalty=penalty, seed=seed)
    result = np.full(y.shape, np.nan)
    result[use] = found
    return y.copy(data=result)


def foretell(
    outcome: xr.DataArray,
    known: xr.DataArray,
    now: xr.DataArray,
    names: Sequence[str],
    *,
    kind: Kind = "logistic",
    penalty: float = 1.0,
    seed: int = 0,
) -> xr.DataArray:
    """The chance of entry from here on, by the model of `predict` fitted to every window.

    Parameters
    ----------
    outcome, known
        As in `predict`.
    now : (predictor, window, region, activity)
        What is known of the cells to foretell: of one window, or of the windows of another panel.
    names : sequence of str
        Predictors to use.
    kind, penalty, seed
        As in `predict`.

    Returns
    -------
    (region, activity) or (window, region, activity), 0 to 1
        Missing where a predictor is unknown. Show it only where its lift over the quotient alone is proven.
    """
    rows, answer = _rows(outcome, known, names)
    here = now.sel(predictor=list(names)).transpose("predictor", *AT)
    ask = np.isfinite(here.values).all(axis=0)
    found = np.full(ask.shape, np.nan)
    found[ask] = _foretold(rows, answer, here.values[:, ask].T, kind=kind, penalty=penalty, seed=seed)
    made = here.isel(predictor=0, drop=True).copy(data=found)
    return made.isel(window=0, drop=True) if made.sizes["window"] == 1 else made


def trained(outcome: xr.DataArray, known: xr.DataArray, names: Sequence[str], *, penalty: float = 1.0) -> xr.Dataset:
    """The coefficients of the logistic model fitted to every window, to be carried to another panel.

    Parameters
    ----------
    outcome, known, names, penalty
        As in `predict`.

    Returns
    -------
    Dataset
        (predictor): `mean` and `spread` by which a predictor is standardised, and its `coefficient`; `intercept`.
        Attributes `events` and `candidates`.

    Raises
    ------
    MeasureError
        Nothing, or everything, entered: there is nothing to learn.

    Examples
    --------
    >>> import smartspec
    >>> at = {"window": [2010], "region": ["N", "S"], "activity": ["a", "b"]}
    >>> came = smartspec.label([[[0, 1], [0, 1]]], **at)
    >>> known = smartspec.label([[[[0.1, 0.9], [0.2, 0.8]]]], predictor=["quotient"], **at)
    >>> bool(trained(came, known, ["quotient"])["coefficient"].item() > 0)
    True
    """
    rows, answer = _rows(outcome, known, names)
    if not len(answer) or answer.min() == answer.max():
        raise MeasureError("a model of entry needs cells that entered and cells that did not. Give more windows.")
    mean, spread, b = _ridge(rows, answer, penalty)
    return xr.Dataset(
        {
            "mean": ("predictor", mean),
            "spread": ("predictor", spread),
            "coefficient": ("predictor", b[1:]),
            "intercept": b[0],
        },
        coords={"predictor": list(names)},
        attrs={"events": int(answer.sum()), "candidates": len(answer)},
    )


def chances(model: xr.Dataset, known: xr.DataArray) -> xr.DataArray:
    """What carried coefficients say of new cells.

    Parameters
    ----------
    model : Dataset
        What `trained` returned.
    known : (predictor, ...)
        Predictors of the new cells, made as those of the training.

    Returns
    -------
    (...), 0 to 1
        Missing where a predictor is unknown.

    Examples
    --------
    >>> import smartspec
    >>> one = {"mean": ("predictor", [0.0]), "spread": ("predictor", [1.0]), "coefficient": ("predictor", [2.0])}
    >>> model = xr.Dataset({**one, "intercept": 0.0}, coords={"predictor": ["quotient"]})
    >>> chances(model, smartspec.label([[0.0]], predictor=["quotient"], region=["N"])).values.tolist()
    [0.5]
    """
    z = (known.sel(predictor=model.predictor) - model["mean"]) / model["spread"]
    told: xr.DataArray = model["intercept"] + (z * model["coefficient"]).sum("predictor", skipna=False)
    return told.copy(data=1 / (1 + np.exp(-told.clip(-30, 30).values)))


def _rows(outcome: xr.DataArray, known: xr.DataArray, names: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Cells with a known outcome as rows of predictors, and their outcomes."""
    y = outcome.transpose(*AT).values
    x = known.sel(predictor=list(names)).transpose("predictor", *AT).values
    use = np.isfinite(y) & np.isfinite(x).all(axis=0)
    return x[:, use].T, y[use]


def _foretold(x: np.ndarray, y: np.ndarray, new: np.ndarray, *, kind: Kind, penalty: float, seed: int) -> np.ndarray:
    """Chances for new rows by a model of the old ones."""
    if kind == "boosted":
        return _boosted(x, y, new, seed)
    if kind != "logistic":
        raise MeasureError(f"no model '{kind}'; there is {', '.join(KINDS)}.")
    return _logistic(*_ridge(x, y, penalty), new)


def _logistic(mean: np.ndarray, spread: np.ndarray, b: np.ndarray, new: np.ndarray) -> np.ndarray:
    """Chances for new rows by coefficients on standardised predictors."""
    ahead = np.column_stack([np.ones(len(new)), (new - mean) / spread])
    chance: np.ndarray = 1 / (1 + np.exp(-np.clip(ahead @ b, -30, 30)))
    return chance


def _boosted(x: np.ndarray, y: np.ndarray, new: np.ndarray, seed: int) -> np.ndarray:
    """Chances by boosted trees, small ones, so that a few hundred entries do not drown in them."""
    try:
        from sklearn.ensemble import HistGradientBoostingClassifier
    except ImportError:
        raise MeasureError("boosted trees need scikit-learn: pip install 'smartspec[stats]'.") from None
    model = HistGradientBoostingClassifier(
        max_iter=150, learning_rate=0.05, max_leaf_nodes=8, min_samples_leaf=50, random_state=seed
    )
    told: np.ndarray = model.fit(x, y).predict_proba(new)[:, 1]
    return told


def _ridge(
    x: np.ndarray, y: np.ndarray, penalty: float, start: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Means, spreads and coefficients (the intercept first) of a ridge logistic model."""
    mean, spread = x.mean(axis=0), x.std(axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    z = np.column_stack([np.ones(len(x)), (x - mean) / spread])
    ridge = np.diag([0.0, *np.full(x.shape[1], penalty)])
    b = np.zeros(z.shape[1]) if start is None else start.copy()
    if start is None:
        b[0] = np.log(y.mean() / (1 - y.mean()))
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-np.clip(z @ b, -30, 30)))
        slope = z.T @ (y - p) - ridge @ b
        step = np.linalg.solve(z.T @ (z * (p * (1 - p))[:, None]) + ridge, slope)
        b += step
        if np.abs(step).max() < 1e-9:
            break
    return mean, spread, b
