"""Identifications: NTP timestamps as 64-bit numbers (RFC 5944, section 5.7.1; RFC 1982).

Times elsewhere in the suite are nanoseconds since the Unix epoch, as whole numbers.
"""

from __future__ import annotations

from mipconf.protocol.durations import SECOND

NTP_TO_UNIX_S = 2_208_988_800
"""Seconds from NTP's epoch (1900) to Unix's (1970)."""

LOW_HALF = (1 << 32) - 1
"""The half of an Identification that every Registration Reply returns (RFC 5944, 5.7)."""

_MODULUS = 1 << 64
_HALF = 1 << 63


def from_time(time: int) -> int:
    """The Identification of a moment, given in nanoseconds since the Unix epoch."""
    seconds, rest = divmod(time, SECOND)
    return ((seconds + NTP_TO_UNIX_S) << 32 | (rest << 32) // SECOND) % _MODULUS


def to_time(identification: int, near: int) -> int:
    """The moment of an Identification, in nanoseconds, in the NTP era closest to `near`."""
    return near + offset(identification, near)


def offset(identification: int, now: int) -> int:
    """How far an Identification is ahead of `now`, in nanoseconds (negative: behind)."""
    difference = (identification - from_time(now)) % _MODULUS
    if difference >= _HALF:
        difference -= _MODULUS
    return (difference * SECOND) >> 32


def is_newer(identification: int, than: int) -> bool:
    """Serial number order modulo 2^64; exactly 2^63 apart is not newer (docs/protocol.md#2)."""
    return 0 < (identification - than) % _MODULUS < _HALF
