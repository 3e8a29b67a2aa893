"""Places whose borders move: constant regions, their names and what has a past of its own."""

from __future__ import annotations

import pytest

from smartspec.errors import PanelError
from smartspec.panel import Geography, Region

KZ = Geography(
    "KZ",
    {
        "KZ-10": Region("KZ-10", name={"en": "Abai"}, predecessor="KZ-63", since=2021),
        "KZ-23": Region("KZ-23", name={"en": "Atyrau", "ru": "Атырауская область"}, short={"ru": "Атырау"}),
        "KZ-63": Region("KZ-63", name={"en": "East Kazakhstan"}),
    },
    neighbours=frozenset({frozenset({"KZ-10", "KZ-63"})}),
    constant={"KZ-63+KZ-10": ("KZ-63", "KZ-10")},
    former={"KZ-SK2017": ("KZ-61", "KZ-79")},
)


def test_a_region_cut_from_another_and_the_one_it_was_cut_from_have_moved():
    assert KZ.moved("KZ-10")
    assert KZ.moved("KZ-63")
    assert not KZ.moved("KZ-23")
    assert KZ.constant_regions() == {"KZ-63+KZ-10": ("KZ-63", "KZ-10"), "KZ-23": ("KZ-23",)}


def test_five_years_of_its_own_before_any_dynamics():
    assert KZ.first_year("KZ-63") == 2021
    assert not KZ.has_past("KZ-10", 2024)
    assert KZ.has_past("KZ-10", 2025)
    assert KZ.has_past("KZ-23", 2015)


def test_neighbours_know_each_other():
    assert KZ.neighbours_of("KZ-10") == ["KZ-63"]
    assert KZ.neighbours_of("KZ-23") == []


def test_names_in_the_language_asked_for_or_the_one_there_is():
    assert KZ.name("KZ-23", "ru") == "Атырауская область"
    assert KZ.name("KZ-23", "ru", short=True) == "Атырау"
    assert KZ.name("KZ-23", "kk") == "Atyrau"
    assert KZ.name("KZ-63+KZ-10", "en") == "East Kazakhstan + Abai"
    assert KZ.name("KZ-99", "en") == "KZ-99"


def test_unknown_and_former_codes_are_refused_together():
    KZ.check(["KZ", "KZ-10", "KZ-63"])
    with pytest.raises(PanelError, match=r"1 unknown region codes: KZ-99; 'KZ-SK2017' is no longer .* KZ-61 and KZ-79"):
        KZ.check(["KZ-99", "KZ-SK2017"])
