"""What many tests stand on: the Kazakhstan study, run once."""

from __future__ import annotations

from pathlib import Path

import pytest

from smartspec.study.run import Run, run
from smartspec.study.scaffold import new_study


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
