"""Identifications: RFC 5944, 5.7.1, and serial numbers as in RFC 1982."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mipconf.protocol.identification import NTP_TO_UNIX_S, from_time, is_newer, offset, to_time

SECOND = 1_000_000_000
HALF, FULL = 1 << 63, 1 << 64
times = st.integers(0, 200 * 366 * 86_400 * SECOND)
identifications = st.integers(0, FULL - 1)


@pytest.mark.parametrize(
    ("time", "identification"),
    [
        (0, NTP_TO_UNIX_S << 32),
        (SECOND // 2, (NTP_TO_UNIX_S << 32) + (1 << 31)),
        # docs/protocol.md#8: half a second before the datagram at e93c7a00.
        ((0xE93C7A00 - NTP_TO_UNIX_S) * SECOND, 0xE93C7A0000000000),
        ((0xE93C7A00 - NTP_TO_UNIX_S) * SECOND - SECOND // 2, 0xE93C79FF80000000),
        # The era ends on 7 February 2036.
        (((1 << 32) - NTP_TO_UNIX_S) * SECOND, 0),
        (((1 << 32) - NTP_TO_UNIX_S) * SECOND - 1, FULL - 5),
    ],
)
def test_a_moment_has_an_identification(time: int, identification: int) -> None:
    assert from_time(time) == identification


@pytest.mark.parametrize(
    ("identification", "than", "newer"),
    [
        (1, 0, True),
        (0, 0, False),
        (0, 1, False),
        (0, FULL - 1, True),
        (FULL - 1, 0, False),
        (HALF - 1, 0, True),
        (HALF, 0, False),
        (0, HALF, False),
        (HALF + 1, 0, False),
        (0, HALF + 1, True),
    ],
)
def test_newer_is_modulo_2_to_the_64(identification: int, than: int, newer: bool) -> None:
    assert is_newer(identification, than) is newer


@given(identifications, identifications)
def test_of_two_at_most_one_is_newer(one: int, other: int) -> None:
    both = is_newer(one, other), is_newer(other, one)
    apart = (one - other) % FULL
    assert both != (True, True)
    assert (both == (False, False)) is (apart in (0, HALF))


@given(times, st.integers(-(1 << 61), 1 << 61))
def test_a_time_comes_back_across_eras(time: int, near: int) -> None:
    near = max(0, time + near % (60 * 365 * 86_400 * SECOND))
    assert abs(to_time(from_time(time), near) - time) <= 1


@given(times, st.integers(1, 60 * 365 * 86_400 * SECOND))
def test_later_is_newer_for_68_years(time: int, more: int) -> None:
    assert is_newer(from_time(time + more), from_time(time))


@given(times, st.integers(-10 * SECOND, 10 * SECOND))
def test_an_offset_is_how_far_it_is_ahead(now: int, ahead: int) -> None:
    assert abs(offset(from_time(max(0, now + ahead)), now) - (max(0, now + ahead) - now)) <= 1
