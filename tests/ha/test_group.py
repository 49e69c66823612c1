"""Three Home Agents on one link in virtual time: they boot together, and their tables agree."""

from __future__ import annotations

import random

import pytest

from mipconf.net.host import Datagram
from mipconf.protocol.messages import RegistrationReply

from .lab import NO_FHRP, VIRTUAL_IP, config
from .link import NODE, A, B, C, Link, apart, booted, group


def codes_to_node(link: Link) -> list[int]:
    answers, link.to_node = link.to_node, []
    return [reply.code for _, reply in answers]


@pytest.mark.parametrize("responder", ["always", "active"])
def test_they_boot_together_and_converge(responder: str) -> None:
    """docs/claims.md: "a group whose HAs all start at once ends initialized"; one of them is
    active.
    """
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
    """docs/claims.md: the new active "refuses a replay of a registration that the old one accepted,
    and
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
    link.crash(C)
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
    """docs/claims.md: after less than 10 hold times "the tables become equal"."""
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
        between = datagram.source.address != NODE.address and datagram.destination.port == 434
        return between and chance.random() < 0.2

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
