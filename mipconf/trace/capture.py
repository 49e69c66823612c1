"""Reading captures, pcap and pcapng, also compressed: exact times, and no silence about damage.

The frames come as they are read, also from a pipe. Damage is an error, which comes after all
frames before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mipconf.errors import CaptureError
from mipconf.trace.frame import CapturedFrame
from mipconf.trace.octets import DamageError, Octets
from mipconf.trace.pcap_reading import MAGICS as PCAP
from mipconf.trace.pcap_reading import pcap_frames
from mipconf.trace.pcapng_reading import MAGIC as PCAPNG
from mipconf.trace.pcapng_reading import pcapng_frames

_EDITCAP = "; editcap -F pcapng IN OUT makes it one"
_OTHERS = {
    b"snoo": f", but one of snoop{_EDITCAP}",
    b"GMBU": f", but one of Network Monitor{_EDITCAP}",
    b"RTSS": f", but one of Network Monitor 1{_EDITCAP}",
    b"XCP\0": f", but one of a Sniffer{_EDITCAP}",
    b"\x04\x22\x4d\x18": "; LZ4 is to be unpacked first",
    b"\xfd7zX": "; xz is to be unpacked first",
    b"BZh9": "; bzip2 is to be unpacked first",
}
"""What else a file may be, by what it begins with, and what could help."""


def read_capture(path: Path) -> Iterator[CapturedFrame]:
    """The frames of a capture file, in its order; `-` is standard input.

    Raises `CaptureError` if the file is no capture, and where it is damaged or cut off, once all
    frames before that have been given.
    """
    try:
        octets = Octets(path)
    except OSError as error:
        raise CaptureError(f"{path}: cannot be read: {error.strerror}") from None
    with octets:
        yield from _frames(path, octets)


def _frames(path: Path, octets: Octets) -> Iterator[CapturedFrame]:
    try:
        magic = octets.upto(4)
        if not magic:
            raise CaptureError(f"{path}: empty")
        if magic not in (PCAPNG, *PCAP):
            raise CaptureError(
                f"{path}: not a capture (neither pcap nor pcapng){_OTHERS.get(magic, '')}"
            )
        records = (pcapng_frames if magic == PCAPNG else pcap_frames)(octets, magic)
        next(records)
    except DamageError:
        raise CaptureError(f"{path}: damaged or cut off within the file's header") from None
    number = 1
    begin = octets.at
    try:
        for frame in records:
            if frame is not None:
                yield frame
                number = frame.number + 1
            begin = octets.at
    except DamageError as why:
        raise CaptureError(f"{path}: frame {number}, octet {begin}: {why}") from None
