"""The Kazakhstan pack, read straight from its files, against official totals, figures known beforehand and itself."""

from __future__ import annotations

import csv
import re
from importlib.resources import files
from pathlib import Path

import pandas as pd
import pytest
import yaml

KZ = Path(str(files("smartspec"))) / "packs" / "kz"
PACK = yaml.safe_load((KZ / "pack.yaml").read_text(encoding="utf-8"))
SECTIONS = list("ABCDEFGHIJKLMNOPQRS")
SERVICES = PACK["groups"]["OTHER_SERVICES"]
PUBLISHED_INDICES = [*"ABCDEFGHJL", "OTHER_SERVICES"]
DIVISIONS = [f"{number:02}" for number in range(5, 34)]
LANGUAGES = ("en", "ru", "kk")
LISTS = ("regions", "former", "constant", "activities", "roles", "products", "indicators", "commodities", "notes")


def rows(name: str) -> list[dict[str, str]]:
    with (KZ / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table(name: str) -> pd.DataFrame:
    """A table with years as columns, by its own first columns."""
    wide = pd.read_csv(KZ / "tables" / f"{name}.csv", dtype={"region": str, "activity": str})
    keys = [column for column in wide.columns if not column.isdecimal()]
    return wide.set_index(keys if len(keys) > 1 else keys[0]).rename(columns=int)


def parts(wide: pd.DataFrame) -> pd.DataFrame:
    """Rows of regions without the country's."""
    return wide.drop(index="KZ", level=0) if isinstance(wide.index, pd.MultiIndex) else wide.drop(index="KZ")


def off(wide: pd.DataFrame, years: slice = slice(None)) -> pd.DataFrame:
    """How far the regions' sums lie from the country, by activity and year."""
    return (parts(wide).groupby(level=1).sum(min_count=1) - wide.loc["KZ"]).loc[:, years]


@pytest.fixture(scope="module")
def value() -> pd.DataFrame:
    return table("value_added")


def quotient(value: pd.DataFrame, members: list[str], activity: str, year: int) -> float:
    here = value.loc[members, year].groupby(level=1).sum()[SECTIONS]
    there = value.loc["KZ", year][SECTIONS]
    return float((here[activity] / here.sum()) / (there[activity] / there.sum()))


# ── figures known beforehand ──────────────────────────────────────────────────────────────────────────────────────


def test_the_country_is_the_sum_of_its_twenty_regions(value):
    assert off(value).abs().max().max() <= 10
    assert off(value).loc[SECTIONS, 2014:].notna().all().all()
    assert len(parts(value).index.unique("region")) == 20


def test_quotients_of_2024_on_the_value_added_of_sections_a_to_s(value):
    assert quotient(value, ["KZ-23"], "B", 2024) == pytest.approx(3.91, abs=0.005)
    assert quotient(value, ["KZ-59"], "A", 2024) == pytest.approx(5.79, abs=0.005)


def test_east_kazakhstan_mining_falls_naively_and_rises_on_the_constant_region(value):
    assert quotient(value, ["KZ-63"], "B", 2020) == pytest.approx(0.94, abs=0.005)
    assert quotient(value, ["KZ-63"], "B", 2025) == pytest.approx(0.73, abs=0.005)
    assert quotient(value, ["KZ-63", "KZ-10"], "B", 2025) == pytest.approx(1.52, abs=0.005)


def test_extraction_in_the_resource_regions_2022_to_2024(value):
    """Shares of the three years together; 0.25 makes a resource region, and Abai is just under."""
    made = value.loc[:, 2022:2024].sum(axis=1)
    share = made.xs("B", level=1) / made[made.index.isin(SECTIONS, level=1)].groupby(level=0).sum()
    known = {"KZ-23": 0.51, "KZ-27": 0.45, "KZ-47": 0.42, "KZ-62": 0.39}
    assert share[share >= 0.25].to_dict() == pytest.approx(known, abs=0.006)
    assert share["KZ-10"] == pytest.approx(0.248, abs=0.0005)


def test_mining_was_forty_nine_per_cent_of_the_product_of_atyrau_in_2022(value):
    """As printed by the Bureau of National Statistics in its publication of gross regional product of 2022."""
    assert value.loc[("KZ-23", "B"), 2022] / table("grp").loc["KZ-23", 2022] == pytest.approx(0.49, abs=0.005)


def test_nominal_growth_is_volume_times_price_but_for_2017_and_2023():
    """The country's gross domestic product: only where its level was revised for some years do they part."""
    nominal = table("grp").loc["KZ"].pct_change().add(1).mul(100)
    made = table("grp_volume_index").loc["KZ"] * table("value_added_deflator").loc[("KZ", "TOTAL")] / 100
    gap = (nominal - made).loc[2012:2025]
    assert (nominal[2017], made[2017], nominal[2023], made[2023]) == pytest.approx(
        (115.8, 112.8, 115.1, 116.9), abs=0.05
    )
    assert sorted(gap.index[gap.abs() > 0.11]) == PACK["level_breaks"] == [2017, 2023]


def test_the_product_of_2022_in_dollars_as_the_united_nations_have_it():
    """National Accounts Main Aggregates: Kazakhstan 2022, 225,496 million dollars."""
    tenge, rate = table("grp").loc["KZ", 2022], table("exchange_rate").loc["USD", 2022]
    assert tenge / rate == pytest.approx(225_496, rel=0.001)


@pytest.mark.parametrize(
    ("region", "activity", "figures"),
    [
        ("KZ-10", "N", {2021: 20_196, 2022: 171_842, 2023: 21_389}),
        ("KZ-75", "S", {2024: 2_204_684}),
        ("KZ-19", "R", {2020: 51_151, 2021: 236_118}),
    ],
)
def test_oddities_stand_as_published_and_are_noted(value, region, activity, figures):
    assert value.loc[(region, activity), list(figures)].to_dict() == figures
    noted = [n for n in rows("notes") if (n["table"], n["region"], n["activity"]) == ("value_added", region, activity)]
    assert "oddity" in {note["kind"] for note in noted}


# ── tables against each other ─────────────────────────────────────────────────────────────────────────────────────


def test_gross_regional_product_is_value_added_and_net_taxes(value):
    sections = value[value.index.isin([*SECTIONS, "T"], level=1)].groupby(level=0).sum().loc[:, 2014:]
    gap = (table("grp").loc[:, 2014:] - sections - table("net_taxes")).drop(columns=range(2014, 2021))
    assert gap.abs().max().max() == 0


def test_the_product_of_the_country_is_that_of_its_regions():
    grp = table("grp")
    assert (parts(grp).sum() - grp.loc["KZ"]).abs().max() <= 3


def test_divisions_add_up_to_mining_and_manufacturing_but_for_two_years():
    made = table("industry_divisions").loc["KZ"]
    assert (made.loc[DIVISIONS[:5]].sum() - made.loc["B"]).abs().max() < 1
    short = made.loc["C"] - made.loc[DIVISIONS[5:]].sum()
    assert short[short.abs() > 1].round().to_dict() == {2018: 27_796, 2019: 31_518}
    assert (made.loc[["13", "14", "15"]].sum() - made.loc["13-15"]).abs().max() < 1
    assert (made.loc[["24", "25"]].sum() - made.loc["24-25"]).abs().max() < 1


def test_industry_meets_the_table_by_regions_where_both_have_one_vintage(value):
    same = [2014, 2015, 2016, *range(2020, 2026)]
    gap = table("industry_divisions").loc["KZ"].loc[list("BCDE"), same] - value.loc["KZ"].loc[list("BCDE"), same]
    assert gap.abs().max().max() < 10


def test_volume_indices_of_sections_make_up_the_index_of_their_region(value):
    """Weighted by the previous year, 204 of them with the country: half within 0.2 points, nine of ten within 0.6."""
    held = value[value.index.isin(SECTIONS, level=1)].rename(index=dict.fromkeys(SERVICES, "OTHER_SERVICES"), level=1)
    before = held.groupby(level=[0, 1]).sum(min_count=1).shift(axis=1).loc[:, 2015:2025]
    volume = table("value_added_volume_index").reindex(before.index)[before.columns]
    known = before.where(volume.notna())
    made = (known * volume).groupby(level=0).sum() / known.groupby(level=0).sum()
    covered = known.groupby(level=0).sum() / before.groupby(level=0).sum()
    whole = table("grp_volume_index").reindex(made.index)[made.columns]
    gap = (made - whole).where(covered > 0.98).abs().stack().dropna()
    assert len(gap) == 204
    assert gap.quantile([0.5, 0.9]).tolist() == pytest.approx([0.2, 0.6], abs=0.05)
    far = {("KZ-71", 2023): 1.4, ("KZ-33", 2024): 1.8, ("KZ-61", 2018): 1.8, ("KZ-79", 2018): 5.3}
    assert gap[gap > 1.2].round(1).to_dict() == far


def test_volume_of_agriculture_in_the_regions_makes_up_that_of_the_country(value):
    """Weighted by the previous year: 0.6 points at most, from 2019, when all regions of the time have an index."""
    weights = parts(value).xs("A", level=1).shift(axis=1)
    volume = table("value_added_volume_index").xs("A", level=1)
    joint = parts(volume).reindex(weights.index)[weights.columns]
    known = weights.where(joint.notna())
    made = (known * joint).sum() / known.sum()
    assert (made - volume.loc["KZ"]).loc[2019:2025].abs().max().round(1) <= 0.6


def test_employment_adds_up():
    jobs = table("employment")
    total = jobs.xs("TOTAL", level=1).drop(index="KZ-SK2017", errors="ignore")
    apart = (parts(total).sum() - total.loc["KZ"]).drop(2015)
    assert apart.abs().max() < 0.15
    assert parts(total)[2015].isna().all()
    branches = jobs.copy()
    branches.loc[("KZ-79", slice(None)), [2016, 2017]] = float("nan")  # stands within South Kazakhstan too
    assert off(branches, slice(2016, 2025)).loc[["A", "B_C_D_E_F"]].abs().max().max() < 0.23
    sectors = jobs.drop(index="TOTAL", level=1).groupby(level=0).sum(min_count=3).loc[:, 2018:]
    assert (sectors - total.loc[sectors.index.intersection(total.index), 2018:]).abs().max().max() < 0.002


def test_population_and_investment_add_up():
    people, invested = table("population"), table("investment")
    assert (parts(people).sum() - people.loc["KZ"]).abs().max() <= 1
    assert (parts(invested).sum() - invested.loc["KZ"]).abs().max() <= 1
    assert invested.loc["KZ", 2025] == 23_492_501


@pytest.mark.parametrize(("name", "tolerance"), [("employment_by_section", 0.06), ("investment_by_section", 2)])
def test_sections_of_the_country_add_up(name, tolerance):
    made = table(name).loc["KZ"]
    assert (made.drop(index=["TOTAL", "IND"]).sum() - made.loc["TOTAL"]).abs().max() <= tolerance
    assert (made.loc[list("BCDE")].sum() - made.loc["IND"]).abs().max() <= max(tolerance, 1)


def test_products_add_up_until_2016_but_for_three_lost_figures():
    made = table("products")
    gap = -off(made, slice(2010, 2016)).stack()
    assert set(gap[gap.abs() > 0.15].index) == {("DIESEL", 2011), ("FOOTWEAR", 2012), ("FUEL_OIL", 2016)}


def test_products_that_contain_others():
    country = table("products").loc["KZ"]
    of = {row["code"]: row["part_of"] for row in rows("products") if row["part_of"]}
    for whole in ("OIL_INCL_CONDENSATE", "WATER_NATURAL"):
        inside = country.loc[[code for code, into in of.items() if into == whole]].sum()
        assert (inside - country.loc[whole]).abs().max() < 1
    for part, whole in of.items():
        assert (country.loc[part].dropna() <= country.loc[whole].reindex(country.loc[part].dropna().index)).all()


# ── words, places, addresses ──────────────────────────────────────────────────────────────────────────────────────


def test_every_region_has_its_names_and_short_ones_fit_a_tile():
    regions = rows("regions")
    assert [region["code"] for region in regions] == ["KZ", *sorted(region["code"] for region in regions[1:])]
    assert len(regions) == 21
    assert sorted(region["code"] for region in regions if region["kind"] == "city") == PACK["metropolitan"]
    for language in LANGUAGES:
        for column in ("name", "short"):
            names = [region[f"{column}_{language}"] for region in regions]
            assert all(names)
            assert len(set(names)) == 21
        assert max(len(region[f"short_{language}"]) for region in regions) <= 11


def test_neighbours_by_the_map_of_the_country():
    """Land borders since 2022; Karaganda meets Almaty Region and Zhetysu only in the waters of Balkhash."""
    pairs = [frozenset((row["region"], row["neighbour"])) for row in rows("neighbours")]
    assert len(set(pairs)) == len(pairs) == 33
    beside = {
        code: {other for pair in pairs if code in pair for other in pair - {code}} for code in frozenset().union(*pairs)
    }
    assert len(beside) == 20
    assert (beside["KZ-71"], beside["KZ-75"], beside["KZ-79"]) == ({"KZ-11"}, {"KZ-19"}, {"KZ-61"})
    assert beside["KZ-47"] == {"KZ-15", "KZ-23"}
    assert beside["KZ-27"] == {"KZ-15", "KZ-23"}
    assert beside["KZ-63"] == {"KZ-10"}
    assert beside["KZ-33"] == {"KZ-10", "KZ-19"}
    assert beside["KZ-59"] == {"KZ-11", "KZ-39", "KZ-55"}


def test_the_tile_map_keeps_neighbours_together():
    tile = {row["code"]: (int(row["tile_row"]), int(row["tile_col"])) for row in rows("regions")[1:]}
    assert len(set(tile.values())) == 20
    steps = {}
    for row in rows("neighbours"):
        one, other = tile[row["region"]], tile[row["neighbour"]]
        steps[row["region"], row["neighbour"]] = (abs(one[0] - other[0]), abs(one[1] - other[1]))
    assert [pair for pair, step in steps.items() if max(step) > 1] == [("KZ-11", "KZ-35"), ("KZ-55", "KZ-59")]
    assert {steps[pair] for pair in steps if {"KZ-71", "KZ-75", "KZ-79"} & set(pair)} <= {(0, 1), (1, 0)}
    assert tile["KZ-27"] < tile["KZ-23"] < tile["KZ-47"]


def test_constant_regions_are_those_cut_in_2022():
    cut = {row["code"]: (row["predecessor"], row["since"]) for row in rows("regions") if row["since"]}
    assert cut == {"KZ-10": ("KZ-63", "2021"), "KZ-33": ("KZ-19", "2021"), "KZ-62": ("KZ-35", "2021")}
    constant = {row["code"]: row["members"].split() for row in rows("constant")}
    assert constant == {f"{old}+{new}": [old, new] for new, (old, _) in cut.items()}
    years = table("value_added").loc[list(cut)].notna().any()
    assert int(years.index[years][0]) == 2021


def test_activities_stand_at_one_level_each_and_no_two_share_a_name():
    activities = {row["code"]: row for row in rows("activities")}
    level = {code: row["level"] for code, row in activities.items()}
    assert [code for code in level if level[code] == "section"] == [*SECTIONS, "T", "U"]
    assert [code for code in level if level[code] == "division"] == DIVISIONS
    assert all(activities[code]["parent"] == ("B" if code < "10" else "C") for code in DIVISIONS)
    taken: dict[str, str] = {}
    for code, row in activities.items():
        for language in LANGUAGES:
            assert 0 < len(row[f"short_{language}"]) <= 24
            for name in {row[f"name_{language}"].lower(), row[f"short_{language}"].lower()}:
                assert taken.setdefault(name, code) == code


def test_roles_are_those_of_the_method():
    role = {row["activity"]: row["role"] for row in rows("roles")}
    assert list(role) == [*SECTIONS, "T"]
    by_role = {name: "".join(code for code in role if role[code] == name) for name in dict.fromkeys(role.values())}
    assert by_role == {"candidate": "ACHIJKMNR", "base": "B", "enabling": "DEFG", "no_choice": "LOPQST"}


def test_the_group_of_services_is_what_the_volume_table_leaves_out():
    assert sorted(SERVICES) == sorted(set(SECTIONS) - set(PUBLISHED_INDICES))
    assert list(table("value_added_volume_index").loc["KZ"].index) == PUBLISHED_INDICES


@pytest.mark.parametrize("name", LISTS)
def test_every_word_stands_in_three_languages_and_only_its_own_script(name):
    for row in rows(name):
        for column, text in row.items():
            if re.fullmatch(r"\w+_en", column):
                assert text, (name, row)
                assert not re.search("[А-Яа-яЁё]", text), text
            elif re.fullmatch(r"\w+_(ru|kk)", column):
                assert text, (name, row)
                assert text.isascii() is False or not re.search("[a-z]{4}", text), text
            assert text == text.strip()


def test_every_table_is_described_and_every_number_plain():
    described = {entry["file"] for entry in PACK["tables"].values()}
    assert described == {f"tables/{path.name}" for path in (KZ / "tables").glob("*.csv")}
    for entry in PACK["tables"].values():
        with (KZ / entry["file"]).open(encoding="utf-8", newline="") as file:
            heading, *lines = csv.reader(file)
        keys = [column for column in heading if not column.isdecimal()]
        assert keys == [dim for dim in entry["dims"] if dim != "year"]
        years = [int(column) for column in heading[len(keys) :]]
        assert years == list(range(years[0], years[-1] + 1))
        assert len({tuple(line[: len(keys)]) for line in lines}) == len(lines)
        assert all(re.fullmatch(r"(-?\d+(\.\d+)?)?", cell) for line in lines for cell in line[len(keys) :])
        for words in (entry["indicator"]["title"], entry["indicator"]["unit"], entry["indicator"]["definition"]):
            assert sorted(words) == sorted(LANGUAGES)


def test_every_note_names_cells_there_are():
    kinds = {"derived", "break", "oddity", "confidential", "coverage", "method"}
    for note in rows("notes"):
        entry = PACK["tables"][note["table"]]
        cells = table(Path(entry["file"]).stem)
        assert note["kind"] in kinds
        assert bool(note["from"]) == bool(note["to"])
        assert int(note["from"] or 0) <= int(note["to"] or 0)
        dims = [dim for dim in entry["dims"] if dim != "year"]
        if note["region"]:
            assert note["region"] in cells.index.unique("region"), note
        if note["activity"]:
            assert note["activity"] in cells.index.unique(next(dim for dim in dims if dim != "region")), note
        if note["from"]:
            assert set(range(int(note["from"]), int(note["to"]) + 1)) & set(cells.columns), note


def test_derived_cells_of_the_main_table(value):
    derived = {
        (note["region"], note["activity"], note["from"], note["to"])
        for note in rows("notes")
        if note["table"] == "value_added" and note["kind"] == "derived"
    }
    assert derived == {
        ("", "E", "", ""),
        ("KZ-11", "F", "2014", "2018"),
        ("KZ-10", "F", "2021", "2025"),
        ("KZ-10", "N", "2021", "2023"),
        ("KZ-10", "R", "2021", "2025"),
        ("KZ-11", "R", "2014", "2014"),
    }


def test_a_former_region_is_no_current_one():
    current = {row["code"] for row in rows("regions")}
    former = {row["code"]: row["successors"].split() for row in rows("former")}
    assert former == {"KZ-SK2017": ["KZ-61", "KZ-79"]}
    assert not current & set(former)
