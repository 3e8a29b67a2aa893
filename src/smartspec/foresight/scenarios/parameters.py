"""Numbers a scenario rests on: what each is, where it comes from, and how the futures sample it.

    MECHANISMS   every mechanism the model has, with the parameters it needs before it may be switched on
    Size         a range with its basis: estimated, cited, or assumed by the study's author
    switched     which mechanisms are on, and what the others lack
    sample       ranges sampled by Latin hypercube or Sobol, one row per future

No parameter has a default. A mechanism without its numbers is off, and is listed as not modelled.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

import numpy as np
import xarray as xr
from scipy.stats import qmc

from smartspec.errors import ForesightError, bullets, first_few

__all__ = ["BASES", "MECHANISMS", "Basis", "Size", "mechanism_of", "sample", "switched"]

Basis = Literal["estimated", "cited", "assumed"]
BASES = ("estimated", "cited", "assumed")

MECHANISMS: Mapping[str, tuple[str, ...]] = {
    "trend": (),
    "variance": (),
    "price_on_volume": (),
    "price_on_value": (),
    "reversion": (),
    "demand": ("demand",),
    "convergence": ("convergence",),
    "agglomeration": ("agglomeration",),
    "relatedness": ("relatedness",),
    "entry": ("entry_size",),
    "linkages": ("delta",),
    "support": ("support",),
    "displacement": ("displacement",),
    "purse": ("rent",),
    "limits": ("limit",),
    "migration": ("migration",),
}
"""Mechanism to the parameters it cannot do without; the first five are estimated from the panel or not at all."""

HANDED = ("relatedness", "entry", "linkages")
"""Mechanisms that stand on arrays handed over as well as on a parameter."""

OPTIONAL = {"delay": "support"}
"""Parameters that refine a mechanism and are nothing when left out."""

EACH = ("demand", "limit")
"""Parameters given for each activity or each resource, as `demand.C` or `limit.water`."""


@dataclass(frozen=True)
class Size:
    """A range with its basis.

    Parameters
    ----------
    low, high : float
        The ends of the range; equal for a single number.
    basis : {"estimated", "cited", "assumed"}
        Where it comes from.
    source : str
        What is cited, or why the author assumes it.
    error : float, optional
        Standard error, needed when estimated.
    years : tuple of int
        Years used, needed when estimated.

    Raises
    ------
    ForesightError
        The low end is above the high one; an estimate has no error or years; what is cited names no source.

    Examples
    --------
    >>> Size(0.0, 0.5, basis="assumed", source="our working group").middle
    0.25
    """

    low: float
    high: float
    basis: Basis = "assumed"
    source: str = ""
    error: float | None = None
    years: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if wrong := self.problem(self.low, self.high, self.basis, self.source, self.error, self.years):
            raise ForesightError(f"a range {wrong}.")

    @staticmethod
    def problem(
        low: float, high: float, basis: str, source: str, error: float | None, years: Collection[int]
    ) -> str | None:
        """What is wrong with a range, in words, or None."""
        if not (np.isfinite(low) and np.isfinite(high)):
            return f"needs two finite ends, found {low:g} and {high:g}"
        if low > high:
            return f"has low {low:g} above high {high:g}; exchange them, or give the same number twice"
        if basis not in BASES:
            return f"has the basis '{basis}'; say one of {', '.join(BASES)}"
        if basis == "estimated" and (error is None or not years):
            return "is said to be estimated but lacks `error` or `years`; give both, or call it assumed"
        if basis == "cited" and not source.strip():
            return "is said to be cited but names no `source`; name it, or call it assumed"
        return None

    @property
    def middle(self) -> float:
        """The middle of the range."""
        return (self.low + self.high) / 2


def mechanism_of(parameter: str) -> str | None:
    """The mechanism a parameter belongs to, or None for a name the model does not know.

    Examples
    --------
    >>> mechanism_of("demand.C"), mechanism_of("delay"), mechanism_of("luck")
    ('demand', 'support', None)
    """
    name, dot, rest = parameter.partition(".")
    if (name in EACH) != bool(dot and rest):
        return None
    if name in OPTIONAL:
        return OPTIONAL[name]
    return next((key for key, needs in MECHANISMS.items() if name in needs), None)


def switched(sizes: Mapping[str, Size], found: Iterable[str], *, support: bool = True) -> dict[str, bool]:
    """Which mechanisms are on.

    Parameters
    ----------
    sizes : mapping of str to Size
        Parameters the study gives.
    found : iterable of str
        Mechanisms whose numbers are estimated from the panel or handed over as arrays.
    support : bool
        Whether some variant spends anything.

    Returns
    -------
    dict of str to bool
        Every mechanism, in the model's order.

    Raises
    ------
    ForesightError
        A parameter belongs to no mechanism.

    Notes
    -----
    Displacement and the purse act on support, migration on a limit named `labour`: without it they are off.

    Examples
    --------
    >>> on = switched({"support": Size(0, 1)}, ["trend", "variance"])
    >>> [name for name, state in on.items() if state]
    ['trend', 'variance', 'support']
    """
    known = [need for needs in MECHANISMS.values() for need in needs] + list(OPTIONAL)
    problems = []
    for key in sizes:
        if mechanism_of(key) is None:
            near = get_close_matches(key.partition(".")[0], known, n=1)
            dotted = near and near[0] in EACH
            hint = f"did you mean '{near[0]}{'.NAME' if dotted else ''}'?" if near else f"there are {first_few(known)}"
            problems.append(f"'{key}' is no parameter of the model; {hint}")
    if problems:
        raise ForesightError(bullets("parameters that no mechanism uses:", problems))
    names, there = {key.partition(".")[0] for key in sizes}, set(found)
    on = {
        key: set(needs) <= names and (key in there or (bool(needs) and key not in HANDED))
        for key, needs in MECHANISMS.items()
    }
    on["support"] = on["support"] and support
    on["displacement"] = on["displacement"] and on["support"]
    on["purse"] = on["purse"] and on["support"]
    on["migration"] = on["migration"] and "limit.labour" in sizes
    return on


def sample(
    sizes: Mapping[str, Size],
    *,
    futures: int,
    seed: int,
    design: Literal["latin_hypercube", "sobol"] = "latin_hypercube",
) -> xr.DataArray:
    """Ranges sampled evenly, one row per future.

    Parameters
    ----------
    sizes : mapping of str to Size
        What is sampled.
    futures : int
        How many futures. Sobol sequences are balanced at powers of two and are cut, not refused, elsewhere.
    seed : int
        Seed of the design.
    design : {"latin_hypercube", "sobol"}
        Latin hypercube of McKay, Beckman and Conover [mckay1979]_, or a scrambled Sobol sequence [sobol1967]_.

    Returns
    -------
    (future, uncertainty)

    Notes
    -----
    Uniform between the ends of each range: the range is what is known, and nothing inside it is likelier.

    References
    ----------
    .. [mckay1979] McKay, M. D., Beckman, R. J., Conover, W. J. (1979). A comparison of three methods for selecting
       values of input variables in the analysis of output from a computer code. Technometrics 21(2), 239-245.
    .. [sobol1967] Sobol', I. M. (1967). On the distribution of points in a cube and the approximate evaluation of
       integrals. USSR Computational Mathematics and Mathematical Physics 7(4), 86-112.

    Examples
    --------
    >>> drawn = sample({"support": Size(0, 1)}, futures=4, seed=1)
    >>> sorted((4 * drawn.sel(uncertainty="support")).astype(int).values.tolist())
    [0, 1, 2, 3]
    """
    names = list(sizes)
    unit = np.empty((futures, 0))
    if names and design == "sobol":
        power = int(np.ceil(np.log2(max(futures, 2))))
        unit = qmc.Sobol(len(names), scramble=True, rng=seed).random_base2(power)[:futures]
    elif names:
        unit = qmc.LatinHypercube(len(names), rng=seed).random(futures)
    low = np.array([sizes[name].low for name in names])
    high = np.array([sizes[name].high for name in names])
    return xr.DataArray(
        low + (high - low) * unit,
        coords={"future": np.arange(futures), "uncertainty": names},
        dims=("future", "uncertainty"),
    )
