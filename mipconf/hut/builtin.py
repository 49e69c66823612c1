"""The HUT inside the tester: the reference Home Agent, or a variant, as a host of the network.

What it raises is its own crash, as a program's would be, and no failure of the tester.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol, TypeVar

from mipconf.errors import ConfigError, HutUnavailable, NetworkError, is_debugging
from mipconf.net.host import Datagram, Endpoint, PatientHost
from mipconf.net.network import Network, Observer
from mipconf.profile.contract import HutConfig

T = TypeVar("T")


class Agent(PatientHost, Protocol):
    """A Home Agent as a host that an operator can speak to."""

    def stop(self, now: int) -> None:
        """Stop in good order."""

    def resynchronise(self, now: int) -> None:
        """Ask the group for its table again."""


class BuiltinDriver:
    """Makes an agent at each start, by `make(config, now)`, and joins it to the network.

    `make` may raise `ConfigError`. `observer` is told what passes the agent's port, and `on_end`
    the reason when the agent crashes.
    """

    def __init__(
        self,
        network: Network,
        make: Callable[[HutConfig, int], Agent],
        observer: Observer | None = None,
        on_end: Callable[[str], None] | None = None,
    ) -> None:
        self._network = network
        self._make = make
        self._observer = observer
        self._on_end = on_end
        self._agent: _Contained | None = None

    @property
    def alive(self) -> bool:
        """See `Driver.alive`."""
        return self._agent is not None and self._agent.ended is None

    @property
    def ended(self) -> str | None:
        """See `Driver.ended`."""
        return None if self._agent is None else self._agent.ended

    async def start(self, config: HutConfig) -> None:
        """See `Driver.start`."""
        if self.alive:
            raise RuntimeError("the HUT runs already")
        await self.kill()
        try:
            agent = _Contained(self._made(config), self._on_end)
            await self._network.join(agent, self._observer)
        except (ConfigError, NetworkError) as error:
            raise HutUnavailable(str(error)) from None
        self._agent = agent

    def _made(self, config: HutConfig) -> Agent:
        try:
            return self._make(config, self._network.now())
        except (ConfigError, NetworkError):
            raise
        except Exception as error:
            if is_debugging():
                raise
            raise HutUnavailable(f"crashed: {type(error).__name__}: {error}") from error

    async def stop(self) -> None:
        """See `Driver.stop`."""
        if self._agent is not None:
            self._agent.stop(self._network.now())
            self._network.flush(self._agent)
        await self.kill()

    async def kill(self) -> None:
        """See `Driver.kill`."""
        agent, self._agent = self._agent, None
        if agent is not None:
            await self._network.leave(agent)

    def resync(self) -> None:
        """See `Driver.resync`."""
        if self._agent is not None:
            self._agent.resynchronise(self._network.now())
            self._network.flush(self._agent)


class _Contained:
    """An agent; once it raised an error, what a crash leaves: nothing listens, nothing is sent."""

    def __init__(self, agent: Agent, on_end: Callable[[str], None] | None) -> None:
        self.address = agent.address
        self.ended: str | None = None
        self._agent = agent
        self._on_end = on_end
        self._open: frozenset[Endpoint] = frozenset()

    @property
    def endpoints(self) -> frozenset[Endpoint]:
        self._open = self._tried(lambda: self._agent.endpoints, frozenset())
        return self._open

    @property
    def deadline(self) -> int | None:
        return self._tried(lambda: self._agent.deadline, None)

    def receive(self, datagram: Datagram, now: int) -> None:
        self._tried(partial(self._agent.receive, datagram, now), None)

    def wake(self, now: int) -> None:
        self._tried(partial(self._wake, now), None)

    def outgoing(self) -> list[Datagram]:
        return self._tried(self._outgoing, [])

    def refused(self, endpoint: Endpoint, now: int) -> None:
        self._tried(partial(self._agent.refused, endpoint, now), None)

    def stop(self, now: int) -> None:
        self._tried(partial(self._agent.stop, now), None)

    def resynchronise(self, now: int) -> None:
        self._tried(partial(self._agent.resynchronise, now), None)

    def _wake(self, now: int) -> None:
        self._agent.wake(now)
        due = self._agent.deadline
        if due is not None and due <= now:
            raise RuntimeError("it hangs: when woken, it is due again at once")

    def _outgoing(self) -> list[Datagram]:
        sending = self._agent.outgoing()
        for datagram in sending:
            if datagram.source not in self._open | self._agent.endpoints:
                raise RuntimeError(f"it sends from {datagram.source}, which it has not open")
        return sending

    def _tried(self, call: Callable[[], T], otherwise: T) -> T:
        """What it returns; `otherwise` once it crashed."""
        if self.ended is not None:
            return otherwise
        try:
            return call()
        except Exception as error:
            if is_debugging():
                raise
            self.ended = f"crashed: {type(error).__name__}: {error}"
        if self._on_end is not None:
            self._on_end(self.ended)
        return otherwise
