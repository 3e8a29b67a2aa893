"""The command line as people and machines use it: results on stdout, progress on stderr, codes that mean something."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from smartspec import __version__


def smartspec(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    command = [sys.executable, "-m", "smartspec.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


def test_the_version_is_the_packages():
    assert smartspec("--version").stdout.strip() == f"smartspec {__version__}"


def test_help_names_every_command():
    told = smartspec("--help").stdout
    assert all(name in told for name in ("demo", "new", "check", "run", "report", "explain", "measures"))


def test_a_study_is_made_checked_run_and_explained(tmp_path: Path):
    """The way the getting-started page goes, each step's words leading to the next."""
    study = tmp_path / "study"
    made = smartspec("new", study, "--pack", "kz")
    assert (made.returncode, f"smartspec run {study}" in made.stdout) == (0, True)
    checked = smartspec("check", study, "--json")
    facts = json.loads(checked.stdout)
    assert (checked.returncode, len(facts["regions"]), len(facts["activities"])) == (0, 20, 19)
    done = smartspec("run", study, "--no-report", "--json")
    findings = {one["region"]: one for one in json.loads(done.stdout)["findings"]}
    assert findings["KZ-23"]["type"] == "resource"
    assert "Computing" in done.stderr
    assert (study / "results" / "run.json").exists()
    story = json.loads(smartspec("explain", study, "KZ-23/B/quotient", "--json").stdout)
    assert story["value"] == pytest.approx(0.513 / 0.140, abs=0.02)  # means of 2022 to 2024
    cells = json.dumps(story)
    assert "value_added.csv, row " in cells
    assert "sha256" in cells


def test_what_is_printed_is_in_the_language_asked_for(kazakhstan_folder: Path, tmp_path: Path):
    out = tmp_path / "out"
    told = smartspec("run", kazakhstan_folder, "--no-report", "--out", out, "--language", "kk").stdout
    assert "Атырау облысы" in told
    assert "Результаты" not in told


def test_the_report_command_prints_where_the_reports_are(kazakhstan_folder: Path, tmp_path: Path):
    done = smartspec("report", kazakhstan_folder, "--out", tmp_path / "out", "--report", "ru")
    assert done.returncode == 0, done.stderr
    (path,) = done.stdout.split()
    assert Path(path).name == "report.ru.html"
    assert '<html lang="ru">' in Path(path).read_text(encoding="utf-8")


def test_measures_are_listed_for_people_and_machines():
    listed = json.loads(smartspec("measures", "--json", "--language", "ru").stdout)
    assert listed["location_quotient"]["title"] == "Коэффициент локализации"
    assert "Balassa 1965" in smartspec("measures").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("run", "{tmp}/nowhere"), "no study file"),
        (("new", "{tmp}/study", "--pack", "zz"), "there is no pack 'zz'; there is"),
        (("explain", "{study}", "KZ-99/B/quotient"), "KZ-99"),
        (("explain", "{study}", "KZ-23/B/quotent"), "quotient"),
        (("explain", "{study}", "nonsense"), "REGION/ACTIVITY/NUMBER"),
    ],
)
def test_a_mistake_is_one_message_and_code_2(arguments, said, kazakhstan_folder, tmp_path):
    filled = [one.format(tmp=tmp_path, study=kazakhstan_folder) for one in arguments]
    done = smartspec(*filled)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_the_past_of_kazakhstan_proves_nothing_for_density_and_that_is_said(kazakhstan_folder: Path):
    """The lift of density over the last quotient is nil on plain crossings; entries that last are too few."""
    found = json.loads(smartspec("validate", kazakhstan_folder, "--json").stdout)
    assert [set(row) - {""} for row in found["badge"]["data"]] == [{"not_testable"}, {"no_information"}]
    assert "no proven information" in found["verdicts"][1]
    told = smartspec("validate", kazakhstan_folder, "--language", "ru").stdout
    assert "Не доказано, что связанность улучшает предсказание" in told
