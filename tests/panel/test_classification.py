"""Codes at their levels: figures of two levels never stand side by side as if they were one list."""

from __future__ import annotations

import pytest

from smartspec.errors import PanelError
from smartspec.panel import Activity, Classification

OKED = Classification(
    "oked",
    {
        "B": Activity("B", "section", name={"en": "Mining and quarrying"}, equals="B"),
        "C": Activity("C", "section", name={"en": "Manufacturing"}, short={"en": "Factories"}),
        "06": Activity("06", "division", parent="B", equals="06"),
    },
)


def test_one_level():
    assert OKED.level_of(["B", "C"]) == "section"
    assert OKED.levels(["B", "06", "C"]) == {"section": ["B", "C"], "division": ["06"]}
    assert OKED.level_of([]) == ""


def test_two_levels_at_once():
    with pytest.raises(PanelError, match=r"2 levels at once \(section: B; division: 06\).*`activities:`"):
        OKED.level_of(["B", "06"])


def test_unknown_codes():
    with pytest.raises(PanelError, match="1 activity codes are not in the classification 'oked': Z"):
        OKED.level_of(["B", "Z"])


def test_the_code_above():
    assert OKED.ancestor("06", "section") == "B"
    assert OKED.ancestor("B", "section") == "B"
    assert OKED.ancestor("B", "division") is None


def test_a_circle_of_parents_ends():
    circle = Classification("odd", {"X": Activity("X", "a", parent="Y"), "Y": Activity("Y", "a", parent="X")})
    assert circle.ancestor("X", "b") is None


def test_names_and_equals():
    assert OKED.name("C", "en", short=True) == "Factories"
    assert OKED.name("B", "kk") == "Mining and quarrying"
    assert OKED.name("Z", "en") == "Z"
    assert OKED.correspondence() == {"B": "B", "06": "06"}
