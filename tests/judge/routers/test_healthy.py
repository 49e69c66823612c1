"""No router of a healthy group fails, whatever it is configured with and wherever one looks."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from mipconf.check.inference import infer
from mipconf.fhrp.hsrp import HsrpSettings
from mipconf.fhrp.hsrp_speaker import HsrpSpeaker
from mipconf.fhrp.vrrp import VrrpSettings
from mipconf.fhrp.vrrp_speaker import VrrpSpeaker
from mipconf.judge.judge import judge
from mipconf.judge.verdict import Verdict
from mipconf.layers.vrrp import Checksum
from mipconf.protocol.durations import MILLISECOND
from mipconf.trace.trace import Packet, Trace

from .lan import DIALECTS, Group, Network, Router, vrrp_interval_0

BAD = (Verdict.FAIL, Verdict.ERROR)
TIMES = ((3000, 10000), (1000, 3000), (200, 700), (250, 3000), (1500, 5000))
"""Hello and hold times in ms; VRRP takes the first as its interval."""


@dataclass(frozen=True)
class Plan:
    """What the routers of a network are configured with, and what befalls them."""

    seed: int
    protocol: str
    version: int
    lans: int
    routers: int
    load_sharing: bool
    by_vlan: bool
    owner: bool
    unicast: bool
    dialect: int
    times: tuple[int, int]
    text: str
    pseudo_header: bool
    events: int
    loss: float
    unseen: float


plans = st.builds(
    Plan,
    seed=st.integers(0, 1 << 32),
    protocol=st.just(""),
    version=st.just(0),
    lans=st.integers(1, 3),
    routers=st.integers(2, 5),
    load_sharing=st.booleans(),
    by_vlan=st.booleans(),
    owner=st.booleans(),
    unicast=st.booleans(),
    dialect=st.integers(0, 3),
    times=st.sampled_from(TIMES),
    text=st.sampled_from(["cisco", "secret", ""]),
    pseudo_header=st.booleans(),
    events=st.integers(0, 12),
    loss=st.sampled_from([0.0, 0.0, 0.02, 0.1]),
    unseen=st.sampled_from([0.0, 0.0, 0.02]),
)
families = st.sampled_from([("hsrp", 1), ("hsrp", 2), ("vrrp", 2), ("vrrp", 3)])


def group(plan: Plan, lan: int, number: int, chance: random.Random) -> Group:
    """A group of a LAN: `number` is its own where they share the load."""
    subnet = f"10.0.{lan}"
    virtual_ip = f"{subnet}.{254 if number > 1 else 1}"
    dialects = DIALECTS[plan.protocol, plan.version]
    dialect = dialects[plan.dialect % len(dialects)]
    hello_ms, hold_ms = plan.times
    if dialect is vrrp_interval_0:
        hello_ms = 400
    preempt = chance.random() < 0.8
    routers = []
    for index in range(plan.routers):
        address = f"{subnet}.{2 + index}"
        priority = chance.choice([100, 100, 90 + 10 * index, 150 - 10 * index, 254])
        if plan.protocol == "hsrp":
            settings = HsrpSettings(
                address=address, version=plan.version, group=number, priority=priority,
                preempt=preempt, hello_ms=hello_ms, hold_ms=hold_ms, virtual_ip=virtual_ip,
                authentication=plan.text,
            )  # fmt: skip
            routers.append(Router(settings, HsrpSpeaker))
        else:
            form = Checksum.PSEUDO_HEADER if plan.pseudo_header else Checksum.MESSAGE
            is_owner = plan.owner and index == 0 and number == 1
            routers.append(
                Router(
                    VrrpSettings(
                        address=f"{subnet}.1" if is_owner else address, version=plan.version,
                        vrid=number, priority=255 if is_owner else priority, preempt=preempt,
                        advertisement_ms=hello_ms, virtual_ip=virtual_ip, checksum=form,
                    ),
                    VrrpSpeaker,
                )
            )  # fmt: skip
    vlans = (10 + lan,) if plan.by_vlan else ()
    # Another form than the plain one is over the message alone.
    unicast = plan.unicast and plan.protocol == "vrrp" and not plan.pseudo_header
    return Group(routers, dialect, unicast, vlans)


def network(plan: Plan) -> Network:
    """The network of a plan, after all that befell it."""
    chance = random.Random(plan.seed)
    numbers = (1, 2) if plan.load_sharing else (1,)
    groups = [group(plan, lan, number, chance) for lan in range(plan.lans) for number in numbers]
    net = Network(groups, chance, plan.loss)
    routers = [router for each in groups for router in each.routers]
    for router in routers:
        if chance.random() < 0.8:
            net.run(chance.randrange(2000))
            net.start(router)
    hold = plan.times[1]
    net.run(4 * hold)
    for _ in range(plan.events):
        router = chance.choice(routers)
        if router.speaker is None:
            net.start(router)
        else:
            net.stop(router, in_order=chance.random() < 0.5)
        net.run(chance.choice([50, hold // 3, hold, 4 * hold, 10 * hold]))
    net.run(10 * hold)
    return net


def captured(plan: Plan, sent: list[Packet]) -> list[Packet]:
    """What somebody has of it: from some moment on, with holes, without some datagrams."""
    chance = random.Random(plan.seed + 1)
    begin, end = sent[0].time, sent[-1].time + 1
    cut = chance.choice([begin, chance.randrange(begin, end)])
    holes = []
    for _ in range(chance.choice([0, 0, 1, 2])):
        at = chance.randrange(begin, end)
        holes.append((at, at + chance.choice([1, 5, 30, 200]) * plan.times[1] * MILLISECOND))
    return [
        packet
        for packet in sent
        if packet.time >= cut
        and chance.random() >= plan.unseen
        and not any(start <= packet.time < stop for start, stop in holes)
    ]


def failed(packets: list[Packet]) -> dict[str, list[str]]:
    """What each router is failed for."""
    trace = Trace(tuple(packets), ())
    found: dict[str, list[str]] = {}
    for one in infer(trace, None):
        for name, findings in judge(trace, one.setting).items():
            for finding in findings:
                if finding.verdict in BAD:
                    found.setdefault(one.setting.hut, []).append(f"{name}: {finding.reason}")
    return found


@settings(max_examples=60, deadline=None)
@given(plan=plans, family=families)
def test_no_router_of_a_healthy_group_fails(plan: Plan, family: tuple[str, int]) -> None:
    plan = replace(plan, protocol=family[0], version=family[1])
    net = network(plan)
    if net.sent:
        assert failed(captured(plan, net.sent)) == {}
