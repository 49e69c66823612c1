"""Packets of every layer, made at random: what hypothesis draws them from."""

from collections.abc import Callable
from socket import AF_INET6
from typing import Any

from hypothesis import strategies as st
from scapy.fields import (
    Field,
    FieldLenField,
    IP6Field,
    IPField,
    MACField,
    SignedIntField,
    StrField,
    StrFixedLenField,
    StrLenField,
)
from scapy.packet import Packet

from mipconf.layers import addresses, advertisement, extension
from mipconf.layers import all as everything


def name_of(layer: type[Packet]) -> str:
    return layer.__name__


LAYERS = sorted(
    (
        layer
        for name in everything.__all__
        if isinstance(layer := getattr(everything, name), type) and issubclass(layer, Packet)
    ),
    key=name_of,
)
# What tells a layer from others keeps its default; lengths and counts are those of the content.
FIXED = {"type", "length", "subtype", "op_code", "ip_version", "ts_format"}
VENDORS = {"vendor_id", "vendor_nvse_type", "vendor_cvse_type"}
COUNTS = {"count_ip_addrs", "ipvx_addr_count", "bid_count", "num_addrs"}

_addresses = st.ip_addresses(v=4).map(str)
_VALUES: dict[type[Any], Callable[[Any], st.SearchStrategy[Any]]] = {
    extension.ExtensionListField: lambda field: st.lists(
        st.sampled_from(known_layers(field.space)).flatmap(packets), max_size=4
    ),
    addresses.AddressListField: lambda field: st.lists(
        st.ip_addresses(v=6 if field.family == AF_INET6 else 4).map(str), max_size=5
    ),
    advertisement.RouterAddressListField: lambda _: st.lists(
        packets(advertisement.RouterAddress), max_size=3
    ),
    SignedIntField: lambda _: st.integers(-(2**31), 2**31 - 1),
    IPField: lambda _: _addresses,
    IP6Field: lambda _: st.ip_addresses(v=6).map(str),
    MACField: lambda _: st.binary(min_size=6, max_size=6).map(lambda octets: octets.hex(":")),
    StrFixedLenField: lambda field: st.binary(min_size=field.sz, max_size=field.sz),
    StrLenField: lambda field: st.binary(min_size=_least(field), max_size=_room(field)),
    StrField: lambda _: st.binary(max_size=30),
    Field: lambda field: st.integers(0, 2 ** int(8 * field.sz) - 1),
}


def _room(field: Any) -> int:
    """As many octets as the field may have: as many as its length says that another field has."""
    return 8 if field.name == "binding_ids" else int(field.length_from(None))


def _least(field: Any) -> int:
    """Fewer only where nothing follows, which is not for a field of VRRP to know."""
    return _room(field) if field.name == "authentication_data" else 0


def known_layers(space: extension.TypeSpace) -> list[type[Packet]]:
    classes = [*space.classes.values(), *(c for d in space.drawn_long.values() for c in d.values())]
    layers = (each if isinstance(each, tuple) else (each,) for each in classes)
    return sorted({layer for each in layers for layer in each}, key=name_of)


def _values(field: Any) -> st.SearchStrategy[Any]:
    kind = next(kind for kind in _VALUES if isinstance(field, kind))
    return _VALUES[kind](field)


def free_fields(layer: type[Packet]) -> list[Any]:
    """Those that may have any value, and the layer is still the one that its octets tell."""
    fixed = FIXED | COUNTS | (VENDORS if getattr(layer, "told_by", (0, b""))[1] else set())
    return [field for field in layer.fields_desc if field.name not in fixed]


def packets(layer: type[Packet]) -> st.SearchStrategy[Packet]:
    fields = {field.name: _values(field) for field in free_fields(layer)}
    return st.fixed_dictionaries(fields).map(lambda values: with_length(layer(**values)))


def with_length(packet: Packet) -> Packet:
    if isinstance(packet, extension.Extension):
        packet.length = len(bytes(packet)) - packet.header_size
    for field in packet.fields_desc:
        if isinstance(field, FieldLenField):
            packet.setfieldval(field.name, field.i2m(packet, None))
    return packet
