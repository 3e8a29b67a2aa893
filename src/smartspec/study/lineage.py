"""How each number of a run was made, declared once: its formula in words, and the numbers and cells it needs.

    Node     one number with how it was made and what it was made from
    Story    makes the nodes of one run

A node shows a value that was computed by the stages; nothing is computed again here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from smartspec.study.inputs import MAIN, VOLUME
from smartspec.study.run import Run

__all__ = ["Node", "Story"]


@dataclass(frozen=True)
class Node:
    """One number: its name, value, how it was made, and the nodes it was made from; a leaf has a place in a table."""

    name: str
    value: float | str | bool | None
    how: str = ""
    at: str = ""
    key: str = ""
    parts: tuple[Node, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """The tree as plain data."""
        value = None if isinstance(self.value, float) and not np.isfinite(self.value) else self.value
        found: dict[str, Any] = {"name": self.name, "value": value}
        found |= {name: text for name, text in (("how", self.how), ("at", self.at), ("key", self.key)) if text}
        if self.parts:
            found["parts"] = [part.as_json() for part in self.parts]
        return found


def _plain(value: Any) -> float | str | bool | None:
    item = value.item() if hasattr(value, "item") else value
    if isinstance(item, (str, bool)):
        return item
    return None if item is None else float(item)


class Story:
    """Makes nodes of one run."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.given = run.given()
        self.focus = list(run.study.years.focus)

    def found(self, stage: str, name: str, **at: Any) -> Any:
        """A value a stage computed, or None where the stage has no such variable."""
        result = self.run.results[stage]
        if name not in result:
            return None
        return _plain(result[name].sel(at))

    def node(self, stage: str, name: str, how: str, *parts: Node, **at: Any) -> Node:
        """A node of a value a stage computed."""
        where = "/".join(str(value) for value in at.values())
        return Node(
            f"{stage}.{name}({where})", self.found(stage, name, **at), how, key=self.run.keys[stage][:12], parts=parts
        )

    def cell(self, table: str, year: int, region: str, activity: str) -> Node:
        """A cell of a table as received."""
        panel = self.run.inputs.panels[table]
        country = region == self.run.inputs.geography.country and panel.reference is not None
        values = panel.reference if country else panel.values
        places = panel.reference_place if country else panel.place
        at = {"year": year, "activity": activity} | ({} if country else {"region": region})
        name = f"{table}({region}/{activity}/{year})"
        if values is None or any(value not in values.indexes[dim] for dim, value in at.items()):
            return Node(name, None, "not in the table")
        place = -1 if places is None else int(places.sel(at).item())
        where = (
            f"row {place >> 16}, column {place & 0xFFFF}" if place >= 0 else "no cell of its own: added up or derived"
        )
        snapshot = panel.snapshot
        file = f"{snapshot.name}, {where}, sha256 {snapshot.short}" if snapshot else where
        return Node(name, float(values.sel(at).item()), "as received", at=file)

    # -- specialisation

    def value(self, region: str, activity: str) -> Node:
        """Value added, mean of the focus years."""
        cells = [self.cell(MAIN, year, region, activity) for year in self.focus]
        return self.node("specialisation", "value", "mean of the focus years", *cells, region=region, activity=activity)

    def total(self, region: str) -> Node:
        """Value added of all activities of a region."""
        amount = float(self.run.results["specialisation"]["value"].sel(region=region).sum("activity"))
        parts = [
            Node(
                f"specialisation.value({region}/{code})",
                self.found("specialisation", "value", region=region, activity=code),
                "mean of the focus years",
            )
            for code in self.run.inputs.activities
        ]
        return Node(f"value of all activities({region})", amount, "sum over activities", parts=tuple(parts))

    def share(self, region: str, activity: str) -> Node:
        """Share of an activity in its region."""
        parts = self.value(region, activity), self.total(region)
        return self.node(
            "specialisation", "share", "value / value of all activities", *parts, region=region, activity=activity
        )

    def country_share(self, activity: str) -> Node:
        """Share of an activity in the country."""
        made = self.run.results["specialisation"]["country_value"]
        country = self.run.inputs.geography.country
        cells = [self.cell(MAIN, year, country, activity) for year in self.focus]
        own = self.node(
            "specialisation", "country_value", "mean of the focus years, country's row", *cells, activity=activity
        )
        whole = Node(
            "country's value of all activities", float(made.sum("activity")), "sum over activities of the country's row"
        )
        return self.node(
            "specialisation", "country_share", "country's value / country's value of all", own, whole, activity=activity
        )

    def quotient(self, region: str, activity: str) -> Node:
        """The location quotient."""
        parts = self.share(region, activity), self.country_share(activity)
        return self.node(
            "specialisation", "quotient", "share / country's share", *parts, region=region, activity=activity
        )

    def yearly(self, name: str, region: str, activity: str) -> Node:
        """The lowest or the highest yearly quotient."""
        made = self.run.results["specialisation"]["yearly_quotient"].sel(region=region, activity=activity)
        last, spread = self.given.last, self.run.study.years.spread
        window = made.sel(year=slice(last - spread + 1, last))
        parts = [
            Node(
                f"specialisation.yearly_quotient({region}/{activity}/{int(year)})",
                float(window.sel(year=year)),
                "share / country's share in the year, on today's borders",
                parts=(
                    self.cell(MAIN, int(year), region, activity),
                    self.cell(MAIN, int(year), self.run.inputs.geography.country, activity),
                ),
            )
            for year in window.year.values
        ]
        return self.node(
            "specialisation", name, f"over {last - spread + 1}-{last}", *parts, region=region, activity=activity
        )

    # -- dynamics

    def _index_cells(self, region: str, activity: str) -> list[Node]:
        volume = self.run.inputs.panels.get(VOLUME)
        if volume is None or activity not in volume.activities or region not in volume.regions:
            return []
        return [self.cell(VOLUME, year, region, activity) for year in range(self.given.start + 1, self.given.last + 1)]

    def growth(self, region: str, activity: str) -> Node:
        """Real growth per year."""
        years = f"{self.given.start + 1}-{self.given.last}"
        how = f"volume indices {years} chained, per year; unknown where borders moved or no index is published"
        return self.node(
            "dynamics", "growth", how, *self._index_cells(region, activity), region=region, activity=activity
        )

    def competitive(self, region: str, activity: str) -> Node:
        """Growth above the country's."""
        national = self.node(
            "dynamics", "national_growth", "growth of the activity in all regions together", activity=activity
        )
        return self.node(
            "dynamics",
            "competitive_effect",
            "growth - national growth",
            self.growth(region, activity),
            national,
            region=region,
            activity=activity,
        )

    def contribution(self, region: str, activity: str) -> Node:
        """Percentage points of the region's growth."""
        start = self.cell(MAIN, self.given.start, region, activity)
        how = f"100 x share in {self.given.start} x (volume {self.given.last} / volume {self.given.start} - 1)"
        return self.node(
            "dynamics",
            "contribution",
            how,
            start,
            *self._index_cells(region, activity),
            region=region,
            activity=activity,
        )

    # -- futures, criteria, choice

    def survival(self, region: str, activity: str) -> Node:
        """Share of futures in which the activity grows and keeps its weight."""
        options = self.run.study.futures
        price = self.run.inputs.panels.get("commodity_prices")
        drawn = f"{options.count} futures of {options.years} years (seed {options.seed})"
        how = f"share of {drawn} in which it grows and keeps its weight"
        parts = self._index_cells(region, activity)
        if price is not None and options.price in price.activities:
            parts = [
                *parts,
                *(
                    self.cell("commodity_prices", year, price.regions[0], options.price)
                    for year in (self.given.start, self.given.last)
                ),
            ]
        return self.node("futures", "survival", how, *parts, region=region, activity=activity)

    def simple(self, stage: str, name: str, how: str) -> Callable[[str, str], Node]:
        """A maker of nodes whose parts are not shown."""
        return lambda region, activity: self.node(stage, name, how, region=region, activity=activity)

    def class_(self, region: str, activity: str) -> Node:
        """The class on the long list."""
        lines, poles = self.run.study.strengths, self.run.study.poles
        how = (
            f"lines: quotient {lines.quotient}, share {lines.mass}, emerging from {lines.emerging_from}; growth "
            f"departs from the country's by more than {lines.lead} standard errors; weak below {poles.below}, "
            f"ranked with {poles.signs} signs or more"
        )
        error = self.node(
            "dynamics", "lead_error", "standard error of the yearly leads of growth", region=region, activity=activity
        )
        signs = self.node(
            "long_list", "signs", "growth clearly above, similar regions, relatedness", region=region, activity=activity
        )
        parts = (
            self.quotient(region, activity),
            self.share(region, activity),
            self.competitive(region, activity),
            error,
            signs,
        )
        return self.node("long_list", "class", how, *parts, region=region, activity=activity)

    def held_back(self, region: str, activity: str) -> Node:
        """Whether a gate holds it back."""
        parts = (
            self.share(region, activity),
            self.node("quality", "adequate", "all focus years are published", region=region, activity=activity),
        )
        how = f"a gate says not yet; least share {self.run.study.gates.mass}"
        return self.node("gates", "held_back", how, *parts, region=region, activity=activity)

    def rank(self, region: str, activity: str) -> Node:
        """The rank, with every criterion that was used."""
        rank = self.run.study.ranking
        makers = self.makers()
        parts = [
            makers[key](region, activity)
            for key in rank.criteria
            if self.found("criteria", "used", region=region, criterion=key)
        ]
        weights = dict(rank.weights) or "equal over groups"
        how = f"rules {', '.join(rank.rules)}; weights {weights}; {rank.draws} weightings, seed {rank.seed}"
        return self.node("ranking", "rank", how, *parts, region=region, activity=activity)

    def within(self, region: str, activity: str) -> Node:
        """Share of weightings in which it is among the first."""
        how = f"share of the weightings tried in which it is among the first {self.run.study.ranking.directions}"
        return self.node(
            "ranking",
            "within",
            how + "; unknown where there are no more candidates than places",
            self.rank(region, activity),
            region=region,
            activity=activity,
        )

    def chosen(self, region: str, activity: str) -> Node:
        """Whether it is a direction."""
        parts = self.class_(region, activity), self.held_back(region, activity), self.within(region, activity)
        return self.node(
            "directions",
            "chosen",
            "on the long list, past the gates, among the first ranks",
            *parts,
            region=region,
            activity=activity,
        )

    def makers(self) -> dict[str, Callable[[str, str], Node]]:
        """Numbers of an activity in a region, by the name they are asked for."""
        return {
            "direction": self.chosen,
            "class": self.class_,
            "value": self.value,
            "share": self.share,
            "national_share": self.simple("specialisation", "national_share", "value / country's value"),
            "quotient": self.quotient,
            "lowest_quotient": lambda r, a: self.yearly("lowest_quotient", r, a),
            "highest_quotient": lambda r, a: self.yearly("highest_quotient", r, a),
            "adjusted_quotient": self.simple(
                "specialisation", "adjusted_quotient", "quotient with extraction left out of both mixes"
            ),
            "held_quotient": self.simple(
                "specialisation", "held_quotient", "quotient with extraction at its mean share"
            ),
            "growth": self.growth,
            "competitive_effect": self.competitive,
            "contribution": self.contribution,
            "survival": self.survival,
            "density": self.simple("relatedness", "density", "share of the activity's relatedness the region holds"),
            "complexity": lambda r, a: self.node(
                "relatedness", "complexity", "second eigenvector of the pattern of presence", activity=a
            ),
            "gate": self.held_back,
            "rank": self.rank,
            "acceptability": self.within,
            "localisation": self.localised,
        }

    def localised(self, region: str, activity: str) -> Node:
        """The verdict on its localisation."""
        parts = [
            self.node(
                "localisation",
                "confirms",
                "1 confirms, 0 does not, unknown: not applicable",
                regime=name,
                region=region,
                activity=activity,
            )
            for name in self.run.study.stars.regimes
        ]
        how = "confirming regimes / applicable regimes"
        return self.node(
            "localisation", "verdict", how, *parts, self.quotient(region, activity), region=region, activity=activity
        )

    def type_(self, region: str) -> Node:
        """The type of a region."""
        types, study = self.run.study.types, self.run.study
        codes = [
            code
            for code in (*study.extraction, *study.manufacturing, *study.agriculture)
            if code in self.run.inputs.activities
        ]
        lines = f"extraction >= {types.resource}, manufacturing >= {types.processing}"
        how = f"first that holds: {lines}, agriculture >= {types.agrarian} x country, city, mixed"
        return self.node("profile", "type", how, *(self.share(region, code) for code in codes), region=region)
