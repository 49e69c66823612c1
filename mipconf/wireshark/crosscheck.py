"""Our decoding beside Wireshark's: every field of ours in both, and those that its own have too.

Both sides are lists of values by filter name. Ours come from the Scapy layers alone, Wireshark's
from tshark: by our dissector (`miphar.*`) for everything, and by its built-in ones for what
`built_in.NAMES` has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from scapy.packet import Packet

from mipconf.trace.capture import read_capture
from mipconf.wireshark.built_in import built_in_name, is_dissected, known_error
from mipconf.wireshark.messages import Message, MessageReader
from mipconf.wireshark.outline import Kind, WireField, outline, outlines
from mipconf.wireshark.tshark import ShownFrame, shown_frames

Values = dict[str, list[str]]
"""By filter name, in hexadecimal: octets, or the number that some bits are."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of one frame, where the two do not say the same; empty where it is not shown."""

    frame: int
    field: str
    ours: str
    theirs: str


@dataclass(slots=True)
class Comparison:
    """What was compared so far: frames with a message of ours, values, and what differs.

    `excused` counts the differences by the known error of Wireshark's that they are. `unread`
    counts the frames in which tshark finds a message and we find none: in a tunnel, or under a
    link layer, that only it knows.
    """

    frames: int = 0
    unread: int = 0
    values: int = 0
    differences: list[Difference] = field(default_factory=list)
    excused: Counter[str] = field(default_factory=Counter)

    def add(self, messages: list[Message], shown: ShownFrame) -> None:
        """Compare one frame: the messages that we find in it, and what tshark shows of it."""
        if not messages:
            self.unread += not _compared().isdisjoint(shown.values)
            return
        self.frames += 1
        for name, ours, theirs in _side_by_side(messages, shown.values):
            self.values += max(len(ours), len(theirs))
            if ours == theirs:
                continue
            reason = known_error(name, [message.packet for message in messages])
            if reason is not None:
                self.excused[reason] += 1
            else:
                found = Difference(shown.number, name, " ".join(ours), " ".join(theirs))
                self.differences.append(found)

    def __iadd__(self, other: Comparison) -> Comparison:
        """Count in another one."""
        self.frames += other.frames
        self.unread += other.unread
        self.values += other.values
        self.differences += other.differences
        self.excused += other.excused
        return self


def compare(capture: Path, text: str | None = None) -> Comparison:
    """Compare every frame of a capture, by our dissector, or by another `text` of one.

    Raises CaptureError where one of the two can't read the capture.
    """
    comparison, reader = Comparison(), MessageReader()
    for frame, shown in zip(read_capture(capture), shown_frames(capture, text), strict=True):
        comparison.add(reader.read(frame), shown)
    return comparison


def _side_by_side(
    messages: list[Message], shown: Values
) -> Iterator[tuple[str, list[str], list[str]]]:
    """Each field that either has, in the order of names, with the values of both."""
    ours, built_in = values(messages)
    for name in sorted(_compared() & (ours.keys() | shown.keys())):
        theirs = shown.get(name, [])
        if name in _bits():
            theirs = [*map(_number, theirs)]
        yield name, ours.get(name, []), theirs
    for name, known in sorted(built_in.items()):
        # Wireshark's own are sometimes wider or narrower, and it shows also what has no octets.
        theirs = [_number(each) for each in shown.get(name, []) if each]
        yield name, [_number(each) for each in known], theirs


@cache
def _fields() -> tuple[WireField, ...]:
    return tuple(each for found in outlines().values() for each in found.fields)


@cache
def _compared() -> frozenset[str]:
    lists = (Kind.LAYERS, Kind.EXTENSIONS)
    return frozenset(each.filter_name for each in _fields() if each.kind not in lists)


@cache
def _bits() -> frozenset[str]:
    return frozenset(each.filter_name for each in _fields() if each.mask)


def _number(hexadecimal: str) -> str:
    return f"{int(hexadecimal, 16):x}"


def values(messages: Iterable[Message]) -> tuple[Values, Values]:
    """The values of all fields, by our names, and of those that built-in ones have, by theirs."""
    ours: Values = {}
    built_in: Values = {}
    for message in messages:
        is_shown = message.is_at_home and is_dissected(message.packet)
        for name, value in _values(message.packet):
            ours.setdefault(name, []).append(value)
            theirs = built_in_name(name) if is_shown else None
            if theirs is not None:
                built_in.setdefault(theirs, []).append(value)
    return ours, built_in


_outline = cache(outline)


def _values(packet: Packet) -> Iterator[tuple[str, str]]:
    for described in _outline(type(packet)).fields:
        content = packet.getfieldval(described.name)
        if described.kind in (Kind.LAYERS, Kind.EXTENSIONS):
            for each in content:
                yield from _values(each)
        elif described.mask:
            yield described.filter_name, f"{int(content):x}"
        else:
            octets = packet.get_field(described.name).addfield(packet, b"", content)
            size = described.octets if described.kind is Kind.ADDRESSES else len(octets)
            for at in range(0, len(octets), size or 1):
                yield described.filter_name, octets[at : at + size].hex()
