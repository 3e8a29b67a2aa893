"""Forms for experts: a workbook or a CSV to fill in, and back; nothing a person typed is ever taken for a formula."""

from __future__ import annotations

from smartspec.sources.forms.columns import TEXTS, Question
from smartspec.sources.forms.read import FormRead, read_form
from smartspec.sources.forms.write import write_form

__all__ = ["TEXTS", "FormRead", "Question", "read_form", "write_form"]
