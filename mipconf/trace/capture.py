"""Reading captures, pcap and pcapng, also gzipped: exact times, and no silence about damage.

Scapy's readers do the work. They end quietly where a file is cut off and skip what they cannot
read; here that is an error, which comes after all frames before it.
"""

from __future__ import annotations

import gzip
import io
import logging
import struct
import sys
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NoReturn, cast

from scapy.error import Scapy_Exception
from scapy.utils import RawPcapNgReader, RawPcapReader

from mipconf.errors import CaptureError
from mipconf.net.network import Direction
from mipconf.protocol.durations import SECOND
from mipconf.trace.frame import CapturedFrame

STANDARD_INPUT = Path("-")

_PCAPNG = b"\x0a\x0d\x0d\x0a"
_PCAP = (b"\xa1\xb2\xc3\xd4", b"\xd4\xc3\xb2\xa1", b"\xa1\xb2\x3c\x4d", b"\x4d\x3c\xb2\xa1")
_GZIP = b"\x1f\x8b"
_LARGEST = 262_144  # octets; libpcap's MAXIMUM_SNAPLEN, and more than Scapy keeps of a pcap frame

_OBSOLETE_PACKET, _SIMPLE_PACKET, _ENHANCED_PACKET = 2, 3, 6
_Stream = io.BufferedReader | gzip.GzipFile
_DIRECTIONS = {1: Direction.RECEIVED, 2: Direction.SENT}


class _FrameError(Exception):
    """What is wrong with the frame being read."""


# What gzip, Scapy's readers and we raise when a file ends or cannot be made sense of.
_DAMAGE = (
    *(EOFError, OSError, OverflowError, MemoryError, struct.error, zlib.error),
    *(Scapy_Exception, _FrameError),
)

# Scapy logs what it finds wrong with a file; `CaptureError` says it, and where.
logging.getLogger("scapy.runtime").addFilter(lambda record: "Pcap" not in record.getMessage())


def read_capture(path: Path) -> Iterator[CapturedFrame]:
    """The frames of a capture file, in its order; `-` is standard input.

    Raises `CaptureError` if the file is no capture, and where it is damaged or cut off, once all
    frames before that have been given.
    """
    try:
        file = _open(path)
    except OSError as error:
        raise CaptureError(f"{path}: cannot be read: {error.strerror}") from None
    with file:
        stream = gzip.GzipFile(fileobj=file) if file.peek(2)[:2] == _GZIP else file
        try:
            magic = stream.peek(4)[:4]
            if not magic:
                raise CaptureError(f"{path}: empty")
            if magic not in (_PCAPNG, *_PCAP):
                raise CaptureError(f"{path}: not a capture (neither pcap nor pcapng)")
            reader = _Pcapng(stream) if magic == _PCAPNG else RawPcapReader(cast(Any, stream))
        except _DAMAGE:
            raise CaptureError(f"{path}: damaged or cut off within the file's header") from None
        step = _next_of_pcapng if magic == _PCAPNG else _next_of_pcap
        number = 1
        while True:
            begin = stream.tell()
            try:
                frame = step(reader, number)
            except _DAMAGE as error:
                if stream.tell() == begin and _at_end(stream):
                    return
                why = error if isinstance(error, _FrameError) else "damaged or cut off"
                raise CaptureError(f"{path}: frame {number}, octet {begin}: {why}") from None
            if frame is not None:
                yield frame
                number += 1


def _open(path: Path) -> io.BufferedReader:
    """The file; what comes through a pipe is read first, for who reads must know where it is."""
    file = cast(io.BufferedReader, sys.stdin.buffer) if path == STANDARD_INPUT else path.open("rb")
    if file.seekable():
        return file
    with file:
        return io.BufferedReader(cast(Any, io.BytesIO(file.read())))


def _at_end(stream: _Stream) -> bool:
    """Whether the file ends here as it should; gzip raises where it does not."""
    try:
        return not stream.read(1)
    except _DAMAGE:
        return False


def _next_of_pcap(reader: Any, number: int) -> CapturedFrame:
    octets, metadata = reader._read_packet(_LARGEST)
    if len(octets) < metadata.caplen:
        raise _FrameError(f"{metadata.caplen} octets were announced, {len(octets)} are there")
    fraction = metadata.usec if reader.nano else metadata.usec * 1000
    return CapturedFrame(
        number=number,
        time=metadata.sec * SECOND + fraction,
        interface=None,
        linktype=reader.linktype & 0xFFFF,  # above it, the length of the frame check sequence
        octets=octets,
        original_length=metadata.wirelen,
    )


def _next_of_pcapng(reader: Any, number: int) -> CapturedFrame | None:
    """One block, which need not be a frame."""
    block = reader._read_block(_LARGEST)
    if block is None:
        return None
    octets, metadata = block
    ticks = metadata.tshigh << 32 | metadata.tslow
    return CapturedFrame(
        number=number,
        time=ticks * SECOND // metadata.tsresol,
        interface=None if metadata.ifname is None else metadata.ifname.decode(errors="replace"),
        linktype=metadata.linktype,
        octets=octets,
        original_length=metadata.wirelen,
        comments=tuple(comment.decode(errors="replace") for comment in metadata.comments or ()),
        direction=_DIRECTIONS.get(metadata.direction),
    )


class _Pcapng(RawPcapNgReader):
    """Scapy's reader, told not to pass over frames that it cannot read."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        for kind in (_OBSOLETE_PACKET, _ENHANCED_PACKET):
            self.blocktypes[kind] = partial(self._frame, self.blocktypes[kind])
        self.blocktypes[_SIMPLE_PACKET] = self._timeless

    def _read_block_shb(self) -> None:
        self.interfaces = []  # each section describes its own
        super()._read_block_shb()

    def _frame(self, read: Callable[[bytes, int], Any], block: bytes, size: int) -> Any:
        # Both kinds of block have the captured length at octet 12 and the packet at octet 20.
        (length,) = struct.unpack_from(f"{self.endian}I", block, 12)
        if length > len(block) - 20:
            raise _FrameError(f"{length} octets were announced, {len(block) - 20} are there")
        frame = read(block, size)
        if frame is None:
            raise _FrameError("of an interface that the file does not describe")
        return frame

    def _timeless(self, block: bytes, size: int) -> NoReturn:
        raise _FrameError("without a time (a Simple Packet Block)")
