"""Groups of routers on LANs in virtual time, made of the suite's own state machines.

What they send is captured somewhere on the LAN. A dialect changes what is on the wire as a vendor
does: a digest, a password, another checksum form, times that the version cannot carry.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from mipconf.fhrp.hsrp import HsrpSettings
from mipconf.fhrp.hsrp_speaker import HsrpSpeaker
from mipconf.fhrp.vrrp import VrrpSettings
from mipconf.fhrp.vrrp_speaker import VrrpSpeaker
from mipconf.layers.vrrp import compute_checksum
from mipconf.net.host import VRRP, Datagram, Endpoint
from mipconf.net.layering import Lan, Link
from mipconf.protocol.durations import MILLISECOND, SECOND
from mipconf.trace.trace import Packet

START = 1_795_467_600 * SECOND
_ON_THE_WAY = SECOND // 10_000
HSRP_PORT = 1985

Speaker = HsrpSpeaker | VrrpSpeaker
Settings = HsrpSettings | VrrpSettings
Dialect = Callable[[Datagram], Datagram]


# Dialects.


def plain(sent: Datagram) -> Datagram:
    return sent


def hsrp_digest(sent: Datagram) -> Datagram:
    """An MD5 TLV after what there is; no text."""
    address = bytes(map(int, sent.source.address.split(".")))
    tlv = bytes((4, 28, 1, 0, 0, 0)) + address + (7).to_bytes(4) + bytes(range(16))
    octets = sent.payload
    octets = octets[:8] + bytes(8) + octets[16:] if octets[0] == 0 else octets[:42]
    return replace(sent, payload=octets + tlv)


def hsrp_milliseconds(sent: Datagram) -> Datagram:
    """Version 1 says 0 where its timers are told in milliseconds."""
    octets = sent.payload
    return replace(sent, payload=octets[:3] + bytes(2) + octets[5:]) if octets[0] == 0 else sent


def hsrp_ttl(sent: Datagram) -> Datagram:
    return replace(sent, ttl=255)


def _summed(octets: bytes) -> bytes:
    blank = octets[:6] + bytes(2) + octets[8:]
    return blank[:6] + compute_checksum(blank).to_bytes(2) + blank[8:]


def vrrp_password(sent: Datagram) -> Datagram:
    """Version 2 with RFC 2338's password."""
    octets = sent.payload
    if octets[0] >> 4 != 2:
        return sent
    octets = octets[:4] + b"\x01" + octets[5:-8] + b"secret\0\0"
    return replace(sent, payload=_summed(octets))


def vrrp_digest(sent: Datagram) -> Datagram:
    """Version 2 with Cisco's digest, whose checksum nobody else computes."""
    octets = sent.payload
    if octets[0] >> 4 != 2:
        return sent
    tlv = bytes((254, 28, 1, 0, 0, 0, *map(int, sent.source.address.split(".")))) + bytes(20)
    return replace(sent, payload=octets[:4] + b"\xfe" + octets[5:] + tlv)


def vrrp_interval_0(sent: Datagram) -> Datagram:
    """Version 2 of an old daemon whose interval is below a second."""
    octets = sent.payload
    return replace(sent, payload=_summed(octets[:5] + b"\0" + octets[6:]))


def vrrp_more_octets(sent: Datagram) -> Datagram:
    """Octets after the last address, which the checksum covers."""
    return replace(sent, payload=_summed(sent.payload + bytes(8)))


DIALECTS: dict[tuple[str, int], tuple[Dialect, ...]] = {
    ("hsrp", 1): (plain, hsrp_digest, hsrp_milliseconds, hsrp_ttl),
    ("hsrp", 2): (plain, hsrp_digest, hsrp_ttl),
    ("vrrp", 2): (plain, vrrp_password, vrrp_digest, vrrp_interval_0),
    ("vrrp", 3): (plain, vrrp_more_octets),
}


# LANs.


@dataclass
class Router:
    """One router of a group: what it is configured with, and its state machine while it runs."""

    settings: Settings
    speaker_type: type[HsrpSpeaker] | type[VrrpSpeaker]
    deaf: bool = False
    speaker: Speaker | None = None

    @property
    def address(self) -> str:
        return self.settings.address

    def start(self, now: int, chance: random.Random) -> None:
        if issubclass(self.speaker_type, HsrpSpeaker):
            self.speaker = self.speaker_type(self.settings, HSRP_PORT, chance, now)  # type: ignore[arg-type]
        else:
            self.speaker = self.speaker_type(self.settings, now)  # type: ignore[arg-type]
        self.speaker.allow_active(now)


@dataclass
class Group:
    """Routers of one group, their dialect, and whether they speak to each other alone."""

    routers: Sequence[Router]
    dialect: Dialect = plain
    unicast: bool = False
    vlans: tuple[int, ...] = ()


@dataclass
class Network:
    """Groups on LANs. Each hears itself alone; `loss` is the share of datagrams that one misses."""

    groups: Sequence[Group]
    chance: random.Random
    loss: float = 0.0
    now: int = START
    sent: list[Packet] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._queue: list[tuple[int, int, Datagram, Router]] = []
        self._serial = count()

    def start(self, router: Router) -> None:
        router.start(self.now, self.chance)
        self._collect()

    def stop(self, router: Router, *, in_order: bool) -> None:
        if in_order and router.speaker is not None:
            router.speaker.stop(self.now)
            self._collect()
        router.speaker = None

    def run(self, milliseconds: int) -> None:
        end = self.now + milliseconds * MILLISECOND
        while True:
            self._collect()
            due = [r.speaker.deadline for g in self.groups for r in g.routers if r.speaker]
            times = [time for time in due if time is not None]
            times += [self._queue[0][0]] if self._queue else []
            if not times or min(times) > end:
                break
            self.now = max(self.now + 1, min(times))
            self._deliver()
            for group in self.groups:
                for router in group.routers:
                    if router.speaker is not None:
                        router.speaker.wake(self.now)
        self.now = end

    def _collect(self) -> None:
        for group in self.groups:
            for router in group.routers:
                for datagram in router.speaker.outgoing() if router.speaker else ():
                    self._send(group, router, datagram)

    def _send(self, group: Group, router: Router, datagram: Datagram) -> None:
        fellows = [other for other in group.routers if other is not router]
        shown = group.dialect(datagram)
        link = Link(Lan(None, group.vlans))
        for seen in _to_each(shown, fellows) if group.unicast else [shown]:
            self.sent.append(Packet(len(self.sent) + 1, self.now, seen, link))
        for other in fellows:
            if self.chance.random() >= self.loss:
                due = self.now + _ON_THE_WAY
                heapq.heappush(self._queue, (due, next(self._serial), datagram, other))

    def _deliver(self) -> None:
        while self._queue and self._queue[0][0] <= self.now:
            _, _, datagram, router = heapq.heappop(self._queue)
            if router.speaker is not None and not router.deaf:
                router.speaker.receive(datagram, self.now)
                self._collect()


def _to_each(datagram: Datagram, fellows: Sequence[Router]) -> list[Datagram]:
    """The same to each peer; of VRRP, whose checksum form the message alone has."""
    return [replace(datagram, destination=Endpoint(other.address, 0, VRRP)) for other in fellows]
