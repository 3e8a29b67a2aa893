"""Technologies on the page: what must be judged where nobody did, and the whole choice where all is made up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import combinations

import numpy as np
import pytest

from smartspec.exhibits import charts
from smartspec.exhibits.canvas import texts
from smartspec.exhibits.exhibit import Exhibit, Section
from smartspec.exhibits.technologies import technologies
from smartspec.exhibits.view import View
from smartspec.exhibits.words import Words, languages
from smartspec.report.html import every_exhibit
from smartspec.study.file import read_study
from smartspec.study.load import load_inputs
from smartspec.study.run import compute
from smartspec.study.scaffold import new_teaching

LANGUAGES = languages()


@pytest.fixture(scope="module")
def lessons(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, View]:
    """The made-up technologies, with few draws of everything else, in every language."""
    folder = tmp_path_factory.mktemp("lesson") / "study"
    new_teaching(folder, regions=12, seed=3)
    study = read_study(folder / "study.yaml")
    quick = study.model_copy(
        update={
            "ranking": study.ranking.model_copy(update={"draws": 200}),
            "futures": study.futures.model_copy(update={"count": 200}),
            "validation": study.validation.model_copy(update={"draws": 100}),
        }
    )
    made = compute(quick, load_inputs(quick, folder))
    return {language: View(made.study, made.inputs, made.results, Words(language)) for language in LANGUAGES}


def section(view: View) -> Section:
    found = technologies(view)
    assert found is not None
    return found


def exhibits(view: View) -> dict[str, Exhibit]:
    return {one.key: one for one in every_exhibit((section(view),))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_kazakhstan_says_what_to_judge_and_shows_no_figure_of_a_technology(views, language):
    view = views[language]
    there = exhibits(view)
    say = view.words.say
    listed = there["technologies-list"].table
    assert {row["tech_open"] for row in listed.text} == {say("technologies.all_open")}
    assert not {"tech_trl", "tech_cost", "tech_years"} & {column.key for column in listed.columns}
    asked = there["technologies-asks"].table
    assert {row["tech_lacking"] for row in asked.text} == {str(len(listed.text))}
    assert all(row["tech_who"] for row in asked.text)
    assert not any(one.chart for one in there.values())
    told = " ".join([*section(view).text, *(text for part in section(view).sections for text in part.text)])
    assert say("technologies.portfolio.no_budget") in told
    assert say("technologies.state.sure_in") not in " ".join(
        cell for one in there.values() if one.table for row in one.table.text for cell in row.values()
    )


def test_kazakhstan_calls_them_directions_and_preliminary(views):
    found = exhibits(views["en"])["technologies-domains"]
    assert found.title.startswith("Preliminary: direction")
    assert "these are directions" in found.text[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lesson_tells_the_choice_the_question_and_that_all_is_made_up(lessons, language):
    view = lessons[language]
    say, there = view.words.say, exhibits(view)
    assert say("technologies.synthetic") in section(view).text
    assert there["technologies-domains"].title == say("technologies.domains.title")
    regions = [key for key in there if key.endswith("-portfolio-table")]
    assert len(regions) == 3
    for key in regions:
        first = there[key].table.text[0]
        assert first["tech_state"] == say("technologies.state.sure_in")
        asks = there[key.replace("portfolio", "questions")].table
        assert any(re.search(r"\b69\b", row["tech_line"]) for row in asks.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_a_chart_lies_on_another_or_beyond_the_sheet(lessons, language):
    view = lessons[language]
    drawn = [one for one in exhibits(view).values() if one.chart]
    assert len(drawn) == 4
    for one in drawn:
        boxes = texts(one.chart)
        assert all(box.left >= 0 and box.right <= one.chart["width"] + 1 for _, box in boxes)
        assert [(a, b) for (a, at), (b, by) in combinations(boxes, 2) if at.touches(by)] == [], one.key
        assert one.alt


def test_a_box_is_as_wide_as_judges_leave_it(lessons):
    """Five criteria of 8 to 9 and of 6 to 8: the box goes from 6 to 8 across and from 8 to 9 up."""
    view = lessons["en"]
    told = charts.technology_boxes(view)
    assert told is not None
    assert "Moon pump: 8.0–9.0 by 6.0–8.0" in told.alt
    assert "Half-told loom: 3.4–8.6 by 2.5–6.5" in told.alt
    assert told.text == ("Left out, for want of a judgement: Idle question.",)


def test_shares_in_the_chart_are_those_of_the_run(lessons):
    view = lessons["en"]
    made = charts.portfolio_chart(view, "XX-003")
    assert made is not None
    found = view.results["portfolio"]["frequency"].sel(region="XX-003")
    bars = {row["technology"]: row["share"] for row in made.chart["datasets"]["bars"]}
    assert bars == {
        code: pytest.approx(float(found.sel(technology=code)))
        for code in found.technology.values
        if np.nan_to_num(found.sel(technology=code)) > 0
    }
    assert charts.portfolio_chart(view, "XX-001") is None


def test_a_study_without_technologies_has_no_such_page(views):
    view = views["en"]
    bare = View(view.study.model_copy(update={"technologies": None}), view.inputs, view.results, view.words)
    assert technologies(bare) is None
    assert charts.technology_boxes(bare) is None
