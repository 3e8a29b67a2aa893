"""How far experts agree, and where they do not.

    spread           median, quartiles and interquartile range of each question
    kendall_w        whether people order candidates alike, with ties
    intraclass       whether their scores agree, from sums of squares
    disagreements    the questions worth talking about, widest first

What cannot be told is missing: one person, one candidate, everybody alike. Agreement is described here, never required:
rounds stop when opinion is stable, see `round_stability`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr
from scipy.stats import rankdata

from smartspec.decision.experts.judgements import Judgements
from smartspec.errors import DecisionError

__all__ = ["WIDE", "disagreements", "intraclass", "kendall_w", "spread"]

WIDE = 0.25
"""People disagree when the interquartile range is above this share of the scale: 2 on a scale of 1 to 9."""


def spread(scores: xr.DataArray) -> xr.Dataset:
    """Median and quartiles over people.

    Parameters
    ----------
    scores : (..., person, ...)
        Scores; people who did not answer are left out of that question.

    Returns
    -------
    Dataset
        median, lower, upper, iqr (...)
            missing where nobody answered
        answers (...)
            how many did

    Notes
    -----
    Quartiles interpolate linearly between order statistics (type 7 of Hyndman and Fan, 1996). The range depends on how
    many people answer; compare it between questions of one round, not between studies.

    Examples
    --------
    >>> found = spread(xr.DataArray([1.0, 2.0, 3.0, 4.0, 9.0], coords={"person": list("abcde")}))
    >>> found["median"].item(), found["iqr"].item()
    (3.0, 2.0)
    """
    _need(scores, "person")
    answers = scores.notnull().sum("person")
    filled = scores.where(answers > 0, 0.0)
    gaps = bool(filled.isnull().any())  # without gaps one pass over the whole array is enough
    found = filled.quantile([0.25, 0.5, 0.75], "person", method="linear", skipna=gaps).where(answers > 0)
    lower, median, upper = (found.isel(quantile=at, drop=True) for at in range(3))
    return xr.Dataset({"median": median, "lower": lower, "upper": upper, "iqr": upper - lower, "answers": answers})


def kendall_w(scores: xr.DataArray) -> xr.DataArray:
    r"""Kendall's coefficient of concordance: 1 when all order the candidates alike, 0 when there is no common order.

    Parameters
    ----------
    scores : (..., person, candidate)
        Scores or ranks; only their order within a person matters.

    Returns
    -------
    (...), dimensionless
        Missing with one person, one candidate, an unanswered question, or people who all tie all candidates.

    Notes
    -----
    .. math:: W = \frac{12 \sum_i (R_i - \bar R)^2}{m^2 (n^3 - n) - m \sum_j T_j}, \quad T_j = \sum_t (t^3 - t)

    with m people, n candidates, :math:`R_i` the sum of a candidate's ranks and t the sizes of a person's tied groups.
    Without the correction for ties W comes out too low. Kendall and Babington Smith (1939); Kendall (1970), Rank
    correlation methods.

    Examples
    --------
    >>> labels = {"person": list("abc"), "candidate": list("XYZ")}
    >>> ranks = xr.DataArray([[1, 2, 3], [1, 2, 3], [1, 3, 2]], coords=labels)
    >>> round(kendall_w(ranks).item(), 4)
    0.7778
    """
    _need(scores, "person", "candidate")
    x = scores.transpose(..., "person", "candidate").astype(float)
    values = x.to_numpy()
    m, n = values.shape[-2:]
    known = np.isfinite(values).all(axis=(-2, -1))
    filled = np.where(known[..., None, None], values, 0.0)
    ranks = rankdata(filled, axis=-1) if values.size else filled
    sums = ranks.sum(axis=-2)
    departure = ((sums - sums.mean(axis=-1, keepdims=True)) ** 2).sum(axis=-1)
    same = (filled[..., :, None] == filled[..., None, :]).sum(axis=-1)
    ties = (same.astype(float) ** 2 - 1).sum(axis=(-2, -1))
    whole = m**2 * (n**3 - n) - m * ties
    defined = known & (m > 1) & (n > 1) & (whole > 0)
    found = np.where(defined, 12 * departure / np.where(defined, whole, 1.0), np.nan)
    lead = x.dims[:-2]
    return xr.DataArray(found, coords={dim: x.indexes[dim] for dim in lead if dim in x.indexes}, dims=lead)


def intraclass(scores: xr.DataArray) -> xr.Dataset:
    r"""Intraclass correlations of single scores: how much of their variance comes from candidates.

    Parameters
    ----------
    scores : (..., person, candidate)
        Scores on one scale.

    Returns
    -------
    Dataset of (...), dimensionless
        agreement
            ICC(A,1): do people give the same scores
        consistency
            ICC(C,1): do they, apart from some being stricter than others
        one_way
            ICC(1): as if each score came from a different person

        Below zero where people differ on a candidate more than candidates do; missing with one person, one candidate,
        an unanswered question, or no variance at all.

    Notes
    -----
    With mean squares between candidates B, between people J, of the remainder E and within candidates W, and k people
    and n candidates,

    .. math:: ICC(A,1) = \frac{B - E}{B + (k-1) E + k (J - E)/n}, \quad ICC(C,1) = \frac{B - E}{B + (k-1) E},
              \quad ICC(1) = \frac{B - W}{B + (k-1) W}

    Shrout and Fleiss (1979), who call them (2,1), (3,1) and (1,1); McGraw and Wong (1996).

    Examples
    --------
    >>> scores = xr.DataArray([[1.0, 2, 3], [2, 3, 4]], coords={"person": ["mild", "strict"], "candidate": list("XYZ")})
    >>> found = intraclass(scores)
    >>> found["consistency"].item(), round(found["agreement"].item(), 4)
    (1.0, 0.6667)
    """
    _need(scores, "person", "candidate")
    x = scores.transpose(..., "person", "candidate").astype(float)
    k, n = x.sizes["person"], x.sizes["candidate"]
    mean = x.mean(["person", "candidate"], skipna=False)
    of_candidate, of_person = x.mean("person", skipna=False), x.mean("candidate", skipna=False)
    with np.errstate(divide="ignore", invalid="ignore"):
        between = k * ((of_candidate - mean) ** 2).sum("candidate", skipna=False) / np.float64(n - 1)
        people = n * ((of_person - mean) ** 2).sum("person", skipna=False) / np.float64(k - 1)
        rest = ((x - of_candidate - of_person + mean) ** 2).sum(["person", "candidate"], skipna=False)
        error = rest / np.float64((n - 1) * (k - 1))
        within = ((x - of_candidate) ** 2).sum(["person", "candidate"], skipna=False) / np.float64(n * (k - 1))
        noise = 1e-12 * (1 + (x**2).sum(["person", "candidate"]))

        def share(above: xr.DataArray, below: xr.DataArray) -> xr.DataArray:
            return (above / below.where(below > noise)).where((k > 1) & (n > 1))

        return xr.Dataset(
            {
                "agreement": share(between - error, between + (k - 1) * error + k * (people - error) / n),
                "consistency": share(between - error, between + (k - 1) * error),
                "one_way": share(between - within, between + (k - 1) * within),
            }
        )


def disagreements(judged: Judgements, *, wide: float = WIDE) -> pd.DataFrame:
    """Questions on which people disagree in the last round, widest first.

    Parameters
    ----------
    judged
        As `judgements` gives them.
    wide
        Share of the scale above which an interquartile range counts as disagreement.

    Returns
    -------
    pandas.DataFrame
        `candidate`, `criterion`, `median`, `iqr`, `answers`, `lowest` and `highest` with the people who gave them in
        `low` and `high`.

    Examples
    --------
    >>> from smartspec.decision.experts.judgements import judgements
    >>> rows = pd.DataFrame(
    ...     {"person": list("abcd"), "candidate": "A", "criterion": "skills", "score": [1, 2, 8, 9]}
    ... )
    >>> found = disagreements(judgements(rows, candidates=["A"], criteria=["skills"]))
    >>> found[["candidate", "iqr", "low", "high"]].to_dict("records")
    [{'candidate': 'A', 'iqr': 6.5, 'low': 'a', 'high': 'd'}]
    """
    if not 0 <= wide <= 1:
        raise DecisionError(f"wide is a share of the scale from 0 to 1, found {wide}.")
    scores = judged.scores.isel(round=-1, drop=True)
    found = spread(scores)
    limit = wide * (judged.scale[1] - judged.scale[0])
    rows = []
    for candidate, criterion in np.argwhere((found["iqr"] > limit).to_numpy()):
        cell = scores.isel(candidate=candidate, criterion=criterion)
        low, high = float(cell.min()), float(cell.max())
        at = {"candidate": candidate, "criterion": criterion}
        rows.append(
            {
                "candidate": judged.candidates[candidate],
                "criterion": judged.criteria[criterion],
                "median": float(found["median"].isel(at)),
                "iqr": float(found["iqr"].isel(at)),
                "answers": int(found["answers"].isel(at)),
                "lowest": low,
                "low": ", ".join(map(str, cell.person.values[cell.values == low])),
                "highest": high,
                "high": ", ".join(map(str, cell.person.values[cell.values == high])),
            }
        )
    columns = ["candidate", "criterion", "median", "iqr", "answers", "lowest", "low", "highest", "high"]
    return pd.DataFrame(rows, columns=columns).sort_values("iqr", ascending=False, kind="stable", ignore_index=True)


def _need(scores: xr.DataArray, *dims: str) -> None:
    lacking = [dim for dim in dims if dim not in scores.dims]
    if lacking:
        raise DecisionError(f"scores need the dimension(s) {', '.join(lacking)}, found {scores.dims}.")
