"""The authenticators of a message: each is computed and verified, also in the manner of CHAP."""

import hashlib

import pytest
from scapy.packet import Packet

from mipconf.layers.all import (
    Algorithm,
    Association,
    Authenticity,
    BindingUpdateAck,
    ForeignHomeAuthentication,
    GeneralizedAuthentication,
    KeyRing,
    MobileForeignAuthentication,
    MobileForeignChallenge,
    MobileIP,
    RegistrationRequest,
)
from mipconf.layers.security import CHAP_SPI


@pytest.mark.parametrize("algorithm", Algorithm)
def test_each_authenticator_of_a_message_is_computed_and_verified(algorithm: Algorithm) -> None:
    home, foreign, aaa = (Association(spi, algorithm, b"%d" % spi) for spi in (300, 301, 302))
    request = RegistrationRequest(home_address="10.1.0.9", identification=1)
    for association, layer in (
        (home, None),
        (foreign, MobileForeignAuthentication),
        (foreign, ForeignHomeAuthentication),
        (aaa, GeneralizedAuthentication),
    ):
        request = request.sign(association, layer)
    received = MobileIP(bytes(request))
    found = received.authentications(KeyRing([home, foreign, aaa]))
    assert [type(extension).__name__ for extension, _ in found] == [
        "MobileHomeAuthentication",
        "MobileForeignAuthentication",
        "ForeignHomeAuthentication",
        "GeneralizedAuthentication",
    ]
    assert {outcome.authenticity for _, outcome in found} == {Authenticity.VALID}
    changed = bytearray(bytes(request))
    changed[4] ^= 1
    wrong = MobileIP(bytes(changed)).authentications(KeyRing([home, foreign]))
    assert [outcome.authenticity for _, outcome in wrong] == [
        Authenticity.INVALID,
        Authenticity.INVALID,
        Authenticity.INVALID,
        Authenticity.UNKNOWN_SPI,
    ]


# One request, signed by a home agent of RFC 5944 and by one of RFC 2002.
REQUEST = "0100012c0a400009c0000201cb007101e8fe6f8000000000201400000100"
BY_HMAC, BY_KEYED_MD5 = "3a8bbeea8a9cbd0ff509bac854bf7e35", "b5cf476d4343e8e4762099e866d00b6f"
KEY = "0123456789abcdef0123456789abcdef"
HELD = [
    pytest.param(Algorithm.HMAC_MD5, BY_HMAC, KEY, "", id="HMAC-MD5 by its own"),
    pytest.param(Algorithm.KEYED_MD5, BY_KEYED_MD5, KEY, "", id="keyed MD5 by its own"),
    pytest.param(Algorithm.HMAC_MD5, BY_KEYED_MD5, KEY, "keyed-md5", id="keyed MD5 by HMAC-MD5"),
    pytest.param(
        Algorithm.HMAC_SHA256, BY_HMAC, KEY, "hmac-md5", id="one of another size than configured"
    ),
    pytest.param(
        Algorithm.HMAC_MD5,
        BY_HMAC,
        KEY.encode().hex(),
        "hmac-md5 with the key as hexadecimal, not as ASCII text",
        id="the key read as text",
    ),
]


@pytest.mark.parametrize(("algorithm", "authenticator", "key", "holds_by"), HELD)
def test_what_would_hold_is_named(
    algorithm: Algorithm, authenticator: str, key: str, holds_by: str
) -> None:
    message = MobileIP(bytes.fromhex(REQUEST + authenticator))
    found = message.verify(KeyRing([Association(256, algorithm, bytes.fromhex(key))]))
    assert found.holds_by == holds_by
    assert found.reason.endswith(f"; it holds by {holds_by}" if holds_by else "")
    expected = Authenticity.INVALID if holds_by else Authenticity.VALID
    assert found.authenticity is expected


@pytest.mark.parametrize("size", [0, 1, 16, 237, 238, 250])
def test_spi_2_of_the_mobile_node_and_its_aaa_means_chap(size: int) -> None:
    """RFC 4721, section 8: MD5(first octet of it, key, MD5(all before), its last 237 octets)."""
    challenge = bytes(range(1, 251))[:size]
    aaa = Association(CHAP_SPI, Algorithm.HMAC_SHA256, b"secret")
    request = RegistrationRequest(
        home_address="10.1.0.9", extensions=[MobileForeignChallenge(challenge=challenge)]
    )
    octets = bytes(request.sign(aaa, GeneralizedAuthentication))
    inner = hashlib.md5(octets[:-16]).digest()
    assert (
        octets[-16:] == hashlib.md5(challenge[:1] + b"secret" + inner + challenge[-237:]).digest()
    )
    assert octets[-24:-16].hex() == "24010014" + "00000002"
    ((_, outcome),) = MobileIP(octets).authentications(KeyRing([aaa]))
    assert outcome.authenticity is Authenticity.VALID


def test_what_is_wrong_with_chap() -> None:
    aaa = Association(CHAP_SPI, Algorithm.HMAC_MD5, b"secret")
    challenged = RegistrationRequest(extensions=[MobileForeignChallenge(challenge=b"12345678")])
    octets = bytes(challenged.sign(aaa, GeneralizedAuthentication))
    other_challenge = octets.replace(b"12345678", b"12345679")
    for wrong in (other_challenge, octets[:-1] + bytes([octets[-1] ^ 1])):
        ((_, outcome),) = MobileIP(wrong).authentications(KeyRing([aaa]))
        assert outcome.authenticity is Authenticity.INVALID
        assert "is not that of the message" in outcome.reason
    ((_, outcome),) = MobileIP(_shortened(octets)).authentications(KeyRing([aaa]))
    assert outcome.reason.endswith("has 15 octets, CHAP has 16")


@pytest.mark.parametrize("message", [RegistrationRequest(), BindingUpdateAck()])
def test_spi_2_elsewhere_is_an_association_like_any_other(message: Packet) -> None:
    home = Association(CHAP_SPI, Algorithm.HMAC_MD5, b"secret")
    octets = bytes(message.sign(home))
    assert octets[-16:] == home.authenticator(octets[:-16])
    received = MobileIP(octets)
    ((_, outcome),) = received.authentications(KeyRing([home]))
    assert outcome.authenticity is Authenticity.VALID
    assert received.verify(KeyRing([home])).authenticity is Authenticity.VALID


def _shortened(octets: bytes) -> bytes:
    """The last extension, of 24 octets in long form, with one octet less."""
    at = len(octets) - 24
    return octets[: at + 2] + b"\x00\x13" + octets[at + 4 : -1]
