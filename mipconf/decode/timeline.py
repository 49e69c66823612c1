"""Who was the active router of a group, and when: `mipconf decode --follow group`.

Active is who says so: in HSRP by its state, in VRRP by any advertisement but one of priority 0. One
that says nothing for as long as others would wait for it is active no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from mipconf.decode.messages import Said
from mipconf.decode.speech import Protocol
from mipconf.decode.step import Step
from mipconf.protocol.durations import MILLISECOND, SECOND

Told = tuple[Said, dict[str, Any]]

_ACTIVE = "Active"
_RESIGN = "HSRP Resign"
_COUP = "HSRP Coup"
_MISSED = 3
"""Advertisement intervals that a master down interval is at least (RFC 3768, section 6.1)."""
_TOLERANCE = 20
"""By what part of it a time in a capture may be shorter than a router's timer."""
_DEFAULT_HOLD_MS = 10_000
"""Of HSRP (RFC 2281, section 5.1), also where milliseconds are not told in version 1."""


@dataclass(slots=True)
class _Router:
    """A router that is, or was, active: since when, and when it last said so, in which frame."""

    address: str
    since: int
    last: int
    frame: int
    hold: int
    ended_by: str = ""
    """How it ended, where it said so itself."""


@dataclass(slots=True)
class _Group:
    """A group of one number on one LAN."""

    name: str
    routers: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    active: dict[str, _Router] = field(default_factory=dict)
    latest: _Router | None = None
    """Who was active last, while nobody is."""
    durations: dict[str, int] = field(default_factory=dict)
    nobody: int = 0
    several: int = 0


class Timeline:
    """The timelines of all groups of routers, or of those of one number."""

    def __init__(self, number: int | None = None) -> None:
        self._number = number
        self._groups: dict[tuple[object, ...], list[_Group]] = {}

    def steps(self, told: Iterable[Told]) -> Iterator[Step]:
        """What happened, as it is heard."""
        for said, one in told:
            number = one.get("group")
            if said.protocol is Protocol.MOBILE_IP or number is None:
                continue
            if self._number in (None, number):
                group = self._group_of(said, one)
                for text in _heard(group, said, one):
                    yield Step(said.frame, said.time, text, group=group.name)

    def summary(self) -> Iterator[str]:
        """A line for each group: who was active for how long."""
        for group in (each for groups in self._groups.values() for each in groups):
            active = list(group.active.values())
            for router in active:
                _count(group, router)
            if len(active) > 1:
                end = sorted(router.last for router in active)[-2]
                group.several += max(0, end - max(router.since for router in active))
            times = [f"{who} {_seconds(time)}" for who, time in group.durations.items()]
            if not times:
                continue
            if group.nobody:
                times.append(f"nobody {_seconds(group.nobody)}")
            if group.several:
                times.append(f"several at once {_seconds(group.several)}")
            yield f"{group.name}: active: {', '.join(times)}"

    def _group_of(self, said: Said, one: dict[str, Any]) -> _Group:
        """The group that a message is of.

        Groups of one number are told apart by VLAN and tunnel, and by their addresses: routers of
        one share a virtual address, or the subnet that they are in.
        """
        lan, source = said.link.lan, said.datagram.source.address
        addresses = {each for each in one["virtual_addresses"] if each not in ("0.0.0.0", "::")}
        key = (said.protocol, one["group"], ":" in source, lan.vlans, lan.tunnels)
        groups = self._groups.setdefault(key, [])
        group = next(
            (
                each
                for each in groups
                if source in each.routers
                or addresses & each.addresses
                or _subnet(source) in map(_subnet, each.routers)
            ),
            None,
        )
        if group is None:
            where = f" on {lan}" if lan.vlans or lan.tunnels else ""
            virtual = f" ({min(addresses)})" if addresses else ""
            group = _Group(f"{said.protocol} {one['group']}{virtual}{where}")
            groups.append(group)
        group.routers.add(source)
        group.addresses |= addresses
        return group


def _heard(group: _Group, said: Said, one: dict[str, Any]) -> Iterator[str]:
    """What a message of a router says of who is active."""
    who, now = said.datagram.source.address, said.time
    yield from _expire(group, who, now)
    is_hsrp = said.protocol is Protocol.HSRP
    resigns = one["message"] == _RESIGN if is_hsrp else one["priority"] == 0
    is_active = not resigns and (one["state"] == _ACTIVE if is_hsrp else True)
    known = group.active.get(who)
    if one["message"] == _COUP:
        yield f"{who} takes over by a coup, priority {one['priority']}"
    if is_active:
        hold = _hold(one, is_hsrp=is_hsrp)
        if known is not None:
            if now - known.last > known.hold:
                silence = _seconds(now - known.last)
                yield f"{who} is heard again, {silence} after frame {known.frame}"
            known.last, known.frame, known.hold = now, said.frame, hold
            return
        yield _begins(group, who, now, one["priority"])
        group.active[who] = _Router(who, now, now, said.frame, hold)
        group.latest = None
    elif known is not None:
        known.last = now
        known.ended_by = "it resigned" if resigns else "it yielded"
        yield f"{who} resigns" if resigns else f"{who} is active no more: {one['state']}"
        yield from _ends(group, known, now)


def _begins(group: _Group, who: str, now: int, priority: int) -> str:
    """Somebody becomes active: first of all, after another, or beside one."""
    if group.active:
        others = ", ".join(f"{r.address} (frame {r.frame})" for r in group.active.values())
        return f"{who} is active, priority {priority}, while {others} is too"
    before = group.latest
    if before is None:
        return f"{who} is active, priority {priority}"
    gap = now - before.last
    group.nobody += gap
    what = before.ended_by or f"the last of {before.address} (frame {before.frame})"
    if before.address == who:
        return f"{who} is active again, priority {priority}, {_seconds(gap)} after {what}"
    return (
        f"{who} takes over from {before.address}, priority {priority}, {_seconds(gap)} after {what}"
    )


def _expire(group: _Group, speaker: str, now: int) -> Iterator[str]:
    """End those that have said nothing for too long."""
    for router in list(group.active.values()):
        silence = now - router.last
        if router.address != speaker and silence > router.hold - router.hold // _TOLERANCE:
            if len(group.active) > 1:
                yield f"{router.address} has yielded: it says no more since frame {router.frame}"
            yield from _ends(group, router, router.last)


def _ends(group: _Group, router: _Router, when: int) -> Iterator[str]:
    del group.active[router.address]
    _count(group, router)
    others = [other for other in group.active.values() if other.since <= when]
    if others:
        both = when - max(router.since, min(other.since for other in others))
        group.several += both
        yield f"{router.address} and {others[0].address} were both active for {_seconds(both)}"
    elif not group.active:
        group.latest = router


def _count(group: _Group, router: _Router) -> None:
    time = router.last - router.since
    group.durations[router.address] = group.durations.get(router.address, 0) + time


def _hold(one: dict[str, Any], *, is_hsrp: bool) -> int:
    """After how long its silence means that a router is active no more, in nanoseconds."""
    if is_hsrp:
        return (one["hold_ms"] or _DEFAULT_HOLD_MS) * MILLISECOND
    return (one["hello_ms"] or 1000) * _MISSED * MILLISECOND


def _subnet(address: str) -> str:
    """The likely subnet of a router: /24, or /64 in IPv6."""
    if ":" in address:
        return ":".join(address.split(":")[:4])
    return address.rpartition(".")[0]


def _seconds(time: int) -> str:
    return f"{time / SECOND:.3f} s"
