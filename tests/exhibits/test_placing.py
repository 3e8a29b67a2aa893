"""Labels: moved as little as possible, never on each other."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartspec.exhibits import theme
from smartspec.exhibits.placing import Box, around, spread

PLACES = st.lists(st.floats(0, 400), min_size=1, max_size=12)
POINTS = st.lists(st.tuples(st.floats(40, 360), st.floats(40, 260)), min_size=1, max_size=15)


def test_two_labels_at_one_place_share_the_move():
    assert spread([50, 50], [20, 20], low=0, high=100) == [40, 60]


def test_a_block_at_the_end_stays_inside():
    assert spread([98, 99], [10, 10], low=0, high=100) == [85, 95]


@given(PLACES)
def test_spread_labels_keep_their_order_and_never_overlap(wanted):
    found = spread(wanted, [20.0] * len(wanted), low=0, high=400)
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    for above, below in pairwise(order):
        assert found[below] - found[above] >= 20 - 1e-6
    assert min(found) >= 10 - 1e-6
    assert max(found) <= 390 + 1e-6


@given(PLACES)
def test_labels_with_room_do_not_move(wanted):
    apart = [40.0 * place + 20 for place in range(len(wanted))]
    assert spread(apart, [30.0] * len(apart), low=0, high=40.0 * len(apart)) == pytest.approx(apart)


@given(POINTS)
def test_labels_around_points_stay_on_the_ground_and_apart(points):
    ground = Box(0, 0, 400, 300)
    found = around(points, [(50, 12)] * len(points), radii=[4.0] * len(points), ground=ground)
    there = [box for box in found if box is not None]
    assert all(box.within(ground) for box in there)
    assert not any(one.touches(two) for place, one in enumerate(there) for two in there[place + 1 :])


@given(st.text("абвғқңөұүһіШЖ xyz", min_size=1, max_size=40), st.floats(20, 200))
def test_a_fitted_text_fits(text, width):
    assert theme.text_width(theme.fitted(text, width)) <= max(width, theme.text_width("…"))


def test_a_hyphen_breaks_long_words_alone():
    assert theme.wrapped("ресурсно-инновационный", 110) == ["ресурсно-", "инновационный"]
    assert theme.wrapped("Обрабатывающая пром-сть", 120) == ["Обрабатывающая", "пром-сть"]
