"""HSRP messages to octets and back; the layout is that of `mipconf.layers.hsrp`.

Version 1 is one record (RFC 2281, section 5.1). Version 2 is a list of TLVs: a Group State, and
text authentication after it (docs/hut-contract.md). Which version it is, the receiver knows from
its configuration, as Wireshark knows it from the destination group.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mipconf.codec.fixed_layout import Record
from mipconf.layers import hsrp
from mipconf.protocol.fhrp_messages import HsrpMessage, Opcode, State

_VERSION_1 = 0
"""What the version field of version 1 holds."""
_VERSION_2 = 2
_IPV4 = 4

_RECORD = Record(
    hsrp.HSRPv1,
    (
        "version",
        "op_code",
        "state",
        "hellotime",
        "holdtime",
        "priority",
        "group",
        "authentication_data",
        "virtual_ip_address",
    ),
)
_GROUP_STATE = Record(
    hsrp.GroupState,
    (
        "type",
        "length",
        "version",
        "op_code",
        "state",
        "ip_version",
        "group",
        "identifier",
        "priority",
        "hellotime",
        "holdtime",
        "virtual_ip_address",
    ),
)
_TEXT = Record(hsrp.TextAuthentication, ("type", "length", "authentication_data"))
_TYPES = {layer: kind for kind, layer in hsrp.TLVS.classes.items() if isinstance(kind, int)}
_GROUP_STATE_TYPE = _TYPES[hsrp.GroupState]
_TEXT_TYPE = _TYPES[hsrp.TextAuthentication]
_HEADER_SIZE = hsrp.GroupState.header_size

_NAMES = {state.value for state in State}
_STATES = {number: State(name) for number, name in hsrp.STATES.items() if name in _NAMES}
_STATES_2 = {number: State(name) for number, name in hsrp.STATES_2.items() if name in _NAMES}
_NUMBERS = {state: number for number, state in _STATES.items()}
_NUMBERS_2 = {state: number for number, state in _STATES_2.items()}

_NO_ADDRESS = "0.0.0.0"


def encode(message: HsrpMessage) -> bytes:
    """The octets of a message; version 1's seconds are rounded up, to at least 1.

    Raises ValueError naming what does not fit its field.
    """
    return _encode_1(message) if message.version == 1 else _encode_2(message)


def decode(payload: bytes, version: int) -> HsrpMessage | None:
    """The message of these octets, or None where they are no hello, coup or resign."""
    return _decode_1(payload) if version == 1 else _decode_2(payload)


def _encode_1(message: HsrpMessage) -> bytes:
    return _RECORD.pack(
        (
            _VERSION_1,
            message.opcode,
            _NUMBERS[message.state],
            _whole_seconds(message.hello_ms),
            _whole_seconds(message.hold_ms),
            message.priority,
            message.group,
            (message.authentication or "").encode("latin-1"),
            message.virtual_ip or _NO_ADDRESS,
        )
    )


def _decode_1(payload: bytes) -> HsrpMessage | None:
    if len(payload) < _RECORD.size:
        return None
    version, opcode, state, hello, hold, priority, group, text, address = _RECORD.unpack(payload)
    if version != _VERSION_1 or not _is_known(opcode, state, _STATES):
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
    octets = _GROUP_STATE.pack(
        (
            _GROUP_STATE_TYPE,
            _GROUP_STATE.size - _HEADER_SIZE,
            _VERSION_2,
            message.opcode,
            _NUMBERS_2[message.state],
            _IPV4,
            message.group,
            message.identifier,
            message.priority,
            message.hello_ms,
            message.hold_ms,
            message.virtual_ip or _NO_ADDRESS,
        )
    )
    if message.authentication is not None:
        text = message.authentication.encode("latin-1")
        octets += _TEXT.pack((_TEXT_TYPE, _TEXT.size - _HEADER_SIZE, text))
    return octets


def _decode_2(payload: bytes) -> HsrpMessage | None:
    message: HsrpMessage | None = None
    spans, _ = hsrp.TLVS.walk(payload, 0, len(payload))
    for kind, start, end in spans:
        if kind == _GROUP_STATE_TYPE:
            message = _group_state(payload[start:end])
        elif kind == _TEXT_TYPE and message is not None:
            message = replace(message, authentication=_text(payload[start + _HEADER_SIZE : end]))
    return message


def _group_state(octets: bytes) -> HsrpMessage | None:
    if len(octets) != _GROUP_STATE.size:
        return None
    (
        _,
        _,
        version,
        opcode,
        state,
        family,
        group,
        identifier,
        priority,
        hello_ms,
        hold_ms,
        address,
    ) = _GROUP_STATE.unpack(octets)
    if version != _VERSION_2 or family != _IPV4 or not _is_known(opcode, state, _STATES_2):
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


def _is_known(opcode: int, state: int, states: Mapping[int, State]) -> bool:
    return opcode in tuple(Opcode) and state in states


def _whole_seconds(milliseconds: int) -> int:
    """Rounded up to at least 1 (docs/hut-contract.md), and to what the octet holds."""
    return min(max(1, -(-milliseconds // 1000)), 255)


def _address(text: str) -> str | None:
    return None if text == _NO_ADDRESS else text


def _text(octets: bytes) -> str:
    return octets.split(b"\0", 1)[0].decode("latin-1")
