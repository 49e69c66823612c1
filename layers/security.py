"""Security associations: who may sign, with which algorithm and key.

RFC 5944, section 5.1 (mobile nodes) and docs/protocol.md#4-3 (Home Agents). An association
is found by its SPI, a number of 32 bits of which 0..255 are reserved (RFC 5944, section 3.5.1).
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from hashlib import md5


class Algorithm(StrEnum):
    """How an authenticator is computed; the value is the name that configurations use."""

    HMAC_MD5 = "hmac-md5"
    HMAC_SHA1 = "hmac-sha1"
    HMAC_SHA256 = "hmac-sha256"
    KEYED_MD5 = "keyed-md5"

    @property
    def size(self) -> int:
        """Octets of an authenticator: 16, 20 or 32."""
        return _DIGESTS[self][1]


_DIGESTS = {
    Algorithm.HMAC_MD5: ("md5", 16),
    Algorithm.HMAC_SHA1: ("sha1", 20),
    Algorithm.HMAC_SHA256: ("sha256", 32),
    Algorithm.KEYED_MD5: ("md5", 16),
}


@dataclass(frozen=True, slots=True)
class Association:
    """A security association: SPI (0..2^32-1), algorithm and key (one octet or more)."""

    spi: int
    algorithm: Algorithm
    key: bytes = field(repr=False)

    @property
    def name(self) -> str:
        """How its authenticators are computed, for people."""
        return self.algorithm.value

    @property
    def size(self) -> int:
        """Octets of an authenticator of this association."""
        return _DIGESTS[self.algorithm][1]

    def authenticator(self, data: bytes) -> bytes:
        """The authenticator over `data`, which ends with the SPI (RFC 5944, section 3.5.1).

        Keyed MD5 is that of RFC 2002, section 3.5.1: "the key precedes and follows the data".
        """
        if self.algorithm is Algorithm.KEYED_MD5:
            return md5(self.key + data + self.key, usedforsecurity=False).digest()
        return hmac.digest(self.key, data, _DIGESTS[self.algorithm][0])

    def verifies(self, data: bytes, authenticator: bytes) -> bool:
        """Whether `authenticator` is right for `data`; takes as long whether it is or not."""
        return hmac.compare_digest(self.authenticator(data), authenticator)


def rightful(association: Association, data: bytes, authenticator: bytes) -> str:
    """By what an authenticator holds that does not by its association, or nothing.

    Another algorithm, or the digits of the key taken for text or the other way round: what two
    configurations of one key most often differ in.
    """
    for how, key in _readings(association.key):
        for algorithm in Algorithm:
            if Association(association.spi, algorithm, key).verifies(data, authenticator):
                return f"{algorithm}{how}"
    return ""


def _readings(key: bytes) -> Iterator[tuple[str, bytes]]:
    yield "", key
    digits = key.hex()
    for text in (digits, digits.upper()):
        yield " with the key as ASCII text, not as hexadecimal", text.encode()
    with suppress(ValueError):
        yield " with the key as hexadecimal, not as ASCII text", bytes.fromhex(key.decode("ascii"))


CHAP_SPI = 2
"""The SPI that stands for CHAP in a Generalized Authentication (RFC 4721, sections 5 and 9)."""


@dataclass(frozen=True, slots=True)
class ChapAssociation(Association):
    """An association whose authenticators are in the manner of CHAP, over a challenge.

    RFC 4721, section 8. Its algorithm does not matter. A challenge of fewer than 238 octets has
    its first one in it twice.
    """

    challenge: bytes = b""

    @property
    def name(self) -> str:
        """CHAP."""
        return "CHAP"

    @property
    def size(self) -> int:
        """16 octets."""
        return 16

    def authenticator(self, data: bytes) -> bytes:
        """The authenticator over `data`, which ends with the SPI."""
        inner = md5(data, usedforsecurity=False).digest()
        whole = self.challenge[:1] + self.key + inner + self.challenge[-237:]
        return md5(whole, usedforsecurity=False).digest()


class Authenticity(Enum):
    """What a look at a message's authentication extension found."""

    VALID = "valid"
    INVALID = "invalid"
    UNKNOWN_SPI = "unknown SPI"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Authentication:
    """The outcome of verifying a message; `reason` names the octet, and is empty when valid.

    `spi` is None where there is no authentication extension to read one from. `holds_by` names
    the algorithm, and the reading of the key, by which an invalid authenticator would be valid:
    `keyed-md5`, or `hmac-md5 with the key as ASCII text, not as hexadecimal`.
    """

    spi: int | None
    authenticity: Authenticity
    reason: str = ""
    holds_by: str = ""


class KeyRing:
    """The associations that a receiver accepts, by SPI."""

    __slots__ = ("_by_spi",)

    def __init__(self, associations: Iterable[Association] = ()) -> None:
        """Raises ValueError where two associations share an SPI: neither could be preferred."""
        self._by_spi: dict[int, Association] = {}
        for association in associations:
            if association.spi in self._by_spi:
                raise ValueError(f"two associations have the SPI {association.spi}")
            self._by_spi[association.spi] = association

    def __iter__(self) -> Iterator[Association]:
        return iter(self._by_spi.values())

    def __len__(self) -> int:
        return len(self._by_spi)

    def get(self, spi: int) -> Association | None:
        """The association of this SPI, or None."""
        return self._by_spi.get(spi)
