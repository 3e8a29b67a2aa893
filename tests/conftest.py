"""What many tests stand on: the Kazakhstan study, run once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from smartspec.study.run import Run, run
from smartspec.study.scaffold import new_study

settings.register_profile("smartspec", deadline=None)  # a busy machine is slow, and that is no failure
settings.load_profile("smartspec")

LEFT_OUT = pytest.StashKey[int]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the oracles out unless they are asked for by name: they need a package index and some minutes."""
    if config.option.markexpr:
        return
    oracles = [item for item in items if item.get_closest_marker("oracle")]
    config.stash[LEFT_OUT] = len(oracles)
    if oracles:
        config.hook.pytest_deselected(items=oracles)
        items[:] = [item for item in items if not item.get_closest_marker("oracle")]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what was left out, and why."""
    if count := config.stash.get(LEFT_OUT, 0):
        terminalreporter.write_line(
            f"{count} comparisons with other libraries left out: they install them from a package index. "
            "Run them by `pytest -m oracle`."
        )


@pytest.fixture(scope="session")
def kazakhstan_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the Kazakhstan study, as `smartspec new --pack kz` makes it."""
    folder = tmp_path_factory.mktemp("kz") / "study"
    new_study(folder, pack="kz", texts={})
    return folder


@pytest.fixture(scope="session")
def kazakhstan(kazakhstan_folder: Path) -> Run:
    """The Kazakhstan study, run."""
    return run(kazakhstan_folder)
