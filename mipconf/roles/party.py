"""What the tester's parties have in common: an address, a port, and datagrams to send."""

from __future__ import annotations

from mipconf.codec import STANDARD, Codec
from mipconf.net.host import Datagram, Endpoint
from mipconf.profile.contract import HutConfig
from mipconf.profile.security import Keys


class Party:
    """One party that the tester plays, sans-I/O.

    It answers from its own address, and collects in `outbox` what is to be sent. Times are
    nanoseconds since the Unix epoch.
    """

    def __init__(self, address: str, config: HutConfig, codec: Codec = STANDARD) -> None:
        self.address = address
        self.config = config
        self.keys = Keys.of(config)
        self.codec = codec
        self.outbox: list[Datagram] = []

    @property
    def endpoint(self) -> Endpoint:
        """Where it sends from and is answered."""
        return Endpoint(self.address, self.config.port)

    @property
    def endpoints(self) -> frozenset[Endpoint]:
        """Where it listens, but for multicast groups."""
        return frozenset({self.endpoint})

    @property
    def deadline(self) -> int | None:
        """When it wants to be woken."""
        return None

    def wake(self, now: int) -> None:
        """Do what is due."""

    def receive(self, datagram: Datagram, now: int) -> None:
        """Take one datagram that was sent to it or to a group it listens to."""

    def send(self, payload: bytes, destination: Endpoint, source: Endpoint | None = None) -> None:
        """Queue one datagram."""
        ttl = self.config.group.ttl if destination.is_multicast else 64
        self.outbox.append(Datagram(source or self.endpoint, destination, payload, ttl))
