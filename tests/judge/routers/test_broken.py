"""A broken router fails in any group, and nobody else: each FHRP fault of the catalogue."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator

import pytest

from mipconf.check.inference import infer
from mipconf.faults.catalogue import catalogue
from mipconf.faults.fault import Fault
from mipconf.ha.agent import HomeAgent
from mipconf.judge.judge import judge
from mipconf.judge.verdict import Verdict
from mipconf.net.host import Datagram
from mipconf.profile.contract import FhrpConfig, HutConfig
from mipconf.trace.trace import Packet, Trace

from ...ha.lab import CONFIG
from ...ha.link import Link

ELECTION = {"24", "25", "40", "41"}
FAULTS = [
    fault
    for fault in catalogue().values()
    if fault.agent.__module__.endswith((".hsrp", ".vrrp")) and fault.trips & ELECTION
]
ADDRESSES = ("10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5", "10.0.0.6")


class Wire(Link):
    """Home Agents on a link where somebody captures all; some of them are of another make."""

    def __init__(self, configs: list[HutConfig], seed: int, broken: dict[str, type[HomeAgent]]):
        self.sent: list[Packet] = []
        self.broken = broken
        super().__init__(configs, seed)

    def start(self, item: HutConfig) -> HomeAgent:
        super().start(item)
        if item.ha_id in self.broken:
            chance = random.Random(self.random.getrandbits(32))
            self.agents[item.ha_id] = self.broken[item.ha_id](item, chance, self.now)
        return self.agents[item.ha_id]

    def _send(self, datagram: Datagram) -> None:
        self.sent.append(Packet(len(self.sent) + 1, self.now, datagram))
        super()._send(datagram)

    def register_everywhere(self, seconds: int) -> None:
        """Mobile nodes keep registering at all that run, so that these are seen to live."""
        for second in range(seconds):
            for index, name in enumerate(list(self.agents)):
                self.register(f"10.64.0.{second % 5 * 10 + index + 1}", at=name)
            self.run(1000)


def fhrp(fault: Fault, version: int, priority: int) -> FhrpConfig:
    """In whole seconds where a version carries nothing else."""
    if fault.fhrp == "vrrp":
        return FhrpConfig(protocol="vrrp", version=version, priority=priority, hello_ms=200)
    hello_ms, hold_ms = (2000, 6000) if version == 1 else (150, 500)
    return FhrpConfig(
        protocol="hsrp", version=version, priority=priority, hello_ms=hello_ms, hold_ms=hold_ms
    )


def eventful(fault: Fault, version: int, routers: int, rank: int) -> tuple[Wire, str]:
    """A group whose router of a rank (0: the best) is broken: it is alone, and then it is not."""
    configs = [
        CONFIG.model_copy(update={"ha_id": name, "fhrp": fhrp(fault, version, 200 - 20 * index)})
        for index, name in enumerate(ADDRESSES[:routers])
    ]
    broken = configs[rank].ha_id
    others = [item for item in configs if item.ha_id != broken]
    hold_s = configs[0].fhrp.hold_ns / 1e9
    wire = Wire(configs, 1, {broken: fault.agent})
    wire.register_everywhere(math.ceil(5 * hold_s) + 3)
    for item in others:
        wire.crash(item.ha_id)
        wire.register_everywhere(math.ceil(hold_s))
    wire.register_everywhere(math.ceil(12 * hold_s) + 3)
    for item in others:
        wire.start(item)
    wire.register_everywhere(math.ceil(12 * hold_s) + 4)
    return wire, broken


def failed(packets: list[Packet]) -> Iterator[tuple[str, str, str]]:
    trace = Trace(tuple(packets), ())
    for one in infer(trace, None):
        for name, findings in judge(trace, one.setting).items():
            for finding in findings:
                if finding.verdict in (Verdict.FAIL, Verdict.ERROR):
                    yield one.setting.hut, name, finding.reason


def versions(fault: Fault) -> tuple[int, int]:
    return (2, 3) if fault.fhrp == "vrrp" else (1, 2)


SEEN_BESIDE_BETTER = {
    "never-yields",
    "master-for-ever",
    "advertises-its-own-address",
    "advertises-another-router",
    "speaks-for-another-group",
    "waits-for-the-master-too-long",
    "never-advertises",
}
"""Faults that show only where a better router was there, before or after."""


@pytest.mark.parametrize("newer", [False, True], ids=["older version", "newer version"])
@pytest.mark.parametrize(("routers", "rank"), [(2, 1), (3, 0), (4, 1)])
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_broken_router_fails(fault: Fault, routers: int, rank: int, newer: bool) -> None:
    if fault.name in SEEN_BESIDE_BETTER:
        rank = 1
    if fault.name == "waits-for-the-master-too-long":
        routers = 2  # With others it waits while they are masters.
    wire, broken = eventful(fault, versions(fault)[newer], routers, rank)
    found = list(failed(wire.sent))
    assert {hut for hut, name, _ in found if name in ELECTION} == {broken}
    assert fault.trips & {name for _, name, _ in found}
