"""Evidence on technologies where a study has tables of it: patents, publications, relatedness, adoption.

evidence    a table for the regions with a budget, or for the first few
"""

from __future__ import annotations

import numpy as np

from smartspec.exhibits.exhibit import Exhibit
from smartspec.exhibits.facts import value
from smartspec.exhibits.tables import Cell, Pen, Row, table
from smartspec.exhibits.technology_names import called, sources
from smartspec.exhibits.view import View

__all__ = ["evidence"]

REGIONS = 3
COLUMNS = (
    ("patents_documents", "tech_patents", 0),
    ("patents_advantage", "tech_patent_advantage", 2),
    ("publications_documents", "tech_papers", 0),
    ("publications_advantage", "tech_paper_advantage", 2),
    ("density", "tech_density", 2),
)


def evidence(view: View) -> Exhibit | None:
    """What patents, publications and similar regions say of technologies in question."""
    say, words, pen = view.words.say, view.words, Pen(view)
    known, wanted = view.inputs.technologies, view.study.technologies
    assert known is not None
    assert wanted is not None
    made = view.results["technology_evidence"]
    there = [one for one in COLUMNS if one[0] in made]
    if not there and "adopted" not in made:
        return None
    funded = [code for code in view.regions if np.isfinite(value(view, "portfolio", "budget", region=code))]
    asked = view.results["technologies"]["in_question"].any("activity")
    rows: list[Row] = []
    for region in (funded or view.regions)[:REGIONS]:
        for code in known.codes:
            at = {"region": region, "technology": code}
            if not bool(asked.sel(at)):
                continue
            row: dict[str, Cell | str] = {"tech_region": view.region(region), "technology": called(view, code)}
            row |= {
                column: pen.number(value(view, "technology_evidence", name, **at), digits)
                for name, column, digits in there
            }
            if "adopted" in made:
                row["tech_adopted"] = pen.share(value(view, "technology_evidence", "adopted", **at), 0)
            rows.append(row)
    if not rows:
        return None
    columns = ["tech_region", "technology", *(f"{column}:number" for _, column, _ in there)]
    columns += ["tech_adopted:number"] if "adopted" in made else []
    m = value(view, "technology_evidence", "patents_m" if "patents_m" in made else "publications_m")
    return Exhibit(
        "technologies-evidence",
        say("technologies.evidence.title"),
        table=table(pen.columns(*columns), rows),
        text=() if bool(made["related"]) else (say("technologies.evidence.unrelated"),),
        reading=say("technologies.evidence.reading", m=words.number(m), least=wanted.documents) if there else "",
        sources=sources(view, "patents", "publications", "adoption"),
    )
