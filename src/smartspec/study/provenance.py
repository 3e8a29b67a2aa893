"""Where a number comes from: the tree from a finding down to the cells of the tables as received.

    explain    the tree of a finding, by its key REGION/ACTIVITY/NUMBER or REGION/type
    answers    the numbers that can be asked for
    lines      the tree from the top down

The tree shows every value, so that each step can be done again by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from smartspec.errors import StudyError, first_few
from smartspec.study.lineage import Node, Story
from smartspec.study.run import Run

__all__ = ["Node", "answers", "explain", "lines"]


def answers() -> tuple[str, ...]:
    """The numbers that can be asked for.

    Examples
    --------
    >>> "quotient" in answers()
    True
    """
    return (*_NUMBERS, "type")


_NUMBERS = (
    "direction",
    "class",
    "value",
    "share",
    "national_share",
    "quotient",
    "lowest_quotient",
    "highest_quotient",
    "adjusted_quotient",
    "held_quotient",
    "growth",
    "competitive_effect",
    "contribution",
    "survival",
    "density",
    "complexity",
    "gate",
    "rank",
    "acceptability",
    "localisation",
)


def explain(run: Run, key: str) -> Node:
    """The tree of one number.

    Parameters
    ----------
    run
        A finished run.
    key
        `REGION/ACTIVITY/NUMBER`, as `KZ-23/B/quotient`; `REGION/ACTIVITY` for the direction; `REGION/type`.

    Returns
    -------
    Node

    Raises
    ------
    StudyError
        The key names no region, activity or number of the run; near ones are suggested.
    """
    steps = [step for step in key.strip("/").split("/") if step]
    regions = [str(code) for code in run.results["specialisation"].region.values]
    form = "A key is REGION/ACTIVITY/NUMBER, as KZ-23/B/quotient, or REGION/type."
    if not steps or steps[0] not in regions:
        asked = steps[0] if steps else ""
        near = get_close_matches(asked, regions, n=3) or regions
        raise StudyError(f"no region '{asked}' in this study; there is {first_few(near)}. {form}")
    story = Story(run)
    if len(steps) == 2 and steps[1] == "type":
        return story.type_(steps[0])
    activities = list(run.inputs.activities)
    if len(steps) < 2 or steps[1] not in activities:
        raise StudyError(
            f"no activity '{steps[1] if len(steps) > 1 else ''}'; there is {first_few(activities, count=30)}. {form}"
        )
    name = steps[2] if len(steps) > 2 else "direction"
    if name not in _NUMBERS or len(steps) > 3:
        near = get_close_matches(name, _NUMBERS, n=3) or list(_NUMBERS)
        raise StudyError(f"no number '{'/'.join(steps[2:])}'; there is {first_few(near, count=30)}. {form}")
    return story.makers()[name](steps[0], steps[1])


def lines(node: Node, depth: int = 0) -> Iterator[tuple[int, Node]]:
    """The tree from the top down, with the depth of each node."""
    yield depth, node
    for part in node.parts:
        yield from lines(part, depth + 1)
