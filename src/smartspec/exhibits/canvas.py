"""A chart put together mark by mark: data on scales, words in pixels, an Altair chart out.

    Scale     a number's place in pixels, linear or logarithmic
    Canvas    layers of marks on one sheet; `chart()` gives the Vega-Lite specification
    texts     every text of a specification with the box it may fill

Every place of a word is fixed in pixels and no room is left to be guessed from a font, so that a drawing looks the
same whichever font is there. Fields called x, y, x2, y2 are pixels; any other field is data and goes through the
sheet's scale.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal

import altair as alt
from altair.utils import schemapi

from smartspec.exhibits import theme
from smartspec.exhibits.placing import Box

__all__ = ["Canvas", "Row", "Scale", "line_height", "texts"]

Row = Mapping[str, Any]
Mark = Literal["line", "point", "rect", "rule", "text"]
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

    def digits(self, count: int = 6) -> int:
        """How many digits after the point its round values need."""
        ticks = self.ticks(count)
        step = min((b - a for a, b in pairwise(ticks)), default=1.0)
        return max(0, -math.floor(math.log10(step) + 1e-9))

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
    _layers: list[alt.UnitSpec] = field(default_factory=list)
    _data: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def _place(self, channel: str, name: str) -> Any:
        if channel in ("x2", "y2"):
            return alt.SecondaryFieldDef(field=name)
        scale = None if name in PIXELS else self.x if channel == "x" else self.y
        made = {"x": alt.X, "y": alt.Y}[channel]
        return made(field=name, type="quantitative", scale=scale.altair() if scale else None, axis=None)

    def _add(self, name: str, rows: Iterable[Row], mark: Mark, places: Mapping[str, str], **options: Any) -> None:
        data = [dict(row) for row in rows]
        if not data:
            return
        if name in self._data:
            name = f"{name}-{len(self._data)}"
        self._data[name] = data
        with schemapi.debug_mode(False):
            channels = {channel: self._place(channel, field_name) for channel, field_name in places.items()}
            for channel, made in (("fill", alt.Fill), ("stroke", alt.Stroke), ("shape", alt.Shape)):
                if channel in data[0]:
                    channels[channel] = made(field=channel, type="nominal", scale=None, legend=None)
            if "area" in data[0]:
                channels["size"] = alt.Size(field="area", type="quantitative", scale=None, legend=None)
            if mark == "text":
                channels["text"] = alt.Text(field="text", type="nominal")
            if mark == "line":
                channels["order"] = alt.Order(field="order", type="quantitative")
            self._layers.append(
                alt.UnitSpec(
                    data=alt.NamedData(name=name), mark=alt.MarkDef(mark, **options), encoding=alt.Encoding(**channels)
                )
            )

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
    ) -> None:
        """Texts at x, y: the middle of their height; lines are parted by a line break."""
        data = [dict(row) for row in rows]
        for row in data:
            row["y"] -= str(row["text"]).count("\n") * line_height(size) / 2
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

    def shapes(self, name: str, rows: Iterable[Row]) -> None:
        """Filled shapes given as SVG paths in pixels of the sheet: fields `shape` and `fill`."""
        data = [{**row, "x": 0, "y": 0} for row in rows]
        self._add(name, data, "point", {"x": "x", "y": "y"}, opacity=1, size=4, stroke=theme.PAPER, strokeWidth=1)

    def chart(self) -> dict[str, Any]:
        """The Vega-Lite specification, with its rows under `datasets` by the name of their layer.

        Notes
        -----
        Altair's check against the schema takes ten times as long as everything else together, so it is made by the
        tests and not at each drawing: `altair.Chart.from_dict` of what this gives is such a check.
        """
        with schemapi.debug_mode(False):
            chart = alt.TopLevelLayerSpec(
                layer=self._layers,
                width=self.width,
                height=self.height,
                padding=0,
                autosize=alt.AutoSizeParams(type="none"),
                config=theme.configuration(),
                datasets=self._data,
            )
            made: dict[str, Any] = chart.to_dict(validate=False)
        return {"$schema": alt.SCHEMA_URL, **made}


def line_height(size: float) -> float:
    """Room of one line of text."""
    return round(size * 1.25, 2)


def texts(chart: Mapping[str, Any]) -> list[tuple[str, Box]]:
    """Every text of a specification with the box it may fill, in the widest font of the stack.

    Parameters
    ----------
    chart
        What `Canvas.chart` gave.

    Returns
    -------
    list of (str, Box)
        In the order of the layers; nothing of a readable chart touches anything else in it.
    """
    found = []
    for layer in chart["layer"]:
        mark = layer["mark"]
        if mark["type"] == "text":
            rows = chart["datasets"][layer["data"]["name"]]
            found += [(str(row["text"]), _box(row, mark)) for row in rows]
    return found


def _box(row: Row, mark: Mapping[str, Any]) -> Box:
    size, lines = float(mark["fontSize"]), str(row["text"]).split("\n")
    wide = max(theme.text_width(line, size=size, bold=mark["fontWeight"] == "bold") for line in lines)
    start = {"left": 0.0, "center": -wide / 2, "right": -wide}[mark["align"]]
    x, y = float(row["x"]), float(row["y"])
    if mark["angle"] == 270:
        return Box(x - size / 2, y - start - wide, x + size / 2, y - start)
    return Box(x + start, y - size / 2, x + start + wide, y + size / 2 + line_height(size) * (len(lines) - 1))
