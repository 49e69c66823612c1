"""Packets for Wireshark: every field of every layer at its edges, and captures of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from scapy.fields import (
    BitField,
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
from scapy.layers.inet import IP, UDP
from scapy.layers.inet6 import IPv6
from scapy.packet import Packet
from scapy.utils import wrpcap

from mipconf.layers import advertisement, hsrp, miphar, mobileip, vrrp
from mipconf.layers import all as layers
from mipconf.layers.layer import number_of
from mipconf.layers.registration_extensions import EXTENSIONS

from ..layers.generation import LAYERS, free_fields, known_layers, with_length

RAW_IP = 101


def captured(path: Path, packets: Iterable[Packet]) -> Path:
    """A capture of IP packets."""
    wrpcap(str(path), [bytes(each) for each in packets], linktype=RAW_IP)
    return path


def sent(packet: Packet) -> Packet:
    """A packet of any of our layers, in a message that may hold it, in a packet of IP."""
    return _in_ip(_in_message(packet))


def _in_ip(message: Packet) -> Packet:
    if isinstance(message, layers.VRRPv2 | layers.VRRPv3 | layers.VRRPv3IPv6):
        # Another version is another layer's.
        message.version = number_of(type(message), "version")
    return next(header for kinds, header in _HEADERS if isinstance(message, kinds)) / message


def _udp(port: int, to: str) -> Packet:
    return IP(src="10.0.0.2", dst=to, ttl=1) / UDP(sport=port, dport=port)


_HEADERS: tuple[tuple[Any, Packet], ...] = (
    (layers.VRRPv3IPv6, IPv6(src="fe80::2", dst=vrrp.GROUP_ADDRESS_IPV6, hlim=255)),
    (
        layers.VRRP | layers.VRRPv2 | layers.VRRPv3,
        IP(src="10.0.0.2", dst=vrrp.GROUP_ADDRESS, ttl=255),
    ),
    (layers.HSRPv2, _udp(hsrp.PORT, hsrp.GROUP_ADDRESS_2)),
    (layers.HSRP | layers.HSRPAdvertisement, _udp(hsrp.PORT, hsrp.GROUP_ADDRESS)),
    (
        layers.RouterAdvertisement | layers.RouterSolicitation,
        IP(src="10.0.0.2", dst="224.0.0.1", ttl=1, proto=1),
    ),
    (Packet, _udp(mobileip.PORT, "224.0.0.254")),
)
"""What carries each kind of message."""


_HOSTS: tuple[tuple[Any, Any], ...] = (
    (miphar.SUB_OPTIONS, lambda inner: _in_message(layers.MobilityBinding(sub_options=[inner]))),
    (miphar.EXTENSIONS, lambda inner: layers.TableReply(extensions=[inner])),
    (hsrp.TLVS, lambda inner: layers.HSRPv2(tlvs=[inner])),
    (EXTENSIONS, lambda inner: layers.RegistrationRequest(extensions=[inner])),
    (advertisement.EXTENSIONS, lambda inner: layers.RouterAdvertisement(extensions=[inner])),
)


def _in_message(packet: Packet) -> Packet:
    if isinstance(packet, layers.RouterAddress):
        return layers.RouterAdvertisement(router_addresses=[packet])
    if isinstance(packet, layers.GroupStateIPv6 | layers.Tlv):
        return layers.HSRPv2(tlvs=[packet])
    if type(packet) is layers.LongExtension:
        packet.type = 36  # Of a Subtype that means nothing between Home Agents.
        return layers.TableReply(extensions=[packet])
    if isinstance(packet, layers.SubOption):
        return _HOSTS[0][1](packet)  # type: ignore[no-any-return]
    for space, host in _HOSTS:
        if type(packet) in known_layers(space):
            return host(packet)  # type: ignore[no-any-return]
    return packet


def edges() -> Iterator[Packet]:
    """Each field of each layer at its least, its greatest, and each of its bits alone."""
    # These choose the layer of a version or operation, and stay where there is none.
    yield layers.VRRP(version=7) / bytes(12)
    yield layers.HSRP(op_code=9) / bytes(18)
    for layer in LAYERS:
        if layer in (layers.HSRP, layers.VRRP):
            continue
        for field in free_fields(layer):
            for value in _edges(field):
                yield with_length(layer(**{field.name: value}))


_EDGES: dict[type[Any], Callable[[Any], list[Any]]] = {
    FieldLenField: lambda _: [],
    IPField: lambda _: ["0.0.0.0", "255.255.255.255", "10.1.2.3"],
    IP6Field: lambda _: ["::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fe80::102"],
    MACField: lambda _: ["00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff", "02:00:00:00:01:02"],
    SignedIntField: lambda _: [0, -1, -(2**31), 2**31 - 1],
    StrFixedLenField: lambda field: [bytes(field.sz), b"\xff" * field.sz, bytes(range(field.sz))],
    StrField: lambda field: [b"", b"\0", b"mn@home.example", bytes(range(200))],
    BitField: lambda field: _numbers(field.size),
    Field: lambda field: _lists(field) if field.islist else _numbers(int(8 * field.sz)),
}


def _edges(field: Any) -> list[Any]:
    if isinstance(field, StrLenField):
        size = 8 if field.name == "binding_ids" else int(field.length_from(None))
        return [bytes(size), b"\xff" * size]
    return next(_EDGES[kind] for kind in _EDGES if isinstance(field, kind))(field)


def _numbers(bits: int) -> list[Any]:
    return [0, 2**bits - 1, *(1 << bit for bit in range(bits))]


def _lists(field: Any) -> list[Any]:
    if hasattr(field, "space"):
        known = known_layers(field.space)
        return [[], [layer() for layer in known]]
    if field.name == "router_addresses":
        return [[], [layers.RouterAddress()] * 3]
    address = "fe80::1" if getattr(field, "family", None) == 10 else "10.0.0.1"
    return [[], [address], [address] * 20]
