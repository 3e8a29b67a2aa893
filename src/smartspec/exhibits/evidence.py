"""Potential of a region by layers of evidence: the economy, and what else the study has tables for.

evidence    classes by layer, the score, and how sure it can be; with one layer, what more would add
"""

from __future__ import annotations

from smartspec.exhibits import facts
from smartspec.exhibits.exhibit import Exhibit, Section
from smartspec.exhibits.facts import text, value
from smartspec.exhibits.tables import Pen, Row, table
from smartspec.exhibits.view import View
from smartspec.study.inputs import MAIN

__all__ = ["evidence"]


def evidence(view: View, region: str) -> Section:
    """Classes by layer, the score, and how sure it can be.

    Parameters
    ----------
    view
        A run in one language.
    region
        The region's code.

    Returns
    -------
    Section
        Activities with a class in some layer, highest score first; those that may not be proposed are left out.
    """
    say, pen, words = view.words.say, Pen(view), view.words
    layers = ["economic", *(str(name) for name in view.study.potential.layers)]
    lacking = [name for name in view.results["potential"].layer.values if name not in layers]
    told = [say("layers.lead")]
    if lacking:
        told.append(say("layers.lacking", layers=", ".join(say(f"layer.{name}") for name in lacking)))
    codes = [
        code
        for code in view.activities
        if view.inputs.roles[code].role == "candidate"
        and any(text(view, "potential", "class", layer=name, region=region, activity=code) for name in layers)
    ]
    if not codes:
        return Section(f"{region}-evidence", say("section.evidence"), text=(*told, say("layers.none")))
    codes.sort(key=lambda code: -value(view, "potential", "score", region=region, activity=code))
    rows: list[Row] = []
    for code in codes:
        at = {"region": region, "activity": code}
        row: dict[str, object] = {"activity": facts.named(view, region, code)}
        for name in layers:
            kind = text(view, "potential", "class", layer=name, **at)
            row[f"layer_{name}"] = say(f"layers.{kind}") if kind else words.number(None)
        row["score"] = pen.number(value(view, "potential", "score", **at))
        row["confidence"] = pen.share(value(view, "potential", "confidence", **at), 0)
        rows.append(row)  # type: ignore[arg-type]
    columns = [
        pen.column("activity"),
        *(pen.column(f"layer_{name}") for name in layers),
        pen.column("score", "number"),
        pen.column("confidence", "number"),
    ]
    first = codes[0]
    tables = [one.table for one in view.study.potential.layers.values()]
    exhibit = Exhibit(
        f"{region}-evidence-table",
        say("layers.title", region=view.region(region), years=view.focus),
        table=table(columns, rows),
        reading=say(
            "layers.reading",
            activity=pen.names([first]),
            score=words.number(value(view, "potential", "score", region=region, activity=first), 2),
            layers=len(layers),
        ),
        sources=view.source(MAIN, *tables),
        caveats=view.caveats(MAIN, region=region, years=view.study.years.focus),
    )
    return Section(f"{region}-evidence", say("section.evidence"), text=tuple(told), exhibits=(exhibit,))
