"""What is in a frame, under each link layer."""

from __future__ import annotations

import struct

import pytest
from scapy.layers.inet import IP, UDP
from scapy.layers.l2 import CookedLinux, CookedLinuxV2, Dot1AD, Dot1Q, Ether
from scapy.packet import Packet

from mipconf.net.ipv4 import Unreadable, pack
from mipconf.trace.frame import CapturedFrame, datagram_of, remark_of
from mipconf.trace.remark import Remark, to_datagram

from ..net.test_ipv4 import DATAGRAM

PACKET = IP(src="10.0.0.1", dst="10.0.0.2") / UDP(sport=434, dport=435) / b"payload"
HEADER = {"src": "02:00:00:00:00:01", "dst": "02:00:00:00:00:02"}


def frame(linktype: int, octets: bytes, interface: str | None = None) -> CapturedFrame:
    return CapturedFrame(1, 0, interface, linktype, octets, len(octets))


@pytest.mark.parametrize(
    ("linktype", "octets"),
    [
        *((linktype, PACKET) for linktype in (12, 14, 101, 228)),
        (1, Ether(**HEADER) / PACKET),
        (1, bytes(Ether(**HEADER) / PACKET) + b"trailer"),
        (1, Ether(**HEADER) / Dot1Q(vlan=7) / PACKET),
        (1, Ether(**HEADER) / Dot1AD(vlan=7) / Dot1Q(vlan=8) / PACKET),
        (1, Ether(**HEADER, type=0x9100) / Dot1Q(vlan=7) / Dot1Q(vlan=8) / PACKET),
        (113, CookedLinux() / PACKET),
        (113, CookedLinux(proto=0x8100) / Dot1Q(vlan=7) / PACKET),
        (276, CookedLinuxV2() / PACKET),
        (0, struct.pack("<I", 2) + bytes(PACKET)),
        (0, struct.pack(">I", 2) + bytes(PACKET)),
        (108, struct.pack(">I", 2) + bytes(PACKET)),
    ],
)
def test_link_layers(linktype: int, octets: Packet | bytes) -> None:
    assert datagram_of(frame(linktype, bytes(octets))) == DATAGRAM


@pytest.mark.parametrize(
    ("linktype", "octets"),
    [
        (1, Ether(**HEADER, type=0x86DD) / bytes(60)),
        (1, Ether(**HEADER) / Dot1Q(vlan=7, type=0x86DD) / bytes(60)),
        (276, CookedLinuxV2(proto=0x86DD) / bytes(60)),
        (0, struct.pack("<I", 30) + bytes(60)),
        (0, b"\2\0"),
        (105, bytes(PACKET)),  # a link type that we do not know
        (101, b""),
    ],
)
def test_frames_without_a_datagram(linktype: int, octets: Packet | bytes) -> None:
    assert datagram_of(frame(linktype, bytes(octets))) is None


ETHERNET = bytes(Ether(**HEADER) / Dot1Q(vlan=7) / PACKET)


@pytest.mark.parametrize(
    ("linktype", "octets", "reason"),
    [
        (1, ETHERNET[:13], "cut off at octet 13 of the link header's 14"),
        (1, ETHERNET[:16], "cut off at octet 16 of the link header's 18"),
        (1, ETHERNET[:30], "cut off at octet 12 of the IPv4 header"),
        (1, ETHERNET[:-1], "cut off at octet 34 of the IPv4 packet's 35"),
        (113, bytes(15), "cut off at octet 15 of the link header's 16"),
    ],
)
def test_frames_that_were_cut(linktype: int, octets: bytes, reason: str) -> None:
    assert datagram_of(frame(linktype, octets)) == Unreadable(reason)


@pytest.mark.parametrize(("interface", "counts"), [("tester", True), (None, True), ("lo", False)])
def test_nobody_on_the_network_can_make_a_remark(interface: str | None, counts: bool) -> None:
    remark = Remark("muted", {"who": "P"})
    octets = pack(to_datagram(remark, 0))
    assert remark_of(frame(101, octets, interface)) == (remark if counts else None)
    assert remark_of(frame(101, octets[:-1], interface)) is None
