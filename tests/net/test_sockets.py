"""Real sockets on loopback: what the kernel tells of datagrams, and who may hold a port."""

from __future__ import annotations

import contextlib
import os
import socket
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace

import pytest
import trio

from mipconf.errors import AddressInUseError, NetworkError
from mipconf.net.host import VRRP, Datagram, Endpoint
from mipconf.net.loopback import LoopbackNetwork
from mipconf.net.network import Direction
from mipconf.net.sockets import SocketNetwork

from .toys import GROUP, PORT, PREFIX, Toy, echo, toy

SECOND = 1_000_000_000
pytestmark = [pytest.mark.trio, pytest.mark.live]


@pytest.fixture
async def network() -> AsyncIterator[LoopbackNetwork]:
    async with LoopbackNetwork() as entered:
        yield entered


@contextlib.contextmanager
def stranger(endpoint: Endpoint, *, reuse: bool) -> Iterator[socket.socket]:
    """A socket of another program."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as opened:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int(reuse))
        opened.bind((endpoint.address, endpoint.port))
        yield opened


async def arrival(network: SocketNetwork, host: Toy, count: int = 1) -> None:
    """Wait until `host` has got `count` datagrams."""
    arrived = await network.wait_until(
        lambda: len(host.received) >= count, network.now() + 5 * SECOND
    )
    assert arrived, f"{len(host.received)} of {count} datagrams"


async def test_unicast_with_stamp_ttl_and_destination(network: LoopbackNetwork) -> None:
    seen: list[tuple[Direction, Datagram, int]] = []
    asker, answerer = toy(1), toy(2)
    answerer.on_receive = echo
    await network.join(asker, lambda *observed: seen.append(observed))
    await network.join(answerer)
    begin = time.time_ns()
    asker.send(answerer.unicast, b"hi", ttl=9)
    network.flush(asker)
    await arrival(network, asker)

    (_, sent, left), (way, answer, stamp) = seen
    assert sent == answerer.received[0][0] == Datagram(asker.unicast, answerer.unicast, b"hi", 9)
    assert answer == Datagram(answerer.unicast, asker.unicast, b"hihi", 64)
    assert way is Direction.RECEIVED
    # The kernel's stamp lies between our own reading of the same clock before and after.
    assert begin <= left <= stamp <= asker.received[0][1] <= time.time_ns()


@pytest.mark.parametrize("ttl", [0, 1, 255])
async def test_multicast_reaches_every_listener_but_the_sender(
    network: LoopbackNetwork, ttl: int
) -> None:
    hosts = [toy(1, GROUP), toy(2, GROUP), toy(3, GROUP), toy(4)]
    for host in hosts:
        await network.join(host)
    hosts[0].send(GROUP, b"all", ttl)
    hosts[0].send(hosts[1].unicast, b"and you")
    network.flush(hosts[0])
    await arrival(network, hosts[1], 2)
    await arrival(network, hosts[2])
    first = hosts[2].received[0][0]
    assert first == Datagram(hosts[0].unicast, GROUP, b"all", ttl)
    # What came back to the sender was there before the unicast datagram; so it was dropped.
    assert [len(host.received) for host in hosts] == [0, 2, 1, 0]


async def test_a_group_is_apart_from_others_on_the_port(network: LoopbackNetwork) -> None:
    other = replace(GROUP, address="224.0.0.102")
    sender, one, two = toy(1), toy(2, GROUP), toy(3, other)
    for host in (sender, one, two):
        await network.join(host)
    sender.send(GROUP, b"one")
    sender.send(other, b"two")
    network.flush(sender)
    await arrival(network, one)
    await arrival(network, two)
    assert (one.payloads, two.payloads) == ([b"one"], [b"two"])


@pytest.mark.parametrize("reuse", [False, True])
async def test_a_port_held_by_another_program(network: LoopbackNetwork, reuse: bool) -> None:
    host = toy(1, GROUP)
    with stranger(host.unicast, reuse=reuse):
        with pytest.raises(AddressInUseError, match=f"^{toy(1).unicast} is held by another"):
            await network.join(host)
        await network.join(toy(2, GROUP))
    await network.join(host)  # and nothing of the failed attempt is left


async def test_a_group_held_for_itself_by_another_program(network: LoopbackNetwork) -> None:
    with (
        stranger(GROUP, reuse=False),
        pytest.raises(AddressInUseError, match=f"^{GROUP} is held"),
    ):
        await network.join(toy(1, GROUP))


async def test_an_address_may_pass_from_host_to_host(network: LoopbackNetwork) -> None:
    """The virtual address: opened after joining, while another still holds it."""
    virtual = toy(200).unicast
    host, sender = toy(1), toy(2)
    await network.join(host)
    await network.join(sender)
    with stranger(virtual, reuse=True):
        host.endpoints |= {virtual}
        network.flush(host)
    sender.send(virtual, b"x")
    network.flush(sender)
    await arrival(network, host)
    host.pending.append(Datagram(virtual, sender.unicast, b"resign"))
    host.endpoints -= {virtual}
    network.flush(host)  # sent from the endpoint as it closes
    await arrival(network, sender)
    assert sender.received[0][0].source == virtual
    with stranger(virtual, reuse=False):
        pass


async def test_a_port_opened_and_closed_at_once(network: LoopbackNetwork) -> None:
    host = toy(1)
    await network.join(host)
    for _ in range(3):
        host.endpoints |= {GROUP}
        network.flush(host)
        host.endpoints -= {GROUP}
        network.flush(host)
    await network.leave(host)


async def test_nothing_reaches_or_leaves_a_host_that_left(network: LoopbackNetwork) -> None:
    one, two = toy(1), toy(2)
    await network.join(one)
    await network.join(two)
    await network.leave(two)
    two.send(one.unicast, b"late")
    two.deadline = network.now()
    network.flush(two)
    await network.leave(two)
    one.send(two.unicast, b"to nobody: refused, which ends nothing")
    one.send(one.unicast, b"to itself")
    network.flush(one)
    await arrival(network, one)
    assert (one.payloads, two.received, two.woken) == ([b"to itself"], [], [])


async def test_what_the_kernel_does_not_send_is_counted(network: LoopbackNetwork) -> None:
    seen: list[object] = []
    host = toy(1)
    await network.join(host, lambda *observed: seen.append(observed))
    host.send(toy(2).unicast, bytes(65508))
    network.flush(host)
    assert (network.unsent, seen) == (1, [])


async def test_what_the_kernel_drops_is_counted(network: LoopbackNetwork) -> None:
    one, two = toy(1), toy(2)
    await network.join(one)
    await network.join(two)
    flood = 40_000
    for _ in range(flood):
        one.send(two.unicast, bytes(1000))
    network.flush(one)  # all at once: nobody reads meanwhile
    dropped = network.dropped
    assert 0 < dropped < flood
    await arrival(network, two, flood - dropped)
    await network.leave(two)
    assert network.dropped == dropped
    assert len(two.received) == flood - dropped


@pytest.mark.parametrize(
    "host",
    [
        Toy("10.0.0.1", frozenset({Endpoint("10.0.0.1", PORT)})),
        Toy("10.0.0.1", frozenset({GROUP})),
        Toy("0.0.0.0", frozenset({Endpoint("0.0.0.0", PORT)})),
    ],
)
async def test_nothing_listens_beyond_loopback(network: LoopbackNetwork, host: Toy) -> None:
    with pytest.raises(NetworkError, match="is not on loopback"):
        await network.join(host)


@pytest.mark.parametrize("address", ["192.0.2.1", "255.255.255.255", "0.0.0.0"])
async def test_nothing_leaves_loopback(network: LoopbackNetwork, address: str) -> None:
    host = toy(1)
    await network.join(host)
    host.send(Endpoint(address, 434), b"")
    with pytest.raises(NetworkError, match="is not on loopback"):
        network.flush(host)


@pytest.mark.parametrize(
    ("endpoint", "why"),
    [
        (Endpoint("192.0.2.1", PORT), f"^192.0.2.1:{PORT} is not an address of this machine$"),
        (GROUP, f"^{GROUP} cannot be joined: no interface has 192.0.2.1$"),
    ],
    ids=["unicast", "multicast"],
)
async def test_an_address_of_another_machine(endpoint: Endpoint, why: str) -> None:
    async with SocketNetwork() as network:
        with pytest.raises(NetworkError, match=why):
            await network.join(Toy("192.0.2.1", frozenset({endpoint})))


async def test_a_source_that_is_not_open(network: LoopbackNetwork) -> None:
    host = toy(1)
    await network.join(host)
    host.pending.append(Datagram(toy(2).unicast, toy(3).unicast, b""))
    with pytest.raises(ValueError, match="which it has not open"):
        network.flush(host)


async def test_deadlines(network: LoopbackNetwork) -> None:
    host = toy(1)
    host.deadline = network.now() + SECOND // 100
    begin = host.deadline
    await network.join(host)
    assert await network.wait_until(lambda: bool(host.woken), begin + 5 * SECOND)
    host.deadline = network.now() + 100 * SECOND
    network.flush(host)
    host.deadline = network.now()
    network.flush(host)
    assert await network.wait_until(lambda: len(host.woken) == 2, begin + 5 * SECOND)
    assert host.woken[0] >= begin


async def test_waiting(network: LoopbackNetwork) -> None:
    begin = network.now()
    assert await network.wait_until(lambda: True, begin)
    assert not await network.wait_until(lambda: False, begin + SECOND // 100)
    assert network.now() >= begin + SECOND // 100
    until = network.now() + SECOND // 100
    await network.sleep_until(until)
    await network.sleep_until(until)
    assert network.now() >= until


async def test_an_error_of_a_host_ends_the_network() -> None:
    def fail(host: Toy, datagram: Datagram, now: int) -> None:
        raise KeyError("host")

    async def run() -> None:
        async with LoopbackNetwork() as network:
            host = toy(1)
            host.on_receive = fail
            await network.join(host)
            host.send(host.unicast, b"")
            network.flush(host)
            await trio.sleep_forever()

    with pytest.raises(KeyError, match="host"):
        await run()


@pytest.mark.skipif(os.geteuid() != 0, reason="raw sockets need a privilege")
async def test_a_protocol_without_ports(network: LoopbackNetwork) -> None:
    group = Endpoint("224.0.0.18", 0, VRRP)
    hosts = [
        Toy(address, frozenset({Endpoint(address, 0, VRRP), group}))
        for address in (toy(1).address, toy(2).address)
    ]
    for host in hosts:
        await network.join(host)
    hosts[0].send(group, b"advertisement", 255)
    hosts[0].send(hosts[1].unicast, b"unicast")
    network.flush(hosts[0])
    await arrival(network, hosts[1], 2)
    assert Datagram(hosts[0].unicast, group, b"advertisement", 255) in [
        datagram for datagram, _ in hosts[1].received
    ]
    assert hosts[0].received == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open raw sockets")
async def test_a_privilege_that_is_lacking(network: LoopbackNetwork) -> None:
    host = Toy(toy(1).address, frozenset({Endpoint(toy(1).address, 0, VRRP)}))
    with pytest.raises(NetworkError, match=r"IP protocol 112 needs .* CAP_NET_RAW"):
        await network.join(host)


@dataclass(eq=False)
class Patient(Toy):
    refusals: list[Endpoint] = field(default_factory=list)

    def refused(self, endpoint: Endpoint, now: int) -> None:
        self.refusals.append(endpoint)
        self.endpoints -= {endpoint}


async def test_an_address_that_cannot_be_had_later_is_refused_and_said() -> None:
    """192.0.2.1 is of no machine (RFC 5737)."""
    complaints: list[str] = []
    wanted = Endpoint("192.0.2.1", PORT)
    async with SocketNetwork(complaints.append) as network:
        toy = Patient(f"{PREFIX}.1", frozenset({Endpoint(f"{PREFIX}.1", PORT)}))
        await network.join(toy)
        toy.endpoints |= {wanted}
        network.flush(toy)
        assert toy.refusals == [wanted]
        assert complaints == [f"{wanted} is not an address of this machine"]


async def test_a_host_that_cannot_do_without_ends_the_network() -> None:
    async with SocketNetwork() as network:
        host = toy("1")
        await network.join(host)
        host.endpoints |= {Endpoint("192.0.2.1", PORT)}
        with pytest.raises(NetworkError, match="not an address of this machine"):
            network.flush(host)
