"""Experts of a study, from the form sent out to the report, through the commands as people use them."""

from __future__ import annotations

import csv
import json
import shutil

import pytest
from typer.testing import CliRunner

from smartspec.cli import commands
from smartspec.errors import SmartspecError, StoreError, StudyError
from smartspec.study.experts import agreement_of, answers, judged_by_people
from tests.study import small

CONDITIONS = judged_by_people()


@pytest.fixture
def study(tmp_path):
    return small.write(tmp_path / "study")


def call(*arguments):
    """The command in this process; what a person can put right is raised."""
    done = CliRunner().invoke(commands, ["experts", *map(str, arguments)])
    if isinstance(done.exception, SmartspecError):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.stdout


def returned(study, name, scores, *, number=1, interest=""):
    """A CSV that came back: scores by (candidate, condition), or one for all conditions of a candidate."""
    path = study.parent / f"{name}-{number}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter=";")
        table.writerow(["round", "person", "candidate", "criterion", "score", "interest"])
        for candidate, score in scores.items():
            table.writerows([number, name, candidate, key, score, interest] for key in CONDITIONS)
    return path


def test_a_form_asks_about_directions_region_by_region(study):
    call("form", study, "--person", "p1", "--out", study / "one.csv")
    with (study / "one.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    asked = {row["candidate"] for row in rows}
    assert asked
    assert len(rows) == len(asked) * len(CONDITIONS)
    assert {row["person"] for row in rows} == {"p1"}
    region = sorted(asked)[0].partition("/")[0]
    call("form", study, "--region", region, "--all", "--out", study / "region.csv")
    with (study / "region.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["candidate"].partition("/")[0] for row in csv.DictReader(file, delimiter=";")} == {region}
    with pytest.raises(StudyError, match="no region R99 in the study; it has R1"):
        call("form", study, "--region", "R99", "--out", study / "none.csv")


def test_the_form_speaks_the_language_asked_for(study):
    from python_calamine import CalamineWorkbook

    call("form", study, "--language", "kk")
    book = CalamineWorkbook.from_path(study / "experts" / "form-round1-kk.xlsx")
    assert book.sheet_names[:3] == ["Толтыру тәртібі", "Бағалар", "Мүдделер"]
    assert "Баға, 1–9" in book.get_sheet_by_name("Бағалар").to_python()[0]


def test_answers_are_kept_with_hash_and_date_and_the_same_file_is_recognised(study):
    path = returned(study, "p1", {"R1/A": 7, "R2/C": 3}, interest="adviser")
    assert "answers taken in: 14, from p1" in call("import", study, path)
    (record,) = (study / "experts").glob("*.json")
    kept = json.loads(record.read_text(encoding="utf-8"))
    assert kept["file"] == "p1-1.csv"
    assert len(kept["sha256"]) == 64
    assert kept["rows"][0]["date"] == kept["taken_in"][:10]
    assert kept["rows"][0]["interest"] == "adviser"
    (copy,) = (study / "experts" / "received").iterdir()
    assert copy.read_bytes() == path.read_bytes()
    before = record.read_bytes()
    assert "was taken in before; nothing has changed" in call("import", study, path)
    assert record.read_bytes() == before


def test_a_correction_stands_in_the_place_of_what_came_before_which_is_kept(study):
    call("import", study, returned(study, "p1", {"R1/A": 7}), returned(study, "p2", {"R1/A": 5}))
    again = returned(study, "p1", {"R1/A": 2})
    with pytest.raises(StudyError, match=r"answered before: 'p1' in round 1 \(p1-1.csv.*--replace"):
        call("import", study, again)
    call("import", study, again, "--replace")
    scores = answers(study).scores.sel(round=1, candidate="R1/A", criterion="skills")
    assert scores.to_series().to_dict() == {"p1": 2, "p2": 5}
    assert len(list((study / "experts").glob("*.json"))) == 3


def test_all_that_is_wrong_with_a_form_comes_at_once_and_nothing_is_kept(study):
    path = returned(study, "p1", {"R1/A": 12, "R9/A": 5, "R1/Q": 5})
    with path.open("a", encoding="utf-8") as file:
        file.write("1;p1;R1/A;skills;3;\n1;p2;R1/A;skills;3;\n1;p2;R1/A;weather;3;\n")
    with pytest.raises(StudyError) as wrong:
        call("import", study, path)
    for part in (
        "p1-1.csv: the judgements have",
        "2 unknown candidate: R9/A, R1/Q; judged are R1/A",
        "1 unknown criterion: weather",
        "7 score(s) are outside 1 to 9: p1 / R1/A / anchor (round 1): 12",
        "1 answer(s) are given twice: p1 / R1/A / skills",
        "'p2' left 6 of 7 questions of round 1 open",
    ):
        assert part in str(wrong.value)
    assert answers(study) is None
    assert not (study / "experts").exists()


def test_half_a_form_is_refused_unless_accepted(study):
    path = study.parent / "half.csv"
    path.write_text("person;candidate;criterion;score\np1;R1/A;skills;5\n", encoding="utf-8")
    with pytest.raises(StudyError, match="'p1' left 6 of 7 questions of round 1 open"):
        call("import", study, path)
    call("import", study, path, "--partial")
    assert answers(study).people == ("p1",)


def test_the_report_by_hand(study):
    """Three order two candidates alike, one the other way round: rank sums 5 and 7, W = 12 · 2 / (16 · 6)."""
    for name, first, second in (("p1", 9, 1), ("p2", 8, 2), ("p3", 9, 1), ("p4", 1, 9)):
        call("import", study, returned(study, name, {"R1/A": first, "R2/C": second}, interest="kin" * (name == "p4")))
    found = json.loads(call("report", study, "--json"))
    assert found["people"] == ["p1", "p2", "p3", "p4"]
    one = found["criteria"][0]
    assert (one["criterion"], one["common"]) == ("anchor", 2)
    assert one["kendall_w"] == pytest.approx(12 * 2 / (16 * 6))
    assert found["disagreements"][0]["low"] == "p4"
    assert found["stability"] is None
    assert found["interests"] == [
        {"person": "p4", "candidate": "R1/A", "interest": "kin"},
        {"person": "p4", "candidate": "R2/C", "interest": "kin"},
    ]
    assert [one["moved"] for one in found["influence"]] == [0, 0, 0, 0]
    told = call("report", study, "--language", "ru")
    assert "Согласованность по условиям" in told
    assert "Кадры: W 0,25" in told
    assert "Тур пока один" in told


def test_a_second_round_shows_the_first_and_tells_whether_to_stop(study):
    call("form", study, "--out", study / "first.csv")
    with (study / "first.csv").open(encoding="utf-8-sig", newline="") as file:
        label = next(csv.DictReader(file, delimiter=";"))["candidate"]
    other = "R1/A" if label != "R1/A" else "R2/C"
    for name, score in (("p1", 9), ("p2", 5), ("p3", 7)):
        call("import", study, returned(study, name, {label: score, other: 4}))
    call("form", study, "--round", "2", "--out", study / "second.csv")
    with (study / "second.csv").open(encoding="utf-8-sig", newline="") as file:
        shown = {row["candidate"]: row["before"] for row in csv.DictReader(file, delimiter=";")}
    assert shown[label] == "7 (6…8)"
    for name, score in (("p1", 8), ("p2", 5), ("p3", 7)):
        call("import", study, returned(study, name, {label: score, other: 4}, number=2))
    stable = json.loads(call("report", study, "--json"))["stability"]
    assert (stable["share_stable"], stable["stop"]) == (0.5, False)
    assert stable["moving"][0] == {"candidate": label, "criterion": "anchor", "net_change": pytest.approx(1 / 3)}
    assert "Opinion still moves" in call("report", study)
    for name, score in (("p1", 8), ("p2", 5), ("p3", 7)):
        call("import", study, returned(study, name, {label: score, other: 4}, number=3))
    assert "another round would add little" in call("report", study)


def test_one_expert_alone_agrees_with_nobody(study):
    call("import", study, returned(study, "p1", {"R1/A": 9}))
    found = agreement_of(answers(study))
    assert found["criteria"][0]["kendall_w"] is None
    assert found["influence"] == []
    assert "W –" in call("report", study)


def test_nobody_answered_or_a_record_is_torn(study):
    with pytest.raises(StudyError, match="no expert has answered yet"):
        call("report", study)
    call("import", study, returned(study, "p1", {"R1/A": 9}))
    (record,) = (study / "experts").glob("*.json")
    record.write_text(record.read_text(encoding="utf-8")[:100], encoding="utf-8")
    with pytest.raises(StoreError, match="is not a whole record"):
        call("report", study)
    shutil.rmtree(study / "experts")
    (study / "experts").write_text("a file in the way")
    with pytest.raises(StoreError, match="cannot write"):
        call("import", study, returned(study, "p1", {"R1/A": 9}))
