"""The tester's own remarks as datagrams: syslog (RFC 5424) with JSON, which Wireshark decodes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime

from pydantic_core import from_json

from mipconf.net.host import Datagram, Endpoint
from mipconf.protocol.durations import SECOND
from mipconf.trace.remark import Remark, RemarkKind
from mipconf.trace.remark_data import check_data

_TESTER = Endpoint("127.0.0.1", 514)
_LOCAL0_INFORMATIONAL = 134
_FORM = re.compile(rb"<\d{1,3}>1 \S+ \S+ mipconf \S+ (?P<kind>[!-~]{1,32}) - (?P<data>.*)", re.S)


def to_datagram(kind: RemarkKind, data: Mapping[str, object], time: int) -> Datagram:
    """A remark of `time` (ns); raises `ValueError` where the data does not fit its kind."""
    # A reason may quote a file's name, of which not every octet is text.
    text = json.dumps(dict(data), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    octets = text.encode(errors="replace")
    check_data(kind, octets)
    # RFC 5424 has no more than microseconds; the frame has the nanoseconds.
    stamp = datetime.fromtimestamp(time // SECOND, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    microseconds = time % SECOND // 1000
    head = f"<{_LOCAL0_INFORMATIONAL}>1 {stamp}.{microseconds:06}Z - mipconf - {kind} - "
    return Datagram(_TESTER, _TESTER, head.encode() + octets)


def from_datagram(datagram: Datagram, frame: int, time: int) -> Remark | None:
    """The remark that `datagram`, in a frame of a capture, is; None where it is none.

    Raises `ValueError` where it has the form of one and does not fit: the text names the field.
    """
    if datagram.destination.port != _TESTER.port:
        return None
    match = _FORM.fullmatch(datagram.payload)
    if match is None:
        return None
    kind = check_data(match["kind"].decode(), match["data"])
    return Remark(frame, time, kind, from_json(match["data"]))
