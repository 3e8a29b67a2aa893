"""What all entries of a study file have in common: strict, frozen, and a field's text is its manual.

Entry    the base of every entry
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

__all__ = ["Entry"]


class Entry(BaseModel):
    """A strict entry: an unknown field is an error, its text is the manual."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)
