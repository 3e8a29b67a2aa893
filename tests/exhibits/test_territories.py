"""Territories and poles on the page: official figures found again, and nothing said that is not known."""

from __future__ import annotations

import re

import pytest

from smartspec.exhibits.poles import badge, candidates
from smartspec.exhibits.territories import localised
from smartspec.exhibits.words import languages
from tests.exhibits.test_outline import every_section, find

LANGUAGES = languages()


def test_the_star_table_can_be_done_again_by_hand(views, documents):
    """Agriculture of North Kazakhstan: 25.0 % of value added against 4.6 %, quotient 5.46 (official table)."""
    table = find(documents["en"], "localisation-evidence").table
    (row,) = [
        one for one, told in zip(table.raw, table.text, strict=True)
        if (told["activity"], told["region"]) == ("Agriculture (A)", views["en"].region("KZ-59", short=True))
    ]  # fmt: skip
    assert row["quotient"] == pytest.approx(5.46, abs=0.005)
    reading = find(documents["en"], "localisation-table").reading
    share, country, again, over, quotient = map(float, re.findall(r"\d+\.\d+", reading)[:5])
    assert (share, country) == (again, over)
    assert share / country == pytest.approx(quotient, abs=0.006)


def test_every_confirmed_pair_stands_in_the_star_table_once(views, documents):
    told = find(documents["en"], "localisation-table").table.text
    assert sum(row["verdict"] == "confirmed" for row in told) == len(localised(views["en"], "confirmed"))
    assert len({(row["activity"], row["region"]) for row in told}) == len(told)


def test_the_rule_without_data_is_said_to_be_not_applicable(documents):
    told = find(documents["en"], "localisation-table").table.text
    assert {row["with_productivity"] for row in told} == {"not applicable"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_significance_is_refused_in_words(views, documents, language):
    section = next(one for one in every_section(documents[language]) if one.key == "territories")
    refused = views[language].words.say("territories.spatial_no", count=20, least=50)
    assert refused in section.text


def test_neighbours_share_grain_and_oil(documents):
    rows = {row["activity"]: row["regions"] for row in find(documents["en"], "localisation-shared").table.text}
    assert {"Atyrau", "Mangystau"} <= set(rows["Mining (B)"].split(", "))
    assert {"Akmola", "Kostanay"} <= set(rows["Agriculture (A)"].split(", "))


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_sections_poles_are_evidence_with_their_badge_and_no_density(views, documents, language):
    view = views[language]
    section = next(one for one in every_section(documents[language]) if one.key == "poles")
    assert view.words.say("poles.evidence") in section.text
    table = find(documents[language], "pole-evidence").table
    assert {row["badge"] for row in table.text} == {badge(view)}
    assert not {column.key for column in table.columns} & {"density", "chance", "rank"}
    order = [(region, code) for region in view.regions for code in candidates(view, region)]
    assert [row["activity"] for row in table.text] == [
        find(documents[language], f"{region}-pole-{code}").title.split(":")[0] for region, code in order
    ]


def test_a_card_answers_every_question(documents):
    cards = [
        exhibit
        for section in every_section(documents["en"])
        for exhibit in section.exhibits
        if re.fullmatch(r"KZ-\d+-pole-\w", exhibit.key)
    ]
    assert len(cards) == 25
    asked = ["within reach", "worth having", "missing", "Who did it", "proven", "change our mind"]
    for card in cards:
        assert [question in line for question, line in zip(asked, card.text, strict=True)] == [True] * 6, card.key
        assert "density" not in " ".join(card.text[:1]).lower()


def test_pay_of_trade_is_the_published_ratio(documents):
    """1,882 of 2,016 tenge an hour in 2023."""
    told = [
        " ".join(exhibit.text)
        for section in every_section(documents["en"])
        for exhibit in section.exhibits
        if exhibit.key.endswith("-pole-G")
    ]
    assert all("Pay in the country is 0.93 times the mean (2023)." in text for text in told)
