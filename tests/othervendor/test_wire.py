"""The other vendor's Home Agent: the octets that it reads and writes."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import pytest

from .lab import MN_ASSOCIATION, receiver, wire

UPDATE = (
    "ff010100000700000a0000020000007eed0b6c4680000000642d00000a4002010a000002c0000209012c012ced0b6c"
    "458000000001036240630206cb007105ffff03040000000124640024000003e83ddc4be9180dd57876b9e1a9fc6295"
    "e8fe780a59acc5c2ad952bae3595f7d0ee"
)
ACK_134 = (
    "ff020100000786000a0000030000027aed0b6c508000000024640024000003e8874cb97df8f1dcd61407553f060ec2"
    "4181d2b1e9381cb7cefdafc4568b805a90"
)
REPLY = (
    "ff040140000700000a000002000000b7ed0b6c5fc00000000000232900000002641a00000a5200010a000002c00002"
    "09012c012ced0b6c5ec0000000641a00000a5200020a000002c0000209012c012ced0b6c5ec000000024640024000003"
    "e82eb85e7d0957f7a10c68ee3f936b4d84d7dace3b1144022fb3ed601f6985f56c"
)
REGISTRATION = (
    "0100012c0a4014010a000001c0000209ed0b6c884000000083076140622e636f6d2014000001009ab249ea56e5c2f2"
    "43f7e46b8c13ecd7"
)
ACCEPTED_REPLY = (
    "0300012c0a4014010a000001ed0b6c80c000000020140000010025049167f73c8f693ce89cbf10ba8cac"
)


def decoded(octets: str, source: str, clock: int | None = None) -> tuple[Any, int] | None:
    """Read a vector, at the time it was sent unless told otherwise; None: it is dropped."""
    data = bytes.fromhex(octets)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wire, "timestamp", lambda: clock or int.from_bytes(data[16:24]))
        with contextlib.suppress(*wire.MALFORMED):
            read: tuple[Any, int] = wire.read(data, source, receiver("10.0.0.9"))
            return read
    return None


def test_an_update_with_sub_options_is_read_and_passed_on() -> None:
    read = decoded(UPDATE, "10.0.0.2")
    assert read
    assert read[1] == 0
    (binding,) = read[0].bindings
    assert (binding.home, binding.care_of) == ("10.64.2.1", "192.0.2.9")
    assert (binding.granted, binding.deleted) == (300, False)
    assert binding.encode().hex() in UPDATE


def test_a_part_and_an_acknowledgement_are_read() -> None:
    part = decoded(REPLY, "10.0.0.2")
    assert part
    assert (part[0].request, part[0].part, part[0].more) == (9001, 2, True)
    assert [binding.home for binding in part[0].bindings] == ["10.82.0.1", "10.82.0.2"]
    ack = decoded(ACK_134, "10.0.0.3")
    assert ack
    assert (ack[0].code, ack[0].sequence) == (134, 634)


@pytest.mark.parametrize(
    ("spoil", "verdict"),
    [
        (lambda octets: octets[:-2] + "ef", None),
        (lambda octets: octets + "00", None),
        (lambda octets: "ff06" + octets[4:], None),
        (lambda octets: octets[:-2], None),
        (lambda octets: "", None),
    ],
    ids=["authenticator", "padding after it", "unknown subtype", "cut off", "empty"],
)
def test_what_is_spoilt_is_dropped(spoil: Callable[[str], str], verdict: None) -> None:
    assert decoded(spoil(UPDATE), "10.0.0.2", clock=int(UPDATE[32:48], 16)) is verdict


def test_a_wrong_source_is_dropped_and_an_old_message_is_133() -> None:
    assert decoded(UPDATE, "10.0.0.9") is None
    sent = int(UPDATE[32:48], 16)
    late = decoded(UPDATE, "10.0.0.2", clock=sent + (7 << 32) + 1)
    assert late
    assert late[1] == wire.MISMATCH
    in_time = decoded(UPDATE, "10.0.0.2", clock=sent + (7 << 32))
    assert in_time
    assert in_time[1] == wire.ACCEPTED


def test_registration_octets() -> None:
    asked, proofs = wire.read_registration(bytes.fromhex(REGISTRATION))
    assert asked.sub_options == b"\x01\x07a@b.com"
    ((spi, covered, authenticator),) = proofs
    assert spi == 256
    assert MN_ASSOCIATION.sign(covered) == authenticator
    asked = asked._replace(identification=0xED0B6C80C0000000)
    assert wire.registration_reply(asked, 0, 300, MN_ASSOCIATION).hex() == ACCEPTED_REPLY
