"""The layers as a dissector in another language needs them: which field stands where, and how.

Everything is read from the layers' own `fields_desc` and type spaces. A kind of field that is not
known here raises TypeError, so that no field of a layer gets lost on the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from socket import AF_INET
from typing import Any

from scapy.fields import (
    FieldLenField,
    FlagsField,
    IP6Field,
    IPField,
    MACField,
    PacketListField,
    SignedIntField,
    StrField,
    StrFixedLenField,
    StrLenField,
    XStrField,
    XStrFixedLenField,
)
from scapy.packet import Packet

from mipconf.layers import all as layers
from mipconf.layers.addresses import AddressListField
from mipconf.layers.extension import ExtensionListField, TypeSpace
from mipconf.layers.layer import fixed_size

PREFIX = "miphar"
"""What all names of fields begin with."""


class Kind(StrEnum):
    """How a field is shown; an ADDRESSES or LAYERS field has any number of elements."""

    UNSIGNED = "uint"
    SIGNED = "int"
    FLAGS = "flags"
    IPV4 = "ipv4"
    IPV6 = "ipv6"
    MAC = "ether"
    OCTETS = "bytes"
    TEXT = "string"
    ADDRESSES = "addresses"
    LAYERS = "layers"
    EXTENSIONS = "extensions"


@dataclass(frozen=True, slots=True)
class WireField:
    """A field of a layer.

    `filter_name` is its name in Wireshark. `octets` is the width, 0 where it goes on to the end of
    the layer; `counted_by` names an earlier field that says how many octets or elements there are.
    A field of bits has the octets that it stands in, and `mask` says which bits of them are its
    own; the last field of bits in the same octets has `last`. `of` is the layer or the type space
    of the elements.
    """

    name: str
    filter_name: str
    kind: Kind
    octets: int
    mask: int = 0
    last: bool = True
    is_hexadecimal: bool = False
    names: Mapping[int, str] = field(default_factory=dict)
    flags: tuple[tuple[str, int], ...] = ()
    counted_by: str = ""
    of: Any = None


@dataclass(frozen=True, slots=True)
class Outline:
    """A layer: its class, and the octets that it takes at least."""

    layer: type[Packet]
    size: int
    fields: tuple[WireField, ...]


def outlines() -> dict[str, Outline]:
    """All exported layers, by the names of their classes."""
    found = {}
    for name in layers.__all__:
        layer = getattr(layers, name)
        if isinstance(layer, type) and issubclass(layer, Packet):
            found[name] = outline(layer)
    return found


def outline(layer: type[Packet]) -> Outline:
    """One layer."""
    return Outline(layer, fixed_size(layer), tuple(_fields(layer)))


def filter_name(layer: type[Packet], name: str) -> str:
    """What a field of a layer is called in Wireshark.

    The five messages of Home Agents share `miphar.sequence` and the others of their header; a
    field of any other layer has the layer in its name, as in `miphar.mobility_binding.deleted`.
    """
    if issubclass(layer, layers.RedundancyMessage):
        return f"{PREFIX}.{name}"
    return f"{layer_name(layer)}.{name}"


def layer_name(layer: type[Packet]) -> str:
    """What a layer that another one holds is called in Wireshark."""
    return f"{PREFIX}.{snake_case(layer.__name__)}"


def snake_case(name: str) -> str:
    """The name of a class as part of the name of a field."""
    # The v of HSRPv1 and IPv6 begins no word.
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z](?!v\d)[a-z])", "_", name).lower()


def _fields(layer: type[Packet]) -> Iterator[WireField]:
    described = layer.fields_desc
    # Fields of bits come in groups that fill whole octets: Wireshark wants each with all of them.
    group: list[Any] = []
    for each in described:
        if not hasattr(each, "rev"):
            yield _whole(layer, each, described)
            continue
        group.append(each)
        if sum(member.size for member in group) % 8 == 0:
            yield from _bits(layer, group)
            group = []
    if group:
        raise TypeError(f"{layer.__name__}: {group[-1].name} ends within an octet")


def _bits(layer: type[Packet], group: list[Any]) -> Iterator[WireField]:
    left = sum(member.size for member in group)
    octets = left // 8
    for member in group:
        left -= member.size
        is_flags = isinstance(member, FlagsField)
        yield WireField(
            member.name,
            filter_name(layer, member.name),
            Kind.FLAGS if is_flags else Kind.UNSIGNED,
            octets,
            mask=((1 << member.size) - 1) << left,
            last=left == 0,
            is_hexadecimal=is_flags,
            names=_names(member),
            flags=tuple((flag, 1 << at + left) for at, flag in enumerate(member.names))
            if is_flags
            else (),
        )


def _whole(layer: type[Packet], described: Any, siblings: list[Any]) -> WireField:
    name = filter_name(layer, described.name)
    counter = _counter(described.name, siblings)
    kind, octets, of = _shape(layer, described, bool(counter))
    return WireField(
        described.name,
        name,
        kind,
        octets,
        is_hexadecimal=type(described).__name__.startswith("X"),
        names=_names(described),
        counted_by=counter,
        of=of,
    )


_SCALARS = {
    IPField: Kind.IPV4,
    IP6Field: Kind.IPV6,
    MACField: Kind.MAC,
    SignedIntField: Kind.SIGNED,
}
"""Fields of one width that are not just numbers."""


def _shape(layer: type[Packet], described: Any, is_counted: bool) -> tuple[Kind, int, Any]:
    shape: tuple[Kind, int, Any]
    match described:
        case ExtensionListField():
            shape = Kind.EXTENSIONS, 0, described.space
        case AddressListField():
            shape = Kind.ADDRESSES, 4 if described.family == AF_INET else 16, None
        case PacketListField():
            shape = Kind.LAYERS, 0, described.cls
        case StrFixedLenField():
            is_text = not isinstance(described, XStrFixedLenField)
            shape = Kind.TEXT if is_text else Kind.OCTETS, int(described.sz), None
        case StrLenField() if not is_counted:
            # Without a counter among the fields its length is always the same.
            always: Any = described.length_from
            shape = Kind.OCTETS, int(always(None)), None
        case StrLenField():
            shape = Kind.OCTETS, 0, None
        case XStrField():
            shape = Kind.OCTETS, 0, None
        case StrField():
            shape = Kind.TEXT, 0, None
        case _ if described.islist or not isinstance(described.sz, int) or described.fmt[0] != "!":
            kind = type(described).__name__
            raise TypeError(f"{layer.__name__}.{described.name}: {kind} is unknown")
        case _:
            of_its_kind = (kind for known, kind in _SCALARS.items() if isinstance(described, known))
            shape = next(of_its_kind, Kind.UNSIGNED), described.sz, None
    return shape


def _counter(name: str, siblings: list[Any]) -> str:
    for each in siblings:
        if isinstance(each, FieldLenField) and name in (each.count_of, each.length_of):
            return str(each.name)
    return ""


def _names(described: Any) -> dict[int, str]:
    names = getattr(described, "i2s", None)
    return dict(names) if isinstance(names, dict) else {}


def spaces(found: Mapping[str, Outline]) -> list[TypeSpace]:
    """The type spaces that the layers' extensions are of, each once."""
    ours: list[TypeSpace] = []
    for each in found.values():
        for described in each.fields:
            if described.kind is Kind.EXTENSIONS and described.of not in ours:
                ours.append(described.of)
    return ours
