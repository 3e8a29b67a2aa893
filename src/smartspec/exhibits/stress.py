"""How firm a region's directions are: in the weightings tried, in the futures drawn, under other ways of choosing.

    growth      what each part of the economy gave to the region's real growth
    ranking     candidates by rank, with their shares of the weightings tried
    survival    shares of futures in which each candidate grows and keeps its weight
    variants    what other ways of choosing would choose, and what each gives up
    products    what the region physically makes, where the study has such a table

A share of weightings or of futures is a share of what was tried, never a probability.
"""

from __future__ import annotations

import numpy as np

from smartspec.exhibits import charts, facts
from smartspec.exhibits.exhibit import Exhibit, Section
from smartspec.exhibits.facts import text, value
from smartspec.exhibits.tables import Cell, Pen, Row, table
from smartspec.exhibits.view import View
from smartspec.study.inputs import MAIN, VOLUME

__all__ = ["growth", "products", "ranking", "survival", "variants"]

PRODUCTS = "products"
SHOWN = 12
STATES = ("low", "middle", "high")


def growth(view: View, region: str) -> Section | None:
    """What each part of the economy gave to real growth, of the region or of its constant region."""
    say, words, pen = view.words.say, view.words, Pen(view)
    constant = view.inputs.geography.constant_of(region)
    if VOLUME not in view.inputs.panels or not np.isfinite(value(view, "dynamics", "total_growth", constant=constant)):
        return None
    given = view.results["dynamics"]["part_contribution"].sel(constant=constant).dropna("part")
    order = [str(code) for code in given.part.values[np.argsort(-given.values)]]
    years = view.years([view.last - view.study.years.growth, view.last])
    rows: list[Row] = [
        {
            "part": pen.coded(code),
            "contribution": pen.points(value(view, "dynamics", "part_contribution", constant=constant, part=code)),
            "growth": pen.rate(value(view, "dynamics", "part_growth", constant=constant, part=code)),
            "country_growth": pen.rate(value(view, "dynamics", "country_growth", part=code)),
        }
        for code in order
    ]
    total = value(view, "dynamics", "total_growth", constant=constant)
    published = value(view, "dynamics", "published_growth", constant=constant)
    told = [say("growth.total", region=view.region(constant), years=years, total=words.signed(total, 1))]
    if np.isfinite(published):
        told.append(say("growth.published", published=words.signed(published, 1)))
    if constant != region:
        told.insert(0, say("growth.constant", region=view.region(region), constant=view.region(constant)))
    exhibit = Exhibit(
        f"{region}-growth-table",
        say("growth.title", region=view.region(constant), years=years),
        table=table(pen.columns("part", "contribution:number", "growth:number", "country_growth:number"), rows),
        text=tuple(told),
        reading=say(
            "growth.reading",
            part=view.activity(order[0]),
            points=words.signed(value(view, "dynamics", "part_contribution", constant=constant, part=order[0]), 1),
            years=years,
        ),
        sources=view.source(MAIN, VOLUME, "grp_volume_index"),
        caveats=view.caveats(VOLUME, "grp_volume_index", region=region),
    )
    drawn = charts.contribution_chart(view, region)
    return Section(
        f"{region}-growth", say("section.growth"), exhibits=tuple(one for one in (drawn, exhibit) if one is not None)
    )


def ranking(view: View, region: str) -> Section:
    """Candidates by rank, with their shares of the weightings tried."""
    say, words, pen = view.words.say, view.words, Pen(view)
    codes, rank = facts.ranked(view, region), view.study.ranking
    title = say("section.ranking")
    if not codes:
        return Section(f"{region}-ranking", title, text=(say("ranking.none"),))
    if len(codes) == 1:
        return Section(f"{region}-ranking", title, text=(say("ranking.alone", activity=pen.names(codes)),))
    rows: list[Row] = []
    for code in codes:
        at = {"region": region, "activity": code}
        rows.append(
            {
                "activity": pen.name(region, code),
                "rank": pen.number(value(view, "ranking", "rank", **at), 0),
                **{
                    f"rule.{rule}": pen.number(value(view, "ranking", "rank_of", rule=rule, **at), 0)
                    for rule in rank.rules
                },
                "first": pen.share(value(view, "ranking", "first", **at), 0),
                "within": pen.share(value(view, "ranking", "within", **at), 0),
            }
        )
    columns = [
        *pen.columns("activity", "rank:number"),
        *(pen.named(f"rule.{rule}", "number") for rule in rank.rules),
        *pen.columns("first:bar", "within:bar", kept=rank.directions),
    ]
    if len(codes) <= rank.directions:
        columns = columns[:-1]
    first = codes[0]
    exhibit = Exhibit(
        f"{region}-ranking-table",
        say("ranking.title", region=view.region(region), draws=words.number(rank.draws)),
        table=table(columns, rows),
        text=tuple(_criteria(view, region)),
        reading=say(
            "ranking.reading",
            activity=pen.names([first]),
            first=words.percent(value(view, "ranking", "first", region=region, activity=first)),
            draws=words.number(rank.draws),
        ),
        sources=view.source(MAIN, VOLUME),
    )
    drawn = charts.acceptability(view, region)
    return Section(f"{region}-ranking", title, exhibits=tuple(one for one in (drawn, exhibit) if one is not None))


def _criteria(view: View, region: str) -> list[str]:
    """Which criteria and groups took part, and which were left out for want of data."""
    say, rank = view.words.say, view.study.ranking
    used = [key for key in rank.criteria if value(view, "criteria", "used", region=region, criterion=key) == 1]
    groups = list(dict.fromkeys(rank.criteria[key].group for key in used))
    out = [group for group in dict.fromkeys(item.group for item in rank.criteria.values()) if group not in groups]
    names = view.words.join([view.words.inner(say(f"criterion.{key}")) for key in used])
    found = [say("ranking.criteria", criteria=names)] if used else []
    if out:
        found.append(say("ranking.left_out", groups=view.words.join([say(f"group.{group}") for group in out])))
    return found


def survival(view: View, region: str) -> Section | None:
    """Shares of futures in which each candidate grows and keeps its weight; what could not be drawn is named."""
    say, words, pen = view.words.say, view.words, Pen(view)
    codes = facts.listed(view, region)
    if value(view, "futures", "modelled") != 1 or not codes:
        return None
    known = [c for c in codes if np.isfinite(value(view, "futures", "survival", region=region, activity=c))]
    unknown = [code for code in codes if code not in known]
    told = []
    if unknown:
        reasons: dict[str, list[str]] = {}
        for code in unknown:
            reasons.setdefault(facts.no_future(view, region, code), []).append(code)
        told = [say("survival.unknown", activities=pen.names(found), reason=why) for why, found in reasons.items()]
    title = say("section.survival")
    if not known:
        return Section(f"{region}-survival", title, text=tuple(told))
    rows: list[Row] = []
    for code in known:
        at = {"region": region, "activity": code}
        estimated, cited, assumed = facts.parameters(view, region, code)
        rows.append(
            {
                "activity": pen.name(region, code),
                "survival": pen.share(value(view, "futures", "survival", **at), 0),
                **{
                    f"external.{state}": pen.share(value(view, "futures", "survival_by_state", external=state, **at), 0)
                    for state in STATES
                },
                "parameters": say("survival.parameters", estimated=estimated, cited=cited, assumed=assumed),
            }
        )
    first = known[0]
    exhibit = Exhibit(
        f"{region}-survival-table",
        say("survival.title", region=view.region(region), years=view.study.futures.years),
        table=table(
            [
                *pen.columns("activity", "survival:bar"),
                *(pen.named(f"external.{state}", "number") for state in STATES),
                *pen.columns("parameters"),
            ],
            rows,
        ),
        text=(*told, say("survival.own", price=view.commodity(view.study.futures.price))),
        reading=say(
            "survival.reading",
            activity=pen.names([first]),
            share=words.percent(value(view, "futures", "survival", region=region, activity=first)),
            futures=words.number(view.study.futures.count),
            years=view.study.futures.years,
        ),
        sources=view.source(VOLUME, "commodity_prices"),
        caveats=view.caveats(VOLUME, region=region),
    )
    drawn = charts.survival_chart(view, region)
    return Section(f"{region}-survival", title, exhibits=tuple(one for one in (drawn, exhibit) if one is not None))


def variants(view: View, region: str) -> Section | None:
    """What other ways of choosing would choose, what each brings in the same futures, and what it gives up."""
    say, words, pen = view.words.say, view.words, Pen(view)
    made = view.results["variants"]
    keys = [str(key) for key in made.variant.values]
    rows: list[Row] = []
    for key in keys:
        chosen = made["chosen"].sel(variant=key, region=region)
        codes = [code for code in view.activities if bool(chosen.sel(activity=code))]
        row: dict[str, Cell | str] = {
            "variant": view.variant(key),
            "chosen": pen.names(codes) or words.number(None),
        }
        if "median_outcome" in made:
            at = {"variant": key, "region": region}
            row |= {
                "projected": pen.number(value(view, "variants", "projected", **at), 0),
                "median_outcome": pen.points(value(view, "variants", "median_outcome", **at)),
                "largest": pen.number(value(view, "variants", "largest", **at), 1),
                "ninetieth": pen.number(value(view, "variants", "ninetieth", **at), 1),
                "best": pen.share(value(view, "variants", "best", **at), 0),
            }
        rows.append(row)
    title = say("section.variants")
    if all(not bool(made["chosen"].sel(region=region, variant=key).any()) for key in keys):
        return Section(f"{region}-variants", title, text=(say("variants.nothing"),))
    columns = pen.columns("variant", "chosen")
    modelled = "median_outcome" in made and np.isfinite(
        value(view, "variants", "median_outcome", variant=keys[0], region=region)
    )
    if modelled:
        columns += pen.columns(
            "projected:number",
            "median_outcome:number",
            "largest:number",
            "ninetieth:number",
            "best:number",
            years=view.study.futures.years,
        )
    exhibit = Exhibit(
        f"{region}-variants-table",
        say("variants.title", region=view.region(region)),
        table=table(columns, rows),
        text=(say("variants.meaning") if modelled else say("variants.not_modelled"),),
        reading=say("variants.reading" if modelled else "variants.reading_choice", years=view.study.futures.years),
        sources=view.source(MAIN, VOLUME, "commodity_prices"),
    )
    drawn = charts.regret_chart(view, region)
    return Section(f"{region}-variants", title, exhibits=tuple(one for one in (drawn, exhibit) if one is not None))


def products(view: View, region: str) -> Section | None:
    """What the region physically makes: its share of the country's output of each product."""
    if not bool(view.results["output"]["given"]):
        return None
    say, words, pen = view.words.say, view.words, Pen(view)
    made = view.results["output"]
    if region not in made.region.values:
        return None
    share = made["national_share"].sel(region=region)
    codes = [str(code) for code in made.product.values]
    there = [code for code in codes if float(share.sel(product=code)) > 0]
    there.sort(key=lambda code: -float(share.sel(product=code)))
    constant = _same_land(view, region)
    told = _came_and_went(view, constant, codes)
    title = say("section.products")
    if not there:
        return Section(f"{region}-products", title, text=(say("products.none"), *told))
    rows: list[Row] = []
    for code in there[:SHOWN]:
        at = {"region": region, "product": code}
        withheld = float(made["withheld_share"].sel(year=list(view.study.years.focus), product=code).mean())
        rows.append(
            {
                "product": view.item(PRODUCTS, code),
                "unit": view.item(f"{PRODUCTS}.unit", code),
                "output": pen.number(value(view, "output", "output", **at), 1),
                "national_share": pen.share(value(view, "output", "national_share", **at)),
                "output_quotient": pen.number(value(view, "output", "output_quotient", **at), 1),
                "constant_change": pen.share_points(
                    value(view, "output", "constant_change", constant=constant, product=code)
                ),
                "withheld": pen.share(withheld, 0),
            }
        )
    first = there[0]
    rest = [say("products.more", count=len(there) - SHOWN)] if len(there) > SHOWN else []
    exhibit = Exhibit(
        f"{region}-products-table",
        say("products.title", region=view.region(region), years=view.focus),
        table=table(
            pen.columns(
                "product",
                "unit",
                "output:number",
                "national_share:bar",
                "output_quotient:number",
                "constant_change:number",
                "withheld:number",
            ),
            rows,
        ),
        text=(*told, *rest),
        reading=say(
            "products.reading",
            product=view.item(PRODUCTS, first),
            share=words.percent(float(share.sel(product=first)), 1),
            quotient=words.number(value(view, "output", "output_quotient", region=region, product=first), 1),
        ),
        sources=view.source(PRODUCTS, MAIN),
        caveats=view.caveats(PRODUCTS, region=region),
    )
    drawn = charts.products_chart(view, region)
    return Section(f"{region}-products", title, exhibits=tuple(one for one in (drawn, exhibit) if one is not None))


def _same_land(view: View, region: str) -> str:
    """The constant region of the table of products a region belongs to; that table reaches further back."""
    codes = [str(code) for code in view.results["output"].constant.values]
    return next((code for code in codes if region in code.split("+")), region)


def _came_and_went(view: View, constant: str, codes: list[str]) -> list[str]:
    """Products that appeared or vanished on constant regions since the table begins; the unknown is said to be so."""
    say, found = view.words.say, []
    for state in ("appeared", "vanished", "unknown"):
        there = [c for c in codes if text(view, "output", "constant_state", constant=constant, product=c) == state]
        if there:
            names = "; ".join(view.words.inner(view.item(PRODUCTS, code)) for code in there)
            found.append(say(f"products.{state}", region=view.region(constant), products=names))
    return found
