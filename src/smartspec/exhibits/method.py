"""How the findings were made: steps, roles, criteria, conditions, options, the quality of the data, the imprint.

    method      the twelve steps, and who takes each
    choices     roles of activities, conditions, criteria and weights, declared before the ranking is seen
    options     every line the study draws, with its value
    data        what is published, what stands out, where levels break, and every table with its hash
    imprint     version, run, language, licence, how to cite

Everything here was decided before a ranking was seen, and can be changed in the study file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from pydantic import BaseModel

from smartspec.exhibits.exhibit import Exhibit, Section
from smartspec.exhibits.tables import Cell, Pen, Row, table
from smartspec.exhibits.view import View
from smartspec.panel import word
from smartspec.study.inputs import MAIN

__all__ = ["choices", "data", "imprint", "method", "options"]

STEPS = range(1, 13)
PEOPLE = (10, 11, 12)
ENTRIES = (
    "years", "strengths", "types", "stars", "territories", "peers", "world", "potential", "poles",
    "relatedness", "plane", "validation", "gates", "ranking", "futures",
)  # fmt: skip
APART = {("ranking", "criteria"), ("futures", "variants"), ("potential", "layers")}
SHARES = {
    "mass", "resource", "processing", "near", "top", "quarter", "floor", "confirmed", "precedent", "better", "giant",
    "margin", "core", "level",
}  # fmt: skip


def method(view: View) -> Section:
    """The twelve steps of the method, each with who takes it and what it leaves behind."""
    say, pen = view.words.say, Pen(view)
    rows: list[Row] = [
        {
            "step": Cell(str(step), float(step)),
            "what": say(f"step.{step}"),
            "taken": say("step.by_people" if step in PEOPLE else "step.by_program"),
        }
        for step in STEPS
    ]
    exhibit = Exhibit(
        "steps",
        say("steps.title"),
        table=table(pen.columns("step", "what", "taken"), rows),
        text=(say("steps.people"),),
        reading=say("steps.reading"),
    )
    return Section(
        "method", say("section.method"), text=(say("method.source"), say("method.ours")), exhibits=(exhibit,)
    )


def choices(view: View) -> Section:
    """Roles of activities, conditions, and criteria with their weights."""
    say, pen = view.words.say, Pen(view)
    roles: list[Row] = [
        {
            "activity": Cell(f"{view.activity(code, short=False)} ({code})"),
            "role": say(f"role.{view.inputs.roles[code].role}"),
            "reason": word(view.inputs.roles[code].reason, view.language) or view.words.number(None),
        }
        for code in view.activities
    ]
    exhibits = [
        Exhibit(
            "roles",
            say("roles.title"),
            table=table(pen.columns("activity", "role", "reason"), roles),
            reading=say("roles.reading"),
        ),
        _criteria(view),
        _classes(view),
    ]
    return Section("choices", say("section.choices"), text=(say("choices.lead"),), exhibits=tuple(exhibits))


def _criteria(view: View) -> Exhibit:
    say, pen, rank = view.words.say, Pen(view), view.study.ranking
    groups: dict[str, list[str]] = {}
    for key, item in rank.criteria.items():
        groups.setdefault(item.group, []).append(key)
    weights = {group: rank.weights.get(group, 0.0 if rank.weights else 1.0) for group in groups}
    total = sum(weights.values())
    used = view.results["criteria"]["used"].any("region")
    rows: list[Row] = []
    for group, keys in groups.items():
        for key in keys:
            rows.append(
                {
                    "criterion": say(f"criterion.{key}"),
                    "group": say(f"group.{group}"),
                    "wish": say(f"wish.{rank.criteria[key].wish}"),
                    "group_weight": pen.share(weights[group] / total, 0),
                    "used": say("option.yes" if bool(used.sel(criterion=key)) else "option.no"),
                }
            )
    return Exhibit(
        "criteria",
        say("criteria.title"),
        table=table(pen.columns("criterion", "group", "wish", "group_weight:number", "used"), rows),
        text=(
            say("criteria.rules", rules=view.words.join([say(f"rule.{rule}") for rule in rank.rules])),
            say("criteria.unknown"),
        ),
        reading=say("criteria.reading"),
    )


def _classes(view: View) -> Exhibit:
    """The rule of each class, with the study's own lines in it."""
    say, words, lines = view.words.say, view.words, view.study.strengths
    limits = {
        "quotient": words.number(lines.quotient, 1),
        "mass": words.percent(lines.mass),
        "low": words.number(lines.emerging_from, 1),
        "precedent": words.percent(view.study.poles.precedent),
    }
    rows: list[Row] = [
        {"class": say(f"class.{kind}"), "rule": say(f"class.{kind}.rule", **limits)}
        for kind in ("strength", "declining", "emerging", "weak")
    ]
    return Exhibit(
        "classes",
        say("classes.title"),
        table=table(Pen(view).columns("class", "rule"), rows),
        text=(say("classes.signs", signs=view.study.poles.signs, lead=words.limit(lines.lead)),),
    )


def options(view: View) -> Section:
    """Every line the study draws, with its value in this run."""
    say, pen = view.words.say, Pen(view)
    exhibits = []
    for name in ENTRIES:
        entry: BaseModel = getattr(view.study, name)
        rows: list[Row] = [
            {"option": say(f"option.{name}.{key}"), "value": _written(view, name, key, found)}
            for key, found in entry.model_dump().items()
            if (name, key) not in APART
        ]
        exhibits.append(
            Exhibit(f"options-{name}", say(f"options.{name}"), table=table(pen.columns("option", "value"), rows))
        )
    return Section("options", say("section.options"), text=(say("options.lead"),), exhibits=tuple(exhibits))


def _written(view: View, entry: str, key: str, found: Any) -> str:
    """An option's value as a reader writes it."""
    say, words = view.words.say, view.words
    if isinstance(found, bool):
        return say("option.yes" if found else "option.no")
    if found is None:
        return say("option.growth_start" if key == "base" else "option.none")
    if isinstance(found, str) and entry == "world":
        return say(f"option.world.level.{found}") if key == "level" else found or say("option.none")
    if isinstance(found, str) and view.words.has(f"option.{key}.{found}"):
        return say(f"option.{key}.{found}")
    if isinstance(found, str) and view.words.has(f"cut.{found}"):
        return say(f"cut.{found}")
    if isinstance(found, Mapping) and "file" in found:
        return ", ".join(str(found[part]) for part in ("file", "source", "year", "classification") if found.get(part))
    if key == "price":
        return view.commodity(str(found))
    if isinstance(found, Mapping):
        kind = "dimension" if entry == "world" else "group"
        pairs = [f"{say(f'{kind}.{one}')} {words.number(float(weight), 2)}" for one, weight in found.items()]
        return ", ".join(pairs) or say("option.equal")
    if isinstance(found, (tuple, list)):
        prefix = {"regimes": "regime", "rules": "rule", "blend": "option.source"}.get(key)
        return ", ".join(say(f"{prefix}.{one}") if prefix else str(one) for one in found)
    if key in SHARES:
        return words.percent(float(found), 0 if round(100 * float(found), 6).is_integer() else 2)
    if isinstance(found, float):
        return words.number(found, 1 if round(10 * found, 6).is_integer() else 2)
    return str(found) if key in {"seed", "base", "first_release"} else words.number(float(found))


def data(view: View) -> Section:
    """What is published and what is not, what stands out, where levels break, and every table with its hash."""
    say = view.words.say
    exhibits = [one for one in (_published(view), _flags(view), _tables(view)) if one is not None]
    notes = tuple(
        dict.fromkeys(
            word(note.text, view.language) for note in view.inputs.notes if note.table == MAIN and not note.region
        )
    )
    told = (say("data.missing"), *notes)
    return Section("data", say("section.data"), text=told, exhibits=tuple(exhibits))


def _published(view: View) -> Exhibit:
    say, pen, seen = view.words.say, Pen(view), view.results["quality"]
    rows: list[Row] = []
    for year in [int(one) for one in seen.year.values]:
        broken = "break" in seen and abs(float(seen["break"].sel(year=year))) > 0
        rows.append(
            {
                "year": str(year),
                **{
                    key: pen.number(float(seen[key].sel(year=year)), 0)
                    for key in ("published", "blank", "withheld", "total_difference")
                },
                "break": say("data.break") if broken else view.words.number(None),
            }
        )
    return Exhibit(
        "published",
        say("published.title"),
        table=table(
            pen.columns(
                "year", "published:number", "blank:number", "withheld:number", "total_difference:number", "break"
            ),
            rows,
        ),
        reading=say("published.reading"),
        sources=view.source(MAIN),
    )


def _flags(view: View) -> Exhibit | None:
    """Cells that stand out against both their neighbours in time."""
    say, pen, panel = view.words.say, Pen(view), view.inputs.panels[MAIN]
    spike = view.results["quality"]["spike"].transpose("year", "region", "activity")
    rows: list[Row] = []
    for y, r, a in zip(*np.nonzero(spike.values), strict=True):
        year, region, activity = (str(spike[d].values[i]) for d, i in (("year", y), ("region", r), ("activity", a)))
        column = panel.values.sel(region=region, activity=activity)
        around = [
            column.sel(year=int(year) + step).item() if int(year) + step in panel.years else np.nan
            for step in (-1, 0, 1)
        ]
        rows.append(
            {
                "region": view.region(region),
                "activity": pen.coded(activity),
                "year": year,
                "before": pen.number(around[0], 0),
                "then": pen.number(around[1], 0),
                "after": pen.number(around[2], 0),
            }
        )
    if not rows:
        return None
    unit = word(view.inputs.panels[MAIN].indicator.unit, view.language)
    return Exhibit(
        "flags",
        say("flags.title", count=len(rows)),
        table=table(pen.columns("region", "activity", "year", "before:number", "then:number", "after:number"), rows),
        text=(say("flags.meaning", factor=view.words.limit(view.study.years.spike), unit=unit),),
        sources=view.source(MAIN),
        caveats=view.caveats(MAIN),
    )


def _tables(view: View) -> Exhibit:
    """Every table as received: publisher, number, day, file, hash."""
    say = view.words.say
    rows: list[Row] = []
    for key, panel in sorted(view.inputs.panels.items()):
        entry = view.inputs.entries.get(key)
        about = entry.source if entry is not None else None
        rows.append(
            {
                "table": word(panel.indicator.title, view.language) or key,
                "publisher": "; ".join(
                    part
                    for part in (
                        word(about.publisher, view.language) if about else "",
                        say("source.element", element=about.element) if about and about.element else "",
                        say("source.extract", day=view.words.day(about.extract)) if about and about.extract else "",
                    )
                    if part
                )
                or view.words.number(None),
                "file": panel.snapshot.name if panel.snapshot else view.words.number(None),
                "hash": panel.snapshot.short if panel.snapshot else view.words.number(None),
            }
        )
    return Exhibit(
        "tables",
        say("tables.title"),
        table=table(Pen(view).columns("table", "publisher", "file", "hash"), rows),
        reading=say("tables.reading"),
    )


def imprint(view: View) -> Section:
    """Version, language, unchecked wording, licence, how to cite."""
    say, words = view.words.say, view.words
    told = [say("imprint.program"), say("imprint.method"), say("imprint.figures")]
    citations = [entry.source.citation for key, entry in sorted(view.inputs.entries.items()) if entry.source.citation]
    if citations:
        told.append(say("imprint.cite", citations="; ".join(dict.fromkeys(citations))))
    if words.unchecked:
        told.append(say("imprint.unchecked", count=words.number(len(words.unchecked))))
    if view.study.synthetic:
        told.append(say("html.synthetic"))
    return Section("imprint", say("section.imprint"), text=tuple(told))
