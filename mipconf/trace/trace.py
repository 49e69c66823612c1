"""A trace: what was on the wire, and the tester's own remarks about what it did.

A trace comes from a live run, a simulated run, or a capture file; the judge cannot tell which.
Times are nanoseconds since the Unix epoch, frame numbers those of the capture file (from 1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mipconf.net.host import Datagram
from mipconf.net.layering import UNKNOWN_LINK, Link
from mipconf.trace.remark import Remark, RemarkKind


@dataclass(frozen=True, slots=True)
class Packet:
    """One datagram, where it stands in the capture, and on which link it was seen."""

    frame: int
    time: int
    datagram: Datagram
    link: Link = UNKNOWN_LINK


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a frame of a trace of several captures stands: which of them, and its number there."""

    capture: str
    frame: int

    def __str__(self) -> str:
        return f"{self.frame} of {self.capture}"


@dataclass(frozen=True, slots=True)
class Trace:
    """All that the judge is given: packets and remarks, each in the order of the capture.

    In a trace of several captures frames are numbered over all of them, and `origins` tells where
    they stand; it is empty for one capture.
    """

    packets: tuple[Packet, ...]
    remarks: tuple[Remark, ...]
    name: str = ""
    origins: Mapping[int, Origin] = field(default_factory=dict)

    def remarked(self, *kinds: RemarkKind) -> list[Remark]:
        """The remarks of these kinds, or all of them, in order of time."""
        found = [remark for remark in self.remarks if not kinds or remark.kind in kinds]
        return sorted(found, key=lambda remark: (remark.time, remark.frame))

    @property
    def begin(self) -> int | None:
        """The time of the first datagram; None: there is none."""
        return min((packet.time for packet in self.packets), default=None)

    @property
    def end(self) -> int:
        """When the case was over, or the last datagram came; 0 in an empty trace."""
        ended = self.remarked(RemarkKind.ENDED)
        if ended:
            return ended[-1].time
        return max((packet.time for packet in self.packets), default=0)
