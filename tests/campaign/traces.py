"""A capture of one case, read back as a trace."""

from __future__ import annotations

from pathlib import Path

from mipconf.net.host import Datagram
from mipconf.trace.capture import read_capture
from mipconf.trace.frame import datagram_of, remark_of
from mipconf.trace.trace import Packet, Trace


def trace_of(path: Path) -> Trace:
    packets, remarks = [], []
    for frame in read_capture(path):
        remark, datagram = remark_of(frame), datagram_of(frame)
        if remark is not None:
            remarks.append(remark)
        elif isinstance(datagram, Datagram):
            packets.append(Packet(frame.number, frame.time, datagram))
    return Trace(tuple(packets), tuple(remarks), path.name)
