"""The messages in a captured frame, dissected by the Scapy layers alone, one within the other."""

from __future__ import annotations

from dataclasses import dataclass

from scapy.layers.inet import IP, UDP
from scapy.layers.inet6 import IPv6
from scapy.packet import NoPayload, Packet, Raw

from mipconf.decode.speech import ports_of
from mipconf.layers import advertisement, hsrp, mobileip
from mipconf.layers import all as layers
from mipconf.net import host
from mipconf.net.host import Datagram
from mipconf.net.layering import Unreadable
from mipconf.trace.frame import CapturedFrame, FrameReader
from mipconf.trace.remark import Remark, RemarkKind

_UDP_HEADER = 8


@dataclass(frozen=True, slots=True)
class Message:
    """A message of ours, and whether it is where a built-in dissector looks for it."""

    packet: Packet
    is_at_home: bool = True


class MessageReader:
    """Reads one capture's frames, in their order.

    A run of mipconf says in its first frame at which ports Mobile IP and HSRP are spoken.
    """

    def __init__(self) -> None:
        self._frames = FrameReader()
        self._mobile_ip = {mobileip.PORT}
        self._hsrp = {hsrp.PORT}

    def read(self, frame: CapturedFrame) -> list[Message]:
        """The messages in the next frame, one within the other where there is a tunnel."""
        content = self._frames.read(frame).content
        if isinstance(content, Unreadable):
            content = content.part
        if isinstance(content, Remark):
            if content.kind == RemarkKind.SETTING:
                self._mobile_ip |= ports_of(content.data)
                self._hsrp |= ports_of(content.data, "fhrp")
            return []
        return [] if content is None else self._messages(_packet(content))

    def _messages(self, layer: Packet) -> list[Message]:
        found: list[Message] = []
        is_at_home = True
        while not isinstance(layer, NoPayload):
            if isinstance(layer, _MESSAGES):
                found.append(Message(layer, is_at_home))
            spoken = self._spoken(layer)
            is_at_home = spoken is not layers.HSRP or layer.dport == hsrp.PORT
            if spoken is None:
                layer = layer.payload
                continue
            # The group that it was sent to tells which version of HSRP it is.
            layer = spoken(layer.original[_UDP_HEADER : layer.len], _underlayer=layer)
            if spoken is layers.MobileIP and isinstance(layer, Raw):
                # Too short for its type, which is all that is shown of it.
                found.append(Message(layers.MobileIP(type=layer.load[0])))
        return found

    def _spoken(self, layer: Packet) -> type[Packet] | None:
        if not isinstance(layer, UDP) or not layer.payload or layer.len <= _UDP_HEADER:
            return None
        used = {layer.sport, layer.dport}
        if used & self._mobile_ip:
            return layers.MobileIP
        return layers.HSRP if used & self._hsrp else None


_MESSAGES = (
    layers.MobileIP,
    layers.HSRP,
    layers.VRRP,
    layers.RouterAdvertisement,
    layers.RouterSolicitation,
)


def _packet(datagram: Datagram) -> Packet:
    """A datagram under the headers that the layers look at."""
    source, to = datagram.source, datagram.destination
    header = IPv6 if ":" in to.address else IP
    ip: Packet = header(src=source.address, dst=to.address)
    if to.protocol == host.UDP:
        upper: Packet = UDP(
            bytes(UDP(sport=source.port, dport=to.port, chksum=0) / datagram.payload)
        )
        upper.add_underlayer(ip)
        return upper
    layer = layers.VRRP if to.protocol == host.VRRP else advertisement.RouterDiscovery
    return layer(datagram.payload, _underlayer=ip)
