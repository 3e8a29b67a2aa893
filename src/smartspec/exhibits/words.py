"""Words and numbers of one language: texts by key from the catalogues, figures as that language writes them.

    Words            say a text, write a number, a share, a change, a range of years
    languages        the languages there are catalogues for
    decimal_symbol   what stands between a number's whole and its part in a language

Texts live in `i18n/<language>/*.po`, keyed by name; code holds none. A missing text is an error here, so
that a page never shows a key. Thousands are set apart by a narrow no-break space in every language.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources

import numpy as np
from babel import Locale, dates, numbers
from babel.messages.pofile import read_po

from smartspec.errors import SmartspecError

__all__ = ["MINUS", "THIN", "Words", "decimal_symbol", "languages"]

THIN = "\u202f"
MINUS = "\u2212"


@cache
def languages() -> tuple[str, ...]:
    """Languages there are catalogues for, English first."""
    folder = resources.files("smartspec.i18n")
    found = sorted(entry.name for entry in folder.iterdir() if entry.is_dir() and not entry.name.startswith("_"))
    return tuple(sorted(found, key=lambda name: (name != "en", name != "ru", name)))


@cache
def _catalogue(language: str) -> tuple[Mapping[str, str | tuple[str, ...]], frozenset[str]]:
    """Texts by key, and the keys whose wording nobody who speaks the language from birth has checked."""
    texts: dict[str, str | tuple[str, ...]] = {}
    unchecked = set()
    folder = resources.files("smartspec.i18n") / language
    for entry in sorted(folder.iterdir(), key=lambda found: found.name):
        if entry.name.endswith(".po"):
            with entry.open("rb") as file:
                for message in read_po(file, locale=language):
                    if message.id:
                        key = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
                        texts[key] = (
                            tuple(message.string) if isinstance(message.string, (tuple, list)) else str(message.string)
                        )
                        if message.fuzzy:
                            unchecked.add(key)
    return texts, frozenset(unchecked)


def decimal_symbol(language: str) -> str:
    """What stands between a number's whole and its part in a language."""
    return str(numbers.get_decimal_symbol(language))


class Words:
    """Texts and numbers of one language.

    Examples
    --------
    >>> Words("ru").number(1234.5, 1)
    '1\u202f234,5'
    >>> Words("en").percent(0.123, 1)
    '12.3\u202f%'
    """

    def __init__(self, language: str) -> None:
        if language not in languages():
            raise SmartspecError(f"there is no catalogue for '{language}'. Choose one of {', '.join(languages())}.")
        self.language = language
        self._texts, self.unchecked = _catalogue(language)
        self._locale = Locale.parse(language)
        self._decimal = decimal_symbol(language)

    def has(self, key: str) -> bool:
        """Whether there is a text under this key."""
        return bool(self._texts.get(key))

    def say(self, key: str, /, **values: object) -> str:
        """The text under a key, with its {placeholders} filled; `n` chooses the plural form.

        Raises
        ------
        SmartspecError
            The catalogue has no such text.
        """
        text = self._texts.get(key)
        if not text:
            raise SmartspecError(
                f"the {self.language} catalogue has no text '{key}'. Add it to smartspec/i18n/{self.language}/."
            )
        if isinstance(text, tuple):
            form = self._locale.plural_form(float(str(values.get("n", 1))))
            order = {"one": 0, "few": 1, "many": 2}
            text = text[min(order.get(form, len(text) - 1), len(text) - 1)]
        return text.format(**values) if values else text

    def number(self, value: float | None, digits: int = 0) -> str:
        """A number, with a dash where it is unknown."""
        if value is None or not np.isfinite(value):
            return "–"
        whole, _, part = f"{abs(value):,.{digits}f}".partition(".")
        sign = MINUS if round(value, digits) < 0 else ""
        return sign + whole.replace(",", THIN) + (self._decimal + part if part else "")

    def percent(self, share: float | None, digits: int = 0) -> str:
        """A share as per cent."""
        if share is None or not np.isfinite(share):
            return "–"
        return f"{self.number(100 * share, digits)}{THIN}%"

    def signed(self, value: float | None, digits: int = 1) -> str:
        """A change, with its sign."""
        text = self.number(value, digits)
        return f"+{text}" if value is not None and np.isfinite(value) and round(value, digits) > 0 else text

    def inner(self, text: str) -> str:
        """A heading's words as they stand inside a sentence: the first letter small, unless all of a word is large.

        Examples
        --------
        >>> words = Words("en")
        >>> words.inner("Location quotient"), words.inner("IT services")
        ('location quotient', 'IT services')
        """
        return text if text[1:2].isupper() else text[:1].lower() + text[1:]

    def outer(self, text: str) -> str:
        """Words that open a heading or a line of their own: the first letter large.

        Examples
        --------
        >>> Words("ru").outer("область Абай")
        'Область Абай'
        """
        return text[:1].upper() + text[1:]

    def limit(self, value: float) -> str:
        """A line somebody drew: as many digits as it has, and one more than none only where it needs it.

        Examples
        --------
        >>> words = Words("ru")
        >>> words.limit(2.0), words.limit(2.5)
        ('2', '2,5')
        """
        return self.number(value, 0 if float(value).is_integer() else 1)

    def day(self, written: str) -> str:
        """A day written as 2026-09-17, as the language writes it; anything else stays as it is.

        Examples
        --------
        >>> Words("ru").day("2026-09-17"), Words("en").day("spring 2026")
        ('17 сентября 2026 г.', 'spring 2026')
        """
        try:
            day = date.fromisoformat(written)
        except ValueError:
            return written
        return str(dates.format_date(day, self.say("date.pattern"), locale=self._locale))

    def join(self, items: list[str]) -> str:
        """A list in running text, with this language's "and" before the last."""
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {self.say('and')} {items[-1]}"
