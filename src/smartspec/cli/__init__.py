"""In the terminal: one command, `smartspec`, and everything it can be told."""

from __future__ import annotations

from smartspec.cli.terminal import app, commands, main

__all__ = ["app", "commands", "main"]
