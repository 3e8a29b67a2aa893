"""Relatedness from records and flows: people who change jobs, documents with several codes, goods traded.

    labour_flow_relatedness  job changes between two industries over what their sizes would give
    co_classification        how often two codes stand on the same document
    linkage_relatedness      how much two industries buy from and sell to each other

Flows (..., activity, other) run from the row to the column.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
import xarray as xr

from smartspec.errors import MeasureError
from smartspec.measures._amounts import labelled
from smartspec.measures._pairs import Numbers, labelled_pairs, paired

__all__ = ["co_classification", "labour_flow_relatedness", "linkage_relatedness"]

Counting = Literal["fractional", "full"]
How = Literal["mean", "max"]


def _flows(flows: xr.DataArray, *, name: str) -> Numbers:
    values: Numbers = flows.values.copy()
    wrong = values[(values < 0) | np.isinf(values)]
    if wrong.size:
        raise MeasureError(
            f"{name}: flows are zero or more and finite, but {wrong.size} of {values.size} are not. "
            "Mark errors as missing with `x.where(x >= 0)`."
        )
    return values


def _over(part: Numbers, whole: Numbers) -> Numbers:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, part / whole, np.nan)


@labelled_pairs
def labour_flow_relatedness(
    flows: xr.DataArray, *, folded: bool = True, symmetric: bool = True, diagonal: float = 0.0
) -> xr.DataArray:
    r"""Skill relatedness: how often people change between two industries, over what their sizes would give.

    Parameters
    ----------
    flows : (..., activity, other)
        People who went from the row's industry to the column's; those who stayed within one are not used. An unknown
        flow counts as none.
    folded : bool
        Fold the ratio r into (r - 1) / (r + 1), between -1 and 1; False gives the ratio itself.
    symmetric : bool
        The mean of both directions.
    diagonal : float
        What stands on the diagonal.

    Returns
    -------
    (..., activity, other), -1 to 1, or a ratio when not folded
        Above 0 (ratio above 1): more changes than chance. Missing where nobody leaves the row or enters the column.

    Notes
    -----
    .. math:: r_{ab} = \frac{F_{ab} F_{\cdot\cdot}}{F_{a\cdot} F_{\cdot b}}

    Neffke and Henning [neffke2013]_; the mean is taken of the ratios, then folded. A pair of which one direction is
    undefined is undefined.

    References
    ----------
    .. [neffke2013] Neffke, F., Henning, M. (2013). Skill relatedness and firm diversification. Strategic Management
       Journal 34(3), 297-316.

    Examples
    --------
    >>> import smartspec
    >>> moves = smartspec.label([[50, 8, 2], [8, 90, 2], [1, 3, 70]], activity=list("abc"), other=list("abc"))
    >>> labour_flow_relatedness(moves, folded=False).sel(activity="a").round(3).values.tolist()
    [0.0, 1.939, 0.933]
    """
    values = np.nan_to_num(_flows(flows, name="labour_flow_relatedness"), nan=0.0)
    np.einsum("...ii->...i", values)[...] = 0
    leaving, entering = values.sum(-1, keepdims=True), values.sum(-2, keepdims=True)
    found = _over(values * values.sum((-2, -1), keepdims=True), leaving * entering)
    if symmetric:
        found = (found + found.swapaxes(-1, -2)) / 2
    if folded:
        found = (found - 1) / (found + 1)
    margin = (leaving[..., 0] > 0) | (entering[..., 0, :] > 0)
    return paired(found, flows, diagonal=diagonal, margin=margin)


@labelled
def co_classification(
    documents: xr.DataArray, *, counting: Counting = "fractional", diagonal: float = 0.0
) -> xr.DataArray:
    r"""How often two codes stand on the same document: a patent, a paper, a project.

    Parameters
    ----------
    documents : (..., item, activity)
        1 where the document carries the code, 0 where not; a wide table has documents down and codes across.
    counting : {"fractional", "full"}
        Fractional: a document with n codes gives each of its pairs 1 / (n - 1), so that each code of it counts once
        in all; full: each of its pairs counts 1, and a document with many codes outweighs the rest.
    diagonal : float
        What stands on the diagonal.

    Returns
    -------
    (..., activity, other), number of documents
        Take it as flows of co-occurrence; 0 for a code that never stands with another.

    Raises
    ------
    MeasureError
        There is no dimension of documents, or a cell is neither 0 nor 1.

    Notes
    -----
    .. math:: C_{ab} = \sum_i \frac{m_{ia} m_{ib}}{n_i - 1}, \quad n_i = \sum_a m_{ia} > 1

    Perianes-Rodriguez, Waltman and van Eck [perianes2016]_.

    References
    ----------
    .. [perianes2016] Perianes-Rodriguez, A., Waltman, L., van Eck, N. J. (2016). Constructing bibliometric networks:
       a comparison between full and fractional counting. Journal of Informetrics 10(4), 1178-1195.

    Examples
    --------
    >>> import smartspec
    >>> codes = smartspec.label([[1, 1, 0], [1, 1, 1]], item=["first", "second"], activity=list("abc"))
    >>> co_classification(codes).sel(activity="a").values.tolist()
    [0.0, 1.5, 0.5]
    """
    if counting not in get_args(Counting):
        raise MeasureError(f"co_classification: counting is one of {', '.join(get_args(Counting))}.")
    held = documents_of(documents, name="co_classification")
    values = held.values.astype(float)
    codes = values.sum(-1, keepdims=True)
    weight = 1.0 if counting == "full" else 1 / np.maximum(codes - 1, 1)
    counts = np.matmul((values * weight).swapaxes(-1, -2), values)
    return paired((counts + counts.swapaxes(-1, -2)) / 2, held, diagonal=diagonal)


def documents_of(documents: xr.DataArray, *, name: str) -> xr.DataArray:
    """Documents (..., item, activity) of 0 and 1; the rows of a wide table are documents."""
    if "item" not in documents.dims and "region" in documents.dims:
        documents = documents.rename(region="item")
    if not {"item", "activity"} <= set(documents.dims):
        raise MeasureError(
            f"{name} works along item, activity: label the documents with `smartspec.label(values, ...)`."
        )
    held = documents.transpose(..., "item", "activity")
    if not bool(((held == 0) | (held == 1)).all()):
        raise MeasureError(f"{name} takes 1 where a document carries a code and 0 where not; other cells were found.")
    return held


@labelled_pairs
def linkage_relatedness(flows: xr.DataArray, *, how: How = "mean", diagonal: float = 0.0) -> xr.DataArray:
    r"""How much two industries buy from and sell to each other, as shares of what each buys and sells.

    Parameters
    ----------
    flows : (..., activity, other)
        Sales of the row's industry to the column's, in one unit of money. An unknown flow makes its pair unknown.
    how : {"mean", "max"}
        The mean of the four shares, or the largest.
    diagonal : float
        What stands on the diagonal.

    Returns
    -------
    (..., activity, other), 0 to 1
        Symmetric. A share of nothing sold or bought counts as 0.

    Notes
    -----
    The four shares of a pair are

    .. math:: \frac{z_{ab}}{z_{a\cdot}}, \frac{z_{ab}}{z_{\cdot b}}, \frac{z_{ba}}{z_{b\cdot}},
       \frac{z_{ba}}{z_{\cdot a}}

    The largest of them is the linkage of Ellison, Glaeser and Kerr [ellison2010a]_. Totals are over the known flows.

    References
    ----------
    .. [ellison2010a] Ellison, G., Glaeser, E. L., Kerr, W. R. (2010). What causes industry agglomeration? Evidence from
       coagglomeration patterns. American Economic Review 100(3), 1195-1213.

    Examples
    --------
    >>> import smartspec
    >>> sales = smartspec.label([[0, 30], [10, 10]], activity=["ore", "metal"], other=["ore", "metal"])
    >>> linkage_relatedness(sales).values.tolist()
    [[0.0, 0.8125], [0.8125, 0.0]]
    """
    if how not in get_args(How):
        raise MeasureError(f"linkage_relatedness: how is one of {', '.join(get_args(How))}, found '{how}'.")
    values = _flows(flows, name="linkage_relatedness")
    sold, bought = np.nansum(values, -1, keepdims=True), np.nansum(values, -2, keepdims=True)
    of_sales = values / np.where(sold > 0, sold, 1)
    of_purchases = values / np.where(bought > 0, bought, 1)
    if how == "mean":
        one_way = (of_sales + of_purchases) / 4
        found = one_way + one_way.swapaxes(-1, -2)
    else:
        one_way = np.maximum(of_sales, of_purchases)
        found = np.maximum(one_way, one_way.swapaxes(-1, -2))
    return paired(found, flows, diagonal=diagonal)
