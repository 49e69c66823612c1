"""Routers of different groups that are active for one virtual address of a LAN.

Each obeys its protocol within its own group. But one address has one group, one version of the
protocol and one active router: where there are two, somebody was configured otherwise.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mipconf.judge.finding import Dated, Finding
from mipconf.judge.routers.conduct import EQUAL_STIMULI, SPEAKS, YIELDS
from mipconf.judge.routers.group import RouterGroup
from mipconf.judge.routers.message import RouterMessage
from mipconf.judge.routers.timers import seconds, timers_of

_CLAUSE = "RFC 2281 5.1, RFC 9568 5.2.3: the number identifies the group that a message tells of"


_Support = tuple[bool, int]
"""Whether a number is that of the redundancy group, and how many routers speak for it."""


@dataclass(frozen=True, slots=True)
class Rival:
    """A router of another group that names an address of the own one, and its group."""

    group: RouterGroup
    router: str

    @property
    def said(self) -> tuple[RouterMessage, ...]:
        """What it says there."""
        return self.group.of(self.router)


def rivals_of(group: RouterGroup, router: str, groups: Sequence[RouterGroup]) -> Iterator[Rival]:
    """The rivals of a router on its own LAN; those that it shares a group with are none."""
    fellows = {name for other in groups if router in other.routers for name in other.routers}
    for other in groups:
        if other is group or other.lan != group.lan or group.addresses.isdisjoint(other.addresses):
            continue
        yield from (Rival(other, name) for name in other.routers if name not in fellows)


def keeps_to_its_group(
    group: RouterGroup, router: str, groups: Sequence[RouterGroup], number: int | None
) -> Iterator[Dated]:
    """Whether a router speaks for the group that the others of its virtual address have.

    `number` is that of the redundancy group whose Home Agents are among them, if one is: who is
    alone against it is wrong, and so is a minority. Of two routers nobody can say.
    """
    own = group.of(router)
    for rival in rivals_of(group, router, groups):
        mine, theirs = _support(group, rival.group, number)
        if mine == theirs:
            both = _both_active(own, rival.said)
            if both is not None:
                yield Dated(both[0].time, _unaware(group, rival, both))
        elif mine < theirs:
            yield Dated(own[0].time, _misled(group, own[0], rival))
            return


def _support(one: RouterGroup, other: RouterGroup, number: int | None) -> tuple[_Support, _Support]:
    """What speaks for each of two numbers; nothing where they are not all that differs."""
    if (one.protocol, one.version) != (other.protocol, other.version):
        return (False, 0), (False, 0)
    mine, theirs = ({*group.routers} for group in (one, other))
    return (one.number == number, len(mine - theirs)), (other.number == number, len(theirs - mine))


def _misled(group: RouterGroup, said: RouterMessage, rival: Rival) -> Finding:
    shared = ", ".join(sorted(group.addresses & rival.group.addresses))
    return Finding.missed(
        SPEAKS,
        (said.frame, rival.said[0].frame),
        f"{said.source} speaks for {_numbered(group)}, the other routers of {shared} for "
        f"{_numbered(rival.group)}",
        clause=_CLAUSE,
        expected=f"messages of {_numbered(rival.group)}",
        observed=f"messages of {_numbered(group)}",
    )


def _unaware(
    group: RouterGroup, rival: Rival, both: tuple[RouterMessage, RouterMessage]
) -> Finding:
    first, last = both
    return Finding.unclear(
        YIELDS,
        (first.frame, last.frame),
        f"{last.source} and {rival.router} were both active for {seconds(last.time - first.time)}: "
        f"{_difference(group, rival)}",
    )


def _difference(group: RouterGroup, rival: Rival) -> str:
    if group.protocol != rival.group.protocol:
        what = "the protocols differ"
    elif group.version != rival.group.version:
        what = "the versions differ"
    else:
        what = "the group numbers differ"
    return f"{what}: {rival.router} speaks {_spoken(rival.group)}, the other {_spoken(group)}"


def _both_active(
    own: Sequence[RouterMessage], theirs: Sequence[RouterMessage]
) -> tuple[RouterMessage, RouterMessage] | None:
    """The first and last active hello of `own` while the other is active too, for long enough."""
    patience = timers_of(theirs).longest_ns
    times = [said.time for said in theirs if said.claims_active]

    def is_beside(said: RouterMessage) -> bool:
        index = bisect_right(times, said.time)
        return index > 0 and said.time - times[index - 1] <= patience

    beside = [said for said in own if said.claims_active and is_beside(said)]
    return (beside[0], beside[-1]) if len(beside) > EQUAL_STIMULI else None


def _numbered(group: RouterGroup) -> str:
    return f"{'group' if group.protocol == 'hsrp' else 'VRID'} {group.number}"


def _spoken(group: RouterGroup) -> str:
    return f"{group.protocol.upper()} version {group.version} {_numbered(group)}"
