"""Relatedness that is no accident: how far co-occurrence exceeds what chance would bring together.

    z_relatedness            standard deviations above the hypergeometric expectation
    permutation_relatedness  against tables shuffled so that diversity and ubiquity stay
    validated_relatedness    pairs that pass a test against the bipartite configuration model, with a false
                             discovery rate

The first holds ubiquity fixed, the others diversity too. Missing presence counts as absent.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
import xarray as xr

from smartspec.errors import MeasureError
from smartspec.measures._amounts import labelled
from smartspec.measures._pairs import Numbers, by_pairs, known, paired, pattern, together
from smartspec.measures.relatedness._configuration import fitted, upper_tails
from smartspec.measures.relatedness._shuffle import shuffled

__all__ = ["permutation_relatedness", "validated_relatedness", "z_relatedness"]

Tail = Literal["exact", "poisson"]


@labelled
def z_relatedness(presence: xr.DataArray, *, diagonal: float = 0.0) -> xr.DataArray:
    r"""How many standard deviations co-occurrence lies above what chance gives two activities of that ubiquity.

    Parameters
    ----------
    presence : (..., region, activity)
        0 and 1; a region of which nothing is known does not count as a region.
    diagonal : float
        What stands on the diagonal.

    Returns
    -------
    (..., activity, other), standard deviations
        Missing for an activity that is present nowhere or everywhere: chance leaves it no room.

    Notes
    -----
    .. math:: \frac{C_{ab} - \mu_{ab}}{\sigma_{ab}}, \quad \mu_{ab} = \frac{u_a u_b}{N}, \quad
       \sigma^2_{ab} = \mu_{ab} \frac{N - u_a}{N} \frac{N - u_b}{N - 1}

    The survivor measure of Teece and others [teece1994]_, used for relatedness by Bryce and Winter (2009).

    References
    ----------
    .. [teece1994] Teece, D. J., Rumelt, R., Dosi, G., Winter, S. (1994). Understanding corporate coherence: theory
       and evidence. Journal of Economic Behavior and Organization 23(1), 1-30.

    Examples
    --------
    >>> import smartspec
    >>> held = smartspec.label([[1, 1], [1, 1], [0, 0], [0, 0]], region=list("pqrs"), activity=["a", "b"])
    >>> z_relatedness(held).round(4).values.tolist()
    [[0.0, 1.7321], [1.7321, 0.0]]
    """
    held = pattern(presence, name="z_relatedness")
    values = known(held)
    ubiquity = values.sum(-2)
    regions = np.asarray((~np.isnan(held.values)).any(-1).sum(-1), dtype=held.dtype)[..., None]
    free = np.where(ubiquity < regions, ubiquity, 0)
    size = regions[..., None]

    def z(counts: Numbers, first: Numbers, second: Numbers) -> Numbers:
        expected = first * second / size
        spread = np.sqrt(expected * (size - first) / size * (size - second) / (size - 1))
        return np.asarray((counts - expected) / spread)

    return paired(by_pairs(together(values), free, free, z), held, diagonal=diagonal, margin=free)


@labelled
def permutation_relatedness(
    presence: xr.DataArray, *, permutations: int = 200, trades: int = 5, seed: int = 0, diagonal: float = 0.0
) -> xr.Dataset:
    r"""Co-occurrence against tables shuffled so that every diversity and every ubiquity stays what it is.

    Parameters
    ----------
    presence : (..., region, activity)
        0 and 1; an unknown presence counts as absent.
    permutations : int
        How many shuffled tables.
    trades : int
        Rounds of trading between two tables; in one round every region trades with one other.
    seed : int
        The same seed gives the same tables.
    diagonal : float
        What stands on the diagonal of `z`; that of `p_value` is missing.

    Returns
    -------
    Dataset of (..., activity, other)
        `z`, in standard deviations of the shuffled tables (missing where they never differ); `p_value`, the share of
        tables with at least the observed co-occurrence, the observed one counted among them.

    Notes
    -----
    .. math:: z_{ab} = \frac{C_{ab} - \overline{C^*_{ab}}}{s(C^*_{ab})}, \quad
       p_{ab} = \frac{1 + \#\{C^*_{ab} \ge C_{ab}\}}{1 + P}

    Tables are drawn by global curveball trades [carstens2018]_: two regions lay together what only one of them
    holds, and deal it out anew. Before the first table ten times `trades` rounds are thrown away.

    References
    ----------
    .. [carstens2018] Carstens, C. J., Hamann, M., Meyer, U., Penschuck, M., Tran, H., Wagner, D. (2018). Parallel and
       I/O-efficient randomisation of massive networks using global curveball trades. ESA 2018, 11:1-11:15.

    Examples
    --------
    >>> import smartspec
    >>> held = smartspec.label([[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1], [0, 0, 1, 1]], region=list("pqrs"),
    ...                        activity=list("abcd"))
    >>> found = permutation_relatedness(held, permutations=99)
    >>> bool(found["z"].sel(activity="a", other="b") > 1)
    True
    """
    if permutations < 1 or trades < 1:
        raise MeasureError("permutation_relatedness needs permutations and trades of at least 1.")
    held = pattern(presence, name="permutation_relatedness")
    values = known(held).astype(np.float32)
    observed = together(values)
    total = np.zeros(observed.shape)
    squares = np.zeros(observed.shape)
    reached = np.ones(observed.shape)
    for table in shuffled(values, tables=permutations, trades=trades, seed=seed):
        gap = together(table) - observed
        total += gap
        squares += gap * gap
        reached += gap >= 0
    mean = total / permutations
    variance = squares / permutations - mean**2
    with np.errstate(invalid="ignore", divide="ignore"):
        z = np.where(variance > 1e-12, -mean / np.sqrt(np.maximum(variance, 0)), np.nan)
    ubiquity = values.sum(-2)
    return xr.Dataset(
        {
            "z": paired(z, held, diagonal=diagonal, margin=ubiquity),
            "p_value": paired(reached / (permutations + 1), held, diagonal=np.nan),
        }
    )


@labelled
def validated_relatedness(presence: xr.DataArray, *, alpha: float = 0.05, tail: Tail = "exact") -> xr.Dataset:
    r"""Pairs found together more often than the diversities and ubiquities alone would bring about.

    Parameters
    ----------
    presence : (..., region, activity)
        0 and 1; an unknown presence counts as absent.
    alpha : float
        The false discovery rate: the share of false links expected among those kept.
    tail : {"exact", "poisson"}
        The distribution of co-occurrence under the model: the Poisson-binomial itself, or the Poisson of the same
        mean, which is quicker and keeps fewer links.

    Returns
    -------
    Dataset
        `validated` (..., activity, other), 1 for a link kept, 0 for one not; `p_value` (..., activity, other), the
        chance of at least the observed co-occurrence; `threshold` (...), the largest p-value kept, 0 where none is.
        Activities present nowhere are missing, and so is the diagonal of `p_value`.

    Raises
    ------
    MeasureError
        `alpha` is not between 0 and 1, or the model cannot be fitted.

    Notes
    -----
    The bipartite configuration model holds every expected diversity and ubiquity at what is observed:

    .. math:: p_{ra} = \frac{x_r y_a}{1 + x_r y_a}, \quad \sum_a p_{ra} = d_r, \quad \sum_r p_{ra} = u_a

    Under it the co-occurrence of a and b is a sum of independent trials with chances :math:`p_{ra} p_{rb}`. Regions
    of the same diversity, and activities of the same ubiquity, have the same parameters, so that the model is fitted,
    and the tails are computed, once per distinct degree [saracco2017]_. Links are kept by Benjamini and Hochberg
    over all pairs.

    References
    ----------
    .. [saracco2017] Saracco, F., Straka, M. J., Di Clemente, R., Gabrielli, A., Caldarelli, G., Squartini, T. (2017).
       Inferring monopartite projections of bipartite networks: an entropy-based approach. New Journal of Physics 19,
       053022.

    Examples
    --------
    >>> import numpy as np, smartspec
    >>> blocks = np.kron(np.eye(2), np.ones((12, 4)))
    >>> held = smartspec.label(blocks, region=range(24), activity=list("abcdefgh"))
    >>> validated_relatedness(held)["validated"].sel(activity="a").values.tolist()
    [0.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0]
    """
    if not 0 < alpha < 1:
        raise MeasureError(f"validated_relatedness: alpha lies between 0 and 1, found {alpha}.")
    if tail not in get_args(Tail):
        raise MeasureError(f"validated_relatedness: tail is one of {', '.join(get_args(Tail))}, found '{tail}'.")
    held = pattern(presence, name="validated_relatedness")
    values = known(held).astype(np.float64)
    lead, activities = values.shape[:-2], values.shape[-1]
    p_value = np.empty((*lead, activities, activities))
    kept = np.empty_like(p_value)
    threshold = np.empty(lead)
    for at in np.ndindex(*lead):  # each table has a model of its own
        p_value[at] = upper_tails(values[at], fitted(values[at]), poisson=tail == "poisson")
        kept[at], threshold[at] = _discovered(p_value[at], alpha)
    ubiquity = values.sum(-2)
    frame = held.isel(region=0, activity=0, drop=True)
    return xr.Dataset(
        {
            "validated": paired(kept, held, margin=ubiquity),
            "p_value": paired(p_value, held, diagonal=np.nan),
            "threshold": frame.copy(data=threshold),
        }
    )


def _discovered(p_value: Numbers, alpha: float) -> tuple[Numbers, float]:
    """Benjamini and Hochberg over all pairs: 1 where kept, 0 where not, missing where undefined; the threshold."""
    tested = p_value[np.triu_indices_from(p_value, 1)]
    ordered = np.sort(tested[~np.isnan(tested)])
    passed = np.flatnonzero(ordered <= alpha * np.arange(1, ordered.size + 1) / max(ordered.size, 1))
    threshold = float(ordered[passed[-1]]) if passed.size else 0.0
    keep = (p_value <= threshold) if passed.size else np.zeros(p_value.shape, bool)
    return np.where(np.isnan(p_value), np.nan, keep.astype(float)), threshold
