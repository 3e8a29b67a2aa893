"""A chart put together mark by mark: data on scales, words in pixels, an Altair chart out.

    Scale     a number's place in pixels, linear or logarithmic
    Canvas    layers of marks on one sheet; `chart()` gives the Vega-Lite specification

Every place of a word is fixed in pixels and no room is left to be guessed from a font, so that a drawing looks the
same whichever font is there. Fields called x, y, x2, y2 are pixels; any other field is data and goes through the
sheet's scale.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import altair as alt

from smartspec.exhibits import theme
from smartspec.exhibits.placing import Box

__all__ = ["Canvas", "Row", "Scale"]

Row = Mapping[str, Any]
PIXELS = frozenset({"x", "y", "x2", "y2"})


@dataclass(frozen=True)
class Scale:
    """A number's place in pixels, from `start` at `low` to `end` at `high`.

    Examples
    --------
    >>> Scale(1, 100, 0, 200, log=True)(10)
    100.0
    """

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def __call__(self, value: float) -> float:
        """The place of a value; one beyond the ends stands at the end."""
        value = min(max(value, self.low), self.high)
        if self.log:
            along = math.log(value / self.low) / math.log(self.high / self.low)
        else:
            along = (value - self.low) / (self.high - self.low)
        return self.start + along * (self.end - self.start)

    def ticks(self, count: int = 6) -> list[float]:
        """Round values between the ends, about `count` of them."""
        if self.log:
            steps = (1, 2, 5) if self.high / self.low < 300 else (1,)
            powers = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
            return [s * 10.0**p for p in powers for s in steps if self.low * 0.999 <= s * 10.0**p <= self.high * 1.001]
        rough = (self.high - self.low) / count
        power = 10.0 ** math.floor(math.log10(rough))
        step = next(s * power for s in (1, 2, 5, 10) if s * power >= rough * 0.999)
        first = math.ceil(self.low / step - 1e-9)
        return [step * n for n in range(first, math.floor(self.high / step + 1e-9) + 1)]

    def altair(self) -> alt.Scale:
        """The same scale for Altair."""
        return alt.Scale(
            type="log" if self.log else "linear",
            domain=[self.low, self.high],
            range=[self.start, self.end],
            clamp=True,
            nice=False,
            zero=False,
        )


@dataclass
class Canvas:
    """Layers of marks on one sheet."""

    height: float
    x: Scale | None = None
    y: Scale | None = None
    width: float = theme.WIDTH
    boxes: list[tuple[str, Box]] = field(default_factory=list)
    """Every text with the box it may fill, for whoever checks that none touch."""
    _layers: list[alt.Chart] = field(default_factory=list)
    _data: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def _place(self, channel: str, name: str) -> Any:
        if name in PIXELS:
            made = {"x": alt.X, "y": alt.Y}[channel]
            return made(f"{name}:Q", scale=None, axis=None)
        scale = self.x if channel == "x" else self.y
        if scale is None:
            raise ValueError(f"the sheet has no {channel} scale for '{name}'")
        made = {"x": alt.X, "y": alt.Y}[channel]
        return made(f"{name}:Q", scale=scale.altair(), axis=None)

    def _add(self, name: str, rows: Iterable[Row], mark: str, places: Mapping[str, str], **options: Any) -> None:
        data = [dict(row) for row in rows]
        if not data:
            return
        if name in self._data:
            name = f"{name}-{len(self._data)}"
        self._data[name] = data
        channels: dict[str, Any] = {}
        for channel, field_name in places.items():
            if channel in ("x2", "y2"):
                channels[channel] = {"x2": alt.X2, "y2": alt.Y2}[channel](field_name)
            else:
                channels[channel] = self._place(channel, field_name)
        for channel, made in (("fill", alt.Fill), ("stroke", alt.Stroke), ("shape", alt.Shape)):
            if channel in data[0]:
                channels[channel] = made(f"{channel}:N", scale=None, legend=None)
        if "area" in data[0]:
            channels["size"] = alt.Size("area:Q", scale=None, legend=None)
        if mark == "text":
            channels["text"] = alt.Text("text:N")
        if mark == "line":
            channels["order"] = alt.Order("order:Q")
        chart = alt.Chart(alt.NamedData(name=name))
        self._layers.append(getattr(chart, f"mark_{mark}")(**options).encode(**channels))

    def text(
        self,
        name: str,
        rows: Iterable[Row],
        *,
        size: float = theme.SIZE,
        align: str = "left",
        bold: bool = False,
        colour: str = theme.INK,
        angle: int = 0,
        solid: bool = True,
    ) -> None:
        """Texts at x, y: the middle of their height; lines are parted by a line break.

        `solid` texts must not touch each other; the check of charts relies on `boxes`.
        """
        data = [dict(row) for row in rows]
        for row in data:
            if solid:
                self.boxes.append((str(row["text"]), text_box(row, size=size, align=align, bold=bold, angle=angle)))
            lines = str(row["text"]).count("\n")
            if lines and angle == 0:
                row["y"] -= lines * line_height(size) / 2
        self._add(
            name,
            data,
            "text",
            {"x": "x", "y": "y"},
            fontSize=size,
            align=align,
            baseline="middle",
            fontWeight="bold" if bold else "normal",
            angle=angle,
            lineBreak="\n",
            lineHeight=line_height(size),
            **({} if data and "fill" in data[0] else {"fill": colour}),
        )

    def rules(
        self,
        name: str,
        rows: Iterable[Row],
        *,
        colour: str = theme.LINE,
        width: float = 1,
        dash: Sequence[int] = (),
        x: str = "x",
        x2: str = "x2",
        y: str = "y",
        y2: str = "y2",
    ) -> None:
        """Straight lines from x, y to x2, y2."""
        data = list(rows)
        fixed = {} if data and "stroke" in data[0] else {"stroke": colour}
        extra = {"strokeDash": list(dash)} if dash else {}
        self._add(name, data, "rule", {"x": x, "y": y, "x2": x2, "y2": y2}, strokeWidth=width, **fixed, **extra)

    def rects(
        self,
        name: str,
        rows: Iterable[Row],
        *,
        colour: str = theme.WASH,
        stroke: str | None = None,
        width: float = 1,
        x: str = "x",
        x2: str = "x2",
        y: str = "y",
        y2: str = "y2",
    ) -> None:
        """Rectangles between two corners."""
        data = list(rows)
        fixed: dict[str, Any] = {} if data and "fill" in data[0] else {"fill": colour}
        if stroke:
            fixed |= {"stroke": stroke, "strokeWidth": width}
        self._add(name, data, "rect", {"x": x, "y": y, "x2": x2, "y2": y2}, **fixed)

    def points(
        self,
        name: str,
        rows: Iterable[Row],
        *,
        x: str = "x",
        y: str = "y",
        area: float = 60,
        shape: str = "circle",
        colour: str = theme.ACCENT,
        stroke: str = theme.PAPER,
        width: float = 1,
    ) -> None:
        """Points; fields `fill`, `stroke`, `shape` and `area` speak for single ones."""
        data = list(rows)
        first = data[0] if data else {}
        fixed: dict[str, Any] = {"strokeWidth": width}
        fixed |= {} if "fill" in first else {"fill": colour}
        fixed |= {} if "stroke" in first else {"stroke": stroke}
        fixed |= {} if "shape" in first else {"shape": shape}
        fixed |= {} if "area" in first else {"size": area}
        self._add(name, data, "point", {"x": x, "y": y}, opacity=1, **fixed)

    def line(
        self,
        name: str,
        rows: Iterable[Row],
        *,
        x: str,
        y: str,
        colour: str,
        width: float = 2,
        dash: Sequence[int] = (),
    ) -> None:
        """One line through points in the order of their field `order`."""
        extra = {"strokeDash": list(dash)} if dash else {}
        self._add(name, rows, "line", {"x": x, "y": y}, stroke=colour, strokeWidth=width, **extra)

    def chart(self) -> dict[str, Any]:
        """The Vega-Lite specification."""
        chart = (
            alt.layer(*self._layers)
            .properties(width=self.width, height=self.height, padding=0, autosize=alt.AutoSizeParams(type="none"))
            .configure(**theme.configuration())
        )
        made: dict[str, Any] = chart.to_dict()
        made["datasets"] = self._data
        return made


def line_height(size: float) -> float:
    """Room of one line of text."""
    return round(size * 1.25, 2)


def text_box(row: Row, *, size: float, align: str, bold: bool, angle: int = 0) -> Box:
    """The box a text may fill, in the widest font of the stack."""
    lines = str(row["text"]).split("\n")
    wide = max(theme.text_width(line, size=size, bold=bold) for line in lines)
    high = line_height(size) * (len(lines) - 1) + size
    start = {"left": 0.0, "center": -wide / 2, "right": -wide}[align]
    x, y = float(row["x"]), float(row["y"])
    if angle in (270, -90):
        return Box(x - high / 2, y - start - wide, x + high / 2, y - start)
    return Box(x + start, y - high / 2, x + start + wide, y + high / 2)
