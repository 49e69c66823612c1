"""Writing captures, pcapng (draft-ietf-opsawg-pcapng): each frame is in the file as it arises.

Scapy's writer rounds to microseconds, so the blocks are made here. A file depends on nothing but
what is written to it: one run, one file, octet for octet.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from mipconf.errors import TesterError
from mipconf.net.host import Datagram
from mipconf.net.ipv4 import pack
from mipconf.net.network import Direction
from mipconf.trace.remark import RemarkKind
from mipconf.trace.remark_datagrams import to_datagram

NETWORK_INTERFACE = "mip0"
TESTER_INTERFACE = "tester"
APPLICATION = "mipconf"
"""What wrote a file, by the header of its section."""
LINKTYPE_RAW = 101

_SECTION_HEADER = 0x0A0D0D0A
_INTERFACE_DESCRIPTION = 1
_ENHANCED_PACKET = 6

COMMENT = 1
FLAGS = 2
_SHB_USERAPPL = 4
_IF_NAME = 2
_IF_TSRESOL = 9
_IF_TSOFFSET = 14

INBOUND, OUTBOUND = 1, 2
_UNICAST, _MULTICAST = 1 << 2, 2 << 2


class CaptureWriter:
    """A capture file with two interfaces: the network's datagrams, and the tester's remarks.

    A frame is handed to the system before its call returns, so that neither Ctrl-C nor a crash
    of the tester loses it. A file or a link at its path is replaced, so that nothing is written
    through a link. Raises `TesterError` where it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._frames = 0
        self._size = 0
        try:
            if path.is_symlink() or path.is_file():
                path.unlink()
            self._file = path.open("wb", buffering=0)
        except OSError as error:
            raise self._unwritable(error) from error
        try:
            self._write(
                section_header()
                + interface_description(NETWORK_INTERFACE)
                + interface_description(TESTER_INTERFACE)
            )
        except TesterError:
            self.close()
            raise

    def datagram(
        self, direction: Direction, datagram: Datagram, time: int, comment: str | None = None
    ) -> int:
        """Write a datagram of `time` (ns since the epoch); returns its frame number.

        Frames are numbered from 1, as Wireshark shows them.
        """
        flags = OUTBOUND if direction is Direction.SENT else INBOUND
        flags |= _MULTICAST if datagram.destination.is_multicast else _UNICAST
        options = [(FLAGS, struct.pack("<I", flags))]
        if comment is not None:
            options.append((COMMENT, comment.encode()))
        return self._frame(0, pack(datagram), time, *options)

    def remark(self, kind: RemarkKind, data: Mapping[str, object], time: int) -> int:
        """Write a remark; returns its frame number."""
        return self._frame(1, pack(to_datagram(kind, data, time)), time)

    def close(self) -> None:
        """Close the file; harmless when it is closed."""
        self._file.close()

    def _frame(self, interface: int, packet: bytes, time: int, *options: tuple[int, bytes]) -> int:
        self._write(enhanced_packet(interface, packet, len(packet), time, *options))
        self._frames += 1
        return self._frames

    def _write(self, octets: bytes) -> None:
        whole, size = self._size, len(octets)
        try:
            while octets:  # the system may take a part, as when the disk is about to be full
                octets = octets[self._file.write(octets) :]
        except OSError as error:
            with suppress(OSError):  # a device, as /dev/full
                self._file.truncate(whole)
            raise self._unwritable(error) from error
        self._size = whole + size

    def _unwritable(self, error: OSError) -> TesterError:
        return TesterError(f"{self._path}: cannot be written: {error.strerror}")


def section_header(application: str = APPLICATION) -> bytes:
    """What a file begins with; `application` wrote it."""
    section = struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)
    return _block(_SECTION_HEADER, section, (_SHB_USERAPPL, application.encode()))


def interface_description(name: str | None, linktype: int = LINKTYPE_RAW, offset: int = 0) -> bytes:
    """An interface of frames of any length, with times in nanoseconds.

    `offset`, in seconds, is to be added to the times of its frames.
    """
    body = struct.pack("<HHI", linktype, 0, 0)
    named = [] if name is None else [(_IF_NAME, name.encode())]
    shifted = [(_IF_TSOFFSET, struct.pack("<q", offset))] if offset else []
    return _block(_INTERFACE_DESCRIPTION, body, *named, (_IF_TSRESOL, b"\x09"), *shifted)


def enhanced_packet(
    interface: int, octets: bytes, length: int, time: int, *options: tuple[int, bytes]
) -> bytes:
    """A frame of the interface of that number, of which `length` octets were on the wire.

    `time` is nanoseconds after the interface's offset, 0 to 2^64 - 1.
    """
    high, low = divmod(time, 1 << 32)
    head = struct.pack("<IIIII", interface, high, low, len(octets), length)
    return _block(_ENHANCED_PACKET, head + _padded(octets), *options)


def _block(kind: int, body: bytes, *options: tuple[int, bytes]) -> bytes:
    for code, value in options:
        body += struct.pack("<HH", code, len(value)) + _padded(value)
    if options:
        body += bytes(4)  # opt_endofopt
    length = struct.pack("<I", 12 + len(body))
    return struct.pack("<I", kind) + length + body + length


def _padded(octets: bytes) -> bytes:
    return octets + bytes(-len(octets) % 4)
