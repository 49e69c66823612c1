"""Associations, key rings and authenticators, with the vectors of RFC 2202 and RFC 4231."""

from hashlib import md5

import pytest

from mipconf.layers.security import Algorithm, Association, KeyRing, rightful

VECTORS = [
    pytest.param(
        Algorithm.HMAC_MD5,
        b"\x0b" * 16,
        b"Hi There",
        "9294727a3638bb1c13f48ef8158bfc9d",
        id="RFC 2202, 2, case 1",
    ),
    pytest.param(
        Algorithm.HMAC_SHA1,
        b"Jefe",
        b"what do ya want for nothing?",
        "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
        id="RFC 2202, 3, case 2",
    ),
    pytest.param(
        Algorithm.HMAC_SHA256,
        b"\xaa" * 131,
        b"Test Using Larger Than Block-Size Key - Hash Key First",
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        id="RFC 4231, 4.7",
    ),
    pytest.param(
        Algorithm.KEYED_MD5,
        b"key",
        b"data",
        md5(b"keydatakey", usedforsecurity=False).hexdigest(),
        id="RFC 2002, 3.5.1: the key before and after",
    ),
]


@pytest.mark.parametrize(("algorithm", "key", "data", "digest"), VECTORS)
def test_authenticator(algorithm: Algorithm, key: bytes, data: bytes, digest: str) -> None:
    association = Association(256, algorithm, key)
    authenticator = association.authenticator(data)
    assert authenticator.hex() == digest
    assert len(authenticator) == association.size == algorithm.size
    assert association.verifies(data, authenticator)
    assert not association.verifies(data, authenticator[:-1])
    assert not association.verifies(data, authenticator[:-1] + b"\0")
    assert not association.verifies(data + b"\0", authenticator)


def test_a_key_ring_finds_by_spi_and_keeps_the_order() -> None:
    first = Association(1001, Algorithm.HMAC_MD5, b"a")
    second = Association(1000, Algorithm.HMAC_MD5, b"b")
    keys = KeyRing([first, second])
    assert list(keys) == [first, second]
    assert len(keys) == 2
    assert keys.get(1000) == second
    assert keys.get(1002) is None


def test_two_associations_of_one_spi_are_refused() -> None:
    association = Association(1000, Algorithm.HMAC_MD5, b"a")
    with pytest.raises(ValueError, match="1000"):
        KeyRing([association, association])


def test_a_key_is_not_shown() -> None:
    assert "secret" not in repr(Association(1000, Algorithm.HMAC_MD5, b"secret"))


def signed(algorithm: Algorithm, key: bytes) -> bytes:
    return Association(256, algorithm, key).authenticator(b"data")


KEY = bytes.fromhex("0123456789abcdef0123456789abcdef")
AS_TEXT = " with the key as ASCII text, not as hexadecimal"
RIGHTFUL = [
    pytest.param(KEY, signed(Algorithm.KEYED_MD5, KEY), "keyed-md5", id="RFC 2002's algorithm"),
    pytest.param(KEY, signed(Algorithm.HMAC_SHA1, KEY), "hmac-sha1", id="another algorithm"),
    pytest.param(
        KEY,
        signed(Algorithm.HMAC_MD5, KEY.hex().encode()),
        f"hmac-md5{AS_TEXT}",
        id="the digits of the key as text",
    ),
    pytest.param(
        KEY,
        signed(Algorithm.KEYED_MD5, KEY.hex().upper().encode()),
        f"keyed-md5{AS_TEXT}",
        id="the digits of the key as text, in capitals, by another algorithm",
    ),
    pytest.param(
        KEY.hex().encode(),
        signed(Algorithm.HMAC_MD5, KEY),
        "hmac-md5 with the key as hexadecimal, not as ASCII text",
        id="the text of the key as digits",
    ),
    pytest.param(KEY, signed(Algorithm.HMAC_MD5, b"other"), "", id="another key"),
    pytest.param(b"secret", signed(Algorithm.HMAC_MD5, b"other"), "", id="a key of no digits"),
]


@pytest.mark.parametrize(("key", "authenticator", "expected"), RIGHTFUL)
def test_by_what_a_wrong_authenticator_holds(
    key: bytes, authenticator: bytes, expected: str
) -> None:
    association = Association(256, Algorithm.HMAC_MD5, key)
    assert rightful(association, b"data", authenticator) == expected
