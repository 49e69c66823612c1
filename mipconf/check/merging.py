"""Several captures of one moment as one: in order of time, each datagram once.

Two hosts that capture the same traffic record the same packet twice, and so does a switch that
mirrors both ends of a link. That must not look as if it had been sent twice: of such copies only
one is judged. What a Home Agent says again is another datagram, with a fresh Identification.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median_low

from mipconf.errors import CaptureError
from mipconf.net.layering import Unreadable
from mipconf.protocol.durations import SECOND
from mipconf.trace.capture import read_capture
from mipconf.trace.copies import Identity, identity, latest_copy
from mipconf.trace.frame import CapturedFrame, FrameReader, Reading

CLOCKS_APART_NS = 2 * SECOND
"""By how much the clocks of two hosts may differ; told from datagrams that are each unique."""
ANOTHER_MOMENT_NS = 10 * SECOND
"""Captures with a longer silence between them are not of one moment."""


@dataclass(frozen=True, slots=True)
class Source:
    """One capture, as far as it could be read; `error` says where it breaks off.

    `incomplete` are the datagrams of which fragments are missing, by the number of a frame.
    """

    path: Path
    readings: tuple[Reading, ...]
    error: str | None = None
    incomplete: tuple[tuple[int, Unreadable], ...] = ()

    @property
    def span(self) -> tuple[int, int]:
        """The times of its earliest and its latest frame."""
        times = [reading.frame.time for reading in self.readings]
        return min(times), max(times)


@dataclass(frozen=True, slots=True)
class MergedFrame:
    """A frame among those of all captures.

    `number` counts over all of them, from 1; `time` is by the clock of the first capture;
    `copy_of` is the number of another frame that holds the same packet, and is judged instead.
    """

    number: int
    time: int
    source: Source
    reading: Reading
    copy_of: int | None = None

    @property
    def is_copy(self) -> bool:
        """Whether another frame is judged instead."""
        return self.copy_of is not None


def read_source(path: Path, *, trusting: bool = False) -> Source:
    """Read a capture; one that breaks off is kept as far as it goes.

    Where it is `trusting`, whatever has the form of a remark is one, in any file.
    """
    return source_of(path, read_capture(path), trusting=trusting)


def source_of(path: Path, frames: Iterable[CapturedFrame], *, trusting: bool = False) -> Source:
    """A capture whose frames may end with a `CaptureError`."""
    reader = FrameReader(trusting=trusting)
    readings: list[Reading] = []
    error = None
    try:
        for frame in frames:
            readings.append(reader.read(frame))
    except CaptureError as broken:
        error = str(broken)
    return Source(path, tuple(readings), error, tuple(reader.incomplete()))


def moments(sources: Sequence[Source]) -> list[list[Source]]:
    """Captures of one moment together, each in the order in which they were named."""
    order = {id(source): index for index, source in enumerate(sources)}
    groups: list[list[Source]] = []
    end = 0
    for source in sorted((s for s in sources if s.readings), key=lambda source: source.span):
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
            (reading.frame.time - ahead[id(source)], index, reading.frame.number, source, reading)
            for index, source in enumerate(sources)
            for reading in source.readings
        ),
        key=(lambda item: item[2]) if len(sources) == 1 else (lambda item: item[:3]),
    )
    copies = _copies((time, index, reading) for time, index, _, _, reading in frames)
    return tuple(
        MergedFrame(number, time, source, reading, copies.get(number))
        for number, (time, _, _, source, reading) in enumerate(frames, start=1)
    )


def clock_ahead(source: Source, first: Source) -> int:
    """By how many nanoseconds the clock of one capture is ahead of the first one's.

    The median over the datagrams that both hold exactly once; 0 where there is none.
    """
    if source is first:
        return 0
    own, other = _once(source.readings), _once(first.readings)
    apart = [own[key] - other[key] for key in own.keys() & other.keys()]
    apart = [difference for difference in apart if abs(difference) <= CLOCKS_APART_NS]
    return median_low(apart) if apart else 0


def _once(readings: Iterable[Reading]) -> dict[Identity, int]:
    """The times of those packets that a capture holds only once."""
    found = [(key, r.frame.time) for r in readings if (key := identity(r)) is not None]
    counts = Counter(key for key, _ in found)
    return {key: time for key, time in found if counts[key] == 1}


def _copies(readings: Iterator[tuple[int, int, Reading]]) -> dict[int, int]:
    """The numbers, from 1, of frames that are copies of another, and the number of that.

    Of several the one in the capture named first is judged.
    """
    copies: dict[int, int] = {}
    last: dict[Identity, tuple[int | None, int, int]] = {}
    for number, (time, index, reading) in enumerate(readings, start=1):
        key = identity(reading)
        if key is None:
            continue
        began, place, judged = last.get(key, (None, index, number))
        if began is None or time - began > latest_copy(reading, is_same_capture=index == place):
            last[key] = (time, index, number)
        elif index < place:
            copies[judged] = number
            last[key] = (began, index, number)
        else:
            copies[number] = judged
    return copies
