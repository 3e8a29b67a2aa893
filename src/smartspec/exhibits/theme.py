"""How everything looks: type, colours and sizes, the same on a chart and on a page, in colour and in grey.

    WIDTH, SIZE         width of a chart, sizes of type
    INK ... PAPER       colours of text, lines and ground
    TYPES, LINES        colours of types of region, and of lines told apart by colour, dash and shape
    diverging           colour of a quotient: one hue under 1, another above, on a logarithmic scale
    shade               colour of a share on a scale of one hue
    text_on             the text colour that reads on a ground
    text_width          how wide a text may become, whichever font of the stack is there
    fitted, wrapped     a text cut or broken to a width
    configuration       the same as Vega's configuration
    locale              numbers as a language writes them, for Vega
    stylesheet          the same as CSS variables

Colours are told apart by people who see no red or no green, and their order stays in grey. Nothing hangs on
colour alone.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from smartspec.exhibits.words import MINUS, THIN, decimal_symbol

__all__ = [
    "ACCENT",
    "FONT",
    "INK",
    "LINE",
    "LINES",
    "PAPER",
    "SIZE",
    "SMALL",
    "SOFT",
    "TYPES",
    "WASH",
    "WIDTH",
    "Stroke",
    "configuration",
    "contrast",
    "diverging",
    "fitted",
    "locale",
    "shade",
    "stylesheet",
    "text_on",
    "text_width",
    "wrapped",
]

WIDTH = 720
"""Width of every chart in pixels: what an A4 page holds between its margins."""
SIZE = 12
"""Size of labels in pixels."""
SMALL = 11
"""Size of axis labels and of numbers in cells."""

FONT = "Noto Sans, DejaVu Sans, Segoe UI, Roboto, Arial, sans-serif"
INK, SOFT, LINE, WASH, ACCENT, PAPER = "#1d2228", "#4b5560", "#d5dae0", "#f5f6f8", "#0b5a8a", "#ffffff"

TYPES = {
    "resource": "#7a3a12",
    "processing": "#4a9cd3",
    "agrarian": "#f0cf57",
    "metropolitan": "#5b4a8a",
    "mixed": "#dfe3e8",
}
"""Fill of each type of region."""


class Stroke(NamedTuple):
    """How one line is drawn: by colour, dash and the shape of its points."""

    colour: str
    dash: tuple[int, ...]
    shape: str


LINES = (
    Stroke("#0b5a8a", (), "circle"),
    Stroke("#c2570c", (7, 3), "square"),
    Stroke("#1b7f6b", (2, 3), "triangle-up"),
    Stroke("#8a3b8f", (9, 3, 2, 3), "diamond"),
    Stroke("#6b6200", (4, 4), "triangle-down"),
    Stroke("#3b4a9c", (12, 4), "cross"),
    Stroke("#a3214b", (1, 2), "triangle-right"),
)
"""How lines are told apart, in their order."""

_BELOW = ("#f6f6f4", "#d3e3ef", "#9dc4de", "#5c98c4", "#2a6aa0")
_ABOVE = ("#f6f6f4", "#fbdcb8", "#f3b06b", "#d97f26", "#a6520a")
_SHARE = ("#f2f5f8", "#cfe0ec", "#9cc2db", "#5f9cc4", "#2a6f9f", "#0b4a74")


def _channels(colour: str) -> tuple[float, float, float]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))  # type: ignore[return-value]


def _between(stops: tuple[str, ...], place: float) -> str:
    """The colour at a place from 0 to 1 along stops."""
    along = min(max(place, 0.0), 1.0) * (len(stops) - 1)
    first = min(int(along), len(stops) - 2)
    one, other = _channels(stops[first]), _channels(stops[first + 1])
    return "#" + "".join(f"{round(a + (b - a) * (along - first)):02x}" for a, b in zip(one, other, strict=True))


def diverging(quotient: float, *, reach: float = 4.0) -> str:
    """Colour of a quotient: blue under 1, orange above, full at a `reach`-th and at `reach` times.

    Examples
    --------
    >>> diverging(1.0), diverging(4.0), diverging(0.0)
    ('#f6f6f4', '#a6520a', '#2a6aa0')
    """
    away = math.log(quotient) / math.log(reach) if quotient > 0 else -1.0
    return _between(_ABOVE if away > 0 else _BELOW, abs(away))


def shade(share: float) -> str:
    """Colour of a share from 0 to 1: the more, the darker."""
    return _between(_SHARE, share)


def _luminance(colour: str) -> float:
    parts = [c / 255 for c in _channels(colour)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21; text needs 4.5 (WCAG 2).

    Examples
    --------
    >>> round(contrast("#000000", "#ffffff"), 1)
    21.0
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def text_on(ground: str) -> str:
    """The text colour, dark or white, that reads better on a ground."""
    return INK if contrast(INK, ground) >= contrast(PAPER, ground) else PAPER


_ADVANCE = {
    0.20: "\u202f",
    0.29: "'ijlіIJІ",
    0.32: " ,.·\u00a0",
    0.36: "/:;\\|f-",
    0.41: "()[]t!r",
    0.53: '"*_`–°sz?гз',
    0.58: "cсэLFkт",
    0.62: "vxyвухчьғұүPРкяқTYaoГТУаоөҰҮ«»eбеёә",
    0.66: "ESbdghnpquЕрЁһ$0123456789{}Зл₸ийнпKң",
    0.71: "ҒAVАцBRXZБВХЧЬЯдҺCСЭКъҚ",
    0.79: "UHNИЙЛНПмҢDG&ДЦOQОыӘӨ",
    0.90: "wЪ#+<=>^~ю≥≤×−→фMМФЫж",
    1.00: "шщ%mW@—…",
    1.10: "№ШЖЮЩ",
}
_WIDTHS = {letter: width for width, letters in _ADVANCE.items() for letter in letters}
_BOLD = 1.15


def text_width(text: str, *, size: float = SIZE, bold: bool = False) -> float:
    """How wide a text may become in pixels: the width in the widest font of the stack, rounded up.

    A layout made with it holds wherever it is read, whichever font of the stack is there.
    """
    return size * (_BOLD if bold else 1.0) * sum(_WIDTHS.get(letter, 0.8) for letter in text)


def fitted(text: str, width: float, *, size: float = SIZE, bold: bool = False) -> str:
    """A text that fits into a width, cut with an ellipsis where it must be.

    Examples
    --------
    >>> fitted("Agriculture", 200), fitted("Agriculture", 60)
    ('Agriculture', 'Agricul…')
    """
    if text_width(text, size=size, bold=bold) <= width:
        return text
    while text and text_width(text + "…", size=size, bold=bold) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def wrapped(text: str, width: float, *, size: float = SIZE, bold: bool = False, lines: int = 2) -> list[str]:
    """A text broken between words into lines of a width, the last one cut where it must be.

    Examples
    --------
    >>> wrapped("Hotels and restaurants", 90)
    ['Hotels and', 'restaurants']
    """
    found: list[str] = []
    for word in text.split(" "):
        longer = f"{found[-1]} {word}" if found else word
        if found and (text_width(longer, size=size, bold=bold) <= width or len(found) == lines):
            found[-1] = longer
        else:
            found.append(word)
    return [fitted(line, width, size=size, bold=bold) for line in found]


def configuration() -> dict[str, Any]:
    """The theme as Vega's configuration."""
    return {
        "background": PAPER,
        "font": FONT,
        "aria": False,
        "view": {"stroke": None},
        "text": {"font": FONT, "fontSize": SIZE, "fill": INK},
    }


def locale(language: str) -> dict[str, Any]:
    """Numbers as a language writes them, for Vega: a narrow space between thousands, a true minus.

    Examples
    --------
    >>> locale("ru")["decimal"], locale("en")["decimal"]
    (',', '.')
    """
    return {
        "decimal": decimal_symbol(language),
        "thousands": THIN,
        "grouping": [3],
        "currency": ["", f"{THIN}₸"],
        "percent": f"{THIN}%",
        "minus": MINUS,
    }


def stylesheet() -> str:
    """The theme as CSS variables, so that a page and its charts share one set of colours."""
    names = {"ink": INK, "soft": SOFT, "line": LINE, "wash": WASH, "accent": ACCENT, "paper": PAPER, "font": FONT}
    return ":root{" + ";".join(f"--{name}:{value}" for name, value in names.items()) + "}\n"
