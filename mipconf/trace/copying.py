"""Copying captured frames to a pcapng file, octet for octet, with further comments."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import BinaryIO

from mipconf.net.network import Direction
from mipconf.protocol.durations import SECOND
from mipconf.trace.frame import CapturedFrame
from mipconf.trace.pcapng import (
    APPLICATION,
    COMMENT,
    FLAGS,
    INBOUND,
    OUTBOUND,
    enhanced_packet,
    interface_description,
    section_header,
)

_COPIER = f"{APPLICATION} check --annotate"
_LATEST = (1 << 64) - 1
"""The time that a frame can have, in nanoseconds after the offset of its interface."""
_FARTHEST = (1 << 63) - 1
"""That offset, in seconds, either way."""


class CopyWriter:
    """A copy of captured frames, with the interfaces that they came from and further comments.

    `is_suites`: all of them are of files that the suite wrote. Nothing else may look so, for there
    the tester's remarks are believed.
    """

    def __init__(self, file: BinaryIO, *, is_suites: bool) -> None:
        self._file = file
        self._interfaces: dict[tuple[str, str | None, int, int], int] = {}
        self._file.write(section_header(APPLICATION if is_suites else _COPIER))

    def frame(self, capture: str, frame: CapturedFrame, comments: Iterable[str]) -> None:
        """Write a frame of a capture with its own comments, and then further ones."""
        options = [(COMMENT, comment.encode()) for comment in (*frame.comments, *comments)]
        if frame.direction is not None:
            flags = OUTBOUND if frame.direction is Direction.SENT else INBOUND
            options.append((FLAGS, struct.pack("<I", flags)))
        offset = 0 if 0 <= frame.time <= _LATEST else frame.time // SECOND
        offset = max(-_FARTHEST, min(offset, _FARTHEST))
        key = (capture, frame.interface, frame.linktype, offset)
        if key not in self._interfaces:
            self._interfaces[key] = len(self._interfaces)
            self._file.write(interface_description(frame.interface, frame.linktype, offset))
        number = self._interfaces[key]
        time = max(0, min(frame.time - offset * SECOND, _LATEST))
        self._file.write(
            enhanced_packet(number, frame.octets, frame.original_length, time, *options)
        )
