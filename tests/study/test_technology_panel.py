"""A panel on technologies, from the form sent out to the portfolio it feeds, through the commands people use."""

from __future__ import annotations

import csv
import json

import pytest

from smartspec.errors import StudyError
from smartspec.study.file import read_study
from smartspec.study.judged import AMOUNTS, panel_says, technology_answers
from smartspec.study.load import load_inputs
from smartspec.study.technology import Technologies
from tests.study.test_experts import call
from tests.study.test_technologies import ENTRY, with_technologies

CRITERIA = Technologies().criteria
NOTHING = "technology,trl,source\n"
OPEN = {
    "readiness": NOTHING,
    "costs": "technology,stage,cost_low,cost_high,years_low,years_high,source\n",
    "scores": "technology,criterion,low,high,source\n",
}


@pytest.fixture
def study(tmp_path):
    """The small study with two technologies nobody judged."""
    return with_technologies(tmp_path / "study", **OPEN)


def returned(study, name, *, trl=6, scores=7, cost=(5, 9), years=(1, 2), number=1, code="sorting"):
    """A CSV that came back from one person, on one technology."""
    path = study.parent / f"{name}-{number}.csv"
    amounts = dict(zip(AMOUNTS, (*cost, *years), strict=True))
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter=";")
        table.writerow(["round", "person", "candidate", "criterion", "score"])
        for key in ("trl", *amounts, *CRITERIA):
            answer = trl if key == "trl" else amounts.get(key, scores)
            table.writerow([number, name, f"technology/{code}", key, answer])
    return path


def test_a_form_asks_readiness_cost_time_and_every_criterion(study):
    call("form", study, "--technologies", "--person", "p1", "--out", study / "one.csv")
    with (study / "one.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert len(rows) == 2 * (1 + len(AMOUNTS) + len(CRITERIA))
    assert {row["candidate"] for row in rows} == {"technology/sorting", "technology/press"}
    assert {row["activity"] for row in rows} == {"Ore sorting", "Oil press"}
    call("form", study, "--technology", "press", "--out", study / "press.csv")
    with (study / "press.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["candidate"] for row in csv.DictReader(file, delimiter=";")} == {"technology/press"}
    with pytest.raises(StudyError, match="no technology drill in the study; it has sorting, press"):
        call("form", study, "--technology", "drill", "--out", study / "none.csv")


@pytest.mark.parametrize(("language", "title"), [("en", "Judgements"), ("ru", "Оценки"), ("kk", "Бағалар")])
def test_a_workbook_takes_amounts_where_amounts_are_asked(study, language, title):
    import zipfile

    from python_calamine import CalamineWorkbook

    call("form", study, "--technologies", "--language", language)
    path = study / "experts" / f"form-technologies-round1-{language}.xlsx"
    assert title in CalamineWorkbook.from_path(path).sheet_names
    sheet = zipfile.ZipFile(path).read("xl/worksheets/sheet2.xml").decode()
    assert sheet.count('type="decimal"') == 2 * len(AMOUNTS)


def test_the_panel_is_quartiles_of_people_and_medians_of_amounts(study):
    """By hand: scores 5, 6, 8 have quartiles 5.5 and 7; levels 5, 6, 8 the median 6; costs 4, 5, 9 the median 5."""
    for name, trl, score, low in (("p1", 5, 5, 4), ("p2", 6, 6, 5), ("p3", 8, 8, 9)):
        call("import", study, returned(study, name, trl=trl, scores=score, cost=(low, 2 * low)))
    said = panel_says(study, ["sorting", "press"], CRITERIA)
    assert said.trl.values.tolist()[0] == 6
    assert said.scores.sel(technology="sorting", criterion="market").values.tolist() == [5.5, 7]
    assert said.left["cost"].sel(technology="sorting").values.tolist() == [5, 10]
    assert said.people.values.tolist() == [3, 0]
    assert said.scores.sel(technology="press").isnull().all()
    known = load_inputs(read_study(study / "study.yaml"), study).technologies
    assert known.readiness["trl"].sel(technology="sorting").item() == 6


def test_a_level_between_two_people_is_not_reached(study):
    for name, trl in (("p1", 5), ("p2", 6)):
        call("import", study, returned(study, name, trl=trl))
    assert panel_says(study, ["sorting"], CRITERIA).trl.item() == 5


def test_a_cited_figure_stands_before_the_panel_s(tmp_path):
    folder = with_technologies(tmp_path / "study")
    call("import", folder, returned(folder, "p1", trl=3, cost=(50, 90)))
    known = load_inputs(read_study(folder / "study.yaml"), folder).technologies
    assert known.readiness["trl"].sel(technology="sorting").item() == 6
    assert known.scores.sel(technology="sorting", criterion="market").values.tolist() == [6, 8]
    assert known.scores.sel(technology="sorting", criterion="value").values.tolist() == [7, 7]


def test_what_was_said_of_other_technologies_in_earlier_rounds_stays(study):
    call("import", study, returned(study, "p1"))
    call("import", study, returned(study, "p1", number=2, code="press", scores=4))
    said = panel_says(study, ["sorting", "press"], CRITERIA)
    assert said.scores.sel(criterion="market", bound="low").values.tolist() == [7, 4]


def test_a_second_round_shows_the_first(study):
    call("import", study, returned(study, "p1", cost=(5, 9)))
    call("form", study, "--technology", "sorting", "--round", "2", "--out", study / "two.csv")
    with (study / "two.csv").open(encoding="utf-8-sig", newline="") as file:
        before = {row["criterion"]: row["before"] for row in csv.DictReader(file, delimiter=";")}
    assert before["trl"] == "6 (6…6)"
    assert before["cost_high"] == "9 (9…9)"


def test_the_report_says_medians_and_where_people_differ(study):
    for name, score in (("p1", 2), ("p2", 9), ("p3", 8), ("p4", 2)):
        call("import", study, returned(study, name, scores=score))
    said = call("report", study)
    assert "Technologies, 4 people" in said
    assert "sorting, Readiness level: 6.0 (6.0 – 6.0), 4" in said
    assert f"Where people disagree on technologies: {len(CRITERIA)}" in said
    told = json.loads(call("report", study, "--json"))["technologies"]
    assert {row["criterion"] for row in told} == {"trl", *AMOUNTS, *CRITERIA}


WRONG = {
    "a level of 12": ({"trl": 12}, "outside 1 to 9"),
    "half a level": ({"trl": 6.5}, "is no whole level from 1 to 9"),
    "a score of 0": ({"scores": 0}, "outside 1 to 9"),
    "a cost below zero": ({"cost": (-5, 9)}, "outside 0 to inf"),
    "low above high": ({"cost": (9, 5)}, "cost_low 9 is above cost_high 5"),
    "years the wrong way round": ({"years": (3, 1)}, "years_low 3 is above years_high 1"),
    "a technology nobody named": ({"code": "drill"}, "unknown candidate: technology/drill"),
}


@pytest.mark.parametrize("name", WRONG)
def test_an_answer_that_cannot_be_is_refused_and_nothing_is_kept(study, name):
    changed, said = WRONG[name]
    with pytest.raises(StudyError, match=said):
        call("import", study, returned(study, "p1", **changed))
    assert technology_answers(study) is None


def test_an_amount_nobody_can_tell_stays_open(study):
    call("import", study, returned(study, "p1", cost=("", ""), years=("", "")))
    assert panel_says(study, ["sorting"], CRITERIA).left["cost"].isnull().all()


def test_answers_twice_need_to_be_meant(study):
    call("import", study, returned(study, "p1"))
    with pytest.raises(StudyError, match="'p1' in round 1"):
        call("import", study, returned(study, "p1", scores=3))
    call("import", study, returned(study, "p1", scores=3), "--replace")
    assert panel_says(study, ["sorting"], CRITERIA).scores.sel(criterion="market").values.tolist() == [[3, 3]]


def test_a_study_without_technologies_cannot_ask_about_them(study):
    text = (study / "study.yaml").read_text(encoding="utf-8")
    (study / "study.yaml").write_text(text.replace(ENTRY, ""), encoding="utf-8")
    with pytest.raises(StudyError, match="names no technologies"):
        call("form", study, "--technologies", "--out", study / "none.csv")
