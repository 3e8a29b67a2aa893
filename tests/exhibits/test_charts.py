"""Charts: what is drawn is what was found, in every language, with no word on another and none missing."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import altair as alt
import numpy as np
import pytest

from smartspec.exhibits import charts, facts, theme
from smartspec.exhibits.canvas import Scale, texts
from smartspec.exhibits.exhibit import Exhibit
from smartspec.exhibits.placing import Box
from smartspec.exhibits.pole_cards import shown
from smartspec.exhibits.view import View
from smartspec.exhibits.words import Words, languages
from smartspec.study.run import run
from smartspec.study.scaffold import new_teaching
from tests.study.small import write

LANGUAGES = languages()
WHOLE = (
    charts.type_map,
    charts.localisation_map,
    charts.quotient_heat,
    charts.strengths_scatter,
    charts.survival_overview,
    charts.effective_chart,
    charts.correlation_heat,
)
ONE = (
    charts.trajectory,
    charts.acceptability,
    charts.survival_chart,
    charts.regret_chart,
    charts.fan_chart,
    charts.tornado_chart,
    charts.products_chart,
    charts.contribution_chart,
    charts.precedent_chart,
)


def every_chart(view: View) -> Iterator[Exhibit]:
    """Every chart a study can have, those it cannot feed left out."""
    made = [make(view) for make in WHOLE]
    made += [charts.quotient_map(view, activity) for activity in view.activities]
    made += [make(view, region) for make in ONE for region in view.regions]
    yield from (exhibit for exhibit in made if exhibit is not None and exhibit.chart)


@pytest.fixture(scope="module")
def drawn(views: Mapping[str, View]) -> Mapping[str, list[Exhibit]]:
    return {language: list(every_chart(view)) for language, view in views.items()}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> View:
    """Eight regions without tiles, volume indices, prices or products."""
    made = run(write(tmp_path_factory.mktemp("small") / "study"))
    return View(made.study, made.inputs, made.results, Words("en"))


def rows(exhibit: Exhibit, name: str) -> list[dict[str, Any]]:
    assert exhibit.chart is not None
    return exhibit.chart["datasets"][name]


def row(exhibit: Exhibit, name: str, **at: object) -> dict[str, Any]:
    (found,) = [one for one in rows(exhibit, name) if all(one[key] == value for key, value in at.items())]
    return found


# ── numbers known beforehand ──────────────────────────────────────────────────────────────────────────────────────


def test_type_map_shows_the_resource_regions_and_abai_just_under_the_line(views):
    tiles = charts.type_map(views["en"])
    for region, share in {"KZ-23": 0.51, "KZ-27": 0.45, "KZ-47": 0.42, "KZ-62": 0.39}.items():
        tile = row(tiles, "tiles", region=region)
        assert (tile["type"], tile["fill"]) == ("resource", theme.TYPES["resource"])
        assert tile["extraction"] == pytest.approx(share, abs=0.006)
    abai = row(tiles, "tiles", region="KZ-10")
    assert abai["extraction"] == pytest.approx(0.248, abs=0.0005)
    assert abai["fill"] == theme.TYPES["agrarian"]


def test_two_quotients_of_2024_known_beforehand_stand_on_their_lines(views):
    mining = charts.trajectory(views["en"], "KZ-23")
    farming = charts.trajectory(views["en"], "KZ-59")
    assert row(mining, "line B", year=2024)["quotient"] == pytest.approx(3.91, abs=0.005)
    assert row(farming, "line A", year=2024)["quotient"] == pytest.approx(5.79, abs=0.005)


def test_heat_map_holds_every_quotient_of_the_results(kazakhstan, views):
    cells = rows(charts.quotient_heat(views["ru"]), "cells")
    made = kazakhstan.results["specialisation"]["quotient"]
    assert len(cells) == made.size == 380
    for cell in cells:
        expected = made.sel(region=cell["region"], activity=cell["activity"]).item()
        assert cell["quotient"] == pytest.approx(expected)


def test_contributions_of_a_constant_region_add_up_to_its_growth(kazakhstan, views):
    chart = charts.contribution_chart(views["en"], "KZ-10")
    assert "East Kazakhstan and Abai" in chart.title
    total = kazakhstan.results["dynamics"]["total_growth"].sel(constant="KZ-63+KZ-10").item()
    assert sum(bar["points"] for bar in rows(chart, "bars")) == pytest.approx(total)
    assert row(chart, "total")["points"] == pytest.approx(total)


def test_parts_of_a_bar_of_weightings_add_up_to_one(views):
    chart = charts.acceptability(views["en"], "KZ-75")
    for activity in facts.ranked(views["en"], "KZ-75"):
        parts = [bar for bar in rows(chart, "parts") if bar["activity"] == activity]
        assert sum(part["share"] for part in parts) == pytest.approx(1)
        assert max(part["end"] for part in parts) == pytest.approx(1)


def test_products_stand_against_the_weight_of_the_region(kazakhstan, views):
    chart = charts.products_chart(views["en"], "KZ-23")
    made = kazakhstan.results["output"]["national_share"].sel(region="KZ-23")
    first = rows(chart, "bars")[0]
    assert first["share"] == pytest.approx(float(made.max()))
    assert 0.11 < row(chart, "worth")["worth"] < 0.12


# ── laws ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_regions_whose_borders_moved_are_named_and_not_drawn_where_growth_is_needed(views):
    moved = {"KZ-10", "KZ-63", "KZ-33", "KZ-19", "KZ-62", "KZ-35"}
    for make, name in ((charts.strengths_scatter, "points"), (charts.survival_overview, "all")):
        chart = make(views["en"])
        assert not {point["region"] for point in rows(chart, name)} & moved
        told = " ".join(chart.text)
        assert all(views["en"].region(code, short=True) in told for code in moved), told
    assert charts.survival_chart(views["en"], "KZ-10") is None
    assert charts.regret_chart(views["en"], "KZ-10") is None


def test_scatter_draws_candidates_with_mass_alone(kazakhstan, views):
    chart = charts.strengths_scatter(views["kk"])
    made = kazakhstan.results
    for point in rows(chart, "points"):
        at = {"region": point["region"], "activity": point["activity"]}
        assert made["scope"]["role"].sel(activity=point["activity"]).item() == "candidate"
        assert made["specialisation"]["share"].sel(at).item() >= 0.01
        lead = made["dynamics"]["growth"].sel(at) - made["dynamics"]["national_growth"].sel(activity=at["activity"])
        assert point["lead"] == pytest.approx(100 * lead.item())
    named = {(label["region"]) for label in rows(chart, "labels")}
    assert named == {point["region"] for point in rows(chart, "points") if point["chosen"]}


def test_a_first_release_is_hollow_and_no_line_begins_before_its_borders(views):
    chart = charts.trajectory(views["en"], "KZ-10")
    assert min(point["year"] for point in rows(chart, "line A")) == 2021
    assert {point["year"] for point in rows(chart, "hollow A")} == {2025}
    assert 2025 not in {point["year"] for point in rows(chart, "points A")}
    assert any("2021" in line for line in chart.text)


def test_candidates_come_first_and_strengths_are_outlined(kazakhstan, views):
    chart = charts.quotient_heat(views["en"])
    order = list(dict.fromkeys(cell["activity"] for cell in rows(chart, "cells")))
    roles = [kazakhstan.inputs.roles[code].role for code in order]
    assert roles == sorted(roles, key=["candidate", "base", "enabling", "no_choice"].index)
    listed = kazakhstan.results["long_list"]
    assert len(rows(chart, "strengths")) == int(((listed["class"] == "strength") & listed["listed"]).sum())


def test_what_is_missing_is_hatched_and_never_a_zero(kazakhstan):
    made = kazakhstan.results["specialisation"].copy(deep=True)
    made["quotient"].loc[{"region": "KZ-23", "activity": "C"}] = np.nan
    view = View(kazakhstan.study, kazakhstan.inputs, {**kazakhstan.results, "specialisation": made}, Words("en"))
    heat, tiles = charts.quotient_heat(view), charts.quotient_map(view, "C")
    assert row(heat, "cells", region="KZ-23", activity="C")["quotient"] is None
    assert row(tiles, "tiles", region="KZ-23")["quotient"] is None
    assert len(rows(heat, "missing")) > 3
    assert len(rows(tiles, "hatch")) > 3
    assert "Atyrau" not in tiles.alt


# ── every chart, every language ───────────────────────────────────────────────────────────────────────────────────


def test_every_language_draws_the_same_charts(drawn):
    keys = {language: [exhibit.key for exhibit in found] for language, found in drawn.items()}
    assert keys["en"] == keys["ru"] == keys["kk"]
    assert len(keys["en"]) == len(set(keys["en"])) > 100


def test_specifications_are_valid(drawn):
    """Altair checks each kind of chart against the schema; the others differ in their rows alone."""
    kinds = {re.sub(r"KZ-\d+|(?<=map-)[A-S]$", "", exhibit.key): exhibit for exhibit in drawn["kk"]}
    assert len(kinds) == len(WHOLE) + len(ONE) + 1
    for exhibit in kinds.values():
        assert isinstance(alt.Chart.from_dict(exhibit.chart), alt.LayerChart)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_touches_another_or_leaves_its_sheet(drawn, language):
    """In the widest font of the stack."""
    wrong = []
    for exhibit in drawn[language]:
        sheet = Box(-0.5, -0.5, exhibit.chart["width"] + 0.5, exhibit.chart["height"] + 0.5)
        found = texts(exhibit.chart)
        wrong += [(exhibit.key, text) for text, box in found if not box.within(sheet)]
        wrong += [
            (exhibit.key, one, other)
            for place, (one, box) in enumerate(found)
            for other, second in found[place + 1 :]
            if box.touches(second)
        ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_is_cut_at_the_level_of_sections(drawn, language):
    cut = {text for exhibit in drawn[language] for text, _ in texts(exhibit.chart) if "…" in text}
    assert cut == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chart_is_told_in_words_with_numbers(drawn, language):
    for exhibit in drawn[language]:
        assert exhibit.title
        assert re.search(r"\d", exhibit.alt), exhibit.key
        assert re.search(r"\d", exhibit.reading), exhibit.key
        assert exhibit.sources, exhibit.key
        assert "{" not in "".join((exhibit.title, exhibit.alt, exhibit.reading, *exhibit.text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_map_names_every_region_whole(views, language):
    names = {text["text"] for text in rows(charts.type_map(views[language]), "names")}
    assert names == {views[language].region(code, short=True) for code in views[language].regions}


def test_text_reads_on_its_ground(drawn):
    """Contrast of at least 4.5 on every tile, cell and part of a bar."""
    grounds = {*theme.TYPES.values(), *(theme.diverging(q / 20) for q in range(120))}
    grounds |= {theme.shade(place / 20) for place in range(21)}
    assert {ground for ground in grounds if theme.contrast(theme.text_on(ground), ground) < 4.5} == set()


def test_types_keep_apart_in_grey():
    greys = sorted(theme.contrast("#000000", fill) for fill in theme.TYPES.values())
    assert all(light / dark > 1.15 for dark, light in pairwise(greys))


# ── studies with less ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_study_without_volumes_prices_and_products_draws_what_it_can(small):
    made = [exhibit.key for exhibit in every_chart(small)]
    assert "type-map" in made
    assert "quotient-heat" in made
    for make in (charts.strengths_scatter, charts.survival_overview):
        assert make(small) is None
    for make in (charts.survival_chart, charts.regret_chart, charts.products_chart, charts.contribution_chart):
        assert make(small, small.regions[0]) is None


def test_a_study_without_tiles_says_that_its_map_is_in_no_order_of_place(small):
    chart = charts.type_map(small)
    assert "not by place" in chart.reading
    assert len(rows(chart, "tiles")) == 8


def test_a_study_with_shapes_gets_a_map_whatever_the_order_of_its_rings(kazakhstan):
    inputs = dataclasses.replace(kazakhstan.inputs)
    ring = [[0.0, 0.0], [5.0, 0.0], [5.0, 4.0], [0.0, 4.0], [0.0, 0.0]]
    shapes = {}
    for place, (code, region) in enumerate(kazakhstan.inputs.geography.regions.items()):
        down, right = region.tile
        moved = [[50 + 6 * right + x, 54 - 5 * down - y] for x, y in (ring if place % 2 else ring[::-1])]
        shapes[code] = {"type": "Polygon", "coordinates": [moved]}
    object.__setattr__(inputs, "shapes", shapes)
    chart = charts.type_map(View(kazakhstan.study, inputs, kazakhstan.results, Words("kk")))
    paths = {one["region"]: one["shape"] for one in rows(chart, "shapes")}
    assert len(paths) == 20
    corners = [sorted(re.findall(r"[\d.]+,[\d.]+", path)) for path in paths.values()]
    assert all(len(set(corner)) == 4 for corner in corners)
    found = texts(chart.chart)
    assert not any(one.touches(two) for n, (_, one) in enumerate(found) for _, two in found[n + 1 :])


def test_scale_ticks_are_round_and_inside():
    assert Scale(0.08, 7, 0, 100, log=True).ticks() == pytest.approx([0.1, 0.2, 0.5, 1, 2, 5])
    assert Scale(-1.2, 1.2, 0, 100).ticks() == pytest.approx([-1, -0.5, 0, 0.5, 1])
    assert Scale(-1.2, 1.2, 0, 100).digits() == 1


def test_of_a_thousand_candidates_only_the_largest_directions_are_drawn(tmp_path):
    new_teaching(tmp_path / "study", regions=60, seed=1)
    made = run(tmp_path / "study")
    view = View(made.study, made.inputs, made.results, Words("ru"))
    scatter, heat = charts.strengths_scatter(view), charts.quotient_heat(view)
    assert len(rows(scatter, "points")) <= 20
    assert len({cell["region"] for cell in rows(heat, "cells")}) == 20
    assert len({cell["activity"] for cell in rows(heat, "cells")}) == 20
    assert re.search(r"\d", " ".join(scatter.text))
    assert "40" in heat.text[0]
    region = view.regions[0]
    plane = charts.plane(view, region, shown(view, region)[0])
    more = (charts.localisation_map(view), charts.network(view), plane)
    for exhibit in (scatter, heat, charts.type_map(view), charts.survival_overview(view), *more):
        found = texts(exhibit.chart)
        assert not any(one.touches(two) for n, (_, one) in enumerate(found) for _, two in found[n + 1 :]), exhibit.key
