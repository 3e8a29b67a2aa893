"""The steps of the method, chapter by chapter: each takes what is given and returns one labelled result."""

from __future__ import annotations
