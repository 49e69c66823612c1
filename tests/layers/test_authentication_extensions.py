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
