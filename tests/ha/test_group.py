"""Three Home Agents on one link in virtual time: they boot together, and their tables agree."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import count

import pytest

from mipconf.codec import STANDARD
from mipconf.contract import HutConfig
from mipconf.ha.agent import HomeAgent
from mipconf.identification import from_time
from mipconf.messages import Binding, RegistrationReply, RegistrationRequest
from mipconf.net.host import Datagram, Endpoint

from .lab import CARE_OF, KEYS, MN_KEY, MS, NO_FHRP, SECOND, START, VIRTUAL_IP, WITH_HSRP, config

A, B, C = "10.0.0.2", "10.0.0.3", "10.0.0.4"
NODE = Endpoint(CARE_OF, 5434)

Loss = Callable[[Datagram, str], bool]
"""Whether a datagram is lost on its way to a receiver."""


class Link:
    """Home Agents and a mobile node joined by a queue of datagrams, each 0.1 ms on its way."""

    def __init__(self, configs: Iterable[HutConfig], seed: int = 1) -> None:
        self.now = START
        self.random = random.Random(seed)
        self.loses: Loss = lambda datagram, receiver: False
        self.to_node: list[tuple[str, RegistrationReply]] = []
        self._queue: list[tuple[int, int, Datagram, str]] = []
        self._serial = count()
        self.agents: dict[str, HomeAgent] = {}
        for item in configs:
            self.start(item)

    def start(self, item: HutConfig) -> HomeAgent:
        chance = random.Random(self.random.getrandbits(32))
        self.agents[item.ha_id] = agent = HomeAgent(item, chance, self.now)
        return agent

    def run(self, milliseconds: float) -> None:
        end = self.now + round(milliseconds * MS)
        while True:
            self._collect()
            times = [agent.deadline for agent in self.agents.values()]
            due = [time for time in times if time is not None]
            due += [self._queue[0][0]] if self._queue else []
            if not due or min(due) > end:
                break
            self.now = max(self.now, min(due))
            self._deliver()
            for agent in self.agents.values():
                agent.wake(self.now)
        self.now = end

    def register(self, home_address: str, at: str, lifetime: int = 300) -> None:
        request = RegistrationRequest(
            flags=0, lifetime=lifetime, home_address=home_address, home_agent=at,
            care_of_address=CARE_OF, identification=from_time(self.now),
        )  # fmt: skip
        self._send(Datagram(NODE, Endpoint(at, 434), STANDARD.encode(request, MN_KEY)))

    def tables(self) -> dict[str, dict[str, Binding]]:
        """What each holds, but for lifetimes."""
        return {
            name: {
                item.home_address: replace(item, lifetime_remaining=0)
                for item in agent.bindings(self.now)
            }
            for name, agent in self.agents.items()
        }

    def active(self) -> list[str]:
        return [name for name, agent in self.agents.items() if agent.is_active]

    def _collect(self) -> None:
        for agent in self.agents.values():
            for datagram in agent.outgoing():
                self._send(datagram)

    def _send(self, datagram: Datagram) -> None:
        if datagram.destination == NODE:
            message = STANDARD.decode(datagram.payload, KEYS).message
            assert isinstance(message, RegistrationReply)
            self.to_node.append((datagram.source.address, message))
            return
        for name in self.agents:
            if name != datagram.source.address and not self.loses(datagram, name):
                due = self.now + SECOND // 10_000
                heapq.heappush(self._queue, (due, next(self._serial), datagram, name))

    def _deliver(self) -> None:
        while self._queue and self._queue[0][0] <= self.now:
            _, _, datagram, name = heapq.heappop(self._queue)
            agent = self.agents.get(name)
            if agent is not None and datagram.destination in agent.endpoints:
                agent.receive(datagram, self.now)


def group(*names: str, **changes: object) -> list[HutConfig]:
    return [
        config(ha_id=name, fhrp=WITH_HSRP.model_copy(update={"priority": 100 + index}), **changes)
        for index, name in enumerate(names)
    ]


def booted(*names: str, **changes: object) -> Link:
    link = Link(group(*names, **changes))
    link.run(5000)
    return link


def apart(*side: str) -> Loss:
    """A partition: this side and the other don't hear each other; the mobile node hears both."""

    def loses(datagram: Datagram, receiver: str) -> bool:
        sender = datagram.source.address
        return sender != NODE.address and (sender in side) != (receiver in side)

    return loses


def codes_to_node(link: Link) -> list[int]:
    answers, link.to_node = link.to_node, []
    return [reply.code for _, reply in answers]


@pytest.mark.parametrize("responder", ["always", "active"])
def test_they_boot_together_and_converge(responder: str) -> None:
    """claims.md: "a group whose HAs all start at once ends initialized"; one of them is active."""
    link = booted(A, B, C, responder=responder)
    assert all(agent.initialized for agent in link.agents.values())
    assert link.active() == [C]
    link.register("10.64.0.1", at=VIRTUAL_IP)
    link.register("10.64.0.2", at=A)
    link.run(500)
    tables = link.tables()
    assert tables[A] == tables[B] == tables[C]
    assert {home: item.home_agent for home, item in tables[B].items()} == {
        "10.64.0.1": C,
        "10.64.0.2": A,
    }
    assert {agent.counters["FailedBUs"] for agent in link.agents.values()} == {0}


def test_without_an_fhrp_too() -> None:
    """5.3: by configuration alone."""
    link = Link([config(ha_id=A, fhrp=NO_FHRP, peers=(B,)), config(ha_id=B, fhrp=NO_FHRP)])
    link.run(3000)
    link.register("10.64.0.1", at=B)
    link.run(500)
    tables = link.tables()
    assert tables[A] == tables[B] != {}


@pytest.mark.parametrize("in_good_order", [True, False])
def test_a_switch_over(in_good_order: bool) -> None:
    """claims.md: the new active "refuses a replay of a registration that the old one accepted, and
    accepts a newer one".
    """
    link = booted(A, B, C)
    link.register("10.64.0.1", at=VIRTUAL_IP)
    accepted = link.now
    link.run(500)
    assert codes_to_node(link) == [0]
    if in_good_order:
        link.agents[C].stop(link.now)
        link.run(50)
    del link.agents[C]
    link.run(50 if in_good_order else 1600)
    assert link.active() == [B]
    now, link.now = link.now, accepted
    link.register("10.64.0.1", at=VIRTUAL_IP)  # the very same datagram again
    link.now = now
    link.run(10)
    assert codes_to_node(link) == [133]
    link.register("10.64.0.1", at=VIRTUAL_IP)
    link.run(10)
    assert codes_to_node(link) == [0]


def test_a_crashed_one_comes_back_and_joins() -> None:
    """5.6; the joiner has all, with lifetimes that were rounded up but have not grown."""
    link = booted(A, B)
    for number in range(100):
        link.register(f"10.64.0.{number}", at=A)
    link.run(10_000)
    link.start(group(A, B, C)[2])
    link.run(1000)
    joiner = link.agents[C]
    assert joiner.initialized
    assert link.tables()[C] == link.tables()[A]
    assert {item.lifetime_remaining for item in joiner.bindings(link.now)} == {290}
    link.run(2000)
    assert link.active() == [C]


def test_a_partition_heals() -> None:
    """claims.md: "after a partition of less than 10 hold times heals the tables become equal"."""
    link = booted(A, B, C)
    link.register("10.64.0.1", at=A)
    link.register("10.64.0.2", at=A)
    link.run(500)
    link.loses = apart(A)
    link.run(500)
    link.register("10.64.0.1", at=A, lifetime=0)
    link.register("10.64.0.2", at=B)
    link.register("10.64.0.3", at=A)
    link.register("10.64.0.4", at=C)
    link.run(3000)
    assert link.active() == [A, C]
    tables = link.tables()
    assert set(tables[A]) == {"10.64.0.2", "10.64.0.3"}
    assert set(tables[C]) == {"10.64.0.1", "10.64.0.2", "10.64.0.4"}
    link.loses = lambda datagram, receiver: False
    link.run(1500)
    assert link.active() == [C]
    tables = link.tables()
    assert tables[A] == tables[B] == tables[C]
    assert set(tables[A]) == {"10.64.0.2", "10.64.0.3", "10.64.0.4"}
    assert tables[A]["10.64.0.2"].home_agent == B


@pytest.mark.parametrize("seed", range(5))
def test_a_lossy_link(seed: int) -> None:
    """5.4 and 5.6 together: what a fifth of loss left behind is made good when it ends."""
    link = Link(group(A, B, C), seed)
    link.run(5000)
    chance = random.Random(seed)

    def lossy(datagram: Datagram, receiver: str) -> bool:
        return datagram.destination.port == 434 and chance.random() < 0.2

    link.loses = lossy
    for number in range(200):
        link.register(f"10.64.0.{number % 50}", at=chance.choice([A, B, C]))
        link.run(chance.randrange(40))
    link.run(1000)
    link.loses = lambda datagram, receiver: False
    for number, name in enumerate(link.agents):
        link.register(f"10.64.1.{number}", at=name)
    link.run(2000)
    tables = link.tables()
    assert tables[A] == tables[B] == tables[C]
    assert len(tables[A]) == 53


def test_two_runs_of_one_seed_are_the_same() -> None:
    def run() -> list[tuple[str, RegistrationReply]]:
        link = booted(A, B, C)
        for number in range(20):
            link.register(f"10.64.0.{number}", at=VIRTUAL_IP)
            link.run(37)
        return link.to_node

    assert run() == run()
