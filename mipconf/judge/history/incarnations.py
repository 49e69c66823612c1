"""When the HUT ran: the times from each start to the end that followed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from mipconf.judge.history.sequence_numbers import Count, counted
from mipconf.judge.history.traffic import Traffic
from mipconf.trace.remark import RemarkKind
from mipconf.trace.setting import Setting
from mipconf.trace.trace import Trace

_ENDS = (RemarkKind.STOPPED, RemarkKind.KILLED, RemarkKind.GONE)


@dataclass(frozen=True, slots=True)
class Incarnation:
    """One time from a start of the HUT to its end; its table ends with it.

    `start` and `ready` are None when the HUT ran before the trace began, `end` when it ran on
    after. `gone` says how it ended where the tester did not end it. `since` is when it was first
    seen, where the trace has an earlier incarnation and not the start of this one.
    """

    start: int | None
    ready: int | None
    end: int | None
    gone: str | None = None
    since: int | None = None

    @property
    def begin(self) -> int:
        """When it begins, in nanoseconds; 0 for one from before the trace."""
        return self.start or self.since or 0

    @property
    def ready_from(self) -> int:
        """When the HUT was ready; 0 where it was so before the trace."""
        return self.ready or 0

    @property
    def is_unsettled(self) -> bool:
        """Whether it is only a time before an incarnation was first seen, with a start in it or
        not.
        """
        return self.start is None and self.since is None and self.end is not None

    def covers(self, time: int) -> bool:
        """Whether the HUT ran at `time`."""
        return self.begin <= time and (self.end is None or time <= self.end)


class Incarnations:
    """The times that the HUT ran, in order."""

    def __init__(self, trace: Trace, setting: Setting, traffic: Traffic) -> None:
        self._setting = setting
        self._counted = counted(traffic.all_sent)
        self._each = tuple(
            _by_sequence_numbers(self._counted) if setting.external else _by_remarks(trace, setting)
        )

    def __iter__(self) -> Iterator[Incarnation]:
        return iter(self._each)

    def at(self, time: int) -> Incarnation | None:
        """The incarnation that the HUT was in at `time`."""
        return next((each for each in self._each if each.covers(time)), None)

    def surely_ran(self, start: int, end: int) -> bool:
        """Whether the HUT surely ran from `start` to `end`; its numbers tell it in a capture."""
        if not self._setting.external:
            return True
        incarnation = self.at(start)
        times = [
            count.time
            for count in self._counted
            if incarnation is not None and incarnation.covers(count.time)
        ]
        return bool(times) and times[0] <= start and end <= times[-1]


def _by_remarks(trace: Trace, setting: Setting) -> Iterator[Incarnation]:
    """The incarnations that the tester began and ended, or saw end."""
    current = None if trace.remarked(RemarkKind.STARTING) else Incarnation(None, None, None)
    for remark in trace.remarked():
        if remark.kind == RemarkKind.STARTING:
            current = Incarnation(remark.time, None, None)
        elif current is None:
            continue
        elif remark.kind == RemarkKind.READY:
            current = replace(current, ready=remark.time)
        elif remark.kind in _ENDS:
            gone = remark.kind == RemarkKind.GONE
            reason = str(remark.data.get("reason", "")) if gone else None
            ended = replace(current, end=remark.time, gone=reason)
            yield _ready_once_it_sends(ended, trace, setting)
            current = None
    if current is not None:
        yield _ready_once_it_sends(current, trace, setting)


def _ready_once_it_sends(incarnation: Incarnation, trace: Trace, setting: Setting) -> Incarnation:
    """A HUT that sends is ready, even before the tester has read its READY."""
    if incarnation.start is None:
        return incarnation
    sendings = [
        packet.time
        for packet in trace.packets
        if packet.datagram.source.address == setting.hut and incarnation.covers(packet.time)
    ]
    ready = [time for time in (incarnation.ready, *sendings) if time is not None]
    return replace(incarnation, ready=min(ready, default=None))


def _by_sequence_numbers(counts: tuple[Count, ...]) -> Iterator[Incarnation]:
    """The incarnations that an external capture shows: each begins its counter at random (5.1).

    What happened between two of them may belong to either, and so to none. Nor can be told
    whether what came before the first number belongs to it.
    """
    since = None
    if counts:
        since = counts[0].time
        yield Incarnation(None, None, since - 1)
    for before, count in pairwise(counts):
        if not count.follows(before):
            yield Incarnation(None, None, before.time, since=since)
            since = count.time
    yield Incarnation(None, None, None, since=since)
