"""The network whose time no one can set."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import pytest
import trio

from mipconf.net.steady import SteadyNetwork

from .toys import PORT, PREFIX, Endpoint, Toy

SECOND = 1_000_000_000
pytestmark = pytest.mark.trio
FIRST = Endpoint(f"{PREFIX}.10", PORT)
SECOND_ONE = Endpoint(f"{PREFIX}.11", PORT)


@dataclass(eq=False)
class Clocked(Toy):
    told: list[int] = field(default_factory=list)

    def set_clock(self, ahead: int) -> None:
        self.told.append(ahead)


class Wall:
    """A wall clock that can be set."""

    def __init__(self) -> None:
        self.ahead = 0

    def __call__(self) -> int:
        return time.time_ns() + self.ahead


@pytest.mark.live
async def test_a_clock_that_is_set_moves_no_deadline() -> None:
    wall = Wall()
    async with SteadyNetwork(wall=wall) as network:
        woken = trio.Event()
        toy = Clocked(FIRST.address, frozenset({FIRST}), on_wake=lambda *_: woken.set())
        toy.deadline = network.now() + SECOND // 50
        await network.join(toy)
        wall.ahead = -5 * SECOND
        with trio.fail_after(2):
            await woken.wait()
        (told,) = toy.told
        assert abs(told + 5 * SECOND) < SECOND // 10


@pytest.mark.live
async def test_a_host_is_told_before_it_has_a_datagram_and_once() -> None:
    wall = Wall()
    async with SteadyNetwork(wall=wall) as network:
        toy, other = (Clocked(each.address, frozenset({each})) for each in (FIRST, SECOND_ONE))
        await network.join(toy)
        await network.join(other)
        for count, ahead in ((1, 0), (2, 3600 * SECOND), (3, 3600 * SECOND)):
            wall.ahead = ahead
            other.send(FIRST, b"x")
            network.flush(other)
            deadline = network.now() + 2 * SECOND
            assert await network.wait_until(lambda n=count: len(toy.received) == n, deadline)
        (told,) = toy.told
        assert abs(told - 3600 * SECOND) < SECOND // 10


@pytest.mark.live
async def test_without_a_step_nobody_is_told() -> None:
    async with SteadyNetwork(wall=lambda: 5, steady=lambda: 5) as network:
        toy = Clocked(FIRST.address, frozenset({FIRST}))
        await network.join(toy)
        assert network.now() == 5
        assert toy.told == []
