"""The frames of a pcapng file (draft-ietf-opsawg-pcapng), of each of its sections.

Blocks that hold no frame are passed over. A frame without a time (a Simple Packet Block) has that
of the frame before it, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from struct import Struct, error

from mipconf.net.network import Direction
from mipconf.protocol.durations import SECOND
from mipconf.trace.frame import CapturedFrame
from mipconf.trace.octets import DamageError, Octets

MAGIC = b"\x0a\x0d\x0d\x0a"

_SECTION, _INTERFACE, _OBSOLETE, _SIMPLE, _ENHANCED = 0x0A0D0D0A, 1, 2, 3, 6
_BYTE_ORDER = {b"\x1a\x2b\x3c\x4d": ">", b"\x4d\x3c\x2b\x1a": "<"}
_SECTION_OPTIONS_AT, _SHB_USERAPPL = 12, 4
_COMMENT, _FLAGS, _IF_NAME, _IF_TSRESOL, _IF_TSOFFSET = 1, 2, 2, 9, 14
_DIRECTIONS = {1: Direction.RECEIVED, 2: Direction.SENT}
_FRAME_AT = 20
"""Where the frame begins in an enhanced packet block and in an obsolete one."""
_SMALLEST, _LARGEST = 12, 1 << 24  # octets of a block; the latter is Wireshark's limit, too


def pcapng_frames(octets: Octets, magic: bytes) -> Iterator[CapturedFrame | None]:
    """None for the first header and each block that holds no frame; raises `DamageError`."""
    section = _section(octets)
    yield None
    while kind := octets.upto(4):
        if kind == MAGIC:
            section = _section(octets, section.frames, section.time)
            yield None
        else:
            yield section.block(kind, octets)


def _section(octets: Octets, frames: int = 0, time: int = 0) -> _Section:
    """The section that begins here, the first 4 octets of its header read."""
    head = octets.take(8)
    order = _BYTE_ORDER.get(head[4:])
    if order is None:
        raise DamageError("damaged or cut off")
    section = _Section(order, frames, time)
    section.describe(section.body(head[:4], octets, already=4))
    return section


@dataclass(slots=True)
class _Interface:
    """How the frames of an interface are to be read; `offset` is in nanoseconds."""

    linktype: int
    snaplen: int
    name: str | None = None
    resolution: int = 1_000_000
    offset: int = 0


class _Section:
    """A section: its byte order, its interfaces, and how many frames the file had before."""

    def __init__(self, order: str, frames: int, time: int) -> None:
        self.frames = frames
        self.time = time
        self._application: str | None = None
        self._interfaces: list[_Interface] = []
        self._number = Struct(f"{order}I").unpack
        self._interface = Struct(f"{order}H2xI")
        self._offset = Struct(f"{order}q")
        self._option = Struct(f"{order}HH")
        self._enhanced = Struct(f"{order}IIIII")
        self._obsolete = Struct(f"{order}H2xIIII")

    def describe(self, body: bytes) -> None:
        """Take what the section's header says of it, after the mark of its byte order."""
        for code, value in self._options(body, _SECTION_OPTIONS_AT):
            if code == _SHB_USERAPPL:
                self._application = value.decode(errors="replace")

    def block(self, kind: bytes, octets: Octets) -> CapturedFrame | None:
        """Read on to the end of a block; the frame that it holds."""
        body = self.body(octets.take(4), octets)
        (number,) = self._number(kind)
        try:
            if number == _ENHANCED:
                return self._frame(body, self._enhanced)
            if number == _OBSOLETE:
                return self._frame(body, self._obsolete)
            if number == _SIMPLE:
                return self._timeless(body)
            if number == _INTERFACE:
                self._describe(body)
        except error:
            raise DamageError("damaged or cut off") from None
        return None

    def body(self, length: bytes, octets: Octets, already: int = 0) -> bytes:
        """What a block holds after its length, of which some was `already` read."""
        (size,) = self._number(length)
        if size % 4 or not _SMALLEST + already <= size <= _LARGEST:
            raise DamageError("damaged or cut off")
        body = octets.take(size - _SMALLEST - already)
        if octets.take(4) != length:
            raise DamageError("damaged or cut off")
        return body

    def _describe(self, body: bytes) -> None:
        interface = _Interface(*self._interface.unpack_from(body))
        for code, value in self._options(body, self._interface.size):
            if code == _IF_NAME:
                interface.name = value.decode(errors="replace")
            elif code == _IF_TSRESOL and value:
                exponent = value[0] & 0x7F
                interface.resolution = (2 if value[0] & 0x80 else 10) ** exponent
            elif code == _IF_TSOFFSET:
                interface.offset = self._offset.unpack(value)[0] * SECOND
        self._interfaces.append(interface)

    def _frame(self, body: bytes, head: Struct) -> CapturedFrame:
        index, high, low, captured, original = head.unpack_from(body)
        there = len(body) - _FRAME_AT
        if captured > there:
            raise DamageError(f"{captured} octets were announced, {there} are there")
        interface = self._interface_of(index)
        end = _FRAME_AT + captured
        comments, direction = [], None
        options = end + -captured % 4
        if options < len(body):
            for code, value in self._options(body, options):
                if code == _COMMENT:
                    comments.append(value.decode(errors="replace"))
                elif code == _FLAGS and head is self._enhanced:
                    direction = _DIRECTIONS.get(self._number(value)[0] & 3)
        self.frames += 1
        ticks = high << 32 | low
        self.time = ticks * SECOND // interface.resolution + interface.offset
        return CapturedFrame(
            self.frames,
            self.time,
            interface.name,
            interface.linktype,
            body[_FRAME_AT:end],
            original,
            tuple(comments),
            direction,
            application=self._application,
        )

    def _timeless(self, body: bytes) -> CapturedFrame:
        (original,) = self._number(body[:4])
        interface = self._interface_of(0)
        captured = min(original, interface.snaplen or original, len(body) - 4)
        self.frames += 1
        return CapturedFrame(
            self.frames,
            self.time,
            interface.name,
            interface.linktype,
            body[4 : 4 + captured],
            original,
            is_timed=False,
            application=self._application,
        )

    def _interface_of(self, index: int) -> _Interface:
        if index >= len(self._interfaces):
            raise DamageError("of an interface that the file does not describe")
        return self._interfaces[index]

    def _options(self, body: bytes, at: int) -> Iterator[tuple[int, bytes]]:
        """The options from `at` on, as far as they are whole."""
        while at + 4 <= len(body):
            code, size = self._option.unpack_from(body, at)
            at += 4
            if code == 0 or at + size > len(body):
                return
            yield code, body[at : at + size]
            at += size + -size % 4
