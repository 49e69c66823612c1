"""The tester's own remarks as datagrams: syslog (RFC 5424) with JSON, which Wireshark decodes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, StrEnum

from mipconf.net.host import Datagram, Endpoint
from mipconf.protocol.durations import SECOND

_TESTER = Endpoint("127.0.0.1", 514)
_LOCAL0_INFORMATIONAL = 134
_FORM = re.compile(rb"<\d{1,3}>1 \S+ \S+ mipconf \S+ (?P<kind>[!-~]{1,32}) - (?P<data>.*)", re.S)


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

    `frame` and `time` are those in the capture. `kind` is one word of 1 to 32 printable ASCII
    characters, a `RemarkKind` in all captures that this suite makes; `data` is what JSON can hold.
    """

    frame: int
    time: int
    kind: str
    data: Mapping[str, object]


def to_datagram(kind: str, data: Mapping[str, object], time: int) -> Datagram:
    """A remark made at `time` (ns); raises `ValueError` if it is none (see `Remark`)."""
    # RFC 5424 has no more than microseconds; the frame has the nanoseconds.
    stamp = datetime.fromtimestamp(time // SECOND, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    microseconds = time % SECOND // 1000
    text = (
        f"<{_LOCAL0_INFORMATIONAL}>1 {stamp}.{microseconds:06}Z - mipconf - {kind} - "
        f"{json.dumps(dict(data), allow_nan=False, separators=(',', ':'))}"
    ).encode()
    if not _FORM.fullmatch(text):
        raise ValueError(f"a remark's kind is 1 to 32 printable characters, not {kind!r}")
    return Datagram(_TESTER, _TESTER, text)


def from_datagram(datagram: Datagram, frame: int, time: int) -> Remark | None:
    """The remark that `datagram`, in a frame of a capture, is; None where it is none."""
    if datagram.destination.port != _TESTER.port:
        return None
    match = _FORM.fullmatch(datagram.payload)
    if match is None:
        return None
    try:
        data = json.loads(match["data"])
    except ValueError:
        return None
    return Remark(frame, time, match["kind"].decode(), data) if isinstance(data, dict) else None
