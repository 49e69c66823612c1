"""When the HUT's table is surely initialized, and what it was told until then."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mipconf.judge.history.history import History

from .places import history_of
from .wording import at

JOINS = """
    0.00  -- hut-starting
    0.01  -- hut-ready
    0.02  HUT > all  ask #900
    0.03  P > HUT    part 1/2 #800 ask=900 list=P MN1/-5
    0.04  HUT > P    took #800
    0.05  P > HUT    part 2/2 #801 ask=900 MN2/-5
    0.10  HUT > P    took #801
"""
NS = 1e-9


@pytest.mark.parametrize(
    ("lines", "moment", "initialized"),
    [
        # One reply timeout after it acknowledged the last part.
        (JOINS, 0.4 - NS, False),
        (JOINS, 0.4, True),
        # Nobody answered: the longest time that joining can take, from READY on.
        ("0.00 -- hut-starting\n0.01 -- hut-ready\n9.0 P > all update #5 MN1/-5", 2.81 - NS, False),
        ("0.00 -- hut-starting\n0.01 -- hut-ready\n9.0 P > all update #5 MN1/-5", 2.81, True),
    ],
)
def test_from_when_on_it_is_initialized(lines: str, moment: float, initialized: bool) -> None:
    assert history_of(lines).joins.is_initialized(at(moment)) is initialized


@pytest.mark.parametrize(
    ("moment", "parts"), [(0.03 - NS, 0), (0.03, 1), (0.05 - NS, 1), (0.05, 2)]
)
def test_what_it_was_told_until_then(moment: float, parts: int) -> None:
    (joining,) = history_of(JOINS).joins
    assert len(joining.answered_by(at(moment))) == parts


ASKED = "0.00 -- hut-starting\n0.01 -- hut-ready\n0.02 HUT > all ask #900\n"
TAKEN = f"{ASKED}{{part}} P > HUT part 1/2 #800 ask=900 MN1/-5\n{{ack}} HUT > P took #800"


@pytest.mark.parametrize(
    ("lines", "until"),
    [
        (ASKED, 1.17),
        # A repeat a little early: it counts from when it meant to send.
        (f"{ASKED}0.31 HUT > all ask #901", 1.16),
        # All too early: no more than half a reply timeout is excused.
        (f"{ASKED}0.1 HUT > all ask #901\n0.18 HUT > all ask #902", 1.02),
        # A part prolongs it by a reply timeout, if it was acknowledged before.
        (TAKEN.format(part=1.1, ack=1.17 - NS), 1.35),
        (TAKEN.format(part=1.1, ack=1.17), 1.17),
    ],
)
def test_until_when_it_waits_for_a_table(lines: str, until: float) -> None:
    (joining,) = history_of(lines).joins
    assert joining.unanswered_until == at(until)


@pytest.mark.parametrize(
    ("lines", "by"),
    [
        (ASKED, 2.81),
        (TAKEN.format(part=1.1, ack=1.2), 2.81),
        (TAKEN.format(part=2.5, ack=2.6), 3.8),
        # The last part, and its acknowledgement at that moment.
        (f"{ASKED}0.5 P > HUT part 1/1 #800 ask=900\n0.5 HUT > P took #800", 0.8),
    ],
)
def test_by_when_it_is_surely_initialized(lines: str, by: float) -> None:
    (joining,) = history_of(lines).joins
    assert joining.initialized_by == at(by)


def test_of_what_the_trace_tells_nothing_of_nobody_knows_when_it_is_initialized() -> None:
    history = history_of("0.0 P > all update #5 MN1/-5")
    (joining,) = History(replace(history.trace, packets=()), history.setting).joins
    assert joining.initialized_by is None
