"""A form comes back as it was sent out, with what a person typed in it and nothing else."""

from __future__ import annotations

import csv
import hashlib

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from smartspec.errors import SourceError, StoreError
from smartspec.sources.forms import TEXTS, Question, read_form, write_form

WORDS = {**{key: f"the {key}" for key in TEXTS}, "steps": "One.\nTwo.", "candidate": "Candidate"}
ASKED = [
    Question(f"R1/{code}", key, "North", f"=Activity {code}", key.title(), "enough?", "5 (4…6)" if code == "A" else "")
    for code in "AB"
    for key in ("skills", "market")
]


def filled(path, answers, *, person="p1", interests=(), sheets=("Judgements", "Interests"), told=True):
    """A workbook as it comes back: answers are (candidate, criterion, score, comment)."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(sheets[0])
        rows = [
            ["Name", "Candidate", "Criterion", "Score", "Why"],
            ["person", "candidate", "criterion", "score", "comment"],
        ]
        for place, row in enumerate([*rows, *([person, *one] for one in answers)]):
            sheet.write_row(place, 0, row)
        sheet = book.add_worksheet(sheets[1])
        for place, row in enumerate([["candidate", "interest"], *interests]):
            sheet.write_row(place, 0, row)
        if told:
            sheet = book.add_worksheet("form")
            for place, row in enumerate([("key", "value"), ("round", "2"), ("candidates", "R1/A R1/B")]):
                sheet.write_row(place, 0, row)
    return path


def test_the_workbook_asks_every_question_with_its_words(tmp_path):
    path = write_form(tmp_path / "form.xlsx", ASKED, texts=WORDS, number=2, person="p1")
    book = CalamineWorkbook.from_path(path)
    assert book.sheet_names == ["the read_me", "the judgements", "the interests", "form"]
    rows = book.get_sheet_by_name("the judgements").to_python()
    assert rows[0][1] == "Candidate"
    assert rows[1][:3] == ["person", "candidate", "region"]
    assert rows[2][:8] == ["p1", "R1/A", "North", "=Activity A", "skills", "Skills: enough?", "5 (4…6)", ""]
    assert len(rows) == 2 + len(ASKED)
    assert len(book.get_sheet_by_name("the interests").to_python()) == 2 + 2
    assert [row[0] for row in book.get_sheet_by_name("the read_me").to_python()][-2:] == ["One.", "Two."]


def test_left_empty_it_comes_back_with_every_question_open(tmp_path):
    found = read_form(write_form(tmp_path / "form.xlsx", ASKED, texts=WORDS, number=2, person="p1"))
    assert found.rows[["candidate", "criterion"]].values.tolist() == [[one.candidate, one.criterion] for one in ASKED]
    assert set(found.rows["person"]) == {"p1"}
    assert set(found.rows["round"]) == {"2"}
    assert set(found.rows["score"]) == {""}
    assert found.told == {"round": "2", "candidates": "R1/A R1/B"}
    assert found.sha256 == hashlib.sha256((tmp_path / "form.xlsx").read_bytes()).hexdigest()


def test_sheets_may_be_renamed_and_interests_find_their_rows(tmp_path):
    path = filled(
        tmp_path / "back.xlsx",
        [("R1/A", "skills", 7, "two colleges"), ("R1/A", "market", "6,5", ""), ("R1/B", "skills", 3, "")],
        interests=[("R1/A", "shareholder"), ("R1/B", "")],
        sheets=("Лист1", "Лист2"),
    )
    rows = read_form(path).rows
    assert rows["score"].tolist() == ["7", "6.5", "3"]
    assert rows["interest"].tolist() == ["shareholder", "shareholder", ""]
    assert rows["comment"].tolist() == ["two colleges", "", ""]
    assert set(rows["round"]) == {"2"}


def test_no_text_of_a_csv_is_a_formula_and_all_come_back(tmp_path):
    path = write_form(tmp_path / "form.csv", ASKED, texts=WORDS, person="=HYPERLINK()")
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file, delimiter=";") for cell in row]
    assert "'=HYPERLINK()" in cells
    assert [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")] == []
    assert set(read_form(path).rows["person"]) == {"=HYPERLINK()"}


def test_a_pseudonym_written_once_stands_for_all_rows(tmp_path):
    path = tmp_path / "form.csv"
    path.write_text("person,candidate,criterion,score\np7,R1/A,skills,5\n,R1/B,skills,6\n", encoding="utf-8")
    assert read_form(path).rows["person"].tolist() == ["p7", "p7"]


def test_a_csv_of_an_old_spreadsheet(tmp_path):
    path = tmp_path / "form.csv"
    text = "person;candidate;criterion;score;comment\r\nп1;R1/A;skills;5;нет вузов\r\n"
    path.write_bytes(text.encode("cp1251"))
    assert read_form(path).rows[["person", "comment"]].values.tolist() == [["п1", "нет вузов"]]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("person;candidate;score\np;R1/A;5\n", "is no form"),
        ("person;candidate;criterion;score;mood\np;R1/A;k;5;good\n", r"column\(s\) mood are unknown"),
        ("person;candidate;criterion;score;score\np;R1/A;k;5;6\n", r"column\(s\) score stand twice"),
        ("person;candidate;criterion;score\n;R1/A;k;5\n", "names nobody"),
        ("person;candidate;criterion;score\np;R1/A;k;5\nq;R1/A;k;5\n;R1/B;k;5\n", "names 2 people.*1 row"),
    ],
)
def test_what_is_no_form(tmp_path, text, message):
    path = tmp_path / "form.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=message):
        read_form(path)


def test_files_that_cannot_be_read(tmp_path):
    (tmp_path / "form.docx").write_text("x")
    (tmp_path / "form.xlsx").write_text("x")
    for name, message in (("none.xlsx", "cannot be read"), ("form.docx", "xlsx or .csv"), ("form.xlsx", "not a whole")):
        with pytest.raises(SourceError, match=message):
            read_form(tmp_path / name)


def test_a_form_is_never_written_over(tmp_path):
    write_form(tmp_path / "form.csv", ASKED, texts=WORDS)
    with pytest.raises(StoreError, match="may hold answers"):
        write_form(tmp_path / "form.csv", ASKED, texts=WORDS)
    with pytest.raises(SourceError, match="nothing to ask"):
        write_form(tmp_path / "other.csv", [], texts=WORDS)
    with pytest.raises(SourceError, match=r"xlsx or \.csv"):
        write_form(tmp_path / "form.ods", ASKED, texts=WORDS)
    with pytest.raises(StoreError, match="cannot be written"):
        write_form(tmp_path / "form.csv" / "form.xlsx", ASKED, texts=WORDS)
