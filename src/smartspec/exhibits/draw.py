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
from importlib.metadata import version
from pathlib import Path
from typing import Any

from smartspec.exhibits import theme
from smartspec.exhibits.exhibit import Exhibit
from smartspec.study.cache import write_whole

__all__ = ["svgs"]

WORKERS = 2
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
    with ThreadPoolExecutor(WORKERS) as workers:
        tasks = {workers.submit(_drawn, key, spec, language, cache): key for key, spec in specifications.items()}
        for task in as_completed(tasks):
            key = tasks[task]
            drawn[key] = task.result()
            done += uses[key]
            if progress:
                progress(language, done, len(wanted))
    return {exhibit.key: _in_page(drawn[keys[exhibit.key]], exhibit) for exhibit in wanted}


def _version() -> str:
    return version("vl-convert-python")


def _key(chart: Mapping[str, Any], language: str) -> str:
    """The hash of everything a drawing hangs on."""
    made = [_version(), theme.locale(language), chart]
    return hashlib.sha256(json.dumps(made, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _drawn(key: str, chart: Mapping[str, Any], language: str, cache: Path) -> str:
    path = cache / key[:2] / f"{key}.svg"
    kept = _kept(path)
    if kept is None:
        import vl_convert

        kept = str(vl_convert.vegalite_to_svg(dict(chart), format_locale=theme.locale(language)))
        write_whole(path, f"{_seal(kept)}\n{kept}".encode())
    return kept


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
    """A drawing as it stands in a page: told in words, its identifiers made its own."""
    own = f"c{hashlib.sha256(exhibit.key.encode()).hexdigest()[:8]}-"
    svg = re.sub(r'\bid="', f'id="{own}', svg)
    svg = re.sub(r"url\(#", f"url(#{own}", svg)
    svg = re.sub(r'href="#', f'href="#{own}', svg)
    label = escape(exhibit.alt or exhibit.title, quote=True)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)
