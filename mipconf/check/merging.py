"""Several captures of one moment as one: in order of time, each datagram once.

Two hosts that capture the same traffic record the same packet twice, and so does a switch that
mirrors both ends of a link. That must not look as if it had been sent twice: of such copies only
one is judged. What a Home Agent says again is another datagram, with a fresh Identification.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median_low

from mipconf.errors import CaptureError
from mipconf.net.host import Datagram
from mipconf.protocol.durations import MILLISECOND, SECOND
from mipconf.trace.capture import read_capture
from mipconf.trace.frame import CapturedFrame, datagram_of, ip_identification

Packet = tuple[Datagram, int]
"""A datagram and the Identification of its IP packet."""

SAME_MOMENT_NS = 50 * MILLISECOND
"""Copies of a datagram are this close together, or else it was sent again."""
CLOCKS_APART_NS = 2 * SECOND
"""By how much the clocks of two hosts may differ; told from datagrams that are each unique."""
ANOTHER_MOMENT_NS = 10 * SECOND
"""Captures with a longer silence between them are not of one moment."""


@dataclass(frozen=True, slots=True)
class Source:
    """One capture, as far as it could be read; `error` says where it breaks off."""

    path: Path
    frames: tuple[CapturedFrame, ...]
    error: str | None = None

    @property
    def span(self) -> tuple[int, int]:
        """The times of its earliest and its latest frame."""
        times = [frame.time for frame in self.frames]
        return min(times), max(times)


@dataclass(frozen=True, slots=True)
class MergedFrame:
    """A frame among those of all captures.

    `number` counts over all of them, from 1; `time` is by the clock of the first capture;
    `is_copy`: another frame holds the same packet.
    """

    number: int
    time: int
    source: Source
    frame: CapturedFrame
    is_copy: bool = False


def read_source(path: Path) -> Source:
    """Read a capture; one that breaks off is kept as far as it goes."""
    frames: list[CapturedFrame] = []
    try:
        for frame in read_capture(path):
            frames.append(frame)
    except CaptureError as broken:
        return Source(path, tuple(frames), str(broken))
    return Source(path, tuple(frames))


def moments(sources: Sequence[Source]) -> list[list[Source]]:
    """Captures of one moment together, each in the order in which they were named."""
    order = {id(source): index for index, source in enumerate(sources)}
    groups: list[list[Source]] = []
    end = 0
    for source in sorted((s for s in sources if s.frames), key=lambda source: source.span):
        if groups and source.span[0] - end <= ANOTHER_MOMENT_NS:
            groups[-1].append(source)
        else:
            groups.append([source])
        end = max(end, source.span[1])
    return [sorted(group, key=lambda source: order[id(source)]) for group in groups]


def merge(sources: Sequence[Source]) -> tuple[MergedFrame, ...]:
    """All frames in order of time; those of a single capture in its own order."""
    ahead = {id(source): clock_ahead(source, sources[0]) for source in sources}
    frames = sorted(
        (
            (frame.time - ahead[id(source)], index, frame.number, source, frame)
            for index, source in enumerate(sources)
            for frame in source.frames
        ),
        key=(lambda item: item[2]) if len(sources) == 1 else (lambda item: item[:3]),
    )
    copies = _copies((time, index, frame) for time, index, _, _, frame in frames)
    return tuple(
        MergedFrame(number, time, source, frame, number in copies)
        for number, (time, _, _, source, frame) in enumerate(frames, start=1)
    )


def clock_ahead(source: Source, first: Source) -> int:
    """By how many nanoseconds the clock of one capture is ahead of the first one's.

    The median over the datagrams that both hold exactly once; 0 where there is none.
    """
    if source is first:
        return 0
    own, other = _once(source.frames), _once(first.frames)
    apart = [own[key] - other[key] for key in own.keys() & other.keys()]
    apart = [difference for difference in apart if abs(difference) <= CLOCKS_APART_NS]
    return median_low(apart) if apart else 0


def _once(frames: Iterable[CapturedFrame]) -> dict[Packet, int]:
    """The times of those packets that a capture holds only once."""
    found = [(key, frame.time) for frame in frames if (key := _key(frame)) is not None]
    counts = Counter(key for key, _ in found)
    return {key: time for key, time in found if counts[key] == 1}


def _copies(frames: Iterator[tuple[int, int, CapturedFrame]]) -> frozenset[int]:
    """The numbers, from 1, of frames that are copies of another.

    Of several the one in the capture named first is judged.
    """
    copies: set[int] = set()
    last: dict[Packet, tuple[int, int, int]] = {}
    for number, (time, index, frame) in enumerate(frames, start=1):
        key = _key(frame)
        if key is None:
            continue
        began, place, judged = last.get(key, (time - SAME_MOMENT_NS - 1, index, number))
        if time - began > SAME_MOMENT_NS:
            last[key] = (time, index, number)
        elif index < place:
            copies.add(judged)
            last[key] = (began, index, number)
        else:
            copies.add(number)
    return frozenset(copies)


def _key(frame: CapturedFrame) -> Packet | None:
    """What copies of one packet have in common; None for what holds no datagram.

    A router on the way changes the TTL; an interface may pad the frame or add a VLAN tag.
    """
    datagram = datagram_of(frame)
    if not isinstance(datagram, Datagram):
        return None
    return replace(datagram, ttl=0), ip_identification(frame)
