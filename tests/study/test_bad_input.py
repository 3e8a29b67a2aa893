"""Mistakes people make, through the command itself: one clear message, exit code 2, earlier results untouched."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from smartspec import cli
from tests.study import small

Capture = pytest.CaptureFixture[str]


def smartspec(*arguments: str) -> int:
    """The command as a person runs it; its exit code."""
    before, sys.argv = sys.argv, ["smartspec", *arguments]
    try:
        cli.app()
    except SystemExit as done:
        return int(done.code or 0)
    finally:
        sys.argv = before
    return 0


def digest(folder: Path) -> dict[str, bytes]:
    """Everything a run left behind, byte for byte."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small study, run once without a mistake."""
    folder = small.write(tmp_path_factory.mktemp("done") / "study")
    assert smartspec("run", str(folder), "--no-report", "--json") == 0
    return folder


@pytest.fixture
def folder(done: Path, tmp_path: Path) -> Path:
    """A copy of it to spoil, with its earlier results."""
    return Path(shutil.copytree(done, tmp_path / "study"))


# ── the ways to spoil a study ────────────────────────────────────────────────────────────────────────────────────


def table(folder: Path, change: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    change(small.figures()).to_csv(folder / "value_added.csv", index=False)


def put(frame: pd.DataFrame, row: int, column: str, value: object) -> pd.DataFrame:
    frame = frame.astype(object)
    frame.loc[row, column] = value
    return frame


def blank(frame: pd.DataFrame, rows: pd.Series, *years: int) -> pd.DataFrame:
    return frame.assign(**{str(year): frame[str(year)].where(~rows) for year in years or small.YEARS})


def study(folder: Path, change: Callable[[str], str]) -> None:
    (folder / "study.yaml").write_text(change(small.STUDY), encoding="utf-8")


def named(folder: Path, name: str, content: bytes) -> None:
    """The main table under another name, with these bytes."""
    study(folder, lambda text: text.replace("file: value_added.csv", f"file: {name}"))
    (folder / name).write_bytes(content)


def encoded(folder: Path, declared: str, actual: str) -> None:
    study(folder, lambda text: text.replace("value_added.csv", f"value_added.csv\n    encoding: {declared}"))
    heading = "region,activity,примечание," + ",".join(map(str, small.YEARS))
    rows = small.figures().assign(note="сведения")[["region", "activity", "note", *map(str, small.YEARS)]]
    (folder / "value_added.csv").write_bytes((heading + "\n" + rows.to_csv(index=False, header=False)).encode(actual))


def workbook() -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("value_added")
        for number, row in enumerate([small.figures().columns, *small.figures().to_numpy().tolist()]):
            sheet.write_row(number, 0, row)
    return target.getvalue()


def regions(folder: Path, change: Callable[[list[str]], list[str]]) -> None:
    path = folder / "regions.csv"
    path.write_text("\n".join(change(path.read_text(encoding="utf-8").splitlines())) + "\n", encoding="utf-8")


def of_kazakhstan(folder: Path, code: str) -> None:
    """A table of one's own in a study of the Kazakhstan pack, with a row of this region."""
    (folder / "study.yaml").write_text(
        'title: {en: "Own figures"}\npack: kz\ntables:\n  value_added:\n    file: value_added.csv\n', encoding="utf-8"
    )
    (folder / "value_added.csv").write_text(
        f"region,activity,2022,2023,2024,2025\n{code},A,1,2,3,4\nKZ-61,A,1,2,3,4\n", encoding="utf-8"
    )


def squares(folder: Path, codes: list[str]) -> None:
    study(folder, lambda text: text.replace("regions: regions.csv", "regions: regions.csv, shapes: map.geojson"))
    ring = [[0, 0], [0, 1], [1, 1], [0, 0]]
    features = [
        {"type": "Feature", "properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for code in codes
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    (folder / "map.geojson").write_text(text, encoding="utf-8")


MISTAKES: dict[str, tuple[Callable[[Path], object], tuple[str, ...]]] = {
    # the table
    "a missing column": (
        lambda f: table(f, lambda t: t.rename(columns={"region": "oblast"})),
        ("no column 'region'", "'oblast'", "`columns.region`"),
    ),
    "text in a number cell": (
        lambda f: table(f, lambda t: put(t, 3, "2023", "about 12")),
        ("row 5, column H ('2023'): 'about 12'", "Write figures there"),
    ),
    "a negative amount": (
        lambda f: table(f, lambda t: put(t, 0, "2023", -140)),
        ("row 2, column H ('2023'): '-140'", "negative: true"),
    ),
    "an unknown region": (
        lambda f: table(f, lambda t: t.replace({"region": {"R3": "R33"}})),
        ("'R33' (row 14, 15, 16 and 3 more): unknown, did you mean R3? Use",),
    ),
    "a merged region": (
        lambda f: of_kazakhstan(f, "KZ-SK2017"),
        ("no longer a region", "now KZ-61 and KZ-79", "under `former:`"),
    ),
    "two rows for one cell": (
        lambda f: table(f, lambda t: pd.concat([t, t.iloc[[0]]])),
        ("8 cells are given twice: R1 / A / 2018 in row 2", "and row 56", "Keep one row"),
    ),
    "an activity at two levels at once": (
        lambda f: table(f, lambda t: pd.concat([t, *(t[t.activity == "B"].assign(activity=c) for c in ("05", "06"))])),
        ("2 levels at once", "division: 05, 06", "Keep one level"),
    ),
    "totals that do not add up": (
        lambda f: table(f, lambda t: put(t, 0, "2023", 999_999)),
        ("1 total does not add up: 2023, activity A", "'COUNTRY' says", "`tolerance`"),
    ),
    "an empty region": (
        lambda f: table(f, lambda t: blank(t, t.region == "R2")),
        ("1 region has no figure at all: R2", "Give figures, or take the rows away"),
    ),
    "an empty activity": (
        lambda f: table(f, lambda t: blank(t, t.activity == "J")),
        ("1 activity has no figure at all: J", "`activities`"),
    ),
    "a gap in a year that is needed": (
        lambda f: table(f, lambda t: put(put(t, 4, "2023", None), len(t) - 2, "2023", None)),
        ("1 cell of the focus years unknown: 2023 / R1 / J", "`years: focus:`"),
    ),
    "a year that is needed and is not there": (
        lambda f: table(f, lambda t: t.drop(columns="2023")),
        ("the main table has no 2023; it has 2018-2025", "`years:`"),
    ),
    "a region that starts late without a predecessor": (
        lambda f: table(f, lambda t: blank(t, t.region.isin(["R8", "COUNTRY"]), 2018, 2019)),
        ("region R8 has figures only from 2020, the table from 2018", "`predecessor` and `since`"),
    ),
    "a region that ends": (
        lambda f: table(f, lambda t: blank(t, t.region.isin(["R8", "COUNTRY"]), 2025)),
        ("region R8 has figures only to 2024, the table to 2025", "`former:`"),
    ),
    # the file
    "a missing file": (
        lambda f: study(f, lambda s: s.replace("value_added.csv", "valueadded.csv")),
        ("no file", "valueadded.csv; did you mean value_added.csv?"),
    ),
    "a table of 0 bytes": (lambda f: named(f, "value_added.csv", b""), ("value_added.csv has 0 bytes",)),
    "a workbook of 0 bytes": (lambda f: named(f, "value_added.xlsx", b""), ("value_added.xlsx has 0 bytes",)),
    "a truncated workbook": (
        lambda f: named(f, "value_added.xlsx", workbook()[:-2000]),
        ("value_added.xlsx is not a whole workbook", "cut short", "Fetch it again"),
    ),
    "half a workbook": (
        lambda f: named(f, "value_added.xlsx", workbook()[:4000]),
        ("value_added.xlsx is not a whole workbook", "cut short", "Fetch it again"),
    ),
    "a workbook under the name of a text": (
        lambda f: named(f, "value_added.csv", workbook()),
        ("value_added.csv is a workbook under the name of a text table", "its own ending"),
    ),
    "CP1251 declared UTF-8": (
        lambda f: encoded(f, "utf-8", "cp1251"),
        ("value_added.csv, line 1: byte 0xef is not UTF-8", "`encoding: cp1251`"),
    ),
    "UTF-8 declared CP1251": (
        lambda f: encoded(f, "cp1251", "utf-8"),
        ("value_added.csv, line 1: the file is UTF-8", "`encoding: utf-8`"),
    ),
    # the lists and the map
    "a region that stands twice": (
        lambda f: regions(f, lambda rows: [*rows, rows[2]]),
        ("'R1' stands twice", "row 11"),
    ),
    "a region that starts without a predecessor": (
        lambda f: regions(f, lambda rows: [row.replace("Region R8,,", "Region R8,,2020") for row in rows]),
        ("'R8' starts in 2020 without a predecessor", "Name the region it was cut from"),
    ),
    "a list of regions of 0 bytes": (
        lambda f: (f / "regions.csv").write_bytes(b""),
        ("regions.csv has 0 bytes",),
    ),
    "a missing list of activities": (
        lambda f: (f / "activities.csv").unlink(),
        ("activities.csv cannot be read", "Check its name and place"),
    ),
    "a map with other codes": (
        lambda f: squares(f, [*small.REGIONS[:-1], "R9"]),
        ("1 code is no region of the study: R9", "1 region has no boundary: R8"),
    ),
    "a missing map": (
        lambda f: (squares(f, small.REGIONS), (f / "map.geojson").unlink()),
        ("map.geojson cannot be read", "leave it out to draw equal tiles"),
    ),
    # the study file
    "a negative weight": (
        lambda f: study(f, lambda s: s + "ranking: {weights: {mass: -1}}\n"),
        ("line 17", "zero or more, found -1 for 'mass'; 0 leaves it out"),
    ),
    "weights that are all zero": (
        lambda f: study(f, lambda s: s + "ranking: {weights: {mass: 0}}\n"),
        ("line 17", "all weights are zero", "leave `weights` out"),
    ),
    "an unknown field": (lambda f: study(f, lambda s: s + "rankng: {}\n"), ("line 17", "did you mean 'ranking'?")),
    "a missing role": (
        lambda f: study(f, lambda s: s.replace("  K: {role: candidate}\n", "")),
        ("1 activity has no role: K", "`roles:`"),
    ),
    "no focus year": (lambda f: study(f, lambda s: s + "years: {focus: [2031]}\n"), ("2031", "2018-2025")),
    "a study that is no YAML": (lambda f: study(f, lambda s: s + "  : [\n"), ("study.yaml is not YAML: line 17",)),
    "a study of 0 bytes": (lambda f: study(f, lambda s: ""), ("study.yaml is empty", "`title:`")),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_mistake_gets_its_message_and_leaves_results_alone(mistake, folder, capsys: Capture):
    before = digest(folder / "results")
    spoil, hints = MISTAKES[mistake]
    spoil(folder)
    assert smartspec("run", str(folder), "--no-report") == 2
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert said.count("Error: ") == 1
    for hint in hints:
        assert hint in said, said
    assert digest(folder / "results") == before
    assert not [path for path in folder.iterdir() if path.name.startswith(".results")]


@pytest.mark.parametrize("mistake", ["a negative amount", "a missing file", "a negative weight"])
def test_check_says_the_same_as_run(mistake, folder, capsys: Capture):
    MISTAKES[mistake][0](folder)
    assert smartspec("check", str(folder)) == 2
    checked = capsys.readouterr().err
    assert smartspec("run", str(folder), "--no-report") == 2
    assert checked.strip() in capsys.readouterr().err


def test_several_mistakes_come_at_once(folder, capsys: Capture):
    squares(folder, ["R1"])
    table(folder, lambda t: put(put(t, 0, "2023", -140), 3, "2022", "about 12"))
    assert smartspec("run", str(folder), "--no-report") == 2
    said = capsys.readouterr().err
    assert "-140" in said
    assert "about 12" in said
    assert "7 regions have no boundary: R2, R3, R4, R5, R6 and 2 more" in said


def test_a_map_that_is_right_is_there_for_the_report(folder):
    squares(folder, small.REGIONS)
    from smartspec.study.run import run

    shapes = run(folder).inputs.shapes
    assert list(shapes) == small.REGIONS
    assert shapes["R1"]["coordinates"] == [[[0, 0], [0, 1], [1, 1], [0, 0]]]


# ── the disk ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("where", ["file/results", "file"])
def test_an_output_folder_that_cannot_be_made_is_refused(where, folder, tmp_path, capsys: Capture):
    (tmp_path / "file").write_text("in the way")
    assert smartspec("run", str(folder), "--no-report", "--out", str(tmp_path / where)) == 2
    assert "--out" in capsys.readouterr().err
    assert (tmp_path / "file").read_text() == "in the way"


def test_an_output_folder_with_other_things_is_left_alone(folder, tmp_path, capsys: Capture):
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "thesis.docx").write_text("years of work")
    assert smartspec("run", str(folder), "--no-report", "--out", str(tmp_path / "papers")) == 2
    assert "no results of a run. Name an empty or a new folder with --out." in capsys.readouterr().err
    assert digest(tmp_path / "papers") == {"thesis.docx": b"years of work"}


def test_a_study_folder_that_cannot_keep_results_is_refused(folder, capsys: Capture):
    before = digest(folder / "results")
    shutil.rmtree(folder / ".smartspec")
    (folder / ".smartspec").write_text("in the way")
    assert smartspec("run", str(folder), "--no-report") == 2
    assert "Choose another folder" in capsys.readouterr().err
    assert digest(folder / "results") == before


SLOW = 400_000
"""Weightings that keep the ranking busy until it is killed."""


def test_a_killed_run_leaves_earlier_results_and_the_next_one_continues(folder, capsys: Capture):
    before = digest(folder / "results")
    shutil.rmtree(folder / ".smartspec")
    study(folder, lambda text: text + f"ranking: {{draws: {SLOW}}}\nyears: {{growth: 4}}\n")
    command = [sys.executable, "-m", "smartspec.cli", "run", str(folder), "--no-report"]
    kept = folder / ".smartspec" / "cache"
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        while len(list(kept.rglob("*.npz"))) < 8 and running.poll() is None:
            time.sleep(0.02)
        running.kill()
    assert running.returncode != 0
    assert digest(folder / "results") == before
    stages = {path.stem for path in kept.rglob("*.npz")}
    study(folder, lambda text: text + "ranking: {draws: 200}\nyears: {growth: 4}\n")
    capsys.readouterr()
    assert smartspec("run", str(folder), "--no-report", "--json") == 0
    run = json.loads((folder / "results" / "run.json").read_text(encoding="utf-8"))
    taken = {stage["key"] for stage in run["stages"].values()} & stages
    assert len(taken) >= 8
    assert digest(folder / "results") != before
    assert not [path for path in folder.iterdir() if path.name.startswith(".results")]


def test_results_set_aside_by_a_run_killed_at_the_last_moment_come_back(folder, capsys: Capture):
    """Between setting the old results aside and putting the new ones in their place."""
    before = digest(folder / "results")
    (folder / "results").rename(folder / ".results.old-4711")
    (folder / ".results.new-abandoned").mkdir()
    os.utime(folder / ".results.new-abandoned", (0, 0))
    assert smartspec("run", str(folder), "--no-report", "--json") == 0
    assert digest(folder / "results") == before
    assert not [path for path in folder.iterdir() if path.name.startswith(".results")]


def test_the_process_itself_exits_with_two(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "smartspec.cli", "check", str(tmp_path / "nothing")],
        capture_output=True,
        text=True,
        env={**os.environ, "NO_COLOR": "1"},
        check=False,
    )
    assert done.returncode == 2
    assert "smartspec new" in done.stderr
    assert "Traceback" not in done.stderr
