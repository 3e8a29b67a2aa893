"""Scenarios on the page: what is modelled and what is not, how far the model can be trusted, and each region's futures.

    scenarios          the model, its back-cast, what it leaves out, and how many futures keep to each line
    region_scenarios   one region: its fan, its lines, what decides, where it falls short, what to watch

A share of futures is a share of what was drawn, never a probability.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import xarray as xr

from smartspec.exhibits.charts.paths import back_cast_line, factor_name, fan_chart, tornado_chart, world
from smartspec.exhibits.exhibit import Column, Exhibit, Section
from smartspec.exhibits.facts import value
from smartspec.exhibits.tables import Cell, Pen, Row, table
from smartspec.exhibits.view import View
from smartspec.study.inputs import VOLUME
from smartspec.study.reasons import Reasons, reasons

__all__ = ["region_scenarios", "scenarios"]

PRICES = "commodity_prices"
JUDGED = ("worst", "poor", "middle", "regret", "regret_ninetieth")


def _world(view: View) -> xr.Dataset:
    """The futures of a run that has them."""
    found = world(view)
    return view.results["scenarios"] if found is None else found


def _spends(view: View) -> bool:
    return bool(_world(view)["on"].sel(mechanism="support"))


def scenarios(view: View) -> Section:
    """The model, its back-cast, what it leaves out, and how many futures keep to each line.

    Parameters
    ----------
    view
        A run in one language.

    Returns
    -------
    Section
    """
    say, words = view.words.say, view.words
    title = say("section.scenarios")
    if world(view) is None:
        return Section("scenarios", title, text=(say("scenarios.off"),))
    made = _world(view)
    on = [str(name) for name in made.mechanism.values[made["on"].values]]
    counts = {str(basis): int(made["parameters"].sel(basis=basis)) for basis in made.basis.values}
    told = [
        say("scenarios.lead", futures=words.number(view.study.futures.count), years=view.study.futures.years),
        say("scenarios.on", list=words.join([say(f"mechanism.{name}") for name in on])),
        say("scenarios.parameters", **counts),
    ]
    if not _spends(view):
        told.append(say("scenarios.same"))
    told.append(back_cast_line(view))
    exhibits = (_back_cast(view), _missing(view), _lines(view), _given(view), _exposed(view))
    return Section("scenarios", title, text=tuple(told), exhibits=tuple(one for one in exhibits if one is not None))


def _back_cast(view: View) -> Exhibit | None:
    """Errors of the model and of its rivals from each origin."""
    if value(view, "backcast", "tested") != 1:
        return None
    say, pen, made = view.words.say, Pen(view), view.results["backcast"]
    rows: list[Row] = []
    for origin in [int(year) for year in made.origin.values]:
        here = made.sel(origin=origin)
        row: dict[str, Cell | str] = {"origin": Cell(str(origin), float(origin))}
        for way in ("model", "own_trend", "no_change"):
            row[f"by_{way}"] = pen.number(float(here["region_error"].sel(way=way)), 1)
            row[f"cell_{way}"] = pen.number(float(here["error"].sel(way=way)), 1)
        row["inside"] = pen.share(float(here["inside"]), 0)
        rows.append(row)
    columns = pen.columns(
        "origin:number",
        "by_model:number",
        "by_own_trend:number",
        "by_no_change:number",
        "cell_model:number",
        "cell_own_trend:number",
        "cell_no_change:number",
        "inside:number",
    )
    first = made.isel(origin=0)
    return Exhibit(
        "back-cast",
        say("backcast.title", until=int(made["until"])),
        table=table(columns, rows),
        text=(say("backcast.meaning", regions=int(first["regions"]), cells=int(first["cells"])),),
        reading=say(
            "backcast.reading",
            origin=int(first.origin),
            until=int(made["until"]),
            model=view.words.number(float(first["region_error"].sel(way="model")), 1),
            trend=view.words.number(float(first["region_error"].sel(way="own_trend")), 1),
        ),
        sources=view.source(VOLUME, PRICES, "products"),
    )


def _missing(view: View) -> Exhibit | None:
    """Mechanisms that are off, and the number each would need."""
    say, pen, made = view.words.say, Pen(view), _world(view)
    off = [str(name) for name in made.mechanism.values[~made["on"].values]]
    if not off:
        return None
    rows: list[Row] = [{"mechanism": say(f"mechanism.{name}"), "needs": say(f"needs.{name}")} for name in off]
    return Exhibit(
        "not-modelled",
        say("scenarios.missing"),
        table=table(pen.columns("mechanism", "needs"), rows),
        reading=say("scenarios.missing_reading"),
    )


def _lines(view: View) -> Exhibit:
    """The share of futures in which each region keeps to each line."""
    say, pen, made = view.words.say, Pen(view), _world(view)
    keys = [str(name) for name in made.outcome.values]
    rows: list[Row] = []
    for constant in [str(code) for code in made.constant.values]:
        row: dict[str, Cell | str] = {"region": view.region(constant)}
        for name in keys:
            row[f"met_{name}"] = pen.share(float(made["met"].sel(outcome=name, constant=constant).isel(variant=0)), 0)
        rows.append(row)
    columns = [*pen.columns("region"), *(_outcome_column(view, pen, name) for name in keys)]
    first = rows[0]
    share = first[f"met_{keys[0]}"]
    return Exhibit(
        "lines-kept",
        say("scenarios.lines"),
        table=table(columns, rows),
        reading=say(
            "scenarios.lines_reading",
            region=first["region"],
            share=share.text if isinstance(share, Cell) else share,
            line=_line(view, keys[0]),
        ),
        sources=view.source(VOLUME, PRICES),
        text=_periods(view),
    )


def _periods(view: View) -> tuple[str, ...]:
    """Where lines are the regions' own past: over which years, and over which the trends are estimated."""
    if not any(entry.own_past for entry in view.study.scenarios.outcomes.values()):
        return ()
    known = view.results["dynamics"]["index"].dropna("year", how="all").year.values
    first = view.last - view.study.years.growth
    return (view.words.say("scenarios.periods", start=int(known[0]), first=first, last=view.last),)


def _outcome_column(view: View, pen: Pen, name: str) -> Column:
    return replace(pen.column("kept", "bar", line=_line(view, name)), key=f"met_{name}")


def _line(view: View, name: str, constant: str | None = None) -> str:
    """An outcome with its line, in words."""
    say, words, entry = view.words.say, view.words, view.study.scenarios.outcomes[name]
    what = say(f"outcome.{entry.of}")
    if entry.own_past:
        years = {"first": view.last - view.study.years.growth, "last": view.last}
        if constant is None:
            return say("line.own_past", what=what, **years)
        number = float(_world(view)["line"].sel(outcome=name, constant=constant))
        return say("line.own_past_number", what=what, number=words.number(number, 1), **years)
    least = entry.at_least
    if constant is not None and least is not None:
        least = float(_world(view)["line"].sel(outcome=name, constant=constant))
    parts = []
    if least is not None:
        parts.append(say("line.at_least", number=words.number(least, 2)))
    if entry.at_most is not None:
        parts.append(say("line.at_most", number=words.number(entry.at_most, 2)))
    return f"{what}: {', '.join(parts)}"


def _given(view: View) -> Exhibit | None:
    """Ranges the study gives, each with its basis and source."""
    entries = view.study.scenarios.uncertainties
    if not entries:
        return None
    say, words, pen = view.words.say, view.words, Pen(view)
    rows: list[Row] = [
        {
            "parameter": factor_name(view, f"given.{name}"),
            "bounds": f"{words.number(entry.low, 3)} … {words.number(entry.high, 3)}",
            "basis": say(f"basis.{entry.basis}"),
            "why": entry.source or words.number(None),
        }
        for name, entry in entries.items()
    ]
    return Exhibit(
        "given-ranges",
        say("scenarios.given"),
        table=table(pen.columns("parameter", "bounds", "basis", "why"), rows),
        reading=say("scenarios.given_reading"),
    )


def _exposed(view: View) -> Exhibit | None:
    """Which commodity prices what a region physically makes."""
    made = _world(view)["exposure"]
    known = made.dropna("constant")
    if not known.sizes["constant"]:
        return None
    say, pen = view.words.say, Pen(view)
    codes = [str(code) for code in known.commodity.values if float(known.sel(commodity=code).max()) > 0]
    rows: list[Row] = []
    for constant in [str(code) for code in known.constant.values]:
        row: dict[str, Cell | str] = {"region": view.region(constant)}
        for code in codes:
            row[f"price_{code}"] = pen.share(float(known.sel(constant=constant, commodity=code)), 0)
        rows.append(row)
    columns = [*pen.columns("region"), *(Column(f"price_{code}", view.commodity(code), "number") for code in codes)]
    return Exhibit(
        "exposure",
        say("scenarios.exposure"),
        table=table(columns, rows),
        text=(say("scenarios.exposure_rest", price=view.commodity(view.study.futures.price)),),
        reading=say("scenarios.exposure_reading"),
        sources=view.source("products", PRICES),
    )


def region_scenarios(view: View, region: str) -> Section | None:
    """One region: its fan, its lines, what decides, where it falls short, what to watch.

    Parameters
    ----------
    view
        A run in one language.
    region
        The region's code.

    Returns
    -------
    Section or None
        None where the region has no futures.
    """
    fan = fan_chart(view, region)
    if fan is None:
        return None
    constant = view.inputs.geography.constant_of(region)
    found = reasons(view.study, _world(view), constant)
    exhibits = (
        fan,
        _variants(view, region, constant),
        tornado_chart(view, region),
        _signs(view, region, found) if found else None,
    )
    return Section(
        f"{region}-scenarios",
        view.words.say("section.region_scenarios"),
        text=_told(view, constant, found),
        exhibits=tuple(one for one in exhibits if one is not None),
    )


def _variants(view: View, region: str, constant: str) -> Exhibit | None:
    """How variants that spend do in the same futures: lines kept, and five ways to judge."""
    if not _spends(view):
        return None
    say, pen, made = view.words.say, Pen(view), _world(view).sel(constant=constant)
    keys = [str(name) for name in made.outcome.values]
    rows: list[Row] = []
    for name in [str(one) for one in made.variant.values]:
        here = made.sel(variant=name)
        row: dict[str, Cell | str] = {"variant": view.variant(name)}
        for outcome in keys:
            row[f"met_{outcome}"] = pen.share(float(here["met"].sel(outcome=outcome)), 0)
        for measure in JUDGED:
            row[measure] = pen.number(float(here[measure]), 2)
        rows.append(row)
    columns = [
        *pen.columns("variant"),
        *(_outcome_column(view, pen, name) for name in keys),
        *(pen.column(f"judged_{measure}", "number") for measure in JUDGED),
    ]
    rows = [{(f"judged_{k}" if k in JUDGED else k): cell for k, cell in row.items()} for row in rows]
    return Exhibit(
        f"{region}-variant-futures",
        say("scenarios.variants", region=view.region(constant)),
        table=table(columns, rows),
        text=(say("scenarios.judged", outcome=_line(view, keys[0], constant)),),
        reading=say("scenarios.variants_reading"),
        sources=view.source(VOLUME, PRICES),
    )


def _told(view: View, constant: str, found: Reasons | None) -> tuple[str, ...]:
    """Where the region falls short, in sentences."""
    say, words = view.words.say, view.words
    first = str(_world(view).outcome.values[0])
    line = _line(view, first, constant)
    if found is None:
        return (say("box.no_line"),)
    if found.failing in (0.0, 1.0):
        return (say("box.never" if found.failing == 0 else "box.always", line=line),)
    told = [say("box.share", line=line, share=words.percent(found.failing, 1))]
    if not found.box.limits:
        return (*told, say("box.none"))
    told.append(
        say(
            "box.where",
            limits=words.join(_limits(view, found.box.limits)),
            density=words.percent(found.box.density),
            coverage=words.percent(found.box.coverage),
            mass=words.percent(found.box.mass),
            chance=words.number(max(found.box.quasi_p.values()), 3),
        )
    )
    if found.leaf.limits:
        told.append(
            say(
                "box.tree",
                limits=words.join(_limits(view, found.leaf.limits)),
                density=words.percent(found.leaf.density),
            )
        )
    return tuple(told)


def _limits(view: View, limits: Mapping[str, tuple[float, float]]) -> list[str]:
    """Limits in words: "oil stays under 50", "support arrives more than two years late"."""
    found = []
    for factor, (low, high) in limits.items():
        kind = factor.partition(".")[0]
        late = "delay" if factor == "given.delay" else kind
        for number, side in ((low, "over"), (high, "under")):
            if np.isfinite(number):
                found.append(
                    view.words.say(
                        f"limit.{late}.{side}",
                        name=factor_name(view, factor),
                        number=_number(view, kind, number),
                    )
                )
    return found


def _number(view: View, kind: str, number: float) -> str:
    if kind == "price":
        return view.words.number(number, 0 if abs(number) >= 20 else 1)
    return view.words.signed(number, 1) if kind in ("trend", "shocks") else view.words.number(number, 2)


def _signs(view: View, region: str, found: Reasons) -> Exhibit | None:
    """What to look at after a few years, and the level at which to act."""
    signs = found.signs.dropna("factor", subset=["level"])
    if not signs.sizes["factor"]:
        return None
    say, words, pen = view.words.say, view.words, Pen(view)
    rows: list[Row] = []
    for name in [str(one) for one in signs.factor.values]:
        here = signs.sel(factor=name)
        price = view.commodity(view.study.futures.price)
        level = words.number(float(here["level"]), 1)
        rows.append(
            {
                "sign": say(f"sign.{name}", price=price, years=view.study.scenarios.watch),
                "trigger": say("trigger.under" if bool(here["below"]) else "trigger.over", level=level),
                "warned": pen.share(float(here["warned"]), 0),
                "calm": pen.share(float(here["calm"]), 0),
                "caught": pen.share(float(here["caught"]), 0),
                "skill": pen.number(float(here["skill"]), 2),
            }
        )
    best = max(rows, key=lambda row: row["skill"].raw or 0.0 if isinstance(row["skill"], Cell) else 0.0)
    cells = {key: cell.text if isinstance(cell, Cell) else cell for key, cell in best.items()}
    return Exhibit(
        f"{region}-signs",
        say("signs.title", region=view.region(view.inputs.geography.constant_of(region))),
        table=table(
            pen.columns("sign", "trigger", "warned:number", "calm:number", "caught:number", "skill:number"), rows
        ),
        text=(say("signs.act"),),
        reading=say("signs.reading", **{key: cells[key] for key in ("sign", "trigger", "warned", "calm")}),
        sources=view.source(VOLUME, PRICES),
    )
