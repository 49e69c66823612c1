"""By which timers a router works: what its messages carry, or else how often it speaks.

HSRP version 1 and VRRP version 2 carry whole seconds; a router that was told milliseconds rounds
them up, or says 0. What it really does then shows in the gaps between its messages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median_low

from mipconf.judge.routers.message import RouterMessage
from mipconf.protocol.durations import SECOND

_CLEARLY = 0.8
"""A gap so many times the hello time is no jitter: hellos come 0.8 to 1 hello times apart."""
_ABSURDLY = 0.5
"""A router that speaks twice as often as it says does not mean what it says."""
_HOLD_TO_HELLO = 10, 3
"""How HSRP's default times are to each other (RFC 2281, section 5.1)."""
_PRIORITIES = 256
_LONGEST_CARRIED = 255 * SECOND


def seconds(nanoseconds: int) -> str:
    """A time, for people: in seconds, to the millisecond."""
    return f"{nanoseconds / SECOND:.3f} s"


@dataclass(frozen=True, slots=True)
class RouterTimers:
    """The times of one router in a group, in nanoseconds.

    `hello_ns` is HSRP's hello time or VRRP's advertisement interval. `hold_ns` is HSRP's hold time,
    or three advertisement intervals: to them each backup adds the skew time of its own priority.
    `is_told`: its messages carry them; else they follow from the gaps between them, and `limit_ns`
    is the hold time that they carry, rounded up.
    """

    protocol: str
    hello_ns: int
    hold_ns: int
    is_told: bool = True
    limit_ns: int = 0

    def skew_ns(self, priority: int) -> int:
        """VRRP's skew time: (256 - priority) / 256 of an interval (RFC 9568, section 6.1).

        RFC 3768 has that of a second; where the interval is another, routers differ.
        """
        if self.protocol == "hsrp":
            return 0
        return (_PRIORITIES - priority) * self.hello_ns // _PRIORITIES

    def down_ns(self, priority: int) -> int:
        """How long after the last word of an active router one of this priority takes over."""
        return self.hold_ns + self.skew_ns(priority)

    @property
    def longest_ns(self) -> int:
        """How long a router of this group may be silent before any other counts it as gone."""
        return max(self.hold_ns, self.limit_ns) + self.skew_ns(0)


def timers_of(said: Sequence[RouterMessage]) -> RouterTimers:
    """The timers of the router that said all of this, which is at least one message."""
    protocol = said[0].protocol
    carried = _most(one.hello_ns for one in said if one.hello_ns)
    gap = _usual_gap(said)
    much_less = _CLEARLY if _rounds(said[0]) else _ABSURDLY
    is_told = carried is not None and (gap is None or gap >= much_less * carried)
    hello = carried if carried is not None and is_told else gap or SECOND
    if gap is not None and carried == _LONGEST_CARRIED:
        hello = max(hello, gap)  # It may be longer than an octet of seconds holds.
    hold = 3 * hello if protocol == "vrrp" else hello * _HOLD_TO_HELLO[0] // _HOLD_TO_HELLO[1]
    held = _most(one.hold_ns for one in said if one.hold_ns)
    if held is not None and is_told:
        hold = max(held, hold) if hello > (carried or 0) else held
    return RouterTimers(protocol, hello, hold, is_told, held or 0)


def slowest(timers: Iterable[RouterTimers]) -> RouterTimers:
    """Those by which nobody in a group is quicker; there must be one."""
    return max(timers, key=lambda each: (each.longest_ns, each.hello_ns))


def _rounds(said: RouterMessage) -> bool:
    """Whether its version carries whole seconds only."""
    return (said.protocol, said.version) in (("hsrp", 1), ("vrrp", 2))


def _usual_gap(said: Sequence[RouterMessage]) -> int | None:
    """The time between two hellos in one state, one after the other; None: there are no two.

    To each of several unicast peers a router says the same at the same time.
    """
    to_each: dict[str, list[RouterMessage]] = {}
    for one in said:
        to_each.setdefault(one.destination, []).append(one)
    gaps = [
        after.time - before.time
        for to_one in to_each.values()
        for before, after in pairwise(to_one)
        if before.opcode is after.opcode and before.state is after.state
    ]
    return median_low(gaps) if gaps else None


def _most(values: Iterable[int]) -> int | None:
    counted = Counter(values).most_common(1)
    return counted[0][0] if counted else None
