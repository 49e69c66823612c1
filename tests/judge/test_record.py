"""When the HUT's table is surely initialized, and what it was told until then."""

from __future__ import annotations

import pytest

from mipconf.judge.record import Record

from .vantages import view_of
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


def record_of(lines: str) -> Record:
    view = view_of(lines)
    return Record(view.trace, view.setting)


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
    assert record_of(lines).is_initialized(at(moment)) is initialized


@pytest.mark.parametrize(
    ("moment", "parts"), [(0.03 - NS, 0), (0.03, 1), (0.05 - NS, 1), (0.05, 2)]
)
def test_what_it_was_told_until_then(moment: float, parts: int) -> None:
    (joining,) = record_of(JOINS).joinings
    assert len(joining.answered_by(at(moment))) == parts
