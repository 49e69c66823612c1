"""Which HA of the group is active: without an FHRP, or by HSRP version 1 (RFC 2281) or 2."""

from __future__ import annotations

import math
import random
import struct
from collections.abc import Callable
from dataclasses import dataclass

NEVER = math.inf
HSRP_GROUPS = {1: "224.0.0.2", 2: "224.0.0.102"}

_LEARN, _LISTEN, _SPEAK, _STANDBY, _ACTIVE = range(2, 7)  # as version 2 numbers them
_HELLO, _COUP, _RESIGN = range(3)
_V1 = struct.Struct("!8B8s4s")
_V2 = struct.Struct("!4BH6s3I4s12x")
_AUTHENTICATION = b"cisco\0\0\0"
# RFC 2281 section 5.7: for each event, "actions/next state" in Learn, Listen, Speak, Standby and
# Active; behind | for a router that preempts. Gratuitous ARP (I) is left to the host.
_TRANSITIONS = {
    "c active timer": ("", "AB/4", "", "CDFI/6", ""),
    "d standby timer": ("", "B/4", "D/5", "", ""),
    "e hello timer": ("", "", "F", "F", "F"),
    "f higher Speak": ("", "", "B/3", "B/3", ""),
    "g higher Active": ("EAB/3", "EA", "EA", "EA", "AB/4"),
    "h lower Active": ("EAB/3", "A|BGFI/6", "A|BGFI/6", "A|BGFI/6", "G"),
    "i Resign": ("", "AB/4", "A", "CFI/6", ""),
    "j higher Coup": ("", "", "", "", "HAB/4"),
    "k higher Standby": ("", "B", "B/3", "B/3", "B"),
    "l lower Standby": ("", "B/4", "D/5", "", "B"),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """The group and this router's part in it, as hut-contract.md configures them."""

    ha_id: int
    group: int
    virtual_ip: int | None
    version: int = 0  # 0: no FHRP
    port: int = 0
    priority: int = 0
    preempt: bool = False
    hello: float = 1.0
    hold: float = NEVER


class Router:
    """A group without an FHRP: an initialized HA is active (wire-format.md 1)."""

    def __init__(self, settings: Settings, send: Callable[[bytes], None]) -> None:
        self.settings = settings
        self.virtual_ip = settings.virtual_ip
        self.active = False
        self.eligible = False  # to be active: the table is initialized (5.6)
        self.actives: dict[int, float] = {}  # routers that last said they are active, and when
        self._send = send

    def start(self, now: float) -> None:
        """Enter the protocol."""

    def receive(self, data: bytes, source: int, now: float) -> bool:
        """Take a datagram; whether it was a message of the group."""
        return False

    def tick(self, now: float) -> float:
        """Run the timers that ended; when the next one ends."""
        self.active = self.eligible
        return NEVER

    def stop(self) -> None:
        """Leave in good order: an active router resigns."""

    def knows_active(self, now: float, but: int) -> bool:
        """Whether an active router other than `but` is known (5.7)."""
        hold = self.settings.hold
        return any(now - said < hold for who, said in self.actives.items() if who != but)


class Hsrp(Router):
    """HSRP. A timer that ends in a state which has no use for it, or before the table is
    initialized, is not lost: it counts as soon as the state has."""

    def start(self, now: float) -> None:
        """Event a."""
        self._now = now
        self._state = _LEARN if self.virtual_ip is None else _LISTEN
        self._active_timer = self._standby_timer = now + self.settings.hold
        self._hello_timer = now + self.settings.hello

    def tick(self, now: float) -> float:
        """Events c, d and e."""
        self._now = now
        if self._standby_timer <= now:  # first, as d leads to the state that c is for
            self._event("d standby timer")
        if self._active_timer <= now:
            self._event("c active timer")
        if self._hello_timer <= now:
            self._restart_hello()
            self._event("e hello timer")
        timers = (self._standby_timer, self._active_timer, self._hello_timer)
        return min(timer for timer in timers if timer > now)

    def receive(self, data: bytes, source: int, now: float) -> bool:
        """Events f to l."""
        said = self._parse(data)
        if said is None:
            return False
        operation, state, priority, virtual_ip = said
        self._now = now
        higher = (priority, source) > (self.settings.priority, self.settings.ha_id)
        if operation == _RESIGN and source in self.actives:
            self._event("i Resign")
        elif operation == _COUP and higher:
            self._event("j higher Coup")
        elif operation == _HELLO and state == _ACTIVE:
            self.actives[source] = now
            if virtual_ip or self.virtual_ip:  # else there is nothing to learn
                self._event("g higher Active" if higher else "h lower Active", virtual_ip)
        elif operation == _HELLO and state == _STANDBY:
            self._event("k higher Standby" if higher else "l lower Standby")
        elif operation == _HELLO and state == _SPEAK and higher:
            self._event("f higher Speak")
        if operation == _RESIGN or (operation == _HELLO and state != _ACTIVE):
            self.actives.pop(source, None)
        return True

    def stop(self) -> None:
        """Event b."""
        if self.active:
            self._say(_RESIGN)

    def _event(self, event: str, virtual_ip: int = 0) -> None:
        cell, _, preempting = _TRANSITIONS[event][self._state - _LEARN].partition("|")
        if preempting and self.settings.preempt and self.eligible:
            cell = preempting
        actions, _, successor = cell.partition("/")
        if successor == "6" and not self.eligible:
            self._active_timer = min(self._active_timer, self._now)  # a Resign ends it, too
            return
        for action in "GH":  # said in the state that is left
            if action in actions:
                self._say(_COUP if action == "G" else _RESIGN)
        self._state = int(successor or self._state)
        self.active = self._state == _ACTIVE
        for action in actions:
            if action in "AC":
                self._active_timer = self._now + self.settings.hold if action == "A" else NEVER
            elif action in "BD":
                self._standby_timer = self._now + self.settings.hold if action == "B" else NEVER
            elif action == "E":
                self.virtual_ip = self.virtual_ip or virtual_ip
            elif action == "F":
                self._restart_hello()
                self._say(_HELLO)

    def _restart_hello(self) -> None:
        self._hello_timer = self._now + self.settings.hello * random.uniform(0.85, 1.15)

    def _say(self, operation: int) -> None:
        own, address = self.settings, (self.virtual_ip or 0).to_bytes(4)
        if own.version == 1:
            hello, hold = (min(max(1, math.ceil(time)), 255) for time in (own.hello, own.hold))
            state = 1 << self._state - 2
            head = struct.pack("!8B", 0, operation, state, hello, hold, own.priority, own.group, 0)
            self._send(head + _AUTHENTICATION + address)
            return
        sender = b"\x02\x00" + own.ha_id.to_bytes(4)
        head = struct.pack("!6BH6s", 1, 40, 2, operation, self._state, 4, own.group, sender)
        times = struct.pack("!3I", own.priority, round(own.hello * 1000), round(own.hold * 1000))
        self._send(head + times + address + bytes(12) + b"\x03\x08" + _AUTHENTICATION)

    def _parse(self, data: bytes) -> tuple[int, int, int, int] | None:
        """Operation, state, priority and virtual IP of a message of our group, or None."""
        if self.settings.version == 1:
            if len(data) < _V1.size:
                return None
            version, operation, code, _, _, priority, *rest = _V1.unpack_from(data)
            group, _, text, address = rest
            state = int(code).bit_length() + 1
            right = version == 0 and code in (0, 1, 2, 4, 8, 16)
        else:
            fields = _tlvs(data)
            if len(fields.get(1, b"")) != _V2.size:
                return None
            version, operation, state, family, group, _, priority, *rest = _V2.unpack(fields[1])
            address = rest[-1]
            text = fields.get(3, _AUTHENTICATION)
            right = version == 2 and family == 4 and state <= _ACTIVE
        right = right and operation <= _RESIGN and group == self.settings.group
        if not right or text != _AUTHENTICATION:
            return None
        return operation, state, priority, int.from_bytes(address)


def _tlvs(data: bytes) -> dict[int, bytes]:
    """The TLVs of a version 2 message, none if it is cut off."""
    found: dict[int, bytes] = {}
    while data:
        if len(data) < 2 or len(data) < 2 + data[1]:
            return {}
        found.setdefault(data[0], data[2 : 2 + data[1]])
        data = data[2 + data[1] :]
    return found
