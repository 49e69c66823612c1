"""A codec tried out before it is used: messages there and back, whole and spoiled.

A mistake of a codec would look like one of the Home Agent, in some verdict far from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from mipconf.codec.interface import Codec
from mipconf.layers.security import Algorithm, Association, Authenticity, KeyRing
from mipconf.protocol.messages import (
    Binding,
    BindingUpdate,
    BindingUpdateAck,
    Code,
    Extension,
    Flags,
    Message,
    RegistrationReply,
    RegistrationRequest,
    SubOption,
    SubOptionType,
    TableReply,
    TableReplyAck,
    TableRequest,
)

_ASSOCIATIONS = tuple(
    Association(spi, algorithm, bytes(range(16))) for spi, algorithm in enumerate(Algorithm, 1000)
)
_BOUND = Binding(
    home_address="10.1.0.9",
    home_agent="10.0.0.2",
    care_of_address="192.0.2.7",
    flags=Flags.D | Flags.T,
    deleted=False,
    lifetime_granted=1800,
    lifetime_remaining=1799,
    identification=0xE93C79FF80000001,
    sub_options=(SubOption(SubOptionType.NAI, b"user@example.com"), SubOption(200, b"unknown")),
)
_GONE = replace(_BOUND, deleted=True, lifetime_granted=0, lifetime_remaining=0, sub_options=())
_BINDINGS = (_BOUND, _GONE, replace(_BOUND, home_address="10.1.0.8"))
_HEADER: dict[str, Any] = {
    "group": 7,
    "home_agent_id": "10.0.0.2",
    "sequence": 0x80000001,
    "identification": 0xE93C7A0000000002,
}
_REGISTRATION: dict[str, Any] = {
    "lifetime": 1800,
    "home_address": "10.1.0.9",
    "home_agent": "10.0.0.1",
    "identification": 0xE93C79FF80000001,
}
_PART: dict[str, Any] = {"request_sequence": 0x70000003, "home_agents": ("10.0.0.2", "10.0.0.3")}

SAMPLES: tuple[Message, ...] = (
    BindingUpdate(**_HEADER, bindings=_BINDINGS),
    BindingUpdate(**_HEADER, bindings=_BINDINGS[:1], retransmission=True),
    *(BindingUpdateAck(**_HEADER, code=code) for code in Code),
    TableRequest(**_HEADER),
    TableReply(**_HEADER, **_PART, part=2, more=True, bindings=_BINDINGS),
    TableReply(**_HEADER, **_PART, part=3, more=False, retransmission=True),
    TableReply(**_HEADER, **_PART, part=1, more=False, code=Code.NOT_INITIALIZED),
    *(TableReplyAck(**_HEADER, code=code) for code in Code),
    RegistrationRequest(
        **_REGISTRATION,
        flags=Flags.D,
        care_of_address="192.0.2.7",
        extensions=(Extension(131, b"user@example.com"),),
    ),
    RegistrationReply(**_REGISTRATION, code=0),
)
"""Each message, and what the claims need of it."""


def mistake(codec: Codec) -> str | None:
    """What is not as `Codec` has it, found first; None where nothing was found."""
    for message in SAMPLES:
        try:
            wrong = next(_mistakes(codec, message), None)
        except Exception as error:
            wrong = f"raises {type(error).__name__}: {error}"
        if wrong is not None:
            return f"a {type(message).__name__} {wrong}"
    return None


def _mistakes(codec: Codec, message: Message) -> Iterator[str]:
    for association in _ASSOCIATIONS:
        yield from _return_trip(codec, message, association)
    yield from _size(codec, message)
    yield from _spoiled(codec, message)


def _return_trip(codec: Codec, message: Message, association: Association) -> Iterator[str]:
    payload = codec.encode(message, association)
    other = replace(association, key=b"another key")
    for keys, expected in (
        (KeyRing([association]), Authenticity.VALID),
        (KeyRing([other]), Authenticity.INVALID),
        (KeyRing(), Authenticity.UNKNOWN_SPI),
    ):
        decoded = codec.decode(payload, keys)
        found = decoded.authentication
        if decoded.message is None or decoded.defect is not None:
            why = "" if decoded.defect is None else f": {decoded.defect.reason}"
            yield f"is encoded, but not decoded{why}"
        elif decoded.message != message:
            yield f"is decoded with {_difference(message, decoded.message)}"
        elif (found.authenticity, found.spi) != (expected, association.spi):
            yield (
                f"of {association.algorithm} is found {found.authenticity.value} with SPI "
                f"{found.spi}, not {expected.value} with {association.spi}"
            )
    if codec.decode(codec.encode(message, None), keys).authentication.spi is not None:
        yield "without authentication is decoded with an SPI"


def _difference(sent: Message, back: Message) -> str:
    if type(sent) is not type(back):
        return f"another type: {type(back).__name__}"
    names = (field.name for field in fields(sent))
    name = next(name for name in names if getattr(sent, name) != getattr(back, name))
    return f"{name} {getattr(back, name)!r}, not {getattr(sent, name)!r}"


def _size(codec: Codec, message: Message) -> Iterator[str]:
    if not isinstance(message, BindingUpdate | TableReply):
        return
    rest = len(codec.encode(replace(message, bindings=()), _ASSOCIATIONS[0]))
    taken = len(codec.encode(message, _ASSOCIATIONS[0])) - rest
    said = sum(map(codec.binding_size, message.bindings))
    if taken != said:
        yield f"has {taken} octets of bindings; by binding_size they are {said}"


def _spoiled(codec: Codec, message: Message) -> Iterator[str]:
    whole = codec.encode(message, _ASSOCIATIONS[0])
    for at in range(len(whole)):
        flipped = whole[:at] + bytes((whole[at] ^ 0xFF,)) + whole[at + 1 :]
        for what, payload in (("cut off", whole[:at]), ("wrong", flipped)):
            try:
                codec.decode(payload, KeyRing())
            except Exception as error:
                yield f"{what} at octet {at}: decode raises {type(error).__name__}: {error}"
