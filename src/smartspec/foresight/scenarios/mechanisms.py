"""The mechanisms of the model, one function each: a few lines that read like their equation.

    own_growth      trend, price response and shocks of a year
    convergence     regions that drew ahead since the start slow down
    agglomeration   growth beyond the trend feeds growth a year later
    relatedness     activities close to what the region has grow faster
    spending        what a variant spends, where part of it may follow extraction
    support         growth of what is supported
    linked          suppliers in the region grow with what they supply
    displaced       what supported activities take from the others
    entered         activities that begin
    limited         growth cut back to what a scarce resource allows
    migrated        people who follow growth

Arrays are (future, variant, region, activity) or the same without the last; each is documented with its equation.
"""

from __future__ import annotations

import numpy as np

__all__ = [
    "agglomeration",
    "convergence",
    "displaced",
    "entered",
    "limited",
    "linked",
    "migrated",
    "own_growth",
    "relatedness",
    "spending",
    "support",
]

Array = np.ndarray


def own_growth(trend: Array, response: Array, moved: Array, shock: Array | None) -> Array:
    r"""Log growth a year brings by itself: :math:`\alpha_{ri} + \beta_{ri} \Delta p_{rt} + \varepsilon_{ri,y(t)}`.

    Examples
    --------
    >>> own_growth(np.array([[0.02]]), np.array([[0.1]]), np.array([[0.5]]), None).round(3).tolist()
    [[0.07]]
    """
    grown: Array = response * moved
    grown += trend
    if shock is not None:
        grown += shock
    return grown


def convergence(speed: Array, total: Array, start: Array) -> Array:
    r"""Log growth of regions: :math:`-c\,[(\ln V_r - \overline{\ln V}) - (\ln V_{r0} - \overline{\ln V_0})]`.

    Only what a region gained or lost against the others since the start counts: the past's own convergence is in
    the trends.

    Examples
    --------
    >>> convergence(np.array(0.1), np.array([2.0, 1.0]), np.array([1.0, 1.0])).round(4).tolist()
    [-0.0347, 0.0347]
    """
    ahead = np.log(total / start)
    found: Array = -speed * (ahead - np.nanmean(ahead, axis=-1, keepdims=True))
    return found


def agglomeration(size: Array, before: Array, trend: Array) -> Array:
    r"""Log growth of regions: :math:`a\,(\Delta \ln V_{r,t-1} - \bar g_r)`.

    Examples
    --------
    >>> agglomeration(np.array(0.5), np.array([0.05]), np.array([0.03])).round(3).tolist()
    [0.01]
    """
    found: Array = size * (before - trend)
    return found


def relatedness(size: Array, density: Array) -> Array:
    r"""Log growth of activities: :math:`h\,(\omega_{ri} - \bar\omega_r)`, with density as it was at the start.

    Examples
    --------
    >>> relatedness(np.array(0.1), np.array([[0.2, 0.4]])).round(3).tolist()
    [[-0.01, 0.01]]
    """
    found: Array = size * (density - np.nanmean(density, axis=-1, keepdims=True))
    return found


def spending(share: Array, transfers: Array, rent: Array, mined: Array, start: Array) -> Array:
    r"""What is spent: :math:`V_{r0}\,[s_k (1 + \rho (Q^{ext}_{rt} / Q^{ext}_{r0} - 1)) + z_k]`, never below zero.

    With :math:`\rho = 0`, where the study gives no other, oil does not reach the region's purse.

    Examples
    --------
    >>> spending(np.array(0.02), np.array(0.01), np.array(0.0), np.array([0.5]), np.array([100.0])).round(3).tolist()
    [3.0]
    """
    found: Array = np.maximum(start * (share * (1 + rent * (mined - 1)) + transfers), 0.0)
    return found


def support(effect: Array, spent: Array, supported: Array) -> Array:
    r"""Log growth of supported activities: :math:`e\, S_{krt} / \sum_{i \in T} v_{ri}`, nothing where none is there.

    Examples
    --------
    >>> support(np.array(0.5), np.array([2.0, 2.0]), np.array([100.0, 0.0])).tolist()
    [0.01, 0.0]
    """
    found: Array = np.where(supported > 0, effect * spent / np.where(supported > 0, supported, 1.0), 0.0)
    return found


def linked(gain: Array, inverse: Array) -> Array:
    r"""Volume the region's suppliers add: :math:`(L_r - I)\, \Delta v_r`, with :math:`L_r = (I - A_r)^{-1}`.

    `gain` is (future, variant, region, activity), `inverse` (future, region, activity, other).

    Examples
    --------
    >>> linked(np.ones((1, 1, 1, 2)), np.array([[[[1.2, 0.1], [0.3, 1.1]]]])).round(2).tolist()
    [[[[0.3, 0.4]]]]
    """
    found: Array = np.einsum("frij,fkrj->fkri", inverse, gain, optimize=True) - gain
    return found


def displaced(share: Array, gain: Array, base: Array, supported: Array) -> Array:
    r"""Volume the others lose: :math:`\delta\, G_{kr}\, v_{ri} / \sum_{j \notin T} v_{rj}`.

    G is what support added in the region.

    Examples
    --------
    >>> lost = displaced(np.array([[0.5]]), np.array([[4.0, 0.0, 0.0]]), np.array([[10.0, 30.0, 10.0]]),
    ...                  np.array([[True, False, False]]))
    >>> lost.tolist()
    [[0.0, 1.5, 0.5]]
    """
    others: Array = base * ~supported
    room = others.sum(-1, keepdims=True)
    taken = share * gain.sum(-1, keepdims=True)
    others *= np.minimum(np.divide(taken, room, out=np.zeros_like(room), where=room > 0), 1.0)
    return others


def entered(luck: Array, hazard: Array, size: Array, total: Array) -> Array:
    r"""Volume that begins: :math:`n\, V_r` where :math:`u < 1 - (1 - P_{ri})^{1/H}`, nothing elsewhere.

    Examples
    --------
    >>> entered(np.array([[0.1, 0.9]]), np.array([[0.2, 0.2]]), np.array([[0.01]]), np.array([100.0])).tolist()
    [[1.0, 0.0]]
    """
    found: Array = np.where(luck < hazard, size * total[..., None], 0.0)
    return found


def limited(volume: Array, use: Array, available: Array) -> Array:
    r"""Share of the volume that can be made: :math:`\min(1, M_{rt} / \sum_i c_i v_{ri})`.

    Examples
    --------
    >>> limited(np.array([[60.0, 40.0]]), np.array([2.0, 1.0]), np.array([80.0])).tolist()
    [0.5]
    """
    used = (volume * use).sum(-1)
    found: Array = np.where(used > available, available / np.where(used > 0, used, 1.0), 1.0)
    return found


def migrated(size: Array, before: Array) -> Array:
    r"""Log growth of the people a region has: :math:`m\,(\Delta \ln V_{r,t-1} - \overline{\Delta \ln V}_{t-1})`.

    Examples
    --------
    >>> migrated(np.array(0.5), np.array([0.05, 0.01])).round(3).tolist()
    [0.01, -0.01]
    """
    found: Array = size * (before - np.nanmean(before, axis=-1, keepdims=True))
    return found
