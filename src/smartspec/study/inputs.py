"""Everything a run is given: the study's words for places and activities, its roles, and its panels.

    Inputs     what the stages read; they fetch nothing themselves
    Given      a stage's view: the study, the inputs and the results of the stages before it

The stages know panels and options, never files: a test hands them small panels built by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import xarray as xr

from smartspec.errors import StudyError, first_few
from smartspec.panel import Classification, Geography, Panel
from smartspec.sources.base import Note, Remark, TableEntry
from smartspec.sources.boundaries import Shape
from smartspec.sources.pairs import Pairs
from smartspec.sources.world import World
from smartspec.study.config import RoleEntry, Study
from smartspec.study.known import Known

__all__ = ["MAIN", "VOLUME", "Given", "Inputs"]

MAIN = "value_added"
VOLUME = "value_added_volume_index"


@dataclass(frozen=True)
class Inputs:
    """What the stages read."""

    geography: Geography
    classification: Classification
    panels: Mapping[str, Panel]
    roles: Mapping[str, RoleEntry]
    activities: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    metropolitan: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    entries: Mapping[str, TableEntry] = field(default_factory=dict)
    remarks: Mapping[str, tuple[Remark, ...]] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    kazakh_checked: bool = False
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    """Boundaries of all regions, ready to be drawn; empty when the study brings none."""
    concordances: Mapping[str, xr.DataArray] = field(default_factory=dict)
    """(activity, item) by layer of potential, where the study names one."""
    world: World | None = None
    """Regions of other countries to compare with; none when the study wants none."""
    technologies: Known | None = None
    """What is known of technologies; None when the study names none."""
    pairs: Mapping[str, Pairs] = field(default_factory=dict)
    """Tables of pairs of activities by what they are: `imported`, `world`, `linkages`."""


@dataclass(frozen=True)
class Given:
    """What one stage sees."""

    study: Study
    inputs: Inputs
    results: Mapping[str, xr.Dataset]

    def panel(self, key: str) -> Panel:
        """A panel the stage cannot do without."""
        if key not in self.inputs.panels:
            there = sorted(self.inputs.panels)
            raise StudyError(
                f"the study has no table '{key}'; it has {first_few(there, count=20)}. Add it under `tables:`."
            )
        return self.inputs.panels[key]

    @property
    def main(self) -> Panel:
        """The main table, at the activities the study looks at."""
        return self.panel(MAIN).select(activities=self.inputs.activities)

    @property
    def reference(self) -> xr.DataArray:
        """(year, activity): the country's published row of the main table, or the sum of its regions."""
        main = self.main
        return main.values.sum("region", skipna=False) if main.reference is None else main.reference

    @property
    def last(self) -> int:
        """The last focus year."""
        return max(self.study.years.focus)

    @property
    def start(self) -> int:
        """The year growth is measured from."""
        return self.last - self.study.years.growth

    def role(self, activity: str) -> str:
        """What an activity may be in a strategy."""
        return self.inputs.roles[activity].role

    @property
    def candidates(self) -> xr.DataArray:
        """(activity) of bool: whether an activity may be proposed."""
        codes = list(self.inputs.activities)
        return xr.DataArray([self.role(code) == "candidate" for code in codes], coords={"activity": codes})
