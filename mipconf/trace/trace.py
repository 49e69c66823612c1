"""A trace: what was on the wire, and the tester's own remarks about what it did.

A trace comes from a live run, a simulated run, or a capture file; the judge cannot tell which.
Times are nanoseconds since the Unix epoch, frame numbers those of the capture file (from 1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from mipconf.net.host import Datagram
from mipconf.net.layering import UNKNOWN_LINK, Link


class RemarkKind(StrEnum):
    """What the tester says of its own doings, in the capture itself."""

    SETTING = "setting"
    """The effective profile, always first; keys only as SPI, algorithm and fingerprint."""
    STARTING = "hut-starting"
    READY = "hut-ready"
    STOPPED = "hut-stopped"
    """The tester ended the HUT in good order."""
    KILLED = "hut-killed"
    """The tester crashed the HUT on purpose."""
    GONE = "hut-gone"
    """The HUT ended by itself, or could not be started; `reason` says how."""
    RESYNCHRONISE = "hut-resynchronise"
    UNAUTHENTIC = "unauthentic"
    """The authenticator of frame `frame` does not hold; `reason` says why."""
    INTENT = "intent"
    """A request that is meant to be refused, or may be: `identification`, `home_address`."""
    MUTE = "mute"
    """A played party withholds acknowledgements, or stops doing so, on purpose."""
    FAILED = "tester-failed"
    """The tester itself failed, or ended the case: `reason` says how."""
    OVERDUE = "case-overdue"
    """The case took too long and was ended: `reason` says after what time."""
    FLOODED = "flooded"
    """More was on the wire than any case needs, or than the host could take: `reason` says how
    much. Not all of it was recorded, and the case may have been ended."""
    ENDED = "case-ended"
    """The case is over; what was due later was not waited for."""


@dataclass(frozen=True, slots=True)
class Packet:
    """One datagram, where it stands in the capture, and on which link it was seen."""

    frame: int
    time: int
    datagram: Datagram
    link: Link = UNKNOWN_LINK


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark of the tester and where it stands in the capture."""

    frame: int
    time: int
    kind: str
    data: Mapping[str, object]


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
