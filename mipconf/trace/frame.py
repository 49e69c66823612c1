"""Captured frames, and what is in them: a datagram or a remark, whatever they are wrapped in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mipconf.net.host import Datagram
from mipconf.net.layering import Link, Unreadable
from mipconf.net.network import Direction
from mipconf.net.unpacking import Content, Unpacker
from mipconf.trace import remark
from mipconf.trace.pcapng import TESTER_INTERFACE
from mipconf.trace.remark import Remark


@dataclass(frozen=True, slots=True)
class CapturedFrame:
    """One frame of a capture.

    `number` counts from 1, as Wireshark does; `time` is in nanoseconds since the epoch;
    `interface` is the interface's name and `direction` the frame's, where the file has them;
    `octets` are those that were kept of the `original_length` that there were. Without `is_timed`
    the file has no time for it, and `time` is that of the frame before.
    """

    number: int
    time: int
    interface: str | None
    linktype: int
    octets: bytes
    original_length: int
    comments: tuple[str, ...] = ()
    direction: Direction | None = None
    is_timed: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """A frame, and what is in it: a datagram or a remark, or why it is not to be had.

    A datagram that came in fragments is in the frame that completed it, the others have None.
    `identification` is that of the IP packet, 0 where there is none.
    """

    frame: CapturedFrame
    content: Datagram | Remark | Unreadable | None
    link: Link
    identification: int


class FrameReader:
    """Reads the frames of one capture, in their order: for `check`, `decode` and the comparison."""

    def __init__(self) -> None:
        self._unpacker = Unpacker()

    def read(self, frame: CapturedFrame) -> Reading:
        """What is in the next frame."""
        found = self._unpacker.unpack(frame.linktype, frame.octets, frame.number, frame.interface)
        content = _remark(frame, found.content) or found.content
        return Reading(frame, content, found.link, found.identification)

    def incomplete(self) -> Iterator[tuple[int, Unreadable]]:
        """The datagrams of which fragments are missing, by the frame of the one found first."""
        return self._unpacker.incomplete()


def datagram_of(frame: CapturedFrame) -> Content:
    """The datagram in `frame`, by itself: a fragment is none.

    It is a UDP or VRRP datagram, or one of router discovery.
    """
    return Unpacker().unpack(frame.linktype, frame.octets).content


def remark_of(frame: CapturedFrame) -> Remark | None:
    """The tester's remark in `frame`, or None.

    Only frames of the tester's own interface count, so that nobody on the network can make a
    remark; in a file without interface names (pcap) any frame may be one.
    """
    return _remark(frame, datagram_of(frame))


def _remark(frame: CapturedFrame, content: Content) -> Remark | None:
    if frame.interface not in (TESTER_INTERFACE, None) or not isinstance(content, Datagram):
        return None
    return remark.from_datagram(content, frame.number, frame.time)
