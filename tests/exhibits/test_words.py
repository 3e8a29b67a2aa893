"""The catalogues: every text in every language, with the same numbers in it, in the letters and signs of its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

import smartspec
from smartspec.errors import SmartspecError
from smartspec.exhibits.words import Words, languages
from smartspec.sources.packs import load_pack

LANGUAGES = languages()
OTHERS = [language for language in LANGUAGES if language != "en"]
FORMS = {"en": 2, "ru": 3, "kk": 2}
PLACEHOLDER = re.compile(r"\{(\w*)[^}]*\}")
KAZAKH = "әғқңөұүһі"
RARE = "һ"
QUOTES = {"en": ('"', '"'), "ru": ("«", "»"), "kk": ("«", "»")}

# A reading names headings and words of its table; what it quotes has to stand there.
QUOTED = {
    "conditions.reading": ("gate_state.not_yet", "gate_state.not_judged"),
    "criteria.reading": ("column.used",),
    "localisation.reading": ("verdict.weak",),
    "published.reading": ("column.total_difference",),
    "variants.reading": ("column.median_outcome",),
}


def messages(language: str) -> Iterator[tuple[str, str, Message]]:
    """File, key and message of every text of a language."""
    for entry in (resources.files("smartspec.i18n") / language).iterdir():
        if entry.name.endswith(".po"):
            with entry.open("rb") as file:
                for message in read_po(file, locale=language):
                    if message.id:
                        yield entry.name, message.id if isinstance(message.id, str) else message.id[0], message


def forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def texts(language: str) -> list[tuple[str, str]]:
    return [(key, text) for _, key, message in messages(language) for text in forms(message)]


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def asked_for() -> set[str]:
    """Keys the code names in full when it asks for a text."""
    found = set()
    for path in Path(smartspec.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name == "say" and isinstance(node.args[0].value, str):
                    found.add(node.args[0].value)
    return found


@pytest.mark.parametrize(
    ("count", "form"),
    [(1, "признак,"), (2, "признака,"), (4, "признака,"), (5, "признаков,"), (11, "признаков,"), (21, "признак,")],
)
def test_russian_counts_as_in_the_unicode_plural_rules(count, form):
    """One for 1 and 21, few for 2 to 4, many for 5 to 20: Unicode CLDR, plural rules of Russian."""
    assert form in Words("ru").say("removal.weak", n=count, count=count, needed=2, signs="…")


def test_a_range_of_years_has_the_word_a_language_puts_after_it():
    said = [Words(language).say("years.range", first=2022, last=2024) for language in ("en", "ru", "kk")]
    assert said == ["2022–2024", "2022–2024 годы", "2022–2024 жылдар"]


def test_numbers_are_written_with_the_signs_of_the_language():
    """Unicode CLDR: a decimal comma in Russian and Kazakh, thousands apart by a space; a minus and not a hyphen."""
    assert [Words(language).number(-1234.5, 1) for language in ("en", "ru", "kk")] == [
        "−1\u202f234.5",
        "−1\u202f234,5",
        "−1\u202f234,5",
    ]
    assert Words("ru").number(None) == Words("kk").percent(float("nan")) == "–"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_complete(language):
    """The same keys in the same file as in English, each said once, none empty."""
    there = [(file, key) for file, key, _ in messages(language)]
    wanted = [(file, key) for file, key, _ in messages("en")]
    assert sorted(set(wanted) ^ set(there)) == []
    assert len({key for _, key in there}) == len(there)
    assert [key for key, text in texts(language) if not text.strip()] == []


def test_every_text_the_code_asks_for_is_there():
    assert len(asked_for()) > 100
    assert sorted(asked_for() - {key for _, key, _ in messages("en")}) == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_holds_the_same_placeholders(language):
    english = {key: set().union(*map(placeholders, forms(message))) for _, key, message in messages("en")}
    assert [key for key, text in texts(language) if placeholders(text) != english[key]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_counted_text_has_as_many_forms_as_the_language(language):
    counted = {key: len(forms(message)) for _, key, message in messages(language) if not isinstance(message.id, str)}
    assert counted
    assert {key: n for key, n in counted.items() if n != FORMS[language]} == {}


@pytest.mark.parametrize("language", OTHERS)
def test_no_word_mixes_alphabets(language):
    """A Latin letter that looks Cyrillic cannot be searched for, and is read out wrongly."""
    mixed = re.compile(r"\b(?=\w*[a-z])(?=\w*[Ѐ-ӿ])\w+\b", re.IGNORECASE)
    told = [(key, PLACEHOLDER.sub(" ", text.replace("\\n", " "))) for key, text in texts(language)]
    assert [(key, mixed.findall(text)) for key, text in told if mixed.search(text)] == []


def test_kazakh_is_written_in_kazakh_letters_and_russian_without_them():
    """All nine letters but the one that only a few borrowed words have."""
    kazakh, russian = ("".join(text for _, text in texts(language)).lower() for language in ("kk", "ru"))
    assert set(KAZAKH) - set(RARE) <= set(kazakh)
    assert set(KAZAKH) & set(russian) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_signs_are_set_as_print_sets_them(language):
    """A dash between numbers, not a hyphen; a narrow space before the per cent sign, so that it is not left alone."""
    assert [(key, text) for key, text in texts(language) if re.search(r"\d %|\d%", text)] == []
    if language != "en":
        assert [(key, text) for key, text in texts(language) if re.search(r'"|\d-\d|\s-\s', text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reading", QUOTED)
def test_what_a_reading_quotes_stands_in_its_table(language, reading):
    said = {key: text.casefold() for key, text in texts(language)}
    opening, closing = QUOTES[language]
    quoted = re.findall(f"{opening}(.+?){closing}", said[reading])
    for key in QUOTED[reading]:
        assert any(said[key].startswith(word) for word in quoted), (key, quoted)


def test_kazakh_is_marked_until_an_editor_has_checked_it():
    """The report says how many texts are unchecked; the mark comes off with `kazakh_checked` of the pack."""
    told = Words("kk").unchecked
    unmarked = {key for _, key, _ in messages("kk")} - told
    if not load_pack("kz").kazakh_checked:
        assert unmarked == set()
    assert Words("en").unchecked == Words("ru").unchecked == frozenset()


def test_a_text_that_is_missing_is_refused_and_never_shown_as_its_key():
    with pytest.raises(SmartspecError, match=r"no text 'nothing\.here'.*i18n/ru"):
        Words("ru").say("nothing.here")


def test_a_language_without_catalogues_is_refused_with_those_there_are():
    with pytest.raises(SmartspecError, match="Choose one of en, ru, kk"):
        Words("tlh")
