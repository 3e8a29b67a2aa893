"""How far regions lie apart in one year.

theil_t                   Theil's first measure, sensitive at the top; with groups, within and between them
theil_l                   his second, the mean logarithmic deviation, sensitive at the bottom; likewise
atkinson                  the share of the whole that equality would save, for a stated aversion to inequality
coefficient_of_variation  standard deviation over mean, each region counted as one
williamson_index          the same with regions weighted by their people
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np
import xarray as xr

from smartspec.errors import MeasureError, first_few
from smartspec.measures._amounts import Cells, amounts, beside, labelled, matched, need, over_total, relabelled

__all__ = [
    "atkinson",
    "coefficient_of_variation",
    "theil_l",
    "theil_t",
    "variation",
    "weighted",
    "williamson_index",
]


def weighted(x: xr.DataArray, weights: object | None, over: str, name: str) -> tuple[Cells, Cells, xr.DataArray]:
    """Levels, and weights that add up to one, with `over` last."""
    x = amounts(x, name=name, along=(over,))
    if weights is None:
        part: Cells = np.full(x.sizes[over], 1 / x.sizes[over])
    else:
        heads, x = beside(matched(weights, x, over, name="weights"), x)
        if (heads < 0).any():
            raise MeasureError(f"weights of {name} are zero or more, but some are negative. Give people, not changes.")
        part = over_total(heads)
    return x.values, part, x


def mean_of(values: Cells, part: Cells) -> Cells:
    mean = np.where(part == 0, 0.0, values * part).sum(-1, keepdims=True)
    found: Cells = np.where(mean > 0, mean, np.nan)
    return found


def _group_means(values: Cells, part: Cells, groups: object, x: xr.DataArray, over: str) -> Cells:
    if isinstance(groups, Mapping):
        lacking = [str(label) for label in x[over].values if label not in groups]
        if lacking:
            raise MeasureError(
                f"{len(lacking)} labels of {over} have no group: {first_few(lacking)}. Give each a group."
            )
        names = np.array([str(groups[label]) for label in x[over].values])
    else:
        names = matched(groups, x, over, name="groups").values.astype(str)
    _, group_of = np.unique(names, return_inverse=True)
    belongs = (group_of[:, None] == np.arange(group_of.max() + 1)).astype(float)
    held, heads = np.where(part == 0, 0.0, values * part) @ belongs, part @ belongs
    means: Cells = (held / np.where(heads > 0, heads, np.nan))[..., group_of]
    return means


def _theil(
    x: xr.DataArray, weights: object | None, groups: object | None, over: str, name: Literal["theil_t", "theil_l"]
) -> xr.DataArray | xr.Dataset:
    values, part, x = weighted(x, weights, over, name)

    def distance(high: Cells, low: Cells) -> Cells:
        """Weighted logarithms of one level over another: by what people have (T), or by how many they are (L)."""
        if name == "theil_t":
            terms = np.where((part == 0) | (high == 0), 0.0, part * high * np.log(np.where(high > 0, high, 1.0) / low))
            terms = terms / mean
        else:
            terms = np.where(part == 0, 0.0, part * np.log(low / np.where(high > 0, high, np.nan)))
        summed: Cells = terms.sum(-1)
        return summed

    mean = mean_of(values, part)
    total = relabelled(distance(values, mean), x, without=[over])
    if groups is None:
        return total
    means = _group_means(values, part, groups, x, over)
    within = relabelled(distance(values, np.where(means > 0, means, 1.0)), x, without=[over])
    between = relabelled(distance(means, np.broadcast_to(mean, means.shape)), x, without=[over])
    return xr.Dataset({"total": total, "within": within, "between": between})


@labelled
def theil_t(
    x: xr.DataArray,
    *,
    weights: xr.DataArray | None = None,
    groups: xr.DataArray | Mapping[str, str] | None = None,
    over: str = "region",
) -> xr.DataArray | xr.Dataset:
    r"""Theil's first measure of inequality; with groups, the parts within and between them.

    Parameters
    ----------
    x : (..., region)
        Levels per head, zero or more.
    weights : (..., region), optional
        People; each region counts as one if left out.
    groups : (region), or a mapping from region to group, optional
        Makes the answer a Dataset with `total`, `within` and `between`, which add up.
    over : str
        The dimension of those compared.

    Returns
    -------
    (...), nats
        0 where all are equal, the logarithm of their number where one has everything.

    Raises
    ------
    MeasureError
        The labels of weights or groups are not those of the levels; a level is negative.

    Notes
    -----
    .. math:: T = \sum_r p_r \frac{y_r}{\bar y} \log \frac{y_r}{\bar y}, \qquad
       T = \sum_g \frac{p_g \bar y_g}{\bar y} T_g + \sum_g p_g \frac{\bar y_g}{\bar y} \log \frac{\bar y_g}{\bar y}

    Theil [theil1967]_. A level of zero adds nothing.

    References
    ----------
    .. [theil1967] Theil, H. (1967). Economics and Information Theory. North-Holland.

    Examples
    --------
    >>> import smartspec
    >>> product = smartspec.label([1, 1, 2, 4], region=list("abcd"))
    >>> parts = theil_t(product, groups={"a": "west", "b": "west", "c": "east", "d": "east"})
    >>> {name: round(part.item(), 4) for name, part in parts.items()}
    {'total': 0.1733, 'within': 0.0425, 'between': 0.1308}
    """
    return _theil(x, weights, groups, over, "theil_t")


@labelled
def theil_l(
    x: xr.DataArray,
    *,
    weights: xr.DataArray | None = None,
    groups: xr.DataArray | Mapping[str, str] | None = None,
    over: str = "region",
) -> xr.DataArray | xr.Dataset:
    r"""Theil's second measure, the mean logarithmic deviation; with groups, the parts within and between them.

    Parameters
    ----------
    x : (..., region)
        Levels per head, above zero.
    weights : (..., region), optional
        People; each region counts as one if left out.
    groups : (region), or a mapping from region to group, optional
        Makes the answer a Dataset with `total`, `within` and `between`, which add up.
    over : str
        The dimension of those compared.

    Returns
    -------
    (...), nats
        0 where all are equal; without bound; missing where someone with weight has nothing.

    Raises
    ------
    MeasureError
        The labels of weights or groups are not those of the levels; a level is negative.

    Notes
    -----
    .. math:: L = \sum_r p_r \log \frac{\bar y}{y_r}, \qquad
       L = \sum_g p_g L_g + \sum_g p_g \log \frac{\bar y}{\bar y_g}

    Theil [theil1967b]_. The parts within groups are weighted by people alone, so equality between groups would leave
    exactly the part within: of the two measures only this one allows that reading.

    References
    ----------
    .. [theil1967b] Theil, H. (1967). Economics and Information Theory. North-Holland.

    Examples
    --------
    >>> import smartspec
    >>> round(theil_l(smartspec.label([1, 1, 2, 4], region=list("abcd"))).item(), 4)
    0.1733
    """
    return _theil(x, weights, groups, over, "theil_l")


@labelled
def atkinson(
    x: xr.DataArray, *, aversion: float = 0.5, weights: xr.DataArray | None = None, over: str = "region"
) -> xr.DataArray:
    r"""The share of the whole that could be given up if what remained were equal, at the same welfare.

    Parameters
    ----------
    x : (..., region)
        Levels per head, zero or more.
    aversion : float
        Aversion to inequality, above zero; the larger, the more the poorest count.
    weights : (..., region), optional
        People; each region counts as one if left out.
    over : str
        The dimension of those compared.

    Returns
    -------
    (...), 0 to 1
        0 where all are equal; 1 where someone with weight has nothing and the aversion is 1 or more.

    Raises
    ------
    MeasureError
        The aversion is not above zero.

    Notes
    -----
    .. math:: 1 - \left( \sum_r p_r (y_r / \bar y)^{1 - \epsilon} \right)^{1 / (1 - \epsilon)}

    At an aversion of 1 the bracket is the geometric mean, and the measure is 1 - exp(-L) of `theil_l` [atkinson1970]_.

    References
    ----------
    .. [atkinson1970] Atkinson, A. B. (1970). On the measurement of inequality. Journal of Economic Theory 2, 244-263.

    Examples
    --------
    >>> import smartspec
    >>> round(atkinson(smartspec.label([1, 1, 2, 4], region=list("abcd")), aversion=1).item(), 4)
    0.1591
    """
    if aversion <= 0:
        raise MeasureError(f"atkinson needs an aversion above zero, found {aversion}. 0.5, 1 and 2 are usual.")
    values, part, x = weighted(x, weights, over, "atkinson")
    ratio = values / mean_of(values, part)
    with np.errstate(divide="ignore"):
        if aversion == 1:
            equal = np.exp(np.where(part == 0, 0.0, part * np.log(ratio)).sum(-1))
        else:
            power = np.where(part == 0, 0.0, part * ratio ** (1 - aversion)).sum(-1)
            equal = power ** (1 / (1 - aversion))
    return relabelled(np.clip(1 - equal, 0.0, 1.0), x, without=[over])


@labelled
def coefficient_of_variation(
    x: xr.DataArray, *, weights: xr.DataArray | None = None, over: str = "region", ddof: int = 0
) -> xr.DataArray:
    r"""Standard deviation over mean.

    Parameters
    ----------
    x : (..., region)
        Levels, zero or more.
    weights : (..., region), optional
        People; each region counts as one if left out.
    over : str
        The dimension of those compared.
    ddof : {0, 1}
        0 divides by n: the regions are all there are. 1 divides by n - 1: they are a sample. Not with weights.

    Returns
    -------
    (...), 0 or more

    Raises
    ------
    MeasureError
        Weights and `ddof=1` are asked at once.

    Notes
    -----
    .. math:: \sqrt{\sum_r p_r (y_r - \bar y)^2} / \bar y

    Pearson [pearson1896]_.

    References
    ----------
    .. [pearson1896] Pearson, K. (1896). Mathematical contributions to the theory of evolution III. Philosophical
       Transactions of the Royal Society A 187, 253-318.

    Examples
    --------
    >>> import smartspec
    >>> coefficient_of_variation(smartspec.label([1, 3], region=["N", "S"])).item()
    0.5
    """
    if ddof not in (0, 1) or (ddof and weights is not None):
        raise MeasureError("coefficient_of_variation takes ddof 0 or 1, and 1 only without weights.")
    values, part, x = weighted(x, weights, over, "coefficient_of_variation")
    return relabelled(variation(values, part, ddof), x, without=[over])


def variation(values: Cells, part: Cells, ddof: int = 0) -> Cells:
    """The standard deviation over the mean, both weighted, along the last axis."""
    mean, count = mean_of(values, part), values.shape[-1]
    spread = np.where(part == 0, 0.0, part * (values - mean) ** 2).sum(-1)
    if ddof:
        spread = spread * count / (count - 1) if count > 1 else np.full_like(spread, np.nan)
    found: Cells = np.sqrt(spread) / mean[..., 0]
    return found


@labelled
def williamson_index(
    x: xr.DataArray, population: xr.DataArray, *, over: str = "region", reference: xr.DataArray | float | None = None
) -> xr.DataArray:
    r"""How far regions lie from the country's level, each by its people.

    Parameters
    ----------
    x : (..., region)
        Levels per head, zero or more.
    population : (..., region)
        People.
    over : str
        The dimension of those compared.
    reference : (...), optional
        The country's published level; the mean weighted by people if left out.

    Returns
    -------
    (...), 0 or more

    Raises
    ------
    MeasureError
        The regions of the population are not those of the levels.

    Notes
    -----
    .. math:: \frac{1}{\bar y} \sqrt{\sum_r (y_r - \bar y)^2 \frac{p_r}{p}}

    Williamson [williamson1965]_. Without a reference it is `coefficient_of_variation` with weights.

    References
    ----------
    .. [williamson1965] Williamson, J. G. (1965). Regional inequality and the process of national development.
       Economic Development and Cultural Change 13(4), 3-45.

    Examples
    --------
    >>> import smartspec
    >>> at = {"region": ["N", "S"]}
    >>> round(williamson_index(smartspec.label([1, 3], **at), smartspec.label([3, 1], **at)).item(), 4)
    0.5774
    """
    values, part, x = weighted(x, population, over, "williamson_index")
    if reference is None:
        return relabelled(variation(values, part), x, without=[over])
    level: Cells = np.asarray(reference, dtype=float)
    if isinstance(reference, xr.DataArray):
        need(reference, *(str(dim) for dim in reference.dims if dim != over), name="williamson_index")
        level, x = beside(matched(reference, x, name="reference"), x)
        values = x.values
    spread = np.where(part == 0, 0.0, part * (values - level) ** 2).sum(-1, keepdims=True)
    return relabelled((np.sqrt(spread) / np.where(level > 0, level, np.nan))[..., 0], x, without=[over])
