"""smartspec: smart specialisation of regions, from official tables to priorities that can be traced and argued with."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from smartspec import decision, measures
    from smartspec.panel import Panel, label
    from smartspec.study.run import run

__all__ = ["Panel", "__version__", "decision", "label", "measures", "run"]
__version__ = "0.1.0"

_HOME = {"Panel": "smartspec.panel", "label": "smartspec.panel", "run": "smartspec.study.run"}


def __getattr__(name: str) -> Any:
    """Load a room when it is first asked for, so that `import smartspec` stays quick."""
    if name in ("decision", "measures"):
        return import_module(f"smartspec.{name}")
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'smartspec' has no attribute '{name}'")


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
