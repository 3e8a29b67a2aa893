"""Technologies as people keep them: a register with its links, and tables of readiness, cost, judgement and evidence.

    Technology        one technology: its names, what it serves, which challenge it answers
    Register          technologies and challenges by code
    registers         registers that came with the package
    load_register     one of them
    read_challenges, read_technologies    a study's own
    read_readiness    technology readiness levels, each with its source
    read_costs        cost and time by stage, each as a range
    read_scores       attractiveness and feasibility, each as a range on a scale
    read_counts       patents or publications by region and field
    read_adoption     which regions use which technology

A blank cell is unknown and stays so. Nothing in a register is a judgement: what a technology is ready for and what it
costs stands in tables of their own, and every row of those names its source.
"""

from __future__ import annotations

from smartspec.sources.technologies.cells import BOUNDS
from smartspec.sources.technologies.register import (
    Register,
    Technology,
    load_register,
    read_challenges,
    read_technologies,
    registers,
)
from smartspec.sources.technologies.tables import (
    read_adoption,
    read_costs,
    read_counts,
    read_readiness,
    read_scores,
)

__all__ = [
    "BOUNDS",
    "Register",
    "Technology",
    "load_register",
    "read_adoption",
    "read_challenges",
    "read_costs",
    "read_counts",
    "read_readiness",
    "read_scores",
    "read_technologies",
    "registers",
]
