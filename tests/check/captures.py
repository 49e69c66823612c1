"""Captures as somebody else takes them: the frames of a run or a story, under other link layers."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable
from pathlib import Path

from scapy.layers.inet import IP
from scapy.layers.l2 import CookedLinux, CookedLinuxV2, Dot1AD, Dot1Q, Ether

from mipconf.net.host import Datagram, Endpoint
from mipconf.net.ipv4 import pack
from mipconf.trace.capture import read_capture
from mipconf.trace.frame import CapturedFrame, remark_of
from mipconf.trace.pcapng import (
    APPLICATION,
    NETWORK_INTERFACE,
    TESTER_INTERFACE,
    enhanced_packet,
    interface_description,
    section_header,
)

ZERO = 1_767_225_600_000_000_000
SYSLOG = Endpoint("127.0.0.1", 514)

MACS = {"src": "02:00:00:00:00:01", "dst": "02:00:00:00:00:02"}

LINKS: dict[str, tuple[int, Callable[[bytes], bytes]]] = {
    "raw": (101, bytes),
    "ethernet": (1, lambda packet: bytes(Ether(**MACS) / IP(packet))),
    "vlan": (1, lambda packet: bytes(Ether(**MACS) / Dot1Q(vlan=7) / IP(packet))),
    "qinq": (1, lambda packet: bytes(Ether(**MACS) / Dot1AD(vlan=7) / Dot1Q(vlan=8) / IP(packet))),
    "cooked": (113, lambda packet: bytes(CookedLinux() / IP(packet))),
    "cooked 2": (276, lambda packet: bytes(CookedLinuxV2() / IP(packet))),
    "null": (0, lambda packet: struct.pack("<I", 2) + packet),
}
"""Link types and how an IP packet looks under them."""


def stripped(path: Path) -> list[CapturedFrame]:
    """The frames of a run's capture without the tester's."""
    return [frame for frame in read_capture(path) if remark_of(frame) is None]


def pcap(frames: Iterable[CapturedFrame], link: str = "raw", *, nano: bool = True) -> bytes:
    """A pcap file of frames that are raw IP, under a link layer."""
    linktype, dress = LINKS[link]
    magic, unit = (0xA1B23C4D, 1) if nano else (0xA1B2C3D4, 1000)
    octets = struct.pack("<IHHIIII", magic, 2, 4, 0, 0, 65535, linktype)
    for frame in frames:
        dressed = dress(frame.octets)
        seconds, rest = divmod(frame.time, 1_000_000_000)
        octets += struct.pack("<IIII", seconds, rest // unit, len(dressed), len(dressed)) + dressed
    return octets


def of_suite(*frames: tuple[bytes, int], application: str = APPLICATION) -> bytes:
    """A pcapng file as the suite writes it: IP packets, each on the network (0) or the tester's."""
    octets = section_header(application) + interface_description(NETWORK_INTERFACE)
    octets += interface_description(TESTER_INTERFACE)
    for number, (packet, interface) in enumerate(frames):
        octets += enhanced_packet(interface, packet, len(packet), ZERO + number)
    return octets


def remark(kind: str, data: bytes | str) -> bytes:
    """The IP packet of a remark that nobody has checked."""
    told = data.encode() if isinstance(data, str) else data
    text = f"<134>1 2026-01-01T00:00:00Z - mipconf - {kind} - ".encode() + told
    return pack(Datagram(SYSLOG, SYSLOG, text))
