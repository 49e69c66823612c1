"""Which reply answers which request: assigned home addresses, halves of Identifications."""

from __future__ import annotations

import pytest

from mipconf.protocol.messages import RegistrationReply, RegistrationRequest
from mipconf.protocol.pairing import answers

HOME, OTHER, ID = "10.1.0.9", "10.1.0.10", 0xE93C7A00_80000001
HIGH, LOW = 1 << 32, 1

PAIRS = [
    ("the same", HOME, ID, HOME, ID, True),
    ("the high half is the home agent's own, as with Code 133", HOME, ID, HOME, ID + HIGH, True),
    ("another low half", HOME, ID, HOME, ID + LOW, False),
    ("another mobile node", HOME, ID, OTHER, ID, False),
    ("an address that was asked for", "0.0.0.0", ID, HOME, ID, True),
    ("one that was asked for, and refused", "0.0.0.0", ID, "0.0.0.0", ID + HIGH, True),
    ("one that was asked for by another", "0.0.0.0", ID, HOME, ID + LOW, False),
    ("no address for who has one", HOME, ID, "0.0.0.0", ID, False),
]


@pytest.mark.parametrize(
    ("asked", "identification", "told", "returned", "expected"),
    [each[1:] for each in PAIRS],
    ids=[each[0] for each in PAIRS],
)
def test_pairs(asked: str, identification: int, told: str, returned: int, expected: bool) -> None:
    request = RegistrationRequest(
        flags=0,
        lifetime=300,
        home_address=asked,
        home_agent="10.0.0.2",
        care_of_address="192.0.2.9",
        identification=identification,
    )
    reply = RegistrationReply(
        code=0, lifetime=300, home_address=told, home_agent="10.0.0.2", identification=returned
    )
    assert answers(reply, request) is expected
