"""Evidence for technologies from tables: documents by field, and who uses what already.

shrunken_advantage    patents or papers by field against the country's, few documents trusted little
concentration         how alike regions are in their fields, by likelihood
adopted_by            share of similar regions that use a technology
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from smartspec.errors import ForesightError

__all__ = ["adopted_by", "concentration", "shrunken_advantage"]

LARGEST = 1e6
"""A concentration beyond this means regions do not differ by more than chance."""


def concentration(counts: xr.DataArray) -> float:
    r"""How many documents of the country's mix a region's own mix is worth, by likelihood.

    Parameters
    ----------
    counts : (region, field)
        Documents, zero or more; regions that are missing or empty are left out.

    Returns
    -------
    float
        The concentration m of the Dirichlet distribution around the country's mix that makes the counts most likely:
        small where regions differ much, large (at most a million) where they differ by chance only. Missing with fewer
        than two regions or two fields that have documents.

    Notes
    -----
    .. math:: \ln L(m) = \sum_r \Bigl[\ln\frac{\Gamma(m)}{\Gamma(m + n_r)}
              + \sum_f \ln\frac{\Gamma(m s_f + n_{rf})}{\Gamma(m s_f)}\Bigr]

    the Dirichlet-multinomial likelihood [mosimann1962]_ with its mean held at the country's shares :math:`s_f`.

    References
    ----------
    .. [mosimann1962] Mosimann, J. E. (1962). On the compound multinomial distribution, the multivariate β-distribution,
       and correlations among proportions. Biometrika 49, 65-82.

    Examples
    --------
    >>> import smartspec
    >>> alike = smartspec.label([[10, 10], [20, 20]], region=["N", "S"], field=["a", "b"])
    >>> concentration(alike) > 1e5
    True
    """
    from scipy.optimize import minimize_scalar
    from scipy.special import gammaln

    known = counts.where(counts.sum("field", skipna=False) > 0).dropna("region")
    shares = known.sum("region")
    known, shares = known.sel(field=shares > 0), shares.where(shares > 0, drop=True)
    if known.sizes["region"] < 2 or known.sizes["field"] < 2:
        return float("nan")
    n = known.transpose("region", "field").to_numpy()
    s = (shares / shares.sum()).to_numpy()
    total = n.sum(axis=1)

    def loss(log_m: float) -> float:
        m = np.exp(log_m)
        parts = gammaln(m * s + n) - gammaln(m * s)
        return -float((gammaln(m) - gammaln(m + total)).sum() + parts.sum())

    found = minimize_scalar(loss, bounds=(np.log(1e-3), np.log(LARGEST)), method="bounded")
    return float(np.exp(found.x))


def shrunken_advantage(counts: xr.DataArray, *, least: int = 5, m: float | None = None) -> xr.Dataset:
    r"""Revealed advantage in each field, with few documents trusted little.

    Parameters
    ----------
    counts : (region, field)
        Documents, zero or more; a missing region stays missing.
    least
        An advantage is not shown for fewer documents of a region in a field than this.
    m
        How many documents of the country's mix are added to each region's; estimated by `concentration` if left out.

    Returns
    -------
    Dataset
        advantage (region, field)
            1 at the country's own share; missing under `least` documents, and for a field nobody has
        raw (region, field)
            the same without shrinking, missing in the same cells
        documents (region, field)
            as given
        m ()
            as used

    Raises
    ------
    ForesightError
        A negative count.

    Notes
    -----
    .. math:: A_{rf} = \frac{(n_{rf} + m s_f) / (n_r + m)}{s_f}

    The mean of the posterior of a region's share under a Dirichlet prior around the country's mix, over the country's
    share: revealed technological advantage [soete1987]_, drawn towards 1 the more, the fewer documents a region has.

    References
    ----------
    .. [soete1987] Soete, L. (1987). The impact of technological innovation on international trade patterns: the
       evidence reconsidered. Research Policy 16, 101-130.

    Examples
    --------
    >>> import smartspec
    >>> counts = smartspec.label([[8, 2], [0, 10]], region=["N", "S"], field=["a", "b"])
    >>> found = shrunken_advantage(counts, m=10)
    >>> found["advantage"].round(3).values.tolist()
    [[1.5, nan], [nan, 1.333]]
    """
    if bool((counts < 0).any()):
        raise ForesightError("counts of documents must be zero or more. Mark what is unknown as missing.")
    if m is None:
        m = concentration(counts)
    own = counts.sum("field", skipna=False)
    share = counts.sum("region") / counts.sum()
    share = share.where(share > 0)
    shown = (counts >= least) & own.notnull()
    if np.isnan(m):
        shrunk = (counts / own.where(own > 0) / share).where(False)
    else:
        shrunk = (counts + m * share) / (own + m) / share
    raw = counts / own.where(own > 0) / share
    return xr.Dataset(
        {
            "advantage": shrunk.where(shown).transpose(*counts.dims),
            "raw": raw.where(shown).transpose(*counts.dims),
            "documents": counts,
            "m": m,
        }
    )


def adopted_by(adopted: xr.DataArray, peer: xr.DataArray) -> xr.Dataset:
    """How many similar regions use each technology, of those that are known.

    Parameters
    ----------
    adopted : (technology, region)
        1 in use, 0 not, missing where nothing is told.
    peer : (region, place) of str
        Codes of the similar regions of each region.

    Returns
    -------
    Dataset of (region, technology)
        `share` of the similar regions of which something is told, missing where of none; `told`, their number.

    Examples
    --------
    >>> adopted = xr.DataArray([[1.0, 0.0, np.nan]], coords={"technology": ["drip"], "region": ["N", "S", "T"]})
    >>> peer = xr.DataArray([["S", "T"], ["N", "T"], ["N", "S"]], coords={"region": ["N", "S", "T"], "place": [1, 2]})
    >>> adopted_by(adopted, peer)["share"].values.ravel().tolist()
    [0.0, 1.0, 0.5]
    """
    at = adopted.get_index("region").get_indexer(pd.Index(peer.to_numpy().ravel()))
    values = adopted.transpose("technology", "region").to_numpy()[:, at]
    values = np.where(at >= 0, values, np.nan).reshape(len(values), *peer.shape)
    told = np.isfinite(values).sum(axis=2)
    uses = np.nansum(values, axis=2)
    coords = {"technology": adopted.technology.values, "region": peer.region.values}
    share = np.where(told > 0, uses / np.maximum(told, 1), np.nan)
    dims = ("technology", "region")
    return xr.Dataset({"share": (dims, share), "told": (dims, told)}, coords=coords).transpose("region", "technology")
