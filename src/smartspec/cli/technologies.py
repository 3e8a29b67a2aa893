"""What the command for experts does when it is asked about technologies.

technologies_of     what the study says of technologies, and which there are
technology_form     write a form about them
technology_lines    what came back, line by line
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from smartspec.cli.disagreements import apart
from smartspec.errors import StudyError

if TYPE_CHECKING:
    from smartspec.exhibits.words import Words
    from smartspec.sources.technologies import Register
    from smartspec.study.config import Study
    from smartspec.study.inputs import Inputs
    from smartspec.study.judged import TechnologyAnswers
    from smartspec.study.technology import Technologies

__all__ = ["technologies_of", "technology_form", "technology_lines"]

SHOWN = 40
"""Most lines shown in the terminal; all of them stand in the JSON."""

HEADINGS = ("title", "steps", "region", "activity", "criterion", "score", "error_score")


def technologies_of(study: Study, inputs: Inputs) -> tuple[Technologies, Register]:
    """What the study says of technologies, and which there are.

    Raises
    ------
    StudyError
        It names none.
    """
    if study.technologies is None or inputs.technologies is None:
        raise StudyError(
            "the study names no technologies. Add `technologies:` with a `table:` of them, or `begin_from: "
            "resource_regions`."
        )
    return study.technologies, inputs.technologies.register


def technology_form(
    study: Path,
    folder: Path,
    words: Words,
    *,
    out: Path | None,
    number: int,
    person: str,
    who: str,
    codes: Sequence[str],
) -> None:
    """Write a form about technologies, and say where it is."""
    from smartspec.panel import word
    from smartspec.sources.forms import TEXTS, write_form
    from smartspec.study.experts import FOLDER
    from smartspec.study.file import read_study
    from smartspec.study.judged import AMOUNTS, technology_answers, technology_questions
    from smartspec.study.load import load_inputs

    made = read_study(study / "study.yaml" if study.is_dir() else study)
    wanted, register = technologies_of(made, load_inputs(made, folder))
    unit = word(wanted.money, words.language) or words.say("technology.money")
    keys = [key for key in ("trl", *AMOUNTS, *wanted.criteria) if words.has(f"technology.{key}")]
    asked = technology_questions(
        wanted,
        register,
        titles={key: words.say(f"technology.{key}") for key in keys},
        asks={key: words.say(f"technology.{key}.asks", unit=unit) for key in keys},
        language=words.language,
        codes=codes,
        before=technology_answers(folder) if number > 1 else None,
    )
    texts = {
        key: words.say(f"form.technology.{key}" if key in HEADINGS else f"form.{key}", low=1, high=9) for key in TEXTS
    }
    name = "-".join(["form", "technologies", f"round{number}", *([who] if who else []), words.language])
    target = out or folder / FOLDER / f"{name}.xlsx"
    write_form(target, asked, texts=texts, number=number, person=person)
    count = len({one.candidate for one in asked})
    typer.echo(words.say("experts.form_written", file=target, candidates=count, questions=len(asked)))


def technology_lines(found: TechnologyAnswers, words: Words) -> list[str]:
    """Medians and quartiles of every question, and where people disagree."""
    from smartspec import decision
    from smartspec.study.judged import PREFIX, spread_of

    people = sorted({str(one) for judged in found if judged is not None for one in judged.people})
    rows = spread_of(found)
    said = [words.say("technology.says", people=len(people))]
    said += [
        "  "
        + words.say(
            "technology.says_line",
            technology=row["technology"],
            title=_title(row["criterion"], words),
            **{key: words.number(row[key], 1) for key in ("median", "lower", "upper")},
            answers=row["answers"],
        )
        for row in rows[:SHOWN]
    ]
    if len(rows) > SHOWN:
        said.append("  " + words.say("experts.more", count=len(rows) - SHOWN))
    far = [] if found.scores is None else decision.disagreements(found.scores).to_dict("records")
    said += ["", words.say("technology.disagree", count=len(far))]
    said += apart(
        far,
        words,
        most=SHOWN,
        title=lambda key: _title(key, words),
        candidate=lambda label: label.removeprefix(PREFIX),
    )
    return said


def _title(criterion: str, words: Words) -> str:
    return words.say(f"technology.{criterion}") if words.has(f"technology.{criterion}") else criterion
