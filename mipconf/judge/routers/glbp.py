"""GLBP, which other routers of Cisco's run in place of HSRP: it is seen, and not judged."""

from __future__ import annotations

from collections.abc import Iterator

from mipconf.judge.routers.message import PassedOver
from mipconf.net.host import UDP, Datagram
from mipconf.trace.trace import Packet

PORT = 3222
_GROUP_ADDRESS = "224.0.0.102"


def carries(datagram: Datagram) -> bool:
    """Whether this is GLBP."""
    to = datagram.destination
    return (to.protocol, to.address, to.port) == (UDP, _GROUP_ADDRESS, PORT)


def read(packet: Packet) -> Iterator[PassedOver]:
    """That it is there."""
    source = packet.datagram.source.address
    yield PassedOver(packet.frame, source, packet.link.lan, "GLBP is not judged")
