"""The octets: MIPHAR (wire-format.md 2 to 4) and registration messages (section 7)."""

from __future__ import annotations

import hmac
import math
import socket
import struct
import time
from dataclasses import dataclass, replace

UPDATE, UPDATE_ACK, REQUEST, REPLY, REPLY_ACK = range(1, 6)
ACCEPTED, NOT_INITIALIZED, MISMATCH, POORLY_FORMED = 0, 1, 133, 134
NO_SIMULTANEOUS, MN_FAILED, UNKNOWN_HA = 1, 131, 136  # Registration Replies alone
INFINITY = 65535
SIMULTANEOUS = 0x80  # the S flag

_HEADER = struct.Struct("!BBBBHBBIIQ")
_PART = struct.Struct("!II")
_BINDING = struct.Struct("!BBIIIHHQ")
_REGISTRATION = struct.Struct("!BBHIIIQ")
_PAD, _MOBILE_HOME, _MOBILE_FOREIGN, _GENERALIZED, _NAI = 0, 32, 33, 36, 131
_MOBILITY_BINDING, _AGENT_LIST = 100, 101
_AUTHENTICATOR_SIZES = {"hmac-md5": 16, "hmac-sha1": 20, "hmac-sha256": 32}
# Our products mark their messages with an NVSE (RFC 3115), which other vendors skip (section 4),
# and align the authentication on four octets.
_VENDOR = struct.pack("!BBHIH", 134, 8, 0, 32473, 1)
OVERHEAD = _HEADER.size + _PART.size + len(_VENDOR) + 3 + 8 + 32
AGENT_SIZE = 6


class PoorlyFormedError(ValueError):
    """Contents that section 5.2 answers with Code 134."""


def address(text: str) -> int:
    """An IPv4 address as the number that messages carry."""
    return int.from_bytes(socket.inet_pton(socket.AF_INET, text))


def dotted(number: int) -> str:
    """The number of an IPv4 address as sockets want it."""
    return socket.inet_ntop(socket.AF_INET, number.to_bytes(4))


def is_multicast(number: int) -> bool:
    """Whether an address is that of a group."""
    return number >> 28 == 14


def newer(this: int, that: int) -> bool:
    """Serial number comparison modulo 2^64 (section 2)."""
    return 0 < (this - that) % 2**64 < 2**63


def near(this: int, that: int, seconds: float) -> bool:
    """Whether two Identifications are within the replay window."""
    return min((this - that) % 2**64, (that - this) % 2**64) <= int(seconds * 2**32)


def timestamp() -> int:
    """This moment as an NTP timestamp."""
    seconds, nanoseconds = divmod(time.time_ns(), 10**9)
    return (seconds + 2208988800) % 2**32 << 32 | (nanoseconds << 32) // 10**9


@dataclass(frozen=True, slots=True)
class Association:
    """A mobility security association (sections 4.3 and 7)."""

    spi: int
    algorithm: str
    key: bytes

    @property
    def size(self) -> int:
        """Octets of the SPI and an authenticator."""
        return 4 + _AUTHENTICATOR_SIZES[self.algorithm]

    def sign(self, covered: bytes) -> bytes:
        """The authenticator of a message up to and including the SPI."""
        return hmac.digest(self.key, covered, self.algorithm.removeprefix("hmac-"))

    def proves(self, covered: bytes, authenticator: bytes) -> bool:
        """Whether the authenticator is that of the octets covered."""
        return hmac.compare_digest(self.sign(covered), authenticator)


@dataclass(frozen=True, slots=True)
class Extension:
    """One extension of a message; `value` begins at octet `start` of the datagram."""

    kind: int
    subtype: int
    start: int
    value: bytes


def walk(data: bytes, offset: int) -> list[Extension] | None:
    """The extensions (section 4), or None if they do not end with the datagram."""
    found = []
    while offset < len(data):
        kind = data[offset]
        if kind == _PAD:
            found.append(Extension(_PAD, 0, offset, b""))
            offset += 1
            continue
        long_form = kind == _GENERALIZED
        start = offset + (4 if long_form else 2)
        end = start + int.from_bytes(data[start - (2 if long_form else 1) : start])
        if max(start, end) > len(data):
            return None
        subtype = data[offset + 1] if long_form else 0
        found.append(Extension(kind, subtype, start, data[start:end]))
        offset = end
    return found


@dataclass(frozen=True, slots=True)
class Binding:
    """The Mobility Binding extension (section 4.1); sub-options stay octets, to be passed on."""

    home: int
    agent: int
    care_of: int
    flags: int
    deleted: bool
    granted: int
    remaining: int
    identification: int
    sub_options: bytes = b""

    @property
    def size(self) -> int:
        """Octets of the extension."""
        return 2 + _BINDING.size + len(self.sub_options)

    def encode(self) -> bytes:
        """The extension's octets."""
        first = (self.flags, self.deleted << 7, self.home, self.agent, self.care_of)
        fixed = _BINDING.pack(*first, self.granted, self.remaining, self.identification)
        return bytes((_MOBILITY_BINDING, self.size - 2)) + fixed + self.sub_options

    @classmethod
    def decode(cls, value: bytes) -> Binding:
        """Read the value of the extension, with the checks of section 5.2."""
        if len(value) < _BINDING.size:
            raise PoorlyFormedError("binding is too short")
        flags, x, home, agent, care_of, *lifetimes, identification = _BINDING.unpack_from(value)
        offset = _BINDING.size
        while offset < len(value):
            if offset + 2 > len(value) or offset + 2 + value[offset + 1] > len(value):
                raise PoorlyFormedError("sub-option does not fit")
            offset += 2 + value[offset + 1]
        deleted = bool(x & 0x80)
        granted, remaining = (0, 0) if deleted else lifetimes
        if not deleted and not 0 < remaining <= granted:
            raise PoorlyFormedError("remaining lifetime is 0 or more than granted")
        options = value[_BINDING.size :]
        return cls(
            home, agent, care_of, flags, deleted, granted, remaining, identification, options
        )

    def aged(self, seconds: float) -> Binding | None:
        """This binding some time later, or None when its lifetime has ended."""
        if self.deleted or self.remaining == INFINITY:
            return self
        left = math.ceil(self.remaining - seconds)
        return None if left <= 0 else replace(self, remaining=left)


@dataclass(frozen=True, slots=True)
class Message:
    """A message of section 3; the Identification is that of the datagram received."""

    subtype: int
    agent: int = 0
    sequence: int = 0
    code: int = ACCEPTED
    identification: int = 0
    retransmission: bool = False
    more: bool = False
    request: int = 0
    part: int = 0
    bindings: tuple[Binding, ...] = ()
    agents: tuple[int, ...] = ()

    def encode(self, group: int, association: Association, identification: int) -> bytes:
        """A datagram of the message, sent at the time `identification`."""
        first = (255, self.subtype, 1, self.retransmission << 7 | self.more << 6)
        last = (group, self.code, 0, self.agent, self.sequence, identification)
        data = _HEADER.pack(*first, *last)
        if self.subtype == REPLY:
            data += _PART.pack(self.request, self.part)
        data += b"".join(binding.encode() for binding in self.bindings)
        # One extension for each id: together they are the list (4.2).
        data += b"".join(struct.pack("!BBI", _AGENT_LIST, 4, agent) for agent in self.agents)
        data += _VENDOR
        data += bytes(-len(data) % 4)
        data += struct.pack("!BBHI", _GENERALIZED, 100, association.size, association.spi)
        return data + association.sign(data)


@dataclass(frozen=True, slots=True)
class Reader:
    """What section 5.2 holds messages against."""

    own: int
    group: int
    keys: dict[int, Association]
    window: float

    def read(self, data: bytes, source: int) -> tuple[Message, int] | None:
        """The message and the Code that it deserves, or None if it is to be dropped.

        Failed authentication drops too: "a receiver MAY drop instead".
        """
        if len(data) < _HEADER.size + (_PART.size if data[1:2] == bytes((REPLY,)) else 0):
            return None
        kind, subtype, version, flags, group, code, _, agent, sequence, identification = (
            _HEADER.unpack_from(data)
        )
        part = _PART.unpack_from(data, _HEADER.size) if subtype == REPLY else ()
        right = kind == 255 and UPDATE <= subtype <= REPLY_ACK and version == 1
        right = right and group == self.group and agent == source and agent != self.own
        walked = walk(data, _HEADER.size + 4 * len(part)) if right else None
        if not walked or not self._proved(data, walked[-1]):
            return None
        message = Message(
            subtype, agent, sequence, code, identification, bool(flags & 0x80), bool(flags & 0x40),
            *part,
        )  # fmt: skip
        if not near(identification, timestamp(), self.window):
            return message, MISMATCH
        try:
            return _with_contents(message, walked), ACCEPTED
        except PoorlyFormedError:
            return message, POORLY_FORMED

    def _proved(self, data: bytes, last: Extension) -> bool:
        if (last.kind, last.subtype) != (_GENERALIZED, 100) or len(last.value) < 4:
            return False
        key = self.keys.get(int.from_bytes(last.value[:4]))
        return key is not None and key.proves(data[: last.start + 4], last.value[4:])


def _with_contents(message: Message, walked: list[Extension]) -> Message:
    """The message with what its extensions carry; PoorlyFormedError as section 5.2 lists it."""
    bindings: list[Binding] = []
    agents: list[int] = []
    for extension in walked:
        value = extension.value
        if extension.kind == _MOBILITY_BINDING:
            bindings.append(Binding.decode(value))
        elif extension.kind == _AGENT_LIST:
            if not value or len(value) % 4:
                raise PoorlyFormedError("Home Agent List of a wrong length")
            agents += struct.unpack(f"!{len(value) // 4}I", value)
        elif extension.kind < 128 and extension.kind not in (_PAD, _GENERALIZED):
            raise PoorlyFormedError("unknown extension that must not be skipped")
    if message.subtype == UPDATE:
        wrong = not bindings
    elif message.subtype == REPLY:
        wrong = not message.part or message.code > NOT_INITIALIZED
        wrong = wrong or bool(message.code and bindings)
    else:
        wrong = bool(bindings)
    if wrong:
        raise PoorlyFormedError("contents do not fit the message")
    return replace(message, bindings=tuple(bindings), agents=tuple(agents))


@dataclass(frozen=True, slots=True)
class Registration:
    """A Registration Request (RFC 5944 section 3.3)."""

    flags: int
    lifetime: int
    home: int
    agent: int
    care_of: int
    identification: int
    nai: bytes | None
    proofs: tuple[tuple[int, bytes, bytes], ...]  # SPI, octets covered, authenticator

    @property
    def sub_options(self) -> bytes:
        """What of the request travels in its binding; an NAI that does not fit is left out."""
        if self.nai is None or _BINDING.size + 2 + len(self.nai) > 255:
            return b""
        return bytes((1, len(self.nai))) + self.nai

    def reply(self, code: int, lifetime: int, agent: int, clock: int, key: Association) -> bytes:
        """The Registration Reply; a mismatch tells our time of day (RFC 5944 section 5.7.1)."""
        identification = self.identification
        if code == MISMATCH:
            identification = clock >> 32 << 32 | identification & 0xFFFFFFFF
        data = struct.pack("!BBHIIQ", 3, code, lifetime, self.home, agent, identification)
        data += struct.pack("!BBI", _MOBILE_HOME, key.size, key.spi)
        return data + key.sign(data)


def read_registration(data: bytes) -> Registration | None:
    """Read a Registration Request, or None for what RFC 5944 discards in silence."""
    if len(data) < _REGISTRATION.size or data[0] != 1:
        return None
    if (walked := walk(data, _REGISTRATION.size)) is None:
        return None
    nai, proofs = None, list[tuple[int, bytes, bytes]]()
    for extension in walked:
        start, value = extension.start, extension.value
        if extension.kind == _MOBILE_HOME:
            proofs.append((int.from_bytes(value[:4]), data[: start + 4], value[4:]))
        elif extension.kind == _NAI and not proofs:  # what follows the proof is not the MN's word
            nai = value if nai is None else nai
        elif extension.kind < 128 and extension.kind not in (_PAD, _MOBILE_FOREIGN):
            return None  # unknown, or of a foreign agent with which we share no association
    _, flags, lifetime, home, agent, care_of, identification = _REGISTRATION.unpack_from(data)
    return Registration(flags, lifetime, home, agent, care_of, identification, nai, tuple(proofs))
