"""What drives hosts: the one interface of the network of sockets and the network in memory.

A network is an async context manager. Inside, hosts join and leave it; it hands them the datagrams
that arrive, wakes them at their deadlines and sends what they have to send. It alone has a clock:
whoever waits does so by `sleep_until` and `wait_until`, so that the same code runs in real and in
virtual time. Times are nanoseconds since the Unix epoch.

An error raised by a host or an observer is the tester's own failure: it ends the network and is
raised by the `async with`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from enum import Enum
from types import TracebackType
from typing import Self

import trio

from mipconf.net.host import Datagram, Host


class Direction(Enum):
    """Which way a datagram went, seen from the observed host."""

    SENT = "sent"
    RECEIVED = "received"


TURN = 64
"""How many datagrams a socket may take in one turn: a flood at one must not starve the others."""

Observer = Callable[[Direction, Datagram, int], None]
"""Told of each datagram at a host's port, with its time in ns: the kernel's receive stamp where
there is one, else when the network took it. A received one is told before the host has it."""


class Network(ABC):
    """Drives hosts and keeps the time; enter it with `async with` before anything else."""

    _manager: AbstractAsyncContextManager[trio.Nursery, bool | None]
    _nursery: trio.Nursery

    async def __aenter__(self) -> Self:
        self._manager = trio.open_nursery()
        self._nursery = await self._manager.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool | None:
        self._nursery.cancel_scope.cancel()
        try:
            return await self._manager.__aexit__(kind, error, traceback)
        except BaseExceptionGroup as group:
            # That there is a nursery is our own affair: a single error is raised as itself.
            if len(group.exceptions) > 1:
                raise
            single = group.exceptions[0]
        finally:
            self._end()
        if single is error:
            return False
        raise single

    @abstractmethod
    def _end(self) -> None:
        """Let go of what outlives the tasks; called when they have ended."""

    @property
    def dropped(self) -> int:
        """How many datagrams came and were lost before a host of ours took them."""
        return 0

    @property
    def unsent(self) -> int:
        """How many datagrams of our hosts could not be sent."""
        return 0

    @abstractmethod
    def now(self) -> int:
        """The time, in nanoseconds since the Unix epoch."""

    @abstractmethod
    async def join(self, host: Host, observer: Observer | None = None) -> None:
        """Drive `host` from now on; its sockets are open when this returns.

        Raises `AddressInUseError` if one of its ports is held already, `NetworkError` if one
        cannot be opened for another reason; then the host has not joined.
        """

    @abstractmethod
    async def leave(self, host: Host) -> None:
        """Drive `host` no more: its sockets are closed, nothing is delivered to it or sent.

        What it flushed before is still sent. Harmless for a host that has left.
        """

    @abstractmethod
    def flush(self, host: Host) -> None:
        """Look at a host that was changed from outside: its datagrams, endpoints and deadline.

        Done at once; in virtual time, a few nanoseconds later. Harmless for a host that has left.
        """

    @abstractmethod
    async def sleep_until(self, time: int) -> None:
        """Return at `time` (ns), at once if it has passed."""

    @abstractmethod
    async def wait_until(self, condition: Callable[[], bool], deadline: int) -> bool:
        """Return True once `condition` holds, False if `deadline` (ns) passed first.

        The condition is looked at now, whenever something happened at a host of this network
        (a datagram, a deadline, a flush), and at the deadline. What it raises is raised here.
        """


def wake(host: Host, now: int) -> None:
    """Wake `host` if it is due; raises `RuntimeError` if it is due for ever."""
    if host.deadline is None or host.deadline > now:
        return
    host.wake(now)
    if host.deadline is not None and host.deadline <= now:
        raise RuntimeError(f"{host!r} was woken at {now} and is still due at {host.deadline}")
