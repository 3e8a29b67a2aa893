"""The report as one self-contained HTML file per language: opens offline, prints well, reads aloud.

    render           a document's sections as one page of HTML
    every_exhibit    all exhibits of a document
    file_name        what the report of a language is called

Charts are inline SVG, styles stand in the page, nothing is loaded. The page holds no rule about regions: it
shows the sections it is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from smartspec.exhibits import theme
from smartspec.exhibits.exhibit import Exhibit, Section
from smartspec.exhibits.words import Words

__all__ = ["every_exhibit", "file_name", "render"]

Draw = Callable[[Exhibit], str]


def every_exhibit(sections: Iterable[Section]) -> list[Exhibit]:
    """All exhibits of a document, in order."""
    found: list[Exhibit] = []
    for section in sections:
        found += section.exhibits
        found += every_exhibit(section.sections)
    return found


def render(
    sections: tuple[Section, ...],
    words: Words,
    *,
    title: str,
    facts: tuple[str, ...] = (),
    synthetic: bool = False,
    draw: Draw,
    other: tuple[tuple[str, str, str], ...] = (),
) -> str:
    """A document's sections as one page of HTML.

    Parameters
    ----------
    sections
        What to show, in order.
    words
        The language.
    title
        The study's title.
    facts
        Lines under the title: version, run, date of figures.
    synthetic
        Whether every page says that the figures are made up for teaching.
    draw
        Turns an exhibit's chart into SVG text.
    other
        The same report in other languages: code, name, file.

    Returns
    -------
    str
    """
    environment = Environment(
        loader=PackageLoader("smartspec.report", "templates"),
        autoescape=select_autoescape(["html", "j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    sheet = resources.files("smartspec.report") / "templates" / "report.css"
    style = theme.stylesheet() + sheet.read_text(encoding="utf-8")
    values: dict[str, Any] = {
        "sections": sections,
        "say": words.say,
        "language": words.language,
        "title": title,
        "facts": facts,
        "synthetic": synthetic,
        "other": other,
        "style": Markup(style + (_running_head(words.say("html.synthetic")) if synthetic else "")),
        "draw": lambda exhibit: Markup(draw(exhibit)),
    }
    return environment.get_template("report.html.j2").render(values)


def _running_head(text: str) -> str:
    """Style that prints a text at the head of every page."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("<", "\\3c ")
    return f'@media print{{@page{{@top-center{{content:"{quoted}";font:600 8pt sans-serif}}}}}}\n'


def file_name(language: str) -> str:
    """The report's file name in a language."""
    return f"report.{language}.html"
