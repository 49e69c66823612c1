"""The tester's own remarks as datagrams: syslog (RFC 5424) with JSON, which Wireshark decodes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from mipconf.net.host import Datagram, Endpoint
from mipconf.protocol.durations import SECOND

_TESTER = Endpoint("127.0.0.1", 514)
_LOCAL0_INFORMATIONAL = 134
_FORM = re.compile(rb"<\d{1,3}>1 \S+ \S+ mipconf \S+ (?P<kind>[!-~]{1,32}) - (?P<data>.*)", re.S)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that the tester did or found, which no datagram shows.

    `kind` is one word of 1 to 32 printable ASCII characters, `data` what JSON can hold.
    """

    kind: str
    data: dict[str, Any]


def to_datagram(remark: Remark, time: int) -> Datagram:
    """`remark`, made at `time` (ns); raises `ValueError` if it is no remark (see `Remark`)."""
    # RFC 5424 has no more than microseconds; the frame has the nanoseconds.
    stamp = datetime.fromtimestamp(time // SECOND, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    microseconds = time % SECOND // 1000
    text = (
        f"<{_LOCAL0_INFORMATIONAL}>1 {stamp}.{microseconds:06}Z - mipconf - {remark.kind} - "
        f"{json.dumps(remark.data, allow_nan=False, separators=(',', ':'))}"
    ).encode()
    if not _FORM.fullmatch(text):
        raise ValueError(f"a remark's kind is 1 to 32 printable characters, not {remark.kind!r}")
    return Datagram(_TESTER, _TESTER, text)


def from_datagram(datagram: Datagram) -> Remark | None:
    """The remark that `datagram` is, or None."""
    if datagram.destination.port != _TESTER.port:
        return None
    match = _FORM.fullmatch(datagram.payload)
    if match is None:
        return None
    try:
        data = json.loads(match["data"])
    except ValueError:
        return None
    return Remark(match["kind"].decode(), data) if isinstance(data, dict) else None
