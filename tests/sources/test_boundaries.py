"""A map of the study's own: invented squares, turned the way maps are drawn, refused where they are none."""

from __future__ import annotations

import json
from copy import deepcopy
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartspec.errors import SourceError
from smartspec.panel import Geography, Region
from smartspec.sources.boundaries import read_shapes

NORTH, SOUTH = "XX-1", "XX-2"
THERE = Geography("XX", {code: Region(code) for code in (NORTH, SOUTH)}, former={"XX-9": (NORTH, SOUTH)})

COUNTER = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]
"""A square as RFC 7946 writes an exterior ring: counter-clockwise, seen with north above."""
CLOCK = COUNTER[::-1]


def moved(ring: list, x: float = 0, y: float = 0, by: float = 1) -> list:
    return [[x + by * point[0], y + by * point[1]] for point in ring]


def polygon(*rings: list) -> dict:
    return {"type": "Polygon", "coordinates": list(rings)}


def feature(code: object, geometry: object) -> dict:
    return {"type": "Feature", "properties": {"code": code, "name": "made up"}, "geometry": geometry}


def collection(*features: object) -> dict:
    return {"type": "FeatureCollection", "features": list(features)}


TWO = collection(feature(SOUTH, polygon(moved(COUNTER, y=-2))), feature(NORTH, polygon(COUNTER)))


def put(folder: Path, content: object) -> Path:
    path = folder / "map.geojson"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def clockwise(ring: list) -> bool:
    """By walking it: the sum over edges of (x2 - x1)(y2 + y1) is above zero on a clockwise walk."""
    return sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in pairwise(ring)) > 0


def refusal(path: Path) -> str:
    with pytest.raises(SourceError) as wrong:
        read_shapes(path, THERE)
    return str(wrong.value)


def test_rings_as_rfc_7946_writes_them_are_turned_for_d3_geo(tmp_path):
    """RFC 7946, 3.1.6: exterior counter-clockwise, holes clockwise; d3-geo: the other way round."""
    hole = moved(CLOCK, 0.25, 0.25, 0.5)
    content = collection(feature(NORTH, polygon(COUNTER, hole)), feature(SOUTH, polygon(CLOCK)))
    found = read_shapes(put(tmp_path, content), THERE)
    exterior, inner = found[NORTH]["coordinates"]
    assert exterior == CLOCK
    assert inner == hole[::-1]
    assert clockwise(exterior)
    assert not clockwise(inner)
    assert found[SOUTH]["coordinates"] == [CLOCK]


def test_regions_come_in_the_order_of_the_study(tmp_path):
    assert list(read_shapes(put(tmp_path, TWO), THERE)) == [NORTH, SOUTH]


def test_every_part_of_a_multipolygon_is_turned(tmp_path):
    island = moved(CLOCK, 5, 5)
    parts = {"type": "MultiPolygon", "coordinates": [[COUNTER, moved(COUNTER, 0.2, 0.2, 0.1)], [island]]}
    content = collection(feature(NORTH, parts), feature(SOUTH, polygon(moved(COUNTER, y=-2))))
    shape = read_shapes(put(tmp_path, content), THERE)[NORTH]
    assert shape["type"] == "MultiPolygon"
    (exterior, hole), (alone,) = shape["coordinates"]
    assert [clockwise(exterior), clockwise(hole), clockwise(alone)] == [True, False, True]


def test_a_region_across_the_180th_meridian_is_turned_by_its_own_side(tmp_path):
    across = [[179, 60], [-179, 60], [-179, 61], [179, 61], [179, 60]]
    content = collection(feature(NORTH, polygon(across)), feature(SOUTH, polygon(COUNTER)))
    assert read_shapes(put(tmp_path, content), THERE)[NORTH]["coordinates"] == [across[::-1]]


@given(
    st.lists(st.tuples(st.integers(-170, 170), st.integers(-80, 80)), min_size=3, max_size=3, unique=True),
    st.booleans(),
)
def test_a_triangle_comes_out_clockwise_whichever_way_it_was_drawn(tmp_path_factory, corners, back):
    (a, b), (c, d), (e, f) = corners
    if (c - a) * (f - b) == (d - b) * (e - a) or max(a, c, e) - min(a, c, e) >= 180:
        return
    ring = [list(point) for point in (corners[::-1] if back else corners)]
    content = collection(feature(NORTH, polygon([*ring, ring[0]])), feature(SOUTH, polygon(COUNTER)))
    (found,) = read_shapes(put(tmp_path_factory.mktemp("map"), content), THERE)[NORTH]["coordinates"]
    assert clockwise(found)
    assert sorted(found[1:]) == sorted(ring)


def test_heights_and_codes_that_are_numbers_are_kept(tmp_path):
    there = Geography("1", {"10": Region("10")})
    ring = [[*point, 120.5] for point in CLOCK]
    content = collection(feature(10, polygon(ring)))
    assert read_shapes(put(tmp_path, content), there) == {"10": polygon(ring)}


def test_all_problems_come_at_once(tmp_path):
    content = deepcopy(TWO)
    content["features"][0]["properties"] = {"NAME_1": "South"}
    content["features"][1]["geometry"] = polygon(COUNTER[:-1])
    content["features"] += [feature("XX-9", polygon(COUNTER)), feature("YY", polygon(COUNTER))]
    said = refusal(put(tmp_path, content))
    assert "map.geojson has 5 problems" in said
    for hint in ("feature 1 has no property `code`; it has NAME_1", "'XX-1', exterior: the ring does not end", "YY"):
        assert hint in said
    assert "XX-9 is now XX-1 and XX-2" in said
    assert "1 region has no boundary: XX-2" in said


@pytest.mark.parametrize(
    ("geometry", "hint"),
    [
        (None, "without geometry"),
        ({"type": "Point", "coordinates": [0, 0]}, "'XX-1' is Point"),
        ({"type": "MultiPolygon", "coordinates": []}, "without rings"),
        ({"type": "MultiPolygon", "coordinates": 5}, "without rings"),
        ({"type": "Polygon", "coordinates": "none"}, "without rings"),
        (polygon([[0, 0], [1, 0], [0, 0]]), "four points"),
        (polygon([[0, 0], [1, "east"], [1, 1], [0, 0]]), "no pair of numbers"),
        (polygon([[0, 0], [1, float("nan")], [1, 1], [0, 0]]), "no pair of numbers"),
        (polygon([[0, 0], [1, 1], [2, 2], [0, 0]]), "encloses nothing"),
        (polygon(moved(COUNTER, 500_000, 5_000_000, 1000)), "Save the map in WGS 84"),
        (polygon(COUNTER, [[0.2, 0.2], [0.3, 0.2], [0.3, 0.3], [0.2, 0.3]]), "'XX-1', hole 1"),
    ],
)
def test_what_is_no_boundary_is_refused(geometry, hint, tmp_path):
    said = refusal(put(tmp_path, collection(feature(NORTH, geometry), feature(SOUTH, polygon(COUNTER)))))
    assert "1 problem:" in said
    assert hint in said


def test_a_region_in_two_features_is_refused_with_the_way_out(tmp_path):
    said = refusal(put(tmp_path, collection(*TWO["features"], feature(NORTH, polygon(CLOCK)))))
    assert "'XX-1' stands in features 2 and 3. Make one MultiPolygon of its parts" in said


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        (b"", "0 bytes"),
        (b'{"type": "FeatureColl', "cut short"),
        ("область".encode("cp1251"), "not UTF-8"),
        (b'{"type": "Topology"}', "no FeatureCollection (Topology)"),
        (b"[1]", "no FeatureCollection (a list)"),
        (b'{"type": "FeatureCollection", "features": [1, null]}', "feature 1 has no property `code`"),
    ],
)
def test_a_file_that_is_no_map_is_refused(content, hint, tmp_path):
    path = tmp_path / "map.geojson"
    path.write_bytes(content)
    assert hint in refusal(path)


def test_a_missing_file_is_refused_with_the_field_that_names_it(tmp_path):
    assert "Correct `geography: shapes:`" in refusal(tmp_path / "nowhere.geojson")
