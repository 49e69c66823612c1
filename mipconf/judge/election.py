"""Who was active when: the messages of the group's FHRP (claims.md, "States").

This is the place that knows HSRP: other modules of the judge ask who said that they are active,
who wins against the HUT, and for how long it was heard.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from mipconf.fhrp.messages import HsrpMessage, Opcode, State
from mipconf.fhrp.wire import decode
from mipconf.judge.setting import MILLISECOND, Setting
from mipconf.judge.trace import Packet, Trace

_LONGEST = 64
"""More octets than the fixed parts of either version have."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """One FHRP message of the group: where it stands, who sent it, and the state it tells of.

    `virtual_ip` is None where it is 0.0.0.0, or where the message is cut off before it.
    """

    frame: int
    time: int
    source: str
    state: State
    opcode: Opcode
    priority: int
    virtual_ip: str | None = None
    cut_off: bool = False

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands in time; the frames tell the order within one instant."""
        return self.time, self.frame

    @property
    def claims_active(self) -> bool:
        """Whether its sender says that it is active."""
        return self.opcode is Opcode.HELLO and self.state is State.ACTIVE

    @property
    def claims_passive(self) -> bool:
        """Whether its sender says that it is not active, or from now on no longer is."""
        return self.opcode is Opcode.RESIGN or (
            self.opcode is Opcode.HELLO and self.state is not State.ACTIVE
        )


@dataclass(frozen=True, slots=True)
class Run:
    """Announcements of one kind that came so close together that no hold time passed between."""

    announcements: tuple[Announcement, ...]

    @property
    def start(self) -> int:
        """When the first one came."""
        return self.announcements[0].time

    @property
    def end(self) -> int:
        """When the last one came."""
        return self.announcements[-1].time

    def covers(self, time: int, hold_ns: int) -> bool:
        """Whether what they say still held at `time`."""
        return self.start <= time < self.end + hold_ns


class Election:
    """The FHRP messages of a trace, in order of time."""

    def __init__(self, trace: Trace, setting: Setting) -> None:
        self._trace = trace
        self._setting = setting
        self.announcements = tuple(_announcements(trace, setting))

    def of_hut(self) -> list[Announcement]:
        """Those that the HUT sent."""
        return [a for a in self.announcements if a.source == self._setting.hut]

    def of_others(self) -> list[Announcement]:
        """Those that the HUT heard."""
        return [a for a in self.announcements if a.source != self._setting.hut]

    @cached_property
    def datagrams_of_hut(self) -> tuple[Packet, ...]:
        """All that the HUT sent to the FHRP's port, readable or not."""
        own = (self._setting.hut, self._setting.group.virtual_ip)
        return tuple(
            packet
            for packet in self._trace.packets
            if self._setting.fhrp.protocol == "hsrp"
            and packet.datagram.destination.port == self._setting.fhrp.port
            and packet.datagram.source.address in own
        )

    def hut_state(self, time: int) -> State | None:
        """The state that the HUT last told of, if that is younger than the hold time."""
        last = self.last_of_hut(0, time)
        if last is None or time - last.time > self._setting.hold_ns:
            return None
        return None if last.opcode is Opcode.RESIGN else last.state

    def last_of_hut(self, since: int, time: int) -> Announcement | None:
        """The HUT's last message from `since` to `time`."""
        found = [a for a in self.of_hut() if since <= a.time <= time]
        return found[-1] if found else None

    def hut_is_passive(self, since: int, time: int) -> bool:
        """Whether the HUT, in its life since `since`, does not count as active at `time`.

        Whoever becomes active says so at once (RFC 2281, section 5.7: CDFI/6).
        """
        last = self.last_of_hut(since, time)
        return last is None or last.claims_passive

    def other_actives(self, time: int) -> frozenset[str]:
        """Who but the HUT is known to be active: an active hello younger than the hold time.

        "and nothing later from it says otherwise" (wire-format.md, section 5.7).
        """
        return frozenset(
            source
            for source, last in self._last_of_others(time).items()
            if last.claims_active and time - last.time <= self._setting.hold_ns
        )

    def state_of(self, source: str, time: int) -> State | None:
        """The state that another member's last hello told of, if younger than the hold time."""
        last = self._last_of_others(time).get(source)
        if last is None or time - last.time > self._setting.hold_ns:
            return None
        return last.state if last.opcode is Opcode.HELLO else None

    def _last_of_others(self, time: int) -> dict[str, Announcement]:
        """The last message of each other member but for coups, which say what will be."""
        latest: dict[str, Announcement] = {}
        for announcement in self.of_others():
            if announcement.time > time:
                break
            if announcement.opcode is not Opcode.COUP:
                latest[announcement.source] = announcement
        return latest

    def beats_hut(self, announcement: Announcement) -> bool:
        """Whether its sender wins: by priority, then by address (RFC 2281, section 5.1)."""
        own = (self._setting.fhrp.priority, ipaddress.IPv4Address(self._setting.hut))
        return (announcement.priority, ipaddress.IPv4Address(announcement.source)) > own

    def hinders_hut(self, announcement: Announcement) -> bool:
        """Whether one who hears it may rightly wait: "an active or a better router" is there."""
        return announcement.opcode is not Opcode.RESIGN and (
            announcement.claims_active or self.beats_hut(announcement)
        )

    def better_active(self, announcement: Announcement) -> bool:
        """Whether a better router than the HUT says that it is active."""
        return announcement.claims_active and self.beats_hut(announcement)

    def better_standby(self, announcement: Announcement) -> bool:
        """Whether a better router than the HUT says that it is standby."""
        return (
            announcement.opcode is Opcode.HELLO
            and announcement.state is State.STANDBY
            and self.beats_hut(announcement)
        )

    def runs(self, condition: Callable[[Announcement], bool]) -> list[Run]:
        """The runs of those messages of others that meet the condition.

        A hold time without one ends a run; so does a slow host that lets nearly one pass. A resign
        ends it too: where two were active, as after a partition, a Standby that hears one of them
        resign becomes active for a moment (RFC 2281, section 5.7, event i).
        """
        slack = self._setting.tolerances.retransmit_slack_ms * MILLISECOND
        longest = max(self._setting.hold_ns - slack, self._setting.hold_ns // 2)
        runs: list[list[Announcement]] = [[]]
        for announcement in self.of_others():
            if announcement.opcode is Opcode.RESIGN:
                runs.append([])
            elif not condition(announcement):
                continue
            elif runs[-1] and announcement.time - runs[-1][-1].time > longest:
                runs.append([announcement])
            else:
                runs[-1].append(announcement)
        return [Run(tuple(run)) for run in runs if run]

    def virtual_ips(self, time: int) -> frozenset[str]:
        """What the group's virtual IP address can be to the HUT at `time`.

        Configured, or told by an active router; none while the HUT has nobody to learn it from.
        """
        if self._setting.group.virtual_ip is not None:
            return frozenset({self._setting.group.virtual_ip})
        return frozenset(
            announcement.virtual_ip
            for announcement in self.of_others()
            if announcement.time <= time
            and announcement.claims_active
            and announcement.virtual_ip is not None
        )


def first_after(announcements: Sequence[Announcement], time: int) -> Announcement | None:
    """The first of the announcements that came after `time`."""
    return next((a for a in announcements if a.time > time), None)


def _announcements(trace: Trace, setting: Setting) -> list[Announcement]:
    if setting.fhrp.protocol != "hsrp":
        return []
    return sorted(_read(trace, setting), key=lambda found: found.place)


def _read(trace: Trace, setting: Setting) -> Iterator[Announcement]:
    for packet in trace.packets:
        datagram = packet.datagram
        if datagram.destination.port != setting.fhrp.port or not datagram.destination.is_multicast:
            continue
        message = decode(datagram.payload, setting.fhrp.version)
        cut_off = message is None
        if message is None and datagram.source.address == setting.hut:
            message = _fragment(datagram.payload, setting.fhrp.version)
        if message is not None and message.group == setting.group.number:
            yield Announcement(
                packet.frame,
                packet.time,
                datagram.source.address,
                message.state,
                message.opcode,
                message.priority,
                message.virtual_ip,
                cut_off,
            )


def _fragment(payload: bytes, version: int) -> HsrpMessage | None:
    """What a message that is too short still tells of its sender's state.

    That it is not well-formed is the affair of claims 25 and 41 alone.
    """
    return decode(payload + bytes(_LONGEST - len(payload)), version) if payload else None
