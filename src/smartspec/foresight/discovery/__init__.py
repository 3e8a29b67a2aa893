"""Scenario discovery: in which futures a choice fails, in boxes and trees that can be said in words.

    box      patient rule induction: a box of limits that holds many failures and little else
    tree     classification by splits, a second opinion on the same futures
    watch    what to look at early, and the level at which to act

Limits are sentences: "fails where oil stays under 50 and support arrives after 2029".
"""

from __future__ import annotations

from smartspec.foresight.discovery.box import Box, peel, prim, tested
from smartspec.foresight.discovery.tree import Leaf, tree
from smartspec.foresight.discovery.watch import signposts

__all__ = ["Box", "Leaf", "peel", "prim", "signposts", "tested", "tree"]
