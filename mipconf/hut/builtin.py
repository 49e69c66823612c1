"""The HUT inside the tester: the reference Home Agent, or a variant, as a host of the network."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from mipconf.contract import ConfigError, HutConfig
from mipconf.hut.driver import HutUnavailable
from mipconf.net.host import Host
from mipconf.net.network import Network, NetworkError, Observer


class Agent(Host, Protocol):
    """A Home Agent as a host that an operator can speak to."""

    def stop(self, now: int) -> None:
        """Stop in good order."""

    def resynchronise(self, now: int) -> None:
        """Ask the group for its table again."""


class BuiltinDriver:
    """Makes an agent at each start, by `make(config, now)`, and joins it to the network.

    `make` may raise `ConfigError`. `observer` is told what passes the agent's port.
    """

    ended: str | None = None

    def __init__(
        self,
        network: Network,
        make: Callable[[HutConfig, int], Agent],
        observer: Observer | None = None,
    ) -> None:
        self._network = network
        self._make = make
        self._observer = observer
        self._agent: Agent | None = None

    @property
    def alive(self) -> bool:
        """See `Driver.alive`."""
        return self._agent is not None

    async def start(self, config: HutConfig) -> None:
        """See `Driver.start`."""
        if self._agent is not None:
            raise RuntimeError("the HUT runs already")
        try:
            agent = self._make(config, self._network.now())
            await self._network.join(agent, self._observer)
        except (ConfigError, NetworkError) as error:
            raise HutUnavailable(str(error)) from None
        self._agent = agent

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
