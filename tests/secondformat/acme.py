"""Acme's format: how a vendor whose Home Agents do not speak docs/protocol.md tells the suite.

docs/vendor-format.md is a tutorial that writes this module step by step. Registrations are those of
RFC 5944. What Home Agents tell each other has message types of its own, one header for all, its
authenticator before the contents, and contents in records of 16-bit type and length.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from socket import AF_INET, inet_ntoa, inet_pton

from mipconf.codec import (
    STANDARD,
    Association,
    Authentication,
    Authenticity,
    Decoded,
    Defect,
    KeyRing,
)
from mipconf.protocol.messages import (
    Binding,
    BindingUpdate,
    BindingUpdateAck,
    Code,
    Message,
    RedundancyMessage,
    RegistrationReply,
    RegistrationRequest,
    SubOption,
    TableReply,
    TableReplyAck,
    TableRequest,
)

HEADER = struct.Struct("!BBHQI4sHBBI")
"""Type, flags, length of all, time, number, sender, group, result, size of the digest, SPI."""

REGISTRATIONS = (1, 3)
"""The types of RFC 5944, sections 3.3 and 3.4."""
TYPES = {
    40: BindingUpdate,
    41: BindingUpdateAck,
    42: TableRequest,
    43: TableReply,
    44: TableReplyAck,
}
AGAIN, MORE = 1, 2
RESULTS = {
    0: Code.ACCEPTED,
    1: Code.NOT_INITIALIZED,
    2: Code.POORLY_FORMED,
    3: Code.AUTHENTICATION_FAILED,
    4: Code.IDENTIFICATION_MISMATCH,
    5: Code.PROHIBITED,
    6: Code.INSUFFICIENT_RESOURCES,
}

RECORD = struct.Struct("!HH")
"""Type and length of the value that follows."""
SKIPPABLE = 0x8000
"""A record of unknown type is skipped if it has this bit."""
BINDING_RECORD, NEIGHBOURS_RECORD, PART_RECORD = 1, 2, 3

BINDING = struct.Struct("!?BHHQ4s4s4s")
"""Bound, flags, granted, remaining, time, care-of address, home address, Home Agent."""
PART = struct.Struct("!IH")
"""Number of the request, number of the part."""

_NUMBERS = {kind: number for number, kind in TYPES.items()}
_RESULTS = {code: result for result, code in RESULTS.items()}


class AcmeCodec:
    """Acme's messages as the suite's, and back: a `mipconf.codec.Codec`."""

    def encode(self, message: Message, association: Association | None, /) -> bytes:
        """See `Codec`."""
        if isinstance(message, RegistrationRequest | RegistrationReply):
            return STANDARD.encode(message, association)
        try:
            contents = b"".join(_records_of(message))
            size = 0 if association is None else association.size
            header = HEADER.pack(
                _NUMBERS[type(message)],
                AGAIN * message.retransmission + MORE * getattr(message, "more", False),
                HEADER.size + size + len(contents),
                message.identification,
                message.sequence,
                _address(message.home_agent_id),
                message.group,
                _RESULTS[Code(message.code)],
                size,
                0 if association is None else association.spi,
            )
        except (struct.error, OSError) as error:
            raise ValueError(f"{type(message).__name__}: {error}") from None
        digest = b"" if association is None else association.authenticator(header + contents)
        return header + digest + contents

    def decode(self, payload: bytes, keys: KeyRing, /) -> Decoded:
        """See `Codec`."""
        if payload and payload[0] in REGISTRATIONS:
            return STANDARD.decode(payload, keys)
        if len(payload) < HEADER.size:
            return _unreadable("the header is cut short", len(payload))
        type_, flags, length, time, number, sender, group, result, size, spi = HEADER.unpack_from(
            payload
        )
        if type_ not in TYPES:
            return _unreadable(f"type {type_} is unknown", 0)
        if length != len(payload):
            return _unreadable(f"a length of {length} octets", 2)
        start = HEADER.size + size
        if start > length:
            return _unreadable(f"a digest of {size} octets", 23)
        contents = _Contents(payload, start, TYPES[type_], RESULTS.get(result, 255))
        values = {
            "group": group,
            "home_agent_id": inet_ntoa(sender),
            "sequence": number,
            "identification": time,
            "code": contents.code,
            "retransmission": bool(flags & AGAIN),
            "home_agents": tuple(contents.home_agents),
        }
        if contents.kind in (BindingUpdate, TableReply):
            values["bindings"] = tuple(contents.bindings)
        if contents.kind is TableReply:
            values["request_sequence"], values["part"] = contents.part or (0, 0)
            values["more"] = bool(flags & MORE)
        digest = payload[HEADER.size : start]
        signed = payload[: HEADER.size] + payload[start:]
        return Decoded(
            contents.kind(**values), _authentication(signed, digest, spi, keys), contents.defect
        )

    def binding_size(self, binding: Binding, /) -> int:
        """See `Codec`."""
        options = sum(RECORD.size + len(option.value) for option in binding.sub_options)
        if BINDING.size + options > 0xFFFF:
            raise ValueError(f"a binding with sub-options of {options} octets")
        return RECORD.size + BINDING.size + options


CODEC = AcmeCodec()


def _address(text: str) -> bytes:
    return inet_pton(AF_INET, text)


def _record(type_: int, value: bytes) -> bytes:
    return RECORD.pack(type_, len(value)) + value


def _records_of(message: RedundancyMessage) -> Iterator[bytes]:
    """The contents of a message: its part, its neighbours, its bindings."""
    if isinstance(message, TableReply):
        yield _record(PART_RECORD, PART.pack(message.request_sequence, message.part))
    if message.home_agents:
        yield _record(NEIGHBOURS_RECORD, b"".join(map(_address, message.home_agents)))
    for binding in getattr(message, "bindings", ()):
        value = BINDING.pack(
            not binding.deleted,
            binding.flags,
            binding.lifetime_granted,
            binding.lifetime_remaining,
            binding.identification,
            _address(binding.care_of_address),
            _address(binding.home_address),
            _address(binding.home_agent),
        )
        options = (_record(option.type, option.value) for option in binding.sub_options)
        yield _record(BINDING_RECORD, value + b"".join(options))


def _records_in(octets: bytes, at: int) -> tuple[list[tuple[int, int, bytes]], int]:
    """The records from `at` on: type, offset, value. And where they end, or one does not fit."""
    records = []
    while at + RECORD.size <= len(octets):
        type_, length = RECORD.unpack_from(octets, at)
        end = at + RECORD.size + length
        if end > len(octets):
            break
        records.append((type_, at, octets[at + RECORD.size : end]))
        at = end
    return records, at


class _Contents:
    """What the records of a message say, and the first thing that is wrong with them."""

    def __init__(self, payload: bytes, start: int, kind: type, code: int) -> None:
        self.kind, self.code = kind, code
        self.bindings: list[Binding] = []
        self.home_agents: list[str] = []
        self.part: tuple[int, int] | None = None
        self.defect: Defect | None = None
        records, stop = _records_in(payload, start)
        for type_, at, value in records:
            self._read(type_, at, value)
        if kind is TableReply and self.part is None:
            self.defect = Defect("a table reply that does not say which part", start, None)
        elif kind is TableReply and self.part is not None and self.part[1] == 0:
            self._wrong("part 0", start)
        elif kind is TableReply and code not in (Code.ACCEPTED, Code.NOT_INITIALIZED):
            self._wrong(f"a table reply of result {code}", 22)
        elif kind is BindingUpdate and not self.bindings:
            self._wrong("an update without a binding", start)
        if stop != len(payload):
            self.defect = Defect("a record that does not fit the message", stop, None)

    def _read(self, type_: int, at: int, value: bytes) -> None:
        if type_ == BINDING_RECORD:
            self._read_binding(at, value)
        elif type_ == NEIGHBOURS_RECORD:
            if not value or len(value) % 4:
                self._wrong(f"a list of neighbours of {len(value)} octets", at)
            whole = range(0, len(value) // 4 * 4, 4)
            self.home_agents += [inet_ntoa(value[i : i + 4]) for i in whole]
        elif type_ == PART_RECORD and len(value) == PART.size:
            self.part = PART.unpack(value)
        elif not type_ & SKIPPABLE:
            self._wrong(f"a record of unknown type {type_}", at)

    def _read_binding(self, at: int, value: bytes) -> None:
        if len(value) < BINDING.size:
            self._wrong("a binding that is cut short", at)
            return
        bound, flags, granted, remaining, time, care_of, home, agent = BINDING.unpack_from(value)
        options, stop = _records_in(value, BINDING.size)
        self.bindings.append(
            Binding(
                home_address=inet_ntoa(home),
                home_agent=inet_ntoa(agent),
                care_of_address=inet_ntoa(care_of),
                flags=flags,
                deleted=not bound,
                lifetime_granted=granted,
                lifetime_remaining=remaining,
                identification=time,
                sub_options=tuple(SubOption(type_, text) for type_, _, text in options),
            )
        )
        if self.kind not in (BindingUpdate, TableReply) or self.code == Code.NOT_INITIALIZED:
            self._wrong("a binding in a message that has none", at)
        elif stop != len(value):
            self._wrong("a sub-option that does not fit its binding", at)
        elif bound and not 0 < remaining <= granted:
            self._wrong(f"a binding with {remaining} s of {granted} s left", at)

    def _wrong(self, reason: str, offset: int) -> None:
        """The message can be read, and is to be acknowledged as poorly formed."""
        self.defect = self.defect or Defect(reason, offset, Code.POORLY_FORMED)


def _unreadable(reason: str, offset: int) -> Decoded:
    """The message is to be dropped."""
    absent = Authentication(None, Authenticity.ABSENT, reason)
    return Decoded(None, absent, Defect(reason, offset, None))


def _authentication(signed: bytes, digest: bytes, spi: int, keys: KeyRing) -> Authentication:
    if not digest:
        return Authentication(None, Authenticity.ABSENT, "there is no digest")
    association = keys.get(spi)
    if association is None:
        return Authentication(spi, Authenticity.UNKNOWN_SPI, f"no association has the SPI {spi}")
    if association.verifies(signed, digest):
        return Authentication(spi, Authenticity.VALID)
    return Authentication(spi, Authenticity.INVALID, "the digest is not that of the message")
