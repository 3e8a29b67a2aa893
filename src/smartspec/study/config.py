"""The study file, field by field: what a study may say, what it may leave out, and what then holds.

    Study          one study file
    Thresholds     where the lines are drawn: specialisation, mass, types, stars, poles, peers
    Ranking        criteria, weights and rules, declared before the ranking is seen
    Futures        the light projection and the variants tested in it

The text under a field is its manual: the documentation page and the JSON schema are made from it. Every
default stands here and is saved with each run, so that a reader sees what was decided by silence.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from smartspec.sources.base import Entry, TableEntry
from smartspec.study.evidence import LayerEntry, PotentialEntry, WorldEntry
from smartspec.study.lines import Plane, Relatedness, Territories
from smartspec.study.technology import Technologies
from smartspec.study.vocabulary import Scenarios

__all__ = [
    "Criterion",
    "Futures",
    "Gates",
    "GeographyEntry",
    "LayerEntry",
    "Peers",
    "Poles",
    "PotentialEntry",
    "Ranking",
    "RoleEntry",
    "Stars",
    "Strengths",
    "Study",
    "Types",
    "Validation",
    "Variant",
    "WorldEntry",
    "Years",
]

Role = Literal["base", "candidate", "enabling", "no_choice"]
Group = Literal["mass", "specialisation", "dynamics", "contribution", "future", "robustness"]


class GeographyEntry(Entry):
    """The regions of the study, when they do not come from a pack."""

    country: str = "COUNTRY"
    """Code of the country's own row in the tables."""
    regions: str | None = None
    """Table of regions: code, kind, names, capital, predecessor, since, tile."""
    neighbours: str | None = None
    """Table of pairs of regions that share a border."""
    shapes: str | None = None
    """A GeoJSON file of the regions in degrees: one feature each, property `code`. Maps use it in place of tiles."""


class RoleEntry(Entry):
    """What an activity may be in a strategy."""

    role: Role
    """`base` is built upon and never proposed, `candidate` is ranked, `enabling` serves the others, `no_choice` is paid
    from budgets or imputed."""
    reason: dict[str, str] = Field(default_factory=dict)
    """Why, by language; printed in the report."""


class Years(Entry):
    """Which years a finding rests on."""

    focus: tuple[int, ...] = (2022, 2023, 2024)
    """Revised years whose mean the findings rest on."""
    first_release: int | None = 2025
    """A year published for the first time: shown beside the findings, never alone; null when there is none."""
    growth: int = Field(default=5, ge=2)
    """Years over which growth and contribution are measured, up to the last focus year."""
    base: int | None = None
    """Year whose prices constant-price quotients are counted in; the year where growth starts when left out."""
    spread: int = Field(default=5, ge=3)
    """Years over which the range of a quotient is shown, up to the last focus year."""
    extraction_mean: int = Field(default=10, ge=3)
    """Years over which extraction's mean share is taken for the adjusted quotient."""
    own_past: int = Field(default=5, ge=3)
    """A region cut from another gets no dynamics of its own before this many years of its own."""
    spike: float = Field(default=2.0, gt=1)
    """A cell more than this many times both its neighbours in time is flagged, and what rests on it marked."""


class Strengths(Entry):
    """When an activity counts as a strength of a region."""

    quotient: float = Field(default=1.5, gt=0)
    """Location quotient from which an activity is a strength."""
    mass: float = Field(default=0.01, ge=0, lt=1)
    """Share of the region's value added a strength needs, on the mean of the focus years."""
    present: float = Field(default=1.0, gt=0)
    """Location quotient from which an activity counts as present."""
    emerging_from: float = Field(default=0.8, gt=0)
    """Location quotient from which a growing activity counts as emerging."""
    lead: float = Field(default=1.0, ge=0)
    """Standard errors by which real growth must depart from the country's before it counts as faster or slower."""


class Types(Entry):
    """Where the lines between types of region are drawn. The first that holds gives the type."""

    resource: float = Field(default=0.25, gt=0, lt=1)
    """Share of extraction in value added from which a region is a resource region."""
    processing: float = Field(default=0.25, gt=0, lt=1)
    """Share of manufacturing from which a region is a processing region."""
    agrarian: float = Field(default=2.0, gt=0)
    """How many times the national share of agriculture makes a region agrarian."""
    near: float = Field(default=0.02, ge=0)
    """A region this close to a line, in share of value added (or in quotient times ten), is said to be near it."""


class Stars(Entry):
    """Star regimes for territories of cluster localisation, adapted to value added."""

    regimes: tuple[
        Literal["size_specialisation_focus", "with_productivity", "top_quarter", "quotient_mass_growth"], ...
    ] = (
        "size_specialisation_focus",
        "with_productivity",
        "top_quarter",
        "quotient_mass_growth",
    )
    """Regimes to test. One whose data are missing is not applicable."""
    top: float = Field(default=0.2, gt=0, lt=1)
    """Share of regions that get the size star and the focus star within an activity."""
    quotient: float = Field(default=2.0, gt=0)
    """Location quotient that gives the specialisation star."""
    needed: int = Field(default=2, ge=1, le=3)
    """Stars of size, specialisation and focus that confirm a localisation."""
    needed_of_four: int = Field(default=3, ge=1, le=4)
    """Stars of specialisation, size, productivity and dynamism that confirm one."""
    quarter: float = Field(default=0.25, gt=0, lt=1)
    """Share of regions in the top of an activity's quotients (rule of the US mapping)."""
    floor: float = Field(default=0.0025, ge=0, lt=1)
    """Share of the country's value added in the activity a region needs for any star."""
    confirmed: float = Field(default=2 / 3, gt=0, le=1)
    """Share of the applicable regimes that confirms a localisation."""
    least: int = Field(default=2, ge=1)
    """Applicable regimes without which evidence stays weak, whatever they say."""


class Peers(Entry):
    """How the regions to compare with are found."""

    count: int = Field(default=5, ge=1)
    """How many similar regions to keep, nearest first."""


class Poles(Entry):
    """When an absent or weak activity stays on the long list."""

    below: float = Field(default=1.5, gt=0)
    """Location quotient under which a candidate is weak or absent here."""
    precedent: float = Field(default=0.5, gt=0, le=1)
    """Share of similar regions that hold the activity from which it counts as a precedent."""
    signs: int = Field(default=2, ge=1, le=3)
    """Signs a weak candidate needs before it is ranked; with fewer it stays on the long list as evidence only."""
    least_activities: int = Field(default=50, ge=2)
    """Under this many activities relatedness and complexity are no findings and no criteria."""
    least_regions: int = Field(default=50, ge=2)
    """Under this many regions relatedness and complexity are no findings and no criteria."""


class Validation(Entry):
    """The test on the past: whether entries of activities are foretold better than by the last quotient alone."""

    horizon: int = Field(default=5, ge=2)
    """Years between the start of a window and its end."""
    below: float = Field(default=0.8, gt=0)
    """Mean quotient of two years under which an activity is absent at the start."""
    draws: int = Field(default=1_000, ge=100)
    """How often regions are drawn anew for the intervals."""
    events: int = Field(default=30, ge=10)
    """Entries under which nothing can be tested."""
    seed: int = 20_220_703
    """Seed of the draws."""


class Gates(Entry):
    """Conditions official tables can judge by themselves; the others wait for people or further tables."""

    mass: float = Field(default=0.01, ge=0, lt=1)
    """Share of the region's value added a direction needs."""
    years: int = Field(default=3, ge=1)
    """Focus years that must be published for the data to be adequate."""


class Criterion(Entry):
    """One criterion of the ranking."""

    group: Group
    """Groups weigh equally unless `weights` says otherwise; criteria weigh equally within a group."""
    wish: Literal["more", "less"] = "more"
    """Whether more or less of it is better."""


def _criteria() -> dict[str, Criterion]:
    return {
        "share": Criterion(group="mass"),
        "national_share": Criterion(group="mass"),
        "quotient": Criterion(group="specialisation"),
        "lowest_quotient": Criterion(group="specialisation"),
        "growth": Criterion(group="dynamics"),
        "competitive_effect": Criterion(group="dynamics"),
        "contribution": Criterion(group="contribution"),
        "density": Criterion(group="future"),
        "complexity": Criterion(group="future"),
        "survival": Criterion(group="robustness"),
    }


class Ranking(Entry):
    """How candidates are ranked: declared before the ranking is seen."""

    criteria: dict[str, Criterion] = Field(default_factory=_criteria)
    """Criteria by key. A group without data is left out, its weight shared, and named in the report."""
    weights: dict[str, float] = Field(default_factory=dict)
    """Weights of groups; equal when left out. Negative or all-zero weights are refused."""
    rules: tuple[Literal["weighted_sum", "topsis", "vikor"], ...] = ("weighted_sum", "topsis")
    """Rules of aggregation; at least two, so that a rank does not hang on one."""
    draws: int = Field(default=10_000, ge=100)
    """Weightings tried. The share of them in which a candidate is among the first is its acceptability."""
    directions: int = Field(default=3, ge=1, le=7)
    """How many directions a region gets at most."""
    seed: int = 20_220_701
    """Seed of the draws."""

    @model_validator(mode="after")
    def _two_rules(self) -> Ranking:
        if len(set(self.rules)) < 2:
            raise ValueError("at least two different rules are needed, so that a rank does not hang on one")
        if any(weight < 0 for weight in self.weights.values()):
            worst = min(self.weights, key=lambda key: self.weights[key])
            raise ValueError(
                f"weights must be zero or more, found {self.weights[worst]:g} for '{worst}'; 0 leaves it out"
            )
        if self.weights and not any(self.weights.values()):
            raise ValueError(
                "all weights are zero; give at least one group a weight above zero, or leave `weights` out"
            )
        groups = {criterion.group for criterion in self.criteria.values()}
        if unknown := sorted(set(self.weights) - groups):
            raise ValueError(
                f"weights name groups without a criterion: {', '.join(unknown)}; groups are {', '.join(sorted(groups))}"
            )
        return self

    @property
    def weighed(self) -> tuple[str, ...]:
        """Groups of criteria that weigh something, in the order of their criteria."""
        groups = dict.fromkeys(item.group for item in self.criteria.values())
        return tuple(group for group in groups if not self.weights or self.weights.get(group, 0.0) > 0)


class Variant(Entry):
    """One way of choosing directions, tested in every future."""

    name: dict[str, str] = Field(default_factory=dict)
    """Its name, by language; the catalogue's name when left out."""
    activities: tuple[str, ...] = ()
    """Candidates it chooses from; all candidates when empty."""
    weights: dict[str, float] = Field(default_factory=dict)
    """Weights of groups it ranks by; the study's own when left out."""


def _variants() -> dict[str, Variant]:
    return {
        "inertial_resource": Variant(weights={"mass": 1.0}),
        "resource_innovative": Variant(activities=("C", "H", "M", "N")),
        "diversified_innovative": Variant(activities=("A", "I", "J", "K", "M", "R")),
    }


class Futures(Entry):
    """The light projection: trend, its variance and the price response, estimated from the panel only."""

    count: int = Field(default=1_000, ge=100)
    """How many futures are drawn."""
    years: int = Field(default=10, ge=3, le=30)
    """How far they reach beyond the last focus year."""
    price: str = "CRUDE_BRENT"
    """The commodity whose price drives the external states, a code of the price table."""
    least_years: int = Field(default=7, ge=5)
    """Years of growth an activity needs in a region before a trend is estimated."""
    group_stands_for_members: bool = False
    """Whether a member may be projected with its group's index. Each one counts as an assumed parameter."""
    variants: dict[str, Variant] = Field(default_factory=_variants)
    """Ways of choosing directions."""
    seed: int = 20_220_702
    """Seed of the futures."""


class Report(Entry):
    """How much the report tells of each region."""

    full_pages: int = Field(default=20, ge=0)
    """How many regions, the largest by value added, get a page with every chart and table; the others a short one."""


class Study(Entry):
    """One study."""

    smartspec: Literal[1] = 1
    """Version of this file's form."""
    title: dict[str, str]
    """The study's title, by language."""
    pack: str | None = None
    """A country pack to take regions, activities, roles and tables from."""
    synthetic: bool = False
    """Whether the figures are made up for teaching. Then every page says so."""
    languages: tuple[Literal["en", "ru", "kk"], ...] = ("en", "ru", "kk")
    """Languages of the report."""
    geography: GeographyEntry = GeographyEntry()
    """The regions, when they do not come from a pack, and a map file."""
    classification: str | None = None
    """Table of activities: code, level, parent, names; the pack's when left out."""
    tables: dict[str, TableEntry] = Field(default_factory=dict)
    """Tables by key; one of the pack's keys replaces the pack's table. `value_added` is the main one."""
    activities: tuple[str, ...] = ()
    """Activities the study looks at, in order; all of the main table at its level when empty."""
    groups: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Groups a table publishes in place of their members, as `OTHER: [I, K, ...]`; the pack's when left out."""
    extraction: tuple[str, ...] = ("B",)
    """Activities that are extraction: the base a resource region lives on."""
    manufacturing: tuple[str, ...] = ("C",)
    """Activities that are manufacturing."""
    agriculture: tuple[str, ...] = ("A",)
    """Activities that are agriculture."""
    metropolitan: tuple[str, ...] = ()
    """Regions that are metropolitan cities; the pack's when left out."""
    roles: dict[str, RoleEntry] = Field(default_factory=dict)
    """Roles of activities that differ from the pack's."""
    years: Years = Years()
    """Which years a finding rests on."""
    strengths: Strengths = Strengths()
    """When an activity counts as a strength."""
    types: Types = Types()
    """Where the lines between types of region are drawn."""
    stars: Stars = Stars()
    """Star regimes for territories of cluster localisation."""
    territories: Territories = Territories()
    """What is told of a localisation beside its verdict."""
    peers: Peers = Peers()
    """How similar regions are found."""
    world: WorldEntry = WorldEntry()
    """Regions of other countries to compare with."""
    potential: PotentialEntry = PotentialEntry()
    """Potential by layers of evidence."""
    poles: Poles = Poles()
    """When an absent or weak activity stays on the long list."""
    relatedness: Relatedness = Relatedness()
    """Where relatedness comes from."""
    plane: Plane = Plane()
    """The plane of relatedness and complexity."""
    validation: Validation = Validation()
    """The test of what predicts entries, on the panel's own past."""
    gates: Gates = Gates()
    """Conditions the tables can judge."""
    ranking: Ranking = Ranking()
    """How candidates are ranked."""
    futures: Futures = Futures()
    """The projection and the variants tested in it."""
    technologies: Technologies | None = None
    """Technologies in question, and what there is to spend; none when left out."""
    report: Report = Report()
    """How much the report tells of each region."""
    scenarios: Scenarios = Scenarios()
    """Scenarios year by year: uncertainties, levers, limits, outcomes."""
