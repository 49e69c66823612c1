"""Who was active when: the messages of the group's FHRP (docs/claims.md, "States").

This is the place that knows the FHRP: other modules of the judge ask who said that they are active,
who wins against the HUT, and for how long it was heard.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from mipconf.judge.fhrp.announcement import Announcement, FhrpReading
from mipconf.judge.fhrp.hsrp_reading import HSRP
from mipconf.judge.fhrp.vrrp_reading import VRRP
from mipconf.judge.routers.group import groups_near
from mipconf.protocol.durations import MILLISECOND
from mipconf.protocol.fhrp_messages import Opcode, State
from mipconf.trace.remark import RemarkKind
from mipconf.trace.setting import Setting
from mipconf.trace.trace import Packet, Trace

_READINGS = {"hsrp": HSRP, "vrrp": VRRP}

HELLO_TIMES_OF_SILENCE = 2
"""A router that is silent for so many hello times says nothing (docs/claims.md, "States")."""


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
        self._reading = _READINGS.get(setting.fhrp.protocol)
        self.announcements = tuple(
            _told(trace, setting)
            if setting.external
            else _announcements(trace, self._reading, setting)
        )

    @property
    def reading(self) -> FhrpReading:
        """How the messages of the FHRP are read; there must be one."""
        assert self._reading is not None
        return self._reading

    def of_hut(self) -> list[Announcement]:
        """Those that the HUT sent."""
        return [a for a in self.announcements if a.source == self._setting.hut]

    def of_others(self) -> list[Announcement]:
        """Those that the HUT heard."""
        return [a for a in self.announcements if a.source != self._setting.hut]

    @cached_property
    def datagrams_of_hut(self) -> tuple[Packet, ...]:
        """All of the FHRP that the HUT sent, readable or not."""
        own = (self._setting.hut, self._setting.group.virtual_ip)
        return tuple(
            packet
            for packet in self._trace.packets
            if self._reading is not None
            and self._reading.carries(packet.datagram, self._setting)
            and packet.datagram.source.address in own
        )

    def hut_says_active(self, time: int) -> bool:
        """Whether the HUT's last word, if younger than the hold time, is that it is active."""
        last = self._recent_word(time)
        return last is not None and last.claims_active

    def hut_says_passive(self, time: int) -> bool:
        """Whether the HUT's last word, if so young, is a hello in a state other than active."""
        last = self._recent_word(time)
        return last is not None and last.opcode is Opcode.HELLO and last.claims_passive

    def _recent_word(self, time: int) -> Announcement | None:
        last = self.last_of_hut(self._born(time), time)
        return last if last is not None and time - last.time <= self._setting.hold_ns else None

    def _born(self, time: int) -> int:
        """The HUT's last start before `time`, as far as there was one: with it all began anew."""
        return max((start for start in self._starts if start <= time), default=0)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        remarks = self._trace.remarks
        return tuple(remark.time for remark in remarks if remark.kind == RemarkKind.STARTING)

    def last_of_hut(self, since: int, time: int) -> Announcement | None:
        """The HUT's last message from `since` to `time`."""
        found = [a for a in self.of_hut() if since <= a.time <= time]
        return found[-1] if found else None

    def hut_is_passive(self, since: int, time: int) -> bool:
        """Whether the HUT, in its incarnation since `since`, does not count as active at `time`.

        A router that becomes active says so at once (RFC 2281, section 5.7: CDFI/6; RFC 3768,
        section 6.4.2). Where passive routers are silent, silence shows that it is passive.
        """
        last = self.last_of_hut(since, time)
        if last is None or last.claims_passive:
            return True
        return not self.reading.passive_ones_speak and time - last.time > self.silence_ns

    @property
    def silence_ns(self) -> int:
        """How long nothing came from a router that is silent."""
        return HELLO_TIMES_OF_SILENCE * self._setting.fhrp.hello_ms * MILLISECOND

    def other_actives(self, time: int) -> frozenset[str]:
        """Who but the HUT is known to be active: an active hello younger than the hold time.

        "and nothing later from it says otherwise" (docs/protocol.md#5-7).
        """
        return frozenset(
            source
            for source, last in self._last_of_others(time).items()
            if last.claims_active and time - last.time <= self._setting.hold_ns
        )

    def tells_passive(self, source: str, time: int) -> bool:
        """Whether another member must be taken for passive, by what was heard.

        Its hello in state Standby or Speak shows it, if younger than the hold time; where passive
        routers are silent, its silence while a third is active.
        """
        if not self.reading.passive_ones_speak:
            actives = self.other_actives(time)
            return bool(actives) and source not in actives
        last = self._last_of_others(time).get(source)
        return (
            last is not None
            and last.opcode is Opcode.HELLO
            and last.state in (State.STANDBY, State.SPEAK)
            and time - last.time <= self._setting.hold_ns
        )

    def _last_of_others(self, time: int) -> dict[str, Announcement]:
        """The last message of each other member except coups, which say what will be.

        The HUT does not know what came before its start.
        """
        latest: dict[str, Announcement] = {}
        born = self._born(time)
        for announcement in self.of_others():
            if announcement.time > time:
                break
            if announcement.opcode is not Opcode.COUP and announcement.time >= born:
                latest[announcement.source] = announcement
        return latest

    def beats_hut(self, announcement: Announcement) -> bool:
        """Whether its sender wins: by priority, then by address.

        RFC 2281, section 5.1; RFC 3768, section 6.4.3.
        """
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


def _announcements(
    trace: Trace, reading: FhrpReading | None, setting: Setting
) -> list[Announcement]:
    if reading is None:
        return []
    found = (reading.read(packet, setting) for packet in trace.packets)
    return sorted((said for said in found if said is not None), key=lambda said: said.place)


def _told(trace: Trace, setting: Setting) -> list[Announcement]:
    """What the routers of the HUT's group say, by whatever timers and authentication."""
    spoken = (setting.fhrp.protocol, setting.fhrp.version, setting.fhrp_number)
    return [
        Announcement(
            said.frame,
            said.time,
            said.source,
            said.state,
            said.opcode,
            said.priority,
            next(iter(said.addresses), None),
        )
        for group in groups_near(setting.hut, trace.packets)
        if (group.protocol, group.version, group.number) == spoken
        and setting.fhrp_routers.issuperset(group.routers)
        for said in group.messages
        if not said.is_discarded or said.source == setting.hut
    ]
