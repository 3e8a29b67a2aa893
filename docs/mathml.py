"""Formulas as MathML, which browsers draw by themselves: no script, no network."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.util import logging

SIZES = re.compile(r"\\[bB]igg?[lrm]?(?![A-Za-z])")  # browsers stretch brackets by themselves
log = logging.getLogger(__name__)


def drawn(node: nodes.Element, *, block: bool) -> str:
    """A formula as MathML; one that cannot be drawn is a warning, and shown as it was written."""
    tex = SIZES.sub("", node.astext())
    try:
        return str(tex2mathml(tex, as_block=block))
    except MathError as wrong:
        log.warning("formula cannot be drawn: %s", wrong, location=node)
        return f"<code>{nodes.unescape(tex)}</code>"


def inline(writer: Any, node: nodes.math) -> None:
    """A formula within a line."""
    writer.body.append(drawn(node, block=False))
    raise nodes.SkipNode


def block(writer: Any, node: nodes.math_block) -> None:
    """A formula on lines of its own."""
    writer.body.append(f'<div class="math">{drawn(node, block=True)}</div>')
    raise nodes.SkipNode
