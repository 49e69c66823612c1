"""Two actives: who should have yielded, or what keeps the two from hearing each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest

from mipconf.check.inference import infer
from mipconf.fhrp import hsrp_wire, vrrp_wire
from mipconf.judge.judge import judge
from mipconf.judge.routers.group import groups_of, said_by_routers
from mipconf.judge.routers.observations import observations
from mipconf.judge.verdict import Verdict
from mipconf.layers.vrrp import Checksum
from mipconf.net.host import UDP, VRRP, Datagram, Endpoint
from mipconf.net.layering import Lan, Link
from mipconf.protocol.durations import MILLISECOND, SECOND
from mipconf.protocol.fhrp_messages import HsrpMessage, Opcode, State, VrrpMessage
from mipconf.trace.trace import Packet, Trace

from .lan import START

A, B, C = "192.0.2.2", "192.0.2.3", "192.0.2.4"
VIP = "192.0.2.1"


@dataclass(frozen=True)
class Speaks:
    """A router that says the same again and again, from one second to another."""

    who: str
    priority: int
    protocol: str = "vrrp"
    version: int = 3
    number: int = 1
    every_ms: int = 1000
    interval_ms: int = 1000
    hold_ms: int = 10000
    begin: float = 0.0
    end: float = 60.0
    state: State = State.ACTIVE
    text: str = "cisco"
    virtual_ip: str = VIP
    checksum: Checksum = Checksum.MESSAGE
    vlan: int = 0
    ttl: int | None = None
    peer: str = ""

    def packets(self) -> Iterator[tuple[int, Datagram, Link]]:
        time = START + round(self.begin * SECOND)
        link = Link(Lan(None, (self.vlan,) if self.vlan else ()))
        while time < START + round(self.end * SECOND):
            yield time, self._datagram(), link
            time += self.every_ms * MILLISECOND

    def _datagram(self) -> Datagram:
        if self.protocol == "vrrp":
            to = self.peer or "224.0.0.18"
            message = VrrpMessage(
                version=self.version, vrid=self.number, priority=self.priority,
                advertisement_ms=self.interval_ms, addresses=(self.virtual_ip,),
            )  # fmt: skip
            octets = vrrp_wire.encode(message, self.who, to, self.checksum)
            ends = Endpoint(self.who, 0, VRRP), Endpoint(to, 0, VRRP)
            return Datagram(*ends, octets, 255 if self.ttl is None else self.ttl)
        message_ = HsrpMessage(
            version=self.version, opcode=Opcode.HELLO, state=self.state,
            hello_ms=self.interval_ms, hold_ms=self.hold_ms, priority=self.priority,
            group=self.number, virtual_ip=self.virtual_ip, authentication=self.text,
        )  # fmt: skip
        to = {1: "224.0.0.2", 2: "224.0.0.102"}[self.version]
        ends = Endpoint(self.who, 1985, UDP), Endpoint(to, 1985, UDP)
        return Datagram(*ends, hsrp_wire.encode(message_), 1 if self.ttl is None else self.ttl)


def trace(*routers: Speaks) -> Trace:
    said = sorted((p for r in routers for p in r.packets()), key=lambda item: item[0])
    return Trace(tuple(Packet(n, *packet) for n, packet in enumerate(said, 1)), ())


HSRP = Speaks(A, 110, "hsrp", 1, every_ms=3000, interval_ms=3000)
VRRP_3 = Speaks(A, 110)
VRRP_2 = replace(VRRP_3, version=2)


@dataclass(frozen=True)
class Case:
    """Routers, whom claim 24 fails or cannot judge, and what is said of it."""

    name: str
    routers: tuple[Speaks, ...]
    failed: frozenset[str] = frozenset()
    unclear: frozenset[str] = frozenset()
    said: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        return self.name


def beside(first: Speaks, **changes: object) -> tuple[Speaks, ...]:
    """A router, and a worse one that differs in this."""
    worse = replace(first, who=B, priority=100, begin=0.4)
    return first, replace(worse, **changes)  # type: ignore[arg-type]


CASES = (
    Case("HSRP", beside(HSRP), frozenset({B}), said=("one-way traffic",)),
    Case("VRRP", beside(VRRP_3), frozenset({B}), said=("both active for",)),
    Case(
        "VRRP, and it yields in the end",
        beside(VRRP_3, end=40.0),
        frozenset({B}),
        said=("both active for 38.400 s",),
    ),
    Case(
        "VRRP, and a new one later",
        (*beside(VRRP_3, end=20.0), replace(VRRP_3, who=C, priority=90, begin=64.0, end=80.0)),
        frozenset({B}),
    ),
    Case("VRRP, by address", (VRRP_3, replace(VRRP_3, who=B, begin=0.4)), frozenset({A})),
    Case(
        "other password",
        beside(HSRP, text="secret"),
        unclear=frozenset({B}),
        said=("at 192.0.2.2: text 'cisco'; at 192.0.2.3: text 'secret'", "authentication differs"),
    ),
    Case(
        "other checksum form",
        beside(VRRP_3, checksum=Checksum.PSEUDO_HEADER),
        unclear=frozenset({B}),
        said=("checksum forms differ", "at 192.0.2.3: the pseudo-header and the message"),
    ),
    Case(
        "other version of VRRP",
        beside(VRRP_3, version=2),
        unclear=frozenset({A, B}),
        said=("the versions differ",),
    ),
    Case(
        "other version of HSRP",
        beside(HSRP, version=2),
        unclear=frozenset({A, B}),
        said=("the versions differ",),
    ),
    Case(
        "other interval",
        beside(VRRP_2, interval_ms=2000, every_ms=2000),
        unclear=frozenset({B}),
        said=("the timers differ",),
    ),
    Case(
        "other VLAN",
        beside(replace(VRRP_3, vlan=10), vlan=20),
        said=("192.0.2.1 has an active router on VLAN 10 and on VLAN 20",),
    ),
    Case(
        "other number, two routers",
        beside(VRRP_3, number=2),
        unclear=frozenset({A, B}),
        said=("the group numbers differ",),
    ),
    Case(
        "other number, the majority is right",
        (*beside(replace(VRRP_3, end=30.0), number=2, end=60.0), replace(VRRP_3, who=C, begin=34)),
        frozenset({B}),
        said=("192.0.2.3 speaks for VRID 2, the other routers of 192.0.2.1 for VRID 1",),
    ),
    Case(
        "unicast to somebody else",
        beside(replace(VRRP_3, peer=C)),
        unclear=frozenset({B}),
        said=("unicast peers",),
    ),
    Case(
        "other virtual address of one subnet",
        beside(VRRP_3, virtual_ip="192.0.2.9"),
        said=("if these are one LAN, the virtual addresses differ",),
    ),
    Case(
        "a standby router that stays one",
        (
            replace(HSRP, end=20.0),
            replace(HSRP, who=B, priority=100, state=State.STANDBY, begin=0.4, end=120.0),
        ),
        frozenset({B}),
        said=("stayed Standby",),
    ),
    Case(
        "too early",
        (replace(VRRP_2, end=19.5), replace(VRRP_2, who=B, priority=100, begin=22.0)),
        said=("192.0.2.3 took over 3.000 s after", "RFC 3768 computes 3.609 s"),
    ),
    Case(
        "as computed",
        (replace(VRRP_3, end=19.5), replace(VRRP_3, who=B, priority=100, begin=22.609)),
        said=("192.0.2.3 took over 3.609 s after", "RFC 9568 computes 3.609 s"),
    ),
    Case(
        "after a resign",
        (
            replace(VRRP_3, end=19.5),
            replace(VRRP_3, priority=0, begin=19.5, end=20.0),
            replace(VRRP_3, who=B, priority=100, begin=20.109),
        ),
        said=("took over 0.609 s after the last advertisement of priority 0", "the skew time"),
    ),
    Case("any TTL of HSRP", (replace(HSRP, ttl=2),), said=("TTL 2, not 1",)),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_what_is_wrong_is_seen_and_named(case: Case) -> None:
    heard = trace(*case.routers)
    by_verdict: dict[Verdict, set[str]] = {}
    words = list(
        observations(
            tuple(said_by_routers(heard.packets)), groups_of(said_by_routers(heard.packets))
        )
    )
    for one in infer(heard, None):
        for finding in judge(heard, one.setting)["24"]:
            by_verdict.setdefault(finding.verdict, set()).add(one.setting.hut)
            words.append(finding.reason)
    assert by_verdict.get(Verdict.FAIL, set()) == case.failed
    assert by_verdict.get(Verdict.INCONCLUSIVE, set()) == case.unclear
    text = "\n".join(words)
    assert [said for said in case.said if said not in text] == []
