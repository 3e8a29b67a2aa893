"""The command for experts: a form to send out, forms that come back, and what they say.

form      write a form to fill in
import    take in forms that came back
report    agreement, disagreement, stability, single experts
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from smartspec.cli.disagreements import apart
from smartspec.cli.options import JSON, SPEAK, STUDY, Language, words_of

if TYPE_CHECKING:
    from smartspec.exhibits.words import Words

__all__ = ["experts"]

experts = typer.Typer(
    help="Ask experts what no table can tell: forms out, forms in, and how far they agree.", no_args_is_help=True
)

SHOWN = 12
"""Most questions that are named one by one in the terminal; all of them stand in the JSON."""


def _folder(study: Path) -> Path:
    return study if study.is_dir() else study.parent


@experts.command()
def form(
    study: STUDY,
    out: Annotated[
        Path | None, typer.Option(help="The form, .xlsx or .csv; a workbook in the study's `experts` when left out.")
    ] = None,
    number: Annotated[int, typer.Option("--round", help="Which round.", min=1)] = 1,
    person: Annotated[str, typer.Option(help="Pseudonym to put into every row.")] = "",
    region: Annotated[list[str] | None, typer.Option(help="Ask about this region only; may be repeated.")] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Ask about the whole long list, not the directions only.")
    ] = False,
    technologies: Annotated[
        bool, typer.Option("--technologies", help="Ask about technologies: readiness, cost, time, scores.")
    ] = False,
    technology: Annotated[
        list[str] | None, typer.Option(help="Ask about this technology only; may be repeated.")
    ] = None,
    language: SPEAK = Language.en,
) -> None:
    """Write a form for experts to fill in: the conditions only people can judge, or technologies."""
    from smartspec.sources.forms import TEXTS, write_form
    from smartspec.study.experts import FOLDER, SCALE, answers, judged_by_people, questions
    from smartspec.study.run import run

    words, folder = words_of(language), _folder(study)
    who = re.sub(r"[^\w]+", "_", person)
    if technologies or technology:
        from smartspec.cli.technologies import technology_form

        technology_form(study, folder, words, out=out, number=number, person=person, who=who, codes=technology or ())
        return
    keys = judged_by_people()
    asked = questions(
        run(study),
        titles={key: words.say(f"gate.{key}") for key in keys},
        asks={key: words.say(f"gate.{key}.needs") for key in keys},
        language=language.value,
        every=every,
        regions=region or (),
        before=answers(folder) if number > 1 else None,
    )
    low, high = SCALE
    texts = {key: words.say(f"form.{key}", low=low, high=high) for key in TEXTS}
    name = "-".join(["form", f"round{number}", *([who] if who else []), language.value])
    target = out or folder / FOLDER / f"{name}.xlsx"
    write_form(target, asked, texts=texts, number=number, person=person, scale=SCALE)
    count = len({one.candidate for one in asked})
    typer.echo(words.say("experts.form_written", file=target, candidates=count, questions=len(asked)))


@experts.command("import")
def import_(
    study: STUDY,
    forms: Annotated[list[Path], typer.Argument(help="Forms that came back, .xlsx or .csv.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Put them in the place of earlier answers of the same person and round.")
    ] = False,
    partial: Annotated[bool, typer.Option("--partial", help="Accept people who answered only some questions.")] = False,
    language: SPEAK = Language.en,
) -> None:
    """Take in forms that came back: checked, kept as received, with hash and date."""
    from datetime import UTC, datetime

    from smartspec.cli.technologies import technologies_of
    from smartspec.sources.forms import read_form
    from smartspec.study.experts import take_in
    from smartspec.study.file import read_study
    from smartspec.study.judged import about_technologies, take_in_technologies
    from smartspec.study.load import load_inputs

    words, folder = words_of(language), _folder(study)
    made = read_study(study / "study.yaml" if study.is_dir() else study)
    inputs = load_inputs(made, folder)
    read = [read_form(path) for path in forms]
    for one in read:
        now = datetime.now(UTC)
        if about_technologies(one):
            wanted, register = technologies_of(made, inputs)
            done = take_in_technologies(one, folder, register, wanted, now=now, replace=replace, partial=partial)
        else:
            done = take_in(one, folder, inputs, now=now, replace=replace, partial=partial)
        key = "experts.known" if done.known else "experts.taken_in"
        typer.echo(words.say(key, file=one.name, people=", ".join(done.people), count=done.count))


@experts.command()
def report(study: STUDY, as_json: JSON = False, language: SPEAK = Language.en) -> None:
    """Say how far experts agree, where they do not, and whether another round is worth it."""
    from smartspec.cli.technologies import technology_lines
    from smartspec.errors import StudyError
    from smartspec.study.experts import agreement_of, answers
    from smartspec.study.judged import spread_of, technology_answers

    folder = _folder(study)
    judged, on_technologies = answers(folder), technology_answers(folder)
    if judged is None and on_technologies is None:
        raise StudyError(f"{study}: no expert has answered yet. Take a form in: smartspec experts import {study} FORM")
    found = agreement_of(judged) if judged else {}
    if as_json:
        if on_technologies:
            found["technologies"] = spread_of(on_technologies)
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    said = _lines(found, words_of(language)) if judged else []
    if on_technologies:
        said += [""] * bool(said) + technology_lines(on_technologies, words_of(language))
    for line in said:
        typer.echo(line)


def _lines(found: dict[str, Any], words: Words) -> list[str]:
    """The report for people, line by line."""
    said = [
        words.say("experts.who", round=found["round"], count=len(found["people"]), people=", ".join(found["people"]))
    ]
    said += ["", words.say("experts.agreement")]
    for one in found["criteria"]:
        values = {key: words.number(one[key], 2) for key in ("kendall_w", "agreement", "consistency")}
        title = words.say(f"gate.{one['criterion']}")
        said.append("  " + words.say("experts.agreement_line", title=title, common=one["common"], **values))
    said += ["", words.say("experts.agreement_reading")]
    said += ["", words.say("experts.disagreements", count=len(found["disagreements"]))]
    said += apart(found["disagreements"], words, most=SHOWN, title=lambda key: words.say(f"gate.{key}"))
    said += ["", *_stability(found, words)]
    if found["interests"]:
        said += ["", words.say("experts.interests")]
        said += [f"  {one['person']}: {one['candidate']}: {one['interest']}" for one in found["interests"]]
    if found["influence"]:
        said += ["", words.say("experts.influence")]
        for one in found["influence"]:
            key = "experts.influence_first" if one["another_first"] else "experts.influence_line"
            said.append("  " + words.say(key, person=one["person"], moved=one["moved"]))
    return said


def _stability(found: dict[str, Any], words: Words) -> list[str]:
    stable = found["stability"]
    if stable is None:
        return [words.say("experts.one_round")]
    share, still = words.percent(stable["share_stable"]), words.percent(stable["still"])
    return [
        words.say("experts.stability", share=share, still=still),
        words.say("experts.stop" if stable["stop"] else "experts.go_on"),
    ]
