"""Copying captured frames to a pcapng file, octet for octet, with further comments."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import BinaryIO

from mipconf.net.network import Direction
from mipconf.trace.frame import CapturedFrame
from mipconf.trace.pcapng import (
    COMMENT,
    FLAGS,
    INBOUND,
    OUTBOUND,
    enhanced_packet,
    interface_description,
    section_header,
)


class CopyWriter:
    """A copy of captured frames, with the interfaces that they came from and further comments."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._interfaces: dict[tuple[str, str | None, int], int] = {}
        self._file.write(section_header())

    def frame(self, capture: str, frame: CapturedFrame, comments: Iterable[str]) -> None:
        """Write a frame of a capture with its own comments, and then further ones."""
        options = [(COMMENT, comment.encode()) for comment in (*frame.comments, *comments)]
        if frame.direction is not None:
            flags = OUTBOUND if frame.direction is Direction.SENT else INBOUND
            options.append((FLAGS, struct.pack("<I", flags)))
        key = (capture, frame.interface, frame.linktype)
        if key not in self._interfaces:
            self._interfaces[key] = len(self._interfaces)
            self._file.write(interface_description(frame.interface, frame.linktype))
        number = self._interfaces[key]
        self._file.write(
            enhanced_packet(number, frame.octets, frame.original_length, frame.time, *options)
        )
