"""Reports of a run, written: every chart drawn once, every language a file.

    write_reports    one HTML file per language into a folder

Charts are drawn by two workers and kept by the hash of what they show, so a second report redraws only what changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from smartspec.exhibits import draw
from smartspec.exhibits.exhibit import Exhibit
from smartspec.exhibits.outline import document
from smartspec.exhibits.view import View
from smartspec.exhibits.words import Words
from smartspec.panel import word
from smartspec.report.html import every_exhibit, file_name, render
from smartspec.study.run import Run

__all__ = ["view_of", "write_reports"]

NAMES = {"en": "English", "ru": "Русский", "kk": "Қазақша"}


def view_of(run: Run, language: str) -> View:
    """A run, seen in one language."""
    return View(run.study, run.inputs, run.results, Words(language))


def write_reports(
    run: Run, folder: Path, *, languages: Sequence[str], progress: Callable[[str, int, int], None] | None = None
) -> list[Path]:
    """One HTML file per language into a folder.

    Parameters
    ----------
    run
        A finished run.
    folder
        Where the files go.
    languages
        Which languages.
    progress
        Called with a language and how many of its charts are drawn.

    Returns
    -------
    list of Path
    """
    written = []
    cache = run.folder / ".smartspec" / "charts"
    for language in languages:
        view = view_of(run, language)
        sections = document(view)
        charts = [exhibit for exhibit in every_exhibit(sections) if exhibit.chart]
        drawn = draw.svgs(charts, language=language, cache=cache, progress=progress)

        def drawing(exhibit: Exhibit, drawn: dict[str, str] = drawn) -> str:
            return drawn[exhibit.key]

        page = render(
            sections,
            view.words,
            title=word(run.study.title, language),
            facts=(view.words.say("html.fact", version=run.version, run=run.key[:12], years=view.focus),),
            synthetic=run.study.synthetic,
            draw=drawing,
            other=tuple((code, NAMES[code], file_name(code)) for code in languages) if len(languages) > 1 else (),
        )
        path = folder / file_name(language)
        path.write_text(page, encoding="utf-8")
        written.append(path)
    return written
