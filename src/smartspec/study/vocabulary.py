"""The words of a study's scenarios, field by field: what is uncertain, what can be done, what is wanted.

    Scenarios       the entry `scenarios:` of a study file
    Range           a number that is not known, with where its range comes from
    LeverEntry      what a variant spends
    OutcomeEntry    what is measured in every future, and the line it is judged by
    LimitEntry      a scarce resource
    ExposureEntry   a product and the commodity that prices it
    FlowTable       an input-output table

No parameter has a default: what a study does not give is not modelled. The text under a field is its manual.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from smartspec.foresight.scenarios import Size, mechanism_of
from smartspec.sources.base import Entry

__all__ = [
    "ExposureEntry",
    "FlowTable",
    "LeverEntry",
    "LimitEntry",
    "OutcomeEntry",
    "Range",
    "Scenarios",
]

Measured = Literal["income", "growth", "volume", "value", "worst_year", "extraction", "diversity"]
Mechanism = Literal["variance", "price_on_volume", "price_on_value", "reversion"]


class Range(Entry):
    """A number that is not known, and between which ends it lies."""

    low: float
    """The low end."""
    high: float
    """The high end; the same as the low one for a single number."""
    basis: Literal["estimated", "cited", "assumed"] = "assumed"
    """Where the range comes from: `estimated` needs `error` and `years`, `cited` needs `source`."""
    source: str = ""
    """What is cited, or why the study's author assumes it; printed in the report."""
    error: float | None = None
    """Standard error of an estimate."""
    years: tuple[int, ...] = ()
    """Years an estimate used."""

    @model_validator(mode="after")
    def _sound(self) -> Range:
        if wrong := Size.problem(self.low, self.high, self.basis, self.source, self.error, self.years):
            raise ValueError(f"the range {wrong}")
        return self

    def size(self) -> Size:
        """The same for the model."""
        return Size(self.low, self.high, self.basis, self.source, self.error, self.years)


class LeverEntry(Entry):
    """What one variant spends a year on the directions it chooses."""

    share: float = Field(default=0.0, ge=0, le=1)
    """The region's own money, as a share of its value added at the start."""
    transfers: float = Field(default=0.0, ge=0, le=1)
    """Money from outside the region, as a share of its value added at the start."""
    start: int = 0
    """First year of spending; from the first future year when left out."""
    years: int = Field(default=100, ge=1)
    """How many years it lasts."""


class OutcomeEntry(Entry):
    """What is measured in every future, and the line it is judged by."""

    of: Measured
    """`income` (yearly growth of value at relative prices, per cent), `growth` (the same in volume), `volume` and
    `value` (the end over the start), `worst_year` (lowest yearly change of value, per cent), `extraction` (its share of
    value at the end), `diversity` (effective number of activities at the end)."""
    at_least: float | None = None
    """The line it should reach."""
    at_most: float | None = None
    """The line it should not pass."""
    own_past: bool = False
    """The line is the region's own real growth over the study's growth years; for `growth` and `income` only."""
    regions: dict[str, float] = Field(default_factory=dict)
    """Lines of single regions, in the place of `at_least`."""

    @model_validator(mode="after")
    def _lined(self) -> OutcomeEntry:
        if self.own_past and self.of not in ("growth", "income"):
            raise ValueError(f"`own_past` is a line for growth, not for {self.of}; give a number instead")
        if self.own_past and (self.at_least is not None or self.regions):
            raise ValueError("give either `own_past` or a number, not both")
        if not self.own_past and self.at_least is None and self.at_most is None:
            raise ValueError("an outcome needs a line: `at_least`, `at_most` or `own_past`")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError(f"`at_least` {self.at_least:g} is above `at_most` {self.at_most:g}; nothing can meet both")
        return self


class LimitEntry(Entry):
    """A scarce resource. Its growth is given under `uncertainties:` as `limit.NAME`, in log per year."""

    use: dict[str, float]
    """Use per unit of value added, by activity; an activity left out uses none."""
    available: dict[str, float]
    """What each region has at the start, in the unit of `use` times value added; a region left out has no limit."""
    source: str = ""
    """Where the figures come from."""


class ExposureEntry(Entry):
    """A product and the commodity that prices it."""

    commodity: str
    """Code of the commodity in the price table."""
    units: float = Field(gt=0)
    """How many units the price is quoted in go into one unit of the product."""
    source: str = ""
    """Where the conversion comes from."""


class FlowTable(Entry):
    """An input-output table of the country."""

    flows: dict[str, dict[str, float]]
    """Sales by supplying activity to using activity, in one unit."""
    output: dict[str, float]
    """Total output of each activity."""
    final: dict[str, float] = Field(default_factory=dict)
    """Sales to final users; when given, sales must add up to output."""
    tolerance: float = Field(default=0.001, ge=0, lt=1)
    """How far a balance may be from output, as a share of it."""
    deltas: tuple[float, ...] = (0.1, 0.2, 0.3, 0.4)
    """Exponents of Flegg's quotient the regional tables are made with; the futures sweep them by `delta`."""
    source: str = ""
    """Who published the table."""


def _outcomes() -> dict[str, OutcomeEntry]:
    return {
        "income": OutcomeEntry(of="income", own_past=True),
        "growth": OutcomeEntry(of="growth", own_past=True),
        "volume": OutcomeEntry(of="volume", at_least=1.0),
    }


def _exposure() -> dict[str, ExposureEntry]:
    return {
        "CRUDE_OIL": ExposureEntry(commodity="CRUDE_BRENT", units=7330, source="7.33 barrels a tonne, world average"),
        "GAS_CONDENSATE": ExposureEntry(commodity="CRUDE_BRENT", units=7330, source="taken as crude oil"),
        "NATURAL_GAS_MARKETABLE": ExposureEntry(
            commodity="NGAS_EUR", units=35315, source="35.3 cubic feet a cubic metre, 1,000 Btu a cubic foot"
        ),
        "COAL": ExposureEntry(commodity="COAL_AUS", units=1000, source="tonnes in a thousand tonnes"),
    }


class Scenarios(Entry):
    """The scenarios: regions and activities year by year, with every mechanism the study has numbers for."""

    uncertainties: dict[str, Range] = Field(default_factory=dict)
    """Parameters by name: `support`, `delay`, `rent`, `displacement`, `convergence`, `agglomeration`, `relatedness`,
    `entry_size`, `migration`, `delta`, `demand.ACTIVITY`, `limit.RESOURCE`. The page on scenarios says what each is."""
    levers: dict[str, LeverEntry] = Field(default_factory=dict)
    """What each variant of `futures: variants:` spends; nothing where left out."""
    limits: dict[str, LimitEntry] = Field(default_factory=dict)
    """Scarce resources by name; `labour` answers to `migration`."""
    input_output: FlowTable | None = None
    """The country's input-output table; without one suppliers are not modelled."""
    outcomes: dict[str, OutcomeEntry] = Field(default_factory=_outcomes)
    """What is measured and judged, by name. The first is the one whose failures are explained."""
    exposure: dict[str, ExposureEntry] = Field(default_factory=_exposure)
    """Products that tell which commodity a region's extraction lives on. Ores cannot be weighed by tonnes."""
    off: tuple[Mechanism, ...] = ()
    """Estimated mechanisms the study leaves out all the same."""
    design: Literal["latin_hypercube", "sobol"] = "latin_hypercube"
    """How ranges are sampled."""
    origins: tuple[int, ...] = (2018, 2019, 2020)
    """Last years of estimation of the back-cast; years the table does not reach are passed over."""
    watch: int = Field(default=2, ge=1)
    """Years after which sign-posts are read."""
    alpha: float = Field(default=0.05, gt=0, lt=0.5)
    """Share of the futures a step of scenario discovery peels off."""
    mass: float = Field(default=0.05, gt=0, lt=1)
    """Share of the futures the smallest box of scenario discovery holds."""
    seed: int = 20_220_704
    """Seed of the scenarios."""

    @model_validator(mode="after")
    def _known(self) -> Scenarios:
        odd = [name for name in self.uncertainties if mechanism_of(name) is None]
        if odd:
            raise ValueError(
                f"uncertainties: the model has no parameter {', '.join(odd[:5])}; see the field's text for their names"
            )
        lost = [key for key in self.uncertainties if key.startswith("limit.") and key[6:] not in self.limits]
        if lost:
            raise ValueError(f"{lost[0]} speaks of a resource that `limits:` does not have; add it there")
        if not self.outcomes:
            raise ValueError("outcomes: name at least one")
        return self
