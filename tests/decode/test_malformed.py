"""What is told of a malformed extension: its kind, what is wrong, and at which octet."""

from __future__ import annotations

import pytest
from scapy.packet import Packet

from mipconf.layers.all import (
    BindingUpdate,
    MobileNodeNai,
    MobilityBinding,
    RegistrationRequest,
    SubOption,
)
from mipconf.layers.security import Algorithm, Association

from .frames import said, told

A, B, HOME = "10.0.0.2", "10.0.0.3", "10.1.0.9"
KEY = Association(1000, Algorithm.HMAC_MD5, b"key")
REQUEST = RegistrationRequest(home_address=HOME)


def update(*sub_options: Packet) -> Packet:
    binding = MobilityBinding(
        home_address=HOME,
        lifetime_granted=300,
        lifetime_remaining=300,
        sub_options=list(sub_options),
    )
    return BindingUpdate(home_agent_id=A, sequence=1, extensions=[binding])


EXTENSIONS = [
    ("nothing", update().sign(KEY), None),
    (
        "a sub-option that is too short",
        update(SubOption(type=2, value=b"abc")).sign(KEY),
        "UDP tunnel of Length 3, 3 octets too short, at octet 52",
    ),
    (
        "one that is too long",
        update(SubOption(type=3, value=b"abcdef")).sign(KEY),
        "GRE key of Length 6, 2 octets too long, at octet 52",
    ),
    (
        "an authentication that is too short",
        bytes(update()) + bytes([36, 100, 0, 2, 1, 2]),
        "HA-HA Authentication of Length 2, 2 octets too short, at octet 52",
    ),
    (
        "one without an authenticator",
        bytes(update()) + bytes([36, 100, 0, 4, 0, 0, 3, 232]),
        "HA-HA Authentication of Length 4, without an authenticator, at octet 52",
    ),
    (
        "one of another Subtype",
        bytes(update()) + bytes([36, 1, 0, 20]) + bytes(20),
        "Generalized Authentication of Subtype 1, not 100, at octet 52",
    ),
    (
        "one that octets follow",
        bytes(update().sign(KEY)) + b"\0",
        "HA-HA Authentication that is not the last extension, at octet 52",
    ),
    (
        "a registration's that is too short",
        bytes(REQUEST) + bytes([32, 2, 0, 1]),
        "Mobile-Home Authentication of Length 2, 2 octets too short, at octet 24",
    ),
    (
        "a registration's without an authenticator",
        bytes(REQUEST) + bytes([32, 4, 0, 0, 1, 0]),
        "Mobile-Home Authentication of Length 4, without an authenticator, at octet 24",
    ),
    (
        "half an extension behind it",
        bytes(REQUEST.sign(KEY)) + b"\x83",
        "the extension at octet 46 does not end within the message",
    ),
    (
        "two at once",
        bytes(REQUEST) + bytes([51, 1, 0]) + bytes([32, 2, 0, 1]),
        "an unknown extension of type 51, not one to skip, at octet 24; "
        "Mobile-Home Authentication of Length 2, 2 octets too short, at octet 27",
    ),
    ("what a foreign agent adds", bytes(REQUEST.sign(KEY)) + bytes(MobileNodeNai(nai=b"a")), None),
]


@pytest.mark.parametrize(
    ("message", "malformed"),
    [each[1:] for each in EXTENSIONS],
    ids=[each[0] for each in EXTENSIONS],
)
def test_an_extension(message: Packet | bytes, malformed: str | None) -> None:
    ((_, one),) = told([said(0, A, B, message)])
    assert one["malformed"] == malformed
