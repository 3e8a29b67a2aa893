"""Boundaries of regions from a GeoJSON file of the study's own, so that maps can show them where they lie.

    read_shapes    region to geometry, its rings turned the way maps are drawn

Codes meet the study's regions exactly, each once. Nothing is simplified and no point is moved; neighbours are never
derived from boundaries.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import isfinite
from pathlib import Path
from typing import Any

from smartspec.errors import SourceError, bullets, first_few
from smartspec.panel import Geography

__all__ = ["Shape", "read_shapes"]

Shape = Mapping[str, Any]
"""A GeoJSON geometry: `type` and `coordinates`."""

Point = list[float]
Ring = list[Point]

_PROJECTED = (
    "is no pair of degrees (longitude from -180 to 180, latitude from -90 to 90). Save the map in WGS 84 (EPSG:4326)"
)


_NOTHING = 1e-12
"""Square degrees under which a ring encloses nothing: a hundredth of a square metre."""


def read_shapes(path: Path, geography: Geography) -> dict[str, Shape]:
    """Read the boundaries of all regions.

    Parameters
    ----------
    path
        A GeoJSON FeatureCollection of Polygons and MultiPolygons in degrees; the property `code` names the region.
    geography
        The regions that need a boundary each.

    Returns
    -------
    dict of str to Shape
        Every region to its geometry, in the order of the geography. Exterior rings run clockwise and holes against
        it, seen with north above.

    Raises
    ------
    SourceError
        The file cannot be read, a code is missing, unknown or doubled, or a geometry is none; all problems are listed.

    Notes
    -----
    RFC 7946 wants exterior rings counter-clockwise; d3-geo, which draws the maps, takes the left hand of a ring for its
    outside and would fill the globe around such a region. The sign of the area decides which way a ring runs (shoelace
    formula), with longitudes followed across the 180th meridian.
    """
    features = _features(path)
    problems: list[str] = []
    found: dict[str, Shape] = {}
    seen: dict[str, int] = {}
    for number, feature in enumerate(features, start=1):
        code, where = _code(feature, number, problems)
        if code is None:
            continue
        if code in seen:
            problems.append(
                f"'{code}' stands in features {seen[code]} and {number}. Make one MultiPolygon of its parts"
            )
            continue
        seen[code] = number
        shape = _shape(feature.get("geometry"), where, problems)
        if shape is not None:
            found[code] = shape
    problems += _codes_meet(list(seen), geography)
    if problems:
        count = f"{len(problems)} problem{'s' if len(problems) > 1 else ''}"
        raise SourceError(bullets(f"the map {path.name} has {count}:", _first(problems)))
    return {code: found[code] for code in geography.regions}


def _first(problems: list[str], count: int = 12) -> list[str]:
    rest = len(problems) - count
    return problems[:count] + ([f"and {rest} more"] if rest > 0 else [])


def _features(path: Path) -> list[Any]:
    """The features of a file, whatever is in them."""
    try:
        data = path.read_bytes()
    except OSError as cause:
        raise SourceError(
            f"the map {path} cannot be read ({cause.strerror}). Correct `geography: shapes:`, or leave it out to draw "
            "equal tiles."
        ) from None
    if not data:
        raise SourceError(f"the map {path.name} has 0 bytes. Fetch or save it again.")
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as cause:
        raise SourceError(
            f"the map {path.name}: byte {cause.start + 1} is not UTF-8. Save it as GeoJSON in UTF-8."
        ) from None
    except json.JSONDecodeError as cause:
        raise SourceError(
            f"the map {path.name} is no whole GeoJSON: line {cause.lineno}, column {cause.colno}: {cause.msg}. It may "
            "have been cut short while it was copied; fetch it again."
        ) from None
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or content.get("type") != "FeatureCollection":
        kind = content.get("type", "no type") if isinstance(content, dict) else "a list"
        raise SourceError(
            f"the map {path.name} is no FeatureCollection ({kind}). Save the regions as GeoJSON, one feature each."
        )
    return features


def _code(feature: Any, number: int, problems: list[str]) -> tuple[str | None, str]:
    """The region a feature is of, and how to speak of it."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    properties = properties if isinstance(properties, dict) else {}
    code = properties.get("code")
    if isinstance(code, (str, int)) and not isinstance(code, bool) and str(code).strip():
        return str(code).strip(), f"'{str(code).strip()}'"
    held = f"it has {first_few(list(properties))}" if properties else "it has none at all"
    problems.append(f"feature {number} has no property `code`; {held}. Give it the code of its region")
    return None, ""


def _codes_meet(codes: list[str], geography: Geography) -> list[str]:
    """What stands against the codes, taken together."""
    problems = []
    if former := [code for code in codes if code in geography.former]:
        now = "; ".join(f"{code} is now {' and '.join(geography.former[code])}" for code in former[:5])
        problems.append(f"{first_few(former)}: no longer a region ({now}). Take a map of today's borders")
    if unknown := [code for code in codes if code not in geography.regions and code not in geography.former]:
        problems.append(
            f"{_many(len(unknown), 'code is', 'codes are')} no region of the study: {first_few(unknown)}. "
            "Take them out, or use the codes of the study's regions"
        )
    if missing := [code for code in geography.regions if code not in codes]:
        many = _many(len(missing), "region has", "regions have")
        problems.append(f"{many} no boundary: {first_few(missing)}. Add a feature for each")
    return problems


def _many(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"


def _shape(geometry: Any, where: str, problems: list[str]) -> Shape | None:
    """A geometry with its rings turned, or None and what is wrong with it."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        problems.append(
            f"{where} is {kind or 'without geometry'}, no Polygon or MultiPolygon. Give its boundary as one"
        )
        return None
    coordinates = geometry.get("coordinates")
    polygons = (
        coordinates if kind == "MultiPolygon" and isinstance(coordinates, list) and coordinates else [coordinates]
    )
    before = len(problems)
    turned = [list(_turned(polygon, where, problems)) for polygon in polygons]
    if len(problems) > before:
        return None
    return {"type": kind, "coordinates": turned[0] if kind == "Polygon" else turned}


def _turned(polygon: Any, where: str, problems: list[str]) -> Iterator[Ring]:
    """Rings of one polygon: the exterior first and clockwise, holes against it."""
    if not isinstance(polygon, list) or not polygon:
        problems.append(f"{where} has a polygon without rings. Draw it, or take it out")
        return
    for place, ring in enumerate(polygon):
        named = f"{where}, {'exterior' if place == 0 else f'hole {place}'}"
        if (fault := _fault(ring)) is not None:
            problems.append(f"{named}: {fault}")
            continue
        area = _area(ring)
        if abs(area) < _NOTHING:
            problems.append(f"{named}: the ring encloses nothing. Draw it anew, or take it out")
            continue
        clockwise = area < 0
        yield list(ring) if clockwise == (place == 0) else ring[::-1]


def _fault(ring: Any) -> str | None:
    """What keeps a ring from being one."""
    if not isinstance(ring, list) or len(ring) < 4:
        return "a ring needs four points, the last being the first again. Draw it anew"
    for point in ring:
        if not isinstance(point, list) or len(point) < 2 or not all(map(_number, point[:2])):
            return f"the point {json.dumps(point)[:60]} is no pair of numbers. Correct it"
        if not (abs(point[0]) <= 180 and abs(point[1]) <= 90):
            return f"the point {point[:2]} {_PROJECTED}"
    if ring[0][:2] != ring[-1][:2]:
        return "the ring does not end where it begins. Close it"
    return None


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value)


def _area(ring: Ring) -> float:
    """Signed area in square degrees, above zero where the ring runs counter-clockwise.

    Examples
    --------
    >>> _area([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]])
    1.0
    >>> _area([[179, 0], [-179, 0], [-179, 1], [179, 1], [179, 0]])
    2.0
    """
    x, total = float(ring[0][0]), 0.0
    for (x0, y0, *_), (x1, y1, *_) in pairwise(ring):
        step = (x1 - x0 + 180) % 360 - 180
        total += x * (y1 - y0) - y0 * step
        x += step
    return total / 2
