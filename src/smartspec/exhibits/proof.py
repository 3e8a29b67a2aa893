"""Does the past bear this out? What predicts entries of activities, with its error, and what may be said of it.

proof    scores of every way of foretelling, out of sample, and the badge
"""

from __future__ import annotations

import numpy as np

from smartspec.exhibits.exhibit import Exhibit, Section
from smartspec.exhibits.facts import text, value
from smartspec.exhibits.tables import Cell, Pen, Row, table
from smartspec.exhibits.view import View
from smartspec.study.inputs import MAIN

__all__ = ["proof", "verdicts"]

RULES = ("held", "crossing")
SHOWN = "model_density"


def verdicts(view: View) -> tuple[str, ...]:
    """What may be said of each kind of entry, in a sentence with its numbers.

    Parameters
    ----------
    view
        A run in one language.

    Returns
    -------
    tuple of str
        One sentence for entries that last, one for plain crossings; or that there are too few years to test.
    """
    say, words = view.words.say, view.words
    if value(view, "validation", "testable") != 1:
        return (say("validation.off"),)
    found = []
    for rule in RULES:
        lift = {
            bound: value(view, "validation", "lift", rule=rule, way=SHOWN, bound=bound)
            for bound in ("estimate", "low", "high")
        }
        found.append(
            say(
                f"validation.{text(view, 'validation', 'badge', rule=rule, way=SHOWN)}",
                rule=say(f"entry.{rule}"),
                events=words.number(value(view, "validation", "events", rule=rule)),
                candidates=words.number(value(view, "validation", "candidates", rule=rule)),
                least=view.study.validation.events,
                lift=words.signed(lift["estimate"], 3),
                low=words.signed(lift["low"], 3),
                high=words.signed(lift["high"], 3),
            )
        )
    return tuple(sentence[:1].upper() + sentence[1:] for sentence in found)


def proof(view: View) -> Section:
    """Scores of every way of foretelling entries, for regions the model has not seen.

    Parameters
    ----------
    view
        A run in one language.

    Returns
    -------
    Section
    """
    say, pen = view.words.say, Pen(view)
    title = say("section.validation")
    if value(view, "validation", "testable") != 1:
        return Section("proof", title, text=(say("validation.lead"), *verdicts(view)))
    ways = [str(way) for way in view.results["validation"].way.values]
    rows: list[Row] = []
    for way in ways:
        row: dict[str, Cell | str] = {"way": say(f"way.{way}")}
        for rule in RULES:
            low, mid, high = (
                value(view, "validation", "auc", rule=rule, way=way, bound=bound)
                for bound in ("low", "estimate", "high")
            )
            row[rule] = pen.number(mid)
            row[f"{rule}_range"] = pen.range(low, high) if np.isfinite(mid) else Cell(view.words.number(None))
        rows.append(row)
    exhibit = Exhibit(
        "proof-table",
        say("validation.title"),
        table=table(
            pen.columns("way", "held:number", "held_range:number", "crossing:number", "crossing_range:number"), rows
        ),
        text=(say("validation.meaning", below=view.words.number(view.study.validation.below, 1)),),
        reading=say("validation.reading"),
        sources=view.source(MAIN),
    )
    return Section("proof", title, text=(say("validation.lead"), *verdicts(view)), exhibits=(exhibit,))
