"""What a study file may say of technologies: which there are, what is known of them, and what there is to spend.

    Technologies         the register, its tables, the lines that are drawn, the budgets
    StageEntry           one stage on the way to use, with what must be shown at its end
    OrganisationScale    the study's scale of organisations' readiness

No number about a technology has a default here: what nobody judged stays to be judged.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from smartspec.sources.base import Entry

__all__ = ["OrganisationScale", "StageEntry", "Technologies"]

SCALE = (1.0, 9.0)
"""Scores of attractiveness and feasibility: 1 the least, 9 the most."""


class StageEntry(Entry):
    """One stage on the way from an idea to use."""

    reaches: int | None = Field(default=None, ge=1, le=9)
    """Readiness level the stage ends with. Left out for putting to use here, which no level elsewhere replaces."""
    name: dict[str, str] = Field(default_factory=dict)
    """Its name, by language; the catalogue's for the usual stages."""
    exit: dict[str, str] = Field(default_factory=dict)
    """What must be shown before the next stage gets money, by language; the catalogue's for the usual stages."""


class OrganisationScale(Entry):
    """The study's scale of organisations' readiness."""

    low: float
    """The lowest level."""
    high: float
    """The highest level."""
    source: str
    """The act or the method the scale is taken from."""

    @model_validator(mode="after")
    def _rises(self) -> OrganisationScale:
        if not self.low < self.high:
            raise ValueError(f"the lowest level must be below the highest, found {self.low:g} and {self.high:g}")
        return self


def _stages() -> dict[str, StageEntry]:
    return {
        "research": StageEntry(reaches=3),
        "development": StageEntry(reaches=6),
        "demonstration": StageEntry(reaches=9),
        "use": StageEntry(),
    }


class Technologies(Entry):
    """Technologies in question, what is known of them, and what there is to spend."""

    begin_from: Literal["resource_regions"] | None = None
    """A register that comes with the package; nothing in it is judged."""
    table: str | None = None
    """The study's own technologies: `code`, `activities`, `challenges`, names, `field`. A code of the register
    replaces its row."""
    challenges: str | None = None
    """The study's own challenges: `code` and names; they join those of the register."""
    readiness: str | None = None
    """Readiness levels: `technology`, `trl` (1 to 9), `organisation`, `source`."""
    costs: str | None = None
    """Cost and time by stage: `technology`, `stage`, `cost_low`, `cost_high`, `years_low`, `years_high`, `source`."""
    scores: str | None = None
    """Attractiveness and feasibility: `technology`, `criterion`, `low`, `high` (1 to 9), `source`."""
    patents: str | None = None
    """Patents: `region`, `field`, `count`."""
    publications: str | None = None
    """Publications: `region`, `field`, `count`."""
    adoption: str | None = None
    """Who uses what: `technology`, `region`, `adopted` (1 or 0), `source`."""
    organisation: OrganisationScale | None = None
    """The scale of organisations' readiness; without one no such level is taken."""
    stages: dict[str, StageEntry] = Field(default_factory=_stages)
    """Stages on the way to use, in order."""
    attractiveness: tuple[str, ...] = ("market", "value", "pull", "trade", "sustainability")
    """Criteria of attractiveness."""
    feasibility: tuple[str, ...] = ("skills", "science", "suppliers", "infrastructure", "regulation")
    """Criteria of feasibility."""
    least_trl: int | None = Field(default=None, ge=1, le=9)
    """Readiness level under which a technology is watched and not paid for; no gate when left out."""
    least_feasibility: float | None = Field(default=None, ge=1, le=9)
    """Feasibility that a technology must be able to reach, or it is watched and not paid for; no gate when left out."""
    money: dict[str, str] = Field(default_factory=dict)
    """Unit of costs and budgets, by language."""
    budgets: dict[str, float] = Field(default_factory=dict)
    """What there is to spend, by region, in the unit of costs. A region without one gets no portfolio."""
    budget_steps: tuple[float, ...] = (-0.25, -0.1, 0.1, 0.25)
    """Changes of the budget that are tried, as shares of it."""
    cost: Literal["low", "middle", "high"] = "high"
    """Which end of a cost range must fit the budget."""
    futures: int = Field(default=200, ge=1)
    """How many of the study's futures portfolios are chosen in."""
    level: float = Field(default=0.1, ge=0, lt=1)
    """Share of futures in which the robust portfolio may fall short of what it promises."""
    documents: int = Field(default=5, ge=1)
    """Patents or publications of a region in a field under which no advantage is shown."""
    domains: int = Field(default=5, ge=1, le=7)
    """How many priorities a region gets at most."""
    seed: int = 20_220_704
    """Seed of the draws."""

    @model_validator(mode="after")
    def _sound(self) -> Technologies:
        both = set(self.attractiveness) & set(self.feasibility)
        if both or not self.attractiveness:
            raise ValueError(
                f"criteria of attractiveness and feasibility must differ, found {', '.join(sorted(both))} in both"
                if both
                else "attractiveness needs at least one criterion"
            )
        ends = [10 if stage.reaches is None else stage.reaches for stage in self.stages.values()]
        if not ends or sorted(set(ends)) != ends:
            raise ValueError("stages must come in the order of the levels they reach, each level once")
        if bad := [region for region, amount in self.budgets.items() if not 0 < amount < float("inf")]:
            raise ValueError(
                f"a budget must be above zero, found {self.budgets[bad[0]]:g} for '{bad[0]}'; or leave it out"
            )
        if any(not -1 < step < 10 or step == 0 for step in self.budget_steps):
            raise ValueError("budget steps are shares above -1 and not 0, as -0.1 for a tenth less")
        return self

    @property
    def criteria(self) -> tuple[str, ...]:
        """All criteria, attractiveness first."""
        return (*self.attractiveness, *self.feasibility)
