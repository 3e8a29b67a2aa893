"""The portfolio of each region with a budget: what to pay for, what other budgets change, what to ask next.

portfolio    one section per region with a budget
"""

from __future__ import annotations

import numpy as np

from smartspec.exhibits import charts
from smartspec.exhibits.exhibit import Column, Exhibit, Section
from smartspec.exhibits.facts import text, value
from smartspec.exhibits.tables import Cell, Pen, Row, table
from smartspec.exhibits.technology_names import called, sources, span, stage, unit, verdict
from smartspec.exhibits.view import View

__all__ = ["portfolio"]

ORDER = ("sure_in", "grey", "to_judge", "scout", "too_dear", "no_future", "sure_out")


def portfolio(view: View) -> tuple[Section, ...]:
    """One section per region with a budget, or one that says there is none."""
    say = view.words.say
    funded = [code for code in view.regions if np.isfinite(value(view, "portfolio", "budget", region=code))]
    if not funded:
        title = say("stage.portfolio")
        return (
            Section(
                "technologies-portfolio",
                title[:1].upper() + title[1:],
                text=(say("technologies.portfolio.no_budget"),),
            ),
        )
    return tuple(_region(view, code) for code in funded)


def _codes(view: View, region: str) -> list[str]:
    """Technologies in question, by verdict and then by how often they are chosen."""
    known = view.inputs.technologies
    assert known is not None
    state = {code: text(view, "portfolio", "state", region=region, technology=code) for code in known.codes}
    often = {code: value(view, "portfolio", "frequency", region=region, technology=code) for code in known.codes}
    there = [code for code in known.codes if state[code] in ORDER]
    return sorted(there, key=lambda code: (ORDER.index(state[code]), -np.nan_to_num(often[code])))


def _named(view: View, region: str, which: str) -> str:
    known = view.inputs.technologies
    assert known is not None
    there = [code for code in known.codes if value(view, "portfolio", which, region=region, technology=code) == 1]
    return ", ".join(called(view, code) for code in there) or view.words.say("technologies.nobody")


def _region(view: View, region: str) -> Section:
    say, words, wanted = view.words.say, view.words, view.study.technologies
    assert wanted is not None
    budget, spent, worth, perfect = (
        value(view, "portfolio", name, region=region) for name in ("budget", "spent", "value", "perfect")
    )
    average, robust = _named(view, region, "average"), _named(view, region, "robust")
    level = words.percent(wanted.level)
    told = [
        say(
            "technologies.portfolio.budget",
            budget=words.number(budget),
            spent=words.number(spent),
            unit=unit(view),
            end=say(f"technologies.end.{wanted.cost}"),
        ),
        say("technologies.portfolio.same", average=average, level=level)
        if average == robust
        else say("technologies.portfolio.compare", average=average, robust=robust, level=level),
    ]
    if worth > 0:
        told.append(say("technologies.portfolio.perfect", share=words.percent(perfect / worth, 1)))
    exhibits = (charts.portfolio_chart(view, region), _table(view, region), _budgets(view, region), _asks(view, region))
    return Section(
        f"{region}-portfolio",
        say("technologies.portfolio.section", region=view.region(region)),
        text=tuple(told),
        exhibits=tuple(one for one in exhibits if one is not None),
    )


def _table(view: View, region: str) -> Exhibit | None:
    say, words, pen = view.words.say, view.words, Pen(view)
    codes = _codes(view, region)
    if not codes:
        return None
    rows: list[Row] = []
    for code in codes:
        at = {"region": region, "technology": code}
        low, high = (value(view, "technologies", "cost", technology=code, bound=end) for end in ("low", "high"))
        often = value(view, "portfolio", "frequency", **at)
        rows.append(
            {
                "technology": called(view, code),
                "tech_state": verdict(view, region, code),
                "tech_frequency": pen.share(often, 1 if 0 < often < 0.01 else 0),
                "tech_cost": span(view, low, high) if np.isfinite(low) else say("technologies.to_judge"),
                "tech_next": stage(view, text(view, "technologies", "next_stage", technology=code))
                or words.number(None),
                "tech_act": say(f"technologies.act.{text(view, 'portfolio', 'act', **at)}"),
            }
        )
    first = codes[0]
    futures = view.results["futures"].sizes.get("future", 1)
    wanted = view.study.technologies
    assert wanted is not None
    return Exhibit(
        f"{region}-portfolio-table",
        say("technologies.portfolio.title"),
        table=table(
            pen.columns("technology", "tech_state", "tech_frequency:bar", "tech_cost", "tech_next", "tech_act"), rows
        ),
        reading=say(
            "technologies.portfolio.reading",
            technology=called(view, first),
            frequency=words.percent(value(view, "portfolio", "frequency", region=region, technology=first)),
            futures=words.number(min(wanted.futures, futures)),
            state=verdict(view, region, first),
        ),
        sources=sources(view, "table", "readiness", "costs", "scores"),
    )


def _budgets(view: View, region: str) -> Exhibit | None:
    """The average portfolio at other budgets."""
    say, words, pen, wanted = view.words.say, view.words, Pen(view), view.study.technologies
    assert wanted is not None
    made = view.results["portfolio"].sel(region=region)
    steps = [float(step) for step in made.step.values]
    budget = value(view, "portfolio", "budget", region=region)
    marks = {
        code: [bool(made["changed"].sel(step=step, technology=code)) for step in steps] for code in _codes(view, region)
    }
    now = {code: value(view, "portfolio", "average", region=region, technology=code) == 1 for code in marks}
    shown = [code for code in marks if now[code] or any(marks[code])]
    if not shown or not steps:
        return None
    yes, no = say("option.yes"), words.number(None)
    columns = [pen.column("technology")]
    at = sorted({*steps, 0.0})
    rows: list[dict[str, Cell | str]] = [{"technology": called(view, code)} for code in shown]
    for place, step in enumerate(at):
        amount = round(budget * (1 + step), 6)
        heading = words.number(amount, 0 if float(amount).is_integer() else 1)
        columns.append(Column(f"b{place}", heading, "mark"))
        for row, code in zip(rows, shown, strict=True):
            held = now[code] if step == 0 else marks[code][steps.index(step)]
            row[f"b{place}"] = yes if held else no
    same = all(len({now[code], *marks[code]}) == 1 for code in shown)
    return Exhibit(
        f"{region}-budgets-table",
        say("technologies.budgets.title"),
        table=table(columns, rows),
        text=(say("technologies.budgets.none"),) if same else (),
        reading=say("technologies.budgets.reading"),
        sources=sources(view, "costs"),
    )


def _line(view: View, region: str, code: str) -> str:
    say, words = view.words.say, view.words
    at = {"region": region, "technology": code}
    cost = value(view, "portfolio", "cost_below", **at)
    if np.isfinite(cost):
        return say("technologies.questions.cost", cost=words.number(cost), unit=unit(view))
    return say("technologies.questions.score", score=words.number(value(view, "portfolio", "score_above", **at), 1))


def _asks(view: View, region: str) -> Exhibit:
    """Judgements that could change the average portfolio, by what knowing could gain at most."""
    say, pen = view.words.say, Pen(view)
    codes = _codes(view, region)
    stake = {code: value(view, "portfolio", "stake", region=region, technology=code) for code in codes}
    open_ = {code: value(view, "portfolio", "open_question", region=region, technology=code) == 1 for code in codes}
    asked = sorted((code for code in codes if open_[code]), key=lambda code: -stake[code])
    idle = [code for code in codes if not open_[code] and np.isfinite(stake[code])]
    if not asked:
        return Exhibit(
            f"{region}-questions-table",
            say("technologies.questions.title"),
            text=(say("technologies.questions.none"),),
        )
    worth = value(view, "portfolio", "value", region=region)
    rows: list[Row] = [
        {
            "technology": called(view, code),
            "tech_line": _line(view, region, code),
            "tech_stake": pen.number(100 * stake[code] / worth if worth > 0 else np.nan, 1),
        }
        for code in asked
    ]
    return Exhibit(
        f"{region}-questions-table",
        say("technologies.questions.title"),
        table=table(pen.columns("technology", "tech_line", "tech_stake:number"), rows),
        text=(
            say(
                "technologies.questions.lead",
                idle=", ".join(called(view, code) for code in idle) or say("technologies.nobody"),
            ),
        ),
        reading=say(
            "technologies.questions.reading",
            technology=called(view, asked[0]),
            line=_line(view, region, asked[0]),
        ),
        sources=sources(view, "scores", "costs"),
    )
