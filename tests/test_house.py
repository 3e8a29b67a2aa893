"""The habits of the house: what a reader may expect of every file, whoever wrote it."""

from __future__ import annotations

import ast
import importlib
import inspect
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import smartspec
from smartspec import measures

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "smartspec"
MODULES = sorted(SOURCE.rglob("*.py"))
TEXTS = sorted(
    path
    for folder in ("src", "tests", "docs", "examples", "benchmarks", "tools", ".ci")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {"", ".py", ".md", ".po", ".yaml", ".toml", ".csv", ".css", ".j2", ".sh"}
    and path.is_file()
    and not {"_build", "__pycache__", "generated"} & set(path.parts)
) + sorted(path for path in ROOT.iterdir() if path.suffix in {".md", ".toml", ".cff"} or path.name == "Makefile")
MEASURES = sorted(name for name in measures.__all__ if inspect.isfunction(getattr(measures, name)))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

SECTIONS = ("Parameters", "Returns", "Examples")
NAMELESS = {"common", "helper", "helpers", "misc", "tools", "util", "utils"}
MACHINE = re.compile(r"(?<![\w.<>{}:/-])/(?:work|root|home|Users)/\w")
OUTSIDE = re.compile(r"\.\./" + "shared")


def of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def dotted(path: Path) -> str:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_a_file_is_a_sitting():
    """One that is longer holds a second idea, with a name of its own."""
    assert {of(path): lines for path in MODULES if (lines := len(text(path).splitlines())) > 400} == {}


def test_a_file_opens_with_what_it_is_for():
    openings = {of(path): (ast.get_docstring(ast.parse(text(path))) or "").partition("\n")[0] for path in MODULES}
    assert {path: line for path, line in openings.items() if not line.endswith((".", ":"))} == {}


def test_an_idea_has_a_name():
    assert [of(path) for path in MODULES if {part.strip("_") for part in dotted(path).split(".")} & NAMELESS] == []


def test_what_a_file_offers_is_there():
    missing = {}
    for path in MODULES:
        module = importlib.import_module(dotted(path))
        offered = getattr(module, "__all__", [])
        gone = [name for name in offered if not hasattr(module, name) or offered.count(name) > 1]
        if gone:
            missing[of(path)] = gone
    assert missing == {}


def test_every_exception_is_named():
    """Nothing catches everything: a fault that nobody foresaw is seen."""
    caught = [
        f"{of(path)}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(ast.parse(text(path)))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}))
    ]
    assert caught == []


def test_the_project_stands_on_itself():
    """No file names the place it was written in, or reads beside the project."""
    found = [
        f"{of(path)}: {line.strip()[:100]}"
        for path in TEXTS
        for line in text(path).splitlines()
        if MACHINE.search(line) or OUTSIDE.search(line)
    ]
    assert found == []


def test_a_measure_says_what_goes_in_and_what_comes_out_and_shows_it():
    lacking = {}
    for name in MEASURES:
        written = inspect.getdoc(getattr(measures, name)) or ""
        lacks = [part for part in SECTIONS if not re.search(rf"^{part}\n-+$", written, re.MULTILINE)]
        lacks += [] if ">>> " in written else ["a line that runs"]
        if lacks:
            lacking[name] = lacks
    assert lacking == {}


def test_a_measure_is_told_its_options_by_name():
    """What is measured comes first; whatever chooses how to count comes after the star."""
    loose = [
        f"{name}: {parameter.name}"
        for name in MEASURES
        for parameter in inspect.signature(getattr(measures, name)).parameters.values()
        if parameter.kind is not parameter.KEYWORD_ONLY and parameter.default is not parameter.empty
    ]
    assert loose == []


def test_importing_smartspec_is_light():
    """Heavy libraries load on first use, so that a command answers at once."""
    heavy = {
        "altair",
        "duckdb",
        "jinja2",
        "numpy",
        "pandas",
        "pydantic",
        "python_calamine",
        "vl_convert",
        "xarray",
        "xlsxwriter",
    }
    code = f"import sys, smartspec; print(*sorted({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split() == []


def test_one_version_everywhere():
    assert PROJECT["project"]["version"] == smartspec.__version__
    assert re.search(rf"^version: {re.escape(smartspec.__version__)}$", text(ROOT / "CITATION.cff"), re.MULTILINE)


@pytest.mark.parametrize("name", ["lock.txt", "dev.txt"])
def test_a_lock_names_no_host_and_hashes_everything(name):
    written = text(ROOT / "requirements" / name)
    assert "://" not in written
    entries = re.split(r"\n(?=\S)", written.strip())
    assert [entry.splitlines()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("name", ["lock.txt", "dev.txt"])
def test_a_lock_holds_every_dependency(name):
    groups = PROJECT["dependency-groups"]
    wanted = PROJECT["project"]["dependencies"] + groups["build"]
    if name == "dev.txt":
        extras = PROJECT["project"]["optional-dependencies"].values()
        wanted = wanted + groups["test"] + groups["docs"] + [line for extra in extras for line in extra]
    locked = set(re.findall(r"^([\w-]+)==", text(ROOT / "requirements" / name), re.MULTILINE))
    assert {re.split(r"[<>=!~\[; ]", line)[0].replace("_", "-") for line in wanted} - locked == set()


def test_the_wheel_holds_the_data(tmp_path):
    """What stands beside the code in the tree goes with it: packs, catalogues, templates, the mark of types."""
    beside = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-qq",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(tmp_path),
        str(ROOT),
    ]
    done = subprocess.run(build, check=False, env={**os.environ, "PATH": beside}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        path.relative_to(SOURCE.parent).as_posix()
        for path in SOURCE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wanted - packed == set()
