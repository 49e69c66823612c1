"""The frames of a pcap file (draft-ietf-opsawg-pcap), in either byte order.

Times are microseconds or nanoseconds, by the magic number. A third one is that of the "modified"
format of some Linux distributions, whose frames have 8 octets more in their headers.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import Struct

from mipconf.protocol.durations import SECOND
from mipconf.trace.frame import CapturedFrame
from mipconf.trace.octets import DamageError, Octets

_MICROSECONDS, _NANOSECONDS, _MODIFIED = 0xA1B2C3D4, 0xA1B23C4D, 0xA1B2CD34
MAGICS = {
    Struct(f"{order}I").pack(number): (
        order,
        1 if number == _NANOSECONDS else 1000,
        number == _MODIFIED,
    )
    for number in (_MICROSECONDS, _NANOSECONDS, _MODIFIED)
    for order in "<>"
}
"""What a file begins with: the byte order, nanoseconds in a unit, whether it is modified."""

LARGEST = 262_144
"""Octets of a frame; libpcap's MAXIMUM_SNAPLEN."""

_MORE_HEADER = 8  # interface index, EtherType, packet type


def pcap_frames(octets: Octets, magic: bytes) -> Iterator[CapturedFrame | None]:
    """None once for the file's header, and then its frames; raises `DamageError`."""
    order, unit, is_modified = MAGICS[magic]
    linktype = Struct(f"{order}16xI").unpack(octets.take(20))[0] & 0xFFFF  # above it: the FCS's
    header = Struct(f"{order}IIII")
    number = 0
    yield None
    while head := octets.upto(header.size):
        if len(head) < header.size:
            raise DamageError("damaged or cut off")
        seconds, fraction, captured, original = header.unpack(head)
        if is_modified:
            octets.take(_MORE_HEADER)
        content = octets.upto(min(captured, LARGEST))
        if len(content) < captured:
            raise DamageError(f"{captured} octets were announced, {len(content)} are there")
        number += 1
        time = seconds * SECOND + fraction * unit
        yield CapturedFrame(number, time, None, linktype, content, original)
