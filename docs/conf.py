"""How the documentation is built; pages made from the code come from manual.py, nothing comes from a network."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import manual
import mathml

import smartspec

project = "smartspec"
author = "The smartspec authors"
project_copyright = author
release = version = smartspec.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
suppress_warnings = ["ref.python"]  # a field name such as `key` may stand in more than one class

default_role = "code"
autodoc_member_order = "bysource"
autodoc_typehints = "none"
autodoc_preserve_defaults = True
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_use_ivar = True

html_theme = "pydata_sphinx_theme"
html_title = "smartspec"
html_show_sourcelink = False
html_copy_source = False
html_math_renderer = "mathml"
html_theme_options = {"navigation_with_keys": False, "show_nav_level": 1}


fields_as_written: dict[str, list[str]] = {}


def keep_fields(app: Any, what: str, name: str, thing: Any, options: Any, lines: list[str]) -> None:
    """Take the text of a field away before napoleon reads "Regions: code, names" as a type and its meaning."""
    if what in {"attribute", "data"}:
        fields_as_written[name] = list(lines)
        lines[:] = []


def give_back(app: Any, what: str, name: str, thing: Any, options: Any, lines: list[str]) -> None:
    """Give fields their text back, and keep the columns of the list of contents that opens a module."""
    if what in {"attribute", "data"}:
        lines[:] = fields_as_written.pop(name)
    elif what == "module":
        kept: list[str] = []
        for line in lines:
            if line.startswith("    ") and kept and not kept[-1].strip():
                kept += ["::", ""]
            kept.append(line)
        lines[:] = kept


def setup(app: Any) -> dict[str, bool]:
    """Write the pages made from the code, then let Sphinx read all pages."""
    app.connect("builder-inited", lambda _: manual.write())
    app.connect("autodoc-process-docstring", keep_fields, priority=400)
    app.connect("autodoc-process-docstring", give_back, priority=600)
    app.add_html_math_renderer("mathml", (mathml.inline, None), (mathml.block, None))
    return {"parallel_read_safe": True}
