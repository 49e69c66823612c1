"""When a table that comes in parts is whole, and that the cost of that follows what is there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mipconf.protocol.parts import hold_all


@pytest.mark.parametrize(
    ("parts", "last", "whole"),
    [
        ({1}, 1, True),
        ({1, 2, 3}, 3, True),
        ({2, 3}, 3, False),
        ({1, 3}, 3, False),
        ({1, 2, 3, 7}, 3, True),
        (set(), 0, False),
        ({0}, 0, False),
        ({4_294_967_295}, 4_294_967_295, False),
        ({1, 4_294_967_295}, 4_294_967_295, False),
    ],
)
def test_parts_are_whole_from_the_first_to_the_last(
    parts: set[int], last: int, whole: bool
) -> None:
    assert hold_all(parts, last) is whole


@given(st.sets(st.integers(0, 12)), st.integers(1, 12))
def test_nothing_is_missing_where_they_are_whole(parts: set[int], last: int) -> None:
    assert hold_all(parts, last) is all(number in parts for number in range(1, last + 1))
