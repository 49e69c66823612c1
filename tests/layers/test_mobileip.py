"""Registrations and their extensions: exact octets both ways, who answers whom, authenticators."""

import json
from pathlib import Path
from typing import Any

import pytest
from scapy.packet import Packet, Raw

from mipconf.layers.authentication_extensions import (
    ForeignHomeAuthentication,
    GeneralizedAuthentication,
    MobileForeignAuthentication,
    MobileHomeAuthentication,
)
from mipconf.layers.extension import Extension, LongExtension, OneOctetPadding
from mipconf.layers.mobileip import MobileIP, RegistrationReply, RegistrationRequest
from mipconf.layers.registration_extensions import MobileNodeNai
from mipconf.layers.security import Algorithm, Association, Authenticity, KeyRing

VECTORS = json.loads((Path(__file__).parents[2] / "docs" / "vectors.json").read_text())
ASSOCIATION = Association(256, Algorithm.HMAC_MD5, b"key")

EXTENSIONS = [
    pytest.param(OneOctetPadding(), "00", id="padding"),
    pytest.param(
        MobileHomeAuthentication(length=6, spi=256, authenticator=b"ab"),
        "2006000001006162",
        id="32",
    ),
    pytest.param(MobileForeignAuthentication(length=4, spi=257), "210400000101", id="33"),
    pytest.param(ForeignHomeAuthentication(length=4, spi=258), "220400000102", id="34"),
    pytest.param(
        GeneralizedAuthentication(length=5, spi=1, authenticator=b"a"),
        "240100050000000161",
        id="36",
    ),
    pytest.param(MobileNodeNai(length=3, nai=b"a@b"), "8303614062", id="131"),
    pytest.param(Extension(type=32, length=2, value=b"ab"), "20026162", id="32 without SPI"),
    pytest.param(
        LongExtension(type=36, subtype=1, length=2, value=b"ab"),
        "240100026162",
        id="36 without SPI",
    ),
    pytest.param(LongExtension(type=38, length=0), "26000000", id="38, long"),
    pytest.param(LongExtension(type=40, subtype=1, length=1, value=b"a"), "2801000161", id="40"),
    pytest.param(Extension(type=44, length=1, value=b"a"), "2c0161", id="44, not known"),
    pytest.param(Extension(type=255, length=0), "ff00", id="255, not known"),
]


@pytest.mark.parametrize(("layer", "octets"), EXTENSIONS)
def test_extensions(layer: Packet, octets: str) -> None:
    assert bytes(layer) == bytes.fromhex(octets)
    message = MobileIP(b"\1" + bytes(23) + bytes.fromhex(octets))
    assert message.extensions == [layer]
    assert not message.payload


LENGTHS = [
    pytest.param(MobileHomeAuthentication(authenticator=bytes(16)), "2014", id="32"),
    pytest.param(MobileNodeNai(nai=b"a@b"), "8303", id="131"),
    pytest.param(GeneralizedAuthentication(authenticator=bytes(300)), "24010130", id="36"),
    pytest.param(LongExtension(value=bytes(256)), "7f000100", id="unknown, long"),
    pytest.param(LongExtension(length=7), "7f000007", id="a wrong one is kept"),
]


@pytest.mark.parametrize(("layer", "start"), LENGTHS)
def test_lengths_are_filled(layer: Packet, start: str) -> None:
    assert bytes(layer).hex().startswith(start)


MESSAGES = [
    pytest.param(
        RegistrationRequest(
            flags="ST",
            lifetime=65535,
            home_address="10.1.0.9",
            home_agent="10.0.0.1",
            care_of_address="192.0.2.9",
            identification=0xE93C79FF80000000,
        ),
        "0182ffff 0a010009 0a000001 c0000209 e93c79ff80000000",
        "Registration Request 10.1.0.9 at 192.0.2.9 for 65535 s",
        id="request",
    ),
    pytest.param(
        RegistrationReply(code=133, lifetime=1, home_address="10.1.0.9", home_agent="10.0.0.1"),
        "03850001 0a010009 0a000001 0000000000000000",
        "Registration Reply 10.1.0.9: home agent: registration Identification mismatch, 1 s",
        id="reply",
    ),
    pytest.param(MobileIP(type=28) / Raw(b"ab"), "1c6162", "Mobile IP 28", id="28"),
    pytest.param(MobileIP(type=2), "02", "Mobile IP 2", id="unassigned"),
]


@pytest.mark.parametrize(("message", "octets", "summary"), MESSAGES)
def test_messages(message: Packet, octets: str, summary: str) -> None:
    assert bytes(message) == bytes.fromhex(octets)
    dissected = MobileIP(bytes.fromhex(octets))
    assert type(dissected) is type(message)
    assert dissected == message
    assert dissected.mysummary() == summary


@pytest.mark.parametrize("octets", [b"\1" + bytes(22), b"\3" + bytes(18)])
def test_a_message_cut_short_is_raw(octets: bytes) -> None:
    assert MobileIP(octets) == Raw(octets)


def test_what_cannot_be_walked_is_payload() -> None:
    message = MobileIP(b"\1" + bytes(23) + b"\x83\1a\x83\2a")
    assert message.extensions == [MobileNodeNai(length=1, nai=b"a")]
    assert message.payload == Raw(b"\x83\2a")


@pytest.mark.parametrize("vector", VECTORS["vectors"][15:], ids=lambda vector: vector["name"])
def test_vectors(vector: dict[str, Any]) -> None:
    message = MobileIP(bytes.fromhex(vector["payload"]))
    meaning = vector["decoded"]
    assert message.name == meaning["message"]
    for name in ("lifetime", "home_address", "home_agent"):
        assert getattr(message, name) == meaning[name]
    assert [item.type for item in message.extensions] == [
        item["type"] for item in meaning["extensions"]
    ]
    keys = KeyRing(
        Association(item["spi"], Algorithm(item["algorithm"]), bytes.fromhex(item["key"]))
        for item in VECTORS["mobile_nodes"]
    )
    assert message.verify(keys).authenticity is Authenticity.VALID


def test_signing_protects_what_comes_before() -> None:
    request = RegistrationRequest(extensions=[MobileNodeNai(nai=b"a@b")])
    signed = request.sign(ASSOCIATION)
    keys = KeyRing([ASSOCIATION])
    assert signed.verify(keys).authenticity is Authenticity.VALID
    # RFC 5944, 3.6.1.3: what the foreign agent adds after it is not covered.
    signed.extensions.append(ForeignHomeAuthentication())
    assert signed.verify(keys).authenticity is Authenticity.VALID
    signed.extensions[0].nai = b"b@a"
    assert signed.verify(keys).authenticity is Authenticity.INVALID
    assert request.verify(keys).authenticity is Authenticity.ABSENT


REQUEST = RegistrationRequest(home_address="10.1.0.9", identification=0x1_0000_0002)
# RFC 2794, section 3: the home address may be asked for; RFC 5944, 3.6.1.2: so may the home agent.
ASKS_FOR_ADDRESS = REQUEST.copy()
ASKS_FOR_ADDRESS.home_address = "0.0.0.0"
ASKS_FOR_AGENT = REQUEST.copy()
ASKS_FOR_AGENT.home_agent = "255.255.255.255"
ANSWERS = [
    pytest.param(REQUEST, {}, True, id="equal Identification"),
    pytest.param(
        REQUEST, {"identification": 0x9_0000_0002}, True, id="the home agent's time, after 133"
    ),
    pytest.param(REQUEST, {"identification": 0x1_0000_0003}, False, id="other low 32 bits"),
    pytest.param(REQUEST, {"home_address": "10.1.0.8"}, False, id="another mobile node"),
    pytest.param(ASKS_FOR_ADDRESS, {}, True, id="dynamic home address, assigned"),
    pytest.param(
        ASKS_FOR_ADDRESS, {"home_address": "0.0.0.0"}, True, id="dynamic home address, refused"
    ),
    pytest.param(
        ASKS_FOR_ADDRESS,
        {"code": 133, "identification": 0x9_0000_0002},
        True,
        id="dynamic home address, refused with the home agent's time",
    ),
    pytest.param(
        ASKS_FOR_ADDRESS, {"identification": 0x1_0000_0003}, False, id="dynamic, of another request"
    ),
    pytest.param(
        ASKS_FOR_AGENT, {"code": 136, "home_agent": "10.0.0.2"}, True, id="dynamic home agent"
    ),
]


@pytest.mark.parametrize(("request_", "change", "expected"), ANSWERS)
def test_answers(request_: Packet, change: dict[str, Any], expected: bool) -> None:
    fields: dict[str, Any] = {"home_address": "10.1.0.9", "identification": 0x1_0000_0002} | change
    reply = RegistrationReply(**fields)
    assert bool(reply.answers(request_)) is expected
    assert reply.hashret() == request_.hashret() or not expected
    assert not request_.answers(reply)
