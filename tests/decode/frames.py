"""Frames of a capture that was never taken: who says what to whom, and when."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from scapy.packet import Packet

from mipconf.decode.document import document
from mipconf.decode.messages import Decoder, Said
from mipconf.net.host import VRRP, Datagram, Endpoint
from mipconf.net.ipv4 import pack
from mipconf.profile.security import Keys
from mipconf.trace.frame import CapturedFrame

Told = tuple[Said, dict[str, Any]]

START = 1_700_000_000_000_000_000
MS = 1_000_000


def ends(text: str, port: int = 434) -> Endpoint:
    """`10.0.0.1`, or `10.0.0.1:9` where the port is another."""
    address, _, number = text.partition(":")
    return Endpoint(address, int(number or port))


def said(time_ms: float, source: str, to: str, message: Packet | bytes, number: int = 1) -> Any:
    """A frame of raw IP, `time_ms` after the beginning."""
    packet = pack(Datagram(ends(source), ends(to), bytes(message)))
    return frame(packet, time_ms, number)


def advertised(time_ms: float, source: str, message: Packet | bytes, number: int = 1) -> Any:
    """An advertisement of VRRP."""
    both = Endpoint(source, 0, VRRP), Endpoint("224.0.0.18", 0, VRRP)
    return frame(pack(Datagram(*both, bytes(message), 255)), time_ms, number)


def frame(octets: bytes, time_ms: float = 0, number: int = 1, linktype: int = 101) -> CapturedFrame:
    time = START + round(time_ms * MS)
    return CapturedFrame(number, time, None, linktype, octets, len(octets))


def numbered(frames: Iterable[CapturedFrame]) -> list[CapturedFrame]:
    """The frames, counted from 1."""
    return [replace(each, number=number) for number, each in enumerate(frames, 1)]


def told(frames: Iterable[CapturedFrame], ports: Iterable[int] = ()) -> list[Told]:
    """The messages of frames, each with its JSON."""
    found = Decoder(Keys((), ()), ports).messages(numbered(frames))
    return [(each, document(each)) for each in found]


def save(path: Path, frames: Iterable[CapturedFrame], *, snaplen: int = 65535) -> Path:
    """A pcap file of frames of one link type, cut off at `snaplen`."""
    frames = list(frames)
    octets = struct.pack("<IHHIIII", 0xA1B23C4D, 2, 4, 0, 0, snaplen, frames[0].linktype)
    for each in frames:
        seconds, rest = divmod(each.time, 1_000_000_000)
        kept = each.octets[:snaplen]
        octets += struct.pack("<IIII", seconds, rest, len(kept), each.original_length) + kept
    path.write_bytes(octets)
    return path
