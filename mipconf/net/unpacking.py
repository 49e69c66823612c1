"""From frames to datagrams: layer after layer is taken off, whichever they are.

Of a tunnel the datagram within counts. What a frame says of its LAN on the way is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from scapy import data

from mipconf.net import ip, link_layers, tunnels
from mipconf.net.fragments import Fragments
from mipconf.net.host import Datagram
from mipconf.net.layering import (
    Lan,
    Layer,
    Link,
    Next,
    Unread,
    Unreadable,
    UnreadableError,
    Way,
)

_PARSERS: dict[Layer, Callable[[bytes, Way], Next]] = {
    Layer.ETHERNET: link_layers.ethernet,
    Layer.ETHERTYPE: link_layers.typed,
    Layer.VLAN: link_layers.vlan,
    Layer.LLC: link_layers.llc,
    Layer.SERVICE_INSTANCE: link_layers.service_instance,
    Layer.COOKED: link_layers.cooked,
    Layer.COOKED_2: link_layers.cooked_2,
    Layer.NULL: link_layers.null,
    Layer.PPP: link_layers.ppp,
    Layer.PPP_DIRECTED: link_layers.ppp_directed,
    Layer.PPPOE: link_layers.pppoe,
    Layer.HDLC: link_layers.hdlc,
    Layer.HDLC_DIRECTED: link_layers.hdlc_directed,
    Layer.FRAME_RELAY: link_layers.frame_relay,
    Layer.MPLS: link_layers.mpls,
    Layer.IP: link_layers.either_ip,
    Layer.IPV4: ip.ipv4,
    Layer.IPV6: ip.ipv6,
    Layer.BY_PROTOCOL: ip.by_protocol,
    Layer.UDP: ip.udp,
    Layer.WHOLE: ip.whole,
    Layer.GRE: tunnels.gre,
    Layer.ERSPAN_2: tunnels.erspan_2,
    Layer.ERSPAN_3: tunnels.erspan_3,
    Layer.MINIMAL: tunnels.minimal,
    Layer.AUTHENTICATED: tunnels.authenticated,
    Layer.ENCRYPTED: tunnels.encrypted,
}

_NAMES = {
    number: name.removeprefix("DLT_")
    for name, number in vars(data).items()
    if name.startswith("DLT_")
}
"""Those of link types, as libpcap has them."""

_DEEPEST = 32
"""Layers of a frame; more are no network's, but meant to keep a reader busy."""

Content = Datagram | Unreadable | None
"""What is in a frame: a UDP or VRRP datagram, or one of router discovery; or why it is not had."""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What is in a frame, on which link it was, and the Identification of its IP packet.

    `identification` is 0 where there is none.
    """

    content: Content
    link: Link
    identification: int


class Unpacker:
    """Unpacks the frames of one capture, in their order, and puts fragments together.

    A datagram is in the frame that made it whole.
    """

    def __init__(self) -> None:
        self._fragments = Fragments()

    def unpack(
        self,
        linktype: int,
        octets: bytes,
        frame: int = 0,
        interface: str | None = None,
        time: int = 0,
    ) -> Unpacked:
        """What is in the frame of that number and time (ns), of a link layer by LINKTYPE_ value."""
        way = Way(interface, frame, time, self._fragments)
        layer = link_layers.LINK_TYPES.get(linktype)
        content = _unknown(linktype) if layer is None else _content(layer, octets, way)
        lan = way.interface, tuple(way.vlans), tuple(way.tunnels)
        link = _link(*lan, way.source_mac, way.destination_mac)
        return Unpacked(content, link, way.identification)

    def incomplete(self) -> Iterator[tuple[int, Unreadable]]:
        """The datagrams that never were whole, each with the frame of the fragment found first."""
        for (source, to, protocol, _), pieces in self._fragments.incomplete():
            part = ip.first_part(source, to, protocol, pieces.octets.get(0, b""))
            reason = f"a fragment, from octet {min(pieces.octets, default=0)} on"
            yield pieces.frame, Unreadable(Unread.FRAGMENT, reason, part)


@lru_cache(maxsize=1024)
def _link(
    interface: str | None,
    vlans: tuple[int, ...],
    tunnels: tuple[str, ...],
    source_mac: bytes | None,
    destination_mac: bytes | None,
) -> Link:
    return Link(Lan(interface, vlans, tunnels), source_mac, destination_mac)


def unpack_ipv4(packet: bytes) -> Content:
    """What is in one IPv4 packet, by itself."""
    return _content(Layer.IPV4, packet, Way(None))


def _content(layer: Layer, octets: bytes, way: Way) -> Content:
    try:
        for _ in range(_DEEPEST):
            found = _PARSERS[layer](octets, way)
            if not isinstance(found, tuple):
                return found
            layer, octets = found
    except UnreadableError as error:
        return error.unreadable
    return Unreadable(Unread.TUNNEL, f"more than {_DEEPEST} layers, one in the other")


def _unknown(linktype: int) -> Unreadable:
    name = _NAMES.get(linktype)
    told = f"link type {linktype}" if name is None else f"link type {linktype} ({name})"
    return Unreadable(Unread.LINK_TYPE, told)
