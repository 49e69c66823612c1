"""The network in memory: what is delivered, when, and that one seed gives one run."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from functools import partial

import pytest
import trio

from mipconf.errors import AddressInUseError
from mipconf.net.host import Datagram
from mipconf.net.impairment import Impairment
from mipconf.net.memory import EPOCH, MemoryNetwork, run_simulated
from mipconf.net.network import Direction

from .toys import GROUP, Toy, echo, toy

SECOND = 1_000_000_000
Observation = tuple[Direction, Datagram, int]


def simulate(
    scenario: Callable[[MemoryNetwork], Awaitable[None]],
    seed: int = 1,
    impairments: dict[Direction, Impairment] | None = None,
) -> None:
    async def main() -> None:
        async with MemoryNetwork(seed, impairments=impairments) as network:
            await scenario(network)

    run_simulated(main)


def recorder(into: list[Observation]) -> Callable[[Direction, Datagram, int], None]:
    return lambda direction, datagram, now: into.append((direction, datagram, now))


def test_unicast_is_answered_with_true_times() -> None:
    async def scenario(network: MemoryNetwork) -> None:
        seen: list[Observation] = []
        asker, answerer = toy(1), toy(2)
        answerer.on_receive = echo
        await network.join(asker, recorder(seen))
        await network.join(answerer)
        asker.send(answerer.unicast, b"hi", ttl=9)
        network.flush(asker)
        assert await network.wait_until(lambda: bool(asker.received), network.now() + SECOND)

        (_, sent, left), (way, answer, came) = seen
        assert sent == Datagram(asker.unicast, answerer.unicast, b"hi", 9)
        assert way is Direction.RECEIVED
        assert answer.payload == b"hihi"
        assert left > EPOCH
        assert 100_000 <= came - left <= 300_001  # two base delays
        assert asker.received == [(answer, came)]

    simulate(scenario)


def test_multicast_reaches_every_listener_but_the_sender() -> None:
    async def scenario(network: MemoryNetwork) -> None:
        hosts = [toy(1, GROUP), toy(2, GROUP), toy(3, GROUP), toy(4)]
        for host in hosts:
            await network.join(host)
        hosts[0].send(GROUP, b"all")
        network.flush(hosts[0])
        await network.sleep_until(network.now() + SECOND)
        assert [host.payloads for host in hosts] == [[], [b"all"], [b"all"], []]

    simulate(scenario)


def test_datagrams_of_a_flow_keep_their_order() -> None:
    async def scenario(network: MemoryNetwork) -> None:
        one, two = toy(1), toy(2)
        await network.join(one)
        await network.join(two)
        for number in range(100):
            one.send(two.unicast, bytes([number]))
        network.flush(one)
        await network.sleep_until(network.now() + SECOND)
        assert two.payloads == [bytes([number]) for number in range(100)]
        instants = [now for _, now in two.received]
        assert len(set(instants)) == 100  # no two events share an instant

    simulate(scenario)


def test_nothing_reaches_or_leaves_a_host_that_left() -> None:
    async def scenario(network: MemoryNetwork) -> None:
        one, two = toy(1), toy(2)
        await network.join(one)
        await network.join(two)
        one.send(two.unicast, b"on its way when two leaves")
        network.flush(one)
        await network.leave(two)
        two.send(one.unicast, b"late")
        two.deadline = network.now()
        network.flush(two)
        await network.leave(two)
        await network.sleep_until(network.now() + SECOND)
        assert (one.received, two.received, two.woken) == ([], [], [])

    simulate(scenario)


def test_what_was_flushed_before_leaving_is_sent() -> None:
    async def scenario(network: MemoryNetwork) -> None:
        one, two = toy(1), toy(2)
        await network.join(one)
        await network.join(two)
        one.send(two.unicast, b"farewell")
        network.flush(one)
        await network.leave(one)
        await network.sleep_until(network.now() + SECOND)
        assert two.payloads == [b"farewell"]

    simulate(scenario)


def test_leaving_works_while_being_cancelled() -> None:
    async def scenario(network: MemoryNetwork) -> None:
        host = toy(1)
        await network.join(host)
        with trio.CancelScope() as scope:
            scope.cancel()
            await network.leave(host)
        await network.join(toy(1))

    simulate(scenario)


def test_a_port_is_held_by_one_host() -> None:
    async def scenario(network: MemoryNetwork) -> None:
        await network.join(toy(1, GROUP))
        with pytest.raises(AddressInUseError, match=f"^{toy(1).unicast} is held by another"):
            await network.join(toy(1, GROUP))
        await network.join(toy(2, GROUP))

    simulate(scenario)


def test_an_address_passes_from_host_to_host() -> None:
    async def scenario(network: MemoryNetwork) -> None:
        virtual = toy(200).unicast
        sender, first, second = toy(1), toy(2), toy(3)
        for host in (sender, first, second):
            await network.join(host)
        for holder in (first, second):
            holder.endpoints |= {virtual}
            network.flush(holder)
            sender.send(virtual, b"x")
            network.flush(sender)
            await network.sleep_until(network.now() + SECOND)
        second.endpoints -= {virtual}
        network.flush(second)
        sender.send(virtual, b"x")
        network.flush(sender)
        await network.sleep_until(network.now() + SECOND)
        assert (len(first.received), len(second.received)) == (2, 1)

    simulate(scenario)


def test_a_host_sends_from_its_own_endpoints_only() -> None:
    async def scenario(network: MemoryNetwork) -> None:
        host = toy(1)
        await network.join(host)
        host.pending.append(Datagram(toy(2).unicast, toy(3).unicast, b""))
        network.flush(host)
        await network.sleep_until(network.now() + SECOND)

    with pytest.raises(ValueError, match=f"from {toy(2).unicast}, which it has not open"):
        simulate(scenario)


def test_deadlines_are_kept_to_the_nanosecond_and_may_be_moved() -> None:
    async def scenario(network: MemoryNetwork) -> None:
        host = toy(1)
        begin = host.deadline = network.now() + 5
        await network.join(host)
        await network.sleep_until(begin + SECOND)
        host.deadline = begin + 3 * SECOND
        network.flush(host)
        host.deadline = begin + 2 * SECOND
        network.flush(host)
        await network.sleep_until(begin + 100 * SECOND)
        host.deadline = begin + 200 * SECOND
        network.flush(host)
        host.deadline = None
        network.flush(host)
        await network.sleep_until(begin + 300 * SECOND)
        assert host.woken == [begin, begin + 2 * SECOND]

    simulate(scenario)


def test_a_host_that_stays_due_is_an_error() -> None:
    async def scenario(network: MemoryNetwork) -> None:
        host = toy(1)

        def stay_due(self: Toy, now: int) -> None:
            self.deadline = now

        host.on_wake = stay_due
        host.deadline = network.now()
        await network.join(host)
        await network.sleep_until(network.now() + SECOND)

    with pytest.raises(RuntimeError, match="is still due"):
        simulate(scenario)


def test_after_an_error_who_is_shielded_can_still_leave() -> None:
    async def scenario(network: MemoryNetwork) -> None:
        def stay_due(self: Toy, now: int) -> None:
            self.deadline = now

        host = toy(1)
        host.on_wake = stay_due
        host.deadline = network.now()
        try:
            await network.join(host)
            await network.sleep_until(network.now() + SECOND)
        finally:
            with trio.CancelScope(shield=True):
                await network.leave(host)

    with pytest.raises(RuntimeError, match="still due"):
        simulate(scenario)


def test_wait_until() -> None:
    async def scenario(network: MemoryNetwork) -> None:
        host = toy(1)
        await network.join(host)
        begin = network.now()
        assert await network.wait_until(lambda: True, begin)
        assert not await network.wait_until(lambda: False, begin + SECOND)
        assert network.now() == begin + SECOND
        host.deadline = begin + 2 * SECOND
        network.flush(host)
        assert await network.wait_until(lambda: bool(host.woken), begin + 9 * SECOND)
        assert network.now() == begin + 2 * SECOND + 1
        with pytest.raises(ZeroDivisionError):
            await network.wait_until(lambda: bool(1 // 0), begin + 9 * SECOND)

    simulate(scenario)


LOSSY = Impairment(loss=0.3)


@pytest.mark.parametrize(
    ("impaired", "sent_seen", "received_fewer"),
    [(Direction.SENT, 1000, True), (Direction.RECEIVED, 1000, True), (None, 1000, False)],
)
def test_the_observer_stands_at_the_port(
    impaired: Direction | None, sent_seen: int, received_fewer: bool
) -> None:
    """Loss of what it sent is not seen by the observer, loss of what it should have got is."""

    async def scenario(network: MemoryNetwork) -> None:
        seen: list[Observation] = []
        observed, other = toy(1), toy(2)
        other.on_receive = echo
        await network.join(observed, recorder(seen))
        await network.join(other)
        for _ in range(1000):
            observed.send(other.unicast, b"x")
        network.flush(observed)
        await network.sleep_until(network.now() + SECOND)
        ways = [way for way, _, _ in seen]
        assert ways.count(Direction.SENT) == sent_seen
        assert (ways.count(Direction.RECEIVED) < 800) is received_fewer
        assert (len(other.received) < 800) is (impaired is Direction.SENT)
        assert len(observed.received) == ways.count(Direction.RECEIVED)

    simulate(scenario, impairments={} if impaired is None else {impaired: LOSSY})


def test_jitter_reorders() -> None:
    async def scenario(network: MemoryNetwork) -> None:
        one, two = toy(1), toy(2)
        await network.join(one)
        await network.join(two, recorder([]))
        for number in range(100):
            one.send(two.unicast, bytes([number]))
        network.flush(one)
        await network.sleep_until(network.now() + SECOND)
        assert two.payloads != sorted(two.payloads)
        assert len(two.payloads) == 100
        network.impair(Direction.RECEIVED, Impairment(loss=1.0))
        one.send(two.unicast, b"into a partition")
        network.flush(one)
        await network.sleep_until(network.now() + SECOND)
        assert len(two.payloads) == 100

    simulate(scenario, impairments={Direction.RECEIVED: Impairment(jitter=5_000_000)})


def gossip(seed: int) -> list[object]:
    """Eight hosts that answer, forward and wake, each pushed by a task, over a bad network."""
    seen: list[object] = []

    def forward(host: Toy, datagram: Datagram, now: int) -> None:
        if len(datagram.payload) < 3:
            host.send(GROUP, datagram.payload + host.address[-1:].encode())
            host.deadline = now + 1000

    async def push(network: MemoryNetwork, host: Toy, hosts: list[Toy]) -> None:
        await network.join(host, lambda *observed: seen.append((host.address, *observed)))
        host.on_receive = forward
        for turn in range(3):
            host.send(hosts[turn].unicast, b"u")
            network.flush(host)
            # All wait for the same instants and conditions, so several are due at once.
            await network.sleep_until(EPOCH + (turn + 1) * SECOND)
            seen.append((host.address, network.now()))
            heard = len(hosts[0].received)
            await network.wait_until(
                partial(lambda heard: len(hosts[0].received) > heard, heard),
                network.now() + SECOND // 2,
            )
            seen.append((host.address, network.now(), len(host.received)))

    async def scenario(network: MemoryNetwork) -> None:
        hosts = [toy(number, GROUP) for number in range(1, 9)]
        async with trio.open_nursery() as nursery:
            for host in hosts:
                nursery.start_soon(push, network, host, hosts)

    bad = Impairment(loss=0.2, duplication=0.1, jitter=2_000_000)
    simulate(scenario, seed, {Direction.SENT: bad, Direction.RECEIVED: bad})
    return seen


def test_one_seed_gives_one_run() -> None:
    first = gossip(7)
    assert len(first) > 500
    assert all(gossip(7) == first for _ in range(19))
    assert gossip(8) != first


def test_virtual_time_is_fast() -> None:
    async def scenario(network: MemoryNetwork) -> None:
        def again(host: Toy, now: int) -> None:
            host.send(GROUP, b"hello")
            host.deadline = now + 150_000_000

        host, listener = toy(1, GROUP), toy(2, GROUP)
        host.on_wake = again
        host.deadline = network.now()
        await network.join(listener)
        await network.join(host)
        await network.sleep_until(EPOCH + 600 * SECOND)
        assert len(listener.received) == 4000

    begin = time.perf_counter()
    simulate(scenario)
    assert time.perf_counter() - begin < 5  # 0.3 s here: 8,000 events, ten minutes


def test_it_needs_virtual_time() -> None:
    async def main() -> None:
        async with MemoryNetwork(1):
            pass

    with pytest.raises(RuntimeError, match="needs virtual time"):
        trio.run(main)


@pytest.mark.parametrize("raised", [KeyError("case"), trio.Cancelled])
def test_an_error_of_the_body_is_raised_as_itself(raised: object) -> None:
    async def scenario(network: MemoryNetwork) -> None:
        if isinstance(raised, Exception):
            raise raised
        with trio.CancelScope() as scope:
            async with MemoryNetwork(2):
                scope.cancel()
                await trio.lowlevel.checkpoint()
        assert scope.cancelled_caught

    if isinstance(raised, Exception):
        with pytest.raises(KeyError, match="case"):
            simulate(scenario)
    else:
        simulate(scenario)
