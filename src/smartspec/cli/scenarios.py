"""The command for scenarios: futures to a long table, forecasts kept, and forecasts scored.

scenarios    run the futures of a study, write them out, keep or score a forecast
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from smartspec.cli.options import JSON, SPEAK, STUDY, Language, words_of

if TYPE_CHECKING:
    from smartspec.exhibits.words import Words

__all__ = ["scenarios"]


@contextmanager
def _bar(words: Words) -> Iterator[Callable[[int, int], None]]:
    """One bar on stderr over the futures."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(words.say("cli.scenarios.running"), total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)


def scenarios(
    study: STUDY,
    out: Annotated[
        Path | None, typer.Option(help="The long table, .csv; `results/scenarios.csv` of the study when left out.")
    ] = None,
    futures: Annotated[
        int | None, typer.Option(help="How many futures; the study's number when left out.", min=100)
    ] = None,
    each: Annotated[bool, typer.Option("--each", help="Write every future, not only quantiles.")] = False,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep the forecast beside the study, to be scored later.")
    ] = False,
    score: Annotated[
        list[Path] | None, typer.Option(help="Score a forecast kept earlier; may be repeated. Nothing is run then.")
    ] = None,
    as_json: JSON = False,
    language: SPEAK = Language.en,
) -> None:
    """Carry every region forward year by year: futures to the long table other tools read; a stopped run goes on."""
    from smartspec.study.cache import write_whole
    from smartspec.study.forecasts import keep as kept
    from smartspec.study.forecasts import long_table
    from smartspec.study.run import run

    words = words_of(language)
    done = run(study)
    if score:
        _scored(done, score, words, as_json=as_json)
        return
    with _bar(words) as progress:
        table = long_table(done, futures=futures, each=each, progress=progress)
    target = out or done.folder / "results" / "scenarios.csv"
    write_whole(target, table.to_csv(index=False, lineterminator="\n").encode("utf-8"))
    stored = kept(done, long_table(done)) if keep else None
    facts = {
        "futures": futures or done.study.futures.count,
        "years": done.study.futures.years,
        "regions": int(table["region"].nunique()),
    }
    if as_json:
        files = {"file": str(target), "forecast": str(stored) if stored else None}
        typer.echo(json.dumps({**facts, **files}, ensure_ascii=False, indent=2))
        return
    typer.echo(words.say("cli.scenarios.done", **facts))
    typer.echo(words.say("cli.scenarios.written", file=target))
    if stored:
        typer.echo(words.say("cli.scenarios.stored", file=stored))


def _scored(done: Any, paths: list[Path], words: Words, *, as_json: bool) -> None:
    """Scores of forecasts kept earlier."""
    from smartspec.study.forecasts import score

    found = {str(path): score(done, path) for path in paths}
    if as_json:
        plain = {path: {k: (None if math.isnan(v) else v) for k, v in one.items()} for path, one in found.items()}
        typer.echo(json.dumps(plain, ensure_ascii=False, indent=2))
        return
    for path, one in found.items():
        if not one["cells"]:
            typer.echo(words.say("cli.scenarios.none_scored", file=path))
            continue
        typer.echo(
            words.say(
                "cli.scenarios.scored",
                file=path,
                cells=words.number(one["cells"]),
                error=words.number(one["error"], 1),
                inside=words.percent(one["inside"]),
            )
        )
