"""HSRP messages to octets and back: version 1 (RFC 2281, 5.1) and version 2 (facts.md, section 3).

Version 1 is one record of 20 octets. Version 2 is a list of type, length, value: Group State (1),
and text authentication (3) after it. The two are told apart by the port's configuration, as
Wireshark tells them by the destination group, never by the first octet.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from dataclasses import replace

from mipconf.fhrp.messages import HsrpMessage, Opcode, State

_RECORD = struct.Struct("!BBBBBBBx8s4s")
_VERSION_FIELD = 0
_STATES = {
    0: State.INITIAL,
    1: State.LEARN,
    2: State.LISTEN,
    4: State.SPEAK,
    8: State.STANDBY,
    16: State.ACTIVE,
}

_GROUP_STATE = 1
_TEXT_AUTHENTICATION = 3
_TEXT_SIZE = 8
_GROUP_STATE_RECORD = struct.Struct("!BBBBH6sIII4s12x")
_VERSION_2 = 2
_IPV4 = 4
_STATES_2 = {
    1: State.INITIAL,
    2: State.LEARN,
    3: State.LISTEN,
    4: State.SPEAK,
    5: State.STANDBY,
    6: State.ACTIVE,
}

_NUMBERS = {state: number for number, state in _STATES.items()}
_NUMBERS_2 = {state: number for number, state in _STATES_2.items()}


def encode(message: HsrpMessage) -> bytes:
    """The octets of a message; version 1's seconds are rounded up, to at least 1."""
    return _encode_1(message) if message.version == 1 else _encode_2(message)


def decode(payload: bytes, version: int) -> HsrpMessage | None:
    """The message of these octets, or None where they are no hello, coup or resign."""
    return _decode_1(payload) if version == 1 else _decode_2(payload)


def _encode_1(message: HsrpMessage) -> bytes:
    return _RECORD.pack(
        _VERSION_FIELD,
        message.opcode,
        _NUMBERS[message.state],
        _whole_seconds(message.hello_ms),
        _whole_seconds(message.hold_ms),
        message.priority,
        message.group,
        (message.authentication or "").encode("latin-1"),
        _octets(message.virtual_ip),
    )


def _decode_1(payload: bytes) -> HsrpMessage | None:
    if len(payload) < _RECORD.size:
        return None
    version, opcode, state, hello, hold, priority, group, text, address = _RECORD.unpack_from(
        payload
    )
    if version != _VERSION_FIELD or opcode not in tuple(Opcode) or state not in _STATES:
        return None
    return HsrpMessage(
        version=1,
        opcode=Opcode(opcode),
        state=_STATES[state],
        hello_ms=hello * 1000,
        hold_ms=hold * 1000,
        priority=priority,
        group=group,
        virtual_ip=_address(address),
        authentication=_text(text),
    )


def _encode_2(message: HsrpMessage) -> bytes:
    state = _GROUP_STATE_RECORD.pack(
        _VERSION_2,
        message.opcode,
        _NUMBERS_2[message.state],
        _IPV4,
        message.group,
        message.identifier,
        message.priority,
        message.hello_ms,
        message.hold_ms,
        _octets(message.virtual_ip),
    )
    options = bytes((_GROUP_STATE, len(state))) + state
    if message.authentication is not None:
        text = message.authentication.encode("latin-1").ljust(_TEXT_SIZE, b"\0")
        options += bytes((_TEXT_AUTHENTICATION, len(text))) + text
    return options


def _decode_2(payload: bytes) -> HsrpMessage | None:
    message: HsrpMessage | None = None
    for kind, value in _options(payload):
        if kind == _GROUP_STATE:
            message = _group_state(value)
        elif kind == _TEXT_AUTHENTICATION and message is not None:
            message = replace(message, authentication=_text(value))
    return message


def _options(payload: bytes) -> Iterator[tuple[int, bytes]]:
    """Each whole type, length, value; one that is cut short ends the list."""
    position = 0
    while position + 2 <= len(payload):
        kind, length = payload[position : position + 2]
        end = position + 2 + length
        if end > len(payload):
            return
        yield kind, payload[position + 2 : end]
        position = end


def _group_state(value: bytes) -> HsrpMessage | None:
    if len(value) != _GROUP_STATE_RECORD.size:
        return None
    version, opcode, state, family, group, identifier, priority, hello_ms, hold_ms, address = (
        _GROUP_STATE_RECORD.unpack(value)
    )
    if (
        version != _VERSION_2
        or family != _IPV4
        or opcode not in tuple(Opcode)
        or state not in _STATES_2
    ):
        return None
    return HsrpMessage(
        version=2,
        opcode=Opcode(opcode),
        state=_STATES_2[state],
        hello_ms=hello_ms,
        hold_ms=hold_ms,
        priority=priority,
        group=group,
        virtual_ip=_address(address),
        authentication=None,
        identifier=identifier,
    )


def _whole_seconds(milliseconds: int) -> int:
    """Rounded up to at least 1 (hut-contract.md), and to what the octet holds."""
    return min(max(1, -(-milliseconds // 1000)), 255)


def _octets(address: str | None) -> bytes:
    return bytes(4) if address is None else socket.inet_aton(address)


def _address(octets: bytes) -> str | None:
    return socket.inet_ntoa(octets) if any(octets) else None


def _text(octets: bytes) -> str:
    return octets.split(b"\0", 1)[0].decode("latin-1")
