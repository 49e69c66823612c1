"""Who was active when: the messages of the group's FHRP (claims.md, "States")."""

from __future__ import annotations

from dataclasses import dataclass

from mipconf.fhrp.messages import Opcode, State
from mipconf.fhrp.wire import decode
from mipconf.judge.setting import Setting
from mipconf.judge.trace import Trace


@dataclass(frozen=True, slots=True)
class Announcement:
    """One FHRP message of the group: where it stands, who sent it, and the state it tells of."""

    frame: int
    time: int
    source: str
    state: State
    opcode: Opcode
    priority: int

    @property
    def claims_active(self) -> bool:
        """Whether its sender says that it is active."""
        return self.opcode is Opcode.HELLO and self.state is State.ACTIVE


class Election:
    """The FHRP messages of a trace, in order of time."""

    def __init__(self, trace: Trace, setting: Setting) -> None:
        self._setting = setting
        self.announcements = tuple(_announcements(trace, setting))

    def of_hut(self) -> list[Announcement]:
        """Those that the HUT sent."""
        return [a for a in self.announcements if a.source == self._setting.hut]

    def of_others(self) -> list[Announcement]:
        """Those that the HUT heard."""
        return [a for a in self.announcements if a.source != self._setting.hut]

    def hut_state(self, time: int) -> State | None:
        """The state that the HUT last told of, if that is younger than the hold time."""
        last = None
        for announcement in self.of_hut():
            if announcement.time > time:
                break
            last = announcement
        if last is None or time - last.time > self._setting.hold_ns:
            return None
        return last.state

    def other_actives(self, time: int) -> frozenset[str]:
        """Who but the HUT is known to be active: an active hello younger than the hold time.

        "and nothing later from it says otherwise" (wire-format.md, section 5.7).
        """
        latest: dict[str, Announcement] = {}
        for announcement in self.of_others():
            if announcement.time > time:
                break
            latest[announcement.source] = announcement
        return frozenset(
            source
            for source, announcement in latest.items()
            if announcement.claims_active and time - announcement.time <= self._setting.hold_ns
        )


def _announcements(trace: Trace, setting: Setting) -> list[Announcement]:
    if setting.fhrp.protocol != "hsrp":
        return []
    found = []
    for packet in trace.packets:
        datagram = packet.datagram
        if datagram.destination.port != setting.fhrp.port or not datagram.destination.is_multicast:
            continue
        message = decode(datagram.payload, setting.fhrp.version)
        if message is not None and message.group == setting.group.number:
            found.append(
                Announcement(
                    packet.frame,
                    packet.time,
                    datagram.source.address,
                    message.state,
                    message.opcode,
                    message.priority,
                )
            )
    return sorted(found, key=lambda announcement: (announcement.time, announcement.frame))
