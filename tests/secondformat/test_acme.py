"""Acme's format: its octets, there and back, and never an exception."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mipconf.codec import Authenticity
from mipconf.protocol.messages import (
    BindingUpdate,
    Code,
    Message,
    RegistrationReply,
    RegistrationRequest,
    SubOption,
    TableReply,
)
from tests.codec.test_standard import BINDING, GROUP, KEYS, REQUEST, UPDATE
from tests.codec.test_standard_properties import messages

from .acme import CODEC

PART = TableReply(
    group=7,
    home_agent_id="10.0.0.2",
    sequence=3,
    identification=4,
    retransmission=True,
    home_agents=("10.0.0.2", "10.0.0.3"),
    request_sequence=5,
    part=6,
    more=True,
    bindings=(replace(BINDING, flags=0x20, sub_options=(SubOption(1, b"a@b"),)),),
)
OCTETS = bytes.fromhex(
    "2b 03 0057  0000000000000004  00000003  0a000002  0007 00 00  00000000"
    "0003 0006  00000005 0006"
    "0002 0008  0a000002 0a000003"
    "0001 0021  01 20 012c 012c  e93c79ff80000000  c0000209 0a010009 0a000002"
    "    0001 0003  614062"
)


def test_the_octets_of_a_part() -> None:
    assert CODEC.encode(PART, None).hex(" ") == OCTETS.hex(" ")
    assert CODEC.decode(OCTETS, KEYS).message == PART


def test_registrations_are_those_of_the_standard() -> None:
    assert CODEC.decode(CODEC.encode(REQUEST, None), KEYS).message == REQUEST


@given(messages)
def test_decoding_gives_back_what_was_encoded(message: Message) -> None:
    if not isinstance(message, RegistrationRequest | RegistrationReply):
        message = replace(message, code=list(Code)[message.code % len(Code)])
    if isinstance(message, TableReply):
        message = replace(message, part=message.part % (1 << 16))
    decoded = CODEC.decode(CODEC.encode(message, GROUP), KEYS)
    assert decoded.message == message
    assert decoded.authentication.authenticity is Authenticity.VALID


@given(st.binary() | st.binary(min_size=24).map(lambda octets: b"\x28" + octets), st.data())
def test_any_octets_are_decoded_or_refused(octets: bytes, data: st.DataObject) -> None:
    whole = CODEC.encode(PART, GROUP)
    at = data.draw(st.integers(0, len(whole)))
    for payload in (octets, whole[:at], whole[:at] + octets, whole[:at] + octets + whole[at:]):
        decoded = CODEC.decode(payload, KEYS)
        assert decoded.message is not None or decoded.defect is not None


def spoiled(at: int, octets: str) -> bytes:
    """The octets of the part with others in some place."""
    new = bytes.fromhex(octets)
    return OCTETS[:at] + new + OCTETS[at + len(new) :]


@pytest.mark.parametrize(
    ("payload", "reason", "code"),
    [
        (b"", "the header is cut short", None),
        (b"\xff" + OCTETS[1:], "type 255 is unknown", None),
        (OCTETS[:27], "the header is cut short", None),
        (OCTETS + b"\0", "a length of 87 octets", None),
        (spoiled(23, "ff"), "a digest of 255 octets", None),
        (spoiled(40, "00ff"), "a record that does not fit the message", None),
        (spoiled(28, "8003"), "a table reply that does not say which part", None),
        (spoiled(36, "0000"), "part 0", Code.POORLY_FORMED),
        (spoiled(22, "02"), "a table reply of result 134", Code.POORLY_FORMED),
        (spoiled(22, "01"), "a binding in a message that has none", Code.POORLY_FORMED),
        (spoiled(38, "0004"), "a record of unknown type 4", Code.POORLY_FORMED),
        (spoiled(56, "012c 012d"), "a binding with 301 s of 300 s left", Code.POORLY_FORMED),
        (spoiled(82, "0004"), "a sub-option that does not fit its binding", Code.POORLY_FORMED),
        (
            CODEC.encode(replace(UPDATE, bindings=()), None),
            "an update without a binding",
            Code.POORLY_FORMED,
        ),
    ],
)
def test_defects(payload: bytes, reason: str, code: Code | None) -> None:
    defect = CODEC.decode(payload, KEYS).defect
    assert defect is not None
    assert (defect.reason, defect.code) == (reason, code)


def test_a_record_that_may_be_skipped_is() -> None:
    decoded = CODEC.decode(spoiled(38, "8002"), KEYS)
    assert decoded.message == replace(PART, home_agents=())
    assert decoded.defect is None


@pytest.mark.parametrize(
    "message",
    [
        replace(PART, part=1 << 16),
        replace(UPDATE, home_agent_id="10.1"),
        replace(UPDATE, code=77),
        BindingUpdate(
            group=7, home_agent_id="10.0.0.2", sequence=1 << 32, identification=0, bindings=()
        ),
    ],
    ids=["part", "address", "code", "sequence"],
)
def test_what_does_not_fit_is_not_encoded(message: Message) -> None:
    with pytest.raises(ValueError, match=r"."):
        CODEC.encode(message, GROUP)
