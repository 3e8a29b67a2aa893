"""What several commands take: a study, a language, JSON.

Language, STUDY, SPEAK, JSON    the options
words_of                        the words of a language
"""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from smartspec.exhibits.words import Words

__all__ = ["JSON", "SPEAK", "STUDY", "Language", "words_of"]


class Language(str, Enum):
    """Languages of output."""

    en = "en"
    ru = "ru"
    kk = "kk"


STUDY = Annotated[Path, typer.Argument(help="The study file, or the folder that holds study.yaml.")]
SPEAK = Annotated[Language, typer.Option(help="Language of what is printed.")]
JSON = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]


def words_of(language: Language) -> Words:
    """The words of a language."""
    from smartspec.exhibits.words import Words

    return Words(language.value)
