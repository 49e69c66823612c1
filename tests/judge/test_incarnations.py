"""When the HUT ran, as the tester's remarks or its Sequence Numbers tell it."""

from __future__ import annotations

import pytest

from mipconf.judge.history.incarnations import Incarnation

from .places import history_of
from .wording import at

UPDATES = "{} HUT > all update #{} MN9"


def numbers(*told: tuple[float, int]) -> str:
    return "\n".join(UPDATES.format(time, number) for time, number in told)


LAST = (1 << 32) - 1

LIVES = [
    ("0 P > all update #5 MN1/-5\n0.5 -- case-ended", [Incarnation(None, None, None)]),
    (
        numbers((1, 7), (2, 8)),
        [Incarnation(None, None, at(1) - 1), Incarnation(None, None, None, since=at(1))],
    ),
    (
        numbers((1, 7), (2, 8), (3, 50_000), (4, 50_001)),
        [
            Incarnation(None, None, at(1) - 1),
            Incarnation(None, None, at(2), since=at(1)),
            Incarnation(None, None, None, since=at(3)),
        ],
    ),
    (
        numbers((1, 7), (2, 50_000), (3, 9)),
        [
            Incarnation(None, None, at(1) - 1),
            Incarnation(None, None, at(1), since=at(1)),
            Incarnation(None, None, at(2), since=at(2)),
            Incarnation(None, None, None, since=at(3)),
        ],
    ),
    # Over its end the counter goes on, and a few may be missing, or late.
    (
        numbers((1, LAST), (2, 0)),
        [Incarnation(None, None, at(1) - 1), Incarnation(None, None, None, since=at(1))],
    ),
    (
        numbers((1, 0), (2, LAST)),
        [Incarnation(None, None, at(1) - 1), Incarnation(None, None, None, since=at(1))],
    ),
]


@pytest.mark.parametrize(("lines", "incarnations"), LIVES)
def test_the_lives_that_numbers_tell_of(lines: str, incarnations: list[Incarnation]) -> None:
    assert list(history_of(lines, elsewhere=True).incarnations) == incarnations


@pytest.mark.parametrize(
    ("number", "incarnations"), [(30_000, 2), (30_001, 3), (10_000, 2), (9_999, 3)]
)
def test_how_many_numbers_may_be_missing(number: int, incarnations: int) -> None:
    found = history_of(numbers((1, 20_000), (2, number)), elsewhere=True).incarnations
    assert len(list(found)) == incarnations


@pytest.mark.parametrize(
    ("start", "end", "ran"),
    [(1, 2, True), (1, 3, True), (0.9, 2, False), (1, 3.1, False), (5, 6, False)],
)
def test_a_hut_surely_ran_between_its_numbers(start: float, end: float, ran: bool) -> None:
    lines = numbers((1, 7), (2, 8), (3, 9), (4, 90_000))
    assert history_of(lines, elsewhere=True).incarnations.surely_ran(at(start), at(end)) is ran
    assert history_of(lines).incarnations.surely_ran(at(start), at(end))


def test_what_ended_before_a_start_is_no_life() -> None:
    history = history_of(
        "-1.0 -- hut-killed\n0.0 -- hut-starting\n0.1 -- hut-ready\n9.0 -- case-ended"
    )
    assert list(history.incarnations) == [Incarnation(at(0), at(0.1), None)]
