"""Captured frames, and what is in them: a datagram or a remark, whatever they are wrapped in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mipconf.net.host import Datagram
from mipconf.net.layering import Link, Unread, Unreadable
from mipconf.net.network import Direction
from mipconf.net.unpacking import Content, Unpacker
from mipconf.trace.pcapng import APPLICATION, TESTER_INTERFACE
from mipconf.trace.remark import Remark
from mipconf.trace.remark_datagrams import from_datagram


@dataclass(frozen=True, slots=True)
class CapturedFrame:
    """One frame of a capture.

    `number` counts from 1, as Wireshark does; `time` is in nanoseconds since the epoch;
    `interface` is the interface's name and `direction` the frame's, where the file has them;
    `octets` are those that were kept of the `original_length` that there were. Without `is_timed`
    the file has no time for it, and `time` is that of the frame before. `application` is the name
    of the program that wrote the file, where that says it.
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
    application: str | None = None

    @property
    def is_testers(self) -> bool:
        """Whether it is of the interface on which the suite writes the tester's remarks.

        Only a file of the suite has that interface: what somebody sends on a network never gets
        there, whatever it looks like.
        """
        return self.interface == TESTER_INTERFACE and self.application == APPLICATION


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

    def __init__(self, *, trusting: bool = False) -> None:
        """Where it is `trusting`, whatever has the form of a remark is one, in any file."""
        self._unpacker = Unpacker()
        self._trusting = trusting

    def read(self, frame: CapturedFrame) -> Reading:
        """What is in the next frame."""
        found = self._unpacker.unpack(
            frame.linktype, frame.octets, frame.number, frame.interface, frame.time
        )
        content = _content(frame, found.content, trusting=self._trusting)
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
    """The tester's remark in `frame`, or None: only frames of the tester's own interface count."""
    content = _content(frame, datagram_of(frame), trusting=False)
    return content if isinstance(content, Remark) else None


def _content(
    frame: CapturedFrame, content: Content, *, trusting: bool
) -> Datagram | Remark | Unreadable | None:
    """The content of a frame; where remarks are to be expected, the remark, or what is wrong."""
    if not (frame.is_testers or trusting):
        return content
    try:
        found = _remark(frame, content)
    except ValueError as error:
        return Unreadable(Unread.REMARK, str(error))
    if found is not None:
        return found
    if frame.is_testers:
        return Unreadable(Unread.REMARK, "no remark, on the tester's own interface")
    return content


def _remark(frame: CapturedFrame, content: Content) -> Remark | None:
    if not isinstance(content, Datagram):
        return None
    return from_datagram(content, frame.number, frame.time)
