"""The Kazakhstan run as a reader sees it, in every language."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from smartspec.exhibits.exhibit import Section
from smartspec.exhibits.outline import document
from smartspec.exhibits.view import View
from smartspec.exhibits.words import Words, languages
from smartspec.study.run import Run


@pytest.fixture(scope="session")
def views(kazakhstan: Run) -> Mapping[str, View]:
    """The run in every language."""
    made = kazakhstan
    return {code: View(made.study, made.inputs, made.results, Words(code)) for code in languages()}


@pytest.fixture(scope="session")
def documents(views: Mapping[str, View]) -> Mapping[str, tuple[Section, ...]]:
    """The report's sections in every language."""
    return {code: document(view) for code, view in views.items()}
