"""Copies of a packet in a capture: of a port that mirrors both ends of a link, or of `-i any`.

That must not look as if it had been sent twice. What somebody says again is another packet, with
an Identification of its own.
"""

from __future__ import annotations

from collections import OrderedDict

from mipconf.net.fragments import SAME_MOMENT_NS
from mipconf.net.host import Datagram, Endpoint
from mipconf.protocol.durations import MILLISECOND
from mipconf.trace.frame import Reading

_WITHOUT_IDENTIFICATION_NS = 5 * MILLISECOND
"""The same for packets that all have the Identification 0: routers say hello every 15 ms."""

Identity = tuple[Endpoint, Endpoint, bytes, int]
"""What copies of a packet have in common: all but the TTL, which a router on the way changes."""


def identity(reading: Reading) -> Identity | None:
    """The identity of what is in a frame; None where that is no datagram."""
    datagram = reading.content
    if not isinstance(datagram, Datagram):
        return None
    ends = datagram.source, datagram.destination
    return *ends, datagram.payload, reading.identification


def latest_copy(reading: Reading, *, is_same_capture: bool = True) -> int:
    """How many nanoseconds after a packet a copy of it comes at the latest."""
    has_none = is_same_capture and not reading.identification
    return _WITHOUT_IDENTIFICATION_NS if has_none else SAME_MOMENT_NS


class Copies:
    """Tells copies in one capture, as its frames come."""

    def __init__(self) -> None:
        self._first: OrderedDict[Identity, int] = OrderedDict()

    def is_copy(self, reading: Reading) -> bool:
        """Whether an earlier frame of the same moment has the same packet."""
        packet, now = identity(reading), reading.frame.time
        if packet is None:
            return False
        while self._first and abs(now - next(iter(self._first.values()))) > SAME_MOMENT_NS:
            self._first.popitem(last=False)
        first = self._first.get(packet)
        if first is not None and abs(now - first) <= latest_copy(reading):
            return True
        self._first[packet] = now
        self._first.move_to_end(packet)
        return False
