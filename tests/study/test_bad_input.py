"""Mistakes people make: one clear message, exit code 2, earlier results untouched."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import typer

from smartspec import cli
from smartspec.errors import SmartspecError
from tests.study import small


def smartspec(*arguments: str) -> int:
    """The command as a person runs it; its exit code."""
    try:
        cli.commands(list(arguments), standalone_mode=False)
    except SmartspecError as wrong:
        typer.echo(f"{type(wrong).__name__}: {wrong}", err=True)
        return 2
    return 0


def table(folder: Path, change: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    change(small.figures()).to_csv(folder / "value_added.csv", index=False)


def put(frame: pd.DataFrame, row: int, column: str, value: object) -> pd.DataFrame:
    frame = frame.astype(object)
    frame.loc[row, column] = value
    return frame


def study(folder: Path, change: Callable[[str], str]) -> None:
    (folder / "study.yaml").write_text(change(small.STUDY), encoding="utf-8")


def bytes_of(folder: Path, content: bytes, name: str = "value_added.csv") -> None:
    (folder / name).write_bytes(content)


MISTAKES: dict[str, tuple[Callable[[Path], None], tuple[str, ...]]] = {
    "a missing column": (lambda f: table(f, lambda t: t.rename(columns={"region": "oblast"})), ("region", "oblast")),
    "text in a number cell": (lambda f: table(f, lambda t: put(t, 3, "2023", "about 12")), ("about 12", "row 5")),
    "a negative amount": (lambda f: table(f, lambda t: put(t, 0, "2023", -140)), ("-140", "negative")),
    "an unknown region": (lambda f: table(f, lambda t: t.replace({"region": {"R3": "R33"}})), ("R33",)),
    "two rows for one cell": (lambda f: table(f, lambda t: pd.concat([t, t.iloc[[0]]])), ("R1", "twice")),
    "an activity at two levels at once": (
        lambda f: table(f, lambda t: pd.concat([t, *(t[t.activity == "B"].assign(activity=c) for c in ("05", "06"))])),
        ("levels", "division"),
    ),
    "totals that do not add up": (lambda f: table(f, lambda t: put(t, 0, "2023", 999_999)), ("add up", "2023")),
    "an empty region": (
        lambda f: table(f, lambda t: t.assign(**{str(y): t[str(y)].where(t.region != "R2") for y in small.YEARS})),
        ("R2", "no figure"),
    ),
    "an empty activity": (
        lambda f: table(f, lambda t: t.assign(**{str(y): t[str(y)].where(t.activity != "J") for y in small.YEARS})),
        ("J", "no figure"),
    ),
    "a missing file": (
        lambda f: study(f, lambda s: s.replace("value_added.csv", "valueadded.csv")),
        ("valueadded.csv", "value_added.csv"),
    ),
    "a negative weight": (lambda f: study(f, lambda s: s + "ranking: {weights: {mass: -1}}\n"), ("-1", "zero or more")),
    "weights that are all zero": (
        lambda f: study(f, lambda s: s + "ranking: {weights: {mass: 0}}\n"),
        ("all weights are zero",),
    ),
    "an unknown field": (lambda f: study(f, lambda s: s + "rankng: {}\n"), ("line 17", "did you mean 'ranking'")),
    "a missing role": (lambda f: study(f, lambda s: s.replace("  K: {role: candidate}\n", "")), ("no role", "K")),
    "a file of 0 bytes": (lambda f: bytes_of(f, b""), ("0 bytes",)),
    "a wrong encoding": (
        lambda f: (
            study(f, lambda s: s.replace("file: value_added.csv", "file: value_added.csv\n    encoding: utf-8")),
            bytes_of(f, "region,activity,2023\nОбласть,A,1\n".encode("cp1251")),
        )[0],
        ("encoding", "cp1251"),
    ),
    "a truncated workbook": (
        lambda f: (
            study(f, lambda s: s.replace("value_added.csv", "value_added.xlsx")),
            small.figures().to_csv(f / "x.csv"),
            bytes_of(f, b"PK\x03\x04" + b"\x00" * 50, "value_added.xlsx"),
        )[0],
        ("value_added.xlsx",),
    ),
    "a gap in a year that is needed": (
        lambda f: table(f, lambda t: put(put(t, 4, "2023", None), len(t) - 2, "2023", None)),
        ("2023 / R1 / J", "focus"),
    ),
    "no focus year": (lambda f: study(f, lambda s: s + "years: {focus: [2031]}\n"), ("2031", "2018-2025")),
    "a study that is no YAML": (lambda f: study(f, lambda s: s + "  : [\n"), ("not YAML", "line")),
    "a region that starts late without a predecessor": (
        lambda f: table(
            f, lambda t: t.assign(**{str(y): t[str(y)].where(~t.region.isin(["R8", "COUNTRY"])) for y in (2018, 2019)})
        ),
        ("R8", "predecessor"),
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_mistake_gets_its_message(mistake, tmp_path, capsys):
    folder = small.write(tmp_path / "study")
    spoil, hints = MISTAKES[mistake]
    spoil(folder)
    assert smartspec("run", str(folder), "--no-report") == 2
    said = capsys.readouterr().err
    assert "Traceback" not in said
    for hint in hints:
        assert hint.lower() in said.lower(), said


def test_the_small_study_runs_when_nothing_is_wrong(tmp_path, capsys):
    folder = small.write(tmp_path / "study")
    assert smartspec("run", str(folder), "--no-report", "--json") == 0
    assert '"findings"' in capsys.readouterr().out


def test_earlier_results_stay_when_a_later_run_fails(tmp_path):
    folder = small.write(tmp_path / "study")
    assert smartspec("run", str(folder), "--no-report", "--json") == 0
    before = {path.name: path.read_bytes() for path in (folder / "results").rglob("*.*") if path.is_file()}
    table(folder, lambda t: put(t, 0, "2023", -140))
    assert smartspec("run", str(folder), "--no-report") == 2
    after = {path.name: path.read_bytes() for path in (folder / "results").rglob("*.*") if path.is_file()}
    assert after == before


def test_several_mistakes_come_at_once(tmp_path, capsys):
    folder = small.write(tmp_path / "study")
    table(folder, lambda t: put(put(t, 0, "2023", -140), 3, "2022", "about 12"))
    assert smartspec("run", str(folder), "--no-report") == 2
    said = capsys.readouterr().err
    assert "-140" in said
    assert "about 12" in said


def test_a_folder_that_cannot_be_made_is_refused(tmp_path, capsys):
    folder = small.write(tmp_path / "study")
    (tmp_path / "file").write_text("in the way")
    assert smartspec("run", str(folder), "--no-report", "--out", str(tmp_path / "file" / "results")) == 2
    assert "--out" in capsys.readouterr().err


def test_the_process_itself_exits_with_two(tmp_path):
    import subprocess
    import sys

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
