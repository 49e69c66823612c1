"""What a capture tells of its groups, and what is taken from elsewhere."""

from __future__ import annotations

import pytest

from mipconf.check.inference import Inferred, infer
from mipconf.codec import STANDARD
from mipconf.fhrp import hsrp_wire, vrrp_wire
from mipconf.net.host import VRRP, Datagram, Endpoint
from mipconf.profile.keys import FhrpKeys, Group, TimerKeys
from mipconf.profile.profile import Profile
from mipconf.protocol.fhrp_messages import HsrpMessage, Opcode, State, VrrpMessage
from mipconf.protocol.identification import from_time
from mipconf.protocol.messages import BindingUpdateAck, TableRequest
from mipconf.trace.trace import Packet, Trace

from ..ha.lab import GROUP_KEY, SECOND, START

P, Q, R = "10.0.0.3", "10.0.0.4", "10.0.0.5"
VIP = "10.0.0.1"


def asks(who: str, group: int = 7, to: str = "224.0.0.254", port: int = 434) -> Datagram:
    request = TableRequest(
        group=group, home_agent_id=who, sequence=1, identification=from_time(START)
    )
    payload = STANDARD.encode(request, GROUP_KEY)
    return Datagram(Endpoint(who, 434), Endpoint(to, port), payload)


def acknowledges(who: str, whom: str, port: int = 434) -> Datagram:
    ack = BindingUpdateAck(group=7, home_agent_id=who, sequence=1, identification=from_time(START))
    return Datagram(Endpoint(who, 434), Endpoint(whom, port), STANDARD.encode(ack, GROUP_KEY))


def hello(who: str, version: int = 2, hello_ms: int = 3000, priority: int = 100) -> Datagram:
    message = HsrpMessage(
        version=version,
        opcode=Opcode.HELLO,
        state=State.ACTIVE,
        hello_ms=hello_ms,
        hold_ms=10000,
        priority=priority,
        group=7,
        virtual_ip=VIP,
    )
    to = Endpoint({1: "224.0.0.2", 2: "224.0.0.102"}[version], 1985)
    return Datagram(Endpoint(who, 1985), to, hsrp_wire.encode(message), 1)


def advertises(who: str, version: int, priority: int = 100) -> Datagram:
    message = VrrpMessage(
        version=version, vrid=7, priority=priority, advertisement_ms=1000, addresses=(VIP,)
    )
    to = "224.0.0.18"
    payload = vrrp_wire.encode(message, who, to)
    return Datagram(Endpoint(who, 0, VRRP), Endpoint(to, 0, VRRP), payload, 255)


def inferred(
    *said: Datagram, profile: Profile | None = None, every_ms: int = 3000
) -> list[Inferred]:
    packets = [
        Packet(number, START + number * every_ms * SECOND // 1000, datagram)
        for number, datagram in enumerate(said, 1)
    ]
    return infer(Trace(tuple(packets), ()), profile)


@pytest.mark.parametrize(
    ("said", "groups"),
    [
        ([asks(P), asks(Q)], [(P, 7, 434, "224.0.0.254"), (Q, 7, 434, "224.0.0.254")]),
        ([asks(P), asks(Q, group=8)], [(P, 7, 434, "224.0.0.254"), (Q, 8, 434, "224.0.0.254")]),
        ([asks(P), asks(Q, port=5000)], [(P, 7, 434, "224.0.0.254"), (Q, 7, 5000, "224.0.0.254")]),
        (
            [asks(P), asks(Q, to="239.1.1.1")],
            [(P, 7, 434, "224.0.0.254"), (Q, 7, 434, "239.1.1.1")],
        ),
        (
            [asks(P), asks(R), asks(Q, to="239.1.1.1"), acknowledges(P, Q)],
            [(P, 7, 434, "224.0.0.254"), (R, 7, 434, "224.0.0.254"), (Q, 7, 434, "224.0.0.254")],
        ),
        ([asks(P), asks(P), acknowledges(P, Q, port=5434)], [(P, 7, 434, "224.0.0.254")]),
        ([acknowledges(P, Q)], [(P, 7, 434, "224.0.0.254")]),
        ([hello(P)], [(P, 7, 434, "224.0.0.254")]),
    ],
    ids=[
        "one group",
        "by number",
        "by port",
        "by address",
        "one that uses a wrong address among others",
        "a wrong port",
        "no multicast at all",
        "a router that is no Home Agent",
    ],
)
def test_groups(said: list[Datagram], groups: list[tuple[object, ...]]) -> None:
    found = [one.setting for one in inferred(*said)]
    assert [(s.hut, s.group.number, s.port, s.group.address) for s in found] == groups


@pytest.mark.parametrize(
    ("said", "every_ms", "fhrp"),
    [
        ([hello(P, priority=110)], 3000, ("hsrp", 2, 1985, 110, 3000, 10000)),
        ([hello(P, version=1)], 3000, ("hsrp", 1, 1985, 100, 3000, 10000)),
        ([hello(P, version=1, hello_ms=1000)] * 3, 150, ("hsrp", 1, 1985, 100, 150, 500)),
        ([hello(Q, hello_ms=500)], 500, ("hsrp", 2, 1985, 0, 500, 10000)),
        ([advertises(P, 3)], 1000, ("vrrp", 3, 1985, 100, 1000, 4000)),
        ([advertises(P, 2, priority=200)], 1000, ("vrrp", 2, 1985, 200, 1000, 4000)),
    ],
)
def test_the_fhrp(said: list[Datagram], every_ms: int, fhrp: tuple[object, ...]) -> None:
    setting = inferred(asks(P), asks(Q), *said, every_ms=every_ms)[0].setting
    assert setting.group.virtual_ip == VIP
    found = setting.fhrp
    assert fhrp == (
        found.protocol,
        found.version,
        found.port,
        found.priority,
        found.hello_ms,
        found.hold_ms,
    )
    assert not found.preempt


def test_without_a_profile_the_defaults_of_the_format_are_assumed_and_said() -> None:
    (one,) = inferred(asks(P))
    timers = one.setting.timers
    assert (timers.retransmit_ms, timers.reply_timeout_ms, timers.listen_ms) == (1000, 2000, 3000)
    assert one.setting.assumes_timers
    assert one.assumed == "no FHRP, the timers of docs/protocol.md#5-7, responder never"


def test_what_a_profile_states_counts_and_the_rest_is_inferred() -> None:
    profile = Profile(
        group=Group(number=7, address="239.1.1.1"),
        fhrp=FhrpKeys(hello_ms=400),
        timers=TimerKeys(retransmit_ms=400),
        responder="active",
    )
    setting = inferred(asks(P), asks(Q, group=8), hello(P), profile=profile)[0].setting
    assert (setting.group.address, setting.responder) == ("239.1.1.1", "active")
    assert (setting.fhrp.hello_ms, setting.fhrp.hold_ms) == (400, 500)
    assert (setting.timers.retransmit_ms, setting.assumes_timers) == (400, False)


def test_a_profile_that_states_a_group_is_of_no_other() -> None:
    profile = Profile(group=Group(number=8))
    found = inferred(asks(P), asks(Q, group=8), profile=profile)
    assert [one.setting.hut for one in found] == [Q]
