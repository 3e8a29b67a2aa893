"""Labels put where they do not touch: computed here, so that a chart reads the same wherever it is drawn.

Box      a rectangle in pixels
spread   places along a line, moved apart as little as possible
around   boxes of labels, each beside its point, touching nothing
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["Box", "around", "spread"]


class Box(NamedTuple):
    """A rectangle in pixels, from its left upper corner to its right lower one."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: Box) -> bool:
        """Whether two boxes share any ground."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def within(self, other: Box) -> bool:
        """Whether this box lies wholly inside another."""
        return (
            self.left >= other.left
            and self.top >= other.top
            and self.right <= other.right
            and self.bottom <= other.bottom
        )

    def shared(self, other: Box) -> float:
        """The ground two boxes share, in square pixels."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(wide, 0.0) * max(high, 0.0)


def spread(wanted: Sequence[float], heights: Sequence[float], *, low: float, high: float) -> list[float]:
    """Middles of labels along a line, moved apart as little as possible.

    Parameters
    ----------
    wanted
        Where each label's middle would stand by itself.
    heights
        How much room each label takes.
    low, high
        Where the line begins and ends. Labels that need more room than there is run on beyond `high`.

    Returns
    -------
    list of float
        The middles, in the order given; the order along the line is that of `wanted`.

    Notes
    -----
    Labels that touch form a block, which stands where the sum of squared moves of its members is least; blocks that
    touch are joined (pool adjacent violators, as in isotonic regression).

    Examples
    --------
    >>> spread([10, 12, 50], [10, 10, 10], low=0, high=100)
    [6.0, 16.0, 50.0]
    """
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    before, total = [], 0.0
    for i in order:
        before.append(total + heights[i] / 2)
        total += heights[i]
    blocks: list[list[float]] = []
    for place, i in enumerate(order):
        blocks.append([wanted[i] - before[place], 1.0])
        while len(blocks) > 1 and blocks[-2][0] >= blocks[-1][0]:
            mean, count = blocks.pop()
            blocks[-1] = [
                (blocks[-1][0] * blocks[-1][1] + mean * count) / (blocks[-1][1] + count),
                blocks[-1][1] + count,
            ]
    starts = [mean for mean, count in blocks for _ in range(int(count))]
    found = [0.0] * len(wanted)
    for place, i in enumerate(order):
        found[i] = max(min(starts[place], high - total), low) + before[place]
    return found


def around(
    points: Sequence[tuple[float, float]],
    sizes: Sequence[tuple[float, float]],
    *,
    radii: Sequence[float],
    ground: Box,
    taken: Sequence[Box] = (),
    reach: int = 5,
) -> list[Box | None]:
    """Boxes of labels, each beside its point, touching no other label and as few points as possible.

    Parameters
    ----------
    points, sizes, radii
        Where each point stands, how wide and high its label is, how large the point is drawn.
    ground
        Where labels may stand.
    taken
        Boxes nothing may cover if it can be helped: points, texts of lines.
    reach
        How many rings around a point are tried.

    Returns
    -------
    list of Box or None
        None where no place free of other labels was found. Earlier points choose first.

    Examples
    --------
    >>> around([(50, 50)], [(30, 10)], radii=[4], ground=Box(0, 0, 100, 100))
    [Box(left=56, top=45.0, right=86, bottom=55.0)]
    """
    placed: list[Box] = []
    found: list[Box | None] = []
    for (x, y), (wide, high), radius in zip(points, sizes, radii, strict=True):
        best: tuple[float, Box] | None = None
        for ring in range(reach):
            away = radius + 2 + 9 * ring
            for rank, box in enumerate(_beside(x, y, wide, high, away)):
                if not box.within(ground) or any(box.touches(other) for other in placed):
                    continue
                cost = sum(box.shared(other) for other in taken) + 6 * rank + 60 * ring
                if best is None or cost < best[0]:
                    best = (cost, box)
        found.append(best[1] if best else None)
        if best:
            placed.append(best[1])
    return found


def _beside(x: float, y: float, wide: float, high: float, away: float) -> list[Box]:
    """Right, left, above, below, then the corners."""
    near = 0.7 * away
    corners = [
        (x + away, y - high / 2),
        (x - away - wide, y - high / 2),
        (x - wide / 2, y - away - high),
        (x - wide / 2, y + away),
        (x + near, y - near - high),
        (x + near, y + near),
        (x - near - wide, y - near - high),
        (x - near - wide, y + near),
    ]
    return [Box(left, top, left + wide, top + high) for left, top in corners]
