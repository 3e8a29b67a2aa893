"""Charts drawn: a specification becomes SVG, each one once, and is kept by the hash of what it shows.

    svgs    every chart of a document as SVG text

No browser and no network take part. A kept drawing is whole or not there: one that was cut off or altered is
drawn again.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from html import escape
from importlib import metadata
from pathlib import Path
from typing import Any

from smartspec.exhibits import theme
from smartspec.exhibits.exhibit import Exhibit
from smartspec.study.cache import write_whole

__all__ = ["svgs"]

WORKERS = 2
PLAIN = "sans-serif"
Progress = Callable[[str, int, int], None]


def svgs(charts: Sequence[Exhibit], *, language: str, cache: Path, progress: Progress | None = None) -> dict[str, str]:
    """Every chart of a document as SVG text, ready to stand in a page.

    Parameters
    ----------
    charts
        Exhibits; those without a chart are passed over.
    language
        Whose numbers axes are written in.
    cache
        Folder where drawings are kept. It is made when it is not there.
    progress
        Called with the language, how many are done and how many there are.

    Returns
    -------
    dict
        SVG text by the exhibit's key, with the exhibit's text alternative, and with identifiers no other drawing of
        the page has.

    Raises
    ------
    StoreError
        The folder cannot be written.
    """
    wanted = [exhibit for exhibit in charts if exhibit.chart]
    keys = {exhibit.key: _key(exhibit.chart or {}, language) for exhibit in wanted}
    specifications = {keys[exhibit.key]: exhibit.chart or {} for exhibit in wanted}
    uses = {key: list(keys.values()).count(key) for key in specifications}
    drawn: dict[str, str] = {}
    done = 0
    workers = ThreadPoolExecutor(WORKERS)
    try:
        tasks = {workers.submit(_drawn, key, spec, language, cache): key for key, spec in specifications.items()}
        for task in as_completed(tasks):
            key = tasks[task]
            drawn[key] = task.result()
            done += uses[key]
            if progress:
                progress(language, done, len(wanted))
    finally:
        workers.shutdown(cancel_futures=True)
    return {exhibit.key: _in_page(drawn[keys[exhibit.key]], exhibit) for exhibit in wanted}


def _version() -> str:
    return metadata.version("vl-convert-python")


def _key(chart: Mapping[str, Any], language: str) -> str:
    """The hash of everything a drawing hangs on."""
    made = [_version(), theme.locale(language), chart]
    return hashlib.sha256(json.dumps(made, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _drawn(key: str, chart: Mapping[str, Any], language: str, cache: Path) -> str:
    path = cache / key[:2] / f"{key}.svg"
    kept = _kept(path)
    if kept is None:
        kept = _converted(chart, language)
        write_whole(path, f"{_seal(kept)}\n{kept}".encode())
    return kept


def _converted(chart: Mapping[str, Any], language: str) -> str:
    """The drawing itself.

    Texts are set in the plainest font while the drawing is made, and in the theme's stack afterwards: places are fixed
    in the specification, so nothing moves, and a named font costs six times as long to measure.
    """
    import vl_convert

    plain = {**chart, "config": _replaced(chart.get("config", {}), theme.FONT, PLAIN)}
    svg = str(vl_convert.vegalite_to_svg(plain, format_locale=theme.locale(language)))
    return svg.replace(f'font-family="{PLAIN}"', f'font-family="{theme.FONT}"')


def _replaced(value: Any, old: str, new: str) -> Any:
    if isinstance(value, Mapping):
        return {name: _replaced(inner, old, new) for name, inner in value.items()}
    return new if value == old else value


def _seal(svg: str) -> str:
    return hashlib.sha256(svg.encode()).hexdigest()


def _kept(path: Path) -> str | None:
    """The drawing kept in a file, or None when there is none or it is not whole."""
    try:
        seal, _, svg = path.read_text(encoding="utf-8").partition("\n")
    except (OSError, UnicodeDecodeError):
        return None
    return svg if svg and seal == _seal(svg) else None


def _in_page(svg: str, exhibit: Exhibit) -> str:
    """A drawing as it stands in a page: told in words, its identifiers made its own, nothing said twice."""
    own = f"c{hashlib.sha256(exhibit.key.encode()).hexdigest()[:8]}-"
    svg = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", svg)  # the whole drawing is told once, not mark by mark
    svg = re.sub(r'\bid="', f'id="{own}', svg)
    svg = re.sub(r"url\(#", f"url(#{own}", svg)
    svg = re.sub(r'href="#', f'href="#{own}', svg)
    label = escape(exhibit.alt or exhibit.title, quote=True)
    return _slim(svg).replace("<svg ", f'<svg role="img" aria-label="{label}" font-family="{theme.FONT}" ', 1)


PLACED = re.compile(r' (?:d|transform|[xy][12]?|width|height)="[^"]*"')
LONG = re.compile(r"\d+\.\d{3,}")


def _slim(svg: str) -> str:
    """The same drawing in fewer letters: its font once for all texts, no default said, places to a hundredth."""
    svg = re.sub(r' (?:font-family|class)="[^"]*"| font-weight="normal"| text-anchor="start"', "", svg)
    return PLACED.sub(lambda said: LONG.sub(lambda long: f"{float(long.group()):.2f}", said.group()), svg)
