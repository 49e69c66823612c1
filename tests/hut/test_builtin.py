"""The builtin driver: an agent made at each start, on a network in virtual time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest

from mipconf.errors import ConfigError, HutUnavailable
from mipconf.hut.builtin import BuiltinDriver
from mipconf.net.host import Datagram, Endpoint
from mipconf.net.memory import MemoryNetwork, run_simulated
from mipconf.net.network import Direction
from mipconf.profile.contract import HutConfig

from ..net.toys import PREFIX, Toy
from .fakes import CONFIG

HA = Endpoint(CONFIG.ha_id, CONFIG.port)
PEER = Endpoint(f"{PREFIX}.11", CONFIG.port)


@dataclass(eq=False)
class ToyAgent:
    """Says what it is told, to a peer."""

    pending: list[Datagram] = field(default_factory=list)
    address = HA.address
    endpoints = frozenset({HA})
    deadline: int | None = None

    def receive(self, datagram: Datagram, now: int) -> None:
        pass

    def wake(self, now: int) -> None:
        pass

    def outgoing(self) -> list[Datagram]:
        taken, self.pending = self.pending, []
        return taken

    def say(self, text: bytes) -> None:
        self.pending.append(Datagram(HA, PEER, text))

    def stop(self, now: int) -> None:
        self.say(b"stop")

    def resynchronise(self, now: int) -> None:
        self.say(b"resynchronise")


def drive(
    scenario: Callable[[BuiltinDriver, MemoryNetwork], Awaitable[None]],
    make: Callable[[HutConfig, int], ToyAgent],
) -> list[bytes]:
    """Run a scenario; what passed the agent's port."""
    seen: list[bytes] = []

    def observe(direction: Direction, datagram: Datagram, time: int) -> None:
        assert direction is Direction.SENT
        seen.append(datagram.payload)

    async def main() -> None:
        async with MemoryNetwork(1) as network:
            await scenario(BuiltinDriver(network, make, observe), network)

    run_simulated(main)
    return seen


def test_its_life() -> None:
    made: list[tuple[HutConfig, int]] = []

    def make(config: HutConfig, now: int) -> ToyAgent:
        made.append((config, now))
        return ToyAgent()

    async def scenario(driver: BuiltinDriver, network: MemoryNetwork) -> None:
        assert not driver.alive
        begin = network.now()
        await driver.start(CONFIG)
        assert driver.alive
        with pytest.raises(RuntimeError, match="runs already"):
            await driver.start(CONFIG)
        driver.resync()
        await driver.stop()
        assert not driver.alive
        await driver.start(CONFIG)
        await driver.kill()
        assert not driver.alive
        await driver.kill()
        await driver.stop()
        driver.resync()
        assert made[0] == (CONFIG, begin)
        assert driver.ended is None

    assert drive(scenario, make) == [b"resynchronise", b"stop"]
    assert len(made) == 2


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ConfigError("group: no such thing"), "group: no such thing"),
        (ZeroDivisionError("division by zero"), "crashed: ZeroDivisionError: division by zero"),
    ],
)
def test_what_keeps_it_from_starting(error: Exception, reason: str) -> None:
    def make(config: HutConfig, now: int) -> ToyAgent:
        raise error

    async def scenario(driver: BuiltinDriver, network: MemoryNetwork) -> None:
        with pytest.raises(HutUnavailable, match=f"^{reason}$"):
            await driver.start(CONFIG)
        assert not driver.alive

    assert drive(scenario, make) == []


def test_an_address_that_is_taken() -> None:
    async def scenario(driver: BuiltinDriver, network: MemoryNetwork) -> None:
        await network.join(ToyAgent())
        with pytest.raises(HutUnavailable, match=f"^{HA} is held by another host"):
            await driver.start(CONFIG)
        assert not driver.alive

    assert drive(scenario, lambda config, now: ToyAgent()) == []


class _Broken(ToyAgent):
    """Raises at whatever `at` names."""

    def __init__(self, at: str) -> None:
        super().__init__(deadline=0 if at in ("wake", "due again") else None)
        self.at = at

    def _at(self, name: str) -> None:
        if self.at == name:
            raise ZeroDivisionError(name)

    def wake(self, now: int) -> None:
        self._at("wake")

    def receive(self, datagram: Datagram, now: int) -> None:
        self._at("receive")

    def outgoing(self) -> list[Datagram]:
        self._at("outgoing")
        if self.at == "elsewhere":
            return [Datagram(Endpoint("192.0.2.1", 434), PEER, b"")]
        return super().outgoing()

    def stop(self, now: int) -> None:
        self._at("stop")

    def resynchronise(self, now: int) -> None:
        self._at("resynchronise")


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        ("wake", "crashed: ZeroDivisionError: wake"),
        ("due again", "crashed: RuntimeError: it hangs: when woken, it is due again at once"),
        ("receive", "crashed: ZeroDivisionError: receive"),
        ("outgoing", "crashed: ZeroDivisionError: outgoing"),
        ("elsewhere", "crashed: RuntimeError: it sends from 192.0.2.1:434, which it has not open"),
        ("resynchronise", "crashed: ZeroDivisionError: resynchronise"),
        ("nothing", None),
    ],
)
def test_what_it_raises_is_its_crash(at: str, reason: str | None) -> None:
    ended: list[str] = []

    async def main() -> None:
        async with MemoryNetwork(1) as network:
            peer = Toy(PEER.address, frozenset({PEER}))
            await network.join(peer)
            driver = BuiltinDriver(network, lambda config, now: _Broken(at), on_end=ended.append)
            await driver.start(CONFIG)
            peer.pending.append(Datagram(PEER, HA, b"hello"))
            network.flush(peer)
            await network.sleep_until(network.now() + 1_000_000)
            driver.resync()
            await network.sleep_until(network.now() + 1_000_000)
            assert (driver.alive, driver.ended) == (reason is None, reason)
            peer.pending.append(Datagram(PEER, HA, b"are you there?"))
            network.flush(peer)
            await network.sleep_until(network.now() + 1_000_000)
            await driver.start(CONFIG) if reason else await driver.stop()

    run_simulated(main)
    assert ended[:1] == ([reason] if reason else [])
