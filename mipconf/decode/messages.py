"""From captured frames to messages: what Home Agents, mobile nodes and routers said, dissected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from scapy.layers.inet import IP, UDP
from scapy.layers.inet6 import IPv6
from scapy.packet import Packet

from mipconf.decode.crowded import crowded
from mipconf.decode.left_out import LeftOut
from mipconf.decode.malformed import authentication_of, malformed
from mipconf.decode.speech import Protocol, Speech
from mipconf.layers import all as layers
from mipconf.net.host import Datagram
from mipconf.net.layering import Link, Unreadable
from mipconf.profile.security import Keys
from mipconf.trace.copies import Copies
from mipconf.trace.frame import CapturedFrame, FrameReader, Reading
from mipconf.trace.remark import Remark, RemarkKind


@dataclass(frozen=True, slots=True)
class Said:
    """One message: its frame, its time (ns since the epoch), what it is, and where it was seen.

    `is_timed` is false where the capture has no time for the frame, and `time` is that of the one
    before. `status` is None where the message has no authentication of Mobile IP; `valid` or
    `invalid` where there is a key for it, or else `unverified`. An invalid one may hold by another
    algorithm, or by another reading of the key: `holds_by` says by which, or is empty. `malformed`
    says what is wrong, and at which octet, or is None.
    """

    frame: int
    time: int
    datagram: Datagram
    packet: Packet
    protocol: Protocol
    spi: int | None
    status: str | None
    malformed: str | None
    link: Link
    is_timed: bool = True
    holds_by: str = ""


class Decoder:
    """Finds the messages in the frames of one capture.

    `ports` are those of Mobile IP; with none, see `Speech`. What could not be shown is in
    `left_out` once all messages were taken; `copies` counts packets that a capture outside of a run
    has twice, each of which is told once.
    """

    def __init__(self, keys: Keys, ports: Iterable[int] = ()) -> None:
        self.speech = Speech(ports)
        self.left_out = LeftOut()
        self.copies = 0
        self._keys = keys
        self._reader = FrameReader()
        self._seen: Copies | None = Copies()

    def messages(self, frames: Iterable[CapturedFrame]) -> Iterator[Said]:
        """The messages, in the order of the frames."""
        for frame in frames:
            reading = self._reader.read(frame)
            content = reading.content
            if isinstance(content, Datagram):
                protocol = self.speech.protocol_of(content)
                if protocol is None or self._is_copy(reading):
                    continue
                busy = crowded(content.payload) if protocol is Protocol.MOBILE_IP else None
                if busy is None:
                    yield self._said(reading, content, protocol)
                else:
                    self.left_out.add(frame.number, busy)
            elif isinstance(content, Unreadable):
                yield from self._cut(reading, content)
            elif isinstance(content, Remark) and content.kind == RemarkKind.SETTING:
                self.speech.learn(content.data)
                self._seen = None  # A run records each datagram once.
        for number, unreadable in self._reader.incomplete():
            self._leave_out(number, unreadable)

    def _is_copy(self, reading: Reading) -> bool:
        is_copy = self._seen is not None and self._seen.is_copy(reading)
        self.copies += is_copy
        return is_copy

    def _cut(self, reading: Reading, unreadable: Unreadable) -> Iterator[Said]:
        """What is left of a message, where that is something."""
        protocol = self._leave_out(reading.frame.number, unreadable)
        part = unreadable.part
        if protocol is not None and part is not None and part.payload:
            yield self._said(reading, part, protocol, unreadable.reason)

    def _leave_out(self, number: int, unreadable: Unreadable) -> Protocol | None:
        """Count it, unless it is known to be of another protocol."""
        part = unreadable.part
        protocol = None if part is None else self.speech.protocol_of(part)
        if part is None or protocol is not None or not part.payload:
            self.left_out.add(number, unreadable)
        return protocol

    def _said(
        self, reading: Reading, datagram: Datagram, protocol: Protocol, cut: str | None = None
    ) -> Said:
        packet = dissected(datagram, protocol)
        spi, status, holds_by = None, None, ""
        if cut is None:
            spi, status, holds_by = authentication_of(packet, self._keys)
        frame = reading.frame
        return Said(
            frame.number,
            frame.time,
            datagram,
            packet,
            protocol,
            spi,
            status,
            cut or malformed(packet, datagram.payload),
            reading.link,
            frame.is_timed,
            holds_by,
        )


def dissected(datagram: Datagram, protocol: Protocol) -> Packet:
    """The message in a datagram, by our layers."""
    if protocol is Protocol.MOBILE_IP:
        return layers.MobileIP(datagram.payload)
    below = _headers(datagram.source.address, datagram.destination.address)
    if protocol is Protocol.VRRP:
        return layers.VRRP(datagram.payload, _underlayer=below)
    return layers.HSRP(datagram.payload, _underlayer=below.payload)


@lru_cache
def _headers(source: str, destination: str) -> Packet:
    """What the layers want to know of the headers: the addresses."""
    layer = IPv6 if ":" in source else IP
    return layer(src=source, dst=destination) / UDP()
