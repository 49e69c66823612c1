"""Holes in a capture: times in which nobody of a LAN was recorded, whoever spoke."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mipconf.judge.routers.group import RouterGroup
from mipconf.judge.routers.message import RouterMessage
from mipconf.judge.routers.timers import seconds, slowest, timers_of

_PATIENCE = 2
"""So many times the longest silence that a group's timers allow is none of its own."""


@dataclass(frozen=True, slots=True)
class Gap:
    """From the last message of a group before a hole to the first after it."""

    before: RouterMessage
    after: RouterMessage

    @property
    def ns(self) -> int:
        """How long it is."""
        return self.after.time - self.before.time

    @property
    def reason(self) -> str:
        """Why nothing can be said of that time."""
        return f"the capture has a gap: nobody of the group is in it for {seconds(self.ns)}"


def gaps_of(group: RouterGroup, times: Sequence[int]) -> tuple[Gap, ...]:
    """The holes in what was recorded of a group; `times` are all of its LAN's packets, in order.

    No group says nothing for so long while it has an active router, nor does everything else on
    the LAN fall silent with it.
    """
    longest = (
        _PATIENCE * slowest(timers_of(group.of(router)) for router in group.routers).longest_ns
    )
    return tuple(
        Gap(before, after)
        for before, after in pairwise(group.messages)
        if after.time - before.time > longest and _longest_silence(times, before, after) > longest
    )


def _longest_silence(times: Sequence[int], before: RouterMessage, after: RouterMessage) -> int:
    begin, end = bisect_left(times, before.time), bisect_left(times, after.time)
    return max(later - earlier for earlier, later in pairwise((*times[begin:end], after.time)))


def between(said: Iterable[RouterMessage], gaps: Sequence[Gap]) -> list[tuple[RouterMessage, ...]]:
    """Messages in order of time, those apart that a hole lies between."""
    ends = [gap.after.time for gap in gaps]
    parts: list[list[RouterMessage]] = [[] for _ in range(len(ends) + 1)]
    for one in said:
        parts[sum(end <= one.time for end in ends)].append(one)
    return [tuple(part) for part in parts if part]
