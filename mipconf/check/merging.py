"""Several captures of one moment as one: in order of time, each datagram once.

Two hosts that capture the same traffic record the same datagram twice. That must not look like a
duplicate on the wire: of such copies, in different files, only that of the file named first is
judged. What one file has twice was on the wire twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median_low

from mipconf.net.capture import CaptureError, read_capture
from mipconf.net.frame import CapturedFrame, datagram_of
from mipconf.net.host import Datagram

MILLISECOND = 1_000_000
SECOND = 1000 * MILLISECOND

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
    `is_copy`: the same datagram was recorded in a capture named earlier.
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
    if len(sources) == 1:
        (source,) = sources
        return tuple(
            MergedFrame(frame.number, frame.time, source, frame) for frame in source.frames
        )
    ahead = {id(source): clock_ahead(source, sources[0]) for source in sources}
    frames = sorted(
        (
            (frame.time - ahead[id(source)], index, frame.number, source, frame)
            for index, source in enumerate(sources)
            for frame in source.frames
        ),
        key=lambda item: item[:3],
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


def _once(frames: Iterable[CapturedFrame]) -> dict[Datagram, int]:
    """The times of those packets that a capture holds only once."""
    found = [(key, frame.time) for frame in frames if (key := _key(frame)) is not None]
    counts = Counter(key for key, _ in found)
    return {key: time for key, time in found if counts[key] == 1}


def _copies(frames: Iterator[tuple[int, int, CapturedFrame]]) -> frozenset[int]:
    """The numbers, from 1, of frames that another capture has as well and is named before.

    The first occurrence in one capture is that of the first in another, within a moment.
    """
    seen: dict[Datagram, list[tuple[int, dict[int, int]]]] = {}
    copies: set[int] = set()
    for number, (time, index, frame) in enumerate(frames, start=1):
        key = _key(frame)
        if key is None:
            continue
        open_ones = [item for item in seen.get(key, ()) if time - item[0] <= SAME_MOMENT_NS]
        same = next((places for _, places in open_ones if index not in places), None)
        if same is None:
            open_ones.append((time, {index: number}))
        else:
            same[index] = number
            copies.difference_update(same.values())
            copies.update(n for place, n in same.items() if place != min(same))
        seen[key] = open_ones
    return frozenset(copies)


def _key(frame: CapturedFrame) -> Datagram | None:
    """What copies of one datagram have in common; None for what is no datagram.

    A router on the way changes the TTL; an interface may pad the frame or add a VLAN tag.
    """
    datagram = datagram_of(frame)
    return replace(datagram, ttl=0) if isinstance(datagram, Datagram) else None
