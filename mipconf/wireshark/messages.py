"""The messages in a captured frame, dissected by the Scapy layers alone, one within the other."""

from __future__ import annotations

from dataclasses import dataclass

import scapy.contrib.erspan
import scapy.contrib.mpls
import scapy.layers.ppp
import scapy.layers.vxlan  # noqa: F401 - what Wireshark looks into, too: they bind themselves
from scapy.config import conf
from scapy.layers.inet import IP, UDP
from scapy.packet import NoPayload, Packet, Raw

from mipconf.layers import all as layers
from mipconf.layers import hsrp, mobileip
from mipconf.trace.frame import CapturedFrame

_UDP_HEADER = 8


@dataclass(frozen=True, slots=True)
class Ports:
    """The UDP ports where Mobile IP and HSRP are spoken."""

    mobile_ip: frozenset[int] = frozenset({mobileip.PORT})
    hsrp: frozenset[int] = frozenset({hsrp.PORT})


@dataclass(frozen=True, slots=True)
class Message:
    """A message of ours, and whether it is where a built-in dissector looks for it."""

    packet: Packet
    is_at_home: bool = True


class MessageReader:
    """Reads one capture's frames in order; a fragmented packet is read in its last fragment."""

    def __init__(self) -> None:
        self._fragments: dict[tuple[object, ...], dict[int, Packet]] = {}

    def read(self, frame: CapturedFrame, ports: Ports) -> list[Message]:
        """The messages in a frame, one within the other where there is a tunnel."""
        link = conf.l2types.num2layer.get(frame.linktype, Raw)
        layer: Packet = link(frame.octets)
        found: list[Message] = []
        is_at_home = True
        while not isinstance(layer, NoPayload):
            if isinstance(layer, _MESSAGES):
                found.append(Message(layer, is_at_home))
            if isinstance(layer, IP) and (layer.frag or layer.flags.MF):
                layer = self._reassembled(layer)
                continue
            spoken = _spoken(layer, ports)
            is_at_home = spoken is not layers.HSRP or layer.dport == hsrp.PORT
            if spoken is None:
                layer = layer.payload
                continue
            # What fills up an Ethernet frame, and its checksum, come after the datagram. The group
            # that it was sent to tells which version of HSRP it is.
            layer = spoken(layer.original[_UDP_HEADER : layer.len], _underlayer=layer)
            if spoken is layers.MobileIP and isinstance(layer, Raw):
                # Too short for its type, which is all that is shown of it.
                found.append(Message(layers.MobileIP(type=layer.load[0])))
        return found

    def _reassembled(self, fragment: Packet) -> Packet:
        """The whole packet, if this is the last piece of it to come; else nothing."""
        key = (fragment.src, fragment.dst, fragment.proto, fragment.id)
        pieces = self._fragments.setdefault(key, {})
        pieces[8 * fragment.frag] = fragment
        octets = b""
        for offset, piece in sorted(pieces.items()):
            if offset != len(octets):
                break
            octets += piece.original[4 * piece.ihl : piece.len]
            if not piece.flags.MF:
                del self._fragments[key]
                header = IP(src=piece.src, dst=piece.dst, proto=piece.proto, ttl=piece.ttl)
                return IP(bytes(header / octets))
        return NoPayload()


def _spoken(layer: Packet, ports: Ports) -> type[Packet] | None:
    if not isinstance(layer, UDP) or not layer.payload or layer.len <= _UDP_HEADER:
        return None
    used = {layer.sport, layer.dport}
    if used & ports.mobile_ip:
        return layers.MobileIP
    return layers.HSRP if used & ports.hsrp else None


_MESSAGES = (
    layers.MobileIP,
    layers.HSRP,
    layers.VRRP,
    layers.RouterAdvertisement,
    layers.RouterSolicitation,
)
