"""Audit of a composite index: whether its parts belong together, weigh what they are said to, and carry its ranking.

    correlations, principal_components, cronbach_alpha   what the criteria say alike and apart
    effective_weights                                    what each does to the index, beside its nominal weight
    what_if, rank_shifts                                 places under other scalings, weightings and rules
    audit_index                                          all of these

After the handbook of the OECD and the JRC (2008), with more being better in every criterion. `what_if` and
`rank_shifts` carry leading dimensions; the others look at one table: what criteria share is asked of all its rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import xarray as xr

from smartspec.decision._places import label, places
from smartspec.decision._rule import score_once
from smartspec.decision._rules import prepare
from smartspec.decision.audit.choices import rank_shifts, what_if
from smartspec.decision.audit.influence import effective_weights
from smartspec.decision.audit.structure import correlations, cronbach_alpha, principal_components
from smartspec.decision.table import DecisionTable

__all__ = [
    "Audit",
    "audit_index",
    "correlations",
    "cronbach_alpha",
    "effective_weights",
    "principal_components",
    "rank_shifts",
    "what_if",
]


@dataclass(frozen=True)
class Audit:
    """What an audit found; each part as the function of its name gives it."""

    correlations: xr.Dataset
    principal_components: xr.Dataset
    cronbach_alpha: xr.Dataset
    effective_weights: xr.Dataset
    what_if: xr.DataArray
    rank_shifts: pd.DataFrame


def audit_index(
    t: DecisionTable,
    *,
    rule: str = "weighted_sum",
    scalings: Sequence[str] = ("min_max", "z_score", "rank"),
    weightings: Mapping[str, xr.DataArray] | None = None,
    rules: Sequence[str] = ("weighted_sum", "topsis"),
) -> Audit:
    """Run the whole audit of the index that `rule` makes of a table.

    Parameters
    ----------
    t
        The table, without leading dimensions and unknown cells (or use `complete` or `impute` first).
    rule
        The rule of the index.
    scalings, weightings, rules
        What to try instead, as `what_if` takes them.

    Raises
    ------
    DecisionError
        What the parts refuse.

    Examples
    --------
    >>> from smartspec.decision.table import table
    >>> frame = pd.DataFrame({"a": [1.0, 2, 4, 3, 5], "b": [2.0, 1, 3, 4, 5]}, index=list("ABCDE"))
    >>> found = audit_index(table(frame))
    >>> round(float(found.cronbach_alpha["alpha"]), 2), found.rank_shifts["place"].tolist()
    (0.89, [4.0, 4.0, 2.0, 2.0, 1.0])
    """
    tried = what_if(t, scalings=scalings, weightings=weightings, rules=rules)
    own = label(t, places(score_once(prepare(t, rule, None, constant="refuse"), t)))
    return Audit(
        correlations=correlations(t),
        principal_components=principal_components(t),
        cronbach_alpha=cronbach_alpha(t),
        effective_weights=effective_weights(t, rule=rule),
        what_if=tried,
        rank_shifts=rank_shifts(tried, own),
    )
