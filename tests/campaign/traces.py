"""A capture of one case, read back as a trace."""

from __future__ import annotations

from pathlib import Path

from mipconf.judge.trace import Packet, Remark, Trace
from mipconf.net.capture import read_capture
from mipconf.net.frame import datagram_of, remark_of
from mipconf.net.host import Datagram


def trace_of(path: Path) -> Trace:
    packets, remarks = [], []
    for frame in read_capture(path):
        remark, datagram = remark_of(frame), datagram_of(frame)
        if remark is not None:
            remarks.append(Remark(frame.number, frame.time, remark.kind, remark.data))
        elif isinstance(datagram, Datagram):
            packets.append(Packet(frame.number, frame.time, datagram))
    return Trace(tuple(packets), tuple(remarks), path.name)
