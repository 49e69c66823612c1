"""What the tester says of its own doings: remarks, which stand in a capture among the datagrams."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum


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


class Intent(Enum):
    """What the mobile node that the tester plays means by a request."""

    ACCEPTANCE = "acceptance"
    REFUSAL = "refusal"
    EITHER = "either"
    """Nobody can know: the HUT may not be initialized yet, or a stranger made the request."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that the tester did or found, which no datagram shows, and where it is noted.

    `frame` and `time` are those in the capture; `data` is what `mipconf.trace.remark_data` has for
    the kind.
    """

    frame: int
    time: int
    kind: RemarkKind
    data: Mapping[str, object]
