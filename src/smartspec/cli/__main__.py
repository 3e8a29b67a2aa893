"""So that `python -m smartspec.cli` is the command too."""

from __future__ import annotations

from smartspec.cli import app

if __name__ == "__main__":
    app()
