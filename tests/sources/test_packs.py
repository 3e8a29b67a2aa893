"""A pack as data: a small one of our own making, read from its folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from smartspec.errors import PanelError, SourceError
from smartspec.panel import Status
from smartspec.sources.packs import load_pack, packs, read_pack

PACK = """
pack: isle
title: {en: The Isle}
country: IS
first_release: 2024
revised: [2022, 2023]
level_breaks: [2017]
metropolitan: [IS-2]
kazakh_checked: false
groups: {OTHER: [A, B]}
tables:
  value_added:
    file: tables/value_added.csv
    dims: [region, activity, year]
    activities: [A, B]
    indicator: {title: {en: Value added}, unit: {en: million}, kind: flow}
    adds_up: {over: region, to: IS, tolerance: 1}
    source: {title: Accounts, citation: "Office of the Isle, 2024"}
  population:
    file: tables/population.csv
    dims: [region, year]
    indicator: {kind: stock}
  deflator:
    file: tables/deflator.csv
    dims: [activity, year]
    indicator: {kind: index}
  rate:
    file: tables/rate.csv
    dims: [currency, year]
    indicator: {kind: ratio}
  products:
    file: tables/products.csv
    dims: [region, product, year]
    indicator: {kind: count}
"""
FILES = {
    "pack.yaml": PACK,
    "regions.csv": "code,kind,name_en\nIS,country,Isle\nIS-1,region,North\nIS-2,city,Port\n",
    "former.csv": "code,successors\nIS-0,IS-1 IS-2\n",
    "activities.csv": "code,level,parent,name_en\nA,section,,Farming\nB,section,,Mining\nTAXES,group,,Taxes\n"
    "OTHER,group,,Other\n",
    "products.csv": "code,name_en,unit_en,division\nCOAL,Coal,tonnes,05\n",
    "roles.csv": "activity,role,reason_en\nA,candidate,Grows anywhere.\nB,base,It is there.\n",
    "notes.csv": "table,region,activity,from,to,kind,text_en\n"
    "value_added,IS-2,B,2022,2022,derived,Total less the north.\n",
    "tables/value_added.csv": "region,activity,2022,2023\nIS,A,3,4\nIS,B,10,12\nIS,TAXES,1,1\nIS-1,A,3,4\nIS-1,B,8,9\n"
    "IS-2,A,0,0\nIS-2,B,2,3\nIS-2,TAXES,1,1\n",
    "tables/population.csv": "region,2022,2023\nIS,10,11\nIS-0,10,\nIS-1,4,5\nIS-2,6,6\n",
    "tables/deflator.csv": "activity,2022,2023\nA,101.5,99\nB,103,108\n",
    "tables/rate.csv": "currency,2022,2023\nUSD,460.5,456\n",
    "tables/products.csv": "region,product,2022,2023\nIS-1,COAL,,5\n",
}


@pytest.fixture
def isle(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / "isle" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "isle"


def test_what_a_pack_knows(isle):
    pack = read_pack(isle)
    assert (pack.key, pack.title["en"], pack.first_release, pack.revised) == ("isle", "The Isle", 2024, (2022, 2023))
    assert (pack.metropolitan, pack.level_breaks, pack.kazakh_checked) == (("IS-2",), (2017,), False)
    assert pack.groups == {"OTHER": ("A", "B")}
    assert pack.roles["A"].role == "candidate"
    assert pack.roles["A"].reason["en"] == "Grows anywhere."
    assert pack.products["COAL"].unit == {"en": "tonnes"}
    assert pack.products["COAL"].facts["division"] == "05"
    assert pack.geography.name("IS", "en") == "Isle"
    assert pack.activities.name("B", "en") == "Mining"


def test_the_columns_of_a_table_follow_from_its_dims(isle):
    pack = read_pack(isle)
    columns = {key: (entry.columns.region, entry.columns.activity) for key, entry in pack.entries.items()}
    assert columns == {
        "value_added": ("region", "activity"),
        "population": ("region", None),
        "deflator": (None, "activity"),
        "rate": (None, "currency"),
        "products": ("region", "product"),
    }


def test_every_table_of_a_pack_can_be_read(isle):
    pack = read_pack(isle)
    assert pack.read("population").panel.regions == ["IS-1", "IS-2"]
    assert pack.read("deflator").panel.regions == ["IS"]
    assert pack.read("rate").panel.values.values.ravel().tolist() == [460.5, 456]
    assert pack.read("products").panel.activities == ["COAL"]
    assert pack.read("value_added").panel.indicator.source.citation == "Office of the Isle, 2024"


def test_cells_a_note_calls_derived_are_marked(isle):
    status = read_pack(isle).read("value_added").panel.status
    assert status.sel(region="IS-2", activity="B").values.tolist() == [Status.DERIVED, Status.PUBLISHED]


def test_a_pack_or_table_that_is_not_there(isle):
    with pytest.raises(SourceError, match="there is no pack 'atlantis'; packs are"):
        load_pack("atlantis")
    with pytest.raises(SourceError, match="'isle' has no table 'jobs'; it has value_added, population"):
        read_pack(isle).read("jobs")


def test_a_pack_file_that_is_wrong(isle):
    (isle / "roles.csv").write_text("activity,role\nA,hero\nZ,base\n")
    with pytest.raises(PanelError, match=r"(?s)roles.csv has 2 problems.*'hero' is no role.*'Z' is not in the list"):
        read_pack(isle)


def test_all_wrong_fields_of_its_tables_at_once(isle):
    text = PACK.replace("kind: stock", "kind: stok").replace("dims: [activity, year]", "dimensions: [activity, year]")
    (isle / "pack.yaml").write_text(text)
    with pytest.raises(SourceError, match=r"(?s)2 problems.*population.indicator.kind.*deflator.dimensions"):
        read_pack(isle)


def test_yaml_that_is_none(isle):
    (isle / "pack.yaml").write_text("pack: [isle\n")
    with pytest.raises(SourceError, match="cannot be read as YAML"):
        read_pack(isle)
    (isle / "pack.yaml").write_text("pack: isle\n")
    with pytest.raises(SourceError, match="`country`"):
        read_pack(isle)


@pytest.mark.parametrize("name", packs())
def test_every_pack_that_came_along_can_be_read_whole(name):
    pack = load_pack(name)
    for key in pack.entries:
        assert pack.read(key).panel.values.notnull().any()
