"""Which reply belongs to which request, and what was meant by it."""

from __future__ import annotations

import pytest

from mipconf.judge.history.history import History
from mipconf.trace.remark import Intent

from .places import overheard
from .story import parse
from .wording import SECOND, ZERO

ACCEPTANCE, REFUSAL, EITHER = Intent.ACCEPTANCE, Intent.REFUSAL, Intent.EITHER

Row = tuple[float, Intent, float | None]
"""The time of a request, what was meant, and the time of its reply."""

TOLD: list[tuple[str, list[Row]]] = [
    ("0.0 MN1 > HUT register", [(0.0, ACCEPTANCE, None)]),
    ("0.0 MN1 > HUT register\n0.1 HUT > MN1 reply", [(0.0, ACCEPTANCE, 0.1)]),
    ("0.0 MN1 > HUT register\n0.0 HUT > MN1 reply", [(0.0, ACCEPTANCE, 0.0)]),
    # A copy is no other request; one that another sends, or to another address, is.
    (
        "0.0 MN1 > HUT register\n0.1 MN1 > HUT register id=0\n0.2 HUT > MN1 reply to=0",
        [(0.0, ACCEPTANCE, 0.2)],
    ),
    (
        "0.0 MN1 > HUT register\n0.1 MN1 > VIP register id=0",
        [(0.0, ACCEPTANCE, None), (0.1, EITHER, None)],
    ),
    # One with another authenticator is another one, and is to be refused.
    (
        "0.0 MN1 > HUT register bad\n0.1 MN1 > HUT register id=0",
        [(0.0, REFUSAL, None), (0.1, ACCEPTANCE, None)],
    ),
    (
        "0.0 MN1 > HUT register\n0.1 MN1 > HUT register id=0 bad",
        [(0.0, ACCEPTANCE, None), (0.1, REFUSAL, None)],
    ),
    # One that comes after a newer one may be refused; that is of no matter to another mobile node.
    (
        "0.0 MN1 > HUT register\n0.1 MN1 > HUT register id=-1",
        [(0.0, ACCEPTANCE, None), (0.1, EITHER, None)],
    ),
    (
        "0.0 MN1 > HUT register\n0.1 MN2 > HUT register id=-1",
        [(0.0, ACCEPTANCE, None), (0.1, ACCEPTANCE, None)],
    ),
    # What is refused makes nothing older.
    (
        "0.0 MN1 > HUT register bad\n0.1 MN1 > HUT register id=-1\n0.2 MN1 > HUT register id=-2",
        [(0.0, REFUSAL, None), (0.1, ACCEPTANCE, None), (0.2, EITHER, None)],
    ),
    # Of two answers the first counts, and of two at one moment the one that accepts.
    (
        "0.0 MN1 > HUT register\n0.1 HUT > MN1 reply code=133\n0.2 HUT > MN1 reply",
        [(0.0, ACCEPTANCE, 0.1)],
    ),
    # As the tester meant it.
    (
        "0.0 MN1 > HUT register\n0.0 -- intent MN1/0 expect=refusal",
        [(0.0, REFUSAL, None)],
    ),
    ("0.0 MN1 > HUT register\n0.0 -- intent MN1/0 expect=either", [(0.0, EITHER, None)]),
]


def rows(lines: str, *, elsewhere: bool = False) -> list[Row]:
    (story,) = parse(f"* registrations\n{lines}\n")
    trace, frames = story.recorded
    history = History(*overheard(story)) if elsewhere else History(trace, story.setting)
    times = {frame.number: (frame.line.time - ZERO) / SECOND for frame in frames}
    return [
        (times[each.request.frame], each.intent, each.reply and times[each.reply.frame])
        for each in history.registrations
    ]


@pytest.mark.parametrize(("lines", "expected"), TOLD)
def test_requests_and_their_replies(lines: str, expected: list[Row]) -> None:
    assert rows(lines) == expected


VIRTUAL = ": fhrp=hsrp\n0.0 MN1 > VIP register\n"
OVERHEARD: list[tuple[str, list[Row]]] = [
    # A stranger's request may be wrong, until it is accepted, or another one of it.
    ("0.0 MN1 > HUT register", [(0, EITHER, None)]),
    ("0.0 MN1 > HUT register\n0.1 HUT > MN1 reply", [(0, ACCEPTANCE, 0.1)]),
    ("0.0 MN1 > HUT register\n0.1 HUT > MN1 reply code=133", [(0, EITHER, 0.1)]),
    (
        "0.0 MN1 > HUT register\n0.1 HUT > MN1 reply\n1.0 MN1 > HUT register",
        [(0, ACCEPTANCE, 0.1), (1, ACCEPTANCE, None)],
    ),
    # At the virtual IP address it is the active one's: the HUT's, if it alone says so.
    (VIRTUAL, []),
    (f"{VIRTUAL}0.0 HUT > all hello Active", [(0, EITHER, None)]),
    (f"{VIRTUAL}0.0 HUT > all hello Standby", []),
    (f"{VIRTUAL}0.0 HUT > all hello Active\n0.0 P > all hello Active", []),
    (f"{VIRTUAL}1.0 MN1 > HUT register", [(1, EITHER, None)]),
    (f"{VIRTUAL}0.0 HUT > all hello Active\n0.1 VIP > MN1 reply", [(0, ACCEPTANCE, 0.1)]),
    # The whole Identification is returned by who accepts: another half is of another request.
    (
        "0.0 MN1 > HUT register\n1.0 MN1 > P register\n1.1 HUT > MN1 reply to=1",
        [(0, ACCEPTANCE, None)],
    ),
    (
        "0.0 MN1 > HUT register\n1.0 MN1 > P register\n1.1 HUT > MN1 reply to=1 code=133",
        [(0, EITHER, 1.1)],
    ),
]


@pytest.mark.parametrize(("lines", "expected"), OVERHEARD)
def test_those_of_somebody_elses_capture(lines: str, expected: list[Row]) -> None:
    assert rows(lines, elsewhere=True) == expected
