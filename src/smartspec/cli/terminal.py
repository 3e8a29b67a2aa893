"""The commands: demo, new, check, run, report, explain, validate, scenarios, measures, and three for experts.

Progress goes to stderr, results to stdout; `--json` is for machines. Exit codes: 0 done, 2 something a person
can put right (one message, no traceback), 130 interrupted.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Annotated, Any

import typer

from smartspec import __version__
from smartspec.cli.experts import experts
from smartspec.cli.options import JSON, SPEAK, STUDY, Language, words_of
from smartspec.cli.scenarios import scenarios
from smartspec.errors import SmartspecError

if TYPE_CHECKING:
    from smartspec.exhibits.words import Words
    from smartspec.study.run import Run

__all__ = ["app", "commands", "main"]

commands = typer.Typer(
    name="smartspec",
    help="Smart specialisation of regions: from official tables to directions that can be traced and argued with.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


OUT = Annotated[
    Path | None, typer.Option(help="Folder for the results; `results` beside the study file when left out.")
]
LANGUAGES = Annotated[
    list[Language] | None,
    typer.Option("--report", help="Language of a report; may be repeated; the study's own when left out."),
]


def _template_texts() -> dict[str, dict[str, str]]:
    """Words of the workbook to fill in, in every language."""
    from smartspec.exhibits.words import Words, languages
    from smartspec.sources.template import TEXTS

    return {code: {key: Words(code).say(f"template.{key}") for key in TEXTS} for code in languages()}


@contextmanager
def _progress(words: Words) -> Iterator[tuple[Any, Any]]:
    """Two bars on stderr: one over the stages, one over the charts."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=28),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=False) as bars:
        computing = bars.add_task(words.say("cli.reading"), total=None)

        def stage(name: str, place: int, count: int) -> None:
            last = place + 1 == count
            text = words.say("cli.computing", stage=words.say(f"stage.{name}"))
            bars.update(computing, description=text, total=count, completed=count if last else place)

        drawing: dict[str, Any] = {}

        def chart(language: str, place: int, count: int) -> None:
            if language not in drawing:
                drawing[language] = bars.add_task(words.say("cli.drawing", language=language), total=count)
            bars.update(drawing[language], total=count, completed=place)

        yield stage, chart


def _run(
    study: Path, words: Words, *, out: Path | None, languages: list[str] | None, report: bool
) -> tuple[Run, Path, list[Path]]:
    """Run a study and put its results in their place."""
    from smartspec.study.run import run
    from smartspec.study.store import replacing, result_folder, save

    with _progress(words) as (stage, chart):
        done = run(study, progress=stage)
        target = result_folder(done.folder, out)
        wanted = (languages or list(done.study.languages)) if report else []
        with replacing(target) as fresh:
            save(done, fresh, languages=wanted)
            if wanted:
                from smartspec.report.write import write_reports

                names = [path.name for path in write_reports(done, fresh, languages=wanted, progress=chart)]
            else:
                names = []
    return done, target, [target / name for name in names]


def _print_findings(done: Run, words: Words, target: Path, reports: list[Path], *, study: Path) -> None:
    from rich.console import Console

    from smartspec.exhibits.sentences import headline
    from smartspec.report.write import view_of

    console = Console(highlight=False)
    view = view_of(done, words.language)
    if done.study.synthetic:
        console.print(f"[bold]{words.say('cli.synthetic')}[/bold]\n")
    for region in view.regions:
        first, *rest = headline(view, region)
        console.print(f"[bold]{first}[/bold]")
        for line in rest:
            # Filled here and not by the console, which would part a number from its unit at a no-break space.
            console.print(fill(line, console.width, initial_indent="  ", subsequent_indent="  "), soft_wrap=True)
    console.print(f"\n{words.say('cli.fine_print')}\n")
    if done.reused:
        console.print(words.say("cli.reused", count=len(done.reused), all=len(done.results)))
    console.print(words.say("cli.results", folder=target))
    if reports:
        console.print(words.say("cli.open"))
        for path in reports:
            console.print(f"  {path.resolve()}", soft_wrap=True)
    key = f"{view.regions[0]}/{view.activities[0]}/quotient"
    console.print(words.say("cli.next", folder=study, key=key), soft_wrap=True)


def _as_json(done: Run, target: Path, reports: list[Path]) -> str:
    from smartspec.study.findings import findings

    return json.dumps(
        {
            "run": done.key,
            "results": str(target),
            "reports": [str(path) for path in reports],
            "findings": findings(done),
        },
        ensure_ascii=False,
        indent=2,
    )


@commands.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="Where the demonstration study is put.")] = Path("smartspec-demo"),
    language: SPEAK = Language.en,
) -> None:
    """Run the Kazakhstan study: official figures in, findings and a report in three languages out."""
    from smartspec.study.scaffold import new_study

    words = words_of(language)
    if not (folder / "study.yaml").exists():
        new_study(folder, pack="kz", texts=_template_texts())
    done, target, reports = _run(folder, words, out=None, languages=None, report=True)
    _print_findings(done, words, target, reports, study=folder)


@commands.command()
def new(
    folder: Annotated[Path, typer.Argument(help="A new or an empty folder.")],
    pack: Annotated[str | None, typer.Option(help="Take regions, activities and tables from a country pack.")] = None,
    teaching: Annotated[bool, typer.Option("--teaching", help="Make the synthetic teaching study.")] = False,
    regions: Annotated[int, typer.Option(help="How many regions the teaching study has.", min=8, max=400)] = 60,
    seed: Annotated[int, typer.Option(help="Seed of the teaching study.")] = 1,
    language: SPEAK = Language.en,
) -> None:
    """Start a study: from a pack, the teaching study, or empty with a workbook to fill in."""
    from smartspec.study.scaffold import new_study, new_teaching

    words = words_of(language)
    if teaching:
        new_teaching(folder, regions=regions, seed=seed)
    else:
        workbook = new_study(folder, pack=pack, texts=_template_texts())
        if workbook is not None:
            typer.echo(words.say("cli.fill", file=workbook, folder=folder))
            return
    typer.echo(words.say("cli.made", folder=folder))


@commands.command()
def check(study: STUDY, as_json: JSON = False, language: SPEAK = Language.en) -> None:
    """Read a study and all its tables, and say everything that is wrong at once."""
    from smartspec.study.file import read_study
    from smartspec.study.inputs import MAIN
    from smartspec.study.load import load_inputs

    path = study / "study.yaml" if study.is_dir() else study
    found = load_inputs(read_study(path), path.parent)
    main = found.panels[MAIN]
    if as_json:
        facts = {
            "tables": sorted(found.panels),
            "regions": main.regions,
            "activities": list(found.activities),
            "years": main.years,
        }
        noticed = {key: [{"key": one.key, **one.values} for one in lines] for key, lines in found.remarks.items()}
        typer.echo(json.dumps({**facts, "remarks": noticed}, ensure_ascii=False, indent=2))
        return
    words = words_of(language)
    for key, remarks in found.remarks.items():
        for remark in remarks:
            text = words.say(f"remark.{remark.key}", **remark.values)
            typer.echo(f"{words.say('cli.remark')}: {key}: {text}", err=True)
    years = f"{main.years[0]}\u2013{main.years[-1]}"
    typer.echo(
        words.say(
            "cli.fine",
            file=path,
            tables=len(found.panels),
            regions=len(main.regions),
            activities=len(found.activities),
            years=years,
        )
    )


@commands.command()
def run(
    study: STUDY,
    out: OUT = None,
    report: LANGUAGES = None,
    no_report: Annotated[bool, typer.Option("--no-report", help="Compute only; write no report.")] = False,
    as_json: JSON = False,
    language: SPEAK = Language.en,
) -> None:
    """Run a study: compute what changed, write artefacts and reports, print the findings."""
    words = words_of(language)
    languages = [item.value for item in report] if report else None
    done, target, reports = _run(study, words, out=out, languages=languages, report=not no_report)
    if as_json:
        typer.echo(_as_json(done, target, reports))
    else:
        _print_findings(done, words, target, reports, study=study)


@commands.command("report")
def report_(study: STUDY, out: OUT = None, report: LANGUAGES = None, language: SPEAK = Language.en) -> None:
    """Write the reports of a study and say where they are."""
    words = words_of(language)
    languages = [item.value for item in report] if report else None
    _, _, reports = _run(study, words, out=out, languages=languages, report=True)
    for path in reports:
        typer.echo(str(path.resolve()))


@commands.command()
def explain(
    study: STUDY,
    key: Annotated[str, typer.Argument(help="REGION/ACTIVITY/NUMBER, as KZ-23/B/quotient, or REGION/type.")],
    as_json: JSON = False,
    depth: Annotated[int, typer.Option(help="How deep the tree is printed; 0 prints all of it.", min=0)] = 0,
) -> None:
    """Follow a number from the finding down to the cells of the tables it came from."""
    from smartspec.study.provenance import explain as explained
    from smartspec.study.provenance import lines
    from smartspec.study.run import run as run_study

    tree = explained(run_study(study), key)
    if as_json:
        typer.echo(json.dumps(tree.as_json(), ensure_ascii=False, indent=2))
        return
    for level, node in lines(tree):
        if depth and level >= depth:
            continue
        value = "unknown" if node.value is None or node.value != node.value else node.value
        shown = _figure(value) if isinstance(value, float) else str(value)
        notes = "; ".join(text for text in (node.how, node.at, f"key {node.key}" if node.key else "") if text)
        typer.echo(f"{'  ' * level}{node.name} = {shown}{f'   [{notes}]' if notes else ''}")


def _figure(value: float) -> str:
    """A number to read: six digits, and whole where it is large, never as a power of ten."""
    return f"{value:.6g}" if 1e-4 <= abs(value) < 1e6 or value == 0 else f"{value:,.{0 if abs(value) >= 1 else 8}f}"


@commands.command()
def validate(study: STUDY, as_json: JSON = False, language: SPEAK = Language.en) -> None:
    """Test on the study's own past whether entries of activities can be foretold, and say how surely."""
    from smartspec.exhibits.proof import proof, verdicts
    from smartspec.report.write import view_of
    from smartspec.study.run import run as run_study

    done = run_study(study)
    view = view_of(done, language.value)
    if as_json:
        found = {"verdicts": verdicts(view), **done.results["validation"].to_dict()["data_vars"]}
        plain = json.loads(json.dumps(found, ensure_ascii=False), parse_constant=lambda unknown: None)
        typer.echo(json.dumps(plain, ensure_ascii=False, indent=2))
        return
    section = proof(view)
    for line in section.text:
        typer.echo(line)
    for exhibit in section.exhibits:
        if exhibit.table is not None:
            columns = exhibit.table.columns
            heads = [column.title for column in columns]
            rows = [heads, *([str(row.get(column.key, "")) for column in columns] for row in exhibit.table.text)]
            wide = [max(len(row[place]) for row in rows) for place in range(len(columns))]
            typer.echo(f"\n{exhibit.title}")
            for first, *rest in rows:
                cells = (f"{cell:>{width}}" for cell, width in zip(rest, wide[1:], strict=True))
                typer.echo(f"  {first:{wide[0]}}   {'   '.join(cells)}")


@commands.command()
def measures(as_json: JSON = False, language: SPEAK = Language.en) -> None:
    """List the measures: what each computes, its unit, range and reference."""
    from dataclasses import asdict

    from smartspec.measures.register import REGISTER

    words = words_of(language)
    if as_json:
        listed = {key: {**asdict(item), "title": words.say(f"measure.{key}.title")} for key, item in REGISTER.items()}
        typer.echo(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    chapter = ""
    for key, item in REGISTER.items():
        if item.chapter != chapter:
            chapter = item.chapter
            typer.echo(f"\n{chapter}")
        unit, reference = (
            words.say(name) if words.has(name) else plain
            for name, plain in ((f"unit.{item.unit}", item.unit), (f"reference.{item.reference}", item.reference))
        )
        typer.echo(f"  {key:28} {words.say(f'measure.{key}.title')} ({unit}; {reference})")


commands.command()(scenarios)
commands.add_typer(experts, name="experts")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"smartspec {__version__}")
        raise typer.Exit


@commands.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Smart specialisation of regions: from official tables to directions that can be traced and argued with."""


def app() -> None:
    """The command: a person's mistake is one message and exit code 2, never a traceback."""
    try:
        commands()
    except SmartspecError as wrong:
        typer.echo(f"{type(wrong).__name__}: {wrong}", err=True)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
