"""Lists of regions and activities: what they become, and how they are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from smartspec.errors import PanelError, SourceError
from smartspec.sources.dictionaries import read_classification, read_geography

REGIONS = """code,kind,name_en,name_ru,predecessor,since,tile_row,tile_col
KZ,country,Kazakhstan,Казахстан,,,,
KZ-63,oblast,East Kazakhstan,Восточно-Казахстанская область,,,1,7
KZ-10,oblast,Abai,область Абай,KZ-63,2021,1,6
KZ-75,city,Almaty,Алматы,,,4,6
"""


@pytest.fixture
def write(tmp_path: Path):
    def writing(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return writing


def test_regions_with_their_past(write):
    there = read_geography(
        write("regions.csv", REGIONS),
        country="KZ",
        neighbours=write("neighbours.csv", "region,neighbour\nKZ-63,KZ-10\n"),
        former=write("former.csv", "code,name_ru,successors\nKZ-OLD,Старая область,KZ-63 KZ-10\n"),
    )
    assert list(there.regions) == ["KZ-63", "KZ-10", "KZ-75"]
    assert there.regions["KZ-10"].since == 2021
    assert there.regions["KZ-10"].tile == (1, 6)
    assert there.neighbours_of("KZ-10") == ["KZ-63"]
    assert there.constant == {"KZ-63+KZ-10": ("KZ-63", "KZ-10")}
    assert there.name("KZ", "ru") == "Казахстан"
    assert there.name("KZ-OLD", "ru") == "Старая область"
    assert there.former == {"KZ-OLD": ("KZ-63", "KZ-10")}


def test_constant_regions_may_be_declared_with_names(write):
    constant = write("constant.csv", "code,members,name_en\nKZ-63+KZ-10,KZ-63 KZ-10,East as it was\n")
    there = read_geography(write("regions.csv", REGIONS), country="KZ", constant=constant)
    assert there.constant_of("KZ-10") == "KZ-63+KZ-10"
    assert there.name("KZ-63+KZ-10", "en") == "East as it was"


def test_all_that_is_wrong_with_regions_is_said_at_once(write):
    text = REGIONS + "KZ-75,city,,,,,,\nKZ-11,oblast,,,,2020,4,6\n,oblast,,,,,,\nKZ-15,oblast,,,,soon,,\n"
    with pytest.raises(PanelError) as error:
        read_geography(write("regions.csv", text), country="KZ")
    for part in (
        "regions.csv has 5 problems",
        "row 6: 'KZ-75' stands twice",
        "'KZ-11' starts in 2020 without a predecessor. Name the region it was cut from",
        "'KZ-11' and 'KZ-75' share the tile (4, 6). Move one of them",
        "row 8: the code is blank",
        "row 9: since 'soon' is no whole number",
    ):
        assert part in str(error.value)


def test_a_neighbour_that_is_no_region(write):
    pairs = write("neighbours.csv", "region,neighbour\nKZ-63,KZ-99\nKZ-75,KZ-75\n")
    with pytest.raises(PanelError, match=r"(?s)row 2: 'KZ-99' is no region.*row 3: 'KZ-75' is named as its own"):
        read_geography(write("regions.csv", REGIONS), country="KZ", neighbours=pairs)


def test_activities_with_levels_and_equals(write):
    text = "code,level,parent,name_en,equals\nB,section,,Mining,B\n05,division,B,Coal,05\n"
    oked = read_classification(write("activities.csv", text), key="oked")
    assert oked.ancestor("05", "section") == "B"
    assert oked.correspondence() == {"B": "B", "05": "05"}


def test_activities_that_contradict_each_other(write):
    text = "code;level;parent\nB;section;\nB;section;\n05;division;X\n"
    with pytest.raises(PanelError, match=r"(?s)2 problems.*row 3: 'B' stands twice.*row 4: the parent 'X'"):
        read_classification(write("activities.csv", text), key="oked")


def test_a_list_that_cannot_be_read(write, tmp_path):
    write("activities.csv", "code,name\nB,Mining\n")
    with pytest.raises(SourceError, match=r"no column level; it has code, name. Add the column"):
        read_classification(tmp_path / "activities.csv", key="oked")
    with pytest.raises(SourceError, match=r"Did you mean activities.csv\?"):
        read_classification(tmp_path / "activites.csv", key="oked")
    with pytest.raises(SourceError, match="0 bytes"):
        read_classification(write("empty.csv", ""), key="oked")
