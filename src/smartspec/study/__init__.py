"""One study, from its file to its findings: the one room where all meet."""

from __future__ import annotations
