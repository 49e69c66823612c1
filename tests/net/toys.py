"""Small hosts for the tests of networks and drivers."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field

from mipconf.net.host import Datagram, Endpoint

Reaction = Callable[["Toy", Datagram, int], None]


@dataclass(eq=False)
class Toy:
    """A host that keeps what it got, and does what it is told at datagrams and deadlines."""

    address: str
    endpoints: frozenset[Endpoint]
    on_receive: Reaction | None = None
    on_wake: Callable[[Toy, int], None] | None = None
    deadline: int | None = None
    received: list[tuple[Datagram, int]] = field(default_factory=list)
    woken: list[int] = field(default_factory=list)
    pending: list[Datagram] = field(default_factory=list)

    def receive(self, datagram: Datagram, now: int) -> None:
        self.received.append((datagram, now))
        if self.on_receive is not None:
            self.on_receive(self, datagram, now)

    def wake(self, now: int) -> None:
        self.woken.append(now)
        self.deadline = None
        if self.on_wake is not None:
            self.on_wake(self, now)

    def outgoing(self) -> list[Datagram]:
        taken, self.pending = self.pending, []
        return taken

    @property
    def unicast(self) -> Endpoint:
        return min((e for e in self.endpoints if not e.is_multicast), key=str)

    def send(self, destination: Endpoint, payload: bytes, ttl: int = 64) -> None:
        self.pending.append(Datagram(self.unicast, destination, payload, ttl))

    @property
    def payloads(self) -> list[bytes]:
        return [datagram.payload for datagram, _ in self.received]


# Of this very process: tests that run at the same time must not hear each other.
PREFIX = f"127.{128 + os.getpid() // 256 % 127}.{os.getpid() % 256}"
PORT = 10_000 + os.getpid() % 10_000 * 2
FHRP_PORT = PORT + 1

GROUP = Endpoint("224.0.0.254", PORT)


def toy(number: int, *more: Endpoint, port: int = PORT) -> Toy:
    """A toy at host `number` of this process."""
    address = f"{PREFIX}.{number}"
    return Toy(address, frozenset({Endpoint(address, port), *more}))


def echo(host: Toy, datagram: Datagram, now: int) -> None:
    """Answer with the same octets, doubled."""
    host.send(datagram.source, datagram.payload * 2)
