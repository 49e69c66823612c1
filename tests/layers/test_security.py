"""Associations, key rings and authenticators, with the vectors of RFC 2202 and RFC 4231."""

import pytest

from mipconf.layers.security import Algorithm, Association, KeyRing

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
