"""Captured frames, and what is in them: a datagram or a remark, under a link layer of any kind."""

from __future__ import annotations

from dataclasses import dataclass

from mipconf.net.host import Datagram
from mipconf.net.ipv4 import Unreadable, unpack
from mipconf.net.network import Direction
from mipconf.trace import remark
from mipconf.trace.pcapng import LINKTYPE_RAW, TESTER_INTERFACE
from mipconf.trace.remark import Remark

# LINKTYPE_ values (www.tcpdump.org/linktypes.html).
_RAW = (LINKTYPE_RAW, 12, 14, 228)  # IP at once; 12 and 14 are what BSDs wrote for 101
_NULL = (0, 108)  # an address family, in the order of the capturing machine or of the network
_FAMILY_IPV4 = (b"\x02\0\0\0", b"\0\0\0\x02")

# Where the EtherType is, and where the link header ends: Ethernet, Linux "cooked" 1 and 2.
_TYPED = {1: (12, 14), 113: (14, 16), 276: (0, 20)}
_ETHERTYPE_IPV4 = b"\x08\x00"
_ETHERTYPES_VLAN = (b"\x81\x00", b"\x88\xa8", b"\x91\x00")
_VLAN_TAG = 4


@dataclass(frozen=True, slots=True)
class CapturedFrame:
    """One frame of a capture.

    `number` counts from 1, as Wireshark does; `time` is in nanoseconds since the epoch;
    `interface` is the interface's name and `direction` the frame's, where the file has them;
    `octets` are those that were kept of the `original_length` that there were.
    """

    number: int
    time: int
    interface: str | None
    linktype: int
    octets: bytes
    original_length: int
    comments: tuple[str, ...] = ()
    direction: Direction | None = None


def datagram_of(frame: CapturedFrame) -> Datagram | Unreadable | None:
    """The UDP or VRRP datagram in `frame`; None if there is none, or the link type is unknown.

    VLAN tags are passed over. Fragments, and frames of which too little was kept, are
    `Unreadable`.
    """
    packet = _packet(frame)
    return packet if isinstance(packet, Unreadable) or packet is None else unpack(packet)


def ip_identification(frame: CapturedFrame) -> int:
    """The Identification of the IPv4 packet in `frame`; 0 where there is none."""
    packet = _packet(frame)
    return int.from_bytes(packet[4:6]) if isinstance(packet, bytes) else 0


def remark_of(frame: CapturedFrame) -> Remark | None:
    """The tester's remark in `frame`, or None.

    Only frames of the tester's own interface count, so that nobody on the network can make a
    remark; in a file without interface names (pcap) any frame may be one.
    """
    if frame.interface not in (TESTER_INTERFACE, None):
        return None
    datagram = datagram_of(frame)
    return remark.from_datagram(datagram) if isinstance(datagram, Datagram) else None


def _packet(frame: CapturedFrame) -> bytes | Unreadable | None:
    """The IPv4 packet in the frame."""
    octets = frame.octets
    if frame.linktype in _RAW:
        return octets
    if frame.linktype in _NULL:
        return octets[4:] if octets[:4] in _FAMILY_IPV4 else None
    if frame.linktype not in _TYPED:
        return None
    at, end = _TYPED[frame.linktype]
    ethertype = octets[at : at + 2]
    while ethertype in _ETHERTYPES_VLAN:
        end += _VLAN_TAG
        ethertype = octets[end - 2 : end]
    if len(octets) < end:
        return Unreadable(f"cut off at octet {len(octets)} of the link header's {end}")
    return octets[end:] if ethertype == _ETHERTYPE_IPV4 else None
