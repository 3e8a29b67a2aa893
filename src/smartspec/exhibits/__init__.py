"""Findings made visible, before any medium: tables, charts, maps and sentences as data, in three languages."""

from __future__ import annotations
