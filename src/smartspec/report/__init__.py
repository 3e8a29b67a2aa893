"""On paper: the outline of findings as a document that opens anywhere."""

from __future__ import annotations
