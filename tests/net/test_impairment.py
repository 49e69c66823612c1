"""Tests of what a bad network does, and of how it is written."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mipconf.net.impairment import Impairment

MILLISECOND = 1_000_000


@pytest.mark.parametrize(
    ("impairment", "expected"),
    [
        (Impairment(), {(0,): 1.0}),
        (Impairment(loss=1.0), {(): 1.0}),
        (Impairment(duplication=1.0, delay=7), {(7, 7): 1.0}),
        (Impairment(loss=0.25), {(): 0.25, (0,): 0.75}),
        (Impairment(duplication=0.25), {(0,): 0.75, (0, 0): 0.25}),
        (Impairment(delay=5, jitter=1), {(5,): 0.5, (6,): 0.5}),
    ],
)
def test_impairments(impairment: Impairment, expected: dict[tuple[int, ...], float]) -> None:
    source = random.Random(3)
    drawn = [tuple(impairment.delays(source)) for _ in range(4000)]
    assert set(drawn) == set(expected)
    for outcome, share in expected.items():
        assert drawn.count(outcome) / 4000 == pytest.approx(share, abs=0.03)


@pytest.mark.parametrize(
    "wrong", [{"loss": 1.1}, {"duplication": -0.1}, {"delay": -1}, {"jitter": -1}]
)
def test_impairments_that_cannot_be(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"from 0 to 1|at least 0"):
        Impairment(**wrong)


@pytest.mark.parametrize(
    ("text", "impairment"),
    [
        ("loss=0.1", Impairment(loss=0.1)),
        ("jitter=20ms", Impairment(jitter=20 * MILLISECOND)),
        ("delay=0.5ms, loss=1", Impairment(loss=1.0, delay=MILLISECOND // 2)),
        (
            "loss=0.1,duplication=0.2,delay=5ms,jitter=20ms",
            Impairment(0.1, 0.2, 5 * MILLISECOND, 20 * MILLISECOND),
        ),
    ],
)
def test_what_a_user_writes(text: str, impairment: Impairment) -> None:
    assert Impairment.parse(text) == impairment


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "'': give loss, duplication, delay, jitter, as in loss=0.1,jitter=20ms"),
        ("lost=1", "'lost=1': give loss, duplication, delay, jitter, as in loss=0.1,jitter=20ms"),
        ("loss=0.1,loss=0.2", "loss is given twice"),
        ("loss=10", "loss=10: give a probability from 0 to 1"),
        ("loss=nan", "loss=nan: give a probability from 0 to 1"),
        ("loss", "loss=: give a probability from 0 to 1"),
        ("jitter=20", "jitter=20: give milliseconds, as in jitter=20ms"),
        ("delay=-1ms", "delay=-1ms: give milliseconds, as in delay=20ms"),
    ],
)
def test_what_a_user_writes_wrong(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=r"^.") as error:
        Impairment.parse(text)
    assert str(error.value) == complaint


@given(
    st.builds(
        Impairment,
        loss=st.integers(0, 100).map(lambda part: part / 100),
        duplication=st.integers(0, 100).map(lambda part: part / 100),
        delay=st.integers(0, 10**12),
        jitter=st.integers(1, 10**12),
    )
)
def test_it_is_read_as_it_is_written(impairment: Impairment) -> None:
    assert Impairment.parse(str(impairment)) == impairment
