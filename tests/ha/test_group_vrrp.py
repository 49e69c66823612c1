"""Home Agents that speak VRRP, on one link: who is master, and what becomes of the bindings."""

from __future__ import annotations

import pytest

from mipconf.fhrp import vrrp_wire
from mipconf.net.host import VRRP
from mipconf.profile.contract import FhrpConfig, HutConfig

from .lab import VIRTUAL_IP, config
from .link import A, B, C, Link, apart

INTERVAL = 150  # ms
DOWN = 3 * INTERVAL + INTERVAL * 156 / 256  # of priority 100; a little less of a higher one

VERSIONS = pytest.mark.parametrize("version", [2, 3])


def agent(name: str, version: int, priority: int = 100, preempt: bool = True) -> HutConfig:
    fhrp = FhrpConfig(
        protocol="vrrp", version=version, priority=priority, preempt=preempt, hello_ms=INTERVAL
    )
    return config(ha_id=name, fhrp=fhrp)


def group(version: int, preempt: bool = True) -> list[HutConfig]:
    """Their priorities are 100, 101 and 102."""
    names = enumerate((A, B, C))
    return [agent(name, version, 100 + number, preempt) for number, name in names]


def booted(version: int, preempt: bool = True) -> Link:
    link = Link(group(version, preempt))
    link.run(3000)
    assert all(each.initialized for each in link.agents.values())
    assert link.active() == [C]
    return link


@VERSIONS
def test_they_boot_together_and_agree(version: int) -> None:
    """docs/claims.md: "a group whose HAs all start at once ends initialized"; one of them is
    master.
    """
    link = booted(version)
    link.register("10.64.0.1", at=VIRTUAL_IP)
    link.run(500)
    assert [reply.code for _, reply in link.to_node] == [0]
    assert {held["10.64.0.1"].home_agent for held in link.tables().values()} == {C}


@VERSIONS
def test_of_equal_priorities_the_higher_address_is_master(version: int) -> None:
    """RFC 3768, 6.4.3: "the primary IP Address of the sender is greater"."""
    link = Link([agent(name, version) for name in (A, B, C)])
    link.run(3000)
    assert link.active() == [C]


@VERSIONS
def test_a_master_that_crashes_is_replaced_after_the_master_down_interval(version: int) -> None:
    link = booted(version)
    link.crash(C)
    link.run(DOWN - INTERVAL - 1)
    assert link.active() == []
    link.run(INTERVAL + 1)
    assert link.active() == [B]
    link.run(3 * DOWN)
    assert link.active() == [B]


@VERSIONS
def test_a_master_that_stops_is_replaced_after_the_skew_time(version: int) -> None:
    """docs/hut-contract.md: SIGTERM: "an active HA resigns"."""
    link = booted(version)
    link.agents[C].stop(link.now)
    link.run(INTERVAL * 154 / 256)
    assert link.active() == []
    link.run(INTERVAL * 2 / 256)
    assert link.active() == [B]


@VERSIONS
@pytest.mark.parametrize(("preempt", "active"), [(True, C), (False, B)])
def test_a_better_one_that_comes_back(version: int, preempt: bool, active: str) -> None:
    """It takes over when it is told to preempt, once it has joined; and otherwise it does not."""
    link = booted(version, preempt)
    link.crash(C)
    link.run(2 * DOWN)
    link.register("10.64.0.1", at=VIRTUAL_IP)
    link.run(100)
    link.start(group(version, preempt)[2])
    while not link.agents[C].initialized:
        assert link.active() == [B]
        link.run(1)
    assert "10.64.0.1" in link.tables()[C]
    link.run(2 * DOWN)
    assert link.active() == [active]


@VERSIONS
def test_a_partition_heals(version: int) -> None:
    """Of two masters one remains; who is backup is heard, and caught up, once it says something."""
    link = booted(version)
    link.loses = apart(A)
    link.run(2 * DOWN)
    assert link.active() == [A, C]
    link.register("10.64.0.1", at=A)
    link.run(900)
    link.loses = lambda datagram, receiver: False
    link.run(1500)
    assert link.active() == [C]
    assert "10.64.0.1" in link.tables()[C]
    link.register("10.64.0.2", at=B)
    link.run(500)
    tables = link.tables()
    assert tables[A] == tables[B] == tables[C]
    assert set(tables[A]) == {"10.64.0.1", "10.64.0.2"}


@VERSIONS
def test_an_advertisement_makes_its_sender_a_member(version: int) -> None:
    """docs/protocol.md#5-3: "as the source of an FHRP message of the group"; B joins by it."""
    link = Link([agent(A, version)])
    link.run(3000)
    link.loses = lambda datagram, receiver: datagram.destination.port == 434
    link.start(agent(B, version))
    link.run(2 * INTERVAL)
    assert A in link.agents[B].members


@VERSIONS
def test_what_it_advertises(version: int) -> None:
    """docs/hut-contract.md: each `hello_ms`, TTL 255; only the master speaks (docs/claims.md,
    States).
    """
    link = booted(version)
    began = link.now
    link.run(20 * INTERVAL)
    ports = {name: port.trace().packets for name, port in link.ports.items()}
    said = {
        name: [
            packet
            for packet in packets
            if packet.time > began
            and packet.datagram.source.address == name
            and packet.datagram.source.protocol == VRRP
        ]
        for name, packets in ports.items()
    }
    assert said[A] == said[B] == []
    assert len(said[C]) == 20
    for packet in said[C]:
        datagram = packet.datagram
        assert (datagram.destination.address, datagram.ttl) == ("224.0.0.18", 255)
        message = vrrp_wire.decode(datagram.payload, version, C, "224.0.0.18")
        assert message is not None
        assert (message.vrid, message.priority, message.addresses) == (7, 102, (VIRTUAL_IP,))


@VERSIONS
def test_silent_backups_stay_members(version: int) -> None:
    """5.3: a silent member MAY be dropped; but a backup is silent while nobody registers, and must
    have the next binding all the same.
    """
    link = booted(version)
    link.run(50 * DOWN)
    link.register("10.64.0.1", at=VIRTUAL_IP)
    link.run(10)
    assert all("10.64.0.1" in table for table in link.tables().values())
